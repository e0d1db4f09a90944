//! Limits how many attributes the tags of a page have, for pages whose tree is not built: html5ever's
//! tokenizer reads all of such a page.

use html5ever::tendril::StrTendril;

use super::tag_kinds::Kind;
use super::tag_source::{MOST_ATTRIBUTES, after_declaration, ends_name, find, next_closing, part, scan, skip};

/// All of `page` but the attributes beyond the first [`MOST_ATTRIBUTES`] of a tag. Takes linear time.
pub(super) fn limited(page: &str) -> StrTendril {
    let bytes = page.as_bytes();
    let mut kept = StrTendril::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(open) = find(bytes, at, b'<') {
        let name_at = open + 1 + usize::from(bytes.get(open + 1) == Some(&b'/'));
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            at = after_declaration(bytes, open);
            continue;
        }
        let name_end = skip(bytes, name_at, |b| !ends_name(b));
        let (mut count, mut full) = (0_usize, None);
        at = scan(bytes, name_end, |attribute| {
            count += 1;
            if count == MOST_ATTRIBUTES + 1 {
                full = Some(attribute.name.start);
            }
        })
        .at;
        if let Some(full) = full {
            kept.push_slice(part(page, copied..full));
            copied = at;
        }
        if let Kind::Raw(closing) = Kind::of(part(page, open + 1..name_end).as_bytes()) {
            at = next_closing(bytes, at, closing).unwrap_or(bytes.len());
        }
    }
    kept.push_slice(part(page, copied..bytes.len()));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether nothing is left out.
    fn is_unchanged(html: &str) -> bool {
        *limited(html) == *html
    }

    fn crowd(count: usize) -> String {
        (0..count).map(|i| format!(" a{i}=\"> {i}\"")).collect()
    }

    #[test]
    fn text_that_only_looks_like_a_tag_is_unchanged() {
        let words = "word ".repeat(600);
        for html in [
            format!("<!-- <p {words} --><p>x"),
            format!("<script>if (a <b {words}) {{}}<!-- </script><p>x"),
            format!("<title>a <b {words}</title><p>x"),
            format!("1 < 2 {words}"),
            format!("<div{}>x", crowd(MOST_ATTRIBUTES)),
        ] {
            assert!(is_unchanged(&html), "{}", &html[..30]);
        }
    }

    #[test]
    fn the_limit_holds_for_every_tag() {
        let crowd = crowd(5000);
        for html in [
            format!("<p>x</p{crowd}>y"),
            format!("<!--><p{crowd}>y"),
            format!("<!-- --!><p{crowd}>y"),
            format!("<? ><p{crowd}>y"),
            format!("<script></SCRIPT{crowd}>y"),
        ] {
            assert!(limited(&html).len() < html.len() / 2, "{}", &html[..30]);
        }
    }

    #[test]
    fn a_text_that_ends_inside_a_tag_causes_no_panic() {
        for html in
            [format!("x<p{}", crowd(600)), format!("x<p{} a=\"", crowd(300)), "<p a='".to_owned(), "<p".to_owned()]
        {
            let _ = limited(&html);
        }
    }

    proptest! {
        #[test]
        fn a_text_of_usual_tags_is_unchanged(html in "(?s)([<>/ =\"'a!-]|script|é){0,80}") {
            prop_assert!(is_unchanged(&html));
        }
    }
}
