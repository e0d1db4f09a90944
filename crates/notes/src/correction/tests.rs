use std::collections::BTreeMap;
use std::slice;

use proptest::prelude::*;

use super::*;
use crate::Header;
use crate::NotesFile;
use crate::samples::{any_annotation, any_correction};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + second).unwrap()
}

fn put_back(words: &str, second: i64) -> Correction {
    let fix = Fix::PutBack { words: words.to_owned(), rule: Some("newsletter".to_owned()) };
    Correction { created: at(second), fix }
}

fn kind(name: &str, kind: &str, second: i64) -> Correction {
    Correction { created: at(second), fix: Fix::EntityKind { name: name.to_owned(), kind: kind.to_owned() } }
}

fn same(name: &str, same_as: &str, second: i64) -> Correction {
    let fix = Fix::SameEntity { name: name.to_owned(), same_as: same_as.to_owned() };
    Correction { created: at(second), fix }
}

fn speaker(quote: &str, start: usize, speaker: Option<&str>, second: i64) -> Correction {
    let fix = Fix::Speaker { quote: quote.to_owned(), start, speaker: speaker.map(str::to_owned) };
    Correction { created: at(second), fix }
}

/// A file with a correction of each kind before an annotation.
const FILE: &str = r#"format = 1
[article]
title = "The harbour"
text_sha256 = "abababababababababababababababababababababababababababababababab"

[[correction]]
created = 2025-11-24T16:00:00Z
put_back = """
Boats leave at six.
Bring a coat."""
rule = "newsletter"

[[correction]]
created = 2025-11-24T16:00:01Z
entity = "Harbour Watch"
kind = "organization"

[[correction]]
created = 2025-11-24T16:00:02Z
entity = "Lee"
same_as = "Ann Lee"

[[correction]]
created = 2025-11-24T16:00:03Z
quote = "We close at dusk"
start = 31
speaker = "Ben Moss"

[[correction]]
created = 2025-11-24T16:00:04Z
quote = "We close at dusk"
start = 90
speaker = ""

# The best line.
[[annotation]]
id = "01A"
mood  = "sceptical"
note = 'Call her.'   # by Friday
target = { exact = "We close at dusk", start = 31, end = 47 }
# The end.
"#;

fn all() -> Vec<Correction> {
    vec![
        put_back("Boats leave at six.\nBring a coat.", 0),
        kind("Harbour Watch", "organization", 1),
        same("Lee", "Ann Lee", 2),
        speaker("We close at dusk", 31, Some("Ben Moss"), 3),
        speaker("We close at dusk", 90, None, 4),
    ]
}

#[test]
fn the_file_has_the_published_form_byte_for_byte() {
    let document = NotesFile::parse(FILE).unwrap();
    assert_eq!(document.corrections(), all());
    let (start, rest) = (FILE.find("\n[[correction]]").unwrap(), FILE.find("\n# The best line.").unwrap());
    let bare = format!("{}{}", &FILE[..start], &FILE[rest..]);
    let mut document = NotesFile::parse(&bare).unwrap();
    document.set_corrections(&all());
    assert_eq!(document.to_string(), FILE);
    document.set_corrections(&[]);
    assert_eq!(document.to_string(), bare);
}

#[test]
fn what_a_person_wrote_stays_where_nothing_else_changes() {
    let by_hand = FILE
        .replace("entity = \"Lee\"", "entity   = 'Lee' # she says so\nwhy = \"asked her\"")
        .replace(
            "[[correction]]\ncreated = 2025-11-24T16:00:03Z",
            "# On the tape.\n[[correction]]\nminute = 3\ncreated = 2025-11-24T16:00:03Z",
        )
        .replace(
            "\n# The best line.",
            "[correction.heard.by]\nn = 2\n[correction.later]\nn = 1\n[correction.heard.at]\nn = 3\n\n# The best line.",
        );
    let mut document = NotesFile::parse(&by_hand).unwrap();
    assert_eq!(document.corrections(), all());
    document.set_corrections(&all());
    assert_eq!(document.to_string(), by_hand);
    let mut changed = all();
    changed[0] = Correction {
        created: at(9),
        fix: Fix::PutBack { words: "Boats leave at six.\nBring a coat.".to_owned(), rule: None },
    };
    changed[3] = speaker("We close at dusk", 31, None, 10);
    changed.push(speaker("Nobody knew", 120, Some("Ann Lee"), 11));
    document.set_corrections(&changed);
    let expected = by_hand
        .replace("16:00:00Z", "16:00:09Z")
        .replace("rule = \"newsletter\"\n", "")
        .replace("16:00:03Z", "16:00:10Z")
        .replace("\"Ben Moss\"", "\"\"")
        .replace(
            "\n# The best line.",
            "\n[[correction]]\ncreated = 2025-11-24T16:00:11Z\nquote = \"Nobody knew\"\nstart = 120\nspeaker = \"Ann Lee\"\n\n# The best line.",
        );
    assert_eq!(document.to_string(), expected);
}

#[test]
fn corrections_behind_the_annotations_or_on_one_line_are_read_and_kept() {
    let line =
        "correction = [{ entity = \"Lee\", same_as = \"Ann Lee\" }, { put_back = \"Boats\", colour = \"red\" }]\n";
    let after = "[[correction]]\nput_back = \"Boats\"\n[correction.x]\ny = 1\n";
    for (text, there) in [
        (format!("{line}{}", FILE.replace("[[correction]]", "[[other]]")), 2),
        (format!("{}{after}", FILE.replace("[[correction]]", "[[other]]")), 1),
        (format!("correction = []\n{}", FILE.replace("[[correction]]", "[[other]]")), 0),
        (format!("[[annotation]]\nid = \"b\"\n[annotation.target]\nexact = \"a\"\n{after}"), 1),
    ] {
        let mut document = NotesFile::parse(&text).unwrap();
        let annotations = document.annotations().to_vec();
        let mut corrections = document.corrections();
        assert_eq!(corrections.len(), there, "{text}");
        assert_eq!(document.to_string(), text);
        corrections.push(kind("Harbour Watch", "organization", 1));
        document.complete_header(&Header::default());
        document.set_corrections(&corrections);
        let text = document.to_string();
        let again = NotesFile::parse(&text).unwrap();
        assert_eq!(again.corrections(), effective(&corrections), "{text}");
        assert_eq!(again.annotations(), annotations, "{text}");
        assert!(!text.contains("x]\ny = 1\n[[correction]]\ncolour"), "{text}");
    }
}

#[test]
fn of_two_by_hand_on_one_subject_the_later_is_in_effect_and_a_change_leaves_one() {
    let text = "[[correction]]\ncreated = 2026-01-02\nentity = \"Lee\"\nkind = \"person\"\n\n[[correction]]\nentity = \"Lee\"\nkind = \"place\"\n\n[[correction]]\nentity = \"Lee\"\nsame_as = \"Ann Lee\"\n";
    let mut document = NotesFile::parse(text).unwrap();
    let corrections = document.corrections();
    assert_eq!(corrections.len(), 2, "its kind and whom it is are two things");
    assert_eq!(corrections[0].fix, Fix::EntityKind { name: "Lee".to_owned(), kind: "person".to_owned() });
    document.set_corrections(&corrections);
    assert_eq!(document.to_string(), text);
    // Even one that is made by a clock that is wrong.
    let changed = [kind("Lee", "group", -2_000_000_000), corrections[1].clone()];
    document.set_corrections(&changed);
    assert_eq!(document.to_string().matches("kind =").count(), 1);
    assert_eq!(NotesFile::parse(&document.to_string()).unwrap().corrections(), changed);
    let mut document = NotesFile::parse(text).unwrap();
    document.set_corrections(&[]);
    assert_eq!(document.to_string(), "");
}

#[test]
fn an_error_has_its_line_and_column() {
    for (text, line, column, words) in [
        ("a = 1\n[[correction]]\nput_back = 5\n", 3, 12, "`put_back` has to be text"),
        ("a = 1\n[[correction]]\ncreated = 2026-01-05\n", 2, 1, "one of `put_back`, `entity`, `quote`"),
        ("[[correction]]\nentity = \"a\"\nquote = \"b\"\n", 3, 9, "this correction has `quote` and `entity`"),
        ("[[correction]]\nentity = \"a\"\n", 1, 1, "one of `kind`, `same_as`"),
        ("[[correction]]\nentity = \"a\"\nkind = \"b\"\nsame_as = \"c\"\n", 4, 11, "has `same_as` and `kind`"),
        ("[[correction]]\nput_back = \" \"\n", 2, 12, "empty"),
        ("[[correction]]\nquote = \"a\"\n", 1, 1, "`speaker` is missing"),
        ("[[correction]]\nquote = \"a\"\nspeaker = \"\"\nstart = -1\n", 4, 9, "`start`"),
        ("[[correction]]\nput_back = \"a\"\nrule = 1\n", 3, 8, "`rule`"),
        ("[[correction]]\nput_back = \"a\"\ncreated = \"soon\"\n", 3, 11, "2026-01-05T10:12:33Z"),
        ("\n[correction]\nput_back = \"a\"\n", 2, 1, "[[correction]]"),
        ("correction = [{ put_back = \"a\" }, { rule = \"b\" }]\n", 1, 35, "one of `put_back`"),
    ] {
        let error = NotesFile::parse(text).unwrap_err();
        assert_eq!((error.line, error.column), (line, column), "{text}{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn what_is_typed_is_tidied_and_what_says_nothing_is_refused() {
    assert_eq!(speaker("a", 0, Some(" Ann\u{7} Lee\n"), 0).fix.tidied(), Some(speaker("a", 0, Some("Ann Lee"), 0).fix));
    assert_eq!(speaker("a", 0, Some(" \n"), 0).fix.tidied(), Some(speaker("a", 0, None, 0).fix));
    for blank in [put_back(" ", 0), kind("a", "", 0), same("", "a", 0), same("a", "\0", 0), speaker("", 0, None, 0)] {
        assert_eq!(blank.fix.clone().tidied(), None, "{blank:?}");
    }
}

#[test]
fn two_sides_are_merged_by_subject() {
    let base = [kind("Lee", "person", 1), put_back("Boats", 1), same("Lee", "Ann Lee", 1)];
    let [lee, boats, ann] = base.clone();
    let check = |mine: &[Correction], theirs: &[Correction], expected: &[Correction]| {
        assert_eq!(merge(&base, mine, theirs), effective(expected));
        assert_eq!(merge(&base, theirs, mine), effective(expected));
    };
    // Each adds and changes something of its own.
    let (mine, theirs) = (kind("Lee", "group", 2), same("Lee", "Bea Lee", 2));
    let (quote, harbour) = (speaker("a", 0, None, 3), kind("Harbour", "place", 3));
    check(
        &[mine.clone(), boats.clone(), ann.clone(), quote.clone()],
        &[lee.clone(), boats.clone(), theirs.clone(), harbour.clone()],
        &[mine.clone(), boats.clone(), theirs, quote, harbour],
    );
    // Both change one: the later holds, or of equally late ones the same.
    check(slice::from_ref(&mine), &[kind("Lee", "place", 3)], &[kind("Lee", "place", 3)]);
    check(slice::from_ref(&mine), &[kind("Lee", "place", 2)], &[kind("Lee", "place", 2)]);
    // A withdrawal holds, unless the other side changed it.
    check(slice::from_ref(&lee), &base, slice::from_ref(&lee));
    check(&[], slice::from_ref(&mine), slice::from_ref(&mine));
    // The same words at two places are two quotes.
    let twice = [speaker("a", 0, None, 3), speaker("a", 9, Some("Ann"), 3)];
    assert_eq!(merge(&[], &twice[..1], &twice[1..]), twice);
}

#[test]
fn a_speaker_goes_to_the_nearest_quote_of_the_words() {
    let corrections = [
        speaker("Yes", 10, Some("Ann"), 1),
        speaker("Yes", 90, None, 2),
        speaker("Yes", 110, Some("Ben"), 1),
        speaker("No", 50, Some("Ann"), 3),
        kind("Yes", "person", 4),
    ];
    let found = speakers(&corrections, &[("Yes", 12), ("Yes", 100), ("Maybe", 50), ("No", 500)]);
    assert_eq!(found, [Some(&corrections[0]), Some(&corrections[1]), None, Some(&corrections[3])]);
}

fn corrections() -> impl Strategy<Value = Vec<Correction>> {
    prop::collection::vec(any_correction(), 0..6).prop_map(|c| effective(&c))
}

proptest! {
    #[test]
    fn any_change_of_a_file_is_what_is_read_next_and_leaves_the_annotations(
        first in corrections(),
        second in corrections(),
        common in corrections(),
        annotations in prop::collection::vec(any_annotation(), 0..3),
        annotated_first in any::<bool>(),
    ) {
        let mut document = NotesFile::new(Header { text_sha256: "ab".repeat(32), ..Header::default() });
        let first = effective(&[first, common.clone()].concat());
        let second = effective(&[common, second].concat());
        if annotated_first {
            document.set_annotations(&annotations, &BTreeMap::new());
        }
        document.set_corrections(&first);
        document.set_annotations(&annotations, &BTreeMap::new());
        let text = format!("# Mine.\n{document}# The end.\n").replace("\n[[annotation]]", "\n# The best line.\n[[annotation]]");
        let mut document = NotesFile::parse(&text).unwrap();
        prop_assert_eq!(document.corrections(), first);
        document.set_corrections(&second);
        let changed = document.to_string();
        let again = NotesFile::parse(&changed).unwrap();
        prop_assert_eq!(again.corrections(), second.as_slice());
        prop_assert_eq!(again.annotations(), document.annotations());
        if let Some((_, end)) = text.split_once("# The best line.") {
            prop_assert!(changed.ends_with(end), "{}\n{}", text, changed);
        }
        // The next change of an annotation is a fast one.
        prop_assert!(again.slices().is_some_and(|slices| slices.is(changed.as_bytes())));
    }

    #[test]
    fn both_sides_of_a_merge_come_to_the_same(base in corrections(), mine in corrections(), theirs in corrections()) {
        let merged = merge(&base, &mine, &theirs);
        prop_assert_eq!(&merge(&base, &theirs, &mine), &merged);
        prop_assert_eq!(&merge(&theirs, &merged, &theirs), &merged);
        prop_assert_eq!(&merge(&base, &base, &theirs), &theirs);
        prop_assert_eq!(&effective(&merged), &merged);
    }
}
