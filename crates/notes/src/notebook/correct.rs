//! Adding and withdrawing corrections of a notebook.

use jiff::Timestamp;

use super::Notebook;
use super::edit::whole_second;
use crate::correction::{Correction, Fix, Subject};
use crate::history::{Change, Step};
use crate::messages::NotebookError;

/// The name of a step that changes corrections, for the status line.
const STEP: &str = "correction";

impl Notebook {
    /// All corrections, one for each subject, in the order of the subjects.
    #[must_use]
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The correction about `subject`; `None` if there is none.
    #[must_use]
    pub fn correction(&self, subject: &Subject) -> Option<&Correction> {
        self.index_of(subject).ok().and_then(|at| self.corrections.get(at))
    }

    /// Adds a correction; it replaces an earlier one about the same subject.
    /// Control characters, and white space at either end, are dropped from the
    /// text that a person typed. Returns whether anything is different now.
    ///
    /// # Errors
    /// If the notebook is read-only, or the correction is empty.
    pub fn correct(&mut self, fix: Fix, now: Timestamp) -> Result<bool, NotebookError> {
        self.writable()?;
        let fix = fix.tidied().ok_or(NotebookError::Blank)?;
        let subject = fix.subject();
        let before = self.correction(&subject).cloned();
        if before.as_ref().is_some_and(|before| before.fix == fix) {
            return Ok(false);
        }
        let created = before.iter().map(|before| before.created).fold(whole_second(now), Timestamp::max);
        self.change_correction(subject, before, Some(Correction { created, fix }));
        Ok(true)
    }

    /// Joins the last two steps of the history into one: a correction, and the
    /// change of an annotation that belongs to it.
    pub fn join_changes(&mut self) {
        self.history.join();
    }

    /// Removes the correction about `subject`. Returns whether there was one.
    ///
    /// # Errors
    /// If the notebook is read-only.
    pub fn withdraw(&mut self, subject: &Subject) -> Result<bool, NotebookError> {
        self.writable()?;
        let Some(before) = self.correction(subject).cloned() else { return Ok(false) };
        self.change_correction(subject.clone(), Some(before), None);
        Ok(true)
    }

    /// Replaces `before`, the correction about `subject`, by `after`, as one step.
    fn change_correction(&mut self, subject: Subject, before: Option<Correction>, after: Option<Correction>) {
        self.put_correction(&subject, after.clone());
        self.changes += 1;
        let corrections = vec![Change { before, after }];
        self.history.push(Step { name: STEP, changes: Vec::new(), corrections });
    }

    /// Reverts each change and returns the changes that do it again. A
    /// correction that was changed elsewhere since then is kept.
    pub(super) fn revert_corrections(&mut self, changes: &[Change<Correction>]) -> Vec<Change<Correction>> {
        let mut again = Vec::with_capacity(changes.len());
        for change in changes.iter().rev() {
            let Some(subject) = change.after.as_ref().or(change.before.as_ref()).map(Correction::subject) else {
                continue;
            };
            let current = self.correction(&subject).cloned();
            let wanted = if current == change.after { change.before.clone() } else { current.clone() };
            self.put_correction(&subject, wanted.clone());
            again.push(Change { before: wanted, after: current });
        }
        again
    }

    /// Sets or removes the correction about `subject`.
    pub(super) fn put_correction(&mut self, subject: &Subject, correction: Option<Correction>) {
        match (self.index_of(subject), correction) {
            (Ok(at), None) => {
                self.corrections.remove(at);
            }
            (Ok(at), Some(correction)) => {
                if let Some(place) = self.corrections.get_mut(at) {
                    *place = correction;
                }
            }
            (Err(at), Some(correction)) => self.corrections.insert(at, correction),
            (Err(_), None) => {}
        }
    }

    /// The index of the correction about `subject`, or the index at which it
    /// would be inserted.
    fn index_of(&self, subject: &Subject) -> Result<usize, usize> {
        self.corrections.binary_search_by(|c| c.subject().cmp(subject))
    }
}
