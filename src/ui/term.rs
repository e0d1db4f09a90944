//! Taking the terminal and giving it back.
//!
//! [`Screen`] takes the terminal (raw mode, alternate screen, mouse, bracketed
//! paste). It gives it back when dropped, before a panic message is printed,
//! and while another program uses it; the [`watcher`](super::watcher) does so if the
//! system ends the process. Nothing here waits for an
//! answer of the terminal: it can take a second, and some terminals never give one.

use std::io::{self, BufWriter, Stdout};
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, event, execute, queue};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::events::{ASK, STOP};
use super::hyperlinks::{Addresses, Backend};
use super::isolates;
use super::watcher::{Modes, Watcher};
use crate::printing;

/// Switches on reports of buttons, the wheel and drags, also in columns after
/// 223; not of bare movement, which would wake the reader for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Why the terminal could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum ScreenError {
    /// Standard output is a file or a pipe.
    #[error(
        "the reader needs a terminal, and standard output is not one; `pullquote extract` and `pullquote export` write to files and pipes"
    )]
    NotATerminal,
    /// The terminal refused.
    #[error("cannot set up the terminal: {0}")]
    Refused(#[from] io::Error),
}

/// The terminal while the reader uses it.
pub struct Screen {
    /// Never dropped: ratatui would show the cursor, and print to standard error
    /// if that fails. With the terminal gone that is a panic, and
    /// [`give_back`] shows the cursor anyway.
    terminal: ManuallyDrop<Terminal<Backend<BufWriter<Stdout>>>>,
    mouse: bool,
    /// Whether the terminal is asked for its background when it is taken.
    asks: bool,
    /// Whether parts of a row with text from right to left are isolated.
    isolates: bool,
    taken: Arc<Taken>,
}

/// Whether the terminal is taken, and who gives it back if the reader can't.
struct Taken {
    now: AtomicBool,
    watcher: Watcher,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// If standard output is not a terminal, or the terminal refuses raw mode.
    pub fn enter(mouse: bool) -> Result<Self, ScreenError> {
        if !printing::output_is_terminal() {
            return Err(ScreenError::NotATerminal);
        }
        let (width, height) = crossterm::terminal::size()?;
        let taken = Arc::new(Taken { now: AtomicBool::new(false), watcher: Watcher::new() });
        // The guard exists before anything is switched on, so that a failure
        // halfway gives back what was taken.
        let out = BufWriter::with_capacity(1 << 16, io::stdout());
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let terminal = Terminal::with_options(Backend::new(out), TerminalOptions { viewport })?;
        let isolates = isolates::are_known();
        let mut screen = Self { terminal: ManuallyDrop::new(terminal), mouse, asks: false, isolates, taken };
        screen.take()?;
        Ok(screen)
    }

    fn take(&mut self) -> io::Result<()> {
        self.taken.now.store(true, Ordering::SeqCst);
        self.taken.watcher.tell(true);
        enable_raw_mode()?;
        let out = self.terminal.backend_mut();
        queue!(out, EnterAlternateScreen, event::EnableBracketedPaste, cursor::Hide)?;
        if self.mouse {
            queue!(out, Print(MOUSE_ON))?;
        }
        if self.asks {
            queue!(out, Print(ASK))?;
        }
        io::Write::flush(out)
    }

    /// From now on the terminal is given back even if the system ends this process.
    pub fn watch(&self) {
        self.taken.watcher.start();
    }

    /// Asks the terminal for its background, now and whenever it is taken again, and for reports when
    /// it changes. The answers are events.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn ask_background(&mut self) -> io::Result<()> {
        self.asks = true;
        execute!(self.terminal.backend_mut(), Print(ASK))
    }

    /// Gives the terminal back while `work` runs, then takes it again with an
    /// empty screen. The size may have changed meanwhile.
    ///
    /// # Errors
    /// If the terminal cannot be taken again.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        give_back(&self.taken);
        let result = work();
        self.take()?;
        self.clear()?;
        Ok(result)
    }

    /// [`Self::lend`] to a program that may end without giving the terminal its modes back.
    ///
    /// # Errors
    /// If the terminal cannot be taken again.
    pub fn lend_to_program<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        self.lend(|| {
            let modes = Modes::now();
            let result = work();
            modes.restore();
            result
        })
    }

    /// Takes the terminal again after the process was stopped without being
    /// asked, as the shell has changed the terminal's mode meanwhile.
    ///
    /// # Errors
    /// If the terminal cannot be taken.
    pub fn retake(&mut self) -> io::Result<()> {
        disable_raw_mode()?;
        self.take()
    }

    /// The current size of the terminal, in cells.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn size(&self) -> io::Result<Size> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Size { width, height })
    }

    /// Clears the screen, so that the next frame is drawn completely.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        let size = self.size()?;
        self.resize(size)
    }

    /// From now on draws in this size, on a cleared screen.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws a frame with these links, which is empty for a terminal that does not take
    /// any. Only the cells that changed are sent, and terminals with
    /// synchronized output show them at once.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn draw(&mut self, links: Addresses, frame: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.backend_mut().addresses = links;
        let isolates = self.isolates;
        self.terminal.draw(|drawn| {
            frame(drawn);
            if isolates {
                isolates::add(drawn.buffer_mut());
            }
        })?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Sends a control sequence that draws nothing, such as a copy to the
    /// clipboard.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn send(&mut self, command: impl crossterm::Command) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), command)
    }

    /// From now on a panic of the main thread gives the terminal back before
    /// its message is printed, and then prints `notes` on a line of its own:
    /// where the notes are. A panic of another thread is reported by the code
    /// that waits for that thread.
    pub fn give_back_on_panic(&self, notes: String) {
        let taken = Arc::clone(&self.taken);
        let main = std::thread::current().id();
        let print_panic = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().id() != main {
                return;
            }
            give_back(&taken);
            print_panic(panic);
            printing::complain(&format!("the reader stopped (please report). {notes}"));
        }));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Unsent output of an interrupted frame must not arrive after the
        // terminal is given back.
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate).ok();
        give_back(&self.taken);
    }
}

/// Gives the terminal back, if it is taken. Errors are ignored: nothing can be
/// done for a terminal that is gone.
fn give_back(taken: &Taken) {
    if taken.now.swap(false, Ordering::SeqCst) {
        leave().ok();
        disable_raw_mode().ok();
        taken.watcher.tell(false);
    }
}

/// Switches off everything that the reader switches on, but for the modes of the
/// terminal.
///
/// # Errors
/// If the terminal is gone.
pub(super) fn leave() -> io::Result<()> {
    execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        Print(MOUSE_OFF),
        Print(STOP),
        event::DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )
}
