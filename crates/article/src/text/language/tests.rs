use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;
use crate::text::fold::fold;

/// Every list of `assets/language`, by its path there.
fn lists() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/language");
    let files = files_under(&root, "tsv");
    let name = |file: &Path| file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    files.iter().map(|file| (name(file), std::fs::read_to_string(file).unwrap())).collect()
}

fn files_under(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_under(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found
}

fn body(list: &str) -> Vec<Vec<&str>> {
    list.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect()
}

/// The words of a list, folded: first columns that are not a number, or names
/// and abbreviations where the first column is a number.
fn words(list: &str) -> Vec<String> {
    let of_row = |row: Vec<&str>| -> Vec<String> {
        let numbered = row[0].parse::<u8>().is_ok();
        let words = if numbered { row[1..].join(",") } else { row[0].to_owned() };
        words.split(',').filter(|word| !word.is_empty()).map(fold).collect()
    };
    body(list).into_iter().flat_map(of_row).collect()
}

#[test]
fn every_list_has_a_header_and_full_rows() {
    let lists = lists();
    assert_eq!(lists.len(), 7, "{:?}", lists.keys());
    for (name, list) in &lists {
        let header: Vec<&str> = list.lines().take_while(|line| line.starts_with("# ")).collect();
        let columns = header.iter().find_map(|line| line.strip_prefix("# Columns: ")).expect(name);
        assert!(header[0].len() > 20, "{name}: the first line says what the list holds");
        assert!(header.iter().any(|line| line.starts_with("# Used by: ")), "{name}: who uses it");
        // A description in brackets may hold a comma, too.
        let outside = columns.split('(').map(|piece| piece.rsplit(')').next().unwrap()).collect::<String>();
        let count = outside.split(", ").count();
        for row in body(list) {
            assert_eq!(row.len(), count, "{name}: {row:?}");
            assert!(row.iter().all(|cell| *cell == cell.trim()), "{name}: {row:?}");
        }
    }
}

#[test]
fn every_list_is_sorted_and_has_no_word_twice() {
    for (name, list) in &lists() {
        let rows = body(list);
        let keys: Vec<(u8, &str)> = rows.iter().map(|row| (row[0].parse().unwrap_or(0), row[0])).collect();
        let numbered = keys[0].0 > 0;
        let in_order = |a: &(u8, &str), b: &(u8, &str)| if numbered { a.0 + 1 == b.0 } else { a < b };
        assert!(keys.is_sorted_by(in_order), "{name} is not sorted");
        let words = words(list);
        let different: BTreeSet<&String> = words.iter().collect();
        assert_eq!(different.len(), words.len(), "{name} has a word twice");
    }
}

#[test]
fn lists_that_exclude_each_other_share_no_word() {
    let lists = lists();
    let words = |name: &str| words(&lists[name]).into_iter().collect::<BTreeSet<_>>();
    for (one, other) in [
        ("en/months.tsv", "en/weekdays.tsv"),
        ("en/months.tsv", "en/sentence_openers.tsv"),
        ("en/months.tsv", "en/time_zones.tsv"),
        ("en/weekdays.tsv", "en/sentence_openers.tsv"),
        ("en/weekdays.tsv", "en/time_zones.tsv"),
        ("en/abbreviations.tsv", "en/sentence_openers.tsv"),
    ] {
        let (a, b) = (words(one), words(other));
        let shared: Vec<_> = a.intersection(&b).collect();
        assert!(shared.is_empty(), "{one} and {other}: {shared:?}");
    }
}

#[test]
fn every_row_is_understood() {
    let english = Language::english();
    assert_eq!((english.months().len(), english.weekdays().len()), (12, 7));
    assert_eq!(english.time_zones.len(), body(TIME_ZONES).len());
    assert_eq!(english.time_zone("est"), Some(TimeZone::Fixed(-5)));
    assert_eq!(english.time_zone("et"), Some(TimeZone::UnitedStates(-5)));
    assert_eq!(english.time_zone("xyz"), None);
    assert_eq!((english.month("may"), english.month("december"), english.month("sun")), (Some(5), Some(12), None));
    assert_eq!((english.weekday("thurs"), english.weekday("sunday"), english.weekday("")), (Some(4), Some(7), None));
}

#[test]
fn abbreviations_are_known_single_letters_or_dotted() {
    let english = Language::english();
    for word in ["Mr", "mr", "SEPT", "U.S", "J", "ph.d"] {
        assert!(english.is_abbreviation(word), "{word}");
    }
    for word in ["left", "end.next", "", "5"] {
        assert!(!english.is_abbreviation(word), "{word}");
    }
    assert!(english.opens_sentence("The") && !english.opens_sentence("the") && !english.opens_sentence("Tarn"));
}

/// More than twelve string literals in a row, outside tests, are a word list
/// that belongs in a file.
#[test]
fn no_word_list_is_left_in_the_code() {
    for file in files_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs") {
        let source = std::fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
        if file.ends_with("tests.rs") {
            continue;
        }
        assert!(longest_word_list(code) <= 12, "{}", file.display());
    }
    assert_eq!(longest_word_list("&[\"one\", \"two\"\n | \"three\"]; f(\"four\")"), 3);
}

/// The length of the longest run of string literals with letters that only
/// white space, commas and bars separate.
fn longest_word_list(code: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    // Quotation marks in the middle of a literal are left out.
    for (i, piece) in code.replace("'\"'", "").replace("\\\"", "").split('"').enumerate() {
        let is_literal = i % 2 == 1;
        let separates = piece.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '|' | '&'));
        if is_literal {
            run += usize::from(piece.contains(char::is_alphabetic));
            longest = longest.max(run);
        } else if !separates {
            run = 0;
        }
    }
    longest
}
