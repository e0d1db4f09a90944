//! `pullquote completions`: scripts with which a shell completes arguments.

use std::process::ExitCode;

use clap_complete::Shell;

use crate::printing;

/// Print the completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote completions bash > ~/.local/share/bash-completion/completions/pullquote
  pullquote completions fish > ~/.config/fish/completions/pullquote.fish
  pullquote completions zsh > ~/.zfunc/_pullquote")]
pub(super) struct Args {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the subcommand; `command` is the whole command line.
///
/// # Errors
/// When standard output can't be written.
pub(super) fn run(args: &Args, mut command: clap::Command) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "pullquote", &mut script);
    printing::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
