//! `pullquote annotate`: adds an annotation without opening the reader.

use std::io::Read;
use std::num::NonZero;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::annotated_article::{AnnotatedArticle, OneArticle};
use super::output;
use crate::export::{Input, Options};
use crate::import::find_words::quote_on;
use crate::printing;
use pullquote_article::Span;
use pullquote_article::text::fold::{Folded, fold};
use pullquote_notes::{Check, NewAnnotation, QuotedSpeech, Sentences, store};

/// Add a note, tags or a check to words of an article
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote annotate article.txt --exact \"a refined framework\" --note \"who coined this?\" --tag sources
  pullquote annotate article.txt --exact \"we won\" --nth 2 --check verified
  fmt -w 72 draft.txt | pullquote annotate article.txt --exact \"we won\" --note -")]
pub(super) struct Args {
    #[command(flatten)]
    on: OneArticle,
    /// The words to annotate, as in the article; case and the kind of quotation marks, dashes and
    /// spaces make no difference
    #[arg(long, value_name = "WORDS", allow_hyphen_values = true)]
    exact: String,
    /// Which occurrence, where the words occur more than once: 1 is the first
    #[arg(long, value_name = "N")]
    nth: Option<NonZero<usize>>,
    /// The note; - reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = note_text)]
    note: Option<String>,
    /// A tag, which may have spaces: --tag "open water"; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// The result of checking the quote that the words are part of
    #[arg(long, value_name = "STATE", value_parser = check_parser())]
    check: Option<Check>,
    /// Print the annotation as JSON
    #[arg(long)]
    json: bool,
}

/// Parses `--note`. A name of an option is taken for a forgotten note; every
/// other text is a note, such as `- a list`.
fn note_text(text: &str) -> Result<String, String> {
    let command = <Args as clap::Args>::augment_args(clap::Command::new("annotate"));
    let is_option = |name| command.get_arguments().any(|option| option.get_long() == Some(name));
    match text.strip_prefix("--").is_some_and(is_option) {
        true => Err(format!("the note is missing; {text} is an option")),
        false => Ok(text.to_owned()),
    }
}

fn check_parser() -> impl TypedValueParser<Value = Check> {
    PossibleValuesParser::new(Check::ALL.map(Check::name)).map(|name| Check::from_name(&name).unwrap_or_default())
}

/// Runs the subcommand.
///
/// # Errors
/// When the article or its notes can't be read or written, the words occur not
/// once, or `--check` is given for words that are not in a quote.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.on.source.is_stdin() && args.note.as_deref() == Some("-") {
        bail!("the article and the note can't both come from standard input; give one of them as a file or text");
    }
    let mut annotated = args.on.open()?;
    let span = place(&annotated, args)?;
    let quote = quote_on(&annotated.analysis, span);
    if args.check.is_some() && quote.is_none() {
        bail!(
            "“{}” is not in a quote in {}, and --check is only for quotes; leave out --check",
            args.exact,
            args.on.source
        );
    }
    let draft = NewAnnotation {
        span,
        note: note(args)?,
        tags: args.tags.clone(),
        quote: quote.map(|quote| QuotedSpeech {
            speaker: quote.speaker.as_ref().map(|speaker| speaker.name.clone()),
            kind: quote.kind.name().to_owned(),
        }),
        check: args.check,
        ..NewAnnotation::default()
    };
    let sentences = Sentences::Known(&annotated.analysis.sentences);
    let id = annotated.notebook.add(&annotated.article, sentences, draft, store::stamp())?;
    let path = annotated.save()?;
    if args.json {
        let kept =
            annotated.notebook.entries().iter().filter(|entry| entry.annotation.id == id).cloned().collect::<Vec<_>>();
        let input = Input::open(&annotated.article, &annotated.analysis, &kept, Options::default())
            .first_read(annotated.notebook.first_read());
        output::print_json(&output::with_file("pullquote/annotate/1", &path, &input))?;
    } else if printing::output_is_terminal() {
        printing::print(&format!("Saved in {}.", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn note(args: &Args) -> anyhow::Result<String> {
    match args.note.as_deref() {
        Some("-") => {
            let mut note = String::new();
            std::io::stdin()
                .lock()
                .read_to_string(&mut note)
                .context("cannot read the note from standard input; it has to be UTF-8 text")?;
            Ok(note.trim_end().to_owned())
        }
        other => Ok(other.unwrap_or_default().to_owned()),
    }
}

/// The place of the words that `--exact` and `--nth` name.
fn place(annotated: &AnnotatedArticle, args: &Args) -> anyhow::Result<Span> {
    let (words, source) = (&args.exact, &args.on.source);
    let places = places(annotated.article.text(), words);
    match (places.as_slice(), args.nth) {
        ([], _) => {
            bail!("“{words}” is not in {source}; copy the words as `pullquote extract --format text` prints them")
        }
        ([only], None) => Ok(*only),
        (several, None) => bail!("“{words}” occurs {} times in {source}; choose one with --nth N", several.len()),
        (places, Some(nth)) => places.get(nth.get() - 1).copied().with_context(|| {
            format!("“{words}” occurs only {} in {source}; --nth {nth} is too large", times(places.len()))
        }),
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Where `words` occur in `text`: letter by letter or, if nowhere, with case,
/// marks, dashes and spaces folded.
fn places(text: &str, words: &str) -> Vec<Span> {
    let words = words.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let exact: Vec<Span> = text.match_indices(words).map(|(at, found)| Span::new(at, at + found.len())).collect();
    if !exact.is_empty() {
        return exact;
    }
    let (folded, wanted) = (Folded::new(text), fold(words));
    if wanted.is_empty() {
        return Vec::new();
    }
    folded.as_str().match_indices(&wanted).map(|(at, found)| folded.span(at..at + found.len())).collect()
}
