//! How an article uses each word form, all its places taken together.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::{NameFeatures, REACH};
use crate::lexicon::hash::hash_bytes;
use crate::names::segments::Run;
use crate::names::word_form::IdentityHasher;

/// The largest number of different neighbours of a form that are kept on either
/// side.
const MOST_NEIGHBOURS: usize = 6;
/// The longest run that counts as the longest run of a form, in pieces.
const LONGEST_RUN: usize = 6;

/// How an article uses one form.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    /// The number of places of the form.
    pub(super) count: u32,
    /// The number of places where the capital is not due to the beginning of a
    /// sentence or to a headline.
    pub(super) inside: u32,
    /// Hashes of the words before the form.
    pub(super) words_before: Vec<u64>,
    /// Hashes of the words after the form.
    pub(super) words_after: Vec<u64>,
    /// Clusters of the words before the form.
    pub(super) clusters_before: Vec<u64>,
    /// Clusters of the words after the form.
    pub(super) clusters_after: Vec<u64>,
    /// Clusters of the words before the runs that hold the form.
    pub(super) clusters_before_run: Vec<u64>,
    /// Clusters of the words after the runs that hold the form.
    pub(super) clusters_after_run: Vec<u64>,
    /// The longest run of capitalized words that holds the form.
    pub(super) longest_run: Run,
    /// The hash of the last word of a run that the form is the initials of.
    pub(super) initials_of: Option<u64>,
}

impl NameFeatures<'_> {
    /// Collects the usage of every form that has a capital.
    pub(super) fn find_usages(&mut self) {
        for i in 0..self.pieces.len() {
            let Some(form) = self.forms.of.get(i).map(|&f| f as usize) else { continue };
            if !self.forms.all.get(form).is_some_and(|f| f.capital) {
                continue;
            }
            let at = |offset| self.neighbour(i, offset).and_then(|f| self.forms.all.get(f));
            let (before, after) = (at(REACH - 1), at(REACH + 1));
            let first = before.is_none_or(|f| matches!(f.word, "“" | "\"" | "‘" | "'" | ":" | "•" | "-" | "–" | "—"));
            let in_capitals = self.pieces.get(i).is_some_and(|piece| self.is_all_capitals(piece.sentence as usize));
            let hashes = [before, after].map(|f| f.map_or((1, 1), |f| (f.lower_hash, f.cluster(1))));
            let (run, _) = self.run_at(i).unwrap_or_default();
            let around = self.around(run).map(|f| f.map_or(1, |f| f.cluster(1)));
            let Some(usage) = self.usages.get_mut(form) else { continue };
            remember(&mut usage.clusters_before_run, around[0]);
            remember(&mut usage.clusters_after_run, around[1]);
            usage.count += 1;
            usage.inside += u32::from(!first && !in_capitals);
            remember(&mut usage.words_before, hashes[0].0);
            remember(&mut usage.words_after, hashes[1].0);
            remember(&mut usage.clusters_before, hashes[0].1);
            remember(&mut usage.clusters_after, hashes[1].1);
            if run.len() > usage.longest_run.len() && run.len() <= LONGEST_RUN && !in_capitals {
                usage.longest_run = run;
            }
        }
    }

    /// For each form in capitals, finds a run that it is the initials of: `World
    /// Health Organization` for `WHO`.
    pub(super) fn find_initials(&mut self) {
        let mut by_initials: HashMap<u64, u64, BuildHasherDefault<IdentityHasher>> = HashMap::default();
        for run in self.runs.iter().map(|(run, _)| run).filter(|run| (2..=8).contains(&run.len())) {
            let words = (run.start..run.end).filter_map(|j| self.forms.at(j)).filter(|f| f.capital);
            let initials: String = words.filter_map(|f| f.word.chars().next()).collect();
            if let Some(last) = self.forms.at(run.end - 1) {
                by_initials.entry(hash_bytes(initials.as_bytes())).or_insert(last.lower_hash);
            }
        }
        for (form, usage) in self.forms.all.iter().zip(&mut self.usages) {
            if form.all_capitals {
                let letters: String = form.word.chars().filter(|c| c.is_alphabetic()).collect();
                usage.initials_of = by_initials.get(&hash_bytes(letters.as_bytes())).copied();
            }
        }
    }
}

/// Adds a value that is not yet among `values`, up to [`MOST_NEIGHBOURS`].
fn remember(values: &mut Vec<u64>, value: u64) {
    if values.len() < MOST_NEIGHBOURS && !values.contains(&value) {
        values.push(value);
    }
}
