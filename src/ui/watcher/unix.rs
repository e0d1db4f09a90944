//! The watcher of Unix.

use std::io::{self, Read, Write};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use rustix::termios::{ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, Termios};
use rustix::termios::{tcgetattr, tcsetattr};

use super::ARGUMENT;
use crate::printing;
use crate::ui::term;

/// The byte that says that the terminal is taken, and the one that says that it was
/// given back.
const TAKEN: u8 = b't';
const GIVEN_BACK: u8 = b'g';

/// How the terminal treats what is typed and written.
#[derive(Debug)]
pub struct Modes(Option<Termios>);

impl Modes {
    /// The modes that the terminal has now.
    #[must_use]
    pub fn now() -> Self {
        Self(tcgetattr(io::stdout()).ok())
    }

    /// Gives the terminal these modes again. If it is gone, nothing happens.
    pub fn restore(&self) {
        if let Some(modes) = &self.0 {
            tcsetattr(io::stdout(), OptionalActions::Now, modes).ok();
        }
    }
}

/// The reader's side: starts the watcher, and tells it whether the terminal is
/// taken.
#[derive(Debug, Default)]
pub struct Watcher {
    /// The modes of the terminal before the reader, as an argument; `None` if they
    /// are unknown.
    modes: Option<String>,
    /// `None` until it is started, and if that failed.
    pipe: Mutex<Option<ChildStdin>>,
}

impl Watcher {
    /// Remembers the modes that the terminal has now, before it is taken.
    #[must_use]
    pub fn new() -> Self {
        Self { modes: tcgetattr(io::stdout()).ok().as_ref().map(as_argument), pipe: Mutex::default() }
    }

    /// Starts the watcher while the terminal is taken, if it was not started before. Without one, the
    /// reader works as with one.
    pub fn start(&self) {
        if self.pipe.lock().unwrap_or_else(PoisonError::into_inner).is_some() {
            return;
        }
        let (Some(modes), Ok(program)) = (&self.modes, std::env::current_exe()) else { return };
        let started = Command::new(program)
            .args([ARGUMENT, modes])
            .stdin(Stdio::piped())
            // The terminal, also if standard error is a file.
            .stdout(Stdio::inherit())
            .spawn();
        // It ends by itself after this process, which need not wait for it.
        *self.pipe.lock().unwrap_or_else(PoisonError::into_inner) = started.ok().and_then(|child| child.stdin);
        self.tell(true);
    }

    /// Tells the watcher whether the terminal is taken.
    pub fn tell(&self, taken: bool) {
        if let Some(pipe) = &mut *self.pipe.lock().unwrap_or_else(PoisonError::into_inner) {
            // If the watcher has ended, there is nobody to tell.
            pipe.write_all(&[if taken { TAKEN } else { GIVEN_BACK }]).ok();
        }
    }
}

/// The watcher's side: waits for the end of the reader at the other end of standard
/// input. If the terminal is taken then, gives it back, with the modes in `modes`.
pub fn watch(modes: &str) {
    // In a session of its own, no signal of the terminal reaches it, and the system
    // lets it set the modes after the shell has taken the terminal.
    rustix::process::setsid().ok();
    let mut last = GIVEN_BACK;
    let mut bytes = [0_u8; 64];
    let mut pipe = io::stdin().lock();
    loop {
        match pipe.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => last = bytes.get(read - 1).copied().unwrap_or(last),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    if last != TAKEN {
        return;
    }
    // If the terminal is gone there is nothing to give back.
    term::leave().ok();
    if let Some(modes) = tcgetattr(io::stdout()).ok().and_then(|now| with_modes(now, modes)) {
        tcsetattr(io::stdout(), OptionalActions::Now, &modes).ok();
    }
    printing::complain(ENDED);
}

/// Printed after the terminal was given back.
const ENDED: &str = "the system ended the reader, perhaps because there was no memory left. Saved notes \
                     are saved, and a note that you were writing comes back when you open the article again.";

/// The modes as four numbers in hexadecimal, with `:` between them.
fn as_argument(modes: &Termios) -> String {
    let Termios { input_modes, output_modes, control_modes, local_modes, .. } = modes;
    let bits = [input_modes.bits(), output_modes.bits(), control_modes.bits(), local_modes.bits()];
    bits.map(|bits| format!("{bits:x}")).join(":")
}

/// The modes `now` with those of an argument from [`as_argument`]; `None` if it is
/// not one.
fn with_modes(now: Termios, argument: &str) -> Option<Termios> {
    let bits: Result<Vec<_>, _> = argument.split(':').map(|bits| u64::from_str_radix(bits, 16)).collect();
    let [input, output, control, local] = bits.ok()?.try_into().ok()?;
    let mut modes = now;
    modes.input_modes = InputModes::from_bits_retain(input.try_into().ok()?);
    modes.output_modes = OutputModes::from_bits_retain(output.try_into().ok()?);
    modes.control_modes = ControlModes::from_bits_retain(control.try_into().ok()?);
    modes.local_modes = LocalModes::from_bits_retain(local.try_into().ok()?);
    Some(modes)
}
