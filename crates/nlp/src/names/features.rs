//! The features of the name model, one code for training and for use.
//!
//! What a word's neighbours are worth depends only on the neighbour's form and
//! how far off it stands ([`NameFeatures::of_form`]); the rest depends on the
//! place ([`NameFeatures::of_place`]). A tagger can so add up the first once a
//! form and distance.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::piece::Piece;
use super::weights::Feature;
use crate::language::Language;
use crate::lexicon::hash::{hash_bytes, mix};
use crate::lexicon::{Lexicon, Lists};
use crate::names::segments::{Run, is_shouted, is_titled, quoted, run_end, sentences};
use crate::names::word_form::{Form, Forms, Ready};
use pullquote_article::text::span::Span;

/// How far a word's neighbours are looked at, in pieces.
pub const REACH: usize = 2;
/// Distances from the farthest neighbour before to the farthest after.
pub const OFFSETS: usize = 2 * REACH + 1;
/// How many different neighbours of a form are remembered on either side.
const REMEMBERED: usize = 6;
/// The longest phrase that is looked up in the gazetteer, in pieces.
const PHRASE: usize = 6;

/// The lists whose phrases are looked for.
const PHRASES: [Lists; 8] = [
    Lists::COUNTRY,
    Lists(Lists::BIG_CITY.0 | Lists::CITY.0 | Lists::TOWN.0 | Lists::VILLAGE.0),
    Lists::REGION,
    Lists::GROUP,
    Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0),
    Lists::EVENT,
    Lists::PRODUCT,
    Lists::KNOWN_PERSON,
];
/// The lists that tell a common word from a name of a kind.
const TELLING: u32 = Lists::GIVEN.0
    | Lists::FAMILY.0
    | Lists::COMMON.0
    | Lists::ROLE.0
    | Lists::ORGANIZATION.0
    | Lists::COUNTRY.0
    | Lists::BIG_CITY.0
    | Lists::GROUP.0;

/// How the article uses a form, all its places taken together.
#[derive(Debug, Clone, Default)]
struct Usage {
    count: u32,
    /// Places where the capital is not owed to the beginning of a sentence.
    inside: u32,
    before: Vec<u64>,
    after: Vec<u64>,
    before_clusters: Vec<u64>,
    after_clusters: Vec<u64>,
    /// What stands before and after the runs that hold it.
    run_before: Vec<u64>,
    run_after: Vec<u64>,
    /// The longest run of capitalised words that holds it.
    longest: Run,
    /// Hash of the last word of a run of which it is the initials.
    stands_for: Option<u64>,
}

/// What is known of an article before its names are found.
#[derive(Debug)]
pub struct NameFeatures<'t> {
    pieces: Vec<Piece>,
    /// The forms of the pieces.
    pub forms: Forms<'t>,
    usages: Vec<Usage>,
    runs: Vec<Run>,
    run_of: Vec<u32>,
    phrases: Vec<[u8; PHRASES.len()]>,
    sentences: Vec<Run>,
    shouted: Vec<bool>,
    /// Sentences that begin most of their words with a capital, as headlines do.
    titled: Vec<bool>,
    /// Pieces inside a few words between quotation marks.
    quoted: Vec<bool>,
}

impl<'t> NameFeatures<'t> {
    /// Reads the whole article once.
    #[must_use]
    pub fn read(text: &'t str, pieces: Vec<Piece>, lexicon: &Lexicon<'_>, language: &Language) -> Self {
        let forms = Forms::gather(pieces.iter().map(|p| p.span.of(text)), lexicon);
        let sentences = sentences(&pieces);
        let shouted = sentences.iter().map(|s| is_shouted(&forms, *s)).collect();
        let titled = sentences.iter().map(|s| is_titled(&forms, *s)).collect();
        let quoted = quoted(&forms, &sentences, pieces.len());
        let mut features = Self {
            usages: vec![Usage::default(); forms.all.len()],
            runs: Vec::new(),
            run_of: vec![u32::MAX; pieces.len()],
            phrases: vec![[0; PHRASES.len()]; pieces.len()],
            pieces,
            forms,
            sentences,
            shouted,
            titled,
            quoted,
        };
        features.find_runs(language);
        features.find_phrases(lexicon);
        features.find_usages();
        features.find_initials();
        features
    }

    /// The pieces, in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces of each sentence: index of the first, one past the last.
    #[must_use]
    pub fn sentences(&self) -> Vec<Span> {
        self.sentences.iter().map(|s| Span::new(s.start, s.end)).collect()
    }

    /// Whether a sentence is set in capitals, as headlines may be.
    #[must_use]
    pub fn is_shouted(&self, sentence: usize) -> bool {
        self.shouted.get(sentence).copied().unwrap_or(false)
    }

    /// The index of the form `offset` - [`REACH`] pieces after piece `i`, if
    /// it stands in the same sentence.
    #[must_use]
    pub fn neighbour(&self, i: usize, offset: usize) -> Option<usize> {
        let at = (i + offset).checked_sub(REACH)?;
        let same = self.pieces.get(at)?.sentence == self.pieces.get(i)?.sentence;
        self.forms.of.get(at).filter(|_| same).map(|&form| form as usize)
    }

    /// Features of a form that stands `offset` - [`REACH`] pieces from the
    /// tagged one; `None` is the world outside the sentence.
    pub fn of_form(&self, form: Option<usize>, offset: usize, sink: &mut impl FnMut(Feature)) {
        let base = 100 * offset as u32;
        let mut put = |template: u32, value: u64| sink(Feature::new(base + template, value));
        let Some((form, usage)) = form.and_then(|f| Some((self.forms.all.get(f)?, self.usages.get(f)?))) else {
            return put(0, 0);
        };
        put(1, form.lower_hash);
        put(2, form.cluster(0));
        put(3, form.cluster(1));
        put(4, form.shape);
        for list in 0..Lists::COUNT {
            if form.lists.has(Lists(1 << list)) {
                put(5, mix(u64::from(list), u64::from(form.capital)));
            }
        }
        if offset.abs_diff(REACH) > 1 {
            return;
        }
        put(6, form.cluster(2));
        put(7, suffix(form.word, 3));
        if form.capital {
            put(8, mix(u64::from(self.forms.has_lower(form.lower_hash)), u64::from(usage.inside.min(2))));
        }
        if offset != REACH {
            return;
        }
        put(10, hash_bytes(form.word.as_bytes()));
        if form.plain {
            return;
        }
        for length in [1, 2, 4, 5] {
            put(50 + length, suffix(form.word, length as usize));
        }
        for length in [1, 2, 3, 4, 5] {
            put(60 + length, prefix(form.word, length as usize));
        }
        put(19, mix(form.shape, form.cluster(0)));
        put(20, mix(u64::from(form.capital), u64::from(form.lists.0)));
        put(21, form.word.chars().count().min(8) as u64);
        put(22, mix(form.shape, form.cluster(2)));
        if form.capital {
            self.of_usage(form, usage, &mut put);
        }
    }

    fn of_usage(&self, form: &Form<'_>, usage: &Usage, put: &mut impl FnMut(u32, u64)) {
        put(30, u64::from(usage.count.min(4)));
        for (template, values) in
            [(31, &usage.before), (32, &usage.after), (33, &usage.before_clusters), (34, &usage.after_clusters)]
        {
            values.iter().for_each(|&value| put(template, value));
        }
        usage.run_before.iter().for_each(|&value| put(43, value));
        usage.run_after.iter().for_each(|&value| put(44, value));
        if let Some(last) = usage.stands_for {
            put(35, 0);
            put(36, last);
        }
        let run = usage.longest;
        if let (Some(first), Some(last)) = (self.forms.at(run.start), self.forms.at(run.end.saturating_sub(1)))
            && run.len() > 1
        {
            let place = u64::from(first.word == form.word) + 2 * u64::from(last.word == form.word);
            put(37, mix(place, run.len().min(5) as u64));
            put(38, mix(place, u64::from(first.lists.0)));
            put(39, mix(place, last.lower_hash));
            put(40, mix(place, last.cluster(1)));
            put(41, mix(place, first.cluster(1)));
            put(42, mix(place, first.lower_hash));
            put(45, mix(place, u64::from(self.lists_in(run))));
        }
    }

    /// The lists that hold one word or another of a run.
    fn lists_in(&self, run: Run) -> u32 {
        (run.start..run.end).filter_map(|j| self.forms.at(j)).fold(0, |all, form| all | form.lists.0)
    }

    /// Features of the place of piece `i`. Among plain words only the words
    /// count, which is what makes most of a text quick to tag.
    pub fn of_place(&self, i: usize, sink: &mut impl FnMut(Feature)) {
        let mut put = |template: u32, value: u64| sink(Feature::new(1000 + template, value));
        let Some(piece) = self.pieces.get(i) else { return };
        let at = |offset: usize| self.neighbour(i, offset).and_then(|form| self.forms.all.get(form));
        let (before, Some(here), after) = (at(REACH - 1), at(REACH), at(REACH + 1)) else { return };
        let plain = |form: Option<&Form<'_>>| form.is_none_or(|f| f.plain);
        if here.plain && plain(before) && plain(after) {
            return;
        }
        let lower = |form: Option<&Form<'_>>| form.map_or(1, |f| f.lower_hash);
        let cluster = |form: Option<&Form<'_>>, size| form.map_or(1_000_000, |f| f.cluster(size));
        let shape = |form: Option<&Form<'_>>| form.map_or(1, |f| f.shape);
        put(1, mix(lower(before), here.lower_hash));
        put(2, mix(here.lower_hash, lower(after)));
        put(3, mix(mix(shape(before), here.shape), shape(after)));
        put(4, mix(cluster(before, 1), here.cluster(1)));
        put(5, mix(here.cluster(1), cluster(after, 1)));
        put(6, mix(cluster(before, 0), mix(here.cluster(0), cluster(after, 0))));
        put(7, mix(lower(at(0)), lower(before)));
        put(8, mix(lower(after), lower(at(2 * REACH))));
        put(9, mix(lower(before), here.shape));
        put(10, mix(here.shape, lower(after)));
        put(11, mix(mix(lower(before), lower(after)), here.shape));
        let telling = |form: Option<&Form<'_>>| {
            form.map_or(1, |f| u64::from(f.lists.0 & TELLING) << 2 | u64::from(f.capital) << 1)
        };
        put(18, mix(mix(telling(before), telling(Some(here))), telling(after)));
        put(19, mix(telling(before), telling(Some(here))));
        put(20, mix(telling(Some(here)), telling(after)));
        put(21, mix(cluster(before, 2), here.shape));
        put(22, mix(here.shape, cluster(after, 2)));
        put(23, mix(lower(before), telling(Some(here))));
        put(24, mix(telling(Some(here)), lower(after)));
        put(25, mix(lower(at(0)), here.shape));
        put(26, mix(here.shape, lower(at(2 * REACH))));
        let opens = before.is_none();
        put(12, mix(u64::from(opens), here.shape));
        put(13, mix(u64::from(piece.glued), here.shape));
        if self.shouted.get(piece.sentence as usize).copied().unwrap_or(false) {
            put(14, 0);
            put(15, here.cluster(1));
        }
        if here.capital && self.titled.get(piece.sentence as usize).copied().unwrap_or(false) {
            put(27, telling(Some(here)));
            put(28, mix(here.shape, cluster(Some(here), 1)));
        }
        if self.quoted.get(i).copied().unwrap_or(false) {
            put(29, mix(here.shape, u64::from(here.lists.0 & TELLING)));
        }
        if opens && here.capital {
            put(16, mix(u64::from(self.forms.has_lower(here.lower_hash)), here.cluster(0)));
        }
        for (list, position) in self.phrases.get(i).into_iter().flatten().enumerate() {
            if *position > 0 {
                put(17, mix(list as u64, u64::from(*position)));
            }
        }
        self.of_run(i, &mut put);
    }

    fn of_run(&self, i: usize, put: &mut impl FnMut(u32, u64)) {
        let Some(run) = self.run_of.get(i).and_then(|&r| self.runs.get(r as usize)).copied() else { return };
        let [before, after] = self.around(run, i);
        let place = mix((i - run.start).min(3) as u64, (run.end - 1 - i).min(3) as u64);
        put(30, place);
        put(31, before.map_or(1, |f| f.lower_hash));
        put(32, after.map_or(1, |f| f.lower_hash));
        put(33, before.map_or(1, |f| f.cluster(1)));
        put(34, after.map_or(1, |f| f.cluster(1)));
        put(35, mix(place, before.map_or(1, |f| f.cluster(0))));
        put(36, mix(place, after.map_or(1, |f| f.cluster(0))));
        if let (Some(first), Some(last)) = (self.forms.at(run.start), self.forms.at(run.end - 1))
            && run.len() > 1
        {
            put(37, last.lower_hash);
            put(38, last.cluster(1));
            put(39, u64::from(last.lists.0));
            put(40, mix(place, u64::from(first.lists.0)));
            put(41, mix(place, mix(first.cluster(0), last.cluster(0))));
            put(42, u64::from(self.lists_in(run)));
            put(43, mix(place, u64::from(self.lists_in(run) & TELLING)));
            put(44, mix(first.cluster(1), last.cluster(1)));
            let whole = (run.start..run.end).filter_map(|j| self.forms.at(j)).fold(0, |all, f| mix(all, f.lower_hash));
            put(45, mix(place, whole));
        }
    }

    /// The forms before and after a run that holds piece `i`, in its sentence.
    fn around(&self, run: Run, i: usize) -> [Option<&Form<'t>>; 2] {
        [run.start.checked_sub(1), Some(run.end)].map(|at| {
            let at = at?;
            let same = self.pieces.get(at)?.sentence == self.pieces.get(i)?.sentence;
            self.forms.at(at).filter(|_| same)
        })
    }

    /// What the network is told of the place of piece `i`, beside its form.
    pub fn of_spot(&self, i: usize, sink: &mut impl FnMut(Feature)) {
        let mut put = |template: u32, value: u64| sink(Feature::new(2000 + template, value));
        let (Some(piece), Some(here)) = (self.pieces.get(i), self.forms.at(i)) else { return };
        let of_sentence = |marks: &[bool]| u64::from(marks.get(piece.sentence as usize).copied().unwrap_or(false));
        let opens = self.neighbour(i, REACH - 1).is_none();
        put(12, mix(u64::from(opens), u64::from(here.capital)));
        put(13, u64::from(piece.glued));
        put(14, of_sentence(&self.shouted));
        put(15, of_sentence(&self.titled));
        put(16, u64::from(self.quoted.get(i).copied().unwrap_or(false)));
        for (list, position) in self.phrases.get(i).into_iter().flatten().enumerate() {
            if *position > 0 {
                put(17, mix(list as u64, u64::from(*position)));
            }
        }
        let Some(run) = self.run_of.get(i).and_then(|&r| self.runs.get(r as usize)).copied() else { return };
        put(30, mix((i - run.start).min(3) as u64, (run.end - 1 - i).min(3) as u64));
        put(42, u64::from(self.lists_in(run)));
    }

    /// All features of piece `i`.
    #[must_use]
    pub fn all(&self, i: usize) -> Vec<Feature> {
        let mut features = Vec::with_capacity(128);
        let mut sink = |feature| features.push(feature);
        for offset in 0..OFFSETS {
            self.of_form(self.neighbour(i, offset), offset, &mut sink);
        }
        self.of_place(i, &mut sink);
        features
    }

    fn find_runs(&mut self, language: &Language) {
        for sentence in &self.sentences {
            let mut i = sentence.start;
            while i < sentence.end {
                let Some(end) = run_end(language, &self.forms, i, sentence.end) else {
                    i += 1;
                    continue;
                };
                for slot in self.run_of.get_mut(i..end).into_iter().flatten() {
                    *slot = self.runs.len() as u32;
                }
                self.runs.push(Run { start: i, end });
                i = end;
            }
        }
    }

    /// Marks every piece of a phrase of two or more that the gazetteer lists:
    /// for each of [`PHRASES`], 1 at the beginning, 3 at
    /// the end and 2 between.
    fn find_phrases(&mut self, lexicon: &Lexicon<'_>) {
        let mut phrase = String::new();
        for sentence in &self.sentences {
            for start in sentence.start..sentence.end {
                if !self.forms.at(start).is_some_and(|f| f.capital) {
                    continue;
                }
                phrase.clear();
                for end in start + 1..=(start + PHRASE).min(sentence.end) {
                    let (Some(form), Some(piece)) = (self.forms.at(end - 1), self.pieces.get(end - 1)) else { break };
                    if end > start + 1 && !piece.glued {
                        phrase.push(' ');
                    }
                    phrase.push_str(&form.lower);
                    if end == start + 1 {
                        continue;
                    }
                    let lists = lexicon.lists(&phrase);
                    for (slot, kind) in PHRASES.into_iter().enumerate() {
                        if lists.meets(kind) {
                            mark(&mut self.phrases, start, end, slot);
                        }
                    }
                }
            }
        }
    }

    fn find_usages(&mut self) {
        for i in 0..self.pieces.len() {
            let Some(form) = self.forms.of.get(i).map(|&f| f as usize) else { continue };
            if !self.forms.all.get(form).is_some_and(|f| f.capital) {
                continue;
            }
            let at = |offset| self.neighbour(i, offset).and_then(|f| self.forms.all.get(f));
            let (before, after) = (at(REACH - 1), at(REACH + 1));
            let opens = before.is_none_or(|f| matches!(f.word, "“" | "\"" | "‘" | "'" | ":" | "•" | "-" | "–" | "—"));
            let shouted =
                self.pieces.get(i).and_then(|p| self.shouted.get(p.sentence as usize)).copied().unwrap_or(false);
            let hashes = [before, after].map(|f| f.map_or((1, 1), |f| (f.lower_hash, f.cluster(1))));
            let run = self.run_of.get(i).and_then(|&r| self.runs.get(r as usize)).copied().unwrap_or_default();
            let around = self.around(run, i).map(|f| f.map_or(1, |f| f.cluster(1)));
            let Some(usage) = self.usages.get_mut(form) else { continue };
            remember(&mut usage.run_before, around[0]);
            remember(&mut usage.run_after, around[1]);
            usage.count += 1;
            usage.inside += u32::from(!opens && !shouted);
            remember(&mut usage.before, hashes[0].0);
            remember(&mut usage.after, hashes[1].0);
            remember(&mut usage.before_clusters, hashes[0].1);
            remember(&mut usage.after_clusters, hashes[1].1);
            if run.len() > usage.longest.len() && run.len() <= 6 && !shouted {
                usage.longest = run;
            }
        }
    }

    /// Finds the runs whose initials are a form: `World Health Organization`
    /// for `WHO`.
    fn find_initials(&mut self) {
        let mut by_initials: HashMap<u64, u64, BuildHasherDefault<Ready>> = HashMap::default();
        for run in self.runs.iter().filter(|run| (2..=8).contains(&run.len())) {
            let words = (run.start..run.end).filter_map(|j| self.forms.at(j)).filter(|f| f.capital);
            let initials: String = words.filter_map(|f| f.word.chars().next()).collect();
            if let Some(last) = self.forms.at(run.end - 1) {
                by_initials.entry(hash_bytes(initials.as_bytes())).or_insert(last.lower_hash);
            }
        }
        for (form, usage) in self.forms.all.iter().zip(&mut self.usages) {
            if form.all_capitals {
                let letters: String = form.word.chars().filter(|c| c.is_alphabetic()).collect();
                usage.stands_for = by_initials.get(&hash_bytes(letters.as_bytes())).copied();
            }
        }
    }
}

fn mark(phrases: &mut [[u8; PHRASES.len()]], start: usize, end: usize, slot: usize) {
    let last = end - start - 1;
    for (i, row) in phrases.get_mut(start..end).into_iter().flatten().enumerate() {
        if let Some(position) = row.get_mut(slot) {
            *position = match i {
                0 => 1,
                _ if i == last => 3,
                _ => 2,
            };
        }
    }
}

fn remember(values: &mut Vec<u64>, value: u64) {
    if values.len() < REMEMBERED && !values.contains(&value) {
        values.push(value);
    }
}

/// Hash of the last `length` characters.
fn suffix(word: &str, length: usize) -> u64 {
    let start = word.char_indices().rev().nth(length - 1).map_or(0, |(i, _)| i);
    hash_bytes(word.get(start..).unwrap_or("").as_bytes())
}

/// Hash of the first `length` characters.
fn prefix(word: &str, length: usize) -> u64 {
    let end = word.char_indices().nth(length).map_or(word.len(), |(i, _)| i);
    hash_bytes(word.get(..end).unwrap_or("").as_bytes())
}
