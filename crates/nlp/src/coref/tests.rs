//! Whole articles, invented, and whom their pronouns mean.

use crate::analysis::MentionKind;
use crate::{Analysis, Model, analyze};
use pullquote_article::{ArticleBuilder, Format, Origin};

fn read(text: &str) -> Analysis {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    analyze(&ArticleBuilder::raw(text.to_owned(), origin), &Model::bundled())
}

/// Each pronoun that means an entity, with the entity’s name.
fn meant(text: &str) -> Vec<(String, String)> {
    let analysis = read(text);
    let pronouns = analysis.mentions.iter().filter(|m| m.kind == MentionKind::Pronoun);
    pronouns.map(|m| (m.span.of(text).to_owned(), analysis.entities[m.entity.0].name.clone())).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(pronoun, name)| ((*pronoun).to_owned(), (*name).to_owned())).collect()
}

#[test]
fn they_are_the_people_that_the_last_sentence_is_about() {
    let text = "The Norwegians built harbours for their boats. They traded in salt. Their sails were red.";
    let they = ["their", "They", "Their"].map(|word| (word, "Norwegians"));
    assert_eq!(meant(text), pairs(&they));
    // In what they say, another people may be the subject.
    let text = "The Norwegians said the Danes had begun the wall. They finished it.";
    assert_eq!(meant(text), pairs(&[("They", "Norwegians")]));
    // The officials are a later subject.
    assert_eq!(meant("The Norwegians built harbours. The officials came from the north. They were poor."), []);
}

#[test]
fn a_subject_may_come_after_a_list_or_a_participle() {
    for text in [
        "Trading in Norway, Sweden and Denmark, the Norwegians built harbours. They were rich.",
        "Working in a cold sea, the Norwegians built harbours. They were rich.",
    ] {
        assert_eq!(meant(text), pairs(&[("They", "Norwegians")]), "{text}");
    }
}

#[test]
fn peoples_of_the_past_are_known() {
    assert_eq!(meant("The Sumerians traded in grain. They built walls."), pairs(&[("They", "Sumerians")]));
    let text = "The Olmec carved heads from stone. They grew maize. Their cities were large.";
    assert_eq!(meant(text), pairs(&[("They", "Olmec"), ("Their", "Olmec")]));
}

#[test]
fn him_is_not_the_subject_of_its_own_verb() {
    for text in [
        "Anders Holm led the council in May. Bo Tully thanked him for the work.",
        "Anders Holm and Bo Tully ran the quay. In May, Tully warned him about the tide.",
        "Anders Holm lost the vote in May. Bo Tully, who had followed him, wept.",
    ] {
        assert_eq!(meant(text), pairs(&[("him", "Anders Holm")]), "{text}");
    }
    // Not Holm, but his lawyer is the subject.
    let text = "Anders Holm lost the vote in May. A lawyer for Holm thanked him.";
    assert_eq!(meant(text), pairs(&[("him", "Anders Holm")]));
}

#[test]
fn his_in_a_phrase_before_the_subject_is_the_subject() {
    let text = "Anders Holm and Bo Tully ran the quay. Holm won the vote in May. During his time in Orsten, Tully \
        wrote a book.";
    assert_eq!(meant(text), pairs(&[("his", "Bo Tully")]));
    let text = "Anna Holm was the mayor of Lindhaven. Holm left in May. In her first speech since the vote, Cora \
        Lindqvist thanked the council.";
    assert_eq!(meant(text), pairs(&[("her", "Cora Lindqvist")]));
    // A person who is named before the pronoun may be meant.
    let text = "After Anders Holm and his crew had left, Bo Tully wrote a book.";
    assert_eq!(meant(text), pairs(&[("his", "Anders Holm")]));
}
