//! Candidates: the possible sources of a quote, and the relation of each to the quote.

use super::byline::{is_byline, is_signature, signs_block};
use super::rule::Rule;
use crate::analysis::EntityKind;
use crate::passage::author_lines::QuotePlace;
use crate::passage::marks::Style;
use crate::scene::Scene;
use crate::scene::gap_totals;
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use crate::scene::source::{Link, Source, within};

/// The number of paragraphs before a quote that are searched for its source.
const BACK: usize = 2;

/// The largest number of sources of one paragraph that are considered on either side of a
/// quote. It bounds the time; no paragraph that a person writes has more.
const MOST_SOURCES: usize = 40;

/// The side of the quote on which a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Before,
    /// In an attribution that interrupts the quote.
    Between,
    After,
}

/// A source and its relation to a quote. Counts are of what is between the two.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'s> {
    /// The source.
    pub(crate) source: &'s Source,
    /// The rule that fits the source and the quote.
    pub(crate) rule: Rule,
    /// The side of the quote on which the source is.
    pub(crate) side: Side,
    /// The number of paragraphs between.
    pub(crate) paragraphs: usize,
    /// The number of ends of sentences between, in the same paragraph.
    pub(crate) stops: usize,
    /// The number of tokens between, without those of passages.
    pub(crate) tokens: usize,
    /// The number of passages of other quotes between.
    pub(crate) passages: usize,
    /// The number of other sources with a cue between.
    pub(crate) rivals: usize,
    /// The number of sources on the same side that are nearer to the quote; at most 3.
    pub(crate) nearest: u32,
    /// What follows the attribution on the side away from the quote: see [`far_side`].
    pub(crate) far: u32,
    /// The number of verbs between, outside passages.
    pub(crate) verbs: usize,
    /// The token between that is nearest to the source, if there is one.
    pub(crate) next: Option<usize>,
    /// The cue between that is nearest to the quote, if the candidate has no cue of its
    /// own.
    pub(crate) rival_cue: Option<usize>,
    /// Whether its place alone makes it the author: in the paragraph after a block quote, or after
    /// a quote and a colon or dash that have no other words in their paragraph.
    pub(crate) is_author: bool,
    /// Whether the line with the author may be the caption of a picture instead.
    pub(crate) may_be_caption: bool,
}

impl Candidate<'_> {
    /// True if both have the same words, whatever their cues, or if one is “who” and the
    /// other is the name that it refers to.
    pub(crate) fn same_source(&self, other: &Candidate<'_>) -> bool {
        let (a, b) = (self.source, other.source);
        a.span == b.span || a.stands_for == Some(b.span) || b.stands_for == Some(a.span)
    }
}

/// The candidates of the quote `group`, those of the nearest paragraph first. `sources` has
/// the sources of each paragraph.
pub(crate) fn candidates<'s>(scene: &Scene<'_>, sources: &'s [Vec<Source>], group: &Group) -> Vec<Candidate<'s>> {
    let Some(first) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { return Vec::new() };
    let mut found = Vec::new();
    for back in 0..=BACK {
        let Some(para) = first.para.checked_sub(back) else { break };
        let near = sources_near(scene, sources, group, para);
        let from = found.len();
        found.extend(near.iter().filter_map(|source| candidate(scene, near, group, source, back)));
        if back == 1 && scene.paragraphs.get(para).is_some_and(|p| p.author_of == Some(QuotePlace::Below)) {
            found.iter_mut().skip(from).take(1).for_each(|first| first.is_author = true);
        }
    }
    found.extend(candidates_after(scene, sources, group));
    count_from_quote(&mut found);
    found
}

/// The sources of a paragraph that are near the quote.
fn sources_near<'s>(scene: &Scene<'_>, sources: &'s [Vec<Source>], group: &Group, para: usize) -> &'s [Source] {
    let all = sources.get(para).map_or(&[][..], Vec::as_slice);
    let passage = |p: Option<&usize>| p.and_then(|&p| scene.passages.get(p)).map(|p| p.outer).unwrap_or_default();
    let (start, end) = (passage(group.passages.first()).start, passage(group.passages.last()).end);
    let before = all.partition_point(|s| s.span.start < start);
    let after = all.partition_point(|s| s.span.start < end);
    all.get(before.saturating_sub(MOST_SOURCES)..all.len().min(after + MOST_SOURCES)).unwrap_or_default()
}

/// The candidates in the paragraph after a quote that is a paragraph of its own: a
/// signature such as “— Ann Lee”, or a speaker who goes on there.
fn candidates_after<'s>(scene: &Scene<'_>, sources: &'s [Vec<Source>], group: &Group) -> Vec<Candidate<'s>> {
    let passage = |p: Option<&usize>| p.and_then(|&p| scene.passages.get(p));
    let (Some(first), Some(last)) = (passage(group.passages.first()), passage(group.passages.last())) else {
        return Vec::new();
    };
    let whole = first.style == Style::SetOff
        || scene.paragraphs.get(first.para).is_some_and(|p| p.span.start == first.outer.start)
            && scene.paragraphs.get(last.para).is_some_and(|p| p.span.end == last.outer.end);
    if !whole {
        return Vec::new();
    }
    let para = last.para + 1;
    let place = scene.paragraphs.get(para).and_then(|p| p.author_of);
    let author = matches!(place, Some(QuotePlace::Above | QuotePlace::LikelyAbove));
    let signed = author || scene.paragraphs.get(para).is_some_and(|p| scene.class(p.tokens.start) == Class::Dash);
    let near = sources_near(scene, sources, group, para);
    let mut found: Vec<Candidate<'s>> = near
        .iter()
        .filter(|s| signed || s.cue.is_some())
        .take(3)
        .filter_map(|s| candidate(scene, near, group, s, 1))
        .collect();
    found.iter_mut().take(usize::from(author)).for_each(|first| {
        first.is_author = true;
        first.may_be_caption = place == Some(QuotePlace::LikelyAbove);
    });
    found
}

/// Sets [`Candidate::nearest`]. Candidates with a cue and those without are counted
/// separately on each side.
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

/// The candidate that a source is for a quote; `None` if the source is a label inside the
/// quote. `near` are the sources of its paragraph, `back` the number of paragraphs between.
fn candidate<'s>(
    scene: &Scene<'_>,
    near: &'s [Source],
    group: &Group,
    source: &'s Source,
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
    let rivals = within(scene, near, between.clone())
        .iter()
        .filter(|s| s.cue.is_some() && between.contains(&s.tokens.start) && s.span != source.span)
        .count();
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
        stops: scene.totals.stops(&between),
        tokens: scene.totals.tokens(&between),
        passages: gap_totals::passages(scene, &between, &group.passages),
        rivals,
        nearest: 0,
        far: far_side(scene, group, &extent, side),
        verbs: scene.totals.verbs(&between),
        next: (!between.is_empty()).then_some(if side == Side::After { between.end - 1 } else { between.start }),
        rival_cue: cue_in(scene, &between, side).filter(|_| source.cue.is_none()),
        is_author: side == Side::After && back == 0 && is_byline(scene, last, source),
        may_be_caption: false,
    };
    candidate.rule = rule(scene, &candidate, scene.tokens_of(passage).start);
    Some(candidate)
}

/// What follows an attribution on the side away from the quote: 0 no passage, 1 a passage,
/// 2 a comma or colon and a passage, 3 the end of a sentence and a passage, 4 the quote
/// itself.
fn far_side(scene: &Scene<'_>, group: &Group, extent: &std::ops::Range<usize>, side: Side) -> u32 {
    let at = |i: Option<usize>| i.and_then(|i| scene.passage_at(i).map(|p| (i, p)));
    let (one, two) = match side {
        Side::Between => return 4,
        Side::Before => (extent.start.checked_sub(1), extent.start.checked_sub(2)),
        Side::After => (Some(extent.end), Some(extent.end + 1)),
    };
    match (at(one), one.map(|i| scene.class(i)), at(two)) {
        (Some((_, p)), ..) if group.passages.contains(&p) => 4,
        (Some(_), ..) => 1,
        (None, Some(Class::Comma | Class::Colon), Some(_)) => 2,
        (None, Some(Class::Stop), Some(_)) => 3,
        _ => 0,
    }
}

/// The cue nearest to the quote in the gap between the quote and a candidate.
fn cue_in(scene: &Scene<'_>, gap: &std::ops::Range<usize>, side: Side) -> Option<usize> {
    const FAR: usize = 40;
    let cue = |i: usize| scene.cue_at(i).filter(|_| scene.passage_at(i).is_none());
    match side {
        Side::After => gap.clone().take(FAR).find_map(cue),
        _ => gap.clone().rev().take(FAR).find_map(cue),
    }
}

/// The tokens between two ranges of tokens.
fn gap(a: std::ops::Range<usize>, b: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    if a.end <= b.start { a.end..b.start } else { b.end.min(a.start)..a.start }
}

/// The rule that fits a candidate and a quote that begins at token `passage_start`.
fn rule(scene: &Scene<'_>, c: &Candidate<'_>, passage_start: usize) -> Rule {
    if c.source.link == Link::Label && c.paragraphs == 0 && c.stops == 0 {
        return Rule::Transcript;
    }
    if c.paragraphs > 0 {
        let signed = signs_block(scene, c.source.tokens.start);
        return match c.side {
            Side::After if signed => Rule::SignedOff,
            Side::After => Rule::ParagraphAfter,
            _ => Rule::ParagraphBefore,
        };
    }
    let before = c.side == Side::Before;
    if c.stops > 0 {
        return if before { Rule::SentenceBefore } else { Rule::SentenceAfter };
    }
    let colon = before && passage_start.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Colon);
    match c.source.link {
        Link::Phrase => Rule::AccordingTo,
        Link::Label => Rule::Transcript,
        Link::Owner => Rule::Owner,
        Link::Relative if c.source.stands_for.is_some() => Rule::Relative,
        Link::Apposition | Link::Relative => Rule::Apposition,
        Link::Shared => Rule::SharedSubject,
        Link::Subject | Link::Inverted if before => Rule::CueBefore,
        Link::Subject => Rule::CueAfter,
        Link::Inverted => Rule::CueInverted,
        Link::Loose if colon => Rule::ColonBefore,
        Link::Loose if !before && is_signature(scene, c.source.tokens.start) && !is_topic(scene, c) => Rule::SignedOff,
        Link::Loose if c.source.opens && before => Rule::Subject,
        Link::Loose if c.source.opens => Rule::SentenceAfter,
        Link::Loose => Rule::NearName,
    }
}

/// Whether a candidate after a colon begins the topic of a headline: “Wait”: Velmoran tribes fear
/// the sea. “Wait”: Orsten’s harbour grows.
fn is_topic(scene: &Scene<'_>, c: &Candidate<'_>) -> bool {
    let colon = c.source.tokens.start.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Colon);
    let speaker = matches!(c.source.kind, Some(EntityKind::Person | EntityKind::Organization));
    let owns = scene.class(c.source.tokens.end) == Class::Possessive;
    colon && !c.is_author && (!speaker || owns)
}

/// The candidate that is the source of the quote before, if that is too far away to be
/// among the others.
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
        far: 0,
        verbs: 0,
        next: None,
        rival_cue: None,
        is_author: false,
        may_be_caption: false,
    }
}

/// A candidate with its probability.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice<'s> {
    /// The candidate.
    pub(crate) candidate: Candidate<'s>,
    /// The probability that the ranker gives to the source, from 0 to 1.
    pub(crate) probability: f32,
    /// The calibrated confidence, from 0 to 1, that the source is right.
    pub(crate) confidence: f32,
    /// True if the source is that of the quote before.
    pub(crate) again: bool,
}
