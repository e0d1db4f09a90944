//! `pullquote annotate`, `notes` and `export`.

use crate::program::{Home, Ran, sample};

const TEXT: &str = "The ferry sank twice.\n\n“It was the ferry,” said Ida Holm. Nobody else blamed the ferry.\n";

fn annotate(home: &Home, source: &str, arguments: &[&str]) -> Ran {
    home.run(&[&["annotate", source][..], arguments].concat())
}

fn notes_file(home: &Home) -> String {
    let files = home.notes_files();
    assert_eq!(files.len(), 1, "one article, one file: {files:?}");
    std::fs::read_to_string(&files[0]).expect("a notes file")
}

#[test]
fn a_note_with_tags_is_in_the_articles_file() {
    let home = Home::new();
    let source = sample("ceasefire.txt");
    let ran = annotate(&home, &source, &["--exact", "narrow on purpose", "--note", "whose?", "--tag", "terms"]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "quiet when piped");
    let file = notes_file(&home);
    for line in [
        "format = 1",
        "exact = \"narrow on purpose\"",
        "note = \"whose?\"",
        "tags = [\"terms\"]",
        "motivation = \"commenting\"",
    ] {
        assert!(file.lines().any(|found| found == line), "{line} is missing:\n{file}");
    }
}

#[test]
fn every_annotation_is_added_to_the_existing_ones() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    for (nth, tag) in [("3", "third"), ("1", "first"), ("2", "second")] {
        assert_eq!(annotate(&home, &source, &["--exact", "ferry", "--nth", nth, "--tag", tag]).status, 0);
    }
    let file = notes_file(&home);
    let tags: Vec<&str> = file.lines().filter(|line| line.starts_with("tags")).collect();
    assert_eq!(tags, ["tags = [\"first\"]", "tags = [\"second\"]", "tags = [\"third\"]"], "in the order of the text");
}

#[test]
fn words_that_do_not_occur_exactly_once_are_an_error() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "the boat"]).fails_with(&["“the boat”", "is not in", "ferry.txt"]);
    annotate(&home, &source, &["--exact", "ferry"]).fails_with(&["“ferry”", "3 times", "--nth"]);
    annotate(&home, &source, &["--exact", "ferry", "--nth", "4"]).fails_with(&["3 times", "--nth 4"]);
    annotate(&home, &source, &["--exact", "  "]).fails_with(&["is not in"]);
    assert_eq!(annotate(&home, &source, &["--exact", "ferry", "--nth", "0"]).status, 2);
    assert!(!home.notes().exists(), "nothing was written");
}

#[test]
fn marks_and_dashes_may_be_typed_plainly() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    assert_eq!(annotate(&home, &source, &["--exact", "\"it was the FERRY,\" said"]).status, 0);
    assert!(notes_file(&home).contains("exact = \"“It was the ferry,” said\""), "{}", notes_file(&home));
}

#[test]
fn the_note_may_come_from_standard_input() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let ran = home.run_with(&["annotate", &source, "--exact", "sank", "--note", "-"], b"Two lines,\nboth kept.\n\n");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(notes_file(&home).contains("Two lines,\nboth kept."), "{}", notes_file(&home));
    home.run_with(&["annotate", "-", "--exact", "sank", "--note", "-"], b"sank").fails_with(&["standard input"]);
}

#[test]
fn only_quotes_are_checked() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "sank", "--check", "verified"]).fails_with(&["“sank”", "not in a quote"]);
    let ran = annotate(&home, &source, &["--exact", "sank", "--check", "maybe"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("needs-source"), "{ran:?}");
}

#[test]
fn notes_that_do_not_parse_are_left_as_they_are() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let broken = "format = 1\n[article\n";
    let notes = home.file("broken.toml", broken);
    let ran = annotate(&home, &source, &["--exact", "sank", "--notes", &notes]);
    ran.fails_with(&["broken.toml:2:"]);
    assert_eq!(std::fs::read_to_string(&notes).unwrap(), broken);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let notes = format!("{}/ferry.toml", home.file("plain-file", "x"));
    annotate(&home, &source, &["--exact", "sank", "--notes", &notes]).fails_with(&["plain-file"]);
}

#[test]
fn notes_prints_what_annotate_saved() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let nothing = home.run(&["notes", &source]);
    assert_eq!((nothing.status, nothing.out.as_str(), nothing.err.as_str()), (0, "", ""), "quiet when piped");
    annotate(
        &home,
        &source,
        &["--exact", "sank twice", "--note", "How often?\nAsk.", "--tag", "#count", "--tag", "ask"],
    );
    annotate(&home, &source, &["--exact", "It was the ferry,", "--check", "needs-source"]);
    let notes = home.run(&["notes", &source]).out;
    let expected = "“sank twice”\n    #count · #ask\n    How often?\n    Ask.\n\n“It was the ferry,”\n    Ida Holm · needs source\n";
    assert_eq!(notes, expected);
    let file = home.run(&["notes", "--file", &source]).out;
    assert!(std::fs::read_to_string(file.trim_end()).unwrap().contains("sank twice"), "{file}");
}

#[test]
fn notes_send_the_terminal_no_escape_sequences() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "sank twice", "--note", "\u{1b}[2Jgone\u{7}", "--tag", "\u{1b}]0;x"]);
    let out = home.run(&["notes", &source]).out;
    assert!(out.contains("gone") && !out.chars().any(|c| c.is_control() && c != '\n'), "{out:?}");
}

#[test]
fn notes_follow_words_that_moved_and_say_when_they_are_gone() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let notes = home.path().join("ferry.toml").to_str().unwrap().to_owned();
    for words in ["sank twice", "Nobody else"] {
        assert_eq!(annotate(&home, &source, &["--exact", words, "--notes", &notes]).status, 0);
    }
    home.file("ferry.txt", format!("A new beginning.\n\n{}", TEXT.replace(" Nobody else blamed the ferry.", "")));
    let out = home.run(&["notes", "--notes", &notes, &source]).out;
    assert!(out.contains("“sank twice”\n    moved in the text\n"), "{out}");
    assert!(out.contains("“Nobody else”\n    no longer in the text\n"), "{out}");
}

#[test]
fn words_that_changed_are_shown_as_they_are_now() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let notes = home.path().join("ferry.toml").to_str().unwrap().to_owned();
    let words = "It was the ferry,” said Ida Holm. Nobody else blamed the ferry";
    assert_eq!(annotate(&home, &source, &["--exact", words, "--notes", &notes]).status, 0);
    home.file("ferry.txt", TEXT.replace("else blamed", "else accused"));
    let out = home.run(&["notes", "--notes", &notes, &source]).out;
    let now = "its words have changed; now: “It was the ferry,” said Ida Holm. Nobody else accused the ferry”";
    assert!(out.contains(now), "{out}");
    for (format, beginning) in
        [("markdown", "Place: Its words have changed; now: “"), ("text", "(Its words have changed;")]
    {
        let text = home.run(&["export", "--format", format, "--notes", &notes, &source]).out;
        assert!(text.contains(beginning), "{text}");
    }
}

#[test]
fn a_note_may_begin_with_a_hyphen_and_a_tag_may_have_a_space() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let ran = annotate(&home, &source, &["--exact", "sank twice", "--note", "- list", "--tag", "open water"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let json = home.run(&["notes", "--json", &source]).json();
    assert_eq!(json["annotations"][0]["note"], "- list");
    assert_eq!(json["annotations"][0]["tags"][0], "open water");
    let ran = annotate(&home, &source, &["--exact", "sank twice", "--note", "--json"]);
    assert!(ran.status == 2 && ran.err.contains("the note is missing; --json is an option"), "{ran:?}");
}

#[test]
fn a_table_for_excel_begins_with_a_byte_order_mark_and_is_read_back() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "sank twice", "--note", "Größe?"]);
    let table = home.run(&["export", "--format", "csv", "--bom", &source]).out;
    assert!(table.starts_with("\u{feff}Highlight,"), "{table}");
    let there = Home::new();
    let ran = there.run_with(&["import", "-"], table.as_bytes());
    assert_eq!((ran.status, there.notes_files().len()), (0, 1), "{ran:?}");
    home.run(&["export", "--bom", &source]).fails_with(&["--bom is only for CSV files", "--format csv"]);
}

#[test]
fn export_writes_notes_and_on_demand_quotes() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "sank twice", "--note", "How often?", "--tag", "count"]);
    let markdown = home.run(&["export", &source]).out;
    assert!(markdown.contains("> sank twice\n") && markdown.contains("How often?"), "{markdown}");
    assert!(!markdown.contains("It was the ferry,"), "a quote nobody asked for: {markdown}");
    let quotes = home.run(&["export", "--quotes", &source]).out;
    assert!(quotes.contains("> It was the ferry,\n>\n> — Ida Holm"), "{quotes}");
    let json: serde_json::Value =
        serde_json::from_str(&home.run(&["export", "--format", "json", &source]).out).unwrap();
    assert_eq!(json["annotations"][0]["note"], "How often?");
    assert_eq!(json["annotations"][0]["tags"][0], "count");
}

#[test]
fn export_to_a_file_takes_its_format_from_the_extension_and_overwrites_nothing() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    annotate(&home, &source, &["--exact", "sank twice", "--tag", "count"]);
    let file = home.path().join("out.csv").to_str().unwrap().to_owned();
    let ran = home.run(&["export", "--output", &file, &source]);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{ran:?}");
    let table = std::fs::read_to_string(&file).unwrap();
    assert!(table.starts_with("Highlight,Title,") && table.contains("\"sank twice\","), "{table}");
    // An unchanged export is updated; one that was edited is not.
    assert_eq!(home.run(&["export", "--output", &file, "--quotes", &source]).status, 0);
    assert!(std::fs::read_to_string(&file).unwrap().contains("\"It was the ferry,\","));
    let mine = table.replace("sank twice", "sank thrice");
    std::fs::write(&file, &mine).unwrap();
    let ran = home.run(&["export", "--output", &file, "--quotes", &source]);
    ran.fails_with(&["out.csv was changed since it was exported", "--force"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), mine);
    assert_eq!(home.run(&["export", "--output", &file, "--quotes", "--force", &source]).status, 0);
    assert!(std::fs::read_to_string(&file).unwrap().contains("\"It was the ferry,\","));
    home.run(&["export", "--output", "/nowhere/at/all.md", &source]).fails_with(&["/nowhere/at/all.md"]);
}
