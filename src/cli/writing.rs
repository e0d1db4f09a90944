//! Writes the files of an export and reports what happened to each.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::export::{Terms, Update};
use crate::folders::exported;
use crate::folders::exported::{Export, ExportError, Ledger};

/// What to write to a file.
pub(super) struct Content<'a> {
    /// The text of the export.
    pub(super) fresh: &'a str,
    /// A short name for article and format; see [`Export::of`].
    pub(super) of: &'a str,
    /// How the format updates an existing file; `None` where it can't.
    pub(super) update: Option<Update>,
    /// What happens to sections that a person changed.
    pub(super) terms: Terms,
    /// Whether the sections may be added to a file with other text.
    pub(super) foreign: bool,
}

/// What happened to a file.
#[derive(Debug)]
pub(super) struct Written {
    /// The path of the file.
    pub(super) path: PathBuf,
    /// `created`, `updated`, `unchanged`, or `sent` for a pipe or a device.
    pub(super) state: &'static str,
    /// The number of exported annotations.
    pub(super) annotations: usize,
    /// The ids of sections that were kept because a person had changed them.
    pub(super) kept: Vec<String>,
}

impl Written {
    /// This report as JSON.
    pub(super) fn value(&self) -> Value {
        json!({
            "path": self.path.display().to_string(),
            "state": self.state,
            "annotations": self.annotations,
            "kept": self.kept,
        })
    }
}

/// Writes `content` to `path`; see [`exported::write`].
///
/// # Errors
/// When the file can't be read or written, or exists and is not an unchanged
/// export.
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
        Ok(exported::Written::Sent) => ("sent", Vec::new()),
        Err(error @ (ExportError::Exists(_) | ExportError::Changed(_))) => {
            anyhow::bail!("{error}; choose another file, or replace it with --force")
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Written { path: path.to_owned(), state, annotations, kept })
}
