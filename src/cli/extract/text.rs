//! An article as plain text: its text, with what marks and lists add to the words.

use pullquote_article::{Article, Block, BlockKind, ListMarker, MarkKind, Span};

/// The whole article. Items of lists have their bullets and numbers and are indented by
/// depth, and struck words are between `~~`, so that they are not taken for valid ones. All
/// else is the article's text.
pub(super) fn of(article: &Article) -> String {
    let text = article.text();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for block in article.blocks() {
        out.push_str(text.get(at..block.span.start).unwrap_or(""));
        let marker = block.list_marker();
        let indent = " ".repeat(2 * block.list_depth());
        let hanging = format!("\n{indent}{}", " ".repeat(marker.chars().count() + 1));
        let words = with_struck(text, block);
        let listed = block.list.is_some() || block.kind == BlockKind::ListItem;
        match (listed, marker.is_empty()) {
            (false, _) => out.push_str(&words),
            // What continues an item is below its words.
            (true, true) if block.list.is_some_and(|place| place.marker == ListMarker::Continued) => {
                out.push_str(&format!("{indent}  {}", words.replace('\n', &format!("\n{indent}  "))));
            }
            (true, true) => out.push_str(&format!("{indent}{words}")),
            (true, false) => out.push_str(&format!("{indent}{marker} {}", words.replace('\n', &hanging))),
        }
        at = block.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// The words of a block, with `~~` around those that are struck.
fn with_struck(text: &str, block: &Block) -> String {
    let mut out = String::new();
    let mut at = block.span.start;
    for mark in block.marks.iter().filter(|mark| mark.kind == MarkKind::Struck && mark.span.start >= block.span.start) {
        if mark.span.start < at {
            continue;
        }
        out.push_str(Span::new(at, mark.span.start).of(text));
        out.push_str(&format!("~~{}~~", mark.span.of(text)));
        at = mark.span.end;
    }
    out.push_str(Span::new(at, block.span.end).of(text));
    out
}
