//! Languages go by the name of those who speak them: “the Norsian language” and
//! all other places of “Norsian” are a group, as the training articles mark it.

use std::collections::HashSet;

use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::lexicon::{Lists, WordTables};

/// What stands directly behind the name of a language.
const SPEECH: &[&str] = &["dialect", "dialects", "language", "languages"];

/// Lists whose words are places first: “the Orsten language bill” may be of
/// Orsten.
const PLACES: Lists =
    Lists(Lists::COUNTRY.0 | Lists::BIG_CITY.0 | Lists::CITY.0 | Lists::TOWN.0 | Lists::REGION.0 | Lists::VILLAGE.0);

/// Makes the single words before “language” a group wherever they stand, but for
/// those that the gazetteer knows as places.
pub(super) fn settle(text: &str, lexicon: &WordTables, names: &mut [Name]) {
    let spoken = |name: &&Name| {
        let next = name.word_behind(text);
        let word = name.span.of(text);
        let alone = !word.contains(char::is_whitespace);
        alone && next.is_some_and(|next| SPEECH.contains(&next)) && !lexicon.lists(&word.to_lowercase()).meets(PLACES)
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
    fn what_stands_before_language_once_is_one_everywhere_unless_it_is_a_place() {
        let text = "The Velsi language is old. Poems in Velsi are sung. The Orsten language bill failed in Orsten. Ada Okafor left.";
        let names = [("Velsi", Place), ("Velsi", Person), ("Orsten", Place), ("Orsten", Place), ("Ada Okafor", Person)];
        let mut names = names_in(text, &names);
        let clusters = Clusters::write(&[], Vec::new());
        let gazetteer = write_gazetteer(vec![(lower_key("orsten"), Lists::REGION)]);
        settle(text, &WordTables::open(clusters, gazetteer).expect("two tables"), &mut names);
        let kinds: Vec<EntityKind> = names.into_iter().map(|name| name.kind).collect();
        assert_eq!(kinds, [Group, Group, Place, Place, Person]);
    }
}
