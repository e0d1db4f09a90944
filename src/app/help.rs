//! The rows of the help: the keys of the keymap in use, and the meaning of
//! signs.

use super::App;
use super::action::{Action, Group, KeyMode};
use super::keymap::Keymap;
use super::mode::Mode;
use crate::layout::plain;
use pullquote_article::text::fold::fold;
use pullquote_article::text::width::width;

/// The width of the screen in cells from which the help has two columns.
const TWO: u16 = 180;
/// The width of the names of actions at the right of each column, in cells, if they are beside the help.
const NAMES: u16 = 22;
/// The narrowest help text that has a name beside it, in cells.
const BESIDE: u16 = 28;
/// The width of the column of keys in cells, on a normal and on a small screen.
const KEYS: (u16, u16) = (19, 11);
/// The width inside the frame in cells below which a screen is small.
const SMALL: u16 = 56;
/// The rows that the status line and the frame of the popup take.
const AROUND: u16 = 3;
/// The rows that the line with the filter takes.
const FILTER: u16 = 1;

/// The keys of the help of the reader, which its filter leaves, with what they do.
pub const FILTER_HINTS: [(&str, &str); 3] = [("letters", "filter"), ("down up", "scroll"), ("esc", "close")];

/// The signs beside names and words, with their meaning.
const SIGNS: &[(&str, &str)] = &[
    ("?", "after a speaker's name: it may well be somebody else"),
    ("(goes on)", "no words name the speaker: the speaker of the passage before continues"),
    ("reported", "what somebody said, in the words of the article"),
    ("✓  ✗  !", "a quote that you found verified, disputed, in need of a source"),
    ("·▂▄▆█", "where in the article, from beginning to end, a name occurs, and how often"),
    ("▎", "words with a note, a tag or a highlight"),
    ("· × • ‹", "on the bar at the right: a quote, a passage that was cut, a note, a match of the search"),
    ("▌", "the line with the cursor; keys act on its sentence while nothing is picked"),
];

/// What the mouse does.
const MOUSE: &[(&str, &str)] = &[
    ("click", "moves the cursor; picks a quote, a note or a name; again on a quote: its card"),
    ("double click", "selects the word"),
    ("triple click", "selects the sentence"),
    ("drag", "selects; at the top and the bottom the article scrolls"),
    ("wheel", "scrolls what is under it"),
    ("line at the bottom", "a click on a key does what the key does; on a count it shows what is counted"),
    ("bar at the right", "a click goes to that part of the article"),
    ("line in the middle", "drag it to make the sidebar wider or narrower"),
];

/// The signs in the library, with their meaning.
const LIBRARY_SIGNS: &[(&str, &str)] =
    &[("●", "not read yet; its title is bold"), ("★", "with a star"), ("×", "in the trash")];

/// What the mouse does in the library.
const LIBRARY_MOUSE: &[(&str, &str)] =
    &[("click", "selects an article or a list; again on an article: opens it"), ("wheel", "goes through the articles")];

/// A row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// The name of a group of actions.
    Heading(&'static str),
    /// Keys and what they do. A long description continues in rows without
    /// keys.
    Keys {
        /// The keys, separated by spaces.
        keys: String,
        /// What they do.
        help: String,
        /// The name of the action for `[keys]` in the settings; empty if the row is not of an action, or
        /// continues one.
        name: &'static str,
    },
    /// An empty row.
    Blank,
}

/// The help, wrapped for a size of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// The width of the popup in cells, with the frame.
    pub width: u16,
    /// The width of the keys at the left of each column, in cells.
    pub keys: u16,
    /// The rows of its one or two columns, which are side by side.
    pub columns: Vec<Vec<HelpRow>>,
    /// The largest number of rows that can be scrolled off the top: then the
    /// end is visible.
    pub last_top: usize,
}

impl Help {
    /// The help of the reader for a screen of `size` (columns, rows), with a line for the filter above it:
    /// only the rows with every word of `filter`.
    #[must_use]
    pub fn of(keymap: &Keymap, size: (u16, u16), filter: &str) -> Self {
        let size = (size.0, size.1.saturating_sub(FILTER));
        Self::with(keymap, size, filter, |action| action.group() != Group::Library)
    }

    /// The help of the library for a screen of `size` (columns, rows).
    #[must_use]
    pub fn of_library(keymap: &Keymap, size: (u16, u16)) -> Self {
        Self::with(keymap, size, "", |action| action.modes().contains(&KeyMode::Library))
    }

    /// The help for the actions that are `shown`.
    fn with(keymap: &Keymap, size: (u16, u16), filter: &str, shown: impl Fn(Action) -> bool) -> Self {
        let (wanted, count) = if size.0 >= TWO { (200, 2) } else { (104, 1) };
        let width = size.0.min(wanted);
        let inside = width.saturating_sub(4);
        let keys = if inside < SMALL { KEYS.1 } else { KEYS.0 };
        let cells = (inside / count).saturating_sub(keys + if count > 1 { 2 } else { 0 }).max(1);
        let beside = cells >= BESIDE + NAMES;
        let cells = usize::from(if beside { cells - NAMES } else { cells });
        let table = Table { keymap, keys: usize::from(keys), cells, beside, words: folded_words(filter) };
        let mut rows = table.rows(shown);
        let columns = if count > 1 {
            let rest = rows.split_off(middle(&rows));
            vec![rows, rest]
        } else {
            vec![rows]
        };
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let last_top = longest.saturating_sub(usize::from(size.1.saturating_sub(AROUND)));
        Self { width, keys, columns, last_top }
    }
}

impl App {
    /// The help, wrapped for the size of the screen.
    #[must_use]
    pub fn help(&self) -> Help {
        let filter = match &self.mode {
            Mode::Help(help) => help.line.text(),
            _ => "",
        };
        Help::of(self.keymap(), self.size, filter)
    }
}

/// The words of a filter, folded.
fn folded_words(filter: &str) -> Vec<String> {
    fold(filter).split_whitespace().map(str::to_owned).collect()
}

/// What the rows of the help are made with.
struct Table<'a> {
    keymap: &'a Keymap,
    /// The width of the keys in cells.
    keys: usize,
    /// The width of the help texts in cells.
    cells: usize,
    /// Whether names are beside the help texts, not below them.
    beside: bool,
    /// The words that each row has to have, folded.
    words: Vec<String>,
}

impl Table<'_> {
    /// Whether one of these texts has each word of the filter.
    fn matches(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    fn rows(&self, shown: impl Fn(Action) -> bool) -> Vec<HelpRow> {
        let is_library = !shown(Action::Note);
        let mut rows = Vec::new();
        for group in Group::ALL {
            let of_group = Action::ALL.iter().filter(|action| action.group() == group && shown(**action));
            let mut part = Vec::new();
            for action in of_group {
                let keys = self.keymap.keys_of(*action);
                if self.matches(&[action.help(), action.name(), group.title(), &keys.join(" ")]) {
                    self.push(&mut part, keys_in(keys, self.keys), action.help(), action.name());
                }
            }
            add_part(&mut rows, group.title(), part);
        }
        let signs = if is_library { LIBRARY_SIGNS } else { SIGNS };
        let mouse = if is_library { LIBRARY_MOUSE } else { MOUSE };
        for (heading, lines) in [("Mouse", mouse), ("Signs", signs)] {
            let mut part = Vec::new();
            for (sign, meaning) in lines.iter().filter(|(sign, meaning)| self.matches(&[heading, sign, meaning])) {
                let mut sign = (*sign).to_owned();
                // A sign that is too wide for the column of keys has a row of its own.
                if width(&sign) >= self.keys {
                    part.push(HelpRow::Keys { keys: std::mem::take(&mut sign), help: String::new(), name: "" });
                }
                self.push(&mut part, sign, meaning, "");
            }
            add_part(&mut rows, heading, part);
        }
        rows
    }

    fn push(&self, rows: &mut Vec<HelpRow>, mut keys: String, help: &str, name: &'static str) {
        let mut beside = if self.beside { name } else { "" };
        for help in plain(help, self.cells, usize::MAX) {
            rows.push(HelpRow::Keys { keys: std::mem::take(&mut keys), help, name: std::mem::take(&mut beside) });
        }
        if !self.beside && !name.is_empty() {
            rows.push(HelpRow::Keys { keys, help: String::new(), name });
        }
    }
}

/// Adds a heading and its rows, if there are any.
fn add_part(rows: &mut Vec<HelpRow>, heading: &'static str, part: Vec<HelpRow>) {
    if part.is_empty() {
        return;
    }
    if !rows.is_empty() {
        rows.push(HelpRow::Blank);
    }
    rows.push(HelpRow::Heading(heading));
    rows.extend(part);
}

/// As many of an action's keys as fit into `cells`, but at least the first.
fn keys_in(keys: Vec<String>, cells: usize) -> String {
    let mut line = String::new();
    for key in keys {
        if line.is_empty() {
            line = key;
        } else if width(&line) + 2 + width(&key) < cells {
            line.push_str("  ");
            line.push_str(&key);
        } else {
            break;
        }
    }
    if line.is_empty() { "–".to_owned() } else { line }
}

/// The row after the blank one nearest to the middle, where the second column
/// begins.
fn middle(rows: &[HelpRow]) -> usize {
    let half = rows.len() / 2;
    let blanks = rows.iter().enumerate().filter(|(_, row)| matches!(row, HelpRow::Blank));
    blanks.map(|(i, _)| i + 1).min_by_key(|i| i.abs_diff(half)).unwrap_or(rows.len())
}
