//! Quotes: passages of speech with their speakers.
//!
//! [`passage`] finds what stands between marks, [`group`] joins what is one
//! quote, [`crate::nlp::speaker`] says whose words they are.

pub(crate) mod group;
pub(crate) mod marks;
pub(crate) mod passage;

use std::ops::Range;

use group::Group;

use crate::article::Article;
use crate::nlp::entity::EntityTable;
use crate::nlp::speaker::candidate::{Candidate, candidates};
use crate::nlp::speaker::rank::score;
use crate::nlp::speaker::rule::Rule;
use crate::nlp::speaker::scene::{NameAt, Scene};
use crate::nlp::speaker::source::{Source, sources};
use crate::nlp::{How, Mention, MentionKind, Model, Quote, QuoteId, QuoteKind, Speaker, coref, cue};
use crate::text::span::Span;
use crate::text::token::Token;

/// Finds the quotes of an article and who speaks them, in the order of the
/// text. Pronouns and nominals that are resolved on the way are added to
/// `table`.
pub(crate) fn find(article: &Article, tokens: &[Token], table: &mut EntityTable, model: &Model) -> Vec<Quote> {
    let text = article.text();
    let (paragraphs, passages) = passage::passages(article, tokens);
    let names = table
        .mentions()
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .filter_map(|m| {
            table.entities().get(m.entity.0).map(|e| NameAt { span: m.span, entity: m.entity, kind: e.kind })
        })
        .filter(|n| !matches!(n.kind, crate::nlp::EntityKind::Date | crate::nlp::EntityKind::Money))
        .collect();
    let cues = cue::find(&model.cues, text, tokens);
    let scene = Scene::new(text, tokens, &paragraphs, &passages, names, cues);
    let sources: Vec<Vec<Source>> = paragraphs.iter().map(|p| sources(&scene, p.tokens.clone())).collect();
    let mut quotes: Vec<Quote> = Vec::new();
    for group in group::groups(&scene, &sources) {
        quotes.extend(quote(&scene, &sources, &group, table, quotes.last()));
    }
    for (i, quote) in quotes.iter_mut().enumerate() {
        quote.id = QuoteId(i);
    }
    quotes
}

fn quote(
    scene: &Scene<'_>,
    sources: &[Vec<Source>],
    group: &Group,
    table: &mut EntityTable,
    before: Option<&Quote>,
) -> Option<Quote> {
    let passages: Vec<_> = group.passages.iter().filter_map(|&p| scene.passages.get(p)).collect();
    let first = *passages.first()?;
    let spans: Vec<Span> = passages.iter().map(|p| p.span).collect();
    let words: usize = spans.iter().map(|s| s.of(scene.text).split_whitespace().count()).sum();
    let all = candidates(scene, sources, group);
    let best = all.iter().map(|c| (score(scene, c), c)).max_by(|a, b| a.0.total_cmp(&b.0));
    let reported = best.is_some_and(|(_, c)| c.stops == 0 && c.paragraphs == 0 && c.source.cue.is_some());
    if words < 3 && !reported {
        return None;
    }
    let whole = first.outer.start == scene.paragraphs.get(first.para)?.span.start;
    let kind = if whole || words >= 3 && first.span.of(scene.text).starts_with(char::is_uppercase) {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    };
    let carried = before.and_then(|b| b.speaker.clone()).filter(|_| whole && best.is_none_or(|(s, _)| s < 1.5));
    let (speaker, confidence) = match (carried, best) {
        (Some(speaker), _) => (Some(Speaker { how: How::Carried, rule: Rule::Carried.name(), ..speaker }), 0.7),
        (None, Some((_, c))) => (Some(speaker(scene, c, table)), if c.source.cue.is_some() { 0.9 } else { 0.6 }),
        (None, None) => (None, 0.0),
    };
    let cue =
        best.and_then(|(_, c)| c.source.cue).and_then(|c| scene.cues.get(c)).map(|c| cue_span(scene, c.first..c.end));
    Some(Quote { id: QuoteId(0), kind, spans, speaker, cue, confidence })
}

fn cue_span(scene: &Scene<'_>, tokens: Range<usize>) -> Span {
    scene.span(tokens.start, tokens.end)
}

fn speaker(scene: &Scene<'_>, c: &Candidate<'_>, table: &mut EntityTable) -> Speaker {
    let source = c.source;
    let words = source.span.of(scene.text);
    let entity = match source.how {
        How::Pronoun => {
            let apart: Vec<Span> = scene.passages.iter().map(|p| p.span).collect();
            coref::pronoun(table, source.span, &apart)
        }
        _ => source.entity,
    };
    if let (How::Pronoun, Some(entity)) = (source.how, entity) {
        table.add(Mention { span: source.span, kind: MentionKind::Pronoun, entity });
    }
    let name = entity.and_then(|e| table.entities().get(e.0)).map_or_else(|| words.to_owned(), |e| e.name.clone());
    Speaker { name, entity, mention: Some(source.span), how: source.how, rule: c.rule.name() }
}
