//! The editor as a process of Unix.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::process::Child;
use std::time::{Duration, Instant};

use rustix::process::{Pid, kill_process};

use super::Waited;
use crate::ui::signals::{self, Signal, Wakes};

/// How long an editor may take to end by itself after the reader was asked to end. If the window was
/// closed, it got the signal, too, and some give up what they save if it comes twice.
const BY_ITSELF: Duration = Duration::from_secs(1);

/// How long an editor may take to end after the reader has sent the signal on.
const AFTER_SIGNAL: Duration = Duration::from_secs(2);

/// What is done about an editor when the reader was asked to end.
#[derive(Debug, Clone, Copy)]
struct Ending {
    /// The number of the signal.
    number: i32,
    /// Until when the editor is waited for.
    until: Instant,
    /// Whether the editor got the signal from the reader.
    sent: bool,
}

/// Waits until the editor has ended. If a signal asks the reader to end, the editor gets the signal,
/// too, and is waited for only for a few seconds. Signals that are keys are left to the editor, as
/// Ctrl-C may mean anything there; Ctrl-Z stops the reader with it.
///
/// # Errors
/// If the system can't wait for it.
pub(in crate::ui::handover) fn wait(editor: &mut Child) -> io::Result<Waited> {
    let (mut woken, waker) = UnixStream::pair()?;
    waker.set_nonblocking(true)?;
    let _wakes = [Wakes::by_children(&waker)?, Wakes::by_caught(&waker)?];
    let mut ending: Option<Ending> = None;
    loop {
        let ended = editor.try_wait()?;
        // Also after the end, as a key in the terminal reaches both at the same time.
        while let Some(signal) = signals::arrived() {
            match signal {
                Signal::End(number) if !signals::is_key(number) => {
                    ending.get_or_insert(Ending { number, until: Instant::now() + BY_ITSELF, sent: false });
                }
                Signal::Stop if ended.is_none() => signals::stop(),
                Signal::End(_) | Signal::Stop | Signal::Continue => {}
            }
        }
        let signal = ending.map(|ending| ending.number);
        if ended.is_some() {
            return Ok(Waited { status: ended, signal });
        }
        match &mut ending {
            Some(ending) if Instant::now() >= ending.until => {
                if ending.sent {
                    return Ok(Waited { status: None, signal });
                }
                send(ending.number, editor);
                *ending = Ending { until: Instant::now() + AFTER_SIGNAL, sent: true, ..*ending };
            }
            _ => {}
        }
        sleep(&mut woken, ending.map(|ending| ending.until))?;
    }
}

/// Sleeps until something is written to the other end of `woken`, or until then.
fn sleep(woken: &mut UnixStream, until: Option<Instant>) -> io::Result<()> {
    // A timeout of zero would be an error.
    let left = until.map(|until| until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)));
    woken.set_read_timeout(left)?;
    // How many bytes there are means nothing: each only wakes.
    let Err(error) = woken.read(&mut [0; 64]).map(drop) else { return Ok(()) };
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted => Ok(()),
        _ => Err(error),
    }
}

/// Sends an editor the signal with this number.
fn send(number: i32, editor: &Child) {
    let signal = rustix::process::Signal::from_named_raw(number).unwrap_or(rustix::process::Signal::TERM);
    kill_process(Pid::from_child(editor), signal).ok();
}
