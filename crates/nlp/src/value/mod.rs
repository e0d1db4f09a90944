//! Dates, sums of money and quantities, and what they say in figures.

mod calendar;
mod figures;
mod quantity;

pub(crate) use calendar::Calendar;
pub use quantity::{Quantity, QuantityKind};

use crate::analysis::{Analysis, Entity, Mention, MentionKind};
use crate::model::Model;
use pullquote_article::Article;

/// The percentages and measures of an article, and the days, weeks, months and
/// years that it gives by their distance from the day of publication: in the
/// order of the text and disjoint. `analysis` is that article's.
#[must_use]
pub fn quantities(article: &Article, analysis: &Analysis, model: &Model) -> Vec<Quantity> {
    let calendar = Calendar::new(&model.language, &analysis.sentences, article.meta().published.as_deref());
    quantity::quantities(article.text(), &analysis.tokens, &calendar)
}

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
