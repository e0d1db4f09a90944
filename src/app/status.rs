//! What the header and the status line say.

use jiff::{SignedDuration, Timestamp};

use super::action::{Action, Situation, hints_in};
use super::help::FILTER_HINTS;
use super::mode::{Confirm, Mode, Prompt};
use super::removed::RemovedCount;
use super::sidebar::TabDef;
use super::{App, Focus, Pick, Tab};
use crate::layout::RowPosition;
use pullquote_article::BlockKind;
use pullquote_notes::{Check, UnsurePlaces};

/// What kind of message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done; the message disappears by itself.
    Info,
    /// Something did not work; the message stays until Esc.
    Error,
}

/// A message on the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// A sentence, or a few words.
    pub text: String,
    /// Whether it is information or an error.
    pub tone: Tone,
    /// When it was shown first.
    pub(super) since: Timestamp,
}

/// How long a message of tone [`Tone::Info`] stays.
const STAYS: SignedDuration = SignedDuration::from_secs(5);

/// The bytes of text that are read in a minute: about 230 words of English, and as long for
/// Chinese or Russian, where a character has more bytes.
pub(super) const BYTES_A_MINUTE: usize = 1400;

/// A key that is useful now, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The keys, as they are written in `config.toml`.
    pub keys: String,
    /// What they do, one or two words.
    pub label: &'static str,
    /// The action, if the keys are those of an action.
    pub action: Option<Action>,
}

/// Whether the notes are saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// The notes are being read.
    Loading,
    /// Everything is saved.
    Saved,
    /// A save is under way.
    Saving,
    /// The last save failed: some changes are only in memory.
    Unsaved,
    /// The notes file could not be read, and is not written.
    ReadOnly,
}

/// What the status line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Where the first line on the screen is: `12%`, `end` or `all`.
    pub position: String,
    /// How many minutes the rest takes to read; `None` at the end.
    pub minutes_left: Option<usize>,
    /// What is picked: `quote 3/19 · Ann Lee`; empty if nothing is.
    pub chosen: String,
    /// The number of checked quotes and of all quotes; `None` if there are no
    /// quotes.
    pub checked: Option<(usize, usize)>,
    /// The passages that cleaning removed and those put back; `None` if nothing
    /// was removed.
    pub cuts: Option<RemovedCount>,
    /// The English name of the article's language, if no speakers can be found in it.
    pub unsupported: Option<String>,
    /// How many notes moved or lost their words.
    pub unsure: UnsurePlaces,
    /// Whether the notes are saved.
    pub save_state: SaveState,
    /// The keys typed so far that need more keys, with their count.
    pub pending: String,
    /// The keys that are useful now, the most useful first.
    pub hints: Vec<Hint>,
}

/// The top row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// The article's place among those that are open: `2/3`; empty if it is the only one.
    pub number: String,
    /// The site, or else the host or file that the article came from.
    pub source: String,
    /// The title, while the article's title block is not visible.
    pub title: String,
    /// The day of publication; empty if it is not known.
    pub date: String,
}

impl App {
    /// The message on the status line, if there is one.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// Whether the status line shows an error that nobody has closed yet.
    pub(super) fn shows_error(&self) -> bool {
        self.message.as_ref().is_some_and(|message| message.tone == Tone::Error)
    }

    /// The prompt that is open, if there is one.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        match &self.mode {
            Mode::Prompt(prompt) => Some(prompt),
            _ => None,
        }
    }

    /// The question that is open, if there is one.
    #[must_use]
    pub fn confirm(&self) -> Option<&Confirm> {
        match &self.mode {
            Mode::Confirm(confirm) => Some(confirm),
            _ => None,
        }
    }

    /// What the top row says.
    #[must_use]
    pub fn header(&self) -> Header {
        let meta = self.article.meta();
        let origin = self.article.origin();
        let own_title_shown =
            self.rows().iter().any(|row| matches!(row.source, crate::layout::RowSource::Block(_, BlockKind::Title)));
        let host = origin.url.as_deref().and_then(|u| u.split('/').nth(2)).map(str::to_owned);
        let file = origin.path.as_ref().and_then(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
        let title = if own_title_shown && self.focus == Focus::Article { None } else { self.title() };
        Header {
            number: self.article_number(),
            source: meta.site.clone().or(host).or(file).unwrap_or_default(),
            title: title.unwrap_or_default(),
            date: meta.published.as_deref().map(|d| d.get(..10).unwrap_or(d).to_owned()).unwrap_or_default(),
        }
    }

    /// The article's title: from the source's metadata, or else its title
    /// block.
    #[must_use]
    pub fn title(&self) -> Option<String> {
        let block = || {
            let first = self.article.blocks().first().filter(|b| b.kind == BlockKind::Title)?;
            Some(first.span.of(self.article.text()).to_owned())
        };
        self.article.meta().title.clone().or_else(block)
    }

    /// What the status line says.
    #[must_use]
    pub fn status(&self) -> Status {
        let (position, minutes_left) = self.position();
        Status {
            position,
            minutes_left,
            chosen: self.chosen_words(),
            checked: self.checked(),
            cuts: Some(self.cuts()).filter(|cuts| cuts.cut > 0),
            unsupported: self
                .analysis
                .as_ref()
                .filter(|analysis| !analysis.language.supported)
                .map(|analysis| analysis.language.name.clone()),
            unsure: self.notebook().map(|n| n.unsure()).unwrap_or_default(),
            save_state: self.save_state(),
            pending: self.pending.show(),
            hints: self.hints(),
        }
    }

    /// The number of checked quotes and of all quotes; `None` if there are no
    /// quotes.
    #[must_use]
    pub fn checked(&self) -> Option<(usize, usize)> {
        let quotes = self.analysis.as_ref().map_or(0, |a| a.quotes.len());
        let checked = self.notes.checks.values().filter(|(check, _)| *check != Check::Unchecked).count();
        (quotes > 0).then_some((checked, quotes))
    }

    fn save_state(&self) -> SaveState {
        match self.notebook() {
            None => SaveState::Loading,
            Some(notebook) if notebook.read_only().is_some() => SaveState::ReadOnly,
            Some(notebook) if notebook.is_saving() => SaveState::Saving,
            Some(notebook) if notebook.is_dirty() => SaveState::Unsaved,
            Some(_) => SaveState::Saved,
        }
    }

    /// Where the first line on the screen is: `12%`, `end` if the last line is on the screen,
    /// `all` if every line is; and how many minutes it takes to read on from there, if it is not
    /// the end.
    fn position(&self) -> (String, Option<usize>) {
        let len = self.article.text().len();
        let seen = self.visible();
        let at_end = seen.end >= self.article.blocks().last().map_or(0, |block| block.span.end);
        let at_start = self.reading.top == RowPosition::default();
        match (at_start, at_end) {
            (true, true) => ("all".to_owned(), None),
            (_, true) => ("end".to_owned(), None),
            _ => {
                let start = if at_start { 0 } else { seen.start.min(len) };
                let percent = start.saturating_mul(100).checked_div(len).unwrap_or(0).min(99);
                (format!("{percent}%"), Some((len - start).div_ceil(BYTES_A_MINUTE)))
            }
        }
    }

    fn chosen_words(&self) -> String {
        match (&self.mode, &self.pick) {
            (Mode::Select(selection), _) => {
                let words = selection.span().of(self.article.text()).split_whitespace().count();
                format!("{words} word{} selected", if words == 1 { "" } else { "s" })
            }
            (_, Some(Pick::Quote(id))) => {
                let (total, name) = self.analysis.as_ref().map_or((0, None), |a| {
                    (a.quotes.len(), a.quote(*id).and_then(|q| q.speaker.as_ref()).map(|s| s.name.clone()))
                });
                let check = match self.check_of(*id) {
                    Some(check) if check != Check::Unchecked => format!(" · {}", check.name()),
                    _ => String::new(),
                };
                format!("quote {}/{total} · {}{check}", id.0 + 1, name.as_deref().unwrap_or("speaker unknown"))
            }
            (_, Some(Pick::Mention(i))) => self.mention_words(*i),
            (_, Some(Pick::Annotation(id))) => self.notes.place_words(id),
            (_, Some(Pick::Cut(cut))) => self.cut_words(*cut),
            (_, Some(Pick::Match(i))) => format!("match {}/{}{}", i + 1, self.matches().len(), self.found_as()),
            (_, None) => String::new(),
        }
    }

    fn hints(&self) -> Vec<Hint> {
        match &self.mode {
            Mode::Prompt(_) | Mode::Filter(_) | Mode::Palette(_) => {
                return vec![fixed("enter", "take"), fixed("esc", "leave")];
            }
            Mode::Edit(_) => return vec![fixed("ctrl-s", "save"), fixed("esc", "leave")],
            Mode::Hints(_) => {
                return vec![fixed("letters", "open"), fixed("CAPITALS", "in the browser"), fixed("esc", "leave")];
            }
            Mode::Select(_) if self.placing.is_some() => {
                return vec![fixed("enter", "the note belongs here"), fixed("esc", "back")];
            }
            _ => {}
        }
        if matches!(self.mode, Mode::Help(_)) {
            return FILTER_HINTS.map(|(keys, does)| fixed(keys, does)).to_vec();
        }
        let Some(situation) = self.situation() else { return Vec::new() };
        let mut hints = hints_in(situation);
        if hints.iter().all(|(_, action, _)| *action != Action::Help) {
            hints.push((u8::MAX, Action::Help, "help"));
        }
        hints
            .into_iter()
            .map(|(_, action, label)| Hint { keys: self.keymap().hint(action), label, action: Some(action) })
            .filter(|hint| !hint.keys.is_empty())
            .collect()
    }

    /// What the status line shows keys of the keymap for; `None` where what is
    /// open names its keys itself.
    fn situation(&self) -> Option<Situation> {
        Some(match (&self.mode, &self.pick, self.focus) {
            (
                Mode::Prompt(_)
                | Mode::Filter(_)
                | Mode::Palette(_)
                | Mode::Edit(_)
                | Mode::Hints(_)
                | Mode::Confirm(_)
                | Mode::Review(_),
                ..,
            ) => {
                return None;
            }
            (Mode::Help(_) | Mode::Changes(_) | Mode::Page(_) | Mode::Picture(_), ..) => Situation::Page,
            (Mode::Card(_), ..) => Situation::Card,
            (Mode::Why(_), ..) => Situation::Why,
            (Mode::Select(_), ..) => Situation::Selecting,
            (Mode::Read, Some(Pick::Annotation(id)), Focus::Sidebar)
                if self.tab() == Tab::Notes && self.is_reviewable(id) =>
            {
                Situation::NoteToPlace
            }
            (Mode::Read, _, Focus::Sidebar) => TabDef::of(self.tab()).situation,
            (Mode::Read, Some(Pick::Quote(_)), _) => Situation::Quote,
            (Mode::Read, Some(Pick::Cut(cut)), _) if self.cut(*cut).is_some_and(|(_, back)| back) => {
                Situation::RestoredPassage
            }
            (Mode::Read, Some(Pick::Cut(_)), _) => Situation::RemovedPassage,
            (Mode::Read, Some(Pick::Annotation(_)), _) => Situation::Annotation,
            (Mode::Read, Some(Pick::Mention(_) | Pick::Match(_)) | None, _) => Situation::Reading,
        })
    }

    /// Takes the current time, and removes an information message that has been
    /// shown for [`STAYS`].
    pub(super) fn tick(&mut self, now: Timestamp) {
        self.now = now;
        if self.message.as_ref().is_some_and(|m| m.tone == Tone::Info && now.duration_since(m.since) > STAYS) {
            self.message = None;
        }
        self.drag_on();
        self.scroll_on();
    }
}

fn fixed(keys: &str, label: &'static str) -> Hint {
    Hint { keys: keys.to_owned(), label, action: None }
}
