//! Phrases of an article that the gazetteer lists.

use super::NameFeatures;
use crate::lexicon::{Lists, WordTables};

/// The longest phrase that is looked up in the gazetteer, in pieces.
const LONGEST_PHRASE: usize = 6;

/// The lists whose phrases are looked for, by group. The order is part of the
/// model files.
const GROUPS: [Lists; 8] = [
    Lists::COUNTRY,
    Lists(Lists::BIG_CITY.0 | Lists::CITY.0 | Lists::TOWN.0 | Lists::VILLAGE.0),
    Lists::REGION,
    Lists::GROUP,
    Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0),
    Lists::EVENT,
    Lists::PRODUCT,
    Lists::KNOWN_PERSON,
];

/// For each group of lists, the place of a piece in a phrase that the group
/// holds: 0 for no phrase, 1 at its beginning, 2 inside, 3 at its end.
pub(super) type PhrasePlaces = [u8; GROUPS.len()];

impl NameFeatures<'_> {
    /// Marks every piece of a phrase of two pieces or more that the gazetteer
    /// lists.
    pub(super) fn find_phrases(&mut self, tables: &WordTables) {
        let mut phrase = String::new();
        for sentence in &self.sentences {
            for start in sentence.start..sentence.end {
                if !self.forms.at(start).is_some_and(|f| f.capital) {
                    continue;
                }
                phrase.clear();
                for end in start + 1..=(start + LONGEST_PHRASE).min(sentence.end) {
                    let (Some(form), Some(piece)) = (self.forms.at(end - 1), self.pieces.get(end - 1)) else { break };
                    if end > start + 1 && !piece.glued {
                        phrase.push(' ');
                    }
                    phrase.push_str(&form.lower);
                    if end == start + 1 {
                        continue;
                    }
                    let lists = tables.lists(&phrase);
                    for (group, listed) in GROUPS.into_iter().enumerate() {
                        if lists.meets(listed) {
                            mark(&mut self.phrases, start, end, group);
                        }
                    }
                }
            }
        }
    }
}

/// Marks the pieces `start` to `end` as a phrase of a group of lists.
fn mark(phrases: &mut [PhrasePlaces], start: usize, end: usize, group: usize) {
    let last = end - start - 1;
    for (i, places) in phrases.get_mut(start..end).into_iter().flatten().enumerate() {
        if let Some(place) = places.get_mut(group) {
            *place = match i {
                0 => 1,
                _ if i == last => 3,
                _ => 2,
            };
        }
    }
}
