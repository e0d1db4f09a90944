//! Lists that are found one after another, as a person types: what one needs is remembered for the next.
//!
//! Each condition of a query is asked for once, as a set of articles, and the sets are combined here. While a word
//! is typed, only the set of that word changes; the order of all articles stays. In a query that finds quotes or
//! notes, all conditions are about the same quote or note, so the whole of it is one set.

use rusqlite::{Connection, params_from_iter};

use super::list::{Sort, order};
use super::{Library, LibraryFileError};
use crate::query::Query;
use crate::query::expression::{Expression, Unit};
use crate::query::sql::{Condition, found_articles, in_trash};

/// The most sets that are remembered; each has a byte for each article.
const MOST_SETS: usize = 12;

/// What earlier lists needed, as long as the library does not change.
#[derive(Debug, Default)]
pub struct FoundBefore {
    /// Changes when another connection has changed the file.
    version: Option<i64>,
    /// The numbers of all articles, in order.
    ordered: Vec<i64>,
    /// What they are ordered by.
    sort: Option<Sort>,
    /// The same numbers from the smallest; a set has a place for each of them.
    ids: Vec<i64>,
    /// The place of each of the ordered numbers in a set.
    places: Vec<usize>,
    /// The sets, the last one that was asked for at the end.
    sets: Vec<(Condition, Set)>,
}

/// Whether each article belongs to it, in the order of their numbers.
type Set = Vec<bool>;

impl Library {
    /// The numbers of the articles that the query finds, in order, as [`Library::ids`] finds them. `before` has
    /// what earlier calls for this library found, and is given what this one does.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn ids_after(&self, query: &Query, sort: Sort, before: &mut FoundBefore) -> Result<Vec<i64>, LibraryFileError> {
        self.read(|connection| {
            // One state of the file for all questions.
            let now = connection.unchecked_transaction()?;
            let ids = before.ids(&now, query, sort)?;
            now.finish()?;
            Ok(ids)
        })
    }
}

impl FoundBefore {
    fn ids(&mut self, connection: &Connection, query: &Query, sort: Sort) -> rusqlite::Result<Vec<i64>> {
        let version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if self.version != Some(version) {
            *self = Self::default();
        }
        if self.sort != Some(sort) {
            self.sort = None;
            self.ordered = connection
                .prepare_cached(&format!("SELECT a.id FROM articles a ORDER BY {}", order(sort)))?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            self.ids.clone_from(&self.ordered);
            self.ids.sort_unstable();
            self.places.clear();
            self.sort = Some(sort);
            self.version = Some(version);
        }
        let unit = query.expression.unit();
        let mut found = match unit {
            Unit::Article => self.found(connection, &query.expression)?,
            Unit::Note | Unit::Quote => self.set(connection, found_articles(&query.expression, unit))?.clone(),
        };
        if !query.asks_for_trash() {
            let trash = self.set(connection, in_trash())?;
            if trash.contains(&true) || !query.is_empty() {
                combine(&mut found, trash, |found, trash| found && !trash);
            } else {
                return Ok(self.ordered.clone());
            }
        }
        if self.places.is_empty() {
            self.places = self.ordered.iter().map(|id| self.ids.binary_search(id).unwrap_or_default()).collect();
        }
        let in_order = self.ordered.iter().zip(&self.places);
        Ok(in_order.filter(|(_, place)| found.get(**place) == Some(&true)).map(|(id, _)| *id).collect())
    }

    /// The articles of which the expression holds.
    fn found(&mut self, connection: &Connection, expression: &Expression) -> rusqlite::Result<Set> {
        match expression {
            Expression::All(parts) => self.joined(connection, parts, true),
            Expression::Any(parts) => self.joined(connection, parts, false),
            Expression::Not(part) => {
                let mut found = self.found(connection, part)?;
                found.iter_mut().for_each(|one| *one = !*one);
                Ok(found)
            }
            Expression::Term(_) => self.set(connection, found_articles(expression, Unit::Article)).cloned(),
        }
    }

    /// The articles that are in the sets of all parts, or in any of them.
    fn joined(&mut self, connection: &Connection, parts: &[Expression], all: bool) -> rusqlite::Result<Set> {
        let mut found = vec![all; self.ids.len()];
        for part in parts {
            let other = self.found(connection, part)?;
            if all {
                combine(&mut found, &other, |one, other| one && other);
            } else {
                combine(&mut found, &other, |one, other| one || other);
            }
        }
        Ok(found)
    }

    /// The articles that a statement finds.
    fn set(&mut self, connection: &Connection, wanted: Condition) -> rusqlite::Result<&Set> {
        let set = match self.sets.iter().position(|(condition, _)| *condition == wanted) {
            Some(known) => self.sets.remove(known).1,
            None => self.asked(connection, &wanted)?,
        };
        if self.sets.len() >= MOST_SETS {
            self.sets.remove(0);
        }
        self.sets.push((wanted, set));
        Ok(self.sets.last().map_or(const { &Vec::new() }, |(_, set)| set))
    }

    fn asked(&self, connection: &Connection, wanted: &Condition) -> rusqlite::Result<Set> {
        let mut set = vec![false; self.ids.len()];
        let mut statement = connection.prepare_cached(&wanted.text)?;
        let mut rows = statement.query(params_from_iter(&wanted.values))?;
        // Most statements find the smallest number first: the next one is often the next of all.
        let mut next = 0;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let place = if self.ids.get(next) == Some(&id) { Ok(next) } else { self.ids.binary_search(&id) };
            if let Ok(place) = place {
                next = place + 1;
                if let Some(one) = set.get_mut(place) {
                    *one = true;
                }
            }
        }
        Ok(set)
    }
}

/// Joins each place of a set with the same place of another.
fn combine(set: &mut Set, other: &Set, join: impl Fn(bool, bool) -> bool) {
    for (one, other) in set.iter_mut().zip(other) {
        *one = join(*one, *other);
    }
}
