//! From keys to actions: counts, sequences, and keys that go to text fields.

use super::action::Action;
use super::key::{Key, KeyCode};
use super::keymap::{Context, Keymap, Lookup, show_sequence};
use super::mode::Mode;
use super::{App, Effect, Tone};

/// The largest count that can be typed.
const MOST: usize = 99_999;
/// The keys typed so far that are not an action yet.
#[derive(Debug, Default)]
pub(super) struct PendingKeys {
    count: Option<usize>,
    keys: Vec<Key>,
}

/// What a key means after those typed before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pressed {
    /// It begins or continues a count or a sequence, or leaves it.
    Nothing,
    /// This action, with the count that was typed.
    Action(Action, Option<usize>),
    /// These keys are bound to nothing.
    Unbound(String),
}

impl PendingKeys {
    /// The keys typed so far, for the status line.
    pub(super) fn show(&self) -> String {
        self.count.map(|n| n.to_string()).unwrap_or_default() + &show_sequence(&self.keys)
    }

    /// Takes the next key.
    pub(super) fn press(&mut self, key: Key, keymap: &Keymap, context: Context) -> Pressed {
        if self.keys.is_empty()
            && let Some(digit) = key.typed().and_then(|c| c.to_digit(10))
            && self.digit(digit as usize)
        {
            return Pressed::Nothing;
        }
        if key == Key::new(KeyCode::Esc) && !self.keys.is_empty() {
            *self = Self::default();
            return Pressed::Nothing;
        }
        self.keys.push(key);
        let lookup = keymap.lookup(context, &self.keys);
        if lookup == Lookup::Prefix {
            return Pressed::Nothing;
        }
        let typed = std::mem::take(self);
        match lookup {
            Lookup::Bound(action) => Pressed::Action(action, typed.count),
            _ => Pressed::Unbound(show_sequence(&typed.keys)),
        }
    }

    /// Takes a digit as part of a count; returns whether it is one. A count does not begin
    /// with 0.
    fn digit(&mut self, digit: usize) -> bool {
        if self.count.is_none() && digit == 0 {
            return false;
        }
        self.count = Some((self.count.unwrap_or(0) * 10 + digit).min(MOST));
        true
    }
}

impl App {
    /// Handles a key, in any mode.
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        if self.message.as_ref().is_some_and(|m| m.tone == Tone::Info) {
            self.message = None;
        }
        if self.scrolling_key(key) {
            return Vec::new();
        }
        match &self.mode {
            Mode::Prompt(_) => self.prompt_key(key),
            Mode::Filter(_) => self.filter_key(key),
            Mode::Palette(_) => self.palette_key(key),
            Mode::Edit(_) => self.edit_key(key),
            Mode::Confirm(_) => self.confirm_key(key),
            Mode::Review(_) => self.review_key(key),
            Mode::Hints(_) => self.hint_key(key),
            Mode::Help(_) => self.help_key(key),
            Mode::Read
            | Mode::Select(_)
            | Mode::Card(_)
            | Mode::Why(_)
            | Mode::Changes(_)
            | Mode::Page(_)
            | Mode::Picture(_) => self.bound_key(key),
        }
    }

    /// Inserts pasted text into the open line, if there is one.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Prompt(prompt) => {
                prompt.line.insert(text);
                self.prompt_changed();
                return self.look_for_sources();
            }
            Mode::Filter(line) => {
                line.insert(text);
                self.filter_changed();
            }
            Mode::Palette(_) => self.palette_paste(text),
            Mode::Help(help) => {
                help.line.insert(text);
                help.top = 0;
            }
            _ => {}
        }
        Vec::new()
    }

    pub(super) fn bound_key(&mut self, key: Key) -> Vec<Effect> {
        if let Some(action) = self.jumps.waits.take() {
            self.mark_key(action, key);
            return Vec::new();
        }
        let context = self.key_context();
        match self.pending.press(key, &self.settings.keymap, context) {
            Pressed::Nothing => Vec::new(),
            Pressed::Action(action, count) => self.perform_anywhere(action, count),
            Pressed::Unbound(keys) => {
                let help = self.settings.keymap.hint(Action::Help);
                if self.message.is_none() {
                    self.say(Tone::Info, format!("“{keys}” is not bound; {help} shows every key"));
                }
                Vec::new()
            }
        }
    }

    /// The context in which keys are looked up.
    fn key_context(&self) -> Context {
        if matches!(self.mode, Mode::Select(_)) { Context::Select } else { Context::Read }
    }

    /// The keys that may follow those typed so far, each with what it does; empty if none are
    /// waited for.
    #[must_use]
    pub fn following_keys(&self) -> Vec<(String, &'static str)> {
        if self.pending.keys.is_empty() || !self.mode.takes_actions() {
            return Vec::new();
        }
        let following = self.settings.keymap.following(self.key_context(), &self.pending.keys);
        following.into_iter().map(|(keys, action)| (keys, action.help())).collect()
    }

    /// Does `action`. A card, a page or a strip that has no use for it is closed first.
    pub(super) fn perform_anywhere(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if matches!(self.mode, Mode::Picture(_)) {
            return self.picture_action(action, count);
        }
        if !self.mode.allows(action) {
            if !matches!(self.mode, Mode::Card(_) | Mode::Why(_) | Mode::Help(_) | Mode::Changes(_) | Mode::Page(_)) {
                return Vec::new();
            }
            self.mode = Mode::Read;
        }
        self.perform(action, count)
    }
}
