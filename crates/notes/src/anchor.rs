//! Anchoring: finding the words of an annotation again in a text that changed.
//!
//! The steps, in this order:
//!
//! 1. The text is the same: the stored span.
//! 2. The folded words are the same at the stored span: that span.
//! 3. The folded words are elsewhere: the place with the best context, then the
//!    nearest.
//! 4. Similar words are somewhere: chosen in the same way.
//! 5. The old context is there with other words in it: for a person to review.
//!
//! If the agreement is not enough to choose a place, the places are for a person
//! to review; without any place the annotation is an orphan. A place is also for
//! review if nothing of the old context is around it, or if a number or what it
//! counts, a name or a negation differs in its words, or a negation next to them.
//! An annotation never moves to other words without a sign, and no place begins or
//! ends inside a number.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::annotation::{Anchor, Selector};
use crate::approximate::{Match, cuts_word, find};
use crate::facts::{self, InText};
use crate::surroundings::{Surroundings, agreement};
use pullquote_article::text::fold::{Folded, fold};
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, Span};

/// The agreement, in code points, from which an annotation is attached.
const ENOUGH: i32 = 32;

/// The agreement below which a place is not shown.
const WORTH_A_LOOK: i32 = 16;

/// How much better than the next place the best one must agree to be chosen.
const CLEARLY: i32 = 10;

/// Words shorter than this many code points are attached only if they are
/// exactly the same: so few letters are similar to something in every text.
const SHORT: usize = 24;

/// The most errors of a place that is considered, in percent of the words' code
/// points.
const MOST_ERRORS: usize = 35;

/// The most errors, in percent, with which an annotation is attached unless
/// nearly all of its context agrees.
const ATTACHING_ERRORS: usize = 25;

/// The agreement from which changed words are attached; it is higher because set
/// phrases are similar in many texts.
const ENOUGH_CHANGED: i32 = 48;

/// The most places that are compared.
const PLACES: usize = 64;

/// The most places that are offered for review.
const OFFERED: usize = 5;

/// Finds the places of annotations in one article. It reads the text once for
/// all annotations.
#[derive(Debug)]
pub struct Anchorer<'a> {
    article: &'a Article,
    points: OnceCell<CodePoints<'a>>,
    letters: OnceCell<FoldedChars<'a>>,
    /// The words that are written with a small letter somewhere in the text,
    /// folded.
    small_words: OnceCell<HashSet<String>>,
}

/// The folded text as characters.
#[derive(Debug)]
struct FoldedChars<'a> {
    folded: Folded<'a>,
    chars: Vec<char>,
    /// The folded byte of each character, and the end.
    bytes: Vec<usize>,
}

impl<'a> FoldedChars<'a> {
    fn new(text: &'a str) -> Self {
        let folded = Folded::new(text);
        let (mut bytes, chars): (Vec<usize>, Vec<char>) = folded.as_str().char_indices().unzip();
        bytes.push(folded.as_str().len());
        Self { folded, chars, bytes }
    }

    /// The span of the source that the characters `start..end` come from.
    fn span(&self, start: usize, end: usize) -> Span {
        match (self.bytes.get(start), self.bytes.get(end)) {
            (Some(&start), Some(&end)) => self.folded.span(start..end),
            _ => Span::default(),
        }
    }

    /// `start..end` extended to whole words.
    fn whole_words(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        while start > 0 && cuts_word(&self.chars, start) {
            start -= 1;
        }
        while cuts_word(&self.chars, end) {
            end += 1;
        }
        (start, end)
    }
}

/// The folded words and context of a selector.
struct SoughtWords {
    words: String,
    chars: Vec<char>,
    around: Surroundings,
    /// Whether the selection begins and ends inside a word or a number.
    cuts: (bool, bool),
}

impl SoughtWords {
    fn of(selector: &Selector) -> Self {
        let words = fold(&selector.exact);
        let chars: Vec<char> = words.chars().collect();
        let around = format!("{}{}{}", selector.prefix, selector.exact, selector.suffix);
        let around: Vec<char> = around.chars().collect();
        let start = selector.prefix.chars().count();
        let end = start + selector.exact.chars().count();
        let cuts = (cuts_word(&around, start), cuts_word(&around, end));
        Self { words, chars, around: Surroundings::of(selector), cuts }
    }

    /// The agreement of a place with exactly these words and this context.
    fn most(&self) -> i32 {
        count(self.chars.len()) + self.around.most()
    }
}

/// A possible place of the words, in characters of the folded text.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    errors: usize,
    /// The agreement of words and context, in code points minus what differs.
    evidence: i32,
    /// The agreement of the context alone.
    around: i32,
    /// The code points between this place and the stored one.
    distance: usize,
}

/// The result of a search for the words of one selector.
enum Verdict {
    Attached(Anchor),
    Review(Vec<Span>),
    Nothing,
}

impl<'a> Anchorer<'a> {
    /// An anchorer for this article.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self { article, points: OnceCell::new(), letters: OnceCell::new(), small_words: OnceCell::new() }
    }

    /// The place of the annotation with these selectors, the oldest first. The
    /// newest selector that finds a place counts.
    #[must_use]
    pub fn anchor(&self, selectors: &[Selector]) -> Anchor {
        self.anchor_but(selectors, &|_| false)
    }

    /// The place as in [`Self::anchor`], but without the spans for which `refused`
    /// returns true. A selector made on this very text is not affected.
    #[must_use]
    pub fn anchor_but(&self, selectors: &[Selector], refused: &dyn Fn(Span) -> bool) -> Anchor {
        let text = self.article.text();
        for selector in selectors.iter().rev() {
            let Some((start, end)) = self.now(selector) else { continue };
            let span = self.points().to_span(start, end);
            if !span.is_empty() && span.of(text) == selector.exact {
                return Anchor::Exact(span);
            }
        }
        let mut review = Vec::new();
        for selector in selectors.iter().rev() {
            match self.search(selector, refused) {
                Verdict::Attached(anchor) => return anchor,
                Verdict::Review(spans) if review.is_empty() => review = spans,
                Verdict::Review(_) | Verdict::Nothing => {}
            }
        }
        if review.is_empty() { Anchor::Orphan } else { Anchor::Review(review) }
    }

    /// The byte at which the words of the newest selector began; 0 without a
    /// selector.
    #[must_use]
    pub fn stored_start(&self, selectors: &[Selector]) -> usize {
        selectors.last().map_or(0, |s| self.points().to_byte(s.start))
    }

    /// The text of the article.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.article.text()
    }

    /// The selector's code points in the open text; `None` unless the selector was
    /// made on this text or on the same text without the passages that were put
    /// back.
    fn now(&self, selector: &Selector) -> Option<(usize, usize)> {
        if selector.text_sha256 == self.article.text_sha256() {
            return Some((selector.start, selector.end));
        }
        if selector.text_sha256 != self.article.identity_sha256() {
            return None;
        }
        let added = self.article.added();
        let points = added.iter().map(|span| self.points().of_span(*span));
        let (mut start, mut end) = (selector.start, selector.end);
        for [from, to] in points {
            // Only words after the added passage move.
            start += if start >= from { to - from } else { 0 };
            end += if end > from { to - from } else { 0 };
        }
        Some((start, end))
    }

    fn points(&self) -> &CodePoints<'a> {
        self.points.get_or_init(|| CodePoints::new(self.article.text()))
    }

    fn letters(&self) -> &FoldedChars<'a> {
        self.letters.get_or_init(|| FoldedChars::new(self.article.text()))
    }

    fn search(&self, selector: &Selector, refused: &dyn Fn(Span) -> bool) -> Verdict {
        let text = self.article.text();
        let wanted = SoughtWords::of(selector);
        if wanted.words.is_empty() {
            return Verdict::Nothing;
        }
        let span = self.points().to_span(selector.start, selector.end);
        let same = count(wanted.chars.len()) >= ENOUGH && fold(span.of(text)) == wanted.words;
        if same && self.is_whole(&wanted, span) && !self.denied_beside(selector, span) {
            return Verdict::Attached(Anchor::Exact(span.trimmed(text)));
        }
        let letters = self.letters();
        let open = |places: Vec<Place>| -> Vec<Place> {
            places.into_iter().filter(|p| !refused(letters.span(p.start, p.end).trimmed(text))).collect()
        };
        let exact = open(self.same_words(&wanted, selector));
        let verdict = self.choose(&exact, &wanted, selector);
        if !matches!(verdict, Verdict::Nothing) {
            return verdict;
        }
        if wanted.chars.len() >= SHORT {
            let near = open(self.similar_words(&wanted, selector));
            let verdict = self.choose(&near, &wanted, selector);
            if !matches!(verdict, Verdict::Nothing) {
                return verdict;
            }
        }
        self.between_surroundings(&wanted, refused)
    }

    /// Whether `span` begins and ends between words, as the selection did.
    fn is_whole(&self, wanted: &SoughtWords, span: Span) -> bool {
        let letters = self.letters();
        let at = |byte: usize| {
            let folded = letters.folded.of_byte(byte);
            letters.bytes.partition_point(|&b| b < folded)
        };
        (wanted.cuts.0 || !cuts_word(&letters.chars, at(span.start)))
            && (wanted.cuts.1 || !cuts_word(&letters.chars, at(span.end)))
    }

    /// Whether the words at `span` state other facts than those of the selector.
    fn states_other_facts(&self, selector: &Selector, span: Span) -> bool {
        let text = self.article.text();
        let small = self.small_words.get_or_init(|| small_words(text));
        let was = InText { before: &selector.prefix, words: &selector.exact };
        let is = InText { before: text.get(..span.start).map_or("", end_of), words: span.of(text) };
        facts::differ(was, is, &|word| small.contains(word)) || self.denied_beside(selector, span)
    }

    /// Whether a negation right before or after the words, in their sentence, is
    /// there only on one side.
    fn denied_beside(&self, selector: &Selector, span: Span) -> bool {
        let (before, after) = Selector::context(self.article.text(), span);
        let was = [last_words(&selector.prefix), first_words(&selector.suffix)];
        let is = [last_words(before), first_words(after)];
        was.iter().zip(&is).any(|(was, is)| was != is && facts::negations_differ(was, is))
    }

    /// The places of exactly these folded words, as whole words.
    fn same_words(&self, wanted: &SoughtWords, selector: &Selector) -> Vec<Place> {
        let letters = self.letters();
        let length = wanted.chars.len();
        let starts = letters.folded.as_str().match_indices(&wanted.words).filter_map(|(byte, _)| {
            let start = letters.bytes.partition_point(|&b| b < byte);
            let whole = (wanted.cuts.0 || !cuts_word(&letters.chars, start))
                && (wanted.cuts.1 || !cuts_word(&letters.chars, start + length));
            whole.then_some(start)
        });
        let mut starts: Vec<usize> = starts.collect();
        if starts.len() > PLACES {
            // Very common words: only places where some context agrees, and of
            // those the nearest.
            starts.retain(|&at| wanted.around.touches(&letters.chars, at, at + length));
            let from = self.near(selector);
            starts.sort_by_key(|at| at.abs_diff(from));
            starts.truncate(PLACES);
        }
        starts
            .into_iter()
            .map(|start| self.place(wanted, selector, Match { start, end: start + length, errors: 0 }))
            .collect()
    }

    /// The places of words that differ in a few characters.
    fn similar_words(&self, wanted: &SoughtWords, selector: &Selector) -> Vec<Place> {
        let letters = self.letters();
        let most = wanted.chars.len() * MOST_ERRORS / 100;
        find(&wanted.chars, &letters.chars, most, PLACES)
            .into_iter()
            .map(|found| {
                let (start, end) = letters.whole_words(found.start, found.end);
                let (start, end) = wanted.around.fitted(&letters.chars, start, end);
                self.place(wanted, selector, Match { start, end, ..found })
            })
            .collect()
    }

    fn place(&self, wanted: &SoughtWords, selector: &Selector, found: Match) -> Place {
        let Match { start, end, errors } = found;
        let letters = self.letters();
        let words = count(wanted.chars.len()) - 3 * count(errors);
        let around = wanted.around.agree(&letters.chars, start, end);
        let at = self.points().of_byte(letters.span(start, end).start);
        Place { start, end, errors, evidence: words + around, around, distance: at.abs_diff(selector.start) }
    }

    /// The character of the folded text near which the selector was.
    fn near(&self, selector: &Selector) -> usize {
        let letters = self.letters();
        let byte = letters.folded.of_byte(self.points().to_byte(selector.start));
        letters.bytes.partition_point(|&b| b < byte)
    }

    /// The best of several places, if it is good enough and clearly better than the
    /// others; else the places for review.
    fn choose(&self, places: &[Place], wanted: &SoughtWords, selector: &Selector) -> Verdict {
        let letters = self.letters();
        let mut places: Vec<Place> = places.iter().copied().filter(|p| p.evidence >= WORTH_A_LOOK).collect();
        places.sort_by_key(|p| (std::cmp::Reverse(p.evidence), p.distance));
        let Some(&best) = places.first() else { return Verdict::Nothing };
        let mut equals: Vec<Place> =
            places.iter().copied().take_while(|p| p.evidence > best.evidence - CLEARLY).collect();
        equals.sort_by_key(|p| p.distance);
        let chosen = match equals.as_slice() {
            // Several places with all of the words and context: the nearest, if it
            // is much nearer than the next.
            [near, next, ..] if near.distance * 4 <= next.distance && near.evidence * 20 >= wanted.most() * 19 => *near,
            [_, _, ..] => return self.offer(&equals),
            _ => best,
        };
        let span = letters.span(chosen.start, chosen.end).trimmed(self.article.text());
        // Imported words may come without context; then only the same words count.
        let same_context = wanted.around.are_there(&letters.chars, chosen.start, chosen.end)
            || (wanted.around.are_empty() && chosen.errors == 0);
        if !attaches(&chosen, wanted) || !same_context || self.states_other_facts(selector, span) {
            return self.offer(&places);
        }
        if chosen.errors == 0 && chosen.distance == 0 {
            return Verdict::Attached(Anchor::Exact(span));
        }
        Verdict::Attached(Anchor::Moved(span, score(chosen.evidence, wanted.most(), selector)))
    }

    /// The best of `places` for review.
    fn offer(&self, places: &[Place]) -> Verdict {
        let letters = self.letters();
        let text = self.article.text();
        let spans: Vec<Span> =
            places.iter().take(OFFERED).map(|p| letters.span(p.start, p.end).trimmed(text)).collect();
        if spans.is_empty() { Verdict::Nothing } else { Verdict::Review(spans) }
    }

    /// The text that is now between the old context before and after the words, if
    /// both are still there and close to each other.
    fn between_surroundings(&self, wanted: &SoughtWords, refused: &dyn Fn(Span) -> bool) -> Verdict {
        let letters = self.letters();
        let Some((before, after)) = wanted.around.both() else { return Verdict::Nothing };
        let befores = find(before, &letters.chars, before.len() / 5, OFFERED);
        let afters = find(after, &letters.chars, after.len() / 5, OFFERED);
        let longest = wanted.chars.len() * 2 + SHORT;
        let mut spans = Vec::new();
        for before in &befores {
            let next = afters.iter().filter(|b| b.start > before.end && b.start - before.end <= longest);
            if let Some(after) = next.min_by_key(|b| b.start) {
                let between = letters.chars.get(before.end..after.start).unwrap_or(&[]);
                if agreement(&wanted.chars, between) > 0 || between.iter().any(|c| c.is_alphanumeric()) {
                    let (start, end) = letters.whole_words(before.end, after.start);
                    spans.push(letters.span(start, end).trimmed(self.article.text()));
                }
            }
        }
        spans.retain(|s| !s.is_empty() && !refused(*s));
        if spans.is_empty() { Verdict::Nothing } else { Verdict::Review(spans) }
    }
}

/// Whether the agreement of `place` is enough to attach the annotation.
fn attaches(place: &Place, wanted: &SoughtWords) -> bool {
    if place.errors == 0 {
        return place.evidence >= ENOUGH;
    }
    let few_errors = place.errors * 100 <= wanted.chars.len() * ATTACHING_ERRORS;
    let same_surroundings = place.around >= ENOUGH_CHANGED && place.around * 4 >= wanted.around.most() * 3;
    (few_errors && place.evidence >= ENOUGH_CHANGED) || same_surroundings
}

/// The words of `text` that are written with a small letter, folded.
fn small_words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    words.filter(|word| word.starts_with(char::is_lowercase)).map(fold).collect()
}

/// The last characters of `text`: enough of them to see whether a sentence
/// begins after it.
fn end_of(text: &str) -> &str {
    const ENOUGH_TO_SEE: usize = 32;
    let from = text.char_indices().rev().nth(ENOUGH_TO_SEE).map_or(0, |(at, _)| at);
    text.get(from..).unwrap_or("")
}

/// The number of words beside an annotation in which a negation counts.
const BESIDE: usize = 4;

/// The words of the sentence at the end of `before`, up to [`BESIDE`].
fn last_words(before: &str) -> &str {
    let sentence = before.rsplit(ends_sentence).next().unwrap_or("").trim_end();
    let from = sentence.rmatch_indices(char::is_whitespace).nth(BESIDE - 1).map_or(0, |(at, _)| at);
    sentence.get(from..).unwrap_or("").trim()
}

/// The words of the sentence at the beginning of `after`, up to [`BESIDE`].
fn first_words(after: &str) -> &str {
    let sentence = after.split(ends_sentence).next().unwrap_or("").trim_start();
    let to = sentence.match_indices(char::is_whitespace).nth(BESIDE - 1).map_or(sentence.len(), |(at, _)| at);
    sentence.get(..to).unwrap_or("").trim()
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\n' | '"' | '“' | '”' | '«' | '»')
}

/// The share, from 0 to 1, of the words and context that agrees.
fn score(evidence: i32, most: i32, selector: &Selector) -> f32 {
    debug_assert!(!selector.exact.is_empty(), "an empty selector attaches nowhere");
    let per_mille = i64::from(evidence.max(0)) * 1000 / i64::from(most.max(1));
    f32::from(u16::try_from(per_mille.min(1000)).unwrap_or(1000)) / 1000.0
}

fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX / 8).min(i32::MAX / 8)
}

#[cfg(test)]
mod tests;
