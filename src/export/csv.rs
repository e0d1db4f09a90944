//! CSV: Readwise's columns first, then ours; one row an annotation.

use super::input::Found;
use super::{Input, Item};
use pullquote_article::text::units::CodePoints;
use pullquote_notes::Anchor;

/// The first seven are what Readwise imports.
pub const COLUMNS: [&str; 23] = [
    "Highlight",
    "Title",
    "Author",
    "URL",
    "Note",
    "Location",
    "Date",
    "Tags",
    "Speaker",
    "Kind",
    "Check",
    "Sentence",
    "State",
    "Link",
    "Color",
    "Site",
    "Published",
    "Fetched",
    "Source SHA-256",
    "Text SHA-256",
    "Id",
    "Modified",
    "Seal",
];

/// The cells of one row that have to do with its words.
#[derive(Default)]
struct Cells {
    words: String,
    note: String,
    location: String,
    date: String,
    tags: String,
    speaker: String,
    kind: String,
    check: String,
    sentence: String,
    state: String,
    link: String,
    color: String,
    id: String,
    modified: String,
}

pub(super) fn write(input: &Input<'_>) -> String {
    let found: Vec<Found<'_>> = input.quotes().filter(|found| found.about.is_none()).collect();
    let rows = input.items.iter().map(of_item).chain(found.iter().map(of_quote)).map(|cells| row(input, cells));
    // Every cell between quotation marks: no separator of any locale cuts one.
    let mut writer = ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
    for row in rows {
        // A Vec takes every byte, and every row has the same length.
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let body = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    format!("{}\n{body}", COLUMNS.join(","))
}

fn of_item(item: &Item<'_>) -> Cells {
    let annotation = item.annotation;
    let state = match item.anchor {
        Some(Anchor::Exact(_)) => "in place",
        _ => item.state().unwrap_or(""),
    };
    Cells {
        words: annotation.exact().to_owned(),
        note: annotation.note.clone(),
        location: item.start.to_string(),
        date: annotation.created.to_string(),
        tags: annotation.tags.join(", "),
        speaker: item.speaker().unwrap_or("").to_owned(),
        kind: annotation.quote.as_ref().map(|q| q.kind.clone()).unwrap_or_default(),
        check: annotation.check.map_or("", |c| c.name()).to_owned(),
        sentence: item.sentence().to_owned(),
        state: state.to_owned(),
        link: item.link.clone().unwrap_or_default(),
        color: annotation.color.clone().unwrap_or_default(),
        id: annotation.id.clone(),
        modified: annotation.modified.to_string(),
    }
}

/// A quote that no annotation is about.
fn of_quote(found: &Found<'_>) -> Cells {
    Cells {
        words: found.words.clone(),
        location: CodePoints::new(found.article.text()).of_byte(found.quote.extent().start).to_string(),
        speaker: found.speaker.unwrap_or("").to_owned(),
        kind: found.quote.kind.name().to_owned(),
        sentence: found.sentence.clone().unwrap_or_default(),
        state: "found".to_owned(),
        ..Cells::default()
    }
}

fn row(input: &Input<'_>, cells: Cells) -> [String; 23] {
    let citation = &input.citation;
    let sealed = if cells.id.is_empty() { String::new() } else { seal([&cells.note, &cells.tags, &cells.check]) };
    [
        cells.words,
        // A file's name is no title to import.
        citation.header().title.unwrap_or_default(),
        citation.byline.join(", "),
        citation.source().unwrap_or("").to_owned(),
        cells.note,
        cells.location,
        cells.date,
        cells.tags,
        cells.speaker,
        cells.kind,
        cells.check,
        cells.sentence,
        cells.state,
        cells.link,
        cells.color,
        citation.site.clone().unwrap_or_default(),
        citation.published.clone().unwrap_or_default(),
        citation.fetched.clone().unwrap_or_default(),
        citation.source_sha256.clone().unwrap_or_default(),
        citation.text_sha256.clone(),
        cells.id,
        cells.modified,
        sealed,
    ]
}

/// Twelve hex digits of the cells that a person may change and bring back:
/// note, tags and check. They tell whether somebody did.
#[must_use]
pub fn seal(cells: [&str; 3]) -> String {
    super::sections::seal(&cells.map(|cell| cell.replace('\r', "").trim().to_owned()).join("\u{1f}"))
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands
/// before what begins one (OWASP, “CSV Injection”), also where white space,
/// invisible characters or apostrophes come first.
fn harmless(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell between quotation marks, harmless.
pub(super) fn quoted(cell: &str) -> String {
    format!("\"{}\"", harmless(cell).replace('"', "\"\""))
}

/// The cell as it was before an apostrophe made it harmless.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    let ignored = |c: char| {
        c == '\''
            || c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    cell.trim_start_matches('\'').starts_with(['\t', '\r', '\n'])
        || cell
            .trim_start_matches(ignored)
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", " =1", "\u{feff}=1", "\n\n@a", "'=1", "\u{a0}+1"]
        {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("“=1”"), "“=1”");
        assert_eq!(unguarded("'tis true"), "'tis true");
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again(cell in "['=+ \t\n-]{0,4}[a=]{0,2}|(?s).{0,20}") {
            let guarded = harmless(&cell);
            prop_assert_eq!(unguarded(&guarded), cell.as_str());
        }
    }
}
