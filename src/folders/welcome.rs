//! Whether somebody has used the program before, for the first steps.

use std::path::Path;

use super::reader_state::{replace_private, state_folder};

/// Whether this is the first start: nothing says that there was one before, and there is no library. From
/// now on it was not the first.
#[must_use]
pub fn is_first_start(library: &Path) -> bool {
    state_folder().is_some_and(|folder| is_first(&folder.join("welcomed"), library))
}

fn is_first(mark: &Path, library: &Path) -> bool {
    if mark.exists() {
        return false;
    }
    // Where nothing can be kept, the steps would come again and again.
    replace_private(mark, b"").is_ok() && !library.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_start_is_one_and_none_where_there_is_a_library() {
        let folder = tempfile::tempdir().unwrap();
        let (mark, library) = (folder.path().join("state/welcomed"), folder.path().join("library.sqlite"));
        assert!(is_first(&mark, &library));
        assert!(!is_first(&mark, &library));
        std::fs::remove_file(&mark).unwrap();
        std::fs::write(&library, "").unwrap();
        assert!(!is_first(&mark, &library));
        assert!(!is_first(&library.join("below a file"), Path::new("/nowhere")));
    }
}
