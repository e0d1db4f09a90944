//! Languages have the name of the people who speak them: all places of “Norsian”
//! are a group where the article has “the Norsian language”. The training
//! articles mark them so.

use std::collections::HashSet;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::lexicon::Lists;

/// Makes single words before “language” a group in the whole article, except for
/// those that the gazetteer knows as places.
pub(super) fn group_languages(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, word_tables, .. } = *context;
    let spoken = |name: &&Name| {
        let next = name.word_after(text);
        let word = name.span.of(text);
        let alone = !word.contains(char::is_whitespace);
        alone
            && next.is_some_and(|next| language.places.speech.contains(next))
            && !word_tables.lists(&word.to_lowercase()).meets(Lists::PLACES)
    };
    let languages: HashSet<&str> = names.iter().filter(spoken).map(|name| name.span.of(text)).collect();
    for name in names.iter_mut().filter(|name| languages.contains(name.span.of(text))) {
        name.kind = EntityKind::Group;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;
    use EntityKind::{Group, Person, Place};

    #[test]
    fn a_word_before_language_is_a_group_everywhere_unless_it_is_a_place() {
        let text = "The Velsi language is old. Poems in Velsi are sung. The Orsten language bill failed in Orsten. Ada Okafor left.";
        let names = [("Velsi", Place), ("Velsi", Person), ("Orsten", Place), ("Orsten", Place), ("Ada Okafor", Person)];
        let found = repaired(group_languages, text, &names, &[("orsten", Lists::REGION)]);
        let kinds: Vec<EntityKind> = found.into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(kinds, [Group, Group, Place, Place, Person]);
    }
}
