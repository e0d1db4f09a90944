//! From bytes to text: finding the encoding. The order is that of the WHATWG's
//! HTML standard, but a label that does not fit the bytes is ignored.
//!
//! A byte order mark comes first. Bytes beyond ASCII that are valid UTF-8 are
//! UTF-8: that hardly happens by chance, while many servers and pages state a
//! label that is out of date. Then come the server's header, the pattern of
//! UTF-16, the label in the document, and Firefox's detector ([`chardetng`]).

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_2022_JP, ISO_8859_2, ISO_8859_4, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254,
    WINDOWS_1257,
};

use super::encoded_twice;

/// How many bytes at the start may hold a `<meta charset>`. The standard says
/// 1,024, but real pages exceed that.
const META_WINDOW: usize = 4096;
/// How many bytes the detector reads; more do not change its result.
const DETECT_WINDOW: usize = 200_000;

/// Decodes `bytes` and returns their text, without a byte order mark. Bytes that
/// do not fit the encoding become U+FFFD. `content_type` is the value of a
/// `Content-Type` header.
///
/// The encoding is found by the byte order mark, by the bytes, by the header,
/// and by the label in an HTML or XML document.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark..).unwrap_or(&[]));
    }
    let stated = stated(bytes);
    let header =
        content_type.and_then(charset_of).and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // UTF-16 of plain English is valid UTF-8 too, every other byte NUL;
        // and ISO-2022-JP is ASCII with escapes.
        let other = utf16_guess(bytes)
            .or_else(|| header.or(stated).filter(|label| *label == ISO_2022_JP && bytes.contains(&0x1b)));
        let once = || encoded_twice::undo(text).unwrap_or_else(|| text.to_owned());
        return other.map_or_else(once, |encoding| decode_as(encoding, bytes));
    }
    // If two labels differ, the server's may be meant for other pages.
    let detected = || detect(bytes);
    let labels = match (header, stated) {
        (Some(header), Some(stated)) if header != stated && detected() == stated => [Some(stated), None],
        _ => [header, utf16_guess(bytes).or(stated)],
    };
    labels
        .into_iter()
        .flatten()
        .find_map(|label| decode_if_right(label, bytes))
        .unwrap_or_else(|| decode_as(detected(), bytes))
}

/// The text in the encoding `label`, if so little of it is malformed that the
/// label can be right.
fn decode_if_right(label: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let (text, malformed) = label.decode_without_bom_handling(bytes);
    if malformed && label == UTF_8 && !is_mostly_utf8(&text, guess(bytes)) {
        return None;
    }
    // In other encodings most pairs of bytes are some letter.
    if malformed && label != UTF_8 && letters_beyond_ascii(&text) <= text.matches('\u{fffd}').count() * 20 {
        return None;
    }
    Some(text.into_owned())
}

/// How many characters beyond ASCII are not a replacement for a malformed byte.
fn letters_beyond_ascii(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count()
}

/// Whether `lossy`, decoded as UTF-8, really is UTF-8 with some wrong bytes in
/// it; `other` is the encoding that the detector found.
///
/// Text in a Latin encoding hardly ever contains valid UTF-8 sequences, so there
/// it is enough that valid letters outnumber the places with wrong bytes. East
/// Asian and Thai text contains them by chance; there must be four times as
/// many. Wrong bytes in a row count as one place.
fn is_mostly_utf8(lossy: &str, other: &'static Encoding) -> bool {
    let mut after_stray = false;
    let mut strays = 0;
    for c in lossy.chars() {
        let stray = c == '\u{fffd}';
        strays += usize::from(stray && !after_stray);
        after_stray = stray;
    }
    let latin = [WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, ISO_8859_2, ISO_8859_4].contains(&other);
    letters_beyond_ascii(lossy) > strays * if latin { 1 } else { 4 }
}

/// The text of `bytes` in `encoding`.
fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> String {
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

/// The encoding that a `<meta charset>`, a `<meta http-equiv>` or an XML
/// declaration near the start states.
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
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    // The tag could be read byte by byte, so the text cannot be UTF-16. It is no
    // UTF-8 either, because that was tested before.
    (![UTF_16BE, UTF_16LE, UTF_8].contains(&encoding)).then_some(encoding)
}

/// The byte order of UTF-16 without a byte order mark; `None` if the bytes do
/// not look like UTF-16. There every other byte is often NUL, as in each space,
/// and the bytes between them hardly ever.
pub(super) fn utf16_guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..512.min(bytes.len()))?;
    if head.len() < 4 {
        return None;
    }
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
    let half = head.len() / 2;
    // A text of single bytes may contain a few NULs, and a letter such as U+4E00
    // has its NUL in the other place.
    let often = |count: usize| (count * 20 > half && count > 3) || count * 10 > half * 7;
    match (zeros(0), zeros(1)) {
        (even, odd) if often(odd) && even * 8 < odd => Some(UTF_16LE),
        (even, odd) if often(even) && odd * 8 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding by the bytes alone.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let guessed = guess(bytes);
    // UTF-8 with a few wrong bytes is still UTF-8.
    if is_mostly_utf8(&UTF_8.decode_without_bom_handling(bytes).0, guessed) { UTF_8 } else { guessed }
}

/// The encoding that the detector finds.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..DETECT_WINDOW.min(bytes.len())).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
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

    const RUSSIAN: &str = "Сегодня в городе прошла встреча министров, и никто не сказал, чем она кончилась.";
    const FRENCH: &str = "Le marché du quai a rouvert après l’été ; « tout est prêt », dit l’élue d’à côté.";
    const JAPANESE: &str = "港の古い倉庫が来週ひらかれる。市長は「みんなの場所になる」と話した。";
    const CHINESE: &str = "港口的旧仓库下周开放。市长说：“这里属于每一个人。”渔民们等了很久。";
    const KOREAN: &str = "항구의 낡은 창고가 다음 주에 문을 연다. 시장은 “모두의 자리”라고 말했다.";

    const LABELLED: [(&str, &str); 5] = [
        ("windows-1251", RUSSIAN),
        ("windows-1252", FRENCH),
        ("Shift_JIS", JAPANESE),
        ("GB18030", CHINESE),
        ("EUC-KR", KOREAN),
    ];

    fn encoded(label: &str, text: &str) -> Vec<u8> {
        let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
        assert!(!lossy, "{label} has no letter for some of {text}");
        bytes.into_owned()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn each_charset_is_found_by_the_header_the_page_and_the_bytes() {
        for (label, text) in LABELLED {
            let bytes = encoded(label, text);
            assert_eq!(decode(&bytes, Some(&format!("text/html; charset={label}"))), text, "{label} in the header");
            assert_eq!(decode(&bytes, Some("text/html")), text, "{label} detected");
            let page = format!("<meta charset='{label}'><p>{text}");
            assert_eq!(decode(&encoded(label, &page), None), page, "{label} in the page");
            let old = format!("<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset={label}\"><p>{text}");
            assert_eq!(decode(&encoded(label, &old), Some("text/html")), old, "{label} in an old page");
            let xml = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><html><p>{text}");
            assert_eq!(decode(&encoded(label, &xml), None), xml, "{label} in XML");
        }
    }

    #[test]
    fn utf16_is_found_with_and_without_a_mark() {
        for (_, text) in LABELLED {
            for big in [true, false] {
                let marked = format!("\u{feff}{text}");
                assert_eq!(decode(&utf16(&marked, big), Some("text/html; charset=utf-8")), text);
                let page = format!("<html><head><title>{text}</title></head><p>{text}");
                assert_eq!(decode(&utf16(&page, big), None), page);
                let label = if big { "text/html; charset=utf-16be" } else { "text/html; charset=UTF-16" };
                assert_eq!(decode(&utf16(text, big), Some(label)), text);
            }
        }
        assert_eq!(decode(&utf16(RUSSIAN, false), None), RUSSIAN);
    }

    #[test]
    fn a_wrong_label_is_not_believed() {
        for label in ["iso-8859-1", "windows-1251", "Shift_JIS", "utf-16", "no-such-charset", "iso-2022-kr"] {
            let header = format!("text/html; charset={label}");
            assert_eq!(decode(JAPANESE.as_bytes(), Some(&header)), JAPANESE, "UTF-8 labelled {label}");
        }
        for (label, text) in LABELLED {
            assert_eq!(decode(&encoded(label, text), Some("text/html; charset=utf-8")), text, "{label} labelled UTF-8");
        }
        // The server's default label is wrong and the page's is right.
        let page = format!("<meta charset=windows-1251><p>{RUSSIAN}");
        assert_eq!(decode(&encoded("windows-1251", &page), Some("text/html; charset=ISO-8859-1")), page);
        assert_eq!(decode(&encoded("EUC-JP", JAPANESE), Some("text/html; charset=Shift_JIS")), JAPANESE);
    }

    #[test]
    fn the_header_wins_over_the_page() {
        let page = b"<meta charset=\"windows-1252\"><p>\x93\xfa\x96{";
        assert!(decode(page, Some("text/html; charset=\"Shift_JIS\"")).ends_with("日本"));
        assert_eq!(decode(b"\x1b$B9A\x1b(B", Some("text/html; charset=iso-2022-jp")), "港");
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
    fn utf8_with_a_few_wrong_bytes_stays_utf8() {
        let mut bytes = "“né”, dit-elle à Zoë; “où” – “là”".as_bytes().to_vec();
        bytes.push(0xff);
        assert!(decode(&bytes, None).starts_with("“né”, dit-elle"));
    }

    #[test]
    fn wrong_bytes_matter_little_in_a_page_of_few_letters_beyond_ascii() {
        let page = b"<p>Le caf\xc3\xa9 \xc3\xa9tait ferm\xe9, dit la dame \xc3\xa0 c\xc3\xb4t\xe9.</p>";
        let run = b"<p>Le caf\xc3\xa9 \xe2\x80\x94 \xff\xfe\xff\xfe\xff\xfe un blanc.</p>";
        for header in [None, Some("text/html; charset=utf-8"), Some("text/html")] {
            let text = decode(page, header);
            assert!(text.contains("café était ferm") && text.contains("à côt"), "{text}");
            assert!(decode(run, header).contains("café — "), "a run of bad bytes is one fault");
            let labelled = [b"<meta charset=utf-8>".as_slice(), page].concat();
            assert!(decode(&labelled, header).contains("café était ferm"));
        }
        let latin = b"<p>Le caf\xe9 \xe9tait ferm\xe9, dit la dame \xe0 c\xf4t\xe9.</p>";
        assert!(decode(latin, Some("text/html; charset=utf-8")).contains("café était fermé, dit la dame à côté"));
    }

    #[test]
    fn pairs_that_are_valid_utf8_by_chance_decide_nothing() {
        let thai = "ท่าเรือเก่าจะเปิดสัปดาห์หน้า นายกเทศมนตรีกล่าวว่า ที่นี่เป็นของทุกคน ชาวประมงรอมานานแล้ว";
        for (label, text) in
            LABELLED.into_iter().chain([("windows-874", thai), ("EUC-JP", JAPANESE), ("KOI8-R", RUSSIAN)])
        {
            let bytes = encoded(label, &text.repeat(3));
            assert_eq!(decode(&bytes, Some("text/html; charset=utf-8")), text.repeat(3), "{label}");
        }
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
