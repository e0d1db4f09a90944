//! `library add` with what people bring from other programs.

use std::fs;

use serde_json::Value;

use crate::program::{Home, wait};
use crate::server::{Answer, Server};

fn json(home: &Home, arguments: &[&str]) -> Value {
    let ran = home.run(arguments);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

fn titles(home: &Home, query: &str) -> Vec<String> {
    let rows = json(home, &["library", "list", "--json", query]);
    let mut titles: Vec<String> = rows
        .as_array()
        .expect("an array")
        .iter()
        .map(|row| format!("{} {}", row["title"].as_str().unwrap_or_default(), row["url"].as_str().unwrap_or_default()))
        .map(|row| row.trim().replace("https://example.org", ""))
        .collect();
    titles.sort();
    titles
}

/// The notes that a query finds: the words and the note, and where they are in the text.
fn notes(home: &Home, query: &str) -> Vec<String> {
    let hits = json(home, &["search", "--json", query]).as_array().expect("an array").clone();
    let mut notes: Vec<String> = hits
        .iter()
        .filter(|hit| hit["kind"] == "note")
        .map(|hit| {
            let place = hit["start"].as_u64().map_or("-".to_owned(), |start| start.to_string());
            format!("{} @{place}", hit["snippet"].as_str().unwrap_or_default())
        })
        .collect();
    notes.sort();
    notes
}

/// An export of another program.
fn fixture(name: &str) -> String {
    format!("{}/crates/library/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Adds an export twice; the numbers of added and skipped entries of the first time.
fn add(home: &Home, name: &str) -> (u64, usize) {
    let report = json(home, &["library", "add", "--no-fetch", "--json", &fixture(name)]);
    assert_eq!(report["failed"], Value::Array(vec![]), "{report}");
    let again = json(home, &["library", "add", "--no-fetch", "--json", &fixture(name)]);
    assert_eq!((&again["added"], &again["updated"]), (&0.into(), &0.into()), "{again}");
    (report["added"].as_u64().expect("a number"), report["skipped"].as_array().expect("an array").len())
}

#[test]
fn pocket() {
    let home = Home::new();
    assert_eq!(add(&home, "pocket.csv"), (3, 1));
    assert_eq!(titles(&home, "tag:sea tag:ports -is:unread"), ["The pier, again /pier"]);
    assert_eq!(titles(&home, "is:unread").len(), 2);
    let row = json(&home, &["library", "list", "--json", "tag:sea"])[0].clone();
    assert_eq!(row["added"], "2023-11-14T22:13:20Z");
}

#[test]
fn pocket_as_a_page() {
    let home = Home::new();
    let (added, _) = add(&home, "ril_export.html");
    assert!(added > 0 && !titles(&home, "-is:unread").is_empty() && !titles(&home, "is:unread").is_empty());
}

#[test]
fn instapaper() {
    let home = Home::new();
    assert_eq!(add(&home, "instapaper.csv"), (4, 0));
    assert_eq!(titles(&home, "is:starred"), ["The gull /gull"]);
    assert_eq!(titles(&home, "tag:walks"), ["The town /town"]);
    let report = json(&home, &["library", "add", "--no-fetch", "--json", &fixture("instapaper.csv")]);
    assert_eq!((&report["notes"]["added"], &report["notes"]["known"]), (&0.into(), &1.into()));
    assert_eq!(notes(&home, "note:spring"), ["It opens in spring, they say. @-"]);
}

#[test]
fn raindrop() {
    let home = Home::new();
    assert_eq!(add(&home, "raindrop.csv"), (2, 0));
    assert_eq!(titles(&home, "is:starred tag:towns tag:sea"), ["The pier /pier"]);
    let expected = ["Ask the mayor. Twice. @-", "It opens in spring — When? @-", "Nobody disagreed @-"];
    assert_eq!(notes(&home, "note:(mayor OR when OR disagreed)"), expected);
}

#[test]
fn readwise_reader() {
    let home = Home::new();
    assert_eq!(add(&home, "readwise_reader.csv"), (2, 1));
    assert_eq!(titles(&home, "-is:unread"), ["The harbour /harbour"]);
}

#[test]
fn bookmarks() {
    let home = Home::new();
    let (added, skipped) = add(&home, "bookmarks.html");
    assert!(added == 3 && skipped > 0, "{added} {skipped}");
    assert_eq!(titles(&home, "tag:harbours tag:towns").len(), 1);
    let ran = home.run(&["library", "add", "--no-fetch", &fixture("bookmarks.html")]);
    assert!(ran.status == 0 && ran.err.contains("is not an http or https address; left out"), "{ran:?}");
}

#[test]
fn wallabag_with_its_texts() {
    let home = Home::new();
    assert_eq!(add(&home, "wallabag.json"), (2, 1));
    assert_eq!(titles(&home, "is:starred tag:birds").len(), 1);
    assert_eq!(titles(&home, "\"opens in spring\" -is:unread"), ["The pier & the sea /pier"]);
    let shown = home.run(&["extract", "--kept", "--format", "text", "https://example.org/pier"]);
    assert!(shown.out.contains("The pier opens in spring, the mayor said."), "{shown:?}");
    let place = shown.out.chars().collect::<String>().find("opens in spring").expect("the words");
    assert_eq!(notes(&home, "note:when"), [format!("opens in spring — When? @{place}")]);
}

#[test]
fn omnivore_with_its_texts() {
    let home = Home::new();
    let (added, _) = add(&home, "omnivore");
    assert!(added >= 2, "{added}");
    assert_eq!(titles(&home, "\"opens in spring\" tag:ports -is:unread"), ["The pier /pier"]);
    let found = notes(&home, "note:(when OR mayor)");
    assert!(found.len() == 2 && found.iter().all(|note| !note.ends_with("@-")), "{found:?}");
}

#[test]
fn highlights_get_their_places_when_the_text_comes_and_a_person_s_changes_stay() {
    let home = Home::new();
    home.run(&["library", "add", "--no-fetch", &fixture("raindrop.csv")]);
    assert_eq!(titles(&home, "is:orphaned").len(), 0, "the text may still come");
    let ran = home.run(&["library", "add", "--no-fetch", &fixture("wallabag.json")]);
    assert!(ran.out.contains("1 note taken over"), "{ran:?}");
    // “It opens in spring” is not in the text: it is neither lost nor at a wrong place.
    assert_eq!(titles(&home, "is:orphaned").len(), 1);
    assert_eq!(notes(&home, "note:disagreed"), ["Nobody disagreed @-"]);
    let file = &home.notes_files()[0];
    let edited = fs::read_to_string(file).expect("a notes file").replace("When?", "In which year?");
    fs::write(file, edited).expect("a notes file");
    home.run(&["library", "add", "--no-fetch", &fixture("raindrop.csv"), &fixture("wallabag.json")]);
    assert_eq!(notes(&home, "note:when").len(), 0);
    assert_eq!(notes(&home, "note:year").len(), 2);
}

#[test]
fn a_highlight_whose_words_are_not_in_the_text_is_said() {
    let home = Home::new();
    let entry = r#"[{"is_archived": 0, "title": "The pier", "url": "https://example.org/pier",
        "content": "<p>The pier opens in spring, the mayor said, and the ferry will call at it again.</p>",
        "annotations": [{"text": "", "quote": "words of another page"}]}]"#;
    let ran = home.run(&["library", "add", &home.file("wallabag.json", entry)]);
    assert!(ran.status == 0 && ran.out.contains("1 note taken over"), "{ran:?}");
    assert!(ran.err.contains("/pier: “words of another page” has no certain place in the text"), "{ran:?}");
    assert_eq!(titles(&home, "is:orphaned"), ["The pier /pier"]);
}

#[test]
fn lists_in_a_folder_are_taken_over_and_their_pages_are_not_fetched() {
    let home = Home::new();
    let folder = home.path().join("exports");
    fs::create_dir_all(folder.join("omnivore/content")).expect("a folder");
    for name in [
        "pocket.csv",
        "bookmarks.html",
        "wallabag.json",
        "feeds.opml",
        "omnivore/metadata_0_to_2.json",
        "omnivore/content/the-pier-18b.html",
    ] {
        fs::copy(fixture(name), folder.join(name)).expect("a copy");
    }
    let texts = "The wall at Orsten will be raised. See https://example.org/wall-1 for the plans of it.\n";
    fs::write(folder.join("wall.txt"), texts).expect("a file");
    fs::write(folder.join("data.json"), "[1, 2]").expect("a file");
    fs::write(folder.join("highlights.csv"), "Highlight,Book Title\nThe pier opens,The pier\n").expect("a file");
    fs::write(folder.join("table.csv"), "year,height\n1901,2\n").expect("a file");
    let folder = folder.to_str().expect("an UTF-8 path");
    let ran = home.run(&["library", "add", folder]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.err.contains("pocket.csv is a list in a folder: its pages were added as addresses"), "{ran:?}");
    assert_eq!(titles(&home, "raised"), ["The wall at Orsten will be raised. See /wall-1 for the plans of it."]);
    assert_eq!(titles(&home, "\"the mayor said\"").len(), 1, "its page is not a second article");
    assert!(titles(&home, "").iter().any(|title| title.ends_with("/gull")));
    let feeds = json(&home, &["feeds", "list", "--json"]);
    assert_eq!(feeds.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_list_of_feeds_adds_its_feeds_and_notes_alone_name_their_command() {
    let home = Home::new();
    let ran = home.run(&["library", "add", &fixture("feeds.opml")]);
    assert!(ran.status == 0 && ran.out.contains("2 feeds added"), "{ran:?}");
    let csv = home.file("highlights.csv", "Highlight,Book Title,Book Author,Note\nThe pier opens,The pier,A,\n");
    let ran = home.run(&["library", "add", &csv]);
    assert!(ran.status == 1 && ran.err.contains("`pullquote import "), "{ran:?}");
}

#[test]
fn a_file_of_addresses() {
    let home = Home::new();
    assert_eq!(add(&home, "addresses.md"), (3, 1));
    assert_eq!(titles(&home, "-is:unread"), ["/harbour"]);
}

#[test]
fn an_article_with_an_address_in_it_is_an_article() {
    let home = Home::new();
    let text = "https://example.org/wall-1\n\nThe wall at Orsten will be raised before the winter, and the work on it \
                begins in spring. “It is made of stone,” said Hedda Rask, the mayor of the old town.\n";
    let file = home.file("wall.txt", text);
    let report = json(&home, &["library", "add", "--json", &file]);
    assert_eq!((&report["added"], &report["skipped"]), (&1.into(), &Value::Array(vec![])), "{report}");
    assert_eq!(json(&home, &["search", "--json", "speaker:rask"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn pages_of_a_list_are_fetched_and_a_dead_one_stays_as_an_address() {
    let text = "The wall at Orsten will be raised before the winter, said Hedda Rask, the mayor. ".repeat(4);
    let page = Answer::html(&format!("<html><body><article><h1>The wall</h1><p>{text}</p></article></body></html>"));
    let server = Server::of([("/wall-1", page)]);
    let home = Home::new();
    let list = home.file("read.txt", format!("{}\n{}  # Dead\n", server.url("/wall-1"), server.url("/dead-2")));
    let ran = home.run(&["library", "add", "--tag", "old", &list]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.out.contains("2 added") && ran.err.contains("dead-2 was added without its text: "), "{ran:?}");
    assert_eq!(titles(&home, "tag:old").len(), 2);
    assert_eq!(json(&home, &["library", "list", "--json", "title:dead"])[0]["words"], 0);
    assert_eq!(json(&home, &["library", "list", "--json", "raised"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn pages_that_lead_to_the_front_page_do_not_become_one_article() {
    let text = "Welcome to our town and its news, which the people of the old harbour write by hand. ".repeat(6);
    let front = Answer::html(&format!("<html><body><article><p>{text}</p></article></body></html>"));
    let server = Server::of([("/", front)]);
    for path in ["/one-1", "/two-2"] {
        server.answer(path, Answer::redirect("/"));
    }
    let home = Home::new();
    let list = home.file("read.txt", format!("{}\n{}\n", server.url("/one-1"), server.url("/two-2")));
    let ran = home.run(&["library", "add", &list]);
    assert!(ran.status == 0 && ran.out.contains("2 added"), "{ran:?}");
    assert_eq!(titles(&home, "harbour").len(), 2);
}

#[test]
fn a_damaged_list_is_refused_with_its_line() {
    let home = Home::new();
    let list =
        home.file("pocket.csv", "title,url,time_added,tags,status\n\"The pier,https://example.org/a,1,,unread\n");
    let ran = home.run(&["library", "add", &list]);
    assert!(ran.status == 1 && ran.err.contains("a quotation mark in this line is not closed"), "{ran:?}");
}

#[test]
fn two_processes_add_one_list_at_once() {
    let home = Home::new();
    let lines: String = (0..300).map(|n| format!("https://example.org/article-{n}\n")).collect();
    let list = home.path().join("read.txt");
    fs::write(&list, lines).expect("a file");
    let start =
        || home.command().args(["library", "add", "--no-fetch"]).arg(&list).spawn().expect("the program starts");
    let (mut first, mut second) = (start(), start());
    assert!(wait(&mut first).success() && wait(&mut second).success());
    assert_eq!(titles(&home, "").len(), 300);
    assert_eq!(json(&home, &["library", "check", "--json"])["differences"], Value::Array(vec![]));
}
