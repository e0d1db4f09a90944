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

/// The speaker of the passage that begins with `start`, and whether that is sure.
fn speaker(text: &str, start: &str) -> (String, bool) {
    let analysis = read(text);
    let quote = analysis.quotes.iter().find(|q| q.spans.iter().any(|s| s.of(text).starts_with(start)));
    let quote = quote.unwrap_or_else(|| panic!("no quote begins with {start}"));
    let name = quote.speaker.as_ref().map(|s| s.name.clone()).unwrap_or_default();
    (name, quote.confidence >= 0.9)
}

#[test]
fn the_speaker_of_the_sentence_before_goes_on() {
    let text = "Laura Brandt needs votes. Getting them is hard for her campaign, as told by two voters, Tyresha \
        McClanney and Bryan Ander, who saw her running mate Tim Olsen at a rally.\n\n\
        McClanney said Brandt shows no consistency in her concern for the poor.\n\n\
        “She seldom says it,” she said.";
    assert_eq!(speaker(text, "She seldom"), ("Tyresha McClanney".to_owned(), true));
    // A sentence about somebody else is between.
    let text = "Anders Holm lost the vote. Bo Tully said the count was fair. The night was long for Holm and his \
        crew. Holm wept.\n\n“It is over,” he said.";
    assert_eq!(speaker(text, "It is over").0, "Anders Holm");
}

#[test]
fn a_speaker_without_a_name_goes_on() {
    let text = "Riots in Orsten\n\nA teacher at the hub said they took away from the mourning. The teacher added that \
        Leanne Holm, 35, who was injured, was doing well.\n\nShe said: “They just fuel their anger.”";
    let (name, sure) = speaker(text, "They just");
    assert!(name == "Leanne Holm" && !sure, "{name}");
}

#[test]
fn who_was_introduced_last_is_quoted() {
    let text = "Voters are not convinced of Laura Brandt.\n\n\
        Bryan Ander largely agreed and seemed to think the outreach is late.\n\n\
        “A lot of her attempts come across as pandering,” he said.\n\n\
        While Moran had a wide array of artists writing songs, that has not been happening for Brandt, which is \
        something that concerns Henry Crispo, president of the Orsten Coast Caucus.\n\n\
        “No one is writing songs for her,” he said.";
    assert_eq!(speaker(text, "No one is").0, "Henry Crispo");
}

#[test]
fn a_doubtful_pronoun_does_not_show_the_gender() {
    let text = "Orsten Gov. Chris Halloran on Wednesday attacked Laura Brandt over her remarks about the police.\n\n\
        Halloran, who has campaigned for the nominee Daniel Trask since he suspended his own campaign in February, \
        blasted Brandt as a “disgrace” on Wednesday.\n\n“Her comments are a lie,” he said.";
    assert_eq!(speaker(text, "Her comments").0, "Chris Halloran");
}

#[test]
fn the_narrator_says_i_and_is_not_he() {
    let text = "Ann Lee: And then there was one\n\nA man won by spending no money. I always hoped for this. I told a \
        friend, “This is the worst plan I’ve ever read.” He laughed at me.";
    assert_eq!(speaker(text, "This is the worst"), ("Ann Lee".to_owned(), false));
    // A headline of what somebody said, in a text that names them.
    let text = "Bo Tully: The pier is shut\n\nI walked there with my dog. I met Tully. He said, “It is shut for good.”";
    assert_eq!(speaker(text, "It is shut").0, "Bo Tully");
}

/// The speaker of each quote.
fn speakers(text: &str) -> Vec<String> {
    read(text).quotes.into_iter().map(|q| q.speaker.map_or_else(String::new, |s| s.name)).collect()
}

#[test]
fn a_person_who_was_introduced_without_a_name_is_nobody_whom_the_article_names() {
    let text = "Joan Marsh confronted him with data. She read from a letter a department employee sent in May.\n\n\
        “The halls are empty,” the employee wrote.";
    assert_eq!(speakers(text), ["the employee"]);
    let text = "Donna Lages owns a diner, and people like it there.\n\n\
        At a shop near it, a middle-aged cashier was shaken. “They came at noon,” said the woman.";
    assert_eq!(speakers(text), ["the woman"]);
    for text in [
        "Donna Lages, a cashier, was shaken. “They came at noon,” said the woman.",
        "Donna Lages is a cashier. “They came at noon,” said the cashier.",
    ] {
        assert_eq!(speakers(text), ["Donna Lages"], "{text}");
    }
}

#[test]
fn his_doctor_is_another_person_than_he() {
    for (text, speaker) in [
        ("Peter Hale had a cold on Wednesday. His doctor said “he is in the best of health”.", "His doctor"),
        ("Peter Hale spoke with Ann Lee about it. Her lawyer said “she is well, too”.", "Her lawyer"),
        ("Peter Hale spoke with Ann Lee, a lawyer, about it. His lawyer said “he is well, too”.", "Ann Lee"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_title_in_a_nickname_says_little_and_a_relative_has_a_gender() {
    let jude = "Jude Harrow drew the quay each May. Harrow drew it from a boat. ".repeat(6);
    let text = format!("{jude}The children next door called the painter Miss Harrow. “I like the cold,” he said.");
    assert_eq!(speakers(&text), ["Jude Harrow"]);
    let text =
        "Jude Harrow drew the quay. A nurse told his mother, Ismene, that he was well. “I was sure of it,” he said.";
    assert_eq!(speakers(text), ["Jude Harrow"]);
}

#[test]
fn who_drew_a_picture_is_not_who_speaks() {
    let text = "Jude Marsh drew the quay each May.\n\nCartoon by Bo Eric Tully\n\nAt other times the painter was cold. \
        “I like the fog,” he said.";
    assert_eq!(speakers(text), ["Jude Marsh"]);
}

#[test]
fn a_sentence_about_somebody_else_makes_he_and_she_doubtful() {
    let kay = "Tom Kay was cleared on Friday. “I am so glad,” he said.";
    for (about, speaker) in [
        ("His father wept in the hall.", "His father"),
        ("One of his colleagues was less happy.", "One of his colleagues"),
        ("A strategist was baffled.", "A strategist"),
        ("The judge had the last word.", "Tom Kay"),
        ("Beside him stood Ray Lott.", "Tom Kay"),
        ("Ray Lott had a ticket.", "Ray Lott"),
        ("His lawyer, Ray Lott, had a ticket.", "Ray Lott"),
    ] {
        let text = format!("{kay} {about} “It took six years,” he said.");
        let (shown, sure) = self::speaker(&text, "It took");
        assert!(shown.ends_with(speaker) && (!sure || speaker == "Ray Lott"), "{about} {shown} {sure}");
    }
    // The sentence is about him.
    let text = format!("{kay} Kay had met Ray Lott before. “It took six years,” he said.");
    assert_eq!(speaker(&text, "It took"), ("Tom Kay".to_owned(), true));
}

#[test]
fn who_was_asked_answers() {
    for (text, speaker) in [
        ("Amy Noon asked Ann Tarn what she thought. “It stinks,” she said.", "Ann Tarn"),
        ("Ann Tarn told Beth Cole that the shop was shut. “It stinks,” she replied.", "Beth Cole"),
        ("Ann Tarn told Beth Cole that the shop was shut. “It stinks,” she said.", "Ann Tarn"),
        ("Ann Tarn asked Beth Cole to shut the shop. “It stinks,” she said.", "Ann Tarn"),
    ] {
        assert_eq!(self::speaker(text, "It stinks").0, speaker, "{text}");
    }
}

#[test]
fn a_given_name_alone_has_a_gender() {
    let text = "Tom’s wife, Ann, said he was ill. “It is a cold,” she said.";
    assert_eq!(speaker(text, "It is a cold").0, "Ann");
}

#[test]
fn another_nurse_and_his_brother_are_somebody_else() {
    for (text, speaker) in [
        ("Ann Tarn, a nurse, voted yes. Another nurse voted no. “It stinks,” she said.", "Ann Tarn"),
        ("Tom Kay declined to comment, but his brother was less shy. “It stinks,” he said.", "Tom Kay"),
        ("Ann Tarn came at noon. It is cold, said Bo Ek. She asked Beth Cole why. “It stinks,” she said.", "Beth Cole"),
        (
            "Tom Kay said he was ill. Father Bo Ek saw a doctor. His father was there. “It stinks,” he said.",
            "His father",
        ),
    ] {
        let (shown, sure) = self::speaker(text, "It stinks");
        assert!(shown == speaker && !sure, "{text} {shown} {sure}");
    }
}
