//! Abbreviations with digits that a list has: `MI6`. The name model cuts a word between
//! letters and digits, so it cannot look them up.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names, is_free};
use crate::lexicon::Lists;
use pullquote_article::Span;

/// The lengths of such an abbreviation, in bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;

/// Adds listed abbreviations of organizations that have digits and are part of no name.
pub(super) fn add_listed(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let at = start;
        start += word.len();
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let fits = LENGTHS.contains(&word.len())
            && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.contains(|c: char| c.is_ascii_digit());
        if fits && context.lexicon.lists(word).meets(Lists(Lists::NAMED_ORGANIZATION.0 | Lists::POLITICAL.0)) {
            found.push(Span::new(at, at + word.len()));
        }
    }
    // A part of such a word is no name by itself.
    names.retain(|name| {
        let next = found.partition_point(|span| span.end <= name.span.start);
        !found.get(next).is_some_and(|span| span.covers(name.span) && *span != name.span)
    });
    found.retain(|span| is_free(names, *span));
    add_names(names, found.into_iter().map(|span| Name { span, kind: EntityKind::Organization }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use crate::lexicon::{Clusters, WordTables, lower_key, write_gazetteer};

    #[test]
    fn a_listed_abbreviation_with_digits_is_an_organization() {
        let text = "A head of QX6 left the QX6-led R92 and the Old QX6 Club. QX7 stayed.";
        let names = [("QX", EntityKind::Misc), ("Old QX6 Club", EntityKind::Organization)];
        let mut names = names_in(text, &names);
        let gazetteer = write_gazetteer(vec![(lower_key("QX6"), Lists::NAMED_ORGANIZATION)]);
        let lexicon = WordTables::open(Clusters::write(&[], Vec::new()), gazetteer).expect("two tables");
        add_listed(&Context::english(text, &lexicon), &mut names);
        let found: Vec<&str> = names.iter().map(|name| name.span.of(text)).collect();
        assert_eq!(found, ["QX6", "QX6", "Old QX6 Club"]);
    }
}
