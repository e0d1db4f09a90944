//! The features of the judge of reported clauses: conjunctions of [`Signs`], hashed into the
//! slots of one table. Training and use share this code.

use super::signs::Signs;
use crate::attribution::hashing::templates;
use crate::logistic::SLOTS;

templates! {
    /// The names of the templates of [`features`].
    TEMPLATES: s = Signs, extent_slots in SLOTS {
        "always": [];
        "rule": [s.rule];
        "rule, own": [s.rule, s.own];
        "rule, link": [s.rule, s.link];
        "rule, kind": [s.rule, s.kind];
        "rule, sense": [s.rule, s.sense];
        "rule, form": [s.rule, s.form];
        "rule, cue": [s.rule, s.cue];
        "rule, gap": [s.rule, s.gap];
        "rule, ahead": [s.rule, s.ahead];
        "rule, length": [s.rule, s.length];
        "rule, verbs": [s.rule, s.verbs];
        "rule, quoted": [s.rule, s.quoted];
        "rule, parts": [s.rule, s.parts, s.own];
        "cue": [s.cue];
        "cue, kind": [s.cue, s.kind];
        "cue, link": [s.cue, s.link];
        "cue, after": [s.cue, s.after_cue];
        "cue, before": [s.cue, s.before_cue];
        "sense, form": [s.sense, s.form];
        "sense, kind": [s.sense, s.kind];
        "sense, link": [s.sense, s.link];
        "sense, after": [s.sense, s.after_cue];
        "sense, gap": [s.sense, s.gap];
        "sense, first": [s.sense, s.first];
        "form, before": [s.form, s.before_cue];
        "frames": [s.frames];
        "noun": [s.noun];
        "speaker, kind": [s.speaker, s.kind];
        "link, kind": [s.link, s.kind];
        "link, between": [s.link, s.between];
        "link, before": [s.link, s.before];
        "before": [s.before];
        "word before": [s.word_before];
        "before, kind": [s.before, s.kind];
        "before, ahead": [s.before, s.ahead];
        "word before cue": [s.word_before_cue];
        "two words before cue": [s.word_before_cue, s.second_before_cue];
        "before cue, sense": [s.before_cue, s.sense];
        "word after cue": [s.word_after_cue];
        "word after cue, sense": [s.word_after_cue, s.sense];
        "after cue, gap": [s.after_cue, s.gap];
        "opening, ahead": [s.opening, s.ahead];
        "opening word": [s.opening_word];
        "opening word, ahead": [s.opening_word, s.ahead];
        "opening, rest verbs": [s.opening, s.ahead, s.rest_verbs];
        "opening word, rest verbs": [s.opening_word, s.rest_verbs];
        "first": [s.first, s.rule];
        "first word": [s.first_word];
        "first, second": [s.first, s.second];
        "first word, rule": [s.first_word, s.rule];
        "second word": [s.second_word];
        "first, verbs": [s.first, s.verbs, s.rule];
        "previous, first": [s.previous, s.first, s.rule];
        "previous word": [s.previous_word, s.rule];
        "previous, gap, first word": [s.previous, s.gap, s.first_word];
        "previous, left verbs": [s.previous, s.left_verbs, s.rule];
        "last, next": [s.last, s.next];
        "next, own": [s.next, s.own];
        "next": [s.next, s.rule];
        "next word": [s.next_word];
        "next, after": [s.next, s.after_next];
        "next, after, own": [s.next, s.after_next, s.own];
        "next, word after": [s.next, s.after_next_word];
        "next word, after": [s.next_word, s.after_next];
        "next, rest verbs": [s.next, s.rest_verbs];
        "next, verbs": [s.next, s.verbs];
        "next, after, verbs": [s.next, s.after_next, s.verbs];
        "next, after, rest verbs": [s.next, s.after_next, s.rest_verbs];
        "next, length": [s.next, s.length];
        "rest": [s.rest, s.rule];
        "rest, verbs": [s.rest, s.rest_verbs, s.verbs];
        "rest, own": [s.rest, s.own];
        "left": [s.left, s.rule];
        "left, verbs": [s.left, s.left_verbs, s.verbs];
        "left, own": [s.left, s.own, s.rule];
        "cues": [s.cues, s.rule];
        "cues, next": [s.cues, s.next];
        "cues, own": [s.cues, s.own];
        "length, verbs": [s.length, s.verbs];
        "parts": [s.parts, s.left];
    }
}

/// Writes the slots of the features of an extent to `found`, which is cleared first.
pub(crate) fn features(signs: &Signs, found: &mut Vec<u32>) {
    found.clear();
    extent_slots(signs, found);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_templates_share_a_name_or_its_hash() {
        let hashes: std::collections::BTreeSet<u32> =
            TEMPLATES.iter().map(|name| crate::attribution::hashing::hash(name)).collect();
        assert_eq!(hashes.len(), TEMPLATES.len());
    }
}
