//! Standard output and standard error. All that the program prints goes
//! through here, except the frames of the reader (`ui`), and a test checks
//! that (`tests/layers.rs`).
//!
//! Titles, file names, addresses and notes come from others, and a terminal
//! obeys the control characters in them. So everything on standard error, and
//! everything on standard output that a terminal shows, is made safe by
//! [`sanitize::text`]. A file or a pipe gets standard output byte for byte.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use pullquote_article::text::sanitize;
use pullquote_article::text::width::fit;

/// The longest line of progress, in cells; fits the usual width of a terminal.
const PROGRESS_CELLS: usize = 79;

/// Whether standard output is a terminal.
#[must_use]
pub fn output_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
#[must_use]
pub fn errors_are_on_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Prints `text` to standard output, with a line feed at its end. An empty text
/// prints nothing.
///
/// # Errors
/// The error from writing, with a sentence that says what to do. A closed pipe
/// is also an error here.
pub fn print(text: &str) -> io::Result<()> {
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    write_output(&[text, end])
}

/// Prints `text` to standard output, without a line feed added.
///
/// # Errors
/// As [`print()`].
pub fn print_unchanged(text: &str) -> io::Result<()> {
    write_output(&[text])
}

/// Prints pieces of text to standard output, those with `true` in bold if it is a terminal and
/// `bold` is set.
///
/// # Errors
/// As [`print()`].
pub fn print_marked(pieces: &[(bool, String)], bold: bool) -> io::Result<()> {
    if !(bold && output_is_terminal()) {
        return write_output(&pieces.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>());
    }
    let mut text = String::new();
    for (marked, piece) in pieces {
        let piece = sanitize::text(piece);
        if *marked {
            text.push_str(&format!("\x1b[1m{piece}\x1b[0m"));
        } else {
            text.push_str(&piece);
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(output_error)
}

fn write_output(parts: &[&str]) -> io::Result<()> {
    let write = || {
        let mut out = io::stdout().lock();
        let shown = out.is_terminal();
        for part in parts {
            let text = if shown { sanitize::text(part) } else { Cow::Borrowed(*part) };
            out.write_all(text.as_bytes())?;
        }
        out.flush()
    };
    write().map_err(output_error)
}

/// The error with a sentence that says what to do.
fn output_error(error: io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("writing to standard output failed: {error}; free some space, or write elsewhere"),
    )
}

/// Prints a sentence about what went wrong to standard error, after the name of
/// the program. It may have several lines.
pub fn complain(sentence: &str) {
    remark(&format!("pullquote: {sentence}"));
}

/// Prints lines to standard error.
pub fn remark(text: &str) {
    let text = sanitize::text(text);
    // One call, so that lines of several threads do not mix. If standard error
    // is full or gone, nobody can be told.
    io::stderr().lock().write_all(format!("{}\n", text.trim_end_matches('\n')).as_bytes()).ok();
}

/// Shows `words` on the last line of standard error, a terminal, in place of the
/// words shown before.
pub fn show_progress(words: &str) {
    let line = format!("\r\x1b[K{}", fit(words, PROGRESS_CELLS));
    let mut errors = io::stderr().lock();
    errors.write_all(line.as_bytes()).and_then(|()| errors.flush()).ok();
}

/// Clears the line of [`show_progress`].
pub fn clear_progress() {
    show_progress("");
}

/// From now on the message of a panic is printed by [`remark`], because it can
/// show a piece of somebody's text. Where a backtrace is wanted
/// (`RUST_BACKTRACE`), it follows.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let said = panic.payload();
        let message = said.downcast_ref::<&str>().copied().or(said.downcast_ref::<String>().map(String::as_str));
        let place = panic.location().map(|place| format!(" at {place}")).unwrap_or_default();
        remark(&format!("pullquote: internal error{place}: {}", message.unwrap_or("no message")));
        let trace = std::backtrace::Backtrace::capture();
        if trace.status() == std::backtrace::BacktraceStatus::Captured {
            remark(&trace.to_string());
        }
    }));
}
