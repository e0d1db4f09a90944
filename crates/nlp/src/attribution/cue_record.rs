//! The record of the cues that the attribution weights were trained with: every word of the
//! table of cues and every cue phrase, each with its meaning.
//!
//! Cues may be added: a new verb has no weights of its own and changes none. The file of
//! weights has a hash of each cue, and a test checks that all of them still exist with the
//! same meaning. The weights can be used without some of them, but are less good, so the
//! library itself does not check.

use super::codes::Coded;
use crate::cue::CueLexicon;
use crate::cue::lexicon::SourcePlace;
use crate::lexicon::lower_key;

/// The hashes of the cues of a lexicon with their meanings, sorted, without duplicates. If
/// two rows give a word different meanings, only the one in effect is included.
pub(super) fn of_cues(lexicon: &CueLexicon) -> Vec<u32> {
    let verbs = lexicon.readings().map(|(word, particle, entry)| {
        let (sense, form) = (name_of(entry.sense), name_of(entry.form));
        format!("verb {word} {} {sense} {form} {}", particle.unwrap_or("-"), entry.frames.letters())
    });
    let phrases = lexicon.all_phrases().map(|phrase| {
        let place = match phrase.place {
            SourcePlace::After => "after",
            SourcePlace::Owner => "owner",
            SourcePlace::Elsewhere => "elsewhere",
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
        let read = |cues: &str| of_cues(&CueLexicon::read(crate::language::Language::english(), cues, phrases));
        let known = read("say\tqti\tsay state\nclaim\tqti\tpoint_out\n");
        let within = |other: &[u32]| known.iter().filter(|cue| !other.contains(cue)).count();
        assert_eq!(within(&read("call\tq\tarticulize\nsay\tqti\tsay state\nclaim\tqti\tpoint_out\n")), 0);
        // The forms of “state”, of which the past is the participle, too.
        assert_eq!(within(&read("deny\tqti\tstate\nsay\tqti\tsay state\nclaim\tqti\tpoint_out\n")), 4);
        assert_eq!(within(&read("say\tqti\tsay state\nclaim\tqt\tpoint_out\n")), 4);
        assert_eq!(within(&read("say\tqti\tsay\nclaim\tqti\tpoint_out\n")), 4);
    }
}
