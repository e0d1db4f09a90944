//! The keys of the notes file, in the order they are written in.

/// The format this program writes, and the newest it reads.
pub(crate) const FORMAT: i64 = 1;

/// The keys of the article, in the order they are written in.
pub(crate) const ARTICLE_KEYS: &[&str] =
    &["title", "byline", "site", "source", "published", "fetched", "source_sha256", "text_sha256"];

/// The keys of an annotation, in the order they are written in.
pub(crate) const ANNOTATION_KEYS: &[&str] =
    &["id", "created", "modified", "motivation", "color", "tags", "note", "check", "quote", "target", "found"];

/// The keys of a selector, in the order they are written in.
pub(crate) const TARGET_KEYS: &[&str] = &["exact", "prefix", "suffix", "sentence", "start", "end", "text_sha256"];
