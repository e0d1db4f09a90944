//! Recognising what bytes and texts are.

/// How many bytes at the start are read.
const WINDOW: usize = 4096;

/// First bytes of files that are not text, and what messages call them.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
];

/// The name and the content of the first file in the archive that is an e-book.
const EPUB: &[u8] = b"mimetypeapplication/epub+zip";

/// What `bytes` are if they are not text: `a PDF document`, or `a binary file` if
/// nothing more is known. `None` for text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK") && bytes.get(30..).is_some_and(|rest| rest.starts_with(EPUB)) {
        return Some("an e-book (EPUB)");
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(what);
    }
    if bytes.get(4..8) == Some(b"ftyp") || (bytes.starts_with(b"RIFF") && bytes.get(8..11) == Some(b"WEB")) {
        return Some("a picture or a film");
    }
    let head = bytes.get(..WINDOW.min(bytes.len()))?;
    // A byte order mark, or the pattern of UTF-16, explains NUL bytes.
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return None;
    }
    if super::decode::utf16_guess(head).is_some() {
        return None;
    }
    let controls = head.iter().filter(|&&b| b < 9 || (14..27).contains(&b) || (28..32).contains(&b)).count();
    // A single NUL in a long text is a fault in a text, and no other kind of file.
    (controls * 20 > head.len()).then_some("a binary file")
}

/// Whether `text` begins like a web page or has several closing tags.
pub(super) fn looks_like_html(text: &str) -> bool {
    let head = clip(text, WINDOW);
    let start = head.trim_start().to_ascii_lowercase();
    let opening =
        ["<!doctype html", "<html", "<head", "<body", "<!--", "<article", "<main", "<div", "<p>", "<p ", "<h1"];
    if opening.iter().any(|tag| start.starts_with(tag)) {
        return true;
    }
    if start.starts_with("<?xml") {
        return start.contains("<html") || start.contains("<!doctype html");
    }
    let closing = ["</p>", "</div>", "</h1>", "</h2>", "</li>", "</span>", "</head>", "<br>", "<br/>", "<br />"];
    closing.iter().map(|tag| start.matches(tag).count()).sum::<usize>() >= 3
}

/// Whether `text` is marked up as Markdown: front matter, or headings and links
/// that are rare in plain text.
pub(super) fn looks_like_markdown(text: &str) -> bool {
    let head = clip(text, WINDOW);
    if super::markdown::front_matter(head).is_some() {
        return true;
    }
    let lines = || head.lines().map(str::trim_end);
    let headings = lines()
        .filter(|l| l.trim_start_matches('#').starts_with(' ') && (l.starts_with("# ") || l.starts_with("## ")))
        .count();
    let links = head.matches("](http").count() + head.matches("](/").count();
    headings >= 2 || (headings >= 1 && links >= 1) || links >= 3
}

/// The first `bytes` of `text`, or a few less if that would split a character.
fn clip(text: &str, bytes: usize) -> &str {
    (0..4).find_map(|less| text.get(..bytes.saturating_sub(less))).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_is_text_and_a_picture_is_not() {
        assert_eq!(binary(b"T\0h\0e\0 \0e\0n\0d\0"), None);
        assert_eq!(binary(b"\x89PNG\r\n"), Some("a picture"));
        let book = [b"PK\x03\x04".as_slice(), &[0; 26], EPUB, b"PK"].concat();
        assert_eq!(binary(&book), Some("an e-book (EPUB)"));
        assert_eq!(binary(&[0, 1, 2, 200, 3, 4, 1, 1]), Some("a binary file"));
        assert_eq!(binary("A long line with one stray \0 in it, and more words after it.".as_bytes()), None);
    }

    #[test]
    fn formats_are_recognised_by_their_content() {
        assert!(looks_like_html("\n<!DOCTYPE html><title>x"));
        assert!(looks_like_html("Pier<br>open<br>again<br>today"));
        assert!(!looks_like_html("The pier is <open> again, she said."));
        assert!(looks_like_markdown("---\ntitle: Pier\n---\nText"));
        assert!(looks_like_markdown("# Pier\n\nText\n\n## Tide\n\nText"));
        assert!(!looks_like_markdown("#pier is trending\n\nText * text"));
    }
}
