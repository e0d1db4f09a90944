//! What changed between two [`Revision`]s of an article, and the annotations
//! that are affected.
//!
//! Unchanged paragraphs are found by Myers' algorithm, as in
//! [`crate::word_diff`]. The other paragraphs of both sides are paired: first those
//! with the same text, then by the words they share, the most similar first.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use jiff::Timestamp;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::annotation::Annotation;
use crate::revision::Revision;
use pullquote_article::text::fold::fold;

/// What happened to a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// The paragraph was added.
    Added,
    /// The paragraph was cut.
    Cut,
    /// Some words of the paragraph changed.
    Reworded,
    /// The paragraph is at another place; some of its words may have changed.
    Moved,
}

impl Fate {
    /// The name used on the screen and in JSON: `added`, `cut`, `reworded` or
    /// `moved`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fate::Added => "added",
            Fate::Cut => "cut",
            Fate::Reworded => "reworded",
            Fate::Moved => "moved",
        }
    }
}

/// A paragraph or heading that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageChange {
    /// What happened to the paragraph.
    pub fate: Fate,
    /// The paragraph's text before; `None` if it was added.
    pub before: Option<String>,
    /// The paragraph's text now; `None` if it was cut.
    pub after: Option<String>,
}

/// A change of the title, the authors or a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailChange {
    /// The name of what changed: `title`, `byline`, `published` or `modified`.
    pub what: &'static str,
    /// The value before; empty if there was none.
    pub before: String,
    /// The value now; empty if there is none.
    pub after: String,
}

/// A quote that has another speaker now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerChange {
    /// The words of the quote.
    pub words: String,
    /// The speaker before; `None` if there was none.
    pub before: Option<String>,
    /// The speaker now; `None` if there is none.
    pub after: Option<String>,
}

/// The differences between two revisions of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The time at which the older revision was read.
    pub since: Timestamp,
    /// Changes of title, authors and dates.
    pub restated: Vec<DetailChange>,
    /// Changes of paragraphs, in the order of the newer text.
    pub passages: Vec<PassageChange>,
    /// Changes of speakers, in the order of the newer text.
    pub reattributed: Vec<SpeakerChange>,
}

impl Changes {
    /// The differences of `new` from `old`.
    #[must_use]
    pub fn between(old: &Revision, new: &Revision) -> Self {
        Self {
            since: old.taken,
            restated: restated(old, new),
            passages: passages(old, new),
            reattributed: reattributed(old, new),
        }
    }

    /// Whether there are no differences.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.restated.is_empty() && self.passages.is_empty() && self.reattributed.is_empty()
    }

    /// A summary: `1 added, 2 reworded, 1 re-attributed, retitled`; empty if there
    /// are no differences.
    #[must_use]
    pub fn in_short(&self) -> String {
        let fates = [Fate::Added, Fate::Cut, Fate::Reworded, Fate::Moved];
        let counts = fates.map(|fate| (self.passages.iter().filter(|p| p.fate == fate).count(), fate.name()));
        let mut words: Vec<String> =
            counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if !self.reattributed.is_empty() {
            words.push(format!("{} re-attributed", self.reattributed.len()));
        }
        words.extend(self.restated.iter().map(|r| match r.what {
            "title" => "retitled".to_owned(),
            "published" | "modified" => "redated".to_owned(),
            what => format!("another {what}"),
        }));
        words.dedup();
        words.join(", ")
    }

    /// The ids of the `annotations` that are on words of `passage` as it was
    /// before.
    #[must_use]
    pub fn touched<'a>(passage: &PassageChange, annotations: impl Iterator<Item = &'a Annotation>) -> Vec<&'a str> {
        let Some(before) = passage.before.as_deref().map(fold) else { return Vec::new() };
        annotations.filter(|a| was_in(&before, a)).map(|a| a.id.as_str()).collect()
    }

    /// The ids of the `annotations` that are on words of the quote of
    /// `reattributed`.
    #[must_use]
    pub fn about<'a>(reattributed: &SpeakerChange, annotations: impl Iterator<Item = &'a Annotation>) -> Vec<&'a str> {
        let words = fold(&reattributed.words);
        let about = |a: &&Annotation| {
            let exact = fold(a.exact());
            !exact.is_empty() && (words.contains(&exact) || exact.contains(&words))
        };
        annotations.filter(about).map(|a| a.id.as_str()).collect()
    }
}

/// Whether the folded paragraph contains one of the places at which the
/// annotation was made or confirmed. Words that occur in many paragraphs are
/// distinguished by their sentence.
fn was_in(paragraph: &str, annotation: &Annotation) -> bool {
    annotation.selectors.iter().any(|selector| {
        let exact = fold(&selector.exact);
        if exact.is_empty() || !paragraph.contains(&exact) {
            return false;
        }
        let sentence = fold(&selector.sentence);
        sentence.is_empty()
            || !sentence.contains(&exact)
            || paragraph.contains(&sentence)
            || sentence.contains(paragraph)
    })
}

fn restated(old: &Revision, new: &Revision) -> Vec<DetailChange> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        ("title", text(&old.title), text(&new.title)),
        ("byline", old.byline.join(", "), new.byline.join(", ")),
        ("published", text(&old.published), text(&new.published)),
        ("modified", text(&old.modified), text(&new.modified)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(what, before, after)| DetailChange { what, before, after })
    .collect()
}

/// A paragraph that has no equal at the same place on the other side.
struct Unmatched<'t> {
    /// Its number in its text, from 0.
    at: usize,
    /// The number of the gap between unchanged paragraphs that it is in.
    gap: usize,
    text: &'t str,
}

/// The words of paragraphs as numbers, which are compared much faster.
#[derive(Default)]
struct Words {
    /// The number of each folded word.
    numbers: HashMap<String, u32>,
}

impl Words {
    /// The numbers of the words of `text`, sorted.
    fn of(&mut self, text: &str) -> Vec<u32> {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut numbers: Vec<u32> = words.map(|word| self.number(word)).collect();
        numbers.sort_unstable();
        numbers
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), next);
        next
    }
}

/// The similarity of two bags of words, each sorted (Sørensen–Dice coefficient), in
/// per mille; 0 for two empty ones.
fn similarity(one: &[u32], other: &[u32]) -> usize {
    let (mut a, mut b) = (one.iter().peekable(), other.iter().peekable());
    let mut same = 0_usize;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => _ = a.next(),
            std::cmp::Ordering::Greater => _ = b.next(),
            std::cmp::Ordering::Equal => {
                same += 1;
                a.next();
                b.next();
            }
        }
    }
    (2000 * same).checked_div(one.len() + other.len()).unwrap_or(0)
}

/// The similarity, in per mille, from which one paragraph is a changed form of
/// the other in the same gap.
const SIMILAR_HERE: usize = 400;
/// The similarity, in per mille, from which one paragraph is a changed form of
/// the other at another place.
const SIMILAR_ELSEWHERE: usize = 650;

/// The most pairs of paragraphs that are compared, and the most words in them: about
/// a second's work. If there are more, the paragraphs are given as cut and added.
const PAIRS: usize = 4_000_000;
/// See [`PAIRS`].
const WORDS_IN_PAIRS: usize = 200_000_000;

fn passages(old: &Revision, new: &Revision) -> Vec<PassageChange> {
    let (was, is): (Vec<&str>, Vec<&str>) = (old.paragraphs().collect(), new.paragraphs().collect());
    if was.len() + is.len() > MANY && mostly_other(&was, &is) {
        return replaced(&was, &is);
    }
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    // For each gap, the paragraph of the newer text at which it begins.
    let mut begins = Vec::new();
    for (gap, op) in capture_diff_slices(Algorithm::Myers, &was, &is).into_iter().enumerate() {
        begins.push(op.new_range().start);
        if op.tag() == DiffTag::Equal {
            continue;
        }
        gone.extend(op.old_range().filter_map(|at| Some(Unmatched { at, gap, text: was.get(at)? })));
        come.extend(op.new_range().filter_map(|at| Some(Unmatched { at, gap, text: is.get(at)? })));
    }
    let pairs = paired(&gone, &come);
    let mut found: Vec<((usize, usize, usize), PassageChange)> = Vec::new();
    let passage = |fate, before: Option<&Unmatched<'_>>, after: Option<&Unmatched<'_>>| PassageChange {
        fate,
        before: before.map(|l| l.text.to_owned()),
        after: after.map(|l| l.text.to_owned()),
    };
    // A cut paragraph is listed after the one that was before it.
    let mut last: Option<(usize, usize)> = None;
    for (i, left) in gone.iter().enumerate() {
        match pairs.get(&i).and_then(|j| come.get(*j)) {
            Some(other) => {
                let fate = if left.gap == other.gap { Fate::Reworded } else { Fate::Moved };
                if fate == Fate::Reworded {
                    last = Some((left.gap, other.at));
                }
                found.push(((other.at, 1, 0), passage(fate, Some(left), Some(other))));
            }
            None => {
                let place = match last {
                    Some((gap, at)) if gap == left.gap => (at, 2, left.at),
                    _ => (begins.get(left.gap).copied().unwrap_or(0), 0, left.at),
                };
                found.push((place, passage(Fate::Cut, Some(left), None)));
            }
        }
    }
    let taken: HashSet<usize> = pairs.into_values().collect();
    let added = come.iter().enumerate().filter(|(j, _)| !taken.contains(j));
    found.extend(added.map(|(_, left)| ((left.at, 1, 0), passage(Fate::Added, None, Some(left)))));
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, passage)| passage).collect()
}

/// The number of paragraphs above which texts that have little in common are
/// not compared: the time grows with it times the number of differences.
const MANY: usize = 10_000;

/// Whether less than half of the paragraphs are in both texts.
fn mostly_other(was: &[&str], is: &[&str]) -> bool {
    let known: HashSet<&str> = was.iter().copied().collect();
    is.iter().filter(|p| known.contains(**p)).count() * 2 < is.len().max(was.len())
}

/// Every paragraph of the older text as cut, every one of the newer as added.
fn replaced(was: &[&str], is: &[&str]) -> Vec<PassageChange> {
    let cut = was.iter().map(|p| PassageChange { fate: Fate::Cut, before: Some((*p).to_owned()), after: None });
    let added = is.iter().map(|p| PassageChange { fate: Fate::Added, before: None, after: Some((*p).to_owned()) });
    cut.chain(added).collect()
}

/// By index in `gone`, the index in `come` of its changed form.
fn paired(gone: &[Unmatched<'_>], come: &[Unmatched<'_>]) -> BTreeMap<usize, usize> {
    let mut pairs = same_text(gone, come);
    let mut taken: HashSet<usize> = pairs.values().copied().collect();
    let mut words = Words::default();
    let mut bags = |paragraphs: &[Unmatched<'_>], open: &dyn Fn(usize) -> bool| -> Vec<(usize, Vec<u32>)> {
        let left = paragraphs.iter().enumerate().filter(|(at, _)| open(*at));
        left.map(|(at, paragraph)| (at, words.of(paragraph.text))).collect()
    };
    let lefts = bags(gone, &|i| !pairs.contains_key(&i));
    let others = bags(come, &|j| !taken.contains(&j));
    let length = |bags: &[(usize, Vec<u32>)]| bags.iter().map(|(_, words)| words.len()).sum::<usize>();
    let work = lefts.len().saturating_mul(length(&others)).saturating_add(others.len().saturating_mul(length(&lefts)));
    if lefts.len().saturating_mul(others.len()) > PAIRS || work > WORDS_IN_PAIRS {
        return pairs;
    }
    let mut likely: Vec<(usize, bool, usize, usize)> = Vec::new();
    for (i, left) in &lefts {
        for (j, other) in &others {
            let here = gone.get(*i).map(|left| left.gap) == come.get(*j).map(|other| other.gap);
            let least = if here { SIMILAR_HERE } else { SIMILAR_ELSEWHERE };
            // No more words can be the same than the shorter one has.
            let most = 2000 * left.len().min(other.len());
            if most < least * (left.len() + other.len()) {
                continue;
            }
            let similarity = similarity(left, other);
            if similarity >= least {
                likely.push((similarity, here, *i, *j));
            }
        }
    }
    likely.sort_by_key(|&(similarity, here, i, j)| (std::cmp::Reverse((similarity, here)), i.abs_diff(j), i, j));
    for (_, _, i, j) in likely {
        if !pairs.contains_key(&i) && taken.insert(j) {
            pairs.insert(i, j);
        }
    }
    pairs
}

/// The pairs with the same text, as in [`paired`]; of several in their order.
fn same_text(gone: &[Unmatched<'_>], come: &[Unmatched<'_>]) -> BTreeMap<usize, usize> {
    let mut places: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (j, other) in come.iter().enumerate() {
        places.entry(other.text).or_default().push_back(j);
    }
    let next = |left: &Unmatched<'_>| places.get_mut(left.text)?.pop_front();
    let found: Vec<Option<usize>> = gone.iter().map(next).collect();
    found.into_iter().enumerate().filter_map(|(i, j)| Some((i, j?))).collect()
}

fn reattributed(old: &Revision, new: &Revision) -> Vec<SpeakerChange> {
    let mut were: BTreeMap<String, VecDeque<&Option<String>>> = BTreeMap::new();
    for said in &old.quotes {
        were.entry(fold(&said.words)).or_default().push_back(&said.speaker);
    }
    let mut found = Vec::new();
    for said in &new.quotes {
        let Some(before) = were.get_mut(&fold(&said.words)).and_then(VecDeque::pop_front) else {
            continue;
        };
        if !same_person(before.as_deref(), said.speaker.as_deref()) {
            let (words, after) = (said.words.clone(), said.speaker.clone());
            found.push(SpeakerChange { words, before: before.clone(), after });
        }
    }
    found
}

/// Whether all words of one name are in the other: “Rask” is “Hedda Rask”.
fn same_person(before: Option<&str>, after: Option<&str>) -> bool {
    let (Some(before), Some(after)) = (before.map(fold), after.map(fold)) else { return before == after };
    let words = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(&before), words(&after));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    within(&a, &b) || within(&b, &a)
}

#[cfg(test)]
mod tests;
