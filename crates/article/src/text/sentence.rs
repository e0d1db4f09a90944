//! Splitting text into sentences.

use super::language::Language;
use super::span::Span;
use super::token::Token;

/// Splits `block` (a span of `text`, for example one paragraph) into
/// sentences: their spans in `text`, in order, without white space at either
/// end. `tokens` are those of `text`, from [`super::token::tokenize_in`] with
/// the same `language`.
///
/// A closing quotation mark or bracket belongs to the sentence it closes:
/// `“A,” she said. “B.”` is two sentences. A line break ends a sentence where
/// the next word would still have fitted on the line, as in a list.
#[must_use]
pub fn sentences(text: &str, block: Span, tokens: &[Token], language: &Language) -> Vec<Span> {
    let from = tokens.partition_point(|t| t.span.start < block.start);
    let to = tokens.partition_point(|t| t.span.end <= block.end);
    let tokens = tokens.get(from..to).unwrap_or(&[]);
    let lines = Lines::of(block.of(text));
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut i = 0;
    while let Some(token) = tokens.get(i) {
        let first = *start.get_or_insert(token.span.start);
        if lines.as_ref().is_some_and(|lines| lines.ends_sentence_after(text, token, tokens.get(i + 1))) {
            found.push(Span::new(first, token.span.end));
            start = None;
        } else if is_terminal(token.span.of(text)) {
            let mut last = i;
            while tokens.get(last + 1).is_some_and(|next| closes(text, tokens.get(last), next)) {
                last += 1;
            }
            let end = tokens.get(last).map_or(token.span.end, |t| t.span.end);
            if next_begins_sentence(text, tokens, (i, last), language) {
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

/// The lines of a block that has more than one.
struct Lines {
    /// The width of the longest line, in code points.
    widest: usize,
}

impl Lines {
    /// The fewest columns that texts are wrapped to.
    const NARROWEST: usize = 40;
    /// The most columns that texts are wrapped to.
    const WIDEST: usize = 120;

    /// Reads the lines of `block`; `None` if there is only one.
    fn of(block: &str) -> Option<Self> {
        block.contains('\n').then(|| Self { widest: block.lines().map(width).max().unwrap_or(0) })
    }

    /// Whether the line that `token` is the last of is a sentence by itself, as
    /// in a list: the next line does not begin with a lower-case letter, and
    /// its first word would have fitted on this line.
    fn ends_sentence_after(&self, text: &str, token: &Token, next: Option<&Token>) -> bool {
        let Some(next) = next else { return false };
        let gap = text.get(token.span.end..next.span.start).unwrap_or("");
        if !gap.contains('\n') || next.span.of(text).starts_with(char::is_lowercase) {
            return false;
        }
        let before = text.get(..token.span.end).unwrap_or("");
        let line = width(before.rsplit('\n').next().unwrap_or(before));
        let after = text.get(next.span.start..).unwrap_or("");
        let word = after.split_whitespace().next().map_or(0, |word| word.chars().count());
        let full = line + 1 + word > self.widest;
        !(full && (Self::NARROWEST..=Self::WIDEST).contains(&self.widest))
    }
}

/// The width of `line` in code points, without white space at either end.
fn width(line: &str) -> usize {
    line.trim().chars().count()
}

/// Whether a token can end a sentence: a mark like `.` or `?`, or an
/// abbreviation with its full stop.
fn is_terminal(word: &str) -> bool {
    matches!(word, "." | "!" | "?" | "…" | "。" | "！" | "？")
        || (word.starts_with("..") && word.ends_with('.'))
        || (word.ends_with('.') && word.len() > 1)
}

/// Whether `next` still belongs to the sentence that `last` ends: it is a
/// closing mark, or touches `last` and is a full stop or a straight quotation
/// mark.
fn closes(text: &str, last: Option<&Token>, next: &Token) -> bool {
    let touches = last.is_some_and(|last| last.span.end == next.span.start);
    match next.span.of(text) {
        "”" | "’" | "»" | ")" | "]" => true,
        "\"" | "'" => touches,
        word => touches && matches!(word, "." | "!" | "?" | "…" | "..."),
    }
}

/// Whether a sentence ends between token `last` and the next one. `terminal`
/// is the token with the full stop or other mark that may have ended it.
fn next_begins_sentence(text: &str, tokens: &[Token], (terminal, last): (usize, usize), language: &Language) -> bool {
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
        // After "Mr." the sentence goes on; after "in the U.S." it may end. Only
        // a word that often opens a sentence is taken to open one.
        return !gap.is_empty() && opens_sentence(word, language) && ender.trim_end_matches('.').contains('.');
    }
    let before = terminal.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.span.of(text));
    if ender == "."
        && language.is_abbreviation(before)
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

fn opens_sentence(word: &str, language: &Language) -> bool {
    matches!(word, "“" | "\"") || language.opens_sentence(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::tokenize;

    fn cut(text: &str) -> Vec<&str> {
        let whole = Span::new(0, text.len());
        sentences(text, whole, &tokenize(text), Language::english()).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn quotation_marks_close_with_their_sentence() {
        assert_eq!(cut("“We won.” She left. “Why?” he said."), ["“We won.”", "She left.", "“Why?” he said."]);
        assert_eq!(cut("\"We won.\" She left."), ["\"We won.\"", "She left."]);
    }

    #[test]
    fn titles_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            cut("Mr. J. Lee of the U.S. Army spoke. Then he left."),
            ["Mr. J. Lee of the U.S. Army spoke.", "Then he left."]
        );
        assert_eq!(cut("He moved to the U.S. The war went on."), ["He moved to the U.S.", "The war went on."]);
    }

    #[test]
    fn lines_of_a_list_are_sentences_and_lines_of_a_wrapped_text_are_not() {
        let list = "The villages are\nOld Tarn\nUpper Sallow\nRiver\nand a mill";
        assert_eq!(cut(list), ["The villages are", "Old Tarn", "Upper Sallow", "River\nand a mill"]);
        let wrapped = "The bridge was opened by the mayor of Upper\n\
            Sallow on Friday, two winters after the\nRiver Tarn broke it. It is wide.";
        let whole = "The bridge was opened by the mayor of Upper\n\
            Sallow on Friday, two winters after the\nRiver Tarn broke it.";
        assert_eq!(cut(wrapped), [whole, "It is wide."]);
    }

    #[test]
    fn a_sentence_goes_on_after_an_ellipsis_before_a_lower_case_word() {
        assert_eq!(cut("At first glance... is it? Yes"), ["At first glance... is it?", "Yes"]);
    }
}
