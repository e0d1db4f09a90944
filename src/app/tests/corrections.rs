//! Corrections of kinds, names and speakers.

use super::*;

fn names(app: &App, kind: pullquote_nlp::EntityKind) -> Vec<&str> {
    let entities = app.analysis().unwrap().entities.iter();
    entities.filter(|e| e.kind == kind).map(|e| e.name.as_str()).collect()
}

#[test]
fn a_wrong_kind_is_put_right_by_two_keys_kept_and_undone() {
    use pullquote_nlp::EntityKind::{Person, Place};
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("T");
    assert!(message(&kept.app).starts_with("no entity is selected"), "{}", message(&kept.app));
    kept.press("g 2 F a n n enter T");
    let asked = kept.app.confirm().unwrap();
    assert_eq!((asked.title, asked.question.as_str()), ("Kind", "“Ann Lee” is listed as a person. What is it?"));
    kept.press("l");
    assert_eq!(message(&kept.app), "“Ann Lee” is a place · saved");
    assert_eq!(names(&kept.app, Place), ["Ann Lee"]);
    let selected = kept.app.selected_entry().and_then(|at| kept.app.entries().get(at)).cloned();
    let Some(sidebar::SidebarEntry::Entity(id)) = selected else { panic!("{selected:?}") };
    assert_eq!(kept.app.analysis().unwrap().entity(id).unwrap().name, "Ann Lee", "it stays selected");

    let mut again = SavedReader::open(folder.path());
    assert_eq!(names(&again.app, Place), ["Ann Lee"]);
    again.press("u");
    assert_eq!(message(&again.app), "there is nothing to undo");
    again.press("g 2 F a n n enter T f");
    assert_eq!(message(&again.app), "“Ann Lee” has the kind that was found · saved");
    assert!(names(&again.app, Person).contains(&"Ann Lee"));
    again.press("u");
    assert_eq!(names(&again.app, Place), ["Ann Lee"]);
    again.press("ctrl-r");
    assert!(names(&again.app, Place).is_empty());
}

#[test]
fn two_entities_are_merged_by_a_half_typed_name_and_separated_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("g 2 F b o enter M");
    let offered = kept.app.prompt().unwrap().completions.clone();
    assert!(offered.contains(&"Ann Lee".to_owned()) && !offered.contains(&"Bo Ek".to_owned()), "{offered:?}");
    kept.press("a l e");
    assert_eq!(kept.app.prompt().unwrap().completions[0], "Ann Lee");
    kept.press("enter");
    assert_eq!(message(&kept.app), "“Bo Ek” is “Ann Lee” · saved");
    assert_eq!(names(&kept.app, pullquote_nlp::EntityKind::Person), ["Ann Lee"]);
    assert_eq!(kept.app.entries().len(), 1, "the list that “bo” narrowed down holds whom he is now");
    let speakers = |app: &App| -> Vec<String> {
        app.analysis().unwrap().quotes.iter().filter_map(|q| Some(q.speaker.as_ref()?.name.clone())).collect()
    };
    assert!(speakers(&kept.app).iter().all(|name| name == "Ann Lee"), "{:?}", speakers(&kept.app));
    kept.press("u");
    assert!(speakers(&kept.app).contains(&"Bo Ek".to_owned()));
    kept.press("ctrl-r");

    let mut again = SavedReader::open(folder.path());
    assert_eq!(names(&again.app, pullquote_nlp::EntityKind::Person), ["Ann Lee"]);
    again.press("g 2 F a n n enter M");
    assert_eq!(again.app.confirm().unwrap().question, "You said that “Bo Ek” is “Ann Lee”.");
    again.press("a");
    assert_eq!(message(&again.app), "apart again · saved");
    assert_eq!(names(&again.app, pullquote_nlp::EntityKind::Person).len(), 2);
}

#[test]
fn a_strip_shows_where_an_entity_is_mentioned() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("g 2");
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
    let mut kept = SavedReader::open(folder.path());
    kept.press("S");
    assert_eq!(message(&kept.app), "there is no quote in this sentence; J goes to the next one");
    kept.press("J S");
    assert_eq!(speaker(&kept.app, 0), Some("Ann Lee"), "nothing is saved before a speaker is taken");
    let offered: Vec<_> = kept.app.confirm().unwrap().answers.iter().map(|a| a.label.to_string()).collect();
    assert_eq!(offered, ["Ann Lee, as it was found", "Bo Ek", "nobody"]);
    kept.press("enter");
    assert_eq!(
        (speaker(&kept.app, 0), message(&kept.app)),
        (Some("Bo Ek"), "“We won the harbour.” is by Bo Ek · saved")
    );
    assert_eq!(kept.app.quote(), Some(QuoteId(0)), "it stays picked");
    assert_eq!(kept.app.speaker_number(QuoteId(0)), kept.app.speaker_number(QuoteId(1)), "one speaker, one colour");
    kept.press("S enter");
    assert_eq!((speaker(&kept.app, 0), message(&kept.app)), (None, "“We won the harbour.” is by nobody · saved"));

    let mut again = SavedReader::open(folder.path());
    assert_eq!(speaker(&again.app, 0), None);
    again.press("J enter");
    assert_eq!(again.app.why(QuoteId(0)).unwrap().reasons, ["You said that nobody speaks these words."]);
    again.press("S 1");
    assert_eq!(message(&again.app), "“We won the harbour.” is by Ann Lee, as it was found · saved");
    assert!(again.app.notebook().unwrap().corrections().is_empty());
    again.press("u");
    assert_eq!(speaker(&again.app, 0), None);
    again.press("ctrl-r S S enter");
    assert_eq!((speaker(&again.app, 0), again.app.mode()), (None, &Mode::Why(QuoteId(0))));
}

#[test]
fn a_given_speaker_holds_while_a_passage_before_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("3 J S enter");
    assert_eq!(speaker(&kept.app, 2), Some("Bo Ek"));
    kept.press("esc ] r enter");
    assert!(kept.text().contains("Sign up now"));
    assert_eq!(speaker(&kept.app, 2), Some("Bo Ek"));
    kept.press("esc R g g 3 J S enter");
    assert_eq!(kept.app.notebook().unwrap().corrections().len(), 2, "one correction a quote, one a passage");
}

#[test]
fn a_quote_given_to_another_stays_in_a_narrowed_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    let listed = |kept: &SavedReader| kept.app.entries().len();
    kept.press("J O");
    assert_eq!((listed(&kept), kept.app.filter_label().as_str()), (2, "only Ann Lee"));
    kept.press("tab S enter");
    assert_eq!((speaker(&kept.app, 0), listed(&kept)), (Some("Bo Ek"), 2));
    assert_eq!(kept.app.selected_entry(), Some(0), "the key can go on");
    kept.press("S 1");
    assert_eq!(speaker(&kept.app, 0), Some("Ann Lee"));
    kept.press("S enter");
    kept.press("O O");
    assert_eq!((listed(&kept), kept.app.filter_label().as_str()), (2, "only Bo Ek"), "narrowed again it is Bo Ek's");
    kept.press("O j O");
    // The quote also stays in a list that is filtered by words.
    kept.press("O F b o enter S enter");
    assert_eq!(kept.app.entries().len(), 2);
    kept.press("F backspace");
    assert_eq!(kept.app.entries().len(), 1, "other words list what holds them");
}

/// An article with people in its byline, a caption and a credit.
fn illustrated() -> Arc<Article> {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, "The Harbour");
    builder.block(BlockKind::Byline, "Maren Tolle");
    builder.block(BlockKind::Paragraph, "Hedda Rask met Tomas Brill and Karin Moe on the quay.");
    builder.caption("Greta Holm looks at the sea", Some("Northlight/Pia Rosk"));
    builder.block(BlockKind::Paragraph, "“The wall will hold,” said Hedda Rask. Ivar Sund left.");
    Arc::new(builder.finish(Origin { path: None, url: None, format: Format::Html, sha256: String::new() }))
}

#[test]
fn only_people_of_the_text_are_offered_and_the_nearest_first() {
    let article = illustrated();
    let text = article.text();
    let people = ["Maren Tolle", "Hedda Rask", "Tomas Brill", "Karin Moe", "Greta Holm", "Pia Rosk", "Ivar Sund"];
    let mut found = Analysis { quotes: Vec::new(), ..pullquote_nlp::analyze(&article, &Model::default()) };
    found.mentions.clear();
    found.entities.clear();
    for (i, name) in people.iter().enumerate() {
        let start = text.find(name).unwrap();
        let (span, entity) = (Span::new(start, start + name.len()), pullquote_nlp::EntityId(i));
        found.mentions.push(pullquote_nlp::Mention { span, kind: pullquote_nlp::MentionKind::Name, entity });
        let (kind, name) = (pullquote_nlp::EntityKind::Person, (*name).to_owned());
        found.entities.push(pullquote_nlp::Entity {
            id: entity,
            kind,
            name,
            role: None,
            facts: Vec::new(),
            value: None,
            mentions: vec![i],
        });
    }
    let says = |i: usize| Speaker {
        name: people[i].to_owned(),
        entity: Some(pullquote_nlp::EntityId(i)),
        mention: None,
        how: pullquote_nlp::How::Name,
        rule: "test",
        together: Vec::new(),
    };
    let start = text.find("The wall").unwrap();
    let other = |i, confidence| pullquote_nlp::Candidate { speaker: says(i), cue: None, confidence };
    let half = Speaker { name: "on the".to_owned(), entity: None, ..says(1) };
    found.quotes.push(Quote {
        id: QuoteId(0),
        kind: QuoteKind::Direct,
        spans: vec![Span::new(start, start + "The wall will hold,".len())],
        speaker: Some(says(1)),
        cue: None,
        confidence: 0.9,
        confidence_parts: pullquote_nlp::ConfidenceParts { speech: 1.0, mention: 0.9, identity: 1.0 },
        candidates: vec![pullquote_nlp::Candidate { speaker: half, cue: None, confidence: 0.01 }, other(2, 0.02)],
    });
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns: 120, rows: 20 });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(found) });
    app.update(Msg::NotesLoaded(Box::new(Notebook::open(&article, PathBuf::from("notes.toml"), Vec::new()))));
    press(&mut app, "J");
    press(&mut app, "S");
    let asked = app.confirm().unwrap();
    let offered: Vec<&str> = asked.answers.iter().map(|answer| answer.label.as_ref()).collect();
    assert_eq!(asked.selected, Some((1, Action::OtherSpeaker)), "the next one is selected");
    // The candidate comes first, then people by distance; none from the byline
    // or the picture.
    assert_eq!(offered, ["Hedda Rask, as it was found", "Tomas Brill", "Ivar Sund", "Karin Moe", "nobody"]);
}

#[test]
fn a_name_that_nobody_has_keeps_the_line_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("g 2 F b o enter M z z q enter");
    let prompt = kept.app.prompt().unwrap();
    assert_eq!(prompt.line.text(), "zzq");
    assert_eq!(prompt.refused.as_deref(), Some("No other name in this article is like “zzq”."));
    kept.press("backspace");
    assert_eq!(kept.app.prompt().unwrap().refused, None);
    kept.press("ctrl-u a n n enter");
    assert_eq!(message(&kept.app), "“Bo Ek” is “Ann Lee” · saved");
}

#[test]
fn two_may_speak_together_kept_listed_and_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("P");
    assert_eq!(message(&kept.app), "there is no quote in this sentence; J goes to the next one");
    kept.press("J c v P");
    assert_eq!(kept.app.prompt().unwrap().line.text(), "Ann Lee", "it begins with who speaks now");
    kept.press("end ; space b");
    assert_eq!(kept.app.prompt().unwrap().completions, ["Bo Ek"]);
    kept.press("tab");
    assert_eq!(kept.app.prompt().unwrap().line.text(), "Ann Lee; Bo Ek");
    kept.press("enter");
    assert_eq!(message(&kept.app), "“We won the harbour.” is by Ann Lee and Bo Ek · saved");
    assert_eq!(speaker(&kept.app, 0), Some("Ann Lee and Bo Ek"));
    let noted = |app: &App| app.notebook().unwrap().entries()[0].annotation.quote.as_ref().unwrap().speaker.clone();
    assert_eq!(noted(&kept.app).as_deref(), Some("Ann Lee and Bo Ek"), "the note says so, too");
    let file = std::fs::read_to_string(&kept.path).unwrap();
    assert!(file.contains("speaker = \"Ann Lee; Bo Ek\""), "{file}");

    let mut again = SavedReader::open(folder.path());
    assert_eq!(speaker(&again.app, 0), Some("Ann Lee and Bo Ek"));
    again.press("J enter");
    let why = again.app.why(QuoteId(0)).unwrap();
    assert_eq!(why.reasons, ["You said that Ann Lee and Bo Ek speak; the program found Ann Lee."]);
    // The quote is among those of each of the two.
    again.press("esc J O");
    assert_eq!((again.app.filter_label().as_str(), again.app.entries().len()), ("only Bo Ek", 2));
    again.press("O K S 1");
    assert_eq!(message(&again.app), "“We won the harbour.” is by Ann Lee, as it was found · saved");
    assert_eq!(noted(&again.app).as_deref(), Some("Ann Lee"));
    again.press("u");
    assert_eq!(speaker(&again.app, 0), Some("Ann Lee and Bo Ek"), "the note and the correction go back as one");
    assert_eq!(noted(&again.app).as_deref(), Some("Ann Lee and Bo Ek"));
    again.press("P t h e space m a t e enter");
    assert_eq!(speaker(&again.app, 0), Some("the mate"), "anybody may speak");
    again.press("P ctrl-u enter");
    assert_eq!((speaker(&again.app, 0), message(&again.app)), (None, "“We won the harbour.” is by nobody · saved"));
    again.press("P a n n space l space a n d space b o enter");
    assert_eq!(speaker(&again.app, 0), Some("Ann Lee and Bo Ek"), "beginnings will do");
}

#[test]
fn a_passage_put_back_elsewhere_keeps_a_half_typed_speaker() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    let mut other = SavedReader::open(folder.path());
    kept.press("3 J P b o");
    other.press("] r enter");
    let loaded = pullquote_notes::store::load(&kept.path).unwrap();
    let effects = kept.app.update(Msg::NotesReread(Box::new(loaded)));
    kept.act(effects);
    kept.press("enter");
    assert_eq!((speaker(&kept.app, 2), speaker(&kept.app, 0)), (Some("Bo Ek"), Some("Ann Lee")));
}

/// So that an article is analyzed once when it is opened.
#[test]
fn the_version_that_is_stored_has_the_quotes_that_are_shown() {
    let article = article(40);
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns: 80, rows: 24 });
    let effects = app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis(&article)) });
    let stored = effects.into_iter().find_map(|effect| match effect {
        Effect::Compare(quotes) => quotes,
        _ => None,
    });
    let words: Vec<String> = stored.expect("quotes").into_iter().map(|quote| quote.words).collect();
    let shown: Vec<String> = app.analysis().unwrap().quotes.iter().map(|q| q.words(article.text())).collect();
    assert_eq!((words.len(), words), (SPEECHES.len(), shown));
}
