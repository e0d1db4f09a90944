//! Searching: the places in texts, quotes and notes that a query finds, best first.

mod marked;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::query::Field;
use crate::query::Query;
use crate::query::expression::{Expression, Phrase, Term, Unit};
use crate::query::sql::{all_of, condition, not_in_trash, tables};
use crate::store::{Library, LibraryFileError};
use marked::{Marked, window};
use pullquote_article::text::units::CodePoints;

/// How many code points a snippet has, about.
const SNIPPET: usize = 240;
/// How many quotes or notes of one article are looked at to find one with a place.
const MOST_IN_ONE: usize = 20;
/// How much more the headline counts than the text.
const HEADLINE: f64 = 5.0;

/// What a place that was found is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// A passage of an article.
    Text,
    /// A quote, or a passage inside one.
    Quote,
    /// A note.
    Note,
}

impl HitKind {
    /// Its name in JSON: `text`, `quote`, `note`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            HitKind::Text => "text",
            HitKind::Quote => "quote",
            HitKind::Note => "note",
        }
    }
}

/// A place that a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The number of the article in the database.
    pub article: i64,
    /// What it is.
    pub kind: HitKind,
    /// The words around the place, on one line.
    pub snippet: String,
    /// The words that were looked for, as ranges of `snippet` in bytes, in order.
    pub marks: Vec<(usize, usize)>,
    /// The place as code points of the article's text; `None` for a note with words that are not in it.
    pub place: Option<(usize, usize)>,
    /// The speaker of a quote, or of the quote that a note is on.
    pub speaker: Option<String>,
    /// How well it fits: higher is better. 0 if the query has no words to rank by.
    pub score: f64,
}

/// A passage of an article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its first byte in the text that the library has.
    pub start: usize,
    /// Its words.
    pub words: String,
}

impl Passage {
    /// Its first byte in `text`, which may be another version of the article; `None` if its words are not in it.
    #[must_use]
    pub fn start_in(&self, text: &str) -> Option<usize> {
        let is_there = text.get(self.start..).is_some_and(|rest| rest.starts_with(&self.words));
        if is_there { Some(self.start) } else { text.find(&self.words) }
    }
}

impl Library {
    /// The places that the query finds, best first, at most `limit`. A query for words finds
    /// the best passage of each article and every note with the words; one that asks for
    /// `said:`, `speaker:` or `is:indirect` finds quotes; one that asks for `note:` finds notes.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, LibraryFileError> {
        let unit = query.expression.unit();
        self.read(|connection| {
            let search = Search { connection, query, limit, article: None };
            let mut hits = match unit {
                Unit::Quote => search.quotes()?,
                Unit::Note => search.notes()?,
                Unit::Article => search.articles()?,
            };
            hits.sort_by(|a, b| b.score.total_cmp(&a.score));
            hits.truncate(limit);
            Ok(hits)
        })
    }

    /// The passage of the article `article`, which the query finds, that shows best why: the one with most of its
    /// words, the first quote, or the first note with a place. `None` if the query asks for nothing that has a
    /// place, such as a site.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn passage_in(&self, query: &Query, article: i64) -> Result<Option<Passage>, LibraryFileError> {
        let unit = query.expression.unit();
        self.read(|connection| {
            let search = Search { connection, query, limit: MOST_IN_ONE, article: Some(article) };
            let place = |hits: Vec<Hit>| hits.into_iter().find_map(|hit| hit.place);
            let found = match unit {
                Unit::Quote => place(search.quotes()?),
                Unit::Note => place(search.notes()?),
                Unit::Article => {
                    let passage = search.passage(article, 0.0)?;
                    if !passage.marks.is_empty() {
                        passage.place
                    } else if search.wanted(Field::Tag).is_empty() {
                        None
                    } else {
                        place(search.notes()?)
                    }
                }
            };
            let Some((start, end)) = found else { return Ok(None) };
            let text: Option<String> = connection
                .prepare_cached("SELECT text FROM texts WHERE article = ?1")?
                .query_row([article], |row| row.get(0))
                .optional()?;
            Ok(text.map(|text| {
                let span = CodePoints::new(&text).to_span(start, end);
                Passage { start: span.start, words: span.of(&text).to_owned() }
            }))
        })
    }
}

/// How the rows of a unit are ranked: by what is found in a full-text index.
struct Ranked {
    /// The index.
    index: &'static str,
    /// What is looked for in it.
    wanted: String,
    /// Whether a row that is found in the index meets this condition, so that it need not be asked
    /// again.
    is_proved: fn(&Term) -> bool,
}

/// One search.
struct Search<'s> {
    connection: &'s Connection,
    query: &'s Query,
    limit: usize,
    /// The number of the only article that is looked at, if it is one.
    article: Option<i64>,
}

impl Search<'_> {
    /// The numbers and scores of the rows of a unit that the query finds. With `index`, they come best first by
    /// that; else the newest first. What is shown of a row is read afterwards, for these few.
    fn found(&self, unit: Unit, index: Option<Ranked>) -> rusqlite::Result<Vec<(i64, f64)>> {
        let key = match unit {
            Unit::Article => "a.id",
            Unit::Quote => "q.id",
            Unit::Note => "n.id",
        };
        // In one article there is little to rank.
        let index = index.filter(|_| self.article.is_none());
        let limit = Value::Integer(u32::try_from(self.limit).unwrap_or(u32::MAX).into());
        let (mut values, ranked, order, rest) = match index {
            Some(Ranked { index, wanted, is_proved }) => {
                let rest = self.query.expression.without(is_proved);
                let mut values = vec![Value::Text(wanted)];
                // Only the best are looked up in the other tables, and as many more as may be in
                // the trash. With further conditions it can be any.
                let in_trash = match unit {
                    Unit::Article => "count(*)",
                    Unit::Quote => "coalesce(sum(quote_count), 0)",
                    Unit::Note => "coalesce(sum((SELECT count(*) FROM notes WHERE article = t.id)), 0)",
                };
                let best = if rest.is_empty() {
                    values.push(limit.clone());
                    format!(
                        "ORDER BY rank LIMIT ? + (SELECT {in_trash} FROM reading s CROSS JOIN articles t \
                         ON t.identity = s.identity WHERE s.trashed IS NOT NULL)"
                    )
                } else {
                    String::new()
                };
                let ranked = format!(
                    "JOIN (SELECT rowid AS found, bm25({index}, {HEADLINE}) AS rank FROM {index} \
                     WHERE {index} MATCH ? {best}) ON {key} = found"
                );
                (values, ranked, "rank", rest)
            }
            None => {
                let unranked = "CROSS JOIN (SELECT 0.0 AS rank)".to_owned();
                (Vec::new(), unranked, NEWEST, self.query.expression.clone())
            }
        };
        let found = condition(&rest, unit);
        values.extend(found.values);
        let of_article = if self.article.is_some() { "a.id = ?" } else { "TRUE" };
        values.extend(self.article.map(Value::Integer));
        values.push(limit);
        let text = format!(
            "SELECT {key}, -rank FROM {} {ranked} WHERE {} AND {} AND {of_article} ORDER BY {order} LIMIT ?",
            tables(unit),
            not_in_trash(self.query),
            found.text
        );
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        self.connection.prepare_cached(&text)?.query_map(params_from_iter(values), row)?.collect()
    }

    /// The quotes that the query finds.
    fn quotes(&self) -> rusqlite::Result<Vec<Hit>> {
        let wanted = self.wanted(Field::Said);
        let phrases = required(&self.query.expression, Field::Said);
        let by = required(&self.query.expression, Field::Speaker);
        let speaker = if by.is_empty() { String::new() } else { format!(" AND {}", all_of("speaker", &by)) };
        let index = (!phrases.is_empty()).then(|| Ranked {
            index: "quote_index",
            wanted: format!("{}{speaker}", all_of("words", &phrases)),
            is_proved: |term| matches!(term, Term::Field(Field::Said | Field::Speaker, _)),
        });
        let mut quote =
            self.connection.prepare_cached("SELECT article, words, start, end, speaker FROM quotes WHERE id = ?1")?;
        let found = self.found(Unit::Quote, index)?.into_iter();
        let hit = |(id, score): (i64, f64)| {
            quote.query_row([id], |row| {
                let words: String = row.get(1)?;
                let Marked { snippet, marks, .. } = window(&words, &wanted, SNIPPET);
                Ok(Hit {
                    article: row.get(0)?,
                    kind: HitKind::Quote,
                    snippet,
                    marks,
                    place: Some((row.get(2)?, row.get(3)?)),
                    speaker: row.get(4)?,
                    score,
                })
            })
        };
        found.map(hit).collect()
    }

    /// The notes that the query finds.
    fn notes(&self) -> rusqlite::Result<Vec<Hit>> {
        let wanted = self.wanted(Field::Note);
        let mut phrases = required(&self.query.expression, Field::Note);
        phrases.extend(self.query.expression.required_words());
        // A phrase of `note:` must not be in the tags, so it is asked for as well.
        let index = (!phrases.is_empty()).then(|| Ranked {
            index: "note_index",
            wanted: all_of("words note tags", &phrases),
            is_proved: |term| matches!(term, Term::Words(_)),
        });
        let mut note = self
            .connection
            .prepare_cached("SELECT article, words, note, start, end, speaker FROM notes WHERE id = ?1")?;
        let found = self.found(Unit::Note, index)?.into_iter();
        let hit = |(id, score): (i64, f64)| {
            note.query_row([id], |row| {
                let (words, note): (String, String) = (row.get(1)?, row.get(2)?);
                let both = [words, note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" — ");
                let Marked { snippet, marks, .. } = window(&both, &wanted, SNIPPET);
                let place: (Option<usize>, Option<usize>) = (row.get(3)?, row.get(4)?);
                Ok(Hit {
                    article: row.get(0)?,
                    kind: HitKind::Note,
                    snippet,
                    marks,
                    place: place.0.zip(place.1),
                    speaker: row.get(5)?,
                    score,
                })
            })
        };
        found.map(hit).collect()
    }

    /// The best passage of each article that the query finds, and the notes that have its words
    /// or tags.
    fn articles(&self) -> rusqlite::Result<Vec<Hit>> {
        let words = self.query.expression.required_words();
        let is_about_notes = !words.is_empty() || !required(&self.query.expression, Field::Tag).is_empty();
        let mut hits = if is_about_notes { self.notes()? } else { Vec::new() };
        let with_notes: Vec<i64> = hits.iter().map(|hit| hit.article).collect();
        let index = (!words.is_empty()).then(|| Ranked {
            index: "article_index",
            wanted: all_of("title text", &words),
            is_proved: |term| matches!(term, Term::Words(_)),
        });
        for (article, score) in self.found(Unit::Article, index)? {
            if words.is_empty() && with_notes.contains(&article) {
                continue;
            }
            hits.push(self.passage(article, score)?);
        }
        Ok(hits)
    }

    /// The best passage of an article.
    fn passage(&self, article: i64, score: f64) -> rusqlite::Result<Hit> {
        let text: String = self
            .connection
            .prepare_cached("SELECT text FROM article_words WHERE id = ?1")?
            .query_row([article], |row| row.get(0))?;
        let Marked { snippet, marks, place } = window(&text, &self.wanted(Field::Title), SNIPPET);
        let quote: Option<Option<String>> = match place {
            Some((start, end)) if !marks.is_empty() => {
                self.connection
                    .prepare_cached(
                        "SELECT speaker FROM quotes WHERE article = ?1 AND start <= ?2 AND end >= ?3 AND kind <> 'indirect' \
                         ORDER BY start DESC LIMIT 1",
                    )?
                    .query_row((article, start, end), |row| row.get(0))
                    .optional()?
            }
            _ => None,
        };
        let kind = if quote.is_some() { HitKind::Quote } else { HitKind::Text };
        Ok(Hit { article, kind, snippet, marks, place, speaker: quote.flatten(), score })
    }

    /// The phrases to mark: plain words, and those of this field.
    fn wanted(&self, field: Field) -> Vec<Phrase> {
        let phrases = self.query.expression.wanted().into_iter().filter_map(|term| match term {
            Term::Words(phrase) => Some(phrase.clone()),
            Term::Field(of, phrase) if *of == field => Some(phrase.clone()),
            _ => None,
        });
        phrases.collect()
    }
}

/// The newest first.
const NEWEST: &str = "substr(coalesce(a.published, a.added), 1, 10) DESC, a.id DESC";

/// The phrases that a field must have: those that are not under `NOT` or `OR`.
fn required(expression: &Expression, field: Field) -> Vec<&Phrase> {
    match expression {
        Expression::All(parts) => parts.iter().flat_map(|part| required(part, field)).collect(),
        Expression::Term(Term::Field(of, phrase)) if *of == field => vec![phrase],
        _ => Vec::new(),
    }
}
