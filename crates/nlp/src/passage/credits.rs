//! Credits of pictures in the text: “Cartoon by Ann Lee”, “(Photo: Bo Ek/Northlight)”. Whoever made a
//! picture is not whom the text around it is about.
//!
//! These rules are English grammar; see [`crate::language`].

use crate::language::Language;
use pullquote_article::text::token::Token;
use pullquote_article::{Article, MarkKind, Span};

/// The most words of a credit: “Photograph by Ann Lee / Northlight for the Brook Evening Post”.
const MOST_WORDS: usize = 14;

/// The credits of an article, in order: what is marked as one, and what reads like one.
pub(crate) fn credits(language: &Language, article: &Article, tokens: &[Token]) -> Vec<Span> {
    let marks = article.blocks().iter().flat_map(|block| &block.marks);
    let mut found: Vec<Span> = marks.filter(|mark| mark.kind == MarkKind::Credit).map(|mark| mark.span).collect();
    found.extend((0..tokens.len()).filter_map(|first| credit_at(language, article.text(), tokens, first)));
    found.sort_by_key(|span| span.start);
    found
}

/// The credit that begins at token `first`: a noun for a picture at the beginning of a line, of a sentence or in a
/// bracket, then “by” or a colon, and to the end only names and the small words between them.
fn credit_at(language: &Language, text: &str, tokens: &[Token], first: usize) -> Option<Span> {
    let word = |i: usize| tokens.get(i).map_or("", |token| token.span.of(text));
    let picture = |i: usize| language.credits.pictures.contains_any_case(word(i));
    let start = tokens.get(first).filter(|_| picture(first))?.span.start;
    let before = text.get(..start)?.trim_end_matches(' ');
    if !before.is_empty() && !before.ends_with(['\n', '(', '[', '.', '|', '•']) {
        return None;
    }
    let second = matches!(word(first + 1), "and" | "&") && picture(first + 2);
    let by = first + if second { 3 } else { 1 };
    let joined = word(by) == ":" || word(by).eq_ignore_ascii_case("by");
    let names = by + 1..(by + 1 + MOST_WORDS).min(tokens.len());
    let line_end = text.get(start..)?.find(['\n', ')', ']']).map_or(text.len(), |at| start + at);
    let names = names.start..names.end.min(tokens.partition_point(|token| token.span.start < line_end));
    let whole = tokens.get(names.end).is_none_or(|token| token.span.start >= line_end);
    let named = |i: usize| {
        let word = word(i);
        !word.starts_with(char::is_lowercase) || language.credits.joins.contains(word)
    };
    let begins = word(names.start).starts_with(char::is_uppercase);
    (joined && begins && whole && names.into_iter().all(named)).then(|| Span::new(start, line_end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::text::token::tokenize;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    #[test]
    fn who_made_a_picture_is_credited_and_what_it_shows_is_not() {
        let found = |text: &str| {
            let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
            let article = ArticleBuilder::raw(text.to_owned(), origin);
            let found = credits(Language::english(), &article, &tokenize(text));
            found.iter().map(|span| span.of(text).to_owned()).collect::<Vec<_>>()
        };
        for credit in [
            "Cartoon by Ann Moe Lee",
            "Photograph by Bo Ek / Northlight for the Brook Evening Post",
            "Photos and video by Bo Ek",
            "Photo: Northlight/Bo Ek",
        ] {
            assert_eq!(found(&format!("The quay is closed.\n\n{credit}\n\nHe left.")), [credit]);
        }
        assert_eq!(found("Cora Moen on the quay. (Photo by Bo Ek)"), ["Photo by Bo Ek"]);
        assert_eq!(found("Photos by Bo Ek show the quay."), Vec::<String>::new());
        assert_eq!(found("She bought a cartoon by Ann Lee\nHe left."), Vec::<String>::new());
        assert_eq!(found("Video: she leaves the quay"), Vec::<String>::new());
    }
}
