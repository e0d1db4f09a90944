use proptest::prelude::*;

use super::*;
use crate::layout::locate;
use pullquote_article::text::width::width as cells_of;
use pullquote_article::{ArticleBuilder, Format, ListMarker, ListPlace, Mark, MarkKind, NewBlock, NumberStyle, Origin};

fn origin() -> Origin {
    Origin { path: None, url: None, format: Format::Text, sha256: String::new() }
}

const KINDS: [BlockKind; 7] = [
    BlockKind::Paragraph,
    BlockKind::Code,
    BlockKind::Table,
    BlockKind::Caption,
    BlockKind::ListItem,
    BlockKind::Quote,
    BlockKind::Heading(2),
];

fn all_rows(article: &Article, width: u16, removed: bool) -> Vec<Row> {
    Layout::new(article, width, removed).rows_from(article, RowPosition::default(), usize::MAX / 2)
}

fn lines(article: &Article, width: u16) -> Vec<String> {
    let draw = |row: &Row| {
        let mut line = String::new();
        for cell in locate::cells(row, row.text(article)) {
            while cells_of(&line) < usize::from(cell.cell) {
                line.push(' ');
            }
            line.push_str(&cell.shown);
        }
        // Blank cells come before the words where a marker is drawn.
        format!("{}{}", row.marker, line.get(cells_of(&row.marker)..).unwrap_or(""))
    };
    all_rows(article, width, false).iter().map(draw).collect()
}

#[test]
fn each_kind_in_its_own_way() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, "A short well-worn line of words.");
    builder.block(BlockKind::ListItem, "one item that goes on").block(BlockKind::ListItem, "two");
    builder.block(BlockKind::Quote, "words that are set off");
    builder.block(BlockKind::Code, "let a = 1;\n\tb(a);");
    builder.block(BlockKind::Table, "a\tbb\nccc\td");
    let article = builder.finish(origin());
    assert_eq!(
        lines(&article, 14),
        [
            "A short well-",
            "worn line of",
            "words.",
            "",
            "• one item",
            "  that goes on",
            "• two",
            "",
            "│ words that",
            "│ are set off",
            "",
            "let a = 1;",
            "    b(a);",
            "",
            "a    bb",
            "ccc  d"
        ]
    );
}

#[test]
fn a_table_that_does_not_fit_is_unfolded() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Table, "first cell\tsecond cell\nthird\tfourth");
    assert_eq!(lines(&builder.finish(origin()), 14), ["first cell", "  second cell", "third", "  fourth"]);
}

fn head(text: &str, words: &str) -> Mark {
    let start = text.find(words).unwrap();
    Mark { span: Span::new(start, start + words.len()), kind: MarkKind::Head }
}

#[test]
fn the_cells_of_a_table_that_does_not_fit_follow_the_heads_of_their_columns() {
    let text = "Ships a day\tFare\nNorth quay\t3\t\nEast quay\t\tfour crowns";
    let mut builder = ArticleBuilder::new();
    builder.block_with(BlockKind::Table, text, &[head(text, "Ships a day"), head(text, "Fare")]);
    let article = builder.finish(origin());
    // The first head is that of the second column.
    assert_eq!(
        lines(&article, 40),
        ["            Ships a day  Fare", "North quay  3", "East quay                four crowns"]
    );
    assert_eq!(
        lines(&article, 25),
        ["Ships a day  Fare", "North quay", "  Ships a day: 3", "East quay", "  Fare: four crowns"]
    );
    assert_eq!(lines(&article, 14)[..4], ["Ships a day", "Fare", "North quay", "  Ships…: 3"]);
}

#[test]
fn items_are_indented_by_depth_and_numbers_end_at_the_same_cell() {
    let item = |depth, marker| Some(ListPlace { depth, marker });
    let number = |n| ListMarker::Number(n, NumberStyle::Decimal);
    let mut builder = ArticleBuilder::new();
    for (text, list) in [
        ("close it", item(0, number(9))),
        ("north end first", item(1, ListMarker::Bullet)),
        ("then:", item(0, ListMarker::Continued)),
        ("sell", item(0, number(10))),
    ] {
        builder.append(&NewBlock { kind: BlockKind::ListItem, text, marks: &[], list, names: &[] });
    }
    let (kind, list) = (BlockKind::Quote, item(0, number(1)));
    builder.append(&NewBlock { kind, text: "she said so", marks: &[], list, names: &[] });
    let article = builder.finish(origin());
    assert_eq!(
        lines(&article, 14),
        [" 9. close it", "   • north end", "     first", "    then:", "10. sell", "", "│  1. she said", "│     so"]
    );
    assert_eq!(lines(&article, 24)[1], "    • north end first", "a list is below the words of its item");
    assert_eq!(lines(&article, 11)[0], "close it");
}

#[test]
fn the_lines_of_a_poem_stay_and_are_indented_like_its_first() {
    let mut builder = ArticleBuilder::new();
    builder
        .block(BlockKind::Paragraph, "The ferry sails\u{2028}at eight.")
        .block(BlockKind::ListItem, "or\u{2028}at ten");
    let article = builder.finish(origin());
    assert_eq!(lines(&article, 40), ["The ferry sails", "at eight.", "", "• or", "  at ten"]);
}

#[test]
fn removed_passages_are_shown_where_they_were() {
    let mut builder = ArticleBuilder::new();
    builder
        .block(BlockKind::Paragraph, "One.")
        .removed("Sign up", "newsletter", "sign-up")
        .block(BlockKind::Paragraph, "Two.");
    let article = builder.finish(origin());
    let rows = all_rows(&article, 40, true);
    let sources: Vec<_> = rows.iter().filter(|r| r.source != RowSource::Blank).map(|r| r.source).collect();
    let block = |i| RowSource::Block(i, BlockKind::Paragraph);
    assert_eq!(sources, [block(0), RowSource::Reason(0), RowSource::Removed(0), block(1)]);
}

#[test]
fn a_passage_that_was_put_back_is_labelled_while_removed_passages_are_shown() {
    let mut builder = ArticleBuilder::new();
    builder
        .block(BlockKind::Paragraph, "One.")
        .removed("Sign up", "newsletter", "sign-up")
        .block(BlockKind::Paragraph, "Two.");
    let wanted = pullquote_article::PassageToPutBack { words: "Sign up".to_owned(), rule: None };
    let article = builder.finish(origin()).with_put_back(&[wanted]);
    assert_eq!(all_rows(&article, 40, false).iter().filter(|r| r.source == RowSource::PutBack(0)).count(), 0);
    let rows = all_rows(&article, 40, true);
    let back = rows.iter().position(|r| r.source == RowSource::PutBack(0)).unwrap();
    assert_eq!(
        (rows[back].marker.as_ref(), rows[back].runs[0].cell, rows[back].text(&article)),
        ("put back ·", 11, "newsletter")
    );
    assert_eq!(rows[back - 1].source, RowSource::Blank);
    assert_eq!(rows[back + 1].source, RowSource::Block(1, BlockKind::Paragraph));
    let mut layout = Layout::new(&article, 40, true);
    let (first, last) = layout.rows_of(&article, RowSource::PutBack(0)).unwrap();
    assert_eq!(layout.row(&article, first).unwrap().source, RowSource::PutBack(0));
    assert_eq!(layout.row(&article, last).unwrap().source, RowSource::Block(1, BlockKind::Paragraph));
    assert_eq!(layout.rows_of(&article, RowSource::Removed(0)), None);
}

#[test]
fn steps_down_and_up_agree_with_the_rows() {
    let mut builder = ArticleBuilder::new();
    for i in 0..40 {
        builder.block(BlockKind::Paragraph, &"word ".repeat(i * 3 + 1));
    }
    let article = builder.finish(origin());
    let mut layout = Layout::new(&article, 20, false);
    let count = all_rows(&article, 20, false).len();
    for n in 0..count {
        let place = layout.down(&article, RowPosition::default(), n);
        assert_eq!(layout.distance(&article, RowPosition::default(), place, usize::MAX), n);
        assert_eq!(layout.up(&article, place, n), RowPosition::default());
        let last = layout.last(&article);
        let back = layout.up(&article, last, count - 1 - n);
        assert_eq!(back, place);
    }
}

#[test]
fn only_the_visible_piece_of_a_long_paragraph_is_wrapped() {
    let text = "word ".repeat(400_000);
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, &text);
    let article = builder.finish(origin());
    let mut layout = Layout::new(&article, 72, false);
    let place = layout.place_of(&article, article.text().len() / 2);
    assert!(layout.byte_of(&article, place) <= article.text().len() / 2);
    assert!(layout.rows.len() <= 1, "{} pieces were wrapped", layout.rows.len());
}

proptest! {
    #[test]
    fn every_byte_is_in_exactly_one_row(
        parts in proptest::collection::vec("(?s)([a-z –—/\\-\"]{0,30}|.{0,30}|[中文。、「」]{0,9}|[\\t\\n ]{0,4}|👨‍👩‍👧|e\u{301}|שלום ){0,5}", 1..5),
        cells in 1u16..200,
        raw: bool,
    ) {
        let article = if raw {
            ArticleBuilder::raw(parts.join("\n\n"), origin())
        } else {
            let mut builder = ArticleBuilder::new();
            for (i, part) in parts.iter().enumerate() {
                builder.block(KINDS[(i + part.len()) % KINDS.len()], part);
                builder.removed(part, "test", "test");
            }
            builder.finish(origin())
        };
        let rows = all_rows(&article, cells, true);
        for (i, block) in article.blocks().iter().enumerate() {
            let mut at = block.span.start;
            for row in rows.iter().filter(|r| matches!(r.source, RowSource::Block(b, _) if b == i)) {
                prop_assert_eq!(row.span.start, at);
                prop_assert!(row.span.end > at, "an empty row");
                at = row.span.end;
                for run in &row.runs {
                    prop_assert!(row.span.covers(run.span) && !run.span.of(article.text()).is_empty());
                }
                let shown: usize = row.runs.iter().map(|r| r.span.of(article.text()).chars().filter(|c| !c.is_whitespace()).count()).sum();
                let held = row.span.of(article.text()).chars().filter(|c| !c.is_whitespace()).count();
                prop_assert_eq!(shown, held, "words are not shown");
                let end = locate::cells(row, article.text()).map(|c| c.cell + c.width).max().unwrap_or(0);
                let lone = locate::cells(row, article.text()).filter(|c| c.width > 0).count() == 1;
                prop_assert!(end <= cells || lone, "{} cells of {}", end, cells);
            }
            prop_assert_eq!(at, block.span.end);
        }
    }

    #[test]
    fn cells_and_bytes_convert_back_and_forth(text in "(?s).{1,80}", cells in 1u16..60) {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, &text);
        let article = builder.finish(origin());
        for row in all_rows(&article, cells, false) {
            for cell in locate::cells(&row, article.text()).filter(|c| c.width > 0) {
                prop_assert_eq!(locate::grapheme_at(&row, article.text(), cell.cell), Some(cell.span));
                prop_assert_eq!(locate::cell_of(&row, article.text(), cell.span.start), Some(cell.cell));
            }
        }
    }
}
