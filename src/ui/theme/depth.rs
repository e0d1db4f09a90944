//! The number of colours a terminal shows, and how to reduce a style to them.

use ratatui::style::{Color, Style};

use crate::config::PaletteChoice;

/// The colours that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Depth {
    /// Colours of 24 bits.
    Full,
    /// The 256 colours of xterm.
    Indexed,
    /// The sixteen colours that the person has set in the terminal.
    Sixteen,
    /// No colours.
    None,
}

/// What the environment says about the terminal; each value as it is in the
/// environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The value of `TERM`.
    pub term: String,
    /// The value of `COLORTERM`.
    pub colorterm: String,
    /// The value of `COLORFGBG`, such as `15;0`: the last number is the
    /// background.
    pub colorfgbg: String,
    /// Whether `NO_COLOR` is set and not empty (<https://no-color.org>).
    pub no_color: bool,
}

impl Surroundings {
    /// Reads the environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        let read = |name| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned()).unwrap_or_default();
        Self {
            term: read("TERM"),
            colorterm: read("COLORTERM"),
            colorfgbg: read("COLORFGBG"),
            no_color: !read("NO_COLOR").is_empty(),
        }
    }

    /// The colours to use: the person's choice, or else what the environment
    /// says. `NO_COLOR` takes precedence over both.
    #[must_use]
    pub fn depth(&self, choice: PaletteChoice) -> Depth {
        match choice {
            _ if self.no_color => Depth::None,
            PaletteChoice::Full => Depth::Full,
            PaletteChoice::Indexed => Depth::Indexed,
            PaletteChoice::Sixteen => Depth::Sixteen,
            PaletteChoice::None => Depth::None,
            PaletteChoice::Auto if matches!(self.colorterm.as_str(), "truecolor" | "24bit") => Depth::Full,
            PaletteChoice::Auto if self.term.ends_with("-direct") => Depth::Full,
            PaletteChoice::Auto if self.term.contains("256color") => Depth::Indexed,
            PaletteChoice::Auto if self.term == "dumb" => Depth::None,
            PaletteChoice::Auto => Depth::Sixteen,
        }
    }

    /// Whether the terminal says that its background is light: white or light
    /// gray of the sixteen colours.
    #[must_use]
    pub fn is_light(&self) -> bool {
        matches!(self.colorfgbg.rsplit(';').next(), Some("7" | "15"))
    }
}

/// `style` with the nearest colours that `depth` has.
#[must_use]
pub fn at_depth(style: Style, depth: Depth) -> Style {
    let bring = |color: Option<Color>| match depth {
        Depth::Full => color,
        Depth::Indexed => color.map(indexed),
        Depth::Sixteen => color.map(sixteen),
        Depth::None => None,
    };
    Style { fg: bring(style.fg), bg: bring(style.bg), ..style }
}

/// The nearest colour of xterm's 6×6×6 cube and its 24 grays (indices 16 to
/// 255; the first sixteen depend on the person's settings).
fn indexed(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    let step = |v: u8| (0u8..6).min_by_key(|i| level(*i).abs_diff(v)).unwrap_or(0);
    let (ri, gi, bi) = (step(r), step(g), step(b));
    let gray_of = |i: u8| (gray_level(i), gray_level(i), gray_level(i));
    let gray = (0u8..24).min_by_key(|i| distance((r, g, b), gray_of(*i))).unwrap_or(0);
    let cube = distance((r, g, b), (level(ri), level(gi), level(bi)));
    if distance((r, g, b), gray_of(gray)) < cube {
        Color::Indexed(232 + gray)
    } else {
        Color::Indexed(16 + 36 * ri + 6 * gi + bi)
    }
}

/// The value of red, green and blue at step `i` of six of xterm's cube.
pub(super) fn level(i: u8) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    STEPS.get(usize::from(i)).copied().unwrap_or(0)
}

/// The value of red, green and blue of gray `i` of xterm's 24.
pub(super) fn gray_level(i: u8) -> u8 {
    8_u8.saturating_add(i.saturating_mul(10))
}

/// The nearest of the sixteen colours, with the values that VGA gave them.
fn sixteen(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    const VGA: [(Color, (u8, u8, u8)); 16] = [
        (Color::Black, (0, 0, 0)),
        (Color::Red, (170, 0, 0)),
        (Color::Green, (0, 170, 0)),
        (Color::Yellow, (170, 85, 0)),
        (Color::Blue, (0, 0, 170)),
        (Color::Magenta, (170, 0, 170)),
        (Color::Cyan, (0, 170, 170)),
        (Color::Gray, (170, 170, 170)),
        (Color::DarkGray, (85, 85, 85)),
        (Color::LightRed, (255, 85, 85)),
        (Color::LightGreen, (85, 255, 85)),
        (Color::LightYellow, (255, 255, 85)),
        (Color::LightBlue, (85, 85, 255)),
        (Color::LightMagenta, (255, 85, 255)),
        (Color::LightCyan, (85, 255, 255)),
        (Color::White, (255, 255, 255)),
    ];
    VGA.iter().min_by_key(|(_, rgb)| distance((r, g, b), *rgb)).map_or(color, |(named, _)| *named)
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    [(a.0, b.0), (a.1, b.1), (a.2, b.2)].iter().map(|(x, y)| u32::from(x.abs_diff(*y)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(term: &str, colorterm: &str) -> Surroundings {
        Surroundings { term: term.into(), colorterm: colorterm.into(), ..Surroundings::default() }
    }

    #[test]
    fn the_depth_is_what_the_terminal_says_unless_one_was_chosen() {
        let auto = PaletteChoice::Auto;
        assert_eq!(terminal("xterm-256color", "truecolor").depth(auto), Depth::Full);
        assert_eq!(terminal("tmux-256color", "").depth(auto), Depth::Indexed);
        assert_eq!(terminal("linux", "").depth(auto), Depth::Sixteen);
        assert_eq!(terminal("linux", "").depth(PaletteChoice::Full), Depth::Full);
        let no_color = Surroundings { no_color: true, ..terminal("xterm", "truecolor") };
        assert_eq!(no_color.depth(PaletteChoice::Full), Depth::None);
    }

    #[test]
    fn a_light_background_is_taken_from_colorfgbg() {
        let says = |colorfgbg: &str| Surroundings { colorfgbg: colorfgbg.into(), ..Surroundings::default() };
        assert!(says("0;15").is_light());
        assert!(says("0;default;7").is_light());
        assert!(!says("15;0").is_light());
        assert!(!says("").is_light());
    }

    #[test]
    fn colours_are_reduced_to_the_nearest() {
        assert_eq!(indexed(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(indexed(Color::Rgb(0x20, 0x21, 0x22)), Color::Indexed(234));
        assert_eq!(sixteen(Color::Rgb(250, 90, 80)), Color::LightRed);
        let bold = Style::new().fg(Color::Rgb(1, 2, 3)).add_modifier(ratatui::style::Modifier::BOLD);
        assert_eq!(at_depth(bold, Depth::None), Style::new().add_modifier(ratatui::style::Modifier::BOLD));
    }
}
