//! Passages of an article in a language that the library has no grammar for: quotes without
//! speakers, and marked words.

use super::Found;
use crate::analysis::{ConfidenceParts, MarkedWords, Quote, QuoteId, QuoteKind};
use crate::model::Model;
use crate::passage::{Passage, passages};
use pullquote_article::Article;
use pullquote_article::text::token::Token;

/// The fewest words of a quote that does not end like a sentence.
const FEWEST_WORDS: usize = 4;

/// The probability of speech that is given for marked words here: nothing measures it.
const UNKNOWN: f32 = 0.2;

/// The passages of an article, in the order of the text. A passage with few words that does
/// not end like a sentence or a clause is not a quote; more often it is a name or a term.
pub(crate) fn find(article: &Article, tokens: &[Token], model: &Model) -> Found {
    let text = article.text();
    let (paragraphs, all) = passages(article, tokens, model.language);
    let mut found = Found { quotes: Vec::new(), marked: Vec::new() };
    for passage in all {
        if let Some(last) = found.quotes.last_mut().filter(|_| passage.continues) {
            last.spans.push(passage.span);
        } else if is_speech(text, &passage) {
            let opens = paragraphs.get(passage.para).is_some_and(|p| p.span.start == passage.outer.start);
            found.quotes.push(Quote {
                id: QuoteId(found.quotes.len()),
                kind: if opens { QuoteKind::Direct } else { QuoteKind::Mixed },
                spans: vec![passage.span],
                speaker: None,
                cue: None,
                confidence: 0.0,
                confidence_parts: ConfidenceParts::NONE,
                candidates: Vec::new(),
            });
        } else {
            found.marked.push(MarkedWords { span: passage.span, speech: UNKNOWN });
        }
    }
    found
}

fn is_speech(text: &str, passage: &Passage) -> bool {
    let words = passage.span.of(text);
    let after = text.get(passage.outer.end..).unwrap_or_default();
    let long = words.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS;
    let ends = words.ends_with([',', '.', '!', '?', '…']) || after.starts_with(',');
    long || ends && words.contains(' ')
}

#[cfg(test)]
mod tests {
    use crate::{Model, analyze};
    use pullquote_article::{ArticleBuilder, Format, Origin};

    #[test]
    fn a_german_article_has_quotes_without_speakers() {
        let text = "Der Gemeinderat stimmte am Dienstag dafür, den alten Fährkai zu schließen. „Wir haben kein Geld \
            mehr für die Pfeiler“, sagte Bürgermeisterin Anna Lindner. Die Zeitung „Küste“ hatte zuerst über die \
            Risse berichtet. „Das ist schade!“, rief Peter Holm, der den Kai seit vierzig Jahren kennt.";
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let analysis = analyze(&article, &Model::bundled());
        assert_eq!((analysis.language.code.as_str(), analysis.language.supported), ("de", false));
        let quotes: Vec<&str> = analysis.quotes.iter().map(|q| q.spans[0].of(text)).collect();
        assert_eq!(quotes, ["Wir haben kein Geld mehr für die Pfeiler", "Das ist schade!"]);
        assert!(analysis.quotes.iter().all(|q| q.speaker.is_none() && q.candidates.is_empty()));
        assert_eq!(analysis.marked.iter().map(|m| m.span.of(text)).collect::<Vec<_>>(), ["Küste"]);
    }
}
