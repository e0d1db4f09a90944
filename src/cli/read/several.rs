//! The articles that are open at once. One is on the screen; the others wait as they were left, or are
//! opened when somebody goes to them.

use super::Visit;
use crate::app::open_articles::PlaceAmongOpen;
use crate::cli::output;
use crate::cli::source::SourceArgument;

/// An open article that is not on the screen, or is to be opened.
#[derive(Debug)]
struct Slot {
    source: SourceArgument,
    /// The article as it was left; `None` while it was not opened or is on the screen.
    left: Option<Visit>,
    /// The articles with the links that led to it.
    before: Vec<Visit>,
}

/// The articles that are open at once, in the order of the command line.
#[derive(Debug, Default)]
pub(super) struct Several {
    slots: Vec<Slot>,
    /// The index of the one that is on the screen.
    at: usize,
}

/// Which way to another article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    /// Whether it is a later one.
    pub(super) forward: bool,
    /// How many articles on or back.
    pub(super) times: usize,
    /// Whether a later one is shown if it can't be opened, or else the one before.
    pub(super) onward: bool,
}

/// What is shown after going to another article, with what could not be opened, as sentences.
pub(super) struct Gone {
    /// The article, with the links that led to it; `None` if none can be opened.
    pub(super) to: Option<(Visit, Vec<Visit>)>,
    /// What could not be opened.
    pub(super) failed: Vec<String>,
}

impl Several {
    /// The articles that these arguments name; none is open yet.
    pub(super) fn of(sources: Vec<SourceArgument>) -> Self {
        let slots = sources.into_iter().map(|source| Slot { source, left: None, before: Vec::new() });
        Self { slots: slots.collect(), at: 0 }
    }

    /// The place of the one on the screen; `None` if there is only one.
    pub(super) fn place(&self) -> Option<PlaceAmongOpen> {
        (self.slots.len() > 1).then(|| PlaceAmongOpen { number: self.at + 1, of: self.slots.len() })
    }

    /// Whether the article that is reached by going so far is yet to be read from the web.
    pub(super) fn is_web_ahead(&self, forward: bool, times: usize) -> bool {
        let slot = self.slots.get(self.after(forward, times));
        slot.is_some_and(|slot| slot.left.is_none() && slot.source.is_web())
    }

    /// Takes out the files that are not there, and says so; `open` tells why.
    pub(super) fn without_missing(&mut self, open: impl Fn(&SourceArgument) -> anyhow::Result<Visit>) -> Vec<String> {
        let mut failed = Vec::new();
        self.slots.retain(|slot| {
            let is_file = !slot.source.is_web() && !slot.source.is_stdin() && slot.source.sample().is_none();
            if !is_file || slot.source.file().is_some() {
                return true;
            }
            match open(&slot.source) {
                Ok(_) => true,
                Err(error) => {
                    failed.push(output::sentence(&error));
                    false
                }
            }
        });
        failed
    }

    /// The article on the screen was replaced by this one, after a link or from the library.
    pub(super) fn is_now(&mut self, source: &SourceArgument) {
        match self.slots.get_mut(self.at) {
            Some(slot) => slot.source = source.clone(),
            None => self.slots.push(Slot { source: source.clone(), left: None, before: Vec::new() }),
        }
    }

    /// Puts a source after the one on the screen, or finds it among the open ones; returns how far on it is.
    pub(super) fn beside(&mut self, source: SourceArgument) -> usize {
        if let Some(at) = self.slots.iter().position(|slot| slot.source.full() == source.full()) {
            let len = self.slots.len();
            return (at + len - self.at) % len;
        }
        let next = (self.at + 1).min(self.slots.len());
        self.slots.insert(next, Slot { source, left: None, before: Vec::new() });
        1
    }

    fn after(&self, forward: bool, times: usize) -> usize {
        let len = self.slots.len().max(1);
        let times = times % len;
        (self.at + if forward { times } else { len - times }) % len
    }

    /// Leaves the article on the screen as `left`, and goes `times` articles on or back, past those that
    /// can't be opened, which are taken out.
    pub(super) fn go(
        &mut self,
        left: (Visit, Vec<Visit>),
        Way { forward, times, onward }: Way,
        open: impl Fn(&SourceArgument) -> anyhow::Result<Option<Visit>>,
    ) -> Gone {
        let to = self.after(forward, times);
        if let Some(slot) = self.slots.get_mut(self.at) {
            (slot.left, slot.before) = (Some(left.0), left.1);
        }
        self.at = to;
        self.open_here(onward, open)
    }

    /// Opens the article that is to be on the screen, or the nearest one that can be opened.
    pub(super) fn open_here(
        &mut self,
        forward: bool,
        open: impl Fn(&SourceArgument) -> anyhow::Result<Option<Visit>>,
    ) -> Gone {
        let mut failed = Vec::new();
        while let Some(slot) = self.slots.get_mut(self.at) {
            let before = std::mem::take(&mut slot.before);
            if let Some(left) = slot.left.take() {
                return Gone { to: Some((left, before)), failed };
            }
            match open(&slot.source) {
                Ok(Some(visit)) => return Gone { to: Some((visit, before)), failed },
                Ok(None) => failed.push(format!("{} was not opened: you cancelled the fetch", slot.source)),
                Err(error) => failed.push(output::sentence(&error)),
            }
            self.slots.remove(self.at);
            let len = self.slots.len().max(1);
            self.at = if forward { self.at % len } else { (self.at + len - 1) % len };
        }
        Gone { to: None, failed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, Format, Origin};
    use std::sync::Arc;

    fn visit(source: &SourceArgument) -> Visit {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = Arc::new(ArticleBuilder::raw(source.to_string(), origin));
        Visit {
            source: source.clone(),
            article,
            left: None,
            place: None,
            greeting: None,
            is_list: false,
            first_steps: false,
            settings_read: 0,
        }
    }

    /// Opens everything but what begins with `bad`.
    fn open(source: &SourceArgument) -> anyhow::Result<Option<Visit>> {
        anyhow::ensure!(!source.shown().starts_with("bad"), "{source} is bad");
        Ok(Some(visit(source)))
    }

    fn of(names: &[&str]) -> Several {
        Several::of(names.iter().map(|name| SourceArgument::from(*name)).collect())
    }

    fn shown(gone: &Gone) -> &str {
        gone.to.as_ref().map_or("", |(visit, _)| visit.source.shown())
    }

    #[test]
    fn what_cannot_be_opened_is_taken_out_and_said_and_the_next_is_shown() {
        let mut several = of(&["bad1", "a", "bad2", "b"]);
        let gone = several.open_here(true, open);
        assert_eq!((shown(&gone), gone.failed.len()), ("a", 1));
        assert_eq!(several.place(), Some(PlaceAmongOpen { number: 1, of: 3 }));
        let onward = Way { forward: true, times: 1, onward: true };
        let gone = several.go(gone.to.unwrap(), onward, open);
        assert_eq!((shown(&gone), gone.failed.len()), ("b", 1));
        assert_eq!(several.place(), Some(PlaceAmongOpen { number: 2, of: 2 }));
        let gone = several.go(gone.to.unwrap(), onward, open);
        assert_eq!(shown(&gone), "a", "after the last comes the first");
        let gone = several.go(gone.to.unwrap(), Way { forward: false, times: 3, onward: false }, open);
        assert_eq!(shown(&gone), "b");
        assert!(of(&["bad"]).open_here(true, open).to.is_none());
    }

    #[test]
    fn what_is_opened_beside_comes_after_and_a_failure_leads_back() {
        let mut several = of(&["a", "b"]);
        let gone = several.open_here(true, open);
        let beside = |several: &mut Several, name: &str| Way {
            forward: true,
            times: several.beside(SourceArgument::from(name)),
            onward: false,
        };
        let way = beside(&mut several, "c");
        let gone = several.go(gone.to.unwrap(), way, open);
        assert_eq!((shown(&gone), several.place()), ("c", Some(PlaceAmongOpen { number: 2, of: 3 })));
        let way = beside(&mut several, "bad");
        let gone = several.go(gone.to.unwrap(), way, open);
        assert_eq!((shown(&gone), gone.failed.len(), several.place().unwrap().of), ("c", 1, 3));
        let way = beside(&mut several, "a");
        let gone = several.go(gone.to.unwrap(), way, open);
        assert_eq!((shown(&gone), several.place().unwrap().of), ("a", 3), "what is open is not opened twice");
    }
}
