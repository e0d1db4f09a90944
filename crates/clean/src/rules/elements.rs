//! Rules for elements that are clutter by their tag, role, class or id: the
//! table in `assets/rules/page.toml`, of which `build.rs` makes values of the types here.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr2;

use crate::html::tree::{NodeId, Tree};

/// One kind of clutter: a row of the table.
#[derive(Debug)]
pub(crate) struct ElementRule {
    /// The name, unique among all rules: `share-bar`.
    pub(crate) name: &'static str,
    /// Why the rule cuts, in words for the reader.
    pub(crate) reason: &'static str,
    /// The rule does not cut an element that holds more than this percentage of
    /// the page's running text.
    pub(crate) share: usize,
    tags: &'static [&'static str],
    roles: &'static [&'static str],
    words: &'static [&'static str],
    /// An element that the rule cuts; a test checks that it does.
    #[cfg(test)]
    example: &'static str,
}

/// An entry of a rule.
#[derive(Debug)]
struct Entry {
    /// The first letters of its first word.
    letters: FirstLetters,
    /// Where its words are in [`ElementRules::words`].
    words: Range<usize>,
    rule: &'static ElementRule,
}

/// The table, indexed by tag, by role, and by the first word of each entry.
#[derive(Debug)]
pub(crate) struct ElementRules {
    /// The words of all entries.
    words: Vec<&'static str>,
    /// The entries by their first letters; those with the same, in the order of the table.
    entries: Vec<Entry>,
    by_tag: HashMap<&'static str, &'static ElementRule>,
    by_role: HashMap<&'static str, &'static ElementRule>,
}

/// Why a rule of the table applies to an element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match<'r> {
    /// The rule.
    pub(crate) rule: &'static ElementRule,
    /// The words of the table that the element's names contain (`read more`);
    /// `None` if the rule applies by the element's tag or role.
    pub(crate) words: Option<&'r [&'static str]>,
}

/// First words of a name that say what an element has, is not, or does with
/// what does not fit, and not what it is: `has-nav`, `not-hidden`,
/// `overflow-hidden`.
const QUALIFIERS: [&str; 6] = ["has", "no", "not", "overflow", "with", "without"];
/// Last words of a name that say how much room an element takes, and not what it is: `cta-padding-top`.
const LOOKS: [&str; 6] = ["gap", "margin", "padding", "radius", "spacing", "width"];
/// Words that may follow these.
const SIDES: [&str; 6] = ["bottom", "left", "right", "top", "x", "y"];
/// A word that may follow the qualifier `no` in a name that says what the element is.
const PRINT: &str = "print";
/// The word that says that an element is hidden.
pub(crate) const HIDDEN_WORD: &str = "hidden";
/// Words with which a name says that only a part of the element is hidden, or that it can
/// be opened: `field--label-hidden`, `accordion-panel-hidden`.
const PARTS: [&str; 6] = ["accordion", "header", "heading", "label", "panel", "title"];
/// Words of an id that is made of a heading, at least.
const SLUG: usize = 4;
/// Letters and figures of a key that a program made, at least.
const KEY: usize = 12;
/// Small letters in a row that such a key does not have.
const WORD_IN_KEY: usize = 5;
/// The word for boxes that ask for consent, with which a content system also begins the
/// names of its components.
const COMPONENT: &str = "cmp";
/// The components of that system.
const COMPONENTS: [&str; 12] = [
    "accordion",
    "container",
    "contentfragment",
    "experiencefragment",
    "image",
    "list",
    "page",
    "section",
    "tabs",
    "teaser",
    "text",
    "title",
];
/// Those of a system for journals, with the same first word.
const OF_JOURNALS: [&str; 3] = ["breadcrumbs", "button", "notification"];
/// The first word of the names that another system gives to its lists, and not to counts of views.
const LISTS: &str = "views";
/// The words that follow it there: `views-row`, `views-field-body`.
const OF_LISTS: [&str; 5] = ["element", "field", "label", "row", "view"];
/// Classes of the element of an article in a common content system.
const POSTS: [&str; 2] = ["hentry", "type-post"];
/// How the classes begin that it adds for what such an article is about: `category-newsletter`.
const TOPICS: [&str; 3] = ["category-", "post_tag-", "tag-"];
/// Ends of the names by which a class shows an element on wide screens that
/// it hides on narrow ones: `hidden md:block`.
const SHOWN_AGAIN: [&str; 5] = [":block", ":contents", ":flex", ":grid", ":inline"];

/// Words of at least this many letters also match longer words that begin with
/// them.
const PREFIX: usize = 6;

/// The rule for what leads through the site.
pub(crate) const NAVIGATION: &str = "navigation";
/// The rule for links to other articles, which also cuts teasers.
pub(crate) const RELATED: &str = "related";
/// The rule for comments; names and dates in them are not the article's.
pub(crate) const COMMENTS: &str = "comments";
/// The rule for boxes that ask a reader to sign up.
pub(crate) const NEWSLETTER: &str = "newsletter-box";
/// The rule for controls of the page and what it hides.
pub(crate) const PAGE_CONTROL: &str = "page-control";
/// The rule for what is beside the article.
pub(crate) const ASIDE: &str = "aside";

/// The rules of the crate, in the order of the table.
static BUNDLED: &[ElementRule] = include!(concat!(env!("OUT_DIR"), "/element_rules.rs"));

impl ElementRules {
    /// The index of the rules of the crate.
    pub(crate) fn bundled() -> Self {
        let mut rules =
            Self { words: Vec::new(), entries: Vec::new(), by_tag: HashMap::new(), by_role: HashMap::new() };
        for rule in BUNDLED {
            for entry in rule.words {
                let start = rules.words.len();
                rules.words.extend(entry.split(' '));
                let letters = rules.words.get(start).map_or(0, |word| first_letters(word));
                rules.entries.push(Entry { letters, words: start..rules.words.len(), rule });
            }
            rules.by_tag.extend(rule.tags.iter().map(|tag| (*tag, rule)));
            rules.by_role.extend(rule.roles.iter().map(|role| (*role, rule)));
        }
        rules.entries.sort_by_key(|entry| entry.letters);
        rules
    }

    /// All rules, in the order of the table.
    #[cfg(test)]
    pub(crate) fn rules(&self) -> &'static [ElementRule] {
        BUNDLED
    }

    /// The rule of this name.
    pub(crate) fn by_name(&self, name: &str) -> Option<&'static ElementRule> {
        BUNDLED.iter().find(|rule| rule.name == name)
    }

    /// The rules that apply to the element: by its tag, by its role, and by
    /// the words of its class and id, in this order.
    pub(crate) fn matching(&self, tree: &Tree, node: NodeId) -> Vec<Match<'_>> {
        let mut found: Vec<Match<'_>> = Vec::new();
        let stated =
            [self.by_tag.get(tree.name(node)), tree.attribute(node, "role").and_then(|role| self.by_role.get(role))];
        found.extend(stated.into_iter().flatten().map(|&rule| Match { rule, words: None }));
        for attribute in ["class", "id", "data-component", "data-testid", "data-module", "data-type"] {
            let Some(value) = tree.attribute(node, attribute) else { continue };
            let shown = value.split_ascii_whitespace().any(|name| SHOWN_AGAIN.iter().any(|end| name.ends_with(end)));
            let is_post = attribute == "class" && value.split_ascii_whitespace().any(|name| POSTS.contains(&name));
            for name in value.split_ascii_whitespace().take(40) {
                if is_post && TOPICS.iter().any(|start| name.starts_with(start)) {
                    continue;
                }
                // A name with a colon or a bracket sets how an element looks.
                if memchr2(b':', b'[', name.as_bytes()).is_some() || (shown && name == HIDDEN_WORD) {
                    continue;
                }
                let lower = name.to_ascii_lowercase();
                let words = words_of(name, &lower);
                if attribute == "id" && is_slug(&words, tree, node) {
                    continue;
                }
                self.match_words(&words, &mut found);
            }
        }
        found
    }

    /// Adds to `found` the rules with an entry among `words`.
    fn match_words<'r>(&'r self, words: &[&str], found: &mut Vec<Match<'r>>) {
        let print = words.get(1).is_some_and(|second| *second == PRINT);
        if words.first().is_some_and(|first| QUALIFIERS.contains(first) && !print) {
            return;
        }
        let looks = words.iter().rposition(|word| !SIDES.contains(word)).and_then(|at| words.get(at));
        if words.len() > 1 && looks.is_some_and(|word| LOOKS.contains(word)) {
            return;
        }
        let is_component = |word: &str| COMPONENTS.contains(&word) || OF_JOURNALS.contains(&word);
        let component = matches!(words, [first, second, ..] if *first == COMPONENT && is_component(second));
        let list = matches!(words, [first, second, ..] if *first == LISTS && OF_LISTS.contains(second));
        let words = if component || list { words.get(1..).unwrap_or(&[]) } else { words };
        let in_part = words.iter().any(|word| PARTS.contains(word));
        for (at, word) in words.iter().enumerate().filter(|(_, word)| !in_part || **word != HIDDEN_WORD) {
            let letters = first_letters(word);
            let first = self.entries.partition_point(|entry| entry.letters < letters);
            for entry in self.entries.iter().skip(first).take_while(|entry| entry.letters == letters) {
                let rest = words.get(at..).unwrap_or(&[]);
                let wanted = self.words.get(entry.words.clone()).unwrap_or(&[]);
                let fits = wanted.len() <= rest.len()
                    && wanted.iter().zip(rest).all(|(e, w)| e == w || (e.len() >= PREFIX && w.starts_with(e)));
                if fits {
                    found.push(Match { rule: entry.rule, words: Some(wanted) });
                }
            }
        }
    }
}

/// Whether an id of these words is made of the heading at the start of the element, and so
/// says nothing of what the element is: `five-tools-for-every-kitchen`.
fn is_slug(words: &[&str], tree: &Tree, node: NodeId) -> bool {
    if words.len() < SLUG {
        return false;
    }
    let letters = words.iter().take(SLUG).copied().collect::<String>();
    let texts = tree.descendants(node).take(200).filter_map(|below| tree.text(below));
    let shown = texts.flat_map(str::chars).filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase());
    let shown: String = shown.take(letters.len() + 40).collect();
    shown.contains(&letters)
}

/// The letters by which an entry is looked up, as a number that is quickly compared.
type FirstLetters = u64;

/// The first [`PREFIX`] letters of `word`; a shorter word is looked up whole.
fn first_letters(word: &str) -> FirstLetters {
    word.bytes().take(PREFIX).fold(0, |letters, byte| letters << 8 | u64::from(byte))
}

/// The words of a class or id: `related` and `stories` for `relatedStories`,
/// `related-stories` and `related_stories`. They are slices of `lower`, which is `name` in
/// lower case.
fn words_of<'l>(name: &str, lower: &'l str) -> Vec<&'l str> {
    let mut words = Vec::new();
    let mut start = 0;
    for part in name.get(..80).unwrap_or(name).split(['-', '_']) {
        if !is_number(part) && !is_random(part) {
            add_words(part, lower.get(start..start + part.len()).unwrap_or(""), &mut words);
        }
        start += part.len() + 1;
    }
    words
}

/// Whether the part of a name is a number that a program made, in figures and the letters
/// from a to f: `ad3e790`.
fn is_number(part: &str) -> bool {
    part.len() >= 6
        && part.bytes().all(|c| c.is_ascii_hexdigit())
        && part.bytes().filter(u8::is_ascii_digit).take(2).count() == 2
}

/// Whether the part of a name is a key that a program made, in small letters, capitals and
/// figures: `xK9dDFpTo0qJ`.
fn is_random(part: &str) -> bool {
    let longest_word = || part.split(|c: char| !c.is_ascii_lowercase()).map(str::len).max().unwrap_or(0);
    part.len() >= KEY
        && part.bytes().filter(u8::is_ascii_digit).take(2).count() == 2
        && part.bytes().any(|c| c.is_ascii_uppercase())
        && part.bytes().any(|c| c.is_ascii_lowercase())
        && longest_word() < WORD_IN_KEY
}

/// Adds to `words` those of a part of a name that has no hyphens.
fn add_words<'l>(part: &str, lower: &'l str, words: &mut Vec<&'l str>) {
    let mut word = 0..0;
    let mut is_after_lower = false;
    for (at, c) in part.char_indices().take(80) {
        if !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && is_after_lower) {
            words.extend(lower.get(word).filter(|word| !word.is_empty()));
            word = at..at;
        }
        if c.is_ascii_alphabetic() {
            word = if word.is_empty() { at..at + 1 } else { word.start..at + 1 };
        }
        is_after_lower = c.is_ascii_lowercase();
    }
    words.extend(lower.get(word).filter(|word| !word.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_matches_its_example() {
        let rules = ElementRules::bundled();
        assert!(rules.rules().len() > 5);
        for rule in rules.rules() {
            let tree = Tree::parse(rule.example);
            let matches =
                tree.descendants(0).any(|n| rules.matching(&tree, n).iter().any(|m| m.rule.name == rule.name));
            assert!(matches, "{}", rule.name);
        }
    }

    #[test]
    fn the_rules_that_code_names_are_in_the_table() {
        for name in [NAVIGATION, RELATED, COMMENTS, ASIDE, PAGE_CONTROL] {
            assert!(ElementRules::bundled().by_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_are_split_into_words() {
        let words = |name: &str| words_of(name, &name.to_ascii_lowercase()).join(" ");
        assert_eq!(words("c-relatedStories__item--2x"), "c related stories item x");
        assert_eq!(words("ADSlot-ad3e790"), "adslot");
        assert_eq!(words("record-id-xK9dDFpTo0qJ"), "record id");
        assert_eq!(words("promo1Slot2Ads3"), "promo slot ads");
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
        for class in [
            "overflow-hidden",
            "hidden md:block",
            "not-hidden",
            "has-nav",
            "md:hidden",
            "without-sidebar",
            "cta-padding-top",
            "promo-radius",
        ] {
            assert!(!matches(&format!("<div class='{class}'>")), "{class}");
        }
        for class in ["hidden", "is-hidden", "main-nav", "with-sidebar sidebar"] {
            assert!(matches(&format!("<div class='{class}'>")), "{class}");
        }
    }

    #[test]
    fn numbers_slugs_and_parts_are_no_words_of_clutter() {
        let rules = ElementRules::bundled();
        let matches = |html: &str| {
            let tree = Tree::parse(html);
            tree.descendants(0).any(|n| !rules.matching(&tree, n).is_empty())
        };
        for html in [
            "<div class='element element-ad3e790'>",
            "<section id=five-tools-for-every-kitchen><h2>Five tools for every kitchen</h2></section>",
            "<div class='field field--label-hidden'>",
            "<div class=accordion-panel-hidden>",
            "<div class=no_toc_section>",
            "<div class=cmp-title>",
            "<div class=cmp_notification>",
            "<div class='views-field views-field-intro-text'>",
            "<div class='post type-post hentry category-newsletter tag-comments'>",
        ] {
            assert!(!matches(html), "{html}");
        }
        for html in [
            "<div class=ad728>",
            "<div id=five-tools-for-every-kitchen><a href=/a>Shop now</a></div>",
            "<div class=no-print>",
            "<div class=cmp-banner>",
            "<div class=cmp-share-text>",
            "<div class='views-field-author'>",
            "<div class='post-views'>",
            "<div class='category-newsletter'>",
        ] {
            assert!(matches(html), "{html}");
        }
    }
}
