//! Two places joined by a hyphen are two: “the Norsia-Velland border”.

use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::lexicon::{Lists, WordTables};
use pullquote_article::text::span::Span;

/// Lists whose places lie beside each other as a whole.
const LANDS: Lists = Lists(Lists::COUNTRY.0 | Lists::REGION.0 | Lists::BIG_CITY.0);

/// What lies between two, or happens there.
const BETWEEN: &[&str] = &[
    "border",
    "borders",
    "clashes",
    "conflict",
    "corridor",
    "crossing",
    "deal",
    "dispute",
    "frontier",
    "highway",
    "pact",
    "relations",
    "relationship",
    "rivalry",
    "route",
    "summit",
    "talks",
    "tensions",
    "ties",
    "trade",
    "treaty",
    "war",
];

/// Parts places that are joined by a hyphen before a word for what is between
/// them, where the gazetteer knows each of the two and not both together, as it
/// knows Guinea-Bissau.
pub(crate) fn part(text: &str, lexicon: &WordTables, names: &mut Vec<Name>) {
    let listed = |word: &str| {
        let exact = word.chars().all(char::is_uppercase) && lexicon.lists(word).meets(LANDS);
        exact || lexicon.lists(&word.to_lowercase()).meets(LANDS)
    };
    let parted = |name: Name| {
        let whole = name.span.of(text);
        let (first, second) = whole.split_once(['-', '–']).filter(|_| name.kind == EntityKind::Place)?;
        let two = BETWEEN.contains(&name.word_behind(text)?)
            && listed(first)
            && listed(second)
            && !listed(whole)
            && !listed(&whole.replace(['-', '–'], " "));
        let second = Span::new(name.span.end - second.len(), name.span.end);
        let first = Span::new(name.span.start, name.span.start + first.len());
        two.then(|| [first, second].map(|span| Name { span, ..name }))
    };
    let one_or_two = |&name: &Name| parted(name).map_or([Some(name), None], |two| two.map(Some));
    *names = names.iter().flat_map(one_or_two).flatten().collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use crate::lexicon::{Clusters, lower_key, write_gazetteer};
    use EntityKind::{Person, Place};

    #[test]
    fn two_listed_places_are_parted_and_one_is_not() {
        let text = "The Norsia-NVL border, the Velsa-Orsten war, the Norsia-Velsa deal, the Velsa-Norsia talks, the NVL-Velsa bus";
        let names = [
            ("Norsia-NVL", Place),
            ("Velsa-Orsten", Place),
            ("Norsia-Velsa", Place),
            ("Velsa-Norsia", Person),
            ("NVL-Velsa", Place),
        ];
        let mut names = names_in(text, &names);
        let clusters = Clusters::write(&[], Vec::new());
        let listed = ["norsia", "NVL", "velsa", "norsia velsa"].map(|word| (lower_key(word), Lists::REGION));
        let gazetteer = write_gazetteer(listed.to_vec());
        part(text, &WordTables::open(clusters, gazetteer).expect("two tables"), &mut names);
        let found: Vec<&str> = names.iter().map(|name| name.span.of(text)).collect();
        assert_eq!(found, ["Norsia", "NVL", "Velsa-Orsten", "Norsia-Velsa", "Velsa-Norsia", "NVL-Velsa"]);
    }
}
