//! Family names that are common words: in an article about Peter White, “White agreed” at
//! the beginning of a sentence is his name.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashSet;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names, is_free, words};
use crate::language::word_class::Class;
use pullquote_article::text::token::APOSTROPHES;

/// Adds each word that is the last of the full name of a person before it in the article, is
/// in no name, and has a verb or “’s” after it.
pub(super) fn add_family_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let mut known: HashSet<&str> = HashSet::new();
    let mut full = names.iter().filter(|name| name.kind == EntityKind::Person).peekable();
    let mut found = Vec::new();
    for span in words(text) {
        while let Some(name) = full.next_if(|name| name.span.end <= span.start) {
            known.extend(family(name.span.of(text)));
        }
        if !known.contains(span.of(text)) {
            continue;
        }
        let mut rest = text.get(span.end..).unwrap_or_default().chars();
        let subject = match rest.next() {
            Some(' ') => is_verb(context, rest.as_str().split_whitespace().next().unwrap_or_default()),
            Some(mark) if APOSTROPHES.contains(&mark) => rest.as_str().starts_with("s "),
            _ => false,
        };
        if subject && is_free(names, span) {
            found.push(Name { span, kind: EntityKind::Person });
        }
    }
    add_names(names, found);
}

/// The family name in a full name, if it is one word with a capital.
fn family(name: &str) -> Option<&str> {
    let (_, last) = name.rsplit_once(' ')?;
    (last.len() > 2 && last.starts_with(char::is_uppercase) && last.chars().all(char::is_alphabetic)).then_some(last)
}

/// Whether a word in lower case is a verb in a form that is rarely a noun: “agreed”, “didn’t”.
fn is_verb(context: &Context<'_>, word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ':']);
    if word.ends_with("n’t") || word.ends_with("n't") {
        return true;
    }
    let class = context.language.word_class(word);
    word.starts_with(char::is_lowercase)
        && (matches!(class, Some(Class::Auxiliary | Class::Verb)) || context.cues.verb(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;

    fn found<'t>(text: &'t str, names: &[(&str, EntityKind)]) -> Vec<&'t str> {
        repaired_words(add_family_names, text, names, &[])
    }

    #[test]
    fn a_common_word_is_the_family_name_of_somebody_named_before() {
        let text = "White paint. Peter White came. White agreed. White didn’t stay. White’s car. White voters came.";
        let names = [("Peter White", EntityKind::Person)];
        assert_eq!(found(text, &names), ["Peter White", "White", "White", "White"]);
        assert_eq!(found("White agreed. Peter White left.", &names), ["Peter White"]);
        let place = [("Lake White", EntityKind::Place)];
        assert_eq!(found("Lake White froze. White agreed.", &place), ["Lake White"]);
    }
}
