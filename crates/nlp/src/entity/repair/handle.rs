//! Handles, as in social networks: `@adaokafor` is a name.

use std::collections::HashMap;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, add_names};
use pullquote_article::Span;

/// The longest handle, in letters, digits and underscores.
const LONGEST: usize = 30;

/// Adds the handles of the text to `names`, which stay in order and disjoint. A
/// handle that spells the name of an organization or a place of the article has
/// its kind; all others are people.
pub(super) fn add_handles(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let handles: Vec<Span> = text.match_indices('@').filter_map(|(at, _)| handle(text, at)).collect();
    if handles.is_empty() {
        return;
    }
    // A name found inside a handle is not a name by itself.
    names.retain(|name| {
        let next = handles.partition_point(|handle| handle.end <= name.span.start);
        !handles.get(next).is_some_and(|handle| handle.overlaps(name.span))
    });
    let bodies = names.iter().filter(|n| matches!(n.kind, EntityKind::Organization | EntityKind::Place));
    let spelt: HashMap<String, EntityKind> = bodies.map(|n| (letters(n.span.of(text)), n.kind)).collect();
    let kind = |span: Span| spelt.get(&letters(span.of(text))).copied().unwrap_or(EntityKind::Person);
    add_names(names, handles.iter().map(|span| Name { span: *span, kind: kind(*span) }));
}

/// The handle with its `@` at byte `at`; none where that is part of a mail
/// address.
fn handle(text: &str, at: usize) -> Option<Span> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '/');
    if text.get(..at)?.chars().next_back().is_some_and(joins) {
        return None;
    }
    let name = text.get(at + 1..)?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    let fits = (2..=LONGEST).contains(&end) && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    // `@host.example` names a machine.
    let host = name.get(end..)?.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    (fits && !host).then(|| Span::new(at, at + 1 + end))
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;

    #[test]
    fn handles_are_people_or_what_they_spell_and_mailboxes_are_none() {
        let text = "Orsten Gazette: @ada_okafor and @OrstenGazette, not ada@orsten.example or @orsten.example or @ 5.";
        // A name that the name model finds inside the handle.
        let names = [("Orsten Gazette", EntityKind::Organization), ("ada_okafor", EntityKind::Place)];
        let found = repaired(add_handles, text, &names, &[]);
        let expected = [
            ("Orsten Gazette", EntityKind::Organization),
            ("@ada_okafor", EntityKind::Person),
            ("@OrstenGazette", EntityKind::Organization),
        ];
        assert_eq!(found, expected);
    }
}
