//! Several articles at once: going from one to the next, and opening another one beside them.

use super::mode::{Mode, Prompt, PromptKind};
use super::{App, Effect, Focus, Tone};

/// What is said if notes have to be saved before another article is shown.
const OPENS_LATER: &str = "the other article opens when they are";

/// The place of the article among those that are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceAmongOpen {
    /// Its number, from 1.
    pub number: usize,
    /// How many are open.
    pub of: usize,
}

impl App {
    /// `2/3` if several articles are open, else empty.
    pub(super) fn article_number(&self) -> String {
        match self.settings.place_among_open {
            Some(PlaceAmongOpen { number, of }) if of > 1 => format!("{number}/{of}"),
            _ => String::new(),
        }
    }

    /// The effects to run when the reader comes back to this article.
    #[must_use]
    pub fn resume(&self) -> Vec<Effect> {
        if self.notes.notebook.is_none() {
            return self.start();
        }
        let is_analyzed = self.analysis.is_some() || self.not_analyzed.is_some();
        if is_analyzed { Vec::new() } else { vec![self.analyze()] }
    }

    /// Forgets what belongs to the moment when the article was left.
    pub(super) fn come_back(&mut self, place: Option<PlaceAmongOpen>) {
        self.settings.place_among_open = place;
        self.message = None;
        self.quitting = false;
        self.drag = None;
        if self.mode.takes_actions() || matches!(self.mode, Mode::Prompt(_) | Mode::Palette(_)) {
            self.mode = Mode::Read;
        }
    }

    /// Goes `times` open articles on or back; after the last comes the first.
    pub(super) fn go_to_open_article(&mut self, times: usize, forward: bool) -> Vec<Effect> {
        if self.settings.place_among_open.is_none_or(|place| place.of < 2) {
            let key = self.keymap().hint(super::Action::Open);
            self.say(Tone::Info, format!("no other article is open; {key} opens one"));
            return Vec::new();
        }
        if self.refuses_unsaved(OPENS_LATER) {
            return Vec::new();
        }
        vec![Effect::GoToArticle { forward, times }]
    }

    /// Asks what to open beside this article.
    pub(super) fn ask_what_to_open(&mut self, typed: &str) -> Vec<Effect> {
        self.focus = Focus::Article;
        self.mode = Mode::Prompt(Prompt::new(PromptKind::Open, typed));
        vec![Effect::FindSources(typed.to_owned())]
    }

    /// Opens what was typed.
    pub(super) fn open_beside(&mut self, typed: &str) -> Vec<Effect> {
        if typed.is_empty() {
            return Vec::new();
        }
        if self.refuses_unsaved(OPENS_LATER) {
            return Vec::new();
        }
        vec![Effect::OpenBeside(typed.to_owned())]
    }

    /// Offers `found` as completions, if what they were looked for with is still what is typed.
    pub(super) fn sources_found(&mut self, typed: &str, found: Vec<String>) {
        if let Mode::Prompt(prompt) = &mut self.mode
            && prompt.kind == PromptKind::Open
            && prompt.line.text() == typed
        {
            prompt.completions = found;
            prompt.chosen = None;
        }
    }
}
