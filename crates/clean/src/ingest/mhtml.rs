//! Web archives (MHTML, RFC 2557): a page and its files in one message, as
//! browsers save them. Mail messages (`.eml`) have the same structure.
//!
//! This crate does not use a mail library: it would decode the charset too, and
//! knows less about pages than [`super::decode`]. A recursive one would also
//! overflow the stack on a hostile file.

use super::source::Fetched;

/// How deep messages may be nested.
const DEPTH: usize = 8;
/// How many bytes of the head of a message are read.
const HEAD: usize = 1 << 16;

/// The page in `fetched` if it is a web archive: its bytes, its stated type and
/// its address. Anything else is returned unchanged.
pub(super) fn unpacked(fetched: Fetched) -> Fetched {
    let Some(page) = page_in(&fetched.bytes) else { return fetched };
    let url = fetched.url.clone().or(page.address);
    Fetched { bytes: page.bytes, content_type: page.content_type, url, ..fetched }
}

struct Page {
    bytes: Vec<u8>,
    content_type: Option<String>,
    address: Option<String>,
}

/// The page of the archive in `bytes`; `None` if they are not an archive.
fn page_in(bytes: &[u8]) -> Option<Page> {
    let mut entity = Entity::parse(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start());
    if entity.header("mime-version").is_none() || !entity.is("multipart/") {
        return None;
    }
    let whole = entity.header("snapshot-content-location").or(entity.header("content-location"));
    for _ in 0..DEPTH {
        if !entity.is("multipart/") {
            break;
        }
        let content_type = entity.header("content-type")?;
        let entities = split(entity.body, &parameter(&content_type, "boundary")?);
        entity = root(entities, parameter(&content_type, "start").as_deref())?;
    }
    let web = |address: &String| address.starts_with("http://") || address.starts_with("https://");
    let address = entity.header("content-location").filter(web).or(whole.filter(web));
    let bytes = match entity.header("content-transfer-encoding").map(|c| c.to_ascii_lowercase()).as_deref() {
        Some("quoted-printable") => quoted_printable(entity.body),
        Some("base64") => base64(entity.body),
        _ => entity.body.to_vec(),
    };
    Some(Page { bytes, content_type: entity.header("content-type"), address })
}

/// The entity that holds the page: the one that `start` names, else the first
/// page, else the first that holds other entities, else the first text.
fn root<'b>(entities: Vec<Entity<'b>>, start: Option<&str>) -> Option<Entity<'b>> {
    let mut best: Option<(u8, Entity<'b>)> = None;
    for entity in entities {
        let rank = if start.is_some_and(|id| entity.header("content-id").is_some_and(|own| own == id)) {
            0
        } else if entity.is("text/html") || entity.is("application/xhtml+xml") {
            1
        } else if entity.is("multipart/") {
            2
        } else if entity.is("text/plain") {
            3
        } else {
            continue;
        };
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            best = Some((rank, entity));
        }
    }
    best.map(|(_, entity)| entity)
}

/// A message, or one of those inside it (an "entity" in RFC 2045): header fields
/// and a body.
struct Entity<'b> {
    /// The header fields: names in lower case, and values.
    head: Vec<(String, String)>,
    body: &'b [u8],
}

impl<'b> Entity<'b> {
    /// Splits `bytes` into header fields and body.
    fn parse(bytes: &'b [u8]) -> Self {
        let mut head: Vec<(String, String)> = Vec::new();
        let mut rest = bytes;
        while bytes.len() - rest.len() < HEAD && !rest.is_empty() {
            let (line, after) = line(rest);
            let text = String::from_utf8_lossy(line);
            if text.trim().is_empty() {
                rest = after;
                break;
            }
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = head.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':').filter(|(name, _)| !name.contains([' ', '<'])) {
                head.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            } else {
                // This is not a header field, so the body has begun.
                break;
            }
            rest = after;
        }
        Self { head, body: rest }
    }

    /// The value of the header field `name`.
    fn header(&self, name: &str) -> Option<String> {
        self.head.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// Whether the media type begins with `kind`.
    fn is(&self, kind: &str) -> bool {
        self.header("content-type").is_some_and(|stated| stated.to_ascii_lowercase().starts_with(kind))
    }
}

/// The first line without its line break, and everything after it.
fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&b| b == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    (line.strip_suffix(b"\r").unwrap_or(line), rest.get(1..).unwrap_or_default())
}

/// The entities between the lines `--boundary`, up to `--boundary--`.
fn split<'b>(body: &'b [u8], boundary: &str) -> Vec<Entity<'b>> {
    let mark = format!("--{boundary}").into_bytes();
    let mut entities = Vec::new();
    let mut open: Option<usize> = None;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let (text, after) = line(rest);
        let next = body.len() - after.len();
        if let Some(tail) = text.strip_prefix(mark.as_slice())
            && (tail.trim_ascii().is_empty() || tail.starts_with(b"--"))
        {
            if let Some(start) = open.take() {
                entities.push(Entity::parse(body.get(start..at).unwrap_or_default()));
            }
            if tail.starts_with(b"--") {
                return entities;
            }
            open = Some(next);
        }
        at = next;
    }
    // The archive is cut off: use what there is of the last entity.
    entities.extend(open.map(|start| Entity::parse(body.get(start..).unwrap_or_default())));
    entities
}

/// A parameter of a `Content-Type`: `name=value` or `name="value"`.
fn parameter(content_type: &str, name: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|piece| {
        let (key, _) = piece.split_once('=')?;
        if !key.trim().eq_ignore_ascii_case(name) {
            return None;
        }
        // A quoted value may hold a semicolon, so it is taken from the whole.
        let at = piece.as_ptr() as usize - content_type.as_ptr() as usize;
        let value = content_type.get(at..)?.split_once('=')?.1.trim_start();
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next()?,
            None => value.split(';').next()?.trim(),
        };
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// Decodes quoted-printable (RFC 2045, 6.7); invalid codes stay as they are.
fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        match *after {
            [a, b, ref after @ ..] if hex(a).is_some() && hex(b).is_some() => {
                out.push(hex(a).unwrap_or(0) * 16 + hex(b).unwrap_or(0));
                rest = after;
            }
            // A soft line break.
            [b'\r', b'\n', ref after @ ..] | [b'\n', ref after @ ..] => rest = after,
            _ => out.push(byte),
        }
    }
    out
}

/// The value of a hexadecimal digit.
fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Decodes base64 (RFC 2045, 6.8). Characters outside its alphabet are ignored,
/// as the standard demands for mail; the base64 crates refuse them.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn archive(encoding: &str, content_type: &str, page: &str) -> Vec<u8> {
        format!(
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/pier-1\r\nSubject: Pier\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b;1--\"\r\n\r\n\r\n\
             ----b;1--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n\
             ----b;1--\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n\
             Content-Location: https://example.org/pier-1\r\n\r\n{page}\r\n----b;1----\r\nepilogue\r\n"
        )
        .into_bytes()
    }

    fn page(bytes: &[u8]) -> (String, String, String) {
        let page = page_in(bytes).expect("an archive");
        let text = super::super::decode::decode(&page.bytes, page.content_type.as_deref());
        (text, page.content_type.unwrap_or_default(), page.address.unwrap_or_default())
    }

    #[test]
    fn the_page_comes_out_of_either_encoding_in_its_charset() {
        let quoted =
            archive("quoted-printable", "text/html; charset=windows-1251", "<p class=3D\"a\">=CF=\r\n=F0=E8</p>");
        assert_eq!(page(&quoted).0.trim_end(), "<p class=\"a\">При</p>");
        let coded = archive("base64", "text/html", "PHA+\r\nbsOpPC9wPg==");
        let (text, content_type, address) = page(&coded);
        assert_eq!((text.as_str(), content_type.as_str()), ("<p>né</p>", "text/html"));
        assert_eq!(address, "https://example.org/pier-1");
    }

    #[test]
    fn the_entity_that_start_names_is_the_page() {
        let text = "MIME-Version: 1.0\nContent-Type: multipart/related; start=<b@x>; boundary=x\n\n\
                    --x\nContent-Type: text/html\nContent-ID: <a@x>\n\n<p>frame\n\
                    --x\nContent-Type: multipart/alternative; boundary=y\nContent-ID: <b@x>\n\n\
                    --y\nContent-Type: text/plain\n\nplain\n--y\nContent-Type: text/html\n\n<p>page\n--y--\n--x--\n";
        assert_eq!(page(text.as_bytes()).0.trim(), "<p>page");
    }

    #[test]
    fn an_archive_that_is_cut_short_gives_what_is_there() {
        let whole = archive("8bit", "text/html; charset=utf-8", "<p>One.</p><p>Two.</p>");
        let cut = whole.len() - "o.</p>\r\n----b;1----\r\nepilogue\r\n".len();
        assert_eq!(page(&whole[..cut]).0, "<p>One.</p><p>Tw");
    }

    #[test]
    fn bytes_that_are_no_archive_are_unchanged() {
        for text in [
            "Note: all is well\n\nText",
            "<p>MIME-Version: 1.0",
            "",
            "MIME-Version: 1.0\nContent-Type: text/html\n\n<p>",
        ] {
            let fetched = Fetched { bytes: text.into(), ..Fetched::default() };
            assert_eq!(unpacked(fetched.clone()), fetched);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_cause_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = page_in(&bytes);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            for encoding in ["quoted-printable", "base64", "8bit"] {
                prop_assert!(page_in(&archive(encoding, "text/html", &text)).is_some());
            }
        }
    }
}
