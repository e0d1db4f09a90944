//! Given names that share the family name of the next name: “Bill and Hillary
//! Hartmann”.
//!
//! These rules are English grammar; see [`crate::language`].

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names};
use pullquote_article::Span;

/// Adds such given names to `names`, which stay in order and disjoint.
pub(super) fn add_given_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    let mut found = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let words = name.span.of(text);
        if name.kind != EntityKind::Person || !words.contains(' ') || language.people.gender_of_name(words).is_none() {
            continue;
        }
        let Some(before) = text.get(..name.span.start) else { continue };
        let Some(before) = before.strip_suffix(" and ").or_else(|| before.strip_suffix(" & ")) else { continue };
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let free = i.checked_sub(1).and_then(|i| names.get(i)).is_none_or(|n| n.span.end <= before.len() - word.len());
        if free && word.starts_with(char::is_uppercase) && language.people.begins_name(word) {
            let span = Span::new(before.len() - word.len(), before.len());
            found.push(Name { span, kind: EntityKind::Person });
        }
    }
    add_names(names, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::{Organization, Person};

    #[test]
    fn a_given_name_before_another_with_its_family_name_is_a_name() {
        let text =
            "Bill and Hillary Hartmann came; Harbour and Susan Ek, Mark & Ann Lee Ltd and Mary and Ruth Moe left.";
        let names =
            [("Hillary Hartmann", Person), ("Susan Ek", Person), ("Ann Lee Ltd", Organization), ("Mary", Person)];
        let found = repaired_words(add_given_names, text, &[&names[..], &[("Ruth Moe", Person)]].concat(), &[]);
        assert_eq!(found, ["Bill", "Hillary Hartmann", "Susan Ek", "Ann Lee Ltd", "Mary", "Ruth Moe"]);
    }
}
