//! The layout of the status line: which words are at which cells, and what a click on them
//! does.

use super::action::Action;
use super::areas::Area;
use super::removed::RemovedCount;
use super::status::{Hint, SaveState, Status};
use super::{App, Tone};
use pullquote_article::text::width::{fit, width};

/// How words on the status line are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusRole {
    /// Ordinary words.
    Plain,
    /// What matters: the position, what is picked.
    Strong,
    /// A key.
    Key,
    /// A message that something was done.
    Good,
    /// A message that something went wrong.
    Bad,
}

/// Some words on the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusPart {
    /// The column of the screen where they begin.
    pub x: u16,
    /// The words.
    pub words: String,
    /// How they are drawn.
    pub role: StatusRole,
    /// What a click on them does.
    pub click: Option<Action>,
}

impl StatusPart {
    fn new(x: u16, words: impl Into<String>, role: StatusRole, click: Option<Action>) -> Self {
        Self { x, words: words.into(), role, click }
    }

    /// The column after them.
    #[must_use]
    pub fn end(&self) -> u16 {
        self.x.saturating_add(cells(&self.words))
    }
}

/// The width of some words in cells.
fn cells(words: &str) -> u16 {
    u16::try_from(width(words)).unwrap_or(u16::MAX)
}

impl App {
    /// The words on the status line with their columns, when no line is being typed there.
    #[must_use]
    pub fn status_parts(&self) -> Vec<StatusPart> {
        let status = self.status();
        let area = self.areas().status;
        let (mut parts, right) = self.right_end(&status, area);
        let left = self.left_end(&status, area, right, &mut parts);
        hints(&status, (left, right), &mut parts);
        parts
    }

    /// What a click at column `x` of the status line does.
    pub(super) fn status_click(&self, x: u16) -> Option<Action> {
        self.status_parts().into_iter().find(|part| (part.x..part.end()).contains(&x))?.click
    }

    /// The position and the counts at the right, and the column where they begin.
    fn right_end(&self, status: &Status, area: Area) -> (Vec<StatusPart>, u16) {
        let mut parts = Vec::new();
        let mut x = (area.x + area.width).saturating_sub(1);
        let put = |parts: &mut Vec<StatusPart>, right: u16, words: &str, role, click| {
            let words = fit(words, usize::from(right.saturating_sub(area.x)));
            let x = right.saturating_sub(cells(&words));
            parts.push(StatusPart::new(x, words, role, click));
            x
        };
        x = put(&mut parts, x, &status.position, StatusRole::Strong, None);
        // The left half is for the message or what is picked. A message is shown in
        // full if there is any room for it.
        let said = self.message().map_or(0, |message| cells(&message.text).saturating_add(3));
        let left = area.x.saturating_add(said.max(area.width / 2));
        for (long, short, click) in self.counts(status) {
            let fits = |words: &&String| x.saturating_sub(cells(words).saturating_add(2)) > left;
            if let Some(words) = [&long, &short].into_iter().find(fits) {
                x = put(&mut parts, x - 2, words, StatusRole::Plain, click);
            }
        }
        if !status.pending.is_empty() {
            x = put(&mut parts, x.saturating_sub(2), &status.pending, StatusRole::Key, None);
        }
        (parts, x.saturating_sub(2))
    }

    /// The counts, each in full and in a shorter form for narrow screens, with what a click on
    /// it does.
    fn counts(&self, status: &Status) -> Vec<(String, String, Option<Action>)> {
        let mut counts = Vec::new();
        let both = |words: String, click| (words.clone(), words, click);
        if let Some(minutes) = status.minutes_left {
            counts.push((format!("{minutes} min left"), format!("{minutes} min"), None));
        }
        if let Some(language) = &status.unsupported {
            counts.push((format!("{language}: no speakers"), language.clone(), None));
        }
        if let Some((checked, all)) = status.checked {
            counts.push(both(format!("{checked}/{all} checked"), Some(Action::Quotes)));
        }
        if let Some(RemovedCount { cut, put_back }) = status.cuts {
            let words = match put_back {
                0 => format!("{cut} cut"),
                n if self.shows_removed() => format!("{cut} cut, {n} put back"),
                n => format!("{cut} cut, {n} back"),
            };
            counts.push(both(words, Some(Action::Removed)));
        }
        if !status.unsure.is_none() {
            let short = format!("{} to place", status.unsure.total());
            counts.push((status.unsure.to_string(), short, Some(Action::Review)));
        }
        match status.save_state {
            SaveState::Saving => counts.push(both("saving".to_owned(), None)),
            SaveState::Unsaved => counts.push(both("not saved".to_owned(), None)),
            SaveState::ReadOnly => counts.push(both("notes read-only".to_owned(), None)),
            SaveState::Loading | SaveState::Saved => {}
        }
        counts
    }

    /// Puts the message or what is picked at the left; returns the column for the hints.
    fn left_end(&self, status: &Status, area: Area, right: u16, parts: &mut Vec<StatusPart>) -> u16 {
        let left = area.x + 1;
        let fitted = |words: &str, right: u16| fit(words, usize::from(right.saturating_sub(left))).into_owned();
        if let Some(message) = self.message() {
            let role = if message.tone == Tone::Info { StatusRole::Good } else { StatusRole::Bad };
            let words = message.text.replace('\n', " · ");
            let whole = self.keymap().hint(Action::Messages);
            let (all, key) = (cells(&words), cells(&whole));
            let is_cut = left.saturating_add(all) > right && !whole.is_empty() && left + key + 3 < right;
            // A message that is too long can be read whole with a key.
            let end = if is_cut { right.saturating_sub(key + 1) } else { right };
            let part = StatusPart::new(left, fitted(&words, end), role, None);
            if is_cut {
                parts.push(StatusPart::new(end + 1, whole, StatusRole::Key, Some(Action::Messages)));
                parts.push(part);
                return right;
            }
            // No keys are shown beside an error.
            let end = if message.tone == Tone::Error { right } else { part.end() + 3 };
            parts.push(part);
            return end;
        }
        if status.chosen.is_empty() {
            return left;
        }
        let help = status.hints.iter().find(|hint| hint.action == Some(Action::Help));
        let kept = help.map_or(0, |help| cells(&help.keys) + 1 + cells(help.label) + 3);
        let part = StatusPart::new(left, fitted(&status.chosen, right.saturating_sub(kept)), StatusRole::Strong, None);
        let end = part.end() + 3;
        parts.push(part);
        end
    }
}

/// Puts as many of the useful keys as fit completely between two columns. The key of the help is kept to
/// the last.
fn hints(status: &Status, (mut x, right): (u16, u16), parts: &mut Vec<StatusPart>) {
    let cells_of = |hint: &Hint| cells(&hint.keys) + 1 + cells(hint.label);
    let help = status.hints.iter().find(|hint| hint.action == Some(Action::Help));
    let room_for_help = help.map_or(0, |help| cells_of(help) + 2);
    let others = status.hints.iter().filter(|hint| hint.action != Some(Action::Help));
    let mut shown: Vec<&Hint> = Vec::new();
    let mut end = x;
    for hint in others {
        if end.saturating_add(cells_of(hint)).saturating_add(room_for_help) > right {
            break;
        }
        end += cells_of(hint) + 2;
        shown.push(hint);
    }
    shown.extend(help.filter(|help| end.saturating_add(cells_of(help)) <= right));
    for hint in shown {
        let (key, label) = (cells(&hint.keys), cells(hint.label));
        parts.push(StatusPart::new(x, hint.keys.as_str(), StatusRole::Key, hint.action));
        parts.push(StatusPart::new(x + key + 1, hint.label, StatusRole::Plain, hint.action));
        x += key + 1 + label + 2;
    }
}
