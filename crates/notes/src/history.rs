//! Undo and redo of what was done to annotations and corrections.

use super::annotation::Annotation;
use super::correction::Correction;

/// One annotation or correction before and after a step; `None` where it did
/// not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<T = Annotation> {
    /// How it was.
    pub before: Option<T>,
    /// How it became.
    pub after: Option<T>,
}

impl<T> Change<T> {
    /// What turns it back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

impl Change {
    /// The id of the annotation that changed.
    #[must_use]
    pub fn id(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |a| &a.id)
    }
}

/// What one key did, undone as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it was, for the status line: `add`, `edit`, `delete`, `tags`,
    /// `correction`.
    pub name: &'static str,
    /// The annotations it changed.
    pub changes: Vec<Change>,
    /// The corrections it changed: where there are some, what they correct
    /// has to be worked out again.
    pub corrections: Vec<Change<Correction>>,
}

impl Step {
    /// The step that turns this one back.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            name: self.name,
            changes: self.changes.into_iter().rev().map(Change::reversed).collect(),
            corrections: self.corrections.into_iter().rev().map(Change::reversed).collect(),
        }
    }
}

/// How many steps are remembered.
const DEPTH: usize = 1000;

/// The steps done and undone, the latest last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Remembers a step; what was undone before it can't be redone any more.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        self.keep(step);
    }

    /// Makes the last two steps one, under the first one's name.
    pub fn join(&mut self) {
        if let Some(last) = self.done.pop()
            && let Some(step) = self.done.last_mut()
        {
            step.changes.extend(last.changes);
            step.corrections.extend(last.corrections);
        }
    }

    /// Takes the latest step, to be undone. Whoever undoes it gives back what
    /// really changed with [`Self::undone`].
    pub fn take_done(&mut self) -> Option<Step> {
        self.done.pop()
    }

    /// Takes the step undone last, to be done again. Whoever does it gives
    /// back what really changed with [`Self::redone`].
    pub fn take_undone(&mut self) -> Option<Step> {
        self.undone.pop()
    }

    /// A step was undone: `step` as it would be done again.
    pub fn undone(&mut self, step: Step) {
        self.undone.push(step);
    }

    /// A step was done again.
    pub fn redone(&mut self, step: Step) {
        self.keep(step);
    }

    fn keep(&mut self, step: Step) {
        if self.done.len() >= DEPTH {
            self.done.remove(0);
        }
        self.done.push(step);
    }
}
