//! Finding the words of an annotation again.
//!
//! In this order: the same text → the span; the same words at the span, once
//! folded → there; the folded words elsewhere → the place whose surroundings
//! agree, then the nearer; nearly the same words → likewise; last, whatever
//! now stands between the old surroundings, for a person to look at. What the
//! evidence does not carry is left to review, and below that it is an orphan:
//! an annotation never goes to other words without saying so.

use std::cell::OnceCell;

use super::annotation::{Anchor, Selector};
use super::approximate::{cuts_word, find};
use super::evidence::{Surroundings, agreement};
use pullquote_article::Article;
use pullquote_article::text::fold::{Folded, fold};
use pullquote_article::text::span::Span;
use pullquote_article::text::units::CodePoints;

/// Agreement, in code points, that attaches an annotation.
const ENOUGH: i32 = 32;

/// Agreement below which a place is not worth showing.
const WORTH_A_LOOK: i32 = 16;

/// How much more the best place must agree than the next to be chosen.
const CLEARLY: i32 = 10;

/// Words shorter than this many code points attach by exact words only: so
/// few letters resemble something in every text.
const SHORT: usize = 24;

/// Errors that are looked at, in percent of the words' code points.
const MOST_ERRORS: usize = 35;

/// Errors with which an annotation may still attach, in percent, where not
/// nearly all of its surroundings agree.
const ATTACHING_ERRORS: usize = 25;

/// Agreement that attaches words of which some changed: standing phrases are
/// alike in many texts.
const ENOUGH_CHANGED: i32 = 48;

/// Places that are compared, at most.
const PLACES: usize = 64;

/// Places that are offered for review, at most.
const OFFERED: usize = 5;

/// Places annotations in one article; what it reads of the text it reads once.
#[derive(Debug)]
pub struct Anchorer<'a> {
    article: &'a Article,
    points: OnceCell<CodePoints<'a>>,
    letters: OnceCell<Letters<'a>>,
}

/// The folded text, by character.
#[derive(Debug)]
struct Letters<'a> {
    folded: Folded<'a>,
    chars: Vec<char>,
    /// The folded byte of each character, and the end.
    bytes: Vec<usize>,
}

impl<'a> Letters<'a> {
    fn new(text: &'a str) -> Self {
        let folded = Folded::new(text);
        let (mut bytes, chars): (Vec<usize>, Vec<char>) = folded.as_str().char_indices().unzip();
        bytes.push(folded.as_str().len());
        Self { folded, chars, bytes }
    }

    /// The span of the source behind the characters `start..end`.
    fn span(&self, start: usize, end: usize) -> Span {
        match (self.bytes.get(start), self.bytes.get(end)) {
            (Some(&start), Some(&end)) => self.folded.span(start..end),
            _ => Span::default(),
        }
    }

    /// `start..end` with the rest of the words that it cuts.
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

/// The folded words of a selector and what stands around them.
struct Wanted {
    words: String,
    chars: Vec<char>,
    around: Surroundings,
    /// The selection began or ended inside a word.
    cuts: (bool, bool),
}

impl Wanted {
    fn of(selector: &Selector) -> Self {
        let words = fold(&selector.exact);
        let chars: Vec<char> = words.chars().collect();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let cuts = (
            letter(selector.prefix.chars().next_back()) && letter(selector.exact.chars().next()),
            letter(selector.exact.chars().next_back()) && letter(selector.suffix.chars().next()),
        );
        Self { words, chars, around: Surroundings::of(selector), cuts }
    }

    /// The agreement of a place that is just the same.
    fn most(&self) -> i32 {
        count(self.chars.len()) + self.around.most()
    }
}

/// A place that the words may have gone to, in characters of the folded text.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: usize,
    end: usize,
    errors: usize,
    /// Code points of agreement, less what disagrees.
    evidence: i32,
    /// Those of the surroundings alone.
    around: i32,
    /// Code points of the article between here and where it stood.
    distance: usize,
}

enum Verdict {
    Attached(Anchor),
    Review(Vec<Span>),
    Nothing,
}

impl<'a> Anchorer<'a> {
    /// For the open article.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self { article, points: OnceCell::new(), letters: OnceCell::new() }
    }

    /// Where the annotation with these selectors, the oldest first, stands.
    /// The newest that attaches counts.
    #[must_use]
    pub fn anchor(&self, selectors: &[Selector]) -> Anchor {
        self.anchor_but(selectors, &|_| false)
    }

    /// As [`Self::anchor`], but nowhere that `refused` says a person refused.
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

    /// The byte at which the newest selector says it stands.
    #[must_use]
    pub fn stored_start(&self, selectors: &[Selector]) -> usize {
        selectors.last().map_or(0, |s| self.points().to_byte(s.start))
    }

    /// The text it places annotations in.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.article.text()
    }

    /// Where a selector's code points stand in the open text, if it is of this
    /// text or of the same without what was put back.
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
            // Words that follow it move; words that end before it do not.
            start += if start >= from { to - from } else { 0 };
            end += if end > from { to - from } else { 0 };
        }
        Some((start, end))
    }

    fn points(&self) -> &CodePoints<'a> {
        self.points.get_or_init(|| CodePoints::new(self.article.text()))
    }

    fn letters(&self) -> &Letters<'a> {
        self.letters.get_or_init(|| Letters::new(self.article.text()))
    }

    fn search(&self, selector: &Selector, refused: &dyn Fn(Span) -> bool) -> Verdict {
        let text = self.article.text();
        let wanted = Wanted::of(selector);
        if wanted.words.is_empty() {
            return Verdict::Nothing;
        }
        let span = self.points().to_span(selector.start, selector.end);
        if count(wanted.chars.len()) >= ENOUGH && fold(span.of(text)) == wanted.words {
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

    /// Where the very words stand, once folded, as whole words.
    fn same_words(&self, wanted: &Wanted, selector: &Selector) -> Vec<Place> {
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
            // Words that stand everywhere: only where something next to them
            // agrees, and of those the nearest.
            starts.retain(|&at| wanted.around.touches(&letters.chars, at, at + length));
            let from = self.near(selector);
            starts.sort_by_key(|at| at.abs_diff(from));
            starts.truncate(PLACES);
        }
        starts.into_iter().map(|start| self.place(wanted, selector, start, start + length, 0)).collect()
    }

    /// Where words stand that differ in a few letters.
    fn similar_words(&self, wanted: &Wanted, selector: &Selector) -> Vec<Place> {
        let letters = self.letters();
        let most = wanted.chars.len() * MOST_ERRORS / 100;
        find(&wanted.chars, &letters.chars, most, PLACES)
            .into_iter()
            .map(|found| {
                let (start, end) = letters.whole_words(found.start, found.end);
                let (start, end) = wanted.around.fitted(&letters.chars, start, end);
                self.place(wanted, selector, start, end, found.errors)
            })
            .collect()
    }

    fn place(&self, wanted: &Wanted, selector: &Selector, start: usize, end: usize, errors: usize) -> Place {
        let letters = self.letters();
        let words = count(wanted.chars.len()) - 3 * count(errors);
        let around = wanted.around.agree(&letters.chars, start, end);
        let at = self.points().of_byte(letters.span(start, end).start);
        Place { start, end, errors, evidence: words + around, around, distance: at.abs_diff(selector.start) }
    }

    /// About which character of the folded text the selector stood at.
    fn near(&self, selector: &Selector) -> usize {
        let letters = self.letters();
        let byte = letters.folded.of_byte(self.points().to_byte(selector.start));
        letters.bytes.partition_point(|&b| b < byte)
    }

    /// The best of several places, if it is good enough and no other is about
    /// as good; else those that are worth a look.
    fn choose(&self, places: &[Place], wanted: &Wanted, selector: &Selector) -> Verdict {
        let letters = self.letters();
        let mut places: Vec<Place> = places.iter().copied().filter(|p| p.evidence >= WORTH_A_LOOK).collect();
        places.sort_by_key(|p| (std::cmp::Reverse(p.evidence), p.distance));
        let Some(&best) = places.first() else { return Verdict::Nothing };
        let mut equals: Vec<Place> =
            places.iter().copied().take_while(|p| p.evidence > best.evidence - CLEARLY).collect();
        equals.sort_by_key(|p| p.distance);
        let chosen = match equals.as_slice() {
            // Places where all is as it was: the one that is nearer by far.
            [near, next, ..] if near.distance * 4 <= next.distance && near.evidence * 20 >= wanted.most() * 19 => *near,
            [_, _, ..] => return self.offer(&equals),
            _ => best,
        };
        if !attaches(&chosen, wanted) {
            return self.offer(&places);
        }
        let span = letters.span(chosen.start, chosen.end).trimmed(self.article.text());
        if chosen.errors == 0 && chosen.distance == 0 {
            return Verdict::Attached(Anchor::Exact(span));
        }
        Verdict::Attached(Anchor::Moved(span, score(chosen.evidence, wanted.most(), selector)))
    }

    fn offer(&self, places: &[Place]) -> Verdict {
        let letters = self.letters();
        let text = self.article.text();
        let spans: Vec<Span> =
            places.iter().take(OFFERED).map(|p| letters.span(p.start, p.end).trimmed(text)).collect();
        if spans.is_empty() { Verdict::Nothing } else { Verdict::Review(spans) }
    }

    /// What stands now between the old surroundings, if both are still there
    /// and not too far apart.
    fn between_surroundings(&self, wanted: &Wanted, refused: &dyn Fn(Span) -> bool) -> Verdict {
        let letters = self.letters();
        let Some((before, behind)) = wanted.around.both() else { return Verdict::Nothing };
        let befores = find(before, &letters.chars, before.len() / 5, OFFERED);
        let behinds = find(behind, &letters.chars, behind.len() / 5, OFFERED);
        let longest = wanted.chars.len() * 2 + SHORT;
        let mut spans = Vec::new();
        for before in &befores {
            let next = behinds.iter().filter(|b| b.start > before.end && b.start - before.end <= longest);
            if let Some(behind) = next.min_by_key(|b| b.start) {
                let between = letters.chars.get(before.end..behind.start).unwrap_or(&[]);
                if agreement(&wanted.chars, between) > 0 || between.iter().any(|c| c.is_alphanumeric()) {
                    spans.push(letters.span(before.end, behind.start).trimmed(self.article.text()));
                }
            }
        }
        spans.retain(|s| !s.is_empty() && !refused(*s));
        if spans.is_empty() { Verdict::Nothing } else { Verdict::Review(spans) }
    }
}

fn attaches(place: &Place, wanted: &Wanted) -> bool {
    if place.errors == 0 {
        return place.evidence >= ENOUGH;
    }
    let few_errors = place.errors * 100 <= wanted.chars.len() * ATTACHING_ERRORS;
    let same_surroundings = place.around >= ENOUGH_CHANGED && place.around * 4 >= wanted.around.most() * 3;
    (few_errors && place.evidence >= ENOUGH_CHANGED) || same_surroundings
}

/// From 0 to 1: how much of all that could agree does. A selector whose
/// surroundings are empty has only its words.
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
