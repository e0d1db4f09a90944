//! The review of notes that moved or lost their words, one after the other: the
//! words as they were annotated, beside a place where they may be now.
//!
//! Every decision takes a key and can be undone. A note that is left undecided
//! stays marked and is asked about again.

use super::annotate::sentences;
use super::key::{Key, KeyCode};
use super::mode::{Mode, ReviewView};
use super::naming::shortened;
use super::popup_page::{Page, PageLayout, StyledLine, StyledText, TextKind, compared, flow, line, styled};
use super::{Action, App, Effect, Pick, Tone};
use pullquote_article::Span;
use pullquote_article::text::graphemes::{ceil_boundary, floor_boundary};
use pullquote_notes::PlacedAnnotation;
use pullquote_notes::{Anchor, Selector};

/// How many bytes of the article are shown before and after the words.
const AROUND: usize = 120;

impl App {
    /// The notes that need a decision, in the order of the text.
    fn queue(&self) -> impl Iterator<Item = &PlacedAnnotation> {
        self.notebook().into_iter().flat_map(|notebook| notebook.entries().iter().filter(|e| notebook.is_unsure(e)))
    }

    /// Shows a message with the number of notes that need a decision and the
    /// key that opens the review; nothing if there are none.
    pub(super) fn say_unsure(&mut self) {
        let Some(unsure) = self.notebook().map(|n| n.unsure()).filter(|u| !u.is_none()) else { return };
        let key = self.keymap().hint(Action::Review);
        self.say(Tone::Info, format!("{unsure}: {key} shows them"));
    }

    /// Opens the review at the note `id` or else, in this order, at the picked
    /// note or the first one that needs a decision.
    pub(super) fn open_review(&mut self, id: Option<&str>) {
        let picked = match &self.pick {
            Some(Pick::Annotation(picked)) => Some(picked.as_str()),
            _ => None,
        };
        let wanted = id.or(picked);
        let is_wanted = |e: &&PlacedAnnotation| Some(e.annotation.id.as_str()) == wanted;
        let asked = id.and_then(|id| self.notebook()?.get(id)).filter(|e| self.is_reviewable(&e.annotation.id));
        let found = asked.or_else(|| self.queue().find(is_wanted)).or_else(|| self.queue().next());
        match found.map(|e| e.annotation.id.clone()) {
            Some(id) => self.mode = Mode::Review(ReviewView { id, place: 0, top: 0 }),
            None if self.notebook().is_none() => self.say(Tone::Info, "the notes are not read yet"),
            None => self.say(Tone::Info, "every note is in its place, or was kept without one"),
        }
    }

    fn is_unsure(&self, id: &str) -> bool {
        self.queue().any(|e| e.annotation.id == id)
    }

    /// Whether the review has something to show about this annotation; true
    /// also for one that was kept without a place.
    pub(super) fn is_reviewable(&self, id: &str) -> bool {
        let entry = self.notebook().and_then(|notebook| notebook.get(id));
        entry.is_some_and(|e| !matches!(e.anchor, Anchor::Exact(_)) && !e.annotation.is_on_whole())
    }

    /// Handles a key in the review.
    pub(super) fn review_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Review(review) = &self.mode else { return Vec::new() };
        let review = review.clone();
        match (key.code, key.ctrl) {
            (KeyCode::Esc | KeyCode::Char('q'), false) => self.close_review(&review.id),
            (KeyCode::Enter | KeyCode::Char('y'), false) => return self.accept(&review),
            (KeyCode::Char('x'), false) => return self.refuse_place(&review, false),
            (KeyCode::Char('o'), false) => return self.refuse_place(&review, true),
            (KeyCode::Char('v'), false) => self.point_at_place(&review),
            (KeyCode::Char('A'), false) => return self.accept_all(),
            (KeyCode::Char('u'), false) => return self.undo_or_redo(App::undo),
            (KeyCode::Char('r'), true) => return self.undo_or_redo(App::redo),
            (KeyCode::Tab, _) if key.shift => self.other_place(&review, false),
            (KeyCode::Tab, _) => self.other_place(&review, true),
            (KeyCode::Char('n' | 'j') | KeyCode::Down | KeyCode::Right, false) => self.other_note(&review.id, true),
            (KeyCode::Char('p' | 'k') | KeyCode::Up | KeyCode::Left, false) => self.other_note(&review.id, false),
            (KeyCode::Char(' ') | KeyCode::PageDown, _) => _ = self.page_action(Action::HalfDown, 1),
            (KeyCode::Char('b') | KeyCode::PageUp, _) => _ = self.page_action(Action::HalfUp, 1),
            (KeyCode::Char('c'), true) => return self.quit(),
            _ => {}
        }
        Vec::new()
    }

    fn close_review(&mut self, id: &str) {
        self.mode = Mode::Read;
        if self.notebook().is_some_and(|n| n.get(id).is_some()) {
            self.pick_annotation(id);
        }
        self.message = None;
    }

    /// The span that the review shows for a note.
    fn place_shown(&self, review: &ReviewView) -> Option<Span> {
        let places = places(&self.notebook()?.get(&review.id)?.anchor);
        places.get(review.place.min(places.len().saturating_sub(1))).copied()
    }

    fn accept(&mut self, review: &ReviewView) -> Vec<Effect> {
        let Some(span) = self.place_shown(review) else { return self.refuse_place(review, true) };
        let (next, now) = (self.after(&review.id), self.now);
        let sentences = sentences(self.analysis.as_deref(), self.settings.language);
        let Some(notebook) = &mut self.notes.notebook else { return Vec::new() };
        let kept = notebook.confirm(&self.article, sentences, &review.id, span, now);
        self.decided(kept, next, "confirmed: the note belongs here")
    }

    /// Lets the person select the words where the note belongs, beginning with the place that is
    /// shown, or with the sentence where the note was.
    fn point_at_place(&mut self, review: &ReviewView) {
        let Some(at) = self.notebook().and_then(|notebook| notebook.get(&review.id)).map(|entry| entry.at) else {
            return;
        };
        let Some(words) = self.place_shown(review).or_else(|| self.sentence_at(at)) else {
            self.say(Tone::Info, "there are no words to select");
            return;
        };
        self.select(words);
        self.placing = Some(review.id.clone());
    }

    /// Takes the selected words as the place of the note for which they were selected.
    pub(super) fn take_place(&mut self, id: &str) -> Vec<Effect> {
        let Mode::Select(selection) = self.mode else { return Vec::new() };
        let (next, now) = (self.after(id), self.now);
        let sentences = sentences(self.analysis.as_deref(), self.settings.language);
        let Some(notebook) = &mut self.notes.notebook else { return Vec::new() };
        let span = selection.span().trimmed(self.article.text());
        let kept = notebook.confirm(&self.article, sentences, id, span, now);
        let done = format!("the note belongs to {}", shortened(span.of(self.article.text())));
        self.decided(kept, next, &done)
    }

    /// Confirms all notes that moved and have exactly the same words at the new
    /// place.
    fn accept_all(&mut self) -> Vec<Effect> {
        let text = self.article.text();
        let same: Vec<(String, Span)> = self
            .queue()
            .filter_map(|e| match e.anchor {
                Anchor::Moved(span, _) if e.annotation.selectors.iter().any(|s| s.exact == span.of(text)) => {
                    Some((e.annotation.id.clone(), span))
                }
                _ => None,
            })
            .collect();
        let Mode::Review(review) = &self.mode else { return Vec::new() };
        let (review, now, count) = (review.clone(), self.now, same.len());
        let sentences = sentences(self.analysis.as_deref(), self.settings.language);
        let Some(notebook) = &mut self.notes.notebook else { return Vec::new() };
        let kept = notebook.confirm_all(&self.article, sentences, &same, now);
        if count == 0 {
            self.say(Tone::Info, "no note has moved with all of its words");
            return Vec::new();
        }
        let next = self.queue().next().map(|e| e.annotation.id.clone());
        let next = if self.is_unsure(&review.id) { Some(review.id) } else { next };
        self.decided(kept, next, &format!("{count} confirmed"))
    }

    /// Refuses the place that is shown or, with `all`, every place.
    fn refuse_place(&mut self, review: &ReviewView, all: bool) -> Vec<Effect> {
        let places = self.notebook().and_then(|n| n.get(&review.id)).map(|e| places(&e.anchor)).unwrap_or_default();
        let shown = self.place_shown(review);
        let orphan = places.is_empty();
        let spans: Vec<Span> = places.into_iter().filter(|span| all || Some(*span) == shown).collect();
        if orphan && !self.is_unsure(&review.id) {
            self.say(Tone::Info, "it was kept without a place before; u undoes the last change");
            return Vec::new();
        }
        let all = all || orphan;
        let (next, now) = (self.after(&review.id), self.now);
        let kept = self.refused(&review.id, &spans, all, now);
        // If another place can be offered now, the note stays in the review.
        let left = self.is_unsure(&review.id);
        let next = if left && !all { Some(review.id.clone()) } else { next };
        let done = match (all, left) {
            (true, _) => "kept without a place: it stays listed, and is exported with its sentence",
            (false, true) => "refused: not here",
            (false, false) => "refused: not here; kept without a place",
        };
        self.decided(kept, next, done)
    }

    fn refused(
        &mut self,
        id: &str,
        spans: &[Span],
        all: bool,
        now: jiff::Timestamp,
    ) -> Result<bool, pullquote_notes::NotebookError> {
        let Some(notebook) = &mut self.notes.notebook else { return Ok(false) };
        if all {
            notebook.keep_without_place(&self.article, id, now)
        } else {
            notebook.refuse(&self.article, id, spans, now)
        }
    }

    /// Saves a decision, shows the message `done`, and goes to the note `next`,
    /// or back to reading if none is left.
    fn decided(
        &mut self,
        kept: Result<bool, pullquote_notes::NotebookError>,
        next: Option<String>,
        done: &str,
    ) -> Vec<Effect> {
        let effects = self.finish(kept, done);
        self.review_next(next);
        effects
    }

    fn review_next(&mut self, next: Option<String>) {
        let next =
            next.filter(|id| self.is_unsure(id)).or_else(|| self.queue().next().map(|e| e.annotation.id.clone()));
        self.mode = match next {
            Some(id) => Mode::Review(ReviewView { id, place: 0, top: 0 }),
            _ => Mode::Read,
        };
    }

    fn undo_or_redo(&mut self, turn: fn(&mut App, usize) -> Vec<Effect>) -> Vec<Effect> {
        let before = self.queue().map(|e| e.annotation.clone()).collect::<Vec<_>>();
        let effects = turn(self, 1);
        // Shows the note that was changed by the undo or redo.
        let turned = self.queue().find(|e| !before.contains(&e.annotation)).map(|e| e.annotation.id.clone());
        let Mode::Review(review) = &self.mode else { return effects };
        let shown = turned.unwrap_or_else(|| review.id.clone());
        self.review_next(Some(shown));
        effects
    }

    /// The id of the note after `id` in the review.
    fn after(&self, id: &str) -> Option<String> {
        let mut after = self.queue().skip_while(|e| e.annotation.id != id).skip(1);
        after.next().map(|e| e.annotation.id.clone())
    }

    fn other_note(&mut self, id: &str, on: bool) {
        let ids: Vec<String> = self.queue().map(|e| e.annotation.id.clone()).collect();
        let at = ids.iter().position(|known| known == id).unwrap_or(0);
        let to = if on { at + 1 } else { at.saturating_sub(1) };
        match ids.get(to) {
            Some(other) if to != at => self.mode = Mode::Review(ReviewView { id: other.clone(), place: 0, top: 0 }),
            _ => self.say(Tone::Info, if on { "this is the last of them" } else { "this is the first of them" }),
        }
    }

    fn other_place(&mut self, review: &ReviewView, on: bool) {
        let count = self.notebook().and_then(|n| n.get(&review.id)).map_or(0, |e| places(&e.anchor).len());
        if count < 2 {
            self.say(Tone::Info, "there is no other place");
            return;
        }
        let place = if on { (review.place + 1) % count } else { (review.place + count - 1) % count };
        self.mode = Mode::Review(ReviewView { place, top: 0, ..review.clone() });
    }

    /// The page of the review, wrapped for the size of the screen.
    pub(super) fn review_page(&self, review: &ReviewView) -> Option<Page> {
        let entry = self.notebook()?.get(&review.id)?;
        let layout = PageLayout::of(self.size, true);
        let stored = entry.annotation.target()?;
        let here = self.place_shown(review);
        let (was, is) = self.side_by_side(stored, here);
        let cells = layout.cells;
        let mut left = line(TextKind::Heading, "As it was noted", cells);
        left.extend(flow("", &was, cells));
        let same = here.is_some_and(|span| span.of(self.article.text()) == stored.exact);
        let mut right = line(TextKind::Heading, &heading(&entry.anchor, review.place, same), cells);
        if !same && here.is_some() {
            right.extend(line(TextKind::Quiet, &survivors(&was), cells));
        }
        match here {
            Some(_) => right.extend(flow("", &is, cells)),
            None => right.extend(line(TextKind::Quiet, GONE, cells)),
        }
        let note = note_lines(entry, cells);
        let columns = if layout.columns == 2 {
            left.extend(note);
            vec![left, right]
        } else {
            left.push(Vec::new());
            left.extend(right);
            left.extend(note);
            vec![left]
        };
        let at = self.queue().position(|e| e.annotation.id == review.id);
        let title = match at {
            Some(at) => format!("Note {} of {} · {}", at + 1, self.queue().count(), state(&entry.anchor)),
            None => format!("A note that was kept {}", state(&entry.anchor)),
        };
        Some(layout.page(title, hints(&entry.anchor, at.is_some()), columns, review.top))
    }

    /// The words as they were annotated and as they are at `here`, each with
    /// its context.
    fn side_by_side(&self, stored: &Selector, here: Option<Span>) -> (Vec<StyledText>, Vec<StyledText>) {
        let text = self.article.text();
        let (was, is) = match here {
            Some(span) => compared(&stored.exact, span.of(text)),
            None => (vec![styled(TextKind::Plain, stored.exact.as_str())], Vec::new()),
        };
        let framed = |before: &str, words: Vec<StyledText>, after: &str| {
            let mut pieces = vec![styled(TextKind::Quiet, before)];
            pieces.extend(words);
            pieces.push(styled(TextKind::Quiet, after));
            pieces
        };
        let dots = |text: &str| if text.is_empty() { String::new() } else { "… ".to_owned() };
        let stored_before = format!("{}{}", dots(&stored.prefix), stored.prefix);
        let stored_after = format!("{}{}", stored.suffix, dots(&stored.suffix).trim_end().replace('…', " …"));
        let was = framed(&stored_before, was, &stored_after);
        let Some(span) = here else { return (was, is) };
        let from = ceil_boundary(text, span.start.saturating_sub(AROUND));
        let to = floor_boundary(text, span.end.saturating_add(AROUND));
        let before = text.get(from..span.start).unwrap_or("");
        let after = text.get(span.end..to).unwrap_or("");
        // Drops the pieces of words at the outer ends of the context.
        let before =
            if from > 0 { before.split_once(char::is_whitespace).map_or("", |(_, rest)| rest) } else { before };
        let after =
            if to < text.len() { after.rsplit_once(char::is_whitespace).map_or("", |(rest, _)| rest) } else { after };
        let before = format!("{}{before}", if from > 0 { "… " } else { "" });
        let after = format!("{after}{}", if to < text.len() { " …" } else { "" });
        (was, framed(&before, is, &after))
    }
}

/// What is shown when there is no place to show.
const GONE: &str = "Neither these words nor similar ones are in the article. The note is kept, listed and \
                    exported with its sentence.";

fn places(anchor: &Anchor) -> Vec<Span> {
    match anchor {
        Anchor::Exact(span) | Anchor::Moved(span, _) => vec![*span],
        Anchor::Review(spans) => spans.clone(),
        Anchor::Orphan => Vec::new(),
    }
}

/// The state of a note's anchor, in a word or two.
pub(super) fn state(anchor: &Anchor) -> &'static str {
    match anchor {
        Anchor::Exact(_) => "in its place",
        Anchor::Moved(..) => "moved",
        Anchor::Review(_) => "to review",
        Anchor::Orphan => "without a place",
    }
}

fn heading(anchor: &Anchor, place: usize, same: bool) -> String {
    match anchor {
        Anchor::Moved(..) if same => "Here now · the same words".to_owned(),
        Anchor::Exact(_) => "Here now".to_owned(),
        Anchor::Moved(_, score) => format!("Here now · {:.0} % alike", score * 100.0),
        Anchor::Review(spans) if spans.len() == 1 => "Perhaps here".to_owned(),
        Anchor::Review(spans) => format!("Perhaps here · place {} of {}", place.min(spans.len() - 1) + 1, spans.len()),
        Anchor::Orphan => "No place here".to_owned(),
    }
}

/// How many of the words that were noted are still there. `was` is what was noted, compared with
/// what is there now.
fn survivors(was: &[StyledText]) -> String {
    let count = |kinds: &[TextKind]| -> usize {
        was.iter().filter(|part| kinds.contains(&part.kind)).map(|part| part.text.split_whitespace().count()).sum()
    };
    let (same, all) = (count(&[TextKind::Plain]), count(&[TextKind::Plain, TextKind::Cut]));
    format!("{same} of the {all} words are still there")
}

fn note_lines(entry: &PlacedAnnotation, cells: usize) -> Vec<StyledLine> {
    let annotation = &entry.annotation;
    let mut lines = Vec::new();
    let tags: Vec<String> = annotation.tags.iter().map(|tag| format!("#{tag}")).collect();
    let sentence = annotation.target().map_or("", |s| s.sentence.as_str());
    let around = matches!(entry.anchor, Anchor::Orphan) && !sentence.is_empty() && sentence != annotation.exact();
    let texts = [
        (TextKind::Quiet, if around { format!("Its sentence: {sentence}") } else { String::new() }),
        (TextKind::Note, annotation.note.clone()),
        (TextKind::Quiet, tags.join(" ")),
    ];
    for (kind, text) in texts.iter().filter(|(_, text)| !text.trim().is_empty()) {
        lines.push(Vec::new());
        for paragraph in text.lines() {
            lines.extend(line(*kind, paragraph, cells));
        }
    }
    lines
}

fn hints(anchor: &Anchor, open: bool) -> Vec<(String, &'static str)> {
    let hints: &[(&str, &'static str)] = match anchor {
        Anchor::Orphan if !open => &[("v", "show where"), ("n", "next note"), ("u", "undo"), ("esc", "close")],
        Anchor::Orphan => {
            &[("o", "keep it without a place"), ("v", "show where"), ("n", "next"), ("u", "undo"), ("esc", "close")]
        }
        Anchor::Review(spans) if spans.len() > 1 => &[
            ("enter", "it is here"),
            ("x", "not here"),
            ("tab", "other place"),
            ("v", "show where"),
            ("o", "no place"),
            ("n", "next"),
            ("esc", "close"),
            ("u", "undo"),
        ],
        Anchor::Exact(_) | Anchor::Moved(..) | Anchor::Review(_) => &[
            ("enter", "it is here"),
            ("x", "not here"),
            ("v", "show where"),
            ("o", "no place"),
            ("n", "next"),
            ("esc", "close"),
            ("u", "undo"),
            ("A", "all with the same words"),
        ],
    };
    hints.iter().map(|(key, does)| ((*key).to_owned(), *does)).collect()
}

#[cfg(test)]
mod tests;
