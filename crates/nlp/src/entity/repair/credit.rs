//! Credits of photographs that cleaning left in the text: in “ANN LEE/EPA/Shutterstock” nobody is
//! named whom the article is about.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use crate::language::Language;

/// Removes the names of persons before a slash and an agency.
pub(super) fn remove(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    names.retain(|name| {
        let words = name.span.of(text);
        let after = words.split_once('/').map(|(_, after)| after);
        let after = after.or_else(|| text.get(name.span.end..)?.strip_prefix('/'));
        let named = words.split('/').next().is_some_and(|name| name.contains(' '));
        !(name.kind == EntityKind::Person && named && after.is_some_and(|after| is_agency(language, after)))
    });
}

/// Whether a text begins with the name of an agency: “AFP”, “Getty Images”.
fn is_agency(language: &Language, text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let capitals = word.len() > 1 && word.chars().all(char::is_uppercase);
    capitals || language.organizations.photo_agencies.contains(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::Person;

    #[test]
    fn a_photographer_is_nobody_of_the_article() {
        let text = "ANN LEE/EPA-EFE/Shutterstock. Bo Ek/Getty Images. Cora Moen/Dan Hale ticket. Cora Moen spoke.";
        let named = [
            ("ANN LEE/EPA-EFE/Shutterstock", Person),
            ("Bo Ek", Person),
            ("Cora Moen", Person),
            ("Dan Hale", Person),
            ("Cora Moen", Person),
        ];
        let found = repaired_words(remove, text, &named, &[]);
        assert_eq!(found, ["Cora Moen", "Dan Hale", "Cora Moen"]);
    }
}
