//! A limit on the attributes of a tag, in the pass that also finds scripts and style sheets.
//!
//! The parser compares each attribute with all earlier ones of its tag, as the
//! standard demands, so a tag with 100,000 costs seconds. All but the first
//! [`MOST`] are removed before the page is parsed.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use memchr::{memchr, memmem};

use super::scripts::Scripts;

/// How many attributes a tag keeps.
const MOST: usize = 256;

/// What the parser is to read of `page`: all of it but attributes beyond the first [`MOST`] of a
/// tag, and with marks in place of the long scripts and style sheets, if `scripts` takes them.
/// Takes linear time.
pub(super) fn limited<'h>(page: &'h str, mut scripts: Option<&mut Scripts<'h>>) -> StrTendril {
    let bytes = page.as_bytes();
    let mut parts: Vec<Cow<'h, str>> = Vec::new();
    let (mut at, mut copied, mut drawing) = (0, 0, false);
    while let Some(open) = find(bytes, at, b'<') {
        let rest = bytes.get(open..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            at = after(bytes, open + 4, "-->");
            continue;
        }
        if !rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            at = open + 1;
            continue;
        }
        let tag = Tag::scan(bytes, open);
        if let Some(full) = tag.full {
            parts.push(part(page, copied..full).into());
            copied = tag.end;
        }
        // In a drawing, a style sheet is parsed as anything else.
        drawing |= is_start(rest, "svg") || is_start(rest, "math");
        let raw = raw_text(rest);
        let taken = raw
            .filter(|closing| *closing == SCRIPT || *closing == STYLE && !drawing)
            .and_then(|closing| scripts.as_deref_mut()?.take(page, tag.end + 1, closing));
        at = match (taken, raw) {
            (Some((mark, end)), _) => {
                parts.push(part(page, copied..tag.end + 1).into());
                parts.push(mark.into());
                copied = end;
                end
            }
            (None, Some(closing)) => after(bytes, tag.end, closing),
            (None, None) => tag.end,
        };
    }
    parts.push(part(page, copied..bytes.len()).into());
    joined(&parts)
}

/// The `bytes` of `page`.
pub(super) fn part(page: &str, bytes: Range<usize>) -> &str {
    page.get(bytes).unwrap_or_default()
}

/// The `parts` as one text for the parser, whose pieces of text then share its memory.
fn joined(parts: &[Cow<'_, str>]) -> StrTendril {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut text = StrTendril::with_capacity(u32::try_from(length).unwrap_or(0));
    parts.iter().for_each(|part| text.push_slice(part));
    text
}

/// The closing tag of a script.
pub(super) const SCRIPT: &str = "</script";
/// The closing tag of a style sheet.
const STYLE: &str = "</style";

/// Where a start tag ends, and where it has reached the limit.
struct Tag {
    /// The byte of the `>`, or the end of the page.
    end: usize,
    /// The byte after the last attribute that is kept, if there are more.
    full: Option<usize>,
}

impl Tag {
    /// Reads the tag that begins at byte `open`.
    fn scan(bytes: &[u8], open: usize) -> Self {
        let mut at = open + 1;
        let mut attributes = 0_usize;
        let mut full = None;
        // Skips the name of the element.
        at = skip(bytes, at, |b| !ends_name(b));
        loop {
            at = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            if bytes.get(at).is_none_or(|&b| b == b'>') {
                return Self { end: at, full };
            }
            if attributes == MOST && full.is_none() {
                full = Some(at);
            }
            attributes += 1;
            // The name of an attribute may begin with anything, even with `=`.
            at = skip(bytes, at + 1, |b| !ends_name(b) && b != b'=');
            let value = skip(bytes, at, |b| b.is_ascii_whitespace());
            if bytes.get(value) != Some(&b'=') {
                continue;
            }
            at = skip(bytes, value + 1, |b| b.is_ascii_whitespace());
            at = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => find(bytes, at + 1, quote).map_or(bytes.len(), |end| end + 1),
                _ => skip(bytes, at, |b| !b.is_ascii_whitespace() && b != b'>'),
            };
        }
    }
}

/// Whether `byte` ends the name of an element or attribute.
fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/' || byte == b'>'
}

/// The first byte from `at` on for which `holds` is false.
fn skip(bytes: &[u8], at: usize, holds: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| !holds(b)).unwrap_or(rest.len())
}

/// The first byte from `at` on that is `wanted`.
pub(super) fn find(bytes: &[u8], at: usize, wanted: u8) -> Option<usize> {
    memchr(wanted, bytes.get(at..)?).map(|found| at + found)
}

/// The byte after the next `mark`, or the end of the page.
fn after(bytes: &[u8], at: usize, mark: &str) -> usize {
    let found = bytes.get(at..).and_then(|rest| memmem::find(rest, mark.as_bytes()));
    found.map_or(bytes.len(), |found| at + found + mark.len())
}

/// The closing tag that ends the text of an element without tags in it, if
/// `tag` opens one. Lower case is enough: a page that writes it otherwise only
/// keeps all its attributes.
fn raw_text(tag: &[u8]) -> Option<&'static str> {
    [("script", SCRIPT), ("style", STYLE), ("textarea", "</textarea"), ("title", "</title")]
        .into_iter()
        .find_map(|(name, closing)| is_start(tag, name).then_some(closing))
}

/// Whether `tag` opens an element called `name`.
fn is_start(tag: &[u8], name: &str) -> bool {
    tag.get(1..=name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes()))
        && tag.get(name.len() + 1).is_none_or(|&b| ends_name(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::tree::Tree;
    use proptest::prelude::*;

    /// Whether the parser reads the page as it is.
    fn is_unchanged(html: &str) -> bool {
        *limited(html, Some(&mut Scripts::default())) == *html
    }

    fn crowd(count: usize) -> String {
        (0..count).map(|i| format!(" a{i}=\"> {i}\"")).collect()
    }

    #[test]
    fn a_tag_over_the_limit_keeps_its_first_attributes_and_loses_no_text() {
        let html = format!("<p>before<div{} id=last>inside</div>after", crowd(5000));
        let tree = Tree::parse(&html);
        assert_eq!(tree.all_text(0).replace(' ', ""), "beforeinsideafter");
        let div = tree.descendants(0).find(|&n| tree.name(n) == "div").unwrap();
        assert_eq!(tree.attribute(div, "a7"), Some("> 7"));
        assert_eq!((tree.attribute(div, "a255"), tree.attribute(div, "a256")), (Some("> 255"), None));
    }

    #[test]
    fn text_that_only_looks_like_a_tag_is_unchanged() {
        let words = "word ".repeat(600);
        for html in [
            format!("<!-- <p {words} --><p>x"),
            format!("<script>if (a <b {words}) {{}}<!-- </script><p>x"),
            format!("<title>a <b {words}</title><p>x"),
            format!("1 < 2 {words}"),
            format!("<div{}>x", crowd(MOST)),
        ] {
            assert!(is_unchanged(&html), "{}", &html[..30]);
        }
    }

    #[test]
    fn a_page_that_ends_inside_a_tag_causes_no_panic() {
        for html in
            [format!("x<p{}", crowd(600)), format!("x<p{} a=\"", crowd(300)), "<p a='".to_owned(), "<p".to_owned()]
        {
            let _ = limited(&html, Some(&mut Scripts::default()));
        }
    }

    proptest! {
        #[test]
        fn a_page_of_usual_tags_is_unchanged(html in "(?s)([<>/ =\"'a!-]|script|é){0,80}") {
            prop_assert!(is_unchanged(&html));
        }
    }
}
