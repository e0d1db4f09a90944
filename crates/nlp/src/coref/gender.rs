//! The gender of the entities of an article, and how well it fits a mention.

use std::cmp::Ordering;

use crate::analysis::{Entity, EntityId, EntityKind};
use crate::entity::EntityTable;
use crate::language::people::{Gender, People};
use crate::lexicon::given_names::{GivenGender, GivenNames};
use crate::scene::Scene;

/// How well a person of unknown gender fits a pronoun, where one of its gender
/// fits with 1. With 0.75, fewer pronouns of the development articles are right.
const UNKNOWN_GENDER: f32 = 0.6;

/// Among how many names of a person one title at least shows their gender.
const MOST_UNTITLED: usize = 10;

/// What shows the gender of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GenderSign {
    /// A given name that people of the other gender have, too, or the end of one.
    Hint,
    /// A given name that hardly anybody of the other gender has, or an earlier pronoun.
    Usual,
    /// A title or a noun before the name.
    Title,
}

/// The gender of an entity, as far as it is known.
#[derive(Debug, Clone, Copy)]
struct KnownGender {
    gender: Gender,
    sign: GenderSign,
}

/// How many names of a person have a title or noun with a gender before them.
#[derive(Debug, Clone, Copy, Default)]
struct TitleCount {
    names: usize,
    male: usize,
    female: usize,
}

impl TitleCount {
    /// Notes what the words before a name, or the role, show.
    fn note(&mut self, shown: Option<Gender>) {
        match shown {
            Some(Gender::Male) => self.male += 1,
            Some(Gender::Female) => self.female += 1,
            None => {}
        }
    }

    /// The gender that the titles show. If hardly any of the names has one, it may be in a nickname or before the name
    /// of a relative, and shows nothing.
    fn shown(self, by_given_name: Option<KnownGender>) -> Option<KnownGender> {
        let (gender, titled) = match self.male.cmp(&self.female) {
            Ordering::Greater => (Gender::Male, self.male),
            Ordering::Less => (Gender::Female, self.female),
            Ordering::Equal => return None,
        };
        let agrees = by_given_name.is_some_and(|known| known.gender == gender);
        let shown = agrees || titled * MOST_UNTITLED >= self.names;
        shown.then_some(KnownGender { gender, sign: GenderSign::Title })
    }
}

/// How the gender of a candidate fits a mention, as a value of
/// [`Fact::Gender`](crate::resolver::facts::Fact::Gender).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// The mention has no gender.
    Any = 0,
    Agrees = 1,
    Likely = 2,
    Unknown = 3,
    /// Unknown, but the given name hints at it.
    Hinted = 4,
    /// Unknown, but the given name hints at the other gender.
    Doubtful = 5,
    /// Such an entity is no candidate.
    Conflict = 6,
}

/// The genders of the entities of an article, as far as they are known.
pub(super) struct Genders {
    /// One for each entity.
    known: Vec<Option<KnownGender>>,
    /// Whether they are left out of account.
    ignored: bool,
}

impl Genders {
    /// The genders that titles, nouns before names and given names show.
    pub(super) fn shown(scene: &Scene<'_>, table: &EntityTable) -> Self {
        let people = &scene.language.people;
        let mut known: Vec<Option<KnownGender>> = table.entities().iter().map(|e| by_given_name(people, e)).collect();
        let mut counts = vec![TitleCount::default(); known.len()];
        for name in scene.names.iter().filter(|n| n.kind == EntityKind::Person) {
            let Some(count) = counts.get_mut(name.entity.0) else { continue };
            count.names += 1;
            let Some(before) = scene.token_from(name.span.start).checked_sub(1) else { continue };
            let word = scene.word(before);
            let shown = people.gender_of_title(word).or_else(|| people.gender_of_noun(&word.to_ascii_lowercase()));
            count.note(shown);
        }
        for (cell, count) in known.iter_mut().zip(counts) {
            if let Some(shown) = count.shown(*cell) {
                *cell = Some(shown);
            }
        }
        let mut genders = Self { known, ignored: false };
        for entity in table.entities() {
            // “His mother, Ernestine”.
            let noun = entity.role.as_deref().and_then(|role| role.rsplit(' ').next());
            if let Some(gender) = noun.and_then(|noun| people.gender_of_noun(&noun.to_lowercase())) {
                genders.learn(entity.id, gender);
            }
        }
        genders
    }

    /// From now on every entity fits every mention.
    #[cfg(feature = "train")]
    pub(super) fn ignore(&mut self) {
        self.ignored = true;
    }

    /// Notes that a pronoun or noun of this gender refers to an entity.
    pub(super) fn learn(&mut self, entity: EntityId, gender: Gender) {
        if let Some(known) = self.known.get_mut(entity.0)
            && known.is_none_or(|known| known.sign == GenderSign::Hint)
        {
            *known = Some(KnownGender { gender, sign: GenderSign::Usual });
        }
    }

    /// The gender of an entity; `None` if there is only a hint.
    pub(super) fn of(&self, entity: EntityId) -> Option<Gender> {
        let known = self.known.get(entity.0).copied().flatten();
        known.filter(|known| known.sign != GenderSign::Hint).map(|known| known.gender)
    }

    /// How the gender of an entity fits a mention of this gender.
    pub(super) fn fit(&self, gender: Option<Gender>, entity: EntityId) -> Fit {
        let Some(gender) = gender.filter(|_| !self.ignored) else { return Fit::Any };
        let Some(known) = self.known.get(entity.0).copied().flatten() else { return Fit::Unknown };
        match (known.sign, known.gender == gender) {
            (GenderSign::Title, true) => Fit::Agrees,
            (GenderSign::Usual, true) => Fit::Likely,
            (GenderSign::Hint, true) => Fit::Hinted,
            (GenderSign::Hint, false) => Fit::Doubtful,
            (GenderSign::Title | GenderSign::Usual, false) => Fit::Conflict,
        }
    }

    /// What the salience of a person counts for a pronoun of this gender, from 0 to 1.
    pub(super) fn share(&self, gender: Gender, entity: EntityId) -> f32 {
        match self.of(entity) {
            _ if self.ignored => 1.0,
            Some(known) if known == gender => 1.0,
            Some(_) => 0.0,
            None => UNKNOWN_GENDER,
        }
    }
}

/// The gender that the name of a person shows or hints at: by its title, by a common given name of
/// English, by a given name that is common somewhere, or by its end, if nobody is known to have it. A name of one
/// word may be a family name, so it shows a gender only if it is a common given name of English.
fn by_given_name(people: &People, entity: &Entity) -> Option<KnownGender> {
    let name = Some(entity.name.as_str()).filter(|_| entity.kind == EntityKind::Person)?;
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let gender = people.gender_of_name(name).or_else(|| people.gender_of_given_name(first));
    if let Some(gender) = gender {
        return Some(KnownGender { gender, sign: GenderSign::Usual });
    }
    if rest.is_empty() {
        return None;
    }
    if let Some(GivenGender { gender, usual }) = GivenNames::bundled().gender(first) {
        return Some(KnownGender { gender, sign: if usual { GenderSign::Usual } else { GenderSign::Hint } });
    }
    let ends_as_hers = first.len() > 2 && first.ends_with('a');
    ends_as_hers.then_some(KnownGender { gender: Gender::Female, sign: GenderSign::Hint })
}
