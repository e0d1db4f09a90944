//! The verbs and phrases that report speech, with the forms of the verbs.

use std::collections::HashMap;

use super::inflect::{VerbForm, forms};
use crate::language::Language;

/// How somebody said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Each variant is a verb.
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

/// What a cue takes and where its subject may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Frames {
    /// It takes quoted words.
    pub(crate) quote: bool,
    /// It takes a clause: “said that …”.
    pub(crate) clause: bool,
    /// Its subject may follow: “said Lee”.
    pub(crate) inverted: bool,
    /// It takes the hearer as its object: “told reporters”.
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

/// One form of a verb of speech, and what is known about the verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CueVerb {
    pub(crate) sense: Sense,
    pub(crate) frames: Frames,
    pub(crate) form: VerbForm,
}

/// Where the source of a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourcePlace {
    /// After it: “according to Lee”.
    After,
    /// Elsewhere; the phrase only says where the words were said.
    Elsewhere,
    /// Before the noun, as its owner: “Lee’s remark”, “her remark”.
    Owner,
}

/// A phrase that reports speech: its words in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<String>,
    pub(crate) place: SourcePlace,
}

/// Verbs and phrases of speech, read-only.
#[derive(Debug)]
pub(crate) struct CueLexicon {
    single: HashMap<String, CueVerb>,
    /// Verbs with a particle, by the verb's form: the particle and the entry.
    with_particle: HashMap<String, Vec<(String, CueVerb)>>,
    /// Phrases by their first word.
    phrases: HashMap<String, Vec<Phrase>>,
    lemmas: usize,
}

impl CueLexicon {
    /// The verbs and phrases of speech of a language.
    pub(crate) fn of(language: &Language) -> Self {
        Self::read(language, language.cues, language.cue_phrases)
    }

    /// The lexicon of a table of verbs and a table of phrases, in the format of
    /// `cues.tsv` and `cue-phrases.tsv`; the forms of the verbs are those of the
    /// language. Rows that do not have that format are left out.
    pub(crate) fn read(language: &Language, cues: &str, cue_phrases: &str) -> Self {
        let mut lexicon =
            Self { single: HashMap::new(), with_particle: HashMap::new(), phrases: HashMap::new(), lemmas: 0 };
        for row in rows(cues) {
            if let [sense, frames, lemmas] = row.as_slice()
                && let Some(sense) = Sense::named(sense)
            {
                for lemma in lemmas.split(' ') {
                    lexicon.add(language, lemma, sense, Frames::read(frames));
                }
            }
        }
        for row in rows(cue_phrases) {
            if let [place, words] = row.as_slice() {
                let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
                let place = match *place {
                    "after" => SourcePlace::After,
                    "owner" => SourcePlace::Owner,
                    _ => SourcePlace::Elsewhere,
                };
                if let Some(first) = words.first().cloned() {
                    lexicon.phrases.entry(first).or_default().push(Phrase { words, place });
                }
            }
        }
        lexicon
    }

    fn add(&mut self, language: &Language, lemma: &str, sense: Sense, frames: Frames) {
        self.lemmas += 1;
        let (verb, particle) = lemma.split_once('_').map_or((lemma, None), |(verb, rest)| (verb, Some(rest)));
        for (word, form) in forms(language, verb) {
            let entry = CueVerb { sense, frames, form };
            match particle {
                // The first row with a word decides.
                None => {
                    self.single.entry(word).or_insert(entry);
                }
                Some(particle) => self.with_particle.entry(word).or_default().push((particle.to_owned(), entry)),
            }
        }
    }

    /// How many verbs of speech there are; a verb counts once in each row
    /// that has it.
    #[cfg(test)]
    fn verbs(&self) -> usize {
        self.lemmas
    }

    /// Every word that is a verb of speech: the word, its particle if it needs
    /// one, and its reading, in no fixed order. Readings that an earlier row
    /// hides are left out.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn readings(&self) -> impl Iterator<Item = (&str, Option<&str>, CueVerb)> {
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

    /// What is known about `word` (lower case) as a form of a verb of speech.
    pub(crate) fn verb(&self, word: &str) -> Option<CueVerb> {
        self.single.get(word).copied()
    }

    /// The particles with which `word` (lower case) is a verb of speech.
    pub(crate) fn particles(&self, word: &str) -> &[(String, CueVerb)] {
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
        let language = Language::english();
        for row in rows(language.cues) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(Sense::named(row[0]).is_some(), "{row:?}");
        }
        let lexicon = CueLexicon::of(language);
        assert!(lexicon.verbs() > 300);
        assert_eq!(lexicon.verb("told").map(|e| (e.sense, e.frames.hearer)), Some((Sense::Tell, true)));
        assert!(lexicon.particles("pointed").iter().any(|(particle, _)| particle == "out"));
        assert!(lexicon.phrases("according").iter().any(|p| p.place == SourcePlace::After));
    }
}
