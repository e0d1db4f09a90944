//! `pullquote --linear`: an article as plain lines, for a voice that reads them aloud, for a braille line,
//! and for a pipe. Nothing is drawn: what the screen shows by its look is said in words, each paragraph is
//! one line, and who said what follows at the end.
//!
//! A paragraph on a line of its own also has a direction of its own in every terminal that knows how to
//! write from right to left. No marks of direction are added: they would be copied with the words.

use std::fmt::Write;

use pullquote_article::{Article, Block, BlockKind, MarkKind, Span};
use pullquote_nlp::{Analysis, Quote};

/// The article as text; ends with a line feed.
pub(super) fn of(article: &Article, analysis: &Analysis) -> String {
    let mut out = head(article);
    for block in article.blocks() {
        let words = block_words(article, block);
        if !words.is_empty() {
            let _ = write!(out, "{words}\n\n");
        }
    }
    out.push_str(&quotes(article, analysis));
    if let Some(notice) = article.notice() {
        let _ = writeln!(out, "Note: {}.", notice.sentence());
    }
    let trimmed = out.trim_end().len();
    out.truncate(trimmed);
    out.push('\n');
    out
}

/// Title, authors, site and date, as far as the text does not begin with them.
fn head(article: &Article) -> String {
    let (meta, mut out) = (article.meta(), String::new());
    let has = |kind: BlockKind| article.blocks().iter().any(|block| block.kind == kind);
    let date = meta.published.as_deref().map(|moment| moment.get(..10).unwrap_or(moment).to_owned());
    let lines = [
        meta.title.clone().filter(|_| !has(BlockKind::Title)),
        Some(meta.byline.join(", "))
            .filter(|names| !names.is_empty() && !has(BlockKind::Byline))
            .map(|n| format!("By {n}")),
        Some(meta.site.iter().cloned().chain(date).collect::<Vec<_>>().join(", ")),
    ];
    for line in lines.into_iter().flatten().filter(|line| !line.is_empty()) {
        let _ = write!(out, "{}\n\n", sentence(&line));
    }
    out
}

/// The words with a full stop, unless they end with a sign of their own, so that a voice pauses.
fn sentence(words: &str) -> String {
    let ends = words.ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '%' | '’' | '\''));
    if ends { words.to_owned() } else { format!("{words}.") }
}

/// A block in words.
fn block_words(article: &Article, block: &Block) -> String {
    let text = article.text();
    let said = said(text, block);
    match block.kind {
        BlockKind::Rule => String::new(),
        BlockKind::Table => table(text, block),
        BlockKind::Code => format!("Code:\n{}\nEnd of code.", block.span.of(text)),
        BlockKind::Title => sentence(&one_line(&said)),
        BlockKind::Heading(_) => format!("Heading: {}", sentence(&one_line(&said))),
        BlockKind::Quote => format!("Quotation: {} End of quotation.", sentence(&one_line(&said))),
        BlockKind::Caption => format!("Picture: {}", sentence(&one_line(&said))),
        BlockKind::ListItem => {
            let marker = block.list_marker();
            let number = if marker.chars().any(char::is_alphanumeric) { format!("{marker} ") } else { "- ".to_owned() };
            format!("{number}{}", one_line(&said))
        }
        BlockKind::Standfirst | BlockKind::Byline | BlockKind::Paragraph => one_line(&said),
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a block, with what is seen on struck words and the marks of footnotes said.
fn said(text: &str, block: &Block) -> String {
    let (mut out, mut at) = (String::new(), block.span.start);
    for mark in &block.marks {
        let (before, after) = match mark.kind {
            MarkKind::Struck => (" (struck out: ", ") "),
            MarkKind::Footnote(_) => (" (note ", ") "),
            _ => continue,
        };
        if mark.span.start < at {
            continue;
        }
        out.push_str(Span::new(at, mark.span.start).of(text));
        let words = mark.span.of(text);
        let words = words.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')'));
        let _ = write!(out, "{before}{words}{after}");
        at = mark.span.end;
    }
    out.push_str(Span::new(at, block.span.end).of(text));
    // A sign after what was put in belongs to the word before it.
    out.replace(") .", ").").replace(") ,", "),")
}

/// A table with each row on a line, each cell after the head of its column.
fn table(text: &str, block: &Block) -> String {
    let is_head = |at: usize| block.marks.iter().any(|mark| mark.kind == MarkKind::Head && mark.span.start == at);
    let mut lines = block.span.of(text).split('\n').peekable();
    let mut heads: Vec<&str> = Vec::new();
    if is_head(block.span.start)
        && let Some(first) = lines.next_if(|first| first.contains('\t'))
    {
        heads = first.split('\t').collect();
    }
    let mut out = String::from("Table.");
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        // The heads do not begin with an empty cell, because no block begins with white space.
        let shift = cells.len().saturating_sub(heads.len().max(1)).min(1);
        let named = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).map(|(at, cell)| {
            let head = at.checked_sub(if heads.is_empty() { 0 } else { shift }).and_then(|at| heads.get(at));
            match head.filter(|head| !head.trim().is_empty()) {
                Some(head) => format!("{}: {}", head.trim(), cell.trim()),
                None => cell.trim().to_owned(),
            }
        });
        let row = named.collect::<Vec<_>>().join("; ");
        let _ = write!(out, "\n{}", sentence(&row));
    }
    out.push_str("\nEnd of table.");
    out
}

/// Who said what, a line for each quote.
fn quotes(article: &Article, analysis: &Analysis) -> String {
    if analysis.quotes.is_empty() {
        return String::new();
    }
    let mut out = String::from("Who said what:\n\n");
    for quote in &analysis.quotes {
        let _ = writeln!(out, "{}: {}", speaker(quote), quote.kind.marked(&one_line(&quote.words(article.text()))));
    }
    out.push('\n');
    out
}

fn speaker(quote: &Quote) -> String {
    quote.speaker.as_ref().map_or_else(|| "Speaker unknown".to_owned(), |speaker| speaker.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, Format, Meta, Origin};

    #[test]
    fn what_the_screen_shows_by_its_look_is_said() {
        let mut builder = ArticleBuilder::new();
        builder.meta(Meta { byline: vec!["Ida Holm".into()], site: Some("The Pier".into()), ..Meta::default() });
        builder.block(BlockKind::Title, "The quay");
        builder.block(BlockKind::Heading(2), "What it costs");
        builder.block(BlockKind::Paragraph, "“We close it,” said Ann Lee.\nNobody spoke.");
        builder.block(BlockKind::ListItem, "one thing");
        builder.block(BlockKind::Caption, "The old wall");
        builder.block(BlockKind::Table, "Year\tCost\n1931\t5");
        builder.block(BlockKind::Rule, "* * *");
        let article = builder.finish(Origin { path: None, url: None, format: Format::Html, sha256: String::new() });
        let analysis = pullquote_nlp::analyze(&article, &pullquote_nlp::Model::bundled());
        let text = of(&article, &analysis);
        for line in [
            "By Ida Holm.",
            "The Pier.",
            "The quay.",
            "Heading: What it costs.",
            "“We close it,” said Ann Lee. Nobody spoke.",
            "- one thing",
            "Picture: The old wall.",
            "Ann Lee: “We close it,”",
        ] {
            assert!(text.lines().any(|shown| shown == line), "{line:?} is missing in\n{text}");
        }
        assert!(!text.contains("* * *") && text.ends_with('\n'), "{text}");
    }
}
