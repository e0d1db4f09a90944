//! Work on what a stranger has written, such as an article or a template, within
//! bounds: on a thread of its own, with a limit of time and of memory.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use memory_stats::memory_stats;

/// The bytes of a deep stack. It is reserved and takes memory only as far as it is
/// used: a template that nests a value in itself a million times needs it.
#[cfg(target_pointer_width = "64")]
pub(super) const DEEP_STACK: usize = 2 << 30;
#[cfg(not(target_pointer_width = "64"))]
pub(super) const DEEP_STACK: usize = 64 << 20;

/// The bytes of the stack of a main thread on most systems.
pub(super) const STACK: usize = 8 << 20;

/// How often time and memory are looked at.
const PAUSE: Duration = Duration::from_millis(10);

/// The most that one piece of work may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Megabytes of memory, above what the program had before.
    pub(super) megabytes: usize,
    /// Seconds.
    pub(super) seconds: u64,
    /// The bytes of its stack.
    pub(super) stack: usize,
    /// What a person can do if it takes more, as the end of a sentence.
    pub(super) advice: &'static str,
}

/// The result of `work`; `what` is its name in errors. Work that passes a bound
/// cannot be stopped and goes on until the program ends, so the caller has to end
/// it with this error. The memory is not limited on systems that do not say how
/// much of it a program has.
///
/// # Errors
/// If a bound is passed, the work panics, or no thread can be started.
pub(super) fn run<T: Send + 'static>(
    what: &str,
    bounds: Bounds,
    work: impl FnOnce() -> T + Send + 'static,
) -> anyhow::Result<T> {
    let bytes = || memory_stats().map_or(0, |stats| stats.physical_mem);
    let (begun, before) = (Instant::now(), bytes());
    let (send, receive) = channel();
    // The receiver is gone if a bound was passed.
    let run = move || send.send(work()).ok();
    std::thread::Builder::new().stack_size(bounds.stack).spawn(run).with_context(|| format!("cannot start {what}"))?;
    loop {
        match receive.recv_timeout(PAUSE) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(anyhow!("{what} failed: internal error (please report)"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if bytes().saturating_sub(before) > bounds.megabytes * 1_000_000 {
            bail!("{what} takes more than {} megabytes of memory; {}", bounds.megabytes, bounds.advice);
        }
        if begun.elapsed() > Duration::from_secs(bounds.seconds) {
            let unit = if bounds.seconds == 1 { "second" } else { "seconds" };
            bail!("{what} takes longer than {} {unit}; {}", bounds.seconds, bounds.advice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMPLE: Bounds = Bounds { megabytes: 4000, seconds: 600, stack: STACK, advice: "do less" };

    #[test]
    fn work_within_the_bounds_gives_its_result() {
        assert_eq!(run("a sum", AMPLE, || 1 + 1).unwrap(), 2);
    }

    #[test]
    fn work_that_passes_a_bound_is_an_error() {
        let slow = || std::thread::sleep(Duration::from_millis(200));
        let error = run("the nap", Bounds { seconds: 0, ..AMPLE }, slow).unwrap_err().to_string();
        assert_eq!(error, "the nap takes longer than 0 seconds; do less");
        if memory_stats().is_some() {
            let large = || {
                let bytes = std::hint::black_box(vec![1_u8; 300_000_000]);
                std::thread::sleep(Duration::from_millis(200));
                std::hint::black_box(bytes).len()
            };
            let error = run("the list", Bounds { megabytes: 100, ..AMPLE }, large).unwrap_err().to_string();
            assert_eq!(error, "the list takes more than 100 megabytes of memory; do less");
        }
    }
}
