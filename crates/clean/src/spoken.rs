//! The language that an article is in.

use pullquote_article::text::detect::{self, Detected};
use pullquote_article::text::graphemes::floor_boundary;

use crate::language::Language;

/// Bytes at the beginning of a text by which its language is detected.
const LOOKED_AT: usize = 2000;
/// The confidence with which a text is in another language than the page says, at least. On
/// 2131 pages it was wrong once, about a language that the detector does not know.
const SURE: f64 = 0.99;
/// The percentage of the words of a text that are frequent ones of its language, at least.
const FREQUENT: usize = 4;
/// By how many times these words are more than frequent ones of other languages, at least.
const MORE: usize = 3;

/// The language of an article with this `text`: the one that is `stated` (`de-AT`), if any,
/// unless the text is clearly in another one.
pub(crate) fn of(stated: Option<String>, text: &str, language: &Language) -> Option<String> {
    let text = text.get(..floor_boundary(text, LOOKED_AT)).unwrap_or("");
    match stated {
        // Detecting takes twenty times as long as looking at the words.
        Some(stated) if is_as_stated(&base(&stated), text, language) => Some(stated),
        Some(stated) => {
            let found = detect::language(text).filter(|found| contradicts(found, &base(&stated)));
            Some(found.map_or(stated, |found| found.code.to_owned()))
        }
        None => detect::language(text).map(|found| found.code.to_owned()),
    }
}

/// The code of the language alone in a tag: `de` of `de-AT`. Both kinds of Norwegian are `no`.
fn base(tag: &str) -> String {
    let code = tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    if code == "nb" || code == "nn" { "no".to_owned() } else { code }
}

/// Whether the `text` has many of the frequent words of the language with the code `stated`.
fn is_as_stated(stated: &str, text: &str, language: &Language) -> bool {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let (mut all, mut own, mut others) = (0, 0, 0);
    for word in words {
        all += 1;
        let Some(languages) = language.small_words.get(word) else { continue };
        let is_own = languages.split(',').any(|code| code == stated);
        *(if is_own { &mut own } else { &mut others }) += 1;
    }
    own * 100 >= all * FREQUENT && own > others * MORE
}

/// Whether the language that was found is surely another one than the one with the code
/// `stated`. Languages that are not detected are not contradicted.
fn contradicts(found: &Detected, stated: &str) -> bool {
    found.confidence >= SURE && found.code != stated && detect::name_of(stated).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The council voted on Tuesday to close the old ferry quay, after engineers had found cracks \
        in three of its nine piers. The mayor said that she would present a plan for a new quay by spring, and asked \
        people to be patient with the bus that takes its place.";
    const GERMAN: &str = "Der Gemeinderat stimmte am Dienstag dafür, den alten Fährkai zu schließen, nachdem \
        Ingenieure in drei seiner neun Pfeiler Risse gefunden hatten. Die Bürgermeisterin sagte, sie werde bis zum \
        Frühjahr einen Plan für einen neuen Kai vorlegen, und bat die Leute um Geduld.";

    fn of(stated: &str, text: &str) -> Option<String> {
        super::of(Some(stated.to_owned()).filter(|tag| !tag.is_empty()), text, Language::bundled())
    }

    #[test]
    fn a_text_shows_its_language_where_none_is_stated() {
        assert_eq!(of("", ENGLISH).as_deref(), Some("en"));
        assert_eq!(of("", GERMAN).as_deref(), Some("de"));
        assert_eq!(of("", "Der Kai"), None);
        assert_eq!(of("", ""), None);
    }

    #[test]
    fn only_a_clear_text_contradicts_the_page() {
        assert_eq!(of("en-US", GERMAN).as_deref(), Some("de"));
        for (stated, text) in [("de-AT", GERMAN), ("EN_gb", ENGLISH), ("de", "The quay"), ("nds", GERMAN)] {
            assert_eq!(of(stated, text).as_deref(), Some(stated));
        }
    }

    #[test]
    fn frequent_words_spare_the_detection() {
        let language = Language::bundled();
        assert!(is_as_stated("en", ENGLISH, language) && is_as_stated("de", GERMAN, language));
        assert!(!is_as_stated("de", ENGLISH, language) && !is_as_stated("en", GERMAN, language));
        assert!(!is_as_stated("en", "", language));
    }
}
