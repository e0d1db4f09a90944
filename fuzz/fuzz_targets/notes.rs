//! A notes file: text that parses is written again so that it reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote_notes::NotesFile;

fuzz_target!(|text: &str| {
    let Ok(mut document) = NotesFile::parse(text) else { return };
    let annotations = document.annotations().to_vec();
    document.set_annotations(&annotations, &Default::default());
    let again = NotesFile::parse(&document.to_string()).expect("what was written reads back");
    assert_eq!(again.annotations().len(), annotations.len(), "an annotation was lost");
});
