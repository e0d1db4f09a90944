//! What holds of an article, whatever it was made of.

use pullquote_article::Format;
use pullquote_clean::{Fetched, Options, read};

/// Reads `bytes` as `format`. An error is fine; an article keeps what its
/// documentation promises.
pub fn check(bytes: &[u8], format: Option<Format>) {
    let fetched = Fetched {
        name: "fuzz".to_owned(),
        bytes: bytes.to_vec(),
        url: Some("https://example.org/news/a-1".to_owned()),
        ..Fetched::default()
    };
    let Ok(article) = read(fetched, &Options { format, ..Options::default() }) else { return };
    let text = article.text();
    assert!(!text.chars().any(|c| c.is_control() && c != '\t' && c != '\n'), "a control character");
    let mut end = 0;
    for block in article.blocks() {
        let words = text.get(block.span.start..block.span.end).expect("a span on character boundaries");
        assert!(!words.is_empty() && words.trim() == words, "an empty or untrimmed block");
        assert!(block.span.start >= end, "blocks that overlap");
        end = block.span.end;
        for mark in &block.marks {
            assert!(mark.span.start >= block.span.start && mark.span.end <= block.span.end, "a mark outside");
            text.get(mark.span.start..mark.span.end).expect("a mark on character boundaries");
        }
    }
    for removed in article.removed() {
        assert!(removed.after_block.is_none_or(|block| block < article.blocks().len()), "no such block");
    }
}
