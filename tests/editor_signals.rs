//! Signals, keys and a closed window while a note is open in `$EDITOR`.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::drafts::{continue_and_save, drafts};
use crate::note_writing::WIDE;
use crate::program::{Home, sample};
use crate::terminal::Terminal;

/// What the editors of these tests write first.
const WRITTEN: &str = "half a thought about this";

/// Opens a reader and, in it, a note in an editor that runs this script. `$1` is its file. Waits until
/// the script has made the file `open`.
fn with_editor(home: &Home, script: &str) -> Terminal {
    home.file("edit.sh", script);
    let line = format!("EDITOR='sh edit.sh' exec $PULLQUOTE {}", sample("ceasefire.txt"));
    let mut reader = Terminal::shell(home, &line, WIDE);
    reader.wait_for(" checked ");
    reader.keys("JA");
    wait_for_file(home, "open");
    reader
}

fn wait_for_file(home: &Home, name: &str) {
    let (path, end) = (home.path().join(name), Instant::now() + Duration::from_secs(30));
    while !path.exists() {
        assert!(Instant::now() < end, "no file {name}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A script that writes [`WRITTEN`] and then does `then`.
fn writing(then: &str) -> String {
    format!("echo {WRITTEN} > \"$1\"\n{then}\n")
}

/// Waits for the file `go`, at most a minute.
const UNTIL_GO: &str = "touch open; n=0; while [ ! -e go ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n+1)); done";

#[test]
fn a_signal_ends_the_editor_too_and_leaves_a_draft() {
    for signal in ["TERM", "HUP"] {
        let home = Home::new();
        let mut reader = with_editor(&home, &writing("touch open; exec sleep 60"));
        reader.signal(signal);
        assert!(!reader.wait_for_end().success(), "{signal}");
        assert!(reader.is_restored(), "{signal}");
        assert!(reader.screen().contains("comes back when you open this article"), "{signal}: {}", reader.screen());
        continue_and_save(&home, WRITTEN, signal);
    }
}

#[test]
fn an_editor_that_saves_and_ends_well_on_a_signal_has_written_a_note() {
    let home = Home::new();
    let mut reader = with_editor(&home, &format!("trap 'echo {WRITTEN} > \"$1\"; exit 0' TERM; {UNTIL_GO}"));
    reader.signal("TERM");
    reader.wait_for_end();
    let saved: String = home.notes_files().iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    assert!(saved.contains(WRITTEN), "{saved}");
    assert_eq!(drafts(&home), Vec::<PathBuf>::new());
}

#[test]
fn an_editor_that_goes_on_is_left_alone_and_what_it_writes_later_is_found() {
    let home = Home::new();
    let then = format!("trap '' TERM HUP; {UNTIL_GO}; echo {WRITTEN}, and more > \"$1\"; touch done");
    let mut reader = with_editor(&home, &writing(&then));
    reader.signal("TERM");
    // Only the reader: the editor has the terminal, too, as a person sees it.
    reader.wait_for("what you wrote in the editor is in");
    reader.wait_for("comes back when you open this article");
    home.file("go", "");
    wait_for_file(&home, "done");
    reader.wait_for_end();
    continue_and_save(&home, &format!("{WRITTEN}, and more"), "an editor that goes on");
}

#[test]
fn a_closed_window_leaves_what_the_editor_wrote() {
    let home = Home::new();
    // The test closes the window when the editor has drawn something.
    let reader = with_editor(&home, &writing(&format!("trap 'echo drawn' WINCH; {UNTIL_GO}")));
    reader.close();
    continue_and_save(&home, WRITTEN, "a closed window");
}

#[test]
fn a_killed_reader_leaves_what_the_editor_wrote() {
    let home = Home::new();
    let mut reader = with_editor(&home, &writing(&format!("trap '' HUP; {UNTIL_GO}; touch done")));
    reader.signal("KILL");
    home.file("go", "");
    wait_for_file(&home, "done");
    reader.wait_for_end();
    continue_and_save(&home, WRITTEN, "KILL");
}

#[test]
fn an_editor_that_leaves_the_terminal_raw_does_no_harm() {
    let home = Home::new();
    home.file("edit.sh", "stty raw -echo < /dev/tty; kill -KILL $$");
    let cooked = "stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo -e opost";
    let line = format!("EDITOR='sh edit.sh' $PULLQUOTE {}; echo end; {cooked}", sample("ceasefire.txt"));
    let mut reader = Terminal::shell(&home, &line, WIDE);
    reader.wait_for(" checked ");
    reader.keys("JA");
    reader.wait_for("ended with an error");
    reader.keys("q");
    reader.wait_for_end();
    let screen = reader.screen();
    assert!(["icanon", "echo", "opost"].iter().all(|mode| screen.lines().any(|line| line == *mode)), "{screen}");
}

#[test]
fn keys_that_are_signals_belong_to_the_editor() {
    let home = Home::new();
    let script = format!("trap 'touch interrupted' INT; {UNTIL_GO}; echo {WRITTEN} > \"$1\"");
    let mut reader = with_editor(&home, &script);
    reader.keys("\x03");
    wait_for_file(&home, "interrupted");
    home.file("go", "");
    reader.wait_for("note saved");
    reader.keys("q");
    assert!(reader.wait_for_end().success());
}

#[test]
fn the_reader_stops_with_the_editor_and_goes_on_with_it() {
    let home = Home::new();
    let mut reader = with_editor(&home, &writing(UNTIL_GO));
    reader.signal("TSTP");
    reader.wait_until_stopped(true);
    reader.signal("CONT");
    reader.wait_until_stopped(false);
    home.file("go", "");
    reader.wait_for("note saved");
    reader.keys("q");
    assert!(reader.wait_for_end().success());
}
