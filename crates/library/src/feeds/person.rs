//! Names of people in feeds, which are often mail addresses with a name.

use crate::plain;

/// The name in what a feed gives as an author: `Ann Lee` in
/// `ann@example.org (Ann Lee)` and in `Ann Lee <ann@example.org>`. `None` if
/// there is only a mail address.
pub(super) fn person_name(text: &str) -> Option<String> {
    let text = plain::maybe_html_line(text)?;
    if !text.contains('@') {
        return Some(text);
    }
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | '（' | '）'));
    let name: Vec<&str> = words.filter(|word| !word.contains('@') && !word.is_empty()).collect();
    let name = name.join(" ");
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '-'));
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses_are_no_names() {
        for (written, name) in [
            ("Ann Lee", Some("Ann Lee")),
            ("ann@example.org (Ann Lee)", Some("Ann Lee")),
            ("Ann Lee <ann@example.org>", Some("Ann Lee")),
            ("李安（ann@example.org）", Some("李安")),
            ("Ann & Ben", Some("Ann & Ben")),
            ("ann@example.org", None),
            ("", None),
        ] {
            assert_eq!(person_name(written).as_deref(), name, "{written}");
        }
    }
}
