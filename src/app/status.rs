//! The header and the status line, in words.

use jiff::{SignedDuration, Timestamp};

use super::action::Action;
use super::cuts::Cuts;
use super::mode::{Confirm, Mode, Prompt};
use super::{App, Focus, Pick, Tab};
use pullquote_article::BlockKind;
use pullquote_notes::{Check, UnsurePlaces};

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done; it goes by itself.
    Info,
    /// Something did not work; it stays until Esc.
    Error,
}

/// A message for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// A sentence, or a few words.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
    /// When it was shown first.
    pub(super) since: Timestamp,
}

/// How long a message of tone [`Tone::Info`] stays.
const STAYS: SignedDuration = SignedDuration::from_secs(5);

/// A key that matters now, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The keys, as they are written in `config.toml`.
    pub keys: String,
    /// What they do, one or two words.
    pub label: &'static str,
}

/// How the notes are kept at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// They are being read.
    Loading,
    /// Everything is on disk.
    Saved,
    /// A save is under way.
    Saving,
    /// The last save failed: something is in memory only.
    Unsaved,
    /// The file could not be read, and is left as it is.
    ReadOnly,
}

/// What the status line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// How much of the text lies above the last row shown, in per cent.
    pub percent: u8,
    /// What is chosen: `quote 3/19 · Ann Lee`; empty if nothing is.
    pub chosen: String,
    /// Quotes that were checked, and all; `None` while there are none.
    pub checked: Option<(usize, usize)>,
    /// What cleaning cut and what was put back; `None` if nothing was cut.
    pub cuts: Option<Cuts>,
    /// How many notes are not where they were made.
    pub unsure: UnsurePlaces,
    /// How the notes are kept.
    pub keeping: Keeping,
    /// Keys typed so far that wait for more, with their count.
    pub pending: String,
    /// The keys that matter now, the most useful first.
    pub hints: Vec<Hint>,
}

/// The top row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// The site, or where the article came from.
    pub source: String,
    /// The title, while the article's own title is not on the screen.
    pub title: String,
    /// The day it was published; empty if that is not known.
    pub date: String,
}

impl App {
    /// The message on the status line.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.message.as_ref()
    }

    /// The line that is asked for, if one is.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        match &self.mode {
            Mode::Prompt(prompt) => Some(prompt),
            _ => None,
        }
    }

    /// The question that is asked, if one is.
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
            self.rows().iter().any(|row| matches!(row.source, crate::layout::Source::Block(_, BlockKind::Title)));
        let host = origin.url.as_deref().and_then(|u| u.split('/').nth(2)).map(str::to_owned);
        let file = origin.path.as_ref().and_then(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
        let title = if own_title_shown && self.focus == Focus::Article { None } else { self.title() };
        Header {
            source: meta.site.clone().or(host).or(file).unwrap_or_default(),
            title: title.unwrap_or_default(),
            date: meta.published.as_deref().map(|d| d.get(..10).unwrap_or(d).to_owned()).unwrap_or_default(),
        }
    }

    /// The article's title: what the source says, or its title block.
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
        Status {
            percent: self.percent(),
            chosen: self.chosen_words(),
            checked: self.checked(),
            cuts: Some(self.cuts()).filter(|cuts| cuts.cut > 0),
            unsure: self.notebook().map(|n| n.unsure()).unwrap_or_default(),
            keeping: self.keeping(),
            pending: self.typed.show(),
            hints: self.hints(),
        }
    }

    /// Quotes that were checked, and how many there are; `None` if there are
    /// none.
    #[must_use]
    pub fn checked(&self) -> Option<(usize, usize)> {
        let quotes = self.analysis.as_ref().map_or(0, |a| a.quotes.len());
        let checked = self.notes.checks.values().filter(|(check, _)| *check != Check::Unchecked).count();
        (quotes > 0).then_some((checked, quotes))
    }

    fn keeping(&self) -> Keeping {
        match self.notebook() {
            None => Keeping::Loading,
            Some(notebook) if notebook.read_only().is_some() => Keeping::ReadOnly,
            Some(notebook) if notebook.is_saving() => Keeping::Saving,
            Some(notebook) if notebook.is_dirty() => Keeping::Unsaved,
            Some(_) => Keeping::Saved,
        }
    }

    fn percent(&self) -> u8 {
        let len = self.article.text().len();
        let end = self.rows().iter().filter(|r| r.is_article()).map(|r| r.span.end).max();
        let end = end.unwrap_or(self.reading.anchor).min(len);
        end.saturating_mul(100).checked_div(len).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(100)
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
            (_, Some(Pick::Match(i))) => format!("match {}/{}", i + 1, self.matches().len()),
            (_, None) => String::new(),
        }
    }

    fn hints(&self) -> Vec<Hint> {
        use Action::{
            Activate, Back, BySpeaker, Check as CheckQuote, Copy, Delete, Filter, Help, Highlight, Kind, NextCut,
            NextPane, NextQuote, Note, OnlySpeaker, OtherEnd, OtherSpeaker, Removed, SameEntity, Search, Select, Tags,
            ToNextSentence, ToNextWord, ToPreviousWord,
        };
        let wanted: &[(Action, &'static str)] = match (&self.mode, &self.pick, self.focus) {
            (Mode::Prompt(_) | Mode::Filter(_), ..) => {
                return vec![fixed("enter", "take"), fixed("esc", "leave")];
            }
            (Mode::Edit(_), ..) => return vec![fixed("ctrl-s", "save"), fixed("esc", "leave")],
            // The page says its keys itself.
            (Mode::Confirm(_) | Mode::Review(_), ..) => return Vec::new(),
            (Mode::Help(_) | Mode::Changes(_), ..) => &[(Back, "close")],
            (Mode::Card(_), ..) => &[
                (Back, "close"),
                (CheckQuote, "check"),
                (Activate, "why"),
                (OtherSpeaker, "other speaker"),
                (Note, "note"),
                (NextQuote, "next quote"),
            ],
            (Mode::Why(_), ..) => {
                &[(Back, "close"), (Activate, "card"), (OtherSpeaker, "other speaker"), (NextQuote, "next quote")]
            }
            (Mode::Select(_), ..) => &[
                (Note, "note"),
                (Highlight, "highlight"),
                (Tags, "tags"),
                (ToNextWord, "more"),
                (ToPreviousWord, "less"),
                (ToNextSentence, "sentence"),
                (OtherEnd, "other end"),
                (Copy, "copy"),
            ],
            (_, Some(Pick::Annotation(id)), Focus::Sidebar) if self.tab() == Tab::Notes && self.is_reviewable(id) => {
                &[(Activate, "where it belongs"), (Filter, "filter"), (NextPane, "article"), (Help, "help")]
            }
            (_, _, Focus::Sidebar) if self.sidebar.tab() == Tab::Entities => &[
                (Activate, "to the text"),
                (Filter, "filter"),
                (Kind, "kind"),
                (SameEntity, "same as"),
                (NextPane, "article"),
                (Help, "help"),
            ],
            (_, _, Focus::Sidebar) if self.sidebar.tab() == Tab::Quotes => &[
                (Activate, "to the text"),
                (BySpeaker, "by speaker"),
                (OnlySpeaker, "only this"),
                (Filter, "filter"),
                (NextPane, "article"),
                (Help, "help"),
            ],
            (_, _, Focus::Sidebar) => {
                &[(Activate, "to the text"), (Filter, "filter"), (NextPane, "article"), (Help, "help")]
            }
            (_, Some(Pick::Quote(_)), _) => &[
                (CheckQuote, "check"),
                (Note, "note"),
                (Tags, "tags"),
                (Activate, "card"),
                (NextQuote, "next quote"),
                (Help, "help"),
            ],
            (_, Some(Pick::Cut(cut)), _) => {
                if self.cut(*cut).is_some_and(|(_, back)| back) {
                    &[(Activate, "take out"), (NextCut, "next cut"), (Removed, "hide"), (Help, "help")]
                } else {
                    &[(Activate, "put back"), (NextCut, "next cut"), (Removed, "hide"), (Help, "help")]
                }
            }
            (_, Some(Pick::Annotation(_)), _) => &[(Note, "edit"), (Tags, "tags"), (Delete, "delete"), (Help, "help")],
            _ => &[
                (NextQuote, "next quote"),
                (Select, "select"),
                (Search, "search"),
                (NextPane, "sidebar"),
                (Help, "help"),
            ],
        };
        wanted
            .iter()
            .map(|(action, label)| Hint { keys: self.keymap().hint(*action), label })
            .filter(|hint| !hint.keys.is_empty())
            .collect()
    }

    /// The time passes: messages that said their word go.
    pub(super) fn tick(&mut self, now: Timestamp) {
        self.now = now;
        if self.message.as_ref().is_some_and(|m| m.tone == Tone::Info && now.duration_since(m.since) > STAYS) {
            self.message = None;
        }
    }
}

fn fixed(keys: &str, label: &'static str) -> Hint {
    Hint { keys: keys.to_owned(), label }
}
