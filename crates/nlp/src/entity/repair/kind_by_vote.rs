//! One name is one thing: where the same words were taken for a place here and
//! for a person there, the majority decides.

use std::collections::HashMap;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;

/// The fewest places of a name at which the first one decides if there is no majority.
const SEVERAL: usize = 4;

/// Gives all names with the same words the kind that more than half of them have. If no kind
/// has that, and the name is used several times, the kind of the first one.
pub(super) fn vote(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    // The kind of the first place of each name, and the number of places with each kind.
    let mut counts: HashMap<&str, (EntityKind, HashMap<EntityKind, usize>)> = HashMap::new();
    for name in names.iter() {
        let (_, kinds) = counts.entry(name.span.of(text)).or_insert((name.kind, HashMap::new()));
        *kinds.entry(name.kind).or_default() += 1;
    }
    let elected = counts.into_iter().filter_map(|(words, (first, kinds))| {
        let all: usize = kinds.values().sum();
        let majority = kinds.iter().find(|(_, count)| 2 * **count > all).map(|(kind, _)| *kind);
        Some((words, majority.or((all >= SEVERAL).then_some(first))?))
    });
    let elected: HashMap<&str, EntityKind> = elected.collect();
    for name in names {
        name.kind = elected.get(name.span.of(text)).copied().unwrap_or(name.kind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;
    use EntityKind::{Organization, Person, Place};

    #[test]
    fn the_same_words_are_what_most_of_them_are() {
        let text = "Velland waits. Velland, Velland! Orsten left Orsten; Halvard left. Ek, Ek, Ek, Ek.";
        let names = [
            ("Velland", Place),
            ("Velland", Person),
            ("Velland", Place),
            ("Orsten", Person),
            ("Orsten", Place),
            ("Halvard", Organization),
            ("Ek", Organization),
            ("Ek", Person),
            ("Ek", Person),
            ("Ek", Organization),
        ];
        let kinds: Vec<EntityKind> = repaired(vote, text, &names, &[]).into_iter().map(|(_, kind)| kind).collect();
        let expected = [Place, Place, Place, Person, Place, Organization];
        assert_eq!(kinds[..6], expected, "one of two is no majority");
        assert_eq!(kinds[6..], [Organization; 4], "of four, the first decides");
    }
}
