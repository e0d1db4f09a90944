//! Sources: the phrases that may say whose words a quote is.

use std::ops::Range;

use super::grammar::Class;
use super::phrase::{clause_subject, ending_at, starting_at};
use super::scene::Scene;
use crate::nlp::cue::inflect::Form;
use crate::nlp::cue::lexicon::Place;
use crate::nlp::{EntityId, EntityKind, How};
use crate::text::span::Span;

/// How a source and its cue stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Link {
    /// “Lee said”
    Subject,
    /// “said Lee”
    Inverted,
    /// “Lee, the mayor, said”
    Apposition,
    /// “Lee, who said”
    Relative,
    /// “Lee spoke and said”, “Lee spoke, saying”
    Shared,
    /// “according to Lee”
    Phrase,
    /// “LEE: We won.”
    Label,
    /// No cue.
    Loose,
}

/// A phrase that may say whose words a quote is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The words to show: a name alone, or a whole phrase.
    pub(crate) span: Span,
    /// Its tokens, with everything around its head.
    pub(crate) tokens: Range<usize>,
    /// Name, nominal or pronoun.
    pub(crate) how: How,
    /// The entity it names, where it is a name.
    pub(crate) entity: Option<EntityId>,
    /// That entity's kind.
    pub(crate) kind: Option<EntityKind>,
    /// Index of its cue.
    pub(crate) cue: Option<usize>,
    /// How it stands to its cue.
    pub(crate) link: Link,
    /// Whether it is the first noun phrase of its sentence.
    pub(crate) opens: bool,
}

/// The sources in the paragraph's tokens, in order: the subjects of its cues,
/// then every other name, pronoun and opening noun phrase.
pub(crate) fn sources(scene: &Scene<'_>, tokens: Range<usize>) -> Vec<Source> {
    let mut found: Vec<Source> = label(scene, &tokens).into_iter().collect();
    let mut i = tokens.start;
    while i < tokens.end {
        let Some(cue) = scene.cue_at(i).filter(|_| scene.passage_at(i).is_none()) else {
            i += 1;
            continue;
        };
        i = scene.cues.get(cue).map_or(i + 1, |c| c.end.max(i + 1));
        found.extend(subjects(scene, cue, &tokens, &found));
    }
    let linked = found.len();
    for start in sentence_starts(scene, &tokens) {
        if let Some(phrase) = clause_subject(scene, start, tokens.end) {
            match found.iter_mut().find(|s| overlaps(&s.tokens, &phrase)) {
                Some(source) => source.opens = true,
                None => found.extend(source(scene, phrase, None, Link::Loose).map(|s| Source { opens: true, ..s })),
            }
        }
    }
    let mut i = tokens.start;
    while i < tokens.end {
        let name_end = scene.name_at(i).map(|n| scene.token_from(n.span.end));
        let pronoun = matches!(scene.class(i), Class::Subject);
        let end = name_end.unwrap_or(i + 1).max(i + 1);
        if (pronoun || name_end.is_some())
            && scene.passage_at(i).is_none()
            && !found
                .iter()
                .enumerate()
                .any(|(k, s)| overlaps(&s.tokens, &(i..end)) && (k >= linked || s.how != How::Nominal))
        {
            found.extend(source(scene, i..end, None, Link::Loose));
        }
        i = end;
    }
    found.sort_by_key(|s| (s.span.start, s.link));
    found
}

/// The name in capitals and a colon that open a paragraph of a transcript,
/// behind its quotation mark if it has one.
fn label(scene: &Scene<'_>, tokens: &Range<usize>) -> Option<Source> {
    let first = tokens.start + usize::from(scene.class(tokens.start) == Class::Quote);
    let end = (first..tokens.end.min(first + 6)).find(|&i| scene.class(i) == Class::Colon)?;
    let words = scene.span(first, end).of(scene.text);
    let capitals = words.chars().filter(|c| c.is_uppercase()).count() > 1 && !words.contains(char::is_lowercase);
    let span = scene.span(first, end);
    let name = scene.name_at(first).map(|n| (n.entity, n.kind));
    capitals.then(|| Source {
        span,
        tokens: first..end,
        how: How::Name,
        entity: name.map(|n| n.0),
        kind: Some(EntityKind::Person),
        cue: None,
        link: Link::Label,
        opens: true,
    })
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The tokens at which sentences begin, outside passages.
fn sentence_starts(scene: &Scene<'_>, tokens: &Range<usize>) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut fresh = true;
    for i in tokens.clone() {
        if scene.passage_at(i).is_some() {
            fresh = scene.class(i) == Class::Stop || (fresh && scene.class(i) == Class::Quote);
        } else if fresh && !matches!(scene.class(i), Class::Close) {
            starts.push(i);
            fresh = scene.class(i) == Class::Stop;
        } else {
            fresh = scene.class(i) == Class::Stop && !scene.is(i, ";");
        }
    }
    starts
}

/// The phrases that are the subject of the cue.
fn subjects(scene: &Scene<'_>, cue: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
    let Some(c) = scene.cues.get(cue) else { return Vec::new() };
    let make = |phrase: Option<Range<usize>>, link| {
        phrase.and_then(|p| source(scene, p, Some(cue), link)).into_iter().collect()
    };
    match c.place {
        Some(Place::After) => return make(starting_at(scene, c.end, tokens.end), Link::Phrase),
        Some(Place::Elsewhere) => return Vec::new(),
        None => {}
    }
    let floor = tokens.start;
    let mut i = c.first;
    let mut skipped = 0;
    while let Some(k) = i.checked_sub(1).filter(|&k| k >= floor) {
        if scene.passage_at(k).is_some() {
            break;
        }
        match scene.class(k) {
            Class::Adverb | Class::Auxiliary => i = k,
            Class::To if skipped < 3 => {
                // “went on to say”, “declined to comment”
                skipped += 1;
                i = k;
                while let Some(v) = i.checked_sub(1).filter(|&v| v >= floor) {
                    let verbal =
                        matches!(scene.class(v), Class::Verb | Class::Word | Class::Preposition | Class::Adverb);
                    if !verbal || k - v > 2 {
                        break;
                    }
                    i = v;
                }
            }
            Class::Subordinator if scene.is(k, "as") && k > floor && scene.class(k - 1) == Class::Verb => i = k - 1,
            Class::Subject | Class::Object => return make(Some(k..k + 1), Link::Subject),
            Class::Relative => {
                let back = if k > floor && scene.class(k - 1) == Class::Comma { k - 1 } else { k };
                let antecedent = back.checked_sub(1).and_then(|last| ending_at(scene, last, floor));
                return make(antecedent, Link::Relative);
            }
            Class::Close => match (floor..k).rev().take(16).find(|&o| scene.class(o) == Class::Open) {
                Some(open) => i = open,
                None => return Vec::new(),
            },
            Class::Comma | Class::Dash => return behind_comma(scene, cue, k, tokens, before),
            Class::Conjunction => return shared(scene, cue, k, tokens, before),
            Class::Word | Class::Name | Class::Number => {
                let phrase = ending_at(scene, k, floor);
                return make(phrase, Link::Subject);
            }
            _ => break,
        }
    }
    if c.form == Some(Form::Ing) {
        return shared(scene, cue, i, tokens, before);
    }
    let mut from = c.end;
    while scene.class(from) == Class::Adverb {
        from += 1;
    }
    make(starting_at(scene, from, tokens.end), Link::Inverted)
}

/// The subject of a cue with a comma or dash (token `k`) before it: an
/// apposition, a shared subject, or one that stands behind.
fn behind_comma(scene: &Scene<'_>, cue: usize, k: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
    let Some(c) = scene.cues.get(cue) else { return Vec::new() };
    if c.form == Some(Form::Ing) {
        return shared(scene, cue, k, tokens, before);
    }
    let after_passage = k.checked_sub(1).is_some_and(|q| q >= tokens.start && scene.passage_at(q).is_some());
    if !after_passage {
        let opening = (tokens.start..k)
            .rev()
            .take(32)
            .take_while(|&o| scene.passage_at(o).is_none() && scene.class(o) != Class::Stop)
            .filter(|&o| scene.class(o) == scene.class(k))
            .find_map(|o| {
                let phrase = ending_at(scene, o.checked_sub(1)?, tokens.start)?;
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
        if let Some(found) = opening.and_then(|p| source(scene, p, Some(cue), Link::Apposition)) {
            return vec![found];
        }
    }
    let mut from = c.end;
    while scene.class(from) == Class::Adverb {
        from += 1;
    }
    let inverted = starting_at(scene, from, tokens.end)
        .filter(|_| c.frames.inverted)
        .and_then(|p| source(scene, p, Some(cue), Link::Inverted));
    match inverted {
        Some(found) => vec![found],
        None => shared(scene, cue, k, tokens, before),
    }
}

/// The subject of the cue before in the same sentence, or of the sentence.
fn shared(scene: &Scene<'_>, cue: usize, at: usize, tokens: &Range<usize>, before: &[Source]) -> Vec<Source> {
    let start = sentence_start(scene, at, tokens.start);
    let earlier = before
        .iter()
        .rev()
        .find(|s| s.tokens.start >= start && s.cue.is_some() && s.link != Link::Inverted)
        .map(|s| s.tokens.clone());
    let phrase = earlier.or_else(|| clause_subject(scene, start, at));
    phrase.and_then(|p| source(scene, p, Some(cue), Link::Shared)).into_iter().collect()
}

/// The token at which the sentence of token `at` begins.
pub(crate) fn sentence_start(scene: &Scene<'_>, at: usize, floor: usize) -> usize {
    (floor..at).rev().find(|&i| scene.class(i) == Class::Stop && !scene.is(i, ";")).map_or(floor, |stop| {
        let mut i = stop + 1;
        while i < at && scene.class(i) == Class::Quote {
            i += 1;
        }
        i
    })
}

/// The source that a noun phrase is.
fn source(scene: &Scene<'_>, phrase: Range<usize>, cue: Option<usize>, link: Link) -> Option<Source> {
    let last = phrase.end.checked_sub(1)?;
    let first = phrase.start;
    if phrase.len() == 1 && matches!(scene.class(first), Class::Subject | Class::Object) {
        let span = scene.span(first, phrase.end);
        return Some(Source {
            span,
            tokens: phrase,
            how: How::Pronoun,
            entity: None,
            kind: None,
            cue,
            link,
            opens: false,
        });
    }
    let name =
        scene.name_at(last).or_else(|| head_name(scene, &phrase)).filter(|n| !has_outer_head(scene, &phrase, n.span));
    Some(match name {
        Some(name) => Source {
            span: name.span,
            tokens: phrase,
            how: How::Name,
            entity: Some(name.entity),
            kind: Some(name.kind),
            cue,
            link,
            opens: false,
        },
        None => {
            let names = phrase.clone().all(|i| matches!(scene.class(i), Class::Name | Class::Number));
            let how = if names { How::Name } else { How::Nominal };
            Source {
                span: scene.span(first, phrase.end),
                tokens: phrase,
                how,
                entity: None,
                kind: None,
                cue,
                link,
                opens: false,
            }
        }
    })
}

/// The person whose name ends the part of the phrase before a preposition:
/// “Senator Ann Lee of Ohio”.
fn head_name<'s>(scene: &'s Scene<'_>, phrase: &Range<usize>) -> Option<&'s super::scene::NameAt> {
    let joint = phrase.clone().find(|&i| scene.class(i) == Class::Preposition)?;
    scene.name_at(joint.checked_sub(1)?)
}

/// Whether the phrase's head noun stands before the name: “a spokesman for
/// Lee”, but not “secretary of state Ann Lee”, where the name is set beside
/// its office.
fn has_outer_head(scene: &Scene<'_>, phrase: &Range<usize>, name: Span) -> bool {
    let start = scene.token_from(name.start);
    let joint = (phrase.start..start).rev().find(|&i| matches!(scene.class(i), Class::Preposition | Class::To));
    let Some(joint) = joint else { return false };
    let office = scene.is(joint, "of") && start > joint + 1 && scene.class(start - 1) == Class::Word;
    !office
}
