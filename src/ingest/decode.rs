//! Bytes to text: which encoding, in the order of the WHATWG's HTML standard.
//!
//! A byte order mark wins, then the server's header, then what the document
//! says of itself, then whether the bytes are UTF-8 at all, then Firefox's
//! detector ([`chardetng`]).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes at the start may hold a `<meta charset>`; the standard's
/// 1,024 is exceeded by real pages.
const META_WINDOW: usize = 4096;
/// How many bytes the detector looks at; more does not change its mind.
const DETECT_WINDOW: usize = 200_000;

/// The text in `bytes`, without a byte order mark. Bytes that do not fit the
/// encoding become U+FFFD. `content_type` is a `Content-Type` header's value.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or(&[]));
    }
    if let Some(encoding) = content_type.and_then(charset_of).and_then(|label| Encoding::for_label(label.as_bytes())) {
        return with(encoding, bytes);
    }
    // A document that is valid UTF-8 is UTF-8, whatever it says of itself:
    // pages saved by a browser often keep the old label.
    if let Ok(text) = std::str::from_utf8(bytes) {
        // UTF-16 of plain English is valid UTF-8 too, every other byte NUL.
        return utf16_guess(bytes).map_or_else(|| text.to_owned(), |encoding| with(encoding, bytes));
    }
    if let Some(encoding) = utf16_guess(bytes).or_else(|| stated(bytes)) {
        return with(encoding, bytes);
    }
    with(detect(bytes), bytes)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The `charset` parameter of a `Content-Type` value or of a `meta` element.
fn charset_of(content_type: &str) -> Option<&str> {
    let lower = content_type.to_ascii_lowercase();
    let at = lower.find("charset")? + "charset".len();
    let value = content_type.get(at..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| matches!(c, '"' | '\'' | ';' | '>' | '/') || c.is_whitespace());
    let value = value.get(..end.unwrap_or(value.len()))?;
    (!value.is_empty()).then_some(value)
}

/// What a `<meta charset>`, `<meta http-equiv>` or XML declaration near the
/// start says.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..META_WINDOW.min(bytes.len()))?);
    let lower = head.to_ascii_lowercase();
    let label = if lower.trim_start().starts_with("<?xml") {
        head.split_once("encoding=").map(|(_, rest)| rest)?.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?
    } else {
        let at = lower.match_indices("<meta").map(|(at, _)| at).find(|&at| {
            lower.get(at..).and_then(|tag| tag.split('>').next()).is_some_and(|tag| tag.contains("charset"))
        })?;
        charset_of(head.get(at..)?)?
    };
    let encoding = Encoding::for_label(label.as_bytes())?;
    // The tag could be read byte by byte, so the text cannot be UTF-16; and it
    // is known by now not to be UTF-8.
    (![UTF_16BE, UTF_16LE, UTF_8].contains(&encoding)).then_some(encoding)
}

/// UTF-16 without a byte order mark: among the first bytes most of one parity
/// are NUL and hardly any of the other.
fn utf16_guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..512.min(bytes.len()))?;
    if head.len() < 4 {
        return None;
    }
    let zeros =
        |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count() * 100 / (head.len() / 2);
    match (zeros(0), zeros(1)) {
        (even, odd) if odd > 70 && even < 5 => Some(UTF_16LE),
        (even, odd) if even > 70 && odd < 5 => Some(UTF_16BE),
        _ => None,
    }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..DETECT_WINDOW.min(bytes.len())).unwrap_or(bytes), true);
    // A file that is UTF-8 but for a few broken bytes is still UTF-8.
    let lossy = UTF_8.decode_without_bom_handling(bytes).0;
    let broken = lossy.matches('\u{fffd}').count();
    let whole = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if whole > broken * 4 { UTF_8 } else { detector.guess(None, Utf8Detection::Allow) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_byte_order_mark_wins_over_the_header() {
        assert_eq!(decode("\u{feff}né".as_bytes(), Some("text/html; charset=iso-8859-1")), "né");
        assert_eq!(decode(b"\xff\xfeh\0i\0", None), "hi");
        assert_eq!(decode(b"\xfe\xff\0h\0i", Some("text/plain; charset=utf-8")), "hi");
    }

    #[test]
    fn the_header_wins_over_the_page() {
        let page = b"<meta charset=\"windows-1252\"><p>\x93\xfa\x96{";
        assert!(decode(page, Some("text/html; charset=\"Shift_JIS\"")).ends_with("日本"));
        assert!(
            decode(b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>\xcf\xf0\xe8", None)
                .ends_with("При")
        );
    }

    #[test]
    fn utf8_is_believed_over_a_wrong_label() {
        assert!(decode("<meta charset=iso-8859-1><p>né".as_bytes(), None).ends_with("né"));
    }

    #[test]
    fn unlabelled_text_is_detected() {
        let russian = encoding_rs::WINDOWS_1251.encode("Сегодня в городе прошла встреча министров").0;
        assert_eq!(decode(&russian, None), "Сегодня в городе прошла встреча министров");
        assert_eq!(decode(b"The caf\xe9 on the pier \x93is open\x94", None), "The café on the pier “is open”");
        assert_eq!(decode(b"T\0h\0e\0 \0e\0n\0d\0", None), "The end");
    }

    #[test]
    fn a_few_broken_bytes_do_not_unmake_utf8() {
        let mut bytes = "“né”, dit-elle à Zoë; “où” – “là”".as_bytes().to_vec();
        bytes.push(0xff);
        assert!(decode(&bytes, None).starts_with("“né”, dit-elle"));
    }

    proptest! {
        #[test]
        fn any_bytes_give_text(bytes in proptest::collection::vec(any::<u8>(), 0..300), header in "(?s).{0,30}") {
            let _ = decode(&bytes, Some(&header));
            let _ = decode(&bytes, Some("text/html; charset="));
            let _ = decode(&[b"<meta charset=".as_slice(), &bytes].concat(), None);
        }
    }
}
