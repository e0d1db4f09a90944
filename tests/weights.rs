//! Changes that need no new attribution weights.

use std::path::Path;

use pullquote::library::SAMPLES;
use pullquote_article::{ArticleBuilder, Format, Origin};
use pullquote_clean::ingest;
use pullquote_clean::ingest::Options;
use pullquote_nlp::cue::Lexicon;
use pullquote_nlp::{Model, analyze};

/// The bundled lexicon of speech verbs, and the same lexicon with a new verb
/// before all others.
fn lexicons() -> [Lexicon; 2] {
    let read = |name: &str| std::fs::read_to_string(Path::new("crates/nlp/assets").join(name)).expect(name);
    let (cues, phrases) = (read("cues.tsv"), read("cue_phrases.tsv"));
    [Lexicon::read(&cues, &phrases), Lexicon::read(&format!("say\tqti\tarticulize\n{cues}"), &phrases)]
}

#[test]
fn a_verb_before_all_others_changes_no_quote_and_no_confidence() {
    let [known, more] = lexicons();
    assert_eq!(more.verbs(), known.verbs() + 1);
    let models = [Model::bundled().with_cues(known), Model::bundled().with_cues(more)];
    let mut quotes = 0;
    for sample in SAMPLES {
        let name = sample.name;
        let article = ingest::read(sample.fetched(), &Options::default()).expect(name);
        let [before, after] = models.each_ref().map(|model| analyze(&article, model).quotes);
        assert_eq!(before, after, "{name}");
        quotes += before.iter().filter(|quote| quote.confidence > 0.0).count();
    }
    assert!(quotes > 20, "{quotes}");
    // The new verb still counts as a verb of speech.
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let article = ArticleBuilder::raw("“We won the vote,” articulized Ann Lee.".to_owned(), origin);
    let found = models.each_ref().map(|model| analyze(&article, model).quotes);
    assert_ne!(found[0], found[1]);
}
