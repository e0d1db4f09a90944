//! The tags in use, for completion while typing.

use std::collections::BTreeMap;
use std::path::Path;

use super::places::toml_files;
use pullquote_notes::store;

/// Every tag in the notes files of `folder`, but for the file `open`, with the
/// number of annotations that have it. The most used come first, then the order
/// of names. Files that can't be read are skipped, because completion should not
/// report errors.
#[must_use]
pub fn tags_in_use(folder: &Path, open: &Path) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for file in toml_files(folder).into_iter().filter(|file| file != open) {
        let Ok(loaded) = store::load(&file) else { continue };
        for tag in loaded.annotations.into_iter().flat_map(|a| a.tags) {
            *counts.entry(tag).or_default() += 1;
        }
    }
    let mut tags: Vec<(String, usize)> = counts.into_iter().collect();
    tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_most_used_tag_comes_first_and_broken_files_are_skipped() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("a.toml", "[[annotation]]\ntags = [\"river\", \"boats\"]\n[[annotation]]\ntags = [\"boats\"]\n");
        write("b.toml", "[[annotation]]\ntags = [\"ash\"]\n");
        write("c.toml", "[[annotation]\ntags = [\"lost\"]\n");
        write("d.txt", "tags = [\"no\"]");
        write("open.toml", "[[annotation]]\ntags = [\"sea\"]\n");
        let tags = tags_in_use(folder.path(), &folder.path().join("open.toml"));
        let tags: Vec<(&str, usize)> = tags.iter().map(|(tag, n)| (tag.as_str(), *n)).collect();
        assert_eq!(tags, [("boats", 2), ("ash", 1), ("river", 1)]);
        assert!(tags_in_use(&folder.path().join("none"), Path::new("")).is_empty());
    }
}
