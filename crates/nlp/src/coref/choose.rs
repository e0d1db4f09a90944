//! The choice of one candidate of a ballot, and how sure it is.

use super::ballot::{NAME_DETERMINER, OWN_DETERMINER};
use super::{Answer, Ballot, ClauseStart, SpeakerBefore, Subject};
use crate::analysis::EntityId;
use crate::resolver::certainty::{AnswerForm, Certainty};
use crate::resolver::facts::{Fact, MentionClass};
use crate::resolver::weights::ResolverWeights;

/// How much more the only person counts whom the text describes with the noun of a mention.
/// Of 10, 30 and 100, this one is right most often on the development articles and on the
/// labelled sources; with 10 it takes the subject of the sentence before for “the mayor” where
/// that names the mayor, too.
const DESCRIBED_FACTOR: f32 = 30.0;

/// How much more the answer of the rules counts for a pronoun that is the subject of a cue.
/// Of 1, 2, 2.7, 4 and 12, this one keeps the share of right answers among the sure ones
/// on the development articles and on those of all kinds, and makes more of them sure.
const RULE_FACTOR: f32 = 2.7;

/// How much more the speaker of this sentence or the one before counts for “he” and “she” that speak. Of 1, 10, 30,
/// 100 and 1000, the last two keep most pronouns of the development articles right; on articles of all
/// kinds they are alike.
const CONTINUING_FACTOR: f32 = 100.0;

/// The same for a speaker there whom the article does not name: of 10, 30 and 100, this
/// one changes no right answer on articles of all kinds.
const UNNAMED_FACTOR: f32 = 30.0;

/// How much more the person counts whom these sentences introduced, if no speaker there is known. Of 1, 5 and
/// 30, the last two keep most pronouns of the development articles right; both cost 0.003 of GAP.
const INTRODUCED_FACTOR: f32 = 5.0;

/// How much more a person counts for “he” and “she” that speak who is the subject of the sentence before. Of 1, 3, 10
/// and 30, the last two keep most right on articles of all kinds, and the last costs 0.003 of GAP.
const SUBJECT_FACTOR: f32 = 10.0;

/// The same for a person there whom the article does not name. Of 10, 100, 300 and 1000, no labelled set shows a
/// difference; with 100, invented texts still give “His father wept. “…,” he said” to the son.
const UNNAMED_SUBJECT_FACTOR: f32 = 1000.0;

/// The highest certainty that “he” or “she” that speaks is not the person who is the subject of the sentence
/// before, or is somebody there whom the article does not name. Set by hand, below what is shown as sure.
const MOST_PAST_SUBJECT: f32 = 0.85;

/// How much more it counts that the article does not name “the cashier” after “a cashier”. Of 1, 10 and 30, the last two keep
/// one more labelled source unnamed, and nothing else changes.
const NEW_PERSON_FACTOR: f32 = 10.0;

/// The same for “another nurse”, who is not the nurse whom the article names. Set by hand.
const ANOTHER_FACTOR: f32 = 1000.0;

/// How much more it counts that the article does not name “his doctor”, if it calls nobody a doctor. Of 1, 3,
/// 10, 30 and 100, the last three change one source of the development articles; with 30, “her lawyer”
/// may still be the other of two people.
const OWNED_FACTOR: f32 = 100.0;

/// The highest certainty that the article does not name whose document it is: it may say so
/// elsewhere. Below what is shown as sure.
const MOST_UNOWNED: f32 = 0.88;

/// The highest certainty that “Lee’s deputy” is somebody whom the article does not call a
/// deputy. Set by hand, below what is shown as sure.
const MOST_OF_ANOTHER: f32 = 0.75;

/// The highest certainty that “the Texan” is somebody whom the article does not call so. Set by
/// hand, below what is shown as sure.
const MOST_UNSAID: f32 = 0.85;

/// The least probability of an entity that is given for “a neighbour”, “another witness”.
const LEAST_INDEFINITE: f32 = 0.67;

/// The least probability of an entity that is given for a mention of this class, before the
/// curve. “He” nearly always means somebody whom the article names, and “they” seldom do. Set so
/// that the curve of an earlier training gives an even chance, or 0.35 for “he” and “she”.
fn least(class: MentionClass) -> f32 {
    match class {
        MentionClass::Speaker | MentionClass::HeShe => 0.17,
        MentionClass::It => 0.3,
        MentionClass::Document => 0.6,
        MentionClass::Person => 0.42,
        MentionClass::Body | MentionClass::First | MentionClass::OtherPronoun => 0.52,
        MentionClass::Plural | MentionClass::They | MentionClass::Other => 0.67,
    }
}

/// The answer of the learned ranker, or of the rules if there are no weights.
pub(crate) fn choose(ballot: &Ballot, weights: &ResolverWeights) -> Answer {
    let probabilities = weights.probabilities(ballot.class, &ballot.shared, &ballot.own);
    answer(ballot, &with_rules(ballot, probabilities), &weights.certainty)
}

/// The answer with these probabilities of the candidates, which are those of
/// [`with_rules`]: the likeliest one, or nobody if it is not likely enough.
pub(crate) fn answer(ballot: &Ballot, probabilities: &[f32], certainty: &Certainty) -> Answer {
    let Some(best) = top(probabilities) else { return Answer { entity: ballot.rule, probability: 1.0 } };
    let of = |i: usize| certainty.of(probabilities.get(i).copied().unwrap_or(0.0), ballot.form(i));
    let entity = ballot.entities.get(best).copied().flatten();
    let indefinite = matches!(Fact::Determiner.value_in(&ballot.shared), Some(2 | 3));
    let least = least(ballot.class).max(if indefinite { LEAST_INDEFINITE } else { 0.0 });
    if entity.is_some() && probabilities.get(best).is_some_and(|p| *p >= least) {
        let most = match entity {
            _ if ballot.is_uncalled(&[OWN_DETERMINER, NAME_DETERMINER]) => MOST_OF_ANOTHER,
            Some(entity) if ballot.is_past_somebody(entity) => MOST_PAST_SUBJECT,
            _ if entity == ballot.bearer && ballot.has_no_bearer() => MOST_UNSAID,
            _ => 1.0,
        };
        return Answer { entity, probability: of(best).min(most).min(ballot.most) };
    }
    let most = match ballot.class {
        MentionClass::Document => MOST_UNOWNED,
        MentionClass::Speaker if ballot.subject.is_some() => MOST_PAST_SUBJECT,
        _ => 1.0,
    };
    Answer { entity: None, probability: of(probabilities.len().saturating_sub(1)).min(most) }
}

/// The index of the highest probability, the last one of equals.
pub(crate) fn top(probabilities: &[f32]) -> Option<usize> {
    let of = |i: usize| probabilities.get(i).copied().unwrap_or(0.0);
    (0..probabilities.len()).max_by(|&a, &b| of(a).total_cmp(&of(b)))
}

/// The probabilities with more weight on what the text says itself: for a pronoun that is the subject
/// of a cue, the answer of the rules and the speaker of this sentence or the one before; for a noun, the only person
/// whom the text describes with it: “Bo Ek, the mayor, … the mayor said”.
pub(crate) fn with_rules(ballot: &Ballot, mut probabilities: Vec<f32>) -> Vec<f32> {
    let weights = match ballot.class {
        MentionClass::Speaker => {
            let continuing = match ballot.continues {
                Some(SpeakerBefore::Unnamed(_)) => UNNAMED_FACTOR,
                _ => CONTINUING_FACTOR,
            };
            let introduced = (ballot.introduced.map(Some), INTRODUCED_FACTOR);
            let continues = (ballot.continues.map(SpeakerBefore::entity), continuing);
            let subject = match ballot.subject {
                Some(Subject::Named(entity)) => (Some(Some(entity)), SUBJECT_FACTOR),
                Some(Subject::Unnamed(_)) => (Some(None), UNNAMED_SUBJECT_FACTOR),
                Some(Subject::Doubtful(_)) | None => (None, 1.0),
            };
            // The rules know nothing of the sentence before.
            let rule = match ballot.subject {
                Some(Subject::Named(entity)) if ballot.rule != Some(entity) => None,
                _ => ballot.rule,
            };
            vec![(rule.map(Some), RULE_FACTOR), continues, introduced, subject]
        }
        MentionClass::Person => vec![
            (ballot.bearer.map(Some), DESCRIBED_FACTOR),
            (ballot.is_new_person.then_some(None), NEW_PERSON_FACTOR),
            (ballot.is_another.then_some(None), ANOTHER_FACTOR),
            (ballot.is_uncalled(&[OWN_DETERMINER]).then_some(None), OWNED_FACTOR),
        ],
        _ => return probabilities,
    };
    for (entity, factor) in weights.into_iter().filter_map(|(entity, factor)| Some((entity?, factor))) {
        let same = probabilities.iter_mut().zip(&ballot.entities).filter(|(_, candidate)| **candidate == entity);
        same.for_each(|(probability, _)| *probability *= factor);
        let sum: f32 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|probability| *probability /= sum.max(f32::MIN_POSITIVE));
    }
    probabilities
}

impl Ballot {
    /// Whether the mention is a noun for a person that has one of these determiners, and the article calls
    /// nobody so: “his doctor”, “Lee’s deputy”.
    fn is_uncalled(&self, determiners: &[usize]) -> bool {
        let determiner = Fact::Determiner.value_in(&self.shared);
        self.class == MentionClass::Person
            && determiner.is_some_and(|determiner| determiners.contains(&determiner))
            && self.has_no_bearer()
    }

    /// Whether this sentence or the one before is about somebody else than the entity who may be the “he” or “she”
    /// that speaks.
    fn is_past_somebody(&self, entity: EntityId) -> bool {
        let continues = self.continues.is_some_and(|speaker| speaker.entity() == Some(entity));
        let past_newcomer = !self.newcomers.is_empty() && !self.newcomers.contains(&entity);
        let past_clause = self.unnamed == Some(ClauseStart::Second);
        match self.subject {
            _ if self.answered == Some(entity) => true,
            Some(subject) => subject != Subject::Named(entity) || past_clause,
            None if continues => past_clause,
            None => self.continues.is_some() || past_newcomer || self.unnamed.is_some(),
        }
    }

    /// Whether the article describes nobody with the noun of the mention.
    fn has_no_bearer(&self) -> bool {
        Fact::Bearers.value_in(&self.shared) == Some(0)
    }

    /// What the candidate with this index is like as an answer.
    pub(crate) fn form(&self, candidate: usize) -> AnswerForm {
        let entity = self.entities.get(candidate).copied().flatten();
        let determiner = Fact::Determiner.value_in(&self.shared);
        match entity {
            Some(_) => AnswerForm::Entity { class: self.class, of_rules: entity == self.rule },
            None => AnswerForm::Nobody { class: self.class, determiner },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_less_often_named_than_the_neighbour_and_a_document_may_have_an_owner() {
        let answered = |class, determiner, probability: f32| {
            let ballot = Ballot {
                class,
                entities: vec![Some(EntityId(0)), None],
                shared: vec![Fact::Determiner.row(determiner), Fact::Bearers.row(0)],
                own: vec![Vec::new(); 2],
                rule: None,
                continues: None,
                subject: None,
                newcomers: Vec::new(),
                unnamed: None,
                answered: None,
                is_another: false,
                introduced: None,
                bearer: None,
                most: 1.0,
                is_new_person: false,
                only: None,
            };
            answer(&ballot, &[probability, 1.0 - probability], &Certainty::default())
        };
        let named = |determiner, probability| answered(MentionClass::Person, determiner, probability).entity.is_some();
        assert_eq!([named(0, 0.55), named(2, 0.55), named(2, 0.7)], [true, false, true]);
        assert!(answered(MentionClass::Person, 2, 0.01).probability > 0.9);
        assert!(answered(MentionClass::Document, 0, 0.01).probability <= MOST_UNOWNED);
        // “Lee’s deputy”, where the article calls nobody a deputy.
        assert!(answered(MentionClass::Person, 5, 0.99).probability <= MOST_OF_ANOTHER);
    }
}
