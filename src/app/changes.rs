//! What changed in the source since an earlier reading, and which notes that
//! concerns.

use super::correct::AppliedCorrections;
use super::mode::{HelpView, Mode};
use super::popup_page::{Page, PageLayout, StyledLine, TextKind, compared, flow, line, styled};
use super::{Action, App, Effect, Tone};
use std::sync::Arc;

use pullquote_article::Article;
use pullquote_notes::Changes;
use pullquote_notes::changes::PassageChange;

impl SourceChanges {
    /// Forgets what was read again, as the source equals the open article.
    fn forget(&mut self) {
        (self.since_opened, self.now) = (None, None);
    }
}

/// The result of comparing the open article with earlier versions of its
/// source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceComparison {
    /// The changes since the latest different version; `None` if no different
    /// version is known.
    pub changes: Option<Box<Changes>>,
    /// Whether this version of the article had not been read before.
    pub new: bool,
    /// The error if this version of the article could not be stored.
    pub failed: Option<String>,
}

/// The result of reading the source again.
#[derive(Debug, Clone)]
pub enum RereadOutcome {
    /// The source equals the open article.
    Same,
    /// The source has changed: the changes, and the article as it was cleaned
    /// now.
    Changed(Box<Changes>, Arc<Article>),
    /// The source cannot be read again: the article was piped in or is a
    /// bundled sample.
    Unnamed,
    /// Reading failed; a sentence that says why.
    Failed(String),
}

/// What is known about changes in the source.
#[derive(Debug, Default)]
pub(super) struct SourceChanges {
    compared: Option<SourceComparison>,
    /// Changes of the source since the article was opened.
    since_opened: Option<Box<Changes>>,
    /// The article as the source has it now.
    now: Option<Arc<Article>>,
    /// Whether the comparison was asked for; that happens once for an article.
    asked: bool,
}

impl App {
    /// Asks, once for an article, to compare it with earlier versions and to
    /// store this version.
    pub(super) fn compare_editions(&mut self) -> Vec<Effect> {
        if std::mem::replace(&mut self.source.asked, true) {
            return Vec::new();
        }
        vec![Effect::Compare(self.quotes_without_corrections())]
    }

    pub(super) fn source_compared(&mut self, compared: SourceComparison) {
        if let Some(why) = &compared.failed {
            self.say(Tone::Error, why.clone());
        } else if let Some(changes) = compared.changes.as_ref().filter(|_| compared.new && !self.shows_error()) {
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

    /// Reads the source again and then shows what changed.
    pub(super) fn look_for_changes(&mut self) -> Vec<Effect> {
        self.say(Tone::Info, "reading the source again …");
        vec![Effect::Reread]
    }

    pub(super) fn reread(&mut self, again: RereadOutcome) {
        let before = self.source.compared.as_ref().and_then(|c| c.changes.as_ref()).is_some();
        self.message = None;
        match again {
            RereadOutcome::Changed(changes, now) => {
                self.source.since_opened = Some(changes);
                self.source.now = Some(now);
                self.open_changes("the source has changed");
            }
            RereadOutcome::Failed(sentence) => self.say(Tone::Error, sentence),
            RereadOutcome::Same | RereadOutcome::Unnamed if before => {
                self.source.forget();
                self.open_changes("the source is as you opened it");
            }
            RereadOutcome::Same => {
                self.source.forget();
                self.say(Tone::Info, "the source is as you opened it");
            }
            RereadOutcome::Unnamed => self.say(Tone::Info, "this article has no source that can be read again"),
        }
    }

    /// Opens the page of changes. While something is typed it stays open, and the
    /// status line says `what` and how to see the page.
    fn open_changes(&mut self, what: &str) {
        if self.mode.takes_actions() {
            self.mode = Mode::Changes(HelpView::default());
        } else {
            self.say(Tone::Info, format!("{what}: {} shows more", self.keymap().hint(Action::Changes)));
        }
    }

    /// Opens the article as its source is now, with the notes, at about the
    /// same reading position. Notes that are not saved have to be saved first.
    pub(super) fn open_changed_source(&mut self) -> Vec<Effect> {
        let Some(now) = self.source.now.clone() else { return Vec::new() };
        if self.notebook().is_none_or(|notebook| notebook.is_dirty() || notebook.is_saving()) {
            let key = self.keymap().hint(Action::Activate);
            self.say(Tone::Info, format!("the notes are being saved; {key} again opens the article as it is now"));
            return Vec::new();
        }
        let per_cent = self.visible().start.saturating_mul(100) / self.article.text().len().max(1);
        let mut app = Self::new(Arc::clone(&now), self.settings.clone());
        (app.size, app.areas, app.now) = (self.size, self.areas, self.now);
        // An answer to a question about the article before must not be taken
        // for one about this article.
        app.corrections = AppliedCorrections::from(Arc::clone(&now), self.corrections.next_revision());
        app.notes.unfinished = std::mem::take(&mut self.notes.unfinished);
        app.notes.serial = self.notes.serial;
        app.prepare_drawing();
        if per_cent > 0 {
            app.go_to_bottom(Some(per_cent));
        }
        app.say(Tone::Info, "this is the article as its source is now");
        *self = app;
        [vec![Effect::Opened(now)], self.start()].concat()
    }

    /// The page of changes, wrapped for the size of the screen.
    pub(super) fn changes_page(&self, view: HelpView) -> Page {
        let layout = PageLayout::of(self.size, false);
        let cells = layout.cells;
        let mut lines = Vec::new();
        let older = self.source.compared.as_ref().and_then(|c| c.changes.as_deref());
        if let Some(changes) = &self.source.since_opened {
            let key = self.keymap().hint(Action::Activate);
            let words =
                format!("The source has changed since you opened it. {key} opens it as it is now, with your notes.");
            lines.extend(line(TextKind::Plain, &words, cells));
            self.add_changes(changes, cells, &mut lines);
        }
        if let Some(changes) = older {
            if !lines.is_empty() {
                lines.push(Vec::new());
            }
            let words = format!("The article has changed since {}: {}.", day(changes), changes.in_short());
            lines.extend(line(TextKind::Plain, &words, cells));
            self.add_changes(changes, cells, &mut lines);
        }
        let hint = |action: Action| self.keymap().hint(action);
        let opens = self.source.now.is_some().then(|| (hint(Action::Activate), "open it as it is now"));
        let hints = [
            (format!("{} {}", hint(Action::Down), hint(Action::Up)), "scroll"),
            (hint(Action::Review), "notes that moved"),
            (hint(Action::Cancel), "close"),
        ];
        let hints = opens.into_iter().chain(hints).collect();
        layout.page("What changed in the source".to_owned(), hints, vec![lines], view.top)
    }

    fn add_changes(&self, changes: &Changes, cells: usize, lines: &mut Vec<StyledLine>) {
        for restated in &changes.restated {
            lines.push(Vec::new());
            lines.extend(line(TextKind::Heading, restated.what, cells));
            add_before_and_after(Some(&restated.before), Some(&restated.after), cells, lines);
        }
        for said in &changes.reattributed {
            let ids = Changes::about(said, self.annotations());
            lines.push(Vec::new());
            lines.extend(line(TextKind::Heading, "re-attributed", cells));
            lines.extend(line(TextKind::Quiet, &format!("“{}”", said.words), cells));
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody named".to_owned());
            add_before_and_after(Some(&name(&said.before)), Some(&name(&said.after)), cells, lines);
            self.add_touched_notes(&ids, cells, lines);
        }
        for passage in &changes.passages {
            let ids = Changes::touched(passage, self.annotations());
            lines.push(Vec::new());
            lines.extend(line(TextKind::Heading, passage.fate.name(), cells));
            add_passage(passage, cells, lines);
            self.add_touched_notes(&ids, cells, lines);
        }
    }

    fn annotations(&self) -> impl Iterator<Item = &pullquote_notes::Annotation> {
        self.notes.entries().iter().map(|e| &e.annotation)
    }

    /// Adds the notes that a change concerns, and where they are now.
    fn add_touched_notes(&self, ids: &[&str], cells: usize, lines: &mut Vec<StyledLine>) {
        let entries = ids.iter().filter_map(|id| self.notebook()?.get(id));
        for entry in entries {
            let note = entry.annotation.note.lines().next().unwrap_or_default();
            let about = if note.is_empty() { format!("“{}”", entry.annotation.exact()) } else { note.to_owned() };
            let state = super::review::state(&entry.anchor);
            lines.extend(flow(
                "▎ ",
                &[styled(TextKind::Note, about), styled(TextKind::Quiet, format!(" · {state}"))],
                cells,
            ));
        }
    }
}

fn add_passage(passage: &PassageChange, cells: usize, lines: &mut Vec<StyledLine>) {
    match (&passage.before, &passage.after) {
        (Some(before), Some(after)) if before == after => lines.extend(line(TextKind::Quiet, after, cells)),
        (before, after) => add_before_and_after(before.as_deref(), after.as_deref(), cells, lines),
    }
}

/// Adds the old text after `−` and the new text after `+`; words that differ
/// are marked.
fn add_before_and_after(before: Option<&str>, after: Option<&str>, cells: usize, lines: &mut Vec<StyledLine>) {
    let (was, is) = match (before, after) {
        (Some(before), Some(after)) => compared(before, after),
        (before, after) => (
            before.map(|text| vec![styled(TextKind::Plain, text)]).unwrap_or_default(),
            after.map(|text| vec![styled(TextKind::Plain, text)]).unwrap_or_default(),
        ),
    };
    for (sign, pieces) in [("− ", was), ("+ ", is)] {
        if pieces.iter().any(|p| !p.text.trim().is_empty()) {
            lines.extend(flow(sign, &pieces, cells));
        }
    }
}

/// The day and minute of the older version, in UTC.
fn day(changes: &Changes) -> String {
    changes.since.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
