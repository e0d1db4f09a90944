//! Short names of newspapers: in an article that names the Lindhaven Times, “the Times” is that
//! newspaper, and so is the first word of “a Times article”.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashSet;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names, is_free, words};
use pullquote_article::Span;

/// Adds each word for a newspaper that ends the longer name of an organization in the article, has an
/// article before it and a capital, and is in no name.
pub(super) fn add_short_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    let papers = &language.organizations.newspapers;
    let long = names.iter().filter(|name| name.kind == EntityKind::Organization);
    let last = |name: &Name| name.span.of(text).rsplit_once(' ').map(|(_, last)| last);
    let known: HashSet<&str> = long.filter_map(last).filter(|word| papers.contains_any_case(word)).collect();
    if known.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let mut before = Span::default();
    for span in words(text) {
        let after_article = text.get(before.end..span.start) == Some(" ")
            && language.noun_phrases.articles.contains_any_case(before.of(text));
        let mut rest = text.get(span.end..).unwrap_or_default().chars();
        let goes_on = rest.next() == Some(' ') && rest.as_str().starts_with(char::is_uppercase);
        if after_article && known.contains(span.of(text)) && !goes_on && is_free(names, span) {
            found.push(Name { span, kind: EntityKind::Organization });
        }
        before = span;
    }
    add_names(names, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;

    fn found<'t>(text: &'t str, names: &[(&str, EntityKind)]) -> Vec<&'t str> {
        repaired_words(add_short_names, text, names, &[])
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
        assert_eq!(found("The Times said so.", &[]), Vec::<&str>::new());
    }
}
