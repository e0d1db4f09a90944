//! Groups of passages that are one quote.

use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source, within};

/// The longest attribution between the halves of a quote, in tokens.
const LONGEST_GAP: usize = 30;

/// The farthest that a source is from its cue, in tokens.
const AROUND: usize = 80;

/// Passages that are one quote: indices into the passages of the scene, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// Never empty.
    pub(crate) passages: Vec<usize>,
}

/// Groups the passages of a text. One group is a speech over several paragraphs,
/// up to the paragraph with an attribution of its own, or a quote that is split
/// by its attribution. `sources` are those of each paragraph.
pub(crate) fn groups(scene: &Scene<'_>, sources: &[Vec<Source>]) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    // The place in the last group of the half after the attribution.
    let mut half: Option<usize> = None;
    for (i, passage) in scene.passages.iter().enumerate() {
        let previous = i.checked_sub(1).and_then(|p| scene.passages.get(p));
        let last = found.last_mut();
        let (Some(previous), Some(group)) = (previous, last) else {
            found.push(Group { passages: vec![i] });
            continue;
        };
        if passage.continues && !labelled(sources, passage) {
            let split = attributed_after(scene, sources, passage) && (half.is_some() || !opens(scene, group));
            if split {
                half = None;
                found.push(Group { passages: vec![i] });
            } else {
                group.passages.push(i);
            }
            continue;
        }
        let next = scene.passages.get(i + 1);
        let joined = !passage.continues
            && half.is_none()
            && broken_by_attribution(scene, sources, previous, passage)
            && !next.is_some_and(|next| broken_by_attribution(scene, sources, passage, next));
        if joined {
            half = Some(group.passages.len());
            group.passages.push(i);
        } else {
            half = None;
            found.push(Group { passages: vec![i] });
        }
    }
    found
}

/// Whether a group is the beginning of its paragraph. Words before it may already
/// name its speaker.
fn opens(scene: &Scene<'_>, group: &Group) -> bool {
    let first = group.passages.first().and_then(|&p| scene.passages.get(p));
    first.is_some_and(|p| scene.paragraphs.get(p.para).is_some_and(|para| para.span.start == p.outer.start))
}

/// Whether “she said:” is right before the passage.
fn introduced(scene: &Scene<'_>, sources: &[Vec<Source>], passage: &Passage) -> bool {
    const NEAR: usize = 10;
    let to = scene.token_from(passage.outer.start);
    let ends = to.checked_sub(1).is_some_and(|i| matches!(scene.class(i), Class::Comma | Class::Colon));
    ends && sources.get(passage.para).is_some_and(|all| {
        let near = within(scene, all, to.saturating_sub(AROUND)..to + AROUND);
        near.iter().filter_map(|s| s.cue(scene)).any(|c| {
            c.frames.quote
                && c.end <= to
                && to - c.end < NEAR
                && (c.end..to).all(|i| scene.class(i) != Class::Stop && scene.passage_at(i).is_none())
        })
    })
}

/// Whether the passage begins with the name of its speaker, as in transcripts.
fn labelled(sources: &[Vec<Source>], passage: &Passage) -> bool {
    let opening = sources.get(passage.para).and_then(|all| all.first());
    opening.is_some_and(|s| s.link == Link::Label && passage.outer.covers(s.span))
}

/// Whether there is nothing but “she said,” or “she said.” between two passages.
fn broken_by_attribution(scene: &Scene<'_>, sources: &[Vec<Source>], a: &Passage, b: &Passage) -> bool {
    let (from, to) = (scene.token_from(a.outer.end), scene.token_from(b.outer.start));
    if a.para != b.para || from >= to || to - from > LONGEST_GAP || !begins_clause(scene, a) {
        return false;
    }
    // “On “Face of the City,” Lee said, “Wait.””
    let before = scene.token_from(a.outer.start).checked_sub(1);
    if before.is_some_and(|i| scene.class(i) == Class::Preposition) {
        return false;
    }
    let ends =
        a.span.of(scene.text).ends_with([',', '?', '!', '.', '-', '–', '—', '…']) || scene.class(from) == Class::Comma;
    let stops = (from..to).filter(|&i| scene.class(i) == Class::Stop).count();
    let last = scene.class(to - 1);
    let whole = (stops == 0 && last == Class::Comma) || (stops == 1 && last == Class::Stop);
    let attributed = sources.get(a.para).is_some_and(|all| {
        within(scene, all, from..to).iter().any(|s| {
            s.tokens.start >= from
                && s.tokens.end <= to
                && s.cue(scene).is_some_and(|c| c.frames.quote && c.end <= to)
                && matches!(s.link, Link::Subject | Link::Inverted | Link::Apposition | Link::Relative)
        })
    });
    ends && whole
        && attributed
        && begins_clause(scene, b) | (last == Class::Comma)
        && !(stops > 0 && attributed_after(scene, sources, b))
        && !introduced_anew(scene, sources, from..to, a.para)
        && !(stops == 0 && (ends_sentence(scene, a) || introduced(scene, sources, a)))
}

/// Whether the passage ends with a full stop. A quote that is split by its
/// attribution has a comma there: “A.” She added, “B.” are two.
fn ends_sentence(scene: &Scene<'_>, passage: &Passage) -> bool {
    passage.span.of(scene.text).ends_with('.') && !passage.span.of(scene.text).ends_with("..")
}

/// Whether there are two sources between two passages, the second of which
/// introduces the second passage: “A,” she said, though he said, “B.”
fn introduced_anew(scene: &Scene<'_>, sources: &[Vec<Source>], gap: std::ops::Range<usize>, para: usize) -> bool {
    let all = sources.get(para).map_or(&[][..], Vec::as_slice);
    let subjects = within(scene, all, gap.clone()).iter().filter(|s| {
        let cue = s.cue(scene);
        matches!(s.link, Link::Subject | Link::Inverted)
            && cue.is_some_and(|c| c.frames.quote && gap.contains(&c.first) && gap.contains(&s.tokens.start))
    });
    let mut cues: Vec<Option<usize>> = subjects.map(|s| s.cue).collect();
    cues.dedup();
    cues.len() > 1
}

/// Whether the passage is followed by an attribution of its own: “A,” she said.
/// “B,” she added.
fn attributed_after(scene: &Scene<'_>, sources: &[Vec<Source>], passage: &Passage) -> bool {
    let from = scene.token_from(passage.outer.end);
    let words = passage.span.of(scene.text).trim_end_matches(['’', '\'', '”']);
    words.ends_with([',', '?', '!', '-', '–', '—'])
        && sources.get(passage.para).is_some_and(|all| {
            within(scene, all, from..from + AROUND).iter().any(|s| {
                let cue = s.cue(scene);
                cue.is_some_and(|c| c.frames.quote && c.first.min(s.tokens.start) == from)
                    && matches!(s.link, Link::Subject | Link::Inverted)
            })
        })
}

/// Whether the passage begins like a sentence.
fn begins_clause(scene: &Scene<'_>, passage: &Passage) -> bool {
    let first = passage.span.of(scene.text).chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
        || passage.span.of(scene.text).starts_with(['…', '.', '['])
}
