//! Searches and lists.

use super::*;

#[test]
fn words_fields_and_states_find_articles() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let one = |text: &str| titles(&library, text);
    assert_eq!(one("HARBOUR closed"), ["On the harbour"]);
    assert_eq!(one("cafe"), ["On the harbour"]);
    assert_eq!(one("\"no choice\""), ["On the harbour"]);
    assert!(one("\"choice no\"").is_empty());
    assert_eq!(one("harb*"), ["On the harbour"]);
    assert_eq!(one("harbour OR rain"), ["On the drought", "On the harbour"]);
    assert_eq!(one("-harbour"), ["On the drought"]);
    assert_eq!(one("speaker:brandt"), ["On the drought", "On the harbour"]);
    assert_eq!(one("speaker:brandt said:water"), ["On the drought"]);
    assert!(one("speaker:holt said:water").is_empty());
    assert_eq!(one("-speaker:holt"), ["On the drought"]);
    assert_eq!(one("person:holt"), ["On the harbour"]);
    assert!(one("org:holt").is_empty());
    assert_eq!(one("by:asa site:example.org title:drought"), ["On the drought"]);
    assert_eq!(one("since:2026"), ["On the harbour"]);
    assert_eq!(one("until:2025-03"), ["On the drought"]);
    assert_eq!(one("lang:en").len(), 2);
    assert_eq!(one("is:unread").len(), 2);
    library.set_read(&["https://example.org/harbour".to_owned()], true).unwrap();
    assert_eq!(titles(&library, "is:unread"), ["On the drought"]);
    assert_eq!(titles(&library, "NOT is:unread"), ["On the harbour"]);
}

#[test]
fn a_search_says_where_the_words_are_and_who_said_them() {
    let folder = Folder::new();
    let library = filled(&folder);
    let text = harbour().content.unwrap().text;
    let hits = library.search(&query("no choice"), 10).unwrap();
    let [hit] = hits.as_slice() else { panic!("{hits:?}") };
    assert_eq!((hit.kind, hit.speaker.as_deref()), (HitKind::Quote, Some("Mara Holt")));
    let (start, end) = hit.place.unwrap();
    let found: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(found, "no choice");
    let marked: Vec<&str> = hit.marks.iter().map(|&(from, to)| &hit.snippet[from..to]).collect();
    assert_eq!(marked, ["no", "choice"]);
    let hits = library.search(&query("café"), 10).unwrap();
    assert_eq!((hits[0].kind, hits[0].speaker.as_deref()), (HitKind::Text, None));
    let hits = library.search(&query("speaker:brandt"), 10).unwrap();
    let spoken: Vec<&str> = hits.iter().map(|hit| hit.snippet.as_str()).collect();
    assert_eq!(spoken, ["The pier is safe,", "There is no water,"], "the newest first");
    let hits = library.search(&query("said:pier"), 10).unwrap();
    assert_eq!(hits.len(), 1);
    assert!(hits[0].score > 0.0);
}

#[test]
fn notes_are_found_by_their_words_and_tags_and_go_with_their_file() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let file = notes_file(vec![note("harbour", "Call the pilot back", &["to do", "sea/ports"])]);
    library.put_notes_file(&file, Some(&harbour()), NOW).unwrap();
    for text in ["pilot", "note:pilot", "tag:\"To do\"", "tag:sea", "is:noted", "is:unchecked"] {
        assert_eq!(titles(&library, text), ["On the harbour"], "{text}");
    }
    let hits = library.search(&query("pilot"), 10).unwrap();
    let note = hits.iter().find(|hit| hit.kind == HitKind::Note).unwrap();
    assert_eq!((note.place, note.snippet.as_str()), (Some((4, 11)), "harbour — Call the pilot back"));
    library.put_notes_file(&notes_file(vec![note_without_words()]), Some(&harbour()), NOW).unwrap();
    assert!(titles(&library, "pilot").is_empty());
    library.forget_notes_file("/notes/a.toml").unwrap();
    assert!(titles(&library, "is:noted").is_empty());
    assert!(library.notes_files().unwrap().is_empty());
}

fn note_without_words() -> NoteRecord {
    NoteRecord { place: NotePlace::Orphaned, ..note("", "nothing", &[]) }
}

#[test]
fn the_trash_hides_articles_until_it_is_emptied() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let harbour = ["https://example.org/harbour".to_owned()];
    library.set_trashed(&harbour, Some(NOW)).unwrap();
    assert_eq!(titles(&library, ""), ["On the drought"]);
    assert!(library.search(&query("closed"), 10).unwrap().is_empty());
    assert_eq!(titles(&library, "is:trashed"), ["On the harbour"]);
    library.set_trashed(&harbour, None).unwrap();
    assert_eq!(titles(&library, "").len(), 2);
    library.set_trashed(&harbour, Some(NOW)).unwrap();
    assert_eq!(library.empty_trash().unwrap(), 1);
    assert!(titles(&library, "is:trashed").is_empty() && titles(&library, "closed").is_empty());
}

#[test]
fn an_article_in_the_trash_takes_no_place_of_another() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    // Both headlines have the word.
    let best = library.search(&query("on"), 1).unwrap()[0].article;
    let name = library.rows(&[best]).unwrap()[0].title.replace("On the ", "");
    library.set_trashed(&[format!("https://example.org/{name}")], Some(NOW)).unwrap();
    let other = library.search(&query("on"), 1).unwrap();
    assert!(other.len() == 1 && other[0].article != best, "{other:?}");
}

#[test]
fn lists_are_sorted_by_every_column_in_both_orders() {
    let folder = Folder::new();
    let library = filled(&folder);
    for column in SortColumn::ALL {
        let there = library.ids(&query(""), Sort { column, reversed: false }, None).unwrap();
        let mut back = library.ids(&query(""), Sort { column, reversed: true }, None).unwrap();
        back.reverse();
        assert_eq!(there, back, "{}", column.name());
        assert_eq!(SortColumn::named(column.name()), Some(column));
    }
    let by_title = library.list(&query(""), Sort { column: SortColumn::Title, reversed: false }, Some(1)).unwrap();
    assert_eq!(by_title[0].title, "On the drought");
    assert_eq!((by_title[0].quotes, by_title[0].words), (1, 10));
}

#[test]
fn the_lists_have_states_tags_feeds_and_saved_searches_with_their_numbers() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    library.set_tags("https://example.org/harbour", &["sea".to_owned()]).unwrap();
    library.save_search("Mine", Some("speaker:brandt since:2026")).unwrap();
    library.set_read(&["https://example.org/harbour".to_owned()], true).unwrap();
    let views = library.views(date(2026, 11, 29)).unwrap();
    let shown: Vec<(&str, usize)> = views.iter().map(|view| (view.name.as_str(), view.articles)).collect();
    let expected = [
        ("All", 2),
        ("Unread", 1),
        ("Starred", 0),
        ("With notes", 0),
        ("With unchecked quotes", 0),
        ("Orphaned notes", 0),
        ("Trash", 0),
        ("#sea", 1),
        ("Mine", 1),
    ];
    assert_eq!(shown, expected);
    for view in &views {
        assert_eq!(library.count(&query(&view.query)).unwrap(), view.articles, "{}", view.name);
    }
}

#[test]
fn words_of_a_query_are_never_read_as_sql_or_as_the_language_of_the_index() {
    let folder = Folder::new();
    let library = filled(&folder);
    for text in [
        "x'); DROP TABLE articles; --",
        "a\\\"b",
        "NEAR/2",
        "title:^a",
        "tag:%",
        "by:_",
        "said:*a",
        "{a}:b",
        "+a",
        "a+b",
    ] {
        if let Ok(query) = Query::parse(text, date(2026, 11, 29)) {
            library.search(&query, 10).unwrap();
            assert!(library.count(&query).unwrap() < 2, "{text}");
        }
    }
    assert_eq!(library.count(&query("")).unwrap(), 2);
}

#[test]
fn a_phrase_of_a_note_is_not_found_in_its_tags_and_words_beside_it_are() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let file = notes_file(vec![note("harbour", "Call the pilot back", &["tide"])]);
    library.put_notes_file(&file, Some(&harbour()), NOW).unwrap();
    let found = |text: &str| library.search(&query(text), 10).unwrap().len();
    assert_eq!((found("note:pilot tide"), found("note:tide"), found("note:pilot quay")), (1, 0, 0));
}

#[test]
fn an_article_is_opened_at_the_passage_quote_or_note_that_was_looked_for() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let file = notes_file(vec![note("harbour", "Call the pilot back", &["tide"])]);
    library.put_notes_file(&file, Some(&harbour()), NOW).unwrap();
    let id = library.ids(&query("title:harbour"), Sort::default(), None).unwrap()[0];
    let words = |text: &str| library.passage_in(&query(text), id).unwrap().map(|passage| passage.words);
    assert_eq!(words("cafe stays").as_deref(), Some("café near the pier stays"));
    assert_eq!(words("speaker:brandt").as_deref(), Some("The pier is safe,"));
    assert_eq!(words("note:pilot").as_deref(), Some("harbour"));
    assert_eq!(words("pilot").as_deref(), Some("harbour"), "these words are only in the note");
    assert_eq!(words("tag:tide").as_deref(), Some("harbour"));
    for without_place in ["", "site:example.org", "is:unread", "since:2020", "-quay"] {
        assert_eq!(words(without_place), None, "{without_place}");
    }
    let passage = library.passage_in(&query("cafe stays"), id).unwrap().unwrap();
    let now = "New. The harbour is closed. The café near the pier stays open.";
    assert_eq!(passage.start_in(now).map(|at| &now[at..at + 5]), Some("café"));
    assert_eq!(passage.start_in("Another text."), None);
}

/// Each of these finds something else; together they have every kind of part.
const QUERIES: [&str; 27] = [
    "",
    "harbour",
    "harb*",
    "harbour rain",
    "harbour OR rain",
    "-harbour",
    "NOT (harbour OR is:noted)",
    "pilot",
    "pilot OR rain",
    "note:pilot harbour",
    "tag:sea",
    "speaker:brandt",
    "speaker:brandt said:water",
    "speaker:holt said:water",
    "speaker:holt OR title:drought",
    "-speaker:holt",
    "harbour speaker:brandt",
    "since:2026 is:unread",
    "is:trashed",
    "NOT is:trashed",
    "is:trashed OR rain",
    "site:example.org -is:starred",
    "is:indirect",
    "NOT (speaker:holt said:pier)",
    "(speaker:holt said:pier) OR rain",
    "is:noted (note:pilot OR tag:water)",
    "zebra",
];

#[test]
fn what_was_found_before_changes_no_list() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    library.put(&[article("pier", "The pier of the harbour is old. Rain fell.", &[])], NOW).unwrap();
    let file = notes_file(vec![note("harbour", "Call the pilot back", &["sea/ports"])]);
    library.put_notes_file(&file, Some(&harbour()), NOW).unwrap();
    let reader = folder.open();
    let mut before = FoundBefore::default();
    // Another connection changes the library between the lists.
    for change in 0..4 {
        match change {
            1 => library.set_trashed(&["https://example.org/pier".to_owned()], Some(NOW)).unwrap(),
            2 => library.put(&[article("zebra", "A zebra at the harbour.", &[])], NOW).map(|_| ()).unwrap(),
            3 => library.set_starred(&["https://example.org/harbour".to_owned()], true).unwrap(),
            _ => {}
        }
        for column in SortColumn::ALL {
            for (text, reversed) in QUERIES.iter().flat_map(|text| [(text, false), (text, true)]) {
                let sort = Sort { column, reversed };
                let now = library.ids(&query(text), sort, None).unwrap();
                let after = reader.ids_after(&query(text), sort, &mut before).unwrap();
                assert_eq!(after, now, "{text} by {sort:?} after {change} changes");
            }
        }
    }
}

#[test]
fn all_articles_of_a_query_are_marked_as_read_and_those_that_were_not_are_named() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    assert_eq!(library.read_all(&query("harbour")).unwrap(), ["https://example.org/harbour"]);
    assert_eq!(titles(&library, "is:unread"), ["On the drought"]);
    assert_eq!(library.read_all(&query("")).unwrap(), ["https://example.org/drought"]);
    assert!(library.read_all(&query("")).unwrap().is_empty());
    library.set_read(&["https://example.org/drought".to_owned()], false).unwrap();
    assert_eq!(titles(&library, "is:unread"), ["On the drought"]);
}
