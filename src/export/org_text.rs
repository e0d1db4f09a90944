//! Text of others in Org files: it shows what it says and does nothing.
//!
//! Org runs code in links (`[[elisp:…]]`), inline blocks (`src_sh{…}`), calls,
//! macros and diary entries (`<%%(…)`), and passes LaTeX through. A zero-width
//! space in such a mark breaks it, as Org's manual recommends (“Escape
//! Character”).

use super::citation::{address, is_web};
use super::file_variables::{INVISIBLE, disarmed};
use super::one_line;

/// What a line with a time begins with.
const TIMES: [&str; 4] = ["CLOCK:", "SCHEDULED:", "DEADLINE:", "CLOSED:"];

/// The line with every mark in it broken. A zero-width space is put in front if
/// Org would read the line as a heading, a comment, a keyword, a block, a
/// table, a time or a drawer.
pub(super) fn harmless(line: &str) -> String {
    let begun = line.trim_start();
    let begins = ["|", "#+", "# "].iter().chain(&TIMES).any(|mark| begun.starts_with(mark));
    let marked = line.starts_with('*') || begins || begun == "#";
    let drawer = begun.starts_with(':') && begun.trim_end().ends_with(':');
    let guard = if marked || drawer { INVISIBLE } else { "" };
    format!("{guard}{}", harmless_inside(line))
}

/// The line with every mark in it broken, for a place that is not the beginning
/// of a line.
pub(super) fn harmless_inside(line: &str) -> String {
    let line: Vec<char> = one_space(line).chars().collect();
    let mut out = String::with_capacity(line.len() + 8);
    for (at, c) in line.iter().enumerate() {
        out.push(*c);
        let (before, after) = line.split_at(at + 1);
        if is_mark(before, after) {
            out.push_str(INVISIBLE);
        }
    }
    disarmed(&out, INVISIBLE)
}

/// The words as a heading: a word for a state and tags at the end are broken,
/// too.
pub(super) fn heading(words: &str) -> String {
    let words = one_line(words);
    let first = words.split(' ').next().unwrap_or_default();
    let before = if ["TODO", "DONE", "COMMENT"].contains(&first) || words.starts_with("[#") { INVISIBLE } else { "" };
    // A backslash there would join the tags that follow.
    let after = if words.ends_with([':', '\\']) { INVISIBLE } else { "" };
    format!("{before}{}{after}", harmless_inside(&words))
}

/// The source of an article: an address with the characters encoded that end a
/// link, or the name of a file.
pub(super) fn source(source: &str) -> String {
    if is_web(source) {
        address(source).replace('[', "%5B").replace(']', "%5D")
    } else {
        harmless_inside(&one_line(source))
    }
}

/// `line` without control characters, except that other white space is a space.
fn one_space(line: &str) -> String {
    line.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect()
}

/// Whether a mark crosses the place between `before` and `after`.
fn is_mark(before: &[char], after: &[char]) -> bool {
    let (Some(last), Some(next)) = (before.last(), after.first()) else { return false };
    match (last, next) {
        // Links and footnotes, macros, targets, export snippets, sexps.
        ('[', '[') | ('{', '{') | ('<', '<' | '%') | ('@', '@') | ('%', '(') => true,
        // Time stamps.
        ('[' | '<', next) if next.is_ascii_digit() => true,
        // Commands and blocks of LaTeX.
        ('\\', next) if next.is_alphabetic() || matches!(next, '(' | '[') => true,
        (_, '_') => ends_with(before, "src") || ends_with(before, "call"),
        // `elisp:…` and other links without brackets.
        (_, ':') => after.get(1).is_some_and(|c| !c.is_whitespace()) && ends_with_scheme(before),
        _ => false,
    }
}

fn ends_with(text: &[char], word: &str) -> bool {
    let tail = text.len().checked_sub(word.len()).and_then(|at| text.get(at..)).unwrap_or_default();
    tail.iter().map(char::to_ascii_lowercase).eq(word.chars())
}

/// Whether `text` ends with the name of a kind of link that is not one of the
/// web's.
fn ends_with_scheme(text: &[char]) -> bool {
    const LONGEST: usize = 24;
    let inside = |c: &&char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '_');
    let name: String = text.iter().rev().take(LONGEST).take_while(inside).map(char::to_ascii_lowercase).collect();
    let harmless = ["ptth", "sptth", "otliam"];
    name.chars().any(|c| c.is_ascii_alphabetic()) && !harmless.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_broken_and_ordinary_text_is_not_changed() {
        for text in
            ["He said: “at 10:30, 50 % (or so)”", "https://example.org/a_b?x=1", "a [sic] <b> {c} d\\", "sources_x"]
        {
            assert_eq!(harmless(text), text);
        }
        let cases = [
            ("[[elisp:(x)][y]]", "[\u{200B}[elisp\u{200B}:(x)][y]]"),
            ("src_sh{id} Call_x()", "src\u{200B}_sh{id} Call\u{200B}_x()"),
            ("{{{x}}} @@html:<b>@@", "{\u{200B}{\u{200B}{x}}} @\u{200B}@html\u{200B}:<b>@\u{200B}@"),
            ("<%%(x)> <2026-01-05> <<t>>", "<\u{200B}%%\u{200B}(x)> <\u{200B}2026-01-05> <\u{200B}<t>>"),
            ("\\input{x} shell:id", "\\\u{200B}input{x} shell\u{200B}:id"),
            ("  #+CALL: x()", "\u{200B}  #+CALL: x()"),
            ("| a | -*- b -*-", "\u{200B}| a | -\u{200B}*- b -\u{200B}*-"),
        ];
        for (text, safe) in cases {
            assert_eq!(harmless(text), safe);
        }
        assert_eq!(harmless(" CLOCK: now"), "\u{200b} CLOCK: now");
        assert_eq!(heading("a\\"), "a\\\u{200b}");
        assert_eq!(heading("TODO call :now:"), "\u{200B}TODO call :now:\u{200B}");
        assert_eq!(source("https://a.example/[x]{y} z"), "https://a.example/%5Bx%5D%7By%7D%20z");
    }
}
