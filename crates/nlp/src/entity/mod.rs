//! Names, and the people and things they name.
//!
//! [`recognise`] finds names and [`EntityTable::join`] joins them into entities.
//! [`crate::coref`] adds nominals and pronouns to the table, and
//! [`EntityTable::finish`] puts everything in the order of the text.

mod bearers;
pub(crate) mod name;
mod name_forms;
pub(crate) mod repair;
mod role;
mod table;

pub(crate) use name::Name;
pub(crate) use role::complete as complete_roles;
pub(crate) use table::EntityTable;

use crate::model::Model;
use pullquote_article::Span;
use pullquote_article::text::token::Token;

/// Finds the names of people, organizations, places, groups, products and
/// other things, and dates and sums of money. `tokens` and `sentences` are
/// those of `text`. The names are in the order of the text and disjoint.
#[must_use]
pub(crate) fn recognise(text: &str, tokens: &[Token], sentences: &[Span], model: &Model) -> Vec<Name> {
    let found = model.names.find(model.language, text, tokens, sentences);
    let mut names: Vec<Name> = found.into_iter().map(|(span, kind)| Name { span, kind }).collect();
    repair::repair(&repair::Context { text, language: model.language, lexicon: &model.names.word_tables }, &mut names);
    names
}
