//! `pullquote search`: finds words, quotes and notes in the library.

use std::collections::HashMap;
use std::process::ExitCode;

use serde_json::{Value, json};

use super::library::{LibraryArgs, article_fields, query};
use super::output;
use crate::printing;
use pullquote_library::Hit;
use pullquote_library::store::ArticleRow;

/// Search everything you have read, said and noted
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote search harbour pier
  pullquote search 'said:\"water rights\" since:2025-11'
  pullquote search 'speaker:\"Mara Holt\" -site:example.org'
  pullquote search --json tag:drought | jq -r '.[].snippet'

Words have to be in the text, the headline or a note; case and accents make no
difference. docs/search.md describes all fields. `pullquote library add` and the
reader add articles.")]
pub(super) struct Args {
    #[command(flatten)]
    library: LibraryArgs,
    /// At most this many places
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Print them as JSON
    #[arg(long)]
    json: bool,
    /// What to look for
    #[arg(value_name = "QUERY", required = true, allow_hyphen_values = true)]
    query: Vec<String>,
}

/// Runs the subcommand; the status is 1 if nothing was found.
///
/// # Errors
/// When the query is wrong, or the library can't be read.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let query = query(&args.query)?;
    let open = args.library.open(true)?;
    let hits = open.library.search(&query, args.limit)?;
    let ids: Vec<i64> = hits.iter().map(|hit| hit.article).collect();
    let rows: HashMap<i64, ArticleRow> = open.library.rows(&ids)?.into_iter().map(|row| (row.id, row)).collect();
    let found: Vec<(&Hit, &ArticleRow)> =
        hits.iter().filter_map(|hit| rows.get(&hit.article).map(|row| (hit, row))).collect();
    if args.json {
        output::print_json(&found.iter().map(|(hit, row)| fields(hit, row)).collect())?;
    } else {
        print(&found)?;
    }
    Ok(if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn fields(hit: &Hit, row: &ArticleRow) -> Value {
    json!({
        "article": article_fields(row),
        "kind": hit.kind.name(),
        "snippet": hit.snippet,
        "start": hit.place.map(|(start, _)| start),
        "end": hit.place.map(|(_, end)| end),
        "speaker": hit.speaker,
        "score": hit.score,
    })
}

/// Prints the places, each article once with its places below.
fn print(found: &[(&Hit, &ArticleRow)]) -> anyhow::Result<()> {
    let mut seen: Vec<i64> = Vec::new();
    for (_, row) in found {
        if !seen.contains(&row.id) {
            seen.push(row.id);
        }
    }
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (at, article) in seen.iter().enumerate() {
        let of_it: Vec<_> = found.iter().filter(|(_, row)| row.id == *article).collect();
        let Some((_, row)) = of_it.first() else { continue };
        let title = if row.title.is_empty() { &row.source } else { &row.title };
        let facts =
            [row.site.as_deref(), row.published.as_deref().and_then(|day| day.get(..10)), Some(row.source.as_str())];
        let facts: Vec<&str> = facts.into_iter().flatten().filter(|fact| *fact != title).collect();
        pieces.push((false, format!("{}{title}\n    {}\n", if at > 0 { "\n" } else { "" }, facts.join(" · "))));
        for (hit, _) in of_it {
            let kind = if hit.kind == pullquote_library::HitKind::Note { "✎ " } else { "" };
            let speaker = hit.speaker.as_ref().map(|speaker| format!("{speaker}: ")).unwrap_or_default();
            pieces.push((false, format!("  {kind}{speaker}")));
            let mut last = 0;
            for &(from, to) in &hit.marks {
                pieces.push((false, hit.snippet.get(last..from).unwrap_or_default().to_owned()));
                pieces.push((true, hit.snippet.get(from..to).unwrap_or_default().to_owned()));
                last = to;
            }
            pieces.push((false, format!("{}\n", hit.snippet.get(last..).unwrap_or_default())));
        }
    }
    let bold = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Ok(printing::print_marked(&pieces, bold)?)
}
