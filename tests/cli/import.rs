//! `pullquote import`.

use std::fs;

use crate::program::{Home, Ran};

const TEXT: &str = "The ferry sank twice.\n\n“It was the ferry,” said Ida Holm. Nobody else blamed the ferry.\n";

fn import(home: &Home, arguments: &[&str]) -> Ran {
    home.run(&[&["import"][..], arguments].concat())
}

/// A home with a note, its source and the text of its notes file.
fn one_note() -> (Home, String) {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let words = ["annotate", &source, "--exact", "sank twice", "--note", "How often?", "--tag", "count"];
    assert_eq!(home.run(&words).status, 0);
    (home, source)
}

fn notes_file(home: &Home) -> String {
    let files = home.notes_files();
    assert_eq!(files.len(), 1, "{files:?}");
    fs::read_to_string(&files[0]).unwrap()
}

#[test]
fn imported_notes_give_the_same_file_in_another_home() {
    let (home, source) = one_note();
    let toml = home.notes_files().remove(0);
    let correction = "[[correction]]\ncreated = 2026-01-05T10:12:33Z\nquote = \"It was the ferry,\"\nstart = 24\nspeaker = \"Per Ek\"\n\n";
    let by_hand =
        notes_file(&home).replace("[[annotation]]", &format!("{correction}# Mine.\n[[annotation]]\nmood = 3"));
    fs::write(&toml, &by_hand).unwrap();
    for format in ["json", "json-ld", "toml"] {
        let there = Home::new();
        let text =
            if format == "toml" { by_hand.clone() } else { home.run(&["export", "--format", format, &source]).out };
        let dry = there.run_with(&["import", "--dry-run", "-"], text.as_bytes());
        assert!(dry.status == 0 && dry.out.starts_with("added     “sank twice”"), "{dry:?}");
        assert!(!there.notes().exists(), "a dry run writes nothing");
        let ran = there.run_with(&["import", "-"], text.as_bytes());
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "quiet when piped");
        let file = there.notes_files().remove(0);
        assert_eq!(file.file_name(), toml.file_name(), "{format}: an article has the same file everywhere");
        let written = notes_file(&there);
        if format == "toml" {
            assert!(written.contains("# Mine.\n[[annotation]]") && written.contains("mood = 3"), "{written}");
            assert!(written.contains("[[correction]]") && written.contains("speaker = \"Per Ek\""), "{written}");
        }
        let again = there.run_with(&["import", "--json", "-"], text.as_bytes()).json();
        assert_eq!((again["files"][0]["unchanged"].as_u64(), again["files"][0]["added"].as_u64()), (Some(1), Some(0)));
        assert_eq!(notes_file(&there), written, "{format}");
        let there_source = there.file("ferry.txt", TEXT);
        assert!(there.run(&["notes", &there_source]).out.contains("How often?"), "{format}");
    }
}

#[test]
fn notes_go_to_the_file_that_has_them_after_the_article_changed() {
    for format in ["json", "json-ld", "markdown", "csv"] {
        let (home, source) = one_note();
        home.file("ferry.txt", format!("A new beginning.\n\n{TEXT}"));
        let export = home.run(&["export", "--format", format, &source]).out;
        let ran = home.run_with(&["import", "-"], export.as_bytes());
        assert_eq!(ran.status, 0, "{format}: {ran:?}");
        assert_eq!(home.notes_files().len(), 1, "{format}: no second file with the same ids");
    }
}

#[test]
fn every_article_in_a_file_is_imported_into_its_own_notes() {
    let (home, _) = one_note();
    let other = home.file("boat.txt", "The boat came late. Everybody saw the boat.\n");
    assert_eq!(home.run(&["annotate", &other, "--exact", "came late", "--tag", "time"]).status, 0);
    for format in ["json", "json-ld"] {
        let all = home.run(&["export", "--all", "--format", format]).out;
        let there = Home::new();
        assert_eq!(there.run_with(&["import", "-"], all.as_bytes()).status, 0);
        assert_eq!(there.notes_files().len(), 2);
        assert_eq!(there.run(&["export", "--all", "--format", format]).out, all, "as it was");
    }
    let markdown = home.run(&["export", "--all"]).out.replace("#time", "#time #late");
    let done = home.run_with(&["import", "--json", "-"], markdown.as_bytes()).json();
    assert_eq!(done["files"].as_array().map(Vec::len), Some(2), "{done}");
    assert!(home.run(&["notes", &other]).out.contains("#time · #late"));
}

#[test]
fn edits_in_markdown_are_imported() {
    let (home, source) = one_note();
    let file = home.file("ferry.md", home.run(&["export", &source]).out);
    let edited = fs::read_to_string(&file)
        .unwrap()
        .replace("How often?", "Twice is *enough*.")
        .replace("#count", "#count #boats");
    fs::write(&file, &edited).unwrap();
    let ran = import(&home, &[&file]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{ran:?}");
    let notes = notes_file(&home);
    assert!(
        notes.contains("note = \"Twice is *enough*.\"") && notes.contains("tags = [\"count\", \"boats\"]"),
        "{notes}"
    );
    // Now the file is the same as the notes, and an export keeps nothing back.
    assert_eq!(home.run(&["export", "--output", &file, &source]).err, "");
    assert!(fs::read_to_string(&file).unwrap().contains("Twice is *enough*."));
    // The section counts as unedited again: the next change in the notes updates it.
    assert_eq!(home.run(&["annotate", &source, "--exact", "Nobody else", "--note", "Who?"]).status, 0);
    let edited = notes_file(&home).replace("Twice is *enough*.", "Said in the reader.");
    let notes = home.notes_files().remove(0);
    fs::write(notes, edited).unwrap();
    assert_eq!(home.run(&["export", "--output", &file, &source]).err, "");
    assert!(fs::read_to_string(&file).unwrap().contains("Said in the reader."));
}

#[test]
fn markdown_without_front_matter_at_the_top_is_imported_into_existing_notes_only() {
    let (home, source) = one_note();
    let before = notes_file(&home);
    let mut note = "How often?".to_owned();
    let mut body = String::new();
    for i in 0..3 {
        // Exported again each time: an older export would conflict with the last import.
        let new = format!("Twice, {i}.");
        let text = home.run(&["export", &source]).out.replace(&note, &new);
        body = text.split_once("---\n\n").unwrap().1.to_owned();
        let edited = match i {
            0 => format!("# Mine\n\n{text}"),
            1 => format!("\n{text}"),
            _ => body.clone(),
        };
        let file = home.file("edited.md", edited);
        let ran = import(&home, &[&file]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
        assert!(notes_file(&home).contains(&format!("note = \"{new}\"")), "{i}");
        note = new;
    }
    assert!(before.contains("How often?"));
    // If nobody has these notes, no notes file is created.
    let there = Home::new();
    let file = there.file("body.md", body);
    import(&there, &[&file]).fails_with(&["body.md", "--article"]);
    assert!(!there.notes().exists(), "nothing was written");
}

#[test]
fn a_note_removed_from_markdown_is_reported_and_stays() {
    let (home, source) = one_note();
    let text = home.run(&["export", &source]).out;
    let begin = text.find("<!-- pq 01").unwrap();
    let file = home.file("ferry.md", &text[..begin]);
    let before = notes_file(&home);
    let ran = import(&home, &[&file]);
    assert!(ran.status == 0 && ran.err.contains("“sank twice”") && ran.err.contains("stays in the notes"), "{ran:?}");
    assert_eq!(notes_file(&home), before);
}

#[test]
fn highlights_of_other_programs_are_placed_in_the_named_article() {
    let home = Home::new();
    let source = home.file("ferry.txt", TEXT);
    let table = home.file(
        "highlights.csv",
        "Highlight,Title,Note\n\"It was the ferry,\",Ferries,\"so\nhe says\"\nNot in there at all,Ferries,\n",
    );
    let done = import(&home, &["--article", &source, "--json", &table]).json();
    assert_eq!(done["files"][0]["added"], 2);
    let notes = home.run(&["notes", "--json", &source]).json();
    let of = |words: &str| {
        let all = notes["annotations"].as_array().unwrap();
        all.iter().find(|a| a["targets"][0]["exact"] == words).cloned().unwrap()
    };
    let placed = of("It was the ferry,");
    assert_eq!(
        (placed["anchor"]["state"].as_str(), placed["quote"]["speaker"].as_str()),
        (Some("exact"), Some("Ida Holm"))
    );
    assert_eq!(of("Not in there at all")["anchor"]["state"], "orphan");
    let again = import(&home, &["--article", &source, "--json", &table]).json();
    assert_eq!(again["files"][0]["unchanged"], 2);
}

#[test]
fn annotations_of_another_page_are_left_out() {
    let home = Home::new();
    let page = "<html><head><link rel=canonical href=https://example.org/ferry-1><title>Ferry</title></head><body><article><h1>Ferry</h1><p>The ferry sank twice, and nobody else blamed the ferry for that at all.</p></article></body></html>";
    let source = home.file("ferry.html", page);
    let row = |id: &str, uri: &str| {
        format!(
            "{{\"id\":\"{id}\",\"uri\":\"{uri}\",\"text\":\"x\",\"created\":\"2024-01-01T00:00:00Z\",\"target\":[{{\"selector\":[{{\"type\":\"TextQuoteSelector\",\"exact\":\"sank twice\"}}]}}]}}"
        )
    };
    let rows = format!("[{},{}]", row("a", "https://example.org/ferry-1#top"), row("b", "https://example.org/other-2"));
    let ran = home.run_with(&["import", "--article", &source, "--json", "-"], rows.as_bytes());
    assert!(ran.err.contains("https://example.org/other-2"), "{ran:?}");
    assert!(notes_file(&home).contains("id = \"hypothesis-a\"") && !notes_file(&home).contains("hypothesis-b"));
}

#[test]
fn a_file_that_cannot_be_imported_is_one_sentence() {
    let home = Home::new();
    import(&home, &["gone.json"]).fails_with(&["gone.json"]);
    import(&home, &[&home.file("odd.txt", "nothing")]).fails_with(&["odd.txt", "readwise", "--from"]);
    import(&home, &["--from", "json-ld", &home.file("odd.json", "{}")]).fails_with(&["odd.json"]);
    import(&home, &[&home.file("bytes.csv", b"Highlight\n\xff\n")]).fails_with(&["bytes.csv", "UTF-8"]);
    let ran = import(&home, &["gone.json", &home.file("one.csv", "Highlight,Title\nwords here,Book\n")]);
    assert!(ran.status == 1 && ran.err.contains("1 of 2 files"), "{ran:?}");
    assert!(notes_file(&home).contains("words here"));
}
