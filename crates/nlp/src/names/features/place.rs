//! Features of the place of a piece: its neighbours, its sentence, its run.

use super::templates::NetworkTemplate::{self, *};
use super::templates::PlaceTemplate::{self, *};
use super::{NameFeatures, REACH};
use crate::lexicon::Lists;
use crate::lexicon::hash::mix;
use crate::names::linear_model::Feature;
use crate::names::segments::Run;
use crate::names::word_form::WordForm;

/// The lists that distinguish common words from names, and kinds of names.
const TYPES: u32 = Lists::GIVEN.0
    | Lists::FAMILY.0
    | Lists::COMMON.0
    | Lists::ROLE.0
    | Lists::ORGANIZATION.0
    | Lists::COUNTRY.0
    | Lists::BIG_CITY.0
    | Lists::GROUP.0;

/// The type of a form: its lists in [`TYPES`] and whether it has a capital; 1 for
/// no form.
fn type_of(form: Option<&WordForm<'_>>) -> u64 {
    form.map_or(1, |f| u64::from(f.lists.0 & TYPES) << 2 | u64::from(f.capital) << 1)
}

/// The hash of the lower-case form; 1 for no form.
fn lower(form: Option<&WordForm<'_>>) -> u64 {
    form.map_or(1, |f| f.lower_hash)
}

/// The cluster of a form in a clustering; 1,000,000 for no form.
fn cluster(form: Option<&WordForm<'_>>, size: usize) -> u64 {
    form.map_or(1_000_000, |f| f.cluster(size))
}

/// The shape of a form; 1 for no form.
fn shape(form: Option<&WordForm<'_>>) -> u64 {
    form.map_or(1, |f| f.shape)
}

impl NameFeatures<'_> {
    /// Gives `sink` the features of the place of piece `i` for the linear model. A
    /// piece that is plain and has plain neighbours has none, so that most of a
    /// text is tagged quickly.
    pub(crate) fn place_features(&self, i: usize, sink: &mut impl FnMut(Feature)) {
        let mut put = |template: PlaceTemplate, value: u64| sink(template.with(value));
        let at = |offset: usize| self.neighbour(i, offset).and_then(|form| self.forms.all.get(form));
        let (before, Some(here), after) = (at(REACH - 1), at(REACH), at(REACH + 1)) else { return };
        let plain = |form: Option<&WordForm<'_>>| form.is_none_or(|f| f.plain);
        if here.plain && plain(before) && plain(after) {
            return;
        }
        let around = [at(0), before, Some(here), after, at(2 * REACH)];
        conjunctions(around, &mut put);
        self.sentence_features(i, here, before.is_none(), &mut put);
        self.phrases_at(i).for_each(|phrase| put(Phrase, phrase));
        self.place_in_run_features(i, &mut put);
    }

    /// Features of where piece `i` is in its sentence, and of the sentence.
    fn sentence_features(&self, i: usize, here: &WordForm<'_>, first: bool, put: &mut impl FnMut(PlaceTemplate, u64)) {
        let Some(piece) = self.pieces.get(i) else { return };
        let sentence = piece.sentence as usize;
        put(FirstAndShape, mix(u64::from(first), here.shape));
        put(GluedAndShape, mix(u64::from(piece.glued), here.shape));
        if self.is_all_capitals(sentence) {
            put(PlaceTemplate::InCapitals, 0);
            put(InCapitalsAndCluster, here.cluster(1));
        }
        if here.capital && self.is_title_case(sentence) {
            put(TitleCaseAndType, type_of(Some(here)));
            put(TitleCaseShapeAndCluster, mix(here.shape, here.cluster(1)));
        }
        if self.is_quoted(i) {
            put(QuotedShapeAndType, mix(here.shape, u64::from(here.lists.0 & TYPES)));
        }
        if first && here.capital {
            put(FirstCapital, mix(u64::from(self.forms.has_lower(here.lower_hash)), here.cluster(0)));
        }
    }

    /// For each group of lists that holds a phrase around piece `i`: the group and
    /// the place of the piece in the phrase, as one value.
    fn phrases_at(&self, i: usize) -> impl Iterator<Item = u64> {
        let places = self.phrases.get(i).into_iter().flatten().enumerate();
        places.filter(|(_, place)| **place > 0).map(|(group, place)| mix(group as u64, u64::from(*place)))
    }

    /// Features of the place of piece `i` in its run of capitalized words.
    fn place_in_run_features(&self, i: usize, put: &mut impl FnMut(PlaceTemplate, u64)) {
        let Some((run, words)) = self.run_at(i) else { return };
        let [before, after] = self.around(run);
        let place = mix((i - run.start).min(3) as u64, (run.end - 1 - i).min(3) as u64);
        put(RunPlace, place);
        put(RunPlaceAndClusterBefore, mix(place, before.map_or(1, |f| f.cluster(0))));
        put(RunPlaceAndClusterAfter, mix(place, after.map_or(1, |f| f.cluster(0))));
        if let Some([first, last]) = self.ends_of(run) {
            put(RunPlaceAndFirstLists, mix(place, u64::from(first.lists.0)));
            put(RunPlaceAndEndClusters, mix(place, mix(first.cluster(0), last.cluster(0))));
            put(RunPlaceAndAllTypes, mix(place, u64::from(words.lists & TYPES)));
            put(RunPlaceAndAllWords, mix(place, words.hash));
        }
    }

    /// Gives `sink` the features of a run of capitalized words for the linear model. Every
    /// piece of the run has them.
    pub(crate) fn run_features(&self, run: usize, sink: &mut impl FnMut(Feature)) {
        let mut put = |template: PlaceTemplate, value: u64| sink(template.with(value));
        let Some(&(run, words)) = self.runs.get(run) else { return };
        let [before, after] = self.around(run);
        put(WordBeforeRun, before.map_or(1, |f| f.lower_hash));
        put(WordAfterRun, after.map_or(1, |f| f.lower_hash));
        put(MiddleClusterBeforeRun, before.map_or(1, |f| f.cluster(1)));
        put(MiddleClusterAfterRun, after.map_or(1, |f| f.cluster(1)));
        if let Some([first, last]) = self.ends_of(run) {
            put(RunLastWord, last.lower_hash);
            put(RunLastCluster, last.cluster(1));
            put(RunLastLists, u64::from(last.lists.0));
            put(RunAllLists, u64::from(words.lists));
            put(RunEndMiddleClusters, mix(first.cluster(1), last.cluster(1)));
        }
    }

    /// The first and the last form of a run of two words or more.
    fn ends_of(&self, run: Run) -> Option<[&WordForm<'_>; 2]> {
        let forms = self.forms.at(run.start).zip(self.forms.at(run.end - 1));
        forms.filter(|_| run.len() > 1).map(|(first, last)| [first, last])
    }

    /// Gives `sink` the features of the place of piece `i` for the networks. They
    /// are few, because the networks see the forms of the neighbours themselves.
    pub(crate) fn network_features(&self, i: usize, sink: &mut impl FnMut(Feature)) {
        let mut put = |template: NetworkTemplate, value: u64| sink(template.with(value));
        let (Some(piece), Some(here)) = (self.pieces.get(i), self.forms.at(i)) else { return };
        let sentence = piece.sentence as usize;
        let first = self.neighbour(i, REACH - 1).is_none();
        put(FirstAndCapital, mix(u64::from(first), u64::from(here.capital)));
        put(Glued, u64::from(piece.glued));
        put(NetworkTemplate::InCapitals, u64::from(self.is_all_capitals(sentence)));
        put(InTitleCase, u64::from(self.is_title_case(sentence)));
        put(Quoted, u64::from(self.is_quoted(i)));
        self.phrases_at(i).for_each(|phrase| put(InPhrase, phrase));
        let Some((run, words)) = self.run_at(i) else { return };
        put(PlaceInRun, mix((i - run.start).min(3) as u64, (run.end - 1 - i).min(3) as u64));
        put(ListsOfRun, u64::from(words.lists));
    }
}

/// Conjunctions of the forms of five pieces, of which the third is the tagged one.
fn conjunctions(forms: [Option<&WordForm<'_>>; 5], put: &mut impl FnMut(PlaceTemplate, u64)) {
    let [second_before, before, here, after, second_after] = forms;
    put(WordBeforeAndWord, mix(lower(before), lower(here)));
    put(WordAndWordAfter, mix(lower(here), lower(after)));
    put(ThreeShapes, mix(mix(shape(before), shape(here)), shape(after)));
    put(MiddleClusterBeforeAndHere, mix(cluster(before, 1), cluster(here, 1)));
    put(MiddleClusterHereAndAfter, mix(cluster(here, 1), cluster(after, 1)));
    put(ThreeCoarseClusters, mix(cluster(before, 0), mix(cluster(here, 0), cluster(after, 0))));
    put(TwoWordsBefore, mix(lower(second_before), lower(before)));
    put(TwoWordsAfter, mix(lower(after), lower(second_after)));
    put(WordBeforeAndShape, mix(lower(before), shape(here)));
    put(ShapeAndWordAfter, mix(shape(here), lower(after)));
    put(WordsAroundAndShape, mix(mix(lower(before), lower(after)), shape(here)));
    put(ThreeTypes, mix(mix(type_of(before), type_of(here)), type_of(after)));
    put(TypeBeforeAndHere, mix(type_of(before), type_of(here)));
    put(TypeHereAndAfter, mix(type_of(here), type_of(after)));
    put(FineClusterBeforeAndShape, mix(cluster(before, 2), shape(here)));
    put(ShapeAndFineClusterAfter, mix(shape(here), cluster(after, 2)));
    put(WordBeforeAndType, mix(lower(before), type_of(here)));
    put(TypeAndWordAfter, mix(type_of(here), lower(after)));
    put(SecondWordBeforeAndShape, mix(lower(second_before), shape(here)));
    put(ShapeAndSecondWordAfter, mix(shape(here), lower(second_after)));
}
