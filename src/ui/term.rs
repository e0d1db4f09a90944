//! The terminal taken and given back.
//!
//! [`Screen`] takes it (raw mode, alternate screen, mouse, bracketed paste)
//! and gives it back when dropped, before a panic is told, and while another
//! program has it. Nothing here asks the terminal a question: an answer can
//! take a second, and some never give one.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, event, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

/// Reports of buttons, the wheel and drags, with columns past 223. Not of bare
/// movement, which would wake the reader for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Why there is no screen.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// The output goes to a file or a pipe.
    #[error(
        "the reader needs a terminal, and standard output is not one; `pullquote extract` and `pullquote export` write to files and pipes"
    )]
    NotATerminal,
    /// The terminal refused.
    #[error("cannot set up the terminal: {0}")]
    Refused(#[from] io::Error),
}

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    mouse: bool,
    taken: Arc<AtomicBool>,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When standard output is no terminal, or the terminal refuses raw mode.
    pub fn enter(mouse: bool) -> Result<Self, ScreenError> {
        if !io::stdout().is_terminal() {
            return Err(ScreenError::NotATerminal);
        }
        let (width, height) = crossterm::terminal::size()?;
        let taken = Arc::new(AtomicBool::new(false));
        // The guard stands before anything is switched on, so that a failure
        // halfway gives back what was taken.
        let out = BufWriter::with_capacity(1 << 16, io::stdout());
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let terminal = Terminal::with_options(CrosstermBackend::new(out), TerminalOptions { viewport })?;
        let mut screen = Self { terminal, mouse, taken };
        screen.take()?;
        Ok(screen)
    }

    fn take(&mut self) -> io::Result<()> {
        self.taken.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let out = self.terminal.backend_mut();
        queue!(out, EnterAlternateScreen, event::EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            queue!(out, Print(MOUSE_ON))?;
        }
        io::Write::flush(out)
    }

    /// Gives the terminal back for as long as `work` takes, then takes it again
    /// with an empty screen. The size may have changed meanwhile.
    ///
    /// # Errors
    /// When the terminal can't be taken again.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        give_back(&self.taken);
        let result = work();
        self.take()?;
        self.clear()?;
        Ok(result)
    }

    /// Takes the terminal again after the process was stopped without being
    /// asked: the shell has set the terminal for itself meanwhile.
    ///
    /// # Errors
    /// When the terminal can't be taken.
    pub fn retake(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        self.take()
    }

    /// The size of the terminal now, in cells.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn size(&self) -> io::Result<Size> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Size { width, height })
    }

    /// Empties the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        let size = self.size()?;
        self.resize(size)
    }

    /// Draws from now on in this size, on an emptied screen.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws a frame; only the cells that changed are sent, and a terminal
    /// that knows how shows them at once.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, frame: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(frame)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Sends a control sequence that shows nothing, such as a copy to the
    /// clipboard.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn send(&mut self, command: impl crossterm::Command) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), command)
    }

    /// From now on a panic of the main thread gives the terminal back before
    /// it is told, and says `notes` on a line of its own: where the notes are.
    /// A panic of another thread is told by whoever waits for that thread.
    pub fn give_back_on_panic(&self, notes: String) {
        let taken = Arc::clone(&self.taken);
        let main = std::thread::current().id();
        let tell = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() != main {
                return;
            }
            give_back(&taken);
            tell(panic);
            // The terminal may be what failed; nothing can be done then.
            writeln!(io::stderr(), "pullquote stopped because of a mistake of its own. {notes}").ok();
        }));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // What a frame that was cut short left waiting must not arrive after
        // the terminal is given back.
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate).ok();
        give_back(&self.taken);
    }
}

/// Gives the terminal back, if it is taken. A terminal that is gone can't be
/// told so: errors are of no use here.
fn give_back(taken: &AtomicBool) {
    if taken.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        execute!(
            out,
            Print(MOUSE_OFF),
            event::DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show,
            EndSynchronizedUpdate
        )
        .ok();
        disable_raw_mode().ok();
    }
}
