//! Notes: what they are made on, how they change, and when they are saved.
//!
//! Every change asks at once for a save, and says what it did only when
//! [`super::Msg::Saved`] confirms that it is on disk.

use std::collections::HashMap;

use ulid::Ulid;

use super::mode::{Mode, NoteDraft, Prompt, PromptKind, Target};
use super::{App, Effect, Pick, Tone, tag_line};
use crate::app::line::Line;
use crate::nlp::QuoteId;
use crate::notes::annotation::{Annotation, Check, QuotedSpeech};
use crate::notes::notebook::{Draft, Entry, Notebook, Refused, Saved, Stamp};
use crate::notes::store::Loaded;
use crate::text::span::Span;

/// The colour that `highlight` gives to an annotation that says more.
const COLOR: &str = "yellow";
/// Bytes of the words that a popup's title shows, at most.
const ABOUT: usize = 240;

/// The notes of the article and how they are kept.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) notebook: Option<Box<Notebook>>,
    /// By index of the quote: its check state, and how exactly the annotation
    /// fits it (the same words, or some of them).
    pub(super) checks: HashMap<usize, (Check, bool)>,
    /// What to say when the save under way is confirmed.
    done: String,
    /// Why the last save failed, until one succeeds.
    pub(super) error: Option<String>,
    /// The note that `$EDITOR` has.
    pub(super) editor: Option<NoteDraft>,
    /// Grows with every annotation and every draft.
    serial: u64,
}

impl Notes {
    /// The entries in the order of the text; none before the notes are read.
    pub(super) fn entries(&self) -> &[Entry] {
        self.notebook.as_ref().map_or(&[], |n| n.entries())
    }

    /// `annotation 2/7`.
    pub(super) fn place_words(&self, id: &str) -> String {
        let at = self.entries().iter().position(|e| e.annotation.id == id).map_or(0, |i| i + 1);
        format!("annotation {at}/{}", self.entries().len())
    }
}

impl App {
    /// The annotations that share a byte with `span`, with their places.
    pub fn annotations_in(&self, span: Span) -> impl Iterator<Item = (&Entry, Span)> {
        self.notes
            .entries()
            .iter()
            .filter_map(move |e| Some((e, e.anchor.span()?)))
            .filter(move |(_, s)| s.overlaps(span))
    }

    /// The check state of a quote; `None` where nothing is noted about it.
    #[must_use]
    pub fn check_of(&self, quote: QuoteId) -> Option<Check> {
        self.notes.checks.get(&quote.0).map(|(check, _)| *check)
    }

    pub(super) fn notes_loaded(&mut self, notebook: Box<Notebook>) {
        if let Some(why) = notebook.read_only() {
            self.say(Tone::Error, format!("notes are read-only: {why}"));
        }
        self.notes.notebook = Some(notebook);
        self.notes_changed();
        if self.message.as_ref().is_none_or(|m| m.tone == Tone::Info) {
            self.say_unsure();
        }
    }

    pub(super) fn notes_reread(&mut self, loaded: Loaded) {
        if let Some(notebook) = &mut self.notes.notebook {
            let gone = notebook.reread(&self.article, loaded);
            self.notes_changed();
            self.say_deleted_elsewhere(gone);
        }
    }

    fn say_deleted_elsewhere(&mut self, count: usize) {
        if count > 0 {
            let key = self.keymap().hint(super::Action::Undo);
            let (notes, them) = if count == 1 { ("note", "it") } else { ("notes", "them") };
            self.say(Tone::Error, format!("another program deleted {count} {notes}; {key} brings {them} back"));
        }
    }

    /// Brings up to date what is derived from the notes.
    pub(super) fn notes_changed(&mut self) {
        if let Some(Pick::Annotation(id)) = &self.pick
            && !self.notes.entries().iter().any(|e| e.annotation.id == *id)
        {
            self.pick = None;
        }
        self.note_places();
        self.list_entries();
    }

    /// Which annotation says what about which quote.
    pub(super) fn note_places(&mut self) {
        let mut checks: HashMap<usize, (Check, bool)> = HashMap::new();
        for entry in self.notes.entries() {
            let annotation = &entry.annotation;
            let Some(span) = entry.anchor.span() else { continue };
            let Some(check) = annotation.check.or(annotation.quote.as_ref().map(|_| Check::Unchecked)) else {
                continue;
            };
            for quote in self.quotes_in(span) {
                let exact = quote.extent() == span;
                let known = checks.entry(quote.id.0).or_insert((check, exact));
                if exact && !known.1 {
                    *known = (check, true);
                }
            }
        }
        self.notes.checks = checks;
    }

    /// What a note, a tag or a highlight would be put on now.
    pub(super) fn target(&self) -> Option<Target> {
        match (&self.mode, &self.pick) {
            (Mode::Select(selection), _) => {
                let span = selection.span().trimmed(self.article.text());
                (!span.is_empty()).then_some(Target::Words(span))
            }
            (Mode::Card(id), _) | (_, Some(Pick::Quote(id))) => Some(self.about_quote(*id)),
            (_, Some(Pick::Annotation(id))) => Some(Target::Annotation(id.clone())),
            (_, Some(Pick::Mention(_) | Pick::Match(_) | Pick::Cut(_))) => self.picked_span().map(Target::Words),
            (_, None) => self.sentence_here().map(Target::Words),
        }
    }

    /// The annotation about a quote, or the quote.
    fn about_quote(&self, id: QuoteId) -> Target {
        let extent = self.analysis().and_then(|a| a.quote(id)).map(|q| q.extent()).unwrap_or_default();
        match self.notebook().and_then(|n| n.about_quote(extent)) {
            Some(entry) => Target::Annotation(entry.annotation.id.clone()),
            None => Target::Quote(id),
        }
    }

    /// The words that are picked, as one span.
    #[must_use]
    pub fn picked_span(&self) -> Option<Span> {
        match self.pick.as_ref()? {
            Pick::Quote(id) => self.analysis()?.quote(*id).map(|q| q.extent()),
            Pick::Mention(i) => self.analysis()?.mentions.get(*i).map(|m| m.span),
            Pick::Annotation(id) => self.notebook()?.get(id)?.anchor.span(),
            Pick::Match(i) => self.matches().get(*i).copied(),
            Pick::Cut(cut) => {
                let back = self.article.put_back().iter().find(|back| back.index == *cut)?;
                self.article.blocks().get(back.block).map(|block| block.span)
            }
        }
    }

    fn words_of(&self, target: &Target) -> String {
        let text = self.article.text();
        let words = match target {
            Target::Annotation(id) => {
                self.notebook().and_then(|n| n.get(id)).map_or("", |e| e.annotation.exact()).to_owned()
            }
            Target::Quote(id) => self.analysis().and_then(|a| a.quote(*id)).map_or(String::new(), |q| q.words(text)),
            Target::Words(span) => span.of(text).to_owned(),
        };
        let end = crate::text::graphemes::floor_boundary(&words, ABOUT);
        words.get(..end).unwrap_or("").to_owned()
    }

    fn annotation(&self, target: &Target) -> Option<&Annotation> {
        match target {
            Target::Annotation(id) => self.notebook()?.get(id).map(|e| &e.annotation),
            Target::Quote(_) | Target::Words(_) => None,
        }
    }

    /// Whether the notes file can be changed now; else says why not.
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

    /// The target, if notes can be changed now; else says why not.
    fn writable_target(&mut self) -> Option<Target> {
        if !self.may_change_notes() {
            return None;
        }
        let target = self.target();
        if target.is_none() {
            let key = self.keymap().hint(super::Action::Activate);
            let why = match self.pick {
                Some(Pick::Cut(_)) => format!("this passage was cut; {key} puts it back"),
                _ => "there are no words to annotate here".to_owned(),
            };
            self.say(Tone::Info, why);
        }
        target
    }

    fn draft_of(&mut self) -> Option<NoteDraft> {
        let target = self.writable_target()?;
        let text = self.annotation(&target).map(|a| a.note.clone()).unwrap_or_default();
        self.notes.serial += 1;
        let about = self.words_of(&target);
        Some(NoteDraft { target, about, original: text.clone(), text, serial: self.notes.serial })
    }

    pub(super) fn open_note(&mut self) {
        if let Some(draft) = self.draft_of() {
            self.mode = Mode::Edit(draft);
        }
    }

    pub(super) fn open_editor(&mut self) -> Vec<Effect> {
        let Some(draft) = self.draft_of() else { return Vec::new() };
        let text = draft.text.clone();
        self.notes.editor = Some(draft);
        self.mode = Mode::Read;
        vec![Effect::OpenEditor(text)]
    }

    pub(super) fn editor_returned(&mut self, result: Result<String, String>) -> Vec<Effect> {
        match (self.notes.editor.take(), result) {
            (Some(draft), Ok(text)) => self.commit_note(NoteDraft { text: text.trim_end().to_owned(), ..draft }),
            (_, Err(sentence)) => {
                self.say(Tone::Error, sentence);
                Vec::new()
            }
            (None, Ok(_)) => Vec::new(),
        }
    }

    pub(super) fn draft_changed(&mut self, text: String) {
        if let Mode::Edit(draft) = &mut self.mode {
            draft.text = text;
        }
    }

    /// Saves a note that was written; an empty one on new words is none.
    pub(super) fn commit_note(&mut self, draft: NoteDraft) -> Vec<Effect> {
        self.mode = Mode::Read;
        if !draft.is_changed() {
            return Vec::new();
        }
        let note = draft.text.clone();
        let kept = match self.annotation(&draft.target) {
            Some(_) => self.change(&draft.target, "note", |a| a.note.clone_from(&note)),
            None => self.add(&draft.target, |new| new.note.clone_from(&note)),
        };
        match kept {
            Ok(true) => self.save("note saved"),
            Ok(false) => Vec::new(),
            Err(refused) => {
                // Nothing that was written is lost: the popup is open again.
                self.say(Tone::Error, refused.to_string());
                self.mode = Mode::Edit(draft);
                Vec::new()
            }
        }
    }

    pub(super) fn open_tags(&mut self) {
        let Some(target) = self.writable_target() else { return };
        let tags = self.annotation(&target).map(|a| tag_line::line(&a.tags)).unwrap_or_default();
        self.mode = Mode::Prompt(Prompt {
            kind: PromptKind::Tags(target),
            line: Line::new(&tags),
            completions: Vec::new(),
            chosen: None,
        });
        self.prompt_changed();
    }

    pub(super) fn commit_tags(&mut self, target: &Target, line: &str) -> Vec<Effect> {
        if self.annotation(target).is_some_and(|a| tag_line::line(&a.tags).trim() == line.trim()) {
            return Vec::new();
        }
        let tags = tag_line::tags(line);
        let kept = match self.annotation(target) {
            Some(_) => self.change(target, "tags", |a| a.tags.clone_from(&tags)),
            None if tags.is_empty() => Ok(false),
            None => self.add(target, |new| new.tags.clone_from(&tags)),
        };
        self.finish(kept, "tags saved")
    }

    /// Highlights the words; an annotation that is nothing but a highlight
    /// goes, one that says more gets or loses a colour.
    pub(super) fn highlight(&mut self) -> Vec<Effect> {
        let Some(target) = self.writable_target() else { return Vec::new() };
        let bare = self.annotation(&target).map(is_bare);
        let (kept, done) = match bare {
            Some(true) => return self.delete(),
            Some(false) => {
                let on = self.annotation(&target).is_some_and(|a| a.color.is_none());
                let color = |a: &mut Annotation| a.color = on.then(|| COLOR.to_owned());
                (self.change(&target, "highlight", color), if on { "highlight on" } else { "highlight off" })
            }
            None => (self.add(&target, |_| ()), "highlighted"),
        };
        self.leave_selecting();
        self.finish(kept, done)
    }

    /// The next check state of the picked quote.
    pub(super) fn cycle_check(&mut self, times: usize) -> Vec<Effect> {
        let Some(id) = self.quote() else {
            let key = self.keymap().hint(super::Action::NextQuote);
            self.say(Tone::Info, format!("no quote is selected; {key} selects the next one"));
            return Vec::new();
        };
        let Some(target) = self.writable_target() else { return Vec::new() };
        let before = self.annotation(&target).and_then(|a| a.check).unwrap_or_default();
        let check = (0..times % 4).fold(before, |check, _| check.next());
        let bare = self.annotation(&target).is_some_and(|a| is_bare(&Annotation { check: None, ..a.clone() }));
        let kept = match (&target, check) {
            // An annotation that said nothing but the state has no more to say.
            (Target::Annotation(id), Check::Unchecked) if bare => {
                let id = id.clone();
                self.with_notebook(|notebook| notebook.delete(&id).map(|()| true))
            }
            (Target::Annotation(_), _) => {
                let quote = self.speech(id);
                self.change(&target, "check", |a| {
                    a.check = Some(check);
                    a.quote = a.quote.take().or(quote);
                })
            }
            _ => self.add(&target, |new| new.check = Some(check)),
        };
        let done = format!("{} · saved", check.name());
        self.finish(kept, &done)
    }

    pub(super) fn delete(&mut self) -> Vec<Effect> {
        let Some(target) = self.writable_target() else { return Vec::new() };
        let id = match target {
            Target::Annotation(id) => Some(id),
            Target::Quote(_) => None,
            Target::Words(span) => {
                self.notebook().and_then(|n| n.at(span.start).first().map(|e| e.annotation.id.clone()))
            }
        };
        let Some(id) = id else {
            self.say(Tone::Info, "no annotation is selected");
            return Vec::new();
        };
        let kept = self.with_notebook(|notebook| notebook.delete(&id).map(|()| true));
        let done = format!("deleted; {} brings it back", self.keymap().hint(super::Action::Undo));
        self.finish(kept, &done)
    }

    pub(super) fn undo(&mut self, times: usize) -> Vec<Effect> {
        self.turn(times, "undone", "there is nothing to undo", |notebook, article| notebook.undo(article))
    }

    pub(super) fn redo(&mut self, times: usize) -> Vec<Effect> {
        self.turn(times, "done again", "there is nothing to redo", |notebook, article| notebook.redo(article))
    }

    fn turn(
        &mut self,
        times: usize,
        what: &str,
        nothing: &str,
        turn: fn(&mut Notebook, &crate::article::Article) -> Option<crate::notes::history::Step>,
    ) -> Vec<Effect> {
        let mut names = Vec::new();
        if let Some(notebook) = &mut self.notes.notebook
            && notebook.read_only().is_none()
        {
            names.extend(std::iter::from_fn(|| turn(notebook, &self.article)).take(times).map(|step| step.name));
        }
        let Some(last) = names.last() else {
            self.say(Tone::Info, nothing);
            return Vec::new();
        };
        let done = if names.len() == 1 { format!("{last} {what}") } else { format!("{} changes {what}", names.len()) };
        self.finish(Ok(true), &done)
    }

    /// Changes an annotation.
    fn change(
        &mut self,
        target: &Target,
        name: &'static str,
        edit: impl FnOnce(&mut Annotation),
    ) -> Result<bool, Refused> {
        let Target::Annotation(id) = target else { return Ok(false) };
        let now = self.now;
        self.with_notebook(|notebook| notebook.edit(id, name, now, edit))
    }

    /// Adds an annotation on `target` and picks it, unless it is about a
    /// quote, which stays picked.
    fn add(&mut self, target: &Target, fill: impl FnOnce(&mut Draft)) -> Result<bool, Refused> {
        let quote = match target {
            Target::Quote(id) => Some(*id),
            Target::Words(span) => self.quotes_in(*span).find(|q| q.extent() == *span).map(|q| q.id),
            Target::Annotation(_) => None,
        };
        let span = match target {
            Target::Words(span) => *span,
            _ => quote.and_then(|id| self.analysis()?.quote(id)).map(|q| q.extent()).unwrap_or_default(),
        };
        let mut draft = Draft { span, quote: quote.and_then(|id| self.speech(id)), ..Draft::default() };
        fill(&mut draft);
        let stamp = self.stamp();
        let sentences = self.analysis.as_ref().map_or(&[][..], |a| a.sentences.as_slice());
        let Some(notebook) = &mut self.notes.notebook else { return Ok(false) };
        let id = notebook.add(&self.article, sentences, draft, stamp)?;
        if quote.is_none() {
            self.pick = Some(Pick::Annotation(id));
        }
        Ok(true)
    }

    fn speech(&self, id: QuoteId) -> Option<QuotedSpeech> {
        let quote = self.analysis()?.quote(id)?;
        let speaker = quote.speaker.as_ref().map(|s| s.name.clone());
        Some(QuotedSpeech { speaker, kind: quote.kind.name().to_owned() })
    }

    pub(super) fn with_notebook(
        &mut self,
        act: impl FnOnce(&mut Notebook) -> Result<bool, Refused>,
    ) -> Result<bool, Refused> {
        self.notes.notebook.as_mut().map_or(Ok(false), |notebook| act(notebook))
    }

    /// An id for a new annotation: the time, and bits of the seed that no
    /// other annotation of this run has.
    fn stamp(&mut self) -> Stamp {
        self.notes.serial += 1;
        let ms = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        let random = self
            .settings
            .seed
            .wrapping_add(u128::from(self.notes.serial).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060));
        Stamp { id: Ulid::from_parts(ms, random).to_string(), now: self.now }
    }

    pub(super) fn finish(&mut self, kept: Result<bool, Refused>, done: &str) -> Vec<Effect> {
        match kept {
            Ok(true) => self.save(done),
            Ok(false) => Vec::new(),
            Err(refused) => {
                self.say(Tone::Error, refused.to_string());
                Vec::new()
            }
        }
    }

    /// Asks for a save; `done` is said when it is confirmed.
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
                if self.quitting {
                    return vec![Effect::Quit];
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
                Vec::new()
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

    /// Keeps the notes in another file from now on.
    pub(super) fn move_notes(&mut self, path: &str) -> Vec<Effect> {
        if let Some(notebook) = &mut self.notes.notebook {
            notebook.move_to(path.into());
        }
        let done = format!("notes saved in {path}");
        self.save(&done)
    }

    /// Picks an annotation and brings it on the screen.
    pub(super) fn pick_annotation(&mut self, id: &str) {
        let Some(entry) = self.notebook().and_then(|n| n.get(id)) else { return };
        let place = entry.anchor.span();
        let at = entry.at;
        self.pick = Some(Pick::Annotation(id.to_owned()));
        match place {
            Some(span) => self.reveal(span),
            None => {
                self.reveal(Span::new(at, at));
                let key = self.keymap().hint(super::Action::Review);
                self.say(Tone::Info, format!("its words are not where they stood; {key} shows where they may be"));
            }
        }
        self.sidebar.select_note(id);
    }

    /// `times` annotations on or back from the picked one, or from the top of
    /// the screen.
    pub(super) fn walk_annotations(&mut self, times: usize, on: bool) {
        let entries = self.notes.entries();
        if entries.is_empty() {
            let key = self.keymap().hint(super::Action::Note);
            self.say(Tone::Info, format!("there are no annotations yet; {key} writes one"));
            return;
        }
        let picked = match &self.pick {
            Some(Pick::Annotation(id)) => entries.iter().position(|e| e.annotation.id == *id),
            _ => None,
        };
        let target = match picked {
            Some(at) if on => at.saturating_add(times),
            Some(at) => at.saturating_sub(times),
            None => {
                let top = self.picked_span().map_or_else(|| self.top_byte(), |span| span.start);
                let at = entries.partition_point(|e| e.at < top);
                if on { at.saturating_add(times - 1) } else { at.saturating_sub(times) }
            }
        };
        let last = entries.len() - 1;
        let Some(id) = entries.get(target.min(last)).map(|e| e.annotation.id.clone()) else { return };
        if target > last {
            self.say(Tone::Info, "this is the last annotation");
        }
        self.leave_selecting();
        self.pick_annotation(&id);
    }
}

/// Whether nothing would be lost but the mark itself.
fn is_bare(annotation: &Annotation) -> bool {
    annotation.note.trim().is_empty()
        && annotation.tags.is_empty()
        && annotation.check.unwrap_or_default() == Check::Unchecked
        && annotation.color.is_none()
}
