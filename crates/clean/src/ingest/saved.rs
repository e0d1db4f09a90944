//! The address in a page that a browser saved.

use url::Url;

/// How many bytes at the start may hold the comment. Programs write it before
/// the page or right after its first tag.
const WINDOW: usize = 8192;

/// The web address in the comment that programs write at the start of a page
/// they save: `saved from url=(0033)https://…` (Chromium, Edge, Internet
/// Explorer), `Page saved with SingleFile … url: https://…`, `Saved from
/// https://… at` (monolith). `None` if there is no such comment.
pub(super) fn address(text: &str) -> Option<String> {
    let head = (0..4).find_map(|less| text.get(..WINDOW.min(text.len()).saturating_sub(less)))?;
    let comments = head.split("<!--").skip(1).filter_map(|rest| rest.split("-->").next());
    comments.filter_map(stated).find_map(|address| {
        let url = Url::parse(address).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then(|| url.into())
    })
}

/// The address in one comment.
fn stated(comment: &str) -> Option<&str> {
    let comment = comment.trim();
    if let Some(rest) = comment.strip_prefix("saved from url=") {
        // The length of the address is in brackets before it.
        return rest.split_once(')').map_or(rest, |(_, address)| address).split_whitespace().next();
    }
    if comment.starts_with("Page saved with SingleFile") {
        return comment.lines().find_map(|line| line.trim().strip_prefix("url:")?.split_whitespace().next());
    }
    if let Some(rest) = comment.strip_prefix("Saved from ") {
        return rest.split_whitespace().next();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comment_of_each_program_is_read() {
        let at = "https://example.org/pier-1?page=2";
        for page in [
            format!("<!DOCTYPE html>\n<!-- saved from url=(0033){at} -->\n<html>"),
            format!(
                "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: {at} \n saved date: Tue Nov 24 2026\n-->"
            ),
            format!("<!-- Saved from {at} at 2026-11-24T10:00:00Z using monolith v2 --><html>"),
            format!("<!-- a note --><!-- saved from url={at} -->"),
        ] {
            assert_eq!(address(&page).as_deref(), Some(at), "{page}");
        }
    }

    #[test]
    fn other_comments_and_other_schemes_are_ignored() {
        for page in [
            "<p>saved from url=(0020)https://example.org/",
            "<!-- saved from url=(0014)about:internet -->",
            "<!-- saved from url=(0022)javascript:alert(1)// -->",
            "<!-- saved from url=",
            "<!--",
            "",
        ] {
            assert_eq!(address(page), None, "{page}");
        }
        assert_eq!(address(&format!("{}<!-- saved from url=(9)https://example.org/ -->", "é".repeat(WINDOW))), None);
    }
}
