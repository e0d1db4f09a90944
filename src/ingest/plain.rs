//! Plain text, clean or scraped.

use crate::article::{ArticleBuilder, Origin};
use crate::clean::rules::Rules;
use crate::clean::scraped;

/// The article in `text`.
pub(super) fn read(text: &str, _origin: &Origin) -> ArticleBuilder {
    scraped::clean(text, Rules::bundled())
}
