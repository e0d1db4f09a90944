//! A reader in which a note is written, for the tests of its ends.

use crate::program::{Home, sample};
use crate::terminal::Terminal;

/// Columns and rows of the terminal.
pub(crate) const WIDE: (u16, u16) = (120, 32);
/// The key that saves a note.
pub(crate) const CTRL_S: &str = "\x13";

/// Opens a sample and waits until its quotes are listed.
pub(crate) fn open(home: &Home) -> Terminal {
    let reader = Terminal::start(home, &[&sample("ceasefire.txt")], WIDE);
    reader.wait_for(" checked ");
    reader
}

/// Opens a note on the next quote and types `note`, up to the key that saves it.
pub(crate) fn type_note(reader: &mut Terminal, note: &str) {
    reader.keys("Ja");
    reader.wait_for("Write a note");
    reader.keys(note);
    reader.wait_for(note);
}
