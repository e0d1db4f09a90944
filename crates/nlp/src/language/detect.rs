//! The language of an article, by its running text or its metadata.

use super::tables::SUPPORTED;
use pullquote_article::text::detect;
use pullquote_article::{Article, BlockKind};

/// The number of bytes of an article that are looked at.
const LOOKED_AT: usize = 20_000;

/// The language of articles that do not show another one.
const USUAL: &str = "en";

/// The language of an article, and whether the library has rules for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLanguage {
    /// Its code of two letters (ISO 639-1): `en`.
    pub code: String,
    /// Its English name: `German`; the code if the name is not known.
    pub name: String,
    /// True if speakers can be found: the library has the words and the grammar of it.
    pub supported: bool,
}

impl Default for ArticleLanguage {
    /// English.
    fn default() -> Self {
        Self::of_code(USUAL, None)
    }
}

impl ArticleLanguage {
    fn of_code(code: &str, name: Option<&str>) -> Self {
        let name = name.or_else(|| detect::name_of(code)).unwrap_or(code);
        Self { code: code.to_owned(), name: name.to_owned(), supported: SUPPORTED.contains(&code) }
    }
}

/// The language of an article: that of its running text; if there is too little text or the
/// text is not clear, that of the page's metadata, and then English.
pub(crate) fn language_of(article: &Article) -> ArticleLanguage {
    let text = article.text();
    let running = article.blocks().iter().filter(|b| !matches!(b.kind, BlockKind::Code | BlockKind::Table));
    let mut looked_at = String::new();
    for block in running {
        looked_at.push_str(block.span.of(text));
        looked_at.push('\n');
        if looked_at.len() > LOOKED_AT {
            break;
        }
    }
    let detected = detect::language(&looked_at).map(|found| ArticleLanguage::of_code(found.code, Some(found.name)));
    detected.or_else(|| in_metadata(article)).unwrap_or_default()
}

/// The language that the page says it is in: `de-AT` is `de`.
fn in_metadata(article: &Article) -> Option<ArticleLanguage> {
    let tag = article.meta().language.as_deref()?;
    let code = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    let code = if code == "nb" || code == "nn" { "no" } else { &code };
    (code.len() == 2).then(|| ArticleLanguage::of_code(code, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    fn code(text: &str) -> String {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        language_of(&ArticleBuilder::raw(text.to_owned(), origin)).code
    }

    #[test]
    fn the_usual_language_is_supported() {
        assert_eq!(ArticleLanguage::default().name, "English");
        assert!(ArticleLanguage::default().supported && !ArticleLanguage::of_code("de", None).supported);
    }

    #[test]
    fn a_long_text_shows_its_language_and_a_short_one_is_english() {
        let german = "Der Gemeinderat stimmte am Dienstag dafür, den alten Fährkai zu schließen, nachdem \
            Ingenieure in drei seiner neun Pfeiler Risse gefunden hatten. Die Bürgermeisterin sagte, sie werde \
            bis zum Frühjahr einen Plan für einen neuen Kai vorlegen, und bat die Leute um Geduld.";
        assert_eq!(code(german), "de");
        assert_eq!(code("„Wir gehen“, sagte sie."), "en");
        let english = "The council voted on Tuesday to close the old ferry quay, after engineers had found cracks \
            in three of its nine piers. The mayor said that she would present a plan for a new quay by spring, and \
            asked people to be patient with the bus that takes its place.";
        assert_eq!(code(english), "en");
    }
}
