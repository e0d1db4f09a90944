//! `pullquote feeds add`.

use std::process::ExitCode;

use serde_json::json;

use super::find::{Found, find};
use super::{AskingArgs, name_of};
use crate::cli::output;
use crate::folders::moment;
use crate::printing;
use pullquote_clean::without_credentials;
use pullquote_library::feeds::WebServer;

/// Add feeds, and put their articles into the library as unread
///
/// ADDRESS is that of a feed, or of a page: then the feed that the page names is added. If it names several,
/// the first one that is not of comments is taken, and the others are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote feeds add https://example.org/feed.xml
  pullquote feeds add example.org
  pullquote feeds add --folder Ports https://example.org https://example.net/news")]
pub(super) struct Args {
    #[command(flatten)]
    asking: AskingArgs,
    /// Put the feeds into this folder; Towns/Ports is a folder in a folder
    #[arg(long, value_name = "NAME")]
    folder: Option<String>,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// Addresses of feeds or of pages
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,
}

/// Runs `add`; the status is 1 if a feed could not be added.
///
/// # Errors
/// When the library can't be written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut open = args.asking.library().open(false)?;
    let server = WebServer::new(args.asking.opener(&open.config, &open.places).limits());
    let shows = printing::errors_are_on_terminal() && !args.json;
    let (mut feeds, mut others, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for address in &args.addresses {
        let shown = without_credentials(address);
        if shows {
            printing::show_progress(&format!("asking {shown}…"));
        }
        let found = find(&server, address);
        if shows {
            printing::clear_progress();
        }
        let Found { mut feed, items, others: named } = match found {
            Ok(found) => found,
            Err(why) => {
                if !args.json {
                    printing::complain(&format!("{shown} was not added: {why}"));
                }
                failed.push(json!({ "source": shown, "error": why }));
                continue;
            }
        };
        feed.folder.clone_from(&args.folder);
        let (is_new, new) = open.library.add_feed(&feed, &items, &moment::now())?;
        let (at, name, articles) = (without_credentials(&feed.address), name_of(&feed), new.len());
        if !args.json {
            let done = if is_new { "added" } else { "known already" };
            let noun = if articles == 1 { "article" } else { "articles" };
            printing::print(&format!("{name}: {done}, {articles} new {noun}."))?;
            for other in &named {
                let title = other.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
                printing::complain(&format!("{shown} also names {}{title}", other.address));
            }
        }
        feeds.push(json!({ "address": at, "title": feed.title, "new": is_new, "articles": articles }));
        others.extend(named.iter().map(|feed| json!({ "page": shown, "address": feed.address, "title": feed.title })));
    }
    let status = if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    if args.json {
        output::print_json(&json!({ "feeds": feeds, "others": others, "failed": failed }))?;
    }
    Ok(status)
}
