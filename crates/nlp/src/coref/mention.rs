//! Reading a mention: what kind of pronoun or noun phrase it is.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::nominal::{is_age, role_of};
use crate::analysis::{EntityKind, How};
use crate::language::people::{Gender, Person};
use crate::resolver::facts::{Fact, MentionClass};
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::inhabitant::is_inhabitant;
use crate::scene::source::{Link, Source};
use pullquote_article::Span;

/// A pronoun or noun phrase that may refer to an entity.
#[derive(Debug, Clone)]
pub(super) struct Mention<'s> {
    pub(super) class: MentionClass,
    pub(super) span: Span,
    pub(super) tokens: Range<usize>,
    /// The index of its paragraph.
    pub(super) para: usize,
    /// The gender that a pronoun or its noun has.
    pub(super) gender: Option<Gender>,
    /// The head noun in the singular, or the pronoun, in lower case.
    pub(super) noun: String,
    /// Whether its noun is for a body, so that no person is meant.
    pub(super) impersonal: bool,
    /// The head noun as a role, in lower case: “vice president”.
    pub(super) role: String,
    /// The source that it is, if it is one.
    pub(super) source: Option<&'s Source>,
    /// The index of the passage that it is in.
    pub(super) passage: Option<usize>,
}

impl<'s> Mention<'s> {
    /// The pronoun at token `i`; `None` if it is no pronoun that can refer to an entity.
    pub(super) fn pronoun(scene: &Scene<'_>, para: usize, i: usize, source: Option<&'s Source>) -> Option<Self> {
        let word = scene.word(i);
        if word.len() > 7 || scene.name_at(i).is_some() {
            return None;
        }
        let noun = word.to_ascii_lowercase();
        let people = &scene.language.people;
        let gender = people.gender_of_pronoun(&noun);
        let class = match (gender, people.person_of_pronoun(&noun)) {
            (Some(_), _) if source.is_some_and(|s| s.cue.is_some()) => MentionClass::Speaker,
            (Some(_), _) => MentionClass::HeShe,
            (None, Some(Person::ThirdPlural)) => MentionClass::They,
            (None, Some(Person::FirstSingular | Person::FirstPlural)) if source.is_some() => MentionClass::First,
            _ if matches!(noun.as_str(), "it" | "its") => MentionClass::It,
            _ if source.is_some_and(|s| s.how == How::Pronoun) => MentionClass::OtherPronoun,
            _ => return None,
        };
        let passage = scene.passage_at(i);
        let (span, tokens) = (scene.span(i, i + 1), i..i + 1);
        Some(Self { class, span, tokens, para, gender, role: String::new(), impersonal: false, noun, source, passage })
    }

    /// The noun phrase that a source is.
    pub(super) fn phrase(scene: &Scene<'_>, para: usize, source: &'s Source) -> Self {
        let head = head(scene, &source.tokens);
        let word = scene.word(head).to_lowercase();
        let (noun, plural) = singular(scene, &word);
        let people = &scene.language.people;
        let class = if plural {
            MentionClass::Plural
        } else if source.how == How::Name {
            MentionClass::Other
        } else if is_person(scene, &noun) || is_inhabitant(scene, &source.tokens) {
            MentionClass::Person
        } else if scene.language.organizations.stands_for.contains(&noun) {
            MentionClass::Body
        } else if scene.language.works.documents.contains(&noun) {
            MentionClass::Document
        } else {
            MentionClass::Other
        };
        let gender = people.gender_of_noun(&noun);
        let impersonal = scene.language.speaking.bodies.contains(&noun);
        Self {
            class,
            span: source.span,
            tokens: source.tokens.clone(),
            para,
            gender,
            impersonal: impersonal && class == MentionClass::Other,
            role: role_of(scene, source.tokens.start, head, &noun),
            noun,
            source: Some(source),
            passage: None,
        }
    }

    /// The bytes from its beginning to its noun: “His father” of “His father wept in the hall”, where a verb that is
    /// in no list looks like a noun.
    pub(super) fn up_to_noun(&self, scene: &Scene<'_>) -> Span {
        scene.span(self.tokens.start, head(scene, &self.tokens) + 1)
    }

    /// Whether it is a relative of the writer, as “my father”.
    pub(super) fn is_own_kin(&self, scene: &Scene<'_>) -> bool {
        let own = scene.is(self.tokens.start, "my") || scene.is(self.tokens.start, "our");
        own && self.tokens.len() == 2 && scene.language.people.words.kin.contains(&self.noun)
    }

    /// Whether it is a pronoun.
    pub(super) fn is_pronoun(&self) -> bool {
        self.tokens.len() == 1
            && matches!(
                self.class,
                MentionClass::Speaker
                    | MentionClass::HeShe
                    | MentionClass::It
                    | MentionClass::They
                    | MentionClass::First
                    | MentionClass::OtherPronoun
            )
    }

    /// The gender of a pronoun; `None` if it is a noun phrase or has no gender.
    pub(super) fn pronoun_gender(&self) -> Option<Gender> {
        self.gender.filter(|_| self.is_pronoun())
    }

    /// Whether it is “his”, “its” or “their”. “Her” may be an object.
    pub(super) fn is_owner(&self) -> bool {
        matches!(self.noun.as_str(), "his" | "its" | "their")
    }

    /// Whether it is “him”, or “her” that is not “her book”.
    pub(super) fn is_object(&self, scene: &Scene<'_>) -> bool {
        let her = self.noun == "her" && !self.owns(scene) && scene.class(self.tokens.end) != Class::Verb;
        self.noun == "him" || her
    }

    /// Whether it is “his”, or “her” as in “her book” and “her first book”.
    pub(super) fn owns(&self, scene: &Scene<'_>) -> bool {
        let next = self.tokens.end;
        let noun = |i: usize| scene.class(i).is_nominal() || scene.class(i) == Class::Number;
        let owner = || self.source.is_some_and(|source| source.link == Link::Owner);
        let her = || noun(next) || scene.class(next) == Class::Adverb && noun(next + 1) || owner();
        self.noun == "his" || self.noun == "her" && her()
    }

    /// Whether entities of this kind can be meant.
    pub(super) fn takes(&self, kind: EntityKind) -> bool {
        use EntityKind as K;
        match self.class {
            MentionClass::Speaker | MentionClass::HeShe | MentionClass::First | MentionClass::Person => {
                kind == K::Person
            }
            MentionClass::It | MentionClass::Body => matches!(kind, K::Organization | K::Place),
            MentionClass::They => matches!(kind, K::Organization | K::Person | K::Group | K::Place),
            MentionClass::Document => matches!(kind, K::Organization | K::Person),
            MentionClass::Other if self.impersonal => matches!(kind, K::Organization | K::Place),
            MentionClass::OtherPronoun | MentionClass::Plural | MentionClass::Other => {
                matches!(kind, K::Organization | K::Person | K::Place)
            }
        }
    }

    /// The rows of the facts that do not depend on a candidate.
    pub(super) fn facts(&self, scene: &Scene<'_>) -> Vec<u16> {
        let mut rows = vec![
            Fact::Class.row(self.class.code()),
            Fact::Case.row(self.case(scene)),
            Fact::Quoted.row(usize::from(self.passage.is_some())),
        ];
        if self.is_pronoun() {
            return rows;
        }
        let names = self.tokens.clone().filter_map(|i| scene.name_at(i));
        let inside = names.map(|n| match n.kind {
            EntityKind::Person => 1,
            EntityKind::Organization => 2,
            _ => 3,
        });
        rows.extend([
            Fact::Determiner.row(self.determiner(scene)),
            Fact::Length.row(self.tokens.len().saturating_sub(1)),
            Fact::Introducing.row(usize::from(scene.language.people.words.introducing.contains(&self.noun))),
            Fact::Tail.row(self.tail(scene)),
            Fact::NameInside.row(inside.min().unwrap_or(0)),
        ]);
        rows
    }

    /// What a pronoun does in its clause, as a value of [`Fact::Case`].
    fn case(&self, scene: &Scene<'_>) -> usize {
        let first = self.tokens.start;
        if self.source.is_some_and(|s| s.cue.is_some()) {
            return 0;
        }
        if self.source.is_some_and(|s| s.opens) {
            return 1;
        }
        let next = scene.class(first + 1);
        match self.noun.as_str() {
            "his" | "its" | "their" => 4,
            "her" if matches!(next, Class::Word | Class::Name | Class::Number) => 4,
            "her" | "him" | "them" => 3,
            _ if self.is_pronoun() && scene.class(first) == Class::Subject => 2,
            _ => 5,
        }
    }

    /// The kind of word that the phrase begins with, as a value of [`Fact::Determiner`].
    pub(super) fn determiner(&self, scene: &Scene<'_>) -> usize {
        let first = self.tokens.start;
        let word = scene.word(first).to_ascii_lowercase();
        match word.as_str() {
            "the" => 0,
            "this" | "that" | "these" | "those" => 1,
            "a" | "an" => 2,
            "another" | "one" | "some" | "other" | "any" | "every" => 3,
            "his" | "her" | "its" | "their" | "my" | "our" => 4,
            _ if self.has_owner(scene) => 5,
            _ if scene.class(first) == Class::Number => 7,
            _ => 6,
        }
    }

    /// Whether it has “his”, “’s” or the like: “the victim’s lawyer”.
    pub(super) fn has_owner(&self, scene: &Scene<'_>) -> bool {
        self.tokens.clone().any(|i| scene.class(i) == Class::Possessive)
    }

    /// How the phrase goes on after its noun, as a value of [`Fact::Tail`].
    fn tail(&self, scene: &Scene<'_>) -> usize {
        let inside = self.tokens.clone().any(|i| scene.class(i) == Class::Preposition);
        let after = self.tokens.end + usize::from(scene.class(self.tokens.end) == Class::Comma);
        if scene.class(after) == Class::Relative {
            2
        } else {
            usize::from(inside || scene.class(self.tokens.end) == Class::Preposition)
        }
    }
}

/// The token of the head noun of a phrase. A verb that no list has may have slipped into
/// its end: “the judge pointed”.
fn head(scene: &Scene<'_>, tokens: &Range<usize>) -> usize {
    let end = tokens
        .clone()
        .skip(1)
        .find(|&i| matches!(scene.class(i), Class::Preposition | Class::To | Class::Relative))
        .unwrap_or(tokens.end);
    let head = end.saturating_sub(1).max(tokens.start);
    let known = |i: usize| {
        let word = scene.word(i).to_lowercase();
        let (noun, _) = singular(scene, &word);
        is_known(scene, &noun)
    };
    let before = head.checked_sub(1).filter(|&i| i > tokens.start && scene.name_at(head).is_none());
    match before {
        Some(before) if !known(head) && known(before) => before,
        _ => head,
    }
}

/// Whether a noun (lower case, singular) is a word for a person, a body or a document.
pub(super) fn is_known(scene: &Scene<'_>, noun: &str) -> bool {
    let language = scene.language;
    is_person(scene, noun)
        || language.organizations.stands_for.contains(noun)
        || language.works.documents.contains(noun)
}

/// Whether a noun (lower case, singular) is a word for a person.
pub(super) fn is_person(scene: &Scene<'_>, noun: &str) -> bool {
    let people = &scene.language.people;
    people.is_person_or_role(noun) || is_age(noun)
}

/// A noun (lower case) in the singular, and whether it is a plural for people.
fn singular(scene: &Scene<'_>, word: &str) -> (String, bool) {
    if scene.language.people.words.plurals.contains(word) {
        return (word.to_owned(), true);
    }
    if is_person(scene, word) {
        return (word.to_owned(), false);
    }
    if let Some(stem) = word.strip_suffix("ies").map(|stem| format!("{stem}y")).filter(|s| is_person(scene, s)) {
        return (stem, true);
    }
    let stem = word.strip_suffix('s').unwrap_or(word);
    if stem.len() < word.len() {
        if is_person(scene, stem) {
            return (stem.to_owned(), true);
        }
        if scene.language.works.documents.contains(stem) {
            return (stem.to_owned(), false);
        }
    }
    (word.to_owned(), false)
}
