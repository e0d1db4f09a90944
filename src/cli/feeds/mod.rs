//! `pullquote feeds`: the feeds that bring new articles into the library.

mod add;
mod answer;
mod fetch;
mod find;
mod list;
mod opml;
mod sync;

pub(super) use opml::add_feeds;
pub(super) use sync::sync_for_screen;

use std::process::ExitCode;

use clap::Subcommand;

use super::library::LibraryArgs;
use super::settings::{ConfigFile, NotesFile};
use super::source::{Opener, Prefer, ReadingArgs};
use crate::config::Config;
use crate::folders::Places;
use pullquote_clean::without_credentials;
use pullquote_library::store::FeedRow;

/// Follow feeds: their new articles wait unread in the library
///
/// RSS, Atom and JSON Feed. An article is fetched when it is opened, or by `sync --full`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds add https://example.org
  pullquote feeds import subscriptions.opml
  pullquote feeds sync")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Args),
    List(list::ListArgs),
    Remove(list::RemoveArgs),
    Sync(sync::Args),
    Import(opml::ImportArgs),
    Export(opml::ExportArgs),
}

/// The arguments of subcommands that ask servers.
#[derive(Debug, Clone, clap::Args)]
struct AskingArgs {
    #[command(flatten)]
    config: ConfigFile,
    #[command(flatten)]
    notes: NotesFile,
    /// How long to wait for a server, 1 to 600; the default is in the settings, 20 if not set
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    timeout: Option<u16>,
}

impl AskingArgs {
    /// The arguments that say which library is used.
    fn library(&self) -> LibraryArgs {
        LibraryArgs::of(self.config.clone(), self.notes.clone())
    }

    /// What opens articles, within the limits of these arguments.
    fn opener(&self, config: &Config, places: &Places) -> Opener {
        ReadingArgs::with(self.config.clone(), self.timeout).opener(config, places.clone(), Prefer::Kept)
    }
}

/// What a feed is called in messages: its title, or its address without user name and password.
fn name_of(feed: &FeedRow) -> String {
    feed.title.clone().filter(|title| !title.is_empty()).unwrap_or_else(|| without_credentials(&feed.address))
}

/// The feed that `name` means: its address, or its title if only one has it.
///
/// # Errors
/// If there is none, or several.
fn named<'f>(feeds: &'f [FeedRow], name: &str) -> anyhow::Result<&'f FeedRow> {
    let is_address = |feed: &&FeedRow| feed.address == name || without_credentials(&feed.address) == name;
    if let Some(feed) = feeds.iter().find(is_address) {
        return Ok(feed);
    }
    let titled = |feed: &&FeedRow| feed.title.as_deref().is_some_and(|t| t.to_lowercase() == name.to_lowercase());
    let mut found = feeds.iter().filter(titled);
    match (found.next(), found.next()) {
        (Some(feed), None) => Ok(feed),
        (Some(_), Some(_)) => anyhow::bail!("several feeds are called “{name}”; give the address of one"),
        _ => anyhow::bail!("there is no feed “{name}”; `pullquote feeds list` shows them"),
    }
}

/// Runs the subcommand; the status is 1 if a feed failed.
///
/// # Errors
/// When the library can't be read or written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Add(args) => add::run(args),
        Command::List(args) => list::list(args),
        Command::Remove(args) => list::remove(args),
        Command::Sync(args) => sync::run(args),
        Command::Import(args) => opml::import(args),
        Command::Export(args) => opml::export(args),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(address: &str, title: &str) -> FeedRow {
        FeedRow { address: address.to_owned(), title: Some(title.to_owned()), ..FeedRow::default() }
    }

    #[test]
    fn a_feed_is_found_by_address_or_by_a_title_that_only_one_has() {
        let feeds = [
            feed("https://ida:x@example.org/feed", "The Courier"),
            feed("https://example.org/b", "News"),
            feed("https://example.org/c", "News"),
        ];
        let address = |name: &str| named(&feeds, name).map(|feed| feed.address.clone()).map_err(|e| e.to_string());
        assert_eq!(address("the courier"), Ok(feeds[0].address.clone()));
        assert_eq!(address("https://example.org/feed"), Ok(feeds[0].address.clone()));
        assert_eq!(address("https://example.org/c"), Ok(feeds[2].address.clone()));
        assert!(address("news").unwrap_err().contains("several feeds"));
        assert!(address("nothing").unwrap_err().contains("there is no feed “nothing”"));
    }
}
