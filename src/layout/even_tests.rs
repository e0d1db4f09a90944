use super::*;
use crate::layout::{Hyphenation, Layout, RowPosition, RowSource, Typography, locate};
use proptest::prelude::*;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Origin};

fn paragraph(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, text);
    builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
}

fn rows(article: &Article, width: u16, typography: Typography) -> Vec<Row> {
    let mut layout = Layout::new(article, width, false);
    layout.set_typography(typography);
    layout.rows_from(article, RowPosition::default(), usize::MAX / 2)
}

/// The row as it is drawn, with its hyphen.
fn drawn(row: &Row, text: &str) -> String {
    let mut line = String::new();
    for cell in locate::cells(row, text) {
        line += &" ".repeat(usize::from(cell.cell).saturating_sub(width::width(&line)));
        line += &cell.shown;
    }
    line + if row.hyphen { "-" } else { "" }
}

fn lines(text: &str, width: u16, typography: Typography) -> Vec<String> {
    let article = paragraph(text);
    rows(&article, width, typography).iter().map(|row| drawn(row, article.text())).collect()
}

#[test]
fn lines_are_even_and_the_last_one_is_free() {
    let text = "aaa bb cc ddddd";
    assert_eq!(lines(text, 6, Typography::default()), ["aaa", "bb cc", "ddddd"]);
    assert_eq!(lines("one two three four five six", 13, Typography::default()), ["one two three", "four five six"]);
    assert_eq!(lines("a bb", 40, Typography::default()), ["a bb"]);
}

#[test]
fn spaces_are_widened_up_to_the_edge_unless_that_makes_holes() {
    let justified = Typography { justified: true, ..Typography::default() };
    assert_eq!(
        lines("the ferry is late by an hour and a half", 14, justified),
        ["the  ferry  is", "late   by   an", "hour   and   a", "half"]
    );
    assert_eq!(lines("harbour administrations agree", 16, justified)[0], "harbour");
}

#[test]
fn a_widened_space_is_one_character_of_the_text() {
    let article = paragraph("the ferry is late by an hour and a half");
    let row = &rows(&article, 14, Typography { justified: true, ..Typography::default() })[0];
    let spaces = [3, 4].map(|cell| locate::grapheme_at(row, article.text(), cell).unwrap());
    assert_eq!(spaces, [Span::new(3, 4); 2]);
    assert_eq!(locate::cell_of(row, article.text(), 4), Some(5));
}

#[test]
fn a_word_is_divided_where_its_language_allows_it_and_no_byte_is_added() {
    let hyphens = Hyphenation::of("en");
    let article = paragraph("They spoke of an extensive hyphenation today");
    let found = rows(&article, 12, Typography { hyphens, ..Typography::default() });
    let shown: Vec<String> = found.iter().map(|row| drawn(row, article.text())).collect();
    assert!(shown.iter().any(|line| line.ends_with('-')), "{shown:?}");
    let joined: String = found.iter().map(|row| row.span.of(article.text())).collect();
    assert_eq!(joined, article.text());
}

#[test]
fn quotation_marks_hang_beside_the_words_of_other_rows() {
    let hanging = Typography { hanging: true, ..Typography::default() };
    assert_eq!(lines("“Wait” she said “for us” now", 8, hanging), ["“Wait”", " she", " said", "“for us”", " now"]);
    // A mark with a space after it stays with its space.
    assert_eq!(lines("« Oui » dit-il", 12, hanging)[0], " « Oui »");
}

#[test]
fn no_break_spaces_hold() {
    let text = "It is 10\u{a0}km to the north\u{202f}quay of the town";
    let raw = ArticleBuilder::raw(
        text.to_owned(),
        Origin { path: None, url: None, format: Format::Text, sha256: String::new() },
    );
    let cleaned = paragraph(text);
    assert!(cleaned.text().contains("10 km"));
    for (article, width) in [raw, cleaned].iter().flat_map(|article| (12..40).map(move |width| (article, width))) {
        let found = rows(article, width, Typography::default());
        for line in found.iter().map(|row| drawn(row, article.text())) {
            assert!(!line.ends_with("10") && !line.ends_with("north"), "{line:?} at {width}");
        }
    }
}

#[test]
fn spacing_adds_rows_and_none_indents_paragraphs() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, "one two three").block(BlockKind::Paragraph, "four five six");
    builder.block(BlockKind::Heading(2), "Seven");
    let article = builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() });
    let shown = |line_gap, paragraph_gap| -> Vec<String> {
        let typography = Typography { line_gap, paragraph_gap, ..Typography::default() };
        rows(&article, 12, typography).iter().map(|row| drawn(row, article.text())).collect()
    };
    assert_eq!(shown(0, 1), ["one two", "three", "", "four five", "six", "", "Seven"]);
    assert_eq!(shown(0, 0), ["one two", "three", "  four five", "six", "", "Seven"]);
    assert_eq!(shown(1, 1), ["one two", "", "three", "", "", "four five", "", "six", "", "", "Seven"]);
}

fn typographies() -> impl Strategy<Value = Typography> {
    (any::<bool>(), any::<bool>(), any::<bool>(), 0u16..2, 0u16..3).prop_map(
        |(justified, en, hanging, lines, paragraphs)| {
            let hyphens = Hyphenation::of("en").filter(|_| en);
            Typography { justified, hyphens, hanging, line_gap: lines, paragraph_gap: paragraphs }
        },
    )
}

proptest! {
    #[test]
    fn rows_cover_the_text_and_stay_in_the_column(
        text in "(?s)([a-z]{1,14} |[“‘«\"]?[A-Z][a-z]{1,9}[”’»\"]?[,.]? |.{0,8}|[中文。]{0,5}|\u{a0}){1,30}",
        cells in 13u16..90,
        typography in typographies(),
    ) {
        let article = paragraph(&text);
        let found = rows(&article, cells, typography);
        let mut at = article.blocks().first().map_or(0, |block| block.span.start);
        for row in found.iter().filter(|row| matches!(row.source, RowSource::Block(..))) {
            prop_assert_eq!(row.span.start, at);
            at = row.span.end;
            let shown: Vec<_> = locate::cells(row, article.text()).collect();
            let end = shown.last().map_or(0, |cell| cell.cell + cell.width) + u16::from(row.hyphen);
            prop_assert!(end <= cells, "{} of {}", end, cells);
            for pair in shown.windows(2) {
                prop_assert_eq!(pair[0].cell + pair[0].width, pair[1].cell);
            }
        }
        prop_assert_eq!(at, article.blocks().first().map_or(0, |block| block.span.end));
    }

    /// The same number of lines as first fit, which has the fewest, and no worse an edge.
    #[test]
    fn lines_are_as_few_and_no_less_even(text in "([a-z]{1,9} ){1,60}", cells in 13u16..60) {
        let article = paragraph(&text);
        let typography = Typography::default();
        let span = article.blocks()[0].span;
        let column = Column { text: article.text(), source: RowSource::Blank, width: cells, indent: 0, no_break: &[], typography };
        let mut filled = Vec::new();
        flow(column, span, span.end, &mut filled);
        let found = rows(&article, cells, typography);
        let unevenness = |rows: &[Row]| -> usize {
            let lines = rows.iter().map(|row| usize::from(cells) - row.runs[0].span.len());
            lines.take(rows.len() - 1).map(|empty| empty * empty).sum()
        };
        prop_assert_eq!(found.len(), filled.len());
        prop_assert!(unevenness(&found) <= unevenness(&filled));
    }
}

/// The first cell of each row, and the one after its last.
fn edges(article: &Article, width: u16, typography: Typography) -> Vec<(u16, u16)> {
    let rows = rows(article, width, typography);
    let text_rows = rows.iter().filter(|row| !row.runs.is_empty());
    let ends = text_rows.map(|row| {
        let cells: Vec<_> = locate::cells(row, row.text(article)).collect();
        (cells[0].cell, cells.last().map_or(0, |cell| cell.cell + cell.width))
    });
    ends.collect()
}

const HEBREW: &str = "“הנמל נסגר אתמול בצהריים”, אמר איתן, והמעבורת יצאה מאוחר מאוד.";

#[test]
fn lines_from_right_to_left_end_at_the_right_edge() {
    let plain = Typography::default();
    let found = edges(&paragraph(HEBREW), 20, plain);
    assert!(found.len() > 2 && found.iter().all(|(_, end)| *end == 20), "{found:?}");
    assert!(found.iter().any(|(first, _)| *first > 0), "{found:?}");
    // The first letter decides: names and numbers in the middle change nothing.
    let mixed = |text: &str| edges(&paragraph(text), 20, plain);
    assert!(mixed("12 נמל Orsten קטן").iter().all(|(_, end)| *end == 20));
    assert!(mixed("Dan: הנמל נסגר").iter().all(|(first, _)| *first == 0));
    // A quotation mark does not hang at the wrong side, and lines that are filled stay so.
    let hanging = Typography { hanging: true, ..plain };
    let found = edges(&paragraph(HEBREW), 21, hanging);
    assert!(found.iter().all(|(first, end)| *first > 0 && *end == 21), "{found:?}");
    let justified = edges(&paragraph(HEBREW), 20, Typography { justified: true, ..plain });
    assert!(justified.iter().all(|(_, end)| *end == 20), "{justified:?}");
    // A word that is longer than a line.
    let found = edges(&paragraph("נמל משהוארוךמאודמאודמאוד סוף"), 12, plain);
    assert!(found.iter().all(|(_, end)| *end == 12), "{found:?}");
}

#[test]
fn items_and_code_from_right_to_left_stay_at_the_left() {
    for kind in [BlockKind::ListItem, BlockKind::Code] {
        let mut builder = ArticleBuilder::new();
        builder.block(kind, "הנמל נסגר");
        let article = builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() });
        let found = edges(&article, 30, Typography::default());
        assert!(found.iter().all(|(first, _)| *first <= 2), "{kind:?}: {found:?}");
    }
}

#[test]
fn every_letter_from_right_to_left_is_found_at_its_cell() {
    let article = paragraph(HEBREW);
    for row in rows(&article, 20, Typography::default()) {
        for cell in locate::cells(&row, article.text()).filter(|cell| cell.width > 0) {
            assert_eq!(locate::grapheme_at(&row, article.text(), cell.cell), Some(cell.span));
            assert_eq!(locate::cell_of(&row, article.text(), cell.span.start), Some(cell.cell));
        }
        // Left of the line is its first letter.
        let first = row.runs[0];
        assert_eq!(locate::grapheme_at(&row, article.text(), 0).map(|span| span.start), Some(first.span.start));
    }
}
