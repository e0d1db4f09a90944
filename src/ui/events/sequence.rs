//! One key or mouse report of a terminal, from its bytes: the sequences of
//! xterm, with those of rxvt and the Linux console where they differ.

use super::background::{self, Background, SystemCommand};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

const ESC: u8 = 0x1b;

/// The most bytes of a control sequence. A longer one is not a key.
const LONGEST: usize = 64;

/// What the beginning of some bytes is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parsed {
    /// An event, and the number of bytes that it took.
    Event(Event, usize),
    /// What the terminal says about its background, and the number of bytes.
    Background(Background, usize),
    /// This number of bytes that is not an event.
    Nothing(usize),
    /// Perhaps an event, if more bytes come.
    Incomplete,
}

/// Reads the first event of `bytes`, which are not empty. `more`: whether more
/// bytes are known to follow.
pub(super) fn parse(bytes: &[u8], more: bool) -> Parsed {
    match bytes {
        [ESC] if more => Parsed::Incomplete,
        [ESC] | [ESC, ESC, ..] => Parsed::Event(Event::Key(KeyCode::Esc.into()), 1),
        [ESC, b'[', rest @ ..] => control_sequence(rest).longer_by(2),
        [ESC, b']', rest @ ..] => match background::system_command(rest) {
            SystemCommand::Key => Parsed::key(KeyCode::Char(']'), KeyModifiers::ALT, 2),
            SystemCommand::Whole(Some(found), length) => Parsed::Background(found, length + 2),
            SystemCommand::Whole(None, length) => Parsed::Nothing(length + 2),
            SystemCommand::Incomplete => Parsed::Incomplete,
        },
        [ESC, b'O', rest @ ..] => application_key(rest).longer_by(2),
        [ESC, rest @ ..] => match character(rest) {
            Parsed::Event(Event::Key(key), length) => {
                let modifiers = key.modifiers | KeyModifiers::ALT;
                Parsed::Event(Event::Key(KeyEvent { modifiers, ..key }), length + 1)
            }
            other => other.longer_by(1),
        },
        _ => character(bytes),
    }
}

/// The event for the beginning of a sequence after which nothing came.
pub(super) fn alone(bytes: &[u8]) -> Option<Event> {
    match bytes {
        [ESC] => Some(Event::Key(KeyCode::Esc.into())),
        [ESC, c @ (b'[' | b'O' | b']')] => {
            Some(Event::Key(KeyEvent::new(KeyCode::Char(char::from(*c)), KeyModifiers::ALT | shift_of(char::from(*c)))))
        }
        _ => None,
    }
}

impl Parsed {
    fn key(code: KeyCode, modifiers: KeyModifiers, length: usize) -> Self {
        Self::Event(Event::Key(KeyEvent::new(code, modifiers)), length)
    }

    /// The same after `more` other bytes.
    fn longer_by(self, more: usize) -> Self {
        match self {
            Self::Event(event, length) => Self::Event(event, length + more),
            Self::Background(found, length) => Self::Background(found, length + more),
            Self::Nothing(length) => Self::Nothing(length + more),
            Self::Incomplete => Self::Incomplete,
        }
    }
}

fn shift_of(c: char) -> KeyModifiers {
    if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE }
}

/// A character, or a control character, without Alt.
fn character(bytes: &[u8]) -> Parsed {
    let (none, ctrl) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
    let Some(first) = bytes.first().copied() else { return Parsed::Incomplete };
    match first {
        b'\r' => Parsed::key(KeyCode::Enter, none, 1),
        b'\t' => Parsed::key(KeyCode::Tab, none, 1),
        0x7f => Parsed::key(KeyCode::Backspace, none, 1),
        0 => Parsed::key(KeyCode::Char(' '), ctrl, 1),
        0x01..=0x1a => Parsed::key(KeyCode::Char(char::from(first - 1 + b'a')), ctrl, 1),
        ESC => Parsed::key(KeyCode::Esc, none, 1),
        0x1c..=0x1f => Parsed::key(KeyCode::Char(char::from(first - 0x1c + b'4')), ctrl, 1),
        _ => letter(bytes, first),
    }
}

/// A character of UTF-8. Bytes that are not UTF-8 are skipped.
fn letter(bytes: &[u8], first: u8) -> Parsed {
    let length = match first {
        0x20..=0x7e => 1,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Parsed::Nothing(1),
    };
    let found = bytes.iter().take(length);
    let fitting = 1 + found.clone().skip(1).take_while(|byte| **byte & 0xc0 == 0x80).count();
    if fitting < length {
        return if fitting < found.len() { Parsed::Nothing(fitting) } else { Parsed::Incomplete };
    }
    let word = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    match word.and_then(|word| word.chars().next()) {
        Some(c) => Parsed::key(KeyCode::Char(c), shift_of(c), length),
        None => Parsed::Nothing(length),
    }
}

/// A key in the application mode of the keypad: what follows `ESC O`.
fn application_key(rest: &[u8]) -> Parsed {
    let Some(last) = rest.first().copied() else { return Parsed::Incomplete };
    match cursor_key(last) {
        Some(code) => Parsed::key(code, KeyModifiers::NONE, 1),
        None => Parsed::Nothing(usize::from(last >= 0x20)),
    }
}

/// The key that this last byte of a sequence means.
fn cursor_key(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(1 + last - b'P'),
        _ => return None,
    })
}

/// What follows `ESC [`.
fn control_sequence(rest: &[u8]) -> Parsed {
    match rest {
        // The Linux console's F1 to F5.
        [b'[', last, ..] => match last {
            b'A'..=b'E' => Parsed::key(KeyCode::F(1 + last - b'A'), KeyModifiers::NONE, 2),
            _ => Parsed::Nothing(1 + usize::from(*last >= 0x20)),
        },
        [] | [b'['] => Parsed::Incomplete,
        [b'M', report @ ..] => old_mouse(report).longer_by(1),
        _ => {
            let Some(end) = rest.iter().take(LONGEST).position(|byte| !(0x20..=0x3f).contains(byte)) else {
                return if rest.len() < LONGEST { Parsed::Incomplete } else { Parsed::Nothing(LONGEST) };
            };
            let last = rest.get(end).copied().unwrap_or_default();
            if !(0x40..=0x7e).contains(&last) {
                // Another sequence or key ends this one.
                return Parsed::Nothing(end);
            }
            let parameters = rest.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
            if let Some(found) = background::report(parameters, last) {
                return Parsed::Background(found, end + 1);
            }
            match event(parameters, last) {
                Some(event) => Parsed::Event(event, end + 1),
                None => Parsed::Nothing(end + 1),
            }
        }
    }
}

/// The event of a control sequence with these parameters and this last byte.
fn event(parameters: &str, last: u8) -> Option<Event> {
    if let Some(report) = parameters.strip_prefix('<') {
        return mouse(report, last).map(Event::Mouse);
    }
    let mut fields = parameters.split(';');
    let first: u32 = fields.next().map_or(Some(1), |field| number_before_colon(field, 1))?;
    let held = fields.next().unwrap_or_default();
    let (mut modifiers, kind) = modifiers(held)?;
    let code = match (last, parameters.is_empty()) {
        (b'I', true) => return Some(Event::FocusGained),
        (b'O', true) => return Some(Event::FocusLost),
        (b'Z', _) => {
            modifiers |= KeyModifiers::SHIFT;
            KeyCode::BackTab
        }
        (b'~', _) if first == 27 => code_of(number_before_colon(fields.next()?, 0)?)?,
        (b'~', _) => numbered_key(first)?,
        (b'u', _) => code_of(first)?,
        // With a number before it, this is an answer with the place of the cursor.
        (b'R', false) => return None,
        _ => cursor_key(last)?,
    };
    if let KeyCode::Char(c) = code {
        modifiers |= shift_of(c);
    }
    Some(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)))
}

/// The number before a colon, or `empty` if there is none.
fn number_before_colon(field: &str, empty: u32) -> Option<u32> {
    let number = field.split(':').next().unwrap_or_default();
    if number.is_empty() { Some(empty) } else { number.parse().ok() }
}

/// The modifiers of xterm's second parameter, one more than their sum, and after
/// a colon whether the key went down or up.
fn modifiers(field: &str) -> Option<(KeyModifiers, KeyEventKind)> {
    let sum = number_before_colon(field, 1)?.saturating_sub(1);
    let kind = match field.split(':').nth(1) {
        Some("2") => KeyEventKind::Repeat,
        Some("3") => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    let held = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = held.iter().filter(|(bit, _)| sum & bit != 0).map(|(_, modifier)| *modifier);
    Some((modifiers.fold(KeyModifiers::NONE, |all, modifier| all | modifier), kind))
}

/// The key with this number before `~`.
fn numbered_key(number: u32) -> Option<KeyCode> {
    let function = |from: u32, first: u8| u8::try_from(number - from).ok().map(|n| KeyCode::F(first + n));
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11..=15 => function(11, 1),
        17..=21 => function(17, 6),
        23..=26 => function(23, 11),
        28..=29 => function(28, 15),
        31..=34 => function(31, 17),
        _ => None,
    }
}

/// The key with this code point, where a terminal reports keys by code point.
fn code_of(point: u32) -> Option<KeyCode> {
    Some(match char::from_u32(point)? {
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{1b}' => KeyCode::Esc,
        '\u{7f}' => KeyCode::Backspace,
        // These are keys that have no character.
        '\u{e000}'..='\u{f8ff}' => return None,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    })
}

/// A mouse report of three bytes, each 32 more than its value.
fn old_mouse(report: &[u8]) -> Parsed {
    let [button, column, row, ..] = report else { return Parsed::Incomplete };
    let place = |byte: u8| u16::from(byte.saturating_sub(33));
    match button.checked_sub(32).and_then(|button| mouse_kind(u16::from(button))) {
        Some((kind, modifiers)) => {
            Parsed::Event(Event::Mouse(MouseEvent { kind, column: place(*column), row: place(*row), modifiers }), 3)
        }
        None => Parsed::Nothing(3),
    }
}

/// A mouse report in decimal numbers, what follows `ESC [ <`: button, column,
/// row, and at the end `M` for a press or `m` for a release.
fn mouse(report: &str, last: u8) -> Option<MouseEvent> {
    let mut numbers = report.split(';').map(|number| number.parse::<u16>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let (kind, modifiers) = mouse_kind(button)?;
    let kind = match (last, kind) {
        (b'M', kind) => kind,
        (b'm', MouseEventKind::Down(button)) => MouseEventKind::Up(button),
        (b'm', kind) => kind,
        _ => return None,
    };
    Some(MouseEvent { kind, column: column.saturating_sub(1), row: row.saturating_sub(1), modifiers })
}

/// What xterm's number for a button means.
fn mouse_kind(number: u16) -> Option<(MouseEventKind, KeyModifiers)> {
    let held = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let modifiers = held.iter().filter(|(bit, _)| number & bit != 0).map(|(_, modifier)| *modifier);
    let modifiers = modifiers.fold(KeyModifiers::NONE, |all, modifier| all | modifier);
    let moved = number & 32 != 0;
    let button = match number & 3 {
        0 => Some(MouseButton::Left),
        1 => Some(MouseButton::Middle),
        2 => Some(MouseButton::Right),
        _ => None,
    };
    let kind = match (number & !(4 | 8 | 16 | 32 | 3), button, moved) {
        (0, Some(button), false) => MouseEventKind::Down(button),
        (0, Some(button), true) => MouseEventKind::Drag(button),
        (0, None, true) => MouseEventKind::Moved,
        // Without its number, a button that came up is taken for the left one.
        (0, None, false) => MouseEventKind::Up(MouseButton::Left),
        (64, Some(MouseButton::Left), _) => MouseEventKind::ScrollUp,
        (64, Some(MouseButton::Middle), _) => MouseEventKind::ScrollDown,
        (64, Some(MouseButton::Right), _) => MouseEventKind::ScrollLeft,
        (64, None, _) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    Some((kind, modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::input;

    /// The key of `bytes`, named as in the settings.
    fn named(bytes: &[u8]) -> String {
        match parse(bytes, false) {
            Parsed::Event(event, length) if length == bytes.len() => match input::message(event) {
                Some(crate::app::Msg::Key(key)) => key.to_string(),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn keys_have_the_sequences_of_xterm() {
        for (bytes, name) in [
            (&b"j"[..], "j"),
            (b"J", "J"),
            ("é".as_bytes(), "é"),
            (b"\r", "enter"),
            (b"\x13", "ctrl-s"),
            (b"\x7f", "backspace"),
            (b"\x1b", "esc"),
            (b"\x1bx", "alt-x"),
            (b"\x1b[A", "up"),
            (b"\x1bOB", "down"),
            (b"\x1b[1;5C", "ctrl-right"),
            (b"\x1b[3~", "delete"),
            (b"\x1b[5~", "pageup"),
            (b"\x1b[Z", "shift-tab"),
            (b"\x1b[1~", "home"),
            (b"\x1bOP", "f1"),
            (b"\x1b[15~", "f5"),
            (b"\x1b[24~", "f12"),
            (b"\x1b[[A", "f1"),
            (b"\x1b[115;5u", "ctrl-s"),
            (b"\x1b[27;5;115~", "ctrl-s"),
        ] {
            assert_eq!(named(bytes), name, "{bytes:?}");
        }
    }

    #[test]
    fn mouse_reports_have_places_and_buttons() {
        let report = |bytes: &[u8]| match parse(bytes, false) {
            Parsed::Event(Event::Mouse(mouse), length) if length == bytes.len() => {
                Some((mouse.kind, mouse.column, mouse.row))
            }
            _ => None,
        };
        let left = MouseButton::Left;
        assert_eq!(report(b"\x1b[<0;10;5M"), Some((MouseEventKind::Down(left), 9, 4)));
        assert_eq!(report(b"\x1b[<0;10;5m"), Some((MouseEventKind::Up(left), 9, 4)));
        assert_eq!(report(b"\x1b[<32;300;5M"), Some((MouseEventKind::Drag(left), 299, 4)));
        assert_eq!(report(b"\x1b[<64;1;1M"), Some((MouseEventKind::ScrollUp, 0, 0)));
        assert_eq!(report(b"\x1b[<65;1;1M"), Some((MouseEventKind::ScrollDown, 0, 0)));
        assert_eq!(report(b"\x1b[M !!"), Some((MouseEventKind::Down(left), 0, 0)));
        assert_eq!(report(b"\x1b[<0;99999;5M"), None);
    }

    #[test]
    fn answers_of_the_terminal_are_not_keys() {
        for bytes in
            [&b"\x1b[?62;c"[..], b"\x1b[10;20R", b"\x1b[0n", b"\x1b[201~", b"\x1b]10;rgb:0/0/0\x07", b"\x1b[?997;3n"]
        {
            assert_eq!(parse(bytes, false), Parsed::Nothing(bytes.len()), "{bytes:?}");
        }
    }
}
