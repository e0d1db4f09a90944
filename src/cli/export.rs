//! `pullquote export`: writes notes and quotes for other programs.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::annotated_article::{AnnotatedArticle, OpeningArgs};
use super::output;
use super::source::SourceArgument;
use super::template_process;
use super::writing::{Content, Written, write};
use crate::bounded;
use crate::bounded::Bounds;
use crate::export::template::{LONGEST, Template, TemplateValues};
use crate::export::{
    EXPORTERS, Exporter, Filter, Input, Options, Terms, Update, citation, exporter, exporter_of, sections,
};
use crate::folders;
use crate::folders::exported::Ledger;
use crate::printing;
use pullquote_article::files;
use pullquote_notes::store;
use pullquote_notes::store::Loaded;

/// Write an article's notes and quotes in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote export article.txt
  pullquote export --quotes --output quotes.csv https://example.org/news
  pullquote export --all --output ~/vault/articles/        # one file per article
  pullquote export --query 'tag:drought since:30d' --output ~/vault/drought/
  pullquote export --all --daily --since 2026-01-01 --output ~/vault/daily/
  pullquote export --template letter.txt.j2 article.txt    # docs/templates.md
  pullquote export --format json article.txt | jq '.annotations[].note'

An exported Markdown, Org or HTML file is updated: what you wrote between its
sections stays, and a section that you changed is kept and named. A file in
another format is replaced if you have not changed it. Any other file is
replaced only with --force.")]
pub(super) struct Args {
    /// The format; without it, the one of --output's extension, or else markdown
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<String>,
    /// Write the notes with this template
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    template: Option<PathBuf>,
    /// Write to this file or into this folder; - is standard output, the default
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Replace any existing file, and sections that you changed
    #[arg(long, requires = "output")]
    force: bool,
    /// Also write every extracted quote
    #[arg(long, conflicts_with = "all")]
    quotes: bool,
    /// Only notes made or changed on this day or later: 2026-01-05, or a time like
    /// 2026-01-05T10:12:33Z
    #[arg(long, value_name = "DATE", value_parser = since)]
    since: Option<Timestamp>,
    /// Only notes with this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only notes on quotes of this speaker; may be given several times
    #[arg(long = "speaker", value_name = "NAME")]
    speakers: Vec<String>,
    /// All articles with notes; the articles themselves are not read
    #[arg(long, conflicts_with = "source")]
    all: bool,
    /// All articles in the library that this query finds and that have notes: docs/search.md
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["source", "all", "quotes"])]
    query: Option<String>,
    /// One file per day, by the day a note was made: 2026-01-05.md; other text in such a file
    /// stays
    #[arg(long, requires = "output", conflicts_with_all = ["quotes", "template"])]
    daily: bool,
    /// Begin a CSV file with a byte order mark, so that Excel reads it as UTF-8
    #[arg(long)]
    bom: bool,
    /// Print which files were written, as JSON
    #[arg(long, requires = "output")]
    json: bool,
    #[command(flatten)]
    opening: OpeningArgs,
    /// A file, an http or https address, or - for standard input
    #[arg(value_name = "SOURCE", required_unless_present_any = ["all", "query"])]
    source: Option<SourceArgument>,
}

impl Args {
    /// Whether it is about all articles, or those of a query, even if that is only one.
    fn is_of_many(&self) -> bool {
        self.all || self.query.is_some()
    }
}

fn format_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(EXPORTERS.iter().map(|format| PossibleValue::new(format.name).help(format.help)))
}

/// Parses `--since`: a moment, or a day, which begins at midnight in the
/// system's time zone.
fn since(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    let wrong = |_| format!("“{text}” is not a day like 2026-01-05 or a time like 2026-01-05T10:12:33Z");
    let day: jiff::civil::Date = text.parse().map_err(wrong)?;
    day.to_zoned_datetime(TimeZone::system()).map(|moment| moment.timestamp()).map_err(wrong)
}

/// What a template may take to be read, and for one article.
const TEMPLATE: Bounds =
    Bounds { megabytes: 500, seconds: 60, stack: bounded::DEEP_STACK, advice: "make its loops and its texts shorter" };

/// How notes are written: in a format, or with a template.
enum Writer {
    Format(&'static Exporter),
    Template(Arc<Template>),
}

impl Writer {
    fn extension(&self) -> &str {
        match self {
            Writer::Format(format) => format.extension,
            Writer::Template(template) => template.extension(),
        }
    }

    /// The name that identifies its files in the ledger.
    fn name(&self) -> String {
        match self {
            Writer::Format(format) => format.name.to_owned(),
            Writer::Template(template) => format!("template {}", template.name()),
        }
    }

    fn update(&self) -> Option<Update> {
        match self {
            Writer::Format(format) => format.update,
            Writer::Template(_) => None,
        }
    }

    fn write(&self, input: &Input<'_>) -> anyhow::Result<String> {
        match self {
            Writer::Format(format) => Ok((format.write)(input)),
            Writer::Template(template) => {
                let (what, values) = (format!("the template {}", template.name()), TemplateValues::of(input));
                let template = Arc::clone(template);
                Ok(bounded::run(&what, TEMPLATE, move |_| template.render(&values))??)
            }
        }
    }
}

/// Runs the subcommand; the status is 1 if one of several notes files could
/// not be read.
///
/// # Errors
/// When the article or its notes can't be read, or the export can't be
/// written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.output.as_deref().is_some_and(is_stdout) && (args.json || args.daily) {
        let option = if args.json { "--json lists" } else { "--daily writes" };
        bail!("{option} files, but --output - is standard output; name a file or a folder");
    }
    if let Some(template) = &args.template
        && let Some(status) = template_process::run(template)?
    {
        return Ok(status);
    }
    let writer = chosen(args)?;
    if args.bom && writer.name() != "csv" {
        bail!("--bom is only for CSV files; add --format csv, or leave out --bom");
    }
    let filter = Filter { since: args.since, tags: args.tags.clone(), speakers: args.speakers.clone() };
    if let Some(source) = &args.source {
        let AnnotatedArticle { article, analysis, notebook, .. } = args.opening.open(source)?;
        let options = Options { quotes: args.quotes };
        let input = Input::open(&article, &analysis, notebook.entries(), options);
        let input = input.first_read(notebook.first_read()).filtered(&filter);
        let stem = notebook.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let ledger = Ledger::of(&args.opening.places()?)?;
        let target = ExportTarget { args, writer: &writer, ledger, complete: filter.is_empty() };
        target.write_all(vec![(stem, input)])?;
        return Ok(ExitCode::SUCCESS);
    }
    let places = args.opening.places()?;
    let mut failed = false;
    let mut loaded: Vec<(String, Loaded)> = Vec::new();
    let files = match &args.query {
        Some(query) => args.opening.notes_files_of(query)?,
        None => folders::notes_files(&places)?,
    };
    for file in files {
        match store::load(&file) {
            Ok(notes) => {
                let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                loaded.push((stem.unwrap_or_default(), notes));
            }
            Err(error) => {
                failed = true;
                printing::complain(&output::sentence(&error.into()));
            }
        }
    }
    let kept = loaded.iter().map(|(stem, notes)| {
        let header = notes.header.clone().unwrap_or_default();
        (stem.clone(), Input::kept(&header, &notes.annotations).filtered(&filter))
    });
    let mut inputs: Vec<(String, Input<'_>)> = kept.filter(|(_, input)| !input.items.is_empty()).collect();
    citation::make_keys_unique(inputs.iter_mut().map(|(_, input)| &mut input.citation));
    // Notes that could not be read or that the query leaves out still exist.
    let complete = filter.is_empty() && args.query.is_none() && !failed;
    ExportTarget { args, writer: &writer, ledger: Ledger::of(&places)?, complete }.write_all(inputs)?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The named template or format, else the format of the file's extension, else
/// the first format.
fn chosen(args: &Args) -> anyhow::Result<Writer> {
    if let Some(file) = &args.template {
        let named = || format!("cannot read the template {}", file.display());
        let mut bytes = Vec::new();
        // One byte more than the longest template is enough to see that it is longer.
        let most = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
        files::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes)).with_context(named)?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.as_bytes().len() > LONGEST => String::from_utf8_lossy(error.as_bytes()).into_owned(),
            Err(error) => return Err(error).with_context(named),
        };
        let (what, name) = (format!("the template {}", file.display()), file.display().to_string());
        let template = bounded::run(&what, TEMPLATE, move |_| Template::parse(&name, &text))??;
        return Ok(Writer::Template(Arc::new(template)));
    }
    let by_ending = || args.output.as_ref().and_then(|file| exporter_of(&file.to_string_lossy()));
    let format = args.format.as_deref().and_then(exporter).or_else(by_ending).or(EXPORTERS.first());
    format.map(Writer::Format).context("there is no format")
}

/// The target of an export.
struct ExportTarget<'a> {
    args: &'a Args,
    writer: &'a Writer,
    ledger: Ledger,
    /// Whether the export has all annotations of its articles.
    complete: bool,
}

impl ExportTarget<'_> {
    /// Writes `inputs`, each with the stem of its notes file, to standard output,
    /// a file or a folder.
    fn write_all(&self, inputs: Vec<(String, Input<'_>)>) -> anyhow::Result<()> {
        let ExportTarget { args, writer, .. } = *self;
        let Some(path) = args.output.as_ref().filter(|path| !is_stdout(path)) else {
            let text = match inputs.as_slice() {
                [(_, input)] if !args.is_of_many() => writer.write(input)?,
                inputs => joined(writer, inputs)?,
            };
            return Ok(printing::print(&self.marked(text))?);
        };
        let folder = args.daily || is_folder(path);
        if args.daily && !is_folder(path) && path.extension().is_some() {
            bail!(
                "--daily writes one file per day into a folder; {} looks like a file, add / for a folder",
                path.display()
            );
        }
        if folder {
            std::fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        }
        let written = if args.daily {
            self.daily(path, &inputs)?
        } else if folder {
            let mut written = Vec::new();
            for (stem, input) in &inputs {
                let file = path.join(format!("{stem}.{}", writer.extension()));
                written.push(self.one(&file, stem, input)?);
            }
            written
        } else if let [(stem, input)] = inputs.as_slice()
            && !args.is_of_many()
        {
            vec![self.one(path, stem, input)?]
        } else {
            vec![self.several(path, &inputs)?]
        };
        report(args, &written)
    }

    /// `text` with a byte order mark before it, if one was asked for.
    fn marked(&self, text: String) -> String {
        if self.args.bom { format!("\u{feff}{text}") } else { text }
    }

    /// What identifies a file of several articles in the ledger.
    fn name_of_many(&self) -> String {
        match &self.args.query {
            Some(query) => format!("{} of {query}", self.writer.name()),
            None => format!("{} of all", self.writer.name()),
        }
    }

    fn terms(&self) -> Terms {
        Terms { force: self.args.force, complete: self.complete, within: None }
    }

    /// Writes the file of one article; `stem` is the stem of its notes file.
    fn one(&self, file: &Path, stem: &str, input: &Input<'_>) -> anyhow::Result<Written> {
        let (fresh, of) = (self.marked(self.writer.write(input)?), format!("{} {stem}", self.writer.name()));
        let update = self.writer.update();
        let content = Content { fresh: &fresh, of: &of, update, terms: self.terms(), foreign: false };
        write(file, &content, &self.ledger, input.items.len())
    }

    /// Writes one file for several articles.
    fn several(&self, file: &Path, inputs: &[(String, Input<'_>)]) -> anyhow::Result<Written> {
        let (fresh, of) = (self.marked(joined(self.writer, inputs)?), self.name_of_many());
        let count = inputs.iter().map(|(_, input)| input.items.len()).sum();
        let update = self.writer.update();
        let content = Content { fresh: &fresh, of: &of, update, terms: self.terms(), foreign: false };
        write(file, &content, &self.ledger, count)
    }

    /// Writes one file per day; other text in such a file stays.
    fn daily(&self, folder: &Path, inputs: &[(String, Input<'_>)]) -> anyhow::Result<Vec<Written>> {
        let several = self.writer.update().and_then(|update| update.several);
        let several = several.context("daily notes are Markdown or Org; leave out --format, or say --format org")?;
        let day = |moment: Timestamp| moment.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d").to_string();
        let made = inputs.iter().flat_map(|(_, input)| &input.items).map(|item| day(item.annotation.created));
        let mut days: BTreeSet<String> = made.collect();
        // An export of one article must not remove sections of others.
        let only = inputs.first().filter(|_| !self.args.is_of_many()).map(|(_, input)| input.citation.short());
        let within = only.as_ref().and_then(|short| short.as_bytes().try_into().ok());
        let complete = self.complete && only.is_some() == within.is_some();
        if complete {
            days.extend(self.days_there(folder, only.as_deref()));
        }
        let mut written = Vec::new();
        for name in days {
            let of_day = inputs.iter().map(|(_, input)| {
                let mut input = input.clone();
                input.items.retain(|item| day(item.annotation.created) == name);
                input
            });
            let of_day: Vec<Input<'_>> = of_day.filter(|input| !input.items.is_empty()).collect();
            let fresh = several(&of_day);
            let terms = Terms { complete, within, ..self.terms() };
            let update = self.writer.update();
            let content = Content { fresh: &fresh, of: "day", update, terms, foreign: true };
            let file = folder.join(format!("{name}.{}", self.writer.extension()));
            let count = of_day.iter().map(|input| input.items.len()).sum();
            written.push(write(&file, &content, &self.ledger, count)?);
        }
        Ok(written)
    }

    /// The days with a file in `folder` that has exported sections or, with
    /// `only`, sections of that article.
    fn days_there(&self, folder: &Path, only: Option<&str>) -> Vec<String> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let days = files.filter_map(|file| {
            let name = file.file_name()?.to_str()?.strip_suffix(&format!(".{}", self.writer.extension()))?.to_owned();
            name.parse::<jiff::civil::Date>().ok()?;
            let holds = self.writer.update()?.holds_several?;
            let of_it = |text: &str| only.is_none_or(|short| text.contains(&format!("pq article-{short}")));
            files::read_text(&file, LARGEST_NOTE).is_ok_and(|text| holds(&text) && of_it(&text)).then_some(name)
        });
        days.collect()
    }
}

/// The most bytes of a daily note that are read.
const LARGEST_NOTE: u64 = 100_000_000;

/// Whether a path names standard output, as in other programs.
fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// Several articles as one text.
fn joined(writer: &Writer, inputs: &[(String, Input<'_>)]) -> anyhow::Result<String> {
    if let Some(several) = writer.update().and_then(|update| update.several) {
        return Ok(several(&inputs.iter().map(|(_, input)| input.clone()).collect::<Vec<_>>()));
    }
    let texts = inputs.iter().map(|(_, input)| writer.write(input)).collect::<anyhow::Result<Vec<_>>>()?;
    let format = match writer {
        Writer::Template(_) => return Ok(texts.concat()),
        Writer::Format(format) => format,
    };
    format.together.join(&texts).with_context(|| {
        format!(
            "{} needs one file per article; name a folder with --output FOLDER/ (with a slash at its end)",
            format.name
        )
    })
}

/// Reports sections that were kept because a person changed them; with `--json`,
/// every file.
fn report(args: &Args, written: &[Written]) -> anyhow::Result<()> {
    for file in written.iter().filter(|file| !file.kept.is_empty()) {
        let verb = if file.kept.len() == 1 { "stays" } else { "stay" };
        printing::complain(&format!(
            "{} in {} {verb} as you changed it; --force replaces it",
            sections::described(&file.kept),
            file.path.display()
        ));
    }
    if args.json {
        let files: Vec<serde_json::Value> = written.iter().map(Written::value).collect();
        let summary = json!({ "schema": "pullquote/export-files/1", "files": files });
        output::print_json(&summary)?;
    }
    if written.is_empty() && !args.json && printing::errors_are_on_terminal() {
        printing::remark("There are no notes to export, or none that match --since, --tag and --speaker.");
    }
    Ok(())
}
