//! Which elements of a page show the name of a person or of the site.

use memchr::memchr2;

use super::line::line;
use crate::byline::{is_name, names, names_before_date, signed};
use crate::html::tree::{NodeId, Tree};
use crate::language::BylineWords;
use crate::phrases::Phrases;

/// Whether the element is a link to the page of an author. `names` are the parts of
/// addresses by which it is recognized: `/authors/ann-lee`.
pub(super) fn leads_to_author(tree: &Tree, node: NodeId, names: &[&str]) -> bool {
    if tree.name(node) != "a" {
        return false;
    }
    let to = tree.attribute(node, "href").unwrap_or("").as_bytes();
    let path = memchr2(b'?', b'#', to).and_then(|end| to.get(..end)).unwrap_or(to);
    let end = path.iter().rposition(|&b| b != b'/').map_or(0, |last| last + 1);
    let path = path.get(..end).unwrap_or_default();
    path.rsplit(|&b| b == b'/').skip(1).any(|part| names.iter().any(|name| name.as_bytes() == part))
}

/// Whether the heading is the name of the site: a link in it leads to the site's
/// first page.
pub(super) fn is_name_of_site(tree: &Tree, heading: NodeId) -> bool {
    tree.descendants(heading).take(LINK).filter(|&node| tree.name(node) == "a").any(|link| {
        let to = tree.attribute(link, "href").unwrap_or("none").trim();
        let path = to.split_once("://").map_or(to, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        matches!(path, "" | "/" | "./" | "/index.html" | "index.html" | "/index.php" | "index.php")
    })
}

/// How many nodes of a heading are searched for a link.
const LINK: usize = 12;

/// The attributes with names of an element.
const NAMES: [&str; 3] = ["class", "id", "data-testid"];

/// Whether the element is called byline or date by one of `words`. Most are not, and one search
/// for all words says so.
pub(super) fn is_byline_or_date(tree: &Tree, node: NodeId, words: &Phrases) -> bool {
    let may_be = NAMES.iter().filter_map(|key| tree.attribute(node, key)).any(|value| words.is_in(value));
    (may_be || OWN.contains(&tree.name(node))) && is_called(tree, node, words.list())
}

/// The names of elements that some systems have of their own: `<byline>`.
const OWN: [&str; 2] = ["byline", "author"];

/// Whether one of `words` is a word of the element's class or id, or its own name.
pub(super) fn is_called(tree: &Tree, node: NodeId, words: &[&str]) -> bool {
    let is_own = OWN.contains(&tree.name(node)) && words.contains(&tree.name(node));
    is_own
        || NAMES.iter().filter_map(|key| tree.attribute(node, key)).any(|value| {
            let is_one = |name: &[u8]| words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(name));
            value.as_bytes().split(|b| !b.is_ascii_alphanumeric()).any(is_one)
        })
}

/// The names that the texts in the element begin with, up to a text that is not a
/// name: what the author does.
pub(super) fn names_in(tree: &Tree, node: NodeId, words: &BylineWords) -> Vec<String> {
    let texts = tree.descendants(node).filter_map(|n| tree.text(n)).filter_map(line);
    let is_between = |text: &str| {
        let lower = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        lower.is_empty() || [&words.conjunctions, &words.line_starts].iter().any(|list| list.contains(&lower.as_str()))
    };
    let found = texts.filter(|text| !is_between(text)).map(|text| {
        // “Laura June” is a name and no month.
        if text.starts_with(char::is_uppercase) && is_name(&text) && names(&text, words).len() == 1 {
            return vec![text];
        }
        let names = signed(&text, words);
        let names = if names.is_empty() { names_before_date(&text, words) } else { names };
        if names.iter().all(|name| is_name(name)) { names } else { after_section(&text, words) }
    });
    found.take_while(|names| !names.is_empty()).flatten().collect()
}

/// The names in `text` after the name of a section: “Ports · Ann Lee, Ben Roe”.
fn after_section(text: &str, words: &BylineWords) -> Vec<String> {
    let Some((section, list)) = text.split_once(['·', '•', '|']) else { return Vec::new() };
    let is_section = !section.trim().contains(' ') && section.chars().all(|c| c.is_alphabetic() || c == ' ');
    let names = if is_section { names_before_date(list, words) } else { Vec::new() };
    if names.iter().all(|name| is_name(name)) { names } else { Vec::new() }
}
