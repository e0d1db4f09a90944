//! What the ranker sees of a candidate: numbers of small facts, hashed into
//! one table, the same in training and in use.

use super::candidate::{Candidate, Side};
use super::weights::SLOTS;
use crate::analysis::{EntityKind, How};
use crate::attribution::candidate::Choice;
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
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811C_9DC5, |hash: u32, b| (hash ^ u32::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// The class of a token beside a quote, as a number below 31.
pub(crate) fn context(scene: &Scene<'_>, i: usize) -> u32 {
    let class = scene.class(i) as u32;
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

/// Gathers hashed features.
struct Gather<'f> {
    found: &'f mut Vec<u32>,
    template: u32,
}

impl Gather<'_> {
    /// Adds one feature: the next template with its values.
    fn add(&mut self, values: &[u32]) {
        self.template += 1;
        let mut hash = self.template.wrapping_mul(0x9E37_79B1) ^ 0x85EB_CA6B;
        for value in values {
            hash = (hash ^ value.wrapping_add(0x7F4A_7C15)).wrapping_mul(0x0100_0193);
            hash ^= hash >> 15;
        }
        hash = (hash ^ (hash >> 13)).wrapping_mul(0xC2B2_AE35);
        self.found.push((hash ^ (hash >> 16)) % SLOTS);
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
    let mut g = Gather { found, template: 0 };
    let cue = c.source.cue.and_then(|i| scene.cues.get(i));
    let rule = c.rule as u32;
    let kind = phrase_kind(scene, c);
    let sense = cue.map_or(99, |cue| cue.sense as u32);
    let lemma = cue.map_or(9_999, |cue| u32::from(cue.lemma));
    let form = cue.and_then(|cue| cue.form).map_or(9, |form| form as u32);
    let frames = cue.map_or(9, |cue| u32::from(cue.frames.quote) + 2 * u32::from(cue.frames.weak));
    let link = c.source.link as u32;
    let side = c.side as u32;
    let tokens = bucket(c.tokens);
    let rivals = bucket(c.rivals).min(3);
    let passages = bucket(c.passages).min(3);
    let stops = bucket(c.stops).min(3);
    let paragraphs = bucket(c.paragraphs).min(3);
    let place = side + 3 * stops + 12 * paragraphs;
    let is_previous = u32::from(previous == Some(c.source.span));
    let opens = u32::from(c.source.opens);
    let touched = u32::from(setting.touched);
    let after = context(scene, c.source.tokens.end);
    let before = c.source.tokens.start.checked_sub(1).map_or(31, |i| context(scene, i));
    let object =
        u32::from(matches!(scene.class(c.source.tokens.start.wrapping_sub(1)), Class::Preposition | Class::To));
    let capital = u32::from(setting.capital);
    let shape = setting.end + 5 * capital + 10 * u32::from(setting.opens) + 20 * u32::from(setting.closes);
    g.add(&[rule]);
    g.add(&[rule, kind]);
    g.add(&[rule, sense]);
    g.add(&[rule, lemma]);
    g.add(&[rule, tokens]);
    g.add(&[rule, tokens, setting.before]);
    g.add(&[rule, tokens, setting.behind]);
    g.add(&[rule, setting.end, capital]);
    g.add(&[rule, shape, place]);
    g.add(&[rule, place, touched]);
    g.add(&[rule, rivals, passages]);
    g.add(&[rule, form, setting.before]);
    g.add(&[link, place, kind]);
    g.add(&[link, place, sense]);
    g.add(&[link, place, setting.length]);
    g.add(&[link, frames, place]);
    g.add(&[is_previous, place, touched]);
    g.add(&[is_previous, rule, setting.before]);
    g.add(&[is_previous, shape]);
    g.add(&[kind, opens, place]);
    g.add(&[kind, after, rule]);
    g.add(&[kind, before, link]);
    g.add(&[after, link, place]);
    g.add(&[object, rule, kind]);
    g.add(&[opens, rule, rivals]);
    g.add(&[setting.before, rule, sense]);
    g.add(&[setting.behind, rule, setting.end]);
    g.add(&[setting.length, rule, touched]);
    g.add(&[u32::from(setting.split), side, link]);
    g.add(&[lemma, side]);
    g.add(&[c.side as u32, u32::from(c.side == Side::Between), tokens, link]);
    g.add(&[passages, place, link, touched]);
    g.add(&[c.nearest, link, side]);
    g.add(&[c.nearest, place, kind]);
    g.add(&[c.nearest, is_previous, place]);
    let next = c.next.map_or(30, |i| context(scene, i));
    let behind_cue = cue.map_or(31, |cue| context(scene, cue.end));
    let verbs = bucket(c.verbs).min(4);
    let rival =
        c.rival_cue.and_then(|i| scene.cues.get(i)).map_or((98, 9_998), |r| (r.sense as u32, u32::from(r.lemma)));
    let inside = u32::from(named_in_quote(scene, group, c));
    g.add(&[c.far, link, place, touched]);
    g.add(&[c.far, rule, setting.end]);
    g.add(&[next, rule, sense]);
    g.add(&[next, rule, setting.before]);
    g.add(&[behind_cue, rule, lemma]);
    g.add(&[behind_cue, rule, tokens]);
    g.add(&[verbs, rule]);
    g.add(&[verbs, rule, opens, tokens]);
    g.add(&[rival.0, rule, opens]);
    g.add(&[rival.1, rule, opens]);
    g.add(&[inside, rule]);
    g.add(&[inside, kind, place]);
    let [one, two, behind, first] = setting.words;
    g.add(&[one, rule]);
    g.add(&[one, two, link, side]);
    g.add(&[behind, rule]);
    g.add(&[first, rule]);
    g.add(&[c.next.map_or(1, |i| hash(scene.word(i))), rule]);
    g.add(&[hash(scene.word(c.source.tokens.end.wrapping_sub(1))), link, side]);
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

/// The features that tell speech from titles, nicknames and scare quotes.
pub(crate) fn speech_features(
    scene: &Scene<'_>,
    setting: &Setting,
    group: &Group,
    choice: Option<&Choice<'_>>,
    found: &mut Vec<u32>,
) {
    found.clear();
    let mut g = Gather { found, template: 1_000 };
    let Some(passage) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { return };
    let words = passage.span.of(scene.text);
    let small = words.split_whitespace().skip(1).filter(|w| w.starts_with(char::is_lowercase)).count();
    let long_small =
        words.split_whitespace().skip(1).filter(|w| w.len() > 4 && w.starts_with(char::is_lowercase)).count();
    let title = u32::from(setting.capital && long_small == 0) + 2 * u32::from(small == 0);
    let shape = setting.end + 5 * u32::from(setting.capital) + 10 * u32::from(setting.opens);
    let style = passage.style as u32;
    let heading = scene.paragraphs.get(passage.para).map_or(0, |p| match p.kind {
        pullquote_article::BlockKind::Paragraph => 0,
        pullquote_article::BlockKind::Quote => 1,
        _ => 2,
    });
    let cue = choice.and_then(|c| c.candidate.source.cue).and_then(|i| scene.cues.get(i));
    let sense = cue.map_or(99, |cue| cue.sense as u32);
    let rule = choice.map_or(99, |c| c.candidate.rule as u32);
    let sure = choice.map_or(0, |c| if c.probability > 0.9 { 2 } else { u32::from(c.probability > 0.6) });
    let near = choice.map_or(9, |c| bucket(c.candidate.tokens));
    g.add(&[]);
    g.add(&[setting.length, title]);
    g.add(&[setting.length, shape]);
    g.add(&[title, shape]);
    g.add(&[setting.before, setting.behind]);
    g.add(&[setting.before, setting.length]);
    g.add(&[setting.before, title]);
    g.add(&[setting.behind, shape]);
    g.add(&[style, setting.length]);
    g.add(&[heading, title]);
    g.add(&[rule, setting.length]);
    g.add(&[rule, sense]);
    g.add(&[rule, near, setting.length]);
    g.add(&[sure, rule]);
    g.add(&[sense, setting.length]);
    g.add(&[sense, title, near]);
    g.add(&[u32::from(setting.touched), shape, setting.length]);
    g.add(&[u32::from(setting.split)]);
    g.add(&[u32::from(passage.closed), setting.length]);
    let [one, two, behind, begins] = setting.words;
    let mut has = (0, 0, 0);
    for word in words.split_whitespace().take(40) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = word.to_lowercase();
        has.0 |= u32::from(scene.language.people.is_subject_pronoun(&lower));
        has.1 |= u32::from(scene.language.is_auxiliary(&lower));
        has.2 |= u32::from(lower.ends_with("ing") || lower.ends_with("ed"));
        g.template = 2_000;
        g.add(&[hash(word), setting.length.min(3)]);
    }
    g.template = 2_100;
    let finite = has.0 + 2 * has.1 + 4 * has.2;
    let last = words.rsplit(' ').next().map_or(0, hash);
    g.add(&[one]);
    g.add(&[one, two]);
    g.add(&[two, title]);
    g.add(&[one, title, setting.length]);
    g.add(&[behind]);
    g.add(&[behind, title]);
    g.add(&[begins]);
    g.add(&[last]);
    g.add(&[finite, setting.length]);
    g.add(&[finite, title]);
    g.add(&[finite, shape]);
    g.add(&[finite, rule]);
    let likely = choice.map_or(0, |c| bucket_of(c.probability));
    g.add(&[likely, setting.length]);
    g.add(&[likely, title, rule]);
}

/// Which tenth a probability falls in.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // From 0 to 10.
fn bucket_of(probability: f32) -> u32 {
    (probability.clamp(0.0, 1.0) * 10.0) as u32
}
