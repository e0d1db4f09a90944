//! Making and changing annotations: tags, highlights and check states. Notes are
//! in `drafts`.

use ulid::Ulid;

use super::action::Action;
use super::mode::{Answer, Choice, Mode, Prompt, PromptKind, Target};
use super::{App, Effect, Pick, Tone, tag_line};
use pullquote_article::text::Language;
use pullquote_nlp::{Analysis, QuoteId};
use pullquote_notes::{Annotation, Check, QuotedSpeech, Sentences};
use pullquote_notes::{NewAnnotation, NotebookError, Stamp};

/// The colour that `highlight` gives to an annotation that has more than a
/// highlight.
const COLOR: &str = "yellow";

/// The check states in the order in which they are offered: key, words, state.
const CHECKS: [(char, &str, Check); 4] = [
    ('u', "unchecked", Check::Unchecked),
    ('v', "verified", Check::Verified),
    ('d', "disputed", Check::Disputed),
    ('n', "needs a source", Check::NeedsSource),
];

/// A check state in words.
fn words_of_check(check: Check) -> &'static str {
    CHECKS.iter().find(|(.., known)| *known == check).map_or("", |(_, words, _)| words)
}

impl App {
    /// What a new note would be about, if notes can be changed now; otherwise
    /// shows why not and returns `None`.
    pub(super) fn writable_target(&mut self) -> Option<Target> {
        if !self.may_change_notes() {
            return None;
        }
        let target = self.target();
        if target.is_none() {
            let key = self.keymap().hint(Action::Activate);
            let why = match self.pick {
                Some(Pick::Cut(_)) => format!("this passage was cut; {key} puts it back"),
                _ => "there are no words to annotate here".to_owned(),
            };
            self.say(Tone::Info, why);
        }
        target
    }

    pub(super) fn open_tags(&mut self) {
        let Some(target) = self.writable_target() else { return };
        let tags = self.annotation(&target).map(|a| tag_line::line(&a.tags)).unwrap_or_default();
        self.mode = Mode::Prompt(Prompt::new(PromptKind::Tags(target), &tags));
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
        let done = format!("tags saved: {}", self.named_target(target));
        self.finish(kept, &done)
    }

    /// Highlights the words. An annotation that is only a highlight is removed;
    /// one that has more gets or loses a colour.
    pub(super) fn highlight(&mut self) -> Vec<Effect> {
        let Some(target) = self.writable_target() else { return Vec::new() };
        let bare = self.annotation(&target).map(is_bare);
        let (kept, done) = match bare {
            Some(true) => return self.delete(),
            // A coloured mark and nothing else is removed like one without a colour.
            Some(false) if self.annotation(&target).is_some_and(is_highlight_alone) => return self.delete(),
            Some(false) => {
                let on = self.annotation(&target).is_some_and(|a| a.color.is_none());
                let color = |a: &mut Annotation| a.color = on.then(|| COLOR.to_owned());
                (self.change(&target, "highlight", color), if on { "highlight on" } else { "highlight off" })
            }
            None => (self.add(&target, |_| ()), "highlighted"),
        };
        self.leave_selecting();
        let done = format!("{done}: {}", self.named_target(&target));
        self.finish(kept, &done)
    }

    /// Offers the check states for the quote that keys act on; the one `times` states after its
    /// own is selected.
    pub(super) fn choose_check(&mut self, times: usize) {
        let Some(id) = self.quote_here() else {
            self.say_no_quote();
            return;
        };
        if !self.may_change_notes() {
            return;
        }
        let now = self.check_of(id).unwrap_or_default();
        let answers = CHECKS.map(|(key, label, check)| {
            let label = if check == now { format!("{label}, as it is now").into() } else { label.into() };
            Answer { key, label, choice: Choice::Check(Target::Quote(id), check) }
        });
        let at = CHECKS.iter().position(|(.., check)| *check == now).unwrap_or(0);
        let question = self.named_quote(id);
        self.offer(("Check", Action::Check), question, (answers.into(), (at + times) % CHECKS.len()));
    }

    /// Sets the check state of a quote.
    pub(super) fn set_check(&mut self, quote: &Target, check: Check) -> Vec<Effect> {
        let Some(id) = self.quote_of_target(quote) else {
            self.say_quote_is_gone();
            return Vec::new();
        };
        let target = self.about_quote(id);
        let before = self.annotation(&target).and_then(|a| a.check).unwrap_or_default();
        if before == check {
            return Vec::new();
        }
        let done = format!("{}: {}", words_of_check(check), self.named_quote(id));
        let bare = self.annotation(&target).is_some_and(|a| is_bare(&Annotation { check: None, ..a.clone() }));
        let kept = match (&target, check) {
            // An annotation that held only the check state would now be empty.
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
        self.finish(kept, &done)
    }

    /// Says that the words that a key acted on are not a quote any more.
    pub(super) fn say_quote_is_gone(&mut self) {
        self.say(Tone::Info, "these words are not a quote any more");
    }

    /// Says that there is no quote for a key to act on.
    pub(super) fn say_no_quote(&mut self) {
        let key = self.keymap().hint(Action::NextQuote);
        self.say(Tone::Info, format!("there is no quote in this sentence; {key} goes to the next one"));
    }

    pub(super) fn delete(&mut self) -> Vec<Effect> {
        let Some(target) = self.writable_target() else { return Vec::new() };
        let here = match target {
            Target::Annotation(id) => Some(id),
            Target::Quote(_) => None,
            Target::Words(span) => {
                self.annotations_in(span).min_by_key(|(_, span)| span.len()).map(|(e, _)| e.annotation.id.clone())
            }
        };
        let Some(id) = here else {
            self.say(Tone::Info, "there is no annotation on these words");
            return Vec::new();
        };
        let undo = self.keymap().hint(Action::Undo);
        let done = format!(
            "deleted the annotation on {}; {undo} brings it back",
            self.named_target(&Target::Annotation(id.clone()))
        );
        let kept = self.with_notebook(|notebook| notebook.delete(&id).map(|()| true));
        self.finish(kept, &done)
    }

    /// Changes the annotation `id` by `change`; returns whether anything
    /// changed.
    pub(super) fn change(
        &mut self,
        target: &Target,
        name: &'static str,
        edit: impl FnOnce(&mut Annotation),
    ) -> Result<bool, NotebookError> {
        let Target::Annotation(id) = target else { return Ok(false) };
        let now = self.now;
        self.with_notebook(|notebook| notebook.edit(id, name, now, edit))
    }

    /// Adds an annotation on `target` and picks it. If it is about a quote, the
    /// quote stays picked.
    pub(super) fn add(
        &mut self,
        target: &Target,
        fill: impl FnOnce(&mut NewAnnotation),
    ) -> Result<bool, NotebookError> {
        let mut draft = self.new_on(target);
        fill(&mut draft);
        let is_quote = draft.quote.is_some();
        let stamp = self.stamp();
        let sentences = sentences(self.analysis.as_deref(), self.settings.language);
        let Some(notebook) = &mut self.notes.notebook else { return Ok(false) };
        let id = notebook.add(&self.article, sentences, draft, stamp)?;
        if !is_quote {
            self.pick = Some(Pick::Annotation(id));
        }
        Ok(true)
    }

    /// A new annotation on `target` without a note; it has no words if there is an
    /// annotation already.
    pub(super) fn new_on(&self, target: &Target) -> NewAnnotation {
        let quote = match target {
            Target::Quote(id) => Some(*id),
            Target::Words(_) => self.quote_of_target(target),
            Target::Annotation(_) => None,
        };
        let span = match target {
            Target::Words(span) => *span,
            _ => quote.and_then(|id| self.analysis()?.quote(id)).map(|q| q.extent()).unwrap_or_default(),
        };
        NewAnnotation { span, quote: quote.and_then(|id| self.speech(id)), ..NewAnnotation::default() }
    }

    fn speech(&self, id: QuoteId) -> Option<QuotedSpeech> {
        let quote = self.analysis()?.quote(id)?;
        let speaker = quote.speaker.as_ref().map(|s| s.name.clone());
        Some(QuotedSpeech { speaker, kind: quote.kind.name().to_owned() })
    }

    /// An id for a new annotation: the time, and bits of the seed that no other
    /// annotation of this session has.
    pub(super) fn stamp(&mut self) -> Stamp {
        self.notes.serial += 1;
        let ms = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        let random = self
            .settings
            .seed
            .wrapping_add(u128::from(self.notes.serial).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060));
        Stamp { id: Ulid::from_parts(ms, random).to_string(), now: self.now }
    }
}

/// Whether an annotation holds nothing but its mark and its colour.
fn is_highlight_alone(annotation: &Annotation) -> bool {
    is_bare(&Annotation { color: None, ..annotation.clone() })
}

/// Whether an annotation holds nothing but its mark, so that deleting it loses
/// nothing else.
fn is_bare(annotation: &Annotation) -> bool {
    annotation.note.trim().is_empty()
        && annotation.tags.is_empty()
        && annotation.check.unwrap_or_default() == Check::Unchecked
        && annotation.color.is_none()
}

/// The sentences of the article for a note: those of the `analysis` or, before
/// there is one, the `language` to find them in.
pub(super) fn sentences<'a>(analysis: Option<&'a Analysis>, language: &'a Language) -> Sentences<'a> {
    analysis.map_or(Sentences::In(language), |analysis| Sentences::Known(&analysis.sentences))
}
