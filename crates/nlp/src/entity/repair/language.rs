//! Languages have the name of the people who speak them: all places of “Norsian”
//! are a group where the article has “the Norsian language”. The training
//! articles mark them so.

use std::collections::HashSet;

use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::language::Language;
use crate::lexicon::{Lists, WordTables};

/// Lists of words that are places first: “the Orsten language bill” may be about
/// a place.
const PLACES: Lists =
    Lists(Lists::COUNTRY.0 | Lists::BIG_CITY.0 | Lists::CITY.0 | Lists::TOWN.0 | Lists::REGION.0 | Lists::VILLAGE.0);

/// Makes single words before “language” a group in the whole article, except for
/// those that the gazetteer knows as places.
pub(super) fn group_languages(text: &str, language: &Language, lexicon: &WordTables, names: &mut [Name]) {
    let spoken = |name: &&Name| {
        let next = name.word_after(text);
        let word = name.span.of(text);
        let alone = !word.contains(char::is_whitespace);
        alone
            && next.is_some_and(|next| language.places.speech.contains(next))
            && !lexicon.lists(&word.to_lowercase()).meets(PLACES)
    };
    let languages: HashSet<&str> = names.iter().filter(spoken).map(|name| name.span.of(text)).collect();
    for name in names.iter_mut().filter(|name| languages.contains(name.span.of(text))) {
        name.kind = EntityKind::Group;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use crate::lexicon::{Clusters, lower_key, write_gazetteer};
    use EntityKind::{Group, Person, Place};

    #[test]
    fn a_word_before_language_is_a_group_everywhere_unless_it_is_a_place() {
        let text = "The Velsi language is old. Poems in Velsi are sung. The Orsten language bill failed in Orsten. Ada Okafor left.";
        let names = [("Velsi", Place), ("Velsi", Person), ("Orsten", Place), ("Orsten", Place), ("Ada Okafor", Person)];
        let mut names = names_in(text, &names);
        let clusters = Clusters::write(&[], Vec::new());
        let gazetteer = write_gazetteer(vec![(lower_key("orsten"), Lists::REGION)]);
        group_languages(
            text,
            Language::english(),
            &WordTables::open(clusters, gazetteer).expect("two tables"),
            &mut names,
        );
        let kinds: Vec<EntityKind> = names.into_iter().map(|name| name.kind).collect();
        assert_eq!(kinds, [Group, Group, Place, Place, Person]);
    }
}
