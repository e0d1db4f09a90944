//! `pullquote feeds sync`, and the same for the library's screen.

use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use serde_json::json;

use super::answer::save;
use super::fetch::{Fetched, fetch_unread};
use super::{AskingArgs, name_of, named};
use crate::cli::interrupt::stop_flag;
use crate::cli::library::reading::ArticleReader;
use crate::cli::output;
use crate::folders::open_library;
use crate::printing;
use pullquote_clean::{Limits, without_credentials};
use pullquote_library::feeds::{FeedState, SyncOptions, WebServer, sync};
use pullquote_library::store::FeedRow;
use pullquote_library::{Library, LibraryFileError};

/// How many hosts are asked at once; they mostly wait for the network.
const WORKERS: usize = 8;

/// Ask for the feeds, and put their new articles into the library as unread
///
/// Several servers are asked at once, and each for one feed at a time. A server that has nothing new, or that
/// wants to be asked later, sends nothing. A feed that moved gets its new address, one that is gone is not asked
/// any more. Ctrl-C stops, and what came until then stays.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds sync
  pullquote feeds sync --full                # fetch the unread articles, too
  pullquote feeds sync https://example.org/feed.xml")]
pub(super) struct Args {
    #[command(flatten)]
    asking: AskingArgs,
    /// Also fetch and read the unread articles of these feeds that were not fetched yet
    #[arg(long)]
    full: bool,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// The addresses or titles of feeds; the default is all that did not stop
    #[arg(value_name = "FEED")]
    feeds: Vec<String>,
}

/// What became of the feeds.
#[derive(Debug, Default)]
struct Report {
    asked: usize,
    unchanged: usize,
    /// How many articles are new.
    new: usize,
    /// How many feeds have new articles.
    feeds_with_new: usize,
    /// The feeds that moved: from which address to which.
    moved: Vec<(String, String)>,
    /// The feeds that want to be asked later, and when.
    waiting: Vec<(FeedRow, String)>,
    /// The feeds with a problem, which says why.
    failed: Vec<(FeedRow, String)>,
}

/// Runs `sync`; the status is 1 if a feed or an article failed, and 130 if it was stopped.
///
/// # Errors
/// When there is no such feed, or the library can't be written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut open = args.asking.library().open(false)?;
    let opener = args.asking.opener(&open.config, &open.places);
    let all = open.library.feeds()?;
    let feeds: Vec<FeedRow> = if args.feeds.is_empty() {
        all.into_iter().filter(|feed| !feed.stopped).collect()
    } else {
        args.feeds.iter().map(|name| named(&all, name).cloned()).collect::<anyhow::Result<_>>()?
    };
    if feeds.is_empty() && !args.json {
        printing::complain("there are no feeds to ask; `pullquote feeds add ADDRESS` adds one");
        return Ok(ExitCode::SUCCESS);
    }
    let stop = stop_flag()?;
    let shows = printing::errors_are_on_terminal() && !args.json;
    let count = feeds.len();
    let mut addresses: Vec<String> = feeds.iter().map(|feed| feed.address.clone()).collect();
    let report = sync_feeds(&mut open.library, feeds, opener.limits(), &stop, |report| {
        if shows {
            printing::show_progress(&format!("{} of {count} feeds · {} new articles", report.asked, report.new));
        }
    })?;
    let mut fetched = Fetched::default();
    if args.full {
        addresses.extend(report.moved.iter().map(|(_, to)| to.clone()));
        let reader = ArticleReader::new(opener, &open.places)?;
        fetched = fetch_unread(&mut open.library, &reader, &addresses, &stop, |done, all| {
            if shows {
                printing::show_progress(&format!("{done} of {all} articles"));
            }
        })?;
    }
    if shows {
        printing::clear_progress();
    }
    say(args, &report, &fetched, stop.load(Ordering::Relaxed))
}

/// Asks for all feeds that did not stop; returns a short sentence about what came.
///
/// # Errors
/// When the library can't be read or written.
pub(crate) fn sync_for_screen(file: &Path, limits: Limits) -> anyhow::Result<String> {
    let mut library = open_library(file)?.library;
    let feeds: Vec<FeedRow> = library.feeds()?.into_iter().filter(|feed| !feed.stopped).collect();
    if feeds.is_empty() {
        return Ok("the notes are up to date; there are no feeds".to_owned());
    }
    let report = sync_feeds(&mut library, feeds, limits, &AtomicBool::new(false), |_| {})?;
    Ok(in_short(&report))
}

/// Asks for `feeds` and saves what comes, feed by feed, until `stop` is set. `each` is called after each
/// feed.
fn sync_feeds(
    library: &mut Library,
    feeds: Vec<FeedRow>,
    limits: Limits,
    stop: &AtomicBool,
    mut each: impl FnMut(&Report),
) -> Result<Report, LibraryFileError> {
    let now = Timestamp::now();
    let time = |text: &str| text.parse::<Timestamp>().ok();
    let mut report = Report::default();
    let mut states = Vec::with_capacity(feeds.len());
    for feed in &feeds {
        let retry_after = feed.not_before.as_deref().and_then(time);
        if let Some(until) = retry_after.filter(|until| *until > now) {
            report.waiting.push((feed.clone(), until.to_string()));
        }
        let (address, etag, last_modified) = (feed.address.clone(), feed.etag.clone(), feed.last_modified.clone());
        states.push(FeedState { address, etag, last_modified, retry_after });
    }
    let mut broken: Option<LibraryFileError> = None;
    sync(states, &WebServer::new(limits), SyncOptions { now, workers: WORKERS, stop }, |outcome| {
        let Some(feed) = feeds.iter().find(|feed| feed.address == outcome.address).filter(|_| broken.is_none()) else {
            return;
        };
        match save(library, feed, outcome) {
            Ok(saved) => {
                report.asked += 1;
                report.unchanged += usize::from(saved.is_unchanged);
                report.new += saved.new;
                report.feeds_with_new += usize::from(saved.new > 0);
                report.moved.extend(saved.moved_from.map(|from| (from, saved.feed.address.clone())));
                report.waiting.extend(saved.feed.not_before.clone().map(|until| (saved.feed.clone(), until)));
                report.failed.extend(saved.feed.problem.clone().map(|why| (saved.feed.clone(), why)));
                each(&report);
            }
            Err(error) => {
                // No further feed can be saved, so none is asked for.
                stop.store(true, Ordering::Relaxed);
                broken = Some(error);
            }
        }
    });
    broken.map_or(Ok(report), Err)
}

/// The report in a few words: “3 new articles in 2 feeds; 1 feed failed: The Courier: …”.
fn in_short(report: &Report) -> String {
    let count = |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    let mut text = match (report.new, report.asked) {
        (0, 0) => "no feed may be asked yet".to_owned(),
        (0, _) => "no new articles".to_owned(),
        (new, _) => format!("{} in {}", count(new, "new article"), count(report.feeds_with_new, "feed")),
    };
    if let Some((feed, why)) = report.failed.first() {
        text.push_str(&format!("; {} failed: {}: {why}", count(report.failed.len(), "feed"), name_of(feed)));
    }
    text
}

/// Prints what was done.
fn say(args: &Args, report: &Report, fetched: &Fetched, stopped: bool) -> anyhow::Result<ExitCode> {
    if args.json {
        let address = |feed: &FeedRow| without_credentials(&feed.address);
        let moved = report
            .moved
            .iter()
            .map(|(from, to)| json!({ "from": without_credentials(from), "to": without_credentials(to) }));
        let waiting = report.waiting.iter().map(|(feed, until)| json!({ "address": address(feed), "until": until }));
        let failed = report
            .failed
            .iter()
            .map(|(feed, why)| json!({ "address": address(feed), "title": feed.title, "error": why }));
        let unfetched = fetched.failed.iter().map(|(source, why)| json!({ "source": source, "error": why }));
        output::print_json(&json!({
            "asked": report.asked,
            "unchanged": report.unchanged,
            "new": report.new,
            "feeds_with_new": report.feeds_with_new,
            "moved": moved.collect::<Vec<_>>(),
            "waiting": waiting.collect::<Vec<_>>(),
            "failed": failed.collect::<Vec<_>>(),
            "fetched": fetched.read,
            "not_fetched": unfetched.collect::<Vec<_>>(),
            "stopped": stopped,
        }))?;
    } else {
        say_in_words(args, report, fetched)?;
        if stopped {
            printing::complain("stopped; run it again to go on");
        }
    }
    let is_well = report.failed.is_empty() && fetched.failed.is_empty();
    Ok(match (stopped, is_well) {
        (true, _) => ExitCode::from(130),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::FAILURE,
    })
}

fn say_in_words(args: &Args, report: &Report, fetched: &Fetched) -> anyhow::Result<()> {
    let Report { asked, unchanged, new, .. } = report;
    let noun = if *asked == 1 { "feed" } else { "feeds" };
    let mut line = format!("{new} new in {asked} {noun}, {unchanged} unchanged");
    if args.full {
        line.push_str(&format!("; {} fetched", fetched.read));
    }
    printing::print(&format!("{line}."))?;
    for (from, to) in &report.moved {
        printing::complain(&format!("{} is now {}", without_credentials(from), without_credentials(to)));
    }
    for (feed, until) in &report.waiting {
        printing::complain(&format!("{} wants to be asked after {until}", name_of(feed)));
    }
    for (feed, why) in &report.failed {
        printing::complain(&format!("{}: {why}", name_of(feed)));
    }
    for (source, why) in &fetched.failed {
        printing::complain(&format!("{source} was not fetched: {why}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_is_told_in_one_sentence() {
        let feed = FeedRow { title: Some("The Courier".to_owned()), ..FeedRow::default() };
        let mut report = Report { asked: 3, new: 1, feeds_with_new: 1, ..Report::default() };
        assert_eq!(in_short(&report), "1 new article in 1 feed");
        report.failed.push((feed, "the server answered 404".to_owned()));
        (report.new, report.feeds_with_new) = (3, 2);
        let said = "3 new articles in 2 feeds; 1 feed failed: The Courier: the server answered 404";
        assert_eq!(in_short(&report), said);
        assert_eq!(in_short(&Report::default()), "no feed may be asked yet");
    }
}
