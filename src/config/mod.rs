//! The settings: plain structs that mirror `config.toml`.
//!
//! The file `config.toml` at the root of the repository has every default with
//! a comment, and is part of the program ([`DEFAULT_FILE`]). Settings that a
//! person's own file does not have keep their defaults. [`load::load`] finds the
//! file; [`read::read`] parses it and collects every [`Problem`] with its line
//! and column.

pub mod load;
pub mod problem;
pub mod read;

pub use pullquote_clean::{CleanRule, CleanTest};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

pub use load::{Loaded, load, path};
pub use problem::{Place, Problem};

/// The text of the default file, with comments.
pub const DEFAULT_FILE: &str = include_str!("../../config.toml");

/// The rows from one line of text to the next that a person can choose.
pub const LINE_SPACING: RangeInclusive<u16> = 1..=3;
/// The blank rows between two paragraphs that a person can choose.
pub const PARAGRAPH_SPACING: RangeInclusive<u16> = 0..=3;

/// The colours of highlights, in the order in which a key goes through them.
pub const HIGHLIGHT_COLORS: [&str; 5] = ["yellow", "green", "blue", "pink", "purple"];

/// Every setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The widest line of the article, in cells.
    pub measure: u16,
    /// The colours.
    pub theme: ThemeChoice,
    /// The number of colours.
    pub palette: PaletteChoice,
    /// The keymap that [`Self::keys`] changes.
    pub keymap: Preset,
    /// Whether the reader uses the mouse; otherwise the terminal does.
    pub mouse: bool,
    /// How pictures are drawn, if at all.
    pub pictures: PictureChoice,
    /// Whether the article has a scroll bar.
    pub scroll_bar: bool,
    /// How running text is set.
    pub text: TextSettings,
    /// Whether names are underlined in the text.
    pub underline_names: NameUnderlines,
    /// How the sidebar opens.
    pub sidebar: Sidebar,
    /// Where notes are kept.
    pub notes: Notes,
    /// What the colours of highlights are used for, in the order of [`HIGHLIGHT_COLORS`].
    pub highlights: [String; 5],
    /// The library.
    pub library: LibrarySettings,
    /// The limits of a fetch.
    pub fetch: Fetch,
    /// The limits of the work on one article.
    pub limits: WorkLimits,
    /// Keys for actions, unchecked. `app::keymap` knows the names of actions and
    /// keys, and reports problems.
    pub keys: Vec<Entry>,
    /// Styles for roles of the theme, unchecked. `ui::theme` knows the roles, and
    /// reports problems.
    pub colors: Vec<Entry>,
    /// A person's own cleaning rules.
    pub clean: Vec<CleanRule>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            measure: 72,
            theme: ThemeChoice::Auto,
            palette: PaletteChoice::Auto,
            keymap: Preset::Default,
            mouse: true,
            pictures: PictureChoice::Auto,
            scroll_bar: true,
            text: TextSettings {
                justified: false,
                hyphens: false,
                hanging_quotes: true,
                line_spacing: 1,
                paragraph_spacing: 1,
            },
            underline_names: NameUnderlines::Auto,
            sidebar: Sidebar { show: true, width: 40, tab: Tab::Quotes, quotes: QuoteOrder::InOrder, indirect: true },
            notes: Notes { folder: None, shown: NotesShown::Beside },
            highlights: Default::default(),
            library: LibrarySettings { file: None, add_opened: true },
            fetch: Fetch { timeout: Duration::from_secs(20), max_bytes: 20_000_000, keep_bytes: 1_000_000_000 },
            limits: WorkLimits { megabytes: 4000, seconds: 120 },
            keys: Vec::new(),
            colors: Vec::new(),
            clean: Vec::new(),
        }
    }
}

/// How running text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSettings {
    /// Whether spaces are widened up to the right edge.
    pub justified: bool,
    /// Whether long words are hyphenated at the ends of lines.
    pub hyphens: bool,
    /// Whether a quotation mark at the beginning of a line is left of the column.
    pub hanging_quotes: bool,
    /// The rows from one line to the next: 1 to 3.
    pub line_spacing: u16,
    /// The blank rows between paragraphs: 0 to 3.
    pub paragraph_spacing: u16,
}

/// How the sidebar opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidebar {
    /// Whether it is shown when the reader opens on a wide screen.
    pub show: bool,
    /// Its width in cells.
    pub width: u16,
    /// The tab that is open first.
    pub tab: Tab,
    /// The order in which quotes are listed.
    pub quotes: QuoteOrder,
    /// Whether reported speech is listed, too.
    pub indirect: bool,
}

/// Where notes are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The folder; `None` is `pullquote/notes` in the system's data folder.
    pub folder: Option<PathBuf>,
    /// Where they are shown with the text.
    pub shown: NotesShown,
}

/// The library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibrarySettings {
    /// Its file; `None` is one for each notes folder, in the system's folder for state.
    pub file: Option<PathBuf>,
    /// Whether an article that is opened in the reader is added to it.
    pub add_opened: bool,
}

/// The limits of a fetch and of kept pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The longest time for a whole page.
    pub timeout: Duration,
    /// The largest page, in bytes.
    pub max_bytes: u64,
    /// The largest size of all kept pages together, in bytes; 0 keeps none.
    pub keep_bytes: u64,
}

/// What reading and analyzing one article may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkLimits {
    /// Megabytes of memory.
    pub megabytes: u16,
    /// Seconds for reading, and again for the analysis.
    pub seconds: u16,
}

/// A line of `[keys]` or `[colors]`: a name and one or more strings with their
/// places. The layer that knows the names checks them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name before the `=`.
    pub name: String,
    /// The place of the name.
    pub place: Place,
    /// The string, or the strings of the list, each with its place.
    pub values: Vec<(String, Place)>,
}

/// Declares an enum for a setting that is one of a few words.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every choice, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its word in the settings.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The choice with this word.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                <Self as read::Choice>::of_word(word)
            }
        }

        impl read::Choice for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)+];
        }
    };
}

choices! {
    /// The colours of the reader.
    ThemeChoice {
        /// For a light background if the terminal has one, else for a dark one.
        Auto = "auto",
        /// For a dark background.
        Dark = "dark",
        /// For a light background.
        Light = "light",
        /// Warm paper.
        Sepia = "sepia",
        /// High contrast on black.
        ContrastDark = "contrast-dark",
        /// High contrast on white.
        ContrastLight = "contrast-light",
        /// Dark, without colours that some people cannot tell apart.
        ColorBlind = "color-blind",
        /// Muted colours on blue-green.
        Lagoon = "lagoon",
        /// The sixteen colours of the terminal, whatever they are.
        Terminal = "terminal",
    }
}

choices! {
    /// The number of colours that the terminal has.
    PaletteChoice {
        /// What `COLORTERM`, `TERM` and `NO_COLOR` say.
        Auto = "auto",
        /// 24-bit colours.
        Full = "full",
        /// The 256 colours of xterm.
        Indexed = "256",
        /// The sixteen colours of the terminal.
        Sixteen = "16",
        /// No colours, only bold, underlined and reversed letters.
        None = "none",
    }
}

choices! {
    /// How pictures are drawn in the terminal.
    PictureChoice {
        /// As the environment says the terminal can.
        Auto = "auto",
        /// By the protocol of Kitty.
        Kitty = "kitty",
        /// By the protocol of iTerm2.
        Iterm2 = "iterm2",
        /// By Sixel.
        Sixel = "sixel",
        /// With two coloured halves in each cell.
        HalfBlocks = "half-blocks",
        /// Not at all; nothing is fetched.
        Off = "off",
    }
}

choices! {
    /// The keymaps.
    Preset {
        /// The keys of Pullquote.
        Default = "default",
        /// Keys like those of vim.
        Vim = "vim",
        /// Keys like those of less.
        Less = "less",
    }
}

choices! {
    /// A tab of the sidebar, from left to right. What a tab lists and is
    /// called is in the table `TABS` of `app::sidebar`.
    Tab {
        /// Who said what.
        Quotes = "quotes",
        /// People, places and the rest.
        Entities = "entities",
        /// What the person kept.
        Notes = "notes",
        /// Headings.
        Outline = "outline",
        /// Where the words of the article link to.
        Links = "links",
    }
}

choices! {
    /// Where notes and tags are shown with the text.
    NotesShown {
        /// Beside their lines, if the screen has room.
        Beside = "beside",
        /// Beside their lines or, if there is no room, below them.
        Open = "open",
        /// Nowhere: a mark in the gutter says that there is one.
        Hidden = "hidden",
    }
}

choices! {
    /// Whether the names of people, places and things are underlined in the text.
    NameUnderlines {
        /// In articles with many names.
        Auto = "auto",
        /// In all articles.
        Always = "always",
        /// In none.
        Never = "never",
    }
}

choices! {
    /// The order in which the sidebar lists quotes.
    QuoteOrder {
        /// In the order of the text.
        InOrder = "in-order",
        /// Grouped by speaker.
        BySpeaker = "by-speaker",
    }
}
