//! Where a block is in a list: its depth, and its bullet or number.

/// The place of a block in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPlace {
    /// How many lists are around the list of the block; 0 for a list that is not in
    /// another one.
    pub depth: u8,
    /// What is drawn before the block.
    pub marker: ListMarker,
}

/// What is drawn before a block of a list; it is not part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListMarker {
    /// The sign of an item without a number.
    Bullet,
    /// The number of an item.
    Number(i32, NumberStyle),
    /// Nothing: the block continues the item before it.
    Continued,
    /// Nothing: the block is an item without a marker, such as a term and what it means.
    Unmarked,
}

/// How the numbers of a list are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// `1.`, `2.`
    Decimal,
    /// `a.`, `b.`
    LowerLetters,
    /// `A.`, `B.`
    UpperLetters,
    /// `i.`, `ii.`
    LowerRoman,
    /// `I.`, `II.`
    UpperRoman,
}

/// The largest number that Roman numerals are used for.
const MOST_ROMAN: i32 = 3999;

impl ListMarker {
    /// The marker as text: `•`, `4.`, `b.`, `iv.`; empty for the others.
    /// A number that its style can't write is decimal, as in browsers.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            ListMarker::Bullet => "•".to_owned(),
            ListMarker::Number(number, style) => format!("{}.", style.written(number)),
            ListMarker::Continued | ListMarker::Unmarked => String::new(),
        }
    }
}

impl NumberStyle {
    /// The style for the value of HTML's `type` on a list: `1`, `a`, `A`, `i`, `I`.
    #[must_use]
    pub fn of_type(value: &str) -> Option<Self> {
        Some(match value.trim() {
            "1" => NumberStyle::Decimal,
            "a" => NumberStyle::LowerLetters,
            "A" => NumberStyle::UpperLetters,
            "i" => NumberStyle::LowerRoman,
            "I" => NumberStyle::UpperRoman,
            _ => return None,
        })
    }

    /// `number` in this style, without a full stop.
    fn written(self, number: i32) -> String {
        match self {
            NumberStyle::LowerLetters | NumberStyle::UpperLetters if number > 0 => {
                letters(number, if self == NumberStyle::LowerLetters { b'a' } else { b'A' })
            }
            NumberStyle::LowerRoman if (1..=MOST_ROMAN).contains(&number) => roman(number).to_ascii_lowercase(),
            NumberStyle::UpperRoman if (1..=MOST_ROMAN).contains(&number) => roman(number),
            _ => number.to_string(),
        }
    }
}

/// A positive number in letters, from `first`: a to z, then aa, ab.
fn letters(number: i32, first: u8) -> String {
    let mut reversed = Vec::new();
    let mut left = number.unsigned_abs();
    while left > 0 {
        left -= 1;
        // The remainder is below 26.
        reversed.push(char::from(first + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    reversed.into_iter().rev().collect()
}

/// A number from 1 to [`MOST_ROMAN`] in Roman numerals.
fn roman(number: i32) -> String {
    const SIGNS: [(i32, &str); 4] = [(1000, "M"), (100, "CDM"), (10, "XLC"), (1, "IVX")];
    let mut out = String::new();
    let mut left = number;
    for (value, signs) in SIGNS {
        let digit = left / value;
        left %= value;
        let sign = |at: usize| signs.get(at..=at).unwrap_or("");
        match digit {
            9 => out.extend([sign(0), sign(2)]),
            4 => out.extend([sign(0), sign(1)]),
            _ => {
                out.push_str(if digit >= 5 { sign(1) } else { "" });
                let ones = if digit >= 5 { digit - 5 } else { digit };
                out.push_str(&sign(0).repeat(usize::try_from(ones).unwrap_or(0)));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(number: i32, style: NumberStyle) -> String {
        ListMarker::Number(number, style).text()
    }

    #[test]
    fn numbers_are_written_in_their_style() {
        assert_eq!([1, 27, 703].map(|n| written(n, NumberStyle::LowerLetters)), ["a.", "aa.", "aaa."]);
        assert_eq!(written(26, NumberStyle::UpperLetters), "Z.");
        assert_eq!(
            [4, 9, 14, 40, 1999, 3999].map(|n| written(n, NumberStyle::UpperRoman)),
            ["IV.", "IX.", "XIV.", "XL.", "MCMXCIX.", "MMMCMXCIX."]
        );
        assert_eq!(written(8, NumberStyle::LowerRoman), "viii.");
    }

    #[test]
    fn a_number_that_its_style_cannot_write_is_decimal() {
        assert_eq!(written(0, NumberStyle::UpperLetters), "0.");
        assert_eq!([-3, 0, 4000].map(|n| written(n, NumberStyle::LowerRoman)), ["-3.", "0.", "4000."]);
        assert_eq!(written(i32::MIN, NumberStyle::Decimal), "-2147483648.");
    }
}
