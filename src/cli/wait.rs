//! Shows a progress line on standard error while a page is fetched, if that
//! takes long and standard error is a terminal.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::source::{Opened, Opener, SourceArgument};
use crate::printing;
use pullquote_clean::Progress;
use pullquote_clean::SHOW_PROGRESS_AFTER as QUIET;

/// How often the line is updated.
const BEAT: Duration = Duration::from_millis(100);

/// Reads the article that `argument` names, and prints its warnings to standard
/// error, one per line.
///
/// # Errors
/// When the source can't be read; see [`Opener::open`].
pub(super) fn open(opener: &Opener, argument: &SourceArgument) -> anyhow::Result<Opened> {
    let opened = if argument.is_web() && printing::errors_are_on_terminal() {
        open_with_progress(opener, argument)?
    } else {
        opener.open(argument, &Progress::default())?
    };
    for warning in &opened.warnings {
        printing::complain(&format!("{warning}."));
    }
    Ok(opened)
}

/// Opens a web address in a thread and shows the progress meanwhile.
fn open_with_progress(opener: &Opener, argument: &SourceArgument) -> anyhow::Result<Opened> {
    let progress = Arc::new(Progress::default());
    let (send, done) = channel();
    let (of_thread, named, opener) = (Arc::clone(&progress), argument.clone(), opener.clone());
    std::thread::Builder::new().name("fetch".to_owned()).spawn(move || {
        send.send(opener.open(&named, &of_thread)).ok();
    })?;
    let mut pause = QUIET;
    let result = loop {
        match done.recv_timeout(pause) {
            Ok(result) => break result,
            Err(RecvTimeoutError::Disconnected) => {
                anyhow::bail!("cannot open {argument}: internal error (please report)")
            }
            Err(RecvTimeoutError::Timeout) => {
                printing::show_progress(&progress.line(argument.shown()));
                pause = BEAT;
            }
        }
    };
    if pause == BEAT {
        printing::clear_progress();
    }
    result
}
