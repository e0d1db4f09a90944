//! The subject of a cue: “Lee said”, “Lee, who said”, “Lee on Monday said”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::ops::Range;

use super::grammar::Class;
use super::phrase::{clause_subject, ending_at, is_speaking_noun, owns, speaker_at, starting_at};
use super::relative::{described_before, described_by_agent, relative, relative_before};
use super::source::{Link, Source, sentence_start, source};
use super::voice::{described, is_speaker};
use crate::analysis::{EntityKind, How};
use crate::cue::inflect::VerbForm;
use crate::cue::lexicon::SourcePlace;
use crate::scene::{NameAt, Scene};

/// The farthest that a subject is from its verb, in tokens.
const FARTHEST: usize = 32;

/// The longest title before a name in apposition, in tokens.
const LONGEST_TITLE: usize = 2;

/// How many sources before a cue are searched for its subject.
const EARLIER: usize = 64;

/// The phrases that may be the subject of the cue, the nearest first.
pub(crate) fn subjects(scene: &Scene<'_>, cue: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
    let Some(c) = scene.cues.get(cue) else { return Vec::new() };
    let make = |phrase: Option<Range<usize>>, link| -> Vec<Source> {
        phrase.and_then(|p| source(scene, p, Some(cue), link)).into_iter().collect()
    };
    match c.place {
        Some(SourcePlace::After) => {
            // “according to early results”
            let from = c.end + usize::from(scene.class(c.end) == Class::Adverb && !owns(scene, c.end));
            return make(speaker_at(scene, from, tokens.end), Link::Phrase);
        }
        Some(SourcePlace::Elsewhere) => return Vec::new(),
        Some(SourcePlace::Owner) => return owner(scene, cue, c.first, tokens.start),
        None => {}
    }
    let (mut found, end) = subjects_before(scene, cue, tokens, before);
    let Some(end) = end else { return found };
    if c.form == Some(VerbForm::Ing) {
        found.extend(shared(scene, cue, end, tokens, before));
    } else if found.is_empty() {
        let after = (c.end..).find(|&i| scene.class(i) != Class::Adverb).unwrap_or(c.end);
        found = make(speaker_at(scene, after, tokens.end).map(|p| inverted(scene, p)), Link::Inverted);
    }
    found
}

/// The phrases before a cue that may be its subject, the nearest first; and, if
/// none of them is certain, the token that the search ended at.
fn subjects_before(
    scene: &Scene<'_>,
    cue: usize,
    tokens: &Range<usize>,
    before: &[Source],
) -> (Vec<Source>, Option<usize>) {
    let Some(c) = scene.cues.get(cue) else { return (Vec::new(), None) };
    let subject = |phrase| source(scene, phrase, Some(cue), Link::Subject).into_iter().collect();
    let mut found = Vec::new();
    let floor = tokens.start.max(c.first.saturating_sub(FARTHEST));
    let mut i = c.first;
    while let Some(k) = i.checked_sub(1).filter(|&k| k >= floor && scene.passage_at(k).is_none()) {
        let last: Vec<Source> = match scene.class(k) {
            Class::Subject | Class::Object => subject(k..k + 1),
            Class::Relative => relative(scene, cue, k, tokens.start),
            Class::Comma | Class::Dash => after_comma(scene, cue, k, tokens, before),
            Class::Conjunction => shared(scene, cue, k, tokens, before),
            // “the crowd began to chant”, but “Lee on a Sunday said”
            Class::Determiner if is_article(scene, k) => {
                let phrase = starting_at(scene, k, c.first).filter(|p| !is_time(scene, p.end - 1));
                let Some(phrase) = phrase else {
                    i = k;
                    continue;
                };
                subject(phrase)
            }
            // A determiner alone stands for somebody who was mentioned before:
            // “another said”.
            Class::Word | Class::Name | Class::Number | Class::Determiner => {
                let Some(phrase) = ending_at(scene, k, tokens.start) else { return (found, None) };
                // “that may help explain”
                let participle = c.form == Some(VerbForm::Ing);
                if !participle && is_infinitive(scene, &phrase) {
                    i = k;
                    continue;
                }
                // “the officer who made the arrest said”
                let who = relative_before(scene, phrase.start, floor).filter(|_| !participle);
                let antecedent = who.map(|who| relative(scene, cue, who, tokens.start)).unwrap_or_default();
                if antecedent.first().is_some_and(|source| is_speaker(scene, source)) {
                    found.extend(antecedent);
                    break;
                }
                let (start, time) = (phrase.start, is_time(scene, k));
                // “a letter obtained by the Post warns”
                if let Some(owner) = described_by_agent(scene, start, tokens.start)
                    .filter(|_| !participle && scene.name_at(c.first).is_none())
                {
                    found.extend(source(scene, owner, Some(cue), Link::Subject));
                    break;
                }
                if !time {
                    found.extend(source(scene, phrase, Some(cue), Link::Subject));
                }
                match start.checked_sub(1).filter(|&joint| joint >= floor) {
                    // “Lee in the past said”: the phrase may be an adjunct.
                    Some(joint) if scene.class(joint) == Class::Preposition && !scene.is(joint, "of") => i = joint,
                    Some(_) if time => i = start,
                    _ => break,
                }
                continue;
            }
            _ => match skipped(scene, k, (i, c.first), floor) {
                Some(next) => {
                    i = next;
                    continue;
                }
                None if scene.class(k) == Class::Close => Vec::new(),
                None => break,
            },
        };
        found.extend(last);
        return (found, None);
    }
    (found, Some(i))
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

/// Token `last`; where it closes a bracket, the token before that bracket opens:
/// “Lee (R-Ohio)”.
pub(super) fn before_bracket(scene: &Scene<'_>, last: usize, floor: usize) -> Option<usize> {
    if scene.class(last) != Class::Close {
        return Some(last);
    }
    let open = (floor..last).rev().take(16).find(|&o| scene.class(o) == Class::Open)?;
    open.checked_sub(1)
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

/// The subject that begins with a noun phrase after a cue: the phrase itself, or the name
/// after it if the phrase describes that person, as in “said the mayor, Ann Lee.”
fn inverted(scene: &Scene<'_>, phrase: Range<usize>) -> Range<usize> {
    named_after(scene, &phrase).unwrap_or(phrase)
}

/// The name of the person whom a phrase describes, between a comma after the phrase and the
/// next comma or the end: “the mayor, Ann Lee,”.
pub(super) fn named_after(scene: &Scene<'_>, phrase: &Range<usize>) -> Option<Range<usize>> {
    // “Lee’s niece” names nobody yet.
    let owns = |name: &NameAt| scene.class(scene.token_from(name.span.end)) == Class::Possessive;
    let people = || phrase.clone().filter_map(|i| scene.name_at(i)).filter(|name| name.kind == EntityKind::Person);
    let named = people().any(|name| !owns(name));
    // “the mayor’s niece, state Rep. Ann Lee,”
    let titled = (phrase.end + 1..=phrase.end + 1 + LONGEST_TITLE)
        .take_while(|&i| matches!(scene.class(i), Class::Word | Class::Name))
        .find_map(|i| scene.name_at(i));
    let name = titled.filter(|name| name.kind == EntityKind::Person && !owns(name));
    let name = name.filter(|_| !named && scene.class(phrase.end) == Class::Comma)?;
    let next = scene.token_from(name.span.end);
    // “the mayor, Ann Lee (D-Orsten),”
    let mark = matches!(scene.class(next), Class::Stop | Class::Comma | Class::Open | Class::Close);
    let ends = mark || next >= scene.tokens.len();
    let one_line = !scene.span(phrase.start, next).of(scene.text).contains('\n');
    (ends && one_line).then(|| scene.token_from(name.span.start)..next)
}

/// The subject of a cue after a comma or dash (token `k`): a name before an
/// apposition, a subject shared with another verb, or one after the cue.
fn after_comma(scene: &Scene<'_>, cue: usize, k: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
    let Some(c) = scene.cues.get(cue) else { return Vec::new() };
    if c.form == Some(VerbForm::Ing) {
        return shared(scene, cue, k, tokens, before);
    }
    let after_passage = k.checked_sub(1).is_some_and(|q| q >= tokens.start && scene.passage_at(q).is_some());
    if !after_passage {
        // “Another critic, Ann Lee, said”
        if let Some(found) =
            described(scene, k, tokens.start).and_then(|p| source(scene, p, Some(cue), Link::Apposition))
        {
            return vec![found];
        }
        let opening = (tokens.start..k)
            .rev()
            .take(32)
            .take_while(|&o| scene.passage_at(o).is_none() && scene.class(o) != Class::Stop)
            .filter(|&o| scene.class(o) == scene.class(k))
            .find_map(|o| {
                let last = before_bracket(scene, o.checked_sub(1)?, tokens.start);
                let phrase = ending_at(scene, last?, tokens.start)?;
                if interrupts(scene, o, k) && is_noun_for_speaker(scene, &phrase) {
                    return Some(phrase);
                }
                let named = scene.name_at(phrase.end.checked_sub(1)?).is_some();
                let continues = matches!(
                    scene.class(o + 1),
                    Class::Determiner
                        | Class::Possessive
                        | Class::Relative
                        | Class::Word
                        | Class::Name
                        | Class::Number
                        | Class::Preposition
                );
                (named && continues).then_some(phrase)
            });
        let opening = opening.map(|phrase| described_before(scene, &phrase, tokens.start).unwrap_or(phrase));
        if let Some(found) = opening.and_then(|p| source(scene, p, Some(cue), Link::Apposition)) {
            return vec![found];
        }
    }
    let mut from = c.end;
    while scene.class(from) == Class::Adverb {
        from += 1;
    }
    let after = starting_at(scene, from, tokens.end)
        .filter(|_| c.frames.inverted)
        .map(|phrase| inverted(scene, phrase))
        .and_then(|p| source(scene, p, Some(cue), Link::Inverted));
    match after {
        Some(found) => vec![found],
        None => shared(scene, cue, k, tokens, before),
    }
}

/// Whether what is between two commas or dashes, at tokens `open` and `close`, can interrupt
/// any sentence after its subject: “however” or “who was there”.
fn interrupts(scene: &Scene<'_>, open: usize, close: usize) -> bool {
    matches!(scene.class(open + 1), Class::Relative | Class::Preposition)
        || (open + 1..close).all(|i| scene.class(i) == Class::Adverb)
}

/// Whether a noun phrase that is no name is for people, a body or a document.
fn is_noun_for_speaker(scene: &Scene<'_>, phrase: &Range<usize>) -> bool {
    let found = source(scene, phrase.clone(), None, Link::Loose);
    found.is_some_and(|found| found.how == How::Nominal && is_speaker(scene, &found))
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
fn shared(scene: &Scene<'_>, cue: usize, at: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
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
