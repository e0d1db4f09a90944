//! Reading tables of words, and looking words up in them.
//!
//! A table is text: lines that begin with `#` are its header, every other line
//! is a row, and tabs separate the columns of a row. Words stay where they are
//! in the text; nothing is copied.

use std::cmp::Ordering;

/// The rows of a table: the first column and the rest of the line, which is
/// empty where there is no second column.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split_once('\t').unwrap_or((line, "")))
}

/// Words with what is known about each.
#[derive(Debug)]
pub(crate) struct WordMap<V> {
    /// In the order of their bytes; of two entries with one word, the first
    /// row of the table is kept.
    entries: Vec<(&'static str, V)>,
}

impl<V> WordMap<V> {
    /// The map with these entries, in any order.
    pub(super) fn new(entries: impl Iterator<Item = (&'static str, V)>) -> Self {
        let mut entries: Vec<_> = entries.collect();
        if !entries.is_sorted_by_key(|(word, _)| *word) {
            entries.sort_by_key(|(word, _)| *word);
        }
        entries.dedup_by_key(|(word, _)| *word);
        Self { entries }
    }

    /// What is known about `word`, spelt as in the table.
    pub(crate) fn get(&self, word: &str) -> Option<&V> {
        self.find(|entry| entry.cmp(word))
    }

    /// What is known about `word`, for a table in lower case; capitals among
    /// the ASCII letters of `word` make no difference.
    pub(crate) fn get_any_case(&self, word: &str) -> Option<&V> {
        self.find(|entry| entry.bytes().cmp(word.bytes().map(|b| b.to_ascii_lowercase())))
    }

    fn find(&self, order: impl Fn(&str) -> Ordering) -> Option<&V> {
        let at = self.entries.binary_search_by(|(entry, _)| order(entry)).ok()?;
        self.entries.get(at).map(|(_, value)| value)
    }
}

/// A list of words.
#[derive(Debug)]
pub(crate) struct WordSet(WordMap<()>);

impl WordSet {
    /// The set of these words, in any order.
    pub(super) fn new(words: impl Iterator<Item = &'static str>) -> Self {
        Self(WordMap::new(words.map(|word| (word, ()))))
    }

    /// Whether the list has `word`, spelt as in the table.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.0.get(word).is_some()
    }

    /// Whether the list, in lower case, has `word`; capitals among the ASCII
    /// letters of `word` make no difference.
    pub(crate) fn contains_any_case(&self, word: &str) -> bool {
        self.0.get_any_case(word).is_some()
    }

    /// The words, in the order of their bytes.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.entries.iter().map(|(word, ())| *word)
    }
}

/// The lists of one table, where the second column names the lists of a word.
pub(super) struct NamedLists(Vec<(&'static str, Vec<&'static str>)>);

impl NamedLists {
    /// Reads every list of the table.
    pub(super) fn read(table: &'static str) -> Self {
        let mut lists: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for (word, names) in rows(table) {
            for name in names.split(' ') {
                match lists.iter_mut().find(|(list, _)| *list == name) {
                    Some((_, words)) => words.push(word),
                    None => lists.push((name, vec![word])),
                }
            }
        }
        Self(lists)
    }

    /// The list of this name; empty where the table has none.
    pub(super) fn list(&self, name: &str) -> WordSet {
        let words = self.0.iter().find(|(list, _)| *list == name).map_or(&[][..], |(_, words)| words.as_slice());
        WordSet::new(words.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# Two lists.\nfour\tb\none\ta b\nthree\ta\n’s\tb\n";

    #[test]
    fn a_word_is_in_the_lists_that_its_row_names() {
        let lists = NamedLists::read(TABLE);
        assert_eq!(lists.list("a").iter().collect::<Vec<_>>(), ["one", "three"]);
        assert_eq!(lists.list("b").iter().collect::<Vec<_>>(), ["four", "one", "’s"]);
        assert_eq!(lists.list("c").iter().count(), 0);
    }

    #[test]
    fn capitals_count_only_where_they_are_asked_for() {
        let list = NamedLists::read(TABLE).list("b");
        assert!(list.contains("one") && !list.contains("One") && !list.contains("three"));
        assert!(list.contains_any_case("One") && list.contains_any_case("’S") && !list.contains_any_case("Ones"));
    }

    #[test]
    fn the_first_row_with_a_word_counts() {
        let map = WordMap::new([("b", 1), ("a", 2), ("b", 3)].into_iter());
        assert_eq!((map.get("a"), map.get("b"), map.get("c")), (Some(&2), Some(&1), None));
    }
}
