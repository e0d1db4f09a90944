//! Tables: CSV with a row of column names.

use csv::{ReaderBuilder, StringRecord};

use super::collector::Collector;
use super::error::ReadingListError;
use super::formats::head;

/// A row of a table.
pub(super) struct Row<'r> {
    columns: &'r [String],
    record: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// The cell in the column called `column` (lower case), without white space
    /// around it; empty if there is no such cell.
    pub(super) fn get(&self, column: &str) -> &'r str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or_default().trim()
    }
}

/// Whether the first row of `text` has all these column names, in any order and
/// in upper or lower case.
pub(super) fn has_columns(text: &str, wanted: &[&str]) -> bool {
    let first = head(text).lines().next().unwrap_or_default();
    let columns = reader(first).records().next().and_then(Result::ok).map(|row| names(&row)).unwrap_or_default();
    wanted.iter().all(|name| columns.iter().any(|column| column == name))
}

/// Calls `add` with each row of the table `text` after the column names.
///
/// # Errors
/// [`ReadingListError::Damaged`] if a quotation mark is not closed: the rest of
/// the file would be one cell.
pub(super) fn read(
    name: &str,
    text: &str,
    collector: &mut Collector,
    add: fn(&Row<'_>, &str, &mut Collector),
) -> Result<(), ReadingListError> {
    if let Some(line) = unclosed_quote(text, delimiter(text)) {
        let why = "a quotation mark in this line is not closed".to_owned();
        return Err(ReadingListError::Damaged { name: name.to_owned(), line, why });
    }
    let mut records = reader(text).into_records();
    let columns = records.next().and_then(Result::ok).map(|row| names(&row)).unwrap_or_default();
    let mut line = 1;
    for record in records {
        let record = record.map_err(|error| {
            let line = error.position().map_or(line, |position| position.line());
            let why = "this row cannot be read".to_owned();
            ReadingListError::Damaged { name: name.to_owned(), line: usize::try_from(line).unwrap_or(1), why }
        })?;
        line = record.position().map_or(line, |position| position.line());
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            add(&Row { columns: &columns, record: &record }, &format!("line {line}"), collector);
        }
    }
    Ok(())
}

/// A reader of the rows in `text`, of any length each.
fn reader(text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes())
}

/// The sign between the cells of the table `text`.
fn delimiter(text: &str) -> u8 {
    let first = head(text).lines().next().unwrap_or_default();
    // Spreadsheets of some countries write semicolons.
    if first.contains(';') && !first.contains(',') { b';' } else { b',' }
}

/// The names of columns in lower case.
fn names(row: &StringRecord) -> Vec<String> {
    row.iter().map(|name| name.trim().to_lowercase()).collect()
}

/// The line of a quotation mark that begins a cell and is never closed.
fn unclosed_quote(text: &str, delimiter: u8) -> Option<usize> {
    let mut line = 1;
    let mut opened_in = 1;
    let mut is_open = false;
    let mut starts_cell = true;
    let mut just_closed = false;
    for byte in text.bytes() {
        let closes = byte == b'"' && is_open;
        if byte == b'"' && !is_open && (starts_cell || just_closed) {
            is_open = true;
            // A doubled mark inside a cell is one sign of the same cell.
            opened_in = if just_closed { opened_in } else { line };
        } else if closes {
            is_open = false;
        }
        starts_cell = !is_open && (matches!(byte, b'\n' | b'\r') || byte == delimiter);
        just_closed = closes;
        line += usize::from(byte == b'\n');
    }
    is_open.then_some(opened_in)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_unclosed_mark_is_found_where_it_opens() {
        assert_eq!(unclosed_quote("a,b\n\"x\ny\",\"z", b','), Some(3));
        assert_eq!(unclosed_quote("a\n5\" pipe;\",\"a \"\"quoted\"\" word\"\n", b','), None);
        assert_eq!(unclosed_quote("\"a\n\"\"\n", b','), Some(1));
        assert_eq!(unclosed_quote("\"\"\n\"\",\"\"\"\"\n", b','), None);
    }

    #[test]
    fn columns_are_found_in_any_order_and_case() {
        assert!(has_columns("URL,Title\r\n", &["title", "url"]));
        assert!(has_columns("\"url\";\"title\"\n", &["title", "url"]));
        assert!(!has_columns("url,name\n", &["title", "url"]));
        assert!(!has_columns("", &["url"]));
    }

    proptest! {
        /// The count of open marks agrees with the reader: after a closed table,
        /// a row that is added is a row of its own.
        #[test]
        fn a_closed_table_stays_closed(text in "([a,\"\n]){0,40}") {
            if unclosed_quote(&text, b',').is_none() {
                let longer = format!("{text}\nlast,row\n");
                let last = reader(&longer).into_records().last().unwrap().unwrap();
                prop_assert_eq!(last.iter().collect::<Vec<_>>(), ["last", "row"]);
            }
        }
    }
}
