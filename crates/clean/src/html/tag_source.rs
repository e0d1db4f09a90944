//! A tag as it is written in a page: where it ends, and its attributes.

use std::ops::Range;

use memchr::{memchr, memmem};

/// How many attributes a tag keeps. The parser compares each attribute with all earlier ones of
/// its tag, as the standard demands, so a tag with 100,000 would cost seconds.
pub(super) const MOST_ATTRIBUTES: usize = 256;

/// An attribute in a page.
pub(super) struct SourceAttribute {
    /// The bytes of the name.
    pub(super) name: Range<usize>,
    /// The bytes of the value without its quotes; empty if there is none.
    pub(super) value: Range<usize>,
    /// The byte after the attribute.
    pub(super) end: usize,
}

/// The end of a tag.
pub(super) struct TagEnd {
    /// The byte of the `>`, or the end of the page if the tag has none.
    pub(super) at: usize,
    /// Whether a slash is before the `>`.
    pub(super) closes_itself: bool,
}

/// Reads the tag whose name ends at byte `at`, as the HTML standard says. Calls `each` with its attributes.
pub(super) fn scan(bytes: &[u8], mut at: usize, mut each: impl FnMut(SourceAttribute)) -> TagEnd {
    loop {
        let before = at;
        at = skip(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
        if bytes.get(at).is_none_or(|&b| b == b'>') {
            let last = bytes.get(before..at).and_then(<[u8]>::last);
            return TagEnd { at, closes_itself: last == Some(&b'/') };
        }
        let start = at;
        // The name of an attribute may begin with anything, even with `=`.
        at = skip(bytes, at + 1, |b| !ends_name(b) && b != b'=');
        let name = start..at;
        let equals = skip(bytes, at, |b| b.is_ascii_whitespace());
        let mut value = at..at;
        if bytes.get(equals) == Some(&b'=') {
            at = skip(bytes, equals + 1, |b| b.is_ascii_whitespace());
            (value, at) = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let end = find(bytes, at + 1, quote).unwrap_or(bytes.len());
                    (at + 1..end, (end + 1).min(bytes.len()))
                }
                _ => {
                    let end = skip(bytes, at, |b| !b.is_ascii_whitespace() && b != b'>');
                    (at..end, end)
                }
            };
        }
        each(SourceAttribute { name, value, end: at });
    }
}

/// The byte after the `<` at byte `open`, which begins no tag: after the comment or declaration, if it
/// begins one.
pub(super) fn after_declaration(bytes: &[u8], open: usize) -> usize {
    let rest = bytes.get(open..).unwrap_or_default();
    if !rest.starts_with(b"<!--") {
        let is_declaration = matches!(rest, [_, b'!' | b'?', ..] | [_, b'/', _, ..]);
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

/// The byte of the next end tag that `closing` (`</script`) begins, from byte `at` on.
pub(super) fn next_closing(bytes: &[u8], mut at: usize, closing: &str) -> Option<usize> {
    while let Some(open) = find(bytes, at, b'<') {
        let rest = bytes.get(open..).unwrap_or_default();
        let (name, rest) = rest.split_at_checked(closing.len())?;
        if name.eq_ignore_ascii_case(closing.as_bytes()) && rest.first().is_some_and(|&b| ends_name(b)) {
            return Some(open);
        }
        at = open + 1;
    }
    None
}

/// Whether `byte` ends the name of an element or attribute.
pub(super) fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/' || byte == b'>'
}

/// The first byte from `at` on for which `holds` is false.
pub(super) fn skip(bytes: &[u8], at: usize, holds: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| !holds(b)).unwrap_or(rest.len())
}

/// The first byte from `at` on that is `wanted`.
pub(super) fn find(bytes: &[u8], at: usize, wanted: u8) -> Option<usize> {
    memchr(wanted, bytes.get(at..)?).map(|found| at + found)
}

/// The byte after the next `mark`, or the end of the page.
pub(super) fn after(bytes: &[u8], at: usize, mark: &str) -> usize {
    let found = bytes.get(at..).and_then(|rest| memmem::find(rest, mark.as_bytes()));
    found.map_or(bytes.len(), |found| at + found + mark.len())
}

/// The `bytes` of `page`.
pub(super) fn part(page: &str, bytes: Range<usize>) -> &str {
    page.get(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attributes of a tag that ends the page, and whether it closes itself.
    fn scanned(tag: &str) -> (Vec<(&str, &str)>, bool) {
        let mut found = Vec::new();
        let end = scan(tag.as_bytes(), 2, |a| found.push((part(tag, a.name), part(tag, a.value))));
        assert_eq!(end.at, tag.len() - 1, "{tag}");
        (found, end.closes_itself)
    }

    #[test]
    fn attributes_are_found_in_all_ways_to_write_them() {
        assert_eq!(scanned("<p>"), (vec![], false));
        assert_eq!(scanned("<p / />"), (vec![], true));
        assert_eq!(scanned("<p a='1>' B=b c = \"d\" e>").0, [("a", "1>"), ("B", "b"), ("c", "d"), ("e", "")]);
        assert_eq!(scanned("<p =a=b/c=d//e>"), (vec![("=a", "b/c=d//e")], false));
        assert_eq!(scanned("<p a= b=c/>"), (vec![("a", "b=c/")], false));
        assert_eq!(scanned("<p a=''/b/>"), (vec![("a", ""), ("b", "")], true));
    }

    #[test]
    fn a_page_may_end_inside_a_tag() {
        for tag in ["<p", "<p a", "<p a=", "<p a='", "<p a='b", "<p a=b ", "<p /"] {
            assert_eq!(scan(tag.as_bytes(), 2, |_| {}).at, tag.len(), "{tag}");
        }
    }

    #[test]
    fn comments_and_declarations_end_as_the_standard_says() {
        for whole in ["<!-->", "<!--->", "<!-- > -->", "<!-- --!>", "<!a>", "<?a>", "</ >", "</>", "<!-- --", "<!", "<"]
        {
            assert_eq!(after_declaration(whole.as_bytes(), 0), whole.len(), "{whole}");
        }
        assert_eq!(after_declaration(b"</", 0), 1, "text, at the end of a page");
    }

    #[test]
    fn the_end_of_a_script_is_its_own_end_tag() {
        let page = b"a</p></scripts></SCRIPT ></script";
        assert_eq!(next_closing(page, 0, "</script"), Some(15));
        assert_eq!(next_closing(page, 16, "</script"), None);
    }
}
