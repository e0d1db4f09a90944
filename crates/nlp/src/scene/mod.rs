//! The grammar around quotes: a text laid out for attribution, token by token.
//!
//! A [`Scene`] has what earlier steps found, and the class of each token. The files, from small to
//! large units:
//!
//! * [`grammar`]: the class of each token; [`gap_totals`]: counts between two tokens.
//! * [`phrase`]: where a noun phrase begins and ends, and the subject of a clause;
//!   [`unlisted_verb`]: verbs that are in no list, at which a phrase ends.
//! * [`subject`]: the subject of a cue (“Lee said”), with [`apposition`] (“Lee, the mayor, said”)
//!   and [`relative`] (“Lee, who said”), or of a participle with
//!   [`relayed`] (“Tully quotes Lee as saying”).
//! * [`source`]: all phrases of a paragraph that may name a speaker, with and without a cue.
//! * [`inhabitant`]: one person called after a place or people: “the Texan”.
//! * [`can_speak`]: whether a source can be a speaker by its words; [`supposed`]: whether it only
//!   might have said something.
//! * [`group`]: the passages that are one quote.

pub(crate) mod apposition;
pub(crate) mod can_speak;
pub(crate) mod gap_totals;
pub(crate) mod grammar;
pub(crate) mod group;
pub(crate) mod inhabitant;
pub(crate) mod phrase;
mod relative;
pub(crate) mod relayed;
pub(crate) mod source;
mod subject;
pub(crate) mod supposed;
#[cfg(test)]
mod tests;
mod unlisted_verb;

use crate::analysis::{EntityId, EntityKind};
use crate::cue::Cue;
use crate::language::Language;
use crate::passage::{Paragraph, Passage};
use crate::scene::gap_totals::Totals;
use crate::scene::grammar::{Class, classify};
use pullquote_article::Span;
use pullquote_article::text::token::Token;

/// A name in the text, with its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameAt {
    /// Its bytes in the text.
    pub(crate) span: Span,
    /// The entity that it names.
    pub(crate) entity: EntityId,
    /// The kind of that entity.
    pub(crate) kind: EntityKind,
}

/// What earlier steps found in a text, each in the order of the text.
pub(crate) struct Parts {
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) passages: Vec<Passage>,
    pub(crate) names: Vec<NameAt>,
    pub(crate) cues: Vec<Cue>,
}

/// A text laid out for attribution. Token indices count from the beginning of the
/// text.
pub(crate) struct Scene<'a> {
    /// Lists of words.
    pub(crate) language: &'a Language,
    /// The text of the article.
    pub(crate) text: &'a str,
    /// The tokens of the text.
    pub(crate) tokens: &'a [Token],
    /// The lines of the text, with the indices of their tokens and passages.
    pub(crate) paragraphs: Vec<Paragraph>,
    /// The words between marks, in order.
    pub(crate) passages: Vec<Passage>,
    /// The names, in order, without dates and sums of money.
    pub(crate) names: Vec<NameAt>,
    /// The verbs and phrases of speech, in order.
    pub(crate) cues: Vec<Cue>,
    /// Counts of tokens, verbs and sentence ends.
    pub(crate) totals: Totals,
    /// The class of each token.
    classes: Vec<Class>,
    /// For each token, the index of the passage, name or cue that it is in, or [`NONE`].
    passage_at: Vec<u32>,
    name_at: Vec<u32>,
    cue_at: Vec<u32>,
}

/// The index of a token that is in no passage, name or cue.
const NONE: u32 = u32::MAX;

impl<'a> Scene<'a> {
    /// Lays out a text with what earlier steps found in it.
    pub(crate) fn new(language: &'a Language, text: &'a str, tokens: &'a [Token], parts: Parts) -> Self {
        let Parts { paragraphs, passages, names, cues } = parts;
        let mut passage_at = vec![NONE; tokens.len()];
        mark(&mut passage_at, tokens, passages.iter().map(|p| p.outer));
        let mut name_at = vec![NONE; tokens.len()];
        mark(&mut name_at, tokens, names.iter().map(|n| n.span));
        let mut cue_at = vec![NONE; tokens.len()];
        for (i, cue) in cues.iter().enumerate() {
            for at in cue_at.get_mut(cue.first..cue.end).unwrap_or_default() {
                *at = index(i);
            }
        }
        let totals = Totals::default();
        let classes = Vec::new();
        let mut scene = Self {
            language,
            text,
            tokens,
            paragraphs,
            passages,
            names,
            cues,
            totals,
            classes,
            passage_at,
            name_at,
            cue_at,
        };
        scene.classes = scene.classify_all();
        scene.totals = Totals::count(&scene);
        scene
    }

    /// The class of each token: that of its words, except in names, cues and abbreviations.
    fn classify_all(&self) -> Vec<Class> {
        let mut classes = Vec::with_capacity(self.tokens.len());
        let mut begins = true;
        for (i, token) in self.tokens.iter().enumerate() {
            let mut class = classify(self.language, self.text, token, begins || self.begins_line(i));
            let name = lookup(&self.name_at, i).and_then(|n| self.names.get(n));
            // “June Alder”, “Ms May”
            let month = class == Class::Adverb && name.is_some_and(|name| name.kind == EntityKind::Person);
            if name.is_some() && matches!(class, Class::Word | Class::Name | Class::Verb) || month || self.is_titled(i)
            {
                class = Class::Name;
            } else if class == Class::Word && self.cue_at.get(i).is_some_and(|&c| c != NONE) {
                class = Class::Verb;
            } else if class == Class::Stop && !self.ends_sentence(token) {
                class = classes.last().copied().unwrap_or(class);
            }
            begins = matches!(class, Class::Stop | Class::Quote | Class::Open | Class::Colon)
                || (begins && class == Class::Quote);
            classes.push(class);
        }
        classes
    }

    /// Whether token `i` is a month after a title, and so a family name: “Ms May”.
    fn is_titled(&self, i: usize) -> bool {
        let title = |before: usize| self.language.people.gender_of_title(self.word(before)).is_some();
        self.language.time.days_and_months.contains_any_case(self.word(i)) && i.checked_sub(1).is_some_and(title)
    }

    /// Whether a full stop can end a sentence: not that of an abbreviation in no list, which a
    /// comma follows, as in “R-Ky., said”.
    fn ends_sentence(&self, stop: &Token) -> bool {
        !self.text.get(stop.span.end..).is_some_and(|rest| rest.starts_with(','))
    }

    /// Whether token `i` is the first of the text or a line break is before it.
    pub(crate) fn begins_line(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return true };
        let tokens = self.tokens.get(before).zip(self.tokens.get(i));
        let gap = tokens.and_then(|(before, own)| self.text.get(before.span.end..own.span.start));
        gap.is_some_and(|gap| gap.contains('\n'))
    }

    /// The class of token `i`; past the end, [`Class::Stop`].
    pub(crate) fn class(&self, i: usize) -> Class {
        self.classes.get(i).copied().unwrap_or(Class::Stop)
    }

    /// The text of token `i`; past the end, nothing.
    pub(crate) fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    /// Whether token `i` is `word`. Capitals among the ASCII letters make no
    /// difference.
    pub(crate) fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    /// The index of the passage that token `i` is in; its marks belong to it.
    pub(crate) fn passage_at(&self, i: usize) -> Option<usize> {
        lookup(&self.passage_at, i)
    }

    /// The name that token `i` is in.
    pub(crate) fn name_at(&self, i: usize) -> Option<&NameAt> {
        lookup(&self.name_at, i).and_then(|n| self.names.get(n))
    }

    /// The names that begin in a range of tokens.
    pub(crate) fn names_in(&self, tokens: &std::ops::Range<usize>) -> impl Iterator<Item = &NameAt> {
        let at = |i: usize| self.tokens.get(i).map_or(self.text.len(), |t| t.span.start);
        let (from, to) = (at(tokens.start), at(tokens.end));
        let first = self.names.partition_point(|n| n.span.start < from);
        self.names.iter().skip(first).take_while(move |n| n.span.start < to)
    }

    /// The index of the cue that token `i` is in.
    pub(crate) fn cue_at(&self, i: usize) -> Option<usize> {
        lookup(&self.cue_at, i)
    }

    /// The bytes of the tokens from `first` to the one before `end`.
    pub(crate) fn span(&self, first: usize, end: usize) -> Span {
        match (self.tokens.get(first), end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) => first.span.union(last.span),
            _ => Span::default(),
        }
    }

    /// The first token that begins at byte `at` or later.
    pub(crate) fn token_from(&self, at: usize) -> usize {
        self.tokens.partition_point(|t| t.span.start < at)
    }

    /// The tokens of a passage and its marks.
    pub(crate) fn tokens_of(&self, passage: &Passage) -> std::ops::Range<usize> {
        self.token_from(passage.outer.start)..self.token_from(passage.outer.end)
    }
}

/// An index as the tables of the scene have it.
fn index(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(NONE)
}

/// The index that a table of the scene has for token `i`.
fn lookup(table: &[u32], i: usize) -> Option<usize> {
    table.get(i).filter(|&&n| n != NONE).map(|&n| n as usize)
}

/// Writes the index of each span over the tokens that begin inside it.
fn mark(table: &mut [u32], tokens: &[Token], spans: impl Iterator<Item = Span>) {
    for (i, span) in spans.enumerate() {
        let mut at = tokens.partition_point(|t| t.span.start < span.start);
        while let (Some(token), Some(cell)) = (tokens.get(at), table.get_mut(at)) {
            if token.span.start >= span.end {
                break;
            }
            *cell = index(i);
            at += 1;
        }
    }
}
