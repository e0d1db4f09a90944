//! Applies a person's corrections to the article and its analysis.
//!
//! The notebook keeps the corrections. After every message
//! [`App::follow_corrections`] compares them with those that the article and
//! the analysis on the screen were made with, and updates what changed. So it
//! does not matter how a correction was made, undone or loaded.

use std::sync::Arc;

use super::mode::{Choice, Mode, PromptKind, Selection, Target};
use super::status::Tone;
use super::{App, Effect, Pick};
use crate::folders::analysis_with_corrections;
use crate::layout::{Layout, RowPosition};
use pullquote_article::Article;
use pullquote_article::Span;
use pullquote_nlp::{Analysis, Quote, QuoteId};
use pullquote_notes::Correction;

/// The corrections that are applied, and the article and quotes they were
/// applied to.
#[derive(Debug)]
pub(super) struct AppliedCorrections {
    /// The article as cleaning left it, without passages that were put back.
    pub(super) cleaned: Arc<Article>,
    applied: Vec<Correction>,
    /// The number of analyses that were asked for. An answer with another
    /// number is too old and is dropped.
    revision: u64,
    /// The quotes as the analysis found them, before corrections.
    found: Vec<Quote>,
}

impl AppliedCorrections {
    pub(super) fn new(cleaned: Arc<Article>) -> Self {
        Self::from(cleaned, 0)
    }

    /// The state for `cleaned`, with analyses numbered from `revision`.
    pub(super) fn from(cleaned: Arc<Article>, revision: u64) -> Self {
        Self { cleaned, applied: Vec::new(), revision, found: Vec::new() }
    }

    /// The number of the next analysis to ask for.
    pub(super) fn next_revision(&self) -> u64 {
        self.revision + 1
    }
}

impl App {
    /// The effect that asks for an analysis of the article as it is read.
    pub(super) fn analyze(&self) -> Effect {
        Effect::Analyze {
            revision: self.corrections.revision,
            article: Arc::clone(&self.article),
            corrections: analysis_with_corrections::names(&self.corrections.applied),
        }
    }

    /// Applies the corrections that changed since the last call; returns the
    /// effects this needs.
    pub(super) fn follow_corrections(&mut self) -> Vec<Effect> {
        let now = self.notebook().map_or(&[][..], |notebook| notebook.corrections());
        if now == self.corrections.applied {
            return Vec::new();
        }
        let now = now.to_vec();
        let before = std::mem::replace(&mut self.corrections.applied, now);
        let now = &self.corrections.applied;
        let passages = analysis_with_corrections::passages(now);
        let other_passages = analysis_with_corrections::passages(&before) != passages;
        let other_names = analysis_with_corrections::names(&before) != analysis_with_corrections::names(now);
        if other_passages {
            let article = self.corrections.cleaned.with_put_back(&passages);
            self.read_article(Arc::new(article));
        }
        if other_passages || other_names {
            self.corrections.revision += 1;
            return vec![self.analyze()];
        }
        self.set_speakers();
        Vec::new()
    }

    /// Takes an analysis that arrived; returns whether it answers the last
    /// request.
    pub(super) fn take_analysis(&mut self, revision: u64, analysis: Box<Analysis>) -> bool {
        if revision != self.corrections.revision {
            return false;
        }
        self.not_analyzed = None;
        self.corrections.found.clone_from(&analysis.quotes);
        self.words_for_quotes();
        self.names_are_dense = super::underlines::names_are_dense(&analysis, self.article.words());
        self.analysis = Some(analysis);
        self.set_speakers();
        true
    }

    /// Says why the last analysis that was asked for did not come.
    pub(super) fn do_without_analysis(&mut self, revision: u64, why: String) {
        if revision == self.corrections.revision {
            self.say(Tone::Error, format!("no quotes and names: {why}"));
            self.not_analyzed = Some(why);
        }
    }

    /// A quote as the analysis found it, before corrections.
    pub(super) fn found(&self, quote: QuoteId) -> Option<&Quote> {
        self.corrections.found.get(quote.0)
    }

    /// Sets the speaker of every quote: the one a person gave, or else the one
    /// that was found.
    fn set_speakers(&mut self) {
        let Some(analysis) = &mut self.analysis else { return };
        analysis.quotes.clone_from(&self.corrections.found);
        analysis_with_corrections::set_speakers(&self.article, analysis, &self.corrections.applied);
        self.speakers = super::quotes::Speakers::of(analysis);
        self.index_notes();
        self.list_entries();
    }

    /// Replaces the open article by `article`, the same one with other passages
    /// put back, at the same reading position.
    fn read_article(&mut self, article: Arc<Article>) {
        let place = self.place_of_pick();
        self.words_for_quotes();
        let old = std::mem::replace(&mut self.article, Arc::clone(&article));
        let carry = |at: usize| article.from_cleaned(old.to_cleaned(at)).min(article.text().len());
        let carry_span = |span: Span| {
            let start = carry(span.start);
            Span::new(start, start.max(carry(span.end.saturating_sub(1)) + 1).min(article.text().len()))
        };
        each_target(&mut self.mode, &mut |target| {
            if let Target::Words(span) = target {
                *span = carry_span(*span);
            }
        });
        carry_selection(&mut self.mode, &article, carry_span);
        if !matches!(self.pick, Some(Pick::Annotation(_) | Pick::Cut(_))) {
            self.pick = None;
        }
        let anchor = carry(self.reading.anchor);
        let begun_at = self.search.begun_at().map(carry);
        let cursor = carry(self.cursor());
        self.jumps.carry(carry);
        self.entity = None;
        self.drag = None;
        self.analysis = None;
        self.speakers = super::quotes::Speakers::default();
        let (width, removed) = (self.reading.layout.width(), self.reading.layout.shows_removed());
        let typography = self.reading.layout.typography();
        self.reading.layout = Layout::new(&self.article, width, removed);
        self.reading.layout.set_typography(typography);
        self.reading.notes_below = None;
        if let Some(notebook) = &mut self.notes.notebook {
            notebook.anchor_in(&self.article);
        }
        self.search.in_text(self.article.text(), begun_at);
        self.put_cursor(cursor);
        self.notes_changed();
        match place {
            Some(row) => self.pick_on_row(row),
            None if self.reading.anchor == 0 => self.put_on_top(RowPosition::default()),
            None => self.show_from(anchor),
        }
    }

    /// Replaces quotes by their words in every target, as the numbers of quotes
    /// change with the next analysis.
    fn words_for_quotes(&mut self) {
        let extents: Vec<Span> =
            self.analysis().map_or_else(Vec::new, |a| a.quotes.iter().map(|q| q.extent()).collect());
        let mut words = |target: &mut Target| {
            if let Target::Quote(id) = target {
                *target = Target::Words(extents.get(id.0).copied().unwrap_or_default());
            }
        };
        each_target(&mut self.mode, &mut words);
    }
}

/// Calls `change` with every target of the mode, including those of the mode
/// below an open question.
fn each_target(mode: &mut Mode, change: &mut dyn FnMut(&mut Target)) {
    match mode {
        Mode::Prompt(prompt) => {
            if let PromptKind::Tags(target) | PromptKind::Speakers { quote: target, .. } = &mut prompt.kind {
                change(target);
            }
        }
        Mode::Confirm(confirm) => {
            for answer in &mut confirm.answers {
                if let Choice::Check(target, _) | Choice::Speaker(target, ..) = &mut answer.choice {
                    change(target);
                }
            }
            each_target(&mut confirm.before, change);
        }
        Mode::Read
        | Mode::Edit(_)
        | Mode::Select(_)
        | Mode::Filter(_)
        | Mode::Palette(_)
        | Mode::Help(_)
        | Mode::Card(_)
        | Mode::Why(_)
        | Mode::Review(_)
        | Mode::Changes(_)
        | Mode::Page(_)
        | Mode::Hints(_)
        | Mode::Picture(_) => {}
    }
}

/// Moves the selection to the same words in `article`; stops selecting if they
/// are not there. The open card of a quote is closed, as its quote is not known
/// in `article` yet; and so are pages and hints, as blocks have other numbers.
fn carry_selection(mode: &mut Mode, article: &Article, carry: impl Fn(Span) -> Span) {
    let carried = match mode {
        Mode::Select(selection) => {
            let span = carry(selection.span());
            let turned = selection.moving < selection.fixed;
            let (fixed, moving) = if turned { (span.end, span.start) } else { (span.start, span.end) };
            let left = !span.trimmed(article.text()).is_empty();
            if left { Mode::Select(Selection { fixed, moving }) } else { Mode::Read }
        }
        Mode::Card(_) | Mode::Why(_) | Mode::Page(_) | Mode::Hints(_) => Mode::Read,
        Mode::Confirm(confirm) => return carry_selection(&mut confirm.before, article, carry),
        _ => return,
    };
    *mode = carried;
}
