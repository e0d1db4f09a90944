//! Styles as themes and `[colors]` write them: `#e8c07d on #20242b bold`.

use ratatui::style::{Color, Modifier, Style};

/// The words for modifiers, and what they switch on.
const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
    ("struck", Modifier::CROSSED_OUT),
];

/// The sixteen colours of the terminal, by name.
const NAMED: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("gray", Color::Gray),
    ("dark-gray", Color::DarkGray),
    ("light-red", Color::LightRed),
    ("light-green", Color::LightGreen),
    ("light-yellow", Color::LightYellow),
    ("light-blue", Color::LightBlue),
    ("light-magenta", Color::LightMagenta),
    ("light-cyan", Color::LightCyan),
    ("white", Color::White),
];

/// Why a style is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StyleError {
    /// The word is neither a colour nor a modifier. Has the word and the text
    /// that suggests a similar one.
    #[error("“{0}” is neither a colour nor a style{1}")]
    Unknown(String, String),
    /// There is no colour after `on`.
    #[error("a colour for the background has to follow “on”")]
    NothingOn,
    /// There is a second colour for the same purpose.
    #[error("“{0}” is one colour too many: letters have one, the background has one")]
    TooMany(String),
}

/// Reads a style. The empty string is the style that changes nothing.
///
/// # Errors
/// Names the first word that has no meaning.
pub fn parse(words: &str) -> Result<Style, StyleError> {
    let mut style = Style::new();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" {
            let background = words.next().ok_or(StyleError::NothingOn)?;
            if style.bg.is_some() {
                return Err(StyleError::TooMany(background.to_owned()));
            }
            style.bg = Some(color(background)?);
        } else if style.fg.is_some() {
            return Err(color(word).err().unwrap_or_else(|| StyleError::TooMany(word.to_owned())));
        } else {
            style.fg = Some(color(word)?);
        }
    }
    Ok(style)
}

/// Reads a colour: `#rrggbb`, one of the sixteen by name, or `default`.
fn color(word: &str) -> Result<Color, StyleError> {
    if word == "default" {
        return Ok(Color::Reset);
    }
    if let Some((_, color)) = NAMED.iter().find(|(name, _)| *name == word) {
        return Ok(*color);
    }
    let hex = word.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    match hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
        Some(n) => {
            let [_, r, g, b] = n.to_be_bytes();
            Ok(Color::Rgb(r, g, b))
        }
        None => {
            let known = MODIFIERS.iter().map(|(n, _)| *n).chain(NAMED.iter().map(|(n, _)| *n)).chain(["default", "on"]);
            Err(StyleError::Unknown(word.to_owned(), crate::config::problem::did_you_mean(word, known)))
        }
    }
}

/// Writes a style in the words that [`parse`] reads; snapshots of the screen
/// list styles this way.
#[must_use]
pub fn write(style: Style) -> String {
    let mut words = Vec::new();
    words.extend(style.fg.map(write_color));
    words.extend(style.bg.map(|bg| format!("on {}", write_color(bg))));
    for (name, modifier) in MODIFIERS {
        if style.add_modifier.contains(modifier) {
            words.push(name.to_owned());
        }
    }
    words.join(" ")
}

fn write_color(color: Color) -> String {
    match (color, NAMED.iter().find(|(_, c)| *c == color)) {
        (_, Some((name, _))) => (*name).to_owned(),
        (Color::Rgb(r, g, b), None) => format!("#{r:02x}{g:02x}{b:02x}"),
        (Color::Indexed(n), None) => n.to_string(),
        _ => "default".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_read_and_written_back() {
        for words in ["", "#e8c07d on #20242b bold", "on default", "light-red italic underlined", "dim struck"] {
            assert_eq!(parse(words).map(write).as_deref(), Ok(words));
        }
    }

    #[test]
    fn an_unknown_word_is_named() {
        let message = |words| parse(words).unwrap_err().to_string();
        assert_eq!(message("blod"), "“blod” is neither a colour nor a style; did you mean “bold”?");
        assert_eq!(message("#12345"), "“#12345” is neither a colour nor a style");
        assert_eq!(message("red on"), "a colour for the background has to follow “on”");
        assert_eq!(message("red blue"), "“blue” is one colour too many: letters have one, the background has one");
    }
}
