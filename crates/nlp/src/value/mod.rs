//! Dates, sums of money and quantities, and what they say in figures.

mod calendar;
mod figures;
mod quantity;

pub use calendar::Calendar;
pub use quantity::{Quantity, QuantityKind, quantities};

use crate::analysis::{Analysis, Entity, MentionKind};

impl Analysis {
    /// What an entity that is a date or a sum of money says in figures:
    /// `2025-11-24`, `EUR 2500000`; see [`Calendar`]. `text` and
    /// `published` are those of the article. `None` where its mentions do not
    /// all say the same.
    #[must_use]
    pub fn value(&self, entity: &Entity, text: &str, published: Option<&str>) -> Option<String> {
        let calendar = Calendar::new(&self.sentences, published);
        let names =
            entity.mentions.iter().filter_map(|&i| self.mentions.get(i)).filter(|m| m.kind == MentionKind::Name);
        let mut values = names.map(|mention| calendar.value(text, entity.kind, mention.span));
        let first = values.next()??;
        values.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }
}
