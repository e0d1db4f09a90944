//! `pullquote SOURCE`: opens the reader; without a source, the library.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::output;
use super::settings::{NotesFile, listed};
use super::source::{Opened, Opener, Prefer, ReadingArgs, SourceArgument};
use crate::app::{Msg, Settings};
use crate::config::Config;
use crate::library;
use crate::library::article_record::link_record;
use crate::library::{Places, Snapshots, library_file, open_library};
use crate::printing;
use crate::ui::effects::InLibrary;
use crate::ui::library::{LibraryEnd, LibrarySession, library as library_screen};
use crate::ui::run::{ReaderEnd, Terminal};
use crate::ui::theme::Theme;
use crate::ui::waiting;
use crate::ui::waiting::Waited;
use crate::ui::{effects, run, signals};
use pullquote_article::Article;
use pullquote_clean::Progress;
use pullquote_library::store::ArticleRow;
use pullquote_nlp::Model;

/// The arguments of the reader.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    notes: NotesFile,
    /// A file, an http, https or file address (its kept copy, if there is one), - for standard
    /// input, or sample:NAME; the default is piped input, or else the library
    #[arg(value_name = "SOURCE")]
    source: Option<SourceArgument>,
}

/// Opens the reader, or without a source the library, and returns when the person quits. Settings
/// and source are read before the terminal is changed.
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
    let chosen = args.source.clone().or_else(|| piped.then(|| SourceArgument::from("-")));
    let places = args.notes.places(&loaded.config);
    let library = library_file(&places, loaded.config.library.file.as_deref())?;
    let program = Program { args: args.clone(), config: loaded.config, settings, places, library };
    let Some(chosen) = chosen else { return program.from_library(None, theme) };
    let opener = program.opener(Prefer::Kept);
    let opened = if chosen.is_web() {
        let progress = Arc::new(Progress::default());
        let (named, of_thread) = (chosen.clone(), Arc::clone(&progress));
        match waiting::wait(chosen.shown(), &progress, move || opener.open(&named, &of_thread))? {
            Waited::Done(opened) => opened?,
            Waited::Left => {
                printing::complain(&format!("{chosen} was not opened: you cancelled the fetch."));
                return Ok(ExitCode::from(CANCELLED));
            }
        }
    } else {
        opener.open(&chosen, &Progress::default())?
    };
    program.read(Chosen { source: chosen, opened }, None, theme)
}

/// Everything that the reader and the library are opened with.
#[derive(Debug, Clone)]
struct Program {
    args: Args,
    config: Config,
    settings: Settings,
    places: Places,
    /// The file of the library.
    library: PathBuf,
}

/// An article that was opened, and what was named for it.
#[derive(Debug)]
struct Chosen {
    source: SourceArgument,
    opened: Opened,
}

impl Program {
    fn opener(&self, prefer: Prefer) -> Opener {
        self.args.reading.opener(&self.config, self.places.clone(), prefer)
    }

    /// Shows the article, then the library as often as the person goes there.
    fn read(&self, chosen: Chosen, terminal: Option<Terminal>, theme: Theme) -> anyhow::Result<ExitCode> {
        let again = chosen.source.clone();
        let session = self.session(chosen, theme)?;
        match run::reader(session, terminal).context("the reader had to end")? {
            ReaderEnd::Quit => Ok(ExitCode::SUCCESS),
            ReaderEnd::Library(kept) => {
                let (terminal, theme) = *kept;
                self.from_library(Some((terminal, again)), theme)
            }
        }
    }

    /// Shows the library, and the articles that are opened from it.
    fn from_library(&self, before: Option<(Terminal, SourceArgument)>, theme: Theme) -> anyhow::Result<ExitCode> {
        let opened = open_library(&self.library)?;
        let mut library = opened.library;
        let greeting = match &opened.set_aside {
            Some(aside) => {
                library.salvage(aside)?;
                Some(format!("the library was damaged and is now {}; a new one was made", aside.display()))
            }
            None => None,
        };
        let folder = library::notes_folder(&self.places)?;
        let (terminal, source) = before.map_or((None, None), |(terminal, source)| (Some(terminal), Some(source)));
        let mut terminal = terminal.map_or_else(|| Terminal::take(self.config.mouse, &folder), Ok)?;
        let selected = match &source {
            Some(source) => library.named(&named_in_library(source))?.map(|row| row.id),
            None => None,
        };
        let (program, for_add, for_sync) = (self.clone(), self.clone(), self.clone());
        let session = LibrarySession {
            library,
            file: self.library.clone(),
            places: self.places.clone(),
            keymap: self.settings.keymap.clone(),
            theme,
            can_go_back: source.is_some(),
            selected,
            greeting,
            open: Arc::new(move |row: &ArticleRow| {
                program.open(SourceArgument::from(row.source.as_str())).map_err(|error| output::sentence(&error))
            }),
            add: Arc::new(move |text: &str| for_add.add(text).map_err(|error| output::sentence(&error))),
            sync: Arc::new(move || for_sync.sync().map_err(|error| output::sentence(&error))),
        };
        let (end, theme) = library_screen(session, &mut terminal)?;
        match (end, source) {
            (LibraryEnd::Open(chosen), _) => self.read(chosen, Some(terminal), theme),
            (LibraryEnd::Back, Some(source)) => self.read(self.open(source)?, Some(terminal), theme),
            (LibraryEnd::Signal(number), _) => {
                drop(terminal);
                signals::end(number);
                Ok(ExitCode::SUCCESS)
            }
            (LibraryEnd::Quit | LibraryEnd::Back, _) => Ok(ExitCode::SUCCESS),
        }
    }

    /// Opens a source that was read or listed before.
    fn open(&self, source: SourceArgument) -> anyhow::Result<Chosen> {
        let opened = self.opener(Prefer::Kept).open(&source, &Progress::default())?;
        Ok(Chosen { source, opened })
    }

    /// Adds what a person typed in the library: an address, a file or a folder.
    fn add(&self, text: &str) -> anyhow::Result<String> {
        super::library::add_one(&self.opener(Prefer::Kept), &self.library, &SourceArgument::from(text))
    }

    /// Asks for the feeds; returns a short sentence about what came.
    fn sync(&self) -> anyhow::Result<String> {
        super::feeds::sync_for_screen(&self.library, self.opener(Prefer::Kept).limits())
    }

    /// What the reader needs for an article.
    fn session(&self, chosen: Chosen, theme: Theme) -> anyhow::Result<run::Session> {
        let Chosen { source, opened } = chosen;
        let greeting = greeting(&opened);
        let article = opened.article;
        let mut settings = self.settings.clone();
        settings.seed = ulid::Ulid::generate().0;
        let versions = other_versions(&source, &self.places, &article, self.opener(Prefer::Fresh))?;
        let analyzer = effects::Analyzer { model: Model::bundled, bounds: self.opener(Prefer::Kept).bounds };
        let named = !source.is_stdin() && source.sample().is_none() && !self.args.reading.raw;
        let in_library = (named && self.config.library.add_opened).then(|| {
            let from = source.read_from();
            InLibrary { file: self.library.clone(), identity: from.identity(&article), from }
        });
        let start_at = in_library.as_ref().and_then(InLibrary::place);
        Ok(run::Session {
            article,
            notes: self.places.clone(),
            settings,
            theme,
            mouse: self.config.mouse,
            analyzer,
            versions,
            drafts: library::drafts_folder(),
            greeting,
            in_library,
            start_at,
        })
    }
}

/// What the library calls a source: its address, or the path from the root.
fn named_in_library(source: &SourceArgument) -> String {
    match source.file().map(std::fs::canonicalize) {
        Some(Ok(path)) => path.to_string_lossy().into_owned(),
        _ => link_record(source.shown()).map_or_else(|| source.shown().to_owned(), |record| record.identity),
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
/// stay until they are read, or that it is a kept copy.
fn greeting(opened: &Opened) -> Option<Msg> {
    if let Some(copy) = opened.kept.as_ref().filter(|_| opened.warnings.is_empty()) {
        return Some(Msg::Info(format!("kept copy of {}; --refresh fetches it again", copy.day)));
    }
    (!opened.warnings.is_empty()).then(|| Msg::Failed(opened.warnings.join("; ")))
}
