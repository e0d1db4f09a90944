//! Who and what an article names, what was said in it, and by whom.
//!
//! [`analyze`] is the whole interface: it reads an article and returns plain
//! data, in the order of the text, that never refers back to the model;
//! [`analyze_with`] does so with what a person corrected ([`correct`]).

pub mod analysis;
pub mod attribution;
pub mod coref;
pub mod correct;
pub mod cue;
pub mod entity;
pub mod language;
pub mod lexicon;
pub mod model;
pub mod names;
pub mod passage;
pub mod quote;
pub mod scene;
#[cfg(feature = "train")]
pub mod train;
pub mod value;

pub use analysis::{
    Analysis, Candidate, Entity, EntityId, EntityKind, How, Mention, MentionKind, Quote, QuoteId, QuoteKind, Speaker,
    Voice,
};
pub use correct::{Corrections, SpeakerChoice};
pub use model::Model;

use pullquote_article::text::sentence::sentences;
use pullquote_article::text::span::Span;
use pullquote_article::text::token::Token;
use pullquote_article::{Article, Block, MarkKind};
use value::Calendar;

/// Analyzes an article: tokens, sentences, entities with their mentions, and
/// quotes with their speakers. Deterministic; time and memory are linear in
/// the length of the text.
#[must_use]
pub fn analyze(article: &Article, model: &Model) -> Analysis {
    analyze_with(article, model, &Corrections::default())
}

/// Analyzes an article as [`analyze`] does, with a person's corrections.
#[must_use]
pub fn analyze_with(article: &Article, model: &Model, corrections: &Corrections) -> Analysis {
    let text = article.text();
    let tokens = pullquote_article::text::token::tokenize(text);
    let sentences = article.blocks().iter().flat_map(|block| sentences_of(block, text, &tokens)).collect::<Vec<_>>();
    let names = entity::recognise(text, &tokens, &sentences, model);
    let calendar = Calendar::new(&model.language, &sentences, article.meta().published.as_deref());
    let mut table = corrections.join(text, &tokens, names, &calendar);
    let mut quotes = quote::find(article, &tokens, &mut table, model);
    let (mut entities, mentions) = table.finish();
    entity::complete_roles(&model.language, text, &mut entities, &mentions);
    value::set_values(&calendar, text, &mut entities, &mentions);
    corrections.choose_speakers(text, &entities, &mut quotes);
    Analysis { tokens, sentences, mentions, entities, quotes }
}

/// The sentences of one block. A caption's credit stands on a line of its own,
/// and is no part of its last sentence.
fn sentences_of(block: &Block, text: &str, tokens: &[Token]) -> Vec<Span> {
    let credit = block.marks.iter().find(|mark| mark.kind == MarkKind::Credit).map(|mark| mark.span);
    let Some(credit) = credit else { return sentences(text, block.span, tokens) };
    let words = Span::new(block.span.start, credit.start).trimmed(text);
    let mut found = sentences(text, words, tokens);
    found.extend(sentences(text, credit, tokens));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    #[test]
    fn a_credit_is_no_part_of_the_captions_sentence() {
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
