//! Nothing of an annotation or a correction is lost by merging, writing and
//! reading. A new field does not pass until it is listed in `annotation_fields`
//! and changed in `each_field_changed`.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::merge::{merge, merge_one};
use crate::{Header, NotesFile, correction};

fn header() -> Header {
    Header { text_sha256: "ab".repeat(32), ..Header::default() }
}

fn read_back(file: &NotesFile) -> NotesFile {
    NotesFile::parse(&file.to_string()).unwrap()
}

/// The full annotation once for each field, with only that field changed.
fn each_field_changed() -> Vec<(&'static str, Annotation)> {
    let full = full_annotation();
    let with = |change: &dyn Fn(&mut Annotation)| {
        let mut changed = full.clone();
        change(&mut changed);
        assert_ne!(changed, full);
        changed
    };
    let selector = |change: &dyn Fn(&mut Selector)| with(&|a| a.selectors.iter_mut().for_each(change));
    let quote = |change: &dyn Fn(&mut QuotedSpeech)| with(&|a| a.quote.iter_mut().for_each(change));
    let text = str::to_owned;
    vec![
        ("id", with(&|a| a.id = text("01JDQ5TA1J000000000000002W"))),
        ("selectors.exact", selector(&|s| s.exact += " sharp")),
        ("selectors.prefix", selector(&|s| s.prefix += "“")),
        ("selectors.suffix", selector(&|s| s.suffix += " Or not")),
        ("selectors.sentence", selector(&|s| s.sentence += " Or not.")),
        ("selectors.start", selector(&|s| s.start += 1)),
        ("selectors.end", selector(&|s| s.end += 1)),
        ("selectors.text_sha256", selector(&|s| s.text_sha256 = s.text_sha256.replace('b', "e").replace('d', "f"))),
        ("motivation", with(&|a| a.motivation = Motivation::Bookmarking)),
        ("note", with(&|a| a.note = text("Another note."))),
        ("tags", with(&|a| a.tags.push(text("boats")))),
        ("color", with(&|a| a.color = Some(text("blue")))),
        ("quote.speaker", quote(&|q| q.speaker = Some(text("Per Lund")))),
        ("quote.kind", quote(&|q| q.kind = text("indirect"))),
        ("check", with(&|a| a.check = Some(Check::NeedsSource))),
        ("created", with(&|a| a.created = second(1_764_000_000))),
        ("modified", with(&|a| a.modified = second(1_764_000_700))),
    ]
}

#[test]
fn the_full_annotation_sets_every_field_to_a_value_of_its_own() {
    let full = full_annotation();
    let shown = format!("{full:?}");
    for unset in ["None", "\"\"", "[]", ": 0,"] {
        assert!(!shown.contains(unset), "{unset} in {shown}");
    }
    let fields = annotation_fields(&full);
    let values: BTreeSet<&String> = fields.iter().map(|(_, value)| value).collect();
    assert_eq!(values.len(), fields.len(), "{fields:?}");
    let listed: BTreeSet<&str> = fields.iter().map(|(name, _)| *name).collect();
    let changed: BTreeSet<&str> = each_field_changed().iter().map(|(name, _)| *name).collect();
    assert_eq!(listed, changed);
}

#[test]
fn each_changed_field_is_listed_with_its_new_value() {
    let full = annotation_fields(&full_annotation());
    for (name, changed) in each_field_changed() {
        let now = annotation_fields(&changed);
        let different: BTreeSet<&str> =
            now.iter().filter(|field| !full.contains(field)).map(|(name, _)| *name).collect();
        assert_eq!(different, BTreeSet::from([name]));
    }
}

#[test]
fn writing_and_reading_keeps_every_field() {
    let mut file = NotesFile::new(header());
    file.set_annotations(&[full_annotation()], &BTreeMap::new());
    file.set_corrections(&full_corrections());
    let again = read_back(&file);
    assert_eq!(again.annotations(), [full_annotation()]);
    assert_eq!(again.corrections(), correction::effective(&full_corrections()));
    assert_eq!(again.corrections().len(), full_corrections().len());
}

#[test]
fn changing_one_field_of_a_file_is_read_back() {
    let mut file = NotesFile::new(header());
    file.set_annotations(&[full_annotation()], &BTreeMap::new());
    for (name, changed) in each_field_changed() {
        let mut whole = read_back(&file);
        let slices = whole.slices().cloned().unwrap();
        whole.set_annotations(std::slice::from_ref(&changed), &BTreeMap::new());
        assert_eq!(read_back(&whole).annotations(), std::slice::from_ref(&changed), "{name}");
        // The fast way, which rewrites only one slice of the file.
        let fast = slices.with(&[full_annotation()], std::slice::from_ref(&changed), &BTreeMap::new());
        let text = fast.map(|(slices, _)| slices.text());
        assert_eq!(text, Some(whole.to_string()), "{name}");
    }
}

#[test]
fn merging_keeps_the_change_of_either_side() {
    let full = full_annotation();
    for (name, changed) in each_field_changed().into_iter().filter(|(name, _)| *name != "id") {
        for (mine, theirs) in [(&changed, &full), (&full, &changed)] {
            let (merged, conflict) = merge_one(Some(&full), mine, theirs);
            assert_eq!((&merged, conflict), (&changed, false), "{name}");
            let merged = merge(std::slice::from_ref(&full), std::slice::from_ref(mine), std::slice::from_ref(theirs));
            assert_eq!(merged.annotations, std::slice::from_ref(&changed), "{name}");
        }
    }
}

#[test]
fn merging_keeps_the_changes_of_both_sides() {
    let full = full_annotation();
    let top = |name: &str| name.split('.').next().unwrap().to_owned();
    let changes: Vec<_> = each_field_changed().into_iter().filter(|(name, _)| *name != "id").collect();
    for (one, mine) in &changes {
        for (other, theirs) in changes.iter().filter(|(other, _)| top(one) != top(other)) {
            let (merged, conflict) = merge_one(Some(&full), mine, theirs);
            let (fields, base) = (annotation_fields(&merged), annotation_fields(&full));
            for field in annotation_fields(mine).iter().chain(&annotation_fields(theirs)) {
                assert!(base.contains(field) || fields.contains(field), "{one} and {other}: {field:?} is lost");
            }
            assert!(!conflict, "{one} and {other}");
        }
    }
}

#[test]
fn an_annotation_of_one_side_is_kept_whole() {
    let full = full_annotation();
    for (mine, theirs) in [(vec![full.clone()], vec![]), (vec![], vec![full.clone()])] {
        assert_eq!(merge(&[], &mine, &theirs).annotations, std::slice::from_ref(&full));
    }
}

#[test]
fn merging_keeps_every_correction() {
    let all = correction::effective(&full_corrections());
    for (mine, theirs) in [(&all[..], &[][..]), (&[][..], &all[..]), (&all[..3], &all[3..])] {
        assert_eq!(correction::merge(&[], mine, theirs), all);
    }
}
