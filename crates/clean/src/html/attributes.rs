//! What the parser is to read of a page, which a pass over its tags finds.
//!
//! The parser compares each attribute with all earlier ones of its tag, as the
//! standard demands, so a tag with 100,000 costs seconds. All but the first
//! [`MOST`] are left out, and of a page that becomes a tree also those that nobody
//! reads. The pass finds scripts and style sheets, too.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use memchr::{memchr, memmem};

use super::scripts::Scripts;
use super::tag_kinds::{Kind, SCRIPT, STYLE, is_read};

/// How many attributes a tag keeps.
const MOST: usize = 256;

/// What the parser is to read of `page`: all of it but attributes beyond the first [`MOST`] of a
/// tag. With `scripts`, attributes that nobody reads are left out, and marks are in place of the
/// long scripts and style sheets that it takes. Takes linear time.
pub(super) fn limited<'h>(page: &'h str, mut scripts: Option<&mut Scripts<'h>>) -> StrTendril {
    let bytes = page.as_bytes();
    let mut parts = Parts { page, parts: Vec::new(), copied: 0 };
    let (mut at, mut drawing) = (0, false);
    // Before this byte, what looks like a tag may be text, and stays as it is.
    let mut whole = if scripts.is_some() { 0 } else { bytes.len() };
    while let Some(open) = find(bytes, at, b'<') {
        let rest = bytes.get(open..).unwrap_or_default();
        let name_at = open + 1 + usize::from(rest.get(1) == Some(&b'/'));
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            if drawing && open >= whole && rest.starts_with(b"<![CDATA[") {
                whole = after(bytes, open, "]]>");
            }
            at = after_declaration(bytes, open);
            continue;
        }
        let name_end = skip(bytes, name_at, |b| !ends_name(b));
        let kind =
            if name_at == open + 1 { Kind::of(bytes.get(open + 1..name_end).unwrap_or_default()) } else { Kind::End };
        let drops = open >= whole && !matches!(kind, Kind::End | Kind::Compared);
        let tag = Tag::scan(bytes, name_end, |unread| {
            if drops {
                parts.replace(unread, "".into());
            }
        });
        if let Some(full) = tag.full {
            parts.replace(full..tag.end, "".into());
        }
        at = tag.end;
        match kind {
            Kind::Drawing => drawing = true,
            Kind::Raw(closing) => {
                // In a drawing, a style sheet is parsed as anything else.
                let scripts = scripts.as_deref_mut().filter(|_| closing == SCRIPT || closing == STYLE && !drawing);
                if let Some((mark, end)) = scripts.and_then(|scripts| scripts.take(page, tag.end + 1, closing)) {
                    parts.replace(tag.end + 1..end, mark.into());
                    at = end;
                } else if closing == SCRIPT || !drawing {
                    at = after(bytes, tag.end, closing);
                } else if open >= whole {
                    whole = after(bytes, tag.end, closing);
                }
            }
            Kind::Text(closing) if open >= whole => whole = after(bytes, tag.end, closing),
            _ => {}
        }
    }
    parts.joined()
}

/// The pieces of a page that the parser is to read.
struct Parts<'h> {
    page: &'h str,
    parts: Vec<Cow<'h, str>>,
    /// The byte before which all of the page is in `parts` or left out.
    copied: usize,
}

impl<'h> Parts<'h> {
    /// Adds the page up to `bytes`, and `other` in place of these.
    fn replace(&mut self, bytes: Range<usize>, other: Cow<'h, str>) {
        self.parts.push(part(self.page, self.copied..bytes.start).into());
        if !other.is_empty() {
            self.parts.push(other);
        }
        self.copied = bytes.end;
    }

    /// All of them as one text, which the texts in the tree share.
    fn joined(mut self) -> StrTendril {
        self.replace(self.page.len()..self.page.len(), "".into());
        let length = self.parts.iter().map(|part| part.len()).sum::<usize>();
        let mut text = StrTendril::with_capacity(u32::try_from(length).unwrap_or(0));
        self.parts.iter().for_each(|part| text.push_slice(part));
        text
    }
}

/// The `bytes` of `page`.
pub(super) fn part(page: &str, bytes: Range<usize>) -> &str {
    page.get(bytes).unwrap_or_default()
}

/// Where a start tag ends, and where it has reached the limit.
struct Tag {
    /// The byte of the `>`, or the end of the page.
    end: usize,
    /// The byte after the last attribute that is kept, if there are more.
    full: Option<usize>,
}

impl Tag {
    /// Reads the tag whose name ends at byte `at`. Calls `unread` with the bytes of each attribute up to
    /// the limit that nobody reads.
    fn scan(bytes: &[u8], mut at: usize, mut unread: impl FnMut(Range<usize>)) -> Self {
        let mut attributes = 0_usize;
        let mut full = None;
        loop {
            at = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            if bytes.get(at).is_none_or(|&b| b == b'>') {
                return Self { end: at, full };
            }
            if attributes == MOST && full.is_none() {
                full = Some(at);
            }
            attributes += 1;
            let start = at;
            // The name of an attribute may begin with anything, even with `=`.
            at = skip(bytes, at + 1, |b| !ends_name(b) && b != b'=');
            let is_unread = full.is_none() && !is_read(bytes.get(start..at).unwrap_or_default());
            let value = skip(bytes, at, |b| b.is_ascii_whitespace());
            if bytes.get(value) == Some(&b'=') {
                at = skip(bytes, value + 1, |b| b.is_ascii_whitespace());
                at = match bytes.get(at) {
                    Some(&quote @ (b'"' | b'\'')) => find(bytes, at + 1, quote).map_or(bytes.len(), |end| end + 1),
                    _ => skip(bytes, at, |b| !b.is_ascii_whitespace() && b != b'>'),
                };
            }
            // Without what comes between, a slash would end the tag.
            let after_slash = start.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'/');
            if is_unread && !after_slash {
                unread(start..at);
            }
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

/// The byte after the `<` at byte `open`, which begins no tag: after the comment or declaration, if it
/// begins one.
fn after_declaration(bytes: &[u8], open: usize) -> usize {
    let rest = bytes.get(open..).unwrap_or_default();
    if !rest.starts_with(b"<!--") {
        let is_declaration = matches!(rest, [_, b'!' | b'?' | b'/', ..]);
        return if is_declaration { after(bytes, open, ">") } else { open + 1 };
    }
    // `<!-->` and `<!--->` are whole comments.
    let mut at = open + 4;
    while let Some(end) = find(bytes, at, b'>') {
        at = end + 1;
        let inside = bytes.get(open + 4..end).unwrap_or_default();
        if matches!(inside, b"" | b"-") || inside.ends_with(b"--") || inside.ends_with(b"--!") {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::tree::Tree;
    use proptest::prelude::*;

    /// Whether the parser reads the page as it is.
    fn is_unchanged(html: &str) -> bool {
        *limited(html, None) == *html
    }

    fn crowd(count: usize) -> String {
        (0..count).map(|i| format!(" a{i}=\"> {i}\"")).collect()
    }

    #[test]
    fn a_tag_over_the_limit_keeps_its_first_attributes_and_loses_no_text() {
        let html = |id: usize| {
            let (before, after) = (crowd(id), crowd(5000));
            format!("<p>before<div{before} id=first{after} class=last>inside</div{after}>after")
        };
        for (before, is_first) in [(0, true), (MOST - 1, true), (MOST, false)] {
            let html = html(before);
            let tree = Tree::parse(&html);
            assert_eq!(tree.all_text(0).replace(' ', ""), "beforeinsideafter");
            let div = tree.descendants(0).find(|&n| tree.name(n) == "div").unwrap();
            assert_eq!(tree.attribute(div, "id").is_some(), is_first, "{before}");
            assert_eq!(tree.attribute(div, "class"), None);
        }
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
    fn the_limit_holds_for_every_tag_that_the_parser_reads() {
        let crowd = crowd(5000);
        for html in [
            format!("<p>x</p{crowd}>y"),
            format!("<!--><p{crowd}>y"),
            format!("<!-- --!><p{crowd}>y"),
            format!("<? ><p{crowd}>y"),
            format!("<svg><title><p{crowd}>y"),
            format!("<svg><![CDATA[ ]]><p{crowd}>y"),
        ] {
            assert!(limited(&html, None).len() < html.len() / 2, "{}", &html[..30]);
        }
    }

    #[test]
    fn attributes_that_nobody_reads_are_left_out() {
        let read = |html| limited(html, Some(&mut Scripts::default())).to_string();
        assert_eq!(read("<p data-a='1>' CLASS=b onclick = \"c\" id=d hidden e>f"), "<p  CLASS=b  id=d hidden >f");
        assert_eq!(read("<a data-a=1/data-b data-c/>x"), "<a  />x");
        assert_eq!(read("<g /d><path d=1/>"), "<g /d><path >");
        for text in [
            "<!-- <p d> -->",
            "<? <p d=1> ?>",
            "<b d>x",
            "<title><p d></title>",
            "<iframe><p d></iframe>",
            "<xmp><p d></xmp>",
            "<svg><style><p d></style><![CDATA[ > <p d> ]]></svg>",
        ] {
            assert_eq!(read(text), text);
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
