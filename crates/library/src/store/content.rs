//! Writing what was read in an article: its text, quotes and names.

use rusqlite::{Connection, OptionalExtension, params};

use crate::record::Content;
use pullquote_article::text::units::CodePoints;

/// The bytes of a text from which the words of all its quotes are stored. Taking them from the text
/// needs time in proportion to the text for each quote, as SQLite counts its code points.
const LONG: usize = 100_000;

/// Puts the text, quotes and entities of the article `id`, which has none.
pub(super) fn put_content(connection: &Connection, id: i64, content: &Content) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO texts (article, text) VALUES (?1, ?2)")?
        .execute(params![id, content.text])?;
    put_quotes(connection, id, content)?;
    put_entities(connection, id, content)
}

/// Puts the quotes. In a text that is not long, words that are the text between `start` and `end` are not
/// stored again.
fn put_quotes(connection: &Connection, id: i64, content: &Content) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO quote_places (article, speaker, words, kind, start, end, confidence) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let points = CodePoints::new(&content.text);
    let is_long = content.text.len() >= LONG;
    for quote in &content.quotes {
        let is_of_text = points.to_span(quote.start, quote.end).of(&content.text) == quote.words;
        let words = (is_long || !is_of_text).then_some(&quote.words);
        let confidence = (quote.confidence * 1000.0).round() / 1000.0;
        insert.execute(params![id, quote.speaker, words, quote.kind, quote.start, quote.end, confidence])?;
    }
    Ok(())
}

/// Puts the entities; each name is stored and indexed once for all articles.
fn put_entities(connection: &Connection, id: i64, content: &Content) -> rusqlite::Result<()> {
    let mut find = connection.prepare_cached("SELECT id FROM entity_names WHERE name = ?1 AND kind = ?2")?;
    let mut name_it =
        connection.prepare_cached("INSERT INTO entity_names (name, kind) VALUES (?1, ?2) RETURNING id")?;
    let mut index = connection.prepare_cached("INSERT INTO entity_index (rowid, name) VALUES (?1, ?2)")?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO entity_mentions (article, name, role, mentions) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (article, name) DO UPDATE SET mentions = mentions + ?4, role = coalesce(role, ?3)",
    )?;
    for entity in &content.entities {
        let known: Option<i64> = find.query_row(params![entity.name, entity.kind], |row| row.get(0)).optional()?;
        let name = match known {
            Some(name) => name,
            None => {
                let name = name_it.query_row(params![entity.name, entity.kind], |row| row.get(0))?;
                index.execute(params![name, entity.name])?;
                name
            }
        };
        insert.execute(params![id, name, entity.role, entity.mentions])?;
    }
    Ok(())
}
