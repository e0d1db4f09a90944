//! The query language: words, "phrases", fields such as `speaker:`, `NOT`, `OR`
//! and parentheses. One table, [`FIELDS`], has every field; the parser, the messages
//! and the documentation use it.

mod date;
pub(crate) mod expression;
mod fields;
mod parser;
pub(crate) mod sql;

#[cfg(test)]
mod tests;

pub use fields::{FIELDS, Field, FieldRow, STATES, State, StateRow};

use expression::{Expression, Term};
use jiff::civil::Date;

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub(crate) expression: Expression,
}

/// Why a query could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct QueryError {
    /// Where the mistake is: a code point of the query, from 1.
    pub column: usize,
    /// What is wrong and what would be right, without a full stop.
    pub message: String,
}

/// The text before the last word, and that word; `None` if white space follows it.
fn split_last_word(text: &str) -> Option<(&str, &str)> {
    let word = text.rsplit(char::is_whitespace).next().filter(|word| !word.is_empty())?;
    Some((text.strip_suffix(word)?, word))
}

impl Query {
    /// Reads a query. `today` is what dates such as `7d` count from. An empty text asks for
    /// everything.
    ///
    /// # Errors
    /// If it is no query; the error says where and what would be right.
    pub fn parse(text: &str, today: Date) -> Result<Self, QueryError> {
        Ok(Self { expression: parser::parse(text, today)? })
    }

    /// Reads a query that is still being typed: its last word means all words that begin with
    /// it, unless white space follows it. A last word of one Latin letter is not asked for yet: nearly every
    /// article has a word that begins with it, and finding them takes longest.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_typed(text: &str, today: Date) -> Result<Self, QueryError> {
        let is_begun = |letter: &str| letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_alphabetic());
        if let Some((before, letter)) = split_last_word(text)
            && is_begun(letter)
            && let Ok(query) = Self::parse(before, today)
        {
            return Ok(query);
        }
        let mut query = Self::parse(text, today)?;
        if text.ends_with(|c: char| c.is_alphanumeric()) {
            query.expression.open_last_word();
        }
        Ok(query)
    }

    /// The query that finds every article outside the trash.
    #[must_use]
    pub fn everything() -> Self {
        Self { expression: Expression::All(Vec::new()) }
    }

    /// The query that finds everything in a state.
    #[must_use]
    pub fn in_state(state: State) -> Self {
        Self { expression: Expression::Term(Term::Is(state)) }
    }

    /// The query that finds what both find.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { expression: Expression::All(vec![self.expression, other.expression]) }
    }

    /// Whether it asks for articles in the trash; other queries leave these out.
    #[must_use]
    pub fn asks_for_trash(&self) -> bool {
        self.expression.has_state(State::Trashed)
    }

    /// Whether it asks for everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expression.is_empty()
    }
}
