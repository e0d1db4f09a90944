//! What the attribution weights were learned with, in short.
//!
//! Two things, treated differently:
//!
//! * The **format**: the names of the feature templates, the layout of the
//!   facts, the codes of the enums and the sizes of the tables. A weight means
//!   nothing under another format, so a file of weights with another
//!   fingerprint is refused.
//! * The **cues**: every word of `cues.tsv` and every phrase of
//!   `cue_phrases.tsv`, each with what it means. They may grow: a new verb has
//!   no weights of its own and changes none. The file lists a hash of each cue
//!   it was learned with, and a test asks that all of them are still there
//!   with the same meaning. Weights are usable without some of them, only less
//!   good, so the program itself does not ask.

use super::codes;
use super::codes::Coded;
use super::confidence::Confidence;
use super::features::{CHOOSING, SPOKEN_WORD, TELLING};
use super::network;
use super::network::UNITS;
use super::weights;
use super::weights::SLOTS;
use crate::attribution::network_inputs::LAYOUT;
use crate::cue::Lexicon;
use crate::cue::lexicon::Place;
use crate::lexicon::hash::hash_bytes;
use crate::lexicon::lower_key;

/// The fingerprint of the format: the hash of [`description`].
pub(super) fn of_format() -> u64 {
    hash_bytes(description().as_bytes())
}

/// What the numbers in a file of weights mean, a line for each thing.
fn description() -> String {
    let mut lines = vec![
        format!("slots {SLOTS} of {}", weights::UNIT),
        format!("units {UNITS} of {}", network::UNIT),
        format!("curve {}", Confidence::BYTES),
    ];
    // A feature's slot depends on the name of its template, not on its place.
    let mut templates = [CHOOSING, TELLING, &[SPOKEN_WORD]].concat();
    templates.sort_unstable();
    lines.extend(templates.iter().map(|name| format!("template {name}")));
    lines.extend(LAYOUT.iter().map(|(name, values)| format!("fact {name} {values}")));
    for (of, variants) in codes::ALL {
        let mut variants = variants.to_vec();
        variants.sort_unstable_by_key(|(_, code)| *code);
        lines.extend(variants.iter().map(|(name, code)| format!("code {of} {name} {code}")));
    }
    lines.join("\n")
}

/// A hash of each cue of the lexicon with its meaning, sorted, without
/// duplicates. Where two rows give a word different meanings, only the one
/// that counts is here.
pub(super) fn of_cues(lexicon: &Lexicon) -> Vec<u32> {
    let verbs = lexicon.readings().map(|(word, particle, entry)| {
        let (sense, form) = (name_of(entry.sense), name_of(entry.form));
        format!("verb {word} {} {sense} {form} {}", particle.unwrap_or("-"), entry.frames.letters())
    });
    let phrases = lexicon.all_phrases().map(|phrase| {
        let place = match phrase.place {
            Place::After => "after",
            Place::Owner => "owner",
            Place::Elsewhere => "elsewhere",
        };
        format!("phrase {} {place}", phrase.words.join(" "))
    });
    let mut hashes: Vec<u32> = verbs.chain(phrases).map(|cue| lower_key(&cue)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The name of a variant in the fingerprint.
fn name_of<C: Coded>(variant: C) -> &'static str {
    C::CODES.iter().find(|(_, code)| *code == variant.code()).map_or("", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_verb_leaves_the_other_cues_and_a_changed_one_does_not() {
        let phrases = "after\taccording to\n";
        let read = |cues: &str| of_cues(&Lexicon::read(cues, phrases));
        let known = read("say\tqti\tsay state\nclaim\tqti\tpoint_out\n");
        let within = |other: &[u32]| known.iter().filter(|cue| !other.contains(cue)).count();
        assert_eq!(within(&read("call\tq\tarticulize\nsay\tqti\tsay state\nclaim\tqti\tpoint_out\n")), 0);
        // The forms of “state”, of which the past is the participle, too.
        assert_eq!(within(&read("deny\tqti\tstate\nsay\tqti\tsay state\nclaim\tqti\tpoint_out\n")), 4);
        assert_eq!(within(&read("say\tqti\tsay state\nclaim\tqt\tpoint_out\n")), 4);
        assert_eq!(within(&read("say\tqti\tsay\nclaim\tqti\tpoint_out\n")), 4);
    }
}
