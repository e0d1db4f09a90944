//! Quotes whose speakers are known by name, and not by the words that attribute them: each
//! candidate that means the speaker is right, and training finds out which of them it is.

use crate::analysis::How;
use crate::attribution::candidate::Choice;
use crate::attribution::confidence::Observed;
use crate::attribution::rank::QuoteCandidates;
use crate::attribution::weights::Weights;
use crate::coref::{Reference, reference_at, resolve};
use crate::entity::EntityTable;
use crate::model::Model;
use crate::quote::article_scene::ArticleScene;
use crate::scene::source::Source;
use crate::train::adagrad::RankingExample;
use crate::train::attribution::{covered, with_reading};
use crate::train::resolver::is_same_name;
use crate::train::speech::LabelledArticle;
use pullquote_article::Span;

/// A quote with a known speaker.
#[derive(Debug, Clone)]
pub struct KnownSpeaker {
    /// The words between the marks, in bytes of the text.
    pub span: Span,
    /// The names of the speaker; or the words for one whom the article does not name.
    pub names: Vec<String>,
    /// Whether the article names the speaker.
    pub named: bool,
}

/// The quotes of a page with a known speaker. The source of the previous quote is the nearest
/// candidate with a cue that means its speaker.
pub(super) fn speaker_examples(page: &LabelledArticle, model: &Model) -> Vec<RankingExample> {
    let mut found = Vec::new();
    each_quote(page, model, &mut |quote, right, _| {
        let (features, inputs) = (quote.features.clone(), quote.inputs.clone());
        found.push(RankingExample { features, inputs, right: right.to_vec() });
        let chosen = quote.candidates.iter().zip(right).filter(|(_, right)| **right).map(|(c, _)| c);
        chosen.min_by_key(|c| (c.paragraphs, c.source.cue.is_none(), c.tokens)).map(|c| c.source)
    });
    found
}

/// What is done with a quote: its candidates, which of them mean the speaker, and the source of
/// the quote before. It returns the source of this quote, if it is known.
type Visit<'v> = &'v mut dyn for<'s> FnMut(&QuoteCandidates<'s>, &[bool], Option<&'s Source>) -> Option<&'s Source>;

/// Visits the quotes of a page with a known speaker, in the order of the text.
fn each_quote(page: &LabelledArticle, model: &Model, visit: Visit<'_>) {
    with_reading(&page.article, model, |reading, table| {
        let ArticleScene { scene, sources, groups } = reading;
        let references = resolve(scene, sources, table, &model.resolver);
        let mut previous: Option<&Source> = None;
        for group in groups {
            let Some(quote) = QuoteCandidates::new(scene, sources, group, previous) else { continue };
            let passages = group.passages.iter().filter_map(|&p| scene.passages.get(p));
            let mut known = passages.flat_map(|p| page.speakers.iter().filter(|q| covered(q.span, &[p.span]) >= 0.8));
            let Some(known) = known.next() else { continue };
            let is_right = |source: &Source| means(source, known, scene.text, (&references, table));
            let right: Vec<bool> = quote.candidates.iter().map(|c| is_right(c.source)).collect();
            previous = visit(&quote, &right, previous).or(previous);
        }
    });
}

/// Whether a source means the speaker.
fn means(source: &Source, known: &KnownSpeaker, text: &str, (references, table): (&[Reference], &EntityTable)) -> bool {
    let span = source.stands_for.unwrap_or(source.span);
    let entity = source.entity.or_else(|| reference_at(references, span).and_then(|r| r.referent.entity()));
    let name = entity.and_then(|e| table.entities().get(e.0)).map(|e| e.name.as_str());
    match (name, known.named) {
        (Some(name), true) => known.names.iter().any(|known| is_same_name(name, known)),
        (None, true) => known.names.iter().any(|known| is_same_name(span.of(text), known)),
        (Some(_), false) => false,
        (None, false) => {
            let words = span.of(text).to_lowercase();
            let last = words.split_whitespace().last().unwrap_or_default();
            known.names.iter().any(|known| known.to_lowercase().split_whitespace().any(|word| word == last))
        }
    }
}

/// Attributes the quotes of a page with a ranker, as in use. A quote of which no candidate means
/// the speaker is left out unless a name is chosen, because a pronoun may be the right one all
/// the same.
pub(super) fn try_out(page: &LabelledArticle, model: &Model, ranker: &Weights) -> Vec<Observed> {
    let mut found = Vec::new();
    each_quote(page, model, &mut |quote, right, previous| {
        let choice = quote.choose(ranker, previous)?;
        let is_right = |choice: &Choice<'_>| {
            let alike = quote.candidates.iter().zip(right);
            alike.into_iter().any(|(c, right)| *right && c.same_source(&choice.candidate))
        };
        if right.contains(&true) || choice.candidate.source.how == How::Name {
            let (probability, rule) = (choice.probability, choice.candidate.rule);
            found.push(Observed { probability, rule, right: is_right(&choice) });
        }
        Some(choice.candidate.source)
    });
    found
}
