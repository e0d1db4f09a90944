//! Finds who said what in an English news article: quotes, their speakers, and the
//! people, places and organizations that the article names.
//!
//! [`analyze`] reads an article and returns an [`Analysis`]: plain data in the order
//! of the text, with spans in bytes. [`analyze_with`] also applies the
//! [`Corrections`] of a person, and [`analyze_until`] can be stopped.
//!
//! ```
//! # #[cfg(feature = "bundled")] {
//! use pullquote_article::{ArticleBuilder, Format, Origin};
//! use pullquote_nlp::{Model, analyze};
//!
//! let text = "“The harbor stays open,” said Ada Okafor, the mayor of Lindhaven.\n\n\
//!     “We will pay for it,” she added.";
//! let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
//! let article = ArticleBuilder::raw(text.to_owned(), origin);
//!
//! let model = Model::bundled();
//! let analysis = analyze(&article, &model);
//! let said: Vec<(&str, String)> = analysis
//!     .quotes
//!     .iter()
//!     .filter_map(|quote| Some((quote.speaker.as_ref()?.name.as_str(), quote.shown(article.text()))))
//!     .collect();
//! assert_eq!(said, [
//!     ("Ada Okafor", "“The harbor stays open,”".to_owned()),
//!     ("Ada Okafor", "“We will pay for it,”".to_owned()),
//! ]);
//! # }
//! ```
//!
//! # Steps
//!
//! Tokens and sentences come from [`pullquote_article::text`]. Then [`analyze_until`], below, runs:
//!
//! 1. `entity`: the names of the article, which `names` finds with two trained models, are
//!    repaired and joined into entities.
//! 2. `correct`: applies what a person corrected about names.
//! 3. `quote`: finds quotes and their speakers. It uses `cue` (verbs and phrases of speech),
//!    `passage` (words between quotation marks), `scene` (the grammar around them), `coref` (whom
//!    pronouns and nouns mean), `attribution` (the most probable source of each quote), `speech`
//!    (whether words between marks are speech) and `reported` (clauses without marks).
//! 4. `entity` again: what the article says a person is. `value`: dates and sums of money in
//!    figures. `correct` again: the speakers that a person chose.
//!
//! The documentation of each of these modules begins with its own steps. They rest on:
//!
//! * `analysis`: the types of the result.
//! * `language`: the lists of words of a language, and detecting the language of an article.
//! * `lexicon`: clusters of words and lists of names, in compact tables.
//! * `model`: everything that was learned; `logistic` and `resolver`: kinds of weights.
//!
//! A module uses only modules below it in the rows of `tests/layers.rs`.
//!
//! # Features
//!
//! * `bundled` (default) embeds the trained models, about 6 MB. Without it, a
//!   [`Model`] is made from [`ModelFiles`].
//! * `train` adds the module `train`, which makes these files from labelled
//!   articles.

// Without `train`, nothing outside the crate can reach the items it publishes.
#![cfg_attr(not(feature = "train"), allow(unreachable_pub))]

mod analysis;
mod attribution;
mod coref;
mod correct;
mod cue;
mod entity;
mod language;
mod lexicon;
mod logistic;
mod model;
mod names;
mod passage;
mod quote;
mod reported;
mod resolver;
mod scene;
mod speech;
#[cfg(feature = "train")]
pub mod train;
mod value;

pub use analysis::{
    Analysis, Candidate, ConfidenceParts, Entity, EntityId, EntityKind, Fact, FactKind, How, MarkedWords, Mention,
    MentionKind, Quote, QuoteId, QuoteKind, Speaker, Voice,
};
pub use attribution::rule::Rule;
pub use attribution::weights::WeightsError;
pub use correct::{CHOSEN_RULE, Corrections, SPEAKER_SEPARATOR, SpeakerChoice, join_names, split_speakers};
pub use language::detect::ArticleLanguage;
pub use lexicon::TableError;
pub use logistic::LogisticError;
pub use model::{Model, ModelError, ModelFiles};
pub use names::linear_model::ModelFileError;
pub use resolver::weights::ResolverError;
pub use value::{Quantity, QuantityKind};

use std::sync::atomic::{AtomicBool, Ordering};

use pullquote_article::Span;
use pullquote_article::text::Language;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::token::Token;
use pullquote_article::{Article, Block, MarkKind};
use value::Calendar;

/// Analyzes an article: finds its tokens, sentences, entities with their mentions, and
/// quotes with their speakers. The same article and model give the same result. Time
/// and memory are linear in the length of the text.
#[must_use]
pub fn analyze(article: &Article, model: &Model) -> Analysis {
    analyze_with(article, model, &Corrections::default())
}

/// Analyzes an article as [`analyze`] does, and applies the corrections of a person.
#[must_use]
pub fn analyze_with(article: &Article, model: &Model, corrections: &Corrections) -> Analysis {
    analyze_until(article, model, corrections, &AtomicBool::new(false)).unwrap_or_default()
}

/// Analyzes an article as [`analyze_with`] does, until another thread sets `stop`: then
/// it ends after the step that it is at, with `None`.
#[must_use]
pub fn analyze_until(
    article: &Article,
    model: &Model,
    corrections: &Corrections,
    stop: &AtomicBool,
) -> Option<Analysis> {
    let go_on = || (!stop.load(Ordering::Relaxed)).then_some(());
    let text = article.text();
    let tokens = pullquote_article::text::token::tokenize(text);
    let sentences = article
        .blocks()
        .iter()
        .flat_map(|block| sentences_of(block, text, &tokens, model.language.text))
        .collect::<Vec<_>>();
    go_on()?;
    let names = entity::find_names(text, &tokens, &sentences, model, None);
    go_on()?;
    let calendar = Calendar::new(model.language, &sentences, article.meta().published.as_deref());
    let mut table = corrections.join(text, &tokens, names, &calendar);
    let spoken = language::detect::language_of(article);
    let found = match spoken.supported {
        true => quote::find(article, &tokens, &mut table, model, &go_on)?,
        false => quote::unattributed::find(article, &tokens, model),
    };
    let quote::Found { mut quotes, marked } = found;
    let (mut entities, mentions) = table.finish();
    if spoken.supported {
        entity::complete_roles(model.language, text, &mut entities, &mentions);
        entity::complete_facts(model.language, text, &tokens, &mut entities, &mentions);
    }
    value::set_values(&calendar, text, &mut entities, &mentions);
    corrections.choose_speakers(text, &entities, &mut quotes);
    Some(Analysis { language: spoken, tokens, sentences, mentions, entities, quotes, marked })
}

/// The percentages and measures of an article, and the days, weeks, months and
/// years that it gives by their distance from the day of publication: in the
/// order of the text and disjoint. `analysis` is that article's.
#[must_use]
pub fn quantities(article: &Article, analysis: &Analysis, model: &Model) -> Vec<Quantity> {
    let calendar = Calendar::new(model.language, &analysis.sentences, article.meta().published.as_deref());
    value::in_text(article.text(), &analysis.tokens, &calendar)
}

/// The sentences of one block. The credit of a caption is a sentence of its own.
fn sentences_of(block: &Block, text: &str, tokens: &[Token], language: &Language) -> Vec<Span> {
    let credit = block.marks.iter().find(|mark| mark.kind == MarkKind::Credit).map(|mark| mark.span);
    let Some(credit) = credit else {
        return sentences(text, block.span, tokens, language);
    };
    let words = Span::new(block.span.start, credit.start).trimmed(text);
    let mut found = sentences(text, words, tokens, language);
    found.extend(sentences(text, credit, tokens, language));
    found
}

/// The examples of the README, as tests.
#[cfg(all(doctest, feature = "bundled"))]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    #[test]
    fn an_analysis_that_is_stopped_has_no_result() {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw("“We close at dusk,” said Ada Okafor.".to_owned(), origin);
        let (model, none) = (Model::bundled(), Corrections::default());
        let goes_on = AtomicBool::new(false);
        assert_eq!(analyze_until(&article, &model, &none, &goes_on), Some(analyze(&article, &model)));
        assert_eq!(analyze_until(&article, &model, &none, &AtomicBool::new(true)), None);
    }

    #[test]
    fn the_credit_of_a_caption_is_a_sentence_of_its_own() {
        let mut builder = ArticleBuilder::new();
        builder.caption("Barges wait in Lindhaven", Some("Northlight/Pia Rosk"));
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = builder.finish(origin);
        let analysis = analyze(&article, &Model::bundled());
        let cut: Vec<&str> = analysis.sentences.iter().map(|s| s.of(article.text())).collect();
        assert_eq!(cut, ["Barges wait in Lindhaven", "Northlight/Pia Rosk"]);
        assert!(analysis.mentions.iter().all(|m| !m.span.of(article.text()).contains('\n')));
    }
}
