//! What makes the reader a place to stay in, with keys in a pseudo-terminal: searching, several articles,
//! what survives a restart, the settings file, and the first minutes.

use std::time::Duration;

use crate::program::Home;
use crate::terminal::Terminal;

const ENTER: &str = "\r";
const UP: &str = "\x1b[A";
const CTRL_S: &str = "\x13";
const SIZE: (u16, u16) = (110, 30);

const QUAY: &str = "The quay will close\n\nThe council of Maren voted to close the old ferry quay. Its colour was grey.\n\n\
                    “We close it at dusk,” said Ida Holm, the mayor.\n\nThe color of the new one is not known.\n";
const BUS: &str = "A bus for Maren\n\nIt will have forty seats.\n\n“Forty is not enough,” said Bo Ek, a driver.\n";

fn open(home: &Home, arguments: &[&str], wait_for: &str) -> Terminal {
    let reader = Terminal::start(home, arguments, SIZE);
    reader.wait_for(wait_for);
    // The list of quotes is there once the article is analyzed.
    reader.wait_until("the quotes", |screen| screen.contains("│ Ida Holm") || screen.contains("│ Bo Ek"));
    reader
}

fn quit(mut reader: Terminal) {
    reader.keys("q");
    let status = reader.wait_for_end();
    assert!(status.success() && reader.is_restored(), "{status:?}\n{}", reader.screen());
}

#[test]
fn a_pattern_is_counted_while_it_is_typed_and_comes_back_after_a_restart() {
    let home = Home::new();
    let file = home.file("quay.txt", QUAY);
    let mut reader = open(&home, &[&file], "The quay will close");
    reader.keys("/colou?r");
    reader.wait_for("1 of 2, as a pattern");
    reader.keys(ENTER);
    reader.wait_for("match 1/2");
    quit(reader);
    let mut again = open(&home, &[&file], "The quay will close");
    // The list of earlier searches is read on a thread of its own.
    let found = (0..50).any(|_| {
        again.keys("/");
        again.keys(UP);
        std::thread::sleep(Duration::from_millis(100));
        let found = again.screen().contains("colou?r");
        again.keys("\x1b");
        std::thread::sleep(Duration::from_millis(100));
        found
    });
    assert!(found, "{}", again.screen());
    again.keys("/(quay");
    again.wait_for("no pattern: unclosed group");
    again.keys(ENTER);
    again.wait_for("plain words");
    quit(again);
}

#[test]
fn several_articles_are_open_at_once_and_each_keeps_its_undo() {
    let home = Home::new();
    let (quay, bus) = (home.file("quay.txt", QUAY), home.file("bus.txt", BUS));
    let mut reader = open(&home, &[&quay, "missing.txt", &bus], "The quay will close");
    let screen = reader.wait_for("missing.txt");
    assert!(screen.contains("1/2"), "{screen}");
    reader.keys("\x1b");
    reader.wait_until("the message to go", |screen| !screen.contains("missing.txt"));
    reader.keys("J");
    reader.wait_for("Ida Holm");
    reader.keys("H");
    reader.wait_for("highlighted");
    reader.keys("gt");
    let screen = reader.wait_for("A bus for Maren");
    assert!(screen.contains("2/2"), "{screen}");
    reader.wait_for("│ Bo Ek");
    reader.keys("gt");
    reader.wait_for("The quay will close");
    reader.keys("u");
    reader.wait_for("undone");
    reader.keys("go");
    reader.wait_for("Open: ");
    reader.keys("bu");
    reader.wait_until("what begins so", |screen| screen.contains("Open: bu") && screen.contains("bus.txt"));
    reader.keys("\t\r");
    reader.wait_for("A bus for Maren");
    reader.keys(":open none.txt\r");
    reader.wait_for("none.txt");
    reader.wait_for("A bus for Maren");
    quit(reader);
}

/// The widest line that the screen says, in cells.
fn columns(screen: &str) -> u16 {
    let after = screen.split("at most ").nth(1).and_then(|rest| rest.split(' ').next());
    after.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{screen}"))
}

#[test]
fn what_was_done_can_be_undone_after_a_restart_if_the_notes_are_as_they_were() {
    let home = Home::new();
    let file = home.file("quay.txt", QUAY);
    let mut reader = open(&home, &[&file], "The quay will close");
    reader.keys("Ja");
    reader.wait_for("Write a note");
    reader.keys("ask her");
    reader.keys(CTRL_S);
    reader.wait_for("note saved");
    reader.keys("t");
    reader.wait_for("Tags:");
    reader.keys("dusk\r");
    reader.wait_for("saved");
    reader.keys("g3");
    reader.keys("8-");
    let chosen = columns(&reader.wait_for("at most "));
    quit(reader);

    let mut again = open(&home, &[&file], "The quay will close");
    again.wait_for("ask her");
    again.keys("u");
    again.wait_for("undone");
    again.keys("-");
    assert_eq!(columns(&again.wait_for("at most ")), chosen - 4);
    quit(again);
    let notes = home.notes_files().remove(0);
    let text = std::fs::read_to_string(&notes).expect("the notes");
    assert!(text.contains("ask her") && !text.contains("dusk\""), "{text}");

    std::fs::write(&notes, text.replace("ask her", "ask him")).expect("the notes");
    let mut other = open(&home, &[&file], "The quay will close");
    other.wait_for("changed elsewhere");
    other.keys("u");
    other.wait_for("nothing to undo");
    quit(other);
}

#[test]
fn a_wrong_setting_is_said_the_article_opens_and_a_changed_file_is_read_again() {
    let home = Home::new();
    let file = home.file("quay.txt", QUAY);
    let folder = home.path().join("config").join("pullquote");
    std::fs::create_dir_all(&folder).expect("a folder");
    let config = folder.join("config.toml");
    std::fs::write(&config, "measure = 5\nscroll-bar = false\n").expect("the settings");
    let mut reader = open(&home, &[&file], "The quay will close");
    reader.wait_for("“measure” has to be");
    reader.keys("gM");
    reader.wait_for("all other settings are used");
    reader.keys("q");
    reader.wait_until("the page to close", |screen| !screen.contains("all other settings"));
    std::fs::write(&config, "measure = 30\n").expect("the settings");
    reader.wait_for("the settings were read again");
    quit(reader);
}

#[test]
fn a_changed_settings_file_is_read_again_in_the_library_and_counts_in_the_article_it_came_from() {
    let home = Home::new();
    let file = home.file("quay.txt", QUAY);
    let mut reader = open(&home, &[&file], "The quay will close");
    home.wait_for_article("title:quay");
    reader.keys("L");
    reader.wait_for("1 article");
    let folder = home.path().join("config").join("pullquote");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("config.toml"), "[keys]\nhelp = \"Z\"\n").expect("the settings");
    reader.wait_for("the settings were read again");
    reader.keys("Z");
    reader.wait_for("open the article where you stopped");
    reader.keys("\x1b");
    reader.wait_until("the help to close", |screen| !screen.contains("open the article where you stopped"));
    reader.keys("L");
    reader.wait_for(" checked ");
    reader.keys("Z");
    reader.wait_for("a line down");
    reader.keys("\x1b");
    reader.wait_until("the help to close", |screen| !screen.contains("a line down"));
    quit(reader);
}

#[test]
fn the_first_start_shows_a_sample_with_six_steps_and_the_next_the_library() {
    let home = Home::new();
    let mut first = Terminal::start(&home, &[], SIZE);
    first.wait_for("step 1 of 6");
    first.wait_for("This is a sample");
    first.wait_for(" checked ");
    first.keys("j");
    first.wait_for("step 2 of 6");
    first.keys("J");
    first.wait_for("step 3 of 6");
    first.keys("\x1b");
    first.wait_until("no step", |screen| !screen.contains("of 6"));
    quit(first);
    let mut second = Terminal::start(&home, &[], SIZE);
    second.wait_for("Your library is empty");
    second.keys("q");
    assert!(second.wait_for_end().success());
}

#[test]
fn an_article_is_printed_as_plain_lines() {
    let home = Home::new();
    let file = home.file("quay.txt", QUAY);
    let ran = home.run(&["--linear", &file]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines.contains(&"“We close it at dusk,” said Ida Holm, the mayor."), "{}", ran.out);
    assert!(lines.contains(&"Ida Holm: “We close it at dusk,”"), "{}", ran.out);
    assert!(!ran.out.contains('\x1b') && !ran.out.contains('\u{2068}'), "{:?}", ran.out);
}
