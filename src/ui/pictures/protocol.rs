//! How this terminal draws a picture, by what the environment and the settings say. The terminal is
//! never asked: an answer can take a second, and some terminals give none.

use std::sync::atomic::{AtomicU32, Ordering};

use image::DynamicImage;
use image::imageops::FilterType;
use ratatui::layout::Size;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;

use crate::config::{PaletteChoice, PictureChoice};
use crate::ui::theme::depth::{Depth, Surroundings};

/// The size of a cell in pixels where the terminal does not say it. For half blocks only the ratio
/// matters.
const CELL: (u32, u32) = (10, 20);

/// The number of the next picture for Kitty's protocol. Each has another one, or the terminal would
/// show an earlier picture again; any number may be the first.
static NEXT: AtomicU32 = AtomicU32::new(7001);

/// How pictures are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// With pixels, in cells of this many pixels.
    Pixels(PixelProtocol, (u32, u32)),
    /// With the sign `▀` in two of these colours, two pixels of the picture in each cell.
    HalfBlocks(Depth),
    /// Not at all, as there are too few colours.
    TooFewColors,
}

/// A way to send pixels to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelProtocol {
    /// That of Kitty.
    Kitty,
    /// That of iTerm2.
    Iterm2,
    /// Sixel, of DEC's terminals.
    Sixel,
}

/// What the environment says about pictures in the terminal; each value as it is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureSurroundings {
    term: String,
    program: String,
    lc_terminal: String,
    kitty_window: String,
    tmux: String,
}

impl PictureSurroundings {
    /// Reads the environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let read = |name| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()).unwrap_or_default();
        Self {
            term: read("TERM"),
            program: read("TERM_PROGRAM"),
            lc_terminal: read("LC_TERMINAL"),
            kitty_window: read("KITTY_WINDOW_ID"),
            tmux: read("TMUX"),
        }
    }

    /// The protocol that the terminal is known to take. Inside a multiplexer none is known.
    fn protocol(&self) -> Option<PixelProtocol> {
        if !self.tmux.is_empty() || self.term.starts_with("tmux") || self.term.starts_with("screen") {
            return None;
        }
        let term = self.term.as_str();
        if matches!(term, "xterm-kitty" | "xterm-ghostty") || self.program == "ghostty" || !self.kitty_window.is_empty()
        {
            return Some(PixelProtocol::Kitty);
        }
        let by_program = matches!(self.program.as_str(), "iTerm.app" | "WezTerm" | "mintty" | "rio" | "Tabby");
        if by_program || self.lc_terminal == "iTerm2" {
            return Some(PixelProtocol::Iterm2);
        }
        let takes_sixel = ["foot", "foot-extra", "foot-direct", "mlterm", "contour", "yaft-256color"];
        takes_sixel.contains(&term).then_some(PixelProtocol::Sixel)
    }
}

impl Drawing {
    /// How the terminal of this process draws pictures, with the person's choices.
    #[must_use]
    pub fn of_process(pictures: PictureChoice, palette: PaletteChoice) -> Self {
        let pixels = crossterm::terminal::window_size().ok().and_then(|size| {
            let one = |pixels: u16, cells: u16| Some(u32::from(pixels) / u32::from(cells)).filter(|p| *p > 1);
            let cells = Some(size).filter(|size| size.columns > 0 && size.rows > 0)?;
            Some((one(cells.width, cells.columns)?, one(cells.height, cells.rows)?))
        });
        let depth = Surroundings::of_process().depth(palette);
        Self::choose(pictures, &PictureSurroundings::of_process(), pixels, depth)
    }

    /// How pictures are drawn; `cell` is the size of a cell in pixels, if the terminal says it. Without
    /// it, pixels would cover the wrong cells, so they are used only if the person wants them.
    fn choose(
        choice: PictureChoice,
        surroundings: &PictureSurroundings,
        cell: Option<(u32, u32)>,
        depth: Depth,
    ) -> Self {
        let pixels = |protocol| Drawing::Pixels(protocol, cell.unwrap_or(CELL));
        match choice {
            PictureChoice::Kitty => pixels(PixelProtocol::Kitty),
            PictureChoice::Iterm2 => pixels(PixelProtocol::Iterm2),
            PictureChoice::Sixel => pixels(PixelProtocol::Sixel),
            PictureChoice::HalfBlocks => Drawing::HalfBlocks(depth),
            PictureChoice::Auto | PictureChoice::Off => match (surroundings.protocol(), cell, depth) {
                (Some(protocol), Some(cell), _) => Drawing::Pixels(protocol, cell),
                (_, _, Depth::Full | Depth::Indexed) => Drawing::HalfBlocks(depth),
                (_, _, Depth::Sixteen | Depth::None) => Drawing::TooFewColors,
            },
        }
    }

    /// `image` as it is sent to the terminal, in at most `columns` × `rows` cells, and the cells that it
    /// takes.
    ///
    /// # Errors
    /// If the terminal cannot show it, or the encoder fails; a sentence.
    pub fn encode(self, image: &DynamicImage, columns: u16, rows: u16) -> Result<(Protocol, (u16, u16)), String> {
        let (protocol, cell) = match self {
            Drawing::TooFewColors => {
                return Err("this terminal has too few colours for a picture; `pictures` in the settings can \
                            choose how it is drawn"
                    .to_owned());
            }
            Drawing::HalfBlocks(_) => (None, CELL),
            Drawing::Pixels(protocol, cell) => (Some(protocol), cell),
        };
        let ((width, height), size) = fitted((image.width(), image.height()), cell, (columns, rows));
        let cells = Size { width: size.0, height: size.1 };
        // Half blocks have one pixel across and two down in each cell.
        let (width, height) = if protocol.is_none() { (size.0.into(), u32::from(size.1) * 2) } else { (width, height) };
        let image = image.resize_exact(width.max(1), height.max(1), FilterType::Triangle);
        let encoded = match protocol {
            None => Halfblocks::new(image, cells).map(Protocol::Halfblocks),
            Some(PixelProtocol::Kitty) => {
                let number = NEXT.fetch_add(1, Ordering::Relaxed);
                Kitty::new(image, cells, number, false, false).map(Protocol::Kitty)
            }
            Some(PixelProtocol::Iterm2) => Iterm2::new(image, cells, false).map(Protocol::ITerm2),
            Some(PixelProtocol::Sixel) => Sixel::new(image, cells, false).map(Protocol::Sixel),
        };
        let protocol = encoded.map_err(|error| format!("the picture cannot be drawn: {error}"))?;
        Ok((protocol, size))
    }
}

/// The pixels and the cells of a picture of `image` pixels that is made as large as `room`, in cells of
/// `cell` pixels, allows, but not larger than four times its size.
fn fitted(image: (u32, u32), cell: (u32, u32), room: (u16, u16)) -> ((u32, u32), (u16, u16)) {
    let (width, height) = (f64::from(image.0.max(1)), f64::from(image.1.max(1)));
    let (across, down) = (f64::from(cell.0 * u32::from(room.0)), f64::from(cell.1 * u32::from(room.1)));
    let scale = (across / width).min(down / height).min(4.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the pixels of a screen")]
    let (width, height) = ((width * scale).max(1.0) as u32, (height * scale).max(1.0) as u32);
    let cells = |pixels: u32, of: u32, most: u16| u16::try_from(pixels.div_ceil(of)).unwrap_or(most).clamp(1, most);
    ((width, height), (cells(width, cell.0, room.0), cells(height, cell.1, room.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(surroundings: &PictureSurroundings, cell: Option<(u32, u32)>, depth: Depth) -> Drawing {
        Drawing::choose(PictureChoice::Auto, surroundings, cell, depth)
    }

    fn term(term: &str) -> PictureSurroundings {
        PictureSurroundings { term: term.to_owned(), ..PictureSurroundings::default() }
    }

    #[test]
    fn the_environment_decides_and_what_is_not_known_gets_half_blocks() {
        let cell = Some((9, 18));
        let pixels = |protocol| Drawing::Pixels(protocol, (9, 18));
        assert_eq!(auto(&term("xterm-kitty"), cell, Depth::Full), pixels(PixelProtocol::Kitty));
        assert_eq!(auto(&term("foot"), cell, Depth::Full), pixels(PixelProtocol::Sixel));
        let iterm = PictureSurroundings { program: "iTerm.app".into(), ..term("xterm-256color") };
        assert_eq!(auto(&iterm, cell, Depth::Full), pixels(PixelProtocol::Iterm2));
        assert_eq!(auto(&term("xterm-256color"), cell, Depth::Indexed), Drawing::HalfBlocks(Depth::Indexed));
        let multiplexed =
            PictureSurroundings { tmux: "/tmp/x".into(), kitty_window: "1".into(), ..term("tmux-256color") };
        assert_eq!(auto(&multiplexed, cell, Depth::Full), Drawing::HalfBlocks(Depth::Full));
        assert_eq!(
            auto(&term("xterm-kitty"), None, Depth::Full),
            Drawing::HalfBlocks(Depth::Full),
            "no size of a cell"
        );
        assert_eq!(auto(&term("vt220"), None, Depth::None), Drawing::TooFewColors);
    }

    #[test]
    fn a_choice_of_the_person_takes_precedence() {
        let forced = |choice| Drawing::choose(choice, &term("vt220"), None, Depth::None);
        assert_eq!(forced(PictureChoice::Sixel), Drawing::Pixels(PixelProtocol::Sixel, CELL));
        assert_eq!(forced(PictureChoice::HalfBlocks), Drawing::HalfBlocks(Depth::None));
    }

    #[test]
    fn a_picture_keeps_its_shape_and_its_room() {
        assert_eq!(fitted((1600, 800), (10, 20), (80, 24)), ((800, 400), (80, 20)));
        assert_eq!(fitted((800, 1600), (10, 20), (80, 24)), ((240, 480), (24, 24)));
        assert_eq!(fitted((10, 10), (10, 20), (80, 24)), ((40, 40), (4, 2)));
        assert_eq!(fitted((1, 40_000_000), (10, 20), (80, 24)).1, (1, 24));
        assert_eq!(fitted((0, 0), (10, 20), (1, 1)).1, (1, 1));
    }

    #[test]
    fn every_protocol_encodes_a_picture() {
        let image = DynamicImage::new_rgb8(40, 20);
        for protocol in [PixelProtocol::Kitty, PixelProtocol::Iterm2, PixelProtocol::Sixel] {
            let (encoded, size) = Drawing::Pixels(protocol, (10, 20)).encode(&image, 20, 10).unwrap();
            assert_eq!((encoded.size().width, encoded.size().height), size, "{protocol:?}");
        }
        let (_, size) = Drawing::HalfBlocks(Depth::Full).encode(&image, 20, 10).unwrap();
        assert_eq!(size, (16, 4));
        let refused = Drawing::TooFewColors.encode(&image, 20, 10);
        assert!(refused.is_err_and(|why| why.contains("too few colours")));
    }
}
