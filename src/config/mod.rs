//! A person's settings: plain structs that mirror `config.toml`.
//!
//! The file at the top of the repository is the commented default and part of
//! the program ([`DEFAULT_FILE`]). A person's own file is a patch: what it
//! doesn't say keeps its default. [`read::read`] takes the text apart and
//! collects every [`Problem`] with its line and column; [`load::load`] finds
//! the file.

pub mod load;
pub mod problem;
pub mod read;

pub use pullquote_clean::{CleanRule, CleanTest};
use std::path::PathBuf;
use std::time::Duration;

pub use load::{Loaded, load, path};
pub use problem::{Place, Problem};

/// The commented default file.
pub const DEFAULT_FILE: &str = include_str!("../../config.toml");

/// Every setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The widest line of the article, in cells.
    pub measure: u16,
    /// Which colours.
    pub theme: ThemeChoice,
    /// How many colours.
    pub palette: PaletteChoice,
    /// The keys to start from.
    pub keymap: Preset,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// The sidebar.
    pub sidebar: Sidebar,
    /// The notes files.
    pub notes: Notes,
    /// The limits of a fetch.
    pub fetch: Fetch,
    /// Keys for actions, as written; `app::keymap` knows the actions and the
    /// keys, and says what is wrong.
    pub keys: Vec<Entry>,
    /// Styles for roles of the theme, as written; `ui::theme` knows the roles.
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
            sidebar: Sidebar { show: true, width: 40, tab: Tab::Quotes, quotes: QuoteOrder::InOrder, indirect: true },
            notes: Notes { folder: None },
            fetch: Fetch { timeout: Duration::from_secs(20), max_bytes: 20_000_000, keep_bytes: 1_000_000_000 },
            keys: Vec::new(),
            colors: Vec::new(),
            clean: Vec::new(),
        }
    }
}

/// How the sidebar opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sidebar {
    /// Whether it is there on a wide screen.
    pub show: bool,
    /// Its width in cells.
    pub width: u16,
    /// The tab it opens with.
    pub tab: Tab,
    /// How it lists quotes.
    pub quotes: QuoteOrder,
    /// Whether it lists reported speech.
    pub indirect: bool,
}

/// Where notes are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes {
    /// The folder; `None`: `pullquote/notes` in the platform's data folder.
    pub folder: Option<PathBuf>,
}

/// What a fetch may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The longest wait for a whole page.
    pub timeout: Duration,
    /// The largest page, in bytes.
    pub max_bytes: u64,
    /// The most that kept pages take together, in bytes; 0 keeps none.
    pub keep_bytes: u64,
}

/// A line of `[keys]` or `[colors]`: a name and one or more strings, with
/// their places, to be checked by the layer that knows the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name before the `=`.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The string, or the strings of the list, and where each stands.
    pub values: Vec<(String, Place)>,
}

/// Declares an enum of the words that a setting may be.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every choice, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }

        impl read::Choice for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)+];
        }
    };
}

choices! {
    /// Which colours.
    ThemeChoice {
        /// Light where `COLORFGBG` says that the background is.
        Auto = "auto",
        /// For a dark background.
        Dark = "dark",
        /// For a light background.
        Light = "light",
    }
}

choices! {
    /// How many colours the terminal has.
    PaletteChoice {
        /// As `COLORTERM`, `TERM` and `NO_COLOR` say.
        Auto = "auto",
        /// 24 bits.
        Full = "full",
        /// xterm's 256.
        Indexed = "256",
        /// The terminal's own sixteen.
        Sixteen = "16",
        /// None: bold, underlined and reversed letters only.
        None = "none",
    }
}

choices! {
    /// The keys to start from.
    Preset {
        /// Pullquote's own.
        Default = "default",
        /// Nearer to vim.
        Vim = "vim",
        /// Nearer to less.
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
    }
}

choices! {
    /// How the sidebar lists quotes.
    QuoteOrder {
        /// In the order of the text.
        InOrder = "in-order",
        /// Each speaker's together.
        BySpeaker = "by-speaker",
    }
}
