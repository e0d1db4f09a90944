//! The first steps of somebody who has never used the program: six short steps beside a sample article.
//! Each is done when its key is pressed; one key leaves them all, and they never come again.

use super::action::Action;
use super::{App, Mode};

/// A step.
struct Step {
    /// What to do, with `{}` for each of the keys in their order.
    words: &'static str,
    /// The actions with these keys.
    keys: &'static [Action],
    /// The actions that do it.
    done_by: &'static [Action],
}

/// The steps.
const STEPS: [Step; 6] = [
    Step {
        words: "Open: `pullquote FILE` or `pullquote ADDRESS` opens an article without its clutter, as this invented \
                one. Move on with {} and {}.",
        keys: &[Action::Down, Action::PageDown],
        done_by: &[
            Action::Down,
            Action::Up,
            Action::PageDown,
            Action::PageUp,
            Action::HalfDown,
            Action::NextParagraph,
            Action::NextSentence,
            Action::Bottom,
            Action::ScrollDown,
        ],
    },
    Step {
        words: "Quote: {} goes to the next quote. Who says it is named below, and in the list that {} shows.",
        keys: &[Action::NextQuote, Action::Sidebar],
        done_by: &[Action::NextQuote, Action::PreviousQuote, Action::SameSpeaker],
    },
    Step {
        words: "Why: {} shows who says the quote, and by which words the program knows. {} again opens its card.",
        keys: &[Action::Activate, Action::Activate],
        done_by: &[Action::Activate, Action::Why],
    },
    Step {
        words: "Note: {} writes a note on the quote, ctrl-s keeps it; {} only highlights.",
        keys: &[Action::Note, Action::Highlight],
        done_by: &[Action::Note, Action::Highlight, Action::NoteInEditor, Action::Tags],
    },
    Step {
        words: "Export: {} writes your notes with the quotes and their source to a file.",
        keys: &[Action::Export],
        done_by: &[Action::Export],
    },
    Step {
        words: "Go on: {} shows every key, {} the library with everything you open, {} leaves.",
        keys: &[Action::Help, Action::Library, Action::Back],
        done_by: &[Action::Help],
    },
];

/// What the program is, above the first step.
const WHAT: &str = "Pullquote shows an article without the clutter, says who said what in it, and keeps what you mark. \
                    This is a sample to try it on.";

/// Where somebody is in the first steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstSteps {
    /// The index of the step.
    at: usize,
}

/// The step that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownStep {
    /// Its number and what leaves the steps.
    pub title: String,
    /// What it says, a paragraph or two.
    pub words: Vec<String>,
}

impl App {
    /// Begins the first steps.
    pub(super) fn begin_first_steps(&mut self) {
        self.first_steps = Some(FirstSteps { at: 0 });
    }

    /// The step to show; `None` if there is none, or something else is open.
    #[must_use]
    pub fn first_step(&self) -> Option<ShownStep> {
        let steps = self.first_steps.filter(|_| matches!(self.mode, Mode::Read))?;
        let step = STEPS.get(steps.at)?;
        let mut words = step.words.to_owned();
        for action in step.keys {
            words = words.replacen("{}", &self.keymap().hint(*action), 1);
        }
        let what = (steps.at == 0).then(|| WHAT.to_owned());
        let skip = self.keymap().hint(Action::Cancel);
        let title = format!("A sample · step {} of {} · {skip} skips all", steps.at + 1, STEPS.len());
        Some(ShownStep { title, words: what.into_iter().chain([words]).collect() })
    }

    /// Goes to the next step if `action` does the one that is shown; leaves the steps for good after the last
    /// one or with the key that cancels. Returns whether that key was taken.
    pub(super) fn follow_first_steps(&mut self, action: Action) -> bool {
        let Some(steps) = self.first_steps.filter(|_| self.mode == Mode::Read) else { return false };
        if action == Action::Cancel {
            self.first_steps = None;
            let help = self.keymap().hint(Action::Help);
            self.say(super::Tone::Info, format!("{help} shows every key"));
            return true;
        }
        if STEPS.get(steps.at).is_some_and(|step| step.done_by.contains(&action)) {
            let at = steps.at + 1;
            self.first_steps = (at < STEPS.len()).then_some(FirstSteps { at });
        }
        false
    }
}
