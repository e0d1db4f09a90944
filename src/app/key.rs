//! Keys, in the form in which every terminal can tell them apart.

use std::fmt;

use crate::config::problem::did_you_mean;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyCode {
    /// A character as typed: `J` is Shift and J.
    Char(char),
    /// Enter; also `Ctrl-M`, which terminals send as the same byte.
    Enter,
    /// Escape.
    Esc,
    /// Tab; also `Ctrl-I`. With [`Key::shift`] the back tab.
    Tab,
    /// Backspace; also `Ctrl-H`.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
}

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// What was pressed.
    pub code: KeyCode,
    /// Whether Control is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held; never set for a character, which includes Shift.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    #[must_use]
    pub fn new(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character without Control or Alt.
    #[must_use]
    pub fn char(c: char) -> Self {
        Self::new(KeyCode::Char(c))
    }

    /// A character with Control.
    #[must_use]
    pub fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c.to_ascii_lowercase()) }
    }

    /// The form of the key that the keymap compares: Shift is part of a
    /// character, Control makes it lower case, and a key that terminals cannot
    /// tell from Tab, Enter, Backspace or Esc becomes that key.
    #[must_use]
    pub fn normalized(mut self) -> Self {
        if let KeyCode::Char(c) = self.code {
            if self.ctrl {
                self.code = match c.to_ascii_lowercase() {
                    'i' => KeyCode::Tab,
                    'm' => KeyCode::Enter,
                    'h' => KeyCode::Backspace,
                    '[' => KeyCode::Esc,
                    lower => KeyCode::Char(lower),
                };
                self.ctrl = matches!(self.code, KeyCode::Char(_));
            } else if self.shift && c.is_ascii_lowercase() {
                self.code = KeyCode::Char(c.to_ascii_uppercase());
            }
            self.shift = false;
        }
        self
    }

    /// The character that the key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

/// The names of keys that are not a character, as `config.toml` writes them.
/// The first name of a key is the one shown.
const NAMES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("del", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pgup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("pgdn", KeyCode::PageDown),
];

/// The names of keys, for “did you mean”.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|(name, _)| *name)
}

/// Why a name does not name a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No key has this name.
    #[error("there is no key “{name}”{}", did_you_mean(bare(name), names()))]
    Unknown {
        /// The name as written.
        name: String,
    },
    /// Terminals send the same byte for this key and another.
    #[error("“{name}” cannot be bound: terminals cannot tell it from “{same}”")]
    Ambiguous {
        /// The name as written.
        name: String,
        /// The key that terminals send the same byte for.
        same: &'static str,
    },
}

impl std::str::FromStr for Key {
    type Err = KeyError;

    /// Reads `j`, `J`, `ctrl-d`, `alt-x`, `shift-tab`, `pgdn`, `f5`.
    fn from_str(name: &str) -> Result<Self, KeyError> {
        let mut key = Key::char(' ');
        let mut rest = name;
        loop {
            let lower = rest.to_ascii_lowercase();
            let flag = match lower.split_once('-') {
                Some((_, "")) | None => break,
                Some(("ctrl" | "c", _)) => &mut key.ctrl,
                Some(("alt" | "a" | "meta", _)) => &mut key.alt,
                Some(("shift" | "s", _)) => &mut key.shift,
                Some(_) => break,
            };
            *flag = true;
            rest = rest.split_once('-').map_or("", |(_, rest)| rest);
        }
        key.code = code_of(rest).ok_or_else(|| KeyError::Unknown { name: name.to_owned() })?;
        if key.ctrl
            && let KeyCode::Char(c) = key.code
        {
            let same = match c.to_ascii_lowercase() {
                'i' => Some("tab"),
                'm' => Some("enter"),
                'h' => Some("backspace"),
                '[' => Some("esc"),
                _ => None,
            };
            if let Some(same) = same {
                return Err(KeyError::Ambiguous { name: name.to_owned(), same });
            }
        }
        Ok(key.normalized())
    }
}

fn code_of(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(KeyCode::Char(c));
    }
    let lower = name.to_ascii_lowercase();
    if let Some(n) = lower.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n)) {
        return Some(KeyCode::F(n));
    }
    NAMES.iter().find(|(known, _)| *known == lower).map(|(_, code)| *code)
}

/// A key's name without its modifiers.
fn bare(name: &str) -> &str {
    name.rsplit_once('-').map_or(name, |(_, rest)| rest)
}

impl fmt::Display for Key {
    /// Writes the name as `config.toml` has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::F(n) => write!(f, "f{n}"),
            code => match NAMES.iter().find(|(_, known)| *known == code) {
                Some((name, _)) => f.write_str(name),
                None => match code {
                    KeyCode::Char(c) => write!(f, "{c}"),
                    _ => Ok(()),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_read() {
        for name in ["j", "J", "ctrl-d", "alt-x", "shift-tab", "space", "pageup", "f5", "-", "ctrl--", "]", "é"] {
            assert_eq!(name.parse::<Key>().map(|k| k.to_string()).as_deref(), Ok(name));
        }
        assert_eq!("Ctrl-D".parse::<Key>(), Ok(Key::ctrl('d')));
        assert_eq!("PgDn".parse::<Key>(), Ok(Key::new(KeyCode::PageDown)));
    }

    #[test]
    fn what_old_terminals_cannot_tell_apart_is_refused() {
        for (name, same) in [("ctrl-i", "tab"), ("ctrl-m", "enter"), ("ctrl-h", "backspace"), ("ctrl-[", "esc")] {
            assert_eq!(name.parse::<Key>(), Err(KeyError::Ambiguous { name: name.into(), same }));
        }
    }

    #[test]
    fn a_typing_mistake_gets_the_nearest_name() {
        let message = "ctrl-spcae".parse::<Key>().unwrap_err().to_string();
        assert_eq!(message, "there is no key “ctrl-spcae”; did you mean “space”?");
        assert!("hyper-qqq".parse::<Key>().is_err());
    }

    #[test]
    fn shift_is_part_of_a_character() {
        let typed = Key { shift: true, ..Key::char('j') };
        assert_eq!(typed.normalized(), Key::char('J'));
        assert_eq!(Key { ctrl: true, ..Key::char('I') }.normalized(), Key::new(KeyCode::Tab));
    }
}
