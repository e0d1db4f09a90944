//! What others must not see: notes are for their owner alone, and the password
//! of an address is used for the fetch and for nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::Home;
use crate::server::{Answer, Server};

/// Every file below the folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            found.extend(files_below(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

#[cfg(unix)]
#[test]
fn new_notes_snapshots_and_records_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let article = home.file("a.txt", "The ferry sank twice, and nobody on the quay was asked about it.\n");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(home.run(&["annotate", &article, "--exact", "ferry sank", "--note", "Who says?"]).status, 0);
    assert_eq!(home.run(&["export", "--format", "csv", "--output", "a.csv", &article]).status, 0);
    let (notes, made) = (home.notes(), files_below(&home.notes()));
    for folder in [notes.clone(), notes.join("snapshots"), notes.join("exports")] {
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
    }
    assert_eq!(made.len(), 3, "notes, a snapshot and a record: {made:?}");
    for file in made {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    // Permissions that a person gave stay.
    let file = home.notes_files().remove(0);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(&notes, fs::Permissions::from_mode(0o750)).unwrap();
    assert_eq!(home.run(&["annotate", &article, "--exact", "nobody on the quay"]).status, 0);
    assert_eq!((mode(&file), mode(&notes)), (0o640, 0o750));
}

#[test]
fn the_password_of_an_address_is_used_and_never_stored_or_shown() {
    let home = Home::new();
    let page = Answer::html(
        "<title>The ferry</title><p>The ferry sank twice, and nobody on the quay was asked about it.</p>\
                             <p>“It was the ferry,” said Ida Holm, who had rowed to the quay on that night.</p>",
    );
    let server = Server::of([("/ferry-sinks-1", page), ("/moved", Answer::redirect("/ferry-sinks-1"))]);
    let address = |path: &str| server.url(path).replace("http://", "http://user:pass%77ord-s3cret@");
    let (source, moved, gone) = (address("/ferry-sinks-1"), address("/moved"), address("/gone"));
    assert_eq!(home.run(&["annotate", &source, "--exact", "ferry sank", "--note", "Who says?"]).status, 0);
    let asked = server.requests();
    assert!(asked[0].contains(" Basic dXNlcjpwYXNzd29yZC1zM2NyZXQ="), "{asked:?}");
    let secret = |text: &str| text.contains("s3cret") || text.contains("user:");
    let mut commands = vec![
        vec!["extract", &source],
        vec!["extract", &moved],
        vec!["extract", &gone],
        vec!["extract", "--format", "jsonl", &source, &gone],
        vec!["extract", "--kept", &gone],
        vec!["annotate", &source, "--exact", "not there"],
        vec!["annotate", "--json", &source, "--exact", "nobody on the quay"],
        vec!["notes", "--json", &source],
        vec!["changes", "--json", &source],
        vec!["changes", &moved],
        vec!["export", "--quotes", &source, "--output", "a.csv", "--json"],
        vec!["export", "--all", "--format", "json"],
        vec!["export", "--timeout", "nothing", &source],
    ];
    for format in ["markdown", "json", "csv", "html", "json-ld", "org", "bibtex", "csl-json", "text"] {
        commands.push(vec!["export", "--format", format, &source]);
    }
    for command in commands {
        let ran = home.run(&command);
        assert!(!secret(&ran.out) && !secret(&ran.err), "{command:?}: {ran:?}");
    }
    let stored = files_below(home.path());
    assert!(stored.len() >= 5, "notes, two files of the page, a record, an export: {stored:?}");
    for file in stored {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        assert!(!secret(&text) && !secret(&file.to_string_lossy()), "{}: {text}", file.display());
    }
    // The same page with another password is the same page.
    assert!(home.run(&["notes", &server.url("/ferry-sinks-1")]).out.contains("Who says?"));
}

#[test]
fn the_password_of_a_feed_is_shown_nowhere_and_its_list_is_for_its_owner_alone() {
    let home = Home::new();
    let list = home.file(
        "list.opml",
        "<opml version=\"2.0\"><body><outline text=\"Ports\" xmlUrl=\"http://ida:secret@127.0.0.1:9/feed\"/></body></opml>",
    );
    assert_eq!(home.run(&["feeds", "import", &list]).status, 0);
    for arguments in
        [&["feeds", "list"][..], &["feeds", "list", "--json"], &["feeds", "sync"], &["feeds", "sync", "--json"]]
    {
        let ran = home.run(arguments);
        let all = ran.out + &ran.err;
        assert!(all.contains("Ports") && !all.contains("secret"), "{arguments:?}: {all}");
    }
    let out = home.path().join("out.opml");
    assert_eq!(home.run(&["feeds", "export", out.to_str().unwrap()]).status, 0);
    assert!(fs::read_to_string(&out).unwrap().contains("ida:secret@"), "another feed reader needs it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
