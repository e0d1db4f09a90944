//! `pullquote library add`: puts articles into the library.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Instant;

use anyhow::bail;
use ignore::WalkBuilder;
use rayon::prelude::*;
use serde_json::json;

use super::item::Item;
use super::reading::{ArticleReader, batch_size};
use super::{LibraryArgs, listed};
use crate::cli::interrupt::stop_flag;
use crate::cli::output;
use crate::cli::settings::NotesFile;
use crate::cli::source::{Opener, Prefer, ReadingArgs, SourceArgument};
use crate::library::article_record::{FileState, link_record};
use crate::library::library_file::absolute;
use crate::library::{Places, moment, open_library};
use crate::printing;
use pullquote_clean::READERS;
use pullquote_library::Library;
use pullquote_library::record::ArticleRecord;
use pullquote_library::store::Put;

/// Add articles to the library
///
/// SOURCE is a file, an address, or a folder: then every text, Markdown file and web page in it is added,
/// but for what .gitignore names. A list of addresses from another program is read as that: bookmarks of a
/// browser, exports of Pocket, Omnivore, Instapaper, Raindrop, wallabag and Readwise Reader, or a file with
/// one address a line. Adding something again changes nothing. Ctrl-C stops, and what was added until then
/// stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote library add article.html https://example.org/news
  pullquote library add ~/clippings/
  pullquote library add --tag drought --no-fetch https://example.org/later
  pullquote library add --no-fetch bookmarks.html pocket.csv omnivore-export/")]
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
    failed: Vec<Failure>,
    /// Entries of lists that are left out, with their place.
    skipped: Vec<String>,
    /// The number of highlights and notes in lists, which are not taken over.
    highlights: usize,
    words: usize,
    stopped: bool,
}

/// A source that failed.
#[derive(Debug)]
struct Failure {
    source: String,
    /// Why, as a sentence without the source.
    why: String,
    /// Whether its address was added all the same.
    is_linked: bool,
}

impl Failure {
    fn new(source: impl Into<String>, why: impl Into<String>) -> Self {
        Self { source: source.into(), why: why.into(), is_linked: false }
    }
}

/// What is done with one thing.
enum Plan {
    /// The library has the text of the article with this identity.
    Known(String),
    /// Only the address is added.
    Link(Box<ArticleRecord>),
    Read,
    Refuse(&'static str),
}

/// Runs the subcommand; the status is 1 if a source failed, and 130 if it was stopped.
///
/// # Errors
/// When the library can't be written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut open = LibraryArgs::of(args.reading.config.clone(), args.notes.clone()).open(false)?;
    let opener = args.reading.opener(&open.config, open.places.clone(), Prefer::Kept);
    let reader = ArticleReader::new(opener, &open.places)?;
    let stop = stop_flag()?;
    let mut report = Report::default();
    let items = expanded(&args.sources, args.reading.recognizes(), &mut report);
    let shows = printing::errors_are_on_terminal() && !args.json;
    let fetch = if args.no_fetch { Fetch::Nothing } else { Fetch::All };
    let mut adding = Adding { reader: &reader, fetch, tags: &args.tags, done: 0 };
    let begun = Instant::now();
    for batch in items.chunks(batch_size()) {
        if stop.load(Ordering::Relaxed) {
            report.stopped = true;
            break;
        }
        adding.batch(&mut open.library, batch, &mut report)?;
        if shows {
            show_progress(begun, adding.done, items.len(), report.words);
        }
    }
    if shows {
        printing::clear_progress();
    }
    if report.added + report.updated > 100 {
        open.library.tidy()?;
    }
    open.update_notes()?;
    say(args, &report)
}

/// Adds one source for the library's screen; returns a few words about what was done. Of a list only the
/// addresses are added, which is quick.
///
/// # Errors
/// When nothing could be added.
pub(crate) fn add_one(
    opener: &Opener,
    places: &Places,
    file: &Path,
    source: &SourceArgument,
) -> anyhow::Result<String> {
    let mut report = Report::default();
    let items = expanded(std::slice::from_ref(source), true, &mut report);
    let mut library = open_library(file)?.library;
    let reader = ArticleReader::new(opener.clone(), places)?;
    let mut adding = Adding { reader: &reader, fetch: Fetch::NoLists, tags: &[], done: 0 };
    for batch in items.chunks(batch_size()) {
        adding.batch(&mut library, batch, &mut report)?;
    }
    match (report.added, report.updated + report.known, report.failed.first()) {
        (0, 0, Some(Failure { source, why, .. })) => bail!("{source} was not added: {why}"),
        (0, 0, None) => bail!("there is no article in {source}"),
        (0, ..) => Ok("the library has it already".to_owned()),
        (1, ..) => Ok("added".to_owned()),
        (count, ..) => Ok(format!("{count} articles added")),
    }
}

/// Which pages are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fetch {
    All,
    /// All but those in lists.
    NoLists,
    Nothing,
}

/// The work on all sources.
struct Adding<'a> {
    reader: &'a ArticleReader,
    fetch: Fetch,
    tags: &'a [String],
    done: usize,
}

impl Adding<'_> {
    /// Adds one batch in one step.
    fn batch(&mut self, library: &mut Library, batch: &[Item], report: &mut Report) -> anyhow::Result<()> {
        let (mut to_read, mut records, mut known) = (Vec::new(), Vec::new(), Vec::new());
        for item in batch {
            match self.plan(library, item)? {
                Plan::Known(identity) => known.push((identity, item.facts(self.tags))),
                Plan::Link(record) => records.push((*record, item.facts(self.tags))),
                Plan::Read => to_read.push(item),
                Plan::Refuse(why) => report.failed.push(Failure::new(item.shown(), why)),
            }
        }
        let read: Vec<anyhow::Result<ArticleRecord>> = to_read.par_iter().map(|item| item.read(self.reader)).collect();
        for (item, read) in to_read.into_iter().zip(read) {
            match read {
                Ok(record) => records.push((record, item.facts(self.tags))),
                Err(error) => {
                    // Many saved addresses are dead, but their titles and tags are worth keeping.
                    let link = item.link().map(|link| (link, item.facts(self.tags)));
                    let failure = Failure::new(item.shown(), output::sentence(&error));
                    report.failed.push(Failure { is_linked: link.is_some(), ..failure });
                    records.extend(link);
                }
            }
        }
        let words = |record: &ArticleRecord| record.content.as_ref().map_or(0, |content| content.words);
        report.words += records.iter().map(|(record, _)| words(record)).sum::<usize>();
        report.known += known.len();
        for ((put, _), (record, _)) in library.put_brought(&records, &moment::now())?.iter().zip(&records) {
            match put {
                Put::Added => report.added += 1,
                Put::Updated => report.updated += 1,
                Put::Unchanged => {
                    report.known += 1;
                    follow(library, record)?;
                }
            }
        }
        library.add_facts(&known)?;
        self.done += batch.len();
        Ok(())
    }

    fn plan(&self, library: &Library, item: &Item) -> anyhow::Result<Plan> {
        if let Some(identity) = self.known(library, item)? {
            return Ok(Plan::Known(identity));
        }
        Ok(match item {
            Item::Source(source) if source.is_web() && self.fetch == Fetch::Nothing => {
                match link_record(&source.full()) {
                    Some(record) => Plan::Link(Box::new(record)),
                    None => Plan::Refuse("it is not a web address"),
                }
            }
            Item::Listed(listed) if listed.content.is_none() && self.fetch != Fetch::All => match item.link() {
                Some(record) => Plan::Link(Box::new(record)),
                None => Plan::Refuse("it is not a web address"),
            },
            _ => Plan::Read,
        })
    }

    /// The identity of an article that need not be read: the library has the text of its page, or its file has
    /// not changed.
    fn known(&self, library: &Library, item: &Item) -> anyhow::Result<Option<String>> {
        let Some(path) = item.file() else {
            let Some(link) = link_record(&item.address()).filter(|_| !self.reader.opener().is_refreshing()) else {
                return Ok(None);
            };
            let identity = library.identity_at(&link.identity)?;
            return Ok(library.has_text(&identity)?.then_some(identity));
        };
        let Some(state) = FileState::of(path) else { return Ok(None) };
        Ok(library.unchanged_file(&absolute(path).to_string_lossy(), state.modified, state.size)?)
    }
}

/// Shows how far the work is that was begun at `begun`.
fn show_progress(begun: Instant, done: usize, all: usize, words: usize) {
    #[expect(clippy::cast_precision_loss, reason = "a number of articles, only shown")]
    let left = begun.elapsed().as_secs_f64() / done.max(1) as f64 * all.saturating_sub(done) as f64;
    printing::show_progress(&format!("{done} of {all} · {words} words · {left:.0} s left"));
}

/// If the file of an article was moved, saves where it is now.
fn follow(library: &mut Library, record: &ArticleRecord) -> anyhow::Result<()> {
    if record.path.is_none() {
        return Ok(());
    }
    let known = library.source_of(&record.identity)?;
    if known.is_some_and(|known| known != record.source && !Path::new(&known).exists()) {
        library.move_article(record)?;
    }
    Ok(())
}

/// The files in the folders among the sources, the articles in lists if `lists`, and all other sources. A
/// folder or list that can't be read is a failure.
fn expanded(sources: &[SourceArgument], lists: bool, report: &mut Report) -> Vec<Item> {
    let mut all = Vec::new();
    for source in sources {
        let list = match source.file().filter(|_| lists).map(listed::reading_list) {
            Some(Ok(list)) => list,
            Some(Err(error)) => {
                report.failed.push(Failure::new(source.shown(), error.to_string()));
                continue;
            }
            None => None,
        };
        if let Some(list) = list {
            report.skipped.extend(list.skipped.into_iter().map(|entry| format!("{source}, {entry}")));
            report.highlights += list.articles.iter().map(|article| article.notes.len()).sum::<usize>();
            all.extend(listed::without_twins(list.articles).into_iter().map(|article| Item::Listed(Box::new(article))));
        } else if let Some(folder) = source.file().filter(|path| path.is_dir()) {
            all.extend(files_in(folder, report).into_iter().map(|file| Item::Source(SourceArgument::from(file))));
        } else {
            all.push(Item::Source(source.clone()));
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
            Err(error) => report.failed.push(Failure::new(folder.display().to_string(), error.to_string())),
        }
    }
    files.sort();
    files.into_iter().map(PathBuf::into_os_string).collect()
}

/// Prints what was done.
fn say(args: &Args, report: &Report) -> anyhow::Result<ExitCode> {
    let Report { added, updated, known, failed, skipped, highlights, words, stopped } = report;
    if args.json {
        let failed: Vec<_> = failed.iter().map(|f| json!({ "source": f.source, "error": f.why })).collect();
        output::print_json(&json!({
            "added": added, "updated": updated, "known": known, "words": words, "failed": failed,
            "skipped": skipped, "highlights_left_out": highlights, "stopped": stopped,
        }))?;
    } else {
        let mut parts = vec![format!("{added} added")];
        for (count, word) in [(updated, "updated"), (known, "known already")] {
            if *count > 0 {
                parts.push(format!("{count} {word}"));
            }
        }
        printing::print(&format!("{}.", parts.join(", ")))?;
        for entry in skipped {
            printing::complain(&format!("{entry}; left out"));
        }
        if *highlights > 0 {
            printing::complain(&format!("highlights and notes of other programs are not taken over: {highlights}"));
        }
        for Failure { source, why, is_linked } in failed {
            let done = if *is_linked { "was added without its text" } else { "was not added" };
            printing::complain(&format!("{source} {done}: {why}"));
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
