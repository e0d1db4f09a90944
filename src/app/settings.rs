//! The settings that the reader starts with.

use super::areas::{MEASURE, SIDEBAR_CELLS};
use super::keymap::Keymap;
use crate::config::{Config, PictureChoice, QuoteOrder, Tab};
use pullquote_article::text::Language;

/// Settings of the reader. The widths and what the sidebar shows can change
/// while reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The widest line of the article, in cells.
    pub measure: u16,
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
    /// Whether pictures are shown.
    pub pictures: bool,
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
    /// The settings of `config`, with this keymap (made by [`Keymap::with`]).
    #[must_use]
    pub fn of(config: &Config, keymap: Keymap) -> Self {
        Self {
            measure: config.measure.clamp(*MEASURE.start(), *MEASURE.end()),
            sidebar_cells: config.sidebar.width.clamp(*SIDEBAR_CELLS.start(), *SIDEBAR_CELLS.end()),
            sidebar_shown: config.sidebar.show,
            tab: config.sidebar.tab,
            indirect: config.sidebar.indirect,
            by_speaker: config.sidebar.quotes == QuoteOrder::BySpeaker,
            pictures: config.pictures != PictureChoice::Off,
            keymap,
            tags: Vec::new(),
            language: Language::english(),
            previous: None,
            seed: 0,
        }
    }
}
