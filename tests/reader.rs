//! The reader, used by its keys: the real program in a pseudo-terminal.

use crate::program::{Home, sample};
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (120, 32);
const CTRL_S: &str = "\x13";
const ENTER: &str = "\r";

/// Opens the scraped sample and waits until its quotes are listed.
fn open(home: &Home, size: (u16, u16)) -> Terminal {
    let reader = Terminal::start(home, &[&sample("ceasefire.txt")], size);
    reader.wait_for(" checked ");
    reader
}

fn quit(mut reader: Terminal) {
    reader.keys("q");
    let status = reader.wait_for_end();
    assert!(status.success(), "{status:?}\n{}", reader.screen());
    assert!(reader.is_restored(), "{:?}", reader.written());
}

#[cfg(unix)]
#[test]
fn the_article_is_shown_before_other_notes_files_are_read() {
    let home = Home::new();
    std::fs::create_dir_all(home.notes()).expect("the notes folder");
    // Reading a pipe that nobody writes to never ends.
    let pipe = home.notes().join("other.toml");
    let made = std::process::Command::new("mkfifo").arg(pipe).status().expect("mkfifo");
    assert!(made.success(), "{made}");
    let source = home.file("ferry.txt", "Ash fell on the quay.\n\nThe ferry left without its captain.\n");
    let reader = Terminal::start(&home, &[&source], WIDE);
    reader.wait_for("The ferry left without its captain.");
}

#[test]
fn quotes_are_visited_one_is_annotated_and_exported_after_a_restart() {
    let home = Home::new();
    let mut reader = open(&home, WIDE);
    for (number, speaker) in [(1, "two governments"), (2, "Ilse Brandvold"), (3, "Oren Taskal")] {
        reader.keys("J");
        let screen = reader.wait_for(&format!("quote {number}/"));
        assert!(screen.contains(&format!("· {speaker}")), "{screen}");
    }
    reader.keys("a");
    reader.wait_for("Write a note");
    reader.keys("Which prisoners?");
    reader.wait_for("Which prisoners?");
    reader.keys(CTRL_S);
    reader.wait_for("note saved");
    reader.keys("t");
    reader.wait_for("Tags:");
    reader.keys("terms");
    reader.wait_for("Tags: terms");
    reader.keys(ENTER);
    reader.wait_for("tags saved");
    quit(reader);

    let mut again = open(&home, WIDE);
    again.keys("g3");
    let screen = again.wait_for("Which prisoners?");
    assert!(screen.contains("#terms"), "{screen}");
    quit(again);

    let source = sample("ceasefire.txt");
    let exported = home.run(&["export", &source]).out;
    let ours = |line: &&str| !line.starts_with("<!-- ");
    let told: Vec<&str> = exported.lines().filter(ours).skip_while(|line| *line != "## Notes").collect();
    let id = told.iter().find_map(|line| line.strip_prefix('^')).expect("a block's id");
    let expected = format!(
        "## Notes

> nothing would be signed until prisoners had come home
>
> — Oren Taskal

^{id}

Which prisoners?

- Sentence: But the Kassan delegation sounded a colder note, and president Oren Taskal said nothing would be signed \
until prisoners had come home.
- Tags: #terms"
    );
    assert_eq!(told.join("\n"), expected);
    assert!(exported.contains("tags: [\"terms\"]\nannotations: 1\n"), "{exported}");
}

const FERRY: &str = "The ferry sank twice in a year, and nobody on the island was told why.\n\n“It was the ferry,” said \
                     Ida Holm, who keeps the light.\n\nThe owners say nothing.\n";

#[test]
fn a_changed_article_shows_its_changes_and_asks_for_places_of_notes() {
    let home = Home::new();
    let source = home.file("ferry.txt", FERRY);
    let start = || {
        let reader = Terminal::start(&home, &[&source], WIDE);
        reader.wait_for(" checked ");
        reader
    };
    assert_eq!(home.run(&["annotate", &source, "--exact", "It was the ferry,", "--note", "Was it?"]).status, 0);
    let before = std::fs::read_to_string(home.run(&["notes", "--file", &source]).out.trim()).expect("the notes");
    quit(start());
    home.file("ferry.txt", FERRY.replace("The ferry sank twice", "For all we know the ferry sank three times"));
    let mut reader = start();
    reader.wait_for("changed since");
    reader.keys("r");
    let changes = ["What changed in the source", "1 reworded", "+ For all we know"];
    reader.wait_until("what changed", |screen| changes.iter().all(|words| screen.contains(words)));
    reader.keys("q");
    reader.keys("V");
    let screen = reader.wait_for("Note 1 of 1 · moved");
    assert!(screen.contains("Was it?") && screen.contains("1 moved"), "{screen}");
    let notes = home.run(&["notes", "--file", &source]).out;
    assert_eq!(std::fs::read_to_string(notes.trim()).expect("the notes"), before, "opening writes no notes");
    reader.keys(ENTER);
    reader.wait_for("confirmed");
    quit(reader);
    let after = std::fs::read_to_string(notes.trim()).expect("the notes");
    assert!(after.contains("[[annotation.found]]"), "{after}");
    assert!(!home.run(&["notes", &source]).out.contains("moved"), "it is in its place");
}

#[test]
fn a_passage_put_back_stays_for_the_next_start_and_for_subcommands() {
    let home = Home::new();
    let source = sample("ceasefire.txt");
    let cut =
        home.run(&["extract", &source]).json()["removed"][0]["text"].as_str().expect("something is cut").to_owned();
    home.run(&["annotate", &source, "--exact", &cut]).fails_with(&["is not in"]);
    let mut reader = open(&home, WIDE);
    reader.keys("]r");
    reader.wait_for("put back  ");
    reader.keys(ENTER);
    reader.wait_for("put back · saved");
    quit(reader);

    let again = open(&home, WIDE);
    again.wait_for("1 back");
    quit(again);
    assert!(!home.run(&["extract", "--format", "text", &source]).out.contains(&cut), "extract is its source alone");
    let corrected = home.run(&["extract", "--corrected", &source]).json();
    assert!(corrected["text"].as_str().expect("a text").contains(&cut), "{corrected}");
    assert_eq!(corrected["put_back"].as_array().map(Vec::len), Some(1));
    let ran = home.run(&["annotate", &source, "--exact", &cut, "--note", "cut by mistake"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert!(home.run(&["export", &source]).out.contains("cut by mistake"));
    let files = std::fs::read_dir(home.notes()).expect("the folder").flatten().map(|entry| entry.path());
    let files: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect();
    assert_eq!(files.len(), 1, "one article, one file: {files:?}");
}

#[test]
fn corrections_stay_for_the_next_start_and_for_subcommands() {
    let home = Home::new();
    let source = sample("ceasefire.txt");
    let mut reader = open(&home, WIDE);
    reader.keys("3J");
    reader.wait_for("quote 3/");
    reader.keys("S");
    reader.wait_for("Who says this");
    reader.keys(ENTER);
    reader.wait_for("is by");
    reader.keys("g2F");
    reader.wait_for("Show only:");
    reader.keys("taskal");
    reader.wait_for("Oren Taskal");
    reader.keys(ENTER);
    reader.keys("T");
    reader.wait_for("is listed as a person");
    reader.keys("o");
    reader.wait_for("is an organisation · saved");
    quit(reader);

    let found = home.run(&["extract", &source]).json();
    let corrected = home.run(&["extract", "--corrected", &source]).json();
    let words = &found["quotes"][2]["text"];
    assert_eq!(&corrected["quotes"][2]["text"], words);
    assert_ne!(corrected["quotes"][2]["speaker"]["name"], found["quotes"][2]["speaker"]["name"]);
    assert_eq!(corrected["quotes"][2]["confidence"], 1.0);
    let kind = |document: &serde_json::Value| {
        let all = document["entities"].as_array().expect("entities").clone();
        all.into_iter().find(|e| e["name"] == "Oren Taskal").expect("he is named")["kind"].clone()
    };
    assert_eq!((kind(&found), kind(&corrected)), ("person".into(), "organization".into()));

    let mut again = open(&home, WIDE);
    // It opens where reading stopped.
    again.keys("gg3J");
    let given = corrected["quotes"][2]["speaker"]["name"].as_str().expect("a name").to_owned();
    again.wait_for(&format!("quote 3/{} · {given}", found["quotes"].as_array().expect("quotes").len()));
    quit(again);
}

#[test]
fn an_article_from_a_pipe_is_read_with_keys_from_the_terminal() {
    let home = Home::new();
    let line = format!("cat '{}' | \"$PULLQUOTE\" -", sample("ceasefire.txt"));
    let mut reader = Terminal::shell(&home, &line, WIDE);
    reader.wait_for(" checked ");
    reader.keys("J");
    reader.wait_for("quote 1/");
    quit(reader);
}

#[test]
fn a_new_size_keeps_the_place_and_a_narrow_screen_works() {
    let home = Home::new();
    let mut reader = open(&home, WIDE);
    reader.keys("G");
    reader.wait_for("the way home");
    // The place is the top row. The text that is waited for is only on the screen
    // of the new size: the emulator cuts the old screen before the program draws.
    reader.resize(40, 12);
    let screen = reader.wait_until("the place in a narrow column", |screen| {
        screen.lines().any(|line| line.trim_end_matches([' ', '·', '×', '▐']).trim() == "According to the Sarn River")
    });
    assert!(screen.lines().all(|line| line.chars().count() <= 40), "{screen}");
    reader.resize(100, 30);
    let screen = reader.wait_until("the place in a wide column", |screen| {
        screen.lines().any(|line| line.trim_start().starts_with("According to the Sarn River Commission"))
    });
    assert_eq!(screen.lines().position(|line| line.contains("According to the Sarn River")), Some(1), "{screen}");
    quit(reader);
}

#[test]
fn a_source_that_cannot_be_opened_leaves_the_terminal_untouched() {
    let home = Home::new();
    for (source, words) in [("gone.txt", "gone.txt"), ("sample:nothing", "sample:essay")] {
        let mut reader = Terminal::start(&home, &[source], WIDE);
        let status = reader.wait_for_end();
        assert_eq!(status.exit_code(), 1);
        let written = reader.written();
        assert!(written.contains(words), "{written:?}");
        assert!(!written.contains('\x1b'), "an escape sequence: {written:?}");
    }
}

#[test]
fn output_to_a_pipe_is_an_error() {
    let home = Home::new();
    home.run(&[sample("essay.md")]).fails_with(&["terminal", "extract"]);
}

#[cfg(unix)]
#[test]
fn a_killed_reader_gives_the_terminal_back() {
    let home = Home::new();
    let mut reader = open(&home, WIDE);
    assert!(!reader.is_restored());
    reader.signal("TERM");
    reader.wait_for_end();
    assert!(reader.is_restored(), "{:?}", reader.written());
}
