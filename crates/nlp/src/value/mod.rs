//! Dates, sums of money and quantities, and what they say in figures.

mod calendar;
mod date;
mod money;
mod number;
mod quantity;

pub(crate) use calendar::Calendar;
pub(crate) use quantity::in_text;
pub use quantity::{Quantity, QuantityKind};

use crate::analysis::{Entity, Mention, MentionKind};

/// Gives each entity that is a date or a sum of money its value, where all its
/// names say the same.
pub(crate) fn set_values(calendar: &Calendar<'_>, text: &str, entities: &mut [Entity], mentions: &[Mention]) {
    for entity in entities {
        let names = entity.mentions.iter().filter_map(|&i| mentions.get(i)).filter(|m| m.kind == MentionKind::Name);
        let mut values = names.map(|mention| calendar.value(text, entity.kind, mention.span));
        let first = values.next().flatten();
        let agreed = first.filter(|first| values.all(|other| other.as_ref() == Some(first)));
        entity.value = agreed;
    }
}
