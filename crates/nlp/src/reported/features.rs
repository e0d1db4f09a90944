//! The features of the judge of reported clauses: conjunctions of [`Signs`], hashed into the
//! slots of one table. Training and use share this code.

use super::signs::Signs;
use crate::attribution::hashing::templates;
use crate::logistic::SLOTS;

templates! {
    /// The names of the templates of [`features`].
    TEMPLATES: s = Signs<'_>, extent_slots in SLOTS {
        "always": [];
        "rule": [s.clause.rule];
        "rule, own": [s.clause.rule, s.own];
        "rule, link": [s.clause.rule, s.clause.link];
        "rule, kind": [s.clause.rule, s.clause.kind];
        "rule, sense": [s.clause.rule, s.clause.sense];
        "rule, form": [s.clause.rule, s.clause.form];
        "rule, cue": [s.clause.rule, s.clause.cue];
        "rule, gap": [s.clause.rule, s.gap];
        "rule, ahead": [s.clause.rule, s.clause.ahead];
        "rule, length": [s.clause.rule, s.length];
        "rule, verbs": [s.clause.rule, s.verbs];
        "rule, quoted": [s.clause.rule, s.clause.quoted];
        "rule, parts": [s.clause.rule, s.parts, s.own];
        "cue": [s.clause.cue];
        "cue, kind": [s.clause.cue, s.clause.kind];
        "cue, link": [s.clause.cue, s.clause.link];
        "cue, after": [s.clause.cue, s.clause.after_cue];
        "cue, before": [s.clause.cue, s.clause.before_cue];
        "sense, form": [s.clause.sense, s.clause.form];
        "sense, kind": [s.clause.sense, s.clause.kind];
        "sense, link": [s.clause.sense, s.clause.link];
        "sense, after": [s.clause.sense, s.clause.after_cue];
        "sense, gap": [s.clause.sense, s.gap];
        "sense, first": [s.clause.sense, s.first];
        "form, before": [s.clause.form, s.clause.before_cue];
        "frames": [s.clause.frames];
        "noun": [s.clause.noun];
        "speaker, kind": [s.clause.speaker, s.clause.kind];
        "link, kind": [s.clause.link, s.clause.kind];
        "link, between": [s.clause.link, s.clause.between];
        "link, before": [s.clause.link, s.clause.before];
        "before": [s.clause.before];
        "word before": [s.clause.word_before];
        "before, kind": [s.clause.before, s.clause.kind];
        "before, ahead": [s.clause.before, s.clause.ahead];
        "word before cue": [s.clause.word_before_cue];
        "two words before cue": [s.clause.word_before_cue, s.clause.second_before_cue];
        "before cue, sense": [s.clause.before_cue, s.clause.sense];
        "word after cue": [s.clause.word_after_cue];
        "word after cue, sense": [s.clause.word_after_cue, s.clause.sense];
        "after cue, gap": [s.clause.after_cue, s.gap];
        "opening, ahead": [s.clause.opening, s.clause.ahead];
        "opening word": [s.clause.opening_word];
        "opening word, ahead": [s.clause.opening_word, s.clause.ahead];
        "opening, rest verbs": [s.clause.opening, s.clause.ahead, s.rest_verbs];
        "opening word, rest verbs": [s.clause.opening_word, s.rest_verbs];
        "first": [s.first, s.clause.rule];
        "first word": [s.first_word];
        "first, second": [s.first, s.second];
        "first word, rule": [s.first_word, s.clause.rule];
        "second word": [s.second_word];
        "first, verbs": [s.first, s.verbs, s.clause.rule];
        "previous, first": [s.previous, s.first, s.clause.rule];
        "previous word": [s.previous_word, s.clause.rule];
        "previous, gap, first word": [s.previous, s.gap, s.first_word];
        "previous, left verbs": [s.previous, s.left_verbs, s.clause.rule];
        "last, next": [s.last, s.next];
        "next, own": [s.next, s.own];
        "next": [s.next, s.clause.rule];
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
        "rest": [s.rest, s.clause.rule];
        "rest, verbs": [s.rest, s.rest_verbs, s.verbs];
        "rest, own": [s.rest, s.own];
        "left": [s.left, s.clause.rule];
        "left, verbs": [s.left, s.left_verbs, s.verbs];
        "left, own": [s.left, s.own, s.clause.rule];
        "cues": [s.cues, s.clause.rule];
        "cues, next": [s.cues, s.next];
        "cues, own": [s.cues, s.own];
        "length, verbs": [s.length, s.verbs];
        "parts": [s.parts, s.left];
    }
}

/// Writes the slots of the features of an extent to `found`, which is cleared first.
pub(crate) fn features(signs: &Signs<'_>, found: &mut Vec<u32>) {
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
