//! The rows of the help, made from the keymap in use, and what signs say.

use super::App;
use super::action::{Action, Group};
use super::keymap::Keymap;
use crate::layout::plain;
use pullquote_article::text::width::width;

/// Columns of the screen from which the help stands in two columns.
const TWO: u16 = 130;
/// Cells of the column of keys, and what is left of them on a small screen.
const KEYS: (u16, u16) = (19, 11);
/// Cells inside the frame below which a screen is small.
const SMALL: u16 = 56;
/// Rows that the status line and the frame take.
const AROUND: u16 = 3;

/// The signs beside names and words, and what they say.
const SIGNS: &[(&str, &str)] = &[
    ("?", "behind a speaker: it may well be somebody else"),
    ("(goes on)", "no words name the speaker: the one of the passage before goes on"),
    ("reported", "what somebody said, in the words of the article"),
    ("✓  ✗  !", "a quote that you found verified, disputed, in need of a source"),
    ("·▂▄▆█", "where in the article, from its beginning to its end, a name stands, and how often"),
    ("▎", "words with a note, a tag or a highlight"),
];

/// A row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// The name of a group of actions.
    Heading(&'static str),
    /// Keys and what they do. A long sentence goes on in a row without keys.
    Keys {
        /// The keys, parted by blanks.
        keys: String,
        /// What they do.
        help: String,
    },
    /// Nothing.
    Blank,
}

/// The help as it fits a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// Cells of its popup, with the frame.
    pub width: u16,
    /// Cells of the keys at the left of each column.
    pub keys: u16,
    /// Its one or two columns, side by side.
    pub columns: Vec<Vec<HelpRow>>,
    /// Rows that can be scrolled away before the end is seen.
    pub last_top: usize,
}

impl Help {
    /// The help on a screen of this many columns and rows.
    #[must_use]
    pub fn of(keymap: &Keymap, size: (u16, u16)) -> Self {
        let (wanted, parts) = if size.0 >= TWO { (136, 2) } else { (68, 1) };
        let width = size.0.min(wanted);
        let inside = width.saturating_sub(4);
        let keys = if inside < SMALL { KEYS.1 } else { KEYS.0 };
        let cells = usize::from((inside / parts).saturating_sub(keys).max(1));
        let mut rows = rows(keymap, usize::from(keys), cells.saturating_sub(usize::from(parts > 1)).max(1));
        let columns = if parts > 1 {
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
    /// The help as it fits the screen.
    #[must_use]
    pub fn help(&self) -> Help {
        Help::of(self.keymap(), self.size)
    }
}

fn rows(keymap: &Keymap, keys: usize, cells: usize) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    for group in Group::ALL {
        if !rows.is_empty() {
            rows.push(HelpRow::Blank);
        }
        rows.push(HelpRow::Heading(group.title()));
        for action in Action::ALL.iter().filter(|a| a.group() == group) {
            let mut names = keys_in(keymap.keys_of(*action), keys);
            for help in plain(action.help(), cells, usize::MAX) {
                rows.push(HelpRow::Keys { keys: std::mem::take(&mut names), help });
            }
        }
    }
    rows.extend([HelpRow::Blank, HelpRow::Heading("Signs")]);
    for (sign, meaning) in SIGNS {
        let mut sign = (*sign).to_owned();
        for help in plain(meaning, cells, usize::MAX) {
            rows.push(HelpRow::Keys { keys: std::mem::take(&mut sign), help });
        }
    }
    rows
}

/// As many of an action's keys as there is room for, the first in any case.
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

/// The row behind the blank one nearest to the middle, where two columns part.
fn middle(rows: &[HelpRow]) -> usize {
    let half = rows.len() / 2;
    let blanks = rows.iter().enumerate().filter(|(_, row)| matches!(row, HelpRow::Blank));
    blanks.map(|(i, _)| i + 1).min_by_key(|i| i.abs_diff(half)).unwrap_or(rows.len())
}
