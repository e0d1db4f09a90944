//! Phrases and names that are searched for together, in one pass over a text.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// A list of phrases or names in lower case. A text may have its ASCII letters in any case. The
/// automaton that finds them is made at the first search, because most pages need only some of the
/// lists.
#[derive(Debug)]
pub(crate) struct Phrases {
    list: Vec<&'static str>,
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl Phrases {
    /// The phrases of a list.
    pub(crate) fn new(list: Vec<&'static str>) -> Self {
        Self { list, automaton: OnceLock::new() }
    }

    /// The phrases, in the order of their file.
    pub(crate) fn list(&self) -> &[&'static str] {
        &self.list
    }

    /// Whether one of the phrases is in `text`.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.automaton().is_some_and(|automaton| automaton.is_match(text))
    }

    /// How many of the phrases are in `text`; each counts once.
    pub(crate) fn count_in(&self, text: &str) -> usize {
        let Some(automaton) = self.automaton() else { return 0 };
        let mut found: Vec<_> = automaton.find_overlapping_iter(text).map(|found| found.pattern()).collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    /// The automaton that finds the phrases.
    fn automaton(&self) -> Option<&AhoCorasick> {
        self.automaton.get_or_init(|| automaton(&self.list)).as_ref()
    }
}

/// The automaton that finds the words of `list`, with ASCII letters in any case. Of the kinds
/// that there are, this one is made quickly: the fastest takes milliseconds, which is more than
/// the time of a page. `None` if the list is too long for one, which no list is.
pub(crate) fn automaton(list: &[&str]) -> Option<AhoCorasick> {
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(list).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phrase_counts_once_also_inside_another() {
        let phrases = Phrases::new(vec!["log in", "log in to read", "sign up"]);
        assert_eq!(phrases.count_in("please log in to read this, or log in there"), 2);
        assert!(phrases.is_in("Sign Up") && !phrases.is_in("log on"));
        assert_eq!(phrases.count_in(""), 0);
    }
}
