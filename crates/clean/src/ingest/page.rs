//! Web pages.

use crate::page;
use pullquote_article::{ArticleBuilder, Origin};

/// The article in the page `text`.
pub(super) fn read(text: &str, origin: &Origin) -> ArticleBuilder {
    page::clean(text, origin.url.as_deref())
}
