//! Word forms: what is known of a word wherever it stands.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::lexicon::hash::{hash_bytes, mix};
use crate::lexicon::{Clusters, Lexicon, Lists};
use pullquote_article::text::fold::without_marks;

/// One distinct spelling in an article.
#[derive(Debug, Clone)]
pub struct Form<'t> {
    /// As it is spelt.
    pub word: &'t str,
    /// In lower case.
    pub lower: String,
    /// Hash of the lower-case form.
    pub lower_hash: u64,
    /// Clusters of the lower-case form.
    pub clusters: Option<Clusters>,
    /// Lists that hold the lower-case form.
    pub lists: Lists,
    /// Its shape, runs of one class shortened: `Xx`, `X.X.`, `dd`.
    pub shape: u64,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether it is a word in lower case or a mark: no part of most names.
    pub plain: bool,
    /// Whether all its letters are capitals, two at least.
    pub all_capitals: bool,
}

impl<'t> Form<'t> {
    fn new(word: &'t str, lexicon: &Lexicon<'_>) -> Self {
        let lower = word.to_lowercase();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let all_capitals = letters > 1 && !word.contains(char::is_lowercase);
        let mut lists = lexicon.lists(&lower);
        if all_capitals {
            lists.insert(lexicon.lists(word));
        }
        Self {
            word,
            lower_hash: hash_bytes(lower.as_bytes()),
            clusters: lexicon.clusters(&lower).or_else(|| lexicon.clusters(&plain(&lower)?)),
            lists,
            shape: shape(word),
            plain: !word.contains(|c: char| c.is_uppercase() || c.is_numeric()),
            capital: word.starts_with(char::is_uppercase),
            all_capitals,
            lower,
        }
    }

    /// The cluster at size `size` (0 to 2), as a number that is 0 for none.
    #[must_use]
    pub fn cluster(&self, size: usize) -> u64 {
        self.clusters.and_then(|c| c.0.get(size).copied()).map_or(0, |c| u64::from(c) + 1)
    }
}

/// A word in lower case as the vectors may spell it: without diacritics and
/// with straight apostrophes; `None` where that changes nothing.
fn plain(lower: &str) -> Option<String> {
    if lower.is_ascii() {
        return None;
    }
    Some(without_marks(lower).map(|c| if c == '’' { '\'' } else { c }).collect())
}

/// The hash of a word's shape; runs of one class count as at most two.
fn shape(word: &str) -> u64 {
    let mut hash = 7;
    let (mut last, mut run) = (0, 0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            '’' => u64::from('\''),
            '“' | '”' => u64::from('"'),
            _ => u64::from(c),
        };
        run = if class == last { run + 1 } else { 1 };
        if run <= 2 {
            hash = mix(hash, class);
        }
        last = class;
    }
    hash
}

/// The forms of an article, and which of them each of its words is.
#[derive(Debug, Clone, Default)]
pub struct Forms<'t> {
    /// Distinct forms, in the order of their first use.
    pub all: Vec<Form<'t>>,
    /// For each word, in order, the index of its form.
    pub of: Vec<u32>,
    by_lower: HashMap<u64, u32, BuildHasherDefault<Ready>>,
}

impl<'t> Forms<'t> {
    /// Looks up each distinct word once.
    #[must_use]
    pub fn gather(words: impl Iterator<Item = &'t str>, lexicon: &Lexicon<'_>) -> Self {
        let mut forms = Self::default();
        let mut known: HashMap<u64, u32, BuildHasherDefault<Ready>> = HashMap::default();
        for word in words {
            let index = *known.entry(hash_bytes(word.as_bytes())).or_insert_with(|| {
                let form = Form::new(word, lexicon);
                let index = forms.all.len() as u32;
                if form.word == form.lower {
                    forms.by_lower.insert(form.lower_hash, index);
                }
                forms.all.push(form);
                index
            });
            forms.of.push(index);
        }
        forms
    }

    /// The form of word `i`.
    #[must_use]
    pub fn at(&self, i: usize) -> Option<&Form<'t>> {
        self.of.get(i).and_then(|&form| self.all.get(form as usize))
    }

    /// Whether the article also spells a word in lower case.
    #[must_use]
    pub fn has_lower(&self, lower_hash: u64) -> bool {
        self.by_lower.contains_key(&lower_hash)
    }
}

/// A hasher for keys that are hashes already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0, hash_bytes(bytes));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_shorten_runs_and_tell_classes_apart() {
        assert_eq!(shape("Moscow"), shape("Paris"));
        assert_eq!(shape("U.S."), shape("U.K."));
        assert_ne!(shape("NATO"), shape("Nato"));
        assert_eq!(shape("2019"), shape("44"));
    }

    #[test]
    fn each_spelling_is_one_form() {
        let lexicon = Lexicon::default();
        let forms = Forms::gather(["May", "may", "May"].into_iter(), &lexicon);
        assert_eq!(forms.of, [0, 1, 0]);
        assert!(forms.at(0).is_some_and(|f| f.capital && forms.has_lower(f.lower_hash)));
        assert!(forms.at(3).is_none());
    }
}
