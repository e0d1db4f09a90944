//! `pullquote feeds import` and `export`: lists of feeds in OPML.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;

use crate::cli::library::LibraryArgs;
use crate::cli::output;
use crate::folders::exported::{self, ExportError};
use crate::folders::moment;
use crate::printing;
use pullquote_article::files;
use pullquote_library::feeds::{ListedFeed, read_opml, write_opml};
use pullquote_library::store::FeedRow;
use pullquote_library::{Library, LibraryFileError};

/// The most bytes of a list that are read.
const LARGEST: u64 = 50_000_000;

/// Add the feeds in an OPML file of another feed reader
///
/// Folders are kept. `pullquote feeds sync` then brings the articles.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds import subscriptions.opml && pullquote feeds sync")]
pub(super) struct ImportArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// The OPML file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Write the feeds as OPML, which every feed reader reads
///
/// A user name and a password in an address are written, too.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds export > feeds.opml
  pullquote feeds export feeds.opml")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print what was done, as JSON; needs FILE
    #[arg(long, requires = "file")]
    json: bool,
    /// Replace the file if it exists
    #[arg(long, requires = "file")]
    force: bool,
    /// The file to write; the default is standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Runs `import`.
///
/// # Errors
/// When the file can't be read or is not OPML, or the library can't be written.
pub(super) fn import(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let bytes = files::read(&args.file, LARGEST).with_context(|| format!("cannot read {name}"))?;
    let (feeds, skipped) = read_opml(&name, &bytes)?;
    let mut open = args.library.open(false)?;
    let (added, known) = add_feeds(&mut open.library, feeds)?;
    if args.json {
        output::print_json(&json!({ "added": added, "known": known, "skipped": skipped }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let next = if added > 0 { "; `pullquote feeds sync` brings their articles" } else { "" };
    printing::print(&format!("{added} added, {known} known already{next}."))?;
    for entry in skipped {
        printing::complain(&format!("{name}, {entry}; left out"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Adds the feeds of a list; returns how many are new, and how many were there.
///
/// # Errors
/// When the library can't be written.
pub(in crate::cli) fn add_feeds(
    library: &mut Library,
    feeds: Vec<ListedFeed>,
) -> Result<(usize, usize), LibraryFileError> {
    let (mut added, mut known) = (0, 0);
    for ListedFeed { address, title, home, folder } in feeds {
        let now = moment::now();
        let feed = FeedRow { address, title, home, folder, added: now.clone(), ..FeedRow::default() };
        let (is_new, _) = library.add_feed(&feed, &[], &now)?;
        *(if is_new { &mut added } else { &mut known }) += 1;
    }
    Ok((added, known))
}

/// Runs `export`.
///
/// # Errors
/// When the library can't be read, or the file can't be written or exists.
pub(super) fn export(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let feeds: Vec<ListedFeed> = args.library.open(false)?.library.feeds()?.into_iter().map(listed).collect();
    let text = write_opml("Feeds of Pullquote", &feeds)
        .context("a title or address of a feed has a character that OPML cannot have; remove that feed")?;
    let Some(file) = &args.file else {
        printing::print(&text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let name = file.display().to_string();
    // The address of a feed may have a password.
    match exported::write_private(file, &text, args.force) {
        Err(ExportError::Exists(_)) => {
            anyhow::bail!("{name} exists; choose another file, or replace it with --force");
        }
        written => written?,
    }
    if args.json {
        output::print_json(&json!({ "file": name, "feeds": feeds.len() }))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn listed(feed: FeedRow) -> ListedFeed {
    let FeedRow { address, title, home, folder, .. } = feed;
    ListedFeed { address, title, home, folder }
}
