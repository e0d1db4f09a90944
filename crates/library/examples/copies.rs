//! Makes a library of many articles from a smaller one, for measuring.
//!
//! usage: copies FROM TO TIMES
//!
//! Every article of the library FROM is put into the new library TO, TIMES times, with what the analysis found in it.
//! Each copy has an identity, a path and a date of its own. Its rare words are others: their letters are
//! replaced by others of the same kind and length, so that all quotes and names are where they were and the
//! full-text index grows as with new articles. Common words and the names of people and places stay.
//! `benches/library.py --copies` uses it: reading and analyzing 100,000 articles would take a quarter of an hour.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;

use pullquote_article::sha256_hex;
use pullquote_library::Library;
use pullquote_library::record::{ArticleRecord, Content, EntityRecord, QuoteRecord};
use rusqlite::{Connection, OpenFlags};

/// A word is rare if fewer articles than one in this many have it.
const RARE: usize = 50;
/// How many copies have words of their own; later ones have the words of earlier ones again.
const DIFFERENT: usize = 100;
/// How many articles are written in one step, as `library add` does with two threads.
const BATCH: usize = 16;
/// Over how many days the articles are spread.
const DAYS: usize = 3650;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [from, to, times] = arguments.as_slice() else { return Err("usage: copies FROM TO TIMES".into()) };
    let times: usize = times.parse()?;
    let originals = originals(Path::new(from))?;
    let rare = rare_words(&originals);
    let mut library = Library::open(Path::new(to), "copies")?.library;
    let first_day = jiff::civil::date(2015, 1, 1);
    for copy in 0..times {
        for (number, batch) in originals.chunks(BATCH).enumerate() {
            let day = (copy * 7919 + number * 104_729) % DAYS;
            let date = first_day.checked_add(jiff::Span::new().days(i64::try_from(day)?))?;
            let records: Vec<ArticleRecord> =
                batch.iter().map(|article| copied(article, copy, &rare, &date.to_string())).collect();
            library.put(&records, &format!("{date}T12:00:00Z"))?;
        }
    }
    library.tidy()?;
    Ok(())
}

/// The articles of a library that were read.
fn originals(file: &Path) -> Result<Vec<ArticleRecord>, Box<dyn Error>> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut articles = connection.prepare(
        "SELECT id, source, title, site, authors, language, words, text FROM articles JOIN texts ON article = id \
         ORDER BY id",
    )?;
    let mut quotes = connection
        .prepare("SELECT speaker, words, kind, start, end, confidence FROM quotes WHERE article = ?1 ORDER BY id")?;
    let mut entities = connection.prepare("SELECT kind, name, role, mentions FROM entities WHERE article = ?1")?;
    let mut rows = articles.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let quotes = quotes.query_map([id], |row| {
            Ok(QuoteRecord {
                speaker: row.get(0)?,
                words: row.get(1)?,
                kind: row.get(2)?,
                start: row.get(3)?,
                end: row.get(4)?,
                confidence: row.get(5)?,
            })
        })?;
        let entities = entities.query_map([id], |row| {
            Ok(EntityRecord { kind: row.get(0)?, name: row.get(1)?, role: row.get(2)?, mentions: row.get(3)? })
        })?;
        let content = Content {
            words: row.get(6)?,
            text: row.get(7)?,
            quotes: quotes.collect::<Result<_, _>>()?,
            entities: entities.collect::<Result<_, _>>()?,
            ..Content::default()
        };
        found.push(ArticleRecord {
            source: row.get(1)?,
            title: row.get(2)?,
            site: row.get(3)?,
            authors: row.get(4)?,
            language: row.get(5)?,
            content: Some(content),
            ..ArticleRecord::default()
        });
    }
    Ok(found)
}

/// The words in lower case that few of the articles have.
fn rare_words(articles: &[ArticleRecord]) -> HashSet<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for content in articles.iter().filter_map(|article| article.content.as_ref()) {
        let words: HashSet<&str> = content.text.split(|c: char| !c.is_alphanumeric()).collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let is_rare = |word: &str, count: usize| {
        count * RARE < articles.len() && word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase())
    };
    counts.into_iter().filter(|(word, count)| is_rare(word, *count)).map(|(word, _)| word.to_owned()).collect()
}

/// The article as the copy with this number, published on `date`.
fn copied(article: &ArticleRecord, copy: usize, rare: &HashSet<String>, date: &str) -> ArticleRecord {
    let replaced = |text: &str| with_other_words(text, copy, rare);
    let content = article.content.clone().unwrap_or_default();
    let text = replaced(&content.text);
    let text_sha256 = sha256_hex(format!("{copy} {text}").as_bytes());
    let source = format!("/copies/{copy:03}{}", article.source);
    let quotes =
        content.quotes.into_iter().map(|quote| QuoteRecord { words: replaced(&quote.words), ..quote }).collect();
    ArticleRecord {
        identity: text_sha256.chars().take(32).collect(),
        path: Some(source.clone()),
        source,
        title: format!("{} {copy}", article.title),
        published: Some(date.to_owned()),
        content: Some(Content { text, text_sha256, modified: Some(1), size: Some(1), quotes, ..content }),
        ..article.clone()
    }
}

/// The text with other letters in its rare words.
fn with_other_words(text: &str, copy: usize, rare: &HashSet<String>) -> String {
    const VOWELS: &[u8] = b"aeiou";
    const CONSONANTS: &[u8] = b"bcdfghjklmnpqrstvwxyz";
    let turned = |letters: &[u8], at: usize, by: usize| letters.get((at + by) % letters.len()).copied();
    let copy = copy % DIFFERENT;
    let other = |letter: char| {
        let place = |letters: &[u8]| letters.iter().position(|&b| char::from(b) == letter);
        let turned = match (place(VOWELS), place(CONSONANTS)) {
            (Some(at), _) => turned(VOWELS, at, copy % VOWELS.len()),
            (_, Some(at)) => turned(CONSONANTS, at, copy / VOWELS.len()),
            _ => None,
        };
        turned.map_or(letter, char::from)
    };
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if rare.contains(word) {
            out.extend(word.chars().map(other));
            out.push_str(piece.get(word.len()..).unwrap_or_default());
        } else {
            out.push_str(piece);
        }
    }
    out
}
