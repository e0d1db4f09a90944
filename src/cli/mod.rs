//! Arguments and subcommands: one file per subcommand, each with a struct of
//! arguments and the function that runs it.
//!
//! An error is one sentence on standard error that names the thing and says
//! what to do. The exit status is then 1, or 2 where the command line itself
//! is wrong. It is not an error if nobody reads the output to its end.

mod annotate;
mod annotated_article;
mod changes;
mod completions;
mod config;
mod export;
mod extract;
mod feeds;
mod import;
mod interrupt;
mod library;
mod linear;
mod man;
mod notes;
mod output;
mod read;
mod search;
mod settings;
mod source;
mod template_process;
mod wait;
mod writing;

use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::config::problem::did_you_mean;
use crate::printing;
use crate::ui::watcher;

/// Opens an article, strips the clutter, shows who said what beside the text,
/// and keeps what you mark.
#[derive(Debug, Parser)]
#[command(name = "pullquote", version, max_term_width = 100, args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  pullquote                                    # the library
  pullquote sample:ceasefire                   # a bundled sample
  pullquote article.html
  pullquote a.txt b.html                       # several; gt and gT go from one to the next
  pullquote --linear article.html              # plain lines, for a voice or a pipe
  pullquote https://example.org/news
  pullquote --refresh https://example.org/news  # not the kept copy
  curl -s https://example.org/news | pullquote

In the reader `?` shows every key and `q` quits.")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    read: read::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Annotate(annotate::Args),
    Notes(notes::Args),
    Export(export::Args),
    Import(import::Args),
    Library(library::Args),
    Search(search::Args),
    Feeds(feeds::Args),
    Changes(changes::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program on the arguments it was started with; returns its exit
/// status: 0, 1 after an error, 2 for a wrong command line.
#[must_use]
pub fn main() -> ExitCode {
    printing::report_panics();
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == watcher::ARGUMENT) {
        watcher::watch(&arguments.next().unwrap_or_default().to_string_lossy());
        return ExitCode::SUCCESS;
    }
    if let Some(sentence) = misspelled_subcommand() {
        printing::complain(&sentence);
        return ExitCode::from(2);
    }
    let done = match Cli::try_parse() {
        Ok(cli) => run(cli),
        Err(answer) => explain(&answer),
    };
    match done {
        Ok(status) => status,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            printing::complain(&output::sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// If the command line begins with a word that is neither a file nor a subcommand but almost one,
/// a sentence that says so.
fn misspelled_subcommand() -> Option<String> {
    let first = std::env::args_os().nth(1)?;
    let word = first.to_str().filter(|word| !word.starts_with('-') && !Path::new(word).exists())?;
    let command = Cli::command();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let hint = did_you_mean(word, names.iter().copied());
    (!names.contains(&word) && !hint.is_empty()).then(|| format!("there is no subcommand “{word}”{hint}"))
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        None => read::run(&cli.read),
        Some(Command::Extract(args)) => extract::run(&args),
        Some(Command::Annotate(args)) => annotate::run(&args),
        Some(Command::Notes(args)) => notes::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Library(args)) => library::run(&args),
        Some(Command::Search(args)) => search::run(&args),
        Some(Command::Feeds(args)) => feeds::run(&args),
        Some(Command::Changes(args)) => changes::run(&args),
        Some(Command::Config(args)) => config::run(&args),
        Some(Command::Completions(args)) => completions::run(&args, Cli::command()),
        Some(Command::Man(args)) => man::run(&args, Cli::command()),
    }
}

/// Prints the help or the version, or what is wrong with the command line. The
/// latter shows words of the command line, so it is plain text.
fn explain(answer: &clap::Error) -> anyhow::Result<ExitCode> {
    let text = answer.render().to_string();
    if answer.use_stderr() {
        printing::remark(&text);
    } else {
        printing::print(&text)?;
    }
    Ok(ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2)))
}
