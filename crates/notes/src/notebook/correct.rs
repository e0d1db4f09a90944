//! What a notebook does with corrections.

use jiff::Timestamp;

use super::{Change, Correction, Notebook, Refused, Step, whole_second};
use crate::correction::{Matter, Subject};

/// The name of every step here, for the status line.
const STEP: &str = "correction";

impl Notebook {
    /// Every correction, one a subject, in the order of the subjects.
    #[must_use]
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The correction about `subject`.
    #[must_use]
    pub fn correction(&self, subject: &Subject) -> Option<&Correction> {
        self.place_of(subject).ok().and_then(|at| self.corrections.get(at))
    }

    /// Keeps a correction, in the place of an earlier one about the same.
    /// Control characters and outer white space are dropped from what a
    /// person typed. Returns whether anything came out different.
    ///
    /// # Errors
    /// If the notebook is read-only, or the correction says nothing.
    pub fn correct(&mut self, matter: Matter, now: Timestamp) -> Result<bool, Refused> {
        self.writable()?;
        let matter = matter.tidied().ok_or(Refused::Blank)?;
        let subject = matter.subject();
        let before = self.correction(&subject).cloned();
        if before.as_ref().is_some_and(|before| before.matter == matter) {
            return Ok(false);
        }
        let created = before.iter().map(|before| before.created).fold(whole_second(now), Timestamp::max);
        self.change_correction(subject, before, Some(Correction { created, matter }));
        Ok(true)
    }

    /// Makes the last two changes one, that is undone and done again as one:
    /// a correction, and the annotation that says the same.
    pub fn join_changes(&mut self) {
        self.history.join();
    }

    /// Takes a correction back: the article is read as if it had not been
    /// made. Returns whether there was one about `subject`.
    ///
    /// # Errors
    /// If the notebook is read-only.
    pub fn withdraw(&mut self, subject: &Subject) -> Result<bool, Refused> {
        self.writable()?;
        let Some(before) = self.correction(subject).cloned() else { return Ok(false) };
        self.change_correction(subject.clone(), Some(before), None);
        Ok(true)
    }

    fn change_correction(&mut self, subject: Subject, before: Option<Correction>, after: Option<Correction>) {
        self.put_correction(&subject, after.clone());
        self.revision += 1;
        let corrections = vec![Change { before, after }];
        self.history.push(Step { name: STEP, changes: Vec::new(), corrections });
    }

    /// Turns each change back, and returns the changes that do it again. A
    /// correction that is not as the change left it was made elsewhere since,
    /// and stays.
    pub(super) fn turn_corrections_back(&mut self, changes: &[Change<Correction>]) -> Vec<Change<Correction>> {
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

    pub(super) fn put_correction(&mut self, subject: &Subject, correction: Option<Correction>) {
        match (self.place_of(subject), correction) {
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

    /// Where the correction about `subject` is, or else would be.
    fn place_of(&self, subject: &Subject) -> Result<usize, usize> {
        self.corrections.binary_search_by(|c| c.subject().cmp(subject))
    }
}
