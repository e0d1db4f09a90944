//! Rules for elements that are clutter by their tag, role, class or id: the
//! table in `assets/rules/page.toml`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::html::tree::{NodeId, Tree};

/// One kind of clutter: a row of the table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ElementRule {
    /// The name, unique among all rules: `share-bar`.
    pub(crate) name: String,
    /// Why the rule cuts, in words for the reader.
    pub(crate) reason: String,
    /// The rule does not cut an element that holds more than this percentage of
    /// the page's running text.
    pub(crate) share: usize,
    tags: Vec<String>,
    roles: Vec<String>,
    words: Vec<String>,
    /// An element that the rule cuts; a test checks that it does.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by a test"))]
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    element: Vec<ElementRule>,
}

/// The table, indexed by tag, by role, and by the first word of each entry.
#[derive(Debug)]
pub(crate) struct ElementRules {
    rules: Vec<ElementRule>,
    /// From the first letters of an entry to its words and the rule's index.
    by_word: HashMap<String, Vec<(Vec<String>, usize)>>,
    by_tag: HashMap<String, usize>,
    by_role: HashMap<String, usize>,
}

/// Why a rule of the table applies to an element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match<'r> {
    /// The rule.
    pub(crate) rule: &'r ElementRule,
    /// The words of the table that the element's names contain (`read more`);
    /// `None` if the rule applies by the element's tag or role.
    pub(crate) words: Option<&'r [String]>,
}

/// First words of a name that say what an element has, is not, or does with
/// what does not fit, and not what it is: `has-nav`, `not-hidden`,
/// `overflow-hidden`.
const QUALIFIERS: [&str; 5] = ["has", "not", "overflow", "with", "without"];
/// Ends of the names by which a class shows an element on wide screens that
/// it hides on narrow ones: `hidden md:block`.
const SHOWN_AGAIN: [&str; 5] = [":block", ":contents", ":flex", ":grid", ":inline"];

/// Words of at least this many letters also match longer words that begin with
/// them.
const PREFIX: usize = 6;

/// The rule for links to other articles, which also cuts teasers.
pub(crate) const RELATED: &str = "related";
/// The rule for comments; names and dates in them are not the article's.
pub(crate) const COMMENTS: &str = "comments";
/// The rule for controls of the page and what it hides.
pub(crate) const PAGE_CONTROL: &str = "page-control";
/// The rule for what is beside the article.
pub(crate) const ASIDE: &str = "aside";

/// The table of the crate.
const FILE: &str = include_str!("../../assets/rules/page.toml");

impl ElementRules {
    /// The rules of the crate.
    pub(crate) fn bundled() -> Self {
        // A test reads the file, so that a broken one is never released.
        ElementRules::new(toml::from_str::<File>(FILE).map(|f| f.element).unwrap_or_default())
    }

    /// Indexes `rules`.
    fn new(rules: Vec<ElementRule>) -> Self {
        let mut by_word: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        let mut by_tag = HashMap::new();
        let mut by_role = HashMap::new();
        for (index, rule) in rules.iter().enumerate() {
            for entry in &rule.words {
                let mut words = entry.split(' ').map(str::to_owned);
                let first = words.next().unwrap_or_default();
                by_word
                    .entry(first_letters(&first).to_owned())
                    .or_default()
                    .push((std::iter::once(first).chain(words).collect(), index));
            }
            by_tag.extend(rule.tags.iter().map(|t| (t.clone(), index)));
            by_role.extend(rule.roles.iter().map(|t| (t.clone(), index)));
        }
        Self { rules, by_word, by_tag, by_role }
    }

    /// All rules, in the order of the table.
    #[cfg(test)]
    pub(crate) fn rules(&self) -> &[ElementRule] {
        &self.rules
    }

    /// The rule of this name.
    pub(crate) fn by_name(&self, name: &str) -> Option<&ElementRule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The rules that apply to the element: by its tag, by its role, and by
    /// the words of its class and id, in this order.
    pub(crate) fn matching(&self, tree: &Tree, node: NodeId) -> Vec<Match<'_>> {
        let mut found: Vec<Match<'_>> = Vec::new();
        let stated =
            [self.by_tag.get(tree.name(node)), tree.attribute(node, "role").and_then(|role| self.by_role.get(role))];
        found.extend(
            stated.into_iter().flatten().filter_map(|&i| Some(Match { rule: self.rules.get(i)?, words: None })),
        );
        for attribute in ["class", "id", "data-component", "data-testid", "data-module", "data-type"] {
            let Some(value) = tree.attribute(node, attribute) else { continue };
            let shown = value.split_ascii_whitespace().any(|name| SHOWN_AGAIN.iter().any(|end| name.ends_with(end)));
            for name in value.split_ascii_whitespace().take(40) {
                // A name with a colon or a bracket sets how an element looks.
                if name.contains([':', '[']) || (shown && name == "hidden") {
                    continue;
                }
                self.match_words(&words_of(name), &mut found);
            }
        }
        found
    }

    /// Adds to `found` the rules with an entry among `words`.
    fn match_words<'r>(&'r self, words: &[String], found: &mut Vec<Match<'r>>) {
        if words.first().is_some_and(|first| QUALIFIERS.contains(&first.as_str())) {
            return;
        }
        for (at, word) in words.iter().enumerate() {
            let Some(entries) = self.by_word.get(first_letters(word)) else { continue };
            for (entry, rule) in entries {
                let rest = words.get(at..).unwrap_or(&[]);
                let fits = entry.len() <= rest.len()
                    && entry.iter().zip(rest).all(|(e, w)| e == w || (e.len() >= PREFIX && w.starts_with(e.as_str())));
                if let Some(rule) = self.rules.get(*rule).filter(|_| fits) {
                    found.push(Match { rule, words: Some(entry) });
                }
            }
        }
    }
}

/// The letters by which an entry is looked up.
fn first_letters(word: &str) -> &str {
    word.get(..PREFIX).unwrap_or(word)
}

/// The words of a class or id in lower case: `related` and `stories` for
/// `relatedStories`, `related-stories` and `related_stories`.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_matches_its_example() {
        let file: File = toml::from_str(FILE).unwrap();
        assert!(file.element.len() > 5);
        let rules = ElementRules::new(file.element);
        for rule in rules.rules() {
            let tree = Tree::parse(&rule.example);
            let matches =
                tree.descendants(0).any(|n| rules.matching(&tree, n).iter().any(|m| m.rule.name == rule.name));
            assert!(matches, "{}", rule.name);
        }
    }

    #[test]
    fn the_rules_that_code_names_are_in_the_table() {
        for name in [RELATED, COMMENTS, ASIDE, PAGE_CONTROL] {
            assert!(ElementRules::bundled().by_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(words_of("c-relatedStories__item--2x"), ["c", "related", "stories", "item", "x"]);
        assert_eq!(words_of("ADSlot"), ["adslot"]);
        let rules = ElementRules::bundled();
        let matches = |html: &str| {
            let tree = Tree::parse(html);
            tree.descendants(0).any(|n| !rules.matching(&tree, n).is_empty())
        };
        assert!(matches("<div class=newsletterSignup>"));
        assert!(!matches("<div class='article-header shadow readable adaptive'>"));
    }

    #[test]
    fn names_that_say_how_an_element_looks_are_not_clutter() {
        let rules = ElementRules::bundled();
        let matches = |html: &str| {
            let tree = Tree::parse(html);
            tree.descendants(0).any(|n| !rules.matching(&tree, n).is_empty())
        };
        for class in ["overflow-hidden", "hidden md:block", "not-hidden", "has-nav", "md:hidden", "without-sidebar"] {
            assert!(!matches(&format!("<div class='{class}'>")), "{class}");
        }
        for class in ["hidden", "is-hidden", "main-nav", "with-sidebar sidebar"] {
            assert!(matches(&format!("<div class='{class}'>")), "{class}");
        }
    }
}
