//! The loop of the library screen.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use anyhow::Context;
use crossterm::event::Event;
use jiff::civil::Date;

use super::draw::draw;
use super::finder::Finder;
use super::work::{Add, Open, SyncFeeds, Work, teller};
use crate::app::Keymap;
use crate::app::Msg;
use crate::app::Settings;
use crate::app::library::{LeftList, LibraryEffect, LibraryMsg, LibraryScreen};
use crate::config::Config;
use crate::folders::Places;
use crate::ui::effects::settings_file::{ChangedSettings, READ_AGAIN, SettingsFile, said};
use crate::ui::effects::today;
use crate::ui::events::{self, Woken};
use crate::ui::handover;
use crate::ui::hyperlinks::Addresses;
use crate::ui::input;
use crate::ui::run::Terminal;
use crate::ui::signals::{self, Signal};
use crate::ui::theme::Theme;
use pullquote_library::Library;

/// The library, with everything that its screen needs.
pub struct LibrarySession<T> {
    /// The library.
    pub library: Library,
    /// Its file, for threads of their own.
    pub file: PathBuf,
    /// Where notes are.
    pub places: Places,
    /// The keymap.
    pub keymap: Keymap,
    /// The theme.
    pub theme: Theme,
    /// Whether there is an article to go back to.
    pub can_go_back: bool,
    /// The number of the article that is selected at first.
    pub selected: Option<i64>,
    /// The list that was shown before.
    pub left: Option<LeftList>,
    /// A message to show at first.
    pub greeting: Option<String>,
    /// The settings file in use; `None` if there can be none.
    pub settings_file: Option<SettingsFile>,
    /// Opens an article.
    pub open: Open<T>,
    /// Adds what a person typed.
    pub add: Add,
    /// Brings the feeds up to date.
    pub sync: SyncFeeds,
}

/// What the loop receives besides events of the terminal.
pub(super) enum LoopEvent<T> {
    Message(LibraryMsg),
    Opened(T),
}

/// Why the library screen ended.
#[derive(Debug)]
pub enum LibraryEnd<T> {
    /// A person opened this.
    Open(T),
    /// Back to the article before.
    Back,
    /// The program ends.
    Quit,
    /// A signal with this number.
    Signal(i32),
}

/// How the library screen was left.
pub struct LibraryLeft<T> {
    /// Why it ended.
    pub end: LibraryEnd<T>,
    /// The theme that was used last.
    pub theme: Theme,
    /// The settings, if their file was changed meanwhile.
    pub changed: Option<(Config, Settings)>,
    /// The list that was shown.
    pub list: LeftList,
}

struct MainLoop<'t, T> {
    screen: LibraryScreen,
    theme: Theme,
    terminal: &'t mut Terminal,
    work: Work<T>,
    received: Receiver<LoopEvent<T>>,
    end: Option<LibraryEnd<T>>,
    today: Date,
    settings_file: Option<SettingsFile>,
    /// The settings, if their file was changed.
    changed: Option<(Config, Settings)>,
}

/// Shows the library until the person leaves it.
///
/// # Errors
/// If the terminal goes away.
pub fn library<T: Send + 'static>(
    session: LibrarySession<T>,
    terminal: &mut Terminal,
) -> anyhow::Result<LibraryLeft<T>> {
    let (send, received) = channel();
    let today = today();
    let screen = LibraryScreen::new(session.keymap, today, session.can_go_back)
        .selecting(session.selected)
        .with_list(session.left);
    let LibrarySession { library, file, places, theme, open, add, sync, greeting, settings_file, .. } = session;
    let waker = terminal.events.waker();
    let finder = Finder::new(file.clone(), teller(send.clone(), waker.clone()));
    let work = Work { library, file, places, open, add, sync, send, waker, finder };
    let (end, changed) = (None, None);
    let mut main_loop = MainLoop { screen, theme, terminal, work, received, end, today, settings_file, changed };
    let end = main_loop.run(greeting).context("the terminal is gone")?;
    let (theme, changed) = (main_loop.theme, main_loop.changed);
    Ok(LibraryLeft { end, theme, changed, list: main_loop.screen.left_list() })
}

impl<T: Send + 'static> MainLoop<'_, T> {
    fn run(&mut self, greeting: Option<String>) -> std::io::Result<LibraryEnd<T>> {
        self.terminal.screen.watch();
        let size = self.terminal.screen.size()?;
        self.tell(LibraryMsg::Resize { columns: size.width, rows: size.height })?;
        self.first_rows();
        if let Some(greeting) = greeting {
            self.tell(LibraryMsg::Failed(greeting))?;
        }
        self.draw()?;
        self.terminal.follow_background(&self.theme)?;
        let start = self.screen.start();
        self.act(start)?;
        self.work.update_notes();
        loop {
            self.receive()?;
            if let Some(end) = self.end.take() {
                if matches!(end, LibraryEnd::Quit | LibraryEnd::Signal(_)) {
                    self.terminal.events.discard_answer();
                }
                return Ok(end);
            }
            self.draw()?;
            match self.terminal.events.wait(events::WAIT)? {
                Woken::Events(events) => self.take_events(events)?,
                Woken::ByThread => {}
                Woken::Background(background) => self.theme = self.theme.on_background(background),
                Woken::Timeout => {
                    if today() != self.today {
                        self.today = today();
                        self.tell(LibraryMsg::Today(self.today))?;
                    }
                    self.read_settings_again()?;
                }
            }
        }
    }

    /// Takes the settings, if their file was changed, and says what is wrong with it.
    fn read_settings_again(&mut self) -> std::io::Result<()> {
        match self.settings_file.as_mut().and_then(SettingsFile::changed) {
            None => Ok(()),
            Some(Err(sentence)) => self.tell(LibraryMsg::Failed(sentence)),
            Some(Ok(ChangedSettings { config, settings, theme, problems })) => {
                self.tell(LibraryMsg::KeymapChanged(Box::new(settings.keymap.clone())))?;
                if let Some(theme) = theme {
                    self.theme = theme;
                }
                self.changed = Some((config, settings));
                let words = || LibraryMsg::Said(READ_AGAIN.to_owned());
                self.tell(said(&problems).map_or_else(words, LibraryMsg::Failed))
            }
        }
    }

    /// Reads the first rows before the first frame; the whole list comes later.
    fn first_rows(&mut self) {
        let rows = usize::from(self.screen.list_rows());
        let (query, _) = self.screen.query();
        let Ok(ids) = self.work.library.ids(&query, self.screen.sort(), Some(rows)) else { return };
        let rows = self.work.library.rows(&ids).unwrap_or_default();
        self.screen.update(LibraryMsg::Listed { revision: 0, ids });
        let effects = self.screen.update(LibraryMsg::Rows(rows));
        for effect in effects {
            if let Some(answer) = self.work.act(effect) {
                self.screen.update(answer);
            }
        }
    }

    fn draw(&mut self) -> std::io::Result<()> {
        let Self { screen, theme, terminal, .. } = self;
        terminal.screen.draw(Addresses::new(), |frame| draw(screen, theme, frame.buffer_mut()))
    }

    fn tell(&mut self, msg: LibraryMsg) -> std::io::Result<()> {
        let effects = self.screen.update(msg);
        self.act(effects)
    }

    fn act(&mut self, effects: Vec<LibraryEffect>) -> std::io::Result<()> {
        for effect in effects {
            match effect {
                LibraryEffect::NextTheme => self.theme = self.theme.next().unwrap_or_else(|| self.theme.clone()),
                LibraryEffect::Theme(choice) => {
                    self.theme = self.theme.chosen(choice).unwrap_or_else(|| self.theme.clone());
                }
                LibraryEffect::Redraw => self.redraw()?,
                LibraryEffect::Suspend => {
                    self.terminal.screen.lend(signals::stop)?;
                    self.redraw()?;
                }
                LibraryEffect::Browse(address) => {
                    if let Err(error) = handover::browse(&address) {
                        self.tell(LibraryMsg::Failed(error.to_string()))?;
                    }
                }
                LibraryEffect::Back => self.end = Some(LibraryEnd::Back),
                LibraryEffect::Quit => self.end = Some(LibraryEnd::Quit),
                effect => {
                    if let Some(answer) = self.work.act(effect) {
                        self.tell(answer)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn redraw(&mut self) -> std::io::Result<()> {
        let size = self.terminal.screen.size()?;
        self.terminal.screen.resize(size)?;
        self.tell(LibraryMsg::Resize { columns: size.width, rows: size.height })
    }

    fn take_events(&mut self, events: Vec<Event>) -> std::io::Result<()> {
        for msg in events.into_iter().filter_map(input::message) {
            match msg {
                Msg::Key(key) => self.tell(LibraryMsg::Key(key))?,
                Msg::Mouse(mouse) => self.tell(LibraryMsg::Mouse(mouse))?,
                Msg::Paste(text) => self.tell(LibraryMsg::Paste(text))?,
                Msg::Resize { columns, rows } if (columns, rows) != self.screen.size() => {
                    self.terminal.screen.resize(ratatui::layout::Size { width: columns, height: rows })?;
                    self.tell(LibraryMsg::Resize { columns, rows })?;
                }
                _ => {}
            }
            if self.end.is_some() {
                break;
            }
        }
        Ok(())
    }

    fn receive(&mut self) -> std::io::Result<()> {
        while let Ok(event) = self.received.try_recv() {
            match event {
                LoopEvent::Message(msg) => self.tell(msg)?,
                LoopEvent::Opened(opened) => self.end = Some(LibraryEnd::Open(opened)),
            }
        }
        while let Some(signal) = signals::arrived() {
            match signal {
                Signal::End(number) => self.end = Some(LibraryEnd::Signal(number)),
                Signal::Stop => {
                    self.terminal.screen.lend(signals::stop)?;
                    self.redraw()?;
                }
                Signal::Continue => {
                    self.terminal.screen.retake()?;
                    self.redraw()?;
                }
            }
        }
        Ok(())
    }
}
