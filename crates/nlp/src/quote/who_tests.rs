//! Whole articles, invented, in which a name or a noun could be that of somebody else.

use crate::{Model, QuoteKind, analyze};
use pullquote_article::{ArticleBuilder, Format, Origin};

/// From this confidence on, a speaker is shown without a question mark.
const SURE: f32 = 0.9;

/// The speaker of each quote in marks, with whether it is sure.
fn speakers(text: &str) -> Vec<(String, bool)> {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let analysis = analyze(&ArticleBuilder::raw(text.to_owned(), origin), &Model::bundled());
    let quotes = analysis.quotes.into_iter().filter(|q| q.kind != QuoteKind::Indirect);
    quotes.map(|q| (q.speaker.map_or_else(String::new, |s| s.name), q.confidence >= SURE)).collect()
}

/// The same without how sure they are.
fn names(text: &str) -> Vec<String> {
    speakers(text).into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_title_is_that_of_the_bearer_with_its_gender() {
    let text = "Carol Hale, 60, was arrested on Friday. “She was at home all evening,” said Mr Hale.";
    assert_eq!(names(text), ["Mr Hale"]);
    let text = "“I just sat down on a wall,” said Jodie Pryce, the boy's mother. His father, Dan Pryce, had looked \
                everywhere.\n\nJodie Pryce went indoors. Mr Pryce thanked the officers. “They had tea,” he said.";
    assert_eq!(names(text), ["Jodie Pryce", "Dan Pryce"]);
    let text = "The ambassador, Leopold Grau, was late. “How long has he been going?” Mrs. Grau asked.";
    assert_eq!(names(text), ["Mrs. Grau"]);
    // “Taylor” and “Leslie” are names of either.
    let text = "Taylor Finch won the prize. “I cried all day,” Ms. Finch said. Leslie Boon lost. “I slept all day,” \
                said Mr. Boon.";
    assert_eq!(names(text), ["Taylor Finch", "Leslie Boon"]);
}

#[test]
fn a_title_is_that_of_a_given_name_beside_the_family_name() {
    let text = "The walkers, Peter and Susan Lindgren, attended the ceremony. Mr. Lindgren said he had been sure they \
                would die. “I was writing the will in my head,” he said.";
    assert_eq!(names(text), ["Peter Lindgren"]);
    let text = "Mark Hale, 60, runs the farm with his wife, Karen. “It is very cold here,” he says. “It is quite \
                warm,” says Mrs Hale. “It is both,” says Miss Hale, their daughter.";
    assert_eq!(names(text), ["Mark Hale", "Karen Hale", "Miss Hale"]);
    // Nobody says that Harry is a Marlow.
    let text = "Prince Harry and Megan Marlow came. “We like the quay,” said Ms Marlow.";
    assert_eq!(names(text), ["Megan Marlow"]);
}

#[test]
fn a_family_name_alone_is_open_once_two_people_have_it() {
    let text = "The lockkeeper Silas Wragg kept a diary. His great-grandson, the historian Edwin Wragg, has edited it. \
                When his wife died in 1902, Wragg wrote only: “She is gone. River up.”";
    assert!(!speakers(text)[0].1);
    let text = "Len Cobb Sr will play Len Cobb Jr in the final. “I taught him everything,” said Cobb Sr, 81.";
    assert_eq!(names(text), ["Len Cobb Sr"]);
}

#[test]
fn a_member_of_a_people_or_a_party_is_a_person_of_the_article() {
    let text = "Dale Whelan, the Ashby manager, was furious. “It's a yard offside,” said Whelan.\n\nWhelan accepted \
                his side had been poor. “We were second to everything,” the Scot said.";
    assert_eq!(speakers(text)[1], ("Dale Whelan".to_owned(), false), "nobody says that he is a Scot");
    let text = "Sen. Hank Dorr, a Republican, and Sen. Al Wicks, a Democrat, voted yes. “I wanted to do it,” the \
                Republican said. “I had to do it,” the Democrat said.";
    assert_eq!(names(text), ["Hank Dorr", "Al Wicks"]);
    let text = "Ada Okafor met the French. The Taliban said: “We won the war.”";
    assert_eq!(names(text), ["Taliban"]);
}

#[test]
fn who_is_quoted_by_somebody_says_the_words() {
    for (text, speaker) in [
        (
            "Her biographer, Ruben Bain, quotes her publisher, Erskine Gow, as telling her that “verse is over”.",
            "Erskine Gow",
        ),
        ("In her book, Ann Tarn quotes Denis Wray as saying: “I don't read reports.”", "Denis Wray"),
        ("Ann Tarn recalled the doctor telling her: “You are well.”", "the doctor"),
        ("Lee Frain is quoted in the Echo as saying: “I am done.”", "Lee Frain"),
        ("Bill Ott said the boss told him: “You are fired.”", "the boss"),
        ("Lee Frain thanked the mayor, saying: “I am done.”", "Lee Frain"),
    ] {
        assert_eq!(names(text), [speaker], "{text}");
    }
    let text = "According to Bill Ott, the mayor told him: “You are fired.”";
    assert_eq!(names(text), ["the mayor"]);
}

#[test]
fn an_office_that_the_article_gives_nobody_is_not_sure() {
    for text in [
        "Tom Kay was acquitted on Friday. “I am relieved,” Kay told reporters.\n\n“It was a long night,” said the \
         victim's lawyer.",
        "Striker Kofi Wright scored twice. “I was lucky,” he said.\n\n“We are very proud,” the foreign secretary said.",
        "The mayor, Harriet Kane, opened the bridge. “It's long,” she said.\n\n“It was a long night,” the former \
         mayor said.",
        "Inspector Mel Grant led the search. “We took no chances,” Grant said.\n\n“It was a long night,” the accused \
         said.",
        "The French foreign minister, Odile Garance, said she had been misquoted. “I am well,” Garance said. “There \
         is no rift,” the prime minister told them.",
    ] {
        let last = speakers(text).pop().expect("a quote");
        // The words themselves may be sure, but nobody with a name.
        assert!(!last.1 || last.0.starts_with(char::is_lowercase), "{last:?} {text}");
    }
    let text = "Former mayor Harriet Kane opened the bridge. “It's long,” the former mayor said.";
    assert_eq!(names(text), ["Harriet Kane"]);
}

#[test]
fn a_name_after_two_roles_or_with_a_month_is_shown() {
    let text = "The firm is old. “We are closing,” said the company's founder and chief executive, Theresa Albright.";
    assert_eq!(names(text), ["Theresa Albright"]);
    let text = "The show is old. “We tried it,” said the host, April Stone, on Friday.";
    assert_eq!(names(text), ["April Stone"]);
}

#[test]
fn a_noun_that_the_article_gives_nobody_is_nobody_for_sure() {
    for noun in ["guard", "harbour master", "engineer", "mayor", "pensioner"] {
        let text = format!("Ann Lee, a nurse, went to the quay on Monday. “The pier is safe,” the {noun} said.");
        let sure: Vec<bool> = speakers(&text).into_iter().map(|(_, sure)| sure).collect();
        assert_eq!(sure, [false], "{text}");
    }
}

#[test]
fn a_description_before_a_comma_and_a_name_is_that_persons() {
    for noun in ["harbour master", "lighthouse keeper", "librarian", "fire safety supervisor"] {
        for text in [
            format!("Ann Lee met the {noun}, Tom Kay. “The pier is safe,” the {noun} said."),
            format!("Ann Lee met Tom Kay, the {noun}. “The pier is safe,” the {noun} said."),
        ] {
            assert_eq!(names(&text), ["Tom Kay"], "{text}");
        }
    }
}

#[test]
fn an_irregular_verb_ends_the_subject() {
    let text = "Ann Lee met her rival, Tom Kay. Her rival shook his head. “It is a ruin,” he said.";
    assert_eq!(names(text), ["Tom Kay"]);
    let text = "Ann Lee was there. The guard rose to his feet. “It is a ruin,” he said.";
    assert_eq!(names(text), ["The guard"]);
}

#[test]
fn words_before_a_noun_tell_its_bearers_apart() {
    let text = "Police chief Rosa Dunn met fire chief Carl Webb. “It burned,” the fire chief said. “We came,” the police \
                chief said.";
    assert_eq!(names(text), ["Carl Webb", "Rosa Dunn"]);
    // Webb is the coach of another team.
    let text = "Rosa Dunn spoke on Monday. “We lost every ball,” the Orsten Bulldogs coach said. Lindhaven Park coach \
                Carl Webb was not there.";
    assert!(!speakers(text)[0].1, "{:?}", speakers(text));
}

#[test]
fn he_is_no_surer_than_the_name_before() {
    let text = "The owner, Giles Hale, was away. “I drank tea,” he said.\n\nHis brother, Hugh Hale, judged sheep. “It is \
                the cheek,” he said.\n\nMr Hale would not say more. “No comment,” he said.";
    let all = speakers(text);
    assert_eq!((all[0].1, all[2].1), (true, false), "{all:?}");
}

#[test]
fn a_verb_in_the_present_ends_the_subject() {
    for sentence in ["Lindgren shrugs.", "Lindgren looks at the jars, where the light is going."] {
        let text = format!(
            "Ida Lindgren paints. “I like it,” she says.\n\nMaria Castan runs the show. “I was charmed,” she \
             says.\n\n{sentence}\n\n“Low water is at ten,” she says."
        );
        assert_eq!(names(&text), ["Ida Lindgren", "Maria Castan", "Ida Lindgren"], "{text}");
    }
}

#[test]
fn who_asked_a_question_is_not_sure_to_answer_it() {
    for answer in ["“Ms. Strand,” she answered.", "“Ms. Strand,” she said."] {
        for asked in ["asked Carol Whitfield, the committee’s chairwoman.", "Carol Whitfield asked."] {
            let text =
                format!("Laurel Penn gave evidence. “I was told so,” Penn said.\n\n“By whom?” {asked}\n\n{answer}");
            let all = speakers(&text);
            assert!(!all[2].1, "{text}: {all:?}");
        }
    }
}

#[test]
fn a_parent_who_asks_not_to_be_named_is_not_the_speaker_before() {
    let text = "Gwen Pascoe said she understood. “I learned there,” she said. “But I would close it.”\n\nOne parent, who \
                did not want to be named, said she had heard about it on the radio. “Nobody wrote to us,” she said.";
    assert!(!speakers(text)[1].1, "{:?}", speakers(text));
}

#[test]
fn a_name_after_called_is_the_subject() {
    let text = "My neighbour Clive calls the shed a ruin.\n\nThe secretary is a retired surveyor called Norman \
                Bly.\n\n“It is nothing personal,” he said.";
    assert_eq!(names(text), ["Norman Bly"]);
}
