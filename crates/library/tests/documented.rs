//! The tables and columns that `docs/library.md` promises are those of the file.

use std::collections::BTreeSet;

use pullquote_library::Library;
use rusqlite::Connection;

/// Tables and views that are not promised: how the promised ones are stored.
const INTERNAL: [&str; 4] = ["article_words", "entity_mentions", "entity_names", "quote_places"];

/// The names in code spans outside parentheses.
fn names(cell: &str) -> BTreeSet<String> {
    let mut outside = String::new();
    let mut depth = 0_usize;
    for c in cell.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_table_and_column_that_is_documented_is_there_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("library.sqlite");
    Library::open(&file, "stamp").unwrap();
    let connection = Connection::open(&file).unwrap();
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/library.md");
    let text = std::fs::read_to_string(page).unwrap();
    let mut documented = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [name, _, columns] = cells.as_slice() else { continue };
        let name = names(name).pop_first().unwrap();
        let there: BTreeSet<String> = connection
            .prepare("SELECT name FROM pragma_table_xinfo(?1)")
            .unwrap()
            .query_map([&name], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(names(columns), there, "the columns of {name}");
        documented.insert(name);
    }
    let all: BTreeSet<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB '*_index*' \
                  AND name NOT GLOB 'sqlite_*'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let promised: BTreeSet<String> = all.into_iter().filter(|name| !INTERNAL.contains(&name.as_str())).collect();
    assert_eq!(documented, promised);
}
