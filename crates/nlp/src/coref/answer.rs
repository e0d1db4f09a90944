//! What one mention refers to: what the ranker chooses, or, if it chooses nobody, what the sentences
//! before the mention leave. The answer is noted for the mentions after it.

use super::gender::Fit;
use super::history::LastRole;
use super::mention::Mention;
use super::nominal;
use super::salience::{UNNAMED, raised_by};
use super::{Answer, Decide, Reference, Referent, Resolver};
use crate::analysis::{EntityId, EntityKind, MentionKind};
use crate::language::people::Person;
use crate::resolver::facts::MentionClass;

/// A pronoun with a lower probability makes the next one for the same person less sure, unless a name
/// is between them. Of 0.6, 0.7, 0.8, 0.85 and 1, this one keeps most sure answers on the development
/// articles with nearly as few wrong ones.
pub(super) const DOUBTFUL: f32 = 0.7;

/// The highest probability of a pronoun after a doubtful one. Set by hand: of 43 quotes on the
/// development articles and on unlabelled pages, 36 were right.
const MOST_OF_CHAIN: f32 = 0.85;

/// The least probability of a mention that shows the gender of whom it refers to. Of 0, 0.5, 0.6, 0.7 and
/// 0.8, this one keeps most pronouns of GAP right; on the development articles all but 0 are alike.
const LEAST_SHOWN: f32 = 0.5;

/// The probability that “I” outside quotes is the narrator. Set by hand, below what is shown as sure.
const NARRATOR: f32 = 0.85;

/// What a mention refers to, and how probably.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meaning {
    pub(super) referent: Referent,
    /// The probability, from 0 to 1, that the referent is right.
    pub(super) probability: f32,
}

impl Meaning {
    /// An entity, with this probability.
    pub(super) fn entity(entity: EntityId, probability: f32) -> Self {
        Self { referent: Referent::Entity(entity), probability }
    }
}

impl From<Answer> for Meaning {
    fn from(answer: Answer) -> Self {
        Self { referent: answer.entity.into(), probability: answer.probability }
    }
}

impl Resolver<'_, '_> {
    /// Decides what a mention refers to, and notes it.
    pub(super) fn answer(&mut self, mention: &Mention<'_>, decide: &mut Decide<'_>) {
        let meaning = self.meaning(mention, decide);
        self.note_subject_mention(mention, meaning);
        self.note_answer(mention, meaning);
    }

    /// What a mention refers to.
    fn meaning(&self, mention: &Mention<'_>, decide: &mut Decide<'_>) -> Meaning {
        let known = self.document_owner(mention).or_else(|| self.subject_ahead(mention));
        if let Some(known) = known.or_else(|| self.first_person(mention)) {
            return known;
        }
        let chosen = self.chosen(mention, decide);
        if chosen.referent != Referent::Nobody {
            return chosen;
        }
        let words = || self.unnamed_before(mention).map(|words| Meaning { referent: Referent::Words(words), ..chosen });
        self.own_body(mention).or_else(|| self.by_last_subject(mention)).or_else(words).unwrap_or(chosen)
    }

    /// The narrator, for “I” outside quotes.
    fn first_person(&self, mention: &Mention<'_>) -> Option<Meaning> {
        let person = self.scene.language.people.person_of_pronoun(&mention.noun);
        let narrates = mention.class == MentionClass::First && mention.passage.is_none();
        let narrator = self.overview.narrator.filter(|_| narrates && person == Some(Person::FirstSingular));
        narrator.map(|narrator| Meaning::entity(narrator, NARRATOR))
    }

    /// The candidate that the ranker chooses.
    fn chosen(&self, mention: &Mention<'_>, decide: &mut Decide<'_>) -> Meaning {
        // Who says “I” is not “he”.
        let third_person = mention.is_pronoun() && mention.class != MentionClass::First;
        let mut others = [self.named_after(mention), self.own_subject(mention), self.owners(mention)].concat();
        others.extend(self.reporters(mention));
        others.extend(self.overview.narrator.filter(|_| third_person));
        let rule = if mention.is_pronoun() {
            self.most_salient(mention, &others)
        } else {
            mention.source.and_then(|source| nominal::resolve(self, mention.para, source))
        };
        decide(&self.ballot(mention, rule, &others), mention.span).into()
    }

    /// Notes what a mention refers to, for the mentions after it.
    fn note_answer(&mut self, mention: &Mention<'_>, meaning: Meaning) {
        let Meaning { referent, mut probability } = meaning;
        // “She” who may be somebody else is less sure the second time, too.
        let before = self.pronoun_before(mention, referent);
        let least = before.map_or(probability, |before| probability.min(before));
        if before.is_some_and(|before| before < DOUBTFUL) {
            probability = probability.min(MOST_OF_CHAIN);
        }
        let kind = if mention.is_pronoun() { MentionKind::Pronoun } else { MentionKind::Nominal };
        self.found.push(Reference { span: mention.span, kind, referent, probability });
        let entity = referent.entity();
        if let Some(gender) = mention.pronoun_gender() {
            self.history.note_pronoun(gender, mention.tokens.start, entity, least);
        }
        // “He” after “a letter from Lee” is not Lee because of the letter.
        let person = entity.and_then(|entity| self.kind(entity)) == Some(EntityKind::Person);
        if mention.class == MentionClass::Document && person {
            return;
        }
        if let Some(entity) = entity.filter(|_| mention.class != MentionClass::First) {
            self.note_mention(mention, entity, probability);
        }
        let speaks = mention.passage.is_none() && mention.source.is_some_and(|s| s.cue.is_some());
        if speaks && (entity.is_some() || mention.class == MentionClass::Person) {
            self.history.note_speaker(entity);
        }
    }

    /// The least probability of the pronouns before this one that refer to the same entity, since the
    /// text named it.
    fn pronoun_before(&self, mention: &Mention<'_>, referent: Referent) -> Option<f32> {
        self.history.chained(mention.pronoun_gender()?, referent.entity()?)
    }

    /// Notes a mention that refers to an entity with this probability.
    fn note_mention(&mut self, mention: &Mention<'_>, entity: EntityId, probability: f32) {
        let quoted = mention.passage.is_some();
        // A mention that may mean somebody else, or that contradicts a given name, shows nothing.
        let shown = probability >= LEAST_SHOWN && self.fit(mention, entity) != Fit::Doubtful;
        if let Some(gender) = mention.gender.filter(|_| shown) {
            self.genders.learn(entity, gender);
        }
        self.salience.raise(self.kind(entity), entity, raised_by(mention.source, quoted) * UNNAMED);
        let role = LastRole::of(mention.source, quoted, mention.is_owner());
        self.history.note(entity, (mention.tokens.start, mention.para), role, false);
    }
}
