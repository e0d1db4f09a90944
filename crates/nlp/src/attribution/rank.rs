//! Ranks the candidates of a quote: a log-linear model over hashed features plus an
//! ensemble of networks (“wide and deep”: Cheng et al. 2016).

use super::candidate::{Candidate, Choice, Side, candidates, carried};
use super::features::features;
use super::report_within::{Within, within};
use super::rule::Rule;
use super::values::Setting;
use super::weights::Weights;
use crate::analysis::{EntityKind, How};
use crate::attribution::network_inputs::{CandidateCounts, network_inputs};
use crate::scene::Scene;
use crate::scene::can_speak::{can_speak, is_speaker};
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use crate::scene::source::{Link, Source};
use crate::scene::supposed::is_supposed;
use pullquote_article::BlockKind;

/// The candidates of one quote and their features.
pub(crate) struct QuoteCandidates<'s> {
    /// The features of the quote.
    pub(crate) setting: Setting,
    /// The candidates.
    pub(crate) candidates: Vec<Candidate<'s>>,
    /// For each candidate, the slots of its features.
    pub(crate) features: Vec<Vec<u32>>,
    /// For each candidate, its network inputs, as rows of a network.
    pub(crate) inputs: Vec<Vec<u16>>,
    /// For each candidate, what is added to its score for constructions that are too rare to be
    /// learned.
    priors: Vec<f32>,
    /// Whether a speaker is the subject of a speech verb directly before the quote.
    said: bool,
    /// Whether a report is inside another one.
    within: bool,
}

/// The penalty of an “according to X” source when another source has a speech verb before the
/// quote: in “Lee said “…”, according to the Post” and “According to the Post, Lee said “…””, the
/// Post only relays the quote. Set by hand, because the training articles have only four of these.
const RELAYED_PENALTY: f32 = -6.0;

/// The penalty of a name that only owns something in an earlier sentence: “They praised Lee’s
/// plan. “…””. Set by hand, because the training articles have only a few of these.
const OWNER_PENALTY: f32 = -8.0;

/// The highest confidence in a candidate if a phrase that is no speaker was more probable. It
/// is too low to be shown, because the other candidates are then seldom the speaker.
const LEFT_BY_ANOTHER: f32 = 0.35;

/// The highest confidence in the speaker of words that are only supposed. Set by hand, below what
/// is shown as sure.
const SUPPOSED: f32 = 0.6;

/// The highest confidence in the author that one line below a quote names, if it may be the caption of a
/// picture. Set by hand, below what is shown as sure.
const LIKELY_AUTHOR: f32 = 0.85;

/// The highest confidence in a speaker outside of the caption that has the quote, which may be that of a
/// cartoon. Set by hand, below what is shown as sure.
const OUTSIDE_CAPTION: f32 = 0.6;

/// What is added to the score of the speaker of a report inside another one: “Lee said the boss told him: “…””. Set by
/// hand, because the training articles have only a few of these.
const WITHIN: f32 = 10.0;

/// The highest confidence in a speaker if a report may be inside another one. Set by hand, below what is shown as sure.
const MOST_WITHIN: f32 = 0.88;

/// The highest confidence in a speaker if a sentence between the speaker and the quote is about somebody else. Set
/// by hand, below what is shown as sure.
const PAST_ACTOR: f32 = 0.85;

/// True if the candidate is the subject of a speech verb in the same clause as the quote,
/// directly before it.
fn reports(c: &Candidate<'_>) -> bool {
    let subject = matches!(c.source.link, Link::Subject | Link::Apposition | Link::Relative | Link::Shared);
    subject
        && c.side == Side::Before
        && c.paragraphs == 0
        && c.stops == 0
        && c.rivals == 0
        && c.passages == 0
        && c.tokens <= 8
}

/// Whether the candidate has no cue and is only the owner of something, in an earlier sentence.
fn owns_only(scene: &Scene<'_>, c: &Candidate<'_>) -> bool {
    c.source.link == Link::Loose
        && c.stops + c.paragraphs > 0
        && scene.class(scene.token_from(c.source.span.end)) == Class::Possessive
}

/// An addition to the score of “who” in “who said “…””, which is too rare in the training
/// articles to be learned. Set by hand.
fn prior(c: &Candidate<'_>) -> f32 {
    const RELATIVE: f32 = 6.5;
    const NEAR: usize = 4;
    let adjacent = c.side == Side::Before && c.paragraphs == 0 && c.stops == 0 && c.tokens <= NEAR && c.verbs == 0;
    if c.source.stands_for.is_some() && adjacent { RELATIVE } else { 0.0 }
}

/// What is added to the score of a candidate for constructions that are too rare in the training
/// articles to be learned. Set by hand.
fn construction(scene: &Scene<'_>, c: &Candidate<'_>) -> f32 {
    const AS_PUT: f32 = 4.0;
    const CLAIM: f32 = 3.0;
    const ANYBODY: f32 = -8.0;
    const LONGEST_CLAIM: usize = 10;
    let here = c.paragraphs == 0 && c.stops == 0 && c.rivals == 0 && c.passages == 0;
    // “…, as the mayor put it”
    let one_word = c.side == Side::After && c.source.link == Link::Subject && c.tokens <= 1;
    let before = c.source.tokens.start.checked_sub(1).map_or("", |i| scene.word(i));
    let as_put = here && one_word && scene.language.noun_phrases.before_attribution.contains_any_case(before);
    // “Lee’s claim that there were “…””
    let owner = c.source.link == Link::Owner && c.source.how == How::Name;
    let claim = here && c.side == Side::Before && owner && c.tokens <= LONGEST_CLAIM;
    // “saying anybody who complains “…””
    let whoever = c.source.stands_for.unwrap_or(c.source.span).of(scene.text);
    let anybody = c.source.link == Link::Relative && scene.language.people.words.anybody.contains_any_case(whoever);
    let sum = [(as_put, AS_PUT), (claim, CLAIM), (anybody, ANYBODY), (owns_only(scene, c), OWNER_PENALTY)];
    prior(c) + sum.iter().filter(|(holds, _)| *holds).map(|(_, score)| score).sum::<f32>()
}

impl<'s> QuoteCandidates<'s> {
    /// Collects the candidates of the quote `group`. `sources` has those of each paragraph;
    /// `previous` is the source of the quote before. `None` if the group has no passage.
    pub(crate) fn new(
        scene: &Scene<'_>,
        sources: &'s [Vec<Source>],
        group: &Group,
        previous: Option<&'s Source>,
    ) -> Option<Self> {
        let mut all = candidates(scene, sources, group);
        if let Some(previous) = previous.filter(|p| !all.iter().any(|c| c.source.span == p.span)) {
            all.push(carried(previous));
        }
        let setting = Setting::of(scene, group, &all)?;
        let counts = CandidateCounts::of(scene, group, &all);
        let previous = previous.map(|p| p.span);
        let row = |c: &Candidate<'_>| {
            let mut row = Vec::with_capacity(64);
            features(scene, (&setting, group), c, previous, &mut row);
            row
        };
        let alike = |c: &Candidate<'_>| all.iter().filter(|d| d.source.span == c.source.span).count();
        let inputs = |c: &Candidate<'_>| network_inputs(scene, (&setting, group, &counts), c, previous, alike(c));
        let (features, inputs) = (all.iter().map(row).collect(), all.iter().map(inputs).collect());
        let inner: Vec<Option<Within>> = all.iter().map(|c| within(scene, c, &all)).collect();
        let own = |(c, inner): (&Candidate<'_>, &Option<Within>)| {
            construction(scene, c) + if inner.is_some() { WITHIN } else { 0.0 }
        };
        let priors = all.iter().zip(&inner).map(own).collect();
        let within = inner.contains(&Some(Within::Report));
        let said = all.iter().any(|c| reports(c) && is_speaker(scene, c.source));
        Some(Self { setting, candidates: all, features, inputs, priors, said, within })
    }

    /// The probability of each candidate: the softmax of the scores.
    fn probabilities(&self, weights: &Weights) -> Vec<f32> {
        let rows = self.features.iter().zip(&self.inputs).zip(&self.candidates);
        let scores = rows.zip(&self.priors).map(|(((row, inputs), c), prior)| {
            let relayed = if self.said && c.source.link == Link::Phrase { RELAYED_PENALTY } else { 0.0 };
            weights.sum(row) + weights.networks.score(inputs) + prior + relayed
        });
        let scores: Vec<f32> = scores.collect();
        let top = scores.iter().copied().fold(f32::MIN, f32::max);
        let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
        let all: f32 = parts.iter().sum();
        parts.iter().map(|part| part / all).collect()
    }

    /// The most probable candidate.
    #[cfg(feature = "train")]
    pub(crate) fn choose(&self, weights: &Weights, previous: Option<&Source>) -> Option<Choice<'s>> {
        self.ranked(weights, previous).into_iter().next()
    }

    /// Every candidate, the most probable first. Candidates with the same source have the
    /// sum of their probabilities.
    pub(crate) fn ranked(&self, weights: &Weights, previous: Option<&Source>) -> Vec<Choice<'s>> {
        let own = self.probabilities(weights);
        let whole = |c: &Candidate<'_>| {
            self.candidates.iter().zip(&own).filter(|(d, _)| d.same_source(c)).map(|(_, own)| own).sum::<f32>()
        };
        let mut choices: Vec<(Choice<'s>, f32)> = self
            .candidates
            .iter()
            .zip(&own)
            .map(|(candidate, own)| {
                let again = previous.is_some_and(|p| p.span == candidate.source.span);
                let probability = whole(candidate).min(1.0);
                // “Ann Lee, who said “…”” is too rare for an offset of its own, and as
                // reliable as other appositions.
                let person = candidate.source.kind == Some(EntityKind::Person);
                let rule = if person && prior(candidate) > 0.0 { Rule::Apposition } else { candidate.rule };
                let most = if self.within { MOST_WITHIN } else { 1.0 };
                let confidence = weights.confidence.of(probability, rule).min(most);
                (Choice { candidate: *candidate, probability, confidence, again }, *own)
            })
            .collect();
        // Of two equal candidates, the later one comes first. In a transcript, the name at
        // the beginning of the line is the speaker; the author below a block quote is, too.
        choices.reverse();
        choices.sort_by(|(a, own_a), (b, own_b)| {
            let label = |c: &Choice<'_>| decides(&c.candidate);
            let likely = b.probability.total_cmp(&a.probability).then(own_b.total_cmp(own_a));
            label(b).cmp(&label(a)).then(likely)
        });
        if let Some((first, _)) = choices.first_mut().filter(|(c, _)| decides(&c.candidate)) {
            first.probability = 1.0;
            let most = if first.candidate.may_be_caption { LIKELY_AUTHOR } else { 1.0 };
            first.confidence = weights.confidence.of(1.0, first.candidate.rule).min(most);
        }
        choices.into_iter().map(|(choice, _)| choice).collect()
    }
}

/// The choices that can be speakers of a quote, in the same order; none for a question that is put
/// to the subject. If the first cannot, no other has a higher confidence than
/// [`LEFT_BY_ANOTHER`].
pub(crate) fn speakers<'s>(scene: &Scene<'_>, group: &Group, ranked: &[Choice<'s>]) -> Vec<Choice<'s>> {
    let fits = |c: &Choice<'_>| c.candidate.rule == Rule::Carried || can_speak(scene, c.candidate.source);
    if is_put_to_subject(scene, group) || is_for_reader(scene, ranked) {
        return Vec::new();
    }
    let left = ranked.first().is_some_and(|first| !fits(first));
    let unreal = ranked.first().is_some_and(|first| is_supposed(scene, first.candidate.source));
    let highest = match (left, unreal) {
        (true, _) => LEFT_BY_ANOTHER,
        (false, true) => SUPPOSED,
        (false, false) => 1.0,
    };
    // The confidences of all words for one person are added up.
    let most = if unreal { 1 } else { ranked.len() };
    let in_caption = is_in_caption(scene, group);
    let highest = |c: &Choice<'_>| {
        let elsewhere = in_caption && c.candidate.paragraphs > 0 && !c.candidate.is_author;
        let most = match elsewhere {
            true => OUTSIDE_CAPTION,
            false if ranked.iter().any(|other| acts_between(scene, &c.candidate, &other.candidate)) => PAST_ACTOR,
            false => 1.0,
        };
        highest.min(most)
    };
    let found = ranked.iter().filter(|c| fits(c)).take(most);
    found.map(|c| Choice { confidence: c.confidence.min(highest(c)), ..*c }).collect()
}

/// Whether a sentence between a candidate and the quote after it is about somebody else: ““…,” said Lee. Ek smiled.
/// “…””.
fn acts_between(scene: &Scene<'_>, candidate: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    let before = |c: &Candidate<'_>| c.side == Side::Before && c.paragraphs == 0 && c.stops > 0;
    let source = other.source;
    let same = source.entity.is_some() && source.entity == candidate.source.entity;
    let acts = source.opens && source.cue.is_none() && source.how != How::Pronoun && !same;
    let after = candidate.source.span.end <= source.span.start;
    before(candidate) && before(other) && after && acts && is_person(scene, source)
}

/// Whether a source is the name of a person or a noun for one.
fn is_person(scene: &Scene<'_>, source: &Source) -> bool {
    let noun = |i: usize| {
        let owns = scene.class(i + 1) == Class::Possessive;
        !owns && scene.language.people.is_person_or_role(&scene.word(i).to_lowercase())
    };
    let mut words = source.tokens.clone().take_while(|&i| scene.class(i) != Class::Preposition);
    match source.kind {
        Some(kind) => kind == EntityKind::Person,
        None => source.how == How::Nominal && words.any(noun),
    }
}

/// Whether a quote begins in the caption of a picture.
fn is_in_caption(scene: &Scene<'_>, group: &Group) -> bool {
    let paragraph = group.passages.first().and_then(|&p| scene.paragraphs.get(scene.passages.get(p)?.para));
    paragraph.is_some_and(|paragraph| paragraph.kind == BlockKind::Caption)
}

/// Whether the words are those that the reader is to say: “Lee suggests asking yourself, “Is it new?””.
fn is_for_reader(scene: &Scene<'_>, ranked: &[Choice<'_>]) -> bool {
    let Some(first) = ranked.first().map(|c| c.candidate) else { return false };
    let own = ranked.iter().map(|c| c.candidate).filter(|c| c.source.cue.is_some() && c.same_source(&first));
    let cue = own.min_by_key(|c| c.tokens).and_then(|c| scene.cues.get(c.source.cue?));
    cue.is_some_and(|cue| scene.language.people.words.readers.contains_any_case(scene.word(cue.end)))
}

/// Whether a candidate is the speaker by its place alone.
fn decides(candidate: &Candidate<'_>) -> bool {
    candidate.rule == Rule::Transcript || candidate.is_author
}

/// How many tokens before a quote the participle that begins its sentence is looked for.
const LONGEST_OPENING: usize = 60;

/// Whether a quote is a question that somebody else asks: “Asked, “Will you go?” Lee laughed”,
/// “He was asked, “Will you go?””, or words that somebody else says: “Told that it was “a ruin”, Lee laughed”.
fn is_put_to_subject(scene: &Scene<'_>, group: &Group) -> bool {
    let Some(passage) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { return false };
    let floor = scene.paragraphs.get(passage.para).map_or(0, |p| p.tokens.start);
    let open = scene.token_from(passage.outer.start);
    let mark = |i: usize| matches!(scene.class(i), Class::Comma | Class::Colon);
    let Some(verb) = (floor..open).rev().find(|&i| !mark(i)) else { return false };
    let begins = verb == floor
        || matches!(scene.class(verb - 1), Class::Stop | Class::Subordinator | Class::Close)
        || scene.language.verbs.be.contains_any_case(scene.word(verb - 1));
    let questioned = &scene.language.verbs.questioned;
    let outside = |i: &usize| scene.passage_at(*i).is_none();
    let before = (floor..open).rev().take(LONGEST_OPENING).filter(outside);
    let opening = before.take_while(|&i| !mark(i) && scene.class(i) != Class::Stop).last().unwrap_or(open);
    let opens = opening == floor || scene.class(opening - 1) == Class::Stop;
    let told = opens && (questioned.contains_any_case(scene.word(opening)) || scene.is(opening, "told"));
    told || begins && questioned.contains_any_case(scene.word(verb))
}
