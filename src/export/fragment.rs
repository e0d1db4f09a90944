//! Links that scroll to words: text fragments, as the WICG's specification
//! “URL Fragment Text Directives” has them.

use std::fmt::Write;

use super::citation::is_web;
use pullquote_notes::Selector;

/// Words of a long passage that stand at either end of its fragment.
const WORDS: usize = 5;

/// The address of the words of `selector` in the article at `source`; `None`
/// where that is no web address.
///
/// A browser looks for whole words, so a cut one is completed. A passage of
/// many words, or of several blocks, is told by its two ends; of few words
/// the surroundings say which place is meant.
pub(super) fn link(source: &str, selector: &Selector) -> Option<String> {
    if !is_web(source) {
        return None;
    }
    let (prefix, exact, suffix) = whole_words(selector);
    let lines: Vec<Vec<&str>> =
        exact.lines().map(|line| line.split_whitespace().collect()).filter(|w: &Vec<&str>| !w.is_empty()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    let directive = if lines.len() > 1 || first.len() > 2 * WORDS {
        // Neither end may reach over the border of a block, or into the other.
        let head = first.get(..WORDS.min(first.len())).unwrap_or(first);
        let tail = last.get(last.len().saturating_sub(WORDS)..).unwrap_or(last);
        format!("{},{}", encoded(&head.join(" ")), encoded(&tail.join(" ")))
    } else {
        let before = context(prefix.rsplit('\n').next(), true);
        let behind = context(suffix.split('\n').next(), false);
        let before = if before.is_empty() { before } else { format!("{}-,", encoded(&before)) };
        let behind = if behind.is_empty() { behind } else { format!(",-{}", encoded(&behind)) };
        format!("{before}{}{behind}", encoded(&first.join(" ")))
    };
    let page = source.split('#').next().unwrap_or(source);
    Some(format!("{page}#:~:text={directive}"))
}

/// What stands before, the words, and what stands behind, with words that the
/// selection cut made whole.
fn whole_words(selector: &Selector) -> (&str, String, &str) {
    let Selector { exact, prefix, suffix, .. } = selector;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside = |c: char| c.is_alphanumeric() || c == '\u{301}';
    let (mut before, mut behind) = (prefix.as_str(), suffix.as_str());
    let mut words = exact.clone();
    if letter(exact.chars().next()) && letter(prefix.chars().next_back()) {
        let kept = prefix.trim_end_matches(inside);
        words.insert_str(0, prefix.get(kept.len()..).unwrap_or(""));
        before = kept;
    }
    if letter(exact.chars().next_back()) && letter(suffix.chars().next()) {
        let kept = suffix.trim_start_matches(inside);
        words.push_str(suffix.get(..suffix.len() - kept.len()).unwrap_or(""));
        behind = kept;
    }
    (before, words, behind)
}

/// Up to three words of a line next to the passage; none where there are only
/// marks, which no browser finds.
fn context(line: Option<&str>, last: bool) -> String {
    let words: Vec<&str> = line.unwrap_or("").split_whitespace().collect();
    let range = if last { words.len().saturating_sub(3)..words.len() } else { 0..words.len().min(3) };
    let context = words.get(range).unwrap_or(&[]).join(" ");
    if context.contains(char::is_alphanumeric) { context } else { String::new() }
}

/// Percent-encoded; `-`, `,` and `&` mean something in a directive.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'\'') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(prefix: &str, exact: &str, suffix: &str) -> Selector {
        Selector { prefix: prefix.into(), exact: exact.into(), suffix: suffix.into(), ..Selector::default() }
    }

    #[test]
    fn few_words_bring_their_context_and_many_their_ends() {
        let few =
            link("https://example.org/a#top", &selector("on the quay, “", "well-known, boats", " & more\n\nNext"));
        assert_eq!(
            few.as_deref(),
            Some("https://example.org/a#:~:text=the%20quay%2C%20%E2%80%9C-,well%2Dknown%2C%20boats,-%26%20more")
        );
        let many = link("https://example.org/a", &selector("", "a b c d e f g h i j k", ""));
        assert_eq!(many.as_deref(), Some("https://example.org/a#:~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k"));
        let blocks = link("https://example.org/a", &selector("x ", "one two.\n\nthree", " y"));
        assert_eq!(blocks.as_deref(), Some("https://example.org/a#:~:text=one%20two.,three"));
        let cut = link("https://example.org/a", &selector("the har", "bour wal", "l stood\nNext"));
        assert_eq!(cut.as_deref(), Some("https://example.org/a#:~:text=the-,harbour%20wall,-stood"));
        assert_eq!(link("notes/a.txt", &selector("", "a", "")), None);
    }
}
