//! Features of the form of a neighbouring piece.

use super::templates::FormTemplate::{self, *};
use super::usage::Usage;
use super::{NameFeatures, REACH};
use crate::lexicon::Lists;
use crate::lexicon::hash::{hash_bytes, mix};
use crate::names::linear_model::Feature;
use crate::names::word_form::WordForm;

impl NameFeatures<'_> {
    /// Gives `sink` the features of a form that is `offset` - [`REACH`] pieces away
    /// from the tagged piece. `form` is the index of the form; `None` is what
    /// follows the end of the sentence or precedes its beginning.
    pub(crate) fn form_features(&self, form: Option<usize>, offset: usize, sink: &mut impl FnMut(Feature)) {
        let mut put = |template: FormTemplate, value: u64| sink(template.with(offset, value));
        let Some((form, usage)) = form.and_then(|f| Some((self.forms.all.get(f)?, self.usages.get(f)?))) else {
            return put(Outside, 0);
        };
        put(LowerCase, form.lower_hash);
        put(CoarseCluster, form.cluster(0));
        put(MiddleCluster, form.cluster(1));
        put(Shape, form.shape);
        for list in 0..Lists::COUNT {
            if form.lists.has(Lists(1 << list)) {
                put(List, mix(u64::from(list), u64::from(form.capital)));
            }
        }
        if offset.abs_diff(REACH) > 1 {
            return;
        }
        put(FineCluster, form.cluster(2));
        put(Suffix3, suffix(form.word, 3));
        if form.capital {
            put(CapitalUse, mix(u64::from(self.forms.has_lower(form.lower_hash)), u64::from(usage.inside.min(2))));
        }
        if offset != REACH {
            return;
        }
        put(Spelling, hash_bytes(form.word.as_bytes()));
        if form.plain {
            return;
        }
        for (template, length) in [(Suffix1, 1), (Suffix2, 2), (Suffix4, 4), (Suffix5, 5)] {
            put(template, suffix(form.word, length));
        }
        for (template, length) in [(Prefix1, 1), (Prefix2, 2), (Prefix3, 3), (Prefix4, 4), (Prefix5, 5)] {
            put(template, prefix(form.word, length));
        }
        put(ShapeAndCoarseCluster, mix(form.shape, form.cluster(0)));
        put(CapitalAndLists, mix(u64::from(form.capital), u64::from(form.lists.0)));
        put(Length, form.word.chars().count().min(8) as u64);
        put(ShapeAndFineCluster, mix(form.shape, form.cluster(2)));
        if form.capital {
            self.usage_features(form, usage, &mut put);
        }
    }

    /// The features of how the whole article uses a form.
    fn usage_features(&self, form: &WordForm<'_>, usage: &Usage, put: &mut impl FnMut(FormTemplate, u64)) {
        put(UseCount, u64::from(usage.count.min(4)));
        for (template, values) in [
            (UseWordBefore, &usage.words_before),
            (UseWordAfter, &usage.words_after),
            (UseClusterBefore, &usage.clusters_before),
            (UseClusterAfter, &usage.clusters_after),
            (UseClusterBeforeRun, &usage.clusters_before_run),
            (UseClusterAfterRun, &usage.clusters_after_run),
        ] {
            values.iter().for_each(|&value| put(template, value));
        }
        if let Some(last) = usage.initials_of {
            put(IsInitials, 0);
            put(InitialsLastWord, last);
        }
        let run = usage.longest_run;
        if let (Some(first), Some(last)) = (self.forms.at(run.start), self.forms.at(run.end.saturating_sub(1)))
            && run.len() > 1
        {
            let place = u64::from(first.word == form.word) + 2 * u64::from(last.word == form.word);
            put(RunPlaceAndLength, mix(place, run.len().min(5) as u64));
            put(RunPlaceAndFirstLists, mix(place, u64::from(first.lists.0)));
            put(RunPlaceAndLastWord, mix(place, last.lower_hash));
            put(RunPlaceAndLastCluster, mix(place, last.cluster(1)));
            put(RunPlaceAndFirstCluster, mix(place, first.cluster(1)));
            put(RunPlaceAndFirstWord, mix(place, first.lower_hash));
            let lists = self.run_at(run.start).map_or(0, |(_, words)| words.lists);
            put(RunPlaceAndAllLists, mix(place, u64::from(lists)));
        }
    }
}

/// The hash of the last `length` characters of a word.
fn suffix(word: &str, length: usize) -> u64 {
    let start = word.char_indices().rev().nth(length - 1).map_or(0, |(i, _)| i);
    hash_bytes(word.get(start..).unwrap_or("").as_bytes())
}

/// The hash of the first `length` characters of a word.
fn prefix(word: &str, length: usize) -> u64 {
    let end = word.char_indices().nth(length).map_or(word.len(), |(i, _)| i);
    hash_bytes(word.get(..end).unwrap_or("").as_bytes())
}
