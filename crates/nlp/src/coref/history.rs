//! What the text has said so far about each entity, while it is read from front to back.

use std::collections::HashMap;

use crate::analysis::EntityId;
use crate::language::people::Gender;
use crate::scene::source::Source;

/// What the last mention of an entity was in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastRole {
    Speaker,
    Opening,
    Source,
    Other,
    Owner,
    Quoted,
}

impl LastRole {
    /// The role of a mention that is `source`, or none.
    pub(super) fn of(source: Option<&Source>, quoted: bool, owner: bool) -> Self {
        match source {
            _ if quoted => Self::Quoted,
            Some(source) if source.cue.is_some() => Self::Speaker,
            _ if owner => Self::Owner,
            Some(source) if source.opens => Self::Opening,
            Some(_) => Self::Source,
            None => Self::Other,
        }
    }
}

/// The last mention of an entity, and the number of its mentions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// The token that the mention begins with.
    pub(super) token: usize,
    pub(super) sentence: usize,
    pub(super) para: usize,
    pub(super) role: LastRole,
    pub(super) count: usize,
    /// Whether it was in a list of names.
    pub(super) listed: bool,
    /// The last paragraph in which it was the first entity.
    pub(super) topic: Option<usize>,
}

/// The subject of a cue outside quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoken {
    pub(super) entity: Option<EntityId>,
    pub(super) sentence: usize,
}

/// What the text has said so far.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The number of sentences that ended.
    pub(super) sentence: usize,
    seen: Vec<Option<Seen>>,
    /// The subjects of cues: the last one, and the one before.
    pub(super) spoken: [Option<Spoken>; 2],
    /// For each gender, the last pronoun: its entity and sentence.
    chains: [Option<(Option<EntityId>, usize)>; 2],
    /// The sentence of the last indefinite phrase with each noun.
    indefinite: HashMap<String, usize>,
    /// The paragraph that has an entity already.
    begun: Option<usize>,
}

impl History {
    pub(super) fn new(entities: usize) -> Self {
        Self { seen: vec![None; entities], ..Self::default() }
    }

    /// The last mention of an entity.
    pub(super) fn of(&self, entity: EntityId) -> Option<&Seen> {
        self.seen.get(entity.0)?.as_ref()
    }

    /// Notes a mention of an entity at a token.
    pub(super) fn note(&mut self, entity: EntityId, (token, para): (usize, usize), role: LastRole, listed: bool) {
        let sentence = self.sentence;
        let first = role != LastRole::Quoted && self.begun.replace(para) != Some(para);
        let Some(cell) = self.seen.get_mut(entity.0) else { return };
        let (count, topic) = cell.map_or((0, None), |seen| (seen.count, seen.topic));
        let topic = if first { Some(para) } else { topic };
        *cell = Some(Seen { token, sentence, para, role, count: count + 1, listed, topic });
    }

    /// Notes the subject of a cue; `None` for one without a name.
    pub(super) fn note_speaker(&mut self, entity: Option<EntityId>) {
        let [last, before] = &mut self.spoken;
        if entity.is_none() || last.and_then(|s| s.entity) != entity {
            *before = *last;
        }
        *last = Some(Spoken { entity, sentence: self.sentence });
    }

    /// Notes whom a pronoun of this gender refers to.
    pub(super) fn note_pronoun(&mut self, gender: Gender, entity: Option<EntityId>) {
        if let Some(cell) = self.chains.get_mut(gender as usize) {
            *cell = Some((entity, self.sentence));
        }
    }

    /// The last pronoun of this gender: its entity, and how many sentences ago.
    pub(super) fn last_pronoun(&self, gender: Gender) -> Option<(Option<EntityId>, usize)> {
        let (entity, sentence) = (*self.chains.get(gender as usize)?)?;
        Some((entity, self.sentence.saturating_sub(sentence)))
    }

    /// Notes an indefinite phrase with this noun.
    pub(super) fn note_indefinite(&mut self, noun: &str) {
        self.indefinite.insert(noun.to_owned(), self.sentence);
    }

    /// How many sentences ago an indefinite phrase had this noun.
    pub(super) fn indefinite(&self, noun: &str) -> Option<usize> {
        self.indefinite.get(noun).map(|sentence| self.sentence.saturating_sub(*sentence))
    }
}
