//! `pullquote library list`: prints the articles that a query finds.

use std::process::ExitCode;

use anyhow::bail;
use clap::builder::PossibleValuesParser;

use super::rows::{row_json, row_line};
use super::{LibraryArgs, query};
use crate::cli::output;
use crate::printing;
use pullquote_library::store::{Sort, SortColumn};

/// The width of a line, in cells.
const CELLS: usize = 100;

/// List the articles in the library
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote library list
  pullquote library list is:unread since:7d
  pullquote library list --sort quotes 'speaker:\"Mara Holt\"'
  pullquote library list --json | jq -r '.[].source'

● is unread, ★ has a star, × is in the trash. docs/search.md describes queries.")]
pub(super) struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// The order: by this column
    #[arg(long, value_name = "COLUMN", default_value = "added", value_parser = columns())]
    sort: String,
    /// The other way round
    #[arg(long)]
    reverse: bool,
    /// At most this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
    /// Which articles; all without a query
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: Vec<String>,
}

fn columns() -> PossibleValuesParser {
    PossibleValuesParser::new(SortColumn::ALL.map(SortColumn::name))
}

/// Runs the subcommand.
///
/// # Errors
/// When the query is wrong, or the library can't be read.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let query = query(&args.query)?;
    let Some(column) = SortColumn::named(&args.sort) else { bail!("there is no column {}", args.sort) };
    let open = args.library.open(true)?;
    let rows = open.library.list(&query, Sort { column, reversed: args.reverse }, args.limit)?;
    if args.json {
        output::print_json(&rows.iter().map(row_json).collect())?;
        return Ok(ExitCode::SUCCESS);
    }
    if rows.is_empty() && printing::errors_are_on_terminal() {
        printing::remark(if query.is_empty() {
            "The library is empty. `pullquote library add FILE…` adds articles."
        } else {
            "No article in the library fits."
        });
    }
    let lines: Vec<String> = rows.iter().map(|row| row_line(row, CELLS)).collect();
    printing::print(&lines.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}
