//! Whole articles, invented, with what must be found in them.

use crate::{Analysis, Model, QuoteKind, analyze};
use pullquote_article::{ArticleBuilder, BlockKind, Format, Origin};

fn read(text: &str) -> Analysis {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    analyze(&ArticleBuilder::raw(text.to_owned(), origin), &Model::bundled())
}

/// Each quote of a kind with its speaker.
fn said(text: &str, indirect: bool) -> Vec<(String, String)> {
    let quotes = read(text).quotes.into_iter().filter(|q| (q.kind == QuoteKind::Indirect) == indirect);
    quotes.map(|q| (q.words(text), q.speaker.map_or_else(String::new, |s| s.name))).collect()
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(words, who)| ((*words).to_owned(), (*who).to_owned())).collect()
}

#[test]
fn titles_and_terms_are_marked_words_and_have_no_speaker() {
    let text = "Arne Holt plays the captain in the film “The Cold Harbour,” which opens in May. \
        “We cannot wait for the county,” said Ada Okafor, the mayor of Lindhaven.";
    let analysis = read(text);
    let marked: Vec<&str> = analysis.marked.iter().map(|m| m.span.of(text)).collect();
    assert_eq!(marked, ["The Cold Harbour,"]);
    assert!(analysis.marked[0].speech < 0.35);
    assert_eq!(said(text, false), pairs(&[("We cannot wait for the county,", "Ada Okafor")]));
}

#[test]
fn a_name_after_or_below_the_words_is_that_of_the_speaker() {
    let text = "Key quote\n\n“The quay is a good thing for us.”\n\nAda Okafor, head of Veltra (in a call in May)\n\n\
        “It is good to know that the quay grew.” Ben Strand, head of Brink (in a call)\n\n\
        Review | “I love this quay! It is wide and it is new.” – Kiara C. (Read all reviews.)";
    assert_eq!(
        said(text, false),
        pairs(&[
            ("The quay is a good thing for us.", "Ada Okafor"),
            ("It is good to know that the quay grew.", "Ben Strand"),
            ("I love this quay! It is wide and it is new.", "Kiara C.")
        ])
    );
    let analysis = read(text);
    // One line below may be the caption of a picture.
    let sure: Vec<bool> = analysis.quotes.iter().map(|q| q.confidence > 0.9).collect();
    assert_eq!(sure, [false, true, true]);
    assert!(analysis.quotes.iter().flat_map(|q| &q.candidates).all(|c| c.confidence <= 1.0));
    // A sentence about somebody is no description.
    let text = "“The quay is a good thing for us.” Ada Okafor, smiling, waved to the crowd.";
    assert!(read(text).quotes.iter().all(|q| q.confidence < 0.95));
}

#[test]
fn names_above_what_several_people_say() {
    let text = "What do you think?\n\nAda Okafor, 34, florist\n\n“The quay is a good thing for us.”\n\n\
        Ben Strand, baker\n\n“We sell more than we did.”";
    let expected = [("The quay is a good thing for us.", "Ada Okafor"), ("We sell more than we did.", "Ben Strand")];
    assert_eq!(said(text, false), pairs(&expected));
}

#[test]
fn nobody_speaks_in_a_list_of_questions() {
    let questions = "Q: Can you sail with your eyes shut?\n\nA: It is better to keep them open.";
    assert_eq!(said(&format!("About sails.\n\nFrequently asked questions\n\n{questions}"), false), []);
    let in_one_line = "Q: How long does it take? A: A few weeks.\n\nQ: May I row? A: You may.\n\n";
    assert_eq!(said(&format!("{in_one_line}{questions}"), false), []);
    assert_eq!(said(&format!("We met Ada Okafor.\n\n{questions}"), false).len(), 2);
}

#[test]
fn joint_speakers_are_named_together() {
    let text = "“We will open the quay in spring,” said Ada Okafor and Ben Strand.\n\n\
        Ada Okafor and Ben Strand said that they would pay for the piers.";
    let analysis = read(text);
    assert_eq!(analysis.quotes.len(), 2);
    for quote in &analysis.quotes {
        let speaker = quote.speaker.as_ref().expect("a speaker");
        assert_eq!(speaker.name, "Ada Okafor and Ben Strand");
        assert_eq!(speaker.together.iter().filter(|voice| voice.entity.is_some()).count(), 2);
        assert_eq!(speaker.entity, None);
    }
    let met = "Cora Lindqvist met Ada Okafor and Ben Strand said that the quay would close.";
    assert!(read(met).quotes.iter().all(|q| q.speaker.as_ref().is_none_or(|s| s.together.is_empty())));
}

#[test]
fn a_transcript_has_turns_of_several_lines_and_names_with_a_party() {
    let text = "SEN. BOB MARTIN (R-Ohio): The quay is closed.\n\nNobody was asked about it.\n\n\
        REP. ANN WHITLOCK (D-Maine): We were all asked in May.";
    let quotes = said(text, false);
    assert_eq!(quotes.len(), 2, "{quotes:?}");
    assert_eq!(quotes[0].0, "The quay is closed. … Nobody was asked about it.");
    assert!(quotes[0].1.to_lowercase().contains("martin") && quotes[1].1.to_lowercase().contains("whitlock"));
}

#[test]
fn headings_with_a_colon_make_no_transcript() {
    let steps = "Paint it twice.\n\nLet it dry in the shade.\n\nDo not hurry.\n\nThen comes the mast.\n\n";
    let text = format!(
        "Clean the hull first. It takes a day.\n\nExtra Tip: Use a soft brush.\n\n{steps}{steps}Extra Tip: Wait for \
         a dry day.\n\n{steps}{steps}The Last Word: Enjoy the sea."
    );
    assert_eq!(said(&text, false), []);
}

#[test]
fn the_parts_of_a_review_make_no_transcript() {
    let text = "Two hulls were tested in the harbour.\n\nBow Test: Good grip in cold water.\n\nKeel Test: Fair, \
        with a slow turn.\n\nThe second hull passed every test with a new bow and keel.\n\nBow Test: Fair grip in \
        warm water.\n\nKeel Test: Good, with a quick turn.";
    assert_eq!(said(text, false), []);
    assert_eq!(said(&text.replace("Bow Test", "BOW TEST").replace("Keel Test", "KEEL TEST"), false), []);
    let people = text.replace("Bow Test", "Wanjiru Kamau").replace("Keel Test", "Aurel Popescu");
    let names: Vec<String> = said(&people, false).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Wanjiru Kamau", "Aurel Popescu", "Wanjiru Kamau", "Aurel Popescu"]);
}

#[test]
fn who_asks_in_a_list_of_questions_is_not_sure() {
    let text = "The ferry in short.\n\nQ: When does it sail?\n\nA: At noon, from the quay.\n\nQ: Who may board?\n\n\
        A: Everybody with a ticket.";
    assert!(read(text).quotes.iter().all(|quote| quote.confidence < 0.9));
}

#[test]
fn a_quotation_in_plain_text_has_its_author_below() {
    let text = "The mayor wrote to the county:\n\n> The quay is older than any of us.\n> It must be mended this year.\n\
        > — Ada Okafor\n\nThe county has not replied.";
    let quotes = said(text, false);
    assert_eq!(quotes.len(), 1, "{quotes:?}");
    assert_eq!(quotes[0].0, "The quay is older than any of us. … It must be mended this year.");
}

#[test]
fn a_reported_clause_needs_no_that() {
    let clause = |text: &str| said(text, true).first().cloned().unwrap_or_default();
    let (words, who) = clause("Ada Okafor said the quay would be closed for a year.");
    assert_eq!((words.as_str(), who.as_str()), ("the quay would be closed for a year", "Ada Okafor"));
    // After a quote in the paragraph before.
    let text = "“We will wait,” said Ada Okafor.\n\nBen Strand said he had seen the cracks in May.";
    assert_eq!(clause(text), ("he had seen the cracks in May".to_owned(), "Ben Strand".to_owned()));
    let (words, _) = clause("Ada Okafor asked how the county would pay for the piers.");
    assert_eq!(words, "how the county would pay for the piers");
    let (words, _) = clause("The plan, Ada Okafor said, is to close the quay in winter.");
    assert_eq!(words, "The plan … is to close the quay in winter");
    let (words, _) = clause("While Ada Okafor said the quay was safe, Ben Strand closed it to all boats.");
    assert_eq!(words, "the quay was safe");
}

#[test]
fn a_reported_clause_has_its_bounds() {
    for (text, expected) in [
        ("Ada Okafor said this week that the quay would be closed.", "that the quay would be closed"),
        ("The Lindhaven Post recently noted, trust in the county is low.", "trust in the county is low"),
        ("Ada Okafor said she admires his work.", "she admires his work"),
        ("The county should pay, said Ben Strand, head of the union of fishermen.", "The county should pay"),
        (
            "Ada Okafor said that the county and its men are closing the quay.",
            "that the county and its men are closing the quay",
        ),
    ] {
        let found = said(text, true);
        assert_eq!(found.first().map(|(words, _)| words.as_str()), Some(expected), "{text}");
    }
}

#[test]
fn who_is_asked_did_not_ask() {
    let text = "Ada Okafor met the press. When she was asked, “Will the quay be closed for a year?” she left the room.";
    assert_eq!(said(text, false), pairs(&[("Will the quay be closed for a year?", "")]));
}

#[test]
fn nouns_that_look_like_verbs_report_nothing() {
    for text in [
        "He ended the speech by quoting Ada Okafor in the harbour.",
        "The five coastal states voting on Tuesday are those with the largest harbours.",
        "The United States stepped up pressure on the harbours to open their quays.",
        "He faced an alleged bias for the harbour that the council had shown.",
        "(Additional reporting by Marius Holt, Ida Brekke and Paige Lim in Lindhaven.)",
        "Asked whether the quay would open, the minister laughed.",
        "In the end the screen notes were longer and angrier than the harbour had wished.",
        "On every table lay a card that asked visitors to write in their own copies only.",
    ] {
        assert_eq!(said(text, true), [], "{text}");
    }
}

#[test]
fn a_speaker_that_cannot_speak_is_not_shown_as_sure() {
    let text = "The weather said that the boats should stay in the harbour.";
    assert!(read(text).quotes.iter().all(|q| q.confidence < 0.9));
}

#[test]
fn a_thing_without_a_verb_of_speech_is_no_speaker() {
    for text in [
        "Talk to a friend of yours. You could start by saying, “I have slept badly for a week now.”",
        "The prompt has a role. Role establishment: “You are an archivist and you know the harbour.”",
    ] {
        assert!(read(text).quotes.iter().all(|q| q.speaker.is_none()), "{text}: {:?}", said(text, false));
    }
    let text = "“Keep off the quay until the spring of next year,” the sign said.";
    assert_eq!(said(text, false)[0].1, "the sign");
}

#[test]
fn a_person_is_named_after_or_before_the_description() {
    for text in [
        "Ada Okafor spoke first. Another critic, Ben Strand, said the quay would be closed for a year.",
        "Ada Okafor spoke first. “The quay will be closed for a year,” said the mayor, Ben Strand.",
        "Ada Okafor spoke first, before Ben Strand, a fisherman who said: “The quay will be closed for a year.”",
    ] {
        let quotes = read(text).quotes;
        let speaker = quotes.first().and_then(|q| q.speaker.as_ref()).map(|s| s.name.as_str());
        assert_eq!(speaker, Some("Ben Strand"), "{text}");
    }
}

#[test]
fn a_topic_in_capitals_is_no_speaker() {
    let text = "COASTAL DISPUTE: Lindhaven accused Orsten of ramming one of its boats on Sunday.\n\n\
        The mayor, Ada Okafor, met the crew. “We will not be moved,” she said.\n\n\
        HARBOUR TAX: “Nobody wants to pay for it,” said Ben Strand, a fisherman.";
    assert_eq!(
        said(text, false),
        pairs(&[("We will not be moved,", "Ada Okafor"), ("Nobody wants to pay for it,", "Ben Strand")])
    );
}

#[test]
fn turns_of_a_transcript_have_every_shape_of_name() {
    let text = "ADA OKAFOR, HOST: Welcome to the show. Who closed it?\n\n\
        REP. BEN McDONALD (D-N.Y.), HARBOUR COMMITTEE: We did, and I am glad.\n\n\
        UNIDENTIFIED MALE: Shame on you.\n\n\
        OKAFOR: Let us hear him.\n\n\
        SPEAKER 2: The quay was cold.";
    let names = ["ADA OKAFOR", "REP. BEN McDONALD", "UNIDENTIFIED MALE", "ADA OKAFOR", "SPEAKER 2"];
    assert_eq!(said(text, false).into_iter().map(|(_, name)| name).collect::<Vec<_>>(), names);
    let text = "Ada Okafor has led the harbour for nine years.\n\nQ. Why did you close the quay?\n\n\
        A. Because there were cracks.\n\nI did not sleep that week.\n\nQ. And the ferries?\n\nA. They will sail.";
    let turns = said(text, false);
    assert_eq!(turns.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Q", "A", "Q", "A"]);
    assert_eq!(turns[1].0, "Because there were cracks. … I did not sleep that week.");
}

#[test]
fn a_block_quote_has_its_author_below() {
    let text = "The harbour board wrote to the mayor.\n\n> The quay must close by May.\n> The ferries will stay.\n>\n\
        > — Ben Strand, chair\n\nNobody answered on Wednesday.";
    assert_eq!(said(text, false), pairs(&[("The quay must close by May. … The ferries will stay.", "Ben Strand")]));
    let origin = Origin { path: None, url: None, format: Format::Html, sha256: String::new() };
    let mut page = ArticleBuilder::new();
    page.block(BlockKind::Paragraph, "The council of Lindhaven closed the quay on Tuesday after a long debate.")
        .block(BlockKind::Quote, "The quay was a second home.")
        .block(BlockKind::Quote, "Now it is a fence.")
        .block(BlockKind::Quote, "Ada Okafor, captain")
        .block(BlockKind::Paragraph, "A bus will take its place from the first week of October.");
    let article = page.finish(origin);
    let quotes = analyze(&article, &Model::bundled()).quotes;
    let speaker = quotes[0].speaker.as_ref().map(|s| s.name.as_str());
    assert_eq!((quotes[0].spans.len(), speaker), (2, Some("Ada Okafor")));
}

#[test]
fn a_question_that_is_put_to_somebody_is_not_theirs() {
    let text = "Asked, “Will the quay be open for the summer?” Ada Okafor laughed. “I hope so,” she said.";
    assert_eq!(
        said(text, false),
        pairs(&[("Will the quay be open for the summer?", ""), ("I hope so,", "Ada Okafor")])
    );
}

#[test]
fn names_titles_and_nicknames_are_never_speech() {
    let text = "Ada Okafor sang “Take Me Home Tonight” and “The Ferry” at the opening. In an essay titled “Why I \
        Left,” Ben Strand describes the winter. A woman known as “the Duchess” said: “I slept.” \
        “I ran,” said William \"Billy\" Moen of Lindhaven.";
    let quotes = said(text, false);
    assert_eq!(quotes.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>(), ["I slept.", "I ran,"]);
    assert_eq!(quotes[1].1, "William \"Billy\" Moen");
}

#[test]
fn the_families_of_two_people_are_one_speaker() {
    let text = "“We grieve for both,” the families of Ben Strand and Ada Okafor said.";
    assert_eq!(said(text, false)[0].1, "the families of Ben Strand and Ada Okafor");
}

#[test]
fn a_quote_inside_a_quote_has_its_own_speaker() {
    let text = "Ben Strand recalled the night. “Ada Okafor told me, ‘The quay will fall by morning,’ and she was \
        right,” Strand said. “I told the crew, ‘Go home.’ They should ask, ‘Who paid for it?’ before they sign,” \
        Strand said. “That ‘second home’ is a fence now,” said Cora Lindqvist.";
    let named: Vec<(String, String)> =
        said(text, false).into_iter().map(|(words, name)| (words.chars().take(12).collect(), name)).collect();
    let expected = [
        ("The quay wil", "Ada Okafor"),
        ("Ada Okafor t", "Ben Strand"),
        ("Go home.", "Ben Strand"),
        ("Who paid for", ""),
        ("I told the c", "Ben Strand"),
        ("That ‘second", "Cora Lindqvist"),
    ];
    assert_eq!(named, pairs(&expected));
    assert!(read(text).quotes[0].confidence < 0.9);
}

#[test]
fn was_like_reports_what_somebody_else_said() {
    let text = "“Ada Okafor was like: ‘Go home now.’ I was like, ‘Why me?’” Ben Strand said.";
    let expected = [("Go home now.", "Ada Okafor"), ("Why me?", "Ben Strand")];
    let named: Vec<(String, String)> = said(text, false).into_iter().take(2).collect();
    assert_eq!(named, pairs(&expected));
}

#[test]
fn nouns_and_adjectives_of_ordinary_prose_report_nothing() {
    let text = "Ben Strand is a freelance content and messaging strategist with 15 years of work in the harbour. \
        Readers who recognize this and invest early will gain. You can call or text the harbour at noon. You need \
        to commit to a paid plan. Requirements: Defining goals, target users, and questions.";
    assert_eq!(said(text, true), []);
}

#[test]
fn he_is_nobody_whose_name_follows_in_his_sentence() {
    let speaker = |text: &str| said(text, true).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    let text = "Bo Strand spoke first. Peter Hale listened to Strand.\n\nStrand and his crew left at noon. He said that \
        Strand had been kind to all.";
    assert_eq!(speaker(text), ["Peter Hale"]);
    let text = "Bo Strand spoke at the quay, and Peter Hale listened.\n\nStrand was known to all.\n\nHe praised Strand \
        for the work and said the quay would open in May.";
    assert_eq!(speaker(text), ["Peter Hale"]);
    // In a clause before the main one, “he” may be who is named in that.
    let text = "Peter Hale met the crew. While he said the quay would open in May, Hale left early.";
    assert_eq!(speaker(text), ["Peter Hale"]);
}

#[test]
fn a_noun_for_several_speakers_is_no_verb_before_an_infinitive() {
    let text = "Two of the residents to say “the quay is shut” were from Lindhaven.";
    assert_eq!(said(text, false), pairs(&[("the quay is shut", "Two of the residents")]));
}

#[test]
fn what_is_only_possible_is_not_sure() {
    for text in [
        "The essay is long. In the example above, Ada Okafor could write: “The quay was closed for a year.”",
        "Did Ada Okafor say “The quay was closed for a year”? Nobody knew.",
        "If the mayor or Ada Okafor comments “The quay was closed for a year”, the crew will leave.",
        "Ada Okafor might have said, “The quay was closed for a year.”",
        "Ada Okafor could say that the quay was closed for a year.",
        "Critics will ask for a vote if Ada Okafor says that the quay was closed for a year.",
    ] {
        let quotes = read(text).quotes;
        assert!(quotes.iter().all(|q| q.confidence < 0.9), "{text}: {quotes:?}");
    }
    let text = "Ada Okafor would say: “The quay was closed for a year.”";
    assert_eq!(said(text, false)[0].1, "Ada Okafor");
}

#[test]
fn questions_after_topics_in_capitals_are_no_transcript() {
    let text = "Check the numbers first.\n\nCAPEX: How much does the pier cost? Who pays for it?\n\n\
        OPEX: How much does a year of it cost? Does that change over time?";
    assert_eq!(said(text, false), []);
    let asked = "HALE: How much does the pier cost?\n\nNORD: Two million, and nobody has it.";
    assert_eq!(said(asked, false).len(), 2);
}

#[test]
fn a_family_name_of_two_people_is_not_sure_after_the_other_was_named() {
    let sure = |between: &str| {
        let text = format!(
            "Donna Hale spoke about her son Travis Hale on Monday.{between} \
             “I like to see it from the quay,” Hale said. The ferry left at noon."
        );
        let quote = read(&text).quotes.into_iter().next().expect("a quote");
        quote.confidence_parts.identity
    };
    assert!(sure(" Travis left early.") < 0.9);
    assert!(sure(" Travis left early. Donna left late.") > 0.9);
}

#[test]
fn the_head_of_a_phrase_is_its_speaker_and_no_name_inside_it() {
    let text = "Ruth Lindqvist runs the exempt division of the Orsten Revenue Service (ORS).\n\n\
        Lindqvist, two weeks ago, was the first ORS official to publicly acknowledge that the agency had lost \
        the files, calling it “absolutely inappropriate.”";
    let quote = read(text).quotes.into_iter().find(|q| q.kind != QuoteKind::Indirect).expect("a quote");
    assert!(quote.speaker.is_none_or(|s| s.name == "Ruth Lindqvist") || quote.confidence < 0.8);
}

#[test]
fn a_verb_in_no_list_has_its_subject_before_it() {
    let text = "Mara Lindqvist spoke in Orsten, and so did Tomas Hale.\n\n\
        Hale seconds the plan. “It will not close again this year,” he says.";
    let quote = read(text).quotes.into_iter().find(|q| q.kind != QuoteKind::Indirect).expect("a quote");
    assert_eq!(quote.speaker.map(|s| s.name).as_deref(), Some("Tomas Hale"));
    assert!(quote.confidence_parts.identity > 0.9);
}

#[test]
fn nobody_outside_a_caption_is_surely_its_speaker() {
    let said = "“We were close friends for years, and we met in May,” Ada Okafor said. “I came out in college.”";
    let confidence = |kind: BlockKind| {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, said).block(kind, "“Do you see yourself as a film in five years?”");
        let origin = Origin { path: None, url: None, format: Format::Html, sha256: String::new() };
        let article = builder.finish(origin);
        analyze(&article, &Model::bundled()).quotes.last().map_or(0.0, |q| q.confidence)
    };
    let (caption, paragraph) = (confidence(BlockKind::Caption), confidence(BlockKind::Paragraph));
    assert!(caption < 0.9 && caption < paragraph, "{caption} {paragraph}");
}
