//! `pullquote library add`: puts articles into the library.

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::bail;
use rayon::prelude::*;

use super::LibraryArgs;
use super::added::{Failure, Report};
use super::item::Item;
use super::listed_notes::{ListedNotes, ReadArticle};
use super::reading::{ArticleReader, ReadItem, batch_size};
use super::sources::Sources;
use crate::cli::feeds::add_feeds;
use crate::cli::interrupt::stop_flag;
use crate::cli::output;
use crate::cli::settings::NotesFile;
use crate::cli::source::{Opener, Prefer, ReadingArgs, SourceArgument};
use crate::folders::article_record::{FileState, link_record};
use crate::folders::library_file::absolute;
use crate::folders::{Places, moment, open_library};
use crate::printing;
use pullquote_library::Library;
use pullquote_library::feeds::read_opml;
use pullquote_library::record::{ArticleRecord, OwnFacts};
use pullquote_library::store::Put;

/// Add articles to the library
///
/// SOURCE is a file, an address, or a folder: then every text, Markdown file and web page in it is added,
/// but for what .gitignore names. A list of addresses from another program is read as that: bookmarks of a
/// browser, exports of Pocket, Omnivore, Instapaper, Raindrop, wallabag and Readwise Reader, or a file with
/// one address a line; its highlights and notes become notes. A list of feeds (OPML) adds these. Adding
/// something again changes nothing. Ctrl-C stops, and what was added until then stays.
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
    let Sources { items, feeds } = Sources::of(&args.sources, args.reading.recognizes(), &mut report);
    add_lists_of_feeds(&mut open.library, feeds, &mut report)?;
    if args.no_fetch {
        report.not_fetched.clear();
    }
    let shows = printing::errors_are_on_terminal() && !args.json;
    let fetch = if args.no_fetch { Fetch::Nothing } else { Fetch::All };
    let mut adding = Adding { stop: &stop, ..Adding::new(&reader, fetch, &args.tags, &open.places) };
    let begun = Instant::now();
    adding.all(&mut open.library, &items, &mut report, |done, report| {
        if shows {
            show_progress(begun, done, items.len(), report.words);
        }
    })?;
    if shows {
        printing::clear_progress();
    }
    if report.added + report.updated > 100 {
        open.library.tidy()?;
    }
    open.update_notes()?;
    report.say(args.json)
}

/// Adds the feeds in lists, given with the names of the lists.
fn add_lists_of_feeds(library: &mut Library, lists: Vec<(String, Vec<u8>)>, report: &mut Report) -> anyhow::Result<()> {
    for (name, bytes) in lists {
        match read_opml(&name, &bytes) {
            Ok((feeds, skipped)) => {
                report.skipped.extend(skipped.into_iter().map(|entry| format!("{name}, {entry}")));
                let (added, known) = add_feeds(library, feeds)?;
                report.feeds += added;
                report.known += known;
            }
            Err(error) => report.failed.push(Failure::new(name, error.to_string())),
        }
    }
    Ok(())
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
    let Sources { items, feeds } = Sources::of(std::slice::from_ref(source), true, &mut report);
    let mut library = open_library(file)?.library;
    add_lists_of_feeds(&mut library, feeds, &mut report)?;
    let reader = ArticleReader::new(opener.clone(), places)?;
    let mut adding = Adding::new(&reader, Fetch::NoLists, &[], places);
    adding.all(&mut library, &items, &mut report, |_, _| ())?;
    match (report.added + report.feeds, report.updated + report.known, report.failed.first()) {
        (1.., ..) if report.feeds > 0 => Ok(format!("{} feeds added; r asks them for articles", report.feeds)),
        (0, 0, Some(Failure { source, why, .. })) => bail!("{source} was not added: {why}"),
        (0, 0, None) => bail!("there is no article in {source}"),
        (0, ..) => Ok("the library has it already".to_owned()),
        (1, ..) => Ok("added".to_owned()),
        (count, ..) => Ok(format!("{count} articles added")),
    }
}

/// One thing that is ready to be written.
struct Ready<'i> {
    item: &'i Item,
    facts: OwnFacts,
    what: Found,
    /// The article, if its list has highlights or notes on it.
    read: Option<ReadArticle>,
}

/// What was found of one thing.
enum Found {
    /// The library has the text of the article with this identity.
    Known(String),
    New(Box<ArticleRecord>),
    /// It could not be read; its address, if that is worth keeping.
    Failed(Failure, Option<Box<ArticleRecord>>),
}

impl<'i> Ready<'i> {
    /// Does what is planned with an item, but for writing.
    fn of(item: &'i Item, plan: Plan, reader: &ArticleReader, tags: &[String]) -> Self {
        let facts = item.facts(tags);
        let has_notes = item.listed().is_some_and(|listed| !listed.notes.is_empty());
        let (what, read) = match plan {
            Plan::Known(identity) => {
                let kept = has_notes.then(|| reader.read_kept(&item.address()).ok()).flatten();
                (Found::Known(identity), kept.map(|kept| kept.read))
            }
            Plan::Link(record) => (Found::New(record), None),
            Plan::Read => match item.read(reader) {
                Ok(ReadItem { record, read }) => (Found::New(Box::new(record)), has_notes.then_some(read)),
                Err(error) => {
                    // Many saved addresses are dead, but their titles and tags are worth keeping.
                    let link = item.link().map(Box::new);
                    let failure = Failure::new(item.shown(), output::sentence(&error));
                    (Found::Failed(Failure { is_linked: link.is_some(), ..failure }, link), None)
                }
            },
            Plan::Refuse(why) => (Found::Failed(Failure::new(item.shown(), why), None), None),
        };
        Self { item, facts, what, read }
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

impl Fetch {
    /// Whether the pages of a list are fetched; `named` says whether a person named the list.
    fn takes_list(self, named: bool) -> bool {
        self == Fetch::All && named
    }
}

/// The work on all sources.
struct Adding<'a> {
    reader: &'a ArticleReader,
    fetch: Fetch,
    tags: &'a [String],
    notes: ListedNotes<'a>,
    /// Set when a person stops the work.
    stop: &'a AtomicBool,
}

/// The work in the library's screen is not stopped.
static GOES_ON: AtomicBool = AtomicBool::new(false);

impl<'a> Adding<'a> {
    fn new(reader: &'a ArticleReader, fetch: Fetch, tags: &'a [String], places: &'a Places) -> Self {
        Self { reader, fetch, tags, notes: ListedNotes::new(places), stop: &GOES_ON }
    }

    /// Adds the items in batches: while one is written, the next one is read. `each` is called after each with
    /// the number of items that were read, and the report. When a person stops it, what was not begun is left.
    fn all(
        &mut self,
        library: &mut Library,
        items: &[Item],
        report: &mut Report,
        mut each: impl FnMut(usize, &Report),
    ) -> anyhow::Result<()> {
        let mut done = 0;
        let mut ready = Vec::new();
        for batch in items.chunks(batch_size()) {
            if self.stop.load(Ordering::Relaxed) {
                report.stopped = true;
                break;
            }
            let planned = self.planned(library, batch, report)?;
            let (reader, tags, stop) = (self.reader, self.tags, self.stop);
            let of = |(item, plan)| {
                // Pages take long: those that were not asked for yet are left.
                (!stop.load(Ordering::Relaxed)).then(|| Ready::of(item, plan, reader, tags))
            };
            // A thread that waits for the disk should not be one of those that read.
            let (written, read) = std::thread::scope(|scope| {
                let before = std::mem::take(&mut ready);
                let writing = scope.spawn(|| self.write(library, before, report));
                let read: Vec<Option<Ready<'_>>> = planned.into_par_iter().map(of).collect();
                (writing.join(), read)
            });
            written.map_err(|_| anyhow::anyhow!("internal error (please report)"))??;
            report.stopped |= read.iter().any(Option::is_none);
            ready = read.into_iter().flatten().collect();
            done += batch.len();
            each(done, report);
        }
        self.write(library, ready, report)
    }

    /// What is done with each item of a batch.
    fn planned<'i>(
        &self,
        library: &Library,
        batch: &'i [Item],
        report: &mut Report,
    ) -> anyhow::Result<Vec<(&'i Item, Plan)>> {
        let mut planned = Vec::with_capacity(batch.len());
        for item in batch {
            match self.plan(library, item)? {
                Plan::Refuse(why) => report.failed.push(Failure::new(item.shown(), why)),
                plan => planned.push((item, plan)),
            }
        }
        Ok(planned)
    }

    /// Writes a batch in one step, and the notes of its articles in another.
    fn write(&mut self, library: &mut Library, batch: Vec<Ready<'_>>, report: &mut Report) -> anyhow::Result<()> {
        let (mut records, mut known, mut with_notes) = (Vec::new(), Vec::new(), Vec::new());
        for Ready { item, facts, what, read } in batch {
            let listed = item.listed().filter(|listed| !listed.notes.is_empty());
            match what {
                Found::Known(identity) => {
                    with_notes.extend(listed.map(|listed| (listed, identity.clone(), read)));
                    known.push((identity, facts));
                }
                Found::New(record) => {
                    with_notes.extend(listed.map(|listed| (listed, record.identity.clone(), read)));
                    records.push((*record, facts));
                }
                Found::Failed(failure, link) => {
                    report.failed.push(failure);
                    if let Some(link) = link {
                        with_notes.extend(listed.map(|listed| (listed, link.identity.clone(), None)));
                        records.push((*link, facts));
                    }
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
        for (listed, identity, read) in &with_notes {
            self.notes.take(listed, (identity, read.as_ref()), &mut report.notes)?;
        }
        Ok(self.notes.save()?)
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
            Item::Listed { article, named } if article.content.is_none() && !self.fetch.takes_list(*named) => {
                match item.link() {
                    Some(record) => Plan::Link(Box::new(record)),
                    None => Plan::Refuse("it is not a web address"),
                }
            }
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
