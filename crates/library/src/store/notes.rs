//! Writing notes: each notes file as a whole.

use rusqlite::{Connection, OptionalExtension, params};

use super::Library;
use super::addresses::identity_at;
use super::error::LibraryFileError;
use super::put::find;
use crate::record::{ArticleRecord, NotePlace, NotesFileRecord};

/// Takes the notes of an article out of the index; FTS5 must be given the words.
pub(super) const FORGET_NOTES_OF_ARTICLE: &str = "INSERT INTO note_index (note_index, rowid, words, note, tags) \
     SELECT 'delete', id, words, note, tags FROM notes WHERE article = ?1";
const FORGET_NOTES: &str = "INSERT INTO note_index (note_index, rowid, words, note, tags) \
     SELECT 'delete', id, words, note, tags FROM notes WHERE file = ?1";
const INDEX_NOTES: &str = "INSERT INTO note_index (rowid, words, note, tags) \
     SELECT id, words, note, tags FROM notes WHERE file = ?1";

/// A notes file as the library knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownNotesFile {
    /// Its absolute path.
    pub path: String,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// The identity of its article; `None` if it could not be read.
    pub article: Option<String>,
    /// Whether the text of its article is another one now, so that its notes have to be placed
    /// again.
    pub outdated: bool,
    /// Why it could not be read.
    pub problem: Option<String>,
}

impl Library {
    /// Every notes file in the library, ordered by path.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn notes_files(&self) -> Result<Vec<KnownNotesFile>, LibraryFileError> {
        self.read(|connection| {
            let mut rows = connection.prepare_cached(
                "SELECT f.path, f.modified, f.size, f.sha256, a.identity, \
                 a.id IS NOT NULL AND f.text_sha256 IS NOT a.text_sha256, f.problem \
                 FROM notes_files f LEFT JOIN articles a ON a.id = f.article ORDER BY f.path",
            )?;
            rows.query_map([], |row| {
                Ok(KnownNotesFile {
                    path: row.get(0)?,
                    modified: row.get(1)?,
                    size: row.get(2)?,
                    sha256: row.get(3)?,
                    article: row.get(4)?,
                    outdated: row.get(5)?,
                    problem: row.get(6)?,
                })
            })?
            .collect()
        })
    }

    /// Puts a notes file in place of what the library had of it. `article` is what its header says
    /// about its article, which is added as a link if the library does not have it; `None` for a
    /// file that can't be read, which keeps the notes that were read before. `now` is RFC 3339.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn put_notes_file(
        &mut self,
        file: &NotesFileRecord,
        article: Option<&ArticleRecord>,
        now: &str,
    ) -> Result<(), LibraryFileError> {
        self.write(|connection| put_file(connection, file, article, now))
    }

    /// Saves that a notes file has the same bytes as before under another time.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn touch_notes_file(&mut self, path: &str, modified: i64, size: i64) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            connection
                .prepare_cached("UPDATE notes_files SET modified = ?2, size = ?3 WHERE path = ?1")?
                .execute(params![path, modified, size])
                .map(|_| ())
        })
    }

    /// The text of the article that notes with this record are on; `None` if it was not read.
    ///
    /// # Errors
    /// If the library can't be read.
    pub fn text_of(&self, article: &ArticleRecord) -> Result<Option<String>, LibraryFileError> {
        self.read(|connection| {
            let Some(id) = known_id(connection, article)? else { return Ok(None) };
            connection
                .prepare_cached("SELECT text FROM texts WHERE article = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()
        })
    }

    /// Forgets a notes file that is gone, with its notes.
    ///
    /// # Errors
    /// If the library can't be written.
    pub fn forget_notes_file(&mut self, path: &str) -> Result<(), LibraryFileError> {
        self.write(|connection| {
            let id: Option<i64> = connection
                .query_row("SELECT id FROM notes_files WHERE path = ?1", [path], |row| row.get(0))
                .optional()?;
            if let Some(id) = id {
                connection.execute(FORGET_NOTES, [id])?;
                connection.execute("DELETE FROM notes_files WHERE id = ?1", [id])?;
            }
            Ok(())
        })
    }
}

fn put_file(
    connection: &Connection,
    file: &NotesFileRecord,
    article: Option<&ArticleRecord>,
    now: &str,
) -> rusqlite::Result<()> {
    let article = article.map(|article| id_of(connection, article, now)).transpose()?;
    let id: i64 = connection
        .prepare_cached(
            "INSERT INTO notes_files (path, modified, size, sha256, article, problem, text_sha256) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT text_sha256 FROM articles WHERE id = ?5)) \
             ON CONFLICT (path) DO UPDATE SET modified = ?2, size = ?3, sha256 = ?4, problem = ?6, \
             article = coalesce(?5, article), text_sha256 = coalesce(excluded.text_sha256, text_sha256) \
             RETURNING id",
        )?
        .query_row(params![file.path, file.modified, file.size, file.sha256, article, file.problem], |row| {
            row.get(0)
        })?;
    let Some(article) = article else { return Ok(()) };
    connection.prepare_cached(FORGET_NOTES)?.execute([id])?;
    connection.prepare_cached("DELETE FROM notes WHERE file = ?1")?.execute([id])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO notes (article, file, annotation, words, note, tags, speaker, checked, place, start, end, made) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    for note in &file.notes {
        let (start, end) = match note.place {
            NotePlace::At(start, end) => (Some(start), Some(end)),
            _ => (None, None),
        };
        insert.execute(params![
            article,
            id,
            note.annotation,
            note.words,
            note.note,
            serde_json::Value::from(note.tags.clone()).to_string(),
            note.speaker,
            note.checked,
            note.place.name(),
            start,
            end,
            note.made,
        ])?;
    }
    connection.prepare_cached(INDEX_NOTES)?.execute([id])?;
    Ok(())
}

/// The row of the article, which is made as a link where there is none.
fn id_of(connection: &Connection, article: &ArticleRecord, now: &str) -> rusqlite::Result<i64> {
    if let Some(id) = known_id(connection, article)? {
        return Ok(id);
    }
    super::put::put_link(connection, article, now)?;
    Ok(known_id(connection, article)?.unwrap_or_default())
}

/// The row of the article that notes with this record are on.
fn known_id(connection: &Connection, article: &ArticleRecord) -> rusqlite::Result<Option<i64>> {
    let identity = identity_at(connection, &article.identity)?;
    Ok(find(connection, &ArticleRecord { identity, ..article.clone() })?.map(|known| known.id))
}
