//! Names of several words that the gazetteer knows as a place and as nothing else: “Oval
//! Office” is not an organization.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::lexicon::Lists;

/// Makes organizations that only the lists of places have places.
pub(super) fn correct_places(context: &Context<'_>, names: &mut Vec<Name>) {
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Organization) {
        let words = name.span.of(context.text);
        let lists = context.word_tables.lists(&words.to_lowercase());
        if words.contains(' ') && lists.meets(Lists::PLACES) && lists.0 & !Lists::PLACES.0 == 0 {
            name.kind = EntityKind::Place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;
    use EntityKind::{Organization, Place};

    #[test]
    fn an_organization_that_is_listed_as_a_place_only_is_one() {
        let text = "The Round Office, Orsten and Linden Bank.";
        let names = [("Round Office", Organization), ("Orsten", Organization), ("Linden Bank", Organization)];
        let mut both = Lists::REGION;
        both.insert(Lists::NAMED_ORGANIZATION);
        let listed = [("round office", Lists::REGION), ("orsten", Lists::REGION), ("linden bank", both)];
        let found = repaired(correct_places, text, &names, &listed);
        assert_eq!(found.into_iter().map(|(_, kind)| kind).collect::<Vec<_>>(), [Place, Organization, Organization]);
    }
}
