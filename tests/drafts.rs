//! A note that is being written survives every end of the reader.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::note_writing::{CTRL_S, WIDE, open, type_note};
use crate::program::Home;
use crate::terminal::Terminal;

const NOT_SAVED: &str = "was not saved: gi continues it";

fn drafts_folder(home: &Home) -> PathBuf {
    home.path().join("state").join("pullquote").join("drafts")
}

pub(crate) fn drafts(home: &Home) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(drafts_folder(home)).into_iter().flatten().flatten().map(|entry| entry.path());
    // A killed reader may leave a temporary file beside them.
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

/// Waits until the texts of the drafts on disk are as `wanted`.
#[track_caller]
fn wait_for_drafts(home: &Home, what: &str, wanted: impl Fn(&[String]) -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let texts: Vec<String> = drafts(home).iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
        if wanted(&texts) {
            return;
        }
        assert!(Instant::now() < end, "waited in vain for {what}: {texts:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn saved(home: &Home) -> String {
    home.notes_files().iter().map(|file| std::fs::read_to_string(file).expect("notes")).collect()
}

/// Starts the reader again, continues the note and saves it.
pub(crate) fn continue_and_save(home: &Home, note: &str, end: &str) {
    assert!(!saved(home).contains(note), "{end}: only a draft");
    let mut again = open(home);
    again.wait_for(NOT_SAVED);
    again.keys("gi");
    again.wait_until("the note", |screen| screen.contains(note) && screen.contains("ctrl-s"));
    again.keys(CTRL_S);
    again.wait_for("note saved");
    again.keys("q");
    assert!(again.wait_for_end().success());
    assert!(saved(home).contains(note), "{end}: {}", saved(home));
    assert_eq!(drafts(home), Vec::<PathBuf>::new(), "{end}");
}

#[test]
fn a_signal_leaves_the_last_text_as_a_draft() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let home = Home::new();
        let mut reader = open(&home);
        type_note(&mut reader, "half a thought about this");
        reader.signal(signal);
        assert!(!reader.wait_for_end().success(), "{signal}");
        assert!(reader.is_restored(), "{signal}");
        assert!(reader.screen().contains("comes back when you open this article"), "{signal}: {}", reader.screen());
        continue_and_save(&home, "half a thought about this", signal);
    }
}

#[test]
fn a_closed_window_leaves_the_last_text_as_a_draft() {
    let home = Home::new();
    let mut reader = open(&home);
    type_note(&mut reader, "half a thought about this");
    reader.close();
    continue_and_save(&home, "half a thought about this", "a closed window");
}

#[test]
fn a_killed_reader_leaves_what_was_typed_before() {
    let home = Home::new();
    let mut reader = open(&home);
    type_note(&mut reader, "half a thought about this");
    wait_for_drafts(&home, "the draft", |texts| texts.iter().any(|text| text.contains("half a thought about this")));
    reader.signal("KILL");
    assert!(!reader.wait_for_end().success());
    continue_and_save(&home, "half a thought about this", "KILL");
}

#[test]
fn a_question_about_the_note_does_not_lose_it() {
    let home = Home::new();
    let mut reader = open(&home);
    type_note(&mut reader, "half a thought about this");
    reader.keys("\x1b");
    reader.wait_for("drop the changes");
    reader.signal("TERM");
    reader.wait_for_end();
    continue_and_save(&home, "half a thought about this", "a question");
}

#[test]
fn a_saved_or_dropped_note_leaves_no_draft() {
    let home = Home::new();
    let mut reader = open(&home);
    for (keys, shown) in [("\x1b", "drop the changes"), (CTRL_S, "note saved")] {
        type_note(&mut reader, "a whole thought");
        wait_for_drafts(&home, "the draft", |texts| texts.iter().any(|text| text.contains("a whole thought")));
        reader.keys(keys);
        reader.wait_for(shown);
        reader.keys(if keys == CTRL_S { "" } else { "d" });
        wait_for_drafts(&home, "no draft", <[String]>::is_empty);
    }
    reader.keys("q");
    assert!(reader.wait_for_end().success());
    let again = open(&home);
    assert!(!again.screen().contains("not saved"), "{}", again.screen());
}

#[test]
fn a_second_reader_leaves_the_draft_of_the_first_alone() {
    let home = Home::new();
    let mut first = open(&home);
    type_note(&mut first, "half a thought about this");
    wait_for_drafts(&home, "the draft", |texts| !texts.is_empty());
    let mut second = open(&home);
    assert!(!second.screen().contains("not saved"), "{}", second.screen());
    second.keys("q");
    assert!(second.wait_for_end().success());
    first.keys(CTRL_S);
    first.wait_for("note saved");
    wait_for_drafts(&home, "no draft", <[String]>::is_empty);
}

#[test]
fn without_a_folder_the_text_is_printed() {
    let home = Home::new();
    home.file("state", "a file where the folder should be");
    let mut reader = open(&home);
    type_note(&mut reader, "half a thought about this");
    reader.wait_for("cannot be stored");
    reader.signal("TERM");
    reader.wait_for_end();
    let screen = reader.screen();
    assert!(screen.contains("this is the note:") && screen.contains("half a thought about this"), "{screen}");
}

#[test]
fn a_note_that_was_deleted_elsewhere_is_saved_as_a_new_one() {
    let home = Home::new();
    let mut reader = open(&home);
    type_note(&mut reader, "the first text");
    reader.keys(CTRL_S);
    reader.wait_for("note saved");
    reader.keys("a");
    reader.wait_until("the note", |screen| screen.contains("ctrl-s"));
    reader.keys(" and more");
    reader.wait_for("the first text and more");
    let notes = home.notes_files().remove(0);
    let text = saved(&home);
    let others = text.split("[[annotation]]").next().expect("the head of the file");
    // The reader looks at the time of the file.
    std::thread::sleep(Duration::from_millis(20));
    std::fs::write(&notes, others).expect("notes without a note");
    reader.wait_for("another program deleted this note");
    reader.keys(CTRL_S);
    reader.wait_for("saved as a new note");
    assert!(saved(&home).contains("the first text and more"), "{}", saved(&home));
}

#[test]
fn an_editor_that_fails_leaves_its_file_and_names_it() {
    let home = Home::new();
    let line = "EDITOR=\"sh -c 'echo half a thought >\\$0; exit 1'\" \"$PULLQUOTE\" sample:ceasefire";
    let mut reader = Terminal::shell(&home, line, WIDE);
    reader.wait_for(" checked ");
    reader.keys("JA");
    let screen = reader.wait_for("what you wrote is in");
    reader.wait_until("the note", |screen| screen.contains("half a thought") && screen.contains("ctrl-s"));
    let left: Vec<PathBuf> = std::fs::read_dir(drafts_folder(&home))
        .expect("the folder of drafts")
        .flatten()
        .map(|entry| entry.path().join("note.md"))
        .filter(|path| path.exists())
        .collect();
    assert_eq!(left.len(), 1, "{screen}");
    assert_eq!(std::fs::read_to_string(&left[0]).expect("the note"), "half a thought\n");
}

/// How often the test below ends the reader; the variable `ENDS` gives another number.
const ENDS: usize = 200;

/// The note of one round; short enough for one line of the popup.
fn note_of(round: usize) -> String {
    format!("Round {round}: a thought that is being typed as the end comes")
}

/// How many bytes of `note` are in `text`, from the beginning.
fn reached(text: &str, note: &str) -> usize {
    (0..=note.len()).rev().find(|end| text.contains(&note[..*end])).unwrap_or(0)
}

/// Everything on disk: notes and drafts.
fn on_disk(home: &Home) -> String {
    let drafts = drafts(home).into_iter().filter_map(|file| std::fs::read_to_string(file).ok());
    saved(home) + &drafts.collect::<String>()
}

/// Types a note, perhaps saves it, and ends the reader by `signal` meanwhile. Checks
/// that what had been reached before is on disk.
fn type_until_the_end(home: &Home, reader: &mut Terminal, round: usize, signal: &str, random: &mut u64) {
    let note = note_of(round);
    reader.keys(&"J".repeat(round % 20 + 1));
    reader.keys("a");
    reader.wait_for("ctrl-s");
    let mut next = |below: u64| {
        // Marsaglia's xorshift: the same moments in every run.
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        usize::try_from(*random % below).expect("a small number")
    };
    let typed = next(2 * note.len() as u64).min(note.len());
    for chunk in note.as_bytes()[..typed].chunks(3) {
        reader.bytes(chunk);
        std::thread::sleep(Duration::from_millis(next(25) as u64));
    }
    if next(3) == 0 {
        reader.keys(CTRL_S);
    }
    std::thread::sleep(Duration::from_millis(next(400) as u64));
    let (shown, before) = (reader.screen(), on_disk(home));
    reader.signal(signal);
    reader.wait_for_end();
    let after = on_disk(home);
    let least = if signal == "KILL" { reached(&before, &note) } else { reached(&shown, &note) };
    // On the screen, a blank after the words need not be a part of the note.
    let least = note[..least].trim_end().len();
    assert!(reached(&after, &note) >= least, "round {round}, {signal}: {least} bytes of the note were there\n{after}");
    let confirmed = shown.contains("note saved") && typed == note.len();
    assert!(!confirmed || saved(home).contains(&note), "round {round}, {signal}: the note was confirmed\n{after}");
}

#[test]
#[ignore = "takes minutes: cargo test --release --test all -- --ignored random_moments"]
fn a_reader_that_ends_at_random_moments_loses_nothing() {
    let ends = std::env::var("ENDS").ok().and_then(|ends| ends.parse().ok()).unwrap_or(ENDS);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let (mut home, mut back) = (Home::new(), 0);
    for round in 0..ends {
        if round % 20 == 0 {
            home = Home::new();
        }
        let mut reader = open(&home);
        // A draft of a note that was saved is removed silently.
        wait_for_drafts(&home, "the draft or its end", |texts| texts.is_empty() || reader.screen().contains(NOT_SAVED));
        if reader.screen().contains(NOT_SAVED) {
            reader.keys("gi");
            reader.wait_for("ctrl-s");
            reader.keys(CTRL_S);
            reader.wait_for("note saved");
            wait_for_drafts(&home, "no draft", <[String]>::is_empty);
            reader.keys("\x1b");
            reader.wait_until("the article", |screen| !screen.contains("note saved"));
            back += 1;
        }
        let signal = ["KILL", "TERM", "HUP", "INT", "QUIT"][round % 5];
        type_until_the_end(&home, &mut reader, round, signal, &mut random);
    }
    println!("ended {ends} times, {back} notes came back, nothing was lost");
}
