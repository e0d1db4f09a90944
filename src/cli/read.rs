//! `pullquote SOURCE`: the reader.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};

use super::settings::{NotesFile, listed};
use super::source::{self, Reading};
use crate::library;
use crate::nlp::Model;
use crate::ui::run;

/// The arguments of the reader.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    notes: NotesFile,
    /// A file, an http or https address, - for standard input, or sample:NAME;
    /// without one, what is piped in, or a bundled sample
    #[arg(value_name = "SOURCE")]
    source: Option<String>,
}

/// Opens the reader and stays in it until the person quits. Everything that
/// can go wrong goes wrong before the terminal is touched.
///
/// # Errors
/// When the settings or the source can't be read, something is wrong in the
/// settings, or there is no terminal.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let loaded = args.reading.config.load()?;
    let file = loaded.path.clone().unwrap_or_default();
    let (mut settings, theme, wrong) = run::prepare(&loaded.config, &file);
    let problems: Vec<_> = loaded.problems.into_iter().chain(wrong).collect();
    if !problems.is_empty() {
        bail!("{}", listed(&problems));
    }
    if !std::io::stdout().is_terminal() {
        bail!("the reader needs a terminal to write to; `pullquote extract` prints an article");
    }
    let piped = !std::io::stdin().is_terminal();
    let chosen = args.source.as_deref().unwrap_or(if piped { "-" } else { SAMPLE });
    let article = source::open(chosen, &args.reading.options(&loaded.config), &loaded.config.clean)?;
    let places = args.notes.places(&loaded.config);
    let notes = library::notes_file(&places, &article)?;
    settings.tags = tags(&library::notes_folder(&places)?);
    settings.seed = ulid::Ulid::generate().0;
    let session = run::Session { article, notes, settings, theme, mouse: loaded.config.mouse, model: Model::bundled };
    run::reader(session).context("the reader had to end")?;
    if args.source.is_none() && !piped {
        super::output::print(OTHERS)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The article that opens when none is named.
const SAMPLE: &str = "sample:ceasefire";

/// Said after the sample was closed.
const OTHERS: &str = "That was a bundled sample. Open an article of your own with `pullquote FILE` or \
                      `pullquote https://…`; `pullquote --help` says more.";

fn tags(folder: &Path) -> Vec<String> {
    library::tags_in_use(folder).into_iter().map(|(tag, _)| tag).collect()
}
