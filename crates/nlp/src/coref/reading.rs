//! Reading a text from front to back: sentences and paragraphs lower every salience, names raise
//! that of their entity, and pronouns and noun phrases are answered where they are.

use std::collections::HashMap;
use std::ops::Range;

use super::history::LastRole;
use super::mention::Mention;
use super::salience::{INTRODUCED, PARAGRAPH_DECAY, SENTENCE_DECAY, raised_by};
use super::{Decide, Reference, Resolver};
use crate::analysis::{EntityKind, How};
use crate::resolver::facts::MentionClass;
use crate::scene::NameAt;
use crate::scene::grammar::Class;
use crate::scene::source::{Link, Source};

/// The sources of a paragraph by their first token.
#[derive(Default)]
struct SourcesAt<'a> {
    /// Names and pronouns.
    named: HashMap<usize, &'a Source>,
    /// Noun phrases. One may begin with a name that is a source of its own: “Lee’s adviser”.
    phrases: HashMap<usize, &'a Source>,
}

impl<'a> Resolver<'a, '_> {
    /// Reads the whole text. The references are in order.
    pub(super) fn read(mut self, decide: &mut Decide<'_>) -> Vec<Reference> {
        for (i, paragraph) in self.scene.paragraphs.iter().enumerate() {
            self.read_paragraph(i, paragraph.tokens.clone(), decide);
        }
        self.found
    }

    fn read_paragraph(&mut self, para: usize, tokens: Range<usize>, decide: &mut Decide<'_>) {
        let sources = self.sources_at(para);
        self.salience.decay(PARAGRAPH_DECAY);
        self.history.sentence += 1;
        for i in tokens {
            let quoted = self.scene.passage_at(i).is_some();
            let named = sources.named.get(&i).copied().filter(|_| !quoted);
            let phrase = sources.phrases.get(&i).copied().filter(|_| !quoted);
            if self.scene.class(i) == Class::Stop {
                self.history.sentence += 1;
                if !quoted {
                    self.end_sentence();
                    self.salience.decay(SENTENCE_DECAY);
                }
            }
            self.note_indefinite(i, para);
            if !quoted {
                self.note_belonging(i, para);
                self.note_owned(i, para);
            }
            // In “Lee’s adviser said” the speaker is not Lee.
            self.read_name(para, i, named, quoted);
            self.read_mentions(para, i, (named, phrase), decide);
            self.note_main_subject(para, named.or(phrase));
        }
    }

    /// The sources of a paragraph by their first token.
    fn sources_at(&self, para: usize) -> SourcesAt<'a> {
        let mut at = SourcesAt::default();
        let sources: &'a [Vec<Source>] = self.sources;
        for source in sources.get(para).into_iter().flatten().filter(|s| s.stands_for.is_none()) {
            let start = self.scene.token_from(source.span.start);
            if source.how == How::Nominal || source.how == How::Name && source.entity.is_none() {
                at.phrases.entry(start).or_insert(source);
            } else {
                // Of two with the same words, the one that opens the sentence says more.
                let known = at.named.entry(start).or_insert(source);
                if source.opens || !known.opens {
                    *known = source;
                }
            }
        }
        at
    }

    /// Answers the pronoun and the noun phrase that begin at token `i`.
    fn read_mentions(
        &mut self,
        para: usize,
        i: usize,
        (named, phrase): (Option<&Source>, Option<&Source>),
        decide: &mut Decide<'_>,
    ) {
        let phrase = phrase.map(|source| Mention::phrase(self.scene, para, source));
        if let Some(pronoun) = Mention::pronoun(self.scene, para, i, named)
            && phrase.as_ref().is_none_or(|phrase| owns_phrase(&pronoun, phrase))
        {
            self.answer(&pronoun, decide);
        }
        let phrase = phrase.filter(|phrase| phrase.source.is_none_or(|source| source.link != Link::Label));
        if let Some(phrase) = phrase {
            self.answer(&phrase, decide);
        }
    }

    /// Notes the name that begins at token `i`, if one does.
    fn read_name(&mut self, para: usize, i: usize, named: Option<&Source>, quoted: bool) {
        let begins = |n: &&NameAt| self.scene.tokens.get(i).is_some_and(|t| t.span.start == n.span.start);
        let Some(&name) = self.scene.name_at(i).filter(begins) else { return };
        let first = !quoted && name.kind == EntityKind::Person && self.history.is_first_name(name.entity);
        if first {
            self.note_introduced(name, para);
        }
        // The text names somebody in full to say something about them.
        let introduced = if first && name.span.of(self.scene.text).contains(' ') { INTRODUCED } else { 0.0 };
        self.salience.raise(self.kind(name.entity), name.entity, raised_by(named, quoted) + introduced);
        if name.kind == EntityKind::Organization {
            self.belongings.note_organization();
        }
        let owner = self.scene.class(self.scene.token_from(name.span.end)) == Class::Possessive;
        let is_subject = !quoted && self.names_subject(para, i);
        let role = if is_subject { LastRole::Opening } else { LastRole::of(named, quoted, owner) };
        if is_subject {
            self.note_subject_is(name.entity);
        }
        self.history.note(name.entity, (i, para), role, self.is_listed(name, i));
        self.history.note_name(name.entity, i);
        self.note_subject_name(name.entity, para, named.filter(|_| !quoted));
        if !quoted && named.is_some_and(|s| s.cue.is_some()) {
            self.history.note_speaker(Some(name.entity));
        }
    }

    /// Whether a comma or “and” joins a name, which begins at token `i`, to another one of its kind.
    fn is_listed(&self, name: NameAt, i: usize) -> bool {
        let end = self.scene.token_from(name.span.end);
        let joint = |at: usize| matches!(self.scene.class(at), Class::Comma | Class::Conjunction);
        let beside = |at: Option<usize>| at.and_then(|at| self.scene.name_at(at)).is_some_and(|n| n.kind == name.kind);
        joint(end) && beside(Some(end + 1)) || i > 1 && joint(i - 1) && beside(i.checked_sub(2))
    }
}

/// Whether a pronoun at the beginning of a phrase is answered before the phrase, so that the phrase can
/// depend on it: “her campaign”, “their boats”, “his doctor”, who is another person than he.
fn owns_phrase(pronoun: &Mention<'_>, phrase: &Mention<'_>) -> bool {
    use MentionClass as M;
    let depends = matches!(phrase.class, M::Body | M::Document | M::Person | M::Plural);
    depends && pronoun.gender.is_some() || pronoun.class == MentionClass::They
}
