//! The features of the judge of speech: conjunctions of [`Signs`], hashed into the slots of
//! one table. Training and use share this code.

use super::signs::{Signs, first_words};
use crate::attribution::hashing::{hash, slot_of, templates};
use crate::logistic::SLOTS;

templates! {
    /// The names of the templates of [`features`] for the passage as a whole;
    /// [`SPOKEN_WORD`] is the other one.
    TEMPLATES: s = Signs<'_>, passage_slots in SLOTS {
        "always": [];
        "length, title": [s.setting.length, s.title];
        "length, shape": [s.setting.length, s.shape];
        "title, shape": [s.title, s.shape];
        "shape, closes": [s.shape, u32::from(s.setting.closes)];
        "before, after": [s.setting.before, s.setting.after];
        "before, length": [s.setting.before, s.setting.length];
        "before, title": [s.setting.before, s.title];
        "after, shape": [s.setting.after, s.shape];
        "style, length": [s.style, s.setting.length];
        "style, block": [s.style, s.block];
        "block, title": [s.block, s.title];
        "block, length, cues": [s.block, s.setting.length, s.cues];
        "rule, length": [s.rule, s.setting.length];
        "rule, sense": [s.rule, s.sense];
        "rule, source": [s.rule, s.source];
        "rule, place": [s.rule, s.place];
        "rule, near, length": [s.rule, s.near, s.setting.length];
        "rule, verbs": [s.rule, s.verbs];
        "source, length": [s.source, s.setting.length];
        "source, cued": [s.source, s.cued];
        "sense, length": [s.sense, s.setting.length];
        "sense, title, near": [s.sense, s.title, s.near];
        "likely, length": [s.likely, s.setting.length];
        "likely, title, rule": [s.likely, s.title, s.rule];
        "cue before": [s.cue_before];
        "cue before, shape": [s.cue_before, s.shape];
        "cue before, before": [s.cue_before, s.setting.before];
        "cue after": [s.cue_after];
        "cue after, end": [s.cue_after, s.setting.end];
        "cues, length": [s.cues, s.setting.length];
        "cues, shape": [s.cues, s.shape];
        "cues, title": [s.cues, s.title];
        "cues, outside, end": [s.cues, s.outside, s.setting.end];
        "touched, shape, length": [s.touched, s.shape, s.setting.length];
        "split": [u32::from(s.setting.split)];
        "closed, length": [s.closed, s.setting.length];
        "word before": [s.setting.words[0]];
        "two words before": [s.setting.words[0], s.setting.words[1]];
        "second word before": [s.setting.words[1]];
        "third word before": [s.third_before];
        "word before, length": [s.setting.words[0], s.setting.length];
        "word before, title": [s.setting.words[0], s.title];
        "word after": [s.setting.words[2]];
        "word after, title": [s.setting.words[2], s.title];
        "second word after": [s.second_after];
        "first word": [s.setting.words[3]];
        "last word": [s.last_word];
        "finite, length": [s.finite, s.setting.length];
        "finite, title": [s.finite, s.title];
        "finite, shape": [s.finite, s.shape];
        "finite, cues": [s.finite, s.cues];
        "person, length": [s.person, s.setting.length];
        "person, narrator": [s.person, s.narrator];
        "person, finite": [s.person, s.finite];
        "naming": [s.naming];
        "naming, length": [s.naming, s.setting.length];
        "naming, title": [s.naming, s.title];
        "work": [s.work];
        "work, touched": [s.work, s.touched];
        "noun after, before": [s.noun_after, s.setting.before];
        "noun after, end, length": [s.noun_after, s.setting.end, s.setting.length];
        "noun after, cues": [s.noun_after, s.cues];
        "outside, length": [s.outside, s.setting.length];
        "outside, shape": [s.outside, s.shape];
        "listed": [s.listed];
        "listed, length": [s.listed, s.setting.length];
        "listed, title": [s.listed, s.title];
        "listed, cues": [s.listed, s.cues];
        "repeated": [s.repeated];
        "repeated, length": [s.repeated, s.setting.length];
        "repeated, title": [s.repeated, s.title];
        "name, title": [s.name, s.title];
        "name, length": [s.name, s.setting.length];
        "bracketed": [s.bracketed];
        "around, opens, closes": [s.around, u32::from(s.setting.opens), u32::from(s.setting.closes)];
        "around, shape, length": [s.around, s.shape, s.setting.length];
        "cued, length": [s.cued, s.setting.length];
        "cued, cues": [s.cued, s.cues];
        "cued, shape": [s.cued, s.shape];
        "long, length": [s.long, s.setting.length];
        "long, cued": [s.long, s.cued];
        "long, passages": [s.long, s.passages];
        "narrator, source": [s.narrator, s.source];
        "narrator, cues": [s.narrator, s.cues];
        "narrator, length": [s.narrator, s.setting.length];
    }
}

/// The name of the template that is used for each word of a passage.
pub(crate) const SPOKEN_WORD: &str = "word, length";

/// Writes the slots of the features of a passage to `found`, which is cleared first.
/// `words` are those of the passage.
pub(crate) fn features(signs: &Signs<'_>, words: &str, found: &mut Vec<u32>) {
    found.clear();
    passage_slots(signs, found);
    let length = signs.setting.length.min(3);
    found.extend(first_words(words).map(|word| slot_of(const { hash(SPOKEN_WORD) }, &[hash(word), length], SLOTS)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_templates_share_a_name_or_its_hash() {
        let names = [TEMPLATES, &[SPOKEN_WORD]].concat();
        let hashes: std::collections::BTreeSet<u32> = names.iter().map(|name| hash(name)).collect();
        assert_eq!(hashes.len(), names.len());
    }
}
