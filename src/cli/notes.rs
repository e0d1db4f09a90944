//! `pullquote notes`: prints the notes on an article.

use std::fmt::Write;
use std::process::ExitCode;

use super::annotated_article::OneArticle;
use super::output;
use crate::export::json::NOTES_SCHEMA;
use crate::export::{Input, Options};
use crate::printing;
use pullquote_article::text::sanitize;
use pullquote_notes::{Anchor, PlacedAnnotation};

/// Print the notes on an article
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote notes article.txt
  pullquote notes --file article.txt    # the path of the notes file
  pullquote notes --json article.txt | jq '.annotations[].note'
  pullquote notes --notes mine.toml article.txt")]
pub(super) struct Args {
    /// Print the path of the notes file instead
    #[arg(long)]
    file: bool,
    /// Print the notes as JSON, with their places now
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    on: OneArticle,
}

/// Runs the subcommand.
///
/// # Errors
/// When the article or its notes can't be read.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.json {
        let annotated = args.on.open()?;
        let path = annotated.notebook.path();
        let input =
            Input::open(&annotated.article, &annotated.analysis, annotated.notebook.entries(), Options::default());
        let input = input.first_read(annotated.notebook.first_read());
        output::print_json(&output::with_file(NOTES_SCHEMA, path, &input))?;
        return Ok(ExitCode::SUCCESS);
    }
    let noted = args.on.open_notes()?;
    if args.file {
        printing::print(&noted.notebook.path().display().to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let entries: Vec<String> =
        noted.notebook.entries().iter().map(|entry| written(entry, noted.article.text())).collect();
    if entries.is_empty() && printing::errors_are_on_terminal() {
        let source = &args.on.source;
        printing::remark(&format!("No notes on {source} yet. `pullquote {source}` opens it: `a` writes one."));
    }
    printing::print(&entries.join("\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The words of a note on the article with this `text`, then, indented, its speaker, check, tags and text.
fn written(entry: &PlacedAnnotation, text: &str) -> String {
    let annotation = &entry.annotation;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(annotation.quote.as_ref().and_then(|quote| quote.speaker.clone()));
    facts.extend(annotation.check.map(|check| check.name().replace('-', " ")));
    facts.extend(annotation.tags.iter().map(|tag| format!("#{tag}")));
    facts.extend(place(entry, text).filter(|_| !annotation.is_on_whole()));
    let words = annotation.exact().split_whitespace().collect::<Vec<_>>().join(" ");
    // A notes file may come from anywhere, and a terminal obeys control characters.
    let mut out = if annotation.is_on_whole() {
        "On the whole article\n".to_owned()
    } else {
        format!("“{}”\n", sanitize::line(bare(&words)))
    };
    if !facts.is_empty() {
        let _ = writeln!(out, "    {}", sanitize::line(&facts.join(" · ")));
    }
    for line in annotation.note.lines() {
        let _ = writeln!(out, "    {}", sanitize::line(line));
    }
    out
}

/// `words` without the quotation marks around all of them.
fn bare(words: &str) -> &str {
    let inner = words.strip_prefix(['“', '"', '«', '„']).and_then(|rest| rest.strip_suffix(['”', '"', '»', '“']));
    inner.filter(|inner| !inner.contains(['“', '”', '"', '«', '»', '„'])).unwrap_or(words)
}

/// Where the words are now; `None` where they are in their old place.
fn place(entry: &PlacedAnnotation, text: &str) -> Option<String> {
    if let Some(now) = entry.anchor.changed_words(&entry.annotation.selectors, text) {
        let now = now.split_whitespace().collect::<Vec<_>>().join(" ");
        return Some(format!("its words have changed; now: “{}”", bare(&now)));
    }
    match &entry.anchor {
        Anchor::Exact(_) => None,
        Anchor::Moved(..) => Some("moved in the text".to_owned()),
        Anchor::Review(places) if places.len() == 1 => Some("perhaps in another place".to_owned()),
        Anchor::Review(places) => Some(format!("perhaps in one of {} places", places.len())),
        Anchor::Orphan => Some("no longer in the text".to_owned()),
    }
}
