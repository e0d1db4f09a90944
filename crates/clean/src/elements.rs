//! Which elements are clutter by their tag, role, class or id: the table in
//! `assets/rules/page.toml`, and what HTML itself says is not shown.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::tree::{NodeId, Tree};

/// One kind of clutter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementRule {
    /// Unique: `share-bar`.
    pub name: String,
    /// Why it cuts, in words for the reader.
    pub reason: String,
    /// Percent of the page's running text above which the rule is not taken.
    pub share: usize,
    tags: Vec<String>,
    roles: Vec<String>,
    words: Vec<String>,
    /// An element that the rule cuts.
    pub example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    element: Vec<ElementRule>,
}

/// The table, with its words indexed by their first word.
#[derive(Debug)]
pub struct ElementRules {
    rules: Vec<ElementRule>,
    /// First word of an entry → the other words of it and its rule.
    by_word: HashMap<String, Vec<(Vec<String>, usize)>>,
    by_tag: HashMap<String, usize>,
    by_role: HashMap<String, usize>,
}

/// Words from this length on also match what begins with them.
const PREFIX: usize = 6;

impl ElementRules {
    /// The rules that come with the program.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: LazyLock<ElementRules> = LazyLock::new(|| {
            let file = toml::from_str::<File>(include_str!("../assets/rules/page.toml"));
            // A test reads the file; a broken one cannot be released.
            ElementRules::new(file.map(|f| f.element).unwrap_or_default())
        });
        &BUNDLED
    }

    fn new(rules: Vec<ElementRule>) -> Self {
        let mut by_word: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        let mut by_tag = HashMap::new();
        let mut by_role = HashMap::new();
        for (index, rule) in rules.iter().enumerate() {
            for entry in &rule.words {
                let mut words = entry.split(' ').map(str::to_owned);
                let first = words.next().unwrap_or_default();
                by_word
                    .entry(clipped(&first).to_owned())
                    .or_default()
                    .push((std::iter::once(first).chain(words).collect(), index));
            }
            by_tag.extend(rule.tags.iter().map(|t| (t.clone(), index)));
            by_role.extend(rule.roles.iter().map(|t| (t.clone(), index)));
        }
        Self { rules, by_word, by_tag, by_role }
    }

    /// All rules.
    #[must_use]
    pub fn rules(&self) -> &[ElementRule] {
        &self.rules
    }

    /// The rule of this name.
    #[must_use]
    pub fn called(&self, name: &str) -> Option<&ElementRule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The rules that name the element, by tag, role, or the words of its
    /// class and id, in this order.
    pub fn naming(&self, tree: &Tree, node: NodeId) -> Vec<&ElementRule> {
        let mut found: Vec<usize> = Vec::new();
        found.extend(self.by_tag.get(tree.name(node)));
        found.extend(tree.attribute(node, "role").and_then(|role| self.by_role.get(role)));
        for attribute in ["class", "id", "data-component", "data-testid", "data-module", "data-type"] {
            let Some(value) = tree.attribute(node, attribute) else { continue };
            for name in value.split_ascii_whitespace().take(40) {
                self.named(&words_of(name), &mut found);
            }
        }
        found.iter().filter_map(|&index| self.rules.get(index)).collect()
    }

    fn named(&self, words: &[String], found: &mut Vec<usize>) {
        for (at, word) in words.iter().enumerate() {
            let Some(entries) = self.by_word.get(clipped(word)) else { continue };
            for (entry, rule) in entries {
                let rest = words.get(at..).unwrap_or(&[]);
                let fits = entry.len() <= rest.len()
                    && entry.iter().zip(rest).all(|(e, w)| e == w || (e.len() >= PREFIX && w.starts_with(e.as_str())));
                if fits {
                    found.push(*rule);
                }
            }
        }
    }
}

/// The part of a word by which entries are looked up.
fn clipped(word: &str) -> &str {
    word.get(..PREFIX).unwrap_or(word)
}

/// `relatedStories`, `related-stories`, `related_stories` → `related`,
/// `stories`, in lower case.
fn words_of(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut lower = false;
    for c in name.chars().take(80) {
        if (!c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && lower)) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        lower = c.is_ascii_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Elements whose text is never part of what a reader sees.
#[must_use]
pub fn is_invisible(tree: &Tree, node: NodeId) -> bool {
    matches!(
        tree.name(node),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "audio"
            | "video"
            | "canvas"
            | "map"
            | "noframes"
            | "noembed"
            | "title"
    ) || tree.attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || tree.attribute(node, "style").is_some_and(hides)
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Whether the element stands in a line of text rather than making a block.
#[must_use]
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "mark"
            | "nobr"
            | "q"
            | "rb"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "picture"
            | "source"
            | "label"
            | "br"
            | "amp-img"
            | "button"
            | "input"
            | "bsp-timestamp"
    )
}

/// Whether `node` stands in a line of text: elements that HTML says do, and
/// elements of a page's own making inside a paragraph, which browsers set in
/// line as well.
#[must_use]
pub fn stands_in_line(tree: &Tree, node: NodeId) -> bool {
    let name = tree.name(node);
    is_inline(name) || (name.contains('-') && in_paragraph(tree, node))
}

/// Whether the nearest block around `node` is one that holds running text.
#[must_use]
pub fn in_paragraph(tree: &Tree, node: NodeId) -> bool {
    let nearest = tree.ancestors(node).map(|a| tree.name(a)).find(|name| !is_inline(name) && !name.contains('-'));
    nearest
        .is_some_and(|name| matches!(name, "p" | "li" | "blockquote" | "td" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_names_its_example() {
        let file: File = toml::from_str(include_str!("../assets/rules/page.toml")).unwrap();
        let rules = ElementRules::new(file.element);
        for rule in rules.rules() {
            let tree = Tree::parse(&rule.example);
            let named = tree.descendants(0).any(|n| rules.naming(&tree, n).iter().any(|r| r.name == rule.name));
            assert!(named, "{}", rule.name);
        }
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(words_of("c-relatedStories__item--2x"), ["c", "related", "stories", "item", "x"]);
        assert_eq!(words_of("ADSlot"), ["adslot"]);
        let rules = ElementRules::bundled();
        let named = |html: &str| {
            let tree = Tree::parse(html);
            tree.descendants(0).any(|n| !rules.naming(&tree, n).is_empty())
        };
        assert!(named("<div class=newsletterSignup>"));
        assert!(!named("<div class='article-header shadow readable adaptive'>"));
    }
}
