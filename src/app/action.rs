//! Everything a key can be bound to, as one table. The keymap, the modes, the
//! hints of the status line, the help, the key table of the README and the
//! checks of `config.toml` all read it.
//!
//! A new action is one row here and one arm in [`App::perform`], for which the
//! compiler asks. What a column may hold is in `columns`.
//!
//! [`App::perform`]: super::App

mod columns;

use columns::{
    ALL_BUT_HELP, ALL_BUT_WHY, EVERYWHERE, LIBRARY, QUOTE, READING, READING_OR_CARD, READING_OR_LIBRARY, SELECTING,
    TEXT, TEXT_OR_CHANGES, TEXT_OR_LIBRARY,
};
pub use columns::{ActionHint, Group, KeyMode, Situation};

/// Builds [`Action`] from the table below.
macro_rules! actions {
    (@count counts) => { true };
    (@count once) => { false };
    ($($variant:ident $name:literal $help:literal
        $group:ident $modes:ident $count:ident $keys:literal
        $([$($situation:ident $rank:literal $label:literal),+])?)*) => {
        /// Something that a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $(#[doc = $help] $variant,)* }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &[Action] = &[$(Action::$variant),*];

            /// Its name in `config.toml`: `next-quote`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Action::$variant => $name),* }
            }

            /// What it does, a few words for the help.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Action::$variant => $help),* }
            }

            /// The heading of the help under which it is listed.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Action::$variant => Group::$group),* }
            }

            /// The modes in which its keys do something.
            #[must_use]
            pub fn modes(self) -> &'static [KeyMode] {
                match self { $(Action::$variant => $modes),* }
            }

            /// Whether a number typed before its key makes a difference.
            #[must_use]
            pub fn takes_count(self) -> bool {
                match self { $(Action::$variant => actions!(@count $count)),* }
            }

            /// Its keys in the default keymap, separated by spaces. The keys
            /// of a sequence that is not two characters are joined by `+`.
            #[must_use]
            pub fn default_keys(self) -> &'static str {
                match self { $(Action::$variant => $keys),* }
            }

            /// The situations in which the status line shows its key.
            #[must_use]
            pub fn hints(self) -> &'static [ActionHint] {
                match self { $(Action::$variant => {
                    &[$($(ActionHint { situation: Situation::$situation, rank: $rank, label: $label }),+)?]
                }),* }
            }
        }
    };
}

// Each row: variant, name in `config.toml`, help; then group, modes, whether a
// count makes a difference, keys of the default keymap; then, in brackets, the
// hints: situation, rank from the left in the status line, label.
actions! {
    Down "down" "a line down; in the sidebar the next entry"
        Scroll EVERYWHERE counts "j down"
    Up "up" "a line up; in the sidebar the previous entry"
        Scroll EVERYWHERE counts "k up"
    ScrollDown "scroll-down" "scroll a line down, without the cursor"
        Scroll TEXT counts "ctrl-e"
    ScrollUp "scroll-up" "scroll a line up, without the cursor"
        Scroll TEXT counts "ctrl-y"
    HalfDown "half-page-down" "half a page down"
        Scroll EVERYWHERE counts "ctrl-d"
    HalfUp "half-page-up" "half a page up"
        Scroll EVERYWHERE counts "ctrl-u"
    PageDown "page-down" "a page down"
        Scroll EVERYWHERE counts "space pagedown"
    PageUp "page-up" "a page up"
        Scroll EVERYWHERE counts "b pageup"
    Top "top" "to the beginning; with a count to that paragraph"
        Scroll ALL_BUT_WHY counts "gg home"
    Bottom "bottom" "to the end; with a count to that per cent of the text"
        Scroll ALL_BUT_WHY counts "G end"
    NextParagraph "next-paragraph" "next paragraph"
        Scroll TEXT counts "}"
    PreviousParagraph "previous-paragraph" "previous paragraph"
        Scroll TEXT counts "{"
    NextSentence "next-sentence" "next sentence"
        Scroll READING counts ")"
    PreviousSentence "previous-sentence" "previous sentence"
        Scroll READING counts "("

    NextQuote "next-quote" "next quote"
        Quotes QUOTE counts "J"
        [Card 6 "next quote", Why 4 "next quote", Quote 5 "next quote", Reading 1 "next quote"]
    PreviousQuote "previous-quote" "previous quote"
        Quotes QUOTE counts "K"
    SameSpeaker "same-speaker" "next quote by the same speaker"
        Quotes QUOTE counts "*"
    OtherSpeaker "other-speaker" "choose the speaker of the quote among the likely ones"
        Quotes QUOTE counts "S"
        [Card 4 "other speaker", Why 3 "other speaker"]
    NameSpeaker "name-speaker" "type who speaks the quote: one name or several"
        Quotes QUOTE once "P"
    Why "why" "show the evidence for the quote's speaker in the text"
        Quotes QUOTE once "W"
    BySpeaker "by-speaker" "list the quotes by speaker, or in their order"
        Quotes TEXT once "B"
        [QuoteList 2 "by speaker"]
    OnlySpeaker "only-speaker" "list only this speaker's quotes, or all"
        Quotes TEXT once "O"
        [QuoteList 3 "only this"]
    Indirect "indirect" "show or hide reported speech"
        Quotes TEXT once "I"
    Check "check" "choose the check state of the quote: verified, disputed, needs source, unchecked"
        Quotes QUOTE counts "c"
        [Card 2 "check", Quote 1 "check"]

    Search "search" "search the text; in the sidebar, filter the entries"
        Find TEXT once "/"
        [Reading 3 "search"]
    NextMatch "next-match" "next match"
        Find TEXT counts "n"
    PreviousMatch "previous-match" "previous match"
        Find TEXT counts "N"
    JumpBack "jump-back" "back to where a jump began"
        Find TEXT counts "ctrl-o"
    JumpForward "jump-forward" "forward again"
        Find TEXT counts "alt-o"
    Hints "hints" "choose a link on the screen by its letters; capitals open it in the browser"
        Find TEXT once "f"
    PreviousArticle "previous-article" "back to the article with the link that opened this one"
        Find TEXT once "backspace"
    SetMark "set-mark" "mark this place with a letter"
        Find TEXT once "m"
    GoToMark "go-to-mark" "go to the mark of a letter"
        Find TEXT once "'"
    NextMention "next-mention" "next mention of the selected entity"
        Find TEXT counts "]e"
    PreviousMention "previous-mention" "previous mention"
        Find TEXT counts "[e"
    Kind "kind" "say what kind of thing the selected entity is"
        Find TEXT once "T"
        [EntityList 3 "kind"]
    SameEntity "same-entity" "say which other entity the selected one is"
        Find TEXT once "M"
        [EntityList 4 "same as"]
    NextAnnotation "next-annotation" "next annotation"
        Find TEXT counts "]a"
    PreviousAnnotation "previous-annotation" "previous annotation"
        Find TEXT counts "[a"
    NextCut "next-cut" "next passage that was cut"
        Find TEXT counts "]r"
        [RestoredPassage 2 "next cut", RemovedPassage 2 "next cut"]
    PreviousCut "previous-cut" "previous passage that was cut"
        Find TEXT counts "[r"
    Filter "filter" "show only the entries of the tab that contain some words"
        Find TEXT once "F"
        [LinkList 3 "filter", NoteToPlace 2 "filter", NoteList 5 "filter", EntityList 2 "filter", QuoteList 4 "filter", List 2 "filter"]

    Select "select" "select words, a sentence first"
        Notes TEXT once "v"
        [Reading 2 "select"]
    Note "note" "write a note"
        Notes QUOTE once "a"
        [Card 5 "note", Selecting 1 "note", Quote 2 "note", Annotation 1 "edit", NoteList 2 "edit"]
    NoteInEditor "note-in-editor" "write the note in $EDITOR"
        Notes QUOTE once "A"
    ContinueNote "continue-note" "continue the note that was not saved when the reader ended"
        Notes TEXT once "gi"
    Tags "tags" "edit the tags"
        Notes QUOTE once "t"
        [Selecting 3 "tags", Quote 3 "tags", Annotation 2 "tags", NoteList 3 "tags"]
    Highlight "highlight" "highlight, or remove the highlight"
        Notes QUOTE once "H"
        [Selecting 2 "highlight"]
    NextColor "next-color" "highlight in the next colour"
        Notes READING_OR_CARD counts "h"
    Delete "delete" "delete the annotation"
        Notes READING once "dd"
        [Annotation 3 "delete", NoteList 4 "delete"]
    Undo "undo" "undo"
        Notes READING_OR_CARD counts "u"
    Redo "redo" "redo"
        Notes READING_OR_CARD counts "ctrl-r"
    Review "review" "review notes that moved or lost their words"
        Notes TEXT_OR_CHANGES once "V"

    ToNextWord "to-next-word" "to the next word"
        Select SELECTING counts "w"
        [Selecting 4 "more"]
    ToPreviousWord "to-previous-word" "back by a word"
        Select SELECTING counts "b"
        [Selecting 5 "less"]
    ToWordEnd "to-word-end" "to the end of the word"
        Select SELECTING counts "e"
    ToNextSentence "to-next-sentence" "forward by a sentence"
        Select SELECTING counts ")"
        [Selecting 6 "sentence"]
    ToPreviousSentence "to-previous-sentence" "back by a sentence"
        Select SELECTING counts "("
    ToNextParagraph "to-next-paragraph" "to the end of the paragraph"
        Select SELECTING counts "}"
    ToPreviousParagraph "to-previous-paragraph" "back to the beginning of the paragraph"
        Select SELECTING counts "{"
    ToNextCharacter "to-next-character" "forward by a character"
        Select SELECTING counts "l right"
    ToPreviousCharacter "to-previous-character" "back by a character"
        Select SELECTING counts "h left"
    SentenceDown "sentence-down" "select the next sentence instead"
        Select SELECTING counts "j down"
    SentenceUp "sentence-up" "select the previous sentence instead"
        Select SELECTING counts "k up"
    OtherEnd "other-end" "continue at the other end"
        Select SELECTING counts "o"
        [Selecting 7 "other end"]

    Copy "copy" "copy the words"
        Share QUOTE once "y"
        [Selecting 8 "copy"]
    CopyCited "copy-cited" "copy with speaker, title and source"
        Share QUOTE once "Y"
    Export "export" "export the annotations to a file"
        Share READING once "E"
    OpenSource "open-source" "open the source in the browser; in the Links tab, the selected link"
        Share TEXT_OR_LIBRARY once "o"
        [LinkList 2 "browser"]

    OpenArticle "open-article" "open the article where you stopped; from a list of the left to its articles"
        Library LIBRARY once "enter"
        [Articles 1 "read", Views 1 "to the articles"]
    FilterArticles "filter-articles" "show the articles that a query finds, as you type it"
        Library LIBRARY once "/"
        [Articles 2 "find"]
    AddAddress "add-address" "add an address or a file"
        Library LIBRARY once "a"
        [Articles 3 "add"]
    ReadOrUnread "read-or-unread" "mark as read, or as unread"
        Library LIBRARY once "m"
        [Articles 4 "read or unread"]
    ReadAll "read-all" "mark all articles of the list as read"
        Library LIBRARY once "A"
    Star "star" "give a star, or take it"
        Library LIBRARY once "*"
        [Articles 5 "star"]
    ArticleTags "article-tags" "edit the tags of the article"
        Library LIBRARY once "t"
    Trash "trash" "put into the trash, or take out of it"
        Library LIBRARY once "d"
    UndoInLibrary "undo-in-library" "undo the last change to an article in the library"
        Library LIBRARY once "u"
    Sort "sort" "sort by the next column"
        Library LIBRARY once "S"
    SortReversed "sort-reversed" "the other order"
        Library LIBRARY once "alt-s"
    SaveSearch "save-search" "save the query under a name, or delete a saved one"
        Library LIBRARY once "s"
    Sync "sync" "bring the feeds and the notes up to date"
        Library LIBRARY once "r"

    NextPane "next-pane" "to the other pane"
        View TEXT_OR_LIBRARY once "tab"
        [LinkList 4 "article", NoteToPlace 3 "article", NoteList 6 "article", EntityList 5 "article", QuoteList 5 "article", List 3 "article",
         Reading 4 "sidebar", Views 2 "articles"]
    PreviousPane "previous-pane" "to the other pane, backwards"
        View TEXT_OR_LIBRARY once "shift-tab"
    Quotes "quotes" "the Quotes tab"
        View TEXT once "g1 alt-1"
    Entities "entities" "the Entities tab"
        View TEXT once "g2 alt-2"
    Notes "notes" "the Notes tab"
        View TEXT once "g3 alt-3"
    Outline "outline" "the Outline tab"
        View TEXT once "g4 alt-4"
    Links "links" "the Links tab"
        View TEXT once "g5 alt-5"
    Sidebar "sidebar" "show or hide the sidebar"
        View TEXT once "s"
    Narrower "narrower" "a narrower column"
        View TEXT counts "-"
    Wider "wider" "a wider column"
        View TEXT counts "+ ="
    Justified "justified" "even right edge by wider spaces, or none"
        View TEXT once "gj"
    Hyphens "hyphens" "hyphenate long words, or not"
        View TEXT once "gh"
    LineSpacing "line-spacing" "the next line spacing"
        View TEXT once "gl"
    ParagraphSpacing "paragraph-spacing" "the next spacing of paragraphs"
        View TEXT once "gp"
    MarginNotes "margin-notes" "notes and tags with the text: beside or below their lines, or hidden"
        View TEXT once "gm"
    HighlightColors "highlight-colors" "the colours of highlights, with their signs and names"
        View TEXT once "gk"
    EntityUnderlines "entity-underlines" "underline names, or not"
        View TEXT once "gu"
    FocusMode "focus-mode" "light only the paragraph with the cursor, or everything again"
        View READING once "gf"
    Autoscroll "autoscroll" "let the article scroll by itself; + and - change the speed, any other key stops it"
        View READING once "gs"
    Zen "zen" "nothing but the text on the screen, or everything again"
        View READING once "gz"
    NextTheme "next-theme" "the next theme"
        View TEXT_OR_LIBRARY once "gc"
    Picture "picture" "show the picture beside the cursor; in a picture, the next one"
        View TEXT once "i"
    Removed "removed" "show what was cut from the page, and why"
        View TEXT once "R"
        [RestoredPassage 3 "hide", RemovedPassage 3 "hide"]
    Changes "changes" "read the source again and show what changed in it"
        View TEXT once "r"
    About "about" "what is known about the article: author, address, dates, length, fingerprints"
        View TEXT once "ctrl-g"

    Activate "activate" "from an entry to the text; from a link to its page; from a quote to the evidence for its speaker, and from there to its card; from a footnote's mark to its note; puts back a passage that was cut, or removes it again"
        Program ALL_BUT_HELP once "enter"
        [Card 3 "why", Why 2 "card", LinkList 1 "open", NoteToPlace 1 "where it belongs", NoteList 1 "to the text", EntityList 1 "to the text",
         QuoteList 1 "to the text", List 1 "to the text", Quote 4 "who says it",
         RestoredPassage 1 "take out", RemovedPassage 1 "put back"]
    Library "library" "to the library, and from there back to the article"
        Program READING_OR_LIBRARY once "L"
    NextUnread "next-unread" "to the next unread article of the list that the library showed last"
        Program READING once "gn"
    Open "open" "open a file, an address or an article read before, beside this one"
        Program READING once "go"
    NextOpenArticle "next-open-article" "to the next of the open articles"
        Program READING counts "gt"
    PreviousOpenArticle "previous-open-article" "to the one of the open articles before"
        Program READING counts "gT"
    Palette "palette" "find an action, a speaker, a tag or a heading by its name"
        Program EVERYWHERE once ": ctrl-p"
    Help "help" "show every key"
        Program EVERYWHERE once "? f1"
        [LinkList 5 "help", NoteToPlace 4 "help", NoteList 7 "help", EntityList 6 "help", QuoteList 6 "help", List 4 "help",
         Quote 6 "help", RestoredPassage 4 "help", RemovedPassage 4 "help", Annotation 4 "help",
         Reading 5 "help", Articles 6 "help", Views 3 "help"]
    Messages "messages" "read the last messages again, and long ones whole"
        Program READING once "gM"
    Redraw "redraw" "redraw the screen"
        Program EVERYWHERE once "ctrl-l"
    Suspend "suspend" "back to the shell, until fg"
        Program EVERYWHERE once "ctrl-z"
    Cancel "cancel" "close what is open, clear what is marked"
        Program EVERYWHERE once "esc"
    Back "back" "back, or quit"
        Program EVERYWHERE once "q"
        [Page 1 "close", Card 1 "close", Why 1 "close"]
    Quit "quit" "quit"
        Program EVERYWHERE once "Q ctrl-c"
}

/// The hints of the status line in `situation`, the most useful first: rank
/// (from 1), action, label.
#[must_use]
pub fn hints_in(situation: Situation) -> Vec<(u8, Action, &'static str)> {
    let of = |action: &Action| {
        let hint = action.hints().iter().find(|hint| hint.situation == situation)?;
        Some((hint.rank, *action, hint.label))
    };
    let mut hints: Vec<_> = Action::ALL.iter().filter_map(of).collect();
    hints.sort_by_key(|(rank, ..)| *rank);
    hints
}

impl Action {
    /// The action of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|a| a.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_kebab() {
        let names: HashSet<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
        for action in Action::ALL {
            assert!(action.name().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", action.name());
            assert!(!action.help().is_empty() && !action.help().ends_with('.'));
            assert_eq!(Action::from_name(action.name()), Some(*action));
        }
    }

    #[test]
    fn the_actions_of_a_group_follow_each_other_and_no_group_is_empty() {
        let mut order: Vec<Group> = Action::ALL.iter().map(|a| a.group()).collect();
        order.dedup();
        assert_eq!(order, Group::ALL);
    }

    #[test]
    fn every_situation_has_hints_numbered_from_one_without_gaps() {
        for situation in Situation::ALL {
            let ranks: Vec<u8> = hints_in(*situation).into_iter().map(|(rank, ..)| rank).collect();
            let wanted: Vec<u8> = (1..).take(ranks.len()).collect();
            assert!(!ranks.is_empty(), "no action has a hint for {situation:?}");
            assert_eq!(ranks, wanted, "the ranks of the hints for {situation:?} in the table of actions");
        }
    }

    #[test]
    fn a_hint_is_shown_only_where_its_action_is_allowed() {
        for action in Action::ALL {
            assert!(!action.modes().is_empty(), "{} is allowed in no mode", action.name());
            for hint in action.hints() {
                let allowed = hint.situation.modes().iter().all(|mode| action.modes().contains(mode));
                assert!(allowed, "{} has a hint for {:?}, where it does nothing", action.name(), hint.situation);
            }
        }
    }
}
