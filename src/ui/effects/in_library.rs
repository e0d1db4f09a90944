//! Puts the open article into the library, and saves where reading stopped.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::ToLoop;
use crate::app::{Msg, Tab};
use crate::folders::article_record::{ReadFrom, article_record, record_before_analysis};
use crate::folders::{moment, open_library};
use pullquote_article::Article;
use pullquote_library::store::Opened;
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

/// The widest line in cells and the tab of the sidebar, where they are not the usual ones.
pub type OwnView = (Option<u16>, Option<Tab>);

/// What the library has about an article before it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptView {
    /// The code point where reading stopped, if it was read before.
    pub position: Option<usize>,
    /// The widest line in cells, if it is not the usual one.
    pub measure: Option<u16>,
    /// The tab of the sidebar, if it is not the usual one.
    pub tab: Option<Tab>,
    /// What a person is told if the library was damaged.
    pub damage: Option<String>,
}

/// The library while it is being opened on a thread: the article is read at the same time, so that the first frame
/// does not wait for both.
#[derive(Debug)]
pub struct OpeningLibrary(JoinHandle<Option<Opened>>);

impl OpeningLibrary {
    /// Begins to open the library at `file`, if there is one.
    #[must_use]
    pub fn begin(file: PathBuf) -> Self {
        Self(std::thread::spawn(move || file.exists().then(|| open_library(&file).ok()).flatten()))
    }

    /// The library; `None` if it can't be opened.
    fn wait(self) -> Option<Opened> {
        self.0.join().ok().flatten()
    }
}

impl InLibrary {
    /// What the library has about the article; nothing if it can't be read. `opening` is that library.
    #[must_use]
    pub fn view(&self, opening: Option<OpeningLibrary>) -> KeptView {
        let opening = opening.unwrap_or_else(|| OpeningLibrary::begin(self.file.clone()));
        let Some(Opened { library, set_aside, .. }) = opening.wait() else { return KeptView::default() };
        let state = library.reading(&self.identity).ok().flatten().unwrap_or_default();
        // Closing the file takes longer than reading from it.
        std::thread::spawn(move || drop(library));
        KeptView {
            position: state.position,
            measure: state.measure,
            tab: state.tab.as_deref().and_then(Tab::of_word),
            damage: set_aside.map(|aside| aside.sentence()),
        }
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

    /// Saves where reading stopped, and how the article is shown, also if it was left before it was analyzed. An
    /// article that can't be saved is read from its beginning the next time.
    pub(super) fn save_place(&self, article: &Article, (position, share): (usize, f64), view: OwnView) {
        if article.text().is_empty() {
            return;
        }
        if let Ok(mut opened) = open_library(&self.file) {
            opened.library.put_if_new(&record_before_analysis(article, &self.from), &moment::now()).ok();
            opened.library.set_position(&self.identity, position, share, &moment::now()).ok();
            opened.library.set_view(&self.identity, view.0, view.1.map(Tab::word)).ok();
        }
    }
}
