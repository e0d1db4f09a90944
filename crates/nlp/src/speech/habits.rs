//! How an article uses quotation marks: what all its passages together show about each.

use std::collections::{HashMap, HashSet};

use crate::attribution::hashing::hash;
use crate::language::people::Person;
use crate::passage::Passage;
use crate::passage::marks::Style;
use crate::scene::Scene;
use crate::scene::grammar::Class;

/// The most words of a passage that are looked for elsewhere in the article.
const REPEATED_WORDS: usize = 6;

/// The farthest that a cue is looked for from a passage, in tokens.
const CUE_REACH: usize = 12;

/// The use of quotation marks in one article.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    /// The kind of marks that most passages have.
    pub(crate) style: Option<Style>,
    /// The number of passages between marks.
    pub(crate) passages: usize,
    /// The share of passages with a cue near, in quarters from 0 to 4.
    pub(crate) cued: u32,
    /// The share of passages with five words or more, in quarters from 0 to 4.
    pub(crate) long: u32,
    /// The share of first persons among the words outside passages: 0 none, 1 few, 2 many.
    pub(crate) narrator: u32,
    /// For each passage, how often its words are elsewhere between marks (first) and
    /// without marks (second); 0 for a long one.
    repeats: Vec<[u32; 2]>,
}

impl Habits {
    /// The habits of the article of a scene. The time is linear in the length of the text.
    pub(crate) fn of(scene: &Scene<'_>) -> Self {
        let marked: Vec<&Passage> =
            scene.passages.iter().filter(|p| !matches!(p.style, Style::Label | Style::SetOff)).collect();
        let mut styles: HashMap<Style, usize> = HashMap::new();
        for passage in &marked {
            *styles.entry(passage.style).or_default() += 1;
        }
        let double = |style: Style| style == Style::Double;
        let style = styles.iter().max_by_key(|(style, count)| (**count, double(**style))).map(|(style, _)| *style);
        let cued = marked.iter().filter(|p| near_cues(scene, p).iter().any(Option::is_some)).count();
        let long = marked.iter().filter(|p| p.span.of(scene.text).split_whitespace().take(5).count() == 5).count();
        let outside = (0..scene.tokens.len()).filter(|&i| scene.passage_at(i).is_none());
        let first = |i: usize| {
            let person = scene.language.people.person_of_pronoun(scene.word(i));
            matches!(person, Some(Person::FirstSingular | Person::FirstPlural))
        };
        let (words, firsts) = outside.fold((0, 0), |(all, own), i| (all + 1, own + usize::from(first(i))));
        Self {
            style,
            passages: marked.len(),
            cued: quarters(cued, marked.len()),
            long: quarters(long, marked.len()),
            narrator: match firsts * 200 {
                0 => 0,
                many if many > words => 2,
                _ => 1,
            },
            repeats: repeats(scene),
        }
    }

    /// How often the words of a passage are elsewhere between marks, and without marks.
    pub(crate) fn repeats(&self, passage: usize) -> [u32; 2] {
        self.repeats.get(passage).copied().unwrap_or_default()
    }
}

/// A share in quarters, from 0 to 4, rounded down.
fn quarters(part: usize, whole: usize) -> u32 {
    u32::try_from(4 * part / whole.max(1)).unwrap_or(0)
}

/// A cue and its distance from a passage in tokens.
pub(crate) type NearCue = Option<(usize, usize)>;

/// The nearest cues before and after a passage in its sentence, outside marks.
pub(crate) fn near_cues(scene: &Scene<'_>, passage: &Passage) -> [NearCue; 2] {
    let tokens = scene.tokens_of(passage);
    let bounds = scene.paragraphs.get(passage.para).map_or(0..0, |p| p.tokens.clone());
    let whole = passage.span.of(scene.text).ends_with('.');
    let look = |tokens: &mut dyn Iterator<Item = usize>| -> NearCue {
        for (distance, i) in tokens.take(CUE_REACH).enumerate() {
            if scene.passage_at(i).is_none() {
                if let Some(cue) = scene.cue_at(i) {
                    return Some((cue, distance));
                }
                if scene.class(i) == Class::Stop {
                    return None;
                }
            }
        }
        None
    };
    let before = look(&mut (bounds.start..tokens.start.max(bounds.start)).rev());
    let after = if whole { None } else { look(&mut (tokens.end..bounds.end.max(tokens.end))) };
    [before, after]
}

/// For each passage, how often its words are elsewhere between marks and without marks.
fn repeats(scene: &Scene<'_>) -> Vec<[u32; 2]> {
    let key = |tokens: &[usize]| {
        tokens.iter().fold(0_u64, |key, &i| (key ^ u64::from(hash(scene.word(i)))).wrapping_mul(0x0000_0100_0000_01B3))
    };
    let words: Vec<usize> =
        (0..scene.tokens.len()).filter(|&i| scene.word(i).starts_with(char::is_alphanumeric)).collect();
    let keys: Vec<Option<(u64, usize)>> = scene
        .passages
        .iter()
        .map(|passage| {
            let from = words.partition_point(|&i| i < scene.token_from(passage.span.start));
            let to = words.partition_point(|&i| i < scene.token_from(passage.span.end));
            let own = words.get(from..to).filter(|own| !own.is_empty() && own.len() <= REPEATED_WORDS)?;
            Some((key(own), own.len()))
        })
        .collect();
    let mut counts: HashMap<(u64, usize), [u32; 2]> = keys.iter().flatten().map(|key| (*key, [0, 0])).collect();
    keys.iter().flatten().for_each(|key| counts.entry(*key).or_default()[0] += 1);
    let lengths: HashSet<usize> = keys.iter().flatten().map(|(_, length)| *length).collect();
    for from in 0..words.len() {
        for &length in &lengths {
            let Some(own) = words.get(from..from + length) else { continue };
            if own.iter().any(|&i| scene.passage_at(i).is_some()) {
                continue;
            }
            if let Some(count) = counts.get_mut(&(key(own), length)) {
                count[1] += 1;
            }
        }
    }
    let of = |key: &Option<(u64, usize)>| {
        let [marked, bare] = key.and_then(|key| counts.get(&key).copied()).unwrap_or([1, 0]);
        [marked.saturating_sub(1), bare]
    };
    keys.iter().map(of).collect()
}
