//! Work on what a stranger has written, such as an article or a template, within
//! bounds: on a thread of its own, with a limit of time and of memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use memory_stats::memory_stats;

/// The bytes of a deep stack. It is reserved and takes memory only as far as it is
/// used: a template that nests a value in itself a million times needs it.
#[cfg(target_pointer_width = "64")]
pub const DEEP_STACK: usize = 2 << 30;
/// The bytes of a deep stack, on a machine with fewer addresses.
#[cfg(not(target_pointer_width = "64"))]
pub const DEEP_STACK: usize = 64 << 20;

/// The bytes of the stack of a main thread on most systems.
pub const STACK: usize = 8 << 20;

/// How often time and memory are looked at.
const PAUSE: Duration = Duration::from_millis(10);

/// The most that one piece of work may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Megabytes of memory, above what the program had before.
    pub megabytes: usize,
    /// Seconds.
    pub seconds: u64,
    /// The bytes of its stack.
    pub stack: usize,
    /// What a person can do if it takes more, as the end of a sentence.
    pub advice: &'static str,
}

/// Why bounded work has no result: a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BoundsError(String);

/// The result of `work`; `what` is its name in errors. If a bound is passed, the
/// flag that `work` gets is set, and its result is not waited for. Work that does
/// not look at the flag goes on until the program ends. The memory is not limited on
/// systems that do not say how much of it a program has.
///
/// # Errors
/// If a bound is passed, the work panics, or no thread can be started.
pub fn run<T: Send + 'static>(
    what: &str,
    bounds: Bounds,
    work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
) -> Result<T, BoundsError> {
    let bytes = || memory_stats().map_or(0, |stats| stats.physical_mem);
    let (begun, before) = (Instant::now(), bytes());
    let (send, receive) = channel();
    let stop = Arc::new(AtomicBool::new(false));
    let of_thread = Arc::clone(&stop);
    // The receiver is gone if a bound was passed.
    let run = move || send.send(work(&of_thread)).ok();
    let thread = std::thread::Builder::new().stack_size(bounds.stack).spawn(run);
    thread.map_err(|error| BoundsError(format!("cannot start {what}: {error}")))?;
    loop {
        match receive.recv_timeout(PAUSE) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(BoundsError(format!("{what} failed: internal error (please report)")));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Some(passed) = passed(bounds, bytes().saturating_sub(before), begun.elapsed()) {
            stop.store(true, Ordering::Relaxed);
            return Err(BoundsError(format!("{what} takes {passed}; {}", bounds.advice)));
        }
    }
}

/// The bound that is passed with this memory, in bytes, and this time; `None` if
/// neither is.
fn passed(bounds: Bounds, bytes: usize, time: Duration) -> Option<String> {
    if bytes > bounds.megabytes.saturating_mul(1_000_000) {
        return Some(format!("more than {} megabytes of memory", bounds.megabytes));
    }
    let unit = if bounds.seconds == 1 { "second" } else { "seconds" };
    (time > Duration::from_secs(bounds.seconds)).then(|| format!("longer than {} {unit}", bounds.seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMPLE: Bounds = Bounds { megabytes: 4000, seconds: 600, stack: STACK, advice: "do less" };

    #[test]
    fn work_within_the_bounds_gives_its_result() {
        assert_eq!(run("a sum", AMPLE, |_| 1 + 1).unwrap(), 2);
    }

    #[test]
    fn work_that_passes_a_bound_is_an_error_and_is_asked_to_stop() {
        let (send, stopped) = channel();
        let slow = move |stop: &AtomicBool| {
            while !stop.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(5));
            }
            send.send(()).ok();
        };
        let error = run("the nap", Bounds { seconds: 0, ..AMPLE }, slow).unwrap_err().to_string();
        assert_eq!(error, "the nap takes longer than 0 seconds; do less");
        assert_eq!(stopped.recv_timeout(Duration::from_secs(60)), Ok(()));
        if memory_stats().is_some() {
            let large = |stop: &AtomicBool| {
                let bytes = std::hint::black_box(vec![1_u8; 300_000_000]);
                while !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                std::hint::black_box(bytes).len()
            };
            let error = run("the list", Bounds { megabytes: 100, ..AMPLE }, large).unwrap_err().to_string();
            assert_eq!(error, "the list takes more than 100 megabytes of memory; do less");
        }
    }
}
