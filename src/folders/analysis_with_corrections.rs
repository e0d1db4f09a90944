//! Applies a person's corrections to an article and its analysis. The reader
//! and every subcommand that works on an article and its notes use it.

use pullquote_article::Article;
use pullquote_article::PassageToPutBack;
use pullquote_article::text::fold::fold;
use pullquote_article::text::units::CodePoints;
use pullquote_nlp::{Analysis, Corrections, EntityId, EntityKind, Quote, SpeakerChoice};
use pullquote_nlp::{SPEAKER_SEPARATOR, split_speakers};
use pullquote_notes::correction;
use pullquote_notes::correction::{Correction, Fix};

/// The removed passages that the person put back, for
/// [`Article::with_put_back`].
#[must_use]
pub fn passages(corrections: &[Correction]) -> Vec<PassageToPutBack> {
    let wanted = corrections.iter().filter_map(|correction| match &correction.fix {
        Fix::PutBack { words, rule } => Some(PassageToPutBack { words: words.clone(), rule: rule.clone() }),
        _ => None,
    });
    wanted.collect()
}

/// The corrections of kinds and names, for `pullquote_nlp::analyze_with`. A
/// kind that this program doesn't know is left out.
#[must_use]
pub fn names(corrections: &[Correction]) -> Corrections {
    let mut names = Corrections::default();
    for correction in corrections {
        match &correction.fix {
            Fix::EntityKind { name, kind } => {
                names.kinds.extend(kind_named(kind).map(|kind| (name.clone(), kind)));
            }
            Fix::SameEntity { name, same_as } => names.merges.push((name.clone(), same_as.clone())),
            Fix::PutBack { .. } | Fix::Speaker { .. } | Fix::NotHere { .. } | Fix::NoPlace { .. } => {}
        }
    }
    names
}

fn kind_named(name: &str) -> Option<EntityKind> {
    EntityKind::ALL.into_iter().find(|kind| kind.name() == name.trim())
}

/// Sets the speakers that the person chose for quotes of `analysis`, which is
/// the analysis of `article`.
pub fn set_speakers(article: &Article, analysis: &mut Analysis, corrections: &[Correction]) {
    if !corrections.iter().any(|c| matches!(c.fix, Fix::Speaker { .. })) {
        return;
    }
    let places = places(article, &analysis.quotes);
    let quotes: Vec<(&str, usize)> = places.iter().map(|(words, start)| (words.as_str(), *start)).collect();
    let given = correction::speakers(corrections, &quotes);
    let choices = given.into_iter().zip(&analysis.quotes).filter_map(|(correction, quote)| {
        let Fix::Speaker { quote: words, speaker, .. } = &correction?.fix else { return None };
        let full = |name: &str| {
            let entity = entity_named(article, analysis, name).and_then(|id| analysis.entity(id));
            entity.map_or_else(|| name.to_owned(), |entity| entity.name.clone())
        };
        let speaker = speaker.as_ref().map(|names| together(split_speakers(names).map(full)));
        Some(SpeakerChoice { words: words.clone(), at: quote.extent().start, speaker })
    });
    let chosen = Corrections { speakers: choices.collect(), ..Corrections::default() };
    chosen.choose_speakers(article.text(), &analysis.entities, &mut analysis.quotes);
}

/// Joins the names of joint speakers as a correction stores them: `A; B`.
#[must_use]
pub fn together(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(&format!("{SPEAKER_SEPARATOR} "))
}

/// The words of each quote and its first code point, counted in the article's
/// text without the passages that were put back. A correction finds its quote
/// again by these two.
#[must_use]
pub fn places(article: &Article, quotes: &[Quote]) -> Vec<(String, usize)> {
    let text = article.text();
    let points = CodePoints::new(text);
    let added: Vec<[usize; 2]> = article.added().iter().map(|span| points.of_span(*span)).collect();
    let place = |quote: &Quote| {
        let at = points.of_byte(quote.extent().start);
        let before: usize = added.iter().filter(|[from, _]| *from < at).map(|[from, to]| to.min(&at) - from).sum();
        (quote.words(text), at - before)
    };
    quotes.iter().map(place).collect()
}

/// The entity with this name or, if there is none, the first entity with a
/// mention that has this text. Names are compared as [`fold`] has them.
#[must_use]
pub fn entity_named(article: &Article, analysis: &Analysis, name: &str) -> Option<EntityId> {
    let wanted = fold(name);
    let named = analysis.entities.iter().find(|entity| fold(&entity.name) == wanted);
    let called = || analysis.mentions.iter().find(|mention| fold(mention.span.of(article.text())) == wanted);
    named.map(|entity| entity.id).or_else(|| called().map(|mention| mention.entity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, BlockKind, Format, Origin};
    use pullquote_nlp::Model;

    fn correction(fix: Fix) -> Correction {
        Correction { created: jiff::Timestamp::UNIX_EPOCH, fix }
    }

    fn article() -> Article {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "Ada Okafor met Bo Lindqvist on the quay. Lindqvist left.");
        builder.removed("Sign up for our letters", "newsletter", "newsletter");
        builder.block(BlockKind::Paragraph, "“The tide is out,” said Ada Okafor on Monday.");
        builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
    }

    #[test]
    fn a_chosen_speaker_is_an_entity_and_stays_when_a_passage_is_put_back() {
        let cleaned = article();
        let put_back = Fix::PutBack { words: "Sign up for our letters".to_owned(), rule: None };
        let read = cleaned.with_put_back(&passages(&[correction(put_back)]));
        assert_eq!(read.put_back().len(), 1);
        let before = pullquote_nlp::analyze(&cleaned, &Model::bundled());
        let (words, start) = places(&cleaned, &before.quotes)[0].clone();
        assert_eq!(words, "The tide is out,");
        for (given, expected) in [
            (Some("bo  lindqvist"), Some("Bo Lindqvist")),
            (Some("A gull"), Some("A gull")),
            (Some("A gull; lindqvist"), Some("A gull and Bo Lindqvist")),
            (None, None),
        ] {
            let speaker = given.map(str::to_owned);
            let corrected = [correction(Fix::Speaker { quote: words.clone(), start, speaker })];
            for article in [&cleaned, &read] {
                let mut analysis = pullquote_nlp::analyze(article, &Model::bundled());
                assert_eq!(places(article, &analysis.quotes)[0].1, start);
                set_speakers(article, &mut analysis, &corrected);
                let quote = &analysis.quotes[0];
                assert_eq!(quote.speaker.as_ref().map(|s| s.name.as_str()), expected);
                let sure = if given.is_some() { 1.0 } else { 0.0 };
                assert!((quote.confidence - sure).abs() < f32::EPSILON);
            }
        }
    }

    #[test]
    fn kinds_and_names_go_to_the_analysis_and_unknown_kinds_are_left_out() {
        let kind = |kind: &str| Fix::EntityKind { name: "Nordlys".to_owned(), kind: kind.to_owned() };
        let same = Fix::SameEntity { name: "NWX".to_owned(), same_as: "Water Board".to_owned() };
        let names = names(&[correction(kind("organization")), correction(kind("ship")), correction(same)]);
        assert_eq!(names.kinds, [("Nordlys".to_owned(), EntityKind::Organization)]);
        assert_eq!(names.merges, [("NWX".to_owned(), "Water Board".to_owned())]);
    }
}
