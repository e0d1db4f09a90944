//! Searching: the places in texts, quotes and notes that a query finds, best first.

mod marked;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::query::Field;
use crate::query::Query;
use crate::query::expression::{Expression, Phrase, Term, Unit};
use crate::query::sql::{all_of, condition, tables};
use crate::store::{Library, LibraryFileError};
use marked::{Marked, window};

/// How many code points a snippet has, about.
const SNIPPET: usize = 240;
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
            let search = Search { connection, query, limit };
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
}

/// How the rows of a unit are ranked: by what is found in a full-text index.
struct Ranked {
    /// The index.
    index: &'static str,
    /// The column of the unit that is the number of a row of the index.
    key: &'static str,
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
}

impl Search<'_> {
    /// The condition that leaves out the trash, unless the query asks for it.
    fn trash(&self) -> &'static str {
        if self.query.asks_for_trash() { "TRUE" } else { "r.trashed IS NULL" }
    }

    /// Runs `SELECT <columns>` over the rows of a unit that the query finds. With `index`, they come best
    /// first by that; else the newest first.
    fn select<T>(
        &self,
        unit: Unit,
        columns: &str,
        index: Option<Ranked>,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let limit = Value::Integer(u32::try_from(self.limit).unwrap_or(u32::MAX).into());
        let (mut values, ranked, order, rest) = match index {
            Some(Ranked { index, key, wanted, is_proved }) => {
                let rest = self.query.expression.without(is_proved);
                let mut values = vec![Value::Text(wanted)];
                // Only the best are looked up in the other tables, and as many more as may be in
                // the trash. With further conditions it can be any.
                let best = if unit == Unit::Article && rest.is_empty() {
                    values.push(limit.clone());
                    "ORDER BY rank LIMIT ? + (SELECT count(*) FROM reading WHERE trashed IS NOT NULL)"
                } else {
                    ""
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
        values.push(limit);
        let text = format!(
            "SELECT {columns}, -rank FROM {} {ranked} WHERE {} AND {} ORDER BY {order} LIMIT ?",
            tables(unit),
            self.trash(),
            found.text
        );
        self.connection.prepare_cached(&text)?.query_map(params_from_iter(values), row)?.collect()
    }

    /// The quotes that the query finds.
    fn quotes(&self) -> rusqlite::Result<Vec<Hit>> {
        let wanted = self.wanted(Field::Said);
        let phrases = required(&self.query.expression, Field::Said);
        let index = (!phrases.is_empty()).then(|| Ranked {
            index: "quote_index",
            key: "q.id",
            wanted: all_of("words", &phrases),
            is_proved: |term| matches!(term, Term::Field(Field::Said, _)),
        });
        self.select(Unit::Quote, "a.id, q.words, q.start, q.end, q.speaker", index, |row| {
            let words: String = row.get(1)?;
            let Marked { snippet, marks, .. } = window(&words, &wanted, SNIPPET);
            Ok(Hit {
                article: row.get(0)?,
                kind: HitKind::Quote,
                snippet,
                marks,
                place: Some((row.get(2)?, row.get(3)?)),
                speaker: row.get(4)?,
                score: row.get(5)?,
            })
        })
    }

    /// The notes that the query finds.
    fn notes(&self) -> rusqlite::Result<Vec<Hit>> {
        let wanted = self.wanted(Field::Note);
        let mut phrases = required(&self.query.expression, Field::Note);
        phrases.extend(self.query.expression.required_words());
        // A phrase of `note:` must not be in the tags, so it is asked for as well.
        let index = (!phrases.is_empty()).then(|| Ranked {
            index: "note_index",
            key: "n.id",
            wanted: all_of("words note tags", &phrases),
            is_proved: |term| matches!(term, Term::Words(_)),
        });
        self.select(Unit::Note, "a.id, n.words, n.note, n.start, n.end, n.speaker", index, |row| {
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
                score: row.get(6)?,
            })
        })
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
            key: "a.id",
            wanted: all_of("title text", &words),
            is_proved: |term| matches!(term, Term::Words(_)),
        });
        let found: Vec<(i64, f64)> = self.select(Unit::Article, "a.id", index, |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (article, score) in found {
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
                use rusqlite::OptionalExtension;
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
