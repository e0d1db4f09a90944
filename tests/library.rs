//! The library: its commands, and its screen in a pseudo-terminal.

use std::fs;
#[cfg(unix)]
use std::process::{Command, Stdio};
#[cfg(unix)]
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{Home, sample, wait};

const FERRY: &str = "The ferry left Orsten at noon. “We could not wait any longer,” said Maren Tolle, the captain. The \
                     café on the quay stayed open.\n\nNobody was hurt.\n";
const WALL: &str = "The wall at Orsten will be raised. “It is made of stone,” said Hedda Rask, the mayor.\n\nThe work \
                    begins in spring, and the ferry will go on.\n";

/// A folder with two articles, one that git ignores and one file that is none.
fn folder(home: &Home) -> String {
    let folder = home.path().join("texts");
    fs::create_dir_all(folder.join("old")).expect("a folder");
    fs::write(folder.join("ferry.txt"), FERRY).expect("a file");
    fs::write(folder.join("old/wall.md"), WALL).expect("a file");
    fs::write(folder.join("draft.txt"), "Not for anybody.").expect("a file");
    fs::write(folder.join("picture.png"), [0_u8; 9]).expect("a file");
    fs::write(folder.join(".gitignore"), "draft.txt\n").expect("a file");
    folder.to_str().expect("an UTF-8 path").to_owned()
}

fn json(home: &Home, arguments: &[&str]) -> Value {
    let ran = home.run(arguments);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

fn hits(home: &Home, query: &str) -> Vec<Value> {
    json(home, &["search", "--json", query]).as_array().expect("an array").clone()
}

#[test]
fn a_folder_is_added_once_and_what_changed_is_read_again() {
    let home = Home::new();
    let folder = folder(&home);
    let report = json(&home, &["library", "add", "--json", &folder]);
    assert_eq!((&report["added"], &report["known"], &report["failed"]), (&2.into(), &0.into(), &Value::Array(vec![])));
    assert_eq!(json(&home, &["library", "add", "--json", &folder])["known"], 2);
    fs::write(home.path().join("texts/ferry.txt"), FERRY.replace("noon", "midnight")).expect("a file");
    let report = json(&home, &["library", "add", "--json", &folder]);
    assert_eq!((&report["updated"], &report["known"]), (&1.into(), &1.into()));
    assert_eq!(json(&home, &["library", "list", "--json"]).as_array().map(Vec::len), Some(2));
    assert!(hits(&home, "noon").is_empty() && hits(&home, "midnight").len() == 1);
}

#[test]
fn a_source_that_fails_is_named_and_the_rest_is_added() {
    let home = Home::new();
    let missing = home.path().join("missing.txt").to_str().expect("an UTF-8 path").to_owned();
    let ran = home.run(&["library", "add", &sample("harbour.html"), &missing]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("1 added"), "{ran:?}");
    assert!(ran.err.contains("missing.txt was not added: there is no file"), "{ran:?}");
}

#[test]
fn a_file_with_notes_and_no_article_is_for_import() {
    let home = Home::new();
    let highlights = "Highlight,Book Title,Book Author,Note,Tags\nThe ferry left,Ferries,Mara Holt,Again?,\n";
    let rows = r#"{"total":1,"rows":[{"id":"a","uri":"https://example.org/ferry","text":"Again?","tags":[],
        "target":[{"selector":[{"type":"TextQuoteSelector","exact":"The ferry"}]}]}]}"#;
    let ferry = home.file("ferry.txt", FERRY);
    home.run(&["annotate", &ferry, "--exact", "The ferry", "--note", "Which one?"]);
    let ours = home.run(&["export", &ferry, "--format", "json"]).out;
    let library = home.run(&["library", "export"]).out;
    for (name, text, command) in [
        ("highlights.csv", highlights, "`pullquote import"),
        ("rows.json", rows, "`pullquote import"),
        ("ours.json", &ours, "`pullquote import"),
        ("library.jsonl", &library, "`pullquote library import"),
    ] {
        let ran = home.run(&["library", "add", &home.file(name, text)]);
        assert_eq!(ran.status, 1, "{ran:?}");
        assert!(ran.err.contains(command) && ran.err.contains(name), "{ran:?}");
    }
}

/// Ctrl-C while articles are added: those that are done stay, and the same command goes on.
#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_added_and_the_rest_is_added_later() {
    // On a busy machine all may be added before the signal is sent.
    assert!((0..20).any(|_| is_added_in_two_parts()), "the program was never interrupted");
}

/// Adds a folder with an interruption and then the rest; returns whether it was interrupted.
#[cfg(unix)]
fn is_added_in_two_parts() -> bool {
    const FILES: usize = 60;
    let home = Home::new();
    let texts = home.path().join("texts");
    fs::create_dir_all(&texts).expect("a folder");
    for number in 0..FILES {
        fs::write(texts.join(format!("{number}.txt")), format!("Ferry {number}\n\n{}", FERRY.repeat(40)))
            .expect("a file");
    }
    let add = ["library", "add", "texts"];
    let mut adding = home.command().args(add).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let count = || json(&home, &["library", "list", "--json"]).as_array().map_or(0, Vec::len);
    let end = Instant::now() + Duration::from_secs(60);
    while count() == 0 && adding.try_wait().expect("a status").is_none() {
        assert!(Instant::now() < end, "nothing is added");
        std::thread::sleep(Duration::from_millis(20));
    }
    let kill = Command::new("kill").args(["-INT", &adding.id().to_string()]).status().expect("kill");
    assert!(kill.success());
    let status = wait(&mut adding);
    if status.success() {
        return false;
    }
    assert_eq!(status.code(), Some(130));
    let kept = count();
    assert!((1..FILES).contains(&kept), "{kept}");
    assert_eq!(home.run(&["library", "check"]).status, 0);
    let report = json(&home, &["library", "add", "--json", "texts"]);
    assert_eq!((&report["known"], &report["added"]), (&kept.into(), &(FILES - kept).into()));
    true
}

#[test]
fn a_search_says_who_said_what_and_where() {
    let home = Home::new();
    let folder = folder(&home);
    home.run(&["library", "add", &folder]);
    let found = hits(&home, "wait longer");
    assert_eq!(found.len(), 1);
    let hit = &found[0];
    assert_eq!((hit["kind"].as_str(), hit["speaker"].as_str()), (Some("quote"), Some("Maren Tolle")));
    let (start, end) = (hit["start"].as_u64().expect("a number"), hit["end"].as_u64().expect("a number"));
    let text = home.run(&["extract", "--format", "text", &format!("{folder}/ferry.txt")]).out;
    let words: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
    assert_eq!(words, "wait any longer");
    assert_eq!(hit["article"]["path"], format!("{}/ferry.txt", fs::canonicalize(&folder).expect("a path").display()));
    assert_eq!(hits(&home, "cafe")[0]["kind"], "text");
    let spoken = hits(&home, "speaker:rask");
    assert_eq!((spoken.len(), spoken[0]["snippet"].as_str()), (1, Some("It is made of stone,")));
    assert!(hits(&home, "speaker:rask said:wait").is_empty());
    assert_eq!(hits(&home, "ferry").len(), 2);
    assert_eq!(hits(&home, "ferry -speaker:rask").len(), 1);
    let ran = home.run(&["search", "nothing-like-this"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
}

#[test]
fn a_wrong_query_is_said_with_its_column() {
    let home = Home::new();
    let ran = home.run(&["search", "ferry", "speeker:rask"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("at column 7: there is no field “speeker”; did you mean “speaker:”?"), "{ran:?}");
    assert!(ran.err.contains("  ferry speeker:rask\n        ^"), "{ran:?}");
}

#[test]
fn notes_are_found_as_soon_as_they_are_made_changed_or_deleted() {
    let home = Home::new();
    let folder = folder(&home);
    let ferry = format!("{folder}/ferry.txt");
    home.run(&["library", "add", &folder]);
    home.run(&["annotate", &ferry, "--exact", "stayed open", "--note", "ask the waiter", "--tag", "quay"]);
    let found = hits(&home, "note:waiter");
    assert_eq!((found.len(), found[0]["kind"].as_str()), (1, Some("note")));
    assert_eq!(found[0]["snippet"], "stayed open — ask the waiter");
    assert_eq!(json(&home, &["library", "list", "--json", "tag:quay"])[0]["notes"], 1);
    let file = &home.notes_files()[0];
    let edited = fs::read_to_string(file).expect("a notes file").replace("waiter", "captain");
    fs::write(file, edited).expect("a notes file");
    assert!(hits(&home, "note:waiter").is_empty());
    assert_eq!(hits(&home, "note:captain").len(), 1);
    fs::write(&ferry, "Snow fell on the hills, and then there was no road.\n").expect("a file");
    home.run(&["library", "add", &ferry]);
    assert_eq!(json(&home, &["library", "list", "--json", "is:orphaned"]).as_array().map(Vec::len), Some(1));
    fs::remove_file(file).expect("a notes file");
    assert!(hits(&home, "note:captain").is_empty());
}

#[test]
fn check_names_every_kind_of_difference_once() {
    let home = Home::new();
    let folder = folder(&home);
    home.run(&["library", "add", &folder]);
    let ferry = format!("{folder}/ferry.txt");
    home.run(&["annotate", &ferry, "--exact", "stayed open", "--note", "one"]);
    home.run(&["library", "list"]);
    let kinds = |home: &Home| -> Vec<String> {
        let report = json(home, &["library", "check", "--json"]);
        let all = report["differences"].as_array().expect("an array").clone();
        all.iter().map(|d| d["kind"].as_str().expect("a kind").to_owned()).collect()
    };
    assert!(kinds(&home).is_empty());
    let file = home.notes_files()[0].clone();
    let text = fs::read_to_string(&file).expect("a notes file");
    fs::write(&file, text.replace("one", "two")).expect("a notes file");
    assert_eq!(kinds(&home), ["notes-changed"]);
    home.run(&["library", "list"]);
    fs::remove_file(&file).expect("a notes file");
    assert_eq!(kinds(&home), ["notes-gone"]);
    home.run(&["library", "list"]);
    fs::write(&ferry, format!("{FERRY}More.")).expect("a file");
    assert_eq!(kinds(&home), ["file-changed"]);
    fs::remove_file(&ferry).expect("a file");
    assert_eq!(kinds(&home), ["file-gone"]);
    let ran = home.run(&["library", "check"]);
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("ferry.txt: this article is gone; the library keeps its text"), "{ran:?}");
}

#[test]
fn a_library_that_is_missing_is_made_again_from_the_notes() {
    let home = Home::new();
    let folder = folder(&home);
    let ferry = format!("{folder}/ferry.txt");
    home.run(&["annotate", &ferry, "--exact", "stayed open", "--note", "ask the waiter"]);
    assert_eq!(hits(&home, "note:waiter").len(), 1);
    let file = home.run(&["library", "path"]).out.trim().to_owned();
    for beside in ["", "-wal", "-shm"] {
        fs::remove_file(format!("{file}{beside}")).ok();
    }
    assert_eq!(json(&home, &["library", "path", "--json"])["exists"], false);
    assert_eq!(hits(&home, "note:waiter").len(), 1);
    assert_eq!(json(&home, &["library", "list", "--json", "is:noted"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn every_subcommand_prints_json() {
    let home = Home::new();
    let folder = folder(&home);
    let ferry = format!("{folder}/ferry.txt");
    assert_eq!(json(&home, &["library", "add", "--json", &folder])["added"], 2);
    let shown = json(&home, &["library", "show", "--json", &ferry]);
    assert!(shown.to_string().contains("Maren Tolle"), "{shown}");
    for subcommand in ["remove", "restore"] {
        let done = home.run(&["library", subcommand, "--json", &ferry]);
        assert!(done.status == 0 && serde_json::from_str::<Value>(&done.out).is_ok(), "{done:?}");
    }
    assert_eq!(json(&home, &["library", "rebuild", "--json"])["read"], 2);
    assert_eq!(json(&home, &["library", "check", "--json"])["differences"], Value::Array(vec![]));
    assert!(json(&home, &["library", "export", "--json"]).is_array());
    let lines = home.file("own.jsonl", &home.run(&["library", "export"]).out);
    let imported = home.run(&["library", "import", "--json", &lines]);
    assert!(imported.status == 0 && serde_json::from_str::<Value>(&imported.out).is_ok(), "{imported:?}");
}

#[test]
fn a_damaged_library_is_set_aside_and_rebuilt_from_the_files() {
    let home = Home::new();
    let folder = folder(&home);
    home.run(&["library", "add", &folder]);
    let file = home.run(&["library", "path"]).out.trim().to_owned();
    fs::write(&file, "this is no database, and never was one").expect("the library");
    let ran = home.run(&["library", "list"]);
    assert!(ran.err.contains("the library was damaged and is now"), "{ran:?}");
    let state = fs::read_dir(home.path().join("state/pullquote")).expect("a folder");
    let names: Vec<String> = state.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name.contains(".damaged-")), "{names:?}");
    home.run(&["library", "add", &folder]);
    let ran = home.run(&["library", "rebuild"]);
    assert!(ran.out.contains("2 read again, 0 kept"), "{ran:?}");
    assert_eq!(hits(&home, "ferry").len(), 2);
}

#[test]
fn what_is_removed_is_in_the_trash_until_it_is_restored() {
    let home = Home::new();
    let folder = folder(&home);
    home.run(&["library", "add", &folder]);
    let ferry = format!("{folder}/ferry.txt");
    let ran = home.run(&["library", "remove", &ferry]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(hits(&home, "ferry").len(), 1);
    assert_eq!(json(&home, &["library", "list", "--json", "is:trashed"]).as_array().map(Vec::len), Some(1));
    home.run(&["library", "restore", &ferry]);
    assert_eq!(hits(&home, "ferry").len(), 2);
    let ran = home.run(&["library", "remove", "no such article"]);
    assert!(ran.status == 1 && ran.err.contains("no single article in the library is “no such article”"), "{ran:?}");
}

#[test]
fn what_only_the_library_knows_goes_to_another_machine() {
    let home = Home::new();
    home.run(&["library", "add", "--no-fetch", "--tag", "later", "https://example.org/ferry"]);
    let lines = home.run(&["library", "export"]).out;
    assert!(lines.lines().next().is_some_and(|line| line.contains("pullquote-library-1")), "{lines}");
    let other = Home::new();
    let file = other.file("library.jsonl", &lines);
    let ran = other.run(&["library", "import", &file]);
    assert!(ran.out.contains("2 new, 0 known already"), "{ran:?}");
    assert_eq!(json(&other, &["library", "list", "--json", "tag:later"])[0]["url"], "https://example.org/ferry");
    let ran = other.run(&["library", "import", &other.file("bad.jsonl", "not json\n")]);
    assert!(ran.status == 1 && ran.err.contains("line 1 is not a line of"), "{ran:?}");
}

#[cfg(unix)]
mod screen {
    use super::*;
    use crate::terminal::Terminal;

    const SIZE: (u16, u16) = (110, 30);

    #[test]
    fn a_note_made_in_an_article_that_was_opened_in_the_library_is_seen_there() {
        let home = Home::new();
        let folder = folder(&home);
        home.run(&["library", "add", &folder]);
        let mut program = Terminal::start(&home, &[], SIZE);
        program.wait_for("2 articles");
        program.keys("/waiting OR wait");
        program.wait_for("1 article ");
        program.keys("\r");
        program.wait_for("Find");
        program.keys("\r");
        program.wait_for(" checked ");
        program.keys("a");
        program.wait_for("Write a note");
        program.keys("ask the captain\x13");
        program.wait_for("note saved");
        program.keys("L");
        program.wait_for("All  waiting OR wait");
        program.keys("\x1b");
        program.wait_for("2 articles");
        program.keys("/note:captain");
        program.wait_for("1 article ");
        program.keys("\r");
        program.keys("q");
        assert!(program.wait_for_end().success());
        assert!(program.is_restored());
        assert_eq!(json(&home, &["library", "list", "--json", "note:captain"])[0]["notes"], 1);
    }

    #[test]
    fn adding_shows_how_far_it_is_on_a_terminal() {
        let home = Home::new();
        let folder = folder(&home);
        let mut adding = Terminal::start(&home, &["library", "add", &folder], SIZE);
        assert!(adding.wait_for_end().success());
        assert!(adding.written().contains("2 of 2 · "), "{}", adding.written());
        assert!(adding.written().contains("2 added."), "{}", adding.written());
    }

    #[test]
    fn an_article_opens_where_one_stopped() {
        let home = Home::new();
        let text: String = (0..400).map(|n| format!("Sentence number {n} is here.\n\n")).collect();
        let source = home.file("long.txt", &text);
        let mut reader = Terminal::start(&home, &[&source], SIZE);
        reader.wait_for("No quotes were found");
        reader.keys("50G");
        reader.wait_for("Sentence number 201 ");
        reader.keys("q");
        assert!(reader.wait_for_end().success());
        let mut again = Terminal::start(&home, &[&source], SIZE);
        again.wait_for("Sentence number 201 ");
        again.wait_for("where you stopped");
        again.keys("q");
        assert!(again.wait_for_end().success());
        let row = json(&home, &["library", "list", "--json"])[0].clone();
        assert!(row["progress"].as_f64().is_some_and(|share| share > 0.4 && share < 0.7), "{row}");
    }

    #[test]
    fn enter_opens_an_article_at_the_place_that_was_looked_for() {
        let home = Home::new();
        let text: String = (0..400)
            .map(|n| format!("Sentence number {n} is {}.\n\n", if n == 300 { "about lanterns" } else { "here" }))
            .collect();
        home.run(&["library", "add", &home.file("long.txt", &text)]);
        let mut program = Terminal::start(&home, &[], SIZE);
        program.wait_for("1 article ");
        program.keys("/lanterns\r\r");
        program.wait_for("Sentence number 300 is about lanterns.");
        program.wait_for("Sentence number 302 ");
        program.keys("L");
        program.wait_for("All  lanterns");
        program.keys("q");
        assert!(program.wait_for_end().success());
    }

    #[test]
    fn the_reader_says_that_the_library_was_damaged_and_saves_what_can_be_read() {
        let home = Home::new();
        let folder = folder(&home);
        home.run(&["library", "add", "--tag", "quay", &folder]);
        let file = home.run(&["library", "path"]).out.trim().to_owned();
        fs::write(&file, "this is no database, and never was one").expect("the library");
        let mut reader = Terminal::start(&home, &[&format!("{folder}/ferry.txt")], SIZE);
        reader.wait_for("the library was damaged and is now");
        reader.keys("q");
        assert!(reader.wait_for_end().success());
    }

    /// The text takes longer to analyze than the key to arrive; on a machine where it does not, the article is there
    /// as well.
    #[test]
    fn an_article_is_in_the_library_before_it_is_analyzed() {
        let home = Home::new();
        let text = format!("Ferries of Orsten\n\n{}", FERRY.repeat(8000));
        let mut program = Terminal::start(&home, &[&home.file("ferries.txt", text)], SIZE);
        program.wait_for("The ferry left Orsten at noon");
        program.keys("L");
        program.wait_for("1 article ");
        program.keys("q");
        assert!(program.wait_for_end().success());
        assert_eq!(
            json(&home, &["library", "list", "--json", "title:ferries is:read"]).as_array().map(Vec::len),
            Some(1)
        );
    }

    #[test]
    fn a_key_goes_to_the_next_unread_article_of_the_list() {
        let home = Home::new();
        let folder = folder(&home);
        home.run(&["library", "add", &folder, &home.file("tax.txt", "The tax rose again in Kassany.\n")]);
        let mut program = Terminal::start(&home, &[], SIZE);
        program.wait_for("3 articles ");
        // The list without the article about the tax.
        program.keys("/ferry\r");
        program.wait_for("2 articles ");
        program.keys("\r\r");
        program.wait_for(" checked ");
        let screen = program
            .wait_until("an article", |screen| screen.contains("Nobody was hurt") || screen.contains("The work"));
        let (first, second) = if screen.contains("Nobody") { ("Nobody", "The work") } else { ("The work", "Nobody") };
        program.keys("gn");
        program.wait_until("the next article", |screen| screen.contains(second) && !screen.contains(first));
        program.keys("gn");
        program.wait_for("no other article is unread");
        program.keys("L");
        program.wait_for("All  ferry");
        program.keys("q");
        assert!(program.wait_for_end().success());
        assert_eq!(json(&home, &["library", "list", "--json", "is:unread"]).as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn what_another_process_adds_is_seen_in_the_library() {
        let home = Home::new();
        let folder = folder(&home);
        home.run(&["library", "add", &format!("{folder}/ferry.txt")]);
        let mut program = Terminal::start(&home, &[], SIZE);
        program.wait_for("1 article ");
        home.run(&["library", "add", &folder]);
        program.wait_for("2 articles ");
        program.keys("q");
        assert!(program.wait_for_end().success());
    }

    #[test]
    fn an_empty_library_offers_the_sample() {
        let home = Home::new();
        let mut program = Terminal::start(&home, &[], SIZE);
        // The first start shows the first steps.
        program.wait_for("step 1 of 6");
        program.keys("\x1b");
        program.wait_until("no step", |screen| !screen.contains("of 6"));
        program.keys("L");
        program.wait_for("Your library is empty");
        program.keys("\r");
        program.wait_for(" checked ");
        program.keys("q");
        assert!(program.wait_for_end().success());
        assert_eq!(json(&home, &["library", "list", "--json"]), Value::Array(vec![]), "a sample is not added");
    }

    #[test]
    fn the_program_is_killed_while_it_adds_and_nothing_is_half_added() {
        let home = Home::new();
        let folder = home.path().join("many");
        fs::create_dir_all(&folder).expect("a folder");
        for n in 0..60 {
            fs::write(folder.join(format!("{n}.txt")), FERRY.replace("noon", &format!("{n} past noon")))
                .expect("a file");
        }
        let folder = folder.to_str().expect("an UTF-8 path");
        for pause in [30, 90, 170] {
            let mut child = home.command().args(["library", "add", folder]).spawn().expect("the program starts");
            std::thread::sleep(std::time::Duration::from_millis(pause));
            child.kill().expect("it is killed");
            wait(&mut child);
            let listed = json(&home, &["library", "list", "--json"]);
            for row in listed.as_array().expect("an array") {
                assert!(row["quotes"] == 1 && row["words"].as_u64() > Some(20), "{row}");
            }
        }
        home.run(&["library", "add", folder]);
        assert_eq!(json(&home, &["library", "list", "--json"]).as_array().map(Vec::len), Some(60));
        assert_eq!(json(&home, &["library", "check", "--json"])["differences"], Value::Array(vec![]));
    }
}

#[test]
fn the_notes_of_what_a_query_finds_are_exported() {
    let home = Home::new();
    let folder = folder(&home);
    home.run(&["library", "add", &folder]);
    for (name, words, note) in
        [("ferry.txt", "stayed open", "first note"), ("old/wall.md", "made of stone", "second note")]
    {
        home.run(&["annotate", &format!("{folder}/{name}"), "--exact", words, "--note", note]);
    }
    let out = home.run(&["export", "--query", "speaker:rask"]).out;
    assert!(out.contains("second note") && !out.contains("first note"), "{out}");
    let ran = home.run(&["export", "--query", "speeker:rask"]);
    assert!(ran.status == 1 && ran.err.contains("did you mean “speaker:”?"), "{ran:?}");
}
