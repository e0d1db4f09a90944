//! Names, and the people and things they name.
//!
//! [`find_names`] asks the models of [`crate::names`] for names and corrects them ([`repair`]).
//! [`EntityTable::join`] joins names into entities in these steps:
//!
//! 1. [`name_form`] prepares each name for comparison: no titles, no diacritics, lower case.
//! 2. [`namesakes`] separates father and son, [`titled`] husband and wife; [`lent_family`] gives “Todd”
//!    in “Todd and Becca Lindgren” a family name.
//! 3. [`full_forms`] lists the full names that each name may be short for, and [`bearers`] picks
//!    the one who is meant by the words around it; [`name_groups`] numbers the groups.
//! 4. [`short_form`] adds short forms that the article gives itself: “(NOGU)”, “the Times”.
//!
//! [`crate::coref`] adds nominals and pronouns to the table, and [`EntityTable::finish`] puts
//! everything in the order of the text. Last, [`role`] and [`facts`] find what the article says a
//! person is.

mod bearers;
mod facts;
mod full_forms;
mod lent_family;
pub(crate) mod name;
mod name_form;
mod name_groups;
mod namesakes;
pub(crate) mod repair;
mod role;
mod short_form;
mod table;
mod titled;

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
pub(crate) fn find_names(
    text: &str,
    tokens: &[Token],
    sentences: &[Span],
    model: &Model,
    without: Option<&str>,
) -> Vec<Name> {
    let found = model.names.find(model.language, text, tokens, sentences);
    let mut names: Vec<Name> = found.into_iter().map(|(span, kind)| Name { span, kind }).collect();
    let context = repair::Context {
        text,
        tokens,
        language: model.language,
        word_tables: &model.names.word_tables,
        cues: &model.cues,
    };
    repair::repair(&context, &mut names, without);
    names
}
