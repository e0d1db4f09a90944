//! `pullquote library`: the articles that were read, found again.

mod add;
mod added;
mod check;
mod item;
mod list;
mod listed;
mod listed_notes;
pub(super) mod reading;
mod rows;
mod show;
mod sources;
mod transfer;
mod trash;

pub(super) use add::add_one;
pub(super) use rows::article_fields;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use jiff::ZonedDateTime;

use super::settings::{ConfigFile, NotesFile};
use crate::config::Config;
use crate::folders::{Places, article_named, library_file, open_library, update_library, update_notes};
use crate::printing;
use pullquote_library::store::ArticleRow;
use pullquote_library::{Library, Query};

/// Look after the articles you have read
///
/// The library is one file beside your notes: what it has of articles and notes can always be made
/// again from them. It also knows what you have read, your stars and tags, your feeds, and what is in the
/// trash. docs/library.md describes its tables.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote library add ~/clippings/
  pullquote library list is:unread since:7d
  pullquote library check

`pullquote search` finds texts, quotes and notes in it.")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Args),
    List(list::Args),
    Show(show::Args),
    Remove(trash::RemoveArgs),
    Restore(trash::RestoreArgs),
    Check(check::CheckArgs),
    Rebuild(check::RebuildArgs),
    Path(PathArgs),
    Export(transfer::ExportArgs),
    Import(transfer::ImportArgs),
}

/// The arguments that say which library is used.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct LibraryArgs {
    #[command(flatten)]
    config: ConfigFile,
    #[command(flatten)]
    notes: NotesFile,
}

/// Print the path of the library's file
#[derive(Debug, clap::Args)]
struct PathArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// A library that is open, and where its notes are.
pub(super) struct OpenLibrary {
    /// The library.
    pub(super) library: Library,
    /// The places of the notes.
    pub(super) places: Places,
    /// The settings.
    pub(super) config: Config,
}

impl LibraryArgs {
    /// The arguments with this settings file and these notes.
    pub(super) fn of(config: ConfigFile, notes: NotesFile) -> Self {
        Self { config, notes }
    }

    /// The settings and the file of the library.
    fn file(&self) -> anyhow::Result<(Config, Places, PathBuf)> {
        let config = self.config.settings()?;
        let places = self.notes.places(&config);
        let file = library_file(&places, config.library.file.as_deref())?;
        Ok((config, places, file))
    }

    /// Opens the library, and brings its notes up to date if `update`. What a person should know
    /// is printed to standard error.
    ///
    /// # Errors
    /// When the settings can't be read, or the library can't be opened.
    pub(super) fn open(&self, update: bool) -> anyhow::Result<OpenLibrary> {
        let (config, places, file) = self.file()?;
        update_behind_line(&file);
        let opened = open_library(&file)?;
        if let Some(aside) = &opened.set_aside {
            printing::complain(&aside.sentence());
        }
        let mut open = OpenLibrary { library: opened.library, places, config };
        if update {
            let shows = opened.made && printing::errors_are_on_terminal();
            if shows {
                printing::show_progress("making the library from your notes…");
            }
            let problems = update_notes(&mut open.library, &open.places)?.problems;
            if shows {
                printing::clear_progress();
            }
            complain_of(&problems);
        }
        Ok(open)
    }
}

/// Brings a library of an older version up to date; on a terminal, a line says why that takes long.
pub(crate) fn update_behind_line(file: &Path) {
    let mut shows = false;
    update_library(file, |words| {
        shows = printing::errors_are_on_terminal();
        if shows {
            printing::show_progress(words);
        }
    });
    if shows {
        printing::clear_progress();
    }
}

impl OpenLibrary {
    /// Brings its notes up to date; which files can't be read is printed to standard error.
    ///
    /// # Errors
    /// When the library can't be written.
    fn update_notes(&mut self) -> anyhow::Result<()> {
        complain_of(&update_notes(&mut self.library, &self.places)?.problems);
        Ok(())
    }

    /// The article that `name` means.
    ///
    /// # Errors
    /// If there is none, or several.
    fn article(&self, name: &str) -> anyhow::Result<ArticleRow> {
        if let Some(row) = article_named(&self.library, name)? {
            return Ok(row);
        }
        anyhow::bail!(
            "no single article in the library is “{name}”; give its address, its path or the whole beginning of its title \
             (`pullquote library list` shows them)"
        )
    }
}

fn complain_of(problems: &[String]) {
    for problem in problems {
        printing::complain(&format!("{problem}."));
    }
}

/// Reads a query of the command line; its words may be several arguments.
///
/// # Errors
/// If it is no query.
pub(super) fn query(words: &[String]) -> anyhow::Result<Query> {
    let text = words.join(" ");
    Query::parse(&text, ZonedDateTime::now().date()).map_err(|error| {
        let place = format!("{}^", " ".repeat(error.column.saturating_sub(1)));
        anyhow::anyhow!("the query is wrong at column {}: {}\n  {text}\n  {place}", error.column, error.message)
    })
}

/// Runs the subcommand; the status is 1 if some of several things failed.
///
/// # Errors
/// When the library can't be read or written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Add(args) => add::run(args),
        Command::List(args) => list::run(args),
        Command::Show(args) => show::run(args),
        Command::Remove(args) => trash::remove(args),
        Command::Restore(args) => trash::restore(args),
        Command::Check(args) => check::check(args),
        Command::Rebuild(args) => check::rebuild(args),
        Command::Path(args) => path(args),
        Command::Export(args) => transfer::export(args),
        Command::Import(args) => transfer::import(args),
    }
}

fn path(args: &PathArgs) -> anyhow::Result<ExitCode> {
    let (_, _, file) = args.library.file()?;
    if args.json {
        super::output::print_json(&serde_json::json!({ "file": file.to_string_lossy(), "exists": file.exists() }))?;
    } else {
        printing::print(&file.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}
