//! Reported speech: clauses without quotation marks that the article says somebody said.
//!
//! The rules of [`clause`] find the clause that a cue reports, and [`extent`] where it can begin
//! and end. A logistic regression over [`features`] of each of these extents chooses one and
//! says how probably it is what the source said. It is calibrated on articles that it was not
//! trained on.
//!
//! These rules are English grammar; see [`crate::language`].

mod clause;
mod extent;
pub(crate) mod features;
mod signs;
mod verb;

use std::ops::Range;

use crate::analysis::How;
use crate::logistic::{LogisticWeights, Use};
use crate::scene::Scene;
use crate::scene::can_speak::{can_speak, is_speaker};
use crate::scene::source::{Link, Source};
use crate::scene::supposed::is_supposed;
use clause::Clause;
use pullquote_article::Span;
use signs::{ClauseSigns, Signs};

/// What the weights of this module are for.
pub(crate) const WEIGHTS: Use = Use {
    name: "weights for reported speech",
    magic: *b"PQRS",
    trainer: "examples/train_reported.rs",
    templates: &[features::TEMPLATES],
};

/// The shortest reported clause, in words.
const FEWEST_WORDS: usize = 3;

/// The lowest probability of a clause that is shown. Chosen by cross-validation over articles.
const LEAST: f32 = 0.5;

/// The highest probability for a source that is no person, body, group or document, and for what
/// might have been said: below what is shown as sure. Set by hand.
const DOUBTFUL: f32 = 0.6;

/// A rule that finds reported clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClauseRule {
    /// “Lee said that …”
    That,
    /// “Lee said …”
    Clause,
    /// “…, according to Lee”
    According,
    /// “…, Lee said.”
    CueAfter,
    /// “…, Lee said, …”
    CueInside,
}

impl ClauseRule {
    /// The name of the rule for reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::That => "that-clause",
            Self::Clause => "clause",
            Self::According => "according-to",
            Self::CueAfter => "cue-after",
            Self::CueInside => "cue-inside",
        }
    }
}

/// A reported clause.
pub(crate) struct Reported<'s> {
    /// The clause; two spans if the attribution is inside it.
    pub(crate) spans: Vec<Span>,
    /// The source of the words.
    pub(crate) source: &'s Source,
    /// The cue.
    pub(crate) cue: Span,
    /// The name of the rule that found the clause.
    pub(crate) rule: &'static str,
    /// The probability, from 0 to 1, that the source said this.
    pub(crate) confidence: f32,
}

/// A clause that a rule found, with all the extents that it may have.
pub(crate) struct Proposal<'s> {
    pub(crate) source: &'s Source,
    /// The tokens of the cue.
    pub(crate) cue: Range<usize>,
    pub(crate) rule: ClauseRule,
    /// The extents, the one of the rule first: never empty.
    pub(crate) extents: Vec<Extent>,
    /// Whether the words are surely no more than doubtful: see [`DOUBTFUL`].
    doubtful: bool,
}

/// An extent of a reported clause.
pub(crate) struct Extent {
    /// The words; two spans if the attribution is inside them.
    pub(crate) spans: Vec<Span>,
    /// The slots of its features.
    pub(crate) features: Vec<u32>,
}

/// The reported clauses of the text, in the order of their cues.
pub(crate) fn reported<'s>(
    scene: &Scene<'_>,
    sources: &'s [Vec<Source>],
    weights: &LogisticWeights,
) -> Vec<Reported<'s>> {
    let mut found: Vec<Reported<'s>> = Vec::new();
    for proposal in proposals(scene, sources) {
        let Some((extent, probability)) = proposal.best(weights) else { continue };
        if probability < LEAST {
            continue;
        }
        let confidence = if proposal.doubtful { probability.min(DOUBTFUL) } else { probability };
        let cue = scene.span(proposal.cue.start, proposal.cue.end);
        let (source, rule) = (proposal.source, proposal.rule.name());
        let own = Reported { spans: extent.spans.clone(), source, cue, rule, confidence };
        match found.last_mut().filter(|last| own.overlaps(last)) {
            Some(last) if own.confidence > last.confidence => *last = own,
            Some(_) => {}
            None => found.push(own),
        }
    }
    found
}

impl Reported<'_> {
    fn overlaps(&self, other: &Self) -> bool {
        self.spans.iter().any(|a| other.spans.iter().any(|b| a.overlaps(*b)))
    }
}

impl Proposal<'_> {
    /// The most probable extent, and the probability that the source said it.
    pub(crate) fn best(&self, weights: &LogisticWeights) -> Option<(&Extent, f32)> {
        let judged = self.extents.iter().map(|extent| (extent, weights.probability(&extent.features)));
        // Of equal ones, the extent of the rule: it is the first.
        judged.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }
}

/// The clauses that the rules find, in the order of their sources.
pub(crate) fn proposals<'s>(scene: &Scene<'_>, sources: &'s [Vec<Source>]) -> Vec<Proposal<'s>> {
    let mut found = Vec::new();
    for (paragraph, sources) in scene.paragraphs.iter().zip(sources) {
        for source in sources {
            let Some(cue) = source.cue(scene) else { continue };
            // “Lee, who said”: the words for the speaker are “who”.
            if source.link == Link::Relative && source.stands_for.is_none() && has_pronoun(sources, source) {
                continue;
            }
            // “you say”, “you could call them”: nobody is quoted.
            if source.how == How::Pronoun && !can_speak(scene, source) {
                continue;
            }
            // “a card that asked visitors to be quiet” describes the card.
            if source.stands_for.is_some() && !scene.is(source.tokens.start, "who") && !is_speaker(scene, source) {
                continue;
            }
            let clause = Clause::new(scene, cue, source, sources, paragraph.tokens.clone());
            found.extend(proposal(&clause, source));
        }
    }
    found
}

/// The clause that the cue of `source` reports, with its extents.
fn proposal<'s>(clause: &Clause<'_, '_>, source: &'s Source) -> Option<Proposal<'s>> {
    let (parts, rule) = clause.find()?;
    let scene = clause.scene;
    let signs = ClauseSigns::of(clause, rule);
    let mut extents: Vec<Extent> = Vec::new();
    for parts in clause.extents(parts) {
        let spans: Vec<Span> = parts.iter().filter_map(|part| clause.trimmed(part.clone())).collect();
        let words: usize = spans.iter().map(|s| s.of(scene.text).split_whitespace().count()).sum();
        if words < FEWEST_WORDS || extents.iter().any(|other| other.spans == spans) {
            continue;
        }
        let mut features = Vec::new();
        features::features(&Signs::of(&signs, clause, &parts, extents.is_empty()), &mut features);
        extents.push(Extent { spans, features });
    }
    let doubtful = !is_speaker(scene, source) || is_supposed(scene, source);
    let cue = clause.cue.first..clause.cue.end;
    (!extents.is_empty()).then_some(Proposal { source, cue, rule, extents, doubtful })
}

/// Whether the sources have the pronoun of a relative clause with the antecedent `source`.
fn has_pronoun(sources: &[Source], source: &Source) -> bool {
    sources.iter().any(|other| other.cue == source.cue && other.stands_for == Some(source.span))
}
