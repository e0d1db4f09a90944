//! `pullquote SOURCE`: opens the reader.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::settings::{NotesFile, listed};
use super::source::{Opened, Opener, Prefer, ReadingArgs, SourceArgument};
use crate::app::{Msg, Settings};
use crate::config::Config;
use crate::library;
use crate::library::{Places, Snapshots};
use crate::printing;
use crate::ui::effects::AfterReading;
use crate::ui::theme::Theme;
use crate::ui::waiting;
use crate::ui::waiting::Waited;
use crate::ui::{effects, run};
use pullquote_article::Article;
use pullquote_clean::Progress;
use pullquote_nlp::Model;

/// The arguments of the reader.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    notes: NotesFile,
    /// A file, an http, https or file address (its kept copy, if there is one), - for standard
    /// input, or sample:NAME; the default is piped input, or else a bundled sample
    #[arg(value_name = "SOURCE")]
    source: Option<SourceArgument>,
}

/// Opens the reader and returns when the person quits. Settings and source are
/// read before the terminal is changed.
///
/// # Errors
/// When the settings or the source can't be read, the settings have a problem,
/// or there is no terminal.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let loaded = args.reading.config.load()?;
    let file = loaded.path.clone().unwrap_or_default();
    let (settings, theme, wrong) = run::prepare(&loaded.config, &file);
    let problems: Vec<_> = loaded.problems.into_iter().chain(wrong).collect();
    if !problems.is_empty() {
        bail!("{}", listed(&problems));
    }
    if !printing::output_is_terminal() {
        bail!("the reader needs a terminal to write to; `pullquote extract` prints an article");
    }
    let piped = !std::io::stdin().is_terminal();
    let chosen = &args.source.clone().unwrap_or_else(|| SourceArgument::from(if piped { "-" } else { SAMPLE }));
    let places = args.notes.places(&loaded.config);
    let reader = Reader { args, config: &loaded.config, settings, theme, places };
    let Some(mut here) = reader.open(chosen)? else {
        printing::complain(&format!("{chosen} was not opened: you cancelled the fetch."));
        return Ok(ExitCode::from(CANCELLED));
    };
    let mut before: Vec<Visit> = Vec::new();
    loop {
        match reader.read(&here, before.last())? {
            AfterReading::Quit => break,
            AfterReading::Page { address, from } => {
                here.place = Some(from);
                match reader.open(&SourceArgument::from(address.as_str())) {
                    Ok(Some(next)) => {
                        here.greeting = None;
                        before.push(std::mem::replace(&mut here, next));
                    }
                    Ok(None) => here.greeting = Some((false, "the link was not opened".to_owned())),
                    Err(error) => here.greeting = Some((true, super::output::sentence(&error))),
                }
            }
            AfterReading::Previous => here = before.pop().unwrap_or(here),
        }
    }
    if args.source.is_none() && !piped {
        printing::print(OTHERS)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// An article that the reader is at, or was at before it followed a link.
struct Visit {
    chosen: SourceArgument,
    article: Article,
    /// The byte of the text to begin at.
    place: Option<usize>,
    /// The first message in the status line, and whether it stays until it is read.
    greeting: Option<(bool, String)>,
}

/// What all articles of one run of the reader share.
struct Reader<'a> {
    args: &'a Args,
    config: &'a Config,
    settings: Settings,
    theme: Theme,
    places: Places,
}

impl Reader<'_> {
    /// Opens a source; `None` if the person cancelled the fetch.
    ///
    /// # Errors
    /// When it can't be read.
    fn open(&self, chosen: &SourceArgument) -> anyhow::Result<Option<Visit>> {
        let opener = self.args.reading.opener(self.config, self.places.clone(), Prefer::Kept);
        let opened = if chosen.is_web() {
            let progress = Arc::new(Progress::default());
            let (named, of_thread) = (chosen.clone(), Arc::clone(&progress));
            match waiting::wait(chosen.shown(), &progress, move || opener.open(&named, &of_thread))? {
                Waited::Done(opened) => opened?,
                Waited::Left => return Ok(None),
            }
        } else {
            opener.open(chosen, &Progress::default())?
        };
        let greeting = greeting(&opened);
        Ok(Some(Visit { chosen: chosen.clone(), article: opened.article, place: None, greeting }))
    }

    /// Reads an article until the person leaves it; `before` is the one with the link that led
    /// to it.
    fn read(&self, visit: &Visit, before: Option<&Visit>) -> anyhow::Result<AfterReading> {
        let article = visit.article.clone();
        let (places, config) = (self.places.clone(), self.config);
        let fresh = self.args.reading.opener(config, places.clone(), Prefer::Fresh);
        let bounds = fresh.bounds;
        let versions = other_versions(&visit.chosen, &places, &article, fresh)?;
        let title = |before: &Visit| before.article.meta().title.clone().unwrap_or_else(|| before.chosen.to_string());
        let mut settings = self.settings.clone();
        settings.previous = before.map(title);
        settings.seed = ulid::Ulid::generate().0;
        let greeting = visit.greeting.clone();
        let session = run::Session {
            article,
            notes: places,
            settings,
            theme: self.theme.clone(),
            mouse: config.mouse,
            analyzer: effects::Analyzer { model: Model::bundled, bounds },
            versions,
            drafts: library::drafts_folder(),
            greeting: greeting.map(|(stays, words)| if stays { Msg::Failed(words) } else { Msg::Info(words) }),
            place: visit.place,
        };
        run::reader(session).context("the reader had to end")
    }
}

/// The other versions of the article: its source, read again, and snapshots. A page is
/// then fetched, not read from its kept copy. Piped input and samples can't be
/// read again.
fn other_versions(
    chosen: &SourceArgument,
    places: &Places,
    article: &Article,
    opener: Opener,
) -> anyhow::Result<effects::OtherVersions> {
    let named = !chosen.is_stdin() && chosen.sample().is_none();
    let (chosen, whole) = (chosen.clone(), article.notice().is_none());
    let read = move || match opener.open(&chosen, &Progress::default()) {
        // A paywall or the kept copy does not show how the article is now.
        Ok(opened) if opened.kept.is_some() && opened.warnings.is_empty() => {
            Err(format!("this is the copy kept of {chosen}; open it without --kept to see what changed"))
        }
        Ok(opened) if opened.kept.is_some() || (whole && opened.article.notice().is_some()) => {
            Err(format!("{chosen} could not be read again: {}", opened.warnings.join("; ")))
        }
        Ok(opened) => Ok(opened.article),
        Err(error) => Err(super::output::sentence(&error)),
    };
    let again: Option<effects::Reread> = if named { Some(Arc::new(read)) } else { None };
    Ok(effects::OtherVersions { again, snapshots: Some(Snapshots::of(places, article)?) })
}

/// The exit status after Esc or Ctrl-C: that of a program ended by an interrupt.
const CANCELLED: u8 = 130;

/// The first message in the status line: the warnings about the article, which
/// stay until they are read, or that it is a kept copy. Also whether it stays.
fn greeting(opened: &Opened) -> Option<(bool, String)> {
    if let Some(copy) = opened.kept.as_ref().filter(|_| opened.warnings.is_empty()) {
        return Some((false, format!("kept copy of {}; --refresh fetches it again", copy.day)));
    }
    (!opened.warnings.is_empty()).then(|| (true, opened.warnings.join("; ")))
}

/// The article that opens when none is named.
const SAMPLE: &str = "sample:ceasefire";

/// Printed after the sample was closed.
const OTHERS: &str = "That was a bundled sample. Open an article of your own with `pullquote FILE` or \
                      `pullquote https://…`; `pullquote --help` says more.";
