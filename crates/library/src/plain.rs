//! Plain text of what other programs and servers give: HTML, and text with
//! anything in it.

use pullquote_article::text::sanitize;
use pullquote_clean::{HtmlToken, html_tokens};

/// `text` in one line that is safe for a terminal, with single spaces between
/// words; `None` if nothing is left.
pub(crate) fn line(text: &str) -> Option<String> {
    let safe = sanitize::line(text);
    let mut out = String::with_capacity(safe.len());
    for word in safe.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// `text` safe for a terminal, with its line breaks; `None` if nothing is left.
pub(crate) fn paragraphs(text: &str) -> Option<String> {
    let safe = sanitize::text(text);
    let trimmed = safe.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The text of `html` in one line, as [`line()`] gives it. Scripts and styles are
/// left out.
pub(crate) fn html_line(html: &str) -> Option<String> {
    let mut out = String::new();
    // The element with text that is not shown, if the place is inside one.
    let mut hidden: Option<String> = None;
    html_tokens(html, |_, token| match token {
        HtmlToken::Text(text) if hidden.is_none() => out.push_str(text),
        HtmlToken::Text(_) => {}
        HtmlToken::Start(tag) => {
            if matches!(tag.name(), "script" | "style" | "iframe" | "noframes" | "noembed") {
                hidden = Some(tag.name().to_owned());
            }
            space_at(tag.name(), &mut out);
        }
        HtmlToken::End(name) => {
            if hidden.as_deref() == Some(name) {
                hidden = None;
            }
            space_at(name, &mut out);
        }
    });
    line(&out)
}

/// Writes a space where an element begins or ends a line or a cell.
fn space_at(name: &str, out: &mut String) {
    let is_inline = matches!(
        name,
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "em"
            | "i"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "wbr"
            | "font"
    );
    if !is_inline {
        out.push(' ');
    }
}

/// `text` as [`line()`] gives it, of a field that should be plain but is HTML in
/// many feeds: `&amp;` is replaced, and tags are removed if one is closed.
pub(crate) fn maybe_html_line(text: &str) -> Option<String> {
    if text.contains("</") {
        return html_line(text);
    }
    if !text.contains('&') {
        return line(text);
    }
    html_line(&text.replace('<', "&lt;"))
}

/// At most `most` code points of `text`, cut after a word, with `…` where
/// something is left out.
pub(crate) fn shortened(text: String, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let start = text.get(..end).unwrap_or_default();
    let cut = start.rfind(char::is_whitespace).filter(|at| at * 2 > end).unwrap_or(end);
    format!("{}…", text.get(..cut).unwrap_or_default().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_one_safe_line() {
        let html = "<p>The pier&nbsp;opens <b>to</b>day</p><script>x()</script><p>at\n nine.\u{1b}[2J</p>";
        assert_eq!(html_line(html).as_deref(), Some("The pier opens today at nine.␛[2J"));
        assert_eq!(html_line("<p> </p>"), None);
    }

    #[test]
    fn a_plain_title_keeps_its_signs_and_an_html_title_loses_its_tags() {
        assert_eq!(maybe_html_line("A < B & C &amp; D &#8217;").as_deref(), Some("A < B & C & D ’"));
        assert_eq!(maybe_html_line("The <i>Gull</i> &amp; co").as_deref(), Some("The Gull & co"));
        assert_eq!(maybe_html_line("How to use <b>").as_deref(), Some("How to use <b>"));
    }

    #[test]
    fn a_long_text_is_cut_after_a_word() {
        assert_eq!(shortened("one two three".to_owned(), 9), "one two…");
        assert_eq!(shortened("äöüäöüäöü".to_owned(), 4), "äöüä…");
        assert_eq!(shortened("short".to_owned(), 5), "short");
    }
}
