//! The bundled keymaps, as tables of action and keys. Sequences of characters
//! are written without blanks (`gg`), others are joined by `+`.

use crate::app::action::Action;
use crate::config::Preset;

/// A preset is the default with the lines of its own table in place of those
/// for the same action.
pub(super) fn bindings(preset: Preset) -> Vec<(Action, &'static str)> {
    let changes = match preset {
        Preset::Default => &[][..],
        Preset::Vim => VIM,
        Preset::Less => LESS,
    };
    DEFAULT
        .iter()
        .map(|(action, keys)| (*action, changes.iter().find(|(a, _)| a == action).map_or(*keys, |(_, keys)| *keys)))
        .collect()
}

const DEFAULT: &[(Action, &str)] = &[
    (Action::Down, "j down"),
    (Action::Up, "k up"),
    (Action::HalfDown, "ctrl-d"),
    (Action::HalfUp, "ctrl-u"),
    (Action::PageDown, "space f pagedown"),
    (Action::PageUp, "b pageup"),
    (Action::Top, "gg home"),
    (Action::Bottom, "G end"),
    (Action::NextParagraph, "}"),
    (Action::PreviousParagraph, "{"),
    (Action::NextQuote, "J"),
    (Action::PreviousQuote, "K"),
    (Action::SameSpeaker, "*"),
    (Action::OtherSpeaker, "S"),
    (Action::NameSpeaker, "P"),
    (Action::Why, "W"),
    (Action::BySpeaker, "B"),
    (Action::OnlySpeaker, "O"),
    (Action::Indirect, "I"),
    (Action::Check, "c"),
    (Action::Search, "/"),
    (Action::NextMatch, "n"),
    (Action::PreviousMatch, "N"),
    (Action::NextMention, "]e"),
    (Action::PreviousMention, "[e"),
    (Action::Kind, "T"),
    (Action::SameEntity, "M"),
    (Action::NextAnnotation, "]a"),
    (Action::PreviousAnnotation, "[a"),
    (Action::NextCut, "]r"),
    (Action::PreviousCut, "[r"),
    (Action::Filter, "F"),
    (Action::Select, "v"),
    (Action::Note, "a"),
    (Action::NoteInEditor, "A"),
    (Action::Tags, "t"),
    (Action::Highlight, "H"),
    (Action::Delete, "dd"),
    (Action::Undo, "u"),
    (Action::Redo, "ctrl-r"),
    (Action::Review, "V"),
    (Action::ToNextWord, "w"),
    (Action::ToPreviousWord, "b"),
    (Action::ToWordEnd, "e"),
    (Action::ToNextSentence, ")"),
    (Action::ToPreviousSentence, "("),
    (Action::ToNextParagraph, "}"),
    (Action::ToPreviousParagraph, "{"),
    (Action::ToNextCharacter, "l right"),
    (Action::ToPreviousCharacter, "h left"),
    (Action::SentenceDown, "j down"),
    (Action::SentenceUp, "k up"),
    (Action::OtherEnd, "o"),
    (Action::Copy, "y"),
    (Action::CopyCited, "Y"),
    (Action::Export, "E"),
    (Action::OpenSource, "o"),
    (Action::NextPane, "tab"),
    (Action::PreviousPane, "shift-tab"),
    (Action::Quotes, "1"),
    (Action::Entities, "2"),
    (Action::Notes, "3"),
    (Action::Outline, "4"),
    (Action::Sidebar, "s"),
    (Action::Narrower, "-"),
    (Action::Wider, "+ ="),
    (Action::Removed, "R"),
    (Action::Changes, "r"),
    (Action::Activate, "enter"),
    (Action::Help, "? f1"),
    (Action::Redraw, "ctrl-l"),
    (Action::Suspend, "ctrl-z"),
    (Action::Cancel, "esc"),
    (Action::Back, "q"),
    (Action::Quit, "Q ctrl-c"),
];

/// What vim's readers expect beyond the default.
const VIM: &[(Action, &str)] = &[
    (Action::Down, "j down ctrl-e ctrl-n"),
    (Action::Up, "k up ctrl-y ctrl-p"),
    (Action::PageDown, "ctrl-f space pagedown"),
    (Action::PageUp, "ctrl-b pageup"),
    (Action::NextQuote, "]q J"),
    (Action::PreviousQuote, "[q K"),
    (Action::Delete, "dd x"),
    (Action::NextPane, "tab ctrl-w+w ctrl-w+ctrl-w"),
    (Action::PreviousPane, "shift-tab ctrl-w+p"),
    (Action::Quit, "ZZ ZQ ctrl-c"),
];

/// What less's readers expect, where it takes a key from the default.
const LESS: &[(Action, &str)] = &[
    (Action::Down, "j e ctrl-e ctrl-n down"),
    (Action::Up, "k ctrl-y ctrl-p ctrl-k up"),
    (Action::HalfDown, "d ctrl-d"),
    (Action::HalfUp, "u ctrl-u"),
    (Action::PageDown, "space f z ctrl-f ctrl-v pagedown"),
    (Action::PageUp, "b w ctrl-b pageup"),
    (Action::Top, "g < home"),
    (Action::Bottom, "G > end"),
    (Action::Delete, "D"),
    (Action::Undo, "U"),
    (Action::Help, "h ? f1"),
    (Action::Filter, "&"),
    (Action::Redraw, "r ctrl-l"),
    (Action::Changes, "C"),
    (Action::Quit, "Q ZZ ctrl-c"),
];
