//! Systems without Unix signals.

use std::io;
use std::process::Child;

use super::Waited;

/// Waits until the editor has ended.
///
/// # Errors
/// If the system can't wait for it.
pub(in crate::ui::handover) fn wait(editor: &mut Child) -> io::Result<Waited> {
    Ok(Waited { status: Some(editor.wait()?), signal: None })
}
