//! The notes file when the real program is killed while it writes, and when
//! several programs write at the same time.

use std::process::{Child, Command, Stdio};
use std::time::Instant;

use pullquote_notes::store;

use crate::program::{Home, PROGRAM, wait};

const WORDS: usize = 24;

/// A home with an article of [`WORDS`] different words.
fn home() -> (Home, String) {
    let home = Home::new();
    let words: Vec<String> = (100..100 + WORDS).map(|n| format!("word{n}")).collect();
    let article = home.file("article.txt", format!("The list begins here.\n\nIt has {}.\n", words.join(" ")));
    (home, article)
}

fn annotate(home: &Home, article: &str, word: usize) -> Child {
    let mut command = Command::new(PROGRAM);
    command.env_clear().envs(home.environment());
    command.args([
        "annotate",
        article,
        "--exact",
        &format!("word{}", 100 + word),
        "--note",
        &format!("note {word}\nand a line"),
    ]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

/// The notes of the one file in the home, sorted.
fn notes(home: &Home) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(home.notes()) else { return Vec::new() };
    let files: Vec<_> =
        entries.map(|e| e.expect("an entry").path()).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    assert!(files.len() <= 1, "more than one notes file: {files:?}");
    let Some(file) = files.first() else { return Vec::new() };
    let loaded = store::load(file).expect("the file parses at any moment");
    let mut notes: Vec<String> = loaded.annotations.into_iter().map(|a| a.note).collect();
    notes.sort();
    notes
}

#[test]
fn a_killed_program_leaves_a_notes_file_that_parses_and_has_every_confirmed_note() {
    let (home, article) = home();
    let begun = Instant::now();
    assert!(wait(&mut annotate(&home, &article, 0)).success());
    let whole = begun.elapsed();
    let mut confirmed = vec!["note 0\nand a line".to_owned()];
    for word in 1..WORDS {
        let mut child = annotate(&home, &article, word);
        // Delays from before the write begins until after it ends.
        std::thread::sleep(whole.mul_f64((word * 7 % WORDS) as f64 / WORDS as f64 * 1.4));
        // It may have already ended.
        let _ = child.kill();
        if wait(&mut child).success() {
            confirmed.push(format!("note {word}\nand a line"));
        }
        let found = notes(&home);
        assert!(confirmed.iter().all(|note| found.contains(note)), "confirmed {confirmed:?}, found {found:?}");
    }
    // A complete save leaves no temporary files of the killed ones.
    assert!(wait(&mut annotate(&home, &article, 0)).success());
    let left = std::fs::read_dir(home.notes()).expect("the folder").count();
    assert_eq!(left, 2, "temporary files are left beside the notes and their snapshots");
}

#[test]
fn programs_that_write_at_the_same_time_lose_nothing() {
    let (home, article) = home();
    let mut words = 0..18;
    while !words.is_empty() {
        let mut running: Vec<Child> = words.by_ref().take(6).map(|word| annotate(&home, &article, word)).collect();
        for child in &mut running {
            assert!(wait(child).success());
        }
    }
    assert_eq!(notes(&home).len(), 18);
}
