//! Abbreviations with digits that a list has: `MI6`. The name model cuts a word between
//! letters and digits, so it cannot look them up.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names, is_free, words};
use crate::lexicon::Lists;
use pullquote_article::Span;

/// The lengths of such an abbreviation, in bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;

/// Adds listed abbreviations of organizations that have digits and are part of no name.
pub(super) fn add_listed(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let listed = |span: &Span| {
        let lists = Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0);
        is_abbreviation_with_digits(span.of(text)) && context.word_tables.lists(span.of(text)).meets(lists)
    };
    let mut found: Vec<Span> = words(text).filter(listed).collect();
    // A part of such a word is no name by itself.
    names.retain(|name| {
        let next = found.partition_point(|span| span.end <= name.span.start);
        !found.get(next).is_some_and(|span| span.covers(name.span) && *span != name.span)
    });
    found.retain(|span| is_free(names, *span));
    add_names(names, found.into_iter().map(|span| Name { span, kind: EntityKind::Organization }));
}

/// Whether a word is capitals and digits, of which the first is a capital: “MI6”.
fn is_abbreviation_with_digits(word: &str) -> bool {
    LENGTHS.contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;

    #[test]
    fn a_listed_abbreviation_with_digits_is_an_organization() {
        let text = "A head of QX6 left the QX6-led R92 and the Old QX6 Club. QX7 stayed.";
        let names = [("QX", EntityKind::Misc), ("Old QX6 Club", EntityKind::Organization)];
        let found = repaired_words(add_listed, text, &names, &[("QX6", Lists::NAMED_ORGANIZATION)]);
        assert_eq!(found, ["QX6", "QX6", "Old QX6 Club"]);
    }
}
