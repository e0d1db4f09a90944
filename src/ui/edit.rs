//! The popup in which a note is written.
//!
//! The text is kept in two places: [`App`] has the text, and the text area here
//! has the cursor, the scroll position and its own undo. [`NoteEditor::follow`]
//! keeps the two equal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, Input, TextArea, WrapMode};

use super::frame;
use super::frame::{Place, Popup};
use super::paint::lines;
use super::theme::{Role, Theme};
use crate::app::key::{Key, KeyCode};
use crate::app::mode::{Mode, NoteDraft};
use crate::app::{App, Msg};
use pullquote_article::text::sanitize::shown;

/// The text area of a note that is being written.
pub struct NoteEditor {
    area: TextArea<'static>,
    /// The `serial` of the draft it was made from.
    serial: u64,
}

impl NoteEditor {
    /// A text area with the text of the draft and the cursor at its end.
    #[must_use]
    pub fn new(draft: &NoteDraft, theme: &Theme) -> Self {
        let mut area = TextArea::from(draft.text.split('\n'));
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_style(theme.style(Role::Popup));
        area.set_cursor_line_style(ratatui::style::Style::new());
        area.set_cursor_style(theme.style(Role::Cursor));
        area.set_selection_style(theme.style(Role::PopupSelected));
        area.set_placeholder_text("Write a note …");
        area.set_placeholder_style(theme.style(Role::PopupQuiet));
        area.set_tab_length(4);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, serial: draft.serial }
    }

    /// The editor for the current mode: the existing one, a new one if a note
    /// was opened or its text was changed elsewhere, or none if no note is
    /// being written.
    #[must_use]
    pub fn follow(editor: Option<Self>, app: &App, theme: &Theme) -> Option<Self> {
        match (app.mode(), editor) {
            (Mode::Edit(draft), Some(editor)) if editor.serial == draft.serial => Some(editor),
            (Mode::Edit(draft), _) => Some(Self::new(draft, theme)),
            // A question about the draft may lead back to it.
            (Mode::Confirm(_), editor) => editor,
            _ => None,
        }
    }

    /// Handles a key; returns the message about the new text, or `None` if the
    /// key is for the application.
    pub fn key(&mut self, key: Key) -> Option<Msg> {
        let for_application =
            matches!((key.code, key.ctrl), (KeyCode::Esc, _) | (KeyCode::Char('s' | 'c' | 'z' | 'l'), true));
        if for_application {
            return None;
        }
        self.area.input(input(key)?);
        Some(Msg::DraftChanged(self.text()))
    }

    /// Inserts pasted text, as one step that can be undone.
    pub fn paste(&mut self, text: &str) -> Msg {
        let text: String = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        self.area.insert_str(text);
        Msg::DraftChanged(self.text())
    }

    fn text(&self) -> String {
        self.area.lines().join("\n")
    }
}

/// A key in the text area's own type.
fn input(key: Key) -> Option<Input> {
    use ratatui_textarea::Key as Code;
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Tab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Esc | KeyCode::Insert | KeyCode::F(_) => return None,
    };
    Some(Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: key.shift })
}

/// The fewest rows of the popup, with the frame.
const LOWEST: u16 = 8;

/// How many rows the popup needs to show all of `text`, with the frame, the annotated words and
/// a row to write on.
fn wanted_rows(text: &str, width: u16) -> u16 {
    let cells = width.saturating_sub(4);
    let rows = text.split('\n').map(|line| lines(line, cells, usize::MAX).len().max(1)).sum::<usize>();
    u16::try_from(rows + 5).unwrap_or(u16::MAX)
}

/// Draws the popup over the article, in the given columns: the first one and the width in cells.
/// It grows with the note, up to the height of the screen.
pub fn draw(draft: &NoteDraft, editor: Option<&NoteEditor>, (x, width): (u16, u16), theme: &Theme, buf: &mut Buffer) {
    let room = buf.area.height.saturating_sub(1);
    let height = wanted_rows(&draft.text, width).max(LOWEST).min(room);
    let place = Place::At(x, (room - height) / 2);
    let wanted = Popup { title: "Note", hints: &[("ctrl-s", "save"), ("esc", "leave")], width, height, place };
    let inner = frame::popup(&wanted, theme, buf);
    let about_rows = u16::from(inner.height > 3) * 2;
    if about_rows > 0 {
        let style = theme.style(Role::PopupQuiet);
        super::paint::draw_fitted(buf, super::paint::LinePart::of(inner), &format!("“{}”", draft.about), style);
    }
    let area = Rect { y: inner.y + about_rows, height: inner.height.saturating_sub(about_rows), ..inner };
    match editor {
        Some(editor) => editor.area.render(area, buf),
        None => NoteEditor::new(draft, theme).area.render(area, buf),
    }
    // The widget drops control characters, but not those that change the
    // direction of the text.
    for position in area.positions() {
        if let Some(cell) = buf.cell_mut(position)
            && !cell.symbol().is_ascii()
        {
            let safe = shown(cell.symbol()).into_owned();
            cell.set_symbol(if safe.is_empty() { " " } else { &safe });
        }
    }
}
