//! Names, and the people and things they name.
//!
//! [`recognise`] finds names; [`EntityTable::join`] joins them into entities.
//! A table then takes the nominals and pronouns that [`super::coref`] finds,
//! and [`EntityTable::finish`] puts everything in the order of the text.

mod calendar;
mod couple;
mod handle;
mod initials;
mod kind;
mod language;
mod majority;
mod nickname;
mod pair;
mod quantity;
mod role;
mod table;
mod value;
mod variant;

pub use calendar::Calendar;
pub use quantity::{Quantity, QuantityKind, quantities};
pub(super) use role::complete as complete_roles;
pub use table::EntityTable;
pub use value::value;

use super::{EntityKind, Model};
use crate::text::span::Span;
use crate::text::token::Token;

/// A name as it stands in the text, without title, article or possessive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
}

impl Name {
    /// The word directly behind it: empty where a mark follows the space, none
    /// without a space.
    fn word_behind(self, text: &str) -> Option<&str> {
        text.get(self.span.end..)?.strip_prefix(' ')?.split(|c: char| !c.is_alphabetic()).next()
    }
}

/// Finds the names of people, organizations, places, groups, products and
/// other things, and dates and sums of money. `tokens` and `sentences` are
/// those of `text`. The names are in the order of the text and disjoint.
#[must_use]
pub fn recognise(text: &str, tokens: &[Token], sentences: &[Span], model: &Model) -> Vec<Name> {
    let found = model.names.find(text, tokens, sentences);
    let mut names: Vec<Name> = found.into_iter().map(|(span, kind)| Name { span, kind }).collect();
    initials::close(text, &mut names);
    handle::add(text, &mut names);
    nickname::join(text, &mut names);
    couple::add(text, &model.people, &mut names);
    majority::settle(text, &mut names);
    kind::settle(text, &model.people, &mut names);
    initials::settle(text, model.names.lexicon(), &mut names);
    pair::part(text, model.names.lexicon(), &mut names);
    language::settle(text, model.names.lexicon(), &mut names);
    names
}

/// Names in `text` for tests: each at its next place there.
#[cfg(test)]
fn names_in(text: &str, names: &[(&str, EntityKind)]) -> Vec<Name> {
    let mut at = 0;
    let name = |&(words, kind): &(&str, EntityKind)| {
        let start = at + text[at..].find(words).expect("the name stands in the text");
        at = start + words.len();
        Name { span: Span::new(start, at), kind }
    };
    names.iter().map(name).collect()
}
