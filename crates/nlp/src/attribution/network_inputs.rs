//! What the network sees of a candidate: small facts, one number each, whose
//! conjunctions it finds by itself.

use super::candidate::Candidate;
use super::features::{Setting, bucket, context, named_in_quote, phrase_kind};
use super::rule::Rule;
use crate::language::people::Person;
use crate::scene::Scene;
use crate::scene::group::Group;
use pullquote_article::text::span::Span;

/// How many values the facts have, all together; every test that analyzes
/// counts them.
pub(crate) const VALUES: usize = 503;

/// What a quote's candidates are, taken together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    /// How many there are.
    candidates: usize,
    /// How many have a cue and stand in the quote's own sentence.
    cued: usize,
    /// How many tokens stand between the quote and the nearest of those.
    nearest: usize,
    /// Which persons the quote's words speak of, one bit each.
    persons: u32,
}

/// No more words of a quote than this are looked at.
const LOOKED_AT: usize = 200;

impl Field {
    pub(crate) fn of(scene: &Scene<'_>, group: &Group, all: &[Candidate<'_>]) -> Self {
        let cued = || all.iter().filter(|c| c.source.cue.is_some() && c.paragraphs == 0 && c.stops == 0);
        let passages = group.passages.iter().filter_map(|&p| scene.passages.get(p));
        let words = passages.flat_map(|p| p.span.of(scene.text).split(|c: char| !c.is_alphanumeric()));
        let mut persons = 0;
        for word in words.filter(|w| (1..=6).contains(&w.len())).take(LOOKED_AT) {
            let person = scene.language.people.person_of_pronoun(word);
            persons |= person.map_or(0, |person| 1 << person as u32);
        }
        Self {
            candidates: all.len(),
            cued: cued().count(),
            nearest: cued().map(|c| c.tokens).min().unwrap_or(99),
            persons,
        }
    }
}

/// Gathers facts: each has as many slots as it has values.
struct Gather {
    row: Vec<u16>,
    from: usize,
}

impl Gather {
    /// Adds the next fact, which has `values` values, the last for all above.
    fn add(&mut self, value: usize, values: usize) {
        let slot = self.from + value.min(values - 1);
        self.row.push(u16::try_from(slot).unwrap_or(0));
        self.from += values;
    }

    fn bucket(&mut self, n: usize) {
        let class = if n > 60 { 9 } else { bucket(n) };
        self.add(class as usize, 10);
    }

    fn flag(&mut self, holds: bool) {
        self.add(usize::from(holds), 2);
    }
}

/// The facts about candidate `c`, each a number below [`VALUES`]. `previous`
/// is the span of the source of the quote before, `alike` how many candidates
/// have the same source.
pub(crate) fn facts(
    scene: &Scene<'_>,
    (setting, group, field): (&Setting, &Group, &Field),
    c: &Candidate<'_>,
    previous: Option<Span>,
    alike: usize,
) -> Vec<u16> {
    let mut g = Gather { row: Vec::with_capacity(56), from: 0 };
    of_source(scene, c, &mut g);
    of_place(scene, c, &mut g);
    g.flag(previous == Some(c.source.span));
    g.flag(named_in_quote(scene, group, c));
    of_quote(setting, group, field, &mut g);
    g.bucket(field.candidates);
    g.bucket(field.cued);
    g.bucket(field.nearest);
    g.add((c.tokens + 3).saturating_sub(field.nearest), 24);
    g.add(alike, 6);
    debug_assert_eq!(g.from, VALUES);
    g.row
}

/// What the source and its cue are.
fn of_source(scene: &Scene<'_>, c: &Candidate<'_>, g: &mut Gather) {
    let cue = c.source.cue.and_then(|i| scene.cues.get(i));
    let tokens = &c.source.tokens;
    g.add(phrase_kind(scene, c) as usize, 17);
    g.add(cue.map_or(24, |cue| cue.sense as usize), 25);
    g.add(cue.and_then(|cue| cue.form).map_or(7, |form| form as usize), 8);
    let frames = cue.map(|cue| cue.frames);
    g.flag(frames.is_some_and(|f| f.quote));
    g.flag(frames.is_some_and(|f| f.weak));
    g.flag(frames.is_some_and(|f| f.clause));
    g.flag(frames.is_some_and(|f| f.inverted));
    g.flag(frames.is_some_and(|f| f.hearer));
    g.add(c.source.link as usize, 9);
    g.flag(c.source.opens);
    g.flag(c.source.stands_for.is_some());
    g.add(context(scene, tokens.end) as usize, 32);
    g.add(tokens.start.checked_sub(1).map_or(31, |i| context(scene, i) as usize), 32);
    g.add(cue.map_or(31, |cue| context(scene, cue.end) as usize), 32);
    g.bucket(tokens.len());
    g.bucket(cue.map_or(0, |cue| cue.first.saturating_sub(tokens.end).max(tokens.start.saturating_sub(cue.end))));
}

/// How the source stands to the quote.
fn of_place(scene: &Scene<'_>, c: &Candidate<'_>, g: &mut Gather) {
    g.add(c.rule as usize, Rule::ALL.len());
    g.add(c.side as usize, 3);
    g.bucket(c.tokens);
    g.bucket(c.rivals);
    g.bucket(c.passages);
    g.bucket(c.stops);
    g.add(c.paragraphs, 4);
    g.add(c.nearest as usize, 4);
    g.add(c.far as usize, 5);
    g.bucket(c.verbs);
    g.add(c.next.map_or(31, |i| context(scene, i) as usize), 32);
    g.add(c.rival_cue.and_then(|i| scene.cues.get(i)).map_or(24, |cue| cue.sense as usize), 25);
}

/// What the quote is, which all its candidates share.
fn of_quote(setting: &Setting, group: &Group, field: &Field, g: &mut Gather) {
    g.add(setting.end as usize, 5);
    g.flag(setting.capital);
    g.add(setting.before as usize, 32);
    g.add(setting.behind as usize, 32);
    g.add(setting.length as usize, 6);
    g.flag(setting.opens);
    g.flag(setting.closes);
    g.flag(setting.split);
    g.flag(setting.touched);
    g.flag(setting.titled);
    for person in 0..Person::ALL.len() {
        g.flag(field.persons >> person & 1 == 1);
    }
    g.bucket(group.passages.len());
}
