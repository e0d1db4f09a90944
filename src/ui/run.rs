//! The main loop: wait for an event, change the state, run the effects, draw.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::Context;
use crossterm::event;

use super::edit::NoteEditor;
use super::effects;
use super::effects::{EffectRunner, LoopEvent, NextStep};
use super::input;
use super::signals;
use super::signals::Signal;
use super::term::Screen;
use super::theme::Theme;
use super::theme::depth::Surroundings;
use crate::app::key::Key;
use crate::app::{App, Keymap, Mode, Msg, Settings};
use crate::config::{Config, Problem};
use pullquote_article::Article;
use pullquote_nlp::Model;

/// An article to read, with everything that the reader needs for it.
#[derive(Debug)]
pub struct Session {
    /// The article.
    pub article: Article,
    /// The file of its notes, which need not exist.
    pub notes: PathBuf,
    /// The settings of the application, with the keymap.
    pub settings: Settings,
    /// The theme.
    pub theme: Theme,
    /// Whether the reader uses the mouse.
    pub mouse: bool,
    /// Loads the models of the analysis; called after the first frame.
    pub model: fn() -> Model,
    /// Other versions of the article.
    pub versions: effects::OtherVersions,
    /// A message about the article to show at first.
    pub greeting: Option<Msg>,
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

/// The most events that are handled before the next frame is drawn, so that the
/// screen keeps up while a key is held or the wheel turns.
const BATCH: usize = 64;

/// Runs the reader until the person quits. The first frame is drawn before
/// anything is analyzed or read.
///
/// # Errors
/// If there is no terminal, or it goes away.
pub fn reader(session: Session) -> anyhow::Result<()> {
    let screen = Screen::enter(session.mouse)?;
    screen.give_back_on_panic(format!("What you noted is in {}.", session.notes.display()));
    let size = screen.size().context("cannot ask the terminal for its size")?;
    let (send, loop_events) = channel();
    let article = Arc::new(session.article);
    let mut app = App::new(Arc::clone(&article), session.settings);
    let runner = EffectRunner::new(article, session.model, session.notes, send.clone()).with_versions(session.versions);
    app.update(Msg::Tick(effects::now()));
    app.update(Msg::Resize { columns: size.width, rows: size.height });
    if let Some(greeting) = session.greeting {
        app.update(greeting);
    }
    let mut main_loop = MainLoop { app, theme: session.theme, editor: None, screen, runner, loop_events, end: None };
    main_loop.draw()?;
    // From here on raising SIGWINCH wakes the loop.
    event::poll(Duration::ZERO)?;
    signals::listen(send, LoopEvent::Signal)?;
    let start = main_loop.app.start();
    main_loop.act(start)?;
    main_loop.run()
}

/// Why the loop ends.
#[derive(Debug, Clone, Copy)]
enum End {
    Quit,
    Signal(i32),
}

struct MainLoop {
    app: App,
    theme: Theme,
    editor: Option<NoteEditor>,
    screen: Screen,
    runner: EffectRunner,
    loop_events: Receiver<LoopEvent>,
    end: Option<End>,
}

impl MainLoop {
    fn run(mut self) -> anyhow::Result<()> {
        let gone = "the terminal is gone; notes made before that are saved";
        while self.end.is_none() {
            self.handle_loop_events().context(gone)?;
            if self.end.is_some() {
                break;
            }
            self.draw().context(gone)?;
            if event::poll(signals::WAIT).context(gone)? {
                self.take_events().context(gone)?;
            } else {
                self.heartbeat().context(gone)?;
            }
        }
        self.runner.finish();
        drop(self.screen);
        if let Some(End::Signal(number)) = self.end {
            signals::end(number);
        }
        Ok(())
    }

    fn draw(&mut self) -> std::io::Result<()> {
        self.editor = NoteEditor::follow(self.editor.take(), &self.app, &self.theme);
        let Self { app, theme, editor, screen, .. } = self;
        screen.draw(|frame| super::draw(app, theme, editor.as_ref(), frame))
    }

    /// Handles the events of the terminal that have already arrived.
    fn take_events(&mut self) -> std::io::Result<()> {
        for _ in 0..BATCH {
            let event = event::read()?;
            if let Some(msg) = input::message(event) {
                self.message(msg)?;
            }
            if self.end.is_some() || !event::poll(Duration::ZERO)? {
                break;
            }
        }
        Ok(())
    }

    fn message(&mut self, msg: Msg) -> std::io::Result<()> {
        let msg = match msg {
            Msg::Resize { columns, rows } => {
                // Raising SIGWINCH to wake the loop also arrives like this;
                // then the size is the same.
                let size = self.app.areas().screen;
                if (size.width, size.height) == (columns, rows) {
                    return Ok(());
                }
                self.screen.resize(ratatui::layout::Size { width: columns, height: rows })?;
                Msg::Resize { columns, rows }
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
                NextStep::Quit => self.end = Some(End::Quit),
            }
        }
        Ok(())
    }

    /// Redraws the whole screen in the current size of the terminal.
    fn redraw(&mut self) -> std::io::Result<()> {
        let size = self.screen.size()?;
        self.screen.resize(size)?;
        self.app.update(Msg::Resize { columns: size.width, rows: size.height });
        Ok(())
    }

    fn handle_loop_events(&mut self) -> std::io::Result<()> {
        while let Ok(event) = self.loop_events.try_recv() {
            match event {
                LoopEvent::Message(msg) => {
                    let effects = self.app.update(msg);
                    self.act(effects)?;
                }
                LoopEvent::Signal(Signal::End(number)) => self.end = Some(End::Signal(number)),
                LoopEvent::Signal(Signal::Stop) => {
                    self.screen.lend(signals::stop)?;
                    self.redraw()?;
                }
                LoopEvent::Signal(Signal::Continue) => {
                    self.screen.retake()?;
                    self.redraw()?;
                }
            }
        }
        Ok(())
    }

    fn heartbeat(&mut self) -> std::io::Result<()> {
        self.app.update(Msg::Tick(effects::now()));
        if let Some(msg) = self.runner.notes_changed_elsewhere() {
            let effects = self.app.update(msg);
            self.act(effects)?;
        }
        Ok(())
    }
}
