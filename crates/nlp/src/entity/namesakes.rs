//! Two people with one name: father and son, or the first and the second.
//!
//! An article gives a person's name whole at first, and leaves out “Jr.” later. So a name with
//! “Jr.” is the same person as the name without it, unless the plain name comes first: then the
//! article, or another one in the same text, has named the father. The headline does not count,
//! as it leaves out such words.

use std::collections::{HashMap, HashSet};

use super::name::Name;
use super::name_form::NameForm;

/// Marks the forms that belong to somebody who shares a name with a person named before.
/// `forms` are those of `names`, in the same order.
pub(super) fn mark(text: &str, names: &[Name], forms: &mut [NameForm]) {
    let headline = text.find("\n\n").unwrap_or(0);
    // For each full name, the suffix it has where it comes first.
    let mut first: HashMap<(String, String), Option<String>> = HashMap::new();
    // Family names with the suffixes of those who are somebody else.
    let mut namesakes: HashSet<(String, String)> = HashSet::new();
    for (name, form) in names.iter().zip(forms.iter()) {
        let Some((given, family)) = form.given_and_family() else { continue };
        let suffix = form.suffix().map(str::to_owned);
        if suffix.is_none() && name.span.start < headline {
            continue;
        }
        let before = first.entry((given.to_owned(), family.to_owned())).or_insert_with(|| suffix.clone());
        if let Some(suffix) = suffix.filter(|suffix| before.as_ref() != Some(suffix)) {
            namesakes.insert((family.to_owned(), suffix));
        }
    }
    if namesakes.is_empty() {
        return;
    }
    for form in forms {
        let key = form.family().zip(form.suffix()).map(|(family, suffix)| (family.to_owned(), suffix.to_owned()));
        if key.is_some_and(|key| namesakes.contains(&key)) {
            form.mark_as_namesake();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::EntityKind;
    use crate::entity::name::names_in;
    use crate::entity::table::EntityTable;
    use crate::language::Language;
    use pullquote_article::text::token::tokenize;

    /// The names of the entities that `names`, which `text` has in this order, become.
    fn entities(text: &str, names: &[&str]) -> Vec<String> {
        let names: Vec<_> = names.iter().map(|name| (*name, EntityKind::Person)).collect();
        let names = names_in(text, &names);
        let table = EntityTable::join(Language::english(), text, &tokenize(text), &names);
        let (entities, mentions) = table.finish();
        mentions.iter().map(|m| entities[m.entity.0].name.clone()).collect()
    }

    #[test]
    fn the_son_is_not_the_father_who_was_named_before() {
        let text = "Bridge opens\n\nPresident Walter Brandt came. Brandt spoke.\n\nWalter Brandt Jr. sued. \
                    Brandt Jr. lost.\n\nPresident Brandt slept.";
        let names = ["Walter Brandt", "Brandt", "Walter Brandt Jr.", "Brandt Jr.", "Brandt"];
        let (father, son) = ("Walter Brandt", "Walter Brandt Jr.");
        assert_eq!(entities(text, &names), [father, father, son, son, father]);
    }

    #[test]
    fn a_name_that_has_its_suffix_first_is_one_person() {
        let text = "Walter Brandt wins\n\nWalter Brandt Jr. won. Walter Brandt sang. Brandt Jr. slept.";
        let names = ["Walter Brandt", "Walter Brandt Jr.", "Walter Brandt", "Brandt Jr."];
        assert_eq!(entities(text, &names), ["Walter Brandt Jr."; 4]);
    }

    #[test]
    fn the_elder_and_the_younger_are_two() {
        let text = "A race\n\nWalter Brandt Jr. ran. His father, Walter Brandt Sr., watched. Walter Brandt won.";
        let names = ["Walter Brandt Jr.", "Walter Brandt Sr.", "Walter Brandt"];
        assert_eq!(entities(text, &names), ["Walter Brandt Jr.", "Walter Brandt Sr.", "Walter Brandt Jr."]);
    }
}
