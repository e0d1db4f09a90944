use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::Selector;
use crate::samples::{any_annotation, plain_annotation};
use proptest::prelude::*;

fn annotation(n: usize) -> Annotation {
    let words = Selector { exact: format!("words number {n}"), start: n * 20, end: n * 20 + 15, ..Selector::default() };
    let plain = plain_annotation(&format!("{n:026}"), &format!("note {n}"), 1_764_000_000);
    Annotation { selectors: vec![words].into(), ..plain }
}

fn request(path: &Path, base: &[Annotation], mine: &[Annotation]) -> SaveRequest {
    SaveRequest {
        path: path.to_owned(),
        header: Header::default(),
        base: Arc::new(base.to_vec()),
        mine: Arc::new(mine.to_vec()),
        base_corrections: Vec::new(),
        corrections: Vec::new(),
        remembered: BTreeMap::new(),
        slices: None,
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_saved_is_what_is_loaded_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("a.toml");
    assert_eq!(load(&path).unwrap(), Loaded::default());
    assert!(!folder.path().join("new").exists(), "opening wrote something");
    let notes = [annotation(1), annotation(2)];
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path.with_file_name(".pullquote-killed.tmp"), "half").unwrap();
    assert_eq!(*save(&request(&path, &[], &notes)).unwrap().annotations, notes);
    assert_eq!(load(&path).unwrap().annotations, notes);
    assert_eq!(names(path.parent().unwrap()), ["a.toml"]);
}

#[test]
fn a_file_that_does_not_parse_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    for broken in [&b"format = 1\n[[annotation\n"[..], b"format = 9\n", b"a = \"\xff\"\n"] {
        fs::write(&path, broken).unwrap();
        let error = save(&request(&path, &[], &[annotation(1)])).unwrap_err();
        assert!(matches!(error, StoreError::Parse { .. }), "{error}");
        assert!(error.to_string().contains("a.toml:"), "{error}");
        assert!(load(&path).is_err());
        assert_eq!(fs::read(&path).unwrap(), broken);
    }
}

#[test]
fn a_save_keeps_what_another_process_wrote_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let base = [annotation(1), annotation(2)];
    save(&request(&path, &[], &base)).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("note 1", "note 1, by hand") + "# a last word\n").unwrap();
    let mine = [annotation(1), annotation(2), annotation(3)];
    let saved = save(&request(&path, &base, &mine)).unwrap();
    let notes: Vec<&str> = saved.annotations.iter().map(|a| a.note.as_str()).collect();
    assert_eq!(notes, ["note 1, by hand", "note 2", "note 3"]);
    assert!(fs::read_to_string(&path).unwrap().contains("# a last word\n"));
    // The file vanished, with its drive perhaps, or a sync tool is about to
    // fill it: that deletes nothing.
    fs::remove_file(&path).unwrap();
    assert_eq!(save(&request(&path, &base, &mine)).unwrap().annotations.len(), 3);
    fs::write(&path, "\n").unwrap();
    assert_eq!(load(&path).unwrap(), Loaded::default());
    assert_eq!(save(&request(&path, &base, &mine)).unwrap().annotations.len(), 3);
}

#[test]
fn several_files_are_saved_at_once_and_each_has_its_own_result() {
    let folder = tempfile::tempdir().unwrap();
    let path = |n: usize| folder.path().join(format!("{n}.toml"));
    fs::write(path(3), "format = 1\n[[annotation\n").unwrap();
    save(&request(&path(4), &[], &[annotation(1)])).unwrap();
    let requests: Vec<SaveRequest> = (0..40).map(|n| request(&path(n), &[], &[annotation(n)])).collect();
    let saved = save_all(&requests);
    assert_eq!(saved.len(), 40);
    for (n, saved) in saved.into_iter().enumerate() {
        if n == 3 {
            assert!(matches!(saved, Err(StoreError::Parse { .. })), "{saved:?}");
            continue;
        }
        let wanted = if n == 4 { vec![annotation(1), annotation(4)] } else { vec![annotation(n)] };
        assert_eq!(*saved.unwrap().annotations, wanted);
        assert_eq!(load(&path(n)).unwrap().annotations, wanted);
    }
    assert_eq!(names(folder.path()).len(), 40, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn several_files_in_two_folders_and_through_a_link_are_saved_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::create_dir(&two).unwrap();
    save(&request(&one.join("a.toml"), &[], &[annotation(1)])).unwrap();
    std::os::unix::fs::symlink(one.join("a.toml"), two.join("link.toml")).unwrap();
    let paths = [two.join("link.toml"), one.join("b.toml"), two.join("c.toml")];
    let requests = paths.clone().map(|path| request(&path, &[], &[annotation(2)]));
    for (saved, path) in save_all(&requests).into_iter().zip(&paths) {
        assert_eq!(saved.unwrap().annotations.last(), Some(&annotation(2)), "{}", path.display());
    }
    assert_eq!(load(&one.join("a.toml")).unwrap().annotations.len(), 2);
    assert!(fs::symlink_metadata(two.join("link.toml")).unwrap().is_symlink());
    assert_eq!(
        (names(&one), names(&two)),
        (vec!["a.toml".into(), "b.toml".into()], vec!["c.toml".into(), "link.toml".into()])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// A new file is written in the same way as a file that others may have changed.
    #[test]
    fn a_new_file_has_the_usual_text(
        notes in prop::collection::vec(any_annotation(), 1..5),
        title in prop::option::of(crate::samples::any_text()),
    ) {
        let header = Header { title, text_sha256: "ab".repeat(32), ..Header::default() };
        let request = SaveRequest { header, ..request(Path::new("a.toml"), &[], &notes) };
        let usual = merged(&request, &request.path, None).unwrap();
        match new_file(&request) {
            Some(new) => prop_assert_eq!(new, usual),
            // A title or a note may hold the beginning of an annotation.
            None => prop_assert!(usual.0.matches("\n[[annotation]]").count() > notes.len()),
        }
    }
}

#[test]
fn the_first_save_in_a_folder_removes_no_file_of_the_saves_beside_it() {
    // Not every round meets the moment.
    for _ in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = (0..64).map(|n| folder.path().join(format!("{n}.toml"))).collect();
        let requests: Vec<SaveRequest> = paths.iter().map(|path| request(path, &[], &[annotation(1)])).collect();
        for saved in save_all(&requests) {
            saved.unwrap();
        }
        assert_eq!(names(folder.path()).len(), 64);
    }
}

#[test]
fn nothing_new_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let notes = [annotation(1)];
    save(&request(&path, &[], &notes)).unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    save(&request(&path, &notes, &notes)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn writers_side_by_side_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = Arc::new(folder.path().join("a.toml"));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let path = Arc::clone(&path);
            std::thread::spawn(move || {
                let mut base = Arc::new(Vec::new());
                for n in 0..12 {
                    let mut mine: Vec<Annotation> = base.to_vec();
                    mine.push(annotation(writer * 100 + n));
                    base = save(&request(&path, &base, &mine)).unwrap().annotations;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(load(&path).unwrap().annotations.len(), 48);
}

/// Writes the notes as a program does that takes no lock: a new file, renamed.
fn written_elsewhere(path: &Path, notes: &[Annotation]) {
    let text = text_of(&request(path, &[], notes)).unwrap();
    let other = path.with_extension("other");
    fs::write(&other, text).unwrap();
    fs::rename(other, path).unwrap();
}

#[test]
fn what_is_written_without_a_lock_during_the_flush_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    for begins in [&[][..], &[annotation(1)][..]] {
        let _ = fs::remove_file(&path);
        if !begins.is_empty() {
            save(&request(&path, &[], begins)).unwrap();
        }
        let mut rounds = 0;
        let mine: Vec<Annotation> = begins.iter().cloned().chain([annotation(2)]).collect();
        let theirs = |n: usize| -> Vec<Annotation> { begins.iter().cloned().chain((3..n).map(annotation)).collect() };
        let mut write = |step: Step, path: &Path| {
            if step == Step::HalfWritten {
                fs::remove_file(path).unwrap();
                return;
            }
            rounds += 1;
            match rounds {
                // A file that is halfway written, one that is gone, and new ones.
                1 => fs::write(path, "format = 1\n[[annota").unwrap(),
                2 => written_elsewhere(path, &theirs(4)),
                3 => written_elsewhere(path, &theirs(5)),
                _ => {}
            }
        };
        let saved = save_in_steps(&request(&path, begins, &mine), &mut write).unwrap();
        let notes =
            |annotations: &[Annotation]| -> Vec<String> { annotations.iter().map(|a| a.note.clone()).collect() };
        let wanted: Vec<String> = (2 - begins.len()..5).filter(|n| *n > 0).map(|n| format!("note {n}")).collect();
        assert_eq!(notes(&saved.annotations), wanted);
        assert_eq!(notes(&load(&path).unwrap().annotations), wanted);
        assert_eq!(names(folder.path()), ["a.toml"]);
    }
}

#[test]
fn a_save_goes_on_from_what_it_has_merged() {
    // Two programs wrote in turn, and the second does not have the first one's
    // notes.
    let base = [annotation(1)];
    let theirs = text_of(&request(Path::new("a"), &[], &[annotation(1), annotation(3)])).unwrap();
    let request = request(Path::new("a"), &base, &[annotation(1), annotation(2)]);
    let (_, saved) = merged(
        &request,
        Path::new("a"),
        Some(&text_of(&SaveRequest { mine: Arc::new(base.to_vec()), ..request.clone() }).unwrap()),
    )
    .unwrap();
    let next = after(&request, Path::new("a"), None, saved).unwrap();
    let (_, saved) = merged(&next, Path::new("a"), Some(&theirs)).unwrap();
    assert_eq!(*saved.annotations, [annotation(1), annotation(2), annotation(3)]);
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn what_was_written_at_the_last_moment_is_found_in_the_replaced_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    fs::write(&path, "new").unwrap();
    let mut file = tempfile::NamedTempFile::new_in(folder.path()).unwrap();
    io::Write::write_all(&mut file, b"mine").unwrap();
    let Replaced::Held(theirs) = replace::exchange(file, &path, b"old").unwrap() else { panic!("it was lost") };
    assert_eq!((theirs.as_slice(), fs::read(&path).unwrap().as_slice()), (&b"new"[..], &b"mine"[..]));
    assert_eq!(names(folder.path()), ["a.toml"]);
}

#[test]
fn a_change_anywhere_in_a_long_file_is_seen_before_it_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let long = "words ".repeat(30_000);
    for (other, same) in [
        (long.clone(), true),
        (long.replacen('w', "W", 1), false),
        (long[..long.len() - 1].to_owned() + "!", false),
        (long[1..].to_owned(), false),
        (long.clone() + "!", false),
        (String::new(), false),
    ] {
        fs::write(&path, &other).unwrap();
        let file = TemporaryFile { folder: folder.path(), path: &path, text: "new" };
        let replaced = file.replace(Some(&long), &mut |_| ()).unwrap();
        assert_eq!(matches!(replaced, Replaced::Done), same);
        assert_eq!(fs::read_to_string(&path).unwrap(), if same { "new" } else { &other });
    }
    fs::remove_file(&path).unwrap();
    let file = TemporaryFile { folder: folder.path(), path: &path, text: "new" };
    assert!(matches!(file.replace(Some(&long), &mut |_| ()).unwrap(), Replaced::Changed), "it was deleted");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_mode_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("a.toml"), folder.path().join("link.toml"));
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    save(&request(&link, &[], &[annotation(1)])).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(load(&path).unwrap().annotations.len(), 1);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_place_that_can_not_be_written_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let path = file.join("a.toml");
    let error = save(&request(&path, &[], &[annotation(1)])).unwrap_err().to_string();
    assert!(error.contains("a.toml") && error.contains("--notes FILE"), "{error}");
}

#[test]
fn a_mistaken_correction_leaves_the_file_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let text = "format = 1\n[[correction]]\nentity = \"Lee\"\n";
    fs::write(&path, text).unwrap();
    let error = save(&request(&path, &[], &[annotation(1)])).unwrap_err().to_string();
    assert!(error.contains("a.toml:2:1: this correction needs one of `kind`, `same_as`"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn annotations_beside_corrections_are_saved_the_fast_way() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let table = "\n# She is one.\n[[correction]]\nwhy = 1\nentity = \"Lee\"\nkind = \"person\"\n";
    fs::write(&path, format!("format = 1\n[article]\ntext_sha256 = \"ab\"\n{table}")).unwrap();
    let loaded = load(&path).unwrap();
    let corrections = loaded.corrections.clone();
    let mut next = SaveRequest {
        base_corrections: corrections.clone(),
        corrections: corrections.clone(),
        slices: loaded.slices,
        ..request(&path, &[], &[annotation(1)])
    };
    let found = fs::read_to_string(&path).unwrap();
    let (text, saved) = unchanged(&next, &found).expect("a fast save");
    assert_eq!(saved.corrections, corrections);
    assert!(text.contains(table), "{text}");
    assert_eq!(save(&next).unwrap(), saved);
    assert_eq!(load(&path).unwrap().corrections, corrections);
    // With a correction it is not.
    next = SaveRequest { base: saved.annotations, slices: saved.slices, corrections: Vec::new(), ..next };
    assert!(unchanged(&next, &text).is_none());
    assert!(save(&next).unwrap().corrections.is_empty());
    assert!(!fs::read_to_string(&path).unwrap().contains("correction"));
}
