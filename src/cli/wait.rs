//! Waiting for a page without a screen: a line on standard error once it takes
//! long, as curl and git show theirs, and only where a person looks at it.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::source::{Opened, Opener, is_web};
use pullquote_article::text::width::fit;
use pullquote_clean::Progress;
use pullquote_clean::SHOW_PROGRESS_AFTER as QUIET;

/// How often the line is written anew.
const BEAT: Duration = Duration::from_millis(100);
/// The longest line, in cells: no terminal is asked for its width.
const CELLS: usize = 79;

/// The article that `argument` names. What is to be said about it besides
/// stands on standard error, a sentence a line.
///
/// # Errors
/// As [`Opener::open`].
pub(super) fn open(opener: &Opener, argument: &str) -> anyhow::Result<Opened> {
    let opened = if is_web(argument) && std::io::stderr().is_terminal() {
        watched(opener, argument)?
    } else {
        opener.open(argument, &Progress::default())?
    };
    for warning in &opened.warnings {
        eprintln!("pullquote: {warning}.");
    }
    Ok(opened)
}

fn watched(opener: &Opener, argument: &str) -> anyhow::Result<Opened> {
    let progress = Arc::new(Progress::default());
    let (send, done) = channel();
    let (of_thread, named, opener) = (Arc::clone(&progress), argument.to_owned(), opener.clone());
    std::thread::Builder::new().name("fetch".to_owned()).spawn(move || {
        send.send(opener.open(&named, &of_thread)).ok();
    })?;
    let mut pause = QUIET;
    let result = loop {
        match done.recv_timeout(pause) {
            Ok(result) => break result,
            Err(RecvTimeoutError::Disconnected) => {
                anyhow::bail!("{argument} could not be opened because of a mistake of the program")
            }
            Err(RecvTimeoutError::Timeout) => {
                eprint!("\r\x1b[K{}", fit(&progress.line(argument), CELLS));
                std::io::stderr().flush().ok();
                pause = BEAT;
            }
        }
    };
    if pause == BEAT {
        eprint!("\r\x1b[K");
    }
    result
}
