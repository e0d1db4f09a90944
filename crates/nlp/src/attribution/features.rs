//! What the ranker sees of a candidate: numbers of small facts, hashed into
//! one table, the same in training and in use.

use super::candidate::{Candidate, Side};
use super::codes::Coded as _;
use super::weights::SLOTS;
use crate::analysis::{EntityKind, How};
use crate::attribution::candidate::Choice;
use crate::cue::inflect::Form;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use pullquote_article::text::span::Span;

/// Facts about a quote that all its candidates share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// What the quote's last character is, as a number.
    pub(crate) end: u32,
    /// Whether its first word has a capital.
    pub(crate) capital: bool,
    /// What stands before the opening mark.
    pub(crate) before: u32,
    /// What stands behind the closing mark.
    pub(crate) behind: u32,
    /// How long it is, in classes.
    pub(crate) length: u32,
    /// Whether it begins its paragraph.
    pub(crate) opens: bool,
    /// Whether it ends its paragraph.
    pub(crate) closes: bool,
    /// Whether it has more than one passage.
    pub(crate) split: bool,
    /// Whether a source with a cue touches it.
    pub(crate) touched: bool,
    /// Whether it looks like a title: two words or more, the long ones with
    /// capitals, no verb of speech beside it.
    pub(crate) titled: bool,
    /// The word before its opening mark, the word before that, the word
    /// behind its closing mark, and its first word, as hashes.
    pub(crate) words: [u32; 4],
}

impl Setting {
    pub(crate) fn of(scene: &Scene<'_>, group: &Group, all: &[Candidate<'_>]) -> Option<Self> {
        let first = scene.passages.get(*group.passages.first()?)?;
        let last = scene.passages.get(*group.passages.last()?)?;
        let words = scene.passages.get(*group.passages.first()?)?.span.of(scene.text);
        let paragraph = scene.paragraphs.get(first.para)?;
        let end = scene.paragraphs.get(last.para)?.span.end;
        let start = scene.token_from(first.outer.start);
        let after = scene.token_from(last.outer.end);
        let opens = first.outer.start == paragraph.span.start;
        let touched = all.iter().any(|c| c.source.cue.is_some() && c.paragraphs == 0 && c.stops == 0 && c.tokens <= 2);
        Some(Self {
            titled: !touched && is_title(words),
            end: match words.chars().next_back() {
                Some(',') => 1,
                Some('.') => 2,
                Some('?' | '!') => 3,
                Some('-' | '–' | '—' | '…') => 4,
                _ => 0,
            },
            capital: words.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase),
            before: if opens { 31 } else { start.checked_sub(1).map_or(31, |i| context(scene, i)) },
            behind: if last.outer.end + 1 >= end { 31 } else { context(scene, after) },
            length: match words.split_whitespace().take(40).count() {
                0..=1 => 0,
                2 => 1,
                3..=4 => 2,
                5..=8 => 3,
                9..=16 => 4,
                _ => 5,
            },
            opens,
            closes: last.outer.end + 1 >= end,
            split: group.passages.len() > 1,
            touched,
            words: [
                if opens { 1 } else { start.checked_sub(1).map_or(1, |i| hash(scene.word(i))) },
                if opens { 1 } else { start.checked_sub(2).map_or(1, |i| hash(scene.word(i))) },
                if last.outer.end + 1 >= end { 1 } else { hash(scene.word(after)) },
                hash(words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")),
            ],
        })
    }
}

/// Whether words have the capitals of a title, and no end of a sentence.
fn is_title(words: &str) -> bool {
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    words.contains(' ')
        && !words.ends_with(['.', '!', '?', '…'])
        && capital(words)
        && words.split(' ').take(16).all(|w| w.len() < 4 || capital(w))
}

/// A number for a word, whatever its case.
const fn hash(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let (mut hash, mut i) = (0x811C_9DC5_u32, 0);
    while i < bytes.len() {
        hash = (hash ^ bytes[i].to_ascii_lowercase() as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    hash
}

/// The class of a token beside a quote, as a number below 31.
pub(crate) fn context(scene: &Scene<'_>, i: usize) -> u32 {
    let class = scene.class(i).code();
    match scene.class(i) {
        Class::Relative if scene.is(i, "that") => 27,
        Class::Subordinator if scene.is(i, "as") => 28,
        Class::Verb if scene.cue_at(i).is_some() => 29,
        _ => class,
    }
}

pub(crate) fn bucket(n: usize) -> u32 {
    match n {
        0..=3 => u32::try_from(n).unwrap_or(0),
        4..=6 => 4,
        7..=10 => 5,
        11..=18 => 6,
        19..=32 => 7,
        _ => 8,
    }
}

/// What kind of phrase a source is, as a number.
pub(crate) fn phrase_kind(scene: &Scene<'_>, c: &Candidate<'_>) -> u32 {
    match c.source.how {
        How::Pronoun => match scene.word(c.source.tokens.start).to_ascii_lowercase().as_str() {
            "he" | "she" => 0,
            "they" => 1,
            "it" => 2,
            "i" => 3,
            "we" => 4,
            "you" => 5,
            _ => 6,
        },
        How::Nominal | How::Carried => {
            let last = scene.word(c.source.tokens.end.saturating_sub(1));
            let determined = matches!(scene.class(c.source.tokens.start), Class::Determiner | Class::Possessive);
            7 + u32::from(determined) * 2 + u32::from(last.ends_with('s'))
        }
        How::Name => match c.source.kind {
            Some(EntityKind::Person) => 11,
            Some(EntityKind::Organization) => 12,
            Some(EntityKind::Place) => 13,
            Some(EntityKind::Group) => 14,
            Some(_) => 15,
            None => 16,
        },
    }
}

/// The slot of the feature that a template, given by the hash of its name,
/// makes of `values`.
fn slot(template: u32, values: &[u32]) -> u32 {
    let mut hash = template.wrapping_mul(0x9E37_79B1) ^ 0x85EB_CA6B;
    for value in values {
        hash = (hash ^ value.wrapping_add(0x7F4A_7C15)).wrapping_mul(0x0100_0193);
        hash ^= hash >> 15;
    }
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
    (hash ^ (hash >> 16)) % SLOTS
}

/// Makes a table of feature templates: each has a name and the values that it
/// combines. The name is what the weights know the template by: fields may be
/// renamed and templates reordered, but a name stays as it is.
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

/// What is seen of a candidate, as numbers.
struct Seen<'q> {
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
    /// The classes of the tokens before and after the source, after its cue,
    /// and of the first token of the gap to the quote.
    before: u32,
    after: u32,
    after_cue: u32,
    next: u32,
    /// Whether a preposition is before the source.
    object: u32,
    /// Whether the source is named in the quote.
    named: u32,
    capital: u32,
    shape: u32,
    /// The sense of the rival cue.
    rival_sense: u32,
    /// Hashes of the first word of the gap to the quote and of the last word
    /// of the source.
    next_word: u32,
    last_word: u32,
}

impl<'q> Seen<'q> {
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
            form: cue.and_then(|cue| cue.form).map_or(9, Form::code),
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
    CHOOSING: s = Seen<'_>, choosing {
        "rule": [s.rule];
        "rule, kind": [s.rule, s.kind];
        "rule, sense": [s.rule, s.sense];
        "rule, tokens": [s.rule, s.tokens];
        "rule, tokens, before quote": [s.rule, s.tokens, s.setting.before];
        "rule, tokens, after quote": [s.rule, s.tokens, s.setting.behind];
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
        "after quote, rule, end of quote": [s.setting.behind, s.rule, s.setting.end];
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

/// The features of candidate `c`, into `found`, which is cleared first.
/// `previous` is the span of the source of the quote before.
pub(crate) fn features(
    scene: &Scene<'_>,
    (setting, group): (&Setting, &Group),
    c: &Candidate<'_>,
    previous: Option<Span>,
    found: &mut Vec<u32>,
) {
    found.clear();
    choosing(&Seen::of(scene, (setting, group), c, previous), found);
}

/// Whether the last word of the source, a name, stands in the quote too.
pub(crate) fn named_in_quote(scene: &Scene<'_>, group: &Group, c: &Candidate<'_>) -> bool {
    if c.source.how != How::Name {
        return false;
    }
    let last = c.source.span.of(scene.text).rsplit(' ').next().unwrap_or("");
    last.len() > 2
        && group.passages.iter().take(3).filter_map(|&p| scene.passages.get(p)).any(|p| {
            let words = p.span.of(scene.text);
            words.get(..words.len().min(1_500)).unwrap_or("").contains(last)
        })
}

/// What is seen of a passage that may be speech, as numbers.
struct Heard<'q> {
    setting: &'q Setting,
    title: u32,
    shape: u32,
    style: u32,
    heading: u32,
    closed: u32,
    touched: u32,
    sense: u32,
    rule: u32,
    /// How probable the chosen source is, in three classes and in tenths.
    sure: u32,
    likely: u32,
    near: u32,
    /// Which signs of a finite verb its words have.
    finite: u32,
    last_word: u32,
}

impl<'q> Heard<'q> {
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
            finite: finite(words),
            last_word: words.rsplit(' ').next().map_or(0, hash),
        }
    }
}

templates! {
    /// The names of the templates of [`speech_features`] that look at the
    /// passage as a whole; [`SPOKEN_WORD`] is the other one.
    TELLING: s = Heard<'_>, telling {
        "speech": [];
        "speech: length, title": [s.setting.length, s.title];
        "speech: length, shape": [s.setting.length, s.shape];
        "speech: title, shape": [s.title, s.shape];
        "speech: before quote, after quote": [s.setting.before, s.setting.behind];
        "speech: before quote, length": [s.setting.before, s.setting.length];
        "speech: before quote, title": [s.setting.before, s.title];
        "speech: after quote, shape": [s.setting.behind, s.shape];
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

/// The name of the template that takes each word of a passage.
pub(crate) const SPOKEN_WORD: &str = "speech: word, length";

/// No more words of a passage than this are looked at.
const LOOKED_AT: usize = 40;

/// The features that tell speech from titles, nicknames and scare quotes.
pub(crate) fn speech_features(
    scene: &Scene<'_>,
    setting: &Setting,
    group: &Group,
    choice: Option<&Choice<'_>>,
    found: &mut Vec<u32>,
) {
    found.clear();
    let Some(passage) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { return };
    telling(&Heard::of(scene, setting, passage, choice), found);
    let length = setting.length.min(3);
    let words = first_words(passage.span.of(scene.text));
    found.extend(words.map(|word| slot(const { hash(SPOKEN_WORD) }, &[hash(word), length])));
}

/// The first words of a passage, without the marks around them.
fn first_words(words: &str) -> impl Iterator<Item = &str> {
    words.split_whitespace().take(LOOKED_AT).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Which signs of a finite verb words have: 1 for a pronoun, 2 for an
/// auxiliary, 4 for an ending of a verb, added up.
fn finite(words: &str) -> u32 {
    let persons =
        ["i", "we", "you", "he", "she", "it", "they", "i’m", "it’s", "we’re", "don’t", "i'm", "it's", "we're"];
    first_words(words).map(str::to_lowercase).fold(0, |signs, word| {
        signs
            | u32::from(persons.contains(&word.as_str()))
            | u32::from(crate::scene::grammar::is_auxiliary(&word)) << 1
            | u32::from(word.ends_with("ing") || word.ends_with("ed")) << 2
    })
}

/// Which tenth a probability falls in.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to 10.
fn bucket_of(probability: f32) -> u32 {
    (probability.clamp(0.0, 1.0) * 10.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_templates_share_a_name_or_its_hash() {
        let names = [CHOOSING, TELLING, &[SPOKEN_WORD]].concat();
        let hashes: std::collections::BTreeSet<u32> = names.iter().map(|name| hash(name)).collect();
        assert_eq!(hashes.len(), names.len());
    }

    #[test]
    fn slots_never_change_because_weights_are_found_by_them() {
        assert_eq!(hash("Said"), hash("said"));
        assert_eq!([slot(hash("rule"), &[3]), slot(hash("rule, kind"), &[3, 11])], [66_775, 66_293]);
    }
}
