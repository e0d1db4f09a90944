//! The subject of a cue: “Lee said”, “Lee, who said”, “Lee on Monday said”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::apposition::{after_comma, before_bracket, inverted};
use super::can_speak::is_speaker;
use super::grammar::Class;
use super::phrase::{clause_subject, ending_at, is_owning_day, is_speaking_noun, speaker_at, starting_at};
use super::relative::{described_by_agent, described_subject, relative, relative_before, restriction_before};
use super::relayed::relayed;
use super::source::{Link, Source, sentence_start, source};
use crate::analysis::How;
use crate::cue::Cue;
use crate::cue::inflect::VerbForm;
use crate::cue::lexicon::{Sense, SourcePlace};
use crate::scene::Scene;

/// The farthest that a subject is from its verb, in tokens.
const FARTHEST: usize = 32;

/// How many sources before a cue are searched for its subject.
const EARLIER: usize = 64;

/// The phrases that may be the subject of the cue, the nearest first.
pub(crate) fn subjects(scene: &Scene<'_>, cue: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
    let Some(c) = scene.cues.get(cue) else { return Vec::new() };
    match c.place {
        Some(SourcePlace::After) => {
            // “according to early results”
            let from = c.end + usize::from(scene.class(c.end) == Class::Adverb && !is_owning_day(scene, c.end));
            let phrase = speaker_at(scene, from, tokens.end);
            return phrase.and_then(|p| source(scene, p, Some(cue), Link::Phrase)).into_iter().collect();
        }
        Some(SourcePlace::Elsewhere) => return Vec::new(),
        Some(SourcePlace::Owner) => return owner(scene, cue, c.first, tokens.start),
        None => {}
    }
    let floor = tokens.start.max(c.first.saturating_sub(FARTHEST));
    // “Tully quotes Lee as saying”
    let says = c.form == Some(VerbForm::Ing) && c.sense != Sense::Talk;
    let relayed = says.then(|| relayed(scene, c.first, floor)).flatten();
    if let Some(found) = relayed.and_then(|p| source(scene, p, Some(cue), Link::Subject)) {
        return vec![found];
    }
    let (mut found, end) = Search { scene, cue, verb: c, tokens, floor, before }.run();
    let Some(end) = end else { return found };
    if c.form == Some(VerbForm::Ing) {
        found.extend(shared(scene, cue, end, tokens, before));
    } else if found.is_empty() {
        let after = (c.end..).find(|&i| scene.class(i) != Class::Adverb).unwrap_or(c.end);
        let phrase = speaker_at(scene, after, tokens.end).map(|p| inverted(scene, p));
        found.extend(phrase.and_then(|p| source(scene, p, Some(cue), Link::Inverted)));
    }
    found
}

/// The search for the subject of a verb, from the verb back to the beginning of its paragraph.
struct Search<'a, 's> {
    scene: &'a Scene<'s>,
    /// The index of the cue.
    cue: usize,
    verb: &'a Cue,
    /// The tokens of the paragraph.
    tokens: &'a Range<usize>,
    /// The first token that is searched.
    floor: usize,
    /// The sources of the cues before.
    before: &'a [Source],
}

/// What the search does after a token.
enum Step {
    /// It ends with these sources, one of which is the subject.
    Found(Vec<Source>),
    /// It ends with this source; what it has passed belongs to it.
    Only(Source),
    /// It goes on before a token; the source may be the subject.
    GoOn(Option<Source>, usize),
    /// It ends with these sources, or else the subject is after the verb or shared with another one.
    End(Vec<Source>),
}

impl Search<'_, '_> {
    /// The phrases before the verb that may be its subject, the nearest first; and, if none of them is
    /// certain, the token that the search ended at.
    fn run(&self) -> (Vec<Source>, Option<usize>) {
        // “officials who oversee the ports said”
        let who = self.is_finite().then(|| restriction_before(self.scene, self.verb.first, self.floor)).flatten();
        if let Some(subject) = who.and_then(|who| self.antecedent(who)) {
            return (vec![subject], None);
        }
        let mut found = Vec::new();
        let mut i = self.verb.first;
        while let Some(k) = i.checked_sub(1).filter(|&k| k >= self.floor && self.scene.passage_at(k).is_none()) {
            match self.step(k, i) {
                Step::Found(sources) => {
                    found.extend(sources);
                    return (found, None);
                }
                Step::Only(source) => return (vec![source], None),
                Step::GoOn(source, next) => {
                    found.extend(source);
                    i = next;
                }
                Step::End(sources) => {
                    found.extend(sources);
                    break;
                }
            }
        }
        (found, Some(i))
    }

    /// Reads token `k`; the search has reached the token `next` after it.
    fn step(&self, k: usize, next: usize) -> Step {
        let Self { scene, cue, tokens, before, .. } = *self;
        // “the woman arrested on Monday said”
        let described = self.is_finite().then(|| described_subject(scene, k, tokens.start)).flatten();
        if let Some(source) = described.and_then(|phrase| self.subject(phrase)) {
            return Step::Only(source);
        }
        match scene.class(k) {
            Class::Subject | Class::Object => Step::Found(self.subject(k..k + 1).into_iter().collect()),
            Class::Relative => Step::Found(relative(scene, cue, k, tokens.start)),
            Class::Comma | Class::Dash => Step::Found(after_comma(scene, cue, k, tokens, before)),
            Class::Conjunction => Step::Found(shared(scene, cue, k, tokens, before)),
            // “the crowd began to chant”, but “Lee on a Sunday said”
            Class::Determiner if is_article(scene, k) => {
                let phrase = starting_at(scene, k, self.verb.first).filter(|p| !is_time(scene, p.end - 1));
                phrase.map_or(Step::GoOn(None, k), |p| Step::Found(self.subject(p).into_iter().collect()))
            }
            // A determiner alone stands for somebody who was mentioned before:
            // “another said”.
            Class::Word | Class::Name | Class::Number | Class::Determiner => match ending_at(scene, k, tokens.start) {
                Some(phrase) => self.phrase(phrase),
                None => Step::Found(Vec::new()),
            },
            class => match skipped(scene, k, (next, self.verb.first), self.floor) {
                Some(next) => Step::GoOn(None, next),
                None if class == Class::Close => Step::Found(Vec::new()),
                None => Step::End(Vec::new()),
            },
        }
    }

    /// Whether the verb can have a subject of its own.
    fn is_finite(&self) -> bool {
        self.verb.form != Some(VerbForm::Ing)
    }

    /// The speaker whom the clause after the relative pronoun at token `who` describes, as the subject.
    fn antecedent(&self, who: usize) -> Option<Source> {
        let subject = relative(self.scene, self.cue, who, self.tokens.start).into_iter().next()?;
        is_speaker(self.scene, &subject).then_some(Source { link: Link::Subject, ..subject })
    }

    /// The source that a phrase is as the subject.
    fn subject(&self, phrase: Range<usize>) -> Option<Source> {
        source(self.scene, phrase, Some(self.cue), Link::Subject)
    }

    /// Reads the noun phrase that the search has reached.
    fn phrase(&self, phrase: Range<usize>) -> Step {
        let scene = self.scene;
        let (start, last) = (phrase.start, phrase.end - 1);
        if self.is_finite() {
            // “residents living near the plant said”, “a man accused of the theft said”
            let mut inside = phrase.clone().skip(1).rev();
            let joint = start.checked_sub(1).filter(|&i| scene.class(i) == Class::Preposition);
            let described = inside.find_map(|i| described_subject(scene, i, self.tokens.start));
            let described = described.or_else(|| described_subject(scene, joint?.checked_sub(1)?, self.tokens.start));
            if let Some(source) = described.and_then(|phrase| self.subject(phrase)) {
                return Step::Only(source);
            }
            // “that may help explain”
            if is_infinitive(scene, &phrase) {
                return Step::GoOn(None, last);
            }
            // “the officer who made the arrest said”
            let who = relative_before(scene, start, self.floor);
            if let Some(subject) = who.and_then(|who| self.antecedent(who)) {
                return Step::Only(subject);
            }
            // “a letter obtained by the Post warns”
            let described = described_by_agent(scene, start, self.tokens.start);
            if let Some(described) = described.filter(|_| scene.name_at(self.verb.first).is_none()) {
                return Step::End(self.subject(described).into_iter().collect());
            }
        }
        let time = is_time(scene, last);
        let source = if time { None } else { self.subject(phrase) };
        match start.checked_sub(1).filter(|&joint| joint >= self.floor) {
            // “Lee in the past said”: the phrase may be an adjunct.
            Some(joint) if scene.class(joint) == Class::Preposition && !scene.is(joint, "of") => {
                Step::GoOn(source, joint)
            }
            Some(_) if time => Step::GoOn(source, start),
            _ => Step::End(source.into_iter().collect()),
        }
    }
}

/// Whether a phrase is a verb that is in no list, because an auxiliary or “to” is before it: “help”
/// in “may help explain”.
fn is_infinitive(scene: &Scene<'_>, phrase: &Range<usize>) -> bool {
    let auxiliary =
        |i: usize| scene.class(i) == Class::To || scene.language.verbs.modal.contains_any_case(scene.word(i));
    let word = scene.class(phrase.start) == Class::Word;
    phrase.len() == 1 && word && phrase.start.checked_sub(1).is_some_and(auxiliary)
}

/// Where the search for a subject goes on before token `k`, if that can be
/// between a subject and its verb. `next` is the token after `k` that the search
/// has reached, `verb` the first token of the verb.
fn skipped(scene: &Scene<'_>, k: usize, (next, verb): (usize, usize), floor: usize) -> Option<usize> {
    match scene.class(k) {
        Class::Adverb | Class::Auxiliary => Some(k),
        // “on Monday said”
        Class::Preposition if next < verb && (scene.class(next) == Class::Adverb || is_article(scene, next)) => Some(k),
        Class::To if verb - k < 6 => Some(before_infinitive(scene, k, floor)),
        Class::Subordinator if scene.is(k, "as") && k > floor && scene.class(k - 1) == Class::Verb => Some(k - 1),
        // “Lee once said”, “Lee, the mayor, once said”
        Class::Subordinator if scene.is(k, "once") && next == verb => {
            let after_comma = k > floor && scene.class(k - 1) == Class::Comma;
            (after_comma || is_voice(scene, k, floor)).then_some(k)
        }
        Class::Close => before_bracket(scene, k, floor).map(|last| last + 1),
        _ => None,
    }
}

/// Whether the token before `k` is a name, a pronoun or a noun for a speaker.
fn is_voice(scene: &Scene<'_>, k: usize, floor: usize) -> bool {
    k.checked_sub(1)
        .filter(|&i| i >= floor)
        .is_some_and(|i| scene.name_at(i).is_some() || scene.class(i) == Class::Subject || is_speaking_noun(scene, i))
}

/// The owner of the noun at token `noun`: “her remark”, “Lee’s last remark”.
fn owner(scene: &Scene<'_>, cue: usize, noun: usize, floor: usize) -> Vec<Source> {
    let mark = (noun.saturating_sub(3).max(floor)..noun).rev().find(|&i| scene.class(i) == Class::Possessive);
    let Some(mark) = mark.filter(|&i| scene.passage_at(i).is_none()) else { return Vec::new() };
    let pronoun = scene.word(mark).starts_with(char::is_alphabetic);
    let mut found = if pronoun {
        source(scene, mark..mark + 1, Some(cue), Link::Owner)
    } else {
        mark.checked_sub(1)
            .and_then(|last| ending_at(scene, last, floor))
            .and_then(|phrase| source(scene, phrase, Some(cue), Link::Owner))
    };
    if let Some(source) = found.as_mut().filter(|_| pronoun) {
        source.how = How::Pronoun;
    }
    found.into_iter().collect()
}

/// Whether token `k` is an article.
fn is_article(scene: &Scene<'_>, k: usize) -> bool {
    scene.language.noun_phrases.articles.contains_any_case(scene.word(k))
}

/// Whether token `k` is a noun of time and part of no name.
fn is_time(scene: &Scene<'_>, k: usize) -> bool {
    // “the Times said”
    let lower = scene.word(k).starts_with(char::is_lowercase);
    scene.name_at(k).is_none() && lower && scene.language.time.periods.contains(scene.word(k))
}

/// The first token of a verb that is followed by “to” (token `to`) and an
/// infinitive: “went on to say”, “declined to comment”.
fn before_infinitive(scene: &Scene<'_>, to: usize, floor: usize) -> usize {
    let mut i = to;
    while let Some(v) = i.checked_sub(1).filter(|&v| v >= floor) {
        let verbal = matches!(scene.class(v), Class::Verb | Class::Word | Class::Preposition | Class::Adverb);
        // “the first official to say so”
        let noun = scene.class(v) == Class::Word && is_speaking_noun(scene, v);
        if !verbal || noun || to - v > 2 {
            break;
        }
        i = v;
    }
    i
}

/// The clause that ends at a comma (token `comma`), with the word that begins it and its subject: “the hall,
/// where people had met, chanting”, “Lee left as Tully came in, saying”. The clause begins at token `floor` or
/// later.
fn inner_clause(scene: &Scene<'_>, floor: usize, comma: usize) -> Option<(usize, Range<usize>)> {
    let ends = |i: usize| matches!(scene.class(i), Class::Comma | Class::Dash) || scene.passage_at(i).is_some();
    let mut inside = (floor..comma).rev().take_while(|&i| !ends(i));
    let joint = inside.find(|&i| scene.class(i) == Class::Subordinator)?;
    // “where about 50 people had met”
    let about = scene.class(joint + 1) == Class::Preposition && scene.class(joint + 2) == Class::Number;
    // “as a drawback” has no verb.
    let subject = clause_subject(scene, joint + 1 + usize::from(about), comma).filter(|s| s.end < comma)?;
    Some((joint, subject))
}

/// The subject of the previous cue in the same sentence, or that of the sentence
/// itself.
pub(super) fn shared(
    scene: &Scene<'_>,
    cue: usize,
    at: usize,
    tokens: &Range<usize>,
    before: &[Source],
) -> Vec<Source> {
    let start = sentence_start(scene, at, tokens.start);
    let participle = scene.cues.get(cue).is_some_and(|c| c.form == Some(VerbForm::Ing));
    let inner = participle.then(|| inner_clause(scene, start, at)).flatten();
    let subject_inside = inner.clone().and_then(|(_, p)| source(scene, p, Some(cue), Link::Shared));
    if let Some(found) = subject_inside.clone().filter(|_| inner.is_some_and(|(joint, _)| scene.is(joint, "where"))) {
        return vec![found];
    }
    let form = |c: usize| scene.cues.get(c).and_then(|c| c.form);
    // “points to voters who say so and concludes”: “say” has another subject.
    let another = |s: &Source| {
        s.link == Link::Relative
            && form(cue) == Some(VerbForm::Third)
            && s.cue.and_then(form).is_some_and(|form| form == VerbForm::Base)
    };
    let earlier = before
        .iter()
        .rev()
        .take(EARLIER)
        .find(|s| {
            s.tokens.start >= start
                && s.cue.is_some()
                && s.link != Link::Inverted
                && s.link != Link::Owner
                && !another(s)
        })
        .map(|s| s.tokens.clone());
    let phrase = earlier.or_else(|| clause_subject(scene, start, at));
    let main = phrase.and_then(|p| source(scene, p, Some(cue), Link::Shared));
    // In “Lee left as Tully came in, saying so” it may be either.
    let other = subject_inside.filter(|s| s.how != How::Pronoun && main.as_ref().is_some_and(|m| m.span != s.span));
    main.into_iter().chain(other).collect()
}
