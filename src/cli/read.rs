//! `pullquote SOURCE`: the reader.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::settings::{NotesFile, listed};
use super::source::{self, Reading};
use crate::article::Article;
use crate::config::CleanRule;
use crate::ingest::{Options, Source};
use crate::library::{self, Places, Snapshots};
use crate::nlp::Model;
use crate::ui::{effects, run};

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
    let source = whence(chosen, &places, &article, &args.reading.options(&loaded.config), &loaded.config.clean)?;
    let mouse = loaded.config.mouse;
    let session = run::Session { article, notes, settings, theme, mouse, model: Model::bundled, source };
    run::reader(session).context("the reader had to end")?;
    if args.source.is_none() && !piped {
        super::output::print(OTHERS)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the article came from, for looking at it again. Whatever was piped in
/// or is part of the program can't be read again.
fn whence(
    chosen: &str,
    places: &Places,
    article: &Article,
    options: &Options,
    own: &[CleanRule],
) -> anyhow::Result<effects::Source> {
    let named = matches!(source::named(chosen)?, Source::File(_) | Source::Url(_));
    let (chosen, options, own) = (chosen.to_owned(), *options, own.to_vec());
    let read = move || source::open(&chosen, &options, &own).map_err(|error| super::output::sentence(&error));
    let again: Option<effects::Reread> = if named { Some(Arc::new(read)) } else { None };
    Ok(effects::Source { again, snapshots: Some(Snapshots::of(places, article)?) })
}

/// The article that opens when none is named.
const SAMPLE: &str = "sample:ceasefire";

/// Said after the sample was closed.
const OTHERS: &str = "That was a bundled sample. Open an article of your own with `pullquote FILE` or \
                      `pullquote https://…`; `pullquote --help` says more.";

fn tags(folder: &Path) -> Vec<String> {
    library::tags_in_use(folder).into_iter().map(|(tag, _)| tag).collect()
}
