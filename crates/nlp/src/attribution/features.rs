//! The features of the ranker: conjunctions of small categorical values, hashed into the
//! slots of one table (Weinberger et al. 2009). Training and use share this code.

use super::candidate::{Candidate, Side};
use super::codes::Coded as _;
use super::values::{Setting, bucket, context, named_in_quote, phrase_kind};
use super::weights::SLOTS;
use crate::attribution::candidate::Choice;
use crate::cue::inflect::VerbForm;
use crate::language::Language;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use pullquote_article::Span;

/// The hash of a word in ASCII lower case: FNV-1a with 32 bits (Fowler, Noll and Vo). The
/// trained weights depend on it. It is `const` and has 32 bits, unlike the hash of the
/// `lexicon`, so that the hashes of template names are computed by the compiler.
pub(super) const fn hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let (mut hash, mut i) = (0x811C_9DC5_u32, 0);
    while i < bytes.len() {
        hash = (hash ^ bytes[i].to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    hash
}

/// The slot of the feature of a template, given by the hash of its name, with these
/// values. The trained weights depend on this function.
fn slot(template: u32, values: &[u32]) -> u32 {
    let mut hash = template.wrapping_mul(0x9E37_79B1) ^ 0x85EB_CA6B;
    for value in values {
        hash = (hash ^ value.wrapping_add(0x7F4A_7C15)).wrapping_mul(0x0100_0193);
        hash ^= hash >> 15;
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
    (hash ^ (hash >> 16)) % SLOTS
}

/// Defines feature templates, each with a name and the values that it combines. The weights
/// depend on the name only: fields may be renamed and templates reordered, but a name must
/// never change.
macro_rules! templates {
    ($(#[$about:meta])* $names:ident: $seen:ident = $type:ty, $make:ident { $($name:literal: [$($value:expr),*];)+ }) => {
        $(#[$about])*
        pub(crate) const $names: &[&str] = &[$($name),+];

        /// Adds the slot of each of these features to `found`.
        fn $make($seen: &$type, found: &mut Vec<u32>) {
            $(found.push(slot(const { hash($name) }, &[$($value),*]));)+
        }
    };
}

/// The values of a candidate that its features combine.
struct CandidateValues<'q> {
    setting: &'q Setting,
    rule: u32,
    kind: u32,
    sense: u32,
    form: u32,
    frames: u32,
    link: u32,
    side: u32,
    between: u32,
    place: u32,
    tokens: u32,
    rivals: u32,
    passages: u32,
    nearest: u32,
    far: u32,
    verbs: u32,
    is_previous: u32,
    opens: u32,
    touched: u32,
    /// The class of the token before the source. The next three are those of the token after
    /// the source, after its cue, and of the first token between source and quote.
    before: u32,
    after: u32,
    after_cue: u32,
    next: u32,
    /// 1 if a preposition is before the source.
    object: u32,
    /// 1 if the quote contains the name of the source.
    named: u32,
    capital: u32,
    shape: u32,
    /// The sense of the rival cue.
    rival_sense: u32,
    /// The hash of the first word between source and quote.
    next_word: u32,
    /// The hash of the last word of the source.
    last_word: u32,
}

impl<'q> CandidateValues<'q> {
    fn of(
        scene: &Scene<'_>,
        (setting, group): (&'q Setting, &Group),
        c: &Candidate<'_>,
        previous: Option<Span>,
    ) -> Self {
        let cue = c.source.cue.and_then(|i| scene.cues.get(i));
        let rival = c.rival_cue.and_then(|i| scene.cues.get(i));
        let tokens = &c.source.tokens;
        let side = c.side.code();
        let stops = bucket(c.stops).min(3);
        let paragraphs = bucket(c.paragraphs).min(3);
        let capital = u32::from(setting.capital);
        let object = matches!(scene.class(tokens.start.wrapping_sub(1)), Class::Preposition | Class::To);
        Self {
            setting,
            rule: c.rule.code(),
            kind: phrase_kind(scene, c),
            sense: cue.map_or(99, |cue| cue.sense.code()),
            form: cue.and_then(|cue| cue.form).map_or(9, VerbForm::code),
            frames: cue.map_or(9, |cue| u32::from(cue.frames.quote) + 2 * u32::from(cue.frames.weak)),
            link: c.source.link.code(),
            side,
            between: u32::from(c.side == Side::Between),
            place: side + 3 * stops + 12 * paragraphs,
            tokens: bucket(c.tokens),
            rivals: bucket(c.rivals).min(3),
            passages: bucket(c.passages).min(3),
            nearest: c.nearest,
            far: c.far,
            verbs: bucket(c.verbs).min(4),
            is_previous: u32::from(previous == Some(c.source.span)),
            opens: u32::from(c.source.opens),
            touched: u32::from(setting.touched),
            before: tokens.start.checked_sub(1).map_or(31, |i| context(scene, i)),
            after: context(scene, tokens.end),
            after_cue: cue.map_or(31, |cue| context(scene, cue.end)),
            next: c.next.map_or(30, |i| context(scene, i)),
            object: u32::from(object),
            named: u32::from(named_in_quote(scene, group, c)),
            capital,
            shape: setting.end + 5 * capital + 10 * u32::from(setting.opens) + 20 * u32::from(setting.closes),
            rival_sense: rival.map_or(98, |cue| cue.sense.code()),
            next_word: c.next.map_or(1, |i| hash(scene.word(i))),
            last_word: hash(scene.word(tokens.end.wrapping_sub(1))),
        }
    }
}

templates! {
    /// The names of the templates of [`features`].
    RANKING_TEMPLATES: s = CandidateValues<'_>, ranking_slots {
        "rule": [s.rule];
        "rule, kind": [s.rule, s.kind];
        "rule, sense": [s.rule, s.sense];
        "rule, tokens": [s.rule, s.tokens];
        "rule, tokens, before quote": [s.rule, s.tokens, s.setting.before];
        "rule, tokens, after quote": [s.rule, s.tokens, s.setting.after];
        "rule, end of quote, capital": [s.rule, s.setting.end, s.capital];
        "rule, shape, place": [s.rule, s.shape, s.place];
        "rule, place, touched": [s.rule, s.place, s.touched];
        "rule, rivals, passages": [s.rule, s.rivals, s.passages];
        "rule, form, before quote": [s.rule, s.form, s.setting.before];
        "link, place, kind": [s.link, s.place, s.kind];
        "link, place, sense": [s.link, s.place, s.sense];
        "link, place, length": [s.link, s.place, s.setting.length];
        "link, frames, place": [s.link, s.frames, s.place];
        "previous, place, touched": [s.is_previous, s.place, s.touched];
        "previous, rule, before quote": [s.is_previous, s.rule, s.setting.before];
        "previous, shape": [s.is_previous, s.shape];
        "kind, opens, place": [s.kind, s.opens, s.place];
        "kind, after, rule": [s.kind, s.after, s.rule];
        "kind, before, link": [s.kind, s.before, s.link];
        "after, link, place": [s.after, s.link, s.place];
        "object, rule, kind": [s.object, s.rule, s.kind];
        "opens, rule, rivals": [s.opens, s.rule, s.rivals];
        "before quote, rule, sense": [s.setting.before, s.rule, s.sense];
        "after quote, rule, end of quote": [s.setting.after, s.rule, s.setting.end];
        "length, rule, touched": [s.setting.length, s.rule, s.touched];
        "split, side, link": [u32::from(s.setting.split), s.side, s.link];
        "side, between, tokens, link": [s.side, s.between, s.tokens, s.link];
        "passages, place, link, touched": [s.passages, s.place, s.link, s.touched];
        "nearest, link, side": [s.nearest, s.link, s.side];
        "nearest, place, kind": [s.nearest, s.place, s.kind];
        "nearest, previous, place": [s.nearest, s.is_previous, s.place];
        "far, link, place, touched": [s.far, s.link, s.place, s.touched];
        "far, rule, end of quote": [s.far, s.rule, s.setting.end];
        "next, rule, sense": [s.next, s.rule, s.sense];
        "next, rule, before quote": [s.next, s.rule, s.setting.before];
        "after cue, rule, tokens": [s.after_cue, s.rule, s.tokens];
        "verbs, rule": [s.verbs, s.rule];
        "verbs, rule, opens, tokens": [s.verbs, s.rule, s.opens, s.tokens];
        "rival sense, rule, opens": [s.rival_sense, s.rule, s.opens];
        "named in quote, rule": [s.named, s.rule];
        "named in quote, kind, place": [s.named, s.kind, s.place];
        "word before quote, rule": [s.setting.words[0], s.rule];
        "two words before quote, link, side": [s.setting.words[0], s.setting.words[1], s.link, s.side];
        "word after quote, rule": [s.setting.words[2], s.rule];
        "first word of quote, rule": [s.setting.words[3], s.rule];
        "next word, rule": [s.next_word, s.rule];
        "last word, link, side": [s.last_word, s.link, s.side];
    }
}

/// Writes the slots of the features of candidate `c` to `found`, which is cleared first.
/// `previous` is the span of the source of the quote before.
pub(crate) fn features(
    scene: &Scene<'_>,
    (setting, group): (&Setting, &Group),
    c: &Candidate<'_>,
    previous: Option<Span>,
    found: &mut Vec<u32>,
) {
    found.clear();
    ranking_slots(&CandidateValues::of(scene, (setting, group), c, previous), found);
}

/// The values of a passage that the features of speech combine.
struct PassageValues<'q> {
    setting: &'q Setting,
    title: u32,
    shape: u32,
    style: u32,
    heading: u32,
    closed: u32,
    touched: u32,
    sense: u32,
    rule: u32,
    /// The probability of the best source, in three classes.
    sure: u32,
    /// The probability of the best source, in tenths.
    likely: u32,
    near: u32,
    /// The signs of a finite verb in the words.
    finite: u32,
    last_word: u32,
}

impl<'q> PassageValues<'q> {
    fn of(scene: &Scene<'_>, setting: &'q Setting, passage: &Passage, choice: Option<&Choice<'_>>) -> Self {
        let words = passage.span.of(scene.text);
        let small = words.split_whitespace().skip(1).filter(|w| w.starts_with(char::is_lowercase)).count();
        let long_small =
            words.split_whitespace().skip(1).filter(|w| w.len() > 4 && w.starts_with(char::is_lowercase)).count();
        let cue = choice.and_then(|c| c.candidate.source.cue).and_then(|i| scene.cues.get(i));
        Self {
            setting,
            title: u32::from(setting.capital && long_small == 0) + 2 * u32::from(small == 0),
            shape: setting.end + 5 * u32::from(setting.capital) + 10 * u32::from(setting.opens),
            style: passage.style.code(),
            heading: scene.paragraphs.get(passage.para).map_or(0, |p| match p.kind {
                pullquote_article::BlockKind::Paragraph => 0,
                pullquote_article::BlockKind::Quote => 1,
                _ => 2,
            }),
            closed: u32::from(passage.closed),
            touched: u32::from(setting.touched),
            sense: cue.map_or(99, |cue| cue.sense.code()),
            rule: choice.map_or(99, |c| c.candidate.rule.code()),
            sure: choice.map_or(0, |c| if c.probability > 0.9 { 2 } else { u32::from(c.probability > 0.6) }),
            likely: choice.map_or(0, |c| bucket_of(c.probability)),
            near: choice.map_or(9, |c| bucket(c.candidate.tokens)),
            finite: finite(scene.language, words),
            last_word: words.rsplit(' ').next().map_or(0, hash),
        }
    }
}

templates! {
    /// The names of the templates of [`speech_features`] for the passage as a whole;
    /// [`SPOKEN_WORD`] is the other one.
    SPEECH_TEMPLATES: s = PassageValues<'_>, speech_slots {
        "speech": [];
        "speech: length, title": [s.setting.length, s.title];
        "speech: length, shape": [s.setting.length, s.shape];
        "speech: title, shape": [s.title, s.shape];
        "speech: before quote, after quote": [s.setting.before, s.setting.after];
        "speech: before quote, length": [s.setting.before, s.setting.length];
        "speech: before quote, title": [s.setting.before, s.title];
        "speech: after quote, shape": [s.setting.after, s.shape];
        "speech: style, length": [s.style, s.setting.length];
        "speech: heading, title": [s.heading, s.title];
        "speech: rule, length": [s.rule, s.setting.length];
        "speech: rule, sense": [s.rule, s.sense];
        "speech: rule, near, length": [s.rule, s.near, s.setting.length];
        "speech: sure, rule": [s.sure, s.rule];
        "speech: sense, length": [s.sense, s.setting.length];
        "speech: sense, title, near": [s.sense, s.title, s.near];
        "speech: touched, shape, length": [s.touched, s.shape, s.setting.length];
        "speech: split": [u32::from(s.setting.split)];
        "speech: closed, length": [s.closed, s.setting.length];
        "speech: word before": [s.setting.words[0]];
        "speech: two words before": [s.setting.words[0], s.setting.words[1]];
        "speech: second word before, title": [s.setting.words[1], s.title];
        "speech: word before, title, length": [s.setting.words[0], s.title, s.setting.length];
        "speech: word after": [s.setting.words[2]];
        "speech: word after, title": [s.setting.words[2], s.title];
        "speech: first word": [s.setting.words[3]];
        "speech: last word": [s.last_word];
        "speech: finite, length": [s.finite, s.setting.length];
        "speech: finite, title": [s.finite, s.title];
        "speech: finite, shape": [s.finite, s.shape];
        "speech: finite, rule": [s.finite, s.rule];
        "speech: likely, length": [s.likely, s.setting.length];
        "speech: likely, title, rule": [s.likely, s.title, s.rule];
    }
}

/// The name of the template that is used for each word of a passage.
pub(crate) const SPOKEN_WORD: &str = "speech: word, length";

/// The number of words of a passage that have features.
const FEATURE_WORDS: usize = 40;

/// Writes the slots of the features that distinguish speech from titles, nicknames and
/// scare quotes to `found`, which is cleared first. `choice` is the best source.
pub(crate) fn speech_features(
    scene: &Scene<'_>,
    setting: &Setting,
    group: &Group,
    choice: Option<&Choice<'_>>,
    found: &mut Vec<u32>,
) {
    found.clear();
    let Some(passage) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { return };
    speech_slots(&PassageValues::of(scene, setting, passage, choice), found);
    let length = setting.length.min(3);
    let words = first_words(passage.span.of(scene.text));
    found.extend(words.map(|word| slot(const { hash(SPOKEN_WORD) }, &[hash(word), length])));
}

/// The first words of a passage, without the marks around them.
fn first_words(words: &str) -> impl Iterator<Item = &str> {
    words.split_whitespace().take(FEATURE_WORDS).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// The signs of a finite verb in some words, as bits: 1 a pronoun, 2 an auxiliary, 4 an
/// ending of a verb.
fn finite(language: &Language, words: &str) -> u32 {
    first_words(words).map(str::to_lowercase).fold(0, |signs, word| {
        signs
            | u32::from(language.people.is_subject_pronoun(&word))
            | u32::from(language.is_auxiliary(&word)) << 1
            | u32::from(word.ends_with("ing") || word.ends_with("ed")) << 2
    })
}

/// The tenth that a probability falls in, from 0 to 10.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to 10.
fn bucket_of(probability: f32) -> u32 {
    (probability.clamp(0.0, 1.0) * 10.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_templates_share_a_name_or_its_hash() {
        let names = [RANKING_TEMPLATES, SPEECH_TEMPLATES, &[SPOKEN_WORD]].concat();
        let hashes: std::collections::BTreeSet<u32> = names.iter().map(|name| hash(name)).collect();
        assert_eq!(hashes.len(), names.len());
    }

    #[test]
    fn slots_never_change_because_weights_are_found_by_them() {
        assert_eq!(hash("Said"), hash("said"));
        assert_eq!([slot(hash("rule"), &[3]), slot(hash("rule, kind"), &[3, 11])], [66_775, 66_293]);
    }
}
