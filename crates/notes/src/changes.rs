//! What became of an article between two of its [`Edition`]s, and which notes
//! that touches.
//!
//! Paragraphs that stay are found by Myers' algorithm, as in
//! [`crate::word_diff`]; what is left on both sides is paired by the words it
//! shares, the most alike first.

use std::collections::BTreeMap;

use jiff::Timestamp;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::annotation::Annotation;
use crate::revision::Edition;
use pullquote_article::text::fold::fold;

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// It is new.
    Added,
    /// It is gone.
    Cut,
    /// Some of its words are others.
    Reworded,
    /// It stands elsewhere; some of its words may be others.
    Moved,
}

impl Fate {
    /// The name used on the screen and in JSON.
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

/// A paragraph or heading that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What became of it.
    pub fate: Fate,
    /// Its words before; `None` if it is new.
    pub before: Option<String>,
    /// Its words now; `None` if it is gone.
    pub after: Option<String>,
}

/// Something said about the article that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// `title`, `byline`, `published` or `modified`.
    pub what: &'static str,
    /// What was said before; empty if nothing was.
    pub before: String,
    /// What is said now; empty if nothing is.
    pub after: String,
}

/// Words that are somebody else's now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reattributed {
    /// The words.
    pub words: String,
    /// Whose they were; `None` for nobody's.
    pub before: Option<String>,
    /// Whose they are; `None` for nobody's.
    pub after: Option<String>,
}

/// Everything that differs between two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// When the older edition was read.
    pub since: Timestamp,
    /// Title, byline and dates.
    pub restated: Vec<Restated>,
    /// Paragraphs, in the order of the newer text.
    pub passages: Vec<Passage>,
    /// Quotes, in the order of the newer text.
    pub reattributed: Vec<Reattributed>,
}

impl Changes {
    /// How `new` differs from `old`.
    #[must_use]
    pub fn between(old: &Edition, new: &Edition) -> Self {
        Self {
            since: old.taken,
            restated: restated(old, new),
            passages: passages(old, new),
            reattributed: reattributed(old, new),
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.restated.is_empty() && self.passages.is_empty() && self.reattributed.is_empty()
    }

    /// `1 added, 2 reworded, 1 re-attributed, retitled`; nothing where
    /// nothing differs.
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

    /// The ids of those of `annotations` that were made on words of `passage`
    /// as it was before.
    #[must_use]
    pub fn touched<'a>(passage: &Passage, annotations: impl Iterator<Item = &'a Annotation>) -> Vec<&'a str> {
        let Some(before) = passage.before.as_deref().map(fold) else { return Vec::new() };
        annotations.filter(|a| stood_in(&before, a)).map(|a| a.id.as_str()).collect()
    }

    /// The ids of those of `annotations` that are about the words of
    /// `reattributed`.
    #[must_use]
    pub fn about<'a>(reattributed: &Reattributed, annotations: impl Iterator<Item = &'a Annotation>) -> Vec<&'a str> {
        let words = fold(&reattributed.words);
        let about = |a: &&Annotation| {
            let exact = fold(a.exact());
            !exact.is_empty() && (words.contains(&exact) || exact.contains(&words))
        };
        annotations.filter(about).map(|a| a.id.as_str()).collect()
    }
}

/// Whether one of the places the annotation was made or confirmed at lies in
/// the folded paragraph: words that stand in many paragraphs are told by what
/// stands beside them.
fn stood_in(paragraph: &str, annotation: &Annotation) -> bool {
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

fn restated(old: &Edition, new: &Edition) -> Vec<Restated> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        ("title", text(&old.title), text(&new.title)),
        ("byline", old.byline.join(", "), new.byline.join(", ")),
        ("published", text(&old.published), text(&new.published)),
        ("modified", text(&old.modified), text(&new.modified)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(what, before, after)| Restated { what, before, after })
    .collect()
}

/// A paragraph without its like on the other side.
struct Left<'t> {
    at: usize,
    /// Between which of the paragraphs that stay it stands.
    gap: usize,
    text: &'t str,
    /// Its words, folded, sorted.
    words: Vec<String>,
}

impl<'t> Left<'t> {
    fn new(at: usize, gap: usize, text: &'t str) -> Self {
        let folded = fold(text);
        let mut words: Vec<String> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        Self { at, gap, text, words }
    }

    /// Dice's coefficient of the two bags of words, in per mille.
    fn shares(&self, other: &Left<'_>) -> usize {
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
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
        let all = self.words.len() + other.words.len();
        (2000 * same).checked_div(all).unwrap_or(usize::from(self.text == other.text) * 1000)
    }
}

/// Words that have to be shared, in per mille, for one paragraph to be the
/// other reworded where it stands, and elsewhere.
const ALIKE: (usize, usize) = (400, 650);

/// Pairs of paragraphs that are compared, at most; beyond, everything that
/// does not stay is told as cut and added.
const PAIRS: usize = 4_000_000;

fn passages(old: &Edition, new: &Edition) -> Vec<Passage> {
    let (was, is): (Vec<&str>, Vec<&str>) = (old.paragraphs().collect(), new.paragraphs().collect());
    if was.len() + is.len() > MANY && mostly_other(&was, &is) {
        return replaced(&was, &is);
    }
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    // Where in the newer text what stood in a gap would stand.
    let mut begins = Vec::new();
    for (gap, op) in capture_diff_slices(Algorithm::Myers, &was, &is).into_iter().enumerate() {
        begins.push(op.new_range().start);
        if op.tag() == DiffTag::Equal {
            continue;
        }
        gone.extend(op.old_range().filter_map(|at| Some(Left::new(at, gap, was.get(at)?))));
        come.extend(op.new_range().filter_map(|at| Some(Left::new(at, gap, is.get(at)?))));
    }
    let pairs = paired(&gone, &come);
    let mut found: Vec<((usize, usize, usize), Passage)> = Vec::new();
    let passage = |fate, before: Option<&Left<'_>>, after: Option<&Left<'_>>| Passage {
        fate,
        before: before.map(|l| l.text.to_owned()),
        after: after.map(|l| l.text.to_owned()),
    };
    // What was cut is told behind what stood before it.
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
    let taken: std::collections::HashSet<usize> = pairs.into_values().collect();
    let added = come.iter().enumerate().filter(|(j, _)| !taken.contains(j));
    found.extend(added.map(|(_, left)| ((left.at, 1, 0), passage(Fate::Added, None, Some(left)))));
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, passage)| passage).collect()
}

/// Paragraphs beyond which texts that have little in common are not compared:
/// the time grows with their number times that of their differences.
const MANY: usize = 10_000;

fn mostly_other(was: &[&str], is: &[&str]) -> bool {
    let known: std::collections::HashSet<&str> = was.iter().copied().collect();
    is.iter().filter(|p| known.contains(**p)).count() * 2 < is.len().max(was.len())
}

fn replaced(was: &[&str], is: &[&str]) -> Vec<Passage> {
    let cut = was.iter().map(|p| Passage { fate: Fate::Cut, before: Some((*p).to_owned()), after: None });
    let added = is.iter().map(|p| Passage { fate: Fate::Added, before: None, after: Some((*p).to_owned()) });
    cut.chain(added).collect()
}

/// By index in `gone`, what of `come` it became.
fn paired(gone: &[Left<'_>], come: &[Left<'_>]) -> BTreeMap<usize, usize> {
    if gone.len().saturating_mul(come.len()) > PAIRS {
        return BTreeMap::new();
    }
    let mut likely: Vec<(usize, bool, usize, usize)> = Vec::new();
    for (i, left) in gone.iter().enumerate() {
        for (j, other) in come.iter().enumerate() {
            let (shares, here) = (left.shares(other), left.gap == other.gap);
            if shares >= if here { ALIKE.0 } else { ALIKE.1 } {
                likely.push((shares, here, i, j));
            }
        }
    }
    likely.sort_by_key(|&(shares, here, i, j)| (std::cmp::Reverse((shares, here)), i.abs_diff(j), i, j));
    let mut pairs = BTreeMap::new();
    let mut taken = std::collections::HashSet::new();
    for (_, _, i, j) in likely {
        if !pairs.contains_key(&i) && taken.insert(j) {
            pairs.insert(i, j);
        }
    }
    pairs
}

fn reattributed(old: &Edition, new: &Edition) -> Vec<Reattributed> {
    let mut were: BTreeMap<String, std::collections::VecDeque<&Option<String>>> = BTreeMap::new();
    for said in &old.quotes {
        were.entry(fold(&said.words)).or_default().push_back(&said.speaker);
    }
    let mut found = Vec::new();
    for said in &new.quotes {
        let Some(before) = were.get_mut(&fold(&said.words)).and_then(std::collections::VecDeque::pop_front) else {
            continue;
        };
        if !same_person(before.as_deref(), said.speaker.as_deref()) {
            let (words, after) = (said.words.clone(), said.speaker.clone());
            found.push(Reattributed { words, before: before.clone(), after });
        }
    }
    found
}

/// Whether one name is the other, or a part of it: “Rask” is “Hedda Rask”.
fn same_person(before: Option<&str>, after: Option<&str>) -> bool {
    let (Some(before), Some(after)) = (before.map(fold), after.map(fold)) else { return before == after };
    let words = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(&before), words(&after));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    within(&a, &b) || within(&b, &a)
}

#[cfg(test)]
mod tests;
