//! Lines of their own that name the author of the quotation in the line above or below: “Ann Lee, mayor of
//! Lindhaven”, as in a list of opinions.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;

use super::label::is_title;
use super::marks::pairs;
use crate::language::Language;
use crate::lexicon::given_names::GivenNames;
use pullquote_article::{BlockKind, Span};

/// The most words of the description after a name.
const LONGEST_DESCRIPTION: usize = 14;

/// The longest line that is read, in bytes.
const LONGEST: usize = 160;

/// The most words of a name.
const LONGEST_NAME: usize = 5;

/// The longest small word inside a name, in bytes: “van”.
const LONGEST_PARTICLE: usize = 3;

/// Where the quotation is whose author a line names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuotePlace {
    /// In the line above, or in several lines above.
    Above,
    /// The same, by the only such line there: it may be the caption of a picture instead.
    LikelyAbove,
    /// In the line below, or in several lines below.
    Below,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// A quotation and nothing else.
    Quote,
    /// The name of a person.
    Author {
        /// Whether words follow that say who they are.
        described: bool,
        /// Whether it is a heading, which belongs to what is below it.
        heading: bool,
    },
    Other,
}

/// The lines that name an author, by the byte at which they begin. `lines` are all lines of an article.
pub(super) fn author_lines(language: &Language, text: &str, lines: &[(BlockKind, Span)]) -> HashMap<usize, QuotePlace> {
    let mut found = HashMap::new();
    let author = |&(kind, line): &(BlockKind, Span)| author_line(language, kind, line.of(text));
    let authors: Vec<Option<Line>> = lines.iter().map(author).collect();
    let read = |(&(kind, line), author): (&(BlockKind, Span), &Option<Line>)| match author {
        Some(author) => *author,
        None if kind != BlockKind::Caption && is_quote(language, text, line) => Line::Quote,
        None => Line::Other,
    };
    if authors.iter().all(Option::is_none) {
        return found;
    }
    let all: Vec<Line> = lines.iter().zip(&authors).map(read).collect();
    let mut at = 0;
    for run in all.chunk_by(|a, b| (*a == Line::Other) == (*b == Line::Other)) {
        if let Some(place) = place(run) {
            let names = lines.iter().skip(at).zip(run).filter(|(_, line)| **line != Line::Quote);
            found.extend(names.map(|((_, span), _)| (span.start, place)));
        }
        at += run.len();
    }
    found
}

/// Where the quotations of lines that follow each other are; `None` if that is not clear.
fn place(run: &[Line]) -> Option<QuotePlace> {
    let is_author = |line: &Line| matches!(line, Line::Author { .. });
    let authors = run.iter().filter(|line| is_author(line)).count();
    let pairs = run.windows(2).all(|pair| !pair.iter().all(is_author));
    let described = run.iter().all(|line| !matches!(line, Line::Author { described: false, .. }));
    let heading = run.iter().any(|line| matches!(line, Line::Author { heading: true, .. }));
    match run {
        [first, .., last] if !pairs || is_author(first) == is_author(last) => None,
        // One name above may be that of the writer.
        [first, .., Line::Quote] if is_author(first) && authors > 1 => Some(QuotePlace::Below),
        [Line::Quote, .., last] if is_author(last) && !heading && authors > 1 => Some(QuotePlace::Above),
        [Line::Quote, .., last] if is_author(last) && !heading && described => Some(QuotePlace::LikelyAbove),
        _ => None,
    }
}

/// Whether a line is a quotation and nothing else.
fn is_quote(language: &Language, text: &str, line: Span) -> bool {
    let words = line.of(text);
    let marked = words.starts_with(['“', '"', '‘', '\'', '”', '«', '„']);
    marked && matches!(pairs(language, text, line).as_slice(), [pair] if pair.outer == line)
}

/// The line as one that names a person; `None` if it is another.
fn author_line(language: &Language, kind: BlockKind, line: &str) -> Option<Line> {
    let heading = matches!(kind, BlockKind::Heading(_));
    if line.len() > LONGEST || !heading && kind != BlockKind::Paragraph || line.ends_with(['.', '!', '?', ':', '…']) {
        return None;
    }
    let (name, description) = match line.find([',', '(']) {
        Some(end) => (line.get(..end)?.trim_end(), line.get(end + 1..)?),
        None => (line, ""),
    };
    let words = || description.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if !is_name(name) || words().nth(LONGEST_DESCRIPTION).is_some() {
        return None;
    }
    let first = name.split(' ').next()?;
    let given = || language.people.begins_name(first) || GivenNames::bundled().gender(first).is_some();
    let role = |word: &str| language.people.is_person(word) || is_title(language, word);
    let has_role = words().any(|word| role(&word.to_lowercase()));
    let person = given() || is_title(language, first) || has_role;
    let described = has_role || words().any(|word| word.starts_with(char::is_lowercase));
    person.then_some(Line::Author { described, heading })
}

/// Whether words may be the name of a person: two to five without a digit, each with a capital but for
/// small ones inside, and not all in capitals.
fn is_name(words: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let count = words.split(' ').count();
    let ends = [words.split(' ').next(), words.split(' ').next_back()];
    (2..=LONGEST_NAME).contains(&count)
        && words.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
        && words.contains(char::is_lowercase)
        && ends.iter().flatten().all(|word| capital(word))
        && words.split(' ').all(|word| capital(word) || word.len() <= LONGEST_PARTICLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use QuotePlace::{Above, Below, LikelyAbove};

    /// The lines that name an author, with the place of the quotation. A line that begins with “#” is a
    /// heading.
    fn found(text: &str) -> Vec<(&str, QuotePlace)> {
        let mut at = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            let kind = if line.starts_with('#') { BlockKind::Heading(2) } else { BlockKind::Paragraph };
            let marks = line.len() - line.trim_start_matches('#').len();
            lines.push((kind, Span::new(at + marks, at + line.len())));
            at += line.len() + 1;
        }
        let authors = author_lines(Language::english(), text, &lines);
        let named = lines.iter().filter_map(|(_, line)| Some((line.of(text), *authors.get(&line.start)?)));
        named.collect()
    }

    #[test]
    fn names_below_quotations() {
        let text = "What they say\n“It is a good market.”\nAnn Lee, mayor of Lindhaven\n“We sell more.”\nTom Ek, baker";
        assert_eq!(found(text), [("Ann Lee, mayor of Lindhaven", Above), ("Tom Ek, baker", Above)]);
        assert_eq!(
            found("“It is good.”\nAnn Lee, head of Brink (in May)\nThe end."),
            [("Ann Lee, head of Brink (in May)", LikelyAbove)]
        );
        assert_eq!(found("“It is good.”\nAnn Lee\n“So.”\nTom Ek"), [("Ann Lee", Above), ("Tom Ek", Above)]);
    }

    #[test]
    fn names_above_quotations() {
        let text = "The market\nAnn Lee, 34, florist\n“It is good.”\nTom Ek, baker\n“We sell more.";
        assert_eq!(found(text), [("Ann Lee, 34, florist", Below), ("Tom Ek, baker", Below)]);
        assert_eq!(
            found("#Ann Lee\n“It is good.”\n“It is new.”\n#Tom Ek\n“So.”"),
            [("Ann Lee", Below), ("Tom Ek", Below)]
        );
    }

    #[test]
    fn lines_that_name_no_author_or_that_may_belong_to_either_quotation() {
        for text in [
            // One name may be that of the writer.
            "Ann Lee, reporter\n“It is a good market,” Ek said.",
            "Ann Lee, reporter\n“It is a good market.”\nShe said so in May.",
            "“It is good.”\nAnn Lee\nThe end.",
            "“It is good.”\n#Ann Lee, mayor\nShe came in May.",
            "“It is good.”\nAnn Lee, mayor\n“We sell more.”",
            "“It is good.”\nShe said so, the mayor of Lindhaven",
            "“It is good.”\nThe Harbour Board, in May",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
