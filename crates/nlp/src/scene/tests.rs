//! Sentences, invented, whose grammar decides who speaks.

use crate::{Model, QuoteKind, analyze};
use pullquote_article::{ArticleBuilder, Format, Origin};

/// The speaker of each quote in marks; empty if none is shown.
fn speakers(text: &str) -> Vec<String> {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let analysis = analyze(&ArticleBuilder::raw(text.to_owned(), origin), &Model::bundled());
    let quotes = analysis.quotes.into_iter().filter(|q| q.kind != QuoteKind::Indirect);
    quotes.map(|q| q.speaker.map_or_else(String::new, |s| s.name)).collect()
}

#[test]
fn nouns_that_could_be_verbs_are_nouns() {
    for (text, speaker) in [
        ("“The quay shows signs of stress,” the trends report stated.", "the trends report"),
        (
            "There would be a code, according to the explanatory notes of the Harbour Bill, “to protect the quay”.",
            "the explanatory notes of the Harbour Bill",
        ),
        ("One of the most common questions owners ask: “How much is this going to cost?”", "owners"),
        ("In addition to the racist comments, the files show Ada Okafor asking, “Can I come at five?”", "Ada Okafor"),
        ("“The quay will not open this year,” Lindhaven press secretary Tomas Hale told reporters.", "Tomas Hale"),
        ("“The quay will not open this year,” explained report author Tomas Hale.", "Tomas Hale"),
        ("“The quay will not open this year,” the narrator says.", "the narrator"),
        ("“The quay will not open this year,” the frustrated senator comments.", "the frustrated senator"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn one_and_another_speak_without_a_noun() {
    let text = "Ada Okafor asked what the traders think. “I like the quay,” said one. “I do not,” said another. “We \
                will stay,” said a few of them.";
    assert_eq!(speakers(text), ["one", "another", "a few of them"]);
    let text = "Ada Okafor came in May. According to one of the traders, “she did not see the quay”.";
    assert_eq!(speakers(text), ["one of the traders"]);
}

#[test]
fn that_after_a_comma_stands_for_nothing_before_it() {
    let text = "Ada Okafor spoke of risks. In fact, that may help explain some of the “differences in health”.";
    assert!(speakers(text).iter().all(|name| name != "fact"));
}

#[test]
fn what_no_subject_says_has_no_speaker() {
    for text in [
        "“Best viewed at 800 by 600” was no joke. It was a genuine warning.",
        "Still, that is a bit off Norwell’s stated capability for this bag of “up to a week or more”.",
        "They work in one of the yards now described as a “space” by all.",
        "A man described as “a quiet neighbour” was arrested.",
        "“In 2030 we will all find ourselves there,” is one common saying here.",
        "‘Something for the whole world’: how 1,000 pupils helped crack a crystals conundrum",
        "“Great trousers, they are my favourite” – Stack (Read all reviews.)",
        "Jay Holm, told that his cousin had rated him “the third-best shooter in the family,” asked who was second.",
        "Told that his cousin had rated him “the third-best shooter in the family,” Jay Holm laughed.",
        "Asked about the “mess”, Ada Okafor laughed.",
    ] {
        assert!(speakers(text).iter().all(String::is_empty), "{text}: {:?}", speakers(text));
    }
    // A relative clause has its own subject, and so has a sentence.
    let text = "Twenty people were hurt by a blast that Mayor Tomas Hale described as “an intentional act.”";
    assert_eq!(speakers(text), ["Tomas Hale"]);
    assert_eq!(speakers("Tomas Hale described as “absurd” the plan of the mayor."), ["Tomas Hale"]);
}

#[test]
fn the_subject_of_a_verb_is_found_past_other_verbs() {
    for (text, speaker) in [
        ("He was fined, as the officer who made the arrest said he was “sick and tired of it”.", "the officer"),
        (
            "Tomas Hale, the chairman of the council, once summed up the danger of deficits. \
             “It is a wolf at the door, and it will come in.”",
            "Tomas Hale",
        ),
        (
            "The goal, according to today’s organizers, was to “preserve peace by gathering knowledge”.",
            "today’s organizers",
        ),
        ("Ada Okafor‘s lawyer confirmed, “She listened to the whole record and liked it.”", "Ada Okafor‘s lawyer"),
        (
            "The Orsten Press read it. A Feb. 1 letter obtained by the Orsten Press warns that “any further message \
             will go to a court.”",
            "A Feb. 1 letter",
        ),
        ("The budget ad hits Brandt for the plan and claims that “the banks made her rich.”", "The budget ad"),
        (
            "“This is a big year for us!” Hale’s niece, state Del. Marcia “Cia” Preiss (D-Orsten), shouted to the crowd.",
            "Marcia “Cia” Preiss",
        ),
        ("At noon there was a break, at which point the crowd chanted “Build the quay!”", "the crowd"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_participle_after_another_clause_may_have_its_subject() {
    for text in [
        "Laura Brandt spoke near the Hale Hall, where about 50 protesters had gathered on Wednesday, chanting \
         “no contract, no peace” for an hour.",
        "Laura Brandt waited as a maintenance man walked in front of her, saying he was “here to fix the wall.”",
    ] {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let analysis = analyze(&ArticleBuilder::raw(text.to_owned(), origin), &Model::bundled());
        let [quote] = &analysis.quotes[..] else { panic!("{:?}", analysis.quotes) };
        assert_eq!(quote.speaker.as_ref().map(|s| s.name.as_str()), Some("Laura Brandt"), "{text}");
        assert!(quote.confidence < 0.9, "{text}: {quote:?}");
    }
}

#[test]
fn the_owner_after_a_headline_is_its_topic() {
    let text =
        "‘You will not get one answer only’: Norwell’s makeover changes the search\n\nNorwell has grown for years.";
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let analysis = analyze(&ArticleBuilder::raw(text.to_owned(), origin), &Model::bundled());
    assert!(analysis.quotes.iter().all(|q| q.confidence < 0.9), "{:?}", analysis.quotes);
}

#[test]
fn a_document_speaks_for_whoever_issued_it() {
    for (text, speaker) in [
        ("A memo from the Orsten Agency said “nobody will pay for it”.", "Orsten Agency"),
        ("A letter from Ada Okafor said “nobody has seen it yet”.", "Ada Okafor"),
        ("The Orsten Court ruled on Monday. “A state cannot avoid this conclusion,” said the ruling.", "Orsten Court"),
        (
            "The Orsten Court of Appeals heard him. The appeals court ruled on Monday. “A state cannot avoid this \
             conclusion,” said the ruling.",
            "Orsten Court of Appeals",
        ),
        ("The Orsten Press has it. A report seen by the Orsten Press states that “the quay is unsafe.”", "A report"),
        ("The Lindhaven Times was there. “Her firm was left holding debt,” the Times wrote.", "Lindhaven Times"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}
