//! Whether the terminal's background is light, as the terminal answers.
//!
//! A terminal is asked with `OSC 11 ; ?`, xterm's control sequence for the colour of its
//! background, and answers `OSC 11 ; rgb:RRRR/GGGG/BBBB ST`. With the private mode 2031 it
//! also reports, at any time, that a person changed it: `CSI ? 997 ; 1 n` for a dark one and `2`
//! for a light one. Answers arrive among the keys; most terminals send one, some never do.

/// Asks for the background, and for reports when it changes.
pub(in crate::ui) const ASK: &str = "\x1b]11;?\x1b\\\x1b[?2031h";

/// Ends the reports.
pub(in crate::ui) const STOP: &str = "\x1b[?2031l";

/// The most bytes of an answer.
const LONGEST: usize = 256;

/// A background of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Dark: light letters can be read on it.
    Dark,
    /// Light: dark letters can be read on it.
    Light,
}

/// What follows `ESC ]`.
pub(super) enum SystemCommand {
    /// A key with Alt: no command begins like this.
    Key,
    /// The answer, if it is one, and the number of bytes.
    Whole(Option<Background>, usize),
    /// Perhaps a command, if more bytes come.
    Incomplete,
}

/// Reads a command of the operating system (OSC) after its first two bytes. It ends in BEL, or
/// in ESC and a backslash.
pub(super) fn system_command(rest: &[u8]) -> SystemCommand {
    match rest.first() {
        None => return SystemCommand::Incomplete,
        Some(first) if !first.is_ascii_digit() => return SystemCommand::Key,
        Some(_) => {}
    }
    let end = rest.iter().take(LONGEST).position(|byte| *byte < 0x20);
    let Some(end) = end else {
        return if rest.len() < LONGEST { SystemCommand::Incomplete } else { SystemCommand::Whole(None, LONGEST) };
    };
    let words = rest.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("");
    match rest.get(end..).unwrap_or_default() {
        [0x07, ..] => SystemCommand::Whole(answer(words), end + 1),
        [0x1b, b'\\', ..] => SystemCommand::Whole(answer(words), end + 2),
        [0x1b] => SystemCommand::Incomplete,
        // Another sequence or key ends this one.
        _ => SystemCommand::Whole(None, end),
    }
}

/// The background that a command names.
fn answer(words: &str) -> Option<Background> {
    let color = words.strip_prefix("11;")?;
    let parts = color.strip_prefix("rgb:").or_else(|| color.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/').map(|part| {
        let most = u32::try_from((1_u64 << (4 * part.len().min(4))) - 1).ok()?;
        let value = u32::from_str_radix(part, 16).ok()?;
        Some(f64::from(value) / f64::from(most.max(1)))
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // Luma of BT.709.
    let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if luma > 0.5 { Background::Light } else { Background::Dark })
}

/// The background that a report of mode 2031 names: the parameters and the last byte of a
/// control sequence.
pub(super) fn report(parameters: &str, last: u8) -> Option<Background> {
    match (parameters, last) {
        ("?997;1", b'n') => Some(Background::Dark),
        ("?997;2", b'n') => Some(Background::Light),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_light_or_dark() {
        for (words, wanted) in [
            ("11;rgb:ffff/ffff/ffff", Some(Background::Light)),
            ("11;rgb:fd/f6/e3", Some(Background::Light)),
            ("11;rgb:0000/2b2b/3636", Some(Background::Dark)),
            ("11;rgba:1616/1818/1d1d/ffff", Some(Background::Dark)),
            ("11;rgb:f/f/f", Some(Background::Light)),
            ("11;?", None),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;rgb:ffff/ffff", None),
            ("11;rgb:/x/y", None),
        ] {
            assert_eq!(answer(words), wanted, "{words}");
        }
    }
}
