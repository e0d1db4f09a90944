//! Pictures in the terminal: where they are fetched from ([`source`]), how they are decoded within
//! limits ([`decode`]), and how this terminal draws them ([`protocol`]).

pub mod decode;
pub mod protocol;
pub mod source;

use std::sync::{Arc, Mutex, PoisonError};

use image::DynamicImage;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;

use self::protocol::Drawing;
use self::source::PictureSource;
use super::frame;
use super::frame::{Place, Popup};
use super::paint::{LinePart, draw_text, lines};
use super::theme::depth::at_depth;
use super::theme::{Role, Theme};
use crate::app::App;
use crate::app::pictures::PictureState;
use pullquote_article::Picture;

/// The most lines of a reason why there is no picture.
const REASON: usize = 6;

/// What shows pictures: how this terminal draws them, where they come from, and the last one.
#[derive(Clone)]
pub struct Pictures {
    /// How this terminal draws.
    pub drawing: Drawing,
    /// Where pictures are read from.
    pub source: PictureSource,
    last: Arc<Mutex<Last>>,
}

impl std::fmt::Debug for Pictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pictures").field("drawing", &self.drawing).field("source", &self.source).finish_non_exhaustive()
    }
}

/// The last picture, so that another size of it needs no other fetch.
#[derive(Default)]
struct Last {
    /// The address, and the picture in at most [`decode::LONGEST`] pixels.
    decoded: Option<(String, Arc<DynamicImage>)>,
    /// The address, and the picture as it is drawn.
    encoded: Option<(String, Arc<Protocol>)>,
}

impl Pictures {
    /// Pictures that are drawn and read in this way.
    #[must_use]
    pub fn new(drawing: Drawing, source: PictureSource) -> Self {
        Self { drawing, source, last: Arc::default() }
    }

    /// Makes `picture` ready to be drawn in at most `columns` × `rows` cells: fetches it if it is not
    /// the last one, decodes it and encodes it. May take as long as a fetch. Returns the columns and
    /// rows that it takes.
    ///
    /// # Errors
    /// If it cannot be fetched, is no picture or too large; a sentence.
    pub fn prepare(&self, picture: &Picture, columns: u16, rows: u16) -> Result<(u16, u16), String> {
        let known = self.lock().decoded.as_ref().filter(|(address, _)| *address == picture.address).cloned();
        let image = match known {
            Some((_, image)) => image,
            None => {
                let bytes = self.source.bytes(picture)?;
                let image = Arc::new(decode::within_bounds(bytes, self.source.bounds())?);
                self.lock().decoded = Some((picture.address.clone(), Arc::clone(&image)));
                image
            }
        };
        let (protocol, size) = self.drawing.encode(&image, columns, rows)?;
        self.lock().encoded = Some((picture.address.clone(), Arc::new(protocol)));
        Ok(size)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Draws the picture that is open in the middle of the frame that [`draw_frame`] has drawn.
    pub fn draw(&self, app: &App, buf: &mut Buffer) {
        let Some((picture, view, _)) = app.open_picture() else { return };
        let PictureState::Ready { columns, rows } = view.state else { return };
        let Some((_, protocol)) = self.lock().encoded.as_ref().filter(|(a, _)| *a == picture.address).cloned() else {
            return;
        };
        let room = inside(buf.area);
        if columns > room.width || rows > room.height {
            return;
        }
        let (x, y) = (room.x + (room.width - columns) / 2, room.y + (room.height - rows) / 2);
        let area = Rect { x, y, width: columns, height: rows };
        Image::new(&protocol).render(area, buf);
        if let Drawing::HalfBlocks(depth) = self.drawing {
            for position in area.positions() {
                if let Some(cell) = buf.cell_mut(position) {
                    cell.set_style(at_depth(cell.style(), depth));
                }
            }
        }
    }
}

/// The part of the screen inside the frame of a picture.
fn inside(screen: Rect) -> Rect {
    Rect {
        x: screen.x + 2,
        y: screen.y + 1,
        width: screen.width.saturating_sub(4),
        height: screen.height.saturating_sub(3),
    }
}

/// Draws the frame of the picture that is open and, while there is no picture yet, what is known about
/// it.
pub fn draw_frame(app: &App, theme: &Theme, buf: &mut Buffer) {
    let Some((picture, view, title)) = app.open_picture() else { return };
    let keymap = app.keymap();
    let (next, close) = (keymap.hint(crate::app::Action::Picture), keymap.hint(crate::app::Action::Back));
    let area = buf.area;
    let wanted = Popup {
        title: &title,
        hints: &[(next.as_str(), "next picture"), (close.as_str(), "close")],
        width: area.width,
        height: area.height.saturating_sub(1),
        place: Place::Middle,
    };
    let inner = frame::popup(&wanted, theme, buf);
    let words = match &view.state {
        PictureState::Coming => format!("Fetching {} …", picture.shown_address()),
        PictureState::Failed(why) => why.clone(),
        PictureState::Ready { .. } => return,
    };
    let rows = lines(&words, inner.width, REASON);
    let top = inner.y + inner.height.saturating_sub(u16::try_from(rows.len()).unwrap_or(inner.height)) / 2;
    for (row, y) in rows.iter().zip(top..inner.bottom()) {
        draw_text(buf, LinePart { y, ..LinePart::of(inner) }, row, theme.style(Role::Popup));
    }
}
