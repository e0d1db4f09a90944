//! The terminal: events in, frames out.
//!
//! [`draw`] draws a frame of the application's state and changes nothing.
//! [`run`] is the loop around it: [`events`] reads events of the terminal,
//! [`input`] turns them into messages, [`effects`] does what the application
//! asks for, and [`closing`] saves everything at the end. There is one
//! file for each pane; [`theme`] defines every colour, and all text is drawn by
//! [`paint`].

pub mod article;
mod clipboard;
pub mod closing;
pub mod confirm;
pub mod edit;
pub mod effects;
pub mod events;
pub mod evidence_panel;
pub mod first_steps;
pub mod frame;
pub mod handover;
pub mod help;
pub mod hyperlinks;
pub mod input;
pub mod isolates;
pub mod library;
mod margin;
pub mod overlay;
pub mod paint;
pub mod palette;
pub mod pictures;
pub mod popup_page;
pub mod prompt;
pub mod run;
pub mod scroll_bar;
pub mod sidebar;
pub mod signals;
pub mod status;
pub mod term;
pub mod theme;
pub mod title;
pub mod waiting;
pub mod watcher;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::{App, Area, Mode};
use edit::NoteEditor;
use theme::{Role, Theme};

/// Draws the application. `editor` is the text area of the note that is being
/// written, which has the cursor; without it the note is drawn as when it is
/// opened.
pub fn draw(app: &App, theme: &Theme, editor: Option<&NoteEditor>, frame: &mut Frame<'_>) {
    let buf = frame.buffer_mut();
    paint::fill(buf, buf.area, theme.style(Role::Page));
    title::draw(app, theme, buf);
    article::draw(app, theme, buf);
    margin::draw(app, theme, buf);
    scroll_bar::draw(app, theme, buf);
    sidebar::draw(app, theme, buf);
    let mut mode = app.mode();
    if let Mode::Confirm(confirm) = mode {
        // What the question is about stays visible below it.
        mode = &confirm.before;
    }
    if stands_alone(mode) || !app.following_keys().is_empty() {
        paint::recede(buf, theme);
    }
    match mode {
        Mode::Palette(open) => palette::draw(open, theme, buf),
        Mode::Help(view) => help::draw_filtered(&app.help(), view, theme, buf),
        Mode::Why(_) => evidence_panel::draw(app, theme, buf),
        Mode::Edit(draft) => edit::draw(draft, editor, app.popup_columns(), theme, buf),
        Mode::Review(_) | Mode::Changes(_) | Mode::Card(_) | Mode::Page(_) => popup_page::draw(app, theme, buf),
        Mode::Picture(_) => pictures::draw_frame(app, theme, buf),
        Mode::Read
        | Mode::Select(_)
        | Mode::Prompt(_)
        | Mode::Filter(_)
        | Mode::Confirm(_)
        // Hints are drawn over the article.
        | Mode::Hints(_) => {}
    }
    if let Mode::Confirm(confirm) = app.mode() {
        confirm::draw(confirm, app.popup_columns(), theme, buf);
    }
    first_steps::draw(app, theme, buf);
    palette::draw_following(app, theme, buf);
    status::draw(app, theme, buf);
}

/// Whether what is open has nothing to do with the words below it, which then recede.
fn stands_alone(mode: &Mode) -> bool {
    matches!(mode, Mode::Palette(_) | Mode::Help(_) | Mode::Page(_) | Mode::Changes(_))
}

/// An area of the application as a rectangle of ratatui.
#[must_use]
pub fn rect(area: Area) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }
}
