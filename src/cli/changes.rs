//! `pullquote changes`: what became of an article since it was read before.

use std::fmt::Write;
use std::io::IsTerminal;
use std::process::ExitCode;

use serde::Serialize;

use super::desk::{Desk, OneArticle};
use super::output;
use super::source::Prefer;
use pullquote_article::text::sanitize;
use pullquote_nlp::Model;
use pullquote_notes::changes::PassageChange;
use pullquote_notes::word_diff::{Stretch, difference};
use pullquote_notes::{Anchor, Annotation, Changes, Revision, RevisionQuote};

/// Print what changed in an article since it was read before
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The reader keeps an article as it is when it opens it, in `snapshots` in the
notes folder. This compares it with the last state that was another.

Examples:
  pullquote changes https://example.org/news
  pullquote changes --json article.html | jq '.passages[] | select(.fate == \"cut\")'
  pullquote changes --keep https://example.org/news    # compare with this the next time")]
pub(super) struct Args {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Keep the article as it is now, as the reader does
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    on: OneArticle,
}

/// Runs the subcommand.
///
/// # Errors
/// When the article or its notes can't be read, or it can't be kept.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    // The page itself is asked for, and not the copy that is kept of it.
    let desk = args.on.open_preferring(Prefer::Fresh)?;
    let snapshots = args.on.snapshots(&desk.article)?;
    let now = edition(&desk);
    let known = snapshots.known(&now);
    let older = known.iter().find(|edition| edition.fingerprint() != now.fingerprint());
    let changes = older.map(|old| Changes::between(old, &now)).filter(|changes| !changes.is_empty());
    if args.json {
        let told = Told::of(&args.on.source, &desk, changes.as_ref());
        output::print(&serde_json::to_string_pretty(&told)?)?;
    } else {
        match &changes {
            Some(changes) => output::print(&written(changes, &desk))?,
            None if std::io::stdout().is_terminal() => {
                let read = if known.is_empty() { "was not read before" } else { "is as it was when it was read first" };
                eprintln!("{} {read}.", args.on.source);
            }
            None => {}
        }
    }
    if args.keep {
        snapshots.keep(&now)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The article with what the program itself finds in it: what a person
/// corrected or put back is no change of the source.
fn edition(desk: &Desk) -> Revision {
    let article = &desk.article;
    let analysis = pullquote_nlp::analyze(article, &Model::bundled());
    let put_back = article.added();
    let own = |quote: &&pullquote_nlp::Quote| !put_back.iter().any(|span| span.overlaps(quote.extent()));
    let said = |quote: &pullquote_nlp::Quote| RevisionQuote {
        words: quote.words(article.text()),
        speaker: quote.speaker.as_ref().map(|speaker| speaker.name.clone()),
    };
    Revision::of(article, analysis.quotes.iter().filter(own).map(said).collect(), jiff::Timestamp::now())
}

fn annotations(desk: &Desk) -> impl Iterator<Item = &Annotation> {
    desk.notebook.entries().iter().map(|e| &e.annotation)
}

/// For a terminal or a pipe: words that went stand as `[-…-]`, words that
/// came as `{+…+}`, as in `git diff --word-diff`.
fn written(changes: &Changes, desk: &Desk) -> String {
    let mut out = format!("Since {}: {}\n", changes.since, changes.in_short());
    let mut add = |name: &str, words: &str, ids: &[&str]| {
        // The text may come from anywhere, and this goes to a terminal.
        let _ = write!(out, "\n{name}\n");
        for line in words.lines() {
            let _ = writeln!(out, "    {}", sanitize::line(line));
        }
        for entry in ids.iter().filter_map(|id| desk.notebook.get(id)) {
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
        add("re-attributed", &words, &Changes::about(said, annotations(desk)));
    }
    for passage in &changes.passages {
        let words = marked(passage.before.as_deref().unwrap_or(""), passage.after.as_deref().unwrap_or(""));
        add(passage.fate.name(), &words, &Changes::touched(passage, annotations(desk)));
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

/// The JSON.
#[derive(Serialize)]
struct Told<'a> {
    schema: &'static str,
    source: &'a str,
    title: Option<&'a str>,
    text_sha256: &'a str,
    /// When the state that this is compared with was read; null where there
    /// is none that differs.
    since: Option<String>,
    changed: bool,
    restated: Vec<RestatedObject<'a>>,
    passages: Vec<PassageObject<'a>>,
    reattributed: Vec<ReattributedObject<'a>>,
    /// Where the notes are now.
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
    /// Ids of the notes that were made on its words.
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

impl<'a> Told<'a> {
    fn of(source: &'a str, desk: &'a Desk, changes: Option<&'a Changes>) -> Self {
        let passage = |p: &'a PassageChange| PassageObject {
            fate: p.fate.name(),
            before: p.before.as_deref(),
            after: p.after.as_deref(),
            notes: Changes::touched(p, annotations(desk)),
        };
        let restated = changes.into_iter().flat_map(|c| &c.restated);
        let reattributed = changes.into_iter().flat_map(|c| &c.reattributed);
        Self {
            schema: "pullquote/changes/1",
            source,
            title: desk.article.meta().title.as_deref(),
            text_sha256: desk.article.text_sha256(),
            since: changes.map(|c| c.since.to_string()),
            changed: changes.is_some(),
            restated: restated.map(|r| RestatedObject { what: r.what, before: &r.before, after: &r.after }).collect(),
            passages: changes.into_iter().flat_map(|c| &c.passages).map(passage).collect(),
            reattributed: reattributed
                .map(|r| ReattributedObject {
                    words: &r.words,
                    before: r.before.as_deref(),
                    after: r.after.as_deref(),
                    notes: Changes::about(r, annotations(desk)),
                })
                .collect(),
            notes: desk
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
