//! Brings the notes in the library up to date with the notes files, which are the truth.

use std::collections::HashMap;
use std::path::Path;

use super::article_record::{FileState, header_record};
use super::library_file::absolute;
use super::locate::notes_files;
use super::moment;
use super::places::{LibraryError, Places};
use pullquote_article::text::units::CodePoints;
use pullquote_article::{ArticleBuilder, Format, Origin, files, sha256_hex};
use pullquote_library::record::{NotePlace, NoteRecord, NotesFileRecord};
use pullquote_library::store::KnownNotesFile;
use pullquote_library::{Library, LibraryFileError};
use pullquote_notes::store;
use pullquote_notes::{Anchor, Anchorer, Annotation};

/// The most bytes of a notes file that are read.
const LARGEST: u64 = 1_000_000_000;

/// Why the notes in the library could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// There is no notes folder.
    #[error(transparent)]
    Places(#[from] LibraryError),
    /// The library can't be read or written.
    #[error(transparent)]
    File(#[from] LibraryFileError),
}

/// What is different between the notes files and the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// The files that are new or have changed since they were read.
    pub changed: Vec<String>,
    /// The files that have another time, and the same bytes.
    pub touched: Vec<(String, FileState)>,
    /// The files that are gone.
    pub gone: Vec<String>,
}

/// What [`update_notes`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotesUpdate {
    /// Whether notes in the library are others now.
    pub changed: bool,
    /// A sentence for each file that can't be read; of such a file the library keeps what it had.
    pub problems: Vec<String>,
}

/// What is different between the notes files of `places` and the library. Time and size of each
/// file are compared, and its bytes only if these differ.
///
/// # Errors
/// If there is no notes folder, or the library can't be read.
pub fn notes_differences(library: &Library, places: &Places) -> Result<Differences, UpdateError> {
    let mut known: HashMap<String, KnownNotesFile> =
        library.notes_files()?.into_iter().map(|file| (file.path.clone(), file)).collect();
    let mut differences = Differences::default();
    for file in notes_files(places)? {
        let path = absolute(&file).to_string_lossy().into_owned();
        let Some(state) = FileState::of(&file) else { continue };
        match known.remove(&path).filter(|known| !known.outdated) {
            Some(known) if (known.modified, known.size) == (state.modified, state.size) => {}
            Some(known) if has_hash(&file, &known.sha256) => differences.touched.push((path, state)),
            _ => differences.changed.push(path),
        }
    }
    differences.gone = known.into_keys().filter(|path| !Path::new(path).exists()).collect();
    differences.gone.sort();
    Ok(differences)
}

/// Brings the notes in the library up to date.
///
/// # Errors
/// If there is no notes folder, or the library can't be read or written.
pub fn update_notes(library: &mut Library, places: &Places) -> Result<NotesUpdate, UpdateError> {
    if !library.is_writable() {
        return Ok(NotesUpdate::default());
    }
    let differences = notes_differences(library, places)?;
    let changed = !(differences.changed.is_empty() && differences.gone.is_empty());
    let mut problems = Vec::new();
    for path in &differences.changed {
        problems.extend(update_file(library, Path::new(path))?);
    }
    for (path, state) in &differences.touched {
        library.touch_notes_file(path, state.modified, state.size)?;
    }
    for path in &differences.gone {
        library.forget_notes_file(path)?;
    }
    Ok(NotesUpdate { changed, problems })
}

fn has_hash(file: &Path, hash: &str) -> bool {
    files::read(file, LARGEST).is_ok_and(|bytes| sha256_hex(&bytes) == hash)
}

/// Reads one notes file into the library; returns why it can't be read, if it can't.
fn update_file(library: &mut Library, path: &Path) -> Result<Option<String>, LibraryFileError> {
    let now = moment::now();
    let state = FileState::of(path).unwrap_or_default();
    let sha256 = files::read(path, LARGEST).map(|bytes| sha256_hex(&bytes)).unwrap_or_default();
    let mut record = NotesFileRecord {
        path: path.to_string_lossy().into_owned(),
        modified: state.modified,
        size: state.size,
        sha256,
        ..NotesFileRecord::default()
    };
    let loaded = match store::load(path) {
        Ok(loaded) => loaded,
        Err(error) => {
            record.problem = Some(error.to_string());
            library.put_notes_file(&record, None, &now)?;
            return Ok(record.problem);
        }
    };
    let Some(header) = loaded.header.filter(|header| !header.is_nameless()) else { return Ok(None) };
    let article = header_record(&header);
    let text = library.text_of(&article)?;
    record.notes = note_records(&loaded.annotations, text);
    library.put_notes_file(&record, Some(&article), &now)?;
    Ok(None)
}

/// The notes, with their places in the text of the article if that was read.
fn note_records(annotations: &[Annotation], text: Option<String>) -> Vec<NoteRecord> {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let article = text.map(|text| ArticleBuilder::raw(text, origin));
    let anchorer = article.as_ref().map(|article| (Anchorer::new(article), CodePoints::new(article.text())));
    let place = |annotation: &Annotation| match &anchorer {
        Some((anchorer, points)) if !annotation.is_on_whole() => match anchorer.anchor(&annotation.selectors) {
            Anchor::Exact(span) | Anchor::Moved(span, _) => {
                NotePlace::At(points.of_byte(span.start), points.of_byte(span.end))
            }
            Anchor::Review(_) => NotePlace::Review,
            Anchor::Orphan => NotePlace::Orphaned,
        },
        _ => NotePlace::Unknown,
    };
    let record = |annotation: &Annotation| NoteRecord {
        annotation: annotation.id.clone(),
        words: annotation.exact().to_owned(),
        note: annotation.note.clone(),
        tags: annotation.tags.clone(),
        speaker: annotation.quote.as_ref().and_then(|quote| quote.speaker.clone()),
        checked: annotation.quote.as_ref().map(|_| annotation.check.unwrap_or_default().name().to_owned()),
        place: place(annotation),
        made: annotation.created.to_string(),
    };
    annotations.iter().map(record).collect()
}
