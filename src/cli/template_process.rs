//! Runs an export with a template in a process of its own.
//!
//! A template may come from a stranger. Its time, its memory and its output are limited, but
//! one step of it can ask for more memory than there is, and the system ends a program that
//! gets none. As a second process, that is an error with a sentence.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, bail};

use crate::printing;

/// The environment variable that is set in the second process.
const SECOND: &str = "PULLQUOTE_TEMPLATE_PROCESS";

/// Runs this program again with the same arguments, and returns its exit status; `None` in the
/// second process, or if none can be started: then the export is for the caller.
///
/// # Errors
/// If the second process was ended by the system.
pub(super) fn run(template: &Path) -> anyhow::Result<Option<ExitCode>> {
    if env::var_os(SECOND).is_some() {
        return Ok(None);
    }
    let Ok(program) = env::current_exe() else { return Ok(None) };
    let mut command = Command::new(program);
    command.args(env::args_os().skip(1)).env(SECOND, "1").stderr(Stdio::piped());
    let Ok(second) = command.spawn() else { return Ok(None) };
    let done = second.wait_with_output().context("waiting for the template failed")?;
    let Some(status) = done.status.code().and_then(|code| u8::try_from(code).ok()) else {
        let name = template.display();
        bail!(
            "the template {name} did not end, most likely because it asks for more memory than there is; \
             make its loops and its lists shorter"
        );
    };
    let errors = String::from_utf8_lossy(&done.stderr);
    if !errors.is_empty() {
        printing::remark(&errors);
    }
    Ok(Some(ExitCode::from(status)))
}
