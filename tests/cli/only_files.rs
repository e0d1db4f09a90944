//! Pipes, devices and links where a file is expected, and names of files that
//! are not UTF-8.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use crate::program::{self, Home, PROGRAM, Ran};

const TEXT: &str = "The ferry sank twice.\n\n“It was the ferry,” said Ida Holm.\n";

/// Runs the program without input.
#[track_caller]
fn run(home: &Home, arguments: &[&OsStr]) -> Ran {
    Ran::of(&program::run(home.command().args(arguments)))
}

fn words<'a>(arguments: &[&'a str]) -> Vec<&'a OsStr> {
    arguments.iter().map(|argument| OsStr::new(*argument)).collect()
}

/// A pipe that nobody writes to; `None` where there is no `mkfifo`.
fn pipe(home: &Home, name: &str) -> Option<PathBuf> {
    let path = home.path().join(name);
    let made = Command::new("mkfifo").arg(&path).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: mkfifo does not work here");
        return None;
    }
    Some(path)
}

#[test]
fn a_pipe_in_place_of_a_file_is_an_error_and_does_not_hang() {
    let home = Home::new();
    let Some(_) = pipe(&home, "pipe") else { return };
    let article = home.file("a.txt", TEXT);
    for arguments in [
        &["extract", "pipe"][..],
        &["import", "pipe"],
        &["config", "--check", "--config", "pipe"],
        &["extract", "--config", "pipe", &article],
        &["notes", "--notes", "pipe", &article],
        &["annotate", "--notes", "pipe", &article, "--exact", "ferry sank"],
        &["export", "--notes", "pipe", "--all"],
        &["export", "--template", "pipe", &article],
    ] {
        let ran = run(&home, &words(arguments));
        assert_eq!(ran.status, 1, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains("pipe") && ran.err.contains("it is a pipe, not a file"), "{arguments:?}: {ran:?}");
    }
    assert_eq!(run(&home, &words(&["extract", "/dev/zero"])).status, 1);
}

#[test]
fn a_pipe_in_the_notes_folder_is_named_and_the_other_files_are_used() {
    let home = Home::new();
    let article = home.file("a.txt", TEXT);
    assert_eq!(home.run(&["annotate", &article, "--exact", "ferry sank", "--note", "Who says?"]).status, 0);
    for folder in ["notes/snapshots", "notes/pages", "notes/exports"] {
        fs::create_dir_all(home.path().join(folder)).unwrap();
    }
    for name in ["aa-12345678", "snapshots/a-12345678-12345678", "pages/a-12345678"] {
        if pipe(&home, &format!("notes/{name}.toml")).is_none() {
            return;
        }
    }
    let ran = run(&home, &words(&["export", "--all"]));
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.out.contains("Who says?") && ran.err.contains("aa-12345678.toml: it is a pipe"), "{ran:?}");
    let other = home.file("b.txt", "Another article without notes on it.\n");
    for source in [&article, &other] {
        assert_eq!(run(&home, &words(&["notes", source])).status, 0);
    }
}

#[test]
fn a_pipe_of_the_shell_is_read() {
    let home = Home::new();
    let line = "cat a.txt | \"$PULLQUOTE\" extract --format text /dev/fd/0";
    home.file("a.txt", TEXT);
    let shell =
        program::run(Command::new("/bin/sh").args(["-c", line]).current_dir(home.path()).env("PULLQUOTE", PROGRAM));
    assert!(String::from_utf8_lossy(&shell.stdout).contains("said Ida Holm"));
}

#[test]
fn an_export_is_sent_to_a_pipe_which_stays_one() {
    let home = Home::new();
    let Some(path) = pipe(&home, "pipe") else { return };
    home.file("a.txt", TEXT);
    for force in ["", "--force"] {
        let line =
            format!("cat pipe > got & \"$PULLQUOTE\" export --format text {force} --output pipe --json a.txt; wait");
        let run = program::run(
            Command::new("/bin/sh")
                .args(["-c", &line])
                .current_dir(home.path())
                .envs(home.environment())
                .env("PULLQUOTE", PROGRAM),
        );
        let report = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(report.contains("\"state\": \"sent\""), "{run:?}");
        assert!(fs::read_to_string(home.path().join("got")).unwrap().starts_with("a.txt"), "{run:?}");
        assert!(fs::symlink_metadata(&path).unwrap().file_type().is_fifo());
    }
}

#[test]
fn an_export_is_sent_to_a_device_which_stays_one() {
    let home = Home::new();
    let device = home.path().join("null");
    let made = Command::new("mknod").arg(&device).args(["c", "1", "3"]).status();
    if !made.is_ok_and(|status| status.success()) || fs::write(&device, "").is_err() {
        eprintln!("skipped: no device can be made here");
        return;
    }
    let article = home.file("a.txt", TEXT);
    for force in [&["--force"][..], &[]] {
        let arguments = [&["export", "--output", "null", &article][..], force].concat();
        let ran = run(&home, &words(&arguments));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
        assert!(fs::symlink_metadata(&device).unwrap().file_type().is_char_device());
    }
}

#[test]
fn the_record_of_exports_follows_no_link() {
    let home = Home::new();
    let article = home.file("a.txt", TEXT);
    let export = || home.run(&["export", "--format", "csv", "--output", "a.csv", &article]);
    assert_eq!(export().status, 0);
    let exports = home.notes().join("exports");
    let record = fs::read_dir(&exports).unwrap().next().unwrap().unwrap().path();
    let other = home.file("other.json", fs::read(&record).unwrap());
    fs::remove_file(&record).unwrap();
    symlink(&other, &record).unwrap();
    let before = fs::read_to_string(&other).unwrap();
    assert_eq!(home.run(&["annotate", &article, "--exact", "ferry sank"]).status, 0);
    export().fails_with(&["a.csv exists already"]);
    assert_eq!(home.run(&["export", "--force", "--output", "a.csv", &article]).status, 0);
    assert_eq!(fs::read_to_string(&other).unwrap(), before);
    assert!(fs::symlink_metadata(&record).unwrap().is_file(), "the link was replaced");
    assert_eq!(fs::read_dir(&exports).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn a_link_to_nothing_is_named() {
    let home = Home::new();
    let article = home.file("a.txt", TEXT);
    symlink("gone.toml", home.path().join("link.toml")).unwrap();
    symlink("gone.csv", home.path().join("link.csv")).unwrap();
    for command in [&["notes"][..], &["annotate", "--exact", "ferry sank"]] {
        let ran = home.run(&[command, &["--notes", "link.toml", &article]].concat());
        ran.fails_with(&["link.toml is a link to gone.toml, which does not exist"]);
    }
    home.run(&["export", "--force", "--output", "link.csv", &article]).fails_with(&["link.csv is a link"]);
}

#[test]
fn a_name_that_is_not_utf_8_can_be_a_source() {
    let home = Home::new();
    let source = OsStr::from_bytes(b"ferry-\xff\xe9.txt");
    if fs::write(home.path().join(source), TEXT).is_err() {
        eprintln!("skipped: this file system has only UTF-8 names");
        return;
    }
    let with = |arguments: &[&str]| home.run(&[words(arguments), vec![source]].concat());
    assert!(with(&["extract", "--format", "text"]).out.contains("said Ida Holm"));
    assert!(with(&["extract", "--format", "jsonl"]).json()["source"]["path"].as_str().unwrap().starts_with("ferry-"));
    assert_eq!(with(&["annotate", "--exact", "ferry sank", "--note", "Who says?"]).status, 0);
    assert!(with(&["notes"]).out.contains("Who says?"));
    assert!(with(&["export"]).out.contains("Who says?"));
    assert_eq!(with(&["changes"]).status, 0);
    home.file("hypothesis.csv", "Highlight,Note\nferry sank,Again?\n");
    assert_eq!(with(&["import", "hypothesis.csv", "--article"]).status, 0);
    assert!(with(&["notes"]).out.contains("Again?"));
}

#[test]
fn a_file_with_a_name_like_that_of_a_sample_can_be_a_source() {
    let home = Home::new();
    home.file("sample:ferry", TEXT);
    assert!(home.run(&["extract", "--format", "text", "sample:ferry"]).out.contains("said Ida Holm"));
    home.run(&["extract", "sample:boat"]).fails_with(&["there is no sample “boat”"]);
}
