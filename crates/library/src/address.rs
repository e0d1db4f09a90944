//! The addresses that a library accepts: those of the web.

use url::Url;

/// The longest address that is accepted, in bytes.
const LONGEST: usize = 8_000;

/// The address in `text` as the WHATWG's URL standard writes it, without white
/// space around it, user name or password. Only ASCII is in it.
///
/// # Errors
/// A sentence's end that says what is wrong, if it is not an `http` or `https`
/// address with a host.
pub(crate) fn web_address(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("there is no address".to_owned());
    }
    if text.len() > LONGEST {
        return Err(format!("the address has more than {LONGEST} bytes"));
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(without_login(url)),
        _ => Err(format!("`{}` is not an http or https address", excerpt(text))),
    }
}

/// The address that `link` leads to from a page at `base`, as [`web_address`]
/// gives it; `None` if it does not lead to the web.
pub(crate) fn resolved(link: &str, base: Option<&Url>) -> Option<String> {
    let link = link.trim();
    if link.is_empty() || link.len() > LONGEST {
        return None;
    }
    match base {
        Some(base) => web_address(base.join(link).ok()?.as_str()).ok(),
        None => web_address(link).ok(),
    }
}

fn without_login(mut url: Url) -> String {
    // Fails only for addresses that cannot have a login.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url.into()
}

/// The first characters of `text`, safe for a message.
pub(crate) fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(60).collect();
    let end = if start.len() < text.len() { "…" } else { "" };
    format!("{}{end}", pullquote_article::text::sanitize::line(&start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_accepted_and_logins_are_removed() {
        assert_eq!(web_address(" https://ida:secret@Example.org/a b ").unwrap(), "https://example.org/a%20b");
        for text in ["", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "example.org", "http://"] {
            assert!(web_address(text).is_err(), "{text}");
        }
        assert_eq!(
            web_address("javascript:\u{1b}[2J").unwrap_err(),
            "`javascript:␛[2J` is not an http or https address"
        );
        assert!(web_address(&format!("https://example.org/{}", "a".repeat(LONGEST))).is_err());
    }

    #[test]
    fn a_link_is_resolved_by_its_page() {
        let base = Url::parse("https://example.org/a/b").unwrap();
        assert_eq!(resolved("../c", Some(&base)).as_deref(), Some("https://example.org/c"));
        assert_eq!(resolved("//x.example/", Some(&base)).as_deref(), Some("https://x.example/"));
        assert_eq!(resolved("mailto:ida@example.org", Some(&base)), None);
        assert_eq!(resolved("/c", None), None);
    }
}
