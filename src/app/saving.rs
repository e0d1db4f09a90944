//! Reading and saving the notes, undo, and another file for them.
//!
//! Every change asks for a save at once. The message that it was made appears
//! only when [`super::Msg::Saved`] confirms that it is on disk.

use super::{App, Effect, Tone, naming};
use pullquote_notes::store::Loaded;
use pullquote_notes::{Notebook, NotebookError, SaveRequest, Saved};

impl App {
    pub(super) fn notes_loaded(&mut self, notebook: Box<Notebook>) {
        if let Some(why) = notebook.read_only() {
            self.say(Tone::Error, format!("notes are read-only: {why}"));
        }
        self.notes.notebook = Some(notebook);
        self.notes_changed();
        if !self.shows_error() {
            self.say_unsure();
        }
    }

    /// Takes in the notes of a rescue file, which could not be saved when the
    /// reader ended.
    pub(super) fn notes_rescued(&mut self, rescued: Loaded) -> Vec<Effect> {
        let Some(notebook) = self.notes.notebook.as_mut().filter(|n| n.read_only().is_none()) else {
            return Vec::new();
        };
        self.notes.rescued = true;
        if notebook.take_in(&self.article, rescued) {
            return self.save("notes that could not be saved last time are saved now");
        }
        self.rescue_done()
    }

    /// Removes the rescue file if everything from it is saved.
    fn rescue_done(&mut self) -> Vec<Effect> {
        let done = std::mem::take(&mut self.notes.rescued);
        done.then_some(Effect::RemoveRescue).into_iter().collect()
    }

    /// Begins a save of what is not saved yet, and returns what to write; `None`
    /// if there is nothing, or the person chose to lose it.
    pub fn unsaved(&mut self) -> Option<SaveRequest> {
        if self.notes.given_up {
            return None;
        }
        self.notes.notebook.as_mut()?.begin_save()
    }

    /// Takes in a notes file that another program changed. If the last save
    /// failed, it is tried again, as the reason may be gone.
    pub(super) fn notes_reread(&mut self, loaded: Loaded) -> Vec<Effect> {
        let Some(notebook) = &mut self.notes.notebook else { return Vec::new() };
        let gone = notebook.reread(&self.article, loaded);
        self.notes_changed();
        self.say_deleted_elsewhere(gone);
        if self.notes.error.is_none() {
            return Vec::new();
        }
        let done = std::mem::take(&mut self.notes.done);
        self.save(&done)
    }

    fn say_deleted_elsewhere(&mut self, count: usize) {
        if self.open_note_is_deleted() {
            self.say(Tone::Error, "another program deleted this note; ctrl-s saves it as a new one");
        } else if count > 0 {
            let key = self.keymap().hint(super::Action::Undo);
            let (notes, them) = if count == 1 { ("note", "it") } else { ("notes", "them") };
            self.say(Tone::Error, format!("another program deleted {count} {notes}; {key} brings {them} back"));
        }
    }

    /// Whether the notes can be changed now; if not, shows why.
    pub(super) fn may_change_notes(&mut self) -> bool {
        let why = match self.notebook() {
            None => Some("the notes are not read yet".to_owned()),
            Some(notebook) => notebook.read_only().map(|why| format!("notes are read-only: {why}")),
        };
        let may = why.is_none();
        if let Some(why) = why {
            self.say(Tone::Error, why);
        }
        may
    }

    pub(super) fn with_notebook(
        &mut self,
        act: impl FnOnce(&mut Notebook) -> Result<bool, NotebookError>,
    ) -> Result<bool, NotebookError> {
        self.notes.notebook.as_mut().map_or(Ok(false), |notebook| act(notebook))
    }

    pub(super) fn finish(&mut self, kept: Result<bool, NotebookError>, done: &str) -> Vec<Effect> {
        match kept {
            Ok(true) => self.save(done),
            Ok(false) => Vec::new(),
            Err(refused) => {
                self.say(Tone::Error, refused.to_string());
                Vec::new()
            }
        }
    }

    /// Asks for a save; the message `done` is shown when it is confirmed.
    pub(super) fn save(&mut self, done: &str) -> Vec<Effect> {
        self.notes_changed();
        done.clone_into(&mut self.notes.done);
        let snapshot = self.notes.notebook.as_mut().and_then(|n| n.begin_save());
        snapshot.map(|s| Effect::Save(Box::new(s))).into_iter().collect()
    }

    pub(super) fn saved(&mut self, result: Result<Box<Saved>, String>) -> Vec<Effect> {
        let Some(notebook) = &mut self.notes.notebook else { return Vec::new() };
        match result {
            Ok(saved) => {
                let conflicts = saved.conflicts.len();
                let gone = notebook.saved(&self.article, *saved);
                let more = notebook.begin_save();
                self.notes.error = None;
                self.notes_changed();
                if let Some(snapshot) = more {
                    return vec![Effect::Save(Box::new(snapshot))];
                }
                let mut effects = self.rescue_done();
                effects.extend(self.discard_saved());
                if self.quitting {
                    effects.push(Effect::Quit);
                    return effects;
                }
                let done = std::mem::take(&mut self.notes.done);
                if conflicts > 0 {
                    self.say(
                        Tone::Error,
                        format!("saved; {conflicts} changed here and elsewhere at once, both are kept"),
                    );
                } else if !done.is_empty() {
                    self.say(Tone::Info, done);
                }
                self.say_deleted_elsewhere(gone);
                effects
            }
            Err(sentence) => {
                notebook.save_failed();
                self.notes.error = Some(sentence.clone());
                self.say(Tone::Error, sentence);
                if self.quitting {
                    self.quitting = false;
                    self.ask_about_unsaved();
                }
                Vec::new()
            }
        }
    }

    /// Keeps the notes in the file `path` from now on.
    pub(super) fn move_notes(&mut self, path: &str) -> Vec<Effect> {
        if let Some(notebook) = &mut self.notes.notebook {
            notebook.move_to(path.into());
        }
        let done = format!("notes saved in {path}");
        self.save(&done)
    }

    pub(super) fn undo(&mut self, times: usize) -> Vec<Effect> {
        self.step_history(times, "undone", "there is nothing to undo", |notebook, article| notebook.undo(article))
    }

    pub(super) fn redo(&mut self, times: usize) -> Vec<Effect> {
        self.step_history(times, "redone", "there is nothing to redo", |notebook, article| notebook.redo(article))
    }

    /// Undoes or redoes up to `times` changes, by `step`, and scrolls to what the last one
    /// changed; `what` says which in the message, `nothing` is the message if there is no change.
    fn step_history(
        &mut self,
        times: usize,
        what: &str,
        nothing: &str,
        step: fn(&mut Notebook, &pullquote_article::Article) -> Option<pullquote_notes::Step>,
    ) -> Vec<Effect> {
        let mut steps = Vec::new();
        if let Some(notebook) = &mut self.notes.notebook
            && notebook.read_only().is_none()
        {
            steps.extend(std::iter::from_fn(|| step(notebook, &self.article)).take(times));
        }
        let Some(last) = steps.last() else {
            self.say(Tone::Info, nothing);
            return Vec::new();
        };
        let words = last.changes.first().and_then(|change| change.before.as_ref().or(change.after.as_ref()));
        let words = words.map_or_else(String::new, |changed| format!(" · {}", naming::shortened(changed.exact())));
        let changed = last.changes.first().map(|change| change.id().to_owned());
        let done = match steps.len() {
            1 => format!("{what}: {}{words}", last.name),
            count => format!("{what}: {count} changes"),
        };
        let effects = self.finish(Ok(true), &done);
        if let Some(place) = changed.and_then(|id| self.notebook()?.get(&id)?.anchor.span()) {
            self.put_cursor(place.start);
            self.reveal(place);
        }
        effects
    }
}
