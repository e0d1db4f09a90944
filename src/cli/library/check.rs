//! `pullquote library check` and `rebuild`: the library against the files that it was made from.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::reading::{ArticleReader, batch_size};
use super::{LibraryArgs, OpenLibrary};
use crate::cli::output;
use crate::cli::settings::NotesFile;
use crate::cli::source::{Prefer, ReadingArgs, SourceArgument};
use crate::folders::article_record::{FileState, link_record};
use crate::folders::notes_in_library::notes_differences;
use crate::folders::{Pages, moment, notes_folder, replace_library};
use crate::printing;
use pullquote_library::query::State;
use pullquote_library::store::{ArticleRow, Sort};
use pullquote_library::{LibraryFileError, Query};

/// Say what differs between the library and your files
///
/// Nothing is changed. The status is 1 if something differs.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

/// Make the library again from your notes, files and kept pages
///
/// What only the library knows stays. An article that can't be read any more keeps the text that the
/// library has.
#[derive(Debug, clap::Args)]
pub(super) struct RebuildArgs {
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    notes: NotesFile,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
}

/// Something that differs.
struct Difference {
    /// What kind: `notes-changed`, `notes-gone`, `file-changed`, `file-gone`, `damaged`.
    kind: &'static str,
    /// The file.
    file: String,
}

impl Difference {
    fn sentence(&self) -> String {
        let what = match self.kind {
            "notes-changed" => "these notes have changed since the library read them",
            "notes-gone" => "these notes are gone",
            "file-changed" => "this article has changed since the library read it",
            "file-gone" => "this article is gone; the library keeps its text",
            _ => return format!("{}; `pullquote library rebuild` repairs it", self.file),
        };
        format!("{}: {what}", self.file)
    }
}

/// Runs `check`.
///
/// # Errors
/// When the library can't be read.
pub(super) fn check(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let open = args.library.open(false)?;
    let differences = differences(&open)?;
    if args.json {
        let all: Vec<_> = differences.iter().map(|d| json!({ "kind": d.kind, "file": d.file })).collect();
        output::print_json(&json!({ "differences": all }))?;
    } else if differences.is_empty() {
        printing::print("The library agrees with your files.")?;
    } else {
        let lines: Vec<String> = differences.iter().map(Difference::sentence).collect();
        printing::print(&lines.join("\n"))?;
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Every difference.
fn differences(open: &OpenLibrary) -> anyhow::Result<Vec<Difference>> {
    let named = |kind: &'static str| move |file: String| Difference { kind, file };
    let mut all: Vec<Difference> = open.library.faults()?.into_iter().map(named("damaged")).collect();
    let notes = notes_differences(&open.library, &open.places)?;
    all.extend(notes.changed.into_iter().map(named("notes-changed")));
    all.extend(notes.gone.into_iter().map(named("notes-gone")));
    for (path, modified, size) in open.library.files()? {
        match FileState::of(Path::new(&path)) {
            None => all.push(Difference { kind: "file-gone", file: path }),
            Some(state) if state != (FileState { modified, size }) => {
                all.push(Difference { kind: "file-changed", file: path });
            }
            Some(_) => {}
        }
    }
    Ok(all)
}

/// Runs `rebuild`.
///
/// # Errors
/// When the library can't be written.
pub(super) fn rebuild(args: &RebuildArgs) -> anyhow::Result<ExitCode> {
    let library = LibraryArgs::of(args.reading.config.clone(), args.notes.clone());
    let mut open = library.open(true)?;
    if !open.library.faults()?.is_empty() {
        open = set_aside(open)?;
    }
    open.library.rebuild_indexes()?;
    let opener = args.reading.opener(&open.config, open.places.clone(), Prefer::Kept).without_web();
    let reader = ArticleReader::new(opener, &open.places)?;
    add_kept_pages(&mut open)?;
    let trashed = open.library.list(&Query::in_state(State::Trashed), Sort::default(), None)?;
    let mut rows: Vec<ArticleRow> = open.library.list(&Query::everything(), Sort::default(), None)?;
    rows.extend(trashed);
    let (mut read, mut kept) = (0, 0);
    for batch in rows.chunks(batch_size()) {
        let sources: Vec<SourceArgument> = batch.iter().map(|row| SourceArgument::from(row.source.as_str())).collect();
        let records: Vec<_> = reader.read_all(&sources).into_iter().flatten().collect();
        kept += batch.len() - records.len();
        read += records.len();
        open.library.put(&records, &moment::now())?;
        if printing::errors_are_on_terminal() {
            printing::show_progress(&format!("{} of {}", read + kept, rows.len()));
        }
    }
    if printing::errors_are_on_terminal() {
        printing::clear_progress();
    }
    open.update_notes()?;
    if args.json {
        output::print_json(&json!({ "read": read, "kept": kept }))?;
    } else {
        printing::print(&format!("{read} read again, {kept} kept as they were."))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Sets a damaged library aside and opens a new one with what could be saved.
fn set_aside(open: OpenLibrary) -> Result<OpenLibrary, LibraryFileError> {
    let path = open.library.path().to_owned();
    let OpenLibrary { library, places, config } = open;
    drop(library);
    let opened = replace_library(&path)?;
    if let Some(aside) = &opened.set_aside {
        printing::complain(&aside.sentence());
    }
    Ok(OpenLibrary { library: opened.library, places, config })
}

/// Adds the pages that were kept beside the notes and are not in the library.
fn add_kept_pages(open: &mut OpenLibrary) -> anyhow::Result<()> {
    let pages = Pages::of(&notes_folder(&open.places)?, open.config.fetch.keep_bytes);
    let links: Vec<_> = pages.addresses().iter().filter_map(|address| link_record(address)).collect();
    open.library.put(&links, &moment::now())?;
    Ok(())
}
