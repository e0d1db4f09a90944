//! Gathers the articles of a list, and says which entries are left out.

use std::fmt::Display;

use super::ListedArticle;
use crate::address::web_address;

/// The articles found so far.
#[derive(Debug, Default)]
pub(super) struct Collector {
    pub(super) articles: Vec<ListedArticle>,
    pub(super) skipped: Vec<String>,
}

impl Collector {
    /// Adds `article` with the address in `address`, or says at `place` (such as
    /// `line 3`) why it is left out.
    pub(super) fn add(&mut self, place: impl Display, address: &str, article: ListedArticle) {
        match web_address(address) {
            Ok(address) => self.articles.push(ListedArticle { address, ..article }),
            Err(why) => self.skip(place, why),
        }
    }

    /// Says that the entry at `place` is left out, and why.
    pub(super) fn skip(&mut self, place: impl Display, why: impl Display) {
        self.skipped.push(format!("{place}: {why}"));
    }
}
