//! Writing an export that the reader asks for.

use std::path::PathBuf;

use crate::app::ExportError;
use crate::config::load::at_home;
use crate::export::{EXPORTERS, Terms, exporter_of};
use crate::folders::exported;
use crate::folders::exported::{Export, Ledger, Written};

/// Writes an export of the notes with this name, completely or not at all. An
/// earlier export by this program is updated, keeping what a person wrote into
/// it; any other existing file is left alone.
pub(super) fn export(
    path: PathBuf,
    content: &str,
    overwrite: bool,
    (notes, ledger): &(String, Ledger),
) -> Result<PathBuf, ExportError> {
    let path = at_home(&path);
    let exporter = exporter_of(&path.to_string_lossy()).or(EXPORTERS.first());
    let update = exporter.and_then(|exporter| exporter.update).filter(|_| !overwrite);
    let refresh = |text: &str| {
        let update = update.filter(|update| update.knows(text, content))?;
        let updated = update.apply(text, content, Terms { force: false, complete: true, within: None });
        Some((updated.text, updated.kept))
    };
    let name = exporter.map_or("", |exporter| exporter.name);
    let of = format!("{name} {notes}");
    let of = exporter.is_none_or(|exporter| exporter.update.is_none()).then_some(of.as_str());
    let fresh = Export { fresh: content, of, force: overwrite, refresh: &refresh };
    let kept = match exported::write(&path, &fresh, ledger) {
        Ok(Written::Created | Written::Sent) => Vec::new(),
        Ok(Written::Updated(kept) | Written::Unchanged(kept)) => kept,
        Err(exported::ExportError::Exists(path) | exported::ExportError::Changed(path)) => {
            return Err(ExportError::Exists(path));
        }
        Err(error) => return Err(ExportError::Failed(error.to_string())),
    };
    if kept.is_empty() {
        return Ok(path);
    }
    let (what, shown) = (kept_sections(&kept), path.display());
    Err(ExportError::Failed(format!("exported to {shown}, but {what} changed by hand and stays as it is there")))
}

/// The sections that were kept, as the beginning of a sentence:
/// `the article's head and 2 notes were`.
fn kept_sections(kept: &[String]) -> String {
    format!("{} {}", crate::export::sections::described(kept), if kept.len() == 1 { "was" } else { "were" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn an_export_overwrites_a_file_only_if_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let path = folder.path().join("notes.md");
        assert_eq!(export(path.clone(), "one", false, &notes), Ok(path.clone()));
        std::fs::write(&path, "mine").unwrap();
        assert_eq!(export(path.clone(), "two", false, &notes), Err(ExportError::Exists(path.clone())));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(export(path.clone(), "two", true, &notes), Ok(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn an_earlier_export_is_updated_and_keeps_what_a_person_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let path = folder.path().join("notes.org");
        let fresh = |words: &str| format!("# pq a\n{words}\n# /pq a {}\n", seal_of(words));
        std::fs::write(&path, format!("Mine.\n\n{}", fresh("old"))).unwrap();
        assert_eq!(export(path.clone(), &fresh("new"), false, &notes), Ok(path.clone()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("Mine.\n\n{}", fresh("new")));
        std::fs::write(&path, fresh("new").replace("new", "my own")).unwrap();
        let Err(ExportError::Failed(message)) = export(path.clone(), &fresh("newer"), false, &notes) else {
            panic!("not message")
        };
        assert!(
            message.contains("notes.org") && std::fs::read_to_string(&path).unwrap().contains("my own"),
            "{message}"
        );
    }

    fn seal_of(words: &str) -> String {
        pullquote_article::sha256_hex(words.as_bytes()).chars().take(12).collect()
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        let home = etcetera::home_dir().unwrap();
        assert_eq!(at_home(Path::new("~/notes.md")), home.join("notes.md"));
        assert_eq!(at_home(Path::new("a/~/notes.md")), PathBuf::from("a/~/notes.md"));
    }

    #[cfg(unix)]
    #[test]
    fn an_export_has_the_permissions_of_other_files() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let (plain, path) = (folder.path().join("plain"), folder.path().join("notes.md"));
        std::fs::write(&plain, "").unwrap();
        export(path.clone(), "one", false, &notes).unwrap();
        assert_eq!(mode(&path), mode(&plain));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        export(path.clone(), "two", true, &notes).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn an_export_that_cannot_be_written_names_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let notes = ("n".to_owned(), Ledger::within(folder.path()));
        let path = folder.path().join("no such folder").join("notes.md");
        let Err(ExportError::Failed(message)) = export(path.clone(), "x", false, &notes) else {
            panic!("it was written")
        };
        assert!(message.starts_with(&format!("cannot write {}: ", path.display())), "{message}");
    }
}
