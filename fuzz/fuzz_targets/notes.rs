//! A notes file: text that parses is written again so that it reads the same, and
//! the quick way of reading gives what the tree of the whole file gives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote_notes::{NotesFile, store};

fuzz_target!(|text: &str| {
    let loaded = store::loaded_from(text.to_owned());
    let Ok(mut document) = NotesFile::parse(text) else {
        assert!(loaded.is_err() || text.trim().is_empty(), "an error was not seen");
        return;
    };
    let loaded = loaded.expect("text that parses is read");
    let annotations = document.annotations().to_vec();
    assert_eq!(loaded.annotations, annotations, "read in two ways");
    assert_eq!(loaded.corrections, document.corrections(), "read in two ways");
    assert_eq!(loaded.slices.as_deref(), document.slices().filter(|_| !text.trim().is_empty()), "read in two ways");
    document.set_annotations(&annotations, &Default::default());
    let again = NotesFile::parse(&document.to_string()).expect("what was written reads back");
    assert_eq!(again.annotations().len(), annotations.len(), "an annotation was lost");
});
