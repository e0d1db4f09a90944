//! Writing an export to a file: whole or not at all, and nothing silently
//! over what a person wrote.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::export::{Terms, Update, Updated};

/// What a file is to hold.
pub(super) struct Content<'a> {
    /// The export.
    pub(super) fresh: &'a str,
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
pub(super) fn write(path: &Path, content: Content<'_>, annotations: usize) -> anyhow::Result<Written> {
    let done = |state, kept| Ok(Written { path: path.to_owned(), state, annotations, kept });
    // What a link names is written, and the link stays.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let there = match std::fs::read(&target) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            replace(&target, content.fresh, false)?;
            return done("created", Vec::new());
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    if there == content.fresh.as_bytes() {
        return done("unchanged", Vec::new());
    }
    let text = String::from_utf8(there).ok();
    let Some(updated) = text.as_deref().and_then(|text| refreshed(text, &content)) else {
        if !content.terms.force {
            bail!("{} is there already; choose another file, or write over it with --force", path.display());
        }
        replace(&target, content.fresh, true)?;
        return done("updated", Vec::new());
    };
    if text.as_deref() == Some(updated.text.as_str()) {
        return done("unchanged", updated.kept);
    }
    replace(&target, &updated.text, true)?;
    done("updated", updated.kept)
}

/// The file's text brought up to date.
fn refreshed(text: &str, content: &Content<'_>) -> Option<Updated> {
    let update = content.update.filter(|update| content.foreign || update.knows(text, content.fresh))?;
    Some(update.apply(text, content.fresh, content.terms))
}

/// Writes the whole file or nothing of it; one that is there stays, unless it
/// is to be replaced.
fn replace(file: &Path, text: &str, over: bool) -> anyhow::Result<()> {
    let named = || format!("cannot write {}", file.display());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the person's umask takes from this.
        temporary.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut temporary = temporary.tempfile_in(folder).with_context(named)?;
    temporary.write_all(text.as_bytes()).with_context(named)?;
    if let (true, Ok(there)) = (over, std::fs::metadata(file)) {
        temporary.as_file().set_permissions(there.permissions()).with_context(named)?;
    }
    let done = if over { temporary.persist(file) } else { temporary.persist_noclobber(file) };
    match done {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => {
            bail!("{} is there already; choose another file, or write over it with --force", file.display())
        }
        Err(error) => Err(error.error).with_context(named),
    }
}
