//! CSV: Readwise's columns first, then ours; one row an annotation.

use super::{Input, annotation_of, fragment, source};
use crate::notes::{Anchor, Annotation};
use crate::text::units::CodePoints;

/// The first seven are what Readwise imports.
const COLUMNS: [&str; 15] = [
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
    "Id",
];

pub(super) fn write(input: &Input<'_>) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    rows.extend(input.entries.iter().map(|e| annotation_row(input, &e.annotation, &e.anchor)));
    if input.options.quotes {
        rows.extend(quote_rows(input));
    }
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for row in &rows {
        // A Vec takes every byte, and every row has the same length.
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn annotation_row(input: &Input<'_>, annotation: &Annotation, anchor: &Anchor) -> [String; 15] {
    let article = input.article;
    let target = annotation.target();
    let quote = annotation.quote.as_ref();
    let page = source(article).unwrap_or_default();
    let state = match anchor {
        Anchor::Exact(_) => "in place",
        Anchor::Moved(..) => "moved",
        Anchor::Review(_) => "review",
        Anchor::Orphan => "orphan",
    };
    let position = anchor.span().map(|span| CodePoints::new(article.text()).of_byte(span.start));
    [
        annotation.exact().to_owned(),
        article.meta().title.clone().unwrap_or_default(),
        article.meta().byline.join(", "),
        page.clone(),
        annotation.note.clone(),
        position.or(target.map(|t| t.start)).unwrap_or(0).to_string(),
        annotation.created.to_string(),
        annotation.tags.join(", "),
        quote.and_then(|q| q.speaker.clone()).unwrap_or_default(),
        quote.map(|q| q.kind.clone()).unwrap_or_default(),
        annotation.check.map_or("", |c| c.name()).to_owned(),
        target.map(|t| t.sentence.clone()).unwrap_or_default(),
        state.to_owned(),
        target.and_then(|t| fragment::link(&page, t)).unwrap_or_default(),
        annotation.id.clone(),
    ]
}

/// The quotes that no annotation is about.
fn quote_rows<'a>(input: &'a Input<'_>) -> impl Iterator<Item = [String; 15]> + 'a {
    let article = input.article;
    let text = article.text();
    let points = CodePoints::new(text);
    input.analysis.quotes.iter().filter(|q| annotation_of(input, q).is_none()).map(move |quote| {
        let extent = quote.extent();
        let sentence = input.analysis.sentence_at(extent.start).map(|s| super::one_line(s.of(text)));
        [
            quote.words(text),
            article.meta().title.clone().unwrap_or_default(),
            article.meta().byline.join(", "),
            source(article).unwrap_or_default(),
            String::new(),
            points.of_byte(extent.start).to_string(),
            String::new(),
            String::new(),
            quote.speaker.as_ref().map(|s| s.name.clone()).unwrap_or_default(),
            quote.kind.name().to_owned(),
            String::new(),
            sentence.unwrap_or_default(),
            "found".to_owned(),
            String::new(),
            String::new(),
        ]
    })
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands
/// before a first character that begins one (OWASP, “CSV Injection”).
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        assert_eq!(harmless("“=1”"), "“=1”");
    }
}
