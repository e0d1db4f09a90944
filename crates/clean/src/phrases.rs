//! Phrases and names that are searched for together, in one pass over a text.

use std::ops::ControlFlow;
use std::sync::OnceLock;

/// A list of phrases or names in lower case, each of two bytes or more. A text may have its ASCII
/// letters in any case. What finds them is made at the first search, because most pages need only
/// some of the lists.
#[derive(Debug)]
pub(crate) struct Phrases {
    list: Vec<&'static str>,
    search: OnceLock<Search>,
}

impl Phrases {
    /// The phrases of a list.
    pub(crate) fn new(list: Vec<&'static str>) -> Self {
        Self { list, search: OnceLock::new() }
    }

    /// The phrases, in the order of their file.
    pub(crate) fn list(&self) -> &[&'static str] {
        &self.list
    }

    /// Whether one of the phrases is in `text`.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.first_end(text).is_some()
    }

    /// How many of the phrases are in `text`; each counts once.
    pub(crate) fn count_in(&self, text: &str) -> usize {
        let mut found = Vec::new();
        let _: ControlFlow<()> = self.search().run(text, &self.list, |_, phrase| {
            found.push(phrase);
            ControlFlow::Continue(())
        });
        found.sort_unstable();
        found.dedup();
        found.len()
    }

    /// The byte of `text` after the phrase that ends first.
    pub(crate) fn first_end(&self, text: &str) -> Option<usize> {
        self.search().run(text, &self.list, |end, _| ControlFlow::Break(end)).break_value()
    }

    fn search(&self) -> &Search {
        self.search.get_or_init(|| Search::new(&self.list))
    }
}

/// The search for all phrases of a list by Wu and Manber (“A fast algorithm for multi-pattern
/// searching”, 1994): a window as long as the shortest phrase moves over the text, and its last
/// two bytes say by how much. It is made in a few microseconds, which an automaton is not.
#[derive(Debug)]
struct Search {
    /// Bytes of the window.
    window: usize,
    /// How far the window can move, by the [`key`] of its last bytes; 0 where a phrase may end.
    moves: [u8; KEYS],
    /// The key of the last bytes of each phrase and the number of the phrase, in order.
    by_end: Vec<(usize, usize)>,
}

/// How many keys there are.
const KEYS: usize = 1 << 10;
/// The longest window, in bytes: longer ones hardly move further, as ever more pairs are in them.
const LONGEST: usize = 8;

/// A number for two bytes, the same for capitals and small letters.
fn key(pair: &[u8]) -> usize {
    pair.iter().fold(0, |key, byte| (key << 5) ^ usize::from(byte | 0x20)) % KEYS
}

impl Search {
    /// The search for the phrases of `list`.
    fn new(list: &[&str]) -> Self {
        let shortest = list.iter().map(|phrase| phrase.len()).min().unwrap_or(0);
        let window = shortest.clamp(2, LONGEST);
        let mut moves = [(window - 1) as u8; KEYS];
        let mut by_end = Vec::with_capacity(list.len());
        for (number, phrase) in list.iter().enumerate() {
            // The window is over the end of a phrase.
            let end = phrase.as_bytes().rchunks(window).next().unwrap_or(&[]);
            for (at, pair) in end.windows(2).enumerate() {
                if let Some(most) = moves.get_mut(key(pair)) {
                    *most = (*most).min((end.len() - at - 2) as u8);
                }
                if at + 2 == end.len() {
                    by_end.push((key(pair), number));
                }
            }
        }
        by_end.sort_unstable();
        Self { window, moves, by_end }
    }

    /// Calls `found` with the end of each phrase of `list` in `text` and the number of the phrase, in
    /// the order of the ends, until it breaks.
    fn run<B>(
        &self,
        text: &str,
        list: &[&str],
        mut found: impl FnMut(usize, usize) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let text = text.as_bytes();
        let mut end = self.window;
        while let Some(pair) = text.get(end - 2..end) {
            let key = key(pair);
            let further = self.moves.get(key).copied().unwrap_or(0);
            if further > 0 {
                end += usize::from(further);
                continue;
            }
            let first = self.by_end.partition_point(|&(other, _)| other < key);
            for &(_, number) in self.by_end.iter().skip(first).take_while(|&&(other, _)| other == key) {
                let phrase = list.get(number).map_or(&[][..], |phrase| phrase.as_bytes());
                let last = end.checked_sub(phrase.len()).and_then(|start| text.get(start..end));
                if last.is_some_and(|last| last.eq_ignore_ascii_case(phrase)) {
                    found(end, number)?;
                }
            }
            end += 1;
        }
        ControlFlow::Continue(())
    }
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

    #[test]
    fn the_phrase_that_ends_first_is_found_and_only_ascii_letters_have_any_case() {
        let phrases = Phrases::new(vec!["erschienen am", "datum:", "veröffentlicht", "am"]);
        assert_eq!(phrases.first_end("Erschienen AM 2. März, Datum: unbekannt"), Some(13));
        assert_eq!(phrases.first_end("VerÖffentlicht"), None);
        assert_eq!(phrases.first_end("Veröffentlicht"), Some(15));
        assert_eq!(phrases.first_end("a"), None);
        assert_eq!(Phrases::new(Vec::new()).first_end("am"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_what_a_plain_search_finds(
            list in proptest::collection::vec("[abé]{2,6}|[ab]{2,12}", 1..8),
            text in "[abcABé ]{0,60}",
        ) {
            let list: Vec<&'static str> = list.into_iter().map(|phrase| &*phrase.leak()).collect();
            let lower = text.to_ascii_lowercase();
            let ends = list.iter().filter_map(|phrase| lower.find(phrase).map(|at| at + phrase.len()));
            let distinct = list.iter().filter(|phrase| lower.contains(**phrase)).count();
            let phrases = Phrases::new(list.clone());
            proptest::prop_assert_eq!(phrases.first_end(&text), ends.min());
            proptest::prop_assert_eq!(phrases.count_in(&text), distinct);
        }
    }
}
