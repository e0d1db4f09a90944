//! What the library's screen needs from the program: opening and adding articles, and asking for feeds.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Program, Visit};
use crate::app::library::LeftList;
use crate::cli::output;
use crate::cli::source::{Prefer, SourceArgument};
use crate::folders::{article_named, open_library};
use crate::ui::effects::today;
use crate::ui::library::LibrarySession;
use crate::ui::theme::Theme;
use pullquote_library::Query;
use pullquote_library::query::State;
use pullquote_library::search::Passage;
use pullquote_library::store::{ArticleRow, Sort};

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
            settings_file: self.file.clone(),
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

    /// What is shown after the way to the next unread article: that article, or the one that was read with a sentence
    /// about why. `before` are the articles with the links that led to it, `list` what the library showed last.
    pub(super) fn next_unread(&self, mut visit: Visit, before: &mut Vec<Visit>, list: Option<&LeftList>) -> Visit {
        let next = self.unread_after(&visit.source, list).and_then(|row| match row {
            Some(row) => Ok(Some(self.open_waiting(&SourceArgument::from(row.source.as_str()))?)),
            None => Ok(None),
        });
        visit.greeting = Some(match next {
            Ok(Some(Some(next))) => {
                before.clear();
                return next;
            }
            Ok(Some(None)) => (false, "the article was not opened".to_owned()),
            Ok(None) => (false, "no other article is unread".to_owned()),
            Err(error) => (true, output::sentence(&error)),
        });
        visit
    }

    /// The next unread article after the one from `source`, in a list or among all articles; the first one follows
    /// the last.
    fn unread_after(&self, source: &SourceArgument, list: Option<&LeftList>) -> anyhow::Result<Option<ArticleRow>> {
        let library = open_library(&self.library)?.library;
        let (query, sort) =
            list.map_or_else(|| (Query::everything(), Sort::default()), |list| (list.query(today()), list.sort()));
        let here = article_named(&library, &source.full())?.map(|row| row.id);
        let unread: HashSet<i64> =
            library.ids(&query.and(Query::in_state(State::Unread)), sort, None)?.into_iter().collect();
        // The article is read by now, so that the list may not have it any more.
        let all = library.ids(&Query::everything(), sort, None)?;
        let after = all.iter().position(|id| Some(*id) == here).map_or(0, |at| at + 1);
        let (before, after) = all.split_at_checked(after).unwrap_or((&[], &all));
        let next = after.iter().chain(before).find(|id| unread.contains(id) && Some(**id) != here);
        Ok(next.map(|id| library.rows(&[*id])).transpose()?.and_then(|mut rows| rows.pop()))
    }

    /// Asks for the feeds; returns a short sentence about what came.
    fn sync(&self) -> anyhow::Result<String> {
        crate::cli::feeds::sync_for_screen(&self.library, self.opener(Prefer::Kept).limits())
    }
}
