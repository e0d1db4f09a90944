//! Undo and redo of changes to annotations and corrections.

use crate::annotation::Annotation;
use crate::correction::Correction;

/// The change of one annotation or correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<T = Annotation> {
    /// The value before the change; `None` if it did not exist.
    pub before: Option<T>,
    /// The value after the change; `None` if it was deleted.
    pub after: Option<T>,
}

impl<T> Change<T> {
    /// The change that reverts this one.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

impl Change {
    /// The id of the changed annotation.
    #[must_use]
    pub fn id(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |a| &a.id)
    }
}

/// The changes of one command, which are undone together.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The name of the command for the status line: `add`, `edit`, `delete`,
    /// `tags`, `correction`.
    pub name: &'static str,
    /// The changes of annotations.
    pub changes: Vec<Change>,
    /// The changes of corrections. If there are some, everything that depends on
    /// corrections must be computed again.
    pub corrections: Vec<Change<Correction>>,
}

impl Step {
    /// The step that reverts this one.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            name: self.name,
            changes: self.changes.into_iter().rev().map(Change::reversed).collect(),
            corrections: self.corrections.into_iter().rev().map(Change::reversed).collect(),
        }
    }
}

/// The most steps that can be undone.
const DEPTH: usize = 1000;

/// The steps that can be undone and done again, the latest last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// A history of these steps that can be undone and those that can be done again, the latest last.
    #[must_use]
    pub fn of(done: Vec<Step>, undone: Vec<Step>) -> Self {
        Self { done, undone }
    }

    /// The steps that can be undone and those that can be done again, the latest last.
    #[must_use]
    pub fn steps(&self) -> (&[Step], &[Step]) {
        (&self.done, &self.undone)
    }

    /// Adds a new step; steps that were undone before it cannot be done again.
    pub fn push(&mut self, step: Step) {
        self.undone.clear();
        self.keep(step);
    }

    /// Joins the last two steps into one, with the name of the first.
    pub fn join(&mut self) {
        if let Some(last) = self.done.pop()
            && let Some(step) = self.done.last_mut()
        {
            step.changes.extend(last.changes);
            step.corrections.extend(last.corrections);
        }
    }

    /// Takes the latest step, to be undone. The caller undoes it and passes what
    /// has changed to [`Self::undone`].
    pub fn take_done(&mut self) -> Option<Step> {
        self.done.pop()
    }

    /// Takes the step that was undone last, to be done again. The caller does it
    /// and passes what has changed to [`Self::redone`].
    pub fn take_undone(&mut self) -> Option<Step> {
        self.undone.pop()
    }

    /// Adds the step that does an undone step again.
    pub fn undone(&mut self, step: Step) {
        self.undone.push(step);
    }

    /// Adds a step that was done again.
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
