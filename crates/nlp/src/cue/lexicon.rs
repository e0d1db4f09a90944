//! The cue words, read from the data and inflected.

use std::collections::HashMap;

use super::inflect::{Form, forms};

/// What a cue says about how the words were uttered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Each is the verb it is named for.
pub(crate) enum Sense {
    Say,
    Tell,
    Ask,
    Answer,
    Add,
    Write,
    Announce,
    Claim,
    Warn,
    Promise,
    Admit,
    Deny,
    Argue,
    Explain,
    Joke,
    Shout,
    Praise,
    Blame,
    Call,
    Order,
    Think,
    Mean,
    Talk,
    /// A phrase without a verb: “according to”.
    Phrase,
}

impl Sense {
    const NAMES: [(&'static str, Sense); 24] = [
        ("say", Sense::Say),
        ("tell", Sense::Tell),
        ("ask", Sense::Ask),
        ("answer", Sense::Answer),
        ("add", Sense::Add),
        ("write", Sense::Write),
        ("announce", Sense::Announce),
        ("claim", Sense::Claim),
        ("warn", Sense::Warn),
        ("promise", Sense::Promise),
        ("admit", Sense::Admit),
        ("deny", Sense::Deny),
        ("argue", Sense::Argue),
        ("explain", Sense::Explain),
        ("joke", Sense::Joke),
        ("shout", Sense::Shout),
        ("praise", Sense::Praise),
        ("blame", Sense::Blame),
        ("call", Sense::Call),
        ("order", Sense::Order),
        ("think", Sense::Think),
        ("mean", Sense::Mean),
        ("talk", Sense::Talk),
        ("phrase", Sense::Phrase),
    ];

    fn named(name: &str) -> Option<Sense> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|(_, sense)| *sense)
    }
}

/// What may stand beside a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Frames {
    /// Quoted words.
    pub(crate) quote: bool,
    /// A clause: “said that …”.
    pub(crate) clause: bool,
    /// Its subject behind it: “said Lee”.
    pub(crate) inverted: bool,
    /// The hearer as its object: “told reporters”.
    pub(crate) hearer: bool,
    /// It commonly means something else.
    pub(crate) weak: bool,
}

impl Frames {
    fn read(letters: &str) -> Self {
        let has = |c| letters.contains(c);
        Self { quote: has('q'), clause: has('t'), inverted: has('i'), hearer: has('o'), weak: has('w') }
    }

    /// The letters that [`Self::read`] reads as these frames.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn letters(self) -> String {
        let all = [(self.quote, 'q'), (self.clause, 't'), (self.inverted, 'i'), (self.hearer, 'o'), (self.weak, 'w')];
        all.iter().filter(|(has, _)| *has).map(|(_, letter)| letter).collect()
    }
}

/// One reading of a word as a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) sense: Sense,
    pub(crate) frames: Frames,
    pub(crate) form: Form,
}

/// Where the source of a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Behind it: “according to Lee”.
    After,
    /// Elsewhere; the phrase only says where the words were uttered.
    Elsewhere,
    /// In front of the noun, as its owner: “Lee’s remark”, “her remark”.
    Owner,
}

/// A phrase that reports speech: its words in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<String>,
    pub(crate) place: Place,
}

/// Verbs and phrases of speech, read-only.
#[derive(Debug)]
pub(crate) struct Lexicon {
    single: HashMap<String, Entry>,
    /// Verbs with a particle, by the verb's form: the particle and the entry.
    with_particle: HashMap<String, Vec<(String, Entry)>>,
    /// Phrases by their first word.
    phrases: HashMap<String, Vec<Phrase>>,
    lemmas: usize,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::bundled()
    }
}

impl Lexicon {
    /// The lexicon that is part of the program.
    #[must_use]
    pub(crate) fn bundled() -> Self {
        Self::read(include_str!("../../assets/cues.tsv"), include_str!("../../assets/cue_phrases.tsv"))
    }

    /// The lexicon of a table of verbs and a table of phrases, in the format
    /// of `assets/cues.tsv` and `assets/cue_phrases.tsv`. Rows that do not
    /// have that format are left out.
    pub(crate) fn read(cues: &str, cue_phrases: &str) -> Self {
        let mut lexicon =
            Self { single: HashMap::new(), with_particle: HashMap::new(), phrases: HashMap::new(), lemmas: 0 };
        for row in rows(cues) {
            if let [sense, frames, lemmas] = row.as_slice()
                && let Some(sense) = Sense::named(sense)
            {
                for lemma in lemmas.split(' ') {
                    lexicon.add(lemma, sense, Frames::read(frames));
                }
            }
        }
        for row in rows(cue_phrases) {
            if let [place, words] = row.as_slice() {
                let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
                let place = match *place {
                    "after" => Place::After,
                    "owner" => Place::Owner,
                    _ => Place::Elsewhere,
                };
                if let Some(first) = words.first().cloned() {
                    lexicon.phrases.entry(first).or_default().push(Phrase { words, place });
                }
            }
        }
        lexicon
    }

    fn add(&mut self, lemma: &str, sense: Sense, frames: Frames) {
        self.lemmas += 1;
        let (verb, particle) = lemma.split_once('_').map_or((lemma, None), |(verb, rest)| (verb, Some(rest)));
        for (word, form) in forms(verb) {
            let entry = Entry { sense, frames, form };
            match particle {
                // The first line that lists a word decides.
                None => {
                    self.single.entry(word).or_insert(entry);
                }
                Some(particle) => self.with_particle.entry(word).or_default().push((particle.to_owned(), entry)),
            }
        }
    }

    /// How many verbs, counted by lemma, the lexicon knows.
    #[cfg(test)]
    fn verbs(&self) -> usize {
        self.lemmas
    }

    /// Every word that is a verb of speech: the word, its particle if it needs
    /// one, and its reading, in no fixed order. Readings that an earlier row
    /// hides are left out.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn readings(&self) -> impl Iterator<Item = (&str, Option<&str>, Entry)> {
        let single = self.single.iter().map(|(word, entry)| (word.as_str(), None, *entry));
        let with_particle = self.with_particle.iter().flat_map(|(word, all)| {
            let first = |i: usize, particle: &str| all.iter().position(|(p, _)| p == particle) == Some(i);
            let counting = all.iter().enumerate().filter(move |(i, (particle, _))| first(*i, particle.as_str()));
            counting.map(|(_, (particle, entry))| (word.as_str(), Some(particle.as_str()), *entry))
        });
        single.chain(with_particle)
    }

    /// Every phrase, in no fixed order.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn all_phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.phrases.values().flatten()
    }

    /// The reading of `word` (lower case) as a verb of speech.
    pub(crate) fn verb(&self, word: &str) -> Option<Entry> {
        self.single.get(word).copied()
    }

    /// The particles that make `word` (lower case) a verb of speech.
    pub(crate) fn particles(&self, word: &str) -> &[(String, Entry)] {
        self.with_particle.get(word).map_or(&[], Vec::as_slice)
    }

    /// The phrases that begin with `word` (lower case).
    pub(crate) fn phrases(&self, word: &str) -> &[Phrase] {
        self.phrases.get(word).map_or(&[], Vec::as_slice)
    }
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_data_is_read() {
        for row in rows(include_str!("../../assets/cues.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(Sense::named(row[0]).is_some(), "{row:?}");
        }
        let lexicon = Lexicon::bundled();
        assert!(lexicon.verbs() > 300);
        assert_eq!(lexicon.verb("told").map(|e| (e.sense, e.frames.hearer)), Some((Sense::Tell, true)));
        assert!(lexicon.particles("pointed").iter().any(|(particle, _)| particle == "out"));
        assert!(lexicon.phrases("according").iter().any(|p| p.place == Place::After));
    }
}
