//! Links that scroll to words: text fragments, as the WICG's specification
//! “URL Fragment Text Directives” has them.

use std::fmt::Write;

use crate::notes::Selector;

/// Words of a long passage that stand at either end of its fragment.
const WORDS: usize = 5;

/// The address of the words of `selector` in the article at `source`; `None`
/// where that is no web address.
pub(super) fn link(source: &str, selector: &Selector) -> Option<String> {
    if !source.starts_with("https://") && !source.starts_with("http://") {
        return None;
    }
    let words: Vec<&str> = selector.exact.split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    // A fragment must not cross a block, unless by its two ends.
    let directive = if words.len() > 2 * WORDS || selector.exact.contains('\n') {
        let head = words.get(..WORDS.min(words.len().div_ceil(2))).unwrap_or(&[]);
        let tail = words.get(words.len() - WORDS.min(words.len() / 2)..).unwrap_or(&[]);
        format!("{},{}", encoded(&head.join(" ")), encoded(&tail.join(" ")))
    } else {
        // Few words may stand elsewhere too: the context chooses.
        let before = last_words(&selector.prefix);
        let behind = first_words(&selector.suffix);
        // Marks alone are no context that a browser finds.
        let wordless = |context: &str| !context.contains(char::is_alphanumeric);
        let before = if wordless(&before) { String::new() } else { before };
        let behind = if wordless(&behind) { String::new() } else { behind };
        let before = if before.is_empty() { before } else { format!("{}-,", encoded(&before)) };
        let behind = if behind.is_empty() { behind } else { format!(",-{}", encoded(&behind)) };
        format!("{before}{}{behind}", encoded(&words.join(" ")))
    };
    let page = source.split('#').next().unwrap_or(source);
    Some(format!("{page}#:~:text={directive}"))
}

fn last_words(prefix: &str) -> String {
    let line = prefix.rsplit('\n').next().unwrap_or("");
    let words: Vec<&str> = line.split_whitespace().collect();
    words.get(words.len().saturating_sub(3)..).unwrap_or(&[]).join(" ")
}

fn first_words(suffix: &str) -> String {
    let line = suffix.split('\n').next().unwrap_or("");
    line.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// Percent-encoded; `-`, `,` and `&` mean something in a directive.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'~' | b'\'') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(prefix: &str, exact: &str, suffix: &str) -> Selector {
        Selector { prefix: prefix.into(), exact: exact.into(), suffix: suffix.into(), ..Selector::default() }
    }

    #[test]
    fn few_words_bring_their_context_and_many_their_ends() {
        let few =
            link("https://example.org/a#top", &selector("on the quay, “", "well-known, boats", " & more\n\nNext"));
        assert_eq!(
            few.as_deref(),
            Some("https://example.org/a#:~:text=the%20quay%2C%20%E2%80%9C-,well%2Dknown%2C%20boats,-%26%20more")
        );
        let many = link("https://example.org/a", &selector("", "a b c d e f g h i j k", ""));
        assert_eq!(many.as_deref(), Some("https://example.org/a#:~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k"));
        assert_eq!(link("notes/a.txt", &selector("", "a", "")), None);
    }
}
