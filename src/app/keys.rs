//! From keys to actions: counts, sequences, and keys that go to text fields.

use jiff::{SignedDuration, Timestamp};

use super::action::{Action, Group};
use super::key::{Key, KeyCode};
use super::keymap::{Context, Lookup, show_sequence};
use super::mode::Mode;
use super::sidebar::{Tab, TabDef};
use super::{App, Effect, Focus, Tone};

/// The largest count that can be typed.
const MOST: usize = 99_999;
/// How long a digit that also shows a tab can still become a count.
const WAIT: SignedDuration = SignedDuration::from_millis(900);

/// The keys typed so far that are not an action yet.
#[derive(Debug, Default)]
pub(super) struct PendingKeys {
    count: Option<usize>,
    keys: Vec<Key>,
    /// Set while the count is a single digit that also showed a tab: when it
    /// was typed, and what the screen showed before.
    tab: Option<(Timestamp, View)>,
}

/// The state that showing a tab changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct View {
    tab: Tab,
    focus: Focus,
    shown: bool,
}

impl PendingKeys {
    /// The keys typed so far, for the status line.
    pub(super) fn show(&self) -> String {
        let count = self.count.filter(|_| self.tab.is_none() || !self.keys.is_empty());
        count.map(|n| n.to_string()).unwrap_or_default() + &show_sequence(&self.keys)
    }
}

impl App {
    /// Handles a key, in any mode.
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        if self.message.as_ref().is_some_and(|m| m.tone == Tone::Info) {
            self.message = None;
        }
        match &self.mode {
            Mode::Prompt(_) => self.prompt_key(key),
            Mode::Filter(_) => self.filter_key(key),
            Mode::Edit(_) => self.edit_key(key),
            Mode::Confirm(_) => self.confirm_key(key),
            Mode::Review(_) => self.review_key(key),
            Mode::Read | Mode::Select(_) | Mode::Help(_) | Mode::Card(_) | Mode::Why(_) | Mode::Changes(_) => {
                self.bound_key(key)
            }
        }
    }

    /// Inserts pasted text into the open line, if there is one.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Prompt(prompt) => {
                prompt.line.insert(text);
                self.prompt_changed();
            }
            Mode::Filter(line) => {
                line.insert(text);
                self.filter_changed();
            }
            _ => {}
        }
        Vec::new()
    }

    fn bound_key(&mut self, key: Key) -> Vec<Effect> {
        if self.pending.keys.is_empty()
            && let Some(digit) = key.typed().and_then(|c| c.to_digit(10))
            && self.digit(key, digit as usize)
        {
            return Vec::new();
        }
        if key == Key::new(KeyCode::Esc) && !self.pending.keys.is_empty() {
            self.pending = PendingKeys::default();
            return Vec::new();
        }
        self.pending.keys.push(key);
        let context = if matches!(self.mode, Mode::Select(_)) { Context::Select } else { Context::Read };
        match self.settings.keymap.lookup(context, &self.pending.keys) {
            Lookup::Prefix => Vec::new(),
            Lookup::Bound(action) => {
                let count = self.count_for(action);
                self.pending = PendingKeys::default();
                if self.mode.allows(action) { self.perform(action, count) } else { Vec::new() }
            }
            Lookup::Unbound => {
                let keys = show_sequence(&self.pending.keys);
                self.pending = PendingKeys::default();
                let help = self.settings.keymap.hint(Action::Help);
                if self.message.is_none() {
                    self.say(Tone::Info, format!("“{keys}” is not bound; {help} shows every key"));
                }
                Vec::new()
            }
        }
    }

    /// Handles a digit; returns whether it was used. A digit is part of a
    /// count, or the key of a tab, or both until the next key: then the tab is
    /// shown at once, and hidden again if the digit turns out to begin a longer
    /// count. A scroll key that follows moves in the tab.
    fn digit(&mut self, key: Key, digit: usize) -> bool {
        if self.pending.tab.as_ref().is_some_and(|(since, _)| self.now.duration_since(*since) > WAIT) {
            self.pending = PendingKeys::default();
        }
        if let Some(count) = self.pending.count {
            self.pending.count = Some((count * 10 + digit).min(MOST));
            self.take_back_tab();
            return true;
        }
        match self.settings.keymap.lookup(Context::Read, &[key]) {
            Lookup::Bound(action) if TabDef::of_action(action).is_some() && self.mode == Mode::Read && digit > 0 => {
                let view = self.view();
                self.perform(action, None);
                self.pending.count = Some(digit);
                self.pending.tab = Some((self.now, view));
                true
            }
            Lookup::Bound(action) if TabDef::of_action(action).is_none() => false,
            _ if digit > 0 => {
                self.pending.count = Some(digit);
                true
            }
            _ => false,
        }
    }

    fn view(&self) -> View {
        View { tab: self.sidebar.tab(), focus: self.focus, shown: self.settings.sidebar_shown }
    }

    /// Hides the tab again that the first digit of a count has shown.
    fn take_back_tab(&mut self) {
        if let Some((_, view)) = self.pending.tab.take() {
            self.sidebar.set_tab(view.tab);
            self.focus = view.focus;
            self.settings.sidebar_shown = view.shown;
        }
    }

    fn count_for(&mut self, action: Action) -> Option<usize> {
        let count = self.pending.count?;
        match &self.pending.tab {
            Some((since, _)) if self.now.duration_since(*since) > WAIT || !action.takes_count() => None,
            // The person sees the new list and scrolls: that moves in the list,
            // without a count.
            Some((_, view)) if action.group() == Group::Scroll && self.view() != *view => None,
            _ => {
                self.take_back_tab();
                Some(count)
            }
        }
    }
}
