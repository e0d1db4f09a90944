//! A user name and a password in an address: `https://user:password@host/`.

use std::borrow::Cow;

use url::Url;

/// The address without user name and password, for everything but the fetch
/// itself. Also works on text that is not a valid address.
#[must_use]
pub fn without_credentials(address: &str) -> String {
    let bare = match Url::parse(address) {
        Ok(url) if url.username().is_empty() && url.password().is_none() => Cow::Borrowed(address),
        Ok(mut url) => {
            // Fails only for addresses that can't have them.
            let _ = url.set_username("").and_then(|()| url.set_password(None));
            Cow::Owned(url.into())
        }
        Err(_) => Cow::Borrowed(address),
    };
    // What the parser does not know as such, such as `http://a:b@`.
    let Some((scheme, rest)) = bare.split_once("://") else { return bare.into_owned() };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    match rest.get(..end).and_then(|authority| authority.rfind('@')) {
        Some(at) => format!("{scheme}://{}", rest.get(at + 1..).unwrap_or_default()),
        None => bare.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_and_password_are_left_out_and_nothing_else() {
        assert_eq!(without_credentials("https://ida:se%40cret@example.org/a?b=c@d#e"), "https://example.org/a?b=c@d#e");
        assert_eq!(without_credentials("https:/ida@example.org/a"), "https://example.org/a");
        assert_eq!(without_credentials("http://ida:secret@"), "http://");
        for plain in ["https://example.org/@ida?x=@", "a@b.txt", "ida:secret@example.org", ""] {
            assert_eq!(without_credentials(plain), plain);
        }
    }
}
