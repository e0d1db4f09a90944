//! Where sentences end.

use super::span::Span;
use super::token::{Token, is_abbreviation};

/// Cuts `block` (a span of `text`, say one paragraph) into sentences, in
/// order, each without the white space around it. A closing quotation mark or
/// bracket goes with the sentence it closes; `“A,” she said. “B.”` is two
/// sentences. `tokens` are those of `text`.
#[must_use]
pub fn sentences(text: &str, block: Span, tokens: &[Token]) -> Vec<Span> {
    let from = tokens.partition_point(|t| t.span.start < block.start);
    let to = tokens.partition_point(|t| t.span.end <= block.end);
    let tokens = tokens.get(from..to).unwrap_or(&[]);
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let first = *start.get_or_insert(token.span.start);
        if is_terminal(token.span.of(text)) {
            let mut last = i;
            while tokens.get(last + 1).is_some_and(|next| closes(text, tokens.get(last), next)) {
                last += 1;
            }
            let end = tokens.get(last).map_or(token.span.end, |t| t.span.end);
            if next_begins_sentence(text, tokens, i, last) {
                found.push(Span::new(first, end));
                start = None;
            }
            i = last;
        }
        i += 1;
    }
    if let (Some(first), Some(last)) = (start, tokens.last()) {
        found.push(Span::new(first, last.span.end));
    }
    found
}

fn is_terminal(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "…" | "。" | "！" | "？")
        || (word.starts_with("..") && word.ends_with('.'))
        || (word.ends_with('.') && word.len() > 1)
}

/// Whether `next` still belongs to the end of the sentence that `last` ends:
/// more terminals, a closing mark, or a straight mark that touches it.
fn closes(text: &str, last: Option<&Token>, next: &Token) -> bool {
    let touches = last.is_some_and(|last| last.span.end == next.span.start);
    match next.span.of(text) {
        "”" | "’" | "»" | ")" | "]" => true,
        "\"" | "'" => touches,
        word => touches && matches!(word, "." | "!" | "?" | "…" | "..."),
    }
}

/// Whether a sentence ends between token `last` and the next one; `terminal`
/// is the token that might have ended it.
fn next_begins_sentence(text: &str, tokens: &[Token], terminal: usize, last: usize) -> bool {
    let Some(next) = tokens.get(last + 1) else { return true };
    let word = next.span.of(text);
    let gap = tokens.get(last).map_or("", |t| text.get(t.span.end..next.span.start).unwrap_or(""));
    if gap.contains('\n') {
        return true;
    }
    let ender = tokens.get(terminal).map_or("", |t| t.span.of(text));
    let starts_lower = word.starts_with(char::is_lowercase);
    if starts_lower {
        return false;
    }
    if ender.len() > 1 && ender.ends_with('.') && !ender.starts_with('.') {
        // "Mr. Lee" goes on; "in the U.S. He" may not: only a word that
        // commonly opens a sentence is taken to open one.
        return !gap.is_empty() && opens_sentence(word) && ender.trim_end_matches('.').contains('.');
    }
    let before = terminal.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.span.of(text));
    if ender == "."
        && is_abbreviation(before)
        && before.chars().count() == 1
        && before.starts_with(char::is_uppercase)
        && before != "I"
    {
        return false;
    }
    if gap.is_empty() && last == terminal {
        // "left.Then" in a scraped text is a sentence end, "example.Com" rare.
        return word.starts_with(char::is_uppercase) || word.starts_with(['“', '"']);
    }
    true
}

fn opens_sentence(word: &str) -> bool {
    matches!(
        word,
        "“" | "\""
            | "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "But"
            | "And"
            | "In"
            | "On"
            | "At"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "His"
            | "Her"
            | "Their"
            | "Our"
            | "There"
            | "If"
            | "When"
            | "While"
            | "As"
            | "For"
            | "So"
            | "After"
            | "However"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len()), &tokenize(text)).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn quotation_marks_close_with_their_sentence() {
        assert_eq!(cut("“We won.” She left. “Why?” he said."), ["“We won.”", "She left.", "“Why?” he said."]);
        assert_eq!(cut("\"We won.\" She left."), ["\"We won.\"", "She left."]);
    }

    #[test]
    fn titles_and_initials_do_not_end_one() {
        assert_eq!(
            cut("Mr. J. Lee of the U.S. Army spoke. Then he left."),
            ["Mr. J. Lee of the U.S. Army spoke.", "Then he left."]
        );
        assert_eq!(cut("He moved to the U.S. The war went on."), ["He moved to the U.S.", "The war went on."]);
    }

    #[test]
    fn an_ellipsis_before_a_lower_case_word_goes_on() {
        assert_eq!(cut("At first glance... is it? Yes"), ["At first glance... is it?", "Yes"]);
    }
}
