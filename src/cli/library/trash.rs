//! `pullquote library remove` and `restore`: the trash.

use std::process::ExitCode;

use serde_json::json;

use super::LibraryArgs;
use crate::cli::output;
use crate::folders::moment;
use crate::printing;

/// Put articles into the trash
///
/// They are no longer listed or found. Their notes, files and kept pages stay. `pullquote library
/// restore` takes them out again.
#[derive(Debug, clap::Args)]
pub(super) struct RemoveArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Delete everything in the trash from the library for good
    #[arg(long, conflicts_with = "articles")]
    empty_trash: bool,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// The address, the path or the beginning of the title of each
    #[arg(value_name = "ARTICLE", required_unless_present = "empty_trash")]
    articles: Vec<String>,
}

/// Take articles out of the trash
#[derive(Debug, clap::Args)]
pub(super) struct RestoreArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// The address, the path or the beginning of the title of each
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<String>,
}

/// Runs `remove`.
///
/// # Errors
/// When an article is not in the library, or it can't be written; then nothing is removed.
pub(super) fn remove(args: &RemoveArgs) -> anyhow::Result<ExitCode> {
    if args.empty_trash {
        let count = args.library.open(false)?.library.empty_trash()?;
        return said(args.json, "deleted", &[], &format!("Deleted {count} from the trash."));
    }
    set(&args.library, &args.articles, Some(&moment::now()), args.json)
}

/// Runs `restore`.
///
/// # Errors
/// When an article is not in the library, or it can't be written; then nothing is restored.
pub(super) fn restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    set(&args.library, &args.articles, None, args.json)
}

fn set(library: &LibraryArgs, names: &[String], when: Option<&str>, json: bool) -> anyhow::Result<ExitCode> {
    let mut open = library.open(true)?;
    let rows = names.iter().map(|name| open.article(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let identities: Vec<String> = rows.iter().map(|row| row.identity.clone()).collect();
    open.library.set_trashed(&identities, when)?;
    let sources: Vec<&str> = rows.iter().map(|row| row.source.as_str()).collect();
    let (key, verb) = if when.is_some() { ("removed", "Put in the trash") } else { ("restored", "Restored") };
    said(json, key, &sources, &format!("{verb}: {}", sources.join(", ")))
}

fn said(json: bool, key: &str, sources: &[&str], sentence: &str) -> anyhow::Result<ExitCode> {
    if json {
        output::print_json(&json!({ key: sources }))?;
    } else {
        printing::print(sentence)?;
    }
    Ok(ExitCode::SUCCESS)
}
