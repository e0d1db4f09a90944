//! Everything a key can be bound to: one table, from which the help, the key
//! table of the README and the checks of `config.toml` are made.

/// What an action belongs to; the headings of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving through the article.
    Scroll,
    /// Quotes and who said them.
    Quotes,
    /// Entities, annotations, search.
    Find,
    /// Annotations.
    Notes,
    /// Words that are selected; only while selecting.
    Select,
    /// Copies and exports.
    Share,
    /// What the screen shows.
    View,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Group; 8] = [
        Group::Scroll,
        Group::Quotes,
        Group::Find,
        Group::Notes,
        Group::Select,
        Group::Share,
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
            Group::View => "View",
            Group::Program => "Program",
        }
    }
}

/// `Variant name group "help"` for each action.
macro_rules! actions {
    ($($variant:ident $name:literal $group:ident $help:literal)*) => {
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

            /// What it belongs to.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Action::$variant => Group::$group),* }
            }
        }
    };
}

actions! {
    Down "down" Scroll "a line down; in the sidebar the next entry"
    Up "up" Scroll "a line up; in the sidebar the entry before"
    HalfDown "half-page-down" Scroll "half a page down"
    HalfUp "half-page-up" Scroll "half a page up"
    PageDown "page-down" Scroll "a page down"
    PageUp "page-up" Scroll "a page up"
    Top "top" Scroll "to the beginning; with a count to that paragraph"
    Bottom "bottom" Scroll "to the end; with a count to that per cent of the text"
    NextParagraph "next-paragraph" Scroll "next paragraph"
    PreviousParagraph "previous-paragraph" Scroll "paragraph before"

    NextQuote "next-quote" Quotes "next quote"
    PreviousQuote "previous-quote" Quotes "quote before"
    SameSpeaker "same-speaker" Quotes "next quote by the same speaker"
    OtherSpeaker "other-speaker" Quotes "the quote is somebody else's: the next candidate, nobody, the one that was found"
    NameSpeaker "name-speaker" Quotes "say who speaks the quote: anybody, or several together"
    Why "why" Quotes "show in the text why the quote is this speaker's"
    BySpeaker "by-speaker" Quotes "list the quotes by speaker, or in their order"
    OnlySpeaker "only-speaker" Quotes "list only this speaker's quotes, or all"
    Indirect "indirect" Quotes "show or hide reported speech"
    Check "check" Quotes "check state of the quote: unchecked, verified, disputed, needs source"

    Search "search" Find "search the text; in the sidebar, filter the entries"
    NextMatch "next-match" Find "next match"
    PreviousMatch "previous-match" Find "match before"
    NextMention "next-mention" Find "next mention of the selected entity"
    PreviousMention "previous-mention" Find "mention before"
    Kind "kind" Find "say what kind of thing the selected entity is"
    SameEntity "same-entity" Find "say which other entity the selected one is"
    NextAnnotation "next-annotation" Find "next annotation"
    PreviousAnnotation "previous-annotation" Find "annotation before"
    NextCut "next-cut" Find "next passage that was cut"
    PreviousCut "previous-cut" Find "passage that was cut before"
    Filter "filter" Find "show only the entries of the tab that hold some words"

    Select "select" Notes "select words, a sentence first"
    Note "note" Notes "write a note"
    NoteInEditor "note-in-editor" Notes "write the note in $EDITOR"
    Tags "tags" Notes "give tags"
    Highlight "highlight" Notes "highlight, or take the highlight away"
    Delete "delete" Notes "delete the annotation"
    Undo "undo" Notes "undo"
    Redo "redo" Notes "redo"
    Review "review" Notes "see where notes belong whose words moved or went"

    ToNextWord "to-next-word" Select "to the next word"
    ToPreviousWord "to-previous-word" Select "back by a word"
    ToWordEnd "to-word-end" Select "to the end of the word"
    ToNextSentence "to-next-sentence" Select "on by a sentence"
    ToPreviousSentence "to-previous-sentence" Select "back by a sentence"
    ToNextParagraph "to-next-paragraph" Select "to the end of the paragraph"
    ToPreviousParagraph "to-previous-paragraph" Select "back to the beginning of the paragraph"
    ToNextCharacter "to-next-character" Select "on by a character"
    ToPreviousCharacter "to-previous-character" Select "back by a character"
    SentenceDown "sentence-down" Select "the next sentence instead"
    SentenceUp "sentence-up" Select "the sentence before instead"
    OtherEnd "other-end" Select "go on at the other end"

    Copy "copy" Share "copy the words"
    CopyCited "copy-cited" Share "copy with speaker, title and source"
    Export "export" Share "export the annotations to a file"
    OpenSource "open-source" Share "open the source in the browser"

    NextPane "next-pane" View "to the other pane"
    PreviousPane "previous-pane" View "to the other pane, the other way round"
    Quotes "quotes" View "the Quotes tab"
    Entities "entities" View "the Entities tab"
    Notes "notes" View "the Notes tab"
    Outline "outline" View "the Outline tab"
    Sidebar "sidebar" View "show or hide the sidebar"
    Narrower "narrower" View "a narrower column"
    Wider "wider" View "a wider column"
    Removed "removed" View "show what was cut from the page, and why"
    Changes "changes" View "read the source again, and show what changed in it"

    Activate "activate" Program "from an entry to the text; from the text to the quote's card; from the card to the reasons; puts back what was cut, or takes it out again"
    Help "help" Program "every key"
    Redraw "redraw" Program "draw the screen anew"
    Suspend "suspend" Program "back to the shell, until fg"
    Cancel "cancel" Program "leave what is open, clear what is marked"
    Back "back" Program "back, or quit"
    Quit "quit" Program "quit"
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
    fn every_group_has_an_action_and_stands_together() {
        let mut order: Vec<Group> = Action::ALL.iter().map(|a| a.group()).collect();
        order.dedup();
        assert_eq!(order, Group::ALL);
    }
}
