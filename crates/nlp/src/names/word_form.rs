//! Word forms: what is known about a spelling, independent of its context.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::lexicon::hash::{hash_bytes, mix};
use crate::lexicon::{Clusters, Lists, WordTables};
use pullquote_article::text::fold::without_marks;

/// One distinct spelling in an article.
#[derive(Debug, Clone)]
pub(crate) struct WordForm<'t> {
    /// The spelling.
    pub(crate) word: &'t str,
    /// The lower-case form.
    pub(crate) lower: String,
    /// The hash of the lower-case form.
    pub(crate) lower_hash: u64,
    /// The clusters of the lower-case form, if it has any.
    pub(crate) clusters: Option<Clusters>,
    /// The lists that hold the lower-case form, or the form itself if it is an
    /// abbreviation in capitals.
    pub(crate) lists: Lists,
    /// The hash of its shape, in which runs of one class are shortened: `Xx`,
    /// `X.X.`, `dd`.
    pub(crate) shape: u64,
    /// True if it begins with a capital letter.
    pub(crate) capital: bool,
    /// True if it has neither a capital nor a digit: a lower-case word or a mark,
    /// which are seldom part of a name.
    pub(crate) plain: bool,
    /// True if it has two letters or more and all are capitals.
    pub(crate) all_capitals: bool,
}

impl<'t> WordForm<'t> {
    fn new(word: &'t str, tables: &WordTables) -> Self {
        let lower = word.to_lowercase();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let all_capitals = letters > 1 && !word.contains(char::is_lowercase);
        let mut lists = tables.lists(&lower);
        if all_capitals {
            lists.insert(tables.lists(word));
        }
        Self {
            word,
            lower_hash: hash_bytes(lower.as_bytes()),
            clusters: tables.clusters(&lower).or_else(|| tables.clusters(&simplified(&lower)?)),
            lists,
            shape: shape(word),
            plain: !word.contains(|c: char| c.is_uppercase() || c.is_numeric()),
            capital: word.starts_with(char::is_uppercase),
            all_capitals,
            lower,
        }
    }

    /// Its cluster in one of the clusterings (0 to 2, the coarsest first), plus 1;
    /// 0 if it has none.
    #[must_use]
    pub(crate) fn cluster(&self, size: usize) -> u64 {
        self.clusters.and_then(|c| c.0.get(size).copied()).map_or(0, |c| u64::from(c) + 1)
    }
}

/// A lower-case word without diacritics and with straight apostrophes, as the
/// word vectors may spell it; `None` if it is ASCII already.
fn simplified(lower: &str) -> Option<String> {
    if lower.is_ascii() {
        return None;
    }
    Some(without_marks(lower).map(|c| if matches!(c, '’' | '‘') { '\'' } else { c }).collect())
}

/// The hash of the classes of a word's characters: capital, lower-case letter,
/// digit, or the mark itself. Of a run of one class, the first two count.
fn shape(word: &str) -> u64 {
    let mut hash = 7;
    let (mut last, mut run) = (0, 0);
    for c in word.chars() {
        let class = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            '’' | '‘' => u64::from('\''),
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

/// The distinct spellings of an article, and the spelling of each piece.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordForms<'t> {
    /// The distinct forms, in the order of their first use.
    pub(crate) all: Vec<WordForm<'t>>,
    /// For each piece, in order, the index of its form.
    pub(crate) of: Vec<u32>,
    /// The forms that are in lower case, by their hash.
    by_lower: HashMap<u64, u32, BuildHasherDefault<IdentityHasher>>,
}

impl<'t> WordForms<'t> {
    /// Collects the forms of `words`, each looked up once.
    #[must_use]
    pub(crate) fn collect(words: impl Iterator<Item = &'t str>, tables: &WordTables) -> Self {
        let mut forms = Self::default();
        let mut known: HashMap<u64, u32, BuildHasherDefault<IdentityHasher>> = HashMap::default();
        for word in words {
            let index = *known.entry(hash_bytes(word.as_bytes())).or_insert_with(|| {
                let form = WordForm::new(word, tables);
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

    /// The form of piece `i`.
    #[must_use]
    pub(crate) fn at(&self, i: usize) -> Option<&WordForm<'t>> {
        self.of.get(i).and_then(|&form| self.all.get(form as usize))
    }

    /// True if the article has a form that is in lower case and has this hash.
    #[must_use]
    pub(crate) fn has_lower(&self, lower_hash: u64) -> bool {
        self.by_lower.contains_key(&lower_hash)
    }
}

/// A hasher for keys that are hashes already: it returns them unchanged.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct IdentityHasher(u64);

impl Hasher for IdentityHasher {
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
    fn shapes_shorten_runs_and_distinguish_classes() {
        assert_eq!(shape("Moscow"), shape("Paris"));
        assert_eq!(shape("U.S."), shape("U.K."));
        assert_ne!(shape("NATO"), shape("Nato"));
        assert_eq!(shape("2019"), shape("44"));
    }

    #[test]
    fn each_spelling_is_one_form() {
        let tables = WordTables::default();
        let forms = WordForms::collect(["May", "may", "May"].into_iter(), &tables);
        assert_eq!(forms.of, [0, 1, 0]);
        assert!(forms.at(0).is_some_and(|f| f.capital && forms.has_lower(f.lower_hash)));
        assert!(forms.at(3).is_none());
    }
}
