//! Coreference: who “he” and “the senator” are.
//!
//! [`resolve`] reads the text once, from front to back, and keeps a salience for
//! every entity: each mention raises it, most of all that of a speaker, and each
//! sentence and paragraph lowers it (after Lappin and Leass, 1994, without their
//! parser). By rules alone, a pronoun refers to the most salient person of its
//! gender, a nominal ([`nominal`]) to a person with the role that it names. The
//! learned ranker ([`crate::resolver`]) sees the answer of the rules among the facts
//! of each candidate ([`ballot`]) and decides, with a probability; that the article
//! names nobody is one of its answers.
//!
//! These rules are English grammar; see [`crate::language`].

mod ballot;
mod belongings;
mod binding;
mod choose;
mod history;
mod last_subject;
mod mention;
mod nominal;
mod said;
mod salience;

use std::collections::HashMap;

use crate::analysis::{Entity, EntityId, EntityKind, How, MentionKind};
use crate::entity::EntityTable;
use crate::language::people::{Gender, People};
use crate::lexicon::given_names::{GivenGender, GivenNames};
use crate::resolver::facts::MentionClass;
use crate::resolver::weights::ResolverWeights;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source};
use crate::scene::{NameAt, Scene};
pub(crate) use ballot::Ballot;
use belongings::{Belongings, OwnBody};
pub(crate) use choose::choose;
#[cfg(feature = "train")]
pub(crate) use choose::{answer, top, with_rules};
use history::{History, LastRole};
use last_subject::LastSubject;
use mention::Mention;
use nominal::Roles;
use pullquote_article::Span;
use salience::Salience;

// The weights below follow the order of those of Lappin and Leass (1994), scaled
// so that a plain source counts 1; they were set by hand on the development
// articles (`docs/ablation-attribution.md`, coreference).

/// What is left of a salience at the end of a sentence.
const SENTENCE_DECAY: f32 = 0.7;

/// What is left of a salience at the beginning of a paragraph, before what its
/// sentences take.
const PARAGRAPH_DECAY: f32 = 0.6;

/// What the subject of a cue adds: a speaker.
const SPEAKER: f32 = 3.0;

/// What the first noun phrase of a sentence adds.
const OPENING: f32 = 2.0;

/// What any other source adds.
const SOURCE: f32 = 1.0;

/// What a name that is no source adds.
const OTHER: f32 = 0.7;

/// What a name inside a quote adds.
const QUOTED: f32 = 0.15;

/// What the first full name of a person adds besides.
const INTRODUCED: f32 = 1.0;

/// A pronoun or nominal adds this share of what a name would.
const UNNAMED: f32 = 0.7;

/// How well a person of unknown gender fits a pronoun, where one of its gender
/// fits with 1. With 0.75, fewer pronouns of the development articles are right.
const UNKNOWN_GENDER: f32 = 0.6;

/// The least salience of an organization that “it” and “they” refer to.
const LEAST_ORGANIZATION: f32 = 0.8;

/// How many words of the names of one entity are stored.
const MOST_NAME_WORDS: usize = 24;

/// A pronoun or noun phrase, and what is known about whom it refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    pub(crate) kind: MentionKind,
    /// The entity; `None` if it is likely nobody whom the article names, or not known.
    pub(crate) entity: Option<EntityId>,
    /// The probability, from 0 to 1, that this is right: that it is the entity, or, if
    /// there is none, that the article does not name whom the mention refers to.
    pub(crate) probability: f32,
    /// The body of a person that the mention is: “her campaign”. Then there is no entity.
    pub(crate) body: Option<OwnBody>,
    /// The words for the document that “it” is, if the article does not name its owner.
    pub(crate) document: Option<Span>,
}

/// The reference with this span among `references`, which are in order.
pub(crate) fn reference_at(references: &[Reference], span: Span) -> Option<&Reference> {
    let at = references.partition_point(|r| r.span.start < span.start);
    references.iter().skip(at).take_while(|r| r.span.start == span.start).find(|r| r.span == span)
}

/// Whom a mention refers to, before it is a [`Reference`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Answer {
    pub(crate) entity: Option<EntityId>,
    pub(crate) probability: f32,
}

/// The probability that a document with a name before its noun speaks for the bearer of
/// the name. Set by hand: there are too few for a count.
const OWNER: f32 = 0.85;

/// The probability that “they” means the people or body that is the subject of the sentence before.
/// Set by hand, below what is shown as sure.
const GROUP: f32 = 0.6;

/// A pronoun with a lower probability makes the next one for the same person less sure, unless a name
/// is between them. Of 0.6, 0.7, 0.8, 0.85 and 1, this one keeps most sure answers on the development
/// articles with nearly as few wrong ones.
const DOUBTFUL: f32 = 0.7;

/// The highest probability of a pronoun after a doubtful one. Set by hand: of 43 quotes on the
/// development articles and on unlabelled pages, 36 were right.
const MOST_OF_CHAIN: f32 = 0.85;

/// How many of the most recent groups and organizations “they” can mean.
const MOST_GROUPS: usize = 24;

/// How many of the first tokens of a text can be its byline.
const BYLINE: usize = 60;

/// The pronouns of the text and the nominals among `sources` with the entities that they
/// refer to, in order.
pub(crate) fn resolve(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    table: &EntityTable,
    weights: &ResolverWeights,
) -> Vec<Reference> {
    resolve_with(scene, sources, table, &mut |ballot, _| choose(ballot, weights))
}

/// The same as [`resolve`], with `decide` to say whom each mention refers to. It gets the
/// span of the mention besides. The later mentions depend on its answers.
pub(crate) fn resolve_with(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    table: &EntityTable,
    decide: &mut dyn FnMut(&Ballot, Span) -> Answer,
) -> Vec<Reference> {
    Resolver::new(scene, sources, table).read(decide)
}

/// The same as [`resolve_with`], without the gender of candidates: what is learned where
/// the gender leaves one candidate holds for other mentions, too.
#[cfg(feature = "train")]
pub(crate) fn resolve_blind(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    table: &EntityTable,
    decide: &mut dyn FnMut(&Ballot, Span) -> Answer,
) -> Vec<Reference> {
    Resolver { blind: true, ..Resolver::new(scene, sources, table) }.read(decide)
}

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

struct Resolver<'a, 's> {
    scene: &'a Scene<'s>,
    sources: &'a [Vec<Source>],
    roles: Roles,
    people: Salience,
    organizations: Salience,
    /// Places and groups.
    others: Salience,
    /// For each entity, its gender.
    genders: Vec<Option<KnownGender>>,
    /// Whether the gender of candidates is left out of account.
    blind: bool,
    history: History,
    belongings: Belongings,
    last_subject: Option<LastSubject>,
    kinds: Vec<EntityKind>,
    /// For each entity, how many of its kind the article names more often.
    frequency: Vec<usize>,
    /// For each entity, whether the first two paragraphs name it.
    lead: Vec<bool>,
    /// For each entity, the words of its names in lower case.
    name_words: Vec<Vec<String>>,
    /// The organizations and places with a word in their name.
    by_word: HashMap<String, Vec<EntityId>>,
    /// The people of the byline.
    authors: Vec<EntityId>,
    /// For each token, how many verbs are before it.
    verbs: Vec<u32>,
    /// For each entity, whether it was named before.
    named: Vec<bool>,
    /// An indefinite noun that counts from a token on.
    pending: Option<(String, usize)>,
    found: Vec<Reference>,
}

impl<'a, 's> Resolver<'a, 's> {
    fn new(scene: &'a Scene<'s>, sources: &'a [Vec<Source>], table: &EntityTable) -> Self {
        let entities = table.entities();
        let mut lead = vec![false; entities.len()];
        let mut counts = vec![0_usize; entities.len()];
        let mut name_words: Vec<Vec<String>> = vec![Vec::new(); entities.len()];
        let mut by_word: HashMap<String, Vec<EntityId>> = HashMap::new();
        let head = scene.paragraphs.get(2).map_or(usize::MAX, |p| p.span.start);
        for name in &scene.names {
            let at = name.entity.0;
            lead.iter_mut().skip(at).take(1).for_each(|lead| *lead |= name.span.start < head);
            counts.iter_mut().skip(at).take(1).for_each(|count| *count += 1);
            let Some(words) = name_words.get_mut(at) else { continue };
            for word in name.span.of(scene.text).split_whitespace().map(str::to_lowercase) {
                if words.len() < MOST_NAME_WORDS && !words.contains(&word) {
                    if name.kind != EntityKind::Person {
                        by_word.entry(word.clone()).or_default().push(name.entity);
                    }
                    words.push(word);
                }
            }
        }
        let mut ranked: Vec<usize> = (0..entities.len()).collect();
        ranked.sort_by_key(|&i| std::cmp::Reverse(counts.get(i).copied()));
        let mut frequency = vec![0; entities.len()];
        let mut before: HashMap<EntityKind, usize> = HashMap::new();
        for i in ranked {
            let Some(entity) = entities.get(i) else { continue };
            let rank = before.entry(entity.kind).or_default();
            frequency.iter_mut().skip(i).take(1).for_each(|cell| *cell = *rank);
            *rank += 1;
        }
        let verb = |i: usize| matches!(scene.class(i), Class::Verb | Class::Auxiliary);
        let mut count = 0;
        let verbs = (0..=scene.tokens.len()).map(|i| {
            let before = count;
            count += u32::from(verb(i));
            before
        });
        Self {
            scene,
            sources,
            roles: Roles::read(scene, table),
            people: Salience::default(),
            organizations: Salience::default(),
            others: Salience::default(),
            genders: genders(scene, table),
            blind: false,
            history: History::new(entities.len()),
            belongings: Belongings::default(),
            last_subject: None,
            kinds: entities.iter().map(|e| e.kind).collect(),
            frequency,
            lead,
            name_words,
            by_word,
            authors: authors(scene),
            verbs: verbs.collect(),
            named: vec![false; entities.len()],
            pending: None,
            found: Vec::new(),
        }
    }

    fn read(mut self, decide: &mut dyn FnMut(&Ballot, Span) -> Answer) -> Vec<Reference> {
        for (i, paragraph) in self.scene.paragraphs.iter().enumerate() {
            self.paragraph(i, paragraph.tokens.clone(), decide);
        }
        self.found
    }

    fn kind(&self, entity: EntityId) -> Option<EntityKind> {
        self.kinds.get(entity.0).copied()
    }

    fn gender(&self, entity: EntityId) -> Option<Gender> {
        let known = self.genders.get(entity.0).copied().flatten();
        known.filter(|known| known.sign != GenderSign::Hint).map(|known| known.gender)
    }

    /// How many verbs are before a token.
    fn verbs_until(&self, token: usize) -> usize {
        self.verbs.get(token).map_or(0, |count| *count as usize)
    }

    /// The entity that was given for the mention with this span.
    fn answered(&self, span: Span) -> Option<EntityId> {
        reference_at(&self.found, span).and_then(|r| r.entity)
    }

    fn decay(&mut self, factor: f32) {
        for list in [&mut self.people, &mut self.organizations, &mut self.others] {
            list.decay(factor);
        }
    }

    fn raise(&mut self, entity: EntityId, weight: f32) {
        match self.kind(entity) {
            Some(EntityKind::Person) => self.people.add(entity, weight),
            Some(EntityKind::Organization) => self.organizations.add(entity, weight),
            Some(EntityKind::Place | EntityKind::Group) => self.others.add(entity, weight),
            _ => {}
        }
    }

    fn paragraph(
        &mut self,
        index: usize,
        tokens: std::ops::Range<usize>,
        decide: &mut dyn FnMut(&Ballot, Span) -> Answer,
    ) {
        let sources = self.sources;
        // A phrase may begin with a name that is a source of its own: “Lee’s adviser”.
        let mut by_start: HashMap<usize, &Source> = HashMap::new();
        let mut phrases: HashMap<usize, &Source> = HashMap::new();
        for source in sources.get(index).into_iter().flatten().filter(|s| s.stands_for.is_none()) {
            let start = self.scene.token_from(source.span.start);
            let unnamed = source.how == How::Nominal || source.how == How::Name && source.entity.is_none();
            if unnamed {
                phrases.entry(start).or_insert(source);
            } else {
                by_start.insert(start, source);
            }
        }
        self.decay(PARAGRAPH_DECAY);
        self.history.sentence += 1;
        for i in tokens {
            let quoted = self.scene.passage_at(i).is_some();
            let source = by_start.get(&i).copied().filter(|_| !quoted);
            let unnamed = phrases.get(&i).copied().filter(|_| !quoted);
            if self.scene.class(i) == Class::Stop {
                self.history.sentence += 1;
                if !quoted {
                    self.decay(SENTENCE_DECAY);
                }
            }
            self.indefinite(i);
            if !quoted {
                self.note_belonging(i, index);
            }
            // In “Lee’s adviser said” the speaker is not Lee.
            self.name(index, i, source, quoted);
            let phrase = unnamed.map(|source| Mention::phrase(self.scene, index, source));
            // “Her campaign said”: first whom “her” means.
            let owned = |phrase: &Mention<'_>| matches!(phrase.class, MentionClass::Body | MentionClass::Document);
            if phrase.as_ref().is_none_or(owned)
                && let Some(pronoun) = Mention::pronoun(self.scene, index, i, source)
                && (phrase.is_none() || pronoun.gender.is_some())
            {
                self.answer(&pronoun, decide);
            }
            let phrase = phrase.filter(|phrase| phrase.source.is_none_or(|source| source.link != Link::Label));
            if let Some(phrase) = phrase {
                self.answer(&phrase, decide);
            }
        }
    }

    /// Adds the name that begins at token `i`, if one does.
    fn name(&mut self, para: usize, i: usize, named: Option<&Source>, quoted: bool) {
        let begins = |n: &&NameAt| self.scene.tokens.get(i).is_some_and(|t| t.span.start == n.span.start);
        let Some(&name) = self.scene.name_at(i).filter(begins) else { return };
        let introduced = match name.kind {
            EntityKind::Person if !quoted => self.introduced(name),
            _ => 0.0,
        };
        self.raise(name.entity, weight(named, quoted) + introduced);
        if name.kind == EntityKind::Organization {
            self.belongings.note_organization();
        }
        let end = self.scene.token_from(name.span.end);
        let owner = self.scene.class(end) == Class::Possessive;
        let joint = |at: usize| matches!(self.scene.class(at), Class::Comma | Class::Conjunction);
        let beside = |at: Option<usize>| at.and_then(|at| self.scene.name_at(at)).is_some_and(|n| n.kind == name.kind);
        let listed = joint(end) && beside(Some(end + 1)) || i > 1 && joint(i - 1) && beside(i.checked_sub(2));
        let role = LastRole::of(named, quoted, owner);
        self.history.note(name.entity, (i, para), role, listed);
        self.history.note_name(name.entity, i);
        self.note_subject_name(name.entity, para, named.filter(|_| !quoted));
        if !quoted && named.is_some_and(|s| s.cue.is_some()) {
            self.history.note_speaker(Some(name.entity));
        }
    }

    /// Notes the noun of an indefinite phrase once the phrase is over.
    fn indefinite(&mut self, i: usize) {
        if let Some((noun, _)) = self.pending.take_if(|(_, from)| *from <= i) {
            if let Some(gender) = self.scene.language.people.gender_of_noun(&noun) {
                self.history.note_indefinite(ballot::gender_key(gender));
            }
            self.history.note_indefinite(&noun);
        }
        let indefinite = ["a", "an", "another", "one"].iter().any(|word| self.scene.is(i, word));
        if !indefinite {
            return;
        }
        let phrase =
            (i + 1..i + 6).take_while(|&k| self.scene.class(k).is_nominal() && self.scene.name_at(k).is_none());
        let nouns = phrase.map(|k| (self.scene.word(k).to_lowercase(), k + 1));
        let last = nouns.filter(|(noun, _)| mention::is_person(self.scene, noun)).last();
        self.pending = last.or(self.pending.take());
    }

    /// What is added for a person who is named in full for the first time:
    /// the text introduces them to say something about them.
    fn introduced(&mut self, name: NameAt) -> f32 {
        let first = self.named.get_mut(name.entity.0).is_some_and(|named| !std::mem::replace(named, true));
        let full = name.span.of(self.scene.text).contains(' ');
        if first && full { INTRODUCED } else { 0.0 }
    }

    /// Decides whom a mention refers to, and stores it.
    fn answer(&mut self, mention: &Mention<'_>, decide: &mut dyn FnMut(&Ballot, Span) -> Answer) {
        let quoted = mention.passage.is_some();
        let others = self.named_after(mention);
        let rule = if mention.is_pronoun() {
            self.pronoun(mention, &others)
        } else {
            mention.source.and_then(|source| nominal::resolve(self, mention.para, source))
        };
        let ballot = self.ballot(mention, rule, &others);
        let answer = match self.document_owner(mention) {
            Some((owner, probability)) => Answer { entity: Some(owner), probability },
            None => decide(&ballot, mention.span),
        };
        let group = self.group_subject(mention).filter(|_| answer.entity.is_none());
        let group = group.map(|group| Answer { entity: Some(group), probability: GROUP });
        let Answer { entity, mut probability } = group.unwrap_or(answer);
        let body = self.own_body(mention).filter(|_| entity.is_none()).map(|(body, sure)| {
            probability = sure;
            body
        });
        let subject = self.by_last_subject(mention).filter(|_| entity.is_none() && body.is_none());
        let (entity, document) = match subject {
            Some(found) => {
                probability = found.probability;
                (found.entity, found.document)
            }
            None => (entity, None),
        };
        if !quoted {
            self.note_subject_phrase(mention, entity, probability);
        }
        // “She” who may be somebody else is less sure the second time, too.
        let mut chain = probability;
        if let (Some(gender), Some(entity)) = (mention.gender.filter(|_| mention.is_pronoun()), entity)
            && let Some(last) = self.history.chained(gender, entity)
        {
            chain = chain.min(last);
            probability = if last < DOUBTFUL { probability.min(MOST_OF_CHAIN) } else { probability };
        }
        let kind = if mention.is_pronoun() { MentionKind::Pronoun } else { MentionKind::Nominal };
        self.found.push(Reference { span: mention.span, kind, entity, probability, body, document });
        if let Some(gender) = mention.gender.filter(|_| mention.is_pronoun()) {
            self.history.note_pronoun(gender, mention.tokens.start, entity, chain);
        }
        if let (Some(entity), Some(gender)) = (entity, mention.gender)
            && let Some(known) = self.genders.get_mut(entity.0)
            && known.is_none_or(|known| known.sign == GenderSign::Hint)
        {
            *known = Some(KnownGender { gender, sign: GenderSign::Usual });
        }
        if let Some(entity) = entity {
            self.raise(entity, weight(mention.source, quoted) * UNNAMED);
            let owner = matches!(mention.noun.as_str(), "his" | "its" | "their");
            let role = LastRole::of(mention.source, quoted, owner);
            self.history.note(entity, (mention.tokens.start, mention.para), role, false);
        }
        let speaks = !quoted && mention.source.is_some_and(|s| s.cue.is_some());
        if speaks && (entity.is_some() || mention.class == MentionClass::Person) {
            self.history.note_speaker(entity);
        }
    }

    /// The people or body that “they” means, because it is the subject of this sentence or the
    /// one before: “The Velmorans traded in salt. They …”.
    fn group_subject(&self, mention: &Mention<'_>) -> Option<EntityId> {
        if mention.class != MentionClass::They || mention.passage.is_some() {
            return None;
        }
        let last = self.others.recent().chain(self.organizations.recent()).take(MOST_GROUPS).filter(|&e| {
            matches!(self.kind(e), Some(EntityKind::Group | EntityKind::Organization))
                && self.history.of(e).is_some_and(|seen| {
                    let near = self.history.sentence.saturating_sub(seen.sentence) <= 1;
                    near && matches!(seen.role, LastRole::Opening | LastRole::Speaker)
                })
        });
        last.max_by_key(|&e| self.history.of(e).map(|seen| seen.token))
    }

    /// The entity that the rules give for a pronoun, which cannot be one of `others`.
    fn pronoun(&self, mention: &Mention<'_>, others: &[EntityId]) -> Option<EntityId> {
        if mention.passage.is_some() {
            return None;
        }
        if matches!(mention.class, MentionClass::It | MentionClass::They) {
            // Only subjects of cues: most “it” refer to no name at
            // all.
            mention.source.filter(|s| s.cue.is_some())?;
            return self.organizations.highest(|_| 1.0).filter(|&e| self.organizations.get(e) > LEAST_ORGANIZATION);
        }
        let gender = mention.gender?;
        self.people.highest(|entity: EntityId| match self.gender(entity) {
            _ if others.contains(&entity) => 0.0,
            _ if self.blind => 1.0,
            Some(known) if known == gender => 1.0,
            Some(_) => 0.0,
            None => UNKNOWN_GENDER,
        })
    }
}

/// How much a mention adds to the salience of its entity.
fn weight(source: Option<&Source>, quoted: bool) -> f32 {
    if quoted {
        return QUOTED;
    }
    match source {
        Some(source) if source.cue.is_some() => SPEAKER,
        Some(source) if source.opens => OPENING,
        Some(_) => SOURCE,
        None => OTHER,
    }
}

/// The people named after “by” at the beginning of a text.
fn authors(scene: &Scene<'_>) -> Vec<EntityId> {
    let first = scene.names.iter().take_while(|n| scene.token_from(n.span.start) < BYLINE);
    let by = |n: &&NameAt| {
        let before = scene.token_from(n.span.start).checked_sub(1);
        n.kind == EntityKind::Person && before.is_some_and(|i| scene.is(i, "by") && scene.word(i).starts_with('B'))
    };
    first.filter(by).map(|n| n.entity).collect()
}

/// The gender that the name of a person shows or hints at: by its title, by a common given name of
/// English, by a given name that is common somewhere, or by its end, if nobody is known to have it.
fn gender_by_name(people: &People, entity: &Entity) -> Option<KnownGender> {
    let (first, _) = entity.name.split_once(' ').filter(|_| entity.kind == EntityKind::Person)?;
    if let Some(gender) = people.gender_of_name(&entity.name) {
        return Some(KnownGender { gender, sign: GenderSign::Usual });
    }
    if let Some(GivenGender { gender, usual }) = GivenNames::bundled().gender(first) {
        return Some(KnownGender { gender, sign: if usual { GenderSign::Usual } else { GenderSign::Hint } });
    }
    let ends_as_hers = first.len() > 2 && first.ends_with('a');
    ends_as_hers.then_some(KnownGender { gender: Gender::Female, sign: GenderSign::Hint })
}

/// The gender of each entity, by its titles and given name.
fn genders(scene: &Scene<'_>, table: &EntityTable) -> Vec<Option<KnownGender>> {
    let people = &scene.language.people;
    let mut known: Vec<Option<KnownGender>> = table.entities().iter().map(|e| gender_by_name(people, e)).collect();
    for name in scene.names.iter().filter(|n| n.kind == EntityKind::Person) {
        let Some(before) = scene.token_from(name.span.start).checked_sub(1) else { continue };
        let word = scene.word(before);
        let shown = people.gender_of_title(word).or_else(|| people.gender_of_noun(&word.to_ascii_lowercase()));
        if let (Some(gender), Some(cell)) = (shown, known.get_mut(name.entity.0)) {
            // A title is more certain than a given name.
            *cell = Some(KnownGender { gender, sign: GenderSign::Title });
        }
    }
    known
}
