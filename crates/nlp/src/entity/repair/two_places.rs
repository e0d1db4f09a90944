//! Two places with a hyphen between them: “the Norsia-Velland border”.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::lexicon::Lists;
use pullquote_article::Span;

/// Lists of places that can have a border or relations with each other.
const LANDS: Lists = Lists(Lists::COUNTRY.0 | Lists::REGION.0 | Lists::BIG_CITY.0);

/// Splits a place at its hyphen, if a word for what two places share follows, and
/// if the gazetteer knows each half and not the whole, as it knows Guinea-Bissau.
pub(super) fn split(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, word_tables, .. } = *context;
    let listed = |word: &str| {
        let exact = word.chars().all(char::is_uppercase) && word_tables.lists(word).meets(LANDS);
        exact || word_tables.lists(&word.to_lowercase()).meets(LANDS)
    };
    let halves = |name: Name| {
        let whole = name.span.of(text);
        let (first, second) = whole.split_once(['-', '–']).filter(|_| name.kind == EntityKind::Place)?;
        let two = language.places.between.contains(name.word_after(text)?)
            && listed(first)
            && listed(second)
            && !listed(whole)
            && !listed(&whole.replace(['-', '–'], " "));
        let second = Span::new(name.span.end - second.len(), name.span.end);
        let first = Span::new(name.span.start, name.span.start + first.len());
        two.then(|| [first, second].map(|span| Name { span, ..name }))
    };
    let one_or_two = |&name: &Name| halves(name).map_or([Some(name), None], |two| two.map(Some));
    *names = names.iter().flat_map(one_or_two).flatten().collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::{Person, Place};

    #[test]
    fn two_listed_places_are_split_and_one_is_not() {
        let text = "The Norsia-NVL border, the Velsa-Orsten war, the Norsia-Velsa deal, the Velsa-Norsia talks, the NVL-Velsa bus";
        let names = [
            ("Norsia-NVL", Place),
            ("Velsa-Orsten", Place),
            ("Norsia-Velsa", Place),
            ("Velsa-Norsia", Person),
            ("NVL-Velsa", Place),
        ];
        let listed = ["norsia", "NVL", "velsa", "norsia velsa"].map(|word| (word, Lists::REGION));
        let found = repaired_words(split, text, &names, &listed);
        assert_eq!(found, ["Norsia", "NVL", "Velsa-Orsten", "Norsia-Velsa", "Velsa-Norsia", "NVL-Velsa"]);
    }
}
