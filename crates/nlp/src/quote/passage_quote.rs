//! The quote that a group of passages is: its kind, its speaker with a confidence, and the other
//! speakers it may have.

use super::identity::EntityLookup;
use super::speaker::speaker;
use crate::analysis::{Candidate, ConfidenceParts, Quote, QuoteId, QuoteKind, Speaker};
use crate::attribution::candidate::Choice;
use crate::scene::Scene;
use crate::scene::group::Group;
use pullquote_article::Span;

/// The least confidence of a speaker that is given, which is the probability of speech times
/// that of the attribution; a less sure one stays a candidate.
pub(super) const LEAST_SURE: f32 = 0.4;

/// The likeliest mention decides if its speaker has this confidence. If not, another speaker
/// with several mentions may have more in sum.
const LEAST_ALONE: f32 = 0.5;

/// The most candidates that a quote lists.
const MOST_CANDIDATES: usize = 4;

/// The most sources that are considered for a list of candidates.
const LOOKED_AT: usize = 12;

/// The quote of a group; `None` for a group without passages. `choices` are the sources that may name its
/// speaker, the likeliest first, and `speech` is the probability that it is speech.
pub(super) fn passage_quote(
    scene: &Scene<'_>,
    group: &Group,
    choices: &[Choice<'_>],
    speech: f32,
    lookup: &EntityLookup<'_>,
) -> Option<Quote> {
    let passages: Vec<_> = group.passages.iter().filter_map(|&p| scene.passages.get(p)).collect();
    let first = *passages.first()?;
    let spans: Vec<Span> = passages.iter().map(|p| p.span).collect();
    let words: usize = spans.iter().map(|s| s.of(scene.text).split_whitespace().count()).sum();
    let whole = first.outer.start == scene.paragraphs.get(first.para)?.span.start;
    let kind = if whole || words >= 3 && first.span.of(scene.text).starts_with(char::is_uppercase) {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    };
    let mut all = attributions(scene, choices, lookup);
    // Every mention of the speaker counts, whichever of them attributes the quote.
    let (mention, identity) = all.first().map_or((0.0, 0.0), |best| {
        let identity = best.identity.max(f32::MIN_POSITIVE);
        ((best.candidate.confidence / identity).min(1.0), identity)
    });
    let sure = speech * mention >= LEAST_SURE && !all.is_empty();
    let best = if sure { Some(all.remove(0).candidate) } else { None };
    let all = all.into_iter().take(MOST_CANDIDATES).map(|Attribution { candidate, .. }| candidate);
    let all = all.map(|c| Candidate { confidence: c.confidence * speech, ..c }).collect();
    let parts = best.as_ref().map_or(ConfidenceParts::NONE, |_| ConfidenceParts { speech, mention, identity });
    let (speaker, cue) = best.map_or((None, None), |c| (Some(c.speaker), c.cue));
    let (confidence, confidence_parts) = (parts.least(), parts);
    Some(Quote { id: QuoteId(0), kind, spans, speaker, cue, confidence, confidence_parts, candidates: all })
}

/// A possible speaker of a quote.
struct Attribution {
    candidate: Candidate,
    /// The probability that the words of the mention mean this speaker.
    identity: f32,
}

/// The choices as speakers: each person once, the likeliest first. The confidence of a
/// speaker is the sum over all mentions.
fn attributions(scene: &Scene<'_>, choices: &[Choice<'_>], lookup: &EntityLookup<'_>) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    let left = choices.first().map_or(0.0, |best| 1.0 - best.probability).max(1e-6);
    let doubt = choices.first().map_or(0.0, |best| 1.0 - best.confidence);
    for (i, choice) in choices.iter().take(LOOKED_AT).enumerate() {
        let speaker = speaker(scene, choice, lookup);
        let known = |other: &Speaker| match (other.entity, speaker.entity) {
            (Some(a), Some(b)) => a == b,
            _ => other.name.eq_ignore_ascii_case(&speaker.name),
        };
        // The others share the probability that the likeliest leaves. One that is right by its place
        // leaves them less than the ranker gave them.
        let mention = if i == 0 { choice.confidence } else { doubt * (choice.probability / left).min(1.0) };
        let identity = lookup.identity(scene, choice.candidate.source).probability;
        let confidence = mention * identity;
        if let Some(same) = found.iter_mut().find(|found| known(&found.candidate.speaker)) {
            // The probability of a choice is that of all choices with its source.
            let counted = choices.iter().take(i).any(|other| other.candidate.same_source(&choice.candidate));
            same.candidate.confidence += if counted { 0.0 } else { confidence };
            continue;
        }
        let cue = cue_of(choices, choice).and_then(|c| scene.cues.get(c)).map(|c| scene.span(c.first, c.end));
        found.push(Attribution { candidate: Candidate { speaker, cue, confidence }, identity });
    }
    if found.first().is_some_and(|best| best.candidate.confidence < LEAST_ALONE) {
        found.sort_by(|a, b| b.candidate.confidence.total_cmp(&a.candidate.confidence));
    }
    found
}

/// The cue of a choice: the nearest to the quote, if its source has several. In
/// “Lee was quoted as saying” it is “saying”.
fn cue_of(choices: &[Choice<'_>], choice: &Choice<'_>) -> Option<usize> {
    let own = choice.candidate;
    let cued = choices.iter().map(|c| c.candidate).filter(|c| {
        c.source.span == own.source.span && c.side == own.side && c.source.cue.is_some() && c.stops == own.stops
    });
    let nearest = cued.min_by_key(|c| c.tokens).filter(|_| own.source.cue.is_some() && own.paragraphs == 0);
    nearest.and_then(|c| c.source.cue)
}
