//! `pullquote import`: takes in notes of other programs, and our own exports.

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use serde_json::{Value, json};

use super::annotated_article::{AnnotatedArticle, OpeningArgs};
use super::output;
use super::source::SourceArgument;
use crate::folders::{NotesIndex, Places};
use crate::import;
use crate::import::find_words::WordFinder;
use crate::import::{Batch, IMPORTERS, Outcome, OutcomeKind, importer};
use crate::printing;
use pullquote_article::files;
use pullquote_article::text::sanitize;
use pullquote_notes::{Header, Identity, SaveRequest, correction, store};

/// Import notes from another program, or from an export
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote import notes.jsonld
  pullquote import --article https://example.org/news hypothesis.json
  pullquote import --from readwise --dry-run highlights.csv
  pullquote export article.txt > a.md; vi a.md; pullquote import a.md
  curl -s 'https://hypothes.is/api/search?uri=https://example.org/news' | pullquote import -

Nothing is overwritten or deleted: an annotation that exists on both sides is
merged, and if a note was changed on both sides, both notes are kept.")]
pub(super) struct Args {
    /// The format of the files; `auto` recognizes it from the content
    #[arg(long, value_name = "FORMAT", default_value = "auto", value_parser = format_parser())]
    from: String,
    /// The article that the notes are about; their words are then found in it
    #[arg(long, value_name = "SOURCE")]
    article: Option<SourceArgument>,
    /// Print what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    opening: OpeningArgs,
    /// Files to import; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// The most bytes of a file that are imported.
const LARGEST: u64 = 1_000_000_000;

fn format_parser() -> PossibleValuesParser {
    let auto = PossibleValue::new("auto").help("recognized from the content of the file");
    let known = IMPORTERS.iter().map(|format| PossibleValue::new(format.name).help(format.help));
    PossibleValuesParser::new([auto].into_iter().chain(known))
}

/// The result of importing one article's notes.
struct Imported {
    from: String,
    notes: PathBuf,
    header: Header,
    outcomes: Vec<Outcome>,
    skipped: Vec<String>,
}

/// Runs the subcommand; the status is 1 if one of several files could not be
/// imported.
///
/// # Errors
/// When the only file, the article or its notes can't be read or written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let stdin = |name: &PathBuf| name.as_os_str() == "-";
    if args.article.as_ref().is_some_and(SourceArgument::is_stdin) && args.files.iter().any(stdin) {
        bail!("the article and the notes can't both come from standard input; give one of them as a file");
    }
    let annotated = args.article.as_ref().map(|source| args.opening.open(source)).transpose()?;
    let mut destinations =
        Destinations { places: args.opening.places()?, index: None, unsaved: Vec::new(), paths: HashSet::new() };
    let mut imported = Vec::new();
    let mut failed = 0;
    for file in &args.files {
        match import_file(args, annotated.as_ref(), &mut destinations, file) {
            Ok(done) => imported.extend(done),
            Err(error) if args.files.len() == 1 => return Err(error),
            Err(error) => {
                failed += 1;
                printing::complain(&output::sentence(&error));
            }
        }
    }
    report(args, &imported)?;
    if failed > 0 {
        printing::complain(&format!("{failed} of {} files were not imported", args.files.len()));
    }
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn import_file(
    args: &Args,
    annotated: Option<&AnnotatedArticle>,
    destinations: &mut Destinations,
    file: &Path,
) -> anyhow::Result<Vec<Imported>> {
    let name = if file.as_os_str() == "-" { "standard input".to_owned() } else { file.display().to_string() };
    let cannot = || format!("cannot import {name}");
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).with_context(cannot)?;
        if bytes.len() as u64 > LARGEST {
            bail!("cannot import {name}: it is larger than {} MB, the most that is read", LARGEST / 1_000_000);
        }
    } else {
        bytes = files::read(file, LARGEST).with_context(cannot)?;
    }
    let text = String::from_utf8(bytes).ok().context("it is not UTF-8 text").with_context(cannot)?;
    let batches = match importer(&args.from) {
        Some(format) => (format.read)(text.strip_prefix('\u{feff}').unwrap_or(&text)),
        None => import::read(&text),
    };
    let batches = batches.with_context(cannot)?;
    // If this is all that the file has, the import fails.
    if let (None, [only]) = (annotated, batches.as_slice())
        && only.short.is_none()
        && let Err(why) = destinations.of(only)?
    {
        return Err(anyhow!(why)).with_context(cannot);
    }
    let import = |batch| import_batch(args, annotated, destinations, (&name, batch));
    let imported = batches.into_iter().map(import).collect::<anyhow::Result<Vec<_>>>();
    // What came before an error is imported.
    destinations.save()?;
    imported
}

/// Imports the notes on one article from the file with this name.
fn import_batch(
    args: &Args,
    annotated: Option<&AnnotatedArticle>,
    destinations: &mut Destinations,
    (from, mut batch): (&str, Batch),
) -> anyhow::Result<Imported> {
    let mut imported = Imported {
        from: from.to_owned(),
        notes: PathBuf::new(),
        header: batch.header.clone(),
        outcomes: Vec::new(),
        skipped: std::mem::take(&mut batch.skipped),
    };
    if let Some(annotated) = annotated {
        if let Some(other) = other_page(annotated, &batch.header) {
            imported.skipped.push(format!("{} annotations are about another page, {other}", batch.notes.len()));
            return Ok(imported);
        }
        imported.notes = annotated.notebook.path().to_path_buf();
        batch.header = annotated.notebook.header().clone();
    } else {
        match destinations.of(&batch)? {
            Ok(file) => imported.notes = file,
            Err(why) => {
                imported.skipped.push(why);
                return Ok(imported);
            }
        }
    }
    if destinations.unsaved.len() >= TOGETHER || destinations.paths.contains(&imported.notes) {
        destinations.save()?;
    }
    let loaded = store::load(&imported.notes)?;
    let finder = annotated.map(|annotated| WordFinder::new(&annotated.article, &annotated.analysis));
    let plan = import::plan(&loaded.annotations, &batch, finder.as_ref(), store::stamp().now);
    let corrections = correction::merge(&[], &batch.corrections, &loaded.corrections);
    if (plan.changes() || corrections != loaded.corrections) && !args.dry_run {
        let header = batch.header.clone();
        let request = SaveRequest {
            path: imported.notes.clone(),
            header: batch.header,
            base: Arc::new(loaded.annotations),
            mine: Arc::new(plan.annotations),
            base_corrections: loaded.corrections,
            corrections,
            remembered: batch.remembered,
            slices: loaded.slices,
        };
        if let Some(index) = destinations.index.as_mut().filter(|_| loaded.header.is_none()) {
            index.add(imported.notes.clone(), Some(&header), &request.mine);
        }
        destinations.paths.insert(imported.notes.clone());
        destinations.unsaved.push(request);
    }
    imported.outcomes = plan.outcomes;
    Ok(imported)
}

/// Where the notes of a file without `--article` go.
struct Destinations {
    places: Places,
    /// The notes folder, read when it is needed first.
    index: Option<NotesIndex>,
    /// What is still to be saved, one request for each notes file.
    unsaved: Vec<SaveRequest>,
    /// The notes files of `unsaved`.
    paths: HashSet<PathBuf>,
}

/// How many notes files are saved together. Each time the slowest one is waited for,
/// so fewer at a time take longer.
const TOGETHER: usize = 1000;

impl Destinations {
    /// Saves what is still to be saved.
    ///
    /// # Errors
    /// The first one, if a file can't be saved; the others are saved.
    fn save(&mut self) -> anyhow::Result<()> {
        let requests = std::mem::take(&mut self.unsaved);
        self.paths.clear();
        let saved = store::save_all(&requests);
        saved.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(())
    }

    /// The notes file for a batch, or the reason why there is none. A batch goes
    /// to the file that has its annotations already, even if the article has
    /// changed since. One that does not name its article goes only there; no file
    /// is created for it.
    fn of(&mut self, batch: &Batch) -> anyhow::Result<Result<PathBuf, String>> {
        if self.index.is_none() {
            self.index = Some(NotesIndex::read(&self.places)?);
        }
        let index = self.index.as_ref().context("the notes folder was not read")?;
        if let Some(short) = &batch.short {
            let file = index.with_short(short);
            return Ok(file.ok_or_else(|| format!("there are no notes on the article {short}; name it with --article")));
        }
        // A notes file that the person named is used for any article.
        if let Some(named) = index.named() {
            return Ok(Ok(named));
        }
        let nameless = batch.header.is_nameless();
        let ids = batch.notes.iter().map(|note| note.annotation.id.as_str());
        if let Some(file) = index.with_ids(ids, nameless) {
            return Ok(Ok(file));
        }
        let why = "nothing in it says which article it is about; name the article with --article";
        Ok(if nameless { Err(why.to_owned()) } else { Ok(index.of(&batch.header)) })
    }
}

/// The address of the page that the notes are about; `None` where it is the
/// address of the open article.
fn other_page(annotated: &AnnotatedArticle, header: &Header) -> Option<String> {
    let (mine, theirs) = (Identity::of(&annotated.article), header.identity());
    mine.url()?;
    (mine.short() != theirs.short()).then(|| theirs.url().map(str::to_owned)).flatten()
}

fn report(args: &Args, imported: &[Imported]) -> anyhow::Result<()> {
    for each in imported {
        for skipped in &each.skipped {
            printing::complain(&format!("{}: {}", each.from, sanitize::line(skipped)));
        }
        for outcome in &each.outcomes {
            if let Some(message) = message(outcome.kind) {
                printing::complain(&format!("{}: “{}” {message}", each.from, shortened(&outcome.words)));
            }
        }
    }
    if args.json {
        let files: Vec<Value> = imported.iter().map(value).collect();
        let summary = json!({ "schema": "pullquote/import/1", "dry_run": args.dry_run, "files": files });
        output::print_json(&summary)?;
    } else if args.dry_run {
        let lines = imported.iter().flat_map(|each| each.outcomes.iter().map(move |outcome| (each, outcome)));
        let lines: Vec<String> = lines
            .map(|(each, Outcome { id, words, kind })| {
                let (words, id) = (shortened(words), sanitize::line(id));
                format!("{:<9} “{words}”  {id}  {}", kind.name(), each.notes.display())
            })
            .collect();
        printing::print(&lines.join("\n"))?;
    } else if printing::output_is_terminal() {
        let lines: Vec<String> = imported.iter().filter(|each| !each.outcomes.is_empty()).map(summed).collect();
        printing::print(&lines.join("\n"))?;
    }
    Ok(())
}

/// What a person has to know about an outcome, also if standard output is not
/// a terminal.
fn message(kind: OutcomeKind) -> Option<&'static str> {
    match kind {
        OutcomeKind::Added | OutcomeKind::Merged | OutcomeKind::Unchanged => None,
        OutcomeKind::Conflict => Some("was changed on both sides: both notes are kept"),
        OutcomeKind::Missing => Some("is no longer in the file: it stays in the notes; `dd` in the reader deletes it"),
        OutcomeKind::Gone => Some("is no longer in the notes and was not changed in the file: it is not added again"),
    }
}

fn count(outcomes: &[Outcome], kind: OutcomeKind) -> usize {
    outcomes.iter().filter(|outcome| outcome.kind == kind).count()
}

/// Every outcome, in the order of the summary.
const EVERY: [OutcomeKind; 6] = [
    OutcomeKind::Added,
    OutcomeKind::Merged,
    OutcomeKind::Conflict,
    OutcomeKind::Unchanged,
    OutcomeKind::Missing,
    OutcomeKind::Gone,
];

fn summed(each: &Imported) -> String {
    let counts = EVERY.into_iter().map(|kind| (count(&each.outcomes, kind), kind.name()));
    let counts: Vec<String> = counts.filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    format!("{}: {}", each.notes.display(), counts.join(", "))
}

fn value(each: &Imported) -> Value {
    let notes = each
        .outcomes
        .iter()
        .map(|outcome| json!({ "id": outcome.id, "words": outcome.words, "what": outcome.kind.name() }));
    let notes: Vec<Value> = notes.collect();
    let mut value = json!({
        "from": each.from,
        "notes_file": each.notes.display().to_string(),
        "title": each.header.title,
        "source": each.header.source,
    });
    if let Some(object) = value.as_object_mut() {
        object.extend(EVERY.map(|kind| (kind.name().to_owned(), json!(count(&each.outcomes, kind)))));
        object.insert("notes".to_owned(), Value::Array(notes));
        object.insert("skipped".to_owned(), json!(each.skipped));
    }
    value
}

/// The beginning of words of a stranger, for a message.
fn shortened(words: &str) -> String {
    sanitize::line(&output::shortened(words)).into_owned()
}
