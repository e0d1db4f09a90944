//! `pullquote library show`: prints what the library knows about one article.

use std::fmt::Write;
use std::process::ExitCode;

use serde_json::json;

use super::LibraryArgs;
use super::rows::row_json;
use crate::cli::output;
use crate::printing;

/// How many code points of the text are printed.
const BEGINNING: usize = 400;

/// Show what the library knows about an article
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
    /// Its address, its path, or the beginning of its title
    #[arg(value_name = "ARTICLE")]
    article: String,
}

/// Runs the subcommand.
///
/// # Errors
/// When there is no such article, or the library can't be read.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let open = args.library.open(true)?;
    let row = open.article(&args.article)?;
    let (beginning, speakers) = open.library.preview(row.id, BEGINNING)?;
    if args.json {
        let mut value = row_json(&row);
        let speakers: Vec<_> =
            speakers.iter().map(|(name, quotes)| json!({ "name": name, "quotes": quotes })).collect();
        value["beginning"] = beginning.into();
        value["speakers"] = speakers.into();
        output::print_json(&value)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = format!("{}\n", if row.title.is_empty() { &row.source } else { &row.title });
    let percent = row.progress.map(|progress| format!("{:.0} % read", progress * 100.0));
    let tags =
        (!row.tags.is_empty()).then(|| row.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "));
    let facts = [row.authors.clone(), row.site.clone(), row.published.clone(), percent, tags];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    if !facts.is_empty() {
        writeln!(out, "{}", facts.join(" · "))?;
    }
    writeln!(out, "{} words · {} quotes · {} notes", row.words, row.quotes, row.notes)?;
    writeln!(out, "{}", row.source)?;
    for (name, quotes) in &speakers {
        writeln!(out, "  {name} ({quotes})")?;
    }
    writeln!(out, "\n{}", beginning.trim())?;
    printing::print(&out)?;
    Ok(ExitCode::SUCCESS)
}
