//! The tags of the name model. For each kind of entity there are four: the
//! beginning, the inside and the end of a name, and a name of one piece. One more
//! tag means that a piece is not part of a name.

use crate::analysis::EntityKind;
#[cfg(any(test, feature = "train"))]
use pullquote_article::Span;

/// The number of tags.
pub(crate) const TAGS: usize = 1 + 4 * KINDS.len();

/// The kinds in the order of their tags. The model files depend on this order.
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

/// The first piece of a name of two or more.
pub(crate) const BEGIN: usize = 0;

/// A piece between the first and the last of a name.
pub(crate) const INSIDE: usize = 1;

/// The last piece of a name of two or more.
pub(crate) const END: usize = 2;

/// The only piece of a name.
pub(crate) const ALONE: usize = 3;

/// The kind of a tag, as an index into [`KINDS`], and its part of a name;
/// `None` for the tag that means no name.
pub(crate) fn kind_and_part(tag: usize) -> Option<(usize, usize)> {
    let tag = tag.checked_sub(1)?;
    Some((tag / 4, tag % 4))
}

/// The tag of a part of a name. `kind` is an index into [`KINDS`]; `part` is
/// [`BEGIN`], [`INSIDE`], [`END`] or [`ALONE`].
pub(crate) fn tag(kind: usize, part: usize) -> usize {
    1 + 4 * kind + part
}

/// True if `tag` may follow `before`, which is `None` at the beginning of a
/// sentence.
#[must_use]
pub(crate) fn may_follow(before: Option<usize>, tag: usize) -> bool {
    let open = before.and_then(kind_and_part).filter(|(_, part)| matches!(*part, BEGIN | INSIDE)).map(|(kind, _)| kind);
    match kind_and_part(tag) {
        Some((kind, INSIDE | END)) => open == Some(kind),
        _ => open.is_none(),
    }
}

/// The tags that a piece may have, one bit for each tag. An annotation that names
/// only some kinds leaves several tags possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TagSet(u64);

impl TagSet {
    /// Every tag, for a piece of which nothing is known.
    #[cfg(any(test, feature = "train"))]
    pub(crate) const ALL: Self = Self((1 << TAGS) - 1);

    /// The set of one tag.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn only(tag: usize) -> Self {
        Self(1 << tag)
    }

    /// The tags that an annotation of `kinds` leaves possible for a piece that is part of
    /// no name of these kinds: no name, and every part of a name of another kind.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn of_no_name(kinds: &[EntityKind]) -> Self {
        let others = (0..TAGS).filter(|&tag| kind_and_part(tag).is_none_or(|(kind, _)| !kinds.contains(&KINDS[kind])));
        Self(others.fold(0, |bits, tag| bits | 1 << tag))
    }

    /// True if the set has the tag.
    pub(crate) fn has(self, tag: usize) -> bool {
        self.0 >> tag & 1 == 1
    }
}

/// The possible tags of a sentence of `length` pieces with these names, where the
/// annotators looked for names of `kinds`. The span of a name counts pieces from the
/// beginning of the sentence.
#[cfg(any(test, feature = "train"))]
#[must_use]
pub(crate) fn tags_of(length: usize, names: &[(Span, EntityKind)], kinds: &[EntityKind]) -> Vec<TagSet> {
    let mut tags = vec![TagSet::of_no_name(kinds); length];
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
                *slot = TagSet::only(tag(kind, part));
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
        let expected = [tag(2, ALONE), tag(0, BEGIN), tag(0, INSIDE), tag(0, END), 0].map(TagSet::only);
        assert_eq!(tags_of(5, &names, &KINDS), expected);
    }

    #[test]
    fn a_piece_outside_names_may_be_of_a_kind_that_nobody_looked_for() {
        let tags = tags_of(2, &[(Span::new(0, 1), EntityKind::Place)], &[EntityKind::Person, EntityKind::Place]);
        assert_eq!(tags[0], TagSet::only(tag(2, ALONE)));
        let possible: Vec<usize> = (0..TAGS).filter(|&tag| tags[1].has(tag)).collect();
        assert!(possible.contains(&0) && possible.contains(&tag(1, BEGIN)) && possible.contains(&tag(7, END)));
        assert_eq!(possible.len(), TAGS - 8, "neither a person nor a place");
    }

    #[test]
    fn a_name_that_began_must_end_in_its_kind() {
        let tags = [tag(0, BEGIN), tag(0, INSIDE), tag(0, END), tag(2, ALONE), 0];
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
