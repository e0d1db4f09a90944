//! `pullquote library add`: puts articles into the library.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use ignore::WalkBuilder;
use serde_json::json;

use super::reading::{batch_size, read_all};
use super::{LibraryArgs, OpenLibrary};
use crate::cli::output;
use crate::cli::settings::NotesFile;
use crate::cli::source::{Opener, Prefer, ReadingArgs, SourceArgument};
use crate::library::article_record::{FileState, link_record};
use crate::library::{moment, open_library, update_notes};
use crate::printing;
use pullquote_clean::READERS;
use pullquote_library::record::ArticleRecord;
use pullquote_library::store::Put;

/// Add articles to the library
///
/// SOURCE is a file, an address, or a folder: then every text, Markdown file and web page in it is added,
/// but for what .gitignore names. Adding something again changes nothing. Ctrl-C stops, and what was added
/// until then stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote library add article.html https://example.org/news
  pullquote library add ~/clippings/
  pullquote library add --tag drought --no-fetch https://example.org/later")]
pub(super) struct Args {
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    notes: NotesFile,
    /// Only keep the addresses, and fetch the pages when they are opened
    #[arg(long)]
    no_fetch: bool,
    /// Give the articles this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// Files, folders and addresses
    #[arg(value_name = "SOURCE", required = true)]
    sources: Vec<SourceArgument>,
}

/// What became of the sources.
#[derive(Debug, Default)]
struct Report {
    added: usize,
    updated: usize,
    known: usize,
    failed: Vec<(String, String)>,
    words: usize,
    stopped: bool,
}

/// Runs the subcommand; the status is 1 if a source failed, and 130 if it was stopped.
///
/// # Errors
/// When the library can't be written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut open = LibraryArgs::of(args.reading.config.clone(), args.notes.clone()).open(false)?;
    let opener = args.reading.opener(&open.config, open.places.clone(), Prefer::Kept);
    let mut adding = Adding::begin(args, &opener)?;
    let mut report = Report::default();
    let items = expanded(&args.sources, &mut report);
    adding.all = items.len();
    for batch in items.chunks(batch_size()) {
        if adding.stop.load(Ordering::Relaxed) {
            report.stopped = true;
            break;
        }
        adding.batch(&mut open, batch, &mut report)?;
        adding.show(&report);
    }
    if adding.shows {
        printing::clear_progress();
    }
    if report.added + report.updated > 100 {
        open.library.tidy()?;
    }
    for problem in update_notes(&mut open.library, &open.places)? {
        printing::complain(&format!("{problem}."));
    }
    say(args, &report)
}

/// Adds one source for the library's screen; returns a few words about what was done.
///
/// # Errors
/// When nothing could be added.
pub(crate) fn add_one(opener: &Opener, file: &Path, source: &SourceArgument) -> anyhow::Result<String> {
    let mut report = Report::default();
    let sources = expanded(std::slice::from_ref(source), &mut report);
    let mut library = open_library(file)?.library;
    for batch in sources.chunks(batch_size()) {
        let (mut records, mut failed) = (Vec::new(), Vec::new());
        for (source, read) in batch.iter().zip(read_all(opener, batch)) {
            match read {
                Ok(record) => records.push(record),
                Err(why) => failed.push((source.shown().to_owned(), why)),
            }
        }
        report.failed.extend(failed);
        report.added += library.put(&records, &moment::now())?.iter().filter(|put| **put == Put::Added).count();
        report.known += records.len();
    }
    match (report.added, report.known, report.failed.first()) {
        (0, 0, Some((source, why))) => bail!("{source} was not added: {why}"),
        (0, 0, None) => bail!("there is no article in {source}"),
        (0, ..) => Ok("the library has it already".to_owned()),
        (1, ..) => Ok("added".to_owned()),
        (count, ..) => Ok(format!("{count} articles added")),
    }
}

/// The work on all sources.
struct Adding<'a> {
    args: &'a Args,
    opener: &'a Opener,
    stop: Arc<AtomicBool>,
    begun: Instant,
    shows: bool,
    all: usize,
    done: usize,
}

impl<'a> Adding<'a> {
    /// Begins; from now on the first Ctrl-C only asks to stop.
    fn begin(args: &'a Args, opener: &'a Opener) -> anyhow::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // The second one ends the program: this is asked first.
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&stop))
                .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&stop)))
                .context("cannot wait for Ctrl-C")?;
        }
        let shows = printing::errors_are_on_terminal() && !args.json;
        Ok(Self { args, opener, stop, begun: Instant::now(), shows, all: 0, done: 0 })
    }

    /// Adds one batch in one step.
    fn batch(&mut self, open: &mut OpenLibrary, batch: &[SourceArgument], report: &mut Report) -> anyhow::Result<()> {
        let (mut to_read, mut records, mut identities) = (Vec::new(), Vec::new(), Vec::new());
        for source in batch {
            if source.is_web() && self.args.no_fetch {
                match link_record(&source.full()) {
                    Some(record) => records.push(record),
                    None => report.failed.push((source.shown().to_owned(), "it is not a web address".to_owned())),
                }
            } else if let Some(identity) = self.known(open, source)? {
                report.known += 1;
                identities.push(identity);
            } else {
                to_read.push(source.clone());
            }
        }
        for (source, read) in to_read.iter().zip(read_all(self.opener, &to_read)) {
            match read {
                Ok(record) => records.push(record),
                Err(why) => report.failed.push((source.shown().to_owned(), why)),
            }
        }
        let words = |record: &ArticleRecord| record.content.as_ref().map_or(0, |content| content.words);
        report.words += records.iter().map(words).sum::<usize>();
        let puts = open.library.put(&records, &moment::now())?;
        for (put, record) in puts.iter().zip(&records) {
            if *put == Put::Unchanged {
                follow(open, record)?;
            }
            match put {
                Put::Added => report.added += 1,
                Put::Updated => report.updated += 1,
                Put::Unchanged => report.known += 1,
            }
        }
        identities.extend(records.into_iter().map(|record| record.identity));
        // What a person adds again is wanted again.
        open.library.set_trashed(&identities, None)?;
        for identity in identities.iter().filter(|_| !self.args.tags.is_empty()) {
            open.library.add_tags(identity, &self.args.tags)?;
        }
        self.done += batch.len();
        Ok(())
    }

    /// The identity of a source that need not be read: an unchanged file, or a page whose text the library
    /// has.
    fn known(&self, open: &OpenLibrary, source: &SourceArgument) -> anyhow::Result<Option<String>> {
        if source.is_web() {
            let identity = link_record(&source.full()).map(|record| record.identity);
            let Some(identity) = identity.filter(|_| !self.opener.is_refreshing()) else { return Ok(None) };
            return Ok(open.library.has_text(&identity)?.then_some(identity));
        }
        let Some(path) = source.file() else { return Ok(None) };
        let Some(state) = FileState::of(path) else { return Ok(None) };
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        Ok(open.library.unchanged_file(&path.to_string_lossy(), state.modified, state.size)?)
    }

    /// Shows how far it is.
    fn show(&self, report: &Report) {
        if !self.shows || self.done == 0 {
            return;
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a number of articles, only shown")]
        let left = seconds / self.done as f64 * (self.all - self.done) as f64;
        printing::show_progress(&format!("{} of {} · {} words · {left:.0} s left", self.done, self.all, report.words));
    }
}

/// If the file of an article was moved, saves where it is now.
fn follow(open: &mut OpenLibrary, record: &ArticleRecord) -> anyhow::Result<()> {
    let known = open.library.source_of(&record.identity)?;
    if record.path.is_some() && known.is_some_and(|known| known != record.source && !Path::new(&known).exists()) {
        open.library.move_article(record)?;
    }
    Ok(())
}

/// The files in the folders among the sources, and all other sources. A folder that can't be read is a
/// failure.
fn expanded(sources: &[SourceArgument], report: &mut Report) -> Vec<SourceArgument> {
    let mut all = Vec::new();
    for source in sources {
        match source.file().filter(|path| path.is_dir()) {
            Some(folder) => all.extend(files_in(folder, report).into_iter().map(SourceArgument::from)),
            None => all.push(source.clone()),
        }
    }
    all
}

/// The articles in a folder and those below it, in order of their paths. Hidden files, and those that
/// `.gitignore` and `.ignore` name, are left out.
fn files_in(folder: &Path, report: &mut Report) -> Vec<std::ffi::OsString> {
    let is_article = |path: &Path| {
        let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
        extension.is_some_and(|e| READERS.iter().any(|reader| reader.extensions.contains(&e.as_str())))
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_article(entry.path()) => {
                files.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => report.failed.push((folder.display().to_string(), error.to_string())),
        }
    }
    files.sort();
    files.into_iter().map(PathBuf::into_os_string).collect()
}

/// Prints what was done.
fn say(args: &Args, report: &Report) -> anyhow::Result<ExitCode> {
    let Report { added, updated, known, failed, words, stopped } = report;
    if args.json {
        let failed: Vec<_> = failed.iter().map(|(source, why)| json!({ "source": source, "error": why })).collect();
        output::print_json(&json!({
            "added": added, "updated": updated, "known": known, "words": words, "failed": failed, "stopped": stopped,
        }))?;
    } else {
        let mut parts = vec![format!("{added} added")];
        for (count, word) in [(updated, "updated"), (known, "known already")] {
            if *count > 0 {
                parts.push(format!("{count} {word}"));
            }
        }
        printing::print(&format!("{}.", parts.join(", ")))?;
        for (source, why) in failed {
            printing::complain(&format!("{source} was not added: {why}"));
        }
        if *stopped {
            printing::complain("stopped; run it again to go on");
        }
    }
    match (stopped, failed.is_empty()) {
        (true, _) => Ok(ExitCode::from(130)),
        (false, true) => Ok(ExitCode::SUCCESS),
        (false, false) if args.json => Ok(ExitCode::FAILURE),
        (false, false) => bail!("{} of the sources could not be added", failed.len()),
    }
}
