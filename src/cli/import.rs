//! `pullquote import`: notes of other programs, and our own exports back.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::{Value, json};

use super::desk::{Desk, Place};
use super::output;
use crate::import;
use crate::import::{Batch, IMPORTERS, Outcome, What, importer, place};
use crate::library;
use pullquote_article::text::sanitize;
use pullquote_notes::{Header, Identity, SaveRequest, correction, store};

/// Take in notes from another program, or from an export
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote import notes.jsonld
  pullquote import --article https://example.org/news hypothesis.json
  pullquote import --from readwise --dry-run highlights.csv
  pullquote export article.txt > a.md; vi a.md; pullquote import a.md
  curl -s 'https://hypothes.is/api/search?uri=https://example.org/news' | pullquote import -

Nothing is written over and nothing is deleted: an annotation that is on both
sides is merged, and where both changed a note both notes are kept.")]
pub(super) struct Args {
    /// What the files are; `auto` tells it from what is in them
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format_parser())]
    from: String,
    /// The article that the notes are about; their words are then placed in it
    #[arg(long, value_name = "SOURCE")]
    article: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
    /// Files to take in; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

fn format_parser() -> PossibleValuesParser {
    let auto = PossibleValue::new("auto").help("told from what is in the file");
    let known = IMPORTERS.iter().map(|format| PossibleValue::new(format.name).help(format.help));
    PossibleValuesParser::new([auto].into_iter().chain(known))
}

/// What became of one article's notes.
struct Taken {
    from: String,
    notes: PathBuf,
    header: Header,
    outcomes: Vec<Outcome>,
    skipped: Vec<String>,
}

/// Runs the subcommand; the status is 1 where one of several files could not
/// be taken in.
///
/// # Errors
/// When the only file, the article or its notes can't be read or written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let stdin = |name: &PathBuf| name.as_os_str() == "-";
    if args.article.as_deref() == Some("-") && args.files.iter().any(stdin) {
        bail!("both the article and the notes are to come from standard input; give one of them as a file");
    }
    let desk = args.article.as_deref().map(|source| args.place.open(source)).transpose()?;
    let mut taken = Vec::new();
    let mut failed = 0;
    for file in &args.files {
        match take_in(args, desk.as_ref(), file) {
            Ok(done) => taken.extend(done),
            Err(error) if args.files.len() == 1 => return Err(error),
            Err(error) => {
                failed += 1;
                eprintln!("pullquote: {}", output::sentence(&error));
            }
        }
    }
    report(args, &taken)?;
    if failed > 0 {
        eprintln!("pullquote: {failed} of {} files were not taken in", args.files.len());
    }
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn take_in(args: &Args, desk: Option<&Desk>, file: &PathBuf) -> anyhow::Result<Vec<Taken>> {
    let name = if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() };
    let cannot = || format!("cannot take in {name}");
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).with_context(cannot)?;
    } else {
        bytes = std::fs::read(file).with_context(cannot)?;
    }
    let text = String::from_utf8(bytes).ok().context("it is not UTF-8 text").with_context(cannot)?;
    let batches = match importer(&args.from) {
        Some(format) => (format.read)(text.strip_prefix('\u{feff}').unwrap_or(&text)),
        None => import::read(&text),
    };
    let batches = batches.with_context(cannot)?;
    // Where it is all there is in the file, nothing could be done.
    if let (None, [only]) = (desk, batches.as_slice())
        && only.short.is_none()
        && let Err(why) = destination(args, only)?
    {
        return Err(anyhow!(why)).with_context(cannot);
    }
    batches.into_iter().map(|batch| one(args, desk, &name, batch)).collect()
}

/// Takes in what a file holds about one article.
fn one(args: &Args, desk: Option<&Desk>, from: &str, mut batch: Batch) -> anyhow::Result<Taken> {
    let mut taken = Taken {
        from: from.to_owned(),
        notes: PathBuf::new(),
        header: batch.header.clone(),
        outcomes: Vec::new(),
        skipped: std::mem::take(&mut batch.skipped),
    };
    if let Some(desk) = desk {
        if let Some(other) = other_page(desk, &batch.header) {
            taken.skipped.push(format!("{} annotations are about {other}, another page", batch.notes.len()));
            return Ok(taken);
        }
        taken.notes = desk.notebook.path().to_path_buf();
        batch.header = desk.notebook.header().clone();
    } else {
        match destination(args, &batch)? {
            Ok(file) => taken.notes = file,
            Err(why) => {
                taken.skipped.push(why);
                return Ok(taken);
            }
        }
    }
    let loaded = store::load(&taken.notes)?;
    let place = desk.map(|desk| place::Place::new(&desk.article, &desk.analysis));
    let plan = import::plan(&loaded.annotations, &batch, place.as_ref(), store::stamp().now);
    let corrections = correction::merge(&[], &batch.corrections, &loaded.corrections);
    if (plan.changes() || corrections != loaded.corrections) && !args.dry_run {
        store::save(&SaveRequest {
            path: taken.notes.clone(),
            header: batch.header,
            base: loaded.annotations,
            mine: plan.annotations,
            base_corrections: loaded.corrections,
            corrections,
            remembered: batch.remembered,
            slices: loaded.slices,
        })?;
    }
    taken.outcomes = plan.outcomes;
    Ok(taken)
}

/// The notes file that a batch goes to where no article is named, or why
/// there is none: what says nothing about its article goes where its own
/// notes are, and never to a file that is made for it.
fn destination(args: &Args, batch: &Batch) -> anyhow::Result<Result<PathBuf, String>> {
    let places = args.place.places()?;
    if let Some(short) = &batch.short {
        let file = library::notes_file_named(&places, short)?;
        return Ok(file.ok_or_else(|| format!("there are no notes on the article {short}; name it with --article")));
    }
    // A file that the person named is the article's, whatever it is.
    if !batch.header.is_nameless() || places.argument.as_ref().is_some_and(|argument| !argument.is_dir()) {
        return Ok(Ok(library::notes_file_of(&places, &batch.header)?));
    }
    let ids: Vec<&str> = batch.notes.iter().map(|note| note.annotation.id.as_str()).collect();
    let file = library::notes_file_with(&places, &ids)?;
    let why = "nothing in it says which article it is about; name the article with --article";
    Ok(file.ok_or_else(|| why.to_owned()))
}

/// The address of the page that the notes are about, where it is not the
/// article's.
fn other_page(desk: &Desk, header: &Header) -> Option<String> {
    let (mine, theirs) = (Identity::of(&desk.article), header.identity());
    mine.url()?;
    (mine.short() != theirs.short()).then(|| theirs.url().map(str::to_owned)).flatten()
}

fn report(args: &Args, taken: &[Taken]) -> anyhow::Result<()> {
    for each in taken {
        for skipped in &each.skipped {
            eprintln!("pullquote: {}: {}", each.from, sanitize::line(skipped));
        }
        for outcome in &each.outcomes {
            if let Some(told) = told(outcome.what) {
                eprintln!("pullquote: {}: “{}” {told}", each.from, shortened(&outcome.words));
            }
        }
    }
    if args.json {
        let files: Vec<Value> = taken.iter().map(value).collect();
        let summary = json!({ "schema": "pullquote/import/1", "dry_run": args.dry_run, "files": files });
        output::print_json(&summary)?;
    } else if args.dry_run {
        let lines = taken.iter().flat_map(|each| each.outcomes.iter().map(move |outcome| (each, outcome)));
        let lines: Vec<String> = lines
            .map(|(each, Outcome { id, words, what })| {
                let (words, id) = (shortened(words), sanitize::line(id));
                format!("{:<9} “{words}”  {id}  {}", what.name(), each.notes.display())
            })
            .collect();
        output::print(&lines.join("\n"))?;
    } else if std::io::stdout().is_terminal() {
        let lines: Vec<String> = taken.iter().filter(|each| !each.outcomes.is_empty()).map(summed).collect();
        output::print(&lines.join("\n"))?;
    }
    Ok(())
}

/// What a person has to know about, whether or not anybody reads our output.
fn told(what: What) -> Option<&'static str> {
    match what {
        What::Added | What::Merged | What::Unchanged => None,
        What::Conflict => Some("was changed on both sides: both notes are kept"),
        What::Missing => Some("is not in the file any more: it stays in the notes; `dd` in the reader deletes it"),
        What::Gone => Some("is not in the notes any more, and was not changed in the file: it stays away"),
    }
}

fn count(outcomes: &[Outcome], what: What) -> usize {
    outcomes.iter().filter(|outcome| outcome.what == what).count()
}

const EVERY: [What; 6] = [What::Added, What::Merged, What::Conflict, What::Unchanged, What::Missing, What::Gone];

fn summed(each: &Taken) -> String {
    let counts = EVERY.into_iter().map(|what| (count(&each.outcomes, what), what.name()));
    let counts: Vec<String> = counts.filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    format!("{}: {}", each.notes.display(), counts.join(", "))
}

fn value(each: &Taken) -> Value {
    let notes = each
        .outcomes
        .iter()
        .map(|outcome| json!({ "id": outcome.id, "words": outcome.words, "what": outcome.what.name() }));
    let notes: Vec<Value> = notes.collect();
    let mut value = json!({
        "from": each.from,
        "notes_file": each.notes.display().to_string(),
        "title": each.header.title,
        "source": each.header.source,
    });
    if let Some(object) = value.as_object_mut() {
        object.extend(EVERY.map(|what| (what.name().to_owned(), json!(count(&each.outcomes, what)))));
        object.insert("notes".to_owned(), Value::Array(notes));
        object.insert("skipped".to_owned(), json!(each.skipped));
    }
    value
}

fn shortened(words: &str) -> String {
    const LONGEST: usize = 60;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST).collect();
    let more = if cut.len() < line.len() { "…" } else { "" };
    format!("{}{more}", sanitize::line(&cut))
}
