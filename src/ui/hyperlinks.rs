//! Links of the terminal: words on the screen that the terminal itself opens, by the
//! control sequence OSC 8.
//!
//! Only for terminals that are known to take the sequence, and only for addresses of the
//! web. A cell of a frame says which link it belongs to by its underline colour, which
//! nothing else here uses: so a cell is sent again when its link changes, and [`Backend`]
//! knows where each link begins and ends.

use std::collections::HashMap;
use std::io::{self, Write};

use ratatui::backend::{ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use url::Url;

use super::rect;
use crate::app::{App, Mode};
use crate::layout::locate;

/// Bytes that an address has at most; terminals ignore longer ones.
const LONGEST: usize = 2000;

/// The addresses of the links in a frame, by their number.
pub type Addresses = HashMap<u16, String>;

/// Whether the terminal of this process is known to take links.
#[must_use]
pub fn are_known() -> bool {
    let read = |name| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()).unwrap_or_default();
    let names = ["TERM", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "TMUX"];
    takes_links(&names.map(read))
}

/// Whether a terminal takes links, by the values of `TERM`, `TERM_PROGRAM`, `VTE_VERSION`,
/// `WT_SESSION` and `TMUX`. Inside a multiplexer it is not known.
fn takes_links([term, program, vte, windows, tmux]: &[String; 5]) -> bool {
    let inside = !tmux.is_empty() || term.starts_with("tmux") || term.starts_with("screen");
    let by_program = matches!(program.as_str(), "iTerm.app" | "WezTerm" | "ghostty" | "vscode" | "rio");
    let terms = ["xterm-kitty", "xterm-ghostty", "foot", "foot-extra", "alacritty", "contour", "wezterm", "rio"];
    let by_vte = vte.parse::<u32>().is_ok_and(|version| version >= 5000);
    !inside && (by_program || by_vte || !windows.is_empty() || terms.contains(&term.as_str()))
}

/// The addresses of the links on the screen; none while a popup is over them.
#[must_use]
pub fn on_screen(app: &App) -> Addresses {
    if !matches!(app.mode(), Mode::Read | Mode::Select(_)) || app.areas().column.is_empty() {
        return Addresses::new();
    }
    let seen = app.visible();
    let links = app.links().zip(0..u16::MAX).filter(|((span, _), _)| span.overlaps(seen));
    links.filter_map(|((_, address), number)| Some((number, safe(address)?))).collect()
}

/// Marks the cells of the links with these numbers.
pub fn mark(app: &App, links: &[u16], buf: &mut Buffer) {
    let column = rect(app.areas().column).intersection(buf.area);
    for ((span, _), number) in app.links().zip(0..u16::MAX).filter(|(_, number)| links.contains(number)) {
        for (row, y) in app.rows().iter().zip(column.top()..column.bottom()) {
            if !row.is_article() || !row.span.overlaps(span) {
                continue;
            }
            for cell in locate::cells(row, app.article().text()).filter(|cell| cell.span.overlaps(span)) {
                let x = column.x.saturating_add(cell.cell);
                if let Some(cell) = buf.cell_mut(Position { x, y }).filter(|_| x < column.right()) {
                    cell.underline_color = color(number);
                }
            }
        }
    }
}

/// An address as it may be sent to a terminal: of the web, and of printable ASCII without
/// spaces; `None` for any other.
fn safe(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let text = String::from(url);
    (text.len() <= LONGEST && text.bytes().all(|b| (0x21..=0x7e).contains(&b))).then_some(text)
}

/// The colour that marks the cells of a link.
fn color(number: u16) -> Color {
    let [high, low] = number.to_be_bytes();
    Color::Rgb(1, high, low)
}

/// The link that a cell belongs to.
fn number(cell: &Cell) -> Option<u16> {
    match cell.underline_color {
        Color::Rgb(_, high, low) => Some(u16::from_be_bytes([high, low])),
        _ => None,
    }
}

/// A terminal that gets frames with links.
pub struct Backend<W: Write> {
    inner: CrosstermBackend<W>,
    /// The addresses of the links in the next frame.
    pub(super) addresses: Addresses,
}

impl<W: Write> Backend<W> {
    /// A terminal that is written to through `writer`.
    pub fn new(writer: W) -> Self {
        Self { inner: CrosstermBackend::new(writer), addresses: Addresses::new() }
    }

    /// Sends neighbouring cells of one link, or of none.
    fn send(&mut self, link: Option<u16>, cells: &[(u16, u16, Cell)]) -> io::Result<()> {
        use ratatui::backend::Backend as _;
        let address = link.and_then(|link| Some((link, self.addresses.get(&link)?.clone())));
        if let Some((link, address)) = &address {
            // Parts of one link on several rows have one id.
            write!(self.inner, "\x1b]8;id={link};{address}\x1b\\")?;
        }
        self.inner.draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        if address.is_some() {
            write!(self.inner, "\x1b]8;;\x1b\\")?;
        }
        Ok(())
    }
}

impl<W: Write> Write for Backend<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.inner)
    }
}

impl<W: Write> ratatui::backend::Backend for Backend<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        if self.addresses.is_empty() {
            // Cells of links that are gone have no colour any more.
            return self.inner.draw(content);
        }
        let mut run: Vec<(u16, u16, Cell)> = Vec::new();
        let mut of_run = None;
        for (x, y, cell) in content {
            let link = number(cell);
            if link != of_run && !run.is_empty() {
                self.send(of_run, &std::mem::take(&mut run))?;
            }
            of_run = link;
            let mut cell = cell.clone();
            cell.underline_color = Color::Reset;
            run.push((x, y, cell));
        }
        if run.is_empty() { Ok(()) } else { self.send(of_run, &run) }
    }

    fn append_lines(&mut self, count: u16) -> io::Result<()> {
        self.inner.append_lines(count)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        ratatui::backend::Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::backend::Backend as _;

    fn terminal(term: &str, program: &str, vte: &str, tmux: &str) -> bool {
        takes_links(&[term, program, vte, "", tmux].map(str::to_owned))
    }

    #[test]
    fn links_are_sent_only_to_terminals_that_are_known_to_take_them() {
        assert!(terminal("xterm-kitty", "", "", "") && terminal("xterm-256color", "", "7001", ""));
        assert!(terminal("xterm-256color", "iTerm.app", "", ""));
        assert!(!terminal("xterm-256color", "", "", "") && !terminal("linux", "", "", ""));
        assert!(!terminal("tmux-256color", "iTerm.app", "", "") && !terminal("xterm-kitty", "", "", "/tmp/tmux"));
        assert!(!terminal("xterm-256color", "", "4600", ""));
    }

    #[test]
    fn only_safe_addresses_of_the_web_are_sent() {
        assert_eq!(safe("https://example.org/å b").as_deref(), Some("https://example.org/%C3%A5%20b"));
        for address in ["javascript:alert(1)", "file:///etc/passwd", "/news", "mailto:a@b.example", "data:,x"] {
            assert_eq!(safe(address), None, "{address}");
        }
        assert_eq!(safe(&format!("https://example.org/{}", "a".repeat(LONGEST))), None);
        let hostile = safe("https://example.org/\u{1b}]0;x\u{7}\\;y").unwrap_or_default();
        assert!(!hostile.contains(|c: char| c.is_control()), "{hostile:?}");
    }

    #[test]
    fn a_link_begins_and_ends_with_its_cells() {
        let cell = |symbol: &'static str, link: Option<u16>| {
            let mut cell = Cell::new(symbol);
            cell.underline_color = link.map_or(Color::Reset, color);
            cell
        };
        let cells = [cell("a", None), cell("b", Some(300)), cell("c", Some(300)), cell("d", Some(7)), cell("e", None)];
        let mut sent = Vec::new();
        let mut backend = Backend::new(&mut sent);
        backend.addresses = Addresses::from([(300, "https://example.org/".to_owned())]);
        backend.draw((0..).zip(&cells).map(|(x, cell)| (x, 0, cell))).unwrap();
        drop(backend);
        let sent = String::from_utf8(sent).unwrap();
        let (before, rest) = sent.split_once("\x1b]8;id=300;https://example.org/\x1b\\").unwrap();
        let (inside, after) = rest.split_once("\x1b]8;;\x1b\\").unwrap();
        assert!(
            before.contains('a') && inside.contains("bc") && after.contains('d') && after.contains('e'),
            "{sent:?}"
        );
        assert!(!sent.contains("\x1b[58"), "the colour is never sent: {sent:?}");
    }
}
