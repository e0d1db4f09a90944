//! Notes that are being written, in the popup or in `$EDITOR`, and those that were
//! being written when a reader ended.
//!
//! What is typed goes to disk as a draft. The draft is removed when the note is
//! dropped, or when it is confirmed that the note is saved.

use super::annotate::sentences;
use super::mode::{Mode, NoteDraft, Target};
use super::{Action, App, EditorFailed, Effect, Pick, Tone};
use crate::folders::Draft;
use pullquote_article::Span;
use pullquote_notes::{Anchorer, Annotation, NotebookError, Stamp};

impl App {
    /// The note that is being written, if it was changed: what has to be on disk
    /// when the program ends.
    #[must_use]
    pub fn unfinished(&self) -> Option<Draft> {
        self.open_draft().filter(|draft| draft.is_changed()).map(NoteDraft::on_disk)
    }

    /// The note in the popup, also below a question.
    fn open_draft(&self) -> Option<&NoteDraft> {
        match &self.mode {
            Mode::Edit(draft) => Some(draft),
            Mode::Confirm(confirm) => match confirm.before.as_ref() {
                Mode::Edit(draft) => Some(draft),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn open_note(&mut self) {
        if let Some(draft) = self.draft_here() {
            self.mode = Mode::Edit(draft);
        }
    }

    pub(super) fn open_editor(&mut self) -> Vec<Effect> {
        let target = self.target();
        let Some(draft) = self.draft_here() else { return Vec::new() };
        let comment = target.map_or_else(String::new, |target| self.note_comment(&draft, &target));
        let on_disk = Box::new(draft.on_disk());
        self.notes.editor = Some(draft);
        self.mode = Mode::Read;
        vec![Effect::OpenEditor { draft: on_disk, comment }]
    }

    /// Opens the newest note that was being written when a reader ended.
    pub(super) fn continue_note(&mut self) {
        if self.notes.unfinished.is_empty() {
            self.say(Tone::Info, "there is no note that was not saved");
            return;
        }
        if !self.may_change_notes() {
            return;
        }
        let Some(draft) = self.notes.unfinished.pop() else { return };
        if let Some(place) = self.place_of_draft(&draft) {
            self.put_cursor(place.start);
            self.reveal(place);
        }
        self.message = None;
        self.mode = Mode::Edit(self.continued(draft));
    }

    /// A draft for what is picked: one that was not saved, or else a new one.
    /// Shows why if there can be none.
    fn draft_here(&mut self) -> Option<NoteDraft> {
        let target = self.writable_target()?;
        if let Some(at) = self.unfinished_on(&target) {
            let draft = self.notes.unfinished.remove(at);
            return Some(self.continued(draft));
        }
        let stamp = self.stamp();
        let key = stamp.id.clone();
        let annotation = match self.annotation(&target) {
            Some(annotation) => annotation.clone(),
            None => match self.new_annotation(&target, stamp) {
                Ok(annotation) => annotation,
                Err(refused) => {
                    self.say(Tone::Error, refused.to_string());
                    return None;
                }
            },
        };
        let (text, about) = (annotation.note.clone(), self.words_of(&target));
        let serial = self.notes.serial;
        Some(NoteDraft { key, annotation, about, original: text.clone(), text, serial, stored: false })
    }

    fn new_annotation(&self, target: &Target, stamp: Stamp) -> Result<Annotation, NotebookError> {
        let sentences = sentences(self.analysis(), self.settings.language);
        Annotation::new(&self.article, sentences, self.new_on(target), stamp)
    }

    /// The popup's state for a draft that was not saved. The note is what the
    /// notes file has; a person decides whether the draft takes its place.
    fn continued(&mut self, draft: Draft) -> NoteDraft {
        self.notes.serial += 1;
        let Draft { key, annotation: written } = draft;
        let existing = self.notebook().and_then(|n| n.get(&written.id)).map(|e| e.annotation.clone());
        let text = written.note.clone();
        let annotation = existing.unwrap_or(Annotation { note: String::new(), ..written });
        let about = super::note_index::title_words(annotation.exact()).to_owned();
        let (original, serial) = (annotation.note.clone(), self.notes.serial);
        NoteDraft { key, annotation, about, text, original, serial, stored: true }
    }

    /// The index of the newest draft that was not saved and is about `target`.
    fn unfinished_on(&self, target: &Target) -> Option<usize> {
        if self.notes.unfinished.is_empty() {
            return None;
        }
        let place = self.span_of(target);
        let about_it = |draft: &Draft| match target {
            Target::Annotation(id) if draft.annotation.id == *id => true,
            _ => place.is_some() && self.is_unknown(&draft.annotation.id) && self.place_of_draft(draft) == place,
        };
        self.notes.unfinished.iter().rposition(about_it)
    }

    fn span_of(&self, target: &Target) -> Option<Span> {
        match target {
            Target::Annotation(id) => self.notebook()?.get(id)?.anchor.span(),
            Target::Quote(id) => self.analysis()?.quote(*id).map(|quote| quote.extent()),
            Target::Words(span) => Some(*span),
        }
    }

    /// Where a draft belongs in the article; `None` if its words are gone or the
    /// place is doubtful.
    fn place_of_draft(&self, draft: &Draft) -> Option<Span> {
        let known = self.notebook().and_then(|n| n.get(&draft.annotation.id));
        let found = || Anchorer::new(&self.article).anchor(&draft.annotation.selectors).span();
        known.map_or_else(found, |entry| entry.anchor.span())
    }

    fn is_unknown(&self, id: &str) -> bool {
        self.notebook().is_none_or(|notebook| notebook.get(id).is_none())
    }

    /// Whether the draft is about an annotation that another program deleted.
    fn is_deleted(&self, draft: &NoteDraft) -> bool {
        !draft.is_new() && self.is_unknown(&draft.annotation.id)
    }

    /// Whether the note that is open is one that another program deleted.
    pub(super) fn open_note_is_deleted(&self) -> bool {
        self.open_draft().is_some_and(|draft| self.is_deleted(draft))
    }

    /// Takes the note of `$EDITOR`, or the reason why there is none.
    pub(super) fn editor_returned(&mut self, result: Result<String, EditorFailed>) -> Vec<Effect> {
        let draft = self.notes.editor.take();
        let failed = match (draft, result) {
            (None, Ok(_)) => return Vec::new(),
            (Some(draft), Ok(text)) => {
                return self.commit_note(NoteDraft { text: text.trim_end().to_owned(), stored: true, ..draft });
            }
            (None, Err(failed)) => {
                self.say(Tone::Error, failed.why);
                return Vec::new();
            }
            (Some(draft), Err(failed)) => (draft, failed),
        };
        let (draft, EditorFailed { why, left }) = failed;
        self.say(Tone::Error, why);
        // The popup has what the editor left, so that it is not lost, also if the reader ends.
        if let Some(text) = left {
            self.notes.serial += 1;
            let draft = NoteDraft { text, stored: true, serial: self.notes.serial, ..draft };
            let effects = vec![Effect::WriteDraft(Box::new(draft.on_disk()))];
            self.mode = Mode::Edit(draft);
            return effects;
        }
        // A draft that was not saved is still not saved; one that was made for the editor is not needed.
        if draft.stored {
            self.notes.unfinished.push(draft.on_disk());
            return Vec::new();
        }
        vec![Effect::RemoveDraft(draft.key)]
    }

    /// Takes the text of the popup, and has it written to disk.
    pub(super) fn draft_changed(&mut self, text: String) -> Vec<Effect> {
        let Mode::Edit(draft) = &mut self.mode else { return Vec::new() };
        if draft.text == text {
            return Vec::new();
        }
        draft.text = text;
        if !draft.is_changed() {
            return draft.discard();
        }
        draft.stored = true;
        vec![Effect::WriteDraft(Box::new(draft.on_disk()))]
    }

    /// Saves the note that was written. An empty note on words without an
    /// annotation adds nothing. A note that another program deleted becomes a new
    /// one on the same words.
    pub(super) fn commit_note(&mut self, mut draft: NoteDraft) -> Vec<Effect> {
        self.mode = Mode::Read;
        let deleted = self.is_deleted(&draft);
        let wanted = if deleted { !draft.text.trim().is_empty() } else { draft.is_changed() };
        if !wanted {
            return draft.discard();
        }
        let note = draft.text.clone();
        let (now, id) = (self.now, draft.annotation.id.clone());
        let added = self.is_unknown(&id);
        let kept = if added {
            self.add_note(Annotation {
                id: draft.key.clone(),
                note,
                created: now,
                modified: now,
                ..draft.annotation.clone()
            })
        } else {
            self.with_notebook(|notebook| notebook.edit(&id, "note", now, |annotation| annotation.note = note))
        };
        match kept {
            Ok(true) => {
                self.notes.to_discard.extend(draft.stored.then(|| draft.key.clone()));
                let words = super::naming::shortened(&draft.about);
                let done =
                    if deleted { "saved as a new note, as another program had deleted it" } else { "note saved" };
                self.save(&format!("{done}: {words}"))
            }
            Ok(false) => draft.discard(),
            Err(refused) => {
                // Opens the popup again, so that nothing that was written is
                // lost.
                self.say(Tone::Error, refused.to_string());
                self.mode = Mode::Edit(draft);
                Vec::new()
            }
        }
    }

    /// Adds an annotation with a note, and picks it. If it is about a quote, the
    /// quote stays picked.
    fn add_note(&mut self, annotation: Annotation) -> Result<bool, NotebookError> {
        let (id, is_quote) = (annotation.id.clone(), annotation.quote.is_some());
        let Some(notebook) = &mut self.notes.notebook else { return Ok(false) };
        notebook.insert(&self.article, annotation)?;
        if !is_quote {
            self.pick = Some(Pick::Annotation(id));
        }
        Ok(true)
    }

    /// Closes the popup without saving the note.
    pub(super) fn drop_draft(&mut self) -> Vec<Effect> {
        match std::mem::replace(&mut self.mode, Mode::Read) {
            Mode::Edit(mut draft) => draft.discard(),
            _ => Vec::new(),
        }
    }

    /// Removes the drafts of notes that are saved by now.
    pub(super) fn discard_saved(&mut self) -> Vec<Effect> {
        self.notes.to_discard.drain(..).map(Effect::RemoveDraft).collect()
    }

    /// Takes drafts of readers that have ended, the oldest first.
    pub(super) fn drafts_found(&mut self, found: Vec<Draft>) -> Vec<Effect> {
        // The reader may have ended between saving a note and removing its draft.
        let is_saved = |draft: &Draft| {
            let notebook = self.notebook();
            let known = |id: &str| notebook.and_then(|n| n.get(id)).map(|e| e.annotation.note.as_str());
            let note = Some(draft.annotation.note.as_str());
            known(&draft.annotation.id) == note || known(&draft.key) == note
        };
        let (saved, unfinished): (Vec<Draft>, Vec<Draft>) = found.into_iter().partition(is_saved);
        self.notes.unfinished.extend(unfinished);
        self.notes.unfinished.sort_by(|a, b| a.key.cmp(&b.key));
        self.say_unfinished();
        saved.into_iter().map(|draft| Effect::RemoveDraft(draft.key)).collect()
    }

    /// Says how to continue notes that were not saved. If an error is shown, it stays after that.
    fn say_unfinished(&mut self) {
        if self.notebook().is_none_or(|notebook| notebook.read_only().is_some()) {
            return;
        }
        let key = match self.keymap().hint(Action::ContinueNote) {
            none if none.is_empty() => format!("{} on its words", self.keymap().hint(Action::Note)),
            key => key,
        };
        let text = match self.notes.unfinished.len() {
            0 => return,
            1 => format!("the note you were writing was not saved: {key} continues it"),
            count => format!("{count} notes you were writing were not saved: {key} continues the last one"),
        };
        let shown = self.message.take().filter(|message| message.tone == Tone::Error);
        self.say(Tone::Error, shown.map_or_else(|| text.clone(), |shown| format!("{text}; {}", shown.text)));
    }
}
