//! `pullquote export`: notes and quotes for other programs.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::desk::{Desk, Place};
use super::output;
use super::writing::{Content, Written, write};
use crate::export::template::Template;
use crate::export::{
    EXPORTERS, Exporter, Filter, Input, Options, Terms, Update, citation, exporter, exporter_of, sections,
};
use crate::library;
use crate::library::exported::Ledger;
use pullquote_notes::store;
use pullquote_notes::store::Loaded;

/// Write an article's notes, and its quotes, in another format
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote export article.txt
  pullquote export --quotes --output quotes.csv https://example.org/news
  pullquote export --all --output ~/vault/articles/        # a file an article
  pullquote export --all --daily --since 2026-01-01 --output ~/vault/daily/
  pullquote export --template letter.txt.j2 article.txt    # docs/templates.md
  pullquote export --format json article.txt | jq '.annotations[].note'

A Markdown, Org or HTML file that an export made is brought up to date: what
you wrote around our sections stays, and a section that you changed is kept
and named. A file in another format is written anew while it is as the last
export left it. Any other file is written over only with --force.")]
pub(super) struct Args {
    /// The format; without it, what --output's ending says, or else markdown
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<String>,
    /// Write what this template makes of the notes
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    template: Option<PathBuf>,
    /// Write to this file, or into this folder, instead of standard output,
    /// which is -
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Write over a file that is there already, and over sections that you
    /// changed
    #[arg(long, requires = "output")]
    force: bool,
    /// Write every extracted quote, too
    #[arg(long, conflicts_with = "all")]
    quotes: bool,
    /// Only what was made or changed on this day or later: 2026-01-05, or a
    /// time like 2026-01-05T10:12:33Z
    #[arg(long, value_name = "DATE", value_parser = since)]
    since: Option<Timestamp>,
    /// Only what has this tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only what this speaker said; may be given several times
    #[arg(long = "speaker", value_name = "NAME")]
    speakers: Vec<String>,
    /// Every article that has notes; the articles themselves are not read
    #[arg(long, conflicts_with = "source")]
    all: bool,
    /// A file a day, by the day a note was made: 2026-01-05.md; what a file
    /// holds already stays
    #[arg(long, requires = "output", conflicts_with_all = ["quotes", "template"])]
    daily: bool,
    /// Print which files were written, as JSON
    #[arg(long, requires = "output")]
    json: bool,
    #[command(flatten)]
    place: Place,
    /// A file, an http or https address, or - for standard input
    #[arg(value_name = "SOURCE", required_unless_present = "all")]
    source: Option<String>,
}

fn format_parser() -> PossibleValuesParser {
    PossibleValuesParser::new(EXPORTERS.iter().map(|format| PossibleValue::new(format.name).help(format.help)))
}

/// The beginning of a day where the person is, or a moment.
fn since(text: &str) -> Result<Timestamp, String> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Ok(moment);
    }
    let wrong = |_| format!("“{text}” is no day like 2026-01-05 and no time like 2026-01-05T10:12:33Z");
    let day: jiff::civil::Date = text.parse().map_err(wrong)?;
    day.to_zoned_datetime(TimeZone::system()).map(|moment| moment.timestamp()).map_err(wrong)
}

/// What an article's notes become.
enum Shape {
    Format(&'static Exporter),
    Template(Box<Template>),
}

impl Shape {
    fn extension(&self) -> &str {
        match self {
            Shape::Format(format) => format.extension,
            Shape::Template(template) => template.extension(),
        }
    }

    /// What tells its files from those of another.
    fn name(&self) -> String {
        match self {
            Shape::Format(format) => format.name.to_owned(),
            Shape::Template(template) => format!("template {}", template.name()),
        }
    }

    fn update(&self) -> Option<Update> {
        match self {
            Shape::Format(format) => format.update,
            Shape::Template(_) => None,
        }
    }

    fn write(&self, input: &Input<'_>) -> anyhow::Result<String> {
        match self {
            Shape::Format(format) => Ok((format.write)(input)),
            Shape::Template(template) => Ok(template.render(input)?),
        }
    }
}

/// Runs the subcommand; the status is 1 where one of several notes files
/// could not be read.
///
/// # Errors
/// When the article or its notes can't be read, or the export can't be
/// written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.output.as_deref().is_some_and(is_stdout) && (args.json || args.daily) {
        let option = if args.json { "--json tells of" } else { "--daily writes" };
        bail!("{option} files, and --output - is standard output; name a file or a folder");
    }
    let shape = chosen(args)?;
    let filter = Filter { since: args.since, tags: args.tags.clone(), speakers: args.speakers.clone() };
    if let Some(source) = &args.source {
        let Desk { article, analysis, notebook, .. } = args.place.open(source)?;
        let options = Options { quotes: args.quotes };
        let input = Input::open(&article, &analysis, notebook.entries(), options);
        let input = input.first_read(notebook.first_read()).filtered(&filter);
        let stem = notebook.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let ledger = Ledger::of(&args.place.places()?)?;
        let outbox = Outbox { args, shape: &shape, ledger, complete: filter.is_empty() };
        outbox.deliver(vec![(stem, input)])?;
        return Ok(ExitCode::SUCCESS);
    }
    let places = args.place.places()?;
    let mut failed = false;
    let mut loaded: Vec<(String, Loaded)> = Vec::new();
    for file in library::notes_files(&places)? {
        match store::load(&file) {
            Ok(notes) => {
                let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                loaded.push((stem.unwrap_or_default(), notes));
            }
            Err(error) => {
                failed = true;
                eprintln!("pullquote: {}", output::sentence(&error.into()));
            }
        }
    }
    let kept = loaded.iter().map(|(stem, notes)| {
        let header = notes.header.clone().unwrap_or_default();
        (stem.clone(), Input::kept(&header, &notes.annotations).filtered(&filter))
    });
    let mut inputs: Vec<(String, Input<'_>)> = kept.filter(|(_, input)| !input.items.is_empty()).collect();
    citation::part_keys(inputs.iter_mut().map(|(_, input)| &mut input.citation));
    // Notes that could not be read are missing here, and not gone.
    let complete = filter.is_empty() && !failed;
    Outbox { args, shape: &shape, ledger: Ledger::of(&places)?, complete }.deliver(inputs)?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The template or format that was named, else the format of the file's
/// ending, else the first.
fn chosen(args: &Args) -> anyhow::Result<Shape> {
    if let Some(file) = &args.template {
        let named = || format!("cannot read the template {}", file.display());
        let text = std::fs::read_to_string(file).with_context(named)?;
        let template = Template::parse(&file.display().to_string(), &text)?;
        return Ok(Shape::Template(Box::new(template)));
    }
    let by_ending = || args.output.as_ref().and_then(|file| exporter_of(&file.to_string_lossy()));
    let format = args.format.as_deref().and_then(exporter).or_else(by_ending).or(EXPORTERS.first());
    format.map(Shape::Format).context("there is no format")
}

/// Where exports go.
struct Outbox<'a> {
    args: &'a Args,
    shape: &'a Shape,
    ledger: Ledger,
    /// Every annotation of what is exported is in it.
    complete: bool,
}

impl Outbox<'_> {
    /// Writes `inputs`, each with the name of its file, to where they are to
    /// go.
    fn deliver(&self, inputs: Vec<(String, Input<'_>)>) -> anyhow::Result<()> {
        let Outbox { args, shape, .. } = *self;
        let Some(path) = args.output.as_ref().filter(|path| !is_stdout(path)) else {
            let text = match inputs.as_slice() {
                [(_, input)] if !args.all => shape.write(input)?,
                inputs => together(shape, inputs)?,
            };
            return Ok(output::print(&text)?);
        };
        let folder = args.daily || is_folder(path);
        if args.daily && !is_folder(path) && path.extension().is_some() {
            bail!(
                "--daily writes a file a day into a folder; {} looks like a file, add / for a folder",
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
                let file = path.join(format!("{stem}.{}", shape.extension()));
                written.push(self.one(&file, stem, input)?);
            }
            written
        } else if let [(stem, input)] = inputs.as_slice()
            && !args.all
        {
            vec![self.one(path, stem, input)?]
        } else {
            vec![self.several(path, &inputs)?]
        };
        report(args, &written)
    }

    fn terms(&self) -> Terms {
        Terms { force: self.args.force, complete: self.complete, within: None }
    }

    /// A file of one article, whose notes are kept under the name `stem`.
    fn one(&self, file: &Path, stem: &str, input: &Input<'_>) -> anyhow::Result<Written> {
        let (fresh, of) = (self.shape.write(input)?, format!("{} {stem}", self.shape.name()));
        let update = self.shape.update();
        let content = Content { fresh: &fresh, of: &of, update, terms: self.terms(), foreign: false };
        write(file, &content, &self.ledger, input.items.len())
    }

    /// A file of several articles.
    fn several(&self, file: &Path, inputs: &[(String, Input<'_>)]) -> anyhow::Result<Written> {
        let (fresh, of) = (together(self.shape, inputs)?, format!("{} of all", self.shape.name()));
        let count = inputs.iter().map(|(_, input)| input.items.len()).sum();
        let update = self.shape.update();
        let content = Content { fresh: &fresh, of: &of, update, terms: self.terms(), foreign: false };
        write(file, &content, &self.ledger, count)
    }

    /// A file a day; what it holds besides stays.
    fn daily(&self, folder: &Path, inputs: &[(String, Input<'_>)]) -> anyhow::Result<Vec<Written>> {
        let several = self.shape.update().and_then(|update| update.several);
        let several = several.context("daily notes are Markdown or Org; leave out --format, or say --format org")?;
        let day = |moment: Timestamp| moment.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d").to_string();
        let made = inputs.iter().flat_map(|(_, input)| &input.items).map(|item| day(item.annotation.created));
        let mut days: BTreeSet<String> = made.collect();
        // Of an export of one article the sections of others are no part.
        let only = inputs.first().filter(|_| !self.args.all).map(|(_, input)| input.citation.short());
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
            let update = self.shape.update();
            let content = Content { fresh: &fresh, of: "day", update, terms, foreign: true };
            let file = folder.join(format!("{name}.{}", self.shape.extension()));
            let count = of_day.iter().map(|input| input.items.len()).sum();
            written.push(write(&file, &content, &self.ledger, count)?);
        }
        Ok(written)
    }

    /// The days whose files in `folder` hold sections of ours, or of one
    /// article alone.
    fn days_there(&self, folder: &Path, only: Option<&str>) -> Vec<String> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let days = files.filter_map(|file| {
            let name = file.file_name()?.to_str()?.strip_suffix(&format!(".{}", self.shape.extension()))?.to_owned();
            name.parse::<jiff::civil::Date>().ok()?;
            let holds = self.shape.update()?.holds_several?;
            let of_it = |text: &str| only.is_none_or(|short| text.contains(&format!("pq article-{short}")));
            std::fs::read_to_string(&file).is_ok_and(|text| holds(&text) && of_it(&text)).then_some(name)
        });
        days.collect()
    }
}

/// Whether a path names standard output, as in other programs.
fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// Several articles as one text.
fn together(shape: &Shape, inputs: &[(String, Input<'_>)]) -> anyhow::Result<String> {
    if let Some(several) = shape.update().and_then(|update| update.several) {
        return Ok(several(&inputs.iter().map(|(_, input)| input.clone()).collect::<Vec<_>>()));
    }
    let texts = inputs.iter().map(|(_, input)| shape.write(input)).collect::<anyhow::Result<Vec<_>>>()?;
    let format = match shape {
        Shape::Template(_) => return Ok(texts.concat()),
        Shape::Format(format) => format,
    };
    format.together.join(&texts).with_context(|| {
        format!("{} is one file an article; name a folder with --output FOLDER/ (with a slash at its end)", format.name)
    })
}

/// Says what was kept although it would have changed; with `--json` all.
fn report(args: &Args, written: &[Written]) -> anyhow::Result<()> {
    for file in written.iter().filter(|file| !file.kept.is_empty()) {
        let verb = if file.kept.len() == 1 { "stays" } else { "stay" };
        eprintln!(
            "pullquote: {} in {} {verb} as you changed it; --force writes over it",
            sections::told(&file.kept),
            file.path.display()
        );
    }
    if args.json {
        let files: Vec<serde_json::Value> = written.iter().map(Written::value).collect();
        let summary = json!({ "schema": "pullquote/export-files/1", "files": files });
        output::print_json(&summary)?;
    }
    if written.is_empty() && !args.json && std::io::stderr().is_terminal() {
        eprintln!("There are no notes to export, or none that --since, --tag and --speaker let through.");
    }
    Ok(())
}
