//! CSV: one row per annotation, Readwise's columns first, then our own.
//!
//! [`COLUMNS`] is the one table of columns; the header line and the rows are
//! written from it.

use super::file_variables::{INVISIBLE, with_list, without_list};
use super::input::Found;
use super::{Citation, Input, Item};
use pullquote_article::text::units::CodePoints;
use pullquote_notes::{Anchor, Annotation};

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The name in the header line.
    pub name: &'static str,
    /// The text of the cell in this column, before [`harmless`].
    cell: fn(&Row<'_>) -> String,
}

/// One row: an annotation, or a quote without an annotation.
#[derive(Debug)]
struct Row<'a> {
    citation: &'a Citation,
    content: Content<'a>,
}

#[derive(Debug)]
enum Content<'a> {
    Annotation(&'a Item<'a>),
    Quote(&'a Found<'a>),
}

impl Row<'_> {
    /// A cell that only annotations fill; empty in the row of a quote.
    fn of_annotation(&self, cell: impl FnOnce(&Annotation) -> String) -> String {
        match self.content {
            Content::Annotation(item) => cell(item.annotation),
            Content::Quote(_) => String::new(),
        }
    }

    fn note(&self) -> String {
        self.of_annotation(|annotation| annotation.note.clone())
    }

    fn tags(&self) -> String {
        self.of_annotation(|annotation| annotation.tags.join(", "))
    }

    fn check(&self) -> String {
        self.of_annotation(|annotation| annotation.check.map_or("", |check| check.name()).to_owned())
    }
}

const fn column(name: &'static str, cell: fn(&Row<'_>) -> String) -> Column {
    Column { name, cell }
}

/// Every column, in the order of the file. Readwise imports the first seven.
pub const COLUMNS: &[Column] = &[
    column("Highlight", |row| match row.content {
        Content::Annotation(item) => item.annotation.exact().to_owned(),
        Content::Quote(found) => found.words.clone(),
    }),
    // The name of a file is not a title to import, so the header's title counts.
    column("Title", |row| row.citation.header().title.unwrap_or_default()),
    column("Author", |row| row.citation.byline.join(", ")),
    column("URL", |row| row.citation.source().unwrap_or("").to_owned()),
    column("Note", |row| row.note()),
    // The first code point of the words in the article's text.
    column("Location", |row| match row.content {
        Content::Annotation(item) => item.start.to_string(),
        Content::Quote(found) => CodePoints::new(found.article.text()).of_byte(found.quote.extent().start).to_string(),
    }),
    column("Date", |row| row.of_annotation(|annotation| annotation.created.to_string())),
    column("Tags", |row| row.tags()),
    column("Speaker", |row| {
        let speaker = match row.content {
            Content::Annotation(item) => item.speaker(),
            Content::Quote(found) => found.speaker,
        };
        speaker.unwrap_or("").to_owned()
    }),
    column("Kind", |row| match row.content {
        Content::Annotation(item) => item.annotation.quote.as_ref().map(|q| q.kind.clone()).unwrap_or_default(),
        Content::Quote(found) => found.quote.kind.name().to_owned(),
    }),
    column("Check", |row| row.check()),
    column("Sentence", |row| match row.content {
        Content::Annotation(item) => item.sentence().to_owned(),
        Content::Quote(found) => found.sentence.clone().unwrap_or_default(),
    }),
    column("State", |row| {
        let state = match row.content {
            Content::Annotation(Item { anchor: Some(Anchor::Exact(_)), .. }) => "in place",
            Content::Annotation(item) => item.state().unwrap_or(""),
            Content::Quote(_) => "found",
        };
        state.to_owned()
    }),
    column("Link", |row| match row.content {
        Content::Annotation(item) => item.link.clone().unwrap_or_default(),
        Content::Quote(_) => String::new(),
    }),
    column("Color", |row| row.of_annotation(|annotation| annotation.color.clone().unwrap_or_default())),
    column("Site", |row| row.citation.site.clone().unwrap_or_default()),
    column("Published", |row| row.citation.published.clone().unwrap_or_default()),
    column("Fetched", |row| row.citation.fetched.clone().unwrap_or_default()),
    column("Source SHA-256", |row| row.citation.source_sha256.clone().unwrap_or_default()),
    column("Text SHA-256", |row| row.citation.text_sha256.clone()),
    column("Id", |row| row.of_annotation(|annotation| annotation.id.clone())),
    column("Modified", |row| row.of_annotation(|annotation| annotation.modified.to_string())),
    column("Seal", |row| {
        row.of_annotation(|annotation| match annotation.id.as_str() {
            "" => String::new(),
            _ => seal([&row.note(), &row.tags(), &row.check()]),
        })
    }),
];

pub(super) fn write(input: &Input<'_>) -> String {
    let found: Vec<Found<'_>> = input.quotes().filter(|found| found.about.is_none()).collect();
    let contents = input.items.iter().map(Content::Annotation).chain(found.iter().map(Content::Quote));
    // Every cell is between quotation marks, so that it holds together where a
    // locale uses another separator.
    let mut writer = ::csv::WriterBuilder::new().quote_style(::csv::QuoteStyle::Always).from_writer(Vec::new());
    for content in contents {
        let row = Row { citation: &input.citation, content };
        // Cannot fail: a Vec takes every byte, and all rows are equally long.
        let _ = writer.write_record(COLUMNS.iter().map(|column| harmless(&(column.cell)(&row))));
    }
    let body = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    format!("{}\n{body}", names.join(","))
}

/// A hash, 12 hex digits, of the three cells that a person may edit and
/// import again: note, tags and check. The importer compares it to see whether
/// they were edited.
#[must_use]
pub fn seal(cells: [&str; 3]) -> String {
    super::sections::seal(&cells.map(|cell| cell.replace('\r', "").trim().to_owned()).join("\u{1f}"))
}

/// The cell with an apostrophe in front if a spreadsheet could take it for a
/// formula (OWASP, “CSV Injection”), also where white space, invisible
/// characters or apostrophes come first, and without a list of file variables.
/// Other cells do not change.
fn harmless(cell: &str) -> String {
    let cell = without_list(cell, INVISIBLE);
    if is_formula(&cell) { format!("'{cell}") } else { cell }
}

/// The cell between quotation marks, made safe by [`harmless`].
pub(super) fn quoted(cell: &str) -> String {
    format!("\"{}\"", harmless(cell).replace('"', "\"\""))
}

/// The cell without what the export added to make it harmless.
#[must_use]
pub fn unguarded(cell: &str) -> String {
    with_list(cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell), INVISIBLE)
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
    fn a_cell_that_looks_like_a_formula_gets_an_apostrophe() {
        for cell in ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1", " =1", "\u{feff}=1", "\n\n@a", "'=1", "\u{a0}+1"]
        {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("“=1”"), "“=1”");
        assert_eq!(unguarded("'tis true"), "'tis true");
    }

    proptest! {
        #[test]
        fn unguarded_takes_off_what_harmless_added(cell in "['=+ \t\n-]{0,4}[a=]{0,2}|(?s).{0,20}") {
            let guarded = harmless(&cell);
            prop_assert_eq!(unguarded(&guarded), cell);
        }
    }
}
