//! `pullquote extract`: prints an article and its analysis as data.

mod document;
mod markdown;
mod text;

use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use rayon::prelude::*;

use super::settings::NotesFile;
use super::source::{Opened, Opener, Prefer, SourceArgument};
use super::{annotated_article, output, source, wait};
use crate::config::Config;
use crate::folders;
use crate::json_text;
use crate::printing;
use pullquote_article::Article;
use pullquote_clean::Progress;
use pullquote_notes::{Correction, correction, store};

/// Print an article's text, quotes, speakers and entities
///
/// A page is fetched again. If that fails, the kept copy is used, and
/// `source.kept` says when it was fetched. A page that is less than its article (a
/// paywall, a consent wall, only scripts) has the field `wall`; for a single
/// source, standard error says so, too.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote extract article.html | jq '.quotes[] | [.speaker.name, .text]'
  pullquote extract --format jsonl *.txt > articles.jsonl
  pullquote extract --corrected --format text article.html
  curl -s https://example.org/news | pullquote extract --format text -")]
pub(super) struct Args {
    #[command(flatten)]
    reading: source::ReadingArgs,
    /// What to print; the default is json for one source and jsonl for several
    #[arg(long, value_name = "FORMAT")]
    format: Option<OutputFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Apply the corrections made in the reader: passages put back, kinds of names, names of the
    /// same entity, speakers
    #[arg(long)]
    corrected: bool,
    #[command(flatten)]
    notes: NotesFile,
    /// A file, an http, https or file address, or - for standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<SourceArgument>,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// One object
    Json,
    /// One object per line, in the order given
    Jsonl,
    /// Only the article's text, with the numbers of its lists
    Text,
    /// The article as CommonMark
    Markdown,
}

impl OutputFormat {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// Runs the subcommand; the status is 1 if one of several sources failed.
///
/// # Errors
/// When the only source can't be read, or standard output can't be written.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let one = args.sources.len() == 1;
    let asked = args.format.or(args.json.then_some(OutputFormat::Json));
    let format = asked.unwrap_or(if one { OutputFormat::Json } else { OutputFormat::Jsonl });
    let config = args.reading.config.settings()?;
    let places = args.notes.places(&config);
    let opener = args.reading.opener(&config, places, Prefer::Fresh);
    let work = Work { args, config: &config, opener };
    if format == OutputFormat::Jsonl {
        return work.lines();
    }
    let [only] = args.sources.as_slice() else {
        let name = format.name();
        printing::complain(&format!("--format {name} is for one article; give one SOURCE, or use --format jsonl"));
        return Ok(ExitCode::from(2));
    };
    let opened = wait::open(&work.opener, only)?;
    let text = match format {
        OutputFormat::Text => text::of(&work.article(opened)?),
        OutputFormat::Markdown => markdown::of(&work.article(opened)?),
        OutputFormat::Json | OutputFormat::Jsonl => work.json(opened)?,
    };
    // Raw text is printed unchanged, without a line feed added.
    if format == OutputFormat::Text && args.reading.raw {
        printing::print_unchanged(&text)?;
    } else {
        printing::print(&text)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What all sources share.
struct Work<'a> {
    args: &'a Args,
    config: &'a Config,
    opener: Opener,
}

impl Work<'_> {
    /// The corrections in the article's notes file; none without `--corrected`.
    fn corrections(&self, opened: &Opened) -> anyhow::Result<Vec<Correction>> {
        if !self.args.corrected {
            return Ok(Vec::new());
        }
        let path = folders::notes_file(&self.args.notes.places(self.config), &opened.article)?;
        Ok(correction::effective(&store::load(&path)?.corrections))
    }

    /// The article with the passages that were put back.
    fn article(&self, opened: Opened) -> anyhow::Result<Article> {
        let corrections = self.corrections(&opened)?;
        Ok(opened.article.with_put_back(&folders::analysis_with_corrections::passages(&corrections)))
    }

    /// The article and its analysis as one JSON object without line breaks.
    fn json(&self, opened: Opened) -> anyhow::Result<String> {
        let corrections = self.corrections(&opened)?;
        let (article, analysis) = annotated_article::corrected(&opened.article, self.opener.bounds, &corrections)?;
        let opened = Opened { article, ..opened };
        json_text::compact(&document::Document::new(&opened, &analysis, &annotated_article::MODEL))
            .context("cannot write the article as JSON")
    }

    /// Prints one JSON object per line and source. Sources are read in parallel
    /// batches, so that the order is kept and memory use does not grow with
    /// their number.
    fn lines(&self) -> anyhow::Result<ExitCode> {
        let sources = &self.args.sources;
        let mut failed = 0_usize;
        for batch in sources.chunks(8 * rayon::current_num_threads()) {
            let done: Vec<anyhow::Result<String>> =
                batch.par_iter().map(|argument| self.json(self.opener.open(argument, &Progress::default())?)).collect();
            let mut lines = String::new();
            for (argument, result) in batch.iter().zip(done) {
                let line = result.or_else(|error| {
                    failed += 1;
                    document::failure(argument.shown(), &output::sentence(&error))
                })?;
                lines.push_str(&line);
                lines.push('\n');
            }
            printing::print(&lines)?;
        }
        if failed == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        printing::complain(&format!("{failed} of {} sources failed; their lines say why.", sources.len()));
        Ok(ExitCode::FAILURE)
    }
}
