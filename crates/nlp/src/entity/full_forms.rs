//! The full names of an article that each name may be short for or a misspelling of.
//!
//! These rules are English grammar; see [`crate::language`].

use std::cmp::Reverse;
use std::collections::HashMap;

use super::name_form::NameForm;
use crate::analysis::EntityKind;
use crate::language::Language;

/// The most full forms that a form is compared with: more than the bearers of one
/// family name in any article. Of more, only the first in the article are considered,
/// so that the time is linear in the number of forms.
const MOST_BEARERS: usize = 100;

/// How many of the first forms of an article a family name may be a misspelling of, so that the time is
/// linear in the number of forms.
const MOST_COMPARED: usize = 200;

/// A company that is named before and this many times as often as a longer name with its word is
/// not short for that: it is the owner of “Halvard Community Hub”.
const OWN_NAME: usize = 4;

/// The full forms that each form of an article may be short for. Forms are numbered in the order in which
/// the article has them first.
pub(super) struct FullForms<'f> {
    language: &'f Language,
    distinct: Vec<&'f NameForm>,
    number: HashMap<&'f NameForm, usize>,
    /// The forms with each of [`NameForm::keys`].
    by_key: HashMap<(EntityKind, String), Vec<usize>>,
    /// For each form, the full forms; none if they have not been looked for.
    full: Vec<Vec<usize>>,
    /// How often the article has each form.
    times: Vec<usize>,
}

impl<'f> FullForms<'f> {
    pub(super) fn of(language: &'f Language, forms: &'f [NameForm]) -> Self {
        let mut index = Self {
            language,
            distinct: Vec::new(),
            number: HashMap::new(),
            by_key: HashMap::new(),
            full: Vec::new(),
            times: Vec::new(),
        };
        for form in forms {
            let next = index.distinct.len();
            let number = *index.number.entry(form).or_insert(next);
            if number == next {
                index.distinct.push(form);
                index.times.push(0);
            }
            index.times.iter_mut().skip(number).take(1).for_each(|times| *times += 1);
        }
        for (i, form) in index.distinct.iter().enumerate() {
            for key in form.keys(language) {
                index.by_key.entry((form.kind(), key)).or_default().push(i);
            }
        }
        // Fuller forms first, so that their own full forms are known when a short form needs them.
        let mut order: Vec<usize> = (0..index.distinct.len()).collect();
        order.sort_by_key(|&i| Reverse(index.distinct.get(i).map(|form| form.fullness())));
        index.full = vec![Vec::new(); index.distinct.len()];
        for i in order {
            let found = index.find(i);
            if let Some(slot) = index.full.get_mut(i) {
                *slot = found;
            }
        }
        index
    }

    /// The number of a form.
    pub(super) fn number(&self, form: &NameForm) -> Option<usize> {
        self.number.get(form).copied()
    }

    /// The full forms that a form may be short for; itself if there is none.
    pub(super) fn full_forms(&self, form: &NameForm) -> &[usize] {
        self.number.get(form).and_then(|&i| self.full.get(i)).map_or(&[], Vec::as_slice)
    }

    /// The full forms of form `i`, if they have been looked for.
    fn known_full_forms(&self, i: usize) -> Option<&[usize]> {
        self.full.get(i).map(Vec::as_slice).filter(|full| !full.is_empty())
    }

    /// Whether a short form of one word is an organization of its own beside a fuller one.
    fn owns(&self, short: usize, full: usize) -> bool {
        let times = |i: usize| self.times.get(i).copied().unwrap_or(0);
        self.distinct.get(short).is_some_and(|form| form.is_spelt_organization() && form.is_one_word())
            && short < full
            && times(short) >= OWN_NAME * times(full)
    }

    /// The person named before with a family name that a form misspells: Ann Hollingsworth for
    /// “Hollingsworh”. Empty if there are several.
    fn misspelt(&self, i: usize, form: &NameForm) -> Vec<usize> {
        let people = self.distinct.iter().take(i.min(MOST_COMPARED)).enumerate();
        let near = people.filter(|(_, full)| form.misspells_family_of(full));
        let found: Vec<usize> = near.map(|(at, _)| at).take(2).collect();
        if let [only] = found[..] {
            self.known_full_forms(only).map_or(vec![only], <[usize]>::to_vec)
        } else {
            Vec::new()
        }
    }

    /// Looks for the full forms of form `i`.
    fn find(&self, i: usize) -> Vec<usize> {
        let Some(&form) = self.distinct.get(i) else { return vec![i] };
        let mut found: Vec<usize> = Vec::new();
        for key in form.keys_of_fuller(self.language) {
            for &other in self.by_key.get(&(form.kind(), key)).into_iter().flatten().take(MOST_BEARERS) {
                let Some(&full) = self.distinct.get(other) else { continue };
                if other == i || !form.shortens(self.language, full) || self.owns(i, other) {
                    continue;
                }
                let fuller = self.known_full_forms(other);
                if full.word_count() == form.word_count() && fuller.is_none() {
                    continue;
                }
                let fuller = fuller.unwrap_or(std::slice::from_ref(&other));
                found.extend(fuller.iter().filter(|&&h| h != i));
            }
            if !found.is_empty() {
                break;
            }
        }
        if found.is_empty() {
            found = self.misspelt(i, form);
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_BEARERS);
        let unique_only = form.is_spelt_organization();
        if found.is_empty() || (unique_only && found.len() > 1) { vec![i] } else { found }
    }
}
