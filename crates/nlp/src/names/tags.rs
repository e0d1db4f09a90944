//! Tags of the name model: for each kind of entity, the beginning, inside and
//! end of a name and a name of one piece; and one tag for no name.

use crate::analysis::EntityKind;
use pullquote_article::text::span::Span;

/// How many tags there are.
pub const TAGS: usize = 1 + 4 * KINDS.len();

/// The kinds in the order of their tags: part of the model file's format.
pub(crate) const KINDS: [EntityKind; 8] = [
    EntityKind::Person,
    EntityKind::Organization,
    EntityKind::Place,
    EntityKind::Group,
    EntityKind::Misc,
    EntityKind::Date,
    EntityKind::Money,
    EntityKind::Product,
];

pub(crate) const BEGIN: usize = 0;

pub(crate) const INSIDE: usize = 1;

pub(crate) const END: usize = 2;

pub(crate) const ALONE: usize = 3;

/// The kind and the part of it that a tag stands for.
pub(crate) fn part(tag: usize) -> Option<(usize, usize)> {
    let tag = tag.checked_sub(1)?;
    Some((tag / 4, tag % 4))
}

/// The tag of a part of a kind, by the place of the kind in [`KINDS`].
pub(crate) fn tag(kind: usize, part: usize) -> usize {
    1 + 4 * kind + part
}

/// Whether `tag` may follow `before` (`None` at the beginning of a sentence).
#[must_use]
pub fn may_follow(before: Option<usize>, tag: usize) -> bool {
    let open = before.and_then(part).filter(|(_, part)| matches!(*part, BEGIN | INSIDE)).map(|(kind, _)| kind);
    match part(tag) {
        Some((kind, INSIDE | END)) => open == Some(kind),
        _ => open.is_none(),
    }
}

/// The tags of a sentence of `length` pieces with these names, given by the
/// index of their first piece and one past their last.
#[must_use]
pub fn tags_of(length: usize, names: &[(Span, EntityKind)]) -> Vec<u8> {
    let mut tags = vec![0; length];
    for &(name, kind) in names {
        let Some(kind) = KINDS.iter().position(|&k| k == kind) else { continue };
        for at in name.start..name.end.min(length) {
            let part = match (at == name.start, at + 1 == name.end) {
                (true, true) => ALONE,
                (true, false) => BEGIN,
                (false, true) => END,
                (false, false) => INSIDE,
            };
            if let Some(slot) = tags.get_mut(at) {
                *slot = tag(kind, part) as u8;
            }
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_tags() {
        let names = [(Span::new(0, 1), EntityKind::Place), (Span::new(1, 4), EntityKind::Person)];
        let expected = [tag(2, ALONE), tag(0, BEGIN), tag(0, INSIDE), tag(0, END), 0].map(|tag| tag as u8);
        assert_eq!(tags_of(5, &names), expected);
    }

    #[test]
    fn a_name_that_began_must_end_in_its_kind() {
        let tags = tags_of(5, &[(Span::new(0, 3), EntityKind::Person), (Span::new(3, 4), EntityKind::Place)]);
        let tags: Vec<usize> = tags.into_iter().map(usize::from).collect();
        assert!(may_follow(None, tags[0]) && may_follow(Some(tags[0]), tags[1]) && may_follow(Some(tags[2]), tags[3]));
        assert!(
            !may_follow(Some(tags[0]), tags[3]) && !may_follow(Some(tags[1]), tags[4]) && !may_follow(None, tags[1])
        );
    }

    #[test]
    fn the_tags_are_those_that_the_model_files_hold() {
        let kinds = ["person", "organization", "place", "group", "misc", "date", "money", "product"];
        assert_eq!(KINDS.map(EntityKind::name), kinds);
        assert_eq!([BEGIN, INSIDE, END, ALONE].map(|part| tag(7, part)), [29, 30, 31, 32]);
    }
}
