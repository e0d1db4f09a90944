//! The rows of the help: the keys of the keymap in use, and the meaning of
//! signs.

use super::App;
use super::action::{Action, Group, KeyMode};
use super::keymap::Keymap;
use crate::layout::plain;
use pullquote_article::text::width::width;

/// The width of the screen in cells from which the help has two columns.
const TWO: u16 = 130;
/// The width of the column of keys in cells, on a normal and on a small screen.
const KEYS: (u16, u16) = (19, 11);
/// The width inside the frame in cells below which a screen is small.
const SMALL: u16 = 56;
/// The rows that the status line and the frame of the popup take.
const AROUND: u16 = 3;

/// The signs beside names and words, with their meaning.
const SIGNS: &[(&str, &str)] = &[
    ("?", "after a speaker's name: it may well be somebody else"),
    ("(goes on)", "no words name the speaker: the speaker of the passage before continues"),
    ("reported", "what somebody said, in the words of the article"),
    ("✓  ✗  !", "a quote that you found verified, disputed, in need of a source"),
    ("·▂▄▆█", "where in the article, from beginning to end, a name occurs, and how often"),
    ("▎", "words with a note, a tag or a highlight"),
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
    /// The help of the reader for a screen of `size` (columns, rows).
    #[must_use]
    pub fn of(keymap: &Keymap, size: (u16, u16)) -> Self {
        Self::with(keymap, size, |action| action.group() != Group::Library)
    }

    /// The help of the library for a screen of `size` (columns, rows).
    #[must_use]
    pub fn of_library(keymap: &Keymap, size: (u16, u16)) -> Self {
        Self::with(keymap, size, |action| action.modes().contains(&KeyMode::Library))
    }

    /// The help for the actions that are `shown`.
    fn with(keymap: &Keymap, size: (u16, u16), shown: impl Fn(Action) -> bool) -> Self {
        let (wanted, count) = if size.0 >= TWO { (136, 2) } else { (68, 1) };
        let width = size.0.min(wanted);
        let inside = width.saturating_sub(4);
        let keys = if inside < SMALL { KEYS.1 } else { KEYS.0 };
        let cells = usize::from((inside / count).saturating_sub(keys).max(1));
        let mut rows = rows(keymap, shown, usize::from(keys), cells.saturating_sub(usize::from(count > 1)).max(1));
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
        Help::of(self.keymap(), self.size)
    }
}

fn rows(keymap: &Keymap, shown: impl Fn(Action) -> bool, keys: usize, cells: usize) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    let is_library = !shown(Action::Note);
    for group in Group::ALL {
        if !Action::ALL.iter().any(|action| action.group() == group && shown(*action)) {
            continue;
        }
        if !rows.is_empty() {
            rows.push(HelpRow::Blank);
        }
        rows.push(HelpRow::Heading(group.title()));
        for action in Action::ALL.iter().filter(|a| a.group() == group && shown(**a)) {
            let mut names = keys_in(keymap.keys_of(*action), keys);
            for help in plain(action.help(), cells, usize::MAX) {
                rows.push(HelpRow::Keys { keys: std::mem::take(&mut names), help });
            }
        }
    }
    let signs = if is_library { LIBRARY_SIGNS } else { SIGNS };
    let mouse = if is_library { LIBRARY_MOUSE } else { MOUSE };
    for (heading, lines) in [("Mouse", mouse), ("Signs", signs)] {
        rows.extend([HelpRow::Blank, HelpRow::Heading(heading)]);
        for (name, meaning) in lines {
            // A name that is too wide for the column of keys has a row of its own.
            let mut name = (*name).to_owned();
            if width(&name) >= keys {
                rows.push(HelpRow::Keys { keys: std::mem::take(&mut name), help: String::new() });
            }
            for help in plain(meaning, cells, usize::MAX) {
                rows.push(HelpRow::Keys { keys: std::mem::take(&mut name), help });
            }
        }
    }
    rows
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
