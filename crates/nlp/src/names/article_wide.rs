//! Agreement between the mentions of a name: what is clear in one sentence helps
//! in others.

use std::collections::HashMap;

use crate::analysis::EntityKind;
use crate::lexicon::{Lists, WordTables};
use crate::names::features::NameFeatures;
use pullquote_article::Span;

/// The lists of people's names. A word in none of them is hardly a person.
const PEOPLE: Lists = Lists(Lists::GIVEN.0 | Lists::FAMILY.0);
/// The lists of places and organizations, which are sometimes taken for people.
const PLACES_AND_ORGANIZATIONS: Lists =
    Lists(Lists::COUNTRY.0 | Lists::BIG_CITY.0 | Lists::CITY.0 | Lists::REGION.0 | Lists::NAMED_ORGANIZATION.0);

/// Gives all names with the same spelling one kind, if three quarters of them or
/// more already have it. Otherwise, a name that was taken for a person gets
/// another kind that the same spelling has in the article, if its words are
/// listed as a place or an organization and not as a name of people.
pub(crate) fn unify_kinds(text: &str, names: &mut [(Span, EntityKind)], tables: &WordTables) {
    let mut kinds: HashMap<&str, Vec<(EntityKind, usize)>> = HashMap::new();
    for (name, kind) in names.iter() {
        let counts = kinds.entry(name.of(text)).or_default();
        match counts.iter_mut().find(|(other, _)| other == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((*kind, 1)),
        }
    }
    kinds.retain(|_, counts| counts.len() > 1);
    for (name, kind) in names {
        let Some(counts) = kinds.get(name.of(text)) else { continue };
        let all: usize = counts.iter().map(|(_, count)| count).sum();
        let most = counts.iter().find(|(_, count)| 4 * count >= 3 * all);
        let not_a_person = || {
            let lists = tables.lists(&name.of(text).to_lowercase());
            let listed = *kind == EntityKind::Person && lists.meets(PLACES_AND_ORGANIZATIONS) && !lists.meets(PEOPLE);
            counts.iter().filter(|(kind, _)| listed && *kind != EntityKind::Person).max_by_key(|(_, count)| *count)
        };
        if let Some((agreed, _)) = most.or_else(not_a_person) {
            *kind = *agreed;
        }
    }
}

/// The largest number of pieces of a name that is looked for in a headline.
const LONGEST: usize = 6;

/// Finds names that the article spells out elsewhere in text that is in capitals:
/// whole sentences such as headlines, and runs of two words or more in other
/// sentences. They replace names that were found there before and overlap them.
pub(crate) fn find_in_headlines(text: &str, features: &NameFeatures<'_>, names: &mut Vec<(Span, EntityKind)>) {
    let pieces = features.pieces();
    let extent = |from: usize, to: usize| {
        Some(Span::new(pieces.get(from)?.span.start, pieces.get(to.checked_sub(1)?)?.span.end))
    };
    let (headlines, others): (Vec<_>, Vec<_>) =
        features.sentences().into_iter().enumerate().partition(|(i, _)| features.is_all_capitals(*i));
    let headlines: Vec<Span> = headlines.into_iter().map(|(_, sentence)| sentence).collect();
    let runs: Vec<Span> = others.into_iter().flat_map(|(_, sentence)| runs_of_capitals(features, sentence)).collect();
    if headlines.is_empty() && runs.is_empty() {
        return;
    }
    let lines: Vec<Span> = headlines.iter().filter_map(|s| extent(s.start, s.end)).collect();
    let inside = |name: Span| lines.get(lines.partition_point(|l| l.end <= name.start)).is_some_and(|l| l.covers(name));
    let known: HashMap<String, EntityKind> = names
        .iter()
        .filter(|(name, _)| !inside(*name))
        .map(|(name, kind)| (name.of(text).to_lowercase(), *kind))
        .collect();
    let look = |from: usize, to: usize| {
        let span = extent(from, to)?;
        Some((span, *known.get(&span.of(text).to_lowercase())?))
    };
    let mut found: Vec<(Span, EntityKind)> = Vec::new();
    let places = headlines.into_iter().map(|s| (s, 1)).chain(runs.into_iter().map(|run| (run, 2)));
    for (line, least) in places {
        let mut i = line.start;
        while i < line.end {
            let ends = (i + least..=(i + LONGEST).min(line.end)).rev();
            let longest = ends.into_iter().find_map(|end| Some((end, look(i, end)?)));
            found.extend(longest.map(|(_, name)| name));
            i = longest.map_or(i + 1, |(end, _)| end);
        }
    }
    found.sort_by_key(|(name, _)| name.start);
    let replaced = |name: Span| {
        let next = found.partition_point(|(other, _)| other.end <= name.start);
        found.get(next).is_some_and(|(other, _)| other.overlaps(name))
    };
    names.retain(|(name, _)| !replaced(*name));
    names.extend(found);
    names.sort_by_key(|(name, _)| name.start);
}

/// The runs of two words or more in capitals in a sentence, as pieces.
fn runs_of_capitals(features: &NameFeatures<'_>, sentence: Span) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for i in sentence.start..sentence.end {
        if features.forms.at(i).is_some_and(|form| form.all_capitals) {
            match runs.last_mut() {
                Some(run) if run.end == i => run.end = i + 1,
                _ => runs.push(Span::new(i, i + 1)),
            }
        }
    }
    runs.retain(|run| run.end - run.start > 1);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Clusters, word_key, write_gazetteer};

    #[test]
    fn a_name_of_one_kind_in_most_places_is_of_that_kind_in_all() {
        let text = "US US US US NWX NWX";
        let kinds = [EntityKind::Place, EntityKind::Place, EntityKind::Organization, EntityKind::Place];
        let mut names: Vec<_> = (0..4).map(|i| (Span::new(3 * i, 3 * i + 2), kinds[i])).collect();
        names.push((Span::new(12, 15), EntityKind::Person));
        names.push((Span::new(16, 19), EntityKind::Place));
        unify_kinds(text, &mut names, &WordTables::default());
        assert!(names[..4].iter().all(|(_, kind)| *kind == EntityKind::Place));
        assert_eq!([names[4].1, names[5].1], [EntityKind::Person, EntityKind::Place]);
    }

    #[test]
    fn a_listed_place_is_not_a_person_unless_people_have_that_name_too() {
        let place = Lists::REGION;
        let mut name = place;
        name.insert(Lists::FAMILY);
        let gazetteer = write_gazetteer(vec![(word_key("lindhaven"), place), (word_key("tully"), name)]);
        let clusters = Clusters::write(&[], Vec::new());
        let tables = WordTables::open(clusters, gazetteer).expect("two tables");
        let text = "Lindhaven Lindhaven Tully Tully";
        let spans = [Span::new(0, 9), Span::new(10, 19), Span::new(20, 25), Span::new(26, 31)];
        let kinds = [EntityKind::Person, EntityKind::Place, EntityKind::Person, EntityKind::Place];
        let mut names: Vec<_> = spans.into_iter().zip(kinds).collect();
        unify_kinds(text, &mut names, &tables);
        let kinds: Vec<EntityKind> = names.into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(kinds, [EntityKind::Place, EntityKind::Place, EntityKind::Person, EntityKind::Place]);
    }
}
