//! The inputs of the networks: small categorical values, each of which selects one row of
//! a network. The networks learn their conjunctions.

use super::candidate::{Candidate, Side};
use super::codes::Coded as _;
use super::rule::Rule;
use super::values::{Setting, bucket, context, named_in_quote, phrase_kind};
use crate::language::people::Person;
use crate::scene::Scene;
use crate::scene::group::Group;
use crate::scene::source::Link;
use pullquote_article::Span;

/// The inputs in the order of their rows: the name of each and its number of values. Names
/// and numbers are part of the format of the weights. [`network_inputs`] adds the inputs in
/// this order, which a `debug_assert_eq!` checks in every debug build that analyzes.
#[rustfmt::skip] // A table.
pub(crate) const LAYOUT: &[(&str, usize)] = &[
    ("kind", 17), ("sense", 25), ("form", 8),
    ("takes quote", 2), ("weak", 2), ("takes clause", 2), ("inverted", 2), ("takes hearer", 2),
    ("link", Link::COUNT), ("opens", 2), ("stands for another", 2),
    ("after", 32), ("before", 32), ("after cue", 32), ("length of source", 10), ("gap to cue", 10),
    ("rule", Rule::COUNT), ("side", Side::COUNT),
    ("tokens", 10), ("rivals", 10), ("passages", 10), ("stops", 10), ("paragraphs", 4),
    ("nearest", 4), ("far", 5), ("verbs", 10), ("next", 32), ("rival sense", 25),
    ("previous", 2), ("named in quote", 2),
    ("end of quote", 5), ("capital", 2), ("before quote", 32), ("after quote", 32), ("length", 6),
    ("opens paragraph", 2), ("closes paragraph", 2), ("split", 2), ("touched", 2), ("title", 2),
    ("quote has i", 2), ("quote has we", 2), ("quote has he", 2),
    ("quote has she", 2), ("quote has you", 2), ("quote has they", 2),
    ("passages of quote", 10), ("candidates", 10), ("with cue", 10), ("nearest with cue", 10),
    ("tokens beyond nearest", 24), ("alike", 6),
];

/// The number of values of all inputs together.
pub(crate) const INPUTS: usize = {
    let (mut sum, mut i) = (0, 0);
    while i < LAYOUT.len() {
        sum += LAYOUT[i].1;
        i += 1;
    }
    sum
};

/// Counts over all candidates of a quote.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CandidateCounts {
    /// The number of candidates.
    candidates: usize,
    /// The number of candidates with a cue in the same sentence as the quote.
    cued: usize,
    /// The number of tokens between the quote and the nearest of these; 99 if there are
    /// none.
    nearest: usize,
    /// The grammatical persons of the pronouns in the quote, one bit for each.
    persons: u32,
}

/// The name of the input that says whether the quote has a pronoun of a person.
const PERSONS: [(&str, Person); 6] = [
    ("quote has i", Person::FirstSingular),
    ("quote has we", Person::FirstPlural),
    ("quote has he", Person::ThirdMale),
    ("quote has she", Person::ThirdFemale),
    ("quote has you", Person::Second),
    ("quote has they", Person::ThirdPlural),
];

/// The largest number of words of a quote that are searched for pronouns.
const SEARCHED_WORDS: usize = 200;

impl CandidateCounts {
    /// The counts over the candidates `all` of the quote `group`.
    pub(crate) fn of(scene: &Scene<'_>, group: &Group, all: &[Candidate<'_>]) -> Self {
        let cued = || all.iter().filter(|c| c.source.cue.is_some() && c.paragraphs == 0 && c.stops == 0);
        let passages = group.passages.iter().filter_map(|&p| scene.passages.get(p));
        let words = passages.flat_map(|p| p.span.of(scene.text).split(|c: char| !c.is_alphanumeric()));
        let mut persons = 0;
        for word in words.filter(|w| (1..=6).contains(&w.len())).take(SEARCHED_WORDS) {
            let person = scene.language.people.person_of_pronoun(word);
            let of = PERSONS.iter().position(|(_, known)| Some(*known) == person);
            persons |= of.map_or(0, |i| 1 << i);
        }
        Self {
            candidates: all.len(),
            cued: cued().count(),
            nearest: cued().map(|c| c.tokens).min().unwrap_or(99),
            persons,
        }
    }
}

/// The inputs of one candidate, while they are being collected.
struct InputRow {
    /// The rows that the inputs so far select.
    row: Vec<u16>,
    /// The first row of the next input.
    from: usize,
}

impl InputRow {
    /// Adds the next input of [`LAYOUT`], which has this name. Values above its last one
    /// count as the last.
    fn add(&mut self, name: &str, value: usize) {
        let Some(&(expected, values)) = LAYOUT.get(self.row.len()) else { return };
        debug_assert_eq!(name, expected);
        let slot = self.from + value.min(values - 1);
        self.row.push(u16::try_from(slot).unwrap_or(0));
        self.from += values;
    }

    /// Adds the next input: the class of a count.
    fn bucket(&mut self, name: &str, n: usize) {
        let class = if n > 60 { 9 } else { bucket(n) };
        self.add(name, class as usize);
    }

    /// Adds the next input: 1 for true, 0 for false.
    fn flag(&mut self, name: &str, holds: bool) {
        self.add(name, usize::from(holds));
    }
}

/// The inputs of candidate `c`, as rows of a network below [`INPUTS`]. `previous` is the
/// span of the source of the quote before; `alike` is the number of candidates with the
/// same source.
pub(crate) fn network_inputs(
    scene: &Scene<'_>,
    (setting, group, counts): (&Setting, &Group, &CandidateCounts),
    c: &Candidate<'_>,
    previous: Option<Span>,
    alike: usize,
) -> Vec<u16> {
    let mut g = InputRow { row: Vec::with_capacity(LAYOUT.len()), from: 0 };
    of_source(scene, c, &mut g);
    of_place(scene, c, &mut g);
    g.flag("previous", previous == Some(c.source.span));
    g.flag("named in quote", named_in_quote(scene, group, c));
    of_quote(setting, group, counts, &mut g);
    g.bucket("candidates", counts.candidates);
    g.bucket("with cue", counts.cued);
    g.bucket("nearest with cue", counts.nearest);
    g.add("tokens beyond nearest", (c.tokens + 3).saturating_sub(counts.nearest));
    g.add("alike", alike);
    debug_assert_eq!(g.from, INPUTS);
    g.row
}

/// The inputs of the source and its cue.
fn of_source(scene: &Scene<'_>, c: &Candidate<'_>, g: &mut InputRow) {
    let cue = c.source.cue.and_then(|i| scene.cues.get(i));
    let tokens = &c.source.tokens;
    g.add("kind", phrase_kind(scene, c.source) as usize);
    g.add("sense", cue.map_or(24, |cue| cue.sense.code() as usize));
    g.add("form", cue.and_then(|cue| cue.form).map_or(7, |form| form.code() as usize));
    let frames = cue.map(|cue| cue.frames);
    g.flag("takes quote", frames.is_some_and(|f| f.quote));
    g.flag("weak", frames.is_some_and(|f| f.weak));
    g.flag("takes clause", frames.is_some_and(|f| f.clause));
    g.flag("inverted", frames.is_some_and(|f| f.inverted));
    g.flag("takes hearer", frames.is_some_and(|f| f.hearer));
    g.add("link", c.source.link.code() as usize);
    g.flag("opens", c.source.opens);
    g.flag("stands for another", c.source.stands_for.is_some());
    g.add("after", context(scene, tokens.end) as usize);
    g.add("before", tokens.start.checked_sub(1).map_or(31, |i| context(scene, i) as usize));
    g.add("after cue", cue.map_or(31, |cue| context(scene, cue.end) as usize));
    g.bucket("length of source", tokens.len());
    let gap = |first: usize, end: usize| first.saturating_sub(tokens.end).max(tokens.start.saturating_sub(end));
    g.bucket("gap to cue", cue.map_or(0, |cue| gap(cue.first, cue.end)));
}

/// The inputs of the relation between the source and the quote.
fn of_place(scene: &Scene<'_>, c: &Candidate<'_>, g: &mut InputRow) {
    g.add("rule", c.rule.code() as usize);
    g.add("side", c.side.code() as usize);
    g.bucket("tokens", c.tokens);
    g.bucket("rivals", c.rivals);
    g.bucket("passages", c.passages);
    g.bucket("stops", c.stops);
    g.add("paragraphs", c.paragraphs);
    g.add("nearest", c.nearest as usize);
    g.add("far", c.far as usize);
    g.bucket("verbs", c.verbs);
    g.add("next", c.next.map_or(31, |i| context(scene, i) as usize));
    let rival = c.rival_cue.and_then(|i| scene.cues.get(i));
    g.add("rival sense", rival.map_or(24, |cue| cue.sense.code() as usize));
}

/// The inputs of the quote, which all its candidates share.
fn of_quote(setting: &Setting, group: &Group, counts: &CandidateCounts, g: &mut InputRow) {
    g.add("end of quote", setting.end as usize);
    g.flag("capital", setting.capital);
    g.add("before quote", setting.before as usize);
    g.add("after quote", setting.after as usize);
    g.add("length", setting.length as usize);
    g.flag("opens paragraph", setting.opens);
    g.flag("closes paragraph", setting.closes);
    g.flag("split", setting.split);
    g.flag("touched", setting.touched);
    g.flag("title", setting.titled);
    for (person, (name, _)) in PERSONS.iter().enumerate() {
        g.flag(name, counts.persons >> person & 1 == 1);
    }
    g.bucket("passages of quote", group.passages.len());
}
