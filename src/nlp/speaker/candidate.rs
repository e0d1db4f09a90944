//! Candidates: the sources that a quote may have, and how each stands to it.

use super::grammar::Class;
use super::rule::Rule;
use super::scene::Scene;
use super::source::{Link, Source};
use crate::nlp::quote::group::Group;

/// How many paragraphs before a quote its source is looked for.
const BACK: usize = 2;

/// On which side of the quote a source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Before,
    /// In the attribution that breaks the quote.
    Between,
    After,
}

/// A source and how it stands to a quote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'s> {
    pub(crate) source: &'s Source,
    pub(crate) rule: Rule,
    pub(crate) side: Side,
    /// Paragraphs between.
    pub(crate) paragraphs: usize,
    /// Ends of sentences between, in the same paragraph.
    pub(crate) stops: usize,
    /// Tokens between, without those of passages.
    pub(crate) tokens: usize,
    /// Passages of other quotes between.
    pub(crate) passages: usize,
    /// Other sources with a cue between.
    pub(crate) rivals: usize,
    /// Which of the sources on its side it is, counted from the quote; no
    /// more than three.
    pub(crate) nearest: u32,
}

/// The candidates for `group`, nearest paragraph first.
pub(crate) fn candidates<'s>(scene: &Scene<'_>, sources: &'s [Vec<Source>], group: &Group) -> Vec<Candidate<'s>> {
    let Some(first) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { return Vec::new() };
    let mut found = Vec::new();
    for back in 0..=BACK {
        let Some(para) = first.para.checked_sub(back) else { break };
        for source in sources.get(para).into_iter().flatten() {
            found.extend(candidate(scene, sources, group, source, para, back));
        }
    }
    count_from_quote(&mut found);
    found
}

/// Numbers the candidates on each side, those with a cue apart from those
/// without, from the quote outwards.
fn count_from_quote(found: &mut [Candidate<'_>]) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&i| found.get(i).map_or((0, 0), |c| (c.paragraphs, c.tokens)));
    let mut counts = [0_u32; 12];
    for i in order {
        let Some(c) = found.get_mut(i) else { continue };
        let slot = c.side as usize + if c.source.cue.is_some() { 0 } else { 3 } + if c.paragraphs > 0 { 6 } else { 0 };
        if let Some(count) = counts.get_mut(slot) {
            c.nearest = (*count).min(3);
            *count += 1;
        }
    }
}

fn candidate<'s>(
    scene: &Scene<'_>,
    sources: &'s [Vec<Source>],
    group: &Group,
    source: &'s Source,
    para: usize,
    back: usize,
) -> Option<Candidate<'s>> {
    let cue = source.cue.and_then(|c| scene.cues.get(c));
    let extent = cue.map_or(source.tokens.clone(), |c| source.tokens.start.min(c.first)..source.tokens.end.max(c.end));
    let nearest = |p: &&usize| scene.passages.get(**p).map_or(usize::MAX, |p| gap(scene.tokens_of(p), &extent).len());
    let passage = group.passages.iter().min_by_key(nearest).and_then(|&p| scene.passages.get(p))?;
    let (first, last) = (scene.passages.get(*group.passages.first()?)?, scene.passages.get(*group.passages.last()?)?);
    let side = if extent.end <= scene.token_from(first.outer.start) {
        Side::Before
    } else if source.tokens.start >= scene.token_from(last.outer.end) {
        Side::After
    } else {
        Side::Between
    };
    let between = gap(scene.tokens_of(passage), &extent);
    let outside = |i: &usize| scene.passage_at(*i).is_none();
    let stops = between.clone().filter(outside).filter(|&i| scene.class(i) == Class::Stop && !scene.is(i, ";")).count();
    let mut others: Vec<usize> =
        between.clone().filter_map(|i| scene.passage_at(i)).filter(|p| !group.passages.contains(p)).collect();
    others.dedup();
    let rivals = sources
        .get(para)
        .into_iter()
        .flatten()
        .filter(|s| s.cue.is_some() && between.contains(&s.tokens.start) && s.span != source.span)
        .count();
    let tokens = between.clone().filter(outside).count();
    let inside = source.link == Link::Label
        && scene.passage_at(source.tokens.start).is_some_and(|p| Some(&p) != group.passages.first());
    if inside && source.tokens.start >= scene.token_from(first.outer.start) {
        return None;
    }
    let mut candidate = Candidate {
        source,
        rule: Rule::NearName,
        side,
        paragraphs: back,
        stops,
        tokens,
        passages: others.len(),
        rivals,
        nearest: 0,
    };
    candidate.rule = rule(scene, &candidate, scene.tokens_of(passage).start);
    Some(candidate)
}

/// The tokens between two ranges.
fn gap(a: std::ops::Range<usize>, b: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    if a.end <= b.start { a.end..b.start } else { b.end.min(a.start)..a.start }
}

fn rule(scene: &Scene<'_>, c: &Candidate<'_>, passage_start: usize) -> Rule {
    if c.source.link == Link::Label && c.paragraphs == 0 && c.stops == 0 {
        return Rule::Transcript;
    }
    if c.paragraphs > 0 {
        return Rule::ParagraphBefore;
    }
    let before = c.side == Side::Before;
    if c.stops > 0 {
        return if before { Rule::SentenceBefore } else { Rule::SentenceAfter };
    }
    let colon = before && passage_start.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Colon);
    match c.source.link {
        Link::Phrase => Rule::AccordingTo,
        Link::Label => Rule::Transcript,
        Link::Apposition | Link::Relative => Rule::Apposition,
        Link::Shared => Rule::SharedSubject,
        Link::Subject | Link::Inverted if before => Rule::CueBefore,
        Link::Subject => Rule::CueAfter,
        Link::Inverted => Rule::CueInverted,
        Link::Loose if colon => Rule::ColonBefore,
        Link::Loose
            if !before && c.source.tokens.start.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Dash) =>
        {
            Rule::SignedOff
        }
        Link::Loose if c.source.opens && before => Rule::Subject,
        Link::Loose if c.source.opens => Rule::SentenceAfter,
        Link::Loose => Rule::NearName,
    }
}

/// The source of the quote before, where it stands too far off to be among
/// the candidates.
pub(crate) fn carried(source: &Source) -> Candidate<'_> {
    Candidate {
        source,
        rule: Rule::Carried,
        side: Side::Before,
        paragraphs: BACK + 1,
        stops: 0,
        tokens: 0,
        passages: 0,
        rivals: 0,
        nearest: 0,
    }
}
