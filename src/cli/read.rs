//! `pullquote SOURCE…`: opens the reader; without a source, the library.

mod several;
mod with_library;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};

use self::several::{Several, Way};
use super::annotated_article;
use super::output;
use super::settings::NotesFile;
use super::source::{Opened, Opener, Prefer, ReadingArgs, SourceArgument};
use crate::app::areas::MEASURE;
use crate::app::library::LeftList;
use crate::app::open_articles::PlaceAmongOpen;
use crate::app::{App, Msg, Settings};
use crate::config::Config;
use crate::config::load::at_home;
use crate::folders;
use crate::folders::SAMPLES;
use crate::folders::welcome::is_first_start;
use crate::folders::{Places, Snapshots, library_file};
use crate::printing;
use crate::ui::effects::settings_file::{SettingsFile, said};
use crate::ui::effects::{AfterReading, InLibrary, OpeningLibrary};
use crate::ui::library::{LibraryEnd, library as library_screen};
use crate::ui::pictures::Pictures;
use crate::ui::pictures::protocol::Drawing;
use crate::ui::pictures::source::PictureSource;
use crate::ui::run::Terminal;
use crate::ui::theme::Theme;
use crate::ui::waiting;
use crate::ui::waiting::Waited;
use crate::ui::{effects, run, signals};
use pullquote_article::{Article, Format};
use pullquote_clean::Progress;
use pullquote_nlp::Model;
use pullquote_notes::store;

/// The arguments of the reader.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    notes: NotesFile,
    /// Print the article as plain lines that read well aloud and in a pipe, with who said what at the end
    #[arg(long)]
    linear: bool,
    /// A file, an http, https or file address (its kept copy, if there is one), - for standard
    /// input, or sample:NAME; several are open at once; the default is piped input, or else the library
    #[arg(value_name = "SOURCE")]
    sources: Vec<SourceArgument>,
}

/// Opens the reader, or without a source the library, and returns when the person quits. Settings
/// and source are read before the terminal is changed.
///
/// # Errors
/// When the settings or the source can't be read, the settings have a problem,
/// or there is no terminal.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (loaded, unreadable) = args.reading.config.load_for_reader()?;
    let file = loaded.path.clone().unwrap_or_default();
    let (settings, theme, wrong) = run::prepare(&loaded.config, &file);
    let problems: Vec<_> = loaded.problems.into_iter().chain(wrong).collect();
    let problem = unreadable.or_else(|| said(&problems));
    if !args.linear && !printing::output_is_terminal() {
        bail!("the reader needs a terminal to write to; `pullquote extract` prints an article");
    }
    let piped = !std::io::stdin().is_terminal();
    let mut chosen = args.sources.clone();
    if chosen.is_empty() && piped {
        chosen.push(SourceArgument::from("-"));
    }
    let places = args.notes.places(&loaded.config);
    let library = library_file(&places, loaded.config.library.file.as_deref())?;
    let file = loaded.path.map(|path| SettingsFile::new(path, loaded.config.clone()));
    let (args, config) = (args.clone(), loaded.config);
    let program = Program { args, config, settings, places, library, file, settings_read: 0, problem };
    if program.args.linear {
        return program.print_lines(&chosen);
    }
    super::library::update_behind_line(&program.library);
    let is_used = !chosen.is_empty() && program.config.library.add_opened;
    let opening = is_used.then(|| OpeningLibrary::begin(program.library.clone()));
    match chosen.as_slice() {
        [] if is_first_start(&program.library) => {
            let sample = SAMPLES.first().map_or_else(String::new, |sample| format!("sample:{}", sample.name));
            let mut visit = program.open(&SourceArgument::from(sample.as_str()))?;
            visit.first_steps = true;
            program.run(At::Article(visit), Several::default(), theme, opening)
        }
        [] => program.run(At::Library(None), Several::default(), theme, None),
        [only] => match program.open_waiting(only)? {
            Some(visit) => program.run(At::Article(visit), Several::of(chosen), theme, opening),
            None => {
                printing::complain(&format!("{only} was not opened: you cancelled the fetch."));
                Ok(ExitCode::from(CANCELLED))
            }
        },
        _ => {
            let mut several = Several::of(chosen);
            let mut failed = several.without_missing(|source| program.open(source));
            let gone = several.open_here(true, |source| program.open_waiting(source));
            failed.extend(gone.failed);
            let Some((mut visit, _)) = gone.to else { bail!("{}", failed.join("; ")) };
            visit.greet_with(failed);
            program.run(At::Article(visit), several, theme, opening)
        }
    }
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
    /// The settings file in use.
    file: Option<SettingsFile>,
    /// How often the settings were read again.
    settings_read: usize,
    /// What is wrong with the settings file, until it was said.
    problem: Option<String>,
}

/// An article that the reader is at, or was at before it followed a link.
#[derive(Debug)]
struct Visit {
    source: SourceArgument,
    article: Arc<Article>,
    /// The reader as it was left, with its notes and undo.
    left: Option<Box<App>>,
    /// The byte of the text, as cleaned, to begin at.
    place: Option<usize>,
    /// The first message in the status line, and whether it stays until it is read.
    greeting: Option<(bool, String)>,
    /// Whether it is a list of addresses, which is no article for the library.
    is_list: bool,
    /// Whether the first steps are shown.
    first_steps: bool,
    /// [`Program::settings_read`] when the reader was left.
    settings_read: usize,
}

impl Visit {
    /// Shows first what could not be opened, if anything.
    fn greet_with(&mut self, failed: Vec<String>) {
        if !failed.is_empty() {
            self.greeting = Some((true, failed.join("; ")));
        }
    }
}

/// What is on the screen.
enum At {
    /// An article.
    Article(Visit),
    /// The library; the article is the one that was read before.
    Library(Option<Visit>),
}

impl Program {
    fn opener(&self, prefer: Prefer) -> Opener {
        self.args.reading.opener(&self.config, self.places.clone(), prefer)
    }

    /// Shows articles and the library until the person quits.
    /// `opening` is the library for the first article.
    fn run(
        mut self,
        first: At,
        mut several: Several,
        mut theme: Theme,
        mut opening: Option<OpeningLibrary>,
    ) -> anyhow::Result<ExitCode> {
        let folder = folders::notes_folder(&self.places)?;
        let mut terminal: Option<Terminal> = None;
        // The articles with the links that led here.
        let mut before: Vec<Visit> = Vec::new();
        // The list that the library showed when it was left.
        let mut list: Option<LeftList> = None;
        let mut at = first;
        loop {
            at = match at {
                At::Article(mut visit) => {
                    several.is_now(&visit.source);
                    let session = self.session(&mut visit, (before.last(), several.place()), theme, opening.take())?;
                    let end = run::reader(session, terminal.take()).context("the reader had to end")?;
                    (terminal, theme) = (end.terminal, end.theme);
                    self.take_settings(end.changed);
                    (visit.first_steps, visit.settings_read) = (false, self.settings_read);
                    (visit.left, visit.article, visit.greeting) = (Some(end.left), end.article, None);
                    if matches!(end.after, AfterReading::Neighbor { forward, times } if several.is_web_ahead(forward, times))
                    {
                        // The wait for a page is a line on the terminal.
                        terminal = None;
                    }
                    match self.after(end.after, visit, (&mut before, &mut several), list.as_ref()) {
                        Some(next) => next,
                        None => return Ok(ExitCode::SUCCESS),
                    }
                }
                At::Library(last) => {
                    let mut taken = terminal.take().map_or_else(|| Terminal::take(self.config.mouse, &folder), Ok)?;
                    let left = library_screen(self.library_session(last.as_ref(), theme, list.take())?, &mut taken)?;
                    theme = left.theme;
                    list = Some(left.list);
                    self.take_settings(left.changed);
                    match (left.end, last) {
                        (LibraryEnd::Open(visit), _) => {
                            before.clear();
                            terminal = Some(taken);
                            At::Article(visit)
                        }
                        (LibraryEnd::Back, Some(visit)) => {
                            terminal = Some(taken);
                            At::Article(visit)
                        }
                        (LibraryEnd::Signal(number), _) => {
                            drop(taken);
                            signals::end(number);
                            return Ok(ExitCode::SUCCESS);
                        }
                        (LibraryEnd::Quit | LibraryEnd::Back, _) => return Ok(ExitCode::SUCCESS),
                    }
                }
            };
        }
    }

    /// Takes the settings of a file that was changed meanwhile.
    fn take_settings(&mut self, changed: Option<(Config, Settings)>) {
        if let Some((config, settings)) = changed {
            self.file = self.file.take().map(|file| file.knowing(config.clone()));
            (self.config, self.settings) = (config, settings);
            self.settings_read += 1;
        }
    }

    /// What is shown after an article; `None` if the program ends. `before` are the articles with the links
    /// that led to it, `list` what the library showed last.
    fn after(
        &self,
        after: AfterReading,
        mut visit: Visit,
        (before, several): (&mut Vec<Visit>, &mut Several),
        list: Option<&LeftList>,
    ) -> Option<At> {
        Some(match after {
            AfterReading::Quit => return None,
            AfterReading::NextUnread => At::Article(self.next_unread(visit, before, list)),
            AfterReading::Library => {
                // The library knows where reading stopped.
                visit.place = None;
                At::Library(Some(visit))
            }
            AfterReading::Page { address, from } => {
                visit.place = Some(from);
                match self.open_waiting(&SourceArgument::from(address.as_str())) {
                    Ok(Some(next)) => {
                        before.push(visit);
                        return Some(At::Article(next));
                    }
                    Ok(None) => visit.greeting = Some((false, "the link was not opened".to_owned())),
                    Err(error) => visit.greeting = Some((true, output::sentence(&error))),
                }
                At::Article(visit)
            }
            AfterReading::Previous => At::Article(before.pop().unwrap_or(visit)),
            AfterReading::Neighbor { forward, times } => {
                self.go(visit, Way { forward, times, onward: forward }, (before, several))?
            }
            AfterReading::Beside(typed) => {
                let path = at_home(Path::new(&typed));
                let source =
                    if path.exists() { SourceArgument::from(path.into_os_string()) } else { typed.as_str().into() };
                // If it can't be opened, the way leads back to this article.
                let way = Way { forward: true, times: several.beside(source), onward: false };
                self.go(visit, way, (before, several))?
            }
        })
    }

    /// Goes from an article to another one of those that are open; `None` if none can be opened.
    fn go(&self, visit: Visit, way: Way, (before, several): (&mut Vec<Visit>, &mut Several)) -> Option<At> {
        let left = (visit, std::mem::take(before));
        let gone = several.go(left, way, |source| self.open_waiting(source));
        let (mut visit, links) = gone.to?;
        visit.greet_with(gone.failed);
        *before = links;
        Some(At::Article(visit))
    }

    /// Opens a source and shows the progress of a fetch; `None` if the person cancelled it.
    ///
    /// # Errors
    /// When it can't be read.
    fn open_waiting(&self, source: &SourceArgument) -> anyhow::Result<Option<Visit>> {
        if !source.is_web() {
            return self.open(source).map(Some);
        }
        let opener = self.opener(Prefer::Kept);
        let progress = Arc::new(Progress::default());
        let (named, of_thread) = (source.clone(), Arc::clone(&progress));
        Ok(match waiting::wait(source.shown(), &progress, move || opener.open(&named, &of_thread))? {
            Waited::Done(opened) => Some(visit(source, opened?)),
            Waited::Left => None,
        })
    }

    /// Prints articles as plain lines, one after the other.
    ///
    /// # Errors
    /// When there is none, one can't be read, or standard output can't be written.
    fn print_lines(&self, sources: &[SourceArgument]) -> anyhow::Result<ExitCode> {
        if sources.is_empty() {
            bail!("--linear prints an article; name a file or an address");
        }
        if let Some(problem) = &self.problem {
            printing::complain(problem);
        }
        let opener = self.opener(Prefer::Kept);
        for source in sources {
            let opened = super::wait::open(&opener, source)?;
            let notes = folders::notes_file(&self.places, &opened.article)?;
            let corrections = store::load(&notes)?.corrections;
            let (article, analysis) = annotated_article::corrected(&opened.article, opener.bounds, &corrections)?;
            printing::print(&super::linear::of(&article, &analysis))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Opens a source.
    fn open(&self, source: &SourceArgument) -> anyhow::Result<Visit> {
        Ok(visit(source, self.opener(Prefer::Kept).open(source, &Progress::default())?))
    }

    /// What shows the pictures of an article.
    fn pictures(&self, article: &Article) -> Pictures {
        let opener = self.opener(Prefer::Kept);
        let source = PictureSource::new(article, opener.limits(), opener.bounds);
        Pictures::new(Drawing::of_process(self.config.pictures, self.config.palette), source)
    }

    /// What the reader needs for an article; `before` is the one with the link that led to it.
    fn session(
        &mut self,
        visit: &mut Visit,
        (before, place): (Option<&Visit>, Option<PlaceAmongOpen>),
        theme: Theme,
        opening: Option<OpeningLibrary>,
    ) -> anyhow::Result<run::Session> {
        let mut left = visit.left.take();
        if let Some(app) = left.as_mut().filter(|_| visit.settings_read != self.settings_read) {
            app.update(Msg::SettingsChanged(Box::new(self.settings.clone())));
        }
        let article = Arc::clone(&visit.article);
        let source = &visit.source;
        let title = |before: &Visit| before.article.meta().title.clone().unwrap_or_else(|| before.source.to_string());
        let mut settings = self.settings.clone();
        settings.previous = before.map(title);
        settings.place_among_open = place;
        settings.seed = ulid::Ulid::generate().0;
        let versions = other_versions(source, &self.places, &article, self.opener(Prefer::Fresh))?;
        let analyzer = effects::Analyzer { model: Model::bundled, bounds: self.opener(Prefer::Kept).bounds };
        let pictures = self.pictures(&article);
        let named = !visit.is_list && !source.is_stdin() && source.sample().is_none() && !self.args.reading.raw;
        let in_library = (named && self.config.library.add_opened).then(|| {
            let from = source.read_from();
            InLibrary { file: self.library.clone(), identity: from.identity(&article), from }
        });
        let kept = in_library.as_ref().filter(|_| left.is_none());
        let kept = kept.map(|in_library| in_library.view(opening)).unwrap_or_default();
        let start_at = kept.position;
        settings.measure = kept.measure.map_or(settings.measure, |own| own.clamp(*MEASURE.start(), *MEASURE.end()));
        settings.tab = kept.tab.unwrap_or(settings.tab);
        let greeting = kept.damage.or(self.problem.take()).map(|sentence| (true, sentence));
        let greeting = greeting.or_else(|| visit.greeting.clone());
        Ok(run::Session {
            article,
            left,
            notes: self.places.clone(),
            settings,
            theme,
            mouse: self.config.mouse,
            analyzer,
            pictures,
            versions,
            drafts: folders::drafts_folder(),
            greeting: greeting.map(|(stays, words)| if stays { Msg::Failed(words) } else { Msg::Info(words) }),
            in_library,
            start_at,
            place: visit.place,
            settings_file: self.file.clone(),
            first_steps: visit.first_steps,
        })
    }
}

/// The visit of an article that was just opened.
fn visit(source: &SourceArgument, opened: Opened) -> Visit {
    let list = list_greeting(source, &opened.article);
    let is_list = list.is_some();
    let greeting = greeting(&opened).or(list);
    Visit {
        source: source.clone(),
        article: Arc::new(opened.article),
        left: None,
        place: None,
        greeting,
        is_list,
        first_steps: false,
        settings_read: 0,
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

/// The most words for each address in a list: the address and its title.
const LIST_WORDS: usize = 25;
/// The largest file and the longest text, in bytes, that are looked at as a list of addresses.
const LIST_LENGTH: usize = 1_000_000;

/// The first message for a file that is a list of addresses and no article: which command reads it.
fn list_greeting(source: &SourceArgument, article: &Article) -> Option<(bool, String)> {
    let file = source.file()?;
    // Most articles are told by their format or length, so that none of their words is looked at.
    if article.origin().format == Format::Html || article.text().len() > LIST_LENGTH {
        return None;
    }
    let addresses = article.text().split_whitespace().filter(|word| pullquote_clean::is_web_address(word)).count();
    // An article may have some addresses, too; a list has little else.
    if addresses < 2 || addresses * LIST_WORDS < article.words() {
        return None;
    }
    let bytes = pullquote_article::files::read(file, LIST_LENGTH as u64).ok()?;
    let list = pullquote_library::reading_list::parse(source.shown(), &bytes).ok()?;
    let (count, name) = (list.articles.len(), source.shown());
    let sentence = format!("{name} is a list of {count} addresses: `pullquote library add {name}` takes them over");
    (count > 1).then_some((true, sentence))
}
