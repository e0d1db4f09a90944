//! Notes that are written in `$EDITOR`, and what opens with a first message, in a pseudo-terminal.

use crate::program::Home;
use crate::terminal::Terminal;

const SIZE: (u16, u16) = (120, 32);

fn quit(mut reader: Terminal) {
    reader.keys("q");
    let status = reader.wait_for_end();
    assert!(status.success() && reader.is_restored(), "{status:?}\n{}", reader.screen());
}

#[test]
fn the_editor_gets_the_words_and_their_speaker_and_they_are_not_part_of_the_note() {
    let home = Home::new();
    let script = "cp \"$1\" seen\n{ echo '# my own heading'; cat seen; echo below; } > \"$1\"\n";
    home.file("edit.sh", script);
    let mut reader = Terminal::shell(&home, "EDITOR='sh edit.sh' exec $PULLQUOTE sample:ceasefire", SIZE);
    reader.wait_for(" checked ");
    reader.keys("JJ");
    reader.wait_for("· Ilse Brandvold");
    reader.keys("A");
    reader.wait_for("note saved");
    quit(reader);
    let seen = std::fs::read_to_string(home.path().join("seen")).expect("what the editor got");
    assert!(seen.starts_with("\n\n# ") && seen.contains("\n# — Ilse Brandvold\n# These lines are not"), "{seen}");
    let notes = home.notes_files().iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<String>();
    assert!(notes.contains("# my own heading") && notes.contains("below"), "{notes}");
    assert!(!notes.contains("These lines"), "{notes}");
}

#[test]
fn a_file_of_addresses_says_which_command_reads_it() {
    let home = Home::new();
    let list = home.file("later.txt", "https://news.example/a\nhttps://news.example/b  The quay\n");
    let mut reader = Terminal::start(&home, &[&list], SIZE);
    reader.wait_for("is a list of 2 addresses");
    reader.keys("\u{1b}");
    reader.wait_until("the message to go", |screen| !screen.contains("is a list"));
    quit(reader);
    let article = home.file("one.txt", "The quay is closed. More is at https://news.example/a today.\n");
    let reader = Terminal::start(&home, &[&article], SIZE);
    let screen = reader.wait_for("No quotes were found.");
    assert!(!screen.contains("is a list"), "{screen}");
    quit(reader);
}

#[test]
fn an_e_book_is_named() {
    let home = Home::new();
    let book = [b"PK\x03\x04".as_slice(), &[0; 26], b"mimetypeapplication/epub+zip"].concat();
    home.run(&["extract", &home.file("a.epub", book)]).fails_with(&["a.epub", "an e-book (EPUB)"]);
}
