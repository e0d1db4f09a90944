//! Quotes and their speakers: every attribution rule with its example, and
//! constructions that were once wrong.

use pullquote_article::{Article, ArticleBuilder, Format, Origin};
use pullquote_nlp::Rule;
use pullquote_nlp::{Model, Quote, QuoteKind, analyze};

fn article(text: &str) -> Article {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    ArticleBuilder::raw(text.to_owned(), origin)
}

/// The text without its brackets, and the words in brackets that begin with
/// `letter`.
fn marked(text: &str, letter: char) -> (String, Option<&str>) {
    let inside = text.split('⟦').skip(1).filter_map(|part| part.split_once('⟧')).map(|(words, _)| words);
    let words = inside.filter_map(|words| words.strip_prefix(letter)).map(str::trim).next();
    let plain = text.replace("⟦q ", "").replace("⟦s ", "").replace('⟧', "");
    (plain, words)
}

/// The quotes in quotation marks, each with the words of the speaker's mention,
/// the speaker's name and the rule.
fn spoken(text: &str) -> Vec<(String, String, String, String)> {
    let article = article(text);
    let analysis = analyze(&article, &Model::bundled());
    let direct = analysis.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect);
    direct
        .map(|q: &Quote| {
            let speaker = q.speaker.as_ref();
            let mention = speaker.and_then(|s| s.mention).map_or("", |m| m.of(article.text()));
            let name = speaker.map_or("", |s| s.name.as_str());
            let rule = speaker.map_or("", |s| s.rule);
            (q.words(article.text()), mention.to_owned(), name.to_owned(), rule.to_owned())
        })
        .collect()
}

#[test]
fn each_rule_finds_the_speaker_of_its_example() {
    for row in Rule::ALL {
        let (text, source) = marked(row.example, 's');
        let (_, words) = marked(row.example, 'q');
        let words = words.unwrap_or("").trim_matches(['“', '”']);
        let found = spoken(&text);
        let quote = found.iter().find(|(quote, ..)| quote.trim_matches(['“', '”']) == words);
        let mention = quote.map(|(_, mention, ..)| mention.as_str());
        assert!(
            mention.is_some_and(|m| source.is_some_and(|s| m.contains(s) || s.contains(m))),
            "{}: {found:?}",
            row.name
        );
    }
}

#[test]
fn a_quote_broken_by_its_attribution_is_one() {
    let found = spoken("“We are late,” Ann Lee said. “There is much to do before the vote.”");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "We are late, … There is much to do before the vote.");
    assert_eq!(found[0].2, "Ann Lee");
}

#[test]
fn he_is_the_speaker_and_not_a_man_in_the_quote() {
    let found = spoken(
        "Mayor Peter Hall said the road would open in May.\n\n“I told David Ng that it would take a year,” he said.",
    );
    assert_eq!(found.last().map(|q| q.2.as_str()), Some("Peter Hall"));
}

#[test]
fn a_described_speaker_does_not_get_the_name_that_happens_to_follow() {
    let found = spoken(
        "The port is now a “sleeping giant”, according to a former head of the harbour board.\n\n\
         Sir Martin Cole said the plan was “far too timid” for a city of its size.",
    );
    // The text does not say that Sir Martin is the former head.
    let expected = ["a former head of the harbour board", "Martin Cole"];
    assert_eq!(found.iter().map(|q| q.2.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn reported_clauses_have_their_source_and_cue() {
    let article = article("Ann Lee told reporters on Monday that the road would open in May.");
    let analysis = analyze(&article, &Model::bundled());
    let quote = analysis.quotes.first().expect("a reported clause");
    assert_eq!(quote.kind, QuoteKind::Indirect);
    assert_eq!(quote.words(article.text()), "that the road would open in May");
    assert_eq!(quote.cue.map(|c| c.of(article.text())), Some("told"));
    assert_eq!(quote.speaker.as_ref().map(|s| s.name.as_str()), Some("Ann Lee"));
}

#[test]
fn a_title_in_quotation_marks_is_not_a_quote() {
    assert_eq!(spoken("The film “The Long Road Home” opened in March to good reviews."), []);
}

#[test]
fn each_speaker_of_a_sample_has_his_quotes() {
    let text = include_str!("../assets/samples/ceasefire.txt");
    let found = spoken(text);
    let count = |name: &str| found.iter().filter(|quote| quote.2 == name).count();
    assert_eq!(count("Ilse Brandvold"), 5, "{found:#?}");
    assert_eq!(count("Lucan Merrow"), 2, "{found:#?}");
    assert_eq!(count("Edda Lorne"), 1, "{found:#?}");
    assert_eq!(count("Oren Taskal"), 1, "{found:#?}");
    assert_eq!(count("Maud Ferrin"), 3, "{found:#?}");
    assert_eq!(count("Jonas Pell"), 1, "{found:#?}");
    assert_eq!(count("Amara Vance"), 1, "{found:#?}");
}
