//! The language of a text, by whatlang (character trigrams: Cavnar and Trenkle 1994;
//! scripts).

use super::language::rows;

/// The fewest letters that a language is detected by: a shorter text has too few trigrams.
const FEWEST_LETTERS: usize = 200;
/// The percentage of letters of other scripts in a text in Latin script, at most.
const OTHERS: usize = 20;

/// A language that was detected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// The code of two letters (ISO 639-1): `de`.
    pub code: &'static str,
    /// The name in English: `German`.
    pub name: &'static str,
    /// How much nearer the text is to this language than to the next one, from 0.9 to 1.
    pub confidence: f64,
}

/// The language of `text`; `None` if that is not clear, or if the text has fewer than 200
/// letters. The time is linear in the length of the text: 2 kB take about a tenth of a
/// millisecond.
///
/// ```
/// use pullquote_article::text::detect::language;
///
/// let text = "Der Gemeinderat stimmte am Dienstag dafür, den alten Fährkai zu schließen. ".repeat(4);
/// assert_eq!(language(&text).map(|found| found.code), Some("de"));
/// assert_eq!(language("Der Kai"), None);
/// ```
#[must_use]
pub fn language(text: &str) -> Option<Detected> {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    if letters().take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
        return None;
    }
    let found = whatlang::detect(text)?;
    // Japanese has three scripts, each of which may be rarer than Latin names.
    let is_latin = |c: &char| matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let is_mixed = || letters().filter(|c| !is_latin(c)).count() * 100 > letters().count() * OTHERS;
    if found.script() == whatlang::Script::Latin && is_mixed() {
        return None;
    }
    let code = code_of(found.lang())?;
    found.is_reliable().then(|| Detected { code, name: found.lang().eng_name(), confidence: found.confidence() })
}

/// The English name of the language with the `code` of two letters, if it is one of those
/// that are detected.
#[must_use]
pub fn name_of(code: &str) -> Option<&'static str> {
    whatlang::Lang::all().iter().find(|lang| code_of(**lang) == Some(code)).map(|lang| lang.eng_name())
}

/// The code of two letters of a language.
fn code_of(language: whatlang::Lang) -> Option<&'static str> {
    let mut codes = rows(include_str!("../../assets/language/mul/codes.tsv"));
    codes.find(|[long, _]| *long == language.code()).map(|[_, short]| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_detected_has_a_code_and_a_name() {
        for language in whatlang::Lang::all() {
            let code = code_of(*language);
            assert_eq!(code.and_then(name_of), Some(language.eng_name()), "{}", language.code());
        }
        assert_eq!(name_of("xx"), None);
    }

    #[test]
    fn japanese_with_many_foreign_names_is_not_english() {
        let text = "「Harbour Core Mini」は、「Lindhaven」など、さまざまなものが動作するコンピュータだ。";
        assert_ne!(language(&text.repeat(20)).map(|found| found.code), Some("en"));
    }

    #[test]
    fn figures_and_signs_are_not_letters() {
        assert_eq!(language(&"1 + 2 = 3, ".repeat(100)), None);
    }
}
