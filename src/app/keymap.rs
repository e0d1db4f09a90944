//! The keymap: three presets, and what a person changed.

mod presets;

use std::collections::BTreeMap;

use super::action::{Action, Group, KeyMode};
use super::key::{Key, KeyError};
use crate::config::problem::did_you_mean;
use crate::config::{Entry, Place, Preset};

/// The mode in which a binding is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// While reading.
    Read,
    /// While selecting words. Keys that are not bound here are looked up in
    /// [`Context::Read`].
    Select,
    /// In the library. Keys that are not bound here are looked up in [`Context::Read`], among the
    /// actions that the library has.
    Library,
}

impl Context {
    /// The context of the keys of `action`.
    #[must_use]
    pub fn of(action: Action) -> Context {
        match action.group() {
            Group::Select => Context::Select,
            Group::Library => Context::Library,
            _ => Context::Read,
        }
    }
}

/// One or more keys pressed one after the other.
pub type Sequence = Vec<Key>;

/// What the keys pressed so far mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The keys are bound to this action.
    Bound(Action),
    /// The keys are the beginning of a longer sequence.
    Prefix,
    /// The keys begin no sequence.
    Unbound,
}

/// Why a line of `[keys]` in `config.toml` is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No action has this name.
    #[error("there is no action “{name}”{}", did_you_mean(name, Action::ALL.iter().map(|a| a.name())))]
    UnknownAction {
        /// The name as written.
        name: String,
        /// The position of the name in the file.
        place: Place,
    },
    /// No key has this name, or terminals send the same for another key.
    #[error("{error}")]
    Key {
        /// What is wrong with the key.
        error: KeyError,
        /// The position of the key in the file.
        place: Place,
    },
    /// The keys begin with a digit, which is a count.
    #[error("“{keys}” for “{action}” begins with a digit, which is a count")]
    Digit {
        /// The keys as written.
        keys: String,
        /// The name of the action that the line is for.
        action: &'static str,
        /// The position of the keys in the file.
        place: Place,
    },
    /// The keys equal, begin or continue those of another action.
    #[error("“{keys}” for “{action}” clashes with “{other_keys}”, which is bound to “{other}”")]
    Clash {
        /// The keys as written.
        keys: String,
        /// The name of the action that the line is for.
        action: &'static str,
        /// The keys that are already bound.
        other_keys: String,
        /// The name of the action of the keys that are already bound.
        other: &'static str,
        /// The position of the keys in the file.
        place: Place,
    },
}

impl KeymapError {
    /// The position in the file.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            KeymapError::UnknownAction { place, .. }
            | KeymapError::Key { place, .. }
            | KeymapError::Digit { place, .. }
            | KeymapError::Clash { place, .. } => *place,
        }
    }
}

/// A keymap: sequences of keys and the actions they are bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: BTreeMap<(Context, Sequence), Action>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::preset(Preset::Default)
    }
}

impl Keymap {
    /// The preset, without changes.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let mut bindings = BTreeMap::new();
        for (action, keys) in presets::bindings(preset) {
            for keys in keys.split_whitespace() {
                if let Ok(sequence) = parse_sequence(&joined(keys)) {
                    bindings.insert((Context::of(action), sequence), action);
                }
            }
        }
        Self { bindings }
    }

    /// The keymap `preset` with a person's changes. The keys given for an
    /// action replace those it has, and are taken from any other action.
    /// Returns the keymap and every error, in the order of the file; a line
    /// with an error changes nothing.
    #[must_use]
    pub fn with(preset: Preset, patch: &[Entry]) -> (Self, Vec<KeymapError>) {
        let mut keymap = Self::preset(preset);
        let mut errors = Vec::new();
        let mut wanted: Vec<(Action, Sequence, Place)> = Vec::new();
        for entry in patch {
            let Some(action) = Action::from_name(&entry.name) else {
                errors.push(KeymapError::UnknownAction { name: entry.name.clone(), place: entry.place });
                continue;
            };
            keymap.bindings.retain(|_, bound| *bound != action);
            for (keys, place) in &entry.values {
                match parse_sequence(keys) {
                    Ok(sequence) if begins_with_digit(&sequence) => {
                        errors.push(KeymapError::Digit { keys: keys.clone(), action: action.name(), place: *place });
                    }
                    Ok(sequence) => wanted.push((action, sequence, *place)),
                    Err(error) => errors.push(KeymapError::Key { error, place: *place }),
                }
            }
        }
        // Keys that the file itself gives away are freed first; otherwise they
        // would clash with their default action.
        for (action, sequence, _) in &wanted {
            keymap.bindings.remove(&(Context::of(*action), sequence.clone()));
        }
        for (action, sequence, place) in wanted {
            match keymap.clash(Context::of(action), &sequence) {
                Some((other_keys, other)) if other != action => errors.push(KeymapError::Clash {
                    keys: show_sequence(&sequence),
                    action: action.name(),
                    other_keys: show_sequence(&other_keys),
                    other: other.name(),
                    place,
                }),
                _ => {
                    keymap.bindings.insert((Context::of(action), sequence), action);
                }
            }
        }
        errors.sort_by_key(|error| (error.place().line, error.place().column));
        (keymap, errors)
    }

    /// A binding of the same context that `sequence` equals, begins or
    /// continues.
    fn clash(&self, context: Context, sequence: &[Key]) -> Option<(Sequence, Action)> {
        self.bindings
            .iter()
            .find(|((held, keys), _)| *held == context && (keys.starts_with(sequence) || sequence.starts_with(keys)))
            .map(|((_, keys), action)| (keys.clone(), *action))
    }

    /// What `keys` mean in `context`.
    #[must_use]
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        let here = self.lookup_in(context, keys, |_| true);
        match (here, context) {
            (Lookup::Unbound, Context::Select) => self.lookup_in(Context::Read, keys, |_| true),
            (Lookup::Unbound, Context::Library) => {
                self.lookup_in(Context::Read, keys, |action| action.modes().contains(&KeyMode::Library))
            }
            _ => here,
        }
    }

    /// What `keys` mean among the actions of `context` that are `allowed`.
    fn lookup_in(&self, context: Context, keys: &[Key], allowed: impl Fn(Action) -> bool) -> Lookup {
        if let Some(action) = self.bindings.get(&(context, keys.to_vec())).filter(|action| allowed(**action)) {
            return Lookup::Bound(*action);
        }
        let prefix = self.bindings.iter().any(|((held, bound), action)| {
            *held == context && bound.len() > keys.len() && bound.starts_with(keys) && allowed(*action)
        });
        if prefix { Lookup::Prefix } else { Lookup::Unbound }
    }

    /// The keys that may follow `keys` in `context`, as `config.toml` writes them, and their
    /// actions.
    #[must_use]
    pub fn following(&self, context: Context, keys: &[Key]) -> Vec<(String, Action)> {
        let here = |context| -> Vec<(String, Action)> {
            let bindings = self.bindings.iter();
            let longer = bindings
                .filter(|((held, bound), _)| *held == context && bound.len() > keys.len() && bound.starts_with(keys));
            longer
                .map(|((_, bound), action)| (show_sequence(bound.get(keys.len()..).unwrap_or(&[])), *action))
                .collect()
        };
        let found = here(context);
        if found.is_empty() { here(Context::Read) } else { found }
    }

    /// The keys of `action`, as `config.toml` writes them, the shortest first.
    #[must_use]
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let mut found: Vec<&Sequence> =
            self.bindings.iter().filter(|(_, bound)| **bound == action).map(|((_, keys), _)| keys).collect();
        found.sort_by_key(|keys| (keys.len(), keys.iter().filter(|k| k.typed().is_none()).count()));
        found.into_iter().map(|keys| show_sequence(keys)).collect()
    }

    /// The first of [`Self::keys_of`], for a hint; empty if the action has no
    /// key.
    #[must_use]
    pub fn hint(&self, action: Action) -> String {
        self.keys_of(action).into_iter().next().unwrap_or_default()
    }

    /// Every action with its keys, in the order of the help.
    #[must_use]
    pub fn table(&self) -> Vec<(Action, Vec<String>)> {
        Action::ALL.iter().map(|action| (*action, self.keys_of(*action))).collect()
    }
}

/// Whether `keys` begin with a digit that begins a count; a count does not begin with 0.
fn begins_with_digit(keys: &[Key]) -> bool {
    keys.first().and_then(|key| key.typed()).is_some_and(|c| matches!(c, '1'..='9'))
}

/// Reads `J`, `ctrl-d`, and sequences: `gg`, `]e`, or with spaces between the
/// keys `ctrl-w w`, `space g`.
///
/// # Errors
/// If one of the names is not that of a key.
pub fn parse_sequence(keys: &str) -> Result<Sequence, KeyError> {
    if keys.contains(' ') && keys != " " {
        return keys.split_whitespace().map(str::parse).collect();
    }
    let whole = keys.parse::<Key>();
    if whole.is_ok()
        || keys.contains('-')
        || keys.chars().count() != 2
        || matches!(whole, Err(KeyError::Ambiguous { .. }))
    {
        return whole.map(|key| vec![key]);
    }
    Ok(keys.chars().map(Key::char).collect())
}

/// Writes a sequence the way `config.toml` has it.
#[must_use]
pub fn show_sequence(keys: &[Key]) -> String {
    let plain = keys.len() <= 2 && keys.iter().all(|k| k.typed().is_some_and(|c| c != ' '));
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(if plain { "" } else { " " })
}

/// Replaces the `+` between the keys of a sequence in a preset by a space; in
/// presets, spaces separate sequences.
fn joined(keys: &str) -> String {
    match keys.split_once('+') {
        Some((first, second)) if !first.is_empty() && !second.is_empty() => format!("{first} {second}"),
        _ => keys.to_owned(),
    }
}
