//! Translates events of the terminal into messages of the application.

use crossterm::event::{Event, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use crate::app::key::{Key, KeyCode};
use crate::app::{Mouse, MouseKind, Msg};

/// The message for an event; `None` for events that the reader does not use:
/// releases of keys, other buttons, the focus of the terminal.
#[must_use]
pub fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(event) => key(event).map(Msg::Key),
        Event::Mouse(event) => mouse(event).map(Msg::Mouse),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(columns, rows) => Some(Msg::Resize { columns, rows }),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    use crossterm::event::KeyCode as Code;
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
    let code = match event.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => {
            shift = true;
            KeyCode::Tab
        }
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Insert => KeyCode::Insert,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(n) => KeyCode::F(n),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(Key { code, ctrl, alt, shift }.normalized())
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Mouse { kind, x: event.column, y: event.row })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: crossterm::event::KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|k| k.to_string())
    }

    #[test]
    fn keys_have_the_names_that_settings_give_them() {
        use crossterm::event::KeyCode as Code;
        for (code, modifiers, name) in [
            (Code::Char('J'), KeyModifiers::SHIFT, "J"),
            (Code::Char('d'), KeyModifiers::CONTROL, "ctrl-d"),
            (Code::BackTab, KeyModifiers::SHIFT, "shift-tab"),
            (Code::Char('h'), KeyModifiers::CONTROL, "backspace"),
            (Code::PageDown, KeyModifiers::NONE, "pagedown"),
            (Code::Char(']'), KeyModifiers::NONE, "]"),
        ] {
            assert_eq!(pressed(code, modifiers).as_deref(), Some(name));
        }
        assert_eq!(pressed(Code::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn a_release_is_no_press() {
        let mut event = KeyEvent::new(crossterm::event::KeyCode::Char('x'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(key(event), None);
    }

    #[test]
    fn only_the_wheel_and_the_left_button_are_used() {
        let event = |kind| MouseEvent { kind, column: 3, row: 5, modifiers: KeyModifiers::NONE };
        let wheel = mouse(event(MouseEventKind::ScrollDown));
        assert_eq!(wheel, Some(Mouse { kind: MouseKind::WheelDown, x: 3, y: 5 }));
        assert_eq!(mouse(event(MouseEventKind::Down(MouseButton::Right))), None);
        assert_eq!(mouse(event(MouseEventKind::Moved)), None);
    }
}
