//! A plain list: one address a line, with comments after `#`, also as a list of
//! Markdown with links.

use super::ListedArticle;
use super::collector::Collector;
use super::error::ReadingListError;
use crate::plain;

/// A line of a list.
#[derive(Debug, PartialEq)]
enum Line<'l> {
    /// Empty, or a comment.
    Nothing,
    /// An address with what is written after it or as its title.
    Address { address: &'l str, title: &'l str, read: Option<bool> },
    /// Anything else.
    Other,
}

/// The most words of a line in a list; a longer one is a paragraph of an article. Chosen between the
/// longest titles and the shortest paragraphs.
const LINE_WORDS: usize = 25;

/// A list is what has an address in half of its lines or more, and no paragraph of text.
pub(super) fn recognises(text: &str) -> bool {
    let (mut addresses, mut others) = (0_usize, 0_usize);
    for line in text.lines() {
        if line.split_whitespace().nth(LINE_WORDS).is_some() {
            return false;
        }
        match parsed(line) {
            Line::Nothing => {}
            Line::Address { .. } => addresses += 1,
            Line::Other => others += 1,
        }
    }
    addresses > 0 && addresses >= others
}

pub(super) fn read(_: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    for (at, line) in text.lines().enumerate() {
        let place = format!("line {}", at + 1);
        match parsed(line) {
            Line::Nothing => {}
            Line::Address { address, title, read } => {
                let article = ListedArticle { title: plain::line(title), read, ..ListedArticle::default() };
                collector.add(place, address, article);
            }
            Line::Other => collector.add(place, line, ListedArticle::default()),
        }
    }
    Ok(())
}

fn parsed(line: &str) -> Line<'_> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Line::Nothing;
    }
    let (item, read) = without_box(without_marker(line));
    if let Some((title, rest)) = item.strip_prefix('[').and_then(|rest| rest.split_once("]("))
        && let Some((target, _)) = rest.rsplit_once(')')
    {
        let address = target.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
        return Line::Address { address, title, read };
    }
    let (first, rest) = item.split_once(char::is_whitespace).unwrap_or((item, ""));
    let address = first.strip_prefix('<').and_then(|inside| inside.strip_suffix('>')).unwrap_or(first);
    let is_web = ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if is_web { Line::Address { address, title: rest.trim_start_matches(['#', '-', ' ']), read } } else { Line::Other }
}

/// The text of a list item without its marker: `- `, `* `, `+ ` or `1. `.
fn without_marker(line: &str) -> &str {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = line.get(digits..).filter(|_| digits > 0).and_then(|rest| rest.strip_prefix(". "));
    ["- ", "* ", "+ "].iter().find_map(|marker| line.strip_prefix(marker)).or(numbered).unwrap_or(line).trim_start()
}

/// The text after the box of a task, `[ ]` or `[x]`, and whether the box is
/// checked.
fn without_box(item: &str) -> (&str, Option<bool>) {
    let boxes = [("[ ] ", false), ("[x] ", true), ("[X] ", true)];
    let found = boxes.iter().find_map(|(mark, read)| Some((item.strip_prefix(mark)?, Some(*read))));
    found.unwrap_or((item, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address<'l>(address: &'l str, title: &'l str, read: Option<bool>) -> Line<'l> {
        Line::Address { address, title, read }
    }

    #[test]
    fn lines_of_every_kind_are_read() {
        for (line, expected) in [
            ("https://example.org/a", address("https://example.org/a", "", None)),
            ("HTTPS://example.org/a  # The pier", address("HTTPS://example.org/a", "The pier", None)),
            ("- <https://example.org/a>", address("https://example.org/a", "", None)),
            ("* [The pier](https://example.org/a \"x\")", address("https://example.org/a", "The pier", None)),
            ("- [A (b)](https://example.org/a_(b))", address("https://example.org/a_(b)", "A (b)", None)),
            ("12. [x] https://example.org/a", address("https://example.org/a", "", Some(true))),
            ("- [ ] https://example.org/a", address("https://example.org/a", "", Some(false))),
            ("  # a comment", Line::Nothing),
            ("", Line::Nothing),
            ("The pier opens.", Line::Other),
            ("[a](", Line::Other),
        ] {
            assert_eq!(parsed(line), expected, "{line}");
        }
    }

    #[test]
    fn an_article_with_a_link_is_no_list() {
        assert!(!recognises("The pier opens.\n\nMore of it:\nhttps://example.org/a\n"));
        assert!(recognises("To read:\nhttps://example.org/a\n"));
        let paragraph = "The pier opens in spring, and the ferry goes on. ".repeat(4);
        assert!(!recognises(&format!("https://example.org/a\n\n{paragraph}\n")));
        assert!(!recognises(&format!("[The pier](https://example.org/a) is new. {paragraph}\n")));
        assert!(!recognises("# only a heading\n"));
    }
}
