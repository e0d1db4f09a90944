//! What the library's screen needs from the program: opening and adding articles, and asking for feeds.

use std::sync::Arc;

use super::{Program, Visit};
use crate::app::library::LeftList;
use crate::cli::output;
use crate::cli::source::{Prefer, SourceArgument};
use crate::folders::{article_named, open_library};
use crate::ui::library::LibrarySession;
use crate::ui::theme::Theme;
use pullquote_library::search::Passage;
use pullquote_library::store::ArticleRow;

impl Program {
    /// Adds what a person typed in the library: an address, a file or a folder.
    fn add(&self, text: &str) -> anyhow::Result<String> {
        crate::cli::library::add_one(
            &self.opener(Prefer::Kept),
            &self.places,
            &self.library,
            &SourceArgument::from(text),
        )
    }

    /// What the library's screen needs; `last` is the article that was read before.
    pub(super) fn library_session(
        &mut self,
        last: Option<&Visit>,
        theme: Theme,
        left: Option<LeftList>,
    ) -> anyhow::Result<LibrarySession<Visit>> {
        let opened = open_library(&self.library)?;
        let library = opened.library;
        let row = last.map(|visit| article_named(&library, &visit.source.full())).transpose()?.flatten();
        let (for_open, for_add, for_sync) = (self.clone(), self.clone(), self.clone());
        Ok(LibrarySession {
            library,
            file: self.library.clone(),
            places: self.places.clone(),
            keymap: self.settings.keymap.clone(),
            theme,
            can_go_back: last.is_some(),
            selected: row.map(|row| row.id),
            left,
            greeting: opened.set_aside.map(|aside| aside.sentence()).or(self.problem.take()),
            open: Arc::new(move |row: &ArticleRow, found: Option<&Passage>| {
                let opened = for_open.open(&SourceArgument::from(row.source.as_str()));
                let mut visit = opened.map_err(|error| output::sentence(&error))?;
                visit.place = found.and_then(|found| found.start_in(visit.article.text()));
                Ok(visit)
            }),
            add: Arc::new(move |text: &str| for_add.add(text).map_err(|error| output::sentence(&error))),
            sync: Arc::new(move || for_sync.sync().map_err(|error| output::sentence(&error))),
        })
    }

    /// Asks for the feeds; returns a short sentence about what came.
    fn sync(&self) -> anyhow::Result<String> {
        crate::cli::feeds::sync_for_screen(&self.library, self.opener(Prefer::Kept).limits())
    }
}
