//! What a person puts right: kinds, names, speakers.

use super::*;

fn names(app: &App, kind: nlp::EntityKind) -> Vec<&str> {
    let entities = app.analysis().unwrap().entities.iter();
    entities.filter(|e| e.kind == kind).map(|e| e.name.as_str()).collect()
}

#[test]
fn a_wrong_kind_is_put_right_by_two_keys_kept_and_undone() {
    use nlp::EntityKind::{Person, Place};
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("T");
    assert!(message(&kept.app).starts_with("no entity is selected"), "{}", message(&kept.app));
    kept.press("2 F a n n enter T");
    let asked = kept.app.confirm().unwrap();
    assert_eq!((asked.title, asked.question.as_str()), ("Kind", "“Ann Lee” is listed as a person. What is it?"));
    kept.press("l");
    assert_eq!(message(&kept.app), "“Ann Lee” is a place · saved");
    assert_eq!(names(&kept.app, Place), ["Ann Lee"]);
    let selected = kept.app.selected_entry().and_then(|at| kept.app.entries().get(at)).cloned();
    let Some(sidebar::Entry::Entity(id)) = selected else { panic!("{selected:?}") };
    assert_eq!(kept.app.analysis().unwrap().entity(id).unwrap().name, "Ann Lee", "it stays selected");

    let mut again = Kept::open(folder.path());
    assert_eq!(names(&again.app, Place), ["Ann Lee"]);
    again.press("u");
    assert_eq!(message(&again.app), "there is nothing to undo");
    again.press("2 F a n n enter T f");
    assert_eq!(message(&again.app), "“Ann Lee” is what it was found to be · saved");
    assert!(names(&again.app, Person).contains(&"Ann Lee"));
    again.press("u");
    assert_eq!(names(&again.app, Place), ["Ann Lee"]);
    again.press("ctrl-r");
    assert!(names(&again.app, Place).is_empty());
}

#[test]
fn two_entities_are_made_one_by_a_name_that_is_half_typed_and_parted_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("2 F b o enter M");
    let offered = kept.app.prompt().unwrap().completions.clone();
    assert!(offered.contains(&"Ann Lee".to_owned()) && !offered.contains(&"Bo Ek".to_owned()), "{offered:?}");
    kept.press("a l e");
    assert_eq!(kept.app.prompt().unwrap().completions[0], "Ann Lee");
    kept.press("enter");
    assert_eq!(message(&kept.app), "“Bo Ek” is “Ann Lee” · saved");
    assert_eq!(names(&kept.app, nlp::EntityKind::Person), ["Ann Lee"]);
    let speakers = |app: &App| -> Vec<String> {
        app.analysis().unwrap().quotes.iter().filter_map(|q| Some(q.speaker.as_ref()?.name.clone())).collect()
    };
    assert!(speakers(&kept.app).iter().all(|name| name == "Ann Lee"), "{:?}", speakers(&kept.app));
    kept.press("u");
    assert!(speakers(&kept.app).contains(&"Bo Ek".to_owned()));
    kept.press("ctrl-r");

    let mut again = Kept::open(folder.path());
    assert_eq!(names(&again.app, nlp::EntityKind::Person), ["Ann Lee"]);
    again.press("2 F a n n enter M");
    assert_eq!(again.app.confirm().unwrap().question, "You said that “Bo Ek” is “Ann Lee”.");
    again.press("a");
    assert_eq!(message(&again.app), "apart again · saved");
    assert_eq!(names(&again.app, nlp::EntityKind::Person).len(), 2);
}

#[test]
fn a_strip_shows_where_an_entity_is_mentioned() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("2");
    let row = kept.app.side_rows().iter().find(|row| row.text == "Ann Lee").unwrap();
    let strip = row.aside.split(' ').next().unwrap();
    let width = usize::from(kept.app.areas().sidebar.width) / 3;
    assert_eq!(strip.chars().count(), width, "{strip}");
    let analysis = kept.app.analysis().unwrap();
    let mentions = &analysis.entities.iter().find(|e| e.name == "Ann Lee").unwrap().mentions;
    for mention in mentions {
        let at = analysis.mentions[*mention].span.start * width / kept.text().len();
        assert_ne!(strip.chars().nth(at), Some('·'), "{strip}");
    }
    assert!(strip.starts_with('·') || mentions.len() > width, "{strip}");
}

#[test]
fn a_quote_is_given_to_others_in_turn_kept_and_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("S");
    assert_eq!(message(&kept.app), "no quote is selected; J selects the next one");
    kept.press("J S");
    assert_eq!((speaker(&kept.app, 0), message(&kept.app)), (Some("Bo Ek"), "speaker 2/3: Bo Ek · saved"));
    assert_eq!(kept.app.quote(), Some(QuoteId(0)), "it stays picked");
    assert_eq!(kept.app.speaker_number(QuoteId(0)), kept.app.speaker_number(QuoteId(1)), "one speaker, one colour");
    kept.press("S");
    assert_eq!((speaker(&kept.app, 0), message(&kept.app)), (None, "speaker 3/3: nobody · saved"));

    let mut again = Kept::open(folder.path());
    assert_eq!(speaker(&again.app, 0), None);
    again.press("J enter");
    assert_eq!(again.app.why(QuoteId(0)).unwrap().reasons, ["You said that nobody's words are these."]);
    again.press("S");
    assert_eq!(message(&again.app), "speaker 1/3: Ann Lee, as it was found · saved");
    assert!(again.app.notebook().unwrap().corrections().is_empty());
    again.press("u");
    assert_eq!(speaker(&again.app, 0), None);
    again.press("ctrl-r 2 S");
    assert_eq!((speaker(&again.app, 0), again.app.mode()), (None, &Mode::Card(QuoteId(0))));
}

#[test]
fn a_given_speaker_holds_while_a_passage_before_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("3 J S");
    assert_eq!(speaker(&kept.app, 2), Some("Bo Ek"));
    kept.press("esc ] r enter");
    assert!(kept.text().contains("Sign up now"));
    assert_eq!(speaker(&kept.app, 2), Some("Bo Ek"));
    kept.press("esc R g g 3 J S");
    assert_eq!(kept.app.notebook().unwrap().corrections().len(), 2, "one correction a quote, one a passage");
}
