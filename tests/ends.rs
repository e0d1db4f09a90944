//! Every way out of the reader saves: signals, a closed window, and what is left
//! where saving fails.

use std::fs::File;
use std::path::PathBuf;

use crate::note_writing::{CTRL_S, WIDE, open, type_note};
use crate::program::{Home, sample};
use crate::terminal::Terminal;

const SIGNALS: [&str; 4] = ["TERM", "HUP", "INT", "QUIT"];

/// The lock that a save takes first. While it is held, a save is under way.
fn hold_saves(home: &Home) -> File {
    std::fs::create_dir_all(home.notes()).expect("the notes folder");
    let folder = File::open(home.notes()).expect("the notes folder");
    folder.try_lock().expect("nobody else holds it");
    folder
}

fn saved(home: &Home) -> String {
    home.notes_files().iter().map(|file| std::fs::read_to_string(file).expect("notes")).collect()
}

/// Two notes, the second one while the first is being saved.
fn two_notes_during_a_save(home: &Home) -> (Terminal, File) {
    let mut reader = open(home);
    let held = hold_saves(home);
    type_note(&mut reader, "the first note");
    reader.keys(CTRL_S);
    reader.wait_until("the article", |screen| !screen.contains("ctrl-s"));
    type_note(&mut reader, "the second note");
    reader.keys(CTRL_S);
    reader.wait_until("the article", |screen| !screen.contains("ctrl-s"));
    assert_eq!(saved(home), "", "the save waits");
    (reader, held)
}

#[test]
fn a_signal_loses_no_note_that_was_given_during_a_save() {
    for signal in SIGNALS {
        let home = Home::new();
        let (mut reader, held) = two_notes_during_a_save(&home);
        reader.signal(signal);
        std::thread::sleep(std::time::Duration::from_millis(100));
        drop(held);
        let status = reader.wait_for_end();
        assert!(!status.success(), "{signal}: {status:?}");
        assert!(reader.is_restored(), "{signal}: {:?}", reader.written());
        let saved = saved(&home);
        assert!(saved.contains("the first note") && saved.contains("the second note"), "{signal}: {saved}");
    }
}

#[test]
fn a_closed_window_loses_no_note_that_was_given_during_a_save() {
    let home = Home::new();
    let (reader, held) = two_notes_during_a_save(&home);
    let releasing = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(held);
    });
    reader.close();
    releasing.join().expect("the lock is released");
    let saved = saved(&home);
    assert!(saved.contains("the first note") && saved.contains("the second note"), "{saved}");
}

#[test]
fn notes_that_cannot_be_saved_are_rescued_and_come_back() {
    let home = Home::new();
    let mut reader = open(&home);
    let notes = PathBuf::from(home.run(&["notes", "--file", &sample("ceasefire.txt")]).out.trim());
    let held = hold_saves(&home);
    type_note(&mut reader, "the first note");
    reader.keys(CTRL_S);
    reader.wait_until("the article", |screen| !screen.contains("ctrl-s"));
    std::fs::write(&notes, "format = [\n").expect("broken notes");
    drop(held);
    reader.wait_for("the file was not changed");
    reader.signal("TERM");
    reader.wait_for_end();
    let screen = reader.screen();
    assert!(screen.contains(".toml.rescue"), "{screen}");
    assert_eq!(saved(&home).lines().next(), Some("format = ["), "the broken file stays");

    std::fs::write(&notes, "").expect("repaired notes");
    let mut again = Terminal::start(&home, &[&sample("ceasefire.txt")], WIDE);
    again.wait_for("could not be saved last time are saved now");
    again.keys("q");
    assert!(again.wait_for_end().success());
    assert!(saved(&home).contains("the first note"));
    assert_eq!(home.notes_files(), [notes], "no rescue file is left");
}

#[test]
fn a_signal_ends_the_reader_also_while_it_opens_another_article() {
    let home = Home::new();
    let long = home.file("long.txt", "“We close at dusk,” said Ida Holm, the mayor of Lindhaven. ".repeat(3000));
    for pause in [0, 10, 30, 60, 120] {
        let mut reader = Terminal::start(&home, &[&sample("ceasefire.txt"), &long], WIDE);
        reader.wait_for(" checked ");
        reader.keys("gt");
        std::thread::sleep(std::time::Duration::from_millis(pause));
        reader.signal("TERM");
        assert!(!reader.wait_for_end().success());
        assert!(reader.is_restored(), "{pause}: {:?}", reader.written());
    }
}

/// Printed by the process that gives the terminal back.
const ENDED: &str = "the system ended the reader";

#[test]
fn a_reader_that_is_killed_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    let mut reader = open(&home);
    reader.signal("KILL");
    reader.wait_for_end();
    assert!(reader.is_restored(), "{:?}", reader.written());
    assert!(reader.screen().contains(ENDED), "{}", reader.screen());
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_without_memory_leaves_the_terminal_as_it_was() {
    let home = Home::new();
    home.file("long.txt", "“We close at dusk,” said Ida Holm, the mayor of Lindhaven. ".repeat(5000));
    let cooked = "until stty -a | grep -q ' icanon' && stty -a | grep -q ' echo '; do sleep 0.1; done; echo as before";
    for kilobytes in (40_000..400_000).step_by(10_000) {
        let line = format!("(ulimit -v {kilobytes}; $PULLQUOTE long.txt); {cooked}");
        let mut reader = Terminal::shell(&home, &line, WIDE);
        // With a little memory the article is not shown at all; with a little more the reader
        // says that it cannot start the analysis, or does it.
        let goes_on = |screen: &str| screen.contains("no quotes and names") || screen.contains(" checked");
        let screen = reader.wait_until("an end or an answer", |screen| screen.contains("as before") || goes_on(screen));
        if goes_on(&screen) {
            reader.keys("q");
        }
        reader.wait_for_end();
        assert!(reader.is_restored(), "{kilobytes}: {:?}", reader.written());
        let screen = reader.screen();
        assert!(screen.contains("as before"), "{kilobytes}: {screen}");
        if screen.contains(ENDED) {
            return;
        }
    }
    panic!("the system never ended the reader");
}
