//! What became of the source since the article was read before, and which
//! notes that touches.

use super::correct::Corrected;
use super::marked::{Ink, MarkedLine, Page, Sheet, compared, flow, line, part};
use super::mode::{HelpView, Mode};
use super::{Action, App, Effect, Tone};
use std::sync::Arc;

use pullquote_article::Article;
use pullquote_notes::Changes;
use pullquote_notes::changes::PassageChange;

impl Source {
    /// The source is what is open.
    fn forget(&mut self) {
        (self.since_opened, self.now) = (None, None);
    }
}

/// What is known about the source besides the article that is open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// What became of the article since it was another; `None` if it never
    /// was, as far as is known.
    pub changes: Option<Box<Changes>>,
    /// Whether the article as it is now had not been read before.
    pub new: bool,
    /// Why the article could not be kept as it is now, if it could not.
    pub failed: Option<String>,
}

/// What came of reading the source again.
#[derive(Debug, Clone)]
pub enum Again {
    /// It is what is open.
    Same,
    /// It is another now: what changed, and the article as it was cleaned.
    Changed(Box<Changes>, Arc<Article>),
    /// It cannot be read again: it was piped in, or is part of the program.
    Unnamed,
    /// It could not be read; a sentence.
    Failed(String),
}

/// The source, compared.
#[derive(Debug, Default)]
pub(super) struct Source {
    compared: Option<Compared>,
    /// What became of it while the article is open.
    since_opened: Option<Box<Changes>>,
    /// The article that it is then.
    now: Option<Arc<Article>>,
    /// Whether the comparison was asked for: once for an article.
    asked: bool,
}

impl App {
    /// Asks, once, what became of the article since it was read before, and
    /// to keep it as it is now.
    pub(super) fn compare_editions(&mut self) -> Vec<Effect> {
        if std::mem::replace(&mut self.source.asked, true) {
            return Vec::new();
        }
        vec![Effect::Compare]
    }

    pub(super) fn source_compared(&mut self, compared: Compared) {
        if let Some(why) = &compared.failed {
            self.say(Tone::Error, why.clone());
        } else if let Some(changes) = compared.changes.as_ref().filter(|_| compared.new) {
            let hint = |action| self.keymap().hint(action);
            let since = changes.since.strftime("%Y-%m-%d");
            let unsure = self.notebook().map(|n| n.unsure()).filter(|unsure| !unsure.is_none());
            let text = match unsure {
                Some(unsure) => {
                    let (what, which) = (hint(Action::Changes), hint(Action::Review));
                    let notes = if unsure.total() == 1 { "note" } else { "notes" };
                    format!("changed since {since}: {what} · {} {notes} to place: {which}", unsure.total())
                }
                None => format!("changed since {since}: {} shows what", hint(Action::Changes)),
            };
            self.say(Tone::Info, text);
        }
        self.source.compared = Some(compared);
    }

    /// Reads the source again, and then shows what changed.
    pub(super) fn look_for_changes(&mut self) -> Vec<Effect> {
        self.say(Tone::Info, "reading the source again …");
        vec![Effect::ReadAgain]
    }

    pub(super) fn read_again(&mut self, again: Again) {
        let before = self.source.compared.as_ref().and_then(|c| c.changes.as_ref()).is_some();
        self.message = None;
        match again {
            Again::Changed(changes, now) => {
                self.source.since_opened = Some(changes);
                self.source.now = Some(now);
                self.mode = Mode::Changes(HelpView::default());
            }
            Again::Failed(sentence) => self.say(Tone::Error, sentence),
            Again::Same | Again::Unnamed if before => {
                self.source.forget();
                self.mode = Mode::Changes(HelpView::default());
            }
            Again::Same => {
                self.source.forget();
                self.say(Tone::Info, "the source is as you opened it");
            }
            Again::Unnamed => self.say(Tone::Info, "this article has no source that can be read again"),
        }
    }

    /// Opens the article as its source is now, with the notes, at about the
    /// place where the reader was. What is not saved has to be first.
    pub(super) fn open_anew(&mut self) -> Vec<Effect> {
        let Some(now) = self.source.now.clone() else { return Vec::new() };
        if self.notebook().is_none_or(|notebook| notebook.is_dirty() || notebook.is_saving()) {
            let key = self.keymap().hint(Action::Activate);
            self.say(Tone::Info, format!("the notes are being saved; {key} again opens the article as it is now"));
            return Vec::new();
        }
        let per_cent = self.visible().start.saturating_mul(100) / self.article.text().len().max(1);
        let mut app = Self::new(Arc::clone(&now), self.settings.clone());
        (app.size, app.areas, app.now) = (self.size, self.areas, self.now);
        // What was asked about the article before is no answer about this.
        app.corrected = Corrected::from(Arc::clone(&now), self.corrected.next_revision());
        app.settle();
        if per_cent > 0 {
            app.go_to_bottom(Some(per_cent));
        }
        app.say(Tone::Info, "this is the article as its source is now");
        *self = app;
        [vec![Effect::Opened(now)], self.start()].concat()
    }

    /// The changes as they fit the screen.
    pub(super) fn changes_page(&self, view: HelpView) -> Page {
        let sheet = Sheet::of(self.size, false);
        let cells = sheet.cells;
        let mut lines = Vec::new();
        let older = self.source.compared.as_ref().and_then(|c| c.changes.as_deref());
        if let Some(changes) = &self.source.since_opened {
            let key = self.keymap().hint(Action::Activate);
            let words =
                format!("The source has changed since you opened it. {key} opens it as it is now, with your notes.");
            lines.extend(line(Ink::Plain, &words, cells));
            self.tell(changes, cells, &mut lines);
        }
        if let Some(changes) = older {
            if !lines.is_empty() {
                lines.push(Vec::new());
            }
            let words = format!("What you read is not what it was on {}: {}.", day(changes), changes.in_short());
            lines.extend(line(Ink::Plain, &words, cells));
            self.tell(changes, cells, &mut lines);
        }
        let hint = |action: Action| self.keymap().hint(action);
        let opens = self.source.now.is_some().then(|| (hint(Action::Activate), "open it as it is now"));
        let hints = [
            (format!("{} {}", hint(Action::Down), hint(Action::Up)), "scroll"),
            (hint(Action::Review), "notes that moved"),
            (hint(Action::Cancel), "close"),
        ];
        let hints = opens.into_iter().chain(hints).collect();
        sheet.page("What changed in the source".to_owned(), hints, vec![lines], view.top)
    }

    fn tell(&self, changes: &Changes, cells: usize, lines: &mut Vec<MarkedLine>) {
        for restated in &changes.restated {
            lines.push(Vec::new());
            lines.extend(line(Ink::Heading, restated.what, cells));
            both(Some(&restated.before), Some(&restated.after), cells, lines);
        }
        for said in &changes.reattributed {
            let ids = Changes::about(said, self.annotations());
            lines.push(Vec::new());
            lines.extend(line(Ink::Heading, "re-attributed", cells));
            lines.extend(line(Ink::Quiet, &format!("“{}”", said.words), cells));
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody named".to_owned());
            both(Some(&name(&said.before)), Some(&name(&said.after)), cells, lines);
            self.tell_notes(&ids, cells, lines);
        }
        for passage in &changes.passages {
            let ids = Changes::touched(passage, self.annotations());
            lines.push(Vec::new());
            lines.extend(line(Ink::Heading, passage.fate.name(), cells));
            tell_passage(passage, cells, lines);
            self.tell_notes(&ids, cells, lines);
        }
    }

    fn annotations(&self) -> impl Iterator<Item = &pullquote_notes::Annotation> {
        self.notes.entries().iter().map(|e| &e.annotation)
    }

    /// The notes that a change touches, and where they are now.
    fn tell_notes(&self, ids: &[&str], cells: usize, lines: &mut Vec<MarkedLine>) {
        let entries = ids.iter().filter_map(|id| self.notebook()?.get(id));
        for entry in entries {
            let note = entry.annotation.note.lines().next().unwrap_or_default();
            let about = if note.is_empty() { format!("“{}”", entry.annotation.exact()) } else { note.to_owned() };
            let state = super::review::state(&entry.anchor);
            lines.extend(flow("▎ ", &[part(Ink::Note, about), part(Ink::Quiet, format!(" · {state}"))], cells));
        }
    }
}

fn tell_passage(passage: &PassageChange, cells: usize, lines: &mut Vec<MarkedLine>) {
    match (&passage.before, &passage.after) {
        (Some(before), Some(after)) if before == after => lines.extend(line(Ink::Quiet, after, cells)),
        (before, after) => both(before.as_deref(), after.as_deref(), cells, lines),
    }
}

/// What was, behind `−`, and what is, behind `+`; the words that differ are
/// marked.
fn both(before: Option<&str>, after: Option<&str>, cells: usize, lines: &mut Vec<MarkedLine>) {
    let (was, is) = match (before, after) {
        (Some(before), Some(after)) => compared(before, after),
        (before, after) => (
            before.map(|text| vec![part(Ink::Plain, text)]).unwrap_or_default(),
            after.map(|text| vec![part(Ink::Plain, text)]).unwrap_or_default(),
        ),
    };
    for (sign, parts) in [("− ", was), ("+ ", is)] {
        if parts.iter().any(|p| !p.text.trim().is_empty()) {
            lines.extend(flow(sign, &parts, cells));
        }
    }
}

/// The day and minute of the older edition, in UTC.
fn day(changes: &Changes) -> String {
    changes.since.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
