//! The rules that tell clutter from text: data in `assets/rules/`, each with a
//! name, a reason for the reader and an example that is its test.

use std::sync::{LazyLock, OnceLock};

use regex_lite::Regex;
use serde::Deserialize;

/// Where in a block of text a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The whole block.
    Block,
    /// The beginning of a block; what follows stays.
    Start,
    /// The end of a block; what stands before stays.
    End,
    /// Anywhere in a block; what stands around it stays.
    Within,
    /// The whole block, and everything behind it goes too. Only taken in the
    /// last third of a text.
    Rest,
}

/// What becomes of the words that a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// They go, and are remembered as removed.
    #[default]
    Cut,
    /// They go; the group `date` is when the article was published.
    Published,
    /// They go; the group `date` is when it was last changed.
    Modified,
    /// They become a byline; the group `names` holds the authors.
    Byline,
    /// The group `words` becomes a caption, the group `credit` its credit.
    Caption,
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique, in lower case with hyphens: `read-more`.
    pub name: String,
    /// Why it cuts, in words for the reader.
    pub reason: String,
    /// Where it looks.
    pub place: Place,
    /// What becomes of what it finds.
    #[serde(default)]
    pub act: Act,
    /// Only in the first so many blocks of a text.
    pub first: Option<usize>,
    /// Blocks with more bytes than this are not looked at.
    #[serde(default = "most")]
    pub most: usize,
    /// Lower-case words of which one stands in whatever the rule matches;
    /// where none does, the pattern is not even compiled.
    pub hints: Vec<String>,
    /// A regular expression; white space at its ends is already gone.
    pattern: String,
    /// A text that the rule acts on.
    pub example: String,
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
}

fn most() -> usize {
    400
}

impl Rule {
    /// Whether one of its hints stands in `lower`, a text in lower case with
    /// straight apostrophes; where none does, it can't match.
    #[must_use]
    pub fn hinted(&self, lower: &str) -> bool {
        self.hints.iter().any(|hint| lower.contains(hint.as_str()))
    }

    /// The compiled pattern; `None` where it is not a valid one.
    #[must_use]
    pub fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                let pattern = match self.place {
                    Place::Block | Place::Rest => format!("^(?:{})$", self.pattern),
                    Place::Start => format!("^(?:{})", self.pattern),
                    Place::End => format!("(?:{})$", self.pattern),
                    Place::Within => self.pattern.clone(),
                };
                Regex::new(&format!("(?i){}", spelt_out(&pattern))).ok()
            })
            .as_ref()
    }
}

/// Classes that the pattern language of the rules has beyond `regex-lite`'s,
/// as ranges: letters are those of the Latin, Greek and Cyrillic alphabets.
const CLASSES: [(&str, &str); 5] = [
    (r"\p{Lu}", "A-ZÀ-ÖØ-ÞĀ-ɏΆ-ΫЀ-Я"),
    (r"\p{L}", "A-Za-zÀ-ɏͰ-ӿ"),
    (r"\p{N}", "0-9"),
    (r"\w", "0-9A-Za-z_À-ɏͰ-ӿ"),
    (r"\s", r" \t\r\n\u{a0}\u{202f}"),
];

/// `pattern` with [`CLASSES`] spelt out: in brackets where it has none.
fn spelt_out(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut in_brackets = false;
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        if let Some((class, ranges)) = CLASSES.iter().find(|(class, _)| rest.starts_with(class)) {
            let (open, close) = if in_brackets { ("", "") } else { ("[", "]") };
            out.extend([open, ranges, close]);
            rest = rest.get(class.len()..).unwrap_or("");
            continue;
        }
        let len = if c == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
        in_brackets = (in_brackets || c == '[') && c != ']';
        out.push_str(rest.get(..len).unwrap_or(""));
        rest = rest.get(len..).unwrap_or("");
    }
    out
}

/// An appeal that runs over several sentences: told by how many of its set
/// phrases stand together.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// Unique among all rules.
    pub name: String,
    /// Why it cuts, in words for the reader.
    pub reason: String,
    /// How many different phrases must stand in one block.
    pub least: usize,
    /// Lower-case phrases, straight apostrophes.
    pub phrases: Vec<String>,
    /// A text that the rule acts on.
    pub example: String,
}

/// How a credit is told from the words of a caption.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<Rule>,
    #[serde(default)]
    appeal: Vec<Appeal>,
    #[serde(default)]
    credit: Vec<Rule>,
}

/// All rules, in the order they are tried.
#[derive(Debug, Default)]
pub struct Rules {
    /// Rules for blocks of text.
    pub rules: Vec<Rule>,
    /// Appeals of several sentences.
    pub appeals: Vec<Appeal>,
    /// Patterns that part a caption from its credit.
    pub credits: Vec<Rule>,
}

impl Rules {
    /// The rules that come with the program.
    #[must_use]
    pub fn bundled() -> &'static Rules {
        static BUNDLED: LazyLock<Rules> = LazyLock::new(|| {
            let mut rules = Rules::default();
            for file in FILES {
                // A test reads each file; a broken one cannot be released.
                rules.add(file).unwrap_or_default();
            }
            rules
        });
        &BUNDLED
    }

    /// Adds the rules in `toml`, behind those already there.
    ///
    /// # Errors
    /// Where `toml` is not a file of rules; the message has line and column.
    pub fn add(&mut self, toml: &str) -> Result<(), toml::de::Error> {
        let file: RuleFile = toml::from_str(toml)?;
        self.rules.extend(file.rule);
        self.appeals.extend(file.appeal);
        self.credits.extend(file.credit);
        Ok(())
    }

    /// The rules of which a hint stands in `text`; only these can match
    /// anything in it.
    #[must_use]
    pub fn awake<'r>(&'r self, text: &str) -> Awake<'r> {
        let lower = plain_lower(text);
        let hit = |rule: &&Rule| rule.hinted(&lower);
        Awake {
            rules: self.rules.iter().filter(hit).collect(),
            appeals: self
                .appeals
                .iter()
                .filter(|a| a.phrases.iter().filter(|p| lower.contains(p.as_str())).count() >= a.least)
                .collect(),
            credits: &self.credits,
        }
    }
}

/// Every file of rules.
const FILES: &[&str] = &[
    include_str!("../assets/rules/calls.toml"),
    include_str!("../assets/rules/furniture.toml"),
    include_str!("../assets/rules/captions.toml"),
];

/// The rules that can match in one text.
#[derive(Debug)]
pub struct Awake<'r> {
    /// Rules for blocks.
    pub rules: Vec<&'r Rule>,
    /// Appeals.
    pub appeals: Vec<&'r Appeal>,
    credits: &'r [Rule],
}

impl Awake<'_> {
    /// The words of a caption, and its credit if it has one. Both are parts of
    /// `caption`, the credit behind the words.
    #[must_use]
    pub fn part_credit<'c>(&self, caption: &'c str) -> (&'c str, Option<&'c str>) {
        part_credit(self.credits, caption)
    }

    /// The rule that cuts `block` as a whole, if any does.
    #[must_use]
    pub fn whole(&self, block: &str) -> Option<&Rule> {
        self.matching(block, Place::Block)
    }

    /// The rule by which `block` and everything behind it goes, if any does.
    #[must_use]
    pub fn rest(&self, block: &str) -> Option<&Rule> {
        self.matching(block, Place::Rest)
    }

    fn matching(&self, block: &str, place: Place) -> Option<&Rule> {
        let lower = plain_lower(block);
        let fits = |rule: &&&Rule| {
            rule.place == place && rule.act == Act::Cut && block.len() <= rule.most && rule.hinted(&lower)
        };
        let matches = |rule: &&Rule, text: &str| rule.regex().is_some_and(|re| re.is_match(text));
        let rule = self.rules.iter().filter(fits).find(|rule| matches(rule, block)).copied()?;
        (place == Place::Rest || is_mostly(block, |sentence| matches(&rule, sentence))).then_some(rule)
    }
}

/// Whether a call is what a block is there for. One call in the midst of a
/// paragraph takes no paragraph along; one that it begins or ends with, or that
/// half of it is made of, does, and so does one that runs over its sentences.
pub(super) fn is_mostly(block: &str, is_call: impl Fn(&str) -> bool) -> bool {
    let sentences = block.split_inclusive(['.', '!', '?']).map(str::trim).filter(|s| s.len() > 2);
    let calls: Vec<bool> = sentences.map(is_call).collect();
    let count = calls.iter().filter(|call| **call).count();
    count == 0 || count * 2 >= calls.len() || calls.first() == Some(&true) || calls.last() == Some(&true)
}

fn part_credit<'c>(credits: &[Rule], caption: &'c str) -> (&'c str, Option<&'c str>) {
    let caption = caption.trim();
    if caption.len() > 1500 {
        return (caption, None);
    }
    let lower = caption.to_lowercase();
    for rule in credits.iter().filter(|rule| rule.hinted(&lower)) {
        let Some(found) = rule.regex().and_then(|re| re.captures(caption)) else { continue };
        let (Some(whole), Some(credit)) = (found.get(0), found.name("credit")) else { continue };
        // A mark that ends the sentence is the caption's, whatever the pattern
        // needs to know that it stands there.
        let ends = whole.as_str().len() - whole.as_str().trim_start_matches(['.', '!', '?', '”', '"', '’']).len();
        return (caption.get(..whole.start() + ends).unwrap_or("").trim_end(), Some(credit.as_str().trim()));
    }
    (caption, None)
}

/// Lower case with straight quotes, so that hints are written one way.
pub(super) fn plain_lower(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | '‘' => '\'',
            '\u{a0}' => ' ',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_every_pattern_compiles() {
        let mut rules = Rules::default();
        for file in FILES {
            rules.add(file).unwrap();
        }
        for rule in rules.rules.iter().chain(&rules.credits) {
            assert!(rule.regex().is_some(), "{}", rule.name);
        }
    }

    #[test]
    fn names_are_unique_and_hints_are_lower_case() {
        let rules = Rules::bundled();
        let all = || rules.rules.iter().chain(&rules.credits);
        let mut names: Vec<&str> =
            all().map(|r| r.name.as_str()).chain(rules.appeals.iter().map(|a| a.name.as_str())).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for rule in all() {
            assert!(!rule.hints.is_empty() && !rule.reason.is_empty(), "{}", rule.name);
            for hint in &rule.hints {
                assert_eq!(*hint, plain_lower(hint), "{}", rule.name);
            }
        }
    }

    #[test]
    fn what_only_reads_like_a_call_stays() {
        for sentence in [
            "The general asked the company to follow him on foot through the marsh.",
            "She begged the crowd not to follow her, on a day like this.",
            "El informe fue publicado ayer por la comisión.",
            "The comments moderated nobody, the mayor said.",
            "They click here, and the lock clicks there.",
            "More than one story is told about the pier.",
            "Share prices fell, and the tweet that started it is gone.",
            "He wrote about the Harbour Board for forty years.",
            "The newsletter was printed on the island until the flood.",
            "The story was followed abroad. Sign up to our newsletter here. The premier did not comment.",
            "He left at noon. Follow us on Twitter. She stayed.",
            "Sign up for the army was what the poster said, and thousands of young men did so.",
            "Subscribe to the theory or not, the professor said, the data show a clear trend.",
            "Copyright law must change, said the singer, whose songs were copied by a company.",
            "Reporting by the inspectors was late, the ministry said.",
            "This article was amended by parliament in 1998, the editors of the constitution say.",
            "Read more: that was the advice the teacher gave to every pupil.",
        ] {
            let awake = Rules::bundled().awake(sentence);
            let cut = awake.whole(sentence).or_else(|| awake.rest(sentence));
            assert!(cut.is_none(), "{sentence} goes by {:?}", cut.map(|rule| &rule.name));
        }
    }

    #[test]
    fn every_credit_rule_parts_its_example() {
        for rule in &Rules::bundled().credits {
            let (words, credit) = part_credit(std::slice::from_ref(rule), &rule.example);
            assert!(credit.is_some_and(|c| !c.is_empty()), "{} leaves {:?}", rule.name, rule.example);
            assert!(words.len() < rule.example.len());
        }
    }

    #[test]
    fn a_name_in_brackets_that_is_no_credit_stays() {
        let rules = Rules::bundled().awake("");
        assert_eq!(rules.part_credit("The pier (built in 1902) at dusk"), ("The pier (built in 1902) at dusk", None));
        assert_eq!(rules.part_credit("The pier ( Pia Rosk )"), ("The pier", Some("Pia Rosk")));
    }
}
