//! Plain text, clean or scraped.

use crate::rules::Rules;
use crate::scraped;
use pullquote_article::{ArticleBuilder, Origin};

/// The article in `text`.
pub(super) fn read(text: &str, _origin: &Origin) -> ArticleBuilder {
    scraped::clean(text, Rules::bundled())
}
