//! The notes file of the article that is read: it is loaded, saved and watched, and beside it are
//! drafts, rescued notes and what can be undone.

use std::io;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::SystemTime;

use super::EffectRunner;
use super::drafts::DraftThread;
use crate::app::Msg;
use crate::folders;
use crate::folders::undo::KeptUndo;
use crate::folders::{Draft, Drafts, EditorFolder};
use pullquote_article::Article;
use pullquote_notes::store;
use pullquote_notes::{Notebook, SaveRequest, Saved};

impl EffectRunner {
    /// Sends the notes, the rescued ones and the drafts of the article.
    pub(super) fn load_notes(&mut self) {
        // Later, the notes of another version of the article are read, which were changed here.
        let is_first = self.places.is_some();
        self.find_notes();
        self.start_drafts();
        // The time is taken before reading, so that a change during the
        // reading is noticed.
        self.seen = Some(self.changed().unwrap_or(SystemTime::UNIX_EPOCH));
        let mut loaded = load_notes(&self.article, &self.notes);
        if let Msg::NotesLoaded(notebook) = &mut loaded {
            let before = || self.versions.snapshots.as_ref()?.first_read(&self.article);
            notebook.set_first_read(|| before().unwrap_or_else(folders::moment::now));
        }
        let changed = match &mut loaded {
            Msg::NotesLoaded(notebook) if is_first => self.restore_undo(notebook),
            _ => None,
        };
        self.to_loop.answer(loaded);
        changed.into_iter().for_each(|msg| self.to_loop.answer(msg));
        self.find_rescue();
        // A draft of a note that was rescued is no draft any more.
        if let Some(drafts) = &self.drafts {
            drafts.find();
        }
    }

    /// Keeps what can be undone for the next start, if everything is saved.
    pub fn keep_undo(&self, notebook: &Notebook) {
        if !notebook.is_dirty() && notebook.read_only().is_none() {
            // Without it, nothing is lost but the way back.
            folders::undo::keep(notebook.path(), notebook.history_text().as_deref()).ok();
        }
    }

    /// Gives a notebook that was just read what could be undone in it before; returns what to tell a person
    /// if its file was changed since.
    fn restore_undo(&self, notebook: &mut Notebook) -> Option<Msg> {
        let changed = "the notes were changed elsewhere since, so what was done before cannot be undone here";
        let restored = match folders::undo::kept(&self.notes) {
            KeptUndo::Nothing => true,
            KeptUndo::History(text) => notebook.restore_history(&text),
            KeptUndo::NotesChanged => false,
        };
        (!restored).then(|| Msg::Info(changed.to_owned()))
    }

    /// Goes on with an article that was left: its notes, in this file, are not read again unless another
    /// program changes them.
    pub fn go_on(&mut self, notes: PathBuf) {
        self.places = None;
        self.notes = notes;
        self.start_drafts();
        // What was written since it was left counts as a change.
        self.seen = Some(SystemTime::UNIX_EPOCH);
    }

    /// Finds the notes file, if that was not done yet.
    fn find_notes(&mut self) {
        if let Some(places) = self.places.take() {
            match folders::notes_file(&places, &self.article) {
                Ok(notes) => self.notes = notes,
                Err(error) => self.to_loop.answer(Msg::Failed(error.to_string())),
            }
        }
    }

    /// Starts the thread that writes drafts, if there is a folder for them.
    pub(in crate::ui) fn start_drafts(&mut self) {
        let Some(folder) = self.drafts_folder.take() else { return };
        let drafts = Drafts::of(folder, &self.notes, Arc::clone(&self.article));
        match DraftThread::start(drafts, self.to_loop.clone()) {
            Ok(thread) => self.drafts = Some(thread),
            Err(error) => {
                self.to_loop.answer(Msg::Failed(format!("notes are not stored while they are written: {error}")));
            }
        }
    }

    /// Sends the notes of the rescue file, if there is one.
    fn find_rescue(&mut self) {
        let path = store::rescue_path(&self.notes);
        let Ok(bytes) = read_rescue(&path) else { return };
        match store::load(&path) {
            Ok(rescued) => {
                self.rescued = Some(bytes);
                self.to_loop.answer(Msg::NotesRescued(Box::new(rescued)));
            }
            Err(error) => self.to_loop.answer(Msg::Failed(error.to_string())),
        }
    }

    /// Removes the rescue file, unless another reader has changed it since it
    /// was read.
    pub(super) fn remove_rescue(&mut self) {
        let path = store::rescue_path(&self.notes);
        let read = self.rescued.take();
        if read.is_some() && read_rescue(&path).ok() == read {
            // If it stays, its notes are already there at the next start.
            std::fs::remove_file(path).ok();
        }
    }

    /// Has a draft written to disk soon.
    pub fn write_draft(&self, draft: Box<Draft>) {
        if let Some(drafts) = &self.drafts {
            drafts.write(draft);
        }
    }

    /// Has a draft removed from disk.
    pub fn remove_draft(&self, key: String) {
        if let Some(drafts) = &self.drafts {
            drafts.remove(key);
        }
    }

    /// Writes a draft to disk now; returns the folder for the note in an editor. `None` if it can't be
    /// written.
    pub(super) fn editor_folder(&self, draft: &Draft) -> Option<EditorFolder> {
        self.drafts.as_ref()?.make_room(draft)
    }

    /// Waits until all drafts are on disk.
    ///
    /// # Errors
    /// If one could not be written, or there is no folder for it; a sentence.
    pub fn finish_drafts(&self) -> Result<(), String> {
        let nowhere = || Err("there is no home folder to store the note being written in".to_owned());
        self.drafts.as_ref().map_or_else(nowhere, DraftThread::finish)
    }

    /// Saves the notes on a thread; the program waits for it before it ends.
    pub(super) fn save(&mut self, request: SaveRequest) {
        self.notes = request.path.clone();
        let written = Arc::clone(&self.written);
        let work = move || {
            let saved = saved(&request);
            if let Ok(saved) = &saved {
                *written.lock().unwrap_or_else(PoisonError::into_inner) = saved.slices.clone();
            }
            Msg::Saved(saved)
        };
        self.write("saving", |sentence| Msg::Saved(Err(sentence)), work);
    }

    /// Reads the notes again if another program changed the file since they
    /// were last read; returns the message, if any.
    pub fn notes_changed_elsewhere(&mut self) -> Option<Msg> {
        let changed = self.changed();
        let known = self.seen.replace(changed?);
        if known == changed || known.is_none() || self.writing.iter().any(|thread| !thread.is_finished()) {
            return None;
        }
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if written.is_some_and(|own| std::fs::read(&self.notes).is_ok_and(|bytes| own.is(&bytes))) {
            return None;
        }
        Some(match store::load(&self.notes) {
            Ok(loaded) => Msg::NotesReread(Box::new(loaded)),
            Err(error) => Msg::Failed(error.to_string()),
        })
    }

    /// When the notes file was last changed; `None` if there is none.
    fn changed(&self) -> Option<SystemTime> {
        std::fs::metadata(&self.notes).and_then(|m| m.modified()).ok()
    }
}

/// Saves the notes; an error is a sentence.
pub(in crate::ui) fn saved(request: &SaveRequest) -> Result<Box<Saved>, String> {
    store::save(request).map(Box::new).map_err(|error| error.to_string())
}

/// Writes notes that could not be saved to a rescue file: beside the notes or,
/// if that is impossible, in the folder for temporary files. Returns its path.
///
/// # Errors
/// A sentence with the reason, if neither can be written.
pub(in crate::ui) fn rescue(request: &SaveRequest) -> Result<PathBuf, String> {
    store::rescue(request).or_else(|_| {
        let text = store::text_of(request).map_err(|error| error.to_string())?;
        let write = || -> io::Result<PathBuf> {
            let mut file = tempfile::Builder::new().prefix("pullquote-notes-").suffix(".toml").tempfile()?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.keep().map(|(_, path)| path).map_err(|error| error.error)
        };
        write().map_err(|error| format!("the folder for temporary files cannot be written either: {error}"))
    })
}

/// The bytes of a rescue file, which is as large as a notes file at most.
fn read_rescue(path: &Path) -> io::Result<Vec<u8>> {
    const LARGEST: u64 = 1_000_000_000;
    pullquote_article::files::read(path, LARGEST)
}

/// Reads the notes of an article. A file that cannot be read gives a read-only
/// notebook that says why.
#[must_use]
pub fn load_notes(article: &Article, path: &Path) -> Msg {
    let notebook = match store::load(path) {
        Ok(loaded) => Notebook::open(article, path.to_path_buf(), loaded),
        Err(error) => Notebook::unreadable(article, path.to_path_buf(), error.reason_first()),
    };
    Msg::NotesLoaded(Box::new(notebook))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::Language;
    use pullquote_notes::{NewAnnotation, Sentences};

    #[test]
    fn the_first_save_of_notes_that_were_loaded_reads_only_what_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.toml");
        let mut article = pullquote_article::ArticleBuilder::new();
        article.block(pullquote_article::BlockKind::Paragraph, "Ash fell on the quay.");
        let article = article.finish(pullquote_article::Origin {
            path: None,
            url: None,
            format: pullquote_article::Format::Text,
            sha256: String::new(),
        });
        let mut notebook = Notebook::open(&article, path.clone(), Vec::new());
        let draft = NewAnnotation { span: pullquote_article::Span::new(0, 3), ..NewAnnotation::default() };
        notebook.add(&article, Sentences::In(Language::english()), draft, store::stamp()).unwrap();
        store::save(&notebook.begin_save().unwrap()).unwrap();
        let Msg::NotesLoaded(loaded) = load_notes(&article, &path) else { panic!("no notebook came") };
        assert!(store::load(&path).unwrap().slices.is_some());
        assert_eq!(*loaded, Notebook::open(&article, path.clone(), store::load(&path).unwrap()));
    }
}
