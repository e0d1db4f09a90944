//! What a pronoun that is the subject of a cue says, and who speaks next. People seldom say
//! their own name: in “Lee met Tully. “Lee is wrong,” he said”, he is Tully.

use std::ops::Range;

use super::Resolver;
use super::mention::Mention;
use crate::analysis::EntityId;
use crate::passage::Passage;
use crate::scene::grammar::Class;

/// The most tokens between a cue and a passage that goes on in its sentence.
const NEAR: usize = 8;

/// The most tokens between a cue and a passage before it, or one that begins the next sentence.
const BESIDE: usize = 3;

/// How many names of a passage are looked at.
const MOST_NAMES: usize = 24;

/// How many sources after a mention are looked at for the next speaker, so that time stays linear
/// in the text.
const MOST_SOURCES: usize = 40;

/// What is near a mention that is the subject of a cue outside quotes.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Whether a passage is before or after the cue.
    adjoins: bool,
    /// The entities with a name in such a passage.
    named: Vec<EntityId>,
    /// The next subject of a cue that is a name, and whether it is in the same paragraph.
    next: Option<(EntityId, bool)>,
}

impl Said {
    /// Whether what is said has the name of the candidate, as a value of
    /// [`Fact::InQuote`](crate::resolver::facts::Fact::InQuote).
    pub(super) fn names(&self, candidate: EntityId) -> usize {
        match self.adjoins {
            false => 0,
            true if self.named.contains(&candidate) => 1,
            true => 2,
        }
    }

    /// Whether the candidate is the next speaker with a name, as a value of
    /// [`Fact::SpeaksNext`](crate::resolver::facts::Fact::SpeaksNext).
    pub(super) fn speaks_next(&self, candidate: EntityId) -> usize {
        match self.next {
            None => 0,
            Some((next, here)) => 1 + 2 * usize::from(here) + usize::from(next == candidate),
        }
    }
}

impl Resolver<'_, '_> {
    /// What a mention says; nothing if it is not the subject of a cue.
    pub(super) fn said(&self, mention: &Mention<'_>) -> Said {
        let cue = mention.source.and_then(|s| s.cue).and_then(|c| self.scene.cues.get(c));
        let Some(cue) = cue.filter(|_| mention.passage.is_none()) else { return Said::default() };
        let extent = mention.tokens.start.min(cue.first)..mention.tokens.end.max(cue.end);
        let passages: Vec<&Passage> = self.adjoining(mention.para, &extent).collect();
        let mut named: Vec<EntityId> = Vec::new();
        for passage in &passages {
            let tokens = self.scene.tokens_of(passage);
            named.extend(self.scene.names_in(&tokens).take(MOST_NAMES).map(|n| n.entity));
        }
        Said { adjoins: !passages.is_empty(), named, next: self.next_speaker(mention) }
    }

    /// The likely speaker of the passage that the mention is in: the subject of the nearest
    /// cue in its paragraph, or else the last speaker.
    pub(super) fn passage_speaker(&self, mention: &Mention<'_>) -> Option<EntityId> {
        let passage = self.scene.passages.get(mention.passage?)?;
        let sources = self.sources.get(mention.para).map_or(&[][..], Vec::as_slice);
        let cued = sources.iter().filter(|s| s.cue.is_some());
        let gap = |at: usize| at.abs_diff(passage.outer.start).min(at.abs_diff(passage.outer.end));
        let nearest = cued.min_by_key(|s| gap(s.span.start).min(gap(s.span.end)));
        let known = nearest.and_then(|s| s.entity.or_else(|| self.answered(s.span)));
        known.or_else(|| self.history.spoken.first().copied().flatten().and_then(|s| s.entity))
    }

    /// The passages that end just before a cue with its subject, or begin just after it.
    fn adjoining(&self, para: usize, extent: &Range<usize>) -> impl Iterator<Item = &Passage> {
        let at = |i: usize| self.scene.tokens.get(i).map_or(usize::MAX, |t| t.span.start);
        let after = self.scene.passages.partition_point(|p| p.outer.start < at(extent.start));
        let before = after.checked_sub(1).and_then(|i| self.scene.passages.get(i));
        let ends = before.filter(|p| {
            let end = self.scene.token_from(p.outer.end);
            end <= extent.start && extent.start - end < BESIDE
        });
        let begins = self.scene.passages.get(after).filter(|p| {
            let start = self.scene.token_from(p.outer.start);
            let between = extent.end..start;
            let beside = between.len() <= BESIDE;
            let goes_on = || between.len() <= NEAR && between.clone().all(|i| self.scene.class(i) != Class::Stop);
            start >= extent.end && (beside || goes_on())
        });
        ends.into_iter().chain(begins).filter(move |p| p.para == para)
    }

    /// The subject of the next cue that is a name, in this paragraph or the next one.
    fn next_speaker(&self, mention: &Mention<'_>) -> Option<(EntityId, bool)> {
        let of = |para: usize| {
            let sources = self.sources.get(para).map_or(&[][..], Vec::as_slice);
            let first = sources.partition_point(|s| s.span.start <= mention.span.start);
            let mut later = sources.iter().skip(first).take(MOST_SOURCES).filter(|s| s.cue.is_some());
            later.find_map(|s| s.entity)
        };
        let here = of(mention.para).map(|entity| (entity, true));
        here.or_else(|| of(mention.para + 1).map(|entity| (entity, false)))
    }
}
