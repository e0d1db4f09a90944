//! What a person says an article's analysis got wrong.
//!
//! Corrections name things by the words of the article, never by an id, so
//! that they hold when the analysis changes. [`super::analyze_with`] applies
//! them; where the article has no such name, a correction changes nothing.

use std::collections::HashMap;

use super::EntityKind;
use super::entity::{EntityTable, Name};
use crate::text::fold::fold;
use crate::text::token::Token;

/// A person's corrections to one article's analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// An entity's name, or one spelling of it, and what it is.
    pub kinds: Vec<(String, EntityKind)>,
    /// An entity's name, and the name of the entity that it is the same as.
    /// The joined entity takes the second's kind and name.
    pub merges: Vec<(String, String)>,
}

impl Corrections {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.merges.is_empty()
    }

    /// Joins `names` into entities as [`EntityTable::join`] does, with the
    /// kinds and merges applied. Names are compared without regard to case,
    /// white space and the shape of quotation marks.
    #[must_use]
    pub fn join(&self, text: &str, tokens: &[Token], mut names: Vec<Name>) -> EntityTable {
        if self.is_empty() {
            return EntityTable::join(text, tokens, &names);
        }
        self.set_kinds(text, tokens, &mut names);
        let mut table = EntityTable::join(text, tokens, &names);
        for (same, target) in &self.merges {
            if let (Some(same), Some(target)) = (find(&table, text, same), find(&table, text, target)) {
                table.merge(same, target);
            }
        }
        table
    }

    /// Sets the kinds before names are joined: a name that turns out to be a
    /// person's may then be a form of another person's. A correction for an
    /// entity's name holds for every name of that entity, and one for another
    /// spelling for that spelling alone, which is the narrower and wins.
    fn set_kinds(&self, text: &str, tokens: &[Token], names: &mut [Name]) {
        let kinds: HashMap<String, EntityKind> = self.kinds.iter().map(|(name, kind)| (fold(name), *kind)).collect();
        if kinds.is_empty() {
            return;
        }
        let table = EntityTable::join(text, tokens, names);
        for (name, mention) in names.iter_mut().zip(table.mentions()) {
            let entity = table.entities().get(mention.entity.0).and_then(|e| kinds.get(&fold(&e.name)));
            if let Some(kind) = kinds.get(&fold(name.span.of(text))).or(entity) {
                name.kind = *kind;
            }
        }
    }
}

/// The entity of that name or, where none has it, the first that is called so
/// anywhere.
fn find(table: &EntityTable, text: &str, name: &str) -> Option<super::EntityId> {
    let name = fold(name);
    let named = table.entities().iter().find(|e| fold(&e.name) == name).map(|e| e.id);
    named.or_else(|| table.mentions().iter().find(|m| fold(m.span.of(text)) == name).map(|m| m.entity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::span::Span;
    use crate::text::token::tokenize;

    const TEXT: &str = "Nordlys met Ada Okafor. Okafor left; the Water Board and NWX stayed. Okafor wept.";

    fn joined(corrections: &Corrections) -> Vec<(EntityKind, String, usize)> {
        let mut at = 0;
        let names = [
            ("Nordlys", EntityKind::Person),
            ("Ada Okafor", EntityKind::Place),
            ("Okafor", EntityKind::Person),
            ("Water Board", EntityKind::Organization),
            ("NWX", EntityKind::Place),
            ("Okafor", EntityKind::Person),
        ];
        let names = names.map(|(words, kind)| {
            let start = at + TEXT[at..].find(words).expect("the name stands in the text");
            at = start + words.len();
            Name { span: Span::new(start, at), kind }
        });
        let (entities, _) = corrections.join(TEXT, &tokenize(TEXT), names.to_vec()).finish();
        assert!(entities.iter().enumerate().all(|(i, e)| e.id.0 == i));
        entities.into_iter().map(|e| (e.kind, e.name, e.mentions.len())).collect()
    }

    fn entity(kind: EntityKind, name: &str, mentions: usize) -> (EntityKind, String, usize) {
        (kind, name.to_owned(), mentions)
    }

    #[test]
    fn a_corrected_kind_holds_and_its_name_joins_others() {
        let kinds = vec![
            ("nordlys".to_owned(), EntityKind::Organization),
            ("Ada  Okafor".to_owned(), EntityKind::Person),
            ("Nobody".to_owned(), EntityKind::Person),
        ];
        let found = joined(&Corrections { kinds, ..Corrections::default() });
        assert_eq!(found[0], entity(EntityKind::Organization, "Nordlys", 1));
        assert_eq!(found[1], entity(EntityKind::Person, "Ada Okafor", 3));
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_merged_entity_takes_the_targets_kind_and_name() {
        let merges = vec![
            ("Ada Okafor".to_owned(), "Okafor".to_owned()),
            ("NWX".to_owned(), "water board".to_owned()),
            ("NWX".to_owned(), "Water Board".to_owned()),
            ("NWX".to_owned(), "nobody".to_owned()),
        ];
        let found = joined(&Corrections { merges, ..Corrections::default() });
        assert_eq!(
            found,
            [
                entity(EntityKind::Person, "Nordlys", 1),
                entity(EntityKind::Person, "Okafor", 3),
                entity(EntityKind::Organization, "Water Board", 2),
            ]
        );
    }
}
