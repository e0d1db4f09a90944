//! Who “he” and “the senator” are.

use crate::nlp::entity::EntityTable;
use crate::nlp::{EntityId, EntityKind, MentionKind};
use crate::text::span::Span;

/// The person that the pronoun at `span` most likely stands for: the nearest
/// one named before it, outside the spans in `apart` (quotes).
pub(crate) fn pronoun(table: &EntityTable, span: Span, apart: &[Span]) -> Option<EntityId> {
    table
        .mentions()
        .iter()
        .filter(|m| m.kind == MentionKind::Name && m.span.end <= span.start)
        .filter(|m| !apart.iter().any(|q| q.covers(m.span)))
        .filter(|m| table.entities().get(m.entity.0).is_some_and(|e| e.kind == EntityKind::Person))
        .max_by_key(|m| m.span.start)
        .map(|m| m.entity)
}
