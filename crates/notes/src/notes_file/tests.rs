use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::samples::{any_annotation, plain_annotation};
use crate::{Check, Motivation, QuotedSpeech, Selector};

fn header() -> Header {
    Header {
        title: Some("The harbour “closes”".to_owned()),
        source: Some("https://example.org/harbour-1".to_owned()),
        published: Some("2025-11-24".to_owned()),
        text_sha256: "ab".repeat(32),
        ..Header::default()
    }
}

fn annotation(id: &str, start: usize) -> Annotation {
    let at: Timestamp = "2026-01-05T10:12:33Z".parse().unwrap();
    Annotation {
        selectors: vec![Selector {
            exact: "We close at dusk".to_owned(),
            prefix: "\n\n“".to_owned(),
            suffix: ",” said Ann Lee.".to_owned(),
            sentence: "“We close at dusk,” said Ann Lee.".to_owned(),
            start,
            end: start + 16,
            text_sha256: header().text_sha256,
        }]
        .into(),
        tags: vec!["sanctions".to_owned(), "check".to_owned()],
        quote: Some(QuotedSpeech { speaker: Some("Ann Lee".to_owned()), kind: "direct".to_owned() }),
        check: Some(Check::Verified),
        ..plain_annotation(id, "One line.\nAnd \"\"\"another\"\"\" \\o/\n", at.as_second())
    }
}

fn document(annotations: &[Annotation]) -> NotesFile {
    let mut document = NotesFile::new(header());
    document.set_annotations(annotations, &BTreeMap::new());
    document
}

/// `annotations` with the id of every other one of `first`, from its first one
/// if `even`.
fn with_every_other_id(mut annotations: Vec<Annotation>, first: &[Annotation], even: bool) -> Vec<Annotation> {
    for (i, (a, b)) in first.iter().zip(&mut annotations).enumerate() {
        if (i % 2 == 0) == even {
            b.id.clone_from(&a.id);
        }
    }
    annotations
}

const ONE: &str = r#"format = 1
[article]
title = "The harbour “closes”"
source = "https://example.org/harbour-1"
published = 2025-11-24
text_sha256 = "abababababababababababababababababababababababababababababababab"

[[annotation]]
id = "01A"
created = 2026-01-05T10:12:33Z
modified = 2026-01-05T10:12:33Z
motivation = "commenting"
tags = ["sanctions", "check"]
note = """
One line.
And ""\"another""\" \\o/
"""
check = "verified"
quote = { speaker = "Ann Lee", kind = "direct" }
[annotation.target]
exact = "We close at dusk"
prefix = "\n\n“"
suffix = ",” said Ann Lee."
sentence = "“We close at dusk,” said Ann Lee."
start = 31
end = 47
"#;

#[test]
fn a_new_file_has_the_published_form_byte_for_byte() {
    assert_eq!(document(&[annotation("01A", 31)]).to_string(), ONE);
}

#[test]
fn what_a_person_wrote_stays_where_nothing_else_changes() {
    let by_hand = r#"# My notes on the harbour.
format = 1 # leave this
reading-group = "Tuesday"

[article]
text_sha256 = 'abababababababababababababababababababababababababababababababab'
title   = "The harbour, closed" # shorter

# The best line.
[[annotation]]
mood = "sceptical" # nobody else knows this key
id = "01A"
note = 'Call her.'   # by Friday
created = 2026-01-05 10:12:33+00:00
motivation = "commenting"
modified = 2026-01-05T10:12:33Z
target = { exact = "We close at dusk", start = 31, end = 47 }

[extra]
kept = true
# The end.
"#;
    let mut document = NotesFile::parse(by_hand).unwrap();
    assert_eq!(document.to_string(), by_hand);
    let mut changed = document.annotations().to_vec();
    changed[0].tags.push("boats".to_owned());
    changed[0].note = "Call her again.".to_owned();
    changed.push(annotation("01B", 90));
    changed.push(annotation("01C", 3));
    document.complete_header(&header());
    document.set_annotations(&changed, &BTreeMap::new());
    let text = document.to_string();
    for kept in [
        "# My notes on the harbour.\n",
        "format = 1 # leave this\nreading-group = \"Tuesday\"\n",
        "title   = \"The harbour, closed\" # shorter\n",
        "# The best line.\n[[annotation]]\nid = \"01A\"\n",
        "mood = \"sceptical\" # nobody else knows this key\n",
        "note = \"Call her again.\"   # by Friday\n",
        "created = 2026-01-05 10:12:33+00:00\n",
        "target = { exact = \"We close at dusk\", start = 31, end = 47 }\n",
        "[extra]\nkept = true\n",
        "# The end.\n",
    ] {
        assert!(text.contains(kept), "{kept:?} is missing in\n{text}");
    }
    let again = NotesFile::parse(&text).unwrap();
    assert_eq!(again.annotations().iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["01C", "01A", "01B"]);
    assert_eq!(again.header().title.as_deref(), Some("The harbour, closed"));
    assert_eq!(again.header().published.as_deref(), Some("2025-11-24"));
    assert_eq!(again.to_string(), text);
}

#[test]
fn an_undone_deletion_brings_comments_and_unknown_keys_back() {
    let by_hand = ONE.replace("[[annotation]]", "# Ask twice.\n[[annotation]]\nmood = 3");
    let mut document = NotesFile::parse(&by_hand).unwrap();
    let annotations = document.annotations().to_vec();
    let removed = document.set_annotations(&[], &BTreeMap::new());
    assert!(!document.to_string().contains("mood"));
    document.set_annotations(&annotations, &removed);
    assert_eq!(document.to_string(), by_hand);
}

#[test]
fn a_place_found_later_stands_beside_the_first() {
    let mut document = NotesFile::parse(ONE).unwrap();
    let mut changed = document.annotations().to_vec();
    let found = Selector { start: 70, end: 86, text_sha256: "cd".repeat(32), ..changed[0].selectors[0].clone() };
    changed[0].selectors.push(found);
    document.set_annotations(&changed, &BTreeMap::new());
    let text = document.to_string();
    assert!(text.starts_with(ONE), "{text}");
    assert!(text.contains("[[annotation.found]]\nexact = "), "{text}");
    assert_eq!(NotesFile::parse(&text).unwrap().annotations(), changed);
}

#[test]
fn what_a_person_left_out_is_filled_in() {
    let text = "[[annotation]]\nnote = \"A thought.\"\n[[annotation]]\nid = \"x\"\ntags = \"one\"\n[[annotation]]\nid = \"x\"\ncreated = 2026-01-05\n";
    let mut document = NotesFile::parse(text).unwrap();
    let annotations = document.annotations().to_vec();
    let ids: Vec<&str> = annotations.iter().map(|a| a.id.as_str()).collect();
    assert!(ids[0].starts_with("hand-") && ids[1] == "x" && ids[2].starts_with("hand-") && ids[0] != ids[2]);
    assert_eq!(annotations[0].motivation, Motivation::Commenting);
    assert_eq!(annotations[1].tags, ["one"]);
    assert_eq!(annotations[2].modified.to_string(), "2026-01-05T00:00:00Z");
    assert_eq!(NotesFile::parse(text).unwrap().annotations(), annotations);
    document.set_annotations(&annotations, &BTreeMap::new());
    let again = NotesFile::parse(&document.to_string()).unwrap();
    assert_eq!(
        again.annotations().iter().map(|a| a.id.as_str()).collect::<std::collections::BTreeSet<_>>(),
        ids.into_iter().collect()
    );
}

#[test]
fn an_error_has_its_line_and_column() {
    for (text, line, column, words) in [
        ("format = 1\n[article\n", 2, 9, "unclosed table"),
        ("format = 1\n[[annotation]]\nnote = 5\n", 3, 8, "`note` has to be text"),
        ("format = 1\n[[annotation]]\ncheck = \"maybe\"\n", 3, 9, "“maybe”"),
        ("[[annotation]]\ncreated = \"soon\"\n", 2, 11, "2026-01-05T10:12:33Z"),
        ("[[annotation]]\n[annotation.target]\nstart = -1\n", 3, 9, "`start`"),
        ("\"ü\" = 1\nannotation = 3\n", 2, 14, "[[annotation]]"),
        ("format = 2\n", 1, 10, "newer"),
    ] {
        let error = NotesFile::parse(text).unwrap_err();
        assert_eq!((error.line, error.column), (line, column), "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

proptest! {
    #[test]
    fn any_notes_come_back_from_the_file(mut annotations in prop::collection::vec(any_annotation(), 0..6)) {
        annotations.sort_by(|a, b| a.order().cmp(&b.order()));
        annotations.dedup_by(|a, b| a.id == b.id);
        let text = document(&annotations).to_string();
        let again = NotesFile::parse(&text).unwrap();
        // A selector without a hash takes the article's.
        prop_assert_eq!(again.annotations(), annotations.as_slice());
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn any_change_of_a_file_is_what_is_read_next(
        first in prop::collection::vec(any_annotation(), 0..4),
        second in prop::collection::vec(any_annotation(), 0..4),
        even in any::<bool>(),
    ) {
        let mut second = with_every_other_id(second, &first, even);
        let mut document = document(&first);
        document.set_annotations(&second, &BTreeMap::new());
        second.sort_by(|a, b| a.order().cmp(&b.order()));
        let again = NotesFile::parse(&document.to_string()).unwrap();
        prop_assert_eq!(again.annotations(), second.as_slice());
    }

    #[test]
    fn changing_one_piece_gives_the_same_file_as_changing_all(
        first in prop::collection::vec(any_annotation(), 0..4),
        second in prop::collection::vec(any_annotation(), 0..4),
        even in any::<bool>(),
    ) {
        let mut second = with_every_other_id(second, &first, even);
        second.sort_by(|a, b| a.order().cmp(&b.order()));
        let text = format!("# Mine.\n{}# The end.\n", document(&first)).replace("\n[[annotation]]", "\n# Here.\n[[annotation]]");
        let mut whole = NotesFile::parse(&text).unwrap();
        let slices = whole.slices().cloned().unwrap();
        prop_assert!(slices.is(text.as_bytes()) && !slices.is(&text.as_bytes()[1..]));
        let (slices, removed) = slices.with(whole.annotations(), &second, &BTreeMap::new()).unwrap();
        prop_assert_eq!(removed, whole.set_annotations(&second, &BTreeMap::new()));
        prop_assert_eq!(slices.text(), whole.to_string());
    }

    #[test]
    fn no_text_makes_reading_panic(text in "(?s)(\\[\\[annotation\\]\\]\n|id = |\"a\"|\n|target = \\{|exact|start|-1|\\}|[\"\\[\\]#.]|.){0,40}") {
        let _ = NotesFile::parse(&text);
    }
}
