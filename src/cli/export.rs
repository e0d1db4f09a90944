//! `pullquote export`: notes and quotes for other programs.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::desk::OneArticle;
use super::output;
use crate::export::{EXPORTERS, Exporter, Input, Options, exporter};

/// Write an article's notes, and its quotes, in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote export article.txt
  pullquote export --quotes --output quotes.csv https://example.org/news
  pullquote export --format json article.txt | jq '.annotations[].note'")]
pub(super) struct Args {
    /// The format; without it, what --output's ending says, or else markdown
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long, requires = "output")]
    force: bool,
    /// Write every extracted quote, too
    #[arg(long)]
    quotes: bool,
    #[command(flatten)]
    on: OneArticle,
}

fn format_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(EXPORTERS.iter().map(|format| PossibleValue::new(format.name).help(format.help)))
}

/// Runs the subcommand.
///
/// # Errors
/// When the article or its notes can't be read, or the export can't be
/// written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let format = chosen(args)?;
    let desk = args.on.open()?;
    let text = (format.write)(&Input {
        article: &desk.article,
        analysis: &desk.analysis,
        entries: desk.notebook.entries(),
        options: Options { quotes: args.quotes },
    });
    match &args.output {
        Some(file) => write(file, &text, args.force)?,
        None => output::print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The format that was named, else the one of the file's ending, else the
/// first.
fn chosen(args: &Args) -> anyhow::Result<&'static Exporter> {
    let ending = args.output.as_ref().and_then(|file| file.extension()).and_then(|ending| ending.to_str());
    let by_ending = || EXPORTERS.iter().find(|format| ending.is_some_and(|e| e.eq_ignore_ascii_case(format.extension)));
    args.format.as_deref().and_then(exporter).or_else(by_ending).or(EXPORTERS.first()).context("there is no format")
}

/// Writes the whole file or nothing of it; one that is there stays, unless it
/// was said to go.
fn write(file: &Path, text: &str, force: bool) -> anyhow::Result<()> {
    let named = || format!("cannot write {}", file.display());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the person's umask takes from this.
        temporary.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut temporary = temporary.tempfile_in(folder).with_context(named)?;
    temporary.write_all(text.as_bytes()).with_context(named)?;
    let done = if force { temporary.persist(file) } else { temporary.persist_noclobber(file) };
    match done {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} is there already; choose another file, or write over it with --force", file.display())
        }
        Err(error) => Err(error.error).with_context(named),
    }
}
