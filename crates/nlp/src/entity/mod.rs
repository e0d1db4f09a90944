//! Names, and the people and things they name.
//!
//! [`recognise`] finds names and [`EntityTable::join`] joins them into entities.
//! [`crate::coref`] adds nominals and pronouns to the table, and
//! [`EntityTable::finish`] puts everything in the order of the text.

mod bearers;
mod facts;
mod full_forms;
pub(crate) mod name;
mod name_form;
mod name_groups;
mod namesakes;
pub(crate) mod repair;
mod role;
mod short_form;
mod table;

pub(crate) use facts::complete as complete_facts;
pub(crate) use name::Name;
pub(crate) use role::complete as complete_roles;
pub(crate) use table::EntityTable;

use crate::model::Model;
use pullquote_article::Span;
use pullquote_article::text::token::Token;

/// Finds the names of people, organizations, places, groups, products and
/// other things, and dates and sums of money. `tokens` and `sentences` are
/// those of `text`. The names are in the order of the text and disjoint. `without` is the
/// name of a repair that is left out, to see what it is worth.
#[must_use]
pub(crate) fn recognise(
    text: &str,
    tokens: &[Token],
    sentences: &[Span],
    model: &Model,
    without: Option<&str>,
) -> Vec<Name> {
    let found = model.names.find(model.language, text, tokens, sentences);
    let mut names: Vec<Name> = found.into_iter().map(|(span, kind)| Name { span, kind }).collect();
    let context =
        repair::Context { text, language: model.language, lexicon: &model.names.word_tables, cues: &model.cues };
    repair::repair(&context, &mut names, without);
    names
}
