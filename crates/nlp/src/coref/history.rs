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

/// The last pronoun of a gender.
#[derive(Debug, Clone, Copy)]
struct LastPronoun {
    entity: Option<EntityId>,
    sentence: usize,
    token: usize,
    /// The probability that it refers to the entity.
    probability: f32,
}

/// What the text has said so far.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The number of sentences that ended.
    pub(super) sentence: usize,
    seen: Vec<Option<Seen>>,
    /// For each entity, the token that its last name begins with.
    named: Vec<Option<usize>>,
    /// For each entity, whether it was named outside quotes.
    introduced: Vec<bool>,
    /// The subjects of cues: the last one, and the one before.
    pub(super) spoken: [Option<Spoken>; 2],
    /// For each gender, the last pronoun: its entity and sentence.
    chains: [Option<LastPronoun>; 2],
    /// The sentence of the last indefinite phrase with each noun.
    indefinite: HashMap<String, usize>,
    /// The paragraph that has an entity already.
    begun: Option<usize>,
}

impl History {
    pub(super) fn new(entities: usize) -> Self {
        let (seen, named, introduced) = (vec![None; entities], vec![None; entities], vec![false; entities]);
        Self { seen, named, introduced, ..Self::default() }
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

    /// Notes whom a pronoun of this gender refers to. `probability` is the least of those since the
    /// entity was named.
    pub(super) fn note_pronoun(&mut self, gender: Gender, token: usize, entity: Option<EntityId>, probability: f32) {
        if let Some(cell) = self.chains.get_mut(gender as usize) {
            *cell = Some(LastPronoun { entity, sentence: self.sentence, token, probability });
        }
    }

    /// The probability of the last pronoun of this gender, if it refers to the entity and the text
    /// has not named the entity since.
    pub(super) fn chained(&self, gender: Gender, entity: EntityId) -> Option<f32> {
        let last = (*self.chains.get(gender as usize)?)?;
        let named = self.named.get(entity.0).copied().flatten().is_some_and(|token| token > last.token);
        (last.entity == Some(entity) && !named).then_some(last.probability)
    }

    /// Notes that a name of an entity begins at a token.
    pub(super) fn note_name(&mut self, entity: EntityId, token: usize) {
        if let Some(cell) = self.named.get_mut(entity.0) {
            *cell = Some(token);
        }
    }

    /// Notes that the text names an entity outside quotes, and returns whether it is the first time.
    pub(super) fn is_first_name(&mut self, entity: EntityId) -> bool {
        self.introduced.get_mut(entity.0).is_some_and(|introduced| !std::mem::replace(introduced, true))
    }

    /// The last pronoun of this gender: its entity, and how many sentences ago.
    pub(super) fn last_pronoun(&self, gender: Gender) -> Option<(Option<EntityId>, usize)> {
        let last = (*self.chains.get(gender as usize)?)?;
        Some((last.entity, self.sentence.saturating_sub(last.sentence)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pronoun_is_chained_to_the_last_one_until_the_entity_is_named_again() {
        let mut history = History::new(2);
        let (mara, anna) = (EntityId(0), EntityId(1));
        history.note_name(mara, 3);
        history.note_pronoun(Gender::Female, 9, Some(mara), 0.6);
        assert_eq!(history.chained(Gender::Female, mara), Some(0.6));
        assert_eq!((history.chained(Gender::Female, anna), history.chained(Gender::Male, mara)), (None, None));
        history.note_name(anna, 12);
        assert_eq!(history.chained(Gender::Female, mara), Some(0.6));
        history.note_name(mara, 15);
        assert_eq!(history.chained(Gender::Female, mara), None);
    }
}
