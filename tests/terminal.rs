//! Runs the real program in a pseudo-terminal: sends keys and reads the screen.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use crate::program::{Home, PROGRAM};

/// How long any wait may take before it fails; much longer than a loaded
/// machine needs.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a pseudo-terminal. Dropping it ends the program.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    /// None after the window was closed.
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Box<dyn Write + Send>,
    seen: Arc<Seen>,
}

struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    parser: vt100::Parser,
    /// What was read and is not on the screen yet.
    held: Vec<u8>,
    /// Everything that the program wrote, with escape sequences.
    bytes: Vec<u8>,
    closed: bool,
    /// Whether the thread that reads is to end at the next bytes.
    abandoned: bool,
}

/// The beginning and the end of a frame that a terminal shows at once (mode 2026).
const FRAME: [&[u8]; 2] = [b"\x1b[?2026h", b"\x1b[?2026l"];

impl State {
    /// Takes what was read. Of a frame that is shown at once nothing is on the screen before its end, so that
    /// no test sees half of one; at the end of everything the rest is shown.
    fn take(&mut self, bytes: &[u8], is_end: bool) {
        self.bytes.extend_from_slice(bytes);
        self.held.extend_from_slice(bytes);
        let whole = if is_end { self.held.len() } else { whole_frames(&self.held) };
        let shown: Vec<u8> = self.held.drain(..whole).collect();
        self.parser.process(&shown);
    }
}

/// The length of the beginning of `held` that has no half of a frame at its end.
fn whole_frames(held: &[u8]) -> usize {
    let [begin, end] = FRAME;
    let find = |from: usize, wanted: &[u8]| {
        let at = held.get(from..)?.windows(wanted.len()).position(|bytes| bytes == wanted)?;
        Some(from + at)
    };
    let mut shown = 0;
    while let Some(begun) = find(shown, begin) {
        match find(begun, end) {
            Some(ended) => shown = ended + end.len(),
            None => return begun,
        }
    }
    // What was read may end within the beginning of a frame.
    let cut = (1..begin.len()).rev().find(|cells| begin.get(..*cells).is_some_and(|part| held.ends_with(part)));
    held.len() - cut.unwrap_or(0)
}

impl Seen {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Terminal {
    /// Starts the program with `arguments` on a screen of `columns` by `rows`.
    pub(crate) fn start(home: &Home, arguments: &[&str], (columns, rows): (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(PROGRAM);
        command.args(arguments);
        Self::spawn(home, command, (columns, rows))
    }

    /// Starts a shell with this line, in which `$PULLQUOTE` is the program.
    pub(crate) fn shell(home: &Home, line: &str, size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", line]);
        Self::spawn(home, command, size)
    }

    fn spawn(home: &Home, mut command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal");
        command.cwd(home.path());
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        for (name, value) in home.environment() {
            command.env(name, value);
        }
        command.env("PULLQUOTE", PROGRAM);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let seen = Arc::new(Seen {
            state: Mutex::new(State {
                parser: vt100::Parser::new(cells(rows), cells(columns), 0),
                held: Vec::new(),
                bytes: Vec::new(),
                closed: false,
                abandoned: false,
            }),
            changed: Condvar::new(),
        });
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let of_thread = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = [0_u8; 4096];
            loop {
                let read = output.read(&mut buffer).unwrap_or(0);
                let mut state = of_thread.lock();
                let end = read == 0 || state.abandoned;
                state.take(buffer.get(..read).unwrap_or_default(), end);
                drop(state);
                if end {
                    // Only then does the reader of `closed` know that the
                    // terminal is closed on this side, too.
                    drop(output);
                    of_thread.lock().closed = true;
                    of_thread.changed.notify_all();
                    return;
                }
                of_thread.changed.notify_all();
            }
        });
        Self { child, master: Some(pair.master), keys, seen }
    }

    /// Sends bytes as they are, which need not be keys.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.keys.write_all(bytes).expect("the terminal takes bytes");
        self.keys.flush().expect("the terminal takes bytes");
    }

    /// Types `keys` as a terminal sends them: `\r` is Enter, `\x1b` Esc.
    pub(crate) fn keys(&mut self, keys: &str) {
        self.bytes(keys.as_bytes());
    }

    /// Changes the size of the screen.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.seen.lock().parser.screen_mut().set_size(cells(rows), cells(columns));
        let master = self.master.as_ref().expect("an open window");
        master
            .resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal that can be resized");
    }

    /// The text of the screen, with a line feed after each row.
    pub(crate) fn screen(&self) -> String {
        self.seen.lock().parser.screen().contents()
    }

    /// Everything that was written so far, with escape sequences.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().bytes).into_owned()
    }

    /// Waits until the screen shows `text`, and returns the screen.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("“{text}” on the screen"), |screen| screen.contains(text))
    }

    /// Waits until `shown` is true for the screen, and returns the screen.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, shown: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        let mut state = self.seen.lock();
        loop {
            let screen = state.parser.screen().contents();
            if shown(&screen) {
                return screen;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !state.closed, "waited in vain for {what}; the screen is:\n{screen}");
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the program has closed the terminal, and returns its exit
    /// status.
    #[track_caller]
    pub(crate) fn wait_for_end(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        let mut state = self.seen.lock();
        while !state.closed {
            let left = end.saturating_duration_since(Instant::now());
            let screen = state.parser.screen().contents();
            assert!(!left.is_zero(), "the program does not end; the screen is:\n{screen}");
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        exit_status(self.child.as_mut(), end)
    }

    /// Closes the window as a person does, and waits until the program has
    /// ended.
    #[cfg(unix)]
    pub(crate) fn close(mut self) {
        self.seen.lock().abandoned = true;
        // The screen is drawn again, which ends the thread that reads.
        self.resize(61, 21);
        let end = Instant::now() + PATIENCE;
        let mut state = self.seen.lock();
        while !state.closed {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the screen is not drawn again");
            state = self.seen.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        // Dropping the way for keys sends a line feed and ctrl-d, which delete what is
        // typed. The program is stopped until the window is gone, as no person types
        // them; the end of the terminal resumes it.
        self.signal("STOP");
        let (child, closed) = (&mut self.child, std::mem::replace(&mut self.keys, Box::new(std::io::sink())));
        drop(closed);
        self.master = None;
        exit_status(child.as_mut(), end);
    }

    /// Sends the program a signal, as a closed terminal or `kill` does.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().expect("a running program");
        let done = std::process::Command::new("kill").args([&format!("-{name}"), &id.to_string()]).status();
        assert!(done.expect("kill runs").success(), "kill -{name} {id}");
    }

    /// Waits until the system says that the program is stopped, as Ctrl-Z does it, or that it is not.
    #[cfg(unix)]
    #[track_caller]
    pub(crate) fn wait_until_stopped(&self, stopped: bool) {
        let id = self.child.process_id().expect("a running program").to_string();
        let end = Instant::now() + PATIENCE;
        loop {
            let output = std::process::Command::new("ps").args(["-o", "state=", "-p", &id]).output().expect("ps runs");
            let state = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if state.starts_with('T') == stopped {
                return;
            }
            assert!(Instant::now() < end, "its state is {state}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether the program restored the terminal: the normal screen, a visible
    /// cursor, no mouse reports.
    pub(crate) fn is_restored(&self) -> bool {
        let state = self.seen.lock();
        let screen = state.parser.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }
}

/// The exit status of a program that is about to end.
#[track_caller]
fn exit_status(child: &mut (dyn Child + Send + Sync), end: Instant) -> ExitStatus {
    loop {
        if let Some(status) = child.try_wait().expect("an exit status") {
            return status;
        }
        assert!(Instant::now() < end, "the program has closed the terminal and does not end");
        thread::sleep(Duration::from_millis(5));
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a screen with an extent")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
