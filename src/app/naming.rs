//! How messages name what a key acted on: `Kyiv “refined peace…”`.

use super::App;
use super::mode::Target;
use pullquote_nlp::QuoteId;

/// The most words of the text in a name.
const WORDS: usize = 5;

/// The beginning of some words between quotation marks: `“refined peace…”`.
pub(super) fn shortened(words: &str) -> String {
    let marks = ['“', '”', '"', '„', '«', '»'];
    let mut all = words.split_whitespace();
    let first: Vec<&str> = all.by_ref().take(WORDS).collect();
    let first = first.join(" ");
    let first = first.trim_matches(|c: char| marks.contains(&c));
    let goes_on = all.next().is_some();
    let first = if goes_on { first.trim_end_matches(|c: char| c.is_ascii_punctuation()) } else { first };
    format!("“{first}{}”", if goes_on { "…" } else { "" })
}

impl App {
    /// A quote by its speaker, if there is one, and its first words.
    pub(super) fn named_quote(&self, id: QuoteId) -> String {
        let Some(quote) = self.analysis().and_then(|analysis| analysis.quote(id)) else { return String::new() };
        let words = shortened(&quote.words(self.article.text()));
        quote.speaker.as_ref().map_or(words.clone(), |speaker| format!("{} {words}", speaker.name))
    }

    /// What a note, a tag or a highlight is about, by its first words; a quote also by its
    /// speaker.
    pub(super) fn named_target(&self, target: &Target) -> String {
        self.quote_of_target(target).map_or_else(|| shortened(&self.words_of(target)), |id| self.named_quote(id))
    }

    /// The quote that has exactly the words of `target`.
    pub(super) fn quote_of_target(&self, target: &Target) -> Option<QuoteId> {
        let span = match target {
            Target::Quote(id) => return self.analysis()?.quote(*id).map(|quote| quote.id),
            Target::Words(span) => *span,
            Target::Annotation(id) => self.notebook()?.get(id)?.anchor.span()?,
        };
        self.quotes_in(span).find(|quote| quote.extent() == span).map(|quote| quote.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_first_words_without_marks_of_their_own() {
        assert_eq!(shortened("refined peace framework, and a plan for it"), "“refined peace framework, and a…”");
        assert_eq!(shortened("“We won the harbour.”"), "“We won the harbour.”");
        assert_eq!(shortened("one two three four five, six"), "“one two three four five…”");
    }
}
