//! Merging the annotations of two writers of one file: a three-way merge by id
//! and field.

use std::collections::{HashMap, HashSet};

use ulid::Ulid;

use crate::annotation::{Annotation, Motivation, Selector};
use crate::selectors::Selectors;
use pullquote_article::sha256_hex;

/// The result of a merge.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// All annotations, in the order of the text.
    pub annotations: Vec<Annotation>,
    /// Ids of annotations of which both sides changed the same field to
    /// different values. Both values are kept: two notes are joined; of another
    /// field the annotation has the later value, and the earlier one is in an
    /// annotation of its own on the same words.
    pub conflicts: Vec<String>,
}

/// Merges `mine` with `theirs`; `base` is what both began with.
///
/// A change wins over no change and over a deletion. Nothing that one side
/// added or wrote is lost.
#[must_use]
pub fn merge(base: &[Annotation], mine: &[Annotation], theirs: &[Annotation]) -> Merged {
    let base = by_id(base);
    let mine_by_id = by_id(mine);
    let there: HashSet<&str> = theirs.iter().map(|a| a.id.as_str()).collect();
    let mut merged = Merged::default();
    let mut seen = HashSet::new();
    for theirs in theirs {
        if !seen.insert(theirs.id.clone()) {
            continue;
        }
        match (base.get(theirs.id.as_str()), mine_by_id.get(theirs.id.as_str())) {
            (base, Some(mine)) => {
                let (one, conflict) = merge_one(base.copied(), mine, theirs);
                if conflict {
                    merged.conflicts.push(one.id.clone());
                    let earlier = earlier_values(base.copied(), mine, theirs);
                    // If it is there already, it may have been changed since.
                    let new = earlier.filter(|a| !there.contains(a.id.as_str()) && seen.insert(a.id.clone()));
                    merged.annotations.extend(new);
                }
                merged.annotations.push(one);
            }
            (Some(base), None) if *base == theirs => {}
            (_, None) => merged.annotations.push(theirs.clone()),
        }
    }
    for mine in mine {
        let deleted_there = base.get(mine.id.as_str()).is_some_and(|base| *base == mine);
        if seen.insert(mine.id.clone()) && !deleted_there {
            merged.annotations.push(mine.clone());
        }
    }
    merged.annotations.sort_by(|a, b| a.order().cmp(&b.order()));
    merged
}

fn by_id(annotations: &[Annotation]) -> HashMap<&str, &Annotation> {
    annotations.iter().map(|a| (a.id.as_str(), a)).collect()
}

/// The check, quote and colour of the earlier side as an annotation of its own,
/// if both sides changed one of them to different values. Its id is computed from
/// the earlier id and these values, so that every program that merges the two
/// sides gives the same.
fn earlier_values(base: Option<&Annotation>, mine: &Annotation, theirs: &Annotation) -> Option<Annotation> {
    let earlier = if mine.modified >= theirs.modified { theirs } else { mine };
    let said = |a: &Annotation| (a.check, a.quote.clone(), a.color.clone());
    let base = base.map(said);
    let ((check, quote, color), (mine_check, mine_quote, mine_color)) = (said(theirs), said(mine));
    let both = |differ: bool, base_is_one: bool| differ && !base_is_one;
    let conflict = both(check != mine_check, base.as_ref().is_some_and(|b| b.0 == check || b.0 == mine_check))
        || both(quote != mine_quote, base.as_ref().is_some_and(|b| b.1 == quote || b.1 == mine_quote))
        || both(color != mine_color, base.as_ref().is_some_and(|b| b.2 == color || b.2 == mine_color));
    if !conflict {
        return None;
    }
    let known = Ulid::from_string(&earlier.id).map_or(0, |id| id.timestamp_ms());
    // The names in the `Debug` output are part of the id: renaming the types or
    // variants would duplicate such annotations in files that are shared.
    let seed = sha256_hex(format!("{}\0{:?}", earlier.id, said(earlier)).as_bytes());
    let random = u128::from_str_radix(seed.get(..20).unwrap_or("0"), 16).unwrap_or_default();
    let id = Ulid::from_parts(known, random).to_string();
    Some(Annotation {
        id,
        note: String::new(),
        tags: Vec::new(),
        motivation: Motivation::Highlighting,
        ..earlier.clone()
    })
}

/// Merges two versions of one annotation; `base` is what both began with. Also
/// returns whether both sides changed one field to different values.
#[must_use]
pub fn merge_one(base: Option<&Annotation>, mine: &Annotation, theirs: &Annotation) -> (Annotation, bool) {
    if mine == theirs || base == Some(theirs) {
        return (mine.clone(), false);
    }
    if base == Some(mine) {
        return (theirs.clone(), false);
    }
    let mut fields = Fields { later_is_mine: mine.modified >= theirs.modified, conflict: false };
    let note = match fields.unless_both(base.map(|b| &b.note), &mine.note, &theirs.note) {
        Some(note) => note.clone(),
        None if fields.later_is_mine => both_notes(&theirs.note, &mine.note),
        None => both_notes(&mine.note, &theirs.note),
    };
    let merged = Annotation {
        id: theirs.id.clone(),
        selectors: merge_selectors(base.map(|b| &b.selectors), &mine.selectors, &theirs.selectors),
        motivation: *fields.later(base.map(|b| &b.motivation), &mine.motivation, &theirs.motivation),
        note,
        tags: merge_tags(base.map_or(&[], |b| b.tags.as_slice()), &mine.tags, &theirs.tags),
        color: fields.later(base.map(|b| &b.color), &mine.color, &theirs.color).clone(),
        quote: fields.later(base.map(|b| &b.quote), &mine.quote, &theirs.quote).clone(),
        check: *fields.later(base.map(|b| &b.check), &mine.check, &theirs.check),
        created: mine.created.min(theirs.created),
        modified: mine.modified.max(theirs.modified),
    };
    (merged, fields.conflict)
}

/// Chooses between two values of a field.
struct Fields {
    later_is_mine: bool,
    conflict: bool,
}

impl Fields {
    /// The value of the side that changed the field; `None` if both changed it
    /// to different values.
    fn unless_both<'a, T: PartialEq>(&mut self, base: Option<&T>, mine: &'a T, theirs: &'a T) -> Option<&'a T> {
        if mine == theirs || base == Some(theirs) {
            Some(mine)
        } else if base == Some(mine) {
            Some(theirs)
        } else {
            self.conflict = true;
            None
        }
    }

    /// The value of the side that changed the field; the later one if both did.
    fn later<'a, T: PartialEq>(&mut self, base: Option<&T>, mine: &'a T, theirs: &'a T) -> &'a T {
        let later = if self.later_is_mine { mine } else { theirs };
        self.unless_both(base, mine, theirs).unwrap_or(later)
    }
}

/// Both notes, the earlier first; only the longer one if it contains the other.
fn both_notes(earlier: &str, later: &str) -> String {
    if later.contains(earlier.trim()) {
        later.to_owned()
    } else if earlier.contains(later.trim()) {
        earlier.to_owned()
    } else {
        format!("{}\n\n{}", earlier.trim_end(), later.trim_start())
    }
}

fn merge_tags(base: &[String], mine: &[String], theirs: &[String]) -> Vec<String> {
    if theirs == base {
        return mine.to_vec();
    }
    let dropped = |tag: &String| base.contains(tag) && !mine.contains(tag);
    let added = mine.iter().filter(|tag| !base.contains(tag) && !theirs.contains(tag));
    theirs.iter().filter(|tag| !dropped(tag)).chain(added).cloned().collect()
}

fn merge_selectors(base: Option<&Selectors>, mine: &Selectors, theirs: &Selectors) -> Selectors {
    if base == Some(theirs) {
        return mine.clone();
    }
    let added = mine.iter().filter(|s: &&Selector| !theirs.contains(s) && !base.is_some_and(|base| base.contains(s)));
    theirs.iter().chain(added).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Check;
    use crate::samples::plain_annotation as annotation;

    #[test]
    fn what_either_side_added_or_changed_is_there() {
        let base = [annotation("a", "a", 1), annotation("b", "b", 1), annotation("c", "c", 1)];
        let mut mine = base.to_vec();
        mine[0].note = "a, mine".to_owned();
        mine.push(annotation("d", "d", 2));
        let mut theirs = base.to_vec();
        theirs[1].note = "b, theirs".to_owned();
        theirs.push(annotation("e", "e", 2));
        let merged = merge(&base, &mine, &theirs);
        let notes: Vec<&str> = merged.annotations.iter().map(|a| a.note.as_str()).collect();
        assert_eq!(notes, ["a, mine", "b, theirs", "c", "d", "e"]);
        assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn a_deletion_holds_unless_the_other_side_wrote() {
        let base = [annotation("a", "a", 1), annotation("b", "b", 1)];
        let mut theirs = base.to_vec();
        theirs[1].note = "still needed".to_owned();
        let merged = merge(&base, &[], &theirs);
        assert_eq!(merged.annotations.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["b"]);
        let merged = merge(&base, &theirs, &[]);
        assert_eq!(merged.annotations.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn two_findings_about_one_quote_are_both_kept() {
        let base = annotation("01JD0000000000000000000000", "", 1);
        let found = |check, second| Annotation { check: Some(check), ..annotation(&base.id, "", second) };
        let (mine, theirs) = (found(Check::Verified, 3), found(Check::Disputed, 2));
        let merged = merge(std::slice::from_ref(&base), std::slice::from_ref(&mine), std::slice::from_ref(&theirs));
        let checks: Vec<_> = merged.annotations.iter().map(|a| a.check).collect();
        assert_eq!(merged.annotations.len(), 2);
        assert!(checks.contains(&Some(Check::Verified)) && checks.contains(&Some(Check::Disputed)));
        let later = merged.annotations.iter().find(|a| a.id == base.id).unwrap();
        assert_eq!(later.check, Some(Check::Verified));
        // The other side has the same result, and merging again adds nothing.
        let there = merge(std::slice::from_ref(&base), std::slice::from_ref(&theirs), std::slice::from_ref(&mine));
        assert_eq!(there.annotations, merged.annotations);
        let again = merge(std::slice::from_ref(&base), std::slice::from_ref(&theirs), &merged.annotations);
        assert_eq!(again.annotations, merged.annotations);
        // One side alone is not a conflict.
        let one = merge(std::slice::from_ref(&base), std::slice::from_ref(&base), std::slice::from_ref(&theirs));
        assert_eq!(one.annotations, [theirs]);
    }

    #[test]
    fn one_annotation_changed_on_both_sides_keeps_both() {
        let base = annotation("a", "", 1);
        let mut mine = annotation("a", "Mine.", 3);
        mine.tags = vec!["one".to_owned()];
        let mut theirs = annotation("a", "Theirs.", 2);
        theirs.created = base.created;
        mine.created = base.created;
        theirs.tags = vec!["two".to_owned()];
        theirs.check = Some(Check::Verified);
        let (merged, conflict) = merge_one(Some(&base), &mine, &theirs);
        assert!(conflict);
        assert_eq!(merged.note, "Theirs.\n\nMine.");
        assert_eq!(merged.tags, ["two", "one"]);
        assert_eq!(merged.check, Some(Check::Verified));
        // The other writer makes the same note, and so does merging again.
        assert_eq!(merge_one(Some(&base), &theirs, &mine).0.note, merged.note);
        assert_eq!(merge_one(Some(&base), &theirs, &merged).0.note, merged.note);
    }
}
