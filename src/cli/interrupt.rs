//! Ctrl-C in long work: the first one asks it to stop, the second one ends the program.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;

/// A flag that is set when the program is asked to end. From now on only the second request ends it
/// at once.
///
/// # Errors
/// When signals can't be waited for.
pub(super) fn stop_flag() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // The second one ends the program: this is asked first.
        signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&stop)))
            .context("cannot wait for Ctrl-C")?;
    }
    Ok(stop)
}
