//! Short names of newspapers: in an article that names the Lindhaven Times, “the Times” is that
//! newspaper, and so is the first word of “a Times article”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashSet;

use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names, is_free};
use crate::language::Language;
use pullquote_article::Span;

/// Adds each word for a newspaper that ends the longer name of an organization in the article, has an
/// article before it and a capital, and is in no name.
pub(super) fn add_short_names(text: &str, language: &Language, names: &mut Vec<Name>) {
    let papers = &language.organizations.newspapers;
    let long = names.iter().filter(|name| name.kind == EntityKind::Organization);
    let last = |name: &Name| name.span.of(text).rsplit_once(' ').map(|(_, last)| last);
    let known: HashSet<&str> = long.filter_map(last).filter(|word| papers.contains_any_case(word)).collect();
    if known.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let (mut start, mut before) = (0, "");
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let span = Span::new(start, start + word.len());
        start += piece.len();
        let article = language.noun_phrases.articles.contains_any_case(before);
        let goes_on =
            piece.ends_with(' ') && text.get(start..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
        if article && known.contains(word) && !goes_on && is_free(names, span) {
            found.push(Name { span, kind: EntityKind::Organization });
        }
        before = if piece.ends_with(' ') { word } else { "" };
    }
    add_names(names, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;

    fn found(text: &str, names: &[(&str, EntityKind)]) -> Vec<String> {
        let mut names = names_in(text, names);
        add_short_names(text, Language::english(), &mut names);
        names.iter().map(|name| name.span.of(text).to_owned()).collect()
    }

    #[test]
    fn the_last_word_of_a_newspaper_is_its_short_name() {
        let text = "The Lindhaven Times closed. Ada read it in the Times. A Times article, the Times Square, the \
            times, a post. Times are hard.";
        let names = [("Lindhaven Times", EntityKind::Organization)];
        assert_eq!(found(text, &names), ["Lindhaven Times", "Times", "Times"]);
        assert_eq!(
            found("The Harbour Club met. The Club closed.", &[("Harbour Club", EntityKind::Organization)]),
            ["Harbour Club"]
        );
        assert_eq!(found("The Times said so.", &[]), Vec::<String>::new());
    }
}
