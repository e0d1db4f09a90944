//! The main loop: wait for an event, change the state, run the effects, draw.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use anyhow::Context;
use crossterm::event::Event;

use super::closing;
use super::edit::NoteEditor;
use super::effects;
use super::effects::settings_file::{ChangedSettings, READ_AGAIN, SettingsFile, said};
use super::effects::{AfterReading, EffectRunner, NextStep, ToLoop};
use super::events;
use super::events::{Events, Woken};
use super::hyperlinks;
use super::hyperlinks::Addresses;
use super::input;
use super::pictures::Pictures;
use super::signals;
use super::signals::Signal;
use super::term::Screen;
use super::theme::Theme;
use super::theme::depth::Surroundings;
use crate::app::key::Key;
use crate::app::{App, Keymap, Mode, Msg, Settings};
use crate::config::{Config, Problem};
use crate::folders;
use crate::folders::Places;
use pullquote_article::Article;

/// An article to read, with everything that the reader needs for it.
#[derive(Debug)]
pub struct Session {
    /// The article, as cleaned.
    pub article: Arc<Article>,
    /// The reader of it, if it was open before and is shown again.
    pub left: Option<Box<App>>,
    /// Where its notes are; the file is looked for after the first frame.
    pub notes: Places,
    /// The settings of the application, with the keymap.
    pub settings: Settings,
    /// The theme.
    pub theme: Theme,
    /// Whether the reader uses the mouse.
    pub mouse: bool,
    /// Analyzes it; used after the first frame.
    pub analyzer: effects::Analyzer,
    /// What shows pictures.
    pub pictures: Pictures,
    /// Other versions of the article.
    pub versions: effects::OtherVersions,
    /// The folder for notes that are being written; `None` if there is none.
    pub drafts: Option<PathBuf>,
    /// A message about the article to show at first.
    pub greeting: Option<Msg>,
    /// The article in the library; `None` keeps it out.
    pub in_library: Option<effects::InLibrary>,
    /// The code point of the text to begin at, if `place` does not say it.
    pub start_at: Option<usize>,
    /// The byte of the text, as cleaned, to begin at; `None` for the beginning.
    pub place: Option<usize>,
    /// The settings file in use; `None` if there can be none.
    pub settings_file: Option<SettingsFile>,
    /// Whether the first steps are shown.
    pub first_steps: bool,
}

/// The terminal while the program has it.
pub struct Terminal {
    /// Its screen.
    pub screen: Screen,
    /// Its keys, and the signals of the system.
    pub events: Events,
}

impl Terminal {
    /// Takes the terminal. A panic gives it back and names `notes`, the folder for notes.
    ///
    /// # Errors
    /// If there is none, or it refuses.
    pub fn take(mouse: bool, notes: &Path) -> anyhow::Result<Self> {
        let events = Events::open().context("cannot read keys from the terminal")?;
        let screen = Screen::enter(mouse)?;
        screen.give_back_on_panic(format!("Your notes are now saved in {}.", notes.display()));
        Ok(Self { events, screen })
    }
}

impl Terminal {
    /// Asks for the background of the terminal, if `theme` follows it and the answer can be read.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn follow_background(&mut self, theme: &Theme) -> std::io::Result<()> {
        follow_background(&mut self.screen, &mut self.events, theme)
    }
}

/// Asks for the background of the terminal, if `theme` follows it and the answer can be read.
fn follow_background(screen: &mut Screen, events: &mut Events, theme: &Theme) -> std::io::Result<()> {
    if theme.follows_background() && events.expect_answer() { screen.ask_background() } else { Ok(()) }
}

/// How the reader ended.
pub struct ReaderEnd {
    /// What is next.
    pub after: AfterReading,
    /// The theme that was used last.
    pub theme: Theme,
    /// The terminal, still taken, if the library or an open article is next.
    pub terminal: Option<Terminal>,
    /// The reader as it was left, to go on with it.
    pub left: Box<App>,
    /// The article, as cleaned.
    pub article: Arc<Article>,
    /// The settings, if their file was changed meanwhile.
    pub changed: Option<(Config, Settings)>,
}

/// The settings and the theme for `config`, and what is wrong with the lines of
/// `[keys]` and `[colors]` in `file`, in the order of the file. A wrong line
/// changes nothing.
#[must_use]
pub fn prepare(config: &Config, file: &Path) -> (Settings, Theme, Vec<Problem>) {
    let (keymap, wrong) = Keymap::with(config.keymap, &config.keys);
    let (theme, mut problems) = Theme::choose(config, &Surroundings::of_process(), file);
    problems.extend(wrong.iter().map(|error| Problem::new(file, error.place(), error.to_string())));
    problems.sort_by_key(|problem| problem.place);
    (Settings::of(config, keymap), theme, problems)
}

/// Runs the reader in the terminal, which is taken if it was not yet, until the person leaves the article;
/// returns what is next. The first frame is drawn before anything is analyzed or read. However it ends,
/// everything is saved
/// first.
///
/// # Errors
/// If there is no terminal, or it goes away.
pub fn reader(session: Session, terminal: Option<Terminal>) -> anyhow::Result<ReaderEnd> {
    let folder = folders::notes_folder(&session.notes)?;
    let Terminal { screen, events } = terminal.map_or_else(|| Terminal::take(session.mouse, &folder), Ok)?;
    let (send, answers) = channel();
    let takes_links = hyperlinks::are_known();
    let article = session.article;
    let place = session.settings.place_among_open;
    let goes_on = session.left.is_some();
    let app = session.left.map_or_else(|| App::new(Arc::clone(&article), session.settings), |app| *app);
    let to_loop = ToLoop::new(send, events.waker());
    let mut runner = EffectRunner::new(article, session.analyzer, folder, to_loop)
        .with_places(session.notes)
        .with_drafts(session.drafts)
        .with_library(session.in_library)
        .with_pictures(session.pictures)
        .with_versions(session.versions);
    if let Some(notebook) = app.notebook() {
        runner.go_on(notebook.path().to_owned());
    }
    let main_loop = MainLoop {
        app,
        theme: session.theme,
        editor: None,
        screen,
        events,
        runner,
        answers,
        end: None,
        takes_links,
        settings_file: session.settings_file,
        changed: None,
    };
    let is = Msg::ArticleIs(place);
    let steps = session.first_steps.then_some(Msg::FirstSteps);
    let begins = session.place.map(Msg::ShowPlace).or(session.start_at.map(Msg::StartAt));
    main_loop.run(std::iter::once(is).chain(begins.filter(|_| !goes_on)).chain(steps).chain(session.greeting))
}

/// Why the loop ends.
enum End {
    /// The person leaves the article.
    Leave(AfterReading),
    /// A signal with this number.
    Signal(i32),
    /// The terminal failed.
    Terminal(std::io::Error),
    /// The program panicked with this payload.
    Panic(Box<dyn Any + Send>),
}

impl End {
    /// The end that `work` asks for, also if it fails or panics.
    fn of(work: impl FnOnce() -> std::io::Result<End>) -> Self {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(end)) => end,
            Ok(Err(error)) => End::Terminal(error),
            Err(payload) => End::Panic(payload),
        }
    }
}

struct MainLoop {
    app: App,
    theme: Theme,
    editor: Option<NoteEditor>,
    screen: Screen,
    events: Events,
    runner: EffectRunner,
    answers: Receiver<Msg>,
    end: Option<End>,
    /// Whether the terminal takes links.
    takes_links: bool,
    settings_file: Option<SettingsFile>,
    /// The settings, if their file was changed.
    changed: Option<(Config, Settings)>,
}

impl MainLoop {
    /// Reads keys until the end, then saves everything: the only way out.
    fn run(mut self, first: impl Iterator<Item = Msg>) -> anyhow::Result<ReaderEnd> {
        let end = End::of(|| self.begin(first).and_then(|()| self.follow()));
        // Saving may take long on a slow disk, so the terminal is given back
        // before, unless what is next needs it.
        let needs_it = matches!(end, End::Leave(AfterReading::Library | AfterReading::Neighbor { .. }));
        if !needs_it {
            self.events.discard_answer();
        }
        let kept = needs_it.then_some(Terminal { screen: self.screen, events: self.events });
        for sentence in closing::save_everything(&mut self.app, &mut self.runner, &self.answers) {
            closing::report(&sentence);
        }
        self.runner.save_place(self.app.reading_place(), self.app.own_view());
        if let Some(notebook) = self.app.notebook() {
            self.runner.keep_undo(notebook);
        }
        let article = Arc::clone(self.runner.article());
        let (theme, left, changed) = (self.theme, Box::new(self.app), self.changed);
        match end {
            End::Leave(after) => Ok(ReaderEnd { after, theme, terminal: kept, left, article, changed }),
            End::Signal(number) => {
                signals::end(number);
                Ok(ReaderEnd { after: AfterReading::Quit, theme, terminal: None, left, article, changed })
            }
            End::Terminal(error) => Err(error).context("the terminal is gone"),
            End::Panic(payload) => resume_unwind(payload),
        }
    }

    /// Takes the `first` messages, draws the first frame, and asks for the analysis and the notes.
    fn begin(&mut self, first: impl Iterator<Item = Msg>) -> std::io::Result<()> {
        // Before the work of the first frame, which may take all the memory there is.
        self.screen.watch();
        let size = self.screen.size()?;
        self.app.update(Msg::Tick(effects::now()));
        self.app.update(Msg::Resize { columns: size.width, rows: size.height });
        for msg in first {
            self.app.update(msg);
        }
        self.draw()?;
        follow_background(&mut self.screen, &mut self.events, &self.theme)?;
        let start = self.app.resume();
        self.act(start)
    }

    /// Handles what arrives until one of it asks for the end.
    fn follow(&mut self) -> std::io::Result<End> {
        loop {
            self.handle_arrived()?;
            if let Some(end) = self.end.take() {
                return Ok(end);
            }
            self.draw()?;
            let next_row = self.app.until_next_row();
            match self.events.wait(next_row.unwrap_or(events::WAIT))? {
                Woken::Events(events) => self.take_events(events)?,
                Woken::ByThread => {}
                Woken::Background(background) => self.theme = self.theme.on_background(background),
                Woken::Timeout if next_row.is_some() => {
                    self.app.update(Msg::Tick(effects::now()));
                }
                Woken::Timeout => self.heartbeat()?,
            }
        }
    }

    fn draw(&mut self) -> std::io::Result<()> {
        self.editor = NoteEditor::follow(self.editor.take(), &self.app, &self.theme);
        let Self { app, theme, editor, screen, runner, .. } = self;
        let links = if self.takes_links { hyperlinks::on_screen(app) } else { Addresses::new() };
        let numbers: Vec<u16> = links.keys().copied().collect();
        screen.draw(links, |frame| {
            super::draw(app, theme, editor.as_ref(), frame);
            if !numbers.is_empty() {
                hyperlinks::mark(app, &numbers, frame.buffer_mut());
            }
            if let Some(pictures) = runner.pictures() {
                pictures.draw(app, frame.buffer_mut());
            }
        })
    }

    /// Handles events of the terminal up to the one that ends the program.
    fn take_events(&mut self, events: Vec<Event>) -> std::io::Result<()> {
        for msg in events.into_iter().filter_map(input::message) {
            self.message(msg)?;
            if self.end.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn message(&mut self, msg: Msg) -> std::io::Result<()> {
        let msg = match msg {
            Msg::Resize { columns, rows } => {
                // A window that changes back and forth can have the same size.
                let size = self.app.areas().screen;
                if (size.width, size.height) == (columns, rows) {
                    return Ok(());
                }
                self.screen.resize(ratatui::layout::Size { width: columns, height: rows })?;
                Msg::Resize { columns, rows }
            }
            Msg::Mouse(mouse) => {
                self.app.update(Msg::Tick(effects::now()));
                Msg::Mouse(mouse)
            }
            Msg::Key(key) => {
                self.app.update(Msg::Tick(effects::now()));
                self.key(key)
            }
            Msg::Paste(text) => match (&mut self.editor, self.app.mode()) {
                (Some(editor), Mode::Edit(_)) => editor.paste(&text),
                _ => Msg::Paste(text),
            },
            other => other,
        };
        let effects = self.app.update(msg);
        self.act(effects)
    }

    /// The message for a key. While a note is written the text area gets the
    /// key, unless it saves or leaves.
    fn key(&mut self, key: Key) -> Msg {
        self.editor = NoteEditor::follow(self.editor.take(), &self.app, &self.theme);
        match (&mut self.editor, self.app.mode()) {
            (Some(editor), Mode::Edit(_)) => editor.key(key).unwrap_or(Msg::Key(key)),
            _ => Msg::Key(key),
        }
    }

    fn act(&mut self, effects: Vec<crate::app::Effect>) -> std::io::Result<()> {
        for effect in effects {
            match self.runner.act(effect, &mut self.screen)? {
                NextStep::Continue => {}
                NextStep::Redraw => self.redraw()?,
                NextStep::NextTheme => self.take_theme(self.theme.next()),
                NextStep::Theme(choice) => self.take_theme(self.theme.chosen(choice)),
                NextStep::Leave(after) => self.end = Some(End::Leave(after)),
                NextStep::End(number) => self.end = Some(End::Signal(number)),
            }
        }
        Ok(())
    }

    /// Takes a theme and says its name, or that there is no choice.
    fn take_theme(&mut self, theme: Option<Theme>) {
        let said = match theme {
            Some(theme) => {
                self.theme = theme;
                format!("theme = \"{}\"", self.theme.name().unwrap_or_default())
            }
            None => "this terminal has too few colours for a choice of themes".to_owned(),
        };
        self.app.update(Msg::Info(said));
    }

    /// Redraws the whole screen in the current size of the terminal.
    fn redraw(&mut self) -> std::io::Result<()> {
        let size = self.screen.size()?;
        self.screen.resize(size)?;
        self.app.update(Msg::Resize { columns: size.width, rows: size.height });
        Ok(())
    }

    /// Handles what other threads and the system sent.
    fn handle_arrived(&mut self) -> std::io::Result<()> {
        while let Ok(msg) = self.answers.try_recv() {
            let effects = self.app.update(msg);
            self.act(effects)?;
        }
        while let Some(signal) = signals::arrived() {
            match signal {
                Signal::End(number) => self.end = Some(End::Signal(number)),
                Signal::Stop => {
                    self.screen.lend(signals::stop)?;
                    self.redraw()?;
                }
                Signal::Continue => {
                    self.screen.retake()?;
                    self.redraw()?;
                }
            }
        }
        Ok(())
    }

    /// Takes the settings, if their file was changed, and says what is wrong with it.
    fn read_settings_again(&mut self) {
        let said = match self.settings_file.as_mut().and_then(SettingsFile::changed) {
            None => return,
            Some(Err(sentence)) => Msg::Failed(sentence),
            Some(Ok(ChangedSettings { config, settings, theme, problems })) => {
                self.app.update(Msg::SettingsChanged(Box::new(settings.clone())));
                self.theme = theme.unwrap_or_else(|| self.theme.clone());
                self.changed = Some((config, settings));
                said(&problems).map_or_else(|| Msg::Info(READ_AGAIN.to_owned()), Msg::Failed)
            }
        };
        self.app.update(said);
    }

    fn heartbeat(&mut self) -> std::io::Result<()> {
        self.app.update(Msg::Tick(effects::now()));
        self.read_settings_again();
        if let Some(msg) = self.runner.notes_changed_elsewhere() {
            let effects = self.app.update(msg);
            self.act(effects)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_and_a_panic_are_ends_like_any_other() {
        let quit = || End::Leave(AfterReading::Quit);
        assert!(matches!(End::of(|| Ok(quit())), End::Leave(AfterReading::Quit)));
        assert!(matches!(End::of(|| Err(std::io::Error::other("gone"))), End::Terminal(_)));
        let End::Panic(payload) = End::of(|| std::panic::panic_any("a bug")) else { panic!("no panic was caught") };
        assert_eq!(payload.downcast_ref::<&str>(), Some(&"a bug"));
    }
}
