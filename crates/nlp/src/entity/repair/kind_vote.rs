//! One name is one thing: where the same words were taken for a place here and
//! for a person there, the majority decides.

use std::collections::HashMap;

use crate::analysis::EntityKind;
use crate::entity::name::Name;

/// Gives all names with the same words the kind that more than half of them have.
pub(super) fn vote(text: &str, names: &mut [Name]) {
    let mut counts: HashMap<&str, HashMap<EntityKind, usize>> = HashMap::new();
    for name in names.iter() {
        *counts.entry(name.span.of(text)).or_default().entry(name.kind).or_default() += 1;
    }
    counts.retain(|_, kinds| kinds.len() > 1);
    for name in names {
        let Some(kinds) = counts.get(name.span.of(text)) else { continue };
        let all: usize = kinds.values().sum();
        if let Some((kind, _)) = kinds.iter().find(|(_, count)| **count > all / 2) {
            name.kind = *kind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use EntityKind::{Organization, Person, Place};

    #[test]
    fn the_same_words_are_what_most_of_them_are() {
        let text = "Velland waits. Velland, Velland! Orsten left Orsten; Halvard left.";
        let names = [
            ("Velland", Place),
            ("Velland", Person),
            ("Velland", Place),
            ("Orsten", Person),
            ("Orsten", Place),
            ("Halvard", Organization),
        ];
        let mut names = names_in(text, &names);
        vote(text, &mut names);
        let kinds: Vec<EntityKind> = names.into_iter().map(|name| name.kind).collect();
        assert_eq!(kinds, [Place, Place, Place, Person, Place, Organization], "one of two is no majority");
    }
}
