//! How the article is set, notes beside its lines, highlights, and the background of the
//! terminal: the real program in a pseudo-terminal.

use crate::program::{Home, sample};
use crate::terminal::Terminal;

const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (140, 40);
const CTRL_S: &str = "\x13";

fn open(home: &Home, size: (u16, u16)) -> Terminal {
    let reader = Terminal::start(home, &[&sample("ceasefire.txt")], size);
    reader.wait_for(" checked ");
    reader
}

fn quit(mut reader: Terminal) {
    reader.keys("q");
    assert!(reader.wait_for_end().success(), "{}", reader.screen());
    assert!(reader.is_restored());
}

/// Writes a note on the sentence with the cursor.
fn write_note(reader: &mut Terminal, words: &str) {
    reader.keys("v");
    reader.wait_for(" words");
    reader.keys("a");
    reader.wait_for("Write a note");
    reader.keys(words);
    reader.wait_for(words);
    reader.keys(CTRL_S);
    reader.wait_for("note saved");
}

#[test]
fn lines_are_justified_hyphenated_and_spaced_by_keys() {
    let home = Home::new();
    let mut reader = open(&home, NARROW);
    for (keys, said) in [
        ("gj", "lines end at the same cell"),
        ("gh", "long words are hyphenated"),
        ("gl", "line-spacing = 2"),
        ("gp", "paragraph-spacing = 2"),
        ("gj", "the right edge is free"),
    ] {
        reader.keys(keys);
        reader.wait_for(said);
    }
    quit(reader);
}

#[test]
fn the_width_of_an_article_is_remembered_for_it_alone() {
    let home = Home::new();
    let words = "The ferry sails from the quay at eight, and nobody waits for the captain of the second ship. ";
    let first = home.file("ferry.txt", words.repeat(9));
    let second = home.file("ship.txt", words.repeat(8));
    let longest = |screen: &str| screen.lines().skip(1).filter(|l| l.contains("ferry")).map(|l| l.trim().len()).max();
    let start = |source: &String| {
        let reader = Terminal::start(&home, &[source], NARROW);
        reader.wait_for("The ferry sails");
        reader.wait_until("the analysis", |screen| !screen.contains("looking for"));
        reader
    };
    let mut reader = start(&first);
    let usual = longest(&reader.screen());
    reader.keys("-----");
    reader.wait_for("at most 52 columns");
    let chosen = longest(&reader.screen());
    assert!(chosen < usual && chosen <= Some(56), "{chosen:?} {usual:?}");
    quit(reader);
    let reader = start(&first);
    assert_eq!(longest(&reader.screen()), chosen);
    quit(reader);
    let reader = start(&second);
    assert_eq!(longest(&reader.screen()), usual);
    quit(reader);
}

#[test]
fn a_note_is_beside_its_line_or_opens_below_it() {
    let home = Home::new();
    let mut reader = open(&home, WIDE);
    reader.keys("}}");
    write_note(&mut reader, "Who says so?");
    reader.wait_for("─ Who says so?");
    quit(reader);
    let mut reader = open(&home, NARROW);
    reader.wait_until("no note", |screen| !screen.contains("Who says so?"));
    reader.keys("gm");
    reader.wait_for("╰ Who says so?");
    reader.keys("gm");
    reader.wait_until("no note", |screen| !screen.contains("╰ Who says so?"));
    quit(reader);
}

#[test]
fn a_highlight_changes_its_colour_and_exports_it() {
    let home = Home::new();
    let mut reader = open(&home, NARROW);
    reader.keys("}}");
    for said in ["▎ yellow", "◆ green", "● blue"] {
        reader.keys("h");
        reader.wait_for(said);
    }
    reader.keys("gk");
    let page = reader.wait_for("purple");
    assert!(page.contains("● ") && page.contains("yellow"), "{page}");
    reader.keys("q");
    reader.wait_until("no page", |screen| !screen.contains("purple"));
    quit(reader);
    let notes = std::fs::read_to_string(home.notes_files().first().expect("a notes file")).expect("its text");
    assert!(notes.contains("color = \"blue\""), "{notes}");
    let page = home.run(&["export", "--format", "html", &sample("ceasefire.txt")]);
    assert!(page.out.contains("data-color=\"blue\""), "{}", page.out);
}

/// The page of the dark and of the light theme, as the program sends them with 256 colours.
fn last_background(written: &str) -> Option<&str> {
    let at = written.rfind("48;5;")?;
    written.get(at + 5..)?.split(['m', ';']).next()
}

#[cfg(unix)]
#[test]
fn the_background_of_the_terminal_is_asked_followed_and_never_typed() {
    let home = Home::new();
    let mut reader = open(&home, NARROW);
    assert!(reader.written().contains("\x1b]11;?"), "the terminal is asked");
    let dark = last_background(&reader.written()).map(str::to_owned);
    let before = reader.screen();
    reader.bytes(b"\x1b]11;rgb:ffff/ffff/");
    std::thread::sleep(std::time::Duration::from_millis(400));
    reader.bytes(b"ffff\x1b\\");
    reader.keys("J");
    reader.wait_for("quote 1/");
    reader.keys("\x1b");
    reader.wait_until("the page as before", |screen| *screen == *before || !screen.contains("quote 1/"));
    let light = last_background(&reader.written()).map(str::to_owned);
    assert_ne!(dark, light);
    // A report that it is dark again.
    reader.bytes(b"\x1b[?997;1n");
    reader.keys("J");
    reader.wait_for("quote 1/");
    assert_ne!(last_background(&reader.written()).map(str::to_owned), light);
    quit(reader);
}

#[cfg(unix)]
#[test]
fn an_answer_that_comes_at_the_end_is_not_left_to_the_shell() {
    let home = Home::new();
    let source = home.file("ferry.txt", "The ferry left without its captain.\n");
    let line = format!("\"$PULLQUOTE\" '{source}'; printf 'left: '; cat");
    let mut shell = Terminal::shell(&home, &line, NARROW);
    shell.wait_for("without its captain");
    shell.bytes(b"q\x1b]11;rgb:0000/0000/0000\x07");
    let screen = shell.wait_for("left: ");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(!shell.screen().contains("rgb"), "{screen}");
}

#[cfg(unix)]
#[test]
fn a_chosen_theme_asks_nothing() {
    let home = Home::new();
    let settings = home.file("own.toml", "theme = \"sepia\"\n");
    let reader = Terminal::start(&home, &["--config", &settings, &sample("ceasefire.txt")], NARROW);
    reader.wait_for(" checked ");
    assert!(!reader.written().contains("\x1b]11;?"));
}
