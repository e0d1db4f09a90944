//! `pullquote feeds list` and `remove`.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{name_of, named};
use crate::cli::library::LibraryArgs;
use crate::cli::output;
use crate::printing;
use pullquote_clean::without_credentials;
use pullquote_library::store::FeedRow;

/// List the feeds, with the number of unread articles
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds list
  pullquote feeds list --json | jq -r '.[] | select(.problem) | .address'")]
pub(super) struct ListArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
}

/// Remove feeds; their articles stay in the library
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds remove https://example.org/feed.xml
  pullquote feeds remove \"The Courier\"")]
pub(super) struct RemoveArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// The address or the title of each feed
    #[arg(value_name = "FEED", required = true)]
    feeds: Vec<String>,
}

/// Runs `list`.
///
/// # Errors
/// When the library can't be read.
pub(super) fn list(args: &ListArgs) -> anyhow::Result<ExitCode> {
    let feeds = args.library.open(false)?.library.feeds()?;
    if args.json {
        output::print_json(&feeds.iter().map(fields).collect())?;
    } else if feeds.is_empty() {
        printing::complain("there are no feeds; `pullquote feeds add ADDRESS` adds one");
    } else {
        printing::print(&feeds.iter().map(lines).collect::<String>())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs `remove`.
///
/// # Errors
/// When there is no such feed, or the library can't be written; then nothing is removed.
pub(super) fn remove(args: &RemoveArgs) -> anyhow::Result<ExitCode> {
    let mut open = args.library.open(false)?;
    let feeds = open.library.feeds()?;
    let chosen: Vec<&FeedRow> = args.feeds.iter().map(|name| named(&feeds, name)).collect::<anyhow::Result<_>>()?;
    for feed in &chosen {
        open.library.remove_feed(&feed.address)?;
    }
    if args.json {
        let removed: Vec<String> = chosen.iter().map(|feed| without_credentials(&feed.address)).collect();
        output::print_json(&json!({ "removed": removed }))?;
    } else {
        let names: Vec<String> = chosen.iter().map(|feed| name_of(feed)).collect();
        printing::print(&format!("Removed {}; the articles stay.", names.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Everything about a feed as JSON.
fn fields(feed: &FeedRow) -> Value {
    json!({
        "address": without_credentials(&feed.address),
        "title": feed.title,
        "home": feed.home,
        "folder": feed.folder,
        "added": feed.added,
        "unread": feed.unread,
        "checked": feed.checked,
        "not_before": feed.not_before,
        "stopped": feed.stopped,
        "problem": feed.problem,
    })
}

/// A feed on one line: unread articles, when it was last asked, title and address; and what is wrong on the
/// next one.
fn lines(feed: &FeedRow) -> String {
    let asked: String = match &feed.checked {
        Some(checked) => checked.chars().take(16).collect::<String>().replace('T', " "),
        None => "not asked yet".to_owned(),
    };
    let folder = feed.folder.as_deref().map(|folder| format!("{folder}/")).unwrap_or_default();
    let address = without_credentials(&feed.address);
    let mut out = format!("{:>5} unread  {asked:<16}  {folder}{}  {address}\n", feed.unread, name_of(feed));
    let wait = feed.not_before.as_deref().map(|until| format!("the server wants to be asked after {until}"));
    for note in feed.problem.iter().chain(&wait) {
        out.push_str(&format!("              {note}\n"));
    }
    out
}
