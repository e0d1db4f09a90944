//! Tests of the store by what is done with it. This file has what they share.

mod bringing;
mod finding;
mod opening;
mod putting;

use std::fs;

use super::schema::{copy_of, migrate, version};
use super::*;
use crate::query::Query;
use crate::record::{
    ArticleRecord, Content, EntityRecord, NotePlace, NoteRecord, NotesFileRecord, OwnFacts, QuoteRecord,
};
use crate::search::HitKind;
use jiff::civil::date;

const NOW: &str = "2026-11-29T14:00:00Z";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("state").join("library.sqlite")
    }

    fn open(&self) -> Library {
        Library::open(&self.file(), "stamp").unwrap().library
    }
}

fn query(text: &str) -> Query {
    Query::parse(text, date(2026, 11, 29)).unwrap()
}

/// An article with one quote by each speaker: the words after the name.
fn article(name: &str, text: &str, quotes: &[(&str, &str)]) -> ArticleRecord {
    let place = |words: &str| {
        let at = text.find(words).unwrap();
        let start = text[..at].chars().count();
        (start, start + words.chars().count())
    };
    let quotes: Vec<QuoteRecord> = quotes
        .iter()
        .map(|(speaker, words)| QuoteRecord {
            speaker: Some((*speaker).to_owned()),
            words: (*words).to_owned(),
            kind: "direct".to_owned(),
            start: place(words).0,
            end: place(words).1,
            confidence: 0.9,
        })
        .collect();
    let entities = quotes
        .iter()
        .filter_map(|quote| quote.speaker.clone())
        .map(|name| EntityRecord { kind: "person".to_owned(), name, role: None, mentions: 2 })
        .collect();
    ArticleRecord {
        identity: format!("https://example.org/{name}"),
        source: format!("https://example.org/{name}"),
        url: Some(format!("https://www.example.org/{name}")),
        title: format!("On the {name}"),
        site: Some("The Example".to_owned()),
        authors: Some("Åsa Lindqvist".to_owned()),
        published: Some("2026-11-20".to_owned()),
        language: Some("en".to_owned()),
        content: Some(Content {
            text: text.to_owned(),
            text_sha256: format!("hash of {text}"),
            words: text.split_whitespace().count(),
            quotes,
            entities,
            ..Content::default()
        }),
        ..ArticleRecord::default()
    }
}

fn harbour() -> ArticleRecord {
    article(
        "harbour",
        "The harbour is closed. “We had no choice,” said Mara Holt. The café near the pier stays open. “The pier is \
         safe,” said Ivo Brandt.",
        &[("Mara Holt", "We had no choice,"), ("Ivo Brandt", "The pier is safe,")],
    )
}

fn drought() -> ArticleRecord {
    let mut record = article(
        "drought",
        "No rain fell. “There is no water,” said Ivo Brandt.",
        &[("Ivo Brandt", "There is no water,")],
    );
    record.published = Some("2025-03-01".to_owned());
    record
}

fn filled(folder: &Folder) -> Library {
    let mut library = folder.open();
    library.put(&[harbour(), drought()], NOW).unwrap();
    library
}

fn titles(library: &Library, text: &str) -> Vec<String> {
    let mut titles: Vec<String> =
        library.list(&query(text), Sort::default(), None).unwrap().into_iter().map(|row| row.title).collect();
    titles.sort();
    titles
}

fn notes_file(notes: Vec<NoteRecord>) -> NotesFileRecord {
    NotesFileRecord {
        path: "/notes/a.toml".to_owned(),
        modified: 1,
        size: 2,
        sha256: "x".to_owned(),
        problem: None,
        notes,
    }
}

fn note(words: &str, note: &str, tags: &[&str]) -> NoteRecord {
    NoteRecord {
        annotation: "01A".to_owned(),
        words: words.to_owned(),
        note: note.to_owned(),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        checked: Some("unchecked".to_owned()),
        place: NotePlace::At(4, 11),
        made: NOW.to_owned(),
        ..NoteRecord::default()
    }
}
