//! Arguments and subcommands: one file a subcommand, each a struct of
//! arguments and the function that does it.
//!
//! An error is one sentence on standard error that names the thing and says
//! what to do; the exit status is then 1, or 2 where the command line itself
//! is wrong. A reader of our output that goes away is no error.

mod annotate;
mod completions;
mod config;
mod desk;
mod export;
mod extract;
mod man;
mod notes;
mod output;
mod settings;
mod source;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Opens an article, strips the clutter, shows who said what beside the text,
/// and keeps what you mark.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Annotate(annotate::Args),
    Notes(notes::Args),
    Export(export::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program on the arguments it was started with; returns its exit
/// status: 0, 1 after an error, 2 for a wrong command line.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way, too; a closed pipe is no error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match cli.command {
        Command::Extract(args) => extract::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Notes(args) => notes::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    };
    match done {
        Ok(status) => status,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("pullquote: {}", output::sentence(&error));
            ExitCode::FAILURE
        }
    }
}
