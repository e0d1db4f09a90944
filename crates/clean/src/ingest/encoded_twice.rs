//! Text in UTF-8 that a program read as Windows-1252 or Latin-1 and encoded again, so that each
//! letter beyond ASCII is two or three: `â€™` for `’`.

use encoding_rs::WINDOWS_1252;

/// Letters of a text that were encoded twice, at least.
const LETTERS: usize = 5;
/// The first byte of every letter from U+00C2 to U+00F4, with which one begins that was encoded
/// twice.
const FIRST: u8 = 0xc3;
/// The bytes that have other letters in Windows-1252 than in Latin-1.
const OTHERS: std::ops::Range<u8> = 0x80..0xa0;

/// `text` with each letter encoded once, if most of those beyond ASCII are encoded twice.
pub(super) fn undo(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let follows = |at: usize| matches!(bytes.get(at + 2), Some(0xc2 | 0xc5 | 0xc6 | 0xcb | 0xe2));
    let places = || memchr::memchr_iter(FIRST, bytes).filter(|&at| follows(at));
    if places().take(LETTERS).count() < LETTERS {
        return None;
    }
    let table = letters_of_bytes();
    let mut once = String::with_capacity(text.len());
    let (mut found, mut end) = (0, 0);
    for at in places() {
        let Some((letter, length)) = letter_at(text.get(at..).unwrap_or(""), &table) else { continue };
        if at >= end {
            once.push_str(text.get(end..at).unwrap_or(""));
            once.push(letter);
            end = at + length;
            found += 1;
        }
    }
    once.push_str(text.get(end..).unwrap_or(""));
    let beyond = once.chars().filter(|c| !c.is_ascii()).count();
    (found >= LETTERS && found * 2 > beyond).then_some(once)
}

/// The letters that the bytes in [`OTHERS`] have in Windows-1252.
fn letters_of_bytes() -> Vec<char> {
    let bytes: Vec<u8> = OTHERS.collect();
    WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().collect()
}

/// The letter that `text` begins with, encoded twice, and how many bytes of `text` it takes.
fn letter_at(text: &str, table: &[char]) -> Option<(char, usize)> {
    let byte_of = |c: char| {
        let other = || table.iter().position(|&letter| letter == c).and_then(|at| OTHERS.clone().nth(at));
        u8::try_from(c).ok().filter(|byte| !byte.is_ascii()).or_else(other)
    };
    let (mut bytes, mut length) = ([0; 4], 0);
    for (count, c) in text.chars().take(4).enumerate() {
        *bytes.get_mut(count)? = byte_of(c)?;
        length += c.len_utf8();
        if let Some(letter) = bytes.get(..=count).and_then(|bytes| std::str::from_utf8(bytes).ok()) {
            return Some((letter.chars().next()?, length));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“The pier isn’t open,” she said — nobody knew. It’s 20 °C in Lindhaven’s Café Söderblom.";

    /// `text` read as Latin-1 and encoded again, or as Windows-1252 where that has a letter.
    fn twice(text: &str, latin: bool) -> String {
        if latin {
            text.bytes().map(char::from).collect()
        } else {
            WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into()
        }
    }

    #[test]
    fn letters_that_are_encoded_twice_are_encoded_once() {
        for latin in [true, false] {
            assert_eq!(undo(&twice(TEXT, latin)).as_deref(), Some(TEXT));
            let html = format!("<meta charset=utf-8><p>{}</p>", twice(TEXT, latin));
            assert!(super::super::decode::decode(html.as_bytes(), None).contains(TEXT));
        }
    }

    #[test]
    fn other_texts_stay() {
        let french = "Le marché du quai a rouvert après l’été ; « tout est prêt », dit l’élue d’à côté, à Â «».";
        let example = format!("{TEXT}{TEXT} In such a page, an apostrophe is {}.", twice("’ ’ ’ ’ ’ ’", false));
        for text in [TEXT, french, "NÃO É A PONTE, SÃO AS IRMÃS", &example] {
            assert_eq!(undo(text), None, "{text}");
        }
    }
}
