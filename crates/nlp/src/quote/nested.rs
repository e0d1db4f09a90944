//! Quotes inside quotes: in “She told me, ‘Go home,’ and I went,” Lee said, Lee quotes somebody
//! else.
//!
//! A passage with marks inside it is read like a paragraph of its own, in a second scene. Only
//! words with a cue of their own count; scare quotes and terms inside a quote have none.
//!
//! These rules are English grammar; see [`crate::language`].

use super::{EntityLookup, LEAST_SURE, as_speaker};
use crate::analysis::{ConfidenceParts, How, Quote, QuoteId, QuoteKind, Speaker};
use crate::attribution::candidate::Choice;
use crate::attribution::rank::{QuoteCandidates, speakers};
use crate::language::people::Person;
use crate::model::Model;
use crate::passage::marks::pairs;
use crate::passage::{Paragraph, Passage};
use crate::scene::grammar::Class;
use crate::scene::group::{Group, groups};
use crate::scene::source::{Link, Source, sources};
use crate::scene::{Parts, Scene};
use pullquote_article::{BlockKind, Span};

/// How sure the attribution of a quote inside a quote is at most. Set by hand: there are too few
/// for a count.
const SUREST: f32 = 0.85;

/// Each paragraph of the second scene is this many after the last. The empty ones between are more
/// than are searched for a speaker.
const APART: usize = 4;

/// The quotes inside `quotes`, with speakers of their own.
pub(super) fn find(scene: &Scene<'_>, quotes: &[Quote], model: &Model, lookup: &EntityLookup<'_>) -> Vec<Quote> {
    let (outer, inner) = second_scene(scene, quotes);
    if outer.is_empty() {
        return Vec::new();
    }
    let all: Vec<Vec<Source>> = inner.paragraphs.iter().map(|p| sources(&inner, p.tokens.clone())).collect();
    let mut found = Vec::new();
    for group in groups(&inner, &all) {
        let Some(first) = group.passages.first().and_then(|&p| inner.passages.get(p)) else { continue };
        let Some(outer) = outer.get(first.para / APART).and_then(|&i| quotes.get(i)) else { continue };
        let Some(ballot) = QuoteCandidates::new(&inner, &all, &group, None) else { continue };
        let choices = ballot.ranked(&model.attribution, None);
        if let Some(said) = like(&inner, first, &choices) {
            found.push(quote(&inner, &group, said.as_ref(), outer, lookup));
            continue;
        }
        let cued = choices.first().filter(|c| c.candidate.source.cue.is_some() && c.candidate.stops == 0);
        if let Some(choice) = cued {
            let fits = !speakers(&inner, &group, std::slice::from_ref(choice)).is_empty();
            found.push(quote(&inner, &group, Some(choice).filter(|c| fits && is_real(&inner, c)), outer, lookup));
        }
    }
    found
}

/// Who says a passage after “was like”, as in “She was like, ‘Wait’”, if these words are before it:
/// the choice for the subject, or nothing for a subject that is no source.
fn like<'s>(scene: &Scene<'_>, passage: &Passage, choices: &[Choice<'s>]) -> Option<Option<Choice<'s>>> {
    let first = scene.token_from(passage.outer.start);
    let floor = scene.paragraphs.get(passage.para)?.tokens.start;
    let mark = |i: &usize| matches!(scene.class(*i), Class::Comma | Class::Colon | Class::Dash);
    let like = (floor..first).rev().find(|i| !mark(i)).filter(|&i| scene.is(i, "like"))?;
    let be = |i: usize| scene.language.verbs.be.contains_any_case(scene.word(i));
    let verb = like.checked_sub(1).filter(|&i| i >= floor && be(i))?;
    let subject = choices.iter().find(|c| c.candidate.source.tokens.end == verb);
    Some(subject.map(|c| Choice { confidence: SUREST, ..*c }))
}

/// The passages of the quotes that have marks inside, laid out as paragraphs; and for each
/// paragraph the index of its quote.
fn second_scene<'a>(scene: &Scene<'a>, quotes: &[Quote]) -> (Vec<usize>, Scene<'a>) {
    let (mut outer, mut paragraphs, mut passages) = (Vec::new(), Vec::new(), Vec::new());
    let spans = quotes.iter().enumerate().filter(|(_, q)| q.kind != QuoteKind::Indirect);
    for (i, span) in spans.flat_map(|(i, q)| q.spans.iter().map(move |span| (i, *span))) {
        let marked = pairs(scene.language, scene.text, span);
        let whole = |outer: Span| outer.start == span.start && outer.end == span.end;
        let marked: Vec<_> = marked.into_iter().filter(|pair| pair.closed && !whole(pair.outer)).collect();
        if marked.is_empty() {
            continue;
        }
        let first = passages.len();
        passages.extend(marked.into_iter().map(|pair| Passage {
            span: pair.inner,
            outer: pair.outer,
            style: pair.style,
            para: paragraphs.len(),
            continues: false,
            closed: true,
        }));
        let paragraph = |span: Span, first: usize| Paragraph {
            span,
            kind: BlockKind::Paragraph,
            tokens: scene.token_from(span.start)..scene.token_from(span.end),
            passages: first..passages.len(),
            author_of: None,
        };
        paragraphs.push(paragraph(span, first));
        let empty = || paragraph(Span::new(span.end, span.end), passages.len());
        paragraphs.extend(std::iter::repeat_with(empty).take(APART - 1));
        outer.push(i);
    }
    if outer.is_empty() {
        let parts = Parts { paragraphs, passages, names: Vec::new(), cues: Vec::new() };
        return (outer, Scene::new(scene.language, "", &[], parts));
    }
    let parts = Parts { paragraphs, passages, names: scene.names.clone(), cues: scene.cues.clone() };
    (outer, Scene::new(scene.language, scene.text, scene.tokens, parts))
}

/// Whether the cue of a choice reports what was said, and not what should be: “People should ask,
/// ‘Why?’”
fn is_real(scene: &Scene<'_>, choice: &Choice<'_>) -> bool {
    let source = choice.candidate.source;
    let Some(cue) = source.cue.and_then(|c| scene.cues.get(c)) else { return false };
    let between = source.tokens.end.min(cue.first)..cue.first;
    source.link != Link::Subject
        || !between.into_iter().any(|i| scene.language.verbs.possible.contains_any_case(scene.word(i)))
}

/// A quote inside `outer`, with the speaker of a choice.
fn quote(
    scene: &Scene<'_>,
    group: &Group,
    choice: Option<&Choice<'_>>,
    outer: &Quote,
    lookup: &EntityLookup<'_>,
) -> Quote {
    let spans: Vec<Span> = group.passages.iter().filter_map(|&p| scene.passages.get(p)).map(|p| p.span).collect();
    let named = choice.and_then(|choice| {
        let source = choice.candidate.source;
        let (speaker, identity) = speaker(scene, choice, outer, lookup)?;
        let speech = outer.confidence_parts.speech.max(LEAST_SURE);
        let parts = ConfidenceParts { speech, mention: choice.confidence.min(SUREST), identity };
        let cue = source.cue.and_then(|c| scene.cues.get(c)).map(|c| scene.span(c.first, c.end));
        (parts.speech * parts.mention >= LEAST_SURE).then_some((speaker, cue, parts))
    });
    let (speaker, cue, parts) =
        named.map_or((None, None, ConfidenceParts::NONE), |(s, cue, parts)| (Some(s), cue, parts));
    Quote {
        id: QuoteId(0),
        kind: QuoteKind::Direct,
        spans,
        speaker,
        cue,
        confidence: parts.least(),
        confidence_parts: parts,
        candidates: Vec::new(),
    }
}

/// The speaker of a choice, with the probability that it is this one. “I” is the speaker of the
/// outer quote.
fn speaker(scene: &Scene<'_>, choice: &Choice<'_>, outer: &Quote, lookup: &EntityLookup<'_>) -> Option<(Speaker, f32)> {
    let source = choice.candidate.source;
    let person = scene.language.people.person_of_pronoun(scene.word(source.tokens.start));
    if source.how == How::Pronoun && person == Some(Person::FirstSingular) {
        let own = outer.speaker.clone()?;
        let speaker = Speaker { mention: Some(source.span), how: How::Pronoun, ..own };
        return Some((speaker, outer.confidence_parts.identity * outer.confidence_parts.mention));
    }
    let rule = choice.candidate.rule.name();
    Some((as_speaker(scene, source, lookup, source.how, rule), lookup.identity(scene, source).probability))
}
