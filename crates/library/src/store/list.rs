//! Lists of articles.

use jiff::civil::Date;
use rusqlite::{Row, params_from_iter};

use super::Library;
use super::error::LibraryFileError;
use crate::query::expression::Unit;
use crate::query::sql::{condition, not_in_trash, tables};
use crate::query::{Field, Query, State};

/// An article in a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleRow {
    /// Its number in the database.
    pub id: i64,
    /// Its web address, or the SHA-256 of its text in hex.
    pub identity: String,
    /// What opens it: an absolute path or an address.
    pub source: String,
    /// Its web address.
    pub url: Option<String>,
    /// The absolute path of its file.
    pub path: Option<String>,
    /// Its headline; empty if unknown.
    pub title: String,
    /// The name of the site.
    pub site: Option<String>,
    /// The authors, separated by `; `.
    pub authors: Option<String>,
    /// The date of publication: `2025-11-24`, or RFC 3339.
    pub published: Option<String>,
    /// When it was added: RFC 3339.
    pub added: String,
    /// The language as a BCP 47 code.
    pub language: Option<String>,
    /// The number of words; 0 if it was not read.
    pub words: usize,
    /// The number of quotes.
    pub quotes: usize,
    /// The number of notes.
    pub notes: usize,
    /// Whether it was read.
    pub read: bool,
    /// Whether it has a star.
    pub starred: bool,
    /// The share of the text that was read, 0 to 1.
    pub progress: Option<f64>,
    /// Whether it is in the trash.
    pub trashed: bool,
    /// Its tags, in alphabetical order.
    pub tags: Vec<String>,
}

/// A column that a list can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortColumn {
    /// When it was added.
    #[default]
    Added,
    /// The date of publication or, without one, when it was added.
    Date,
    /// The headline.
    Title,
    /// The site.
    Site,
    /// The authors.
    Author,
    /// The number of words.
    Length,
    /// How much was read.
    Progress,
    /// The number of quotes.
    Quotes,
    /// The number of notes.
    Notes,
}

impl SortColumn {
    /// Every column, in the order in which a key goes through them.
    pub const ALL: [SortColumn; 9] = [
        SortColumn::Added,
        SortColumn::Date,
        SortColumn::Title,
        SortColumn::Site,
        SortColumn::Author,
        SortColumn::Length,
        SortColumn::Progress,
        SortColumn::Quotes,
        SortColumn::Notes,
    ];

    /// Its name: `added`, `date`, and so on.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SortColumn::Added => "added",
            SortColumn::Date => "date",
            SortColumn::Title => "title",
            SortColumn::Site => "site",
            SortColumn::Author => "author",
            SortColumn::Length => "length",
            SortColumn::Progress => "progress",
            SortColumn::Quotes => "quotes",
            SortColumn::Notes => "notes",
        }
    }

    /// The column with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether the largest comes first unless the person asks for the other order.
    #[must_use]
    pub fn largest_first(self) -> bool {
        !matches!(self, SortColumn::Title | SortColumn::Site | SortColumn::Author)
    }

    fn sql(self) -> &'static str {
        match self {
            SortColumn::Added => "a.added",
            SortColumn::Date => "substr(coalesce(a.published, a.added), 1, 10)",
            SortColumn::Title => "a.title COLLATE NOCASE",
            SortColumn::Site => "coalesce(a.site, '') COLLATE NOCASE",
            SortColumn::Author => "coalesce(a.authors, '') COLLATE NOCASE",
            SortColumn::Length => "a.words",
            SortColumn::Progress => "coalesce((SELECT progress FROM reading WHERE identity = a.identity), 0)",
            SortColumn::Quotes => "a.quote_count",
            SortColumn::Notes => "(SELECT count(*) FROM notes WHERE article = a.id)",
        }
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: SortColumn,
    /// In the other order than the column has of itself.
    pub reversed: bool,
}

/// A list that the screen offers at its left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Its name.
    pub name: String,
    /// Its query.
    pub query: String,
    /// The number of its articles.
    pub articles: usize,
}

impl Library {
    /// The numbers of the articles that the query finds, in order; at most `limit`.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn ids(&self, query: &Query, sort: Sort, limit: Option<usize>) -> Result<Vec<i64>, LibraryFileError> {
        let condition = condition(&query.expression, query.expression.unit());
        let text = format!(
            "SELECT a.id FROM {all} WHERE {trash} AND {found} ORDER BY {by} LIMIT {limit}",
            all = tables(Unit::Article),
            trash = not_in_trash(query),
            found = found(query, &condition.text),
            by = order(sort),
            limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX)),
        );
        self.read(|connection| {
            connection
                .prepare_cached(&text)?
                .query_map(params_from_iter(&condition.values), |row| row.get(0))?
                .collect()
        })
    }

    /// The paths of the notes files of the articles that the query finds, in alphabetical order.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn notes_files_of(&self, query: &Query) -> Result<Vec<String>, LibraryFileError> {
        let ids: std::collections::HashSet<i64> = self.ids(query, Sort::default(), None)?.into_iter().collect();
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT path, article FROM notes_files WHERE article IS NOT NULL ORDER BY path")?;
            let rows: Vec<(String, i64)> =
                statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
            Ok(rows.into_iter().filter(|(_, article)| ids.contains(article)).map(|(path, _)| path).collect())
        })
    }

    /// How many articles the query finds.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn count(&self, query: &Query) -> Result<usize, LibraryFileError> {
        let condition = condition(&query.expression, query.expression.unit());
        let text = format!(
            "SELECT count(*) FROM {all} WHERE {trash} AND {found}",
            all = tables(Unit::Article),
            trash = not_in_trash(query),
            found = found(query, &condition.text),
        );
        self.read(|connection| {
            connection.prepare_cached(&text)?.query_row(params_from_iter(&condition.values), |row| row.get(0))
        })
    }

    /// The articles with these numbers, in the same order; those that are gone are left out.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn rows(&self, ids: &[i64]) -> Result<Vec<ArticleRow>, LibraryFileError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(ROW)?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in ids {
                let mut found = statement.query([id])?;
                if let Some(row) = found.next()? {
                    rows.push(article_row(row)?);
                }
            }
            Ok(rows)
        })
    }

    /// The articles that the query finds.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn list(&self, query: &Query, sort: Sort, limit: Option<usize>) -> Result<Vec<ArticleRow>, LibraryFileError> {
        self.rows(&self.ids(query, sort, limit)?)
    }

    /// The article that `name` means: its identity, its source, or the beginning of its
    /// title if only one has it. `None` if there is none, or several.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn named(&self, name: &str) -> Result<Option<ArticleRow>, LibraryFileError> {
        let ids: Vec<i64> = self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT id FROM articles WHERE identity = ?1 OR source = ?1 OR url = ?1 OR path = ?1 \
                     OR identity = (SELECT identity FROM other_addresses WHERE address = ?1) LIMIT 2",
                )?
                .query_map([name], |row| row.get(0))?
                .collect()
        })?;
        let ids = if ids.is_empty() {
            self.read(|connection| {
                connection
                    .prepare_cached(
                        "SELECT id FROM articles WHERE substr(title, 1, length(?1)) = ?1 COLLATE NOCASE LIMIT 2",
                    )?
                    .query_map([name], |row| row.get(0))?
                    .collect()
            })?
        } else {
            ids
        };
        Ok(if ids.len() == 1 { self.rows(&ids)?.pop() } else { None })
    }

    /// The first `length` code points of an article's text or of its summary, and the speakers of its
    /// quotes that are rather right than wrong, with the number of these quotes, the most quoted first.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn preview(&self, id: i64, length: usize) -> Result<(String, Vec<(String, usize)>), LibraryFileError> {
        self.read(|connection| {
            let text = connection
                .prepare_cached("SELECT substr(text, 1, ?2) FROM article_words WHERE id = ?1")?
                .query_row((id, length), |row| row.get(0))?;
            let speakers = connection
                .prepare_cached(
                    "SELECT speaker, count(*) AS many FROM quotes WHERE article = ?1 AND speaker IS NOT NULL \
                     AND confidence >= 0.5 GROUP BY speaker ORDER BY many DESC, min(start) LIMIT 20",
                )?
                .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            Ok((text, speakers))
        })
    }

    /// The lists that can be looked at: all, those by state, each tag, each feed and each saved
    /// search, with the number of their articles; for a feed, of those that were not read. `today` is what
    /// dates in saved searches count from.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn views(&self, today: Date) -> Result<Vec<View>, LibraryFileError> {
        let fixed: [(&str, Option<State>); 6] = [
            ("Unread", Some(State::Unread)),
            ("Starred", Some(State::Starred)),
            ("With notes", Some(State::Noted)),
            ("With unchecked quotes", Some(State::Unchecked)),
            ("Orphaned notes", Some(State::Orphaned)),
            ("Trash", Some(State::Trashed)),
        ];
        let mut views = Vec::new();
        for (name, state) in std::iter::once(("All", None)).chain(fixed) {
            let query = state.map_or_else(Query::everything, Query::in_state);
            let articles = self.count(&query)?;
            let text = state.map(|state| format!("is:{}", state.name())).unwrap_or_default();
            views.push(View { name: name.to_owned(), query: text, articles });
        }
        for (tag, articles) in self.tags()? {
            let query = format!("{}:\"{tag}\"", Field::Tag.name());
            views.push(View { name: format!("#{tag}"), query, articles });
        }
        for feed in self.feeds()? {
            let query = format!("{}:\"{}\"", Field::Feed.name(), feed.address);
            views.push(View { name: feed.title.unwrap_or(feed.address), query, articles: feed.unread });
        }
        for (name, query) in self.searches()? {
            // A query that an older version could read finds nothing.
            let articles = Query::parse(&query, today).ok().map(|parsed| self.count(&parsed)).transpose()?;
            views.push(View { name, query, articles: articles.unwrap_or(0) });
        }
        Ok(views)
    }
}

/// What articles are ordered by, as a part of SQL.
pub(super) fn order(sort: Sort) -> String {
    let direction = if sort.column.largest_first() == sort.reversed { "ASC" } else { "DESC" };
    format!("{} {direction}, a.id {direction}", sort.column.sql())
}

/// The condition that an article is among what the query finds.
fn found(query: &Query, condition: &str) -> String {
    let unit = query.expression.unit();
    if unit == Unit::Article {
        return condition.to_owned();
    }
    format!("a.id IN (SELECT a.id FROM {} WHERE {condition})", tables(unit))
}

/// A row of a list.
const ROW: &str = "SELECT a.id, a.identity, a.source, a.url, a.path, a.title, a.site, a.authors, a.published, \
     a.added, a.language, a.words, a.quote_count, \
     (SELECT count(*) FROM notes WHERE article = a.id), \
     coalesce(r.read, 0), coalesce(r.starred, 0), r.progress, r.trashed IS NOT NULL, \
     (SELECT json_group_array(tag) FROM article_tags t WHERE t.identity = a.identity) \
     FROM articles a LEFT JOIN reading r ON r.identity = a.identity WHERE a.id = ?1";

fn article_row(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    Ok(ArticleRow {
        id: row.get(0)?,
        identity: row.get(1)?,
        source: row.get(2)?,
        url: row.get(3)?,
        path: row.get(4)?,
        title: row.get(5)?,
        site: row.get(6)?,
        authors: row.get(7)?,
        published: row.get(8)?,
        added: row.get(9)?,
        language: row.get(10)?,
        words: row.get(11)?,
        quotes: row.get(12)?,
        notes: row.get(13)?,
        read: row.get(14)?,
        starred: row.get(15)?,
        progress: row.get(16)?,
        trashed: row.get(17)?,
        tags: serde_json::from_str(&row.get::<_, String>(18)?).unwrap_or_default(),
    })
}
