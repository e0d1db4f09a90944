//! Passages that are one quote.

use super::passage::Passage;
use crate::nlp::speaker::grammar::Class;
use crate::nlp::speaker::scene::Scene;
use crate::nlp::speaker::source::{Link, Source};

/// No attribution between the halves of a quote is longer, in tokens.
const LONGEST_GAP: usize = 30;

/// Passages that are one quote, in order: indices into the scene's passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// Never empty.
    pub(crate) passages: Vec<usize>,
}

/// Groups the passages: speeches over several paragraphs, and quotes that
/// only their attribution breaks. `sources` are those of each paragraph.
pub(crate) fn groups(scene: &Scene<'_>, sources: &[Vec<Source>]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut split = false;
    for (i, passage) in scene.passages.iter().enumerate() {
        let previous = i.checked_sub(1).and_then(|p| scene.passages.get(p));
        let joined = match previous {
            Some(_) if passage.continues => !labelled(sources, passage),
            Some(previous) if !split => {
                let next = scene.passages.get(i + 1);
                split = broken_by_attribution(scene, sources, previous, passage)
                    && !next.is_some_and(|next| broken_by_attribution(scene, sources, passage, next));
                split
            }
            _ => {
                split = false;
                false
            }
        };
        match found.last_mut() {
            Some(group) if joined => group.passages.push(i),
            _ => found.push(Group { passages: vec![i] }),
        }
        split &= joined;
    }
    found
}

/// Whether the passage opens with the name of its speaker, as in transcripts.
fn labelled(sources: &[Vec<Source>], passage: &Passage) -> bool {
    let opening = sources.get(passage.para).and_then(|all| all.first());
    opening.is_some_and(|s| s.link == Link::Label && passage.outer.covers(s.span))
}

/// Whether only “she said,” or “she said.” stands between two passages.
fn broken_by_attribution(scene: &Scene<'_>, sources: &[Vec<Source>], a: &Passage, b: &Passage) -> bool {
    let (from, to) = (scene.token_from(a.outer.end), scene.token_from(b.outer.start));
    if a.para != b.para || from >= to || to - from > LONGEST_GAP || !begins_clause(scene, a) {
        return false;
    }
    let ends =
        a.span.of(scene.text).ends_with([',', '?', '!', '.', '-', '–', '—', '…']) || scene.class(from) == Class::Comma;
    let stops = (from..to).filter(|&i| scene.class(i) == Class::Stop).count();
    let last = scene.class(to - 1);
    let whole = (stops == 0 && last == Class::Comma) || (stops == 1 && last == Class::Stop);
    let attributed = sources.get(a.para).is_some_and(|all| {
        all.iter().any(|s| {
            s.tokens.start >= from
                && s.tokens.end <= to
                && s.cue.and_then(|c| scene.cues.get(c)).is_some_and(|c| c.frames.quote && c.end <= to)
                && matches!(s.link, Link::Subject | Link::Inverted | Link::Apposition | Link::Relative)
        })
    });
    ends && whole && attributed && begins_clause(scene, b) | (last == Class::Comma)
}

/// Whether the passage begins as a sentence does.
fn begins_clause(scene: &Scene<'_>, passage: &Passage) -> bool {
    let first = passage.span.of(scene.text).chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
        || passage.span.of(scene.text).starts_with(['…', '.', '['])
}
