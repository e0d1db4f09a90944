//! The highlights and notes in the lists of other programs: they become notes on the articles.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::cli::output;
use crate::folders::article_record::identity_text;
use crate::folders::{LibraryError, NotesIndex, Places};
use crate::import::find_words::WordFinder;
use crate::import::whole_second;
use pullquote_article::{Article, sha256_hex};
use pullquote_library::ListedArticle;
use pullquote_library::reading_list::ListedNote;
use pullquote_nlp::Analysis;
use pullquote_notes::store::{self, StoreError};
use pullquote_notes::{Annotation, Header, Identity, Motivation, SaveRequest, Selector};

/// An article that was read, with its analysis.
pub(super) struct ReadArticle {
    /// The article with the passages that the person restored.
    pub(super) article: Article,
    /// Its analysis.
    pub(super) analysis: Analysis,
}

/// What became of the highlights and notes in lists.
#[derive(Debug, Default)]
pub(super) struct ListedNotesReport {
    /// How many are new notes.
    pub(super) added: usize,
    /// How many the notes files had already.
    pub(super) known: usize,
    /// How many of the new ones wait for the text of their article.
    pub(super) waiting: usize,
    /// The new ones with words that are not in the text, or in several places: the address and the words.
    pub(super) not_found: Vec<String>,
}

/// Saves highlights and notes of lists in the notes files.
pub(super) struct ListedNotes<'p> {
    places: &'p Places,
    /// The notes folder, read when it is needed first.
    index: Option<NotesIndex>,
    /// What is still to be saved, one request for each notes file.
    unsaved: Vec<SaveRequest>,
    /// The notes files of `unsaved`.
    paths: HashSet<PathBuf>,
}

/// Why highlights and notes could not be saved.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListedNotesError {
    /// There is no notes folder.
    #[error(transparent)]
    Places(#[from] LibraryError),
    /// A notes file can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<'p> ListedNotes<'p> {
    /// Saves in the notes files of `places`.
    pub(super) fn new(places: &'p Places) -> Self {
        Self { places, index: None, unsaved: Vec::new(), paths: HashSet::new() }
    }

    /// Takes over the notes of one article of a list. `identity` is that of the article in the library, `read` the
    /// article if its text is there: then the words of the notes are looked up in it. A note that the notes file
    /// has already stays as it is, as a person may have changed it. Nothing is saved before [`Self::save`].
    ///
    /// # Errors
    /// If the notes file can't be read, or there is no notes folder.
    pub(super) fn take(
        &mut self,
        listed: &ListedArticle,
        (identity, read): (&str, Option<&ReadArticle>),
        report: &mut ListedNotesReport,
    ) -> Result<(), ListedNotesError> {
        if listed.notes.is_empty() {
            return Ok(());
        }
        // A page that only leads to the front page of its site is not the article that was marked.
        let read = read.filter(|read| identity_text(&Identity::of(&read.article)) == identity);
        let header = read.map_or_else(|| header_of(listed), |read| Header::of(&read.article));
        if self.index.is_none() {
            self.index = Some(NotesIndex::read(self.places)?);
        }
        let Some(index) = &mut self.index else { return Ok(()) };
        let path = index.named().unwrap_or_else(|| index.of(&header));
        if self.paths.contains(&path) {
            self.save()?;
        }
        let loaded = store::load(&path)?;
        let known: HashSet<&str> = loaded.annotations.iter().map(|annotation| annotation.id.as_str()).collect();
        let finder = read.map(|read| WordFinder::new(&read.article, &read.analysis));
        let mut annotations = loaded.annotations.clone();
        for mut annotation in annotations_of(listed, whole_second(store::stamp().now)) {
            if known.contains(annotation.id.as_str()) {
                report.known += 1;
                continue;
            }
            report.added += 1;
            if !annotation.is_on_whole() {
                let words = annotation.exact().to_owned();
                match &finder {
                    Some(finder) if !finder.add_selector(&mut annotation) => {
                        report.not_found.push(format!("{}: “{}”", listed.address, output::shortened(&words)));
                    }
                    Some(_) => {}
                    None => report.waiting += 1,
                }
            }
            annotations.push(annotation);
        }
        if annotations.len() == loaded.annotations.len() {
            return Ok(());
        }
        if let Some(index) = self.index.as_mut().filter(|_| loaded.header.is_none()) {
            index.add(path.clone(), Some(&header), &annotations);
        }
        self.paths.insert(path.clone());
        self.unsaved.push(SaveRequest {
            path,
            header,
            base: Arc::new(loaded.annotations),
            mine: Arc::new(annotations),
            base_corrections: loaded.corrections.clone(),
            corrections: loaded.corrections,
            remembered: BTreeMap::new(),
            slices: loaded.slices,
        });
        Ok(())
    }

    /// Saves what was taken.
    ///
    /// # Errors
    /// The first one, if a file can't be saved; the others are saved.
    pub(super) fn save(&mut self) -> Result<(), ListedNotesError> {
        let requests = std::mem::take(&mut self.unsaved);
        self.paths.clear();
        store::save_all(&requests).into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(())
    }
}

/// What a notes file says about an article that was not read.
fn header_of(listed: &ListedArticle) -> Header {
    Header {
        title: listed.title.clone(),
        byline: listed.author.iter().cloned().collect(),
        site: listed.site.clone(),
        source: Some(listed.address.clone()),
        ..Header::default()
    }
}

/// The notes as annotations. Their ids are made from the address and the words, so that the same list gives the
/// same notes again.
fn annotations_of(listed: &ListedArticle, now: Timestamp) -> Vec<Annotation> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    let annotation = |note: &ListedNote, nth: usize| {
        let words = note.words.as_deref().unwrap_or_default();
        let made_of = format!("{}\0{words}\0{nth}", listed.address);
        let selector = Selector { exact: words.to_owned(), ..Selector::default() };
        Annotation {
            id: format!("listed-{}", sha256_hex(made_of.as_bytes()).get(..16).unwrap_or("0")),
            selectors: if words.is_empty() { Vec::new() } else { vec![selector] }.into(),
            motivation: if note.note.is_empty() { Motivation::Highlighting } else { Motivation::Commenting },
            note: note.note.clone(),
            tags: Vec::new(),
            color: None,
            quote: None,
            check: None,
            created: now,
            modified: now,
        }
    };
    let numbered = listed.notes.iter().map(|note| {
        let nth = times.entry(note.words.as_deref().unwrap_or_default()).or_default();
        *nth += 1;
        annotation(note, *nth)
    });
    numbered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_list_gives_the_same_notes_and_equal_words_give_two() {
        let note =
            |words: Option<&str>, note: &str| ListedNote { words: words.map(str::to_owned), note: note.to_owned() };
        let notes = vec![note(Some("the pier"), ""), note(Some("the pier"), "again"), note(None, "on all of it")];
        let listed =
            ListedArticle { address: "https://example.org/pier".to_owned(), notes, ..ListedArticle::default() };
        let ids = |day: &str| -> Vec<String> {
            annotations_of(&listed, day.parse().unwrap()).into_iter().map(|annotation| annotation.id).collect()
        };
        let first = ids("2026-11-29T10:00:00Z");
        assert_eq!(first, ids("2026-11-30T10:00:00Z"));
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 3);
        let made = annotations_of(&listed, Timestamp::UNIX_EPOCH);
        assert!(made[2].is_on_whole() && made[2].motivation == Motivation::Commenting);
        assert_eq!((made[0].exact(), made[0].motivation), ("the pier", Motivation::Highlighting));
    }
}
