//! Abbreviations that the article introduces: after “the Norsian Oarsmen’s Guild (NOG)”,
//! every “NOG” is a name of the same kind.

use std::collections::HashMap;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_everywhere};
use crate::language::Language;
use pullquote_article::Span;

/// The lengths of an abbreviation, in bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=8;

/// How many abbreviations of an article are looked for, so that time stays linear in the
/// length of the text.
const MOST: usize = 50;

/// Gives each introduced abbreviation the kind of the name before it, and adds the places
/// where it was not found.
pub(super) fn add_abbreviations(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    let mut kinds: HashMap<&str, EntityKind> = HashMap::new();
    for name in names.iter() {
        let may_be_short = !matches!(name.kind, EntityKind::Person | EntityKind::Date | EntityKind::Money);
        if let Some(short) = introduced(text, name.span).filter(|_| may_be_short)
            && kinds.len() < MOST
            && is_short_for(short, name.span.of(text), language)
        {
            kinds.entry(short).or_insert(name.kind);
        }
    }
    if kinds.is_empty() {
        return;
    }
    for name in names.iter_mut() {
        if let Some(kind) = kinds.get(name.span.of(text)) {
            name.kind = *kind;
        }
    }
    add_everywhere(text, names, kinds);
}

/// The abbreviation in brackets after a name.
fn introduced(text: &str, name: Span) -> Option<&str> {
    let rest = text.get(name.end..)?.strip_prefix(" (")?;
    let short = rest.get(..rest.find([')', ',', ';', ' '])?)?;
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let fits = LENGTHS.contains(&short.len())
        && short.starts_with(char::is_uppercase)
        && short.chars().all(|c| c.is_alphanumeric() || c == '-')
        && 2 * capitals > short.chars().count();
    fits.then_some(short)
}

/// Whether the capitals of an abbreviation are the first letters of the words of a name, in
/// their order: a word may be left out if it is small, and one letter may be missing.
fn is_short_for(short: &str, name: &str, language: &Language) -> bool {
    let words = name.split([' ', '-']).filter(|word| !language.particles.left_out.contains(&word.to_lowercase()));
    let mut first = words.filter_map(|word| word.chars().next()).map(|c| c.to_ascii_uppercase());
    let letters: Vec<char> = short.chars().filter(|c| c.is_uppercase()).collect();
    let matched = letters.iter().filter(|&&letter| first.by_ref().any(|c| c == letter)).count();
    name.contains([' ', '-']) && matched + 1 >= letters.len() && matched > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;
    use EntityKind::{Misc, Organization, Person, Place};

    #[test]
    fn an_abbreviation_is_of_the_kind_of_its_long_form_wherever_it_is() {
        let text = "The Norsian Oarsmen’s Guild (NOG) met. NOG left. NOGs, a NOG-led vote. \
            The Treaty of Orsten Harbour (TOH) ended; Ann Lee (ABBA) and Lindhaven Port (XQ) stayed.";
        let names = [
            ("Norsian Oarsmen’s Guild", Organization),
            ("NOG", Place),
            ("Treaty of Orsten Harbour", Misc),
            ("Ann Lee", Person),
            ("Lindhaven Port", Place),
            ("XQ", Organization),
        ];
        let found = repaired(add_abbreviations, text, &names, &[]);
        let expected = [
            ("Norsian Oarsmen’s Guild", Organization),
            ("NOG", Organization),
            ("NOG", Organization),
            ("NOG", Organization),
            ("Treaty of Orsten Harbour", Misc),
            ("TOH", Misc),
            ("Ann Lee", Person),
            ("Lindhaven Port", Place),
            ("XQ", Organization),
        ];
        assert_eq!(found, expected);
    }
}
