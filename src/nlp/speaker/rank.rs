//! Choosing among the candidates.

use super::candidate::{Candidate, Side};
use super::rule::Rule;
use super::scene::Scene;
use crate::nlp::How;

/// How likely a candidate is by its rule and distance alone: higher is
/// likelier; comparable within one quote.
pub(crate) fn score(scene: &Scene<'_>, c: &Candidate<'_>) -> f32 {
    let base = match c.rule {
        Rule::CueAfter | Rule::CueInverted => 6.0,
        Rule::CueBefore | Rule::Apposition => 5.5,
        Rule::AccordingTo | Rule::Transcript | Rule::SignedOff => 5.0,
        Rule::SharedSubject => 4.5,
        Rule::ColonBefore => 4.0,
        Rule::Subject => 3.0,
        Rule::SentenceBefore => 2.0,
        Rule::NearName => 1.0,
        Rule::SentenceAfter => 0.8,
        Rule::ParagraphBefore => 0.0,
        Rule::Carried => 1.5,
    };
    let cue = c.source.cue.and_then(|i| scene.cues.get(i));
    let weak = if cue.is_some_and(|cue| cue.frames.weak) { 0.8 } else { 0.0 };
    let no_quote = if cue.is_some_and(|cue| !cue.frames.quote) { 0.8 } else { 0.0 };
    let touching = if c.tokens <= 1 && c.side != Side::Before { 1.0 } else { 0.0 };
    let loose_nominal = if c.source.how == How::Nominal && cue.is_none() { 0.8 } else { 0.0 };
    #[allow(clippy::cast_precision_loss)] // Distances are small.
    let distance = (c.tokens as f32).min(60.0) * 0.06
        + c.rivals as f32 * 1.5
        + c.passages as f32 * 0.8
        + c.stops as f32 * 0.7
        + c.paragraphs as f32;
    base + touching - weak - no_quote - loose_nominal - distance
}
