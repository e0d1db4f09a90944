//! Names of several words that the gazetteer knows as a place and as nothing else: “Oval
//! Office” is not an organization.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::lexicon::Lists;

/// The lists of places.
const PLACES: Lists =
    Lists(Lists::COUNTRY.0 | Lists::REGION.0 | Lists::BIG_CITY.0 | Lists::CITY.0 | Lists::TOWN.0 | Lists::VILLAGE.0);

/// Makes organizations that only the lists of places have places.
pub(super) fn correct_places(context: &Context<'_>, names: &mut [Name]) {
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Organization) {
        let words = name.span.of(context.text);
        let lists = context.lexicon.lists(&words.to_lowercase());
        if words.contains(' ') && lists.meets(PLACES) && lists.0 & !PLACES.0 == 0 {
            name.kind = EntityKind::Place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use crate::lexicon::{Clusters, WordTables, lower_key, write_gazetteer};
    use EntityKind::{Organization, Place};

    #[test]
    fn an_organization_that_is_listed_as_a_place_only_is_one() {
        let text = "The Round Office, Orsten and Linden Bank.";
        let mut names =
            names_in(text, &[("Round Office", Organization), ("Orsten", Organization), ("Linden Bank", Organization)]);
        let mut both = Lists::REGION;
        both.insert(Lists::NAMED_ORGANIZATION);
        let listed = [("round office", Lists::REGION), ("orsten", Lists::REGION), ("linden bank", both)];
        let gazetteer = write_gazetteer(listed.map(|(name, lists)| (lower_key(name), lists)).to_vec());
        let lexicon = WordTables::open(Clusters::write(&[], Vec::new()), gazetteer).expect("two tables");
        correct_places(&Context::english(text, &lexicon), &mut names);
        assert_eq!(names.iter().map(|name| name.kind).collect::<Vec<_>>(), [Place, Organization, Organization]);
    }
}
