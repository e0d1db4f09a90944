//! Puts the open article into the library, and saves where reading stopped.

use std::path::PathBuf;
use std::sync::Arc;

use super::ToLoop;
use crate::app::Msg;
use crate::library::article_record::{ReadFrom, article_record};
use crate::library::{moment, open_library};
use pullquote_article::Article;
use pullquote_nlp::Analysis;

/// The article of a reader in the library.
#[derive(Debug, Clone)]
pub struct InLibrary {
    /// The file of the library.
    pub file: PathBuf,
    /// Where the article was read from.
    pub from: ReadFrom,
    /// The identity of the article in the library.
    pub identity: String,
}

impl InLibrary {
    /// The code point where reading stopped and the width that was chosen, if it was read before and the
    /// library can be read; and what a person is told if the library was damaged.
    #[must_use]
    pub fn place(&self) -> (Option<usize>, Option<u16>, Option<String>) {
        let Some(opened) = self.file.exists().then(|| open_library(&self.file).ok()).flatten() else {
            return (None, None, None);
        };
        let state = opened.library.reading(&self.identity).ok().flatten();
        let measure = opened.library.measure(&self.identity).ok().flatten();
        (state.and_then(|state| state.position), measure, opened.set_aside.map(|aside| aside.sentence()))
    }

    /// Puts the article into the library on a thread. If that fails, a person is told, and reads on.
    pub(super) fn put_soon(&self, article: &Arc<Article>, analysis: &Analysis, to_loop: ToLoop) {
        let record = article_record(article, analysis, &self.from);
        let file = self.file.clone();
        std::thread::spawn(move || {
            let put = open_library(&file).and_then(|mut opened| {
                opened.library.put(std::slice::from_ref(&record), &moment::now())?;
                Ok(opened.set_aside)
            });
            match put {
                Ok(aside) => aside.into_iter().for_each(|aside| to_loop.answer(Msg::Failed(aside.sentence()))),
                Err(error) => to_loop.answer(Msg::Info(error.to_string())),
            }
        });
    }

    /// Saves where reading stopped, and the width that was chosen for the article. An article that can't be saved
    /// is read from its beginning the next time.
    pub(super) fn save_place(&self, article: &Article, (position, share): (usize, f64), measure: Option<u16>) {
        if article.text().is_empty() || !self.file.exists() {
            return;
        }
        if let Ok(mut opened) = open_library(&self.file) {
            opened.library.set_position(&self.identity, position, share, &moment::now()).ok();
            opened.library.set_measure(&self.identity, measure).ok();
        }
    }
}
