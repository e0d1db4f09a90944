//! Groups of passages that are one quote.

use std::ops::Range;

use crate::cue::Cue;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source, within};

/// The longest attribution between the halves of a quote, in tokens.
const LONGEST_GAP: usize = 30;

/// A cue that introduces a passage is nearer to it than this, in tokens.
const NEAR: usize = 10;

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
    // Whether the last group has both halves of a quote that its attribution splits.
    let mut has_halves = false;
    for (i, passage) in scene.passages.iter().enumerate() {
        let joined = found.last().is_some_and(|group| {
            if passage.continues && !labelled(sources, passage) {
                !attributed_after(scene, sources, passage) || !has_halves && opens(scene, group)
            } else {
                !passage.continues && !has_halves && is_second_half(scene, sources, i)
            }
        });
        has_halves = joined && (has_halves || !passage.continues);
        match found.last_mut().filter(|_| joined) {
            Some(group) => group.passages.push(i),
            None => found.push(Group { passages: vec![i] }),
        }
    }
    found
}

/// Whether passage `i` is the second half of a quote, and not the first half of another one.
fn is_second_half(scene: &Scene<'_>, sources: &[Vec<Source>], i: usize) -> bool {
    let splits = |first: usize| {
        let pair = scene.passages.get(first).zip(scene.passages.get(first + 1));
        pair.and_then(|(a, b)| Gap::between(scene, sources, a, b)).is_some_and(|gap| gap.splits_quote())
    };
    i.checked_sub(1).is_some_and(splits) && !splits(i)
}

/// Whether a group is the beginning of its paragraph. Words before it may already
/// name its speaker.
fn opens(scene: &Scene<'_>, group: &Group) -> bool {
    let first = group.passages.first().and_then(|&p| scene.passages.get(p));
    first.is_some_and(|p| scene.paragraphs.get(p.para).is_some_and(|para| para.span.start == p.outer.start))
}

/// Whether “she said:” is right before the passage.
fn introduced(scene: &Scene<'_>, sources: &[Vec<Source>], passage: &Passage) -> bool {
    let to = scene.token_from(passage.outer.start);
    let ends = to.checked_sub(1).is_some_and(|i| matches!(scene.class(i), Class::Comma | Class::Colon));
    let one_clause =
        |mut tokens: Range<usize>| tokens.all(|i| scene.class(i) != Class::Stop && scene.passage_at(i).is_none());
    let introduces = |c: &Cue| c.frames.quote && c.end <= to && to - c.end < NEAR && one_clause(c.end..to);
    ends && sources.get(passage.para).is_some_and(|all| {
        let near = within(scene, all, to.saturating_sub(AROUND)..to + AROUND);
        near.iter().filter_map(|s| s.cue(scene)).any(introduces)
    })
}

/// Whether the passage begins with the name of its speaker, as in transcripts.
fn labelled(sources: &[Vec<Source>], passage: &Passage) -> bool {
    let opening = sources.get(passage.para).and_then(|all| all.first());
    opening.is_some_and(|s| s.link == Link::Label && passage.outer.covers(s.span))
}

/// The words between two passages of a paragraph, which may be an attribution that splits a quote.
struct Gap<'a, 's> {
    scene: &'a Scene<'s>,
    sources: &'a [Vec<Source>],
    before: &'a Passage,
    after: &'a Passage,
    tokens: Range<usize>,
}

impl<'a, 's> Gap<'a, 's> {
    /// The words between two passages; `None` if there are none or too many.
    fn between(
        scene: &'a Scene<'s>,
        sources: &'a [Vec<Source>],
        before: &'a Passage,
        after: &'a Passage,
    ) -> Option<Self> {
        let tokens = scene.token_from(before.outer.end)..scene.token_from(after.outer.start);
        let near = before.para == after.para && (1..=LONGEST_GAP).contains(&tokens.len());
        near.then_some(Self { scene, sources, before, after, tokens })
    }

    /// Whether there is nothing but an attribution between the halves of one quote: “A,” she said, “B.” or
    /// “A,” she said. “B.”
    fn splits_quote(&self) -> bool {
        let Self { scene, sources, before, after, .. } = *self;
        begins_clause(scene, before)
            && !self.follows_name()
            && self.may_end_passage()
            && self.has_attribution()
            && !introduced_anew(scene, sources, self.tokens.clone(), before.para)
            && match self.full_stop() {
                Some(false) => !ends_sentence(scene, before) && !introduced(scene, sources, before),
                Some(true) => begins_clause(scene, after) && !attributed_after(scene, sources, after),
                None => false,
            }
    }

    /// Whether the passage before is a name in “On “Face of the City,” Lee said, “Wait.””
    fn follows_name(&self) -> bool {
        let before = self.scene.token_from(self.before.outer.start).checked_sub(1);
        before.is_some_and(|i| self.scene.class(i) == Class::Preposition)
    }

    /// Whether a passage that its attribution splits can end like the one before.
    fn may_end_passage(&self) -> bool {
        let words = self.before.span.of(self.scene.text);
        words.ends_with([',', '?', '!', '.', '-', '–', '—', '…']) || self.scene.class(self.tokens.start) == Class::Comma
    }

    /// Whether the words end with a full stop, `Some(true)`, or with a comma; `None` if they end otherwise or
    /// have another full stop.
    fn full_stop(&self) -> Option<bool> {
        let stops = self.tokens.clone().filter(|&i| self.scene.class(i) == Class::Stop).count();
        match (stops, self.scene.class(self.tokens.end - 1)) {
            (0, Class::Comma) => Some(false),
            (1, Class::Stop) => Some(true),
            _ => None,
        }
    }

    /// Whether a source and its cue are between the passages.
    fn has_attribution(&self) -> bool {
        let Range { start, end } = self.tokens;
        let inside = |s: &Source| s.tokens.start >= start && s.tokens.end <= end;
        let quotes = |s: &Source| s.cue(self.scene).is_some_and(|c| c.frames.quote && c.end <= end);
        let linked = |s: &Source| matches!(s.link, Link::Subject | Link::Inverted | Link::Apposition | Link::Relative);
        self.sources
            .get(self.before.para)
            .is_some_and(|all| within(self.scene, all, start..end).iter().any(|s| inside(s) && quotes(s) && linked(s)))
    }
}

/// Whether the passage ends with a full stop. A quote that is split by its
/// attribution has a comma there: “A.” She added, “B.” are two.
fn ends_sentence(scene: &Scene<'_>, passage: &Passage) -> bool {
    passage.span.of(scene.text).ends_with('.') && !passage.span.of(scene.text).ends_with("..")
}

/// Whether there are two sources between two passages, the second of which
/// introduces the second passage: “A,” she said, though he said, “B.”
fn introduced_anew(scene: &Scene<'_>, sources: &[Vec<Source>], gap: Range<usize>, para: usize) -> bool {
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
