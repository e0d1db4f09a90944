//! Reads the query language.
//!
//! ```text
//! any   = all { "OR" all }
//! all   = { [ "AND" ] one }
//! one   = ( "-" | "NOT" ) one | "(" any ")" | [ field ":" ] ( "(" any ")" | value )
//! value = '"' words '"' | word [ "*" ]
//! ```

use jiff::civil::Date;

use super::QueryError;
use super::date::days;
use super::expression::{Expression, Phrase, Term};
use super::fields::{FIELDS, Field, STATES, State};

/// How deep parentheses may be nested.
const DEEPEST: usize = 50;
/// The most conditions of a query.
const MOST: usize = 200;

/// Reads a query.
///
/// # Errors
/// If it is no query.
pub(super) fn parse(text: &str, today: Date) -> Result<Expression, QueryError> {
    let mut parser = Parser { text: text.chars().collect(), at: 0, today, depth: 0, terms: 0 };
    let expression = parser.any(None)?;
    parser.space();
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.wrong(parser.at, "this “)” closes nothing; leave it out or put it in quotation marks")),
    }
}

struct Parser {
    text: Vec<char>,
    at: usize,
    today: Date,
    depth: usize,
    terms: usize,
}

impl Parser {
    fn wrong(&self, at: usize, message: impl Into<String>) -> QueryError {
        QueryError { column: at.min(self.text.len()) + 1, message: message.into() }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Whether a word in capitals comes next; if so, it is taken.
    fn keyword(&mut self, word: &str) -> bool {
        let end = self.at + word.len();
        let is_next = self.text.get(self.at..end).is_some_and(|next| next.iter().copied().eq(word.chars()));
        let ends = self.text.get(end).is_none_or(|c| c.is_whitespace() || *c == '(' || *c == ')');
        if is_next && ends {
            self.at = end;
        }
        is_next && ends
    }

    fn any(&mut self, scope: Option<Field>) -> Result<Expression, QueryError> {
        let mut parts = vec![self.all(scope)?];
        loop {
            self.space();
            let at = self.at;
            if !self.keyword("OR") {
                break;
            }
            let empty = |part: &Expression| *part == Expression::All(Vec::new());
            let part = self.all(scope)?;
            if empty(&part) || parts.iter().any(empty) {
                return Err(
                    self.wrong(at, "“OR” needs something before it and after it; in quotation marks it is a word")
                );
            }
            parts.push(part);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self, scope: Option<Field>) -> Result<Expression, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.space();
            let at = self.at;
            if self.keyword("AND") {
                continue;
            }
            if self.keyword("OR") {
                self.at = at;
                break;
            }
            match self.peek() {
                None | Some(')') => break,
                Some(_) => parts.push(self.one(scope)?),
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::All(parts) })
    }

    fn one(&mut self, scope: Option<Field>) -> Result<Expression, QueryError> {
        self.space();
        let start = self.at;
        if self.keyword("NOT") || (self.peek() == Some('-') && self.is_before_something()) {
            if self.peek() == Some('-') {
                self.at += 1;
            }
            return self.nested(start, |parser| {
                parser.space();
                if parser.peek().is_none_or(|c| c == ')') {
                    return Err(parser.wrong(start, "“NOT” needs something after it; in quotation marks it is a word"));
                }
                Ok(Expression::Not(Box::new(parser.one(scope)?)))
            });
        }
        if self.peek() == Some('(') {
            return self.group(scope);
        }
        match self.field()? {
            Some(field) if self.peek() == Some('(') => self.group(Some(field)),
            Some(field) => self.term(Some(field), start),
            None => self.term(scope, start),
        }
    }

    /// Whether a hyphen here is before a word, so that it means `NOT`.
    fn is_before_something(&self) -> bool {
        self.text.get(self.at + 1).is_some_and(|c| !c.is_whitespace() && *c != ')')
    }

    fn nested(
        &mut self,
        at: usize,
        inner: impl FnOnce(&mut Self) -> Result<Expression, QueryError>,
    ) -> Result<Expression, QueryError> {
        if self.depth == DEEPEST {
            return Err(self.wrong(at, format!("parentheses and NOT are nested more than {DEEPEST} deep")));
        }
        self.depth += 1;
        let expression = inner(self);
        self.depth -= 1;
        expression
    }

    fn group(&mut self, scope: Option<Field>) -> Result<Expression, QueryError> {
        let start = self.at;
        self.at += 1;
        self.nested(start, |parser| {
            let inner = parser.any(scope)?;
            parser.space();
            if parser.peek() != Some(')') {
                return Err(parser.wrong(start, "this “(” is not closed; put “)” after what belongs together"));
            }
            parser.at += 1;
            Ok(inner)
        })
    }

    /// The field before a colon, if one comes next; it is taken with the colon.
    fn field(&mut self) -> Result<Option<Field>, QueryError> {
        let length = self.text.iter().skip(self.at).take_while(|c| c.is_alphabetic()).count();
        let end = self.at + length;
        let is_field = length > 0 && self.text.get(end) == Some(&':') && self.text.get(end + 1) != Some(&'/');
        if !is_field {
            return Ok(None);
        }
        let name: String = self.text.get(self.at..end).unwrap_or_default().iter().collect();
        let Some(field) = Field::named(&name) else {
            let names: Vec<&str> = FIELDS.iter().map(|row| row.name).collect();
            let advice = similar(&name, &names).map_or_else(
                || format!("the fields are {}; to look for the word, put it in quotation marks", names.join(", ")),
                |near| format!("did you mean “{near}:”?"),
            );
            return Err(self.wrong(self.at, format!("there is no field “{name}”; {advice}")));
        };
        self.at = end + 1;
        Ok(Some(field))
    }

    fn term(&mut self, field: Option<Field>, start: usize) -> Result<Expression, QueryError> {
        self.terms += 1;
        if self.terms > MOST {
            return Err(self.wrong(start, format!("a query has at most {MOST} conditions")));
        }
        let value_at = self.at;
        let (words, open) = self.value(field)?;
        let term = match field {
            Some(Field::Since | Field::Until) => {
                let Some((first, after)) = days(&words, self.today) else {
                    return Err(self.wrong(
                        value_at,
                        format!("“{words}” is not a date; write 2025-11-24, 2025-11, 2025, today or 7d, 2w, 3m, 1y"),
                    ));
                };
                if field == Some(Field::Since) {
                    Term::Since(first.to_string())
                } else {
                    Term::Before(after.to_string())
                }
            }
            Some(Field::Is) => {
                let Some(state) = State::named(&words) else {
                    let names: Vec<&str> = STATES.iter().map(|row| row.name).collect();
                    let advice = similar(&words, &names).map_or_else(
                        || format!("it can be {}", names.join(", ")),
                        |near| format!("did you mean “is:{near}”?"),
                    );
                    return Err(self.wrong(value_at, format!("there is no state “{words}”; {advice}")));
                };
                Term::Is(state)
            }
            _ if !words.chars().any(char::is_alphanumeric) => {
                return Err(self.wrong(value_at, "a search needs a letter or a digit"));
            }
            Some(field) => Term::Field(field, Phrase { words, open }),
            None => Term::Words(Phrase { words, open }),
        };
        Ok(Expression::Term(term))
    }

    /// What comes after a field, or a word or phrase alone; and whether a `*` ends it.
    fn value(&mut self, field: Option<Field>) -> Result<(String, bool), QueryError> {
        let start = self.at;
        let closing = match self.peek() {
            Some('"') => '"',
            Some('“') => '”',
            _ => {
                let word: String = self
                    .text
                    .iter()
                    .skip(self.at)
                    .take_while(|c| !c.is_whitespace() && !"()\"".contains(**c))
                    .collect();
                self.at += word.chars().count();
                return match (word.strip_suffix('*'), field) {
                    (None, Some(field)) if word.is_empty() => Err(self.wrong(
                        start,
                        format!(
                            "“{}:” needs something after the colon, without a space: {}",
                            field.name(),
                            example(field)
                        ),
                    )),
                    (Some(begin), _) if !begin.is_empty() => Ok((begin.to_owned(), true)),
                    _ => Ok((word, false)),
                };
            }
        };
        let length = self.text.iter().skip(start + 1).take_while(|c| **c != closing && **c != '"').count();
        let end = start + 1 + length;
        if end >= self.text.len() {
            return Err(self.wrong(start, "this quotation mark is not closed"));
        }
        let words = self.text.get(start + 1..end).unwrap_or_default().iter().collect();
        self.at = end + 1;
        let open = self.peek() == Some('*');
        self.at += usize::from(open);
        Ok((words, open))
    }
}

/// The query that shows how a field is used.
fn example(field: Field) -> &'static str {
    FIELDS.iter().find(|row| row.field == field).map_or("", |row| row.example)
}

/// The name that differs least from `word`, if it differs in at most two letters, or begins
/// with it.
fn similar<'n>(word: &str, names: &[&'n str]) -> Option<&'n str> {
    let word = word.to_lowercase();
    let near = names.iter().map(|name| (strsim::damerau_levenshtein(&word, name), *name)).min()?;
    let begins = || names.iter().find(|name| word.len() >= 3 && (word.starts_with(**name) || name.starts_with(&word)));
    if near.0 <= 2 && near.0 < word.chars().count() { Some(near.1) } else { begins().copied() }
}
