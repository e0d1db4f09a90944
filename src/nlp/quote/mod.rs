//! Quotes: passages of speech with their speakers.
//!
//! [`passage`] finds what stands between marks, [`group`] joins what is one
//! quote, [`crate::nlp::speaker`] says whose words they are.

pub(crate) mod group;
pub(crate) mod marks;
pub(crate) mod passage;
pub(crate) mod reading;

use crate::article::Article;
use crate::nlp::entity::EntityTable;
use crate::nlp::speaker::rank::{Ballot, Choice};
use crate::nlp::speaker::rule::Rule;
use crate::nlp::speaker::scene::Scene;
use crate::nlp::speaker::source::Source;
use crate::nlp::{How, Mention, MentionKind, Model, Quote, QuoteId, QuoteKind, Speaker, coref};
use crate::text::span::Span;
use crate::text::token::Token;
use group::Group;
use reading::Reading;

/// A passage less likely than this to be speech is left out; chosen on dev.
const LEAST_SPEECH: f32 = 0.2;

/// Finds the quotes of an article and who speaks them, in the order of the
/// text. Pronouns and nominals that are resolved on the way are added to
/// `table`.
pub(crate) fn find(article: &Article, tokens: &[Token], table: &mut EntityTable, model: &Model) -> Vec<Quote> {
    let reading = Reading::new(article, tokens, table, model);
    let scene = &reading.scene;
    let mut quotes: Vec<Quote> = Vec::new();
    let mut previous: Option<&Source> = None;
    for group in &reading.groups {
        let Some(ballot) = Ballot::new(scene, &reading.sources, group, previous) else { continue };
        let choice = ballot.choose(&model.attribution, previous);
        let speech = ballot.speech(scene, group, choice.as_ref(), &model.attribution);
        let labelled = choice.is_some_and(|c| c.candidate.rule == Rule::Transcript);
        if speech < LEAST_SPEECH && !labelled {
            continue;
        }
        previous = choice.map(|c| c.candidate.source).or(previous);
        quotes.extend(quote(scene, group, choice, table));
    }
    for (i, quote) in quotes.iter_mut().enumerate() {
        quote.id = QuoteId(i);
    }
    quotes
}

fn quote(scene: &Scene<'_>, group: &Group, choice: Option<Choice<'_>>, table: &mut EntityTable) -> Option<Quote> {
    let passages: Vec<_> = group.passages.iter().filter_map(|&p| scene.passages.get(p)).collect();
    let first = *passages.first()?;
    let spans: Vec<Span> = passages.iter().map(|p| p.span).collect();
    let words: usize = spans.iter().map(|s| s.of(scene.text).split_whitespace().count()).sum();
    let whole = first.outer.start == scene.paragraphs.get(first.para)?.span.start;
    let kind = if whole || words >= 3 && first.span.of(scene.text).starts_with(char::is_uppercase) {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    };
    let speaker = choice.map(|c| speaker(scene, &c, table));
    let own = choice.filter(|c| c.candidate.paragraphs == 0);
    let cue = own.and_then(|c| c.candidate.source.cue).and_then(|c| scene.cues.get(c));
    let cue = cue.map(|c| scene.span(c.first, c.end));
    Some(Quote { id: QuoteId(0), kind, spans, speaker, cue, confidence: choice.map_or(0.0, |c| c.probability) })
}

fn speaker(scene: &Scene<'_>, choice: &Choice<'_>, table: &mut EntityTable) -> Speaker {
    let source = choice.candidate.source;
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
    let carried = choice.again && choice.candidate.paragraphs > 0;
    let (how, rule) = if carried { (How::Carried, Rule::Carried) } else { (source.how, choice.candidate.rule) };
    Speaker { name, entity, mention: Some(source.span), how, rule: rule.name() }
}
