//! Copies to the clipboard: with a program of the system that is known to work here, or else
//! by asking the terminal, which does not say whether it did.

use std::io::Write;
use std::process::{Command, Stdio};

/// A program that copies its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Program {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The variable of the environment without which it has no clipboard to copy to; `None` if
    /// it needs none.
    needs: Option<&'static str>,
    /// Whether its clipboard is the one of the machine where the program runs, which is of no
    /// use over SSH.
    here: bool,
}

/// The programs in the order in which they are tried.
const PROGRAMS: &[Program] = &[
    // tmux keeps it, and hands it on to the terminal.
    Program { name: "tmux", arguments: &["load-buffer", "-w", "-"], needs: Some("TMUX"), here: false },
    Program { name: "wl-copy", arguments: &[], needs: Some("WAYLAND_DISPLAY"), here: true },
    Program { name: "xclip", arguments: &["-selection", "clipboard"], needs: Some("DISPLAY"), here: true },
    Program { name: "xsel", arguments: &["--clipboard", "--input"], needs: Some("DISPLAY"), here: true },
    #[cfg(target_os = "macos")]
    Program { name: "pbcopy", arguments: &[], needs: None, here: true },
];

/// Copies `text` with the first program that can; returns whether one took it.
pub(super) fn copy_with_program(text: &str) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let remote = set("SSH_CONNECTION") || set("SSH_TTY");
    usable(remote, set).any(|program| hand_over(program, text))
}

/// The programs that can have a clipboard. `set` says whether a variable of the environment is
/// set.
fn usable(remote: bool, set: impl Fn(&str) -> bool) -> impl Iterator<Item = &'static Program> {
    PROGRAMS.iter().filter(move |program| !(remote && program.here) && program.needs.is_none_or(&set))
}

/// Runs a program with `text` as its standard input; returns whether it succeeded. Programs that
/// keep the clipboard go on in the background.
fn hand_over(program: &Program, text: &str) -> bool {
    let mut command = Command::new(program.name);
    command.args(program.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let written = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(remote: bool, set: &[&str]) -> Vec<&'static str> {
        let found = usable(remote, |name| set.contains(&name)).map(|program| program.name);
        found.filter(|name| *name != "pbcopy").collect()
    }

    #[test]
    fn only_programs_with_a_clipboard_that_the_person_sees_are_used() {
        assert_eq!(names(false, &["TMUX", "DISPLAY"]), ["tmux", "xclip", "xsel"]);
        assert_eq!(names(false, &["WAYLAND_DISPLAY"]), ["wl-copy"]);
        assert_eq!(names(true, &["TMUX", "DISPLAY", "WAYLAND_DISPLAY"]), ["tmux"]);
        assert!(names(false, &[]).is_empty());
    }

    #[test]
    fn a_program_that_is_missing_or_fails_copies_nothing() {
        let program = |name| Program { name, arguments: &[], needs: None, here: true };
        assert!(!hand_over(&program("no-such-program-here"), "words"));
        assert!(!hand_over(&program("false"), "words"));
        assert!(hand_over(&program("cat"), "words"));
    }
}
