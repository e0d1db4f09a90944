//! The settings that the reader starts with.

use super::areas::{MEASURE, SIDEBAR_CELLS};
use super::keymap::Keymap;
use crate::config::{Config, NameUnderlines, NotesShown, QuoteOrder, Tab, TextSettings};
use pullquote_article::text::Language;

/// Settings of the reader. The widths and what the sidebar shows can change
/// while reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The widest line of the article, in cells.
    pub measure: u16,
    /// The widest line if no other was chosen for the article, in cells.
    pub usual_measure: u16,
    /// How running text is set.
    pub text: TextSettings,
    /// Where notes are shown with the text.
    pub notes_shown: NotesShown,
    /// What a person uses the colours of highlights for, in the order of
    /// [`HIGHLIGHTS`](super::highlights::HIGHLIGHTS); empty strings for nothing.
    pub highlight_names: [String; 5],
    /// Whether names are underlined in the text.
    pub underlines: NameUnderlines,
    /// The sidebar's width, in cells.
    pub sidebar_cells: u16,
    /// Whether the sidebar is shown beside the article on a wide screen.
    pub sidebar_shown: bool,
    /// The tab that the sidebar opens with.
    pub tab: Tab,
    /// Whether reported speech is listed and marked in the text.
    pub indirect: bool,
    /// Whether quotes are listed by speaker.
    pub by_speaker: bool,
    /// Which keys do what.
    pub keymap: Keymap,
    /// The tags used in other articles, for completion.
    pub tags: Vec<String>,
    /// The language of the articles, by which sentences are found before the
    /// analysis has found them.
    pub language: &'static Language,
    /// The title of the article with the link that opened this one.
    pub previous: Option<String>,
    /// Random bits from which new annotations get their ids.
    pub seed: u128,
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(&Config::default(), Keymap::default())
    }
}

impl Settings {
    /// Sets the width that was chosen for the article, in cells, if one was.
    pub fn remember_measure(&mut self, measure: Option<u16>) {
        if let Some(measure) = measure {
            self.measure = measure.clamp(*MEASURE.start(), *MEASURE.end());
        }
    }

    /// The settings of `config`, with this keymap (made by [`Keymap::with`]).
    #[must_use]
    pub fn of(config: &Config, keymap: Keymap) -> Self {
        Self {
            measure: config.measure.clamp(*MEASURE.start(), *MEASURE.end()),
            usual_measure: config.measure.clamp(*MEASURE.start(), *MEASURE.end()),
            text: config.text,
            notes_shown: config.notes.shown,
            highlight_names: config.highlights.clone(),
            underlines: config.underline_names,
            sidebar_cells: config.sidebar.width.clamp(*SIDEBAR_CELLS.start(), *SIDEBAR_CELLS.end()),
            sidebar_shown: config.sidebar.show,
            tab: config.sidebar.tab,
            indirect: config.sidebar.indirect,
            by_speaker: config.sidebar.quotes == QuoteOrder::BySpeaker,
            keymap,
            tags: Vec::new(),
            language: Language::english(),
            previous: None,
            seed: 0,
        }
    }
}
