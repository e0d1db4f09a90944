//! What the columns of the table of actions may hold: groups, modes and the
//! situations for which the status line shows keys.

/// A heading of the help under which actions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving through the article.
    Scroll,
    /// Quotes and who said them.
    Quotes,
    /// Search, entities, and moving between annotations and removed passages.
    Find,
    /// Annotations.
    Notes,
    /// Changing which words are selected.
    Select,
    /// Copies and exports.
    Share,
    /// The library.
    Library,
    /// What the screen shows.
    View,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Group; 9] = [
        Group::Scroll,
        Group::Quotes,
        Group::Find,
        Group::Notes,
        Group::Select,
        Group::Share,
        Group::Library,
        Group::View,
        Group::Program,
    ];

    /// The heading in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Scroll => "Scroll",
            Group::Quotes => "Quotes",
            Group::Find => "Find",
            Group::Notes => "Notes",
            Group::Select => "While selecting",
            Group::Share => "Copy and export",
            Group::Library => "In the library",
            Group::View => "View",
            Group::Program => "Program",
        }
    }
}

/// A mode in which keys are looked up in the keymap. The modes of
/// [`Mode`](crate::app::Mode) that take a line of text or ask a question have
/// no `KeyMode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyMode {
    /// Reading.
    Read,
    /// Words are being selected.
    Select,
    /// The help is open.
    Help,
    /// The page of changes in the source is open.
    Changes,
    /// The card of a quote is open.
    Card,
    /// The evidence for a quote's speaker is shown.
    Why,
    /// The library is shown instead of an article.
    Library,
    /// A page about the article is open.
    Page,
}

/// Every mode.
pub(super) const EVERYWHERE: &[KeyMode] = &[
    KeyMode::Read,
    KeyMode::Select,
    KeyMode::Help,
    KeyMode::Changes,
    KeyMode::Card,
    KeyMode::Why,
    KeyMode::Page,
    KeyMode::Library,
];
/// The library.
pub(super) const LIBRARY: &[KeyMode] = &[KeyMode::Library];
/// The library, or an article without selected words.
pub(super) const READING_OR_LIBRARY: &[KeyMode] = &[KeyMode::Read, KeyMode::Library];
/// The library, or the article with or without selected words.
pub(super) const TEXT_OR_LIBRARY: &[KeyMode] = &[KeyMode::Read, KeyMode::Select, KeyMode::Library];
/// Every mode but [`KeyMode::Why`], where the text has no beginning to go to.
pub(super) const ALL_BUT_WHY: &[KeyMode] =
    &[KeyMode::Read, KeyMode::Select, KeyMode::Help, KeyMode::Changes, KeyMode::Card, KeyMode::Page, KeyMode::Library];
/// Every mode but [`KeyMode::Help`].
pub(super) const ALL_BUT_HELP: &[KeyMode] =
    &[KeyMode::Read, KeyMode::Select, KeyMode::Changes, KeyMode::Card, KeyMode::Why, KeyMode::Page];
/// The article, with or without selected words.
pub(super) const TEXT: &[KeyMode] = &[KeyMode::Read, KeyMode::Select];
/// The article or the page of changes.
pub(super) const TEXT_OR_CHANGES: &[KeyMode] = &[KeyMode::Read, KeyMode::Select, KeyMode::Changes];
/// Wherever a quote can be the one that keys act on.
pub(super) const QUOTE: &[KeyMode] = &[KeyMode::Read, KeyMode::Select, KeyMode::Card, KeyMode::Why];
/// The article without selected words, or what is known about a quote.
pub(super) const READING_OR_CARD: &[KeyMode] = &[KeyMode::Read, KeyMode::Card, KeyMode::Why];
/// The article without selected words.
pub(super) const READING: &[KeyMode] = &[KeyMode::Read];
/// The article with selected words.
pub(super) const SELECTING: &[KeyMode] = &[KeyMode::Select];

/// A place in the table of actions where the status line shows the action's
/// key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionHint {
    /// When it is shown.
    pub situation: Situation,
    /// Its place in the status line, from 1 at the left.
    pub rank: u8,
    /// What the key does, one to three words.
    pub label: &'static str,
}

/// What the status line shows keys for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Situation {
    /// The help, the page of changes or a page about the article is open.
    Page,
    /// The card of a quote is open.
    Card,
    /// The evidence for a quote's speaker is shown.
    Why,
    /// Words are being selected.
    Selecting,
    /// The sidebar has the focus, and the note selected there moved or lost its
    /// words.
    NoteToPlace,
    /// The list of quotes has the focus.
    QuoteList,
    /// The list of entities has the focus.
    EntityList,
    /// The list of links has the focus.
    LinkList,
    /// The list of notes has the focus.
    NoteList,
    /// Another list of the sidebar has the focus.
    List,
    /// A quote is picked in the article.
    Quote,
    /// A passage that cleaning removed is picked.
    RemovedPassage,
    /// A passage that was removed and put back is picked.
    RestoredPassage,
    /// An annotation is picked in the article.
    Annotation,
    /// Nothing of these.
    Reading,
    /// The list of articles in the library has the keys.
    Articles,
    /// The list of lists in the library has the keys.
    Views,
}

impl Situation {
    /// Every situation.
    pub const ALL: &[Situation] = &[
        Situation::Page,
        Situation::Card,
        Situation::Why,
        Situation::Selecting,
        Situation::NoteToPlace,
        Situation::QuoteList,
        Situation::EntityList,
        Situation::LinkList,
        Situation::NoteList,
        Situation::List,
        Situation::Quote,
        Situation::RemovedPassage,
        Situation::RestoredPassage,
        Situation::Annotation,
        Situation::Reading,
        Situation::Articles,
        Situation::Views,
    ];

    /// The modes in which this situation can occur.
    #[must_use]
    pub fn modes(self) -> &'static [KeyMode] {
        match self {
            Situation::Page => &[KeyMode::Help, KeyMode::Changes, KeyMode::Page],
            Situation::Card => &[KeyMode::Card],
            Situation::Why => &[KeyMode::Why],
            Situation::Selecting => &[KeyMode::Select],
            Situation::NoteToPlace
            | Situation::QuoteList
            | Situation::EntityList
            | Situation::LinkList
            | Situation::NoteList
            | Situation::List
            | Situation::Quote
            | Situation::RemovedPassage
            | Situation::RestoredPassage
            | Situation::Annotation
            | Situation::Reading => &[KeyMode::Read],
            Situation::Articles | Situation::Views => &[KeyMode::Library],
        }
    }
}
