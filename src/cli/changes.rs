//! `pullquote changes`: what changed in an article since it was last read.

use std::fmt::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::annotated_article::{AnnotatedArticle, OneArticle};
use super::source::Prefer;
use crate::folders::snapshots::revision_quote;
use crate::json_text;
use crate::printing;
use pullquote_article::text::sanitize;
use pullquote_notes::changes::PassageChange;
use pullquote_notes::word_diff::{Stretch, difference};
use pullquote_notes::{Anchor, Annotation, Changes, Revision};

/// Print what changed in an article since it was last read
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The reader keeps each version of an article that it opens, in `snapshots` in
the notes folder. This compares the article with the last different version.

Examples:
  pullquote changes https://example.org/news
  pullquote changes --json article.html | jq '.passages[] | select(.fate == \"cut\")'
  pullquote changes --keep https://example.org/news    # compare with this one next time")]
pub(super) struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Keep this version of the article, as the reader does
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    on: OneArticle,
}

/// Runs the subcommand.
///
/// # Errors
/// When the article or its notes can't be read, or the version can't be kept.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    // Fetches the page itself, not the kept copy.
    let annotated = args.on.open_preferring(Prefer::Fresh)?;
    let snapshots = args.on.snapshots(&annotated.article)?;
    let now = edition(&annotated)?;
    let known = snapshots.known(&now);
    let older = known.iter().find(|edition| edition.fingerprint() != now.fingerprint());
    let changes = older.map(|old| Changes::between(old, &now)).filter(|changes| !changes.is_empty());
    if args.json {
        let report = Report::of(args.on.source.shown(), &annotated, changes.as_ref());
        printing::print(&json_text::indented(&report)?)?;
    } else {
        match &changes {
            Some(changes) => printing::print(&written(changes, &annotated))?,
            None if printing::output_is_terminal() => {
                let read =
                    if known.is_empty() { "was not read before" } else { "has not changed since it was first read" };
                printing::remark(&format!("{} {read}.", args.on.source));
            }
            None => {}
        }
    }
    if args.keep {
        snapshots.keep(&now)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The article with the quotes that the program itself finds in it. What a
/// person corrected or put back is not a change of the source.
///
/// # Errors
/// If the analysis passes a bound.
fn edition(annotated: &AnnotatedArticle) -> anyhow::Result<Revision> {
    let article = &annotated.article;
    let analysis = annotated.uncorrected()?;
    let put_back = article.added();
    let own = |quote: &&pullquote_nlp::Quote| !put_back.iter().any(|span| span.overlaps(quote.extent()));
    let said = analysis.quotes.iter().filter(own).map(|quote| revision_quote(article, quote)).collect();
    Ok(Revision::of(article, said, jiff::Timestamp::now()))
}

fn annotations(annotated: &AnnotatedArticle) -> impl Iterator<Item = &Annotation> {
    annotated.notebook.entries().iter().map(|e| &e.annotation)
}

/// The changes as text. Removed words are `[-…-]`, added words are `{+…+}`, as in
/// `git diff --word-diff`.
fn written(changes: &Changes, annotated: &AnnotatedArticle) -> String {
    let mut out = format!("Since {}: {}\n", changes.since, changes.in_short());
    let mut add = |name: &str, words: &str, ids: &[&str]| {
        // The text may come from anywhere, and a terminal obeys control characters.
        let _ = write!(out, "\n{name}\n");
        for line in words.lines() {
            let _ = writeln!(out, "    {}", sanitize::line(line));
        }
        for entry in ids.iter().filter_map(|id| annotated.notebook.get(id)) {
            let exact = entry.annotation.exact().split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "    note on “{}”: {}", sanitize::line(&exact), place(&entry.anchor));
        }
    };
    for restated in &changes.restated {
        add(restated.what, &marked(&restated.before, &restated.after), &[]);
    }
    for said in &changes.reattributed {
        let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "nobody named".to_owned());
        let words = format!("“{}”\n[-{}-] {{+{}+}}", said.words, name(&said.before), name(&said.after));
        add("re-attributed", &words, &Changes::about(said, annotations(annotated)));
    }
    for passage in &changes.passages {
        let words = marked(passage.before.as_deref().unwrap_or(""), passage.after.as_deref().unwrap_or(""));
        add(passage.fate.name(), &words, &Changes::touched(passage, annotations(annotated)));
    }
    out
}

fn marked(before: &str, after: &str) -> String {
    let stretches = difference(before, after).into_iter().map(|stretch| match stretch {
        Stretch::Same { new, .. } => new.of(after).to_owned(),
        Stretch::Cut(span) => format!("[-{}-]", span.of(before)),
        Stretch::Added(span) => format!("{{+{}+}}", span.of(after)),
    });
    stretches.collect()
}

fn place(anchor: &Anchor) -> &'static str {
    match anchor {
        Anchor::Exact(_) => "in-place",
        Anchor::Moved(..) => "moved",
        Anchor::Review(_) => "review",
        Anchor::Orphan => "orphan",
    }
}

/// The output of `--json`.
#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    source: &'a str,
    title: Option<&'a str>,
    text_sha256: &'a str,
    /// When the version that this is compared with was read; null where no
    /// version differs.
    since: Option<String>,
    changed: bool,
    restated: Vec<RestatedObject<'a>>,
    passages: Vec<PassageObject<'a>>,
    reattributed: Vec<ReattributedObject<'a>>,
    /// All notes with their places now.
    notes: Vec<NoteObject<'a>>,
}

#[derive(Serialize)]
struct RestatedObject<'a> {
    what: &'a str,
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct PassageObject<'a> {
    fate: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    /// The ids of the notes on words of the passage.
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct ReattributedObject<'a> {
    words: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    notes: Vec<&'a str>,
}

#[derive(Serialize)]
struct NoteObject<'a> {
    id: &'a str,
    exact: &'a str,
    place: &'a str,
}

impl<'a> Report<'a> {
    fn of(source: &'a str, annotated: &'a AnnotatedArticle, changes: Option<&'a Changes>) -> Self {
        let passage = |p: &'a PassageChange| PassageObject {
            fate: p.fate.name(),
            before: p.before.as_deref(),
            after: p.after.as_deref(),
            notes: Changes::touched(p, annotations(annotated)),
        };
        let restated = changes.into_iter().flat_map(|c| &c.restated);
        let reattributed = changes.into_iter().flat_map(|c| &c.reattributed);
        Self {
            schema: "pullquote/changes/1",
            source,
            title: annotated.article.meta().title.as_deref(),
            text_sha256: annotated.article.text_sha256(),
            since: changes.map(|c| c.since.to_string()),
            changed: changes.is_some(),
            restated: restated.map(|r| RestatedObject { what: r.what, before: &r.before, after: &r.after }).collect(),
            passages: changes.into_iter().flat_map(|c| &c.passages).map(passage).collect(),
            reattributed: reattributed
                .map(|r| ReattributedObject {
                    words: &r.words,
                    before: r.before.as_deref(),
                    after: r.after.as_deref(),
                    notes: Changes::about(r, annotations(annotated)),
                })
                .collect(),
            notes: annotated
                .notebook
                .entries()
                .iter()
                .map(|e| NoteObject {
                    id: &e.annotation.id,
                    exact: e.annotation.exact(),
                    place: if e.annotation.is_on_whole() { "in-place" } else { place(&e.anchor) },
                })
                .collect(),
        }
    }
}
