//! Opening the file: new, damaged, older, newer, of others, and several processes.

use super::*;
use crate::store::schema::STEPS;

#[test]
fn the_file_and_its_folder_are_made_for_this_person_alone() {
    let folder = Folder::new();
    let opened = Library::open(&folder.file(), "stamp").unwrap();
    assert!(opened.made && opened.set_aside.is_none() && opened.library.is_writable());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(folder.file().parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    }
    drop(opened);
    assert!(!Library::open(&folder.file(), "stamp").unwrap().made);
}

#[test]
fn a_damaged_file_is_set_aside_and_what_can_be_read_is_saved() {
    let folder = Folder::new();
    let library = filled(&folder);
    library.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(library);
    let mut bytes = fs::read(folder.file()).unwrap();
    bytes[..16].copy_from_slice(b"no database here");
    fs::write(folder.file(), &bytes).unwrap();
    let opened = Library::open(&folder.file(), "stamp").unwrap();
    let aside = opened.set_aside.unwrap().path;
    assert_eq!(aside.file_name().unwrap(), "library.damaged-stamp.sqlite");
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert_eq!(opened.library.count(&query("")).unwrap(), 0);
    // With its first bytes in order again, the library's own rows can be read.
    bytes[..16].copy_from_slice(b"SQLite format 3\0");
    fs::write(&aside, &bytes).unwrap();
    let mut library = opened.library;
    assert_eq!(library.salvage(&aside).unwrap(), 2);
    assert_eq!(titles(&library, "title:harbour"), ["On the harbour"]);
}

#[test]
fn processes_that_find_the_file_damaged_at_once_set_it_aside_once() {
    for _ in 0..20 {
        let folder = Folder::new();
        drop(filled(&folder));
        let path = &folder.file();
        fs::write(path, "no database").unwrap();
        let set_aside = std::thread::scope(|scope| {
            let openers: Vec<_> = (0..4)
                .map(|opener| {
                    scope.spawn(move || {
                        let Opened { mut library, set_aside, .. } = Library::open(path, "stamp").unwrap();
                        library.put(&[article(&format!("{opener}"), "A text of one opener.", &[])], NOW).unwrap();
                        set_aside.is_some()
                    })
                })
                .collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).filter(|aside| *aside).count()
        });
        assert_eq!(set_aside, 1);
        let names = fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|entry| entry.file_name());
        assert_eq!(names.filter(|name| name.to_string_lossy().ends_with("damaged-stamp.sqlite")).count(), 1);
        assert_eq!(folder.open().count(&query("opener")).unwrap(), 4, "what was put into the new file stays");
    }
}

#[test]
fn an_empty_file_becomes_a_library_and_those_of_others_are_left_alone() {
    let folder = Folder::new();
    fs::create_dir_all(folder.file().parent().unwrap()).unwrap();
    fs::write(folder.file(), b"").unwrap();
    assert_eq!(folder.open().count(&query("")).unwrap(), 0);
    let other = folder.0.path().join("other.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE things (a)").unwrap();
    let error = Library::open(&other, "stamp").unwrap_err();
    assert!(matches!(error, LibraryFileError::Foreign { .. }), "{error}");
}

#[test]
fn a_newer_library_is_left_as_it_is() {
    let folder = Folder::new();
    folder.open().connection.pragma_update(None, "user_version", 99).unwrap();
    let error = Library::open(&folder.file(), "stamp").unwrap_err().to_string();
    assert!(error.contains("made by a newer Pullquote (its version is 99"), "{error}");
}

#[test]
fn an_older_file_is_copied_and_brought_to_the_newest_version() {
    let folder = Folder::new();
    let path = folder.0.path().join("old.sqlite");
    let mut connection = Connection::open(&path).unwrap();
    let first = "CREATE TABLE a (x); INSERT INTO a VALUES (1);";
    migrate(&mut connection, &path, &[first]).unwrap();
    migrate(&mut connection, &path, &[first, "ALTER TABLE a ADD COLUMN y"]).unwrap();
    assert_eq!(version(&connection, &path, 2).unwrap(), 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(copy_of(&path, 1)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 2, "nothing half done is left");
    let copy = Connection::open(copy_of(&path, 1)).unwrap();
    assert_eq!(version(&copy, &path, 2).unwrap(), 1);
    let x: i64 = copy.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
    assert_eq!(x, 1);
}

#[test]
fn the_header_says_whether_a_file_is_of_an_older_version() {
    let folder = Folder::new();
    let path = folder.0.path().join("old.sqlite");
    assert!(!Library::is_outdated(&path));
    for steps in 1..=STEPS.len() {
        let mut connection = Connection::open(&path).unwrap();
        migrate(&mut connection, &path, STEPS.get(..steps).unwrap()).unwrap();
        drop(connection);
        assert_eq!(Library::is_outdated(&path), steps < STEPS.len());
    }
    drop(Library::open(&path, "stamp").unwrap());
    assert!(!Library::is_outdated(&path));
}

#[cfg(unix)]
#[test]
fn a_file_that_can_only_be_read_is_searched_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let library = filled(&folder);
    library.connection.execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    drop(library);
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().write(true).open(folder.file()).is_ok() {
        eprintln!("skipped: this user can write every file");
        return;
    }
    let mut library = folder.open();
    assert_eq!(titles(&library, "harbour"), ["On the harbour"]);
    let error = library.set_read(&["a".to_owned()], true).unwrap_err();
    assert!(matches!(error, LibraryFileError::ReadOnly { .. }), "{error}");
}

#[test]
fn two_processes_put_at_once_and_nothing_is_lost() {
    let folder = Folder::new();
    drop(folder.open());
    let path = &folder.file();
    std::thread::scope(|scope| {
        for writer in 0..2 {
            scope.spawn(move || {
                let mut library = Library::open(path, "stamp").unwrap().library;
                for n in 0..40 {
                    let text = format!("Text {n} of writer {writer}.");
                    library.put(&[article(&format!("{writer}-{n}"), &text, &[])], NOW).unwrap();
                }
            });
        }
    });
    assert_eq!(folder.open().count(&query("writer")).unwrap(), 80);
}

#[test]
fn processes_that_make_the_file_at_once_do_not_take_it_for_one_of_another_program() {
    for _ in 0..20 {
        let folder = Folder::new();
        let path = &folder.file();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(move || Library::open(path, "stamp").unwrap());
            }
        });
    }
}
