//! Web pages.

use crate::article::{ArticleBuilder, Origin};
use crate::clean::page;

/// The article in the page `text`.
pub(super) fn read(text: &str, origin: &Origin) -> ArticleBuilder {
    page::clean(text, origin.url.as_deref())
}
