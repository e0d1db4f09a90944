//! The signs that a passage is speech or not, as small categorical values.
//!
//! Which pronoun, ending or article shows what is a rule for English; see
//! [`crate::language`].

use super::habits::{Habits, NearCue, near_cues};
use super::naming::naming;
use super::title;
use crate::attribution::candidate::Choice;
use crate::attribution::codes::Coded as _;
use crate::attribution::hashing::hash;
use crate::attribution::values::{Setting, bucket, phrase_kind};
use crate::language::Language;
use crate::language::people::Person;
use crate::passage::Passage;
use crate::scene::Scene;
use crate::scene::grammar::Class;
use crate::scene::group::Group;
use pullquote_article::BlockKind;

/// The value of a sign that does not apply.
const NONE: u32 = 99;

/// The number of words of a passage that are looked at.
pub(crate) const LOOKED_AT: usize = 40;

/// The signs of one passage. The comments say what the numbers mean; a hash is that of a
/// word in lower case.
#[derive(Debug)]
pub(crate) struct Signs<'q> {
    /// The values that the passage shares with attribution.
    pub(crate) setting: &'q Setting,
    /// 1 if all long words have capitals, plus 2 if all words have.
    pub(crate) title: u32,
    /// The end of the words, with 5 for a capital at the beginning and 10 for the beginning
    /// of a paragraph.
    pub(crate) shape: u32,
    /// The kind of marks, and whether most passages of the article have another one.
    pub(crate) style: u32,
    /// The kind of block: 0 paragraph, 1 block quote, 2 heading or title, 3 list item, 4
    /// caption, 5 other.
    pub(crate) block: u32,
    pub(crate) closed: u32,
    pub(crate) touched: u32,
    /// The sense of the cue of the chosen source.
    pub(crate) sense: u32,
    /// The rule, place, kind and probability (in tenths) of the chosen source.
    pub(crate) rule: u32,
    pub(crate) place: u32,
    pub(crate) source: u32,
    pub(crate) likely: u32,
    pub(crate) near: u32,
    pub(crate) verbs: u32,
    /// The sense and the distance of the nearest cue in the same sentence, before and after.
    pub(crate) cue_before: u32,
    pub(crate) cue_after: u32,
    /// The distances alone: 0 next to the passage, 4 no cue; 5 times that before, plus after.
    pub(crate) cues: u32,
    /// The signs of a finite verb, of the first and second person, and of contractions.
    pub(crate) finite: u32,
    pub(crate) person: u32,
    pub(crate) last_word: u32,
    /// The third word before the passage.
    pub(crate) third_before: u32,
    /// The second word after the passage.
    pub(crate) second_after: u32,
    /// What a word before says about a name or term: see [`naming`].
    pub(crate) naming: u32,
    /// 1 if the passage seems to be a title by the nouns around it.
    pub(crate) work: u32,
    /// Whether a noun follows directly: 0 no, 1 singular, 2 plural, 3 a name.
    pub(crate) noun_after: u32,
    /// The mark directly after the closing mark: 0 none, 1 a stop, 2 a comma, 3 other.
    pub(crate) outside: u32,
    /// 1 if a passage is directly before, plus 2 if one is directly after, as in a list.
    pub(crate) listed: u32,
    /// How often the words are elsewhere: between marks up to 2, plus 3 times without marks
    /// up to 2.
    pub(crate) repeated: u32,
    /// 1 if a name begins where the passage does, 2 if it is the whole passage.
    pub(crate) name: u32,
    /// 1 if the passage is in round or square brackets.
    pub(crate) bracketed: u32,
    /// Whether its paragraph has other words: 0 none, 1 without a cue, 2 with a cue.
    pub(crate) around: u32,
    /// The habits of the article: shares of passages with a cue and of long ones; their
    /// number; first persons of the narrator.
    pub(crate) cued: u32,
    pub(crate) long: u32,
    pub(crate) passages: u32,
    pub(crate) narrator: u32,
}

impl<'q> Signs<'q> {
    /// The signs of the first passage of a group; `None` if the group has none. `choice` is
    /// the most probable source.
    pub(crate) fn of(
        scene: &Scene<'_>,
        habits: &Habits,
        (setting, group): (&'q Setting, &Group),
        choice: Option<&Choice<'_>>,
    ) -> Option<Self> {
        let index = *group.passages.first()?;
        let passage = scene.passages.get(index)?;
        let last = group.passages.last().and_then(|&p| scene.passages.get(p)).unwrap_or(passage);
        let words = passage.span.of(scene.text);
        let cue = choice.and_then(|c| c.candidate.source.cue).and_then(|i| scene.cues.get(i));
        let [before, _] = near_cues(scene, passage);
        let [_, after] = near_cues(scene, last);
        let (open, next) = (scene.token_from(passage.outer.start), scene.token_from(last.outer.end));
        let word = |i: Option<usize>| i.map_or(1, |i| hash(scene.word(i)));
        let [marked, bare] = habits.repeats(index);
        Some(Self {
            setting,
            title: titled(words),
            shape: setting.end + 5 * u32::from(setting.capital) + 10 * u32::from(setting.opens),
            style: passage.style.code() + 8 * u32::from(habits.style != Some(passage.style)),
            block: block(scene, passage),
            closed: u32::from(passage.closed),
            touched: u32::from(setting.touched),
            sense: cue.map_or(NONE, |cue| cue.sense.code()),
            rule: choice.map_or(NONE, |c| c.candidate.rule.code()),
            place: choice.map_or(NONE, |c| c.candidate.paragraphs.min(3) as u32 * 3 + c.candidate.stops.min(2) as u32),
            source: choice.map_or(NONE, |c| phrase_kind(scene, c.candidate.source)),
            likely: choice.map_or(0, |c| tenth(c.probability)),
            near: choice.map_or(9, |c| bucket(c.candidate.tokens)),
            verbs: choice.map_or(9, |c| bucket(c.candidate.verbs).min(3)),
            cue_before: cue_code(scene, before),
            cue_after: cue_code(scene, after),
            cues: 5 * distance(before) + distance(after),
            finite: finite(scene.language, words),
            person: persons(scene.language, words),
            last_word: words.rsplit(' ').next().map_or(0, hash),
            third_before: word(open.checked_sub(3).filter(|_| !setting.opens)),
            second_after: word(Some(next + 1).filter(|_| !setting.closes)),
            naming: naming(scene, passage, open),
            work: u32::from(title::is_title(scene, passage, setting.titled)),
            noun_after: if setting.closes { 0 } else { noun_after(scene, last, next) },
            outside: outside(scene, last),
            listed: u32::from(is_passage(scene, open, -1)) + 2 * u32::from(is_passage(scene, next, 1)),
            repeated: marked.min(2) + 3 * bare.min(2),
            name: name(scene, passage),
            bracketed: u32::from(open > 0 && scene.class(open - 1) == Class::Open && scene.class(next) == Class::Close),
            around: around(scene, passage),
            cued: habits.cued,
            long: habits.long,
            passages: bucket(habits.passages),
            narrator: habits.narrator,
        })
    }
}

/// 1 if all long words but the first have capitals, plus 2 if all words have.
fn titled(words: &str) -> u32 {
    let small =
        |least: usize| words.split_whitespace().skip(1).any(|w| w.len() > least && w.starts_with(char::is_lowercase));
    let capital = words.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    u32::from(capital && !small(4)) + 2 * u32::from(!small(0))
}

fn block(scene: &Scene<'_>, passage: &Passage) -> u32 {
    scene.paragraphs.get(passage.para).map_or(5, |p| match p.kind {
        BlockKind::Paragraph => 0,
        BlockKind::Quote => 1,
        BlockKind::Heading(_) | BlockKind::Title | BlockKind::Standfirst => 2,
        BlockKind::ListItem => 3,
        BlockKind::Caption => 4,
        _ => 5,
    })
}

/// The class of a distance between a passage and a cue; 4 for no cue.
fn distance(cue: NearCue) -> u32 {
    match cue {
        Some((_, 0)) => 0,
        Some((_, 1..=2)) => 1,
        Some((_, 3..=5)) => 2,
        Some(_) => 3,
        None => 4,
    }
}

fn cue_code(scene: &Scene<'_>, near: NearCue) -> u32 {
    let cue = near.and_then(|(cue, _)| scene.cues.get(cue));
    cue.map_or(NONE, |cue| cue.sense.code() + 32 * distance(near) + 256 * u32::from(cue.frames.quote))
}

/// The first words of a passage, without the marks around them.
pub(crate) fn first_words(words: &str) -> impl Iterator<Item = &str> {
    words.split_whitespace().take(LOOKED_AT).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
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

/// The persons in some words, as bits: 1 the first, 2 the second, 4 a contraction of a verb.
fn persons(language: &Language, words: &str) -> u32 {
    first_words(words).fold(0, |signs, word| {
        let person = language.people.person_of_pronoun(word.split(['’', '\'']).next().unwrap_or(word));
        let contracted = ["n't", "n’t", "'m", "’m", "'re", "’re", "'ll", "’ll", "'ve", "’ve"];
        signs
            | u32::from(matches!(person, Some(Person::FirstSingular | Person::FirstPlural)))
            | u32::from(person == Some(Person::Second)) << 1
            | u32::from(contracted.iter().any(|end| word.ends_with(end))) << 2
    })
}

fn noun_after(scene: &Scene<'_>, passage: &Passage, next: usize) -> u32 {
    let spaced = scene.text.get(passage.outer.end..).is_some_and(|rest| rest.starts_with(' '));
    match scene.class(next) {
        Class::Word if spaced => 1 + u32::from(scene.word(next).ends_with('s')),
        Class::Name if spaced => 3,
        _ => 0,
    }
}

fn outside(scene: &Scene<'_>, passage: &Passage) -> u32 {
    match scene.text.get(passage.outer.end..).and_then(|rest| rest.chars().next()) {
        None => 0,
        Some(c) if c.is_whitespace() => 0,
        Some('.' | '!' | '?') => 1,
        Some(',') => 2,
        Some(_) => 3,
    }
}

/// Whether another passage is next to a passage, with at most a comma and a word such as
/// “and” between: before its first token (`step` is -1), or from the token after it (1).
fn is_passage(scene: &Scene<'_>, from: usize, step: isize) -> bool {
    let mut at = if step < 0 { from.checked_sub(1) } else { Some(from) };
    for _ in 0..3 {
        let Some(i) = at else { return false };
        if scene.passage_at(i).is_some() {
            return true;
        }
        if !matches!(scene.class(i), Class::Comma | Class::Conjunction) {
            return false;
        }
        at = i.checked_add_signed(step);
    }
    false
}

fn name(scene: &Scene<'_>, passage: &Passage) -> u32 {
    let first = scene.token_from(passage.span.start);
    let Some(name) = scene.name_at(first) else { return 0 };
    let words = passage.span.of(scene.text).trim_end_matches(|c: char| !c.is_alphanumeric());
    1 + u32::from(name.span.start <= passage.span.start && name.span.end >= passage.span.start + words.len())
}

fn around(scene: &Scene<'_>, passage: &Passage) -> u32 {
    let Some(paragraph) = scene.paragraphs.get(passage.para) else { return 0 };
    const FAR: usize = 200;
    let tokens = paragraph.tokens.clone().take(FAR).filter(|&i| scene.passage_at(i).is_none());
    tokens.fold(0, |seen, i| seen.max(1 + u32::from(scene.cue_at(i).is_some())))
}

/// The tenth that a probability falls in, from 0 to 10.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to 10.
fn tenth(probability: f32) -> u32 {
    (probability.clamp(0.0, 1.0) * 10.0) as u32
}
