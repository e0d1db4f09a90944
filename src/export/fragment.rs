//! Links that scroll to words: text fragments, as the WICG's specification
//! “URL Fragment Text Directives” defines them.

use std::fmt::Write;

use super::citation::is_web;
use pullquote_notes::Selector;

/// How many words of a long passage its fragment has from either end.
const WORDS: usize = 5;

/// The address of the words of `selector` in the article at `source`; `None`
/// where `source` is not a web address.
///
/// A browser looks for whole words, so a word that the selection cut is
/// completed. For a passage of many words, or of several blocks, the fragment
/// has its two ends; for a short one, the words and a few words around them.
pub(super) fn link(source: &str, selector: &Selector) -> Option<String> {
    if !is_web(source) {
        return None;
    }
    let (prefix, exact, suffix) = whole_words(selector);
    let lines: Vec<Vec<&str>> =
        exact.lines().map(|line| line.split_whitespace().collect()).filter(|w: &Vec<&str>| !w.is_empty()).collect();
    let (first, last) = (lines.first()?, lines.last()?);
    let directive = if lines.len() > 1 || first.len() > 2 * WORDS {
        // Neither end may cross the border of a block or overlap the other.
        let head = first.get(..WORDS.min(first.len())).unwrap_or(first);
        let tail = last.get(last.len().saturating_sub(WORDS)..).unwrap_or(last);
        format!("{},{}", encoded(&head.join(" ")), encoded(&tail.join(" ")))
    } else {
        let before = context(prefix.rsplit('\n').next(), true);
        let after = context(suffix.split('\n').next(), false);
        let before = if before.is_empty() { before } else { format!("{}-,", encoded(&before)) };
        let after = if after.is_empty() { after } else { format!(",-{}", encoded(&after)) };
        format!("{before}{}{after}", encoded(&first.join(" ")))
    };
    let page = source.split('#').next().unwrap_or(source);
    Some(format!("{page}#:~:text={directive}"))
}

/// The prefix, the words and the suffix of a selector. A word that the
/// selection cut moves into the words as a whole.
fn whole_words(selector: &Selector) -> (&str, String, &str) {
    let Selector { exact, prefix, suffix, .. } = selector;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let inside = |c: char| c.is_alphanumeric() || c == '\u{301}';
    let (mut before, mut after) = (prefix.as_str(), suffix.as_str());
    let mut words = exact.clone();
    if letter(exact.chars().next()) && letter(prefix.chars().next_back()) {
        let kept = prefix.trim_end_matches(inside);
        words.insert_str(0, prefix.get(kept.len()..).unwrap_or(""));
        before = kept;
    }
    if letter(exact.chars().next_back()) && letter(suffix.chars().next()) {
        let kept = suffix.trim_start_matches(inside);
        words.push_str(suffix.get(..suffix.len() - kept.len()).unwrap_or(""));
        after = kept;
    }
    (before, words, after)
}

/// Up to three words of the line next to the passage, from its end if `last`,
/// else from its start. Empty where they have no letter or digit: a browser
/// does not find such a context.
fn context(line: Option<&str>, last: bool) -> String {
    let words: Vec<&str> = line.unwrap_or("").split_whitespace().collect();
    let range = if last { words.len().saturating_sub(3)..words.len() } else { 0..words.len().min(3) };
    let context = words.get(range).unwrap_or(&[]).join(" ");
    if context.contains(char::is_alphanumeric) { context } else { String::new() }
}

/// `text` percent-encoded, also `-`, `,` and `&`, which have a meaning in a
/// text directive.
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
    fn a_short_passage_has_its_context_and_a_long_one_its_ends() {
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
