//! Scripts and style sheets are taken out of a page before it is parsed, and given back to its
//! tree. They are half of many pages, and the parser reads them letter by letter.

use std::collections::HashMap;

use html5ever::tendril::StrTendril;
use memchr::{memchr, memchr2};

use super::attributes::{find, part};
use super::tag_kinds::SCRIPT;
use super::tree::Text;

/// The sign around the number of a script, which stands for it while the page is parsed: one
/// for private use, which pages do not have.
const MARK: char = '\u{e0fe}';
/// The first byte of [`MARK`].
const MARK_BYTE: u8 = 0xee;
/// Bytes of a script or style sheet that is taken, at least.
const LEAST: usize = 128;

/// The scripts and style sheets that were taken out of a page, in its order.
#[derive(Debug, Default)]
pub(super) struct Scripts<'h> {
    taken: Vec<&'h str>,
    /// For a closing tag, the byte of the page before which no script with it can be taken, so
    /// that no part of the page is searched twice.
    refused: HashMap<&'static str, usize>,
}

impl<'h> Scripts<'h> {
    /// Takes the script or style sheet in `page` that begins at byte `start` and that `closing`
    /// (`</script`) ends. Returns the mark that stands for it, and the byte at which it ends;
    /// `None` if the parser has to read it, because it is short, has no end, or has a carriage
    /// return, a zero or, in a script, a comment, all of which mean something to the parser.
    pub(super) fn take(&mut self, page: &'h str, start: usize, closing: &'static str) -> Option<(String, usize)> {
        let rest = page.as_bytes().get(start..)?;
        if self.refused.get(closing).is_some_and(|&until| start < until) {
            return None;
        }
        let (mut at, mut length) = (0, None);
        while let Some(open) = find(rest, at, b'<') {
            let tag = rest.get(open..).unwrap_or_default();
            if closing == SCRIPT && tag.starts_with(b"<!--") {
                self.refused.insert(closing, start + open);
                return None;
            }
            let closes = tag.get(..closing.len()).is_some_and(|name| name.eq_ignore_ascii_case(closing.as_bytes()));
            if closes && tag.get(closing.len()).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>')) {
                length = Some(open);
                break;
            }
            at = open + 1;
        }
        let Some(length) = length else {
            self.refused.insert(closing, usize::MAX);
            return None;
        };
        if length < LEAST {
            return None;
        }
        let end = start + length;
        let script = part(page, start..end);
        if memchr2(b'\r', 0, script.as_bytes()).is_some() || has_mark(script) {
            self.refused.insert(closing, end);
            return None;
        }
        let mark = format!("{MARK}{}{MARK}", self.taken.len());
        self.taken.push(script);
        Some((mark, end))
    }

    /// Whether none was taken.
    pub(super) fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// `text` with the scripts in place of their marks; `None` if it has no marks.
    pub(super) fn restored(&self, text: &str) -> Option<Text<'h>> {
        if !has_mark(text) {
            return None;
        }
        let taken = |number: &str| self.taken.get(number.parse::<usize>().ok()?);
        // In a script, there is nothing but the mark.
        let only = text.strip_prefix(MARK).and_then(|text| text.strip_suffix(MARK)).and_then(taken);
        if let Some(script) = only {
            return Some(Text::Source(script));
        }
        let mut pieces = text.split(MARK);
        let first = pieces.next()?;
        let mut out = StrTendril::from_slice(first);
        let (mut found, mut number) = (false, true);
        for piece in pieces {
            let script = taken(piece).filter(|_| number);
            out.push_slice(script.map_or(piece, |script| script));
            found |= script.is_some();
            number = !number;
        }
        found.then_some(Text::Parsed(out))
    }
}

/// Whether `text` has the sign of a mark. A search for one byte is enough for nearly all texts.
fn has_mark(text: &str) -> bool {
    memchr(MARK_BYTE, text.as_bytes()).is_some() && text.contains(MARK)
}

#[cfg(test)]
mod tests {
    use crate::html::tree::Tree;

    /// The text in all scripts of a page.
    fn scripts(html: &str) -> Vec<String> {
        let tree = Tree::parse(html);
        let scripts = tree.descendants(0).filter(|&n| tree.name(n) == "script");
        scripts.map(|n| tree.children(n).filter_map(|c| tree.text(c)).collect()).collect()
    }

    #[test]
    fn scripts_are_in_the_tree_as_they_are_in_the_page() {
        let long = "if (a < b && c) { d('</p>'); } ".repeat(20);
        let html = format!(
            "<script>{long}</script><p>x<script type=a>{long}1</SCRIPT ><script>short</script><script>{long}<!-- </script>"
        );
        assert_eq!(scripts(&html), [long.clone(), format!("{long}1"), "short".to_owned(), format!("{long}<!-- ")]);
        assert_eq!(scripts(&format!("<script>{long}")).concat(), long, "without an end");
        assert_eq!(scripts(&format!("<script>{long}\r\n{long}</script>")), [format!("{long}\n{long}")]);
    }

    #[test]
    fn scripts_without_an_end_are_searched_once() {
        let html = "<script></scripts>".repeat(60_000);
        assert!(scripts(&html).concat().len() > 900_000);
    }

    #[test]
    fn scripts_that_the_parser_must_read_are_searched_once() {
        let most = 60_000;
        for (name, inside, end) in [
            ("script", "\r", "</script>"),
            ("style", "\r", "</style>"),
            ("script", "", "\r</script>"),
            ("script", "", "<!-- </script>"),
        ] {
            let html = format!("<{name}>{inside}</{name}s>").repeat(most) + end;
            let tree = Tree::parse(&html);
            let text: String = tree.descendants(0).filter_map(|n| tree.text(n)).collect();
            assert_eq!(text.matches("s>").count(), most, "{name} {inside:?} {end:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_script_stays_text() {
        let long = "one two three four five six seven ".repeat(20);
        for html in [format!("<xmp><script>{long}</script></xmp>"), format!("<iframe><script>{long}</script></iframe>")]
        {
            let tree = Tree::parse(&html);
            let text: String = tree.descendants(0).filter_map(|n| tree.text(n)).collect();
            assert_eq!(text, format!("<script>{long}</script>"));
        }
    }
}
