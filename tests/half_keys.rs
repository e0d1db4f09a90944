//! Bytes of the terminal that are only the beginning of a key: they freeze
//! nothing and are given up after a while.

use std::time::Duration;

use crate::program::{Home, sample};
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (120, 32);

/// The beginnings of a character, a key, mouse reports, and a paste.
const HALVES: [&[u8]; 6] = [b"\xff", b"\xe2\x82", b"\x1b[1;", b"\x1b[<0;10", b"\x1b[M!", b"\x1b[200~words"];

fn open(home: &Home) -> Terminal {
    let reader = Terminal::start(home, &[&sample("ceasefire.txt")], WIDE);
    reader.wait_for(" checked ");
    reader
}

#[test]
fn a_signal_ends_the_reader_after_half_a_key() {
    let home = Home::new();
    for half in HALVES {
        let mut reader = open(&home);
        reader.bytes(half);
        // The reader has to have read it.
        std::thread::sleep(Duration::from_millis(60));
        reader.signal("TERM");
        reader.wait_for_end();
        assert!(reader.is_restored(), "{half:?}");
    }
}

#[test]
fn a_key_after_half_a_key_counts() {
    let home = Home::new();
    let mut reader = open(&home);
    for half in HALVES {
        reader.bytes(half);
        // Longer than a paste waits for its end.
        std::thread::sleep(Duration::from_millis(2500));
        reader.keys("J");
        reader.wait_for("quote 1/");
        reader.keys("\x1b");
        reader.wait_until("no quote", |screen| !screen.contains("quote 1/"));
    }
    reader.keys("q");
    assert!(reader.wait_for_end().success());
}

#[test]
fn the_screen_is_drawn_after_half_a_key() {
    let home = Home::new();
    let mut reader = open(&home);
    reader.bytes(b"\xff\x1b[200~");
    std::thread::sleep(Duration::from_millis(60));
    reader.resize(40, 12);
    reader.wait_until("the narrow screen", |screen| screen.lines().count() == 12);
}

#[test]
fn an_unfinished_paste_is_in_the_note() {
    let home = Home::new();
    let mut reader = open(&home);
    reader.keys("Ja");
    reader.wait_for("Write a note");
    reader.bytes(b"\x1b[200~words without");
    reader.wait_for("words without");
    reader.keys(" end");
    reader.wait_for("words without end");
}
