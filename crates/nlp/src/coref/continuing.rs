//! Who speaks next. After “Lee said so.”, the “he” of “…,” he said is Lee. After “This worries Bo Ek, a
//! pilot.”, it is likely Ek, as the text has introduced him to quote him.
//!
//! These rules are English grammar; see [`crate::language`].

use super::answer::DOUBTFUL;
use super::ballot::DEFINITE;
use super::gender::Fit;
use super::hearer::Hearer;
use super::mention::Mention;
use super::{Referent, Resolver, reference_at};
use crate::analysis::{EntityId, How};
use crate::cue::lexicon::Sense;
use crate::language::people::Gender;
use crate::resolver::facts::MentionClass;
use crate::scene::NameAt;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source, within};
use pullquote_article::Span;

/// How many people that two sentences introduce are stored, so that time stays linear; of two that fit, none
/// is chosen.
const MOST_INTRODUCED: usize = 8;

/// The longest title before a name in apposition, in tokens.
const LONGEST_TITLE: usize = 4;

/// The speaker of this sentence or the one before, or whom that speaker asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpeakerBefore {
    Named(EntityId),
    /// A person whom the article does not name, and the words for them.
    Unnamed(Span),
}

impl SpeakerBefore {
    /// The entity; `None` for somebody whom the article does not name.
    pub(crate) fn entity(self) -> Option<EntityId> {
        match self {
            Self::Named(entity) => Some(entity),
            Self::Unnamed(_) => None,
        }
    }
}

/// The person who is the subject of a sentence that does not say that somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Named(EntityId),
    /// Somebody whom the article does not name, and the words for them.
    Unnamed(Span),
    /// Somebody whom a noun means that the article uses for nobody with a name, and the words: “the judge” may be a
    /// person who is named, or another one.
    Doubtful(Span),
}

/// What this sentence and the one before say about who speaks next.
#[derive(Debug, Default)]
pub(super) struct LastSentences {
    main_subject: Option<MainSubject>,
    /// The people whom they introduced by name.
    introduced: Vec<Introduced>,
    /// The people whom they introduced without a name.
    unnamed: Vec<UnnamedPerson>,
}

/// The subject of the main clause of a sentence outside quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct MainSubject {
    /// Whom it refers to; `None` if that is doubtful, or something else than a person.
    who: Option<SpeakerBefore>,
    /// Whom it likely means.
    likely: Option<Subject>,
    /// The gender of the noun, if it is a noun for a man or a woman.
    gender: Option<Gender>,
    /// Whether it is the subject of a verb of speech.
    speaks: bool,
    /// Whom the verb says that it asked or told something.
    pub(super) hearer: Option<Hearer>,
    /// Whether the verb asks a question that is not quoted.
    asks: bool,
    /// Whether the verb is one of questions: “asked”.
    questions: bool,
    /// Whether it is the first noun phrase of its sentence.
    opens: bool,
    /// The token after it.
    end: usize,
    para: usize,
    /// How many sentences ended outside quotes since it was read.
    ended: usize,
}

/// A person named for the first time.
#[derive(Debug, Clone, Copy)]
struct Introduced {
    entity: EntityId,
    /// Whether the name is in full and a comma follows it: what comes after it mostly describes them.
    described: bool,
    para: usize,
    /// How many sentences ended outside quotes since.
    ended: usize,
}

/// Which clause of a sentence a phrase may be the subject of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ClauseStart {
    /// The first one, or one that may be part of it.
    Main,
    /// One after a comma and a conjunction: “Lee left, but his brother stayed”.
    Second,
}

/// A noun for a person whom the text introduces or who belongs to somebody: “a juror”, “his brother”.
#[derive(Debug, Clone, Copy)]
struct UnnamedPerson {
    gender: Option<Gender>,
    /// The clause of which it may be the subject.
    clause: ClauseStart,
    para: usize,
    /// How many sentences ended outside quotes since.
    ended: usize,
}

impl Resolver<'_, '_> {
    /// Notes a source after it was read, if it is the subject of a main clause: the first noun phrase of
    /// its sentence or, if that is no source, the subject of a verb of speech.
    pub(super) fn note_main_subject(&mut self, para: usize, source: Option<&Source>) {
        let Some(source) = source else { return };
        // In “the officer, Ann Lee, said” both are the subject.
        let apposed =
            |last: &MainSubject| source.link == Link::Apposition && source.tokens.start <= last.end + 1 + LONGEST_TITLE;
        let here = |last: MainSubject| last.opens && last.ended == 0 && last.para == para;
        let same = |last: MainSubject| here(last) && !apposed(&last) && !self.follows_clause(source);
        let thing = source.how == How::Pronoun
            && self.scene.language.people.person_of_pronoun(source.span.of(self.scene.text)).is_none();
        let speaks = source.cue.is_some() && !thing && !matches!(source.link, Link::Owner | Link::Phrase);
        // “asked Lee, the mayor.”
        let describes = |last: MainSubject| {
            let after = last.end + 1 == source.tokens.start && self.scene.class(last.end) == Class::Comma;
            after && last.speaks && source.cue.is_none() && last.ended == 0 && last.para == para
        };
        if self.last_sentences.main_subject.is_some_and(describes) {
            return;
        }
        let opens = self.opens(para, source);
        if !opens && (!speaks || self.last_sentences.main_subject.is_some_and(same)) {
            return;
        }
        let known = || reference_at(&self.found, source.span).filter(|r| r.probability >= DOUBTFUL);
        let entity = source.entity.or_else(|| known().and_then(|r| r.referent.entity()));
        let phrase = (source.how == How::Nominal).then(|| Mention::phrase(self.scene, para, source));
        let gender = phrase.as_ref().and_then(|phrase| phrase.gender);
        let unnamed = speaks && self.is_unnamed_speaker(source);
        let words = match known().map(|r| r.referent) {
            Some(Referent::Words(words)) => Some(words),
            _ => unnamed.then_some(source.span),
        };
        let who = entity.map(SpeakerBefore::Named).or(words.map(SpeakerBefore::Unnamed));
        let one = self.is_one_of(source);
        let person = phrase.filter(|phrase| phrase.class == MentionClass::Person || one);
        let new = person.filter(|phrase| entity.is_none_or(|entity| !self.bearers(phrase).contains(&entity)));
        let likely = match new {
            Some(phrase) => {
                let words = if one { source.span } else { phrase.up_to_noun(self.scene) };
                let named = entity.is_some() || self.may_be_named(&phrase);
                Some(if named { Subject::Doubtful(words) } else { Subject::Unnamed(words) })
            }
            None => entity.map(Subject::Named),
        };
        self.last_sentences.main_subject = Some(MainSubject {
            who,
            likely,
            gender,
            speaks,
            hearer: self.hearer(para, source),
            asks: self.asks(source),
            questions: source.cue(self.scene).is_some_and(|cue| cue.sense == Sense::Ask),
            opens,
            end: source.tokens.end,
            para,
            ended: 0,
        });
    }

    /// Whether a name, which begins at token `i`, says who the subject of its sentence is: “the secretary is Bo Ek”, “he is
    /// a surveyor called Bo Ek”.
    pub(super) fn names_subject(&self, para: usize, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return false };
        let called = ["called", "named"].iter().any(|word| self.scene.is(before, word));
        (called || self.scene.language.verbs.be.contains_any_case(self.scene.word(before))) && self.has_subject(para)
    }

    /// Whether a person, by a noun, is the subject of this sentence so far.
    fn has_subject(&self, para: usize) -> bool {
        let here = |last: &MainSubject| last.ended == 0 && last.para == para && last.opens && !last.speaks;
        self.last_sentences.main_subject.is_some_and(|last| here(&last) && last.likely.is_some())
    }

    /// Notes that the subject of this sentence is an entity, as the sentence says.
    pub(super) fn note_subject_is(&mut self, entity: EntityId) {
        if let Some(last) = &mut self.last_sentences.main_subject {
            (last.who, last.likely) = (Some(SpeakerBefore::Named(entity)), Some(Subject::Named(entity)));
        }
    }

    /// Whether a source is the first noun phrase of its sentence. A noun may be the subject of several verbs: “a
    /// parent, who asked not to be named, said”.
    fn opens(&self, para: usize, source: &Source) -> bool {
        if source.how != How::Nominal {
            return source.opens;
        }
        let first = source.tokens.start;
        let all = self.sources.get(para).map_or(&[][..], Vec::as_slice);
        within(self.scene, all, first..first + 1).iter().any(|other| other.opens && other.span == source.span)
    }

    /// Whether a source and its verb come after what is said: “The pier is shut, said Lee”, “The pier is shut, Lee said”.
    fn follows_clause(&self, source: &Source) -> bool {
        let scene = self.scene;
        let Some(cue) = source.cue(scene) else { return false };
        let comma = source.tokens.start.checked_sub(1).is_some_and(|i| scene.class(i) == Class::Comma);
        let ends = matches!(scene.class(cue.end), Class::Stop | Class::Comma);
        source.link == Link::Inverted || source.link == Link::Subject && comma && ends
    }

    /// Whether a source is one of several people: “One of her colleagues”.
    fn is_one_of(&self, source: &Source) -> bool {
        let first = source.tokens.start;
        source.how == How::Nominal && self.scene.is(first, "one") && self.scene.is(first + 1, "of")
    }

    /// Whether a noun for a person may be another word for somebody who is named: “the former governor”, but not
    /// “a governor”, “his father”, “Lee’s deputy”, “one of them”.
    fn may_be_named(&self, phrase: &Mention<'_>) -> bool {
        phrase.determiner(self.scene) <= DEFINITE && !phrase.has_owner(self.scene)
    }

    /// Whether a source that was just read is a person whom the article does not name, or words with
    /// capitals that no model knows as a name.
    fn is_unnamed_speaker(&self, source: &Source) -> bool {
        let spoken = self.history.spoken.first().copied().flatten();
        let noun = spoken.is_some_and(|s| s.entity.is_none() && s.sentence == self.history.sentence);
        noun || source.opens && source.how == How::Name && source.entity.is_none()
    }

    /// Notes a person whom the text names for the first time.
    pub(super) fn note_introduced(&mut self, name: NameAt, para: usize) {
        let introduced = &mut self.last_sentences.introduced;
        let comma = self.scene.class(self.scene.token_from(name.span.end)) == Class::Comma;
        let described = comma && name.span.of(self.scene.text).contains(' ');
        if introduced.len() < MOST_INTRODUCED {
            introduced.push(Introduced { entity: name.entity, described, para, ended: 0 });
        }
    }

    /// Notes a noun for a person without a name outside quotes.
    pub(super) fn note_unnamed(&mut self, gender: Option<Gender>, clause: ClauseStart, para: usize) {
        if self.last_sentences.unnamed.len() < MOST_INTRODUCED {
            self.last_sentences.unnamed.push(UnnamedPerson { gender, clause, para, ended: 0 });
        }
    }

    /// Notes that a sentence ended outside quotes.
    pub(super) fn end_sentence(&mut self) {
        let LastSentences { main_subject, introduced, unnamed } = &mut self.last_sentences;
        main_subject.iter_mut().for_each(|subject| subject.ended += 1);
        introduced.iter_mut().for_each(|person| person.ended += 1);
        introduced.retain(|person| person.ended <= 1);
        unnamed.iter_mut().for_each(|person| person.ended += 1);
        unnamed.retain(|person| person.ended <= 1);
    }

    /// The speaker of this sentence or the one before, or whom that speaker asked, who is likely the “he” or “she” that speaks.
    pub(super) fn continuing_speaker(&self, mention: &Mention<'_>) -> Option<SpeakerBefore> {
        let near = |last: &MainSubject| last.speaks && last.ended <= 1 && mention.para - last.para <= 1;
        let fits = |last: &MainSubject| last.gender.is_none_or(|gender| mention.gender == Some(gender));
        let last = self.last_sentences.main_subject.filter(|last| speaks(mention) && near(last))?;
        self.addressed(&last, mention).or_else(|| last.who.filter(|_| fits(&last)))
    }

    /// The person who is the subject of the main clause of the sentence before, if that does not say that somebody
    /// speaks, and who may be the “he” or “she” that speaks now: “His father wept. “…,” he said”.
    pub(super) fn subject_before(&self, mention: &Mention<'_>) -> Option<Subject> {
        let near = |last: &MainSubject| last.ended <= 1 && mention.para - last.para <= 1;
        let last = self.last_sentences.main_subject.filter(|last| speaks(mention) && near(last))?;
        let fits = |subject: &Subject| match subject {
            Subject::Named(entity) => self.is_fitting_person(mention, *entity),
            _ => last.gender.is_none_or(|gender| mention.gender == Some(gender)),
        };
        // Who speaks there is the continuing speaker.
        last.likely.filter(|subject| !last.speaks || matches!(subject, Subject::Doubtful(_))).filter(fits)
    }

    /// The words for the person whom the article does not name and who likely is the “he” or “she” that speaks.
    pub(super) fn unnamed_before(&self, mention: &Mention<'_>) -> Option<Span> {
        match (self.continuing_speaker(mention), self.subject_before(mention)) {
            (Some(SpeakerBefore::Unnamed(words)), _)
            | (None, Some(Subject::Unnamed(words) | Subject::Doubtful(words))) => Some(words),
            _ => None,
        }
    }

    /// The people whom this sentence or the one before names for the first time, if the gender does not
    /// contradict.
    pub(super) fn newcomers(&self, mention: &Mention<'_>) -> Vec<EntityId> {
        let near = |person: &&Introduced| mention.para - person.para <= 1;
        let fits = |person: &&Introduced| self.fit(mention, person.entity) != Fit::Conflict;
        let people = self.last_sentences.introduced.iter().filter(|p| speaks(mention) && near(p) && fits(p));
        people.map(|person| person.entity).collect()
    }

    /// The last clause of this sentence or the one before that introduces somebody without a name who may be the “he” or
    /// “she” that speaks.
    pub(super) fn unnamed_newcomer(&self, mention: &Mention<'_>) -> Option<ClauseStart> {
        let near = |person: &&UnnamedPerson| mention.para - person.para <= 1;
        let fits = |person: &&UnnamedPerson| person.gender.is_none_or(|gender| mention.gender == Some(gender));
        let people =
            self.last_sentences.unnamed.iter().filter(|person| speaks(mention) && near(person) && fits(person));
        people.map(|person| person.clause).max()
    }

    /// Who asked the question that the “he” or “she” that speaks likely answers; or, before a verb such as “replied”, who
    /// told somebody something.
    pub(super) fn answered_speaker(&self, mention: &Mention<'_>) -> Option<EntityId> {
        let near = |last: &MainSubject| last.speaks && last.ended <= 1 && mention.para - last.para <= 1;
        let last = self.last_sentences.main_subject.filter(|last| speaks(mention) && near(last))?;
        let answers = mention.source.and_then(|s| s.cue(self.scene)).is_some_and(|cue| cue.sense == Sense::Answer);
        // ““Why?” Lee asked.” and, in a new paragraph, ““…,” she said”: she may be whom Lee asked.
        let turn = last.questions && (answers || mention.para > last.para);
        last.who?.entity().filter(|_| last.asks || turn || answers && last.hearer.is_some())
    }

    /// The only person whom this sentence or the one before introduces, if the gender does not contradict.
    pub(super) fn introduced_before(&self, mention: &Mention<'_>) -> Option<EntityId> {
        let near = |person: &&Introduced| person.described && mention.para - person.para <= 1;
        let fits = |person: &&Introduced| self.fit(mention, person.entity) != Fit::Conflict;
        let mut people = self.last_sentences.introduced.iter().filter(|p| near(p) && fits(p));
        let only = people.next().filter(|_| people.next().is_none());
        only.filter(|_| speaks(mention)).map(|person| person.entity)
    }
}

/// Whether a mention is “he” or “she” as the subject of a verb of speech outside quotes.
pub(super) fn speaks(mention: &Mention<'_>) -> bool {
    mention.class == MentionClass::Speaker && mention.passage.is_none()
}
