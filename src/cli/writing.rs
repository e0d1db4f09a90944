//! What became of the files that an export wrote, for people and programs.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::export::{Terms, Update};
use crate::library::exported;
use crate::library::exported::{Export, ExportError, Ledger};

/// What a file is to hold.
pub(super) struct Content<'a> {
    /// The export.
    pub(super) fresh: &'a str,
    /// See [`Export::of`].
    pub(super) of: &'a str,
    /// How a file that is there is brought up to date, where it can be.
    pub(super) update: Option<Update>,
    /// What happens to what a person changed.
    pub(super) terms: Terms,
    /// The file may be somebody else's, and gets the export besides.
    pub(super) foreign: bool,
}

/// What became of a file.
#[derive(Debug)]
pub(super) struct Written {
    /// The file.
    pub(super) path: PathBuf,
    /// `created`, `updated` or `unchanged`.
    pub(super) state: &'static str,
    /// Annotations that were exported.
    pub(super) annotations: usize,
    /// What stays as a person changed it.
    pub(super) kept: Vec<String>,
}

impl Written {
    /// The same for a program.
    pub(super) fn value(&self) -> Value {
        json!({
            "path": self.path.display().to_string(),
            "state": self.state,
            "annotations": self.annotations,
            "kept": self.kept,
        })
    }
}

/// Writes `content` to `path`; where that is forced also over a file that is
/// somebody else's.
///
/// # Errors
/// When the file can't be read or written, or is there already and none of
/// ours.
pub(super) fn write(
    path: &Path,
    content: &Content<'_>,
    ledger: &Ledger,
    annotations: usize,
) -> anyhow::Result<Written> {
    let Content { fresh, of, update, terms, foreign } = *content;
    let refresh = |text: &str| {
        let update = update.filter(|update| foreign || update.knows(text, fresh))?;
        let updated = update.apply(text, fresh, terms);
        Some((updated.text, updated.kept))
    };
    let of = update.is_none().then_some(of);
    let export = Export { fresh, of, force: terms.force, refresh: &refresh };
    let (state, kept) = match exported::write(path, &export, ledger) {
        Ok(exported::Written::Created) => ("created", Vec::new()),
        Ok(exported::Written::Updated(kept)) => ("updated", kept),
        Ok(exported::Written::Unchanged(kept)) => ("unchanged", kept),
        Err(error @ (ExportError::Exists(_) | ExportError::Changed(_))) => {
            anyhow::bail!("{error}; choose another file, or write over it with --force")
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Written { path: path.to_owned(), state, annotations, kept })
}
