//! The settings that the reader starts with.

use super::App;
use super::areas::{MEASURE, SIDEBAR_CELLS};
use super::keymap::Keymap;
use super::open_articles::PlaceAmongOpen;
use crate::config::{Config, NameUnderlines, NotesShown, PictureChoice, QuoteOrder, Tab, TextSettings};
use pullquote_article::text::Language;

/// Settings of the reader. The widths and what the sidebar shows can change
/// while reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The widest line of the article, in cells.
    pub measure: u16,
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
    /// The measure and the tab of the settings file, which a person can change for an article.
    pub usual: (u16, Tab),
    /// Whether the article has a scroll bar.
    pub scroll_bar: bool,
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
    /// The place of the article among those that are open; `None` if it is the only one.
    pub place_among_open: Option<PlaceAmongOpen>,
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
        let measure = config.measure.clamp(*MEASURE.start(), *MEASURE.end());
        Self {
            measure,
            usual: (measure, config.sidebar.tab),
            text: config.text,
            notes_shown: config.notes.shown,
            highlight_names: config.highlights.clone(),
            underlines: config.underline_names,
            sidebar_cells: config.sidebar.width.clamp(*SIDEBAR_CELLS.start(), *SIDEBAR_CELLS.end()),
            sidebar_shown: config.sidebar.show,
            tab: config.sidebar.tab,
            indirect: config.sidebar.indirect,
            by_speaker: config.sidebar.quotes == QuoteOrder::BySpeaker,
            scroll_bar: config.scroll_bar,
            pictures: config.pictures != PictureChoice::Off,
            keymap,
            tags: Vec::new(),
            language: Language::english(),
            previous: None,
            place_among_open: None,
            seed: 0,
        }
    }
}

impl App {
    /// Takes the settings of a file that was changed. What a person changed while reading stays, where the
    /// file says the same as before.
    pub(super) fn take_settings(&mut self, new: Settings) {
        let own = &mut self.settings;
        if new.usual.0 != own.usual.0 {
            own.measure = new.measure;
        }
        if new.usual.1 != own.usual.1 {
            self.sidebar.set_tab(new.tab);
        }
        own.usual = new.usual;
        own.scroll_bar = new.scroll_bar;
        own.pictures = new.pictures;
        own.text = new.text;
        own.notes_shown = new.notes_shown;
        own.highlight_names = new.highlight_names;
        own.underlines = new.underlines;
        own.keymap = new.keymap;
        own.sidebar_cells = new.sidebar_cells;
        self.pending = super::keys::PendingKeys::default();
    }
}
