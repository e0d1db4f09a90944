//! The bundled keymaps. The default one is a column of the table of actions;
//! the others are tables of what differs from it. Keys are written as in
//! [`Action::default_keys`].

use crate::app::action::Action;
use crate::config::Preset;

/// Every action with its keys in `preset`, separated by spaces: those of the
/// preset's own table, or else the default ones.
pub(super) fn bindings(preset: Preset) -> impl Iterator<Item = (Action, &'static str)> {
    let changes = match preset {
        Preset::Default => &[][..],
        Preset::Vim => VIM,
        Preset::Less => LESS,
    };
    let own = |action| changes.iter().find(|(changed, _)| *changed == action).map(|(_, keys)| *keys);
    Action::ALL.iter().map(move |action| (*action, own(*action).unwrap_or_else(|| action.default_keys())))
}

/// Keys that users of vim expect and the default keymap does not have.
const VIM: &[(Action, &str)] = &[
    (Action::Down, "j down ctrl-n"),
    (Action::Up, "k up ctrl-p"),
    (Action::PageDown, "ctrl-f space pagedown"),
    (Action::PageUp, "ctrl-b pageup"),
    (Action::NextQuote, "]q J"),
    (Action::PreviousQuote, "[q K"),
    (Action::Delete, "dd x"),
    (Action::NextPane, "tab ctrl-w+w ctrl-w+ctrl-w"),
    (Action::PreviousPane, "shift-tab ctrl-w+p"),
    (Action::Palette, ":"),
    (Action::Quit, "ZZ ZQ ctrl-c"),
];

/// Keys that users of less expect.
const LESS: &[(Action, &str)] = &[
    (Action::Down, "j ctrl-n down"),
    (Action::Up, "k ctrl-p ctrl-k up"),
    (Action::ScrollDown, "e ctrl-e"),
    (Action::ScrollUp, "ctrl-y"),
    (Action::HalfDown, "d ctrl-d"),
    (Action::HalfUp, "u ctrl-u"),
    (Action::PageDown, "space f z ctrl-f ctrl-v pagedown"),
    (Action::PageUp, "b w ctrl-b pageup"),
    (Action::Top, "g < home"),
    (Action::Bottom, "G > end"),
    (Action::ContinueNote, "i"),
    (Action::Justified, "alt-j"),
    (Action::Hyphens, "alt-h"),
    (Action::LineSpacing, "alt-s"),
    (Action::ParagraphSpacing, "alt-p"),
    (Action::MarginNotes, "alt-g"),
    (Action::NextColor, "alt-y"),
    (Action::HighlightColors, "alt-k"),
    (Action::EntityUnderlines, "alt-u"),
    (Action::Picture, "alt-i"),
    (Action::NextTheme, "alt-c"),
    (Action::FocusMode, "alt-l"),
    (Action::Autoscroll, "alt-d"),
    (Action::Zen, "alt-z"),
    (Action::Messages, "alt-m"),
    (Action::Quotes, "alt-1"),
    (Action::Entities, "alt-2"),
    (Action::Notes, "alt-3"),
    (Action::Outline, "alt-4"),
    (Action::Links, "alt-5"),
    (Action::Hints, "alt-f"),
    (Action::NextUnread, "alt-v"),
    (Action::Open, "alt-a"),
    (Action::NextOpenArticle, "alt-n"),
    (Action::PreviousOpenArticle, "alt-N"),
    (Action::Delete, "D"),
    (Action::Undo, "U"),
    (Action::Help, "h ? f1"),
    (Action::Filter, "&"),
    (Action::Redraw, "r ctrl-l"),
    (Action::Changes, "C"),
    (Action::Palette, ":"),
    (Action::Quit, "Q ZZ ctrl-c"),
];
