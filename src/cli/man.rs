//! `pullquote man`: the manual pages, made from the definition of the command
//! line.

use std::process::ExitCode;

use anyhow::Context;

use crate::printing;

/// Print the manual page of the program or of one of its commands
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote man | man -l -
  pullquote man extract > pullquote-extract.1")]
pub(super) struct Args {
    /// A command; without it, the page of the whole program
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Runs the subcommand; `whole` is the whole command line.
///
/// # Errors
/// When there is no such command, or standard output can't be written.
pub(super) fn run(args: &Args, mut whole: clap::Command) -> anyhow::Result<ExitCode> {
    // Gives every command its full name and its inherited arguments.
    whole.build();
    let page = match &args.command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            found.with_context(|| {
                let names: Vec<&str> = whole.get_subcommands().map(clap::Command::get_name).collect();
                format!("there is no command “{name}”; the commands are {}", names.join(", "))
            })?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    printing::print(&String::from_utf8_lossy(&text))?;
    Ok(ExitCode::SUCCESS)
}
