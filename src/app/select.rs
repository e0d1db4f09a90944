//! Selecting words: a sentence first, then more or fewer.

use super::mode::{Mode, Selection};
use super::{App, Focus, Tone};
use pullquote_article::Span;
use pullquote_article::text::graphemes;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::token::{Token, TokenKind, tokenize_in};

/// A step by which the moving end of a selection can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// To the beginning of the next word.
    NextWord,
    /// To the beginning of this word or, if it is there, of the one before.
    PreviousWord,
    /// To the end of this word or, if it is there, of the next one.
    WordEnd,
    /// To the end of this sentence or, if it is there, of the next one.
    NextSentence,
    /// To the beginning of this sentence or, if it is there, of the one before.
    PreviousSentence,
    /// To the end of this paragraph or, if it is there, of the next one.
    NextParagraph,
    /// To the beginning of this paragraph or, if it is there, of the one
    /// before.
    PreviousParagraph,
    /// To the end of the next grapheme cluster.
    NextCharacter,
    /// To the beginning of the grapheme cluster before.
    PreviousCharacter,
}

impl App {
    /// Starts selecting with the sentence of what is picked, or the one with the
    /// cursor. If words are being selected, stops.
    pub(super) fn toggle_select(&mut self) {
        if matches!(self.mode, Mode::Select(_)) {
            self.mode = Mode::Read;
            return;
        }
        match self.picked_span().and_then(|s| self.sentence_at(s.start)).or_else(|| self.cursor_sentence()) {
            Some(sentence) => self.select(sentence),
            None => self.say(Tone::Info, "there are no words to select"),
        }
    }

    pub(super) fn select(&mut self, span: Span) {
        self.focus = Focus::Article;
        self.mode = Mode::Select(Selection { fixed: span.start, moving: span.end });
        self.put_cursor(span.start);
        self.reveal(span);
    }

    /// Stops selecting, if words are being selected.
    pub(super) fn leave_selecting(&mut self) {
        if matches!(self.mode, Mode::Select(_)) {
            self.mode = Mode::Read;
        }
    }

    /// The sentences of the block that holds byte `at`: from the analysis or,
    /// before there is one, found now.
    pub(super) fn block_sentences(&self, at: usize) -> Vec<Span> {
        let Some(block) = self.article.block_at(at).and_then(|i| self.article.blocks().get(i)) else {
            return Vec::new();
        };
        if let Some(analysis) = &self.analysis {
            let from = analysis.sentences.partition_point(|s| s.end <= block.span.start);
            return analysis.sentences.iter().skip(from).take_while(|s| s.start < block.span.end).copied().collect();
        }
        let text = block.span.of(self.article.text());
        let shift = |s: Span| Span::new(s.start + block.span.start, s.end + block.span.start);
        let language = self.settings.language;
        sentences(text, Span::new(0, text.len()), &tokenize_in(text, language), language)
            .into_iter()
            .map(shift)
            .collect()
    }

    /// The sentence that holds byte `at`, or else the next one of its block, or
    /// else the last one.
    pub(super) fn sentence_at(&self, at: usize) -> Option<Span> {
        if let (Some(analysis), Some(block)) = (self.analysis(), self.article.block_at(at)) {
            let block = self.article.blocks().get(block)?.span;
            let inside = |i: usize| analysis.sentences.get(i).copied().filter(|s| block.overlaps(*s));
            let next = analysis.sentences.partition_point(|s| s.end <= at.max(block.start));
            return inside(next).or_else(|| inside(next.checked_sub(1)?));
        }
        let all = self.block_sentences(at);
        all.iter().find(|s| s.end > at).or(all.last()).copied()
    }

    /// The first sentence that begins at or after byte `at`.
    pub(super) fn sentence_after(&self, at: usize) -> Option<Span> {
        let here = self.article.block_at(at).unwrap_or(0);
        // A block may have no sentence, so the next two blocks are looked at as
        // well.
        (here..=here + 2).find_map(|i| {
            let block = self.article.blocks().get(i)?;
            self.block_sentences(block.span.start).into_iter().find(|s| s.start >= at)
        })
    }

    /// The last sentence that ends at or before byte `at`.
    pub(super) fn sentence_before(&self, at: usize) -> Option<Span> {
        let here = self.article.block_at(at)?;
        (here.saturating_sub(2)..=here).rev().find_map(|i| {
            let block = self.article.blocks().get(i)?;
            self.block_sentences(block.span.start).into_iter().rfind(|s| s.end <= at)
        })
    }

    /// Moves the moving end of the selection by `step`, `times` times.
    pub(super) fn grow(&mut self, step: Step, times: usize) {
        let Mode::Select(mut selection) = self.mode else { return };
        for _ in 0..times.min(self.article.text().len()) {
            let next = self.step(step, selection.moving);
            if next == selection.moving {
                break;
            }
            selection.moving = next;
        }
        self.moved(selection);
    }

    fn moved(&mut self, selection: Selection) {
        self.mode = Mode::Select(selection);
        let at = selection.moving;
        self.put_cursor(at);
        self.reveal(if at > selection.fixed {
            Span::new(graphemes::previous(self.article.text(), at), at)
        } else {
            Span::new(at, at)
        });
    }

    fn step(&self, step: Step, at: usize) -> usize {
        let text = self.article.text();
        match step {
            Step::NextCharacter => graphemes::next(text, at),
            Step::PreviousCharacter => graphemes::previous(text, at),
            Step::NextWord => self.words(at, true).into_iter().map(|w| w.start).find(|s| *s > at).unwrap_or(text.len()),
            Step::WordEnd => self.words(at, true).into_iter().map(|w| w.end).find(|e| *e > at).unwrap_or(text.len()),
            Step::PreviousWord => {
                self.words(at, false).into_iter().rev().map(|w| w.start).find(|s| *s < at).unwrap_or(0)
            }
            Step::NextSentence => {
                let here = self.sentence_at(at).filter(|s| s.end > at);
                here.or_else(|| self.sentence_after(at)).map_or(at, |s| s.end)
            }
            Step::PreviousSentence => {
                let here = self.sentence_at(at).filter(|s| s.start < at);
                here.or_else(|| self.sentence_before(at)).map_or(at, |s| s.start)
            }
            Step::NextParagraph => {
                let blocks = self.article.blocks();
                blocks.get(blocks.partition_point(|b| b.span.end <= at)).map_or(at, |b| b.span.end)
            }
            Step::PreviousParagraph => {
                let blocks = self.article.blocks();
                let before = blocks.partition_point(|b| b.span.start < at).checked_sub(1);
                before.and_then(|i| blocks.get(i)).map_or(at, |b| b.span.start)
            }
        }
    }

    /// The words of the block with byte `at`, and of the next one.
    pub(super) fn words_from(&self, at: usize) -> Vec<Span> {
        self.words(at, true)
    }

    /// The words near byte `at`: those of its block and of the next block in
    /// the direction of the step.
    fn words(&self, at: usize, on: bool) -> Vec<Span> {
        let Some(here) = self.article.block_at(at) else { return Vec::new() };
        let (first, last) = if on { (here, here + 1) } else { (here.saturating_sub(1), here) };
        let blocks = self.article.blocks().get(first..(last + 1).min(self.article.blocks().len())).unwrap_or(&[]);
        let (Some(from), Some(to)) = (blocks.first(), blocks.last()) else { return Vec::new() };
        let is_word = |t: &&Token| t.kind != TokenKind::Mark;
        if let Some(analysis) = &self.analysis {
            let start = analysis.tokens.partition_point(|t| t.span.end <= from.span.start);
            let tokens = analysis.tokens.iter().skip(start).take_while(|t| t.span.start < to.span.end);
            return tokens.filter(is_word).map(|t| t.span).collect();
        }
        let span = from.span.union(to.span);
        let shift = |s: Span| Span::new(s.start + span.start, s.end + span.start);
        tokenize_in(span.of(self.article.text()), self.settings.language)
            .iter()
            .filter(is_word)
            .map(|t| shift(t.span))
            .collect()
    }

    /// Selects the sentence `times` further down or up in place of the selected
    /// one.
    pub(super) fn other_sentence(&mut self, times: usize, down: bool) {
        let Mode::Select(selection) = self.mode else { return };
        let mut span = selection.span();
        for _ in 0..times.min(self.article.text().len()) {
            let next = if down { self.sentence_after(span.end) } else { self.sentence_before(span.start) };
            match next {
                Some(sentence) => span = sentence,
                None => break,
            }
        }
        self.select(span);
    }

    /// Swaps the fixed and the moving end of the selection.
    pub(super) fn other_end(&mut self) {
        if let Mode::Select(Selection { fixed, moving }) = self.mode {
            self.moved(Selection { fixed: moving, moving: fixed });
        }
    }
}
