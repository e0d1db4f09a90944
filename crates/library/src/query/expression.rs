//! A query as a tree.

use super::fields::{Field, State};

/// A part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    /// Every part holds; without parts, everything is found.
    All(Vec<Expression>),
    /// At least one part holds.
    Any(Vec<Expression>),
    /// The part does not hold.
    Not(Box<Expression>),
    /// One condition.
    Term(Term),
}

/// One condition of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// These words are in the headline, the text or a note.
    Words(Phrase),
    /// A field has these words.
    Field(Field, Phrase),
    /// Published on this day or later: `2025-11-24`.
    Since(String),
    /// Published before this day: `2025-11-25`.
    Before(String),
    /// In this state.
    Is(State),
}

/// Words in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The words as typed, at least one letter or digit among them.
    pub(crate) words: String,
    /// Whether the last word means all words that begin with it.
    pub(crate) open: bool,
}

/// What a query finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    /// Articles.
    Article,
    /// Notes.
    Note,
    /// Quotes.
    Quote,
}

impl Expression {
    /// What the query finds: quotes if it must have one with some property, else
    /// notes in the same case, else articles.
    pub(crate) fn unit(&self) -> Unit {
        match self {
            Expression::All(parts) => parts.iter().map(Self::unit).max().unwrap_or(Unit::Article),
            Expression::Any(parts) => parts.iter().map(Self::unit).min().unwrap_or(Unit::Article),
            Expression::Not(_) => Unit::Article,
            Expression::Term(term) => term.unit(),
        }
    }

    /// The words that an article must have, for ranking: those that are not under `NOT` or
    /// `OR`.
    pub(crate) fn required_words(&self) -> Vec<&Phrase> {
        match self {
            Expression::All(parts) => parts.iter().flat_map(Self::required_words).collect(),
            Expression::Term(Term::Words(phrase)) => vec![phrase],
            _ => Vec::new(),
        }
    }

    /// The same without the conditions that `is` names among those that must hold.
    pub(crate) fn without(&self, is: impl Fn(&Term) -> bool + Copy) -> Expression {
        match self {
            Expression::All(parts) => Expression::All(parts.iter().map(|part| part.without(is)).collect()),
            Expression::Term(term) if is(term) => Expression::All(Vec::new()),
            other => other.clone(),
        }
    }

    /// Whether it holds of everything, because it has no condition.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Expression::All(parts) if parts.iter().all(Self::is_empty))
    }

    /// All words that are looked for, for marking them: those that are not under `NOT`.
    pub(crate) fn wanted(&self) -> Vec<&Term> {
        match self {
            Expression::All(parts) | Expression::Any(parts) => parts.iter().flat_map(Self::wanted).collect(),
            Expression::Not(_) => Vec::new(),
            Expression::Term(term) => vec![term],
        }
    }

    /// Whether the state is asked for, also under `NOT`.
    pub(crate) fn has_state(&self, state: State) -> bool {
        match self {
            Expression::All(parts) | Expression::Any(parts) => parts.iter().any(|part| part.has_state(state)),
            Expression::Not(part) => part.has_state(state),
            Expression::Term(term) => *term == Term::Is(state),
        }
    }

    /// Makes the last word mean all words that begin with it.
    pub(crate) fn open_last_word(&mut self) {
        match self {
            Expression::All(parts) | Expression::Any(parts) => {
                if let Some(last) = parts.last_mut() {
                    last.open_last_word();
                }
            }
            Expression::Not(part) => part.open_last_word(),
            Expression::Term(Term::Words(phrase) | Term::Field(_, phrase)) => phrase.open = true,
            Expression::Term(_) => {}
        }
    }
}

impl Term {
    fn unit(&self) -> Unit {
        match self {
            Term::Field(Field::Said | Field::Speaker, _) | Term::Is(State::Indirect) => Unit::Quote,
            Term::Field(Field::Note, _) => Unit::Note,
            _ => Unit::Article,
        }
    }
}
