//! A theme in the 256 colours of xterm, which have few dark and few pale ones: the nearest colour to
//! each is often too near to the page, or of another hue.
//!
//! Each colour becomes the one that is most like it of those that keep the promises of the theme: the
//! contrast of every role, highlights that stand out from the page and from each other, speakers that
//! can be read. Likeness is distance in OKLab (Ottosson 2020), with more weight on hue and chroma than
//! on lightness, as the contrast decides about that.

use ratatui::style::{Color, Style};

use super::Role;
use super::depth::{gray_level, level};

/// The weights of hue and chroma, lightness being 1, for the page, for other backgrounds, and for
/// letters. Chosen by looking at the themes.
const PAGE: f64 = 16.0;
const BACKGROUNDS: f64 = 4.0;
const LETTERS: f64 = 2.0;
/// The least contrast between the page and words that are highlighted or selected.
pub(super) const STANDS_OUT: f64 = 1.5;
/// The least contrast of a speaker's letters on the page and what is laid over it.
pub(super) const SPEAKER: f64 = 4.5;
/// The same on a highlight that a person chose, as WCAG asks for large letters. With more than that, 256
/// colours leave only white or black.
pub(super) const SPEAKER_ON_HIGHLIGHT: f64 = 3.0;

/// The roles with a background on which speakers are read as on the page.
const READ_ON: [Role; 5] = [Role::CursorSentence, Role::Note, Role::QuoteSelected, Role::Selection, Role::SideSelected];
/// The roles with a background that is more seldom.
const READ_ON_SELDOM: [Role; 5] =
    [Role::HighlightGreen, Role::HighlightBlue, Role::HighlightPink, Role::HighlightPurple, Role::NoteSelected];
/// The roles that stand out from the page, besides highlights.
pub(super) const SELECTED: [Role; 3] = [Role::NoteSelected, Role::QuoteSelected, Role::Selection];

/// One of the colours 16 to 255; the first sixteen depend on the person's settings.
#[derive(Debug, Clone, Copy)]
struct Known {
    color: Color,
    lab: [f64; 3],
}

/// The styles of all roles, in the order of [`Role::ALL`], and of speakers, in the 256 colours.
pub(super) fn reduced(roles: &[Style], speakers: &[Style]) -> (Vec<Style>, Vec<Style>) {
    let known = all();
    let mut reduced = Reduced { known: &known, roles: roles.to_vec(), highlights: Vec::new() };
    for role in Role::ALL {
        reduced.role(*role);
    }
    let mut found: Vec<Style> = Vec::with_capacity(speakers.len());
    for speaker in speakers {
        let style = reduced.speaker(*speaker, &found);
        found.push(style);
    }
    (reduced.roles, found)
}

struct Reduced<'k> {
    known: &'k [Known],
    /// The styles so far; those of later roles are still in full colours.
    roles: Vec<Style>,
    /// The backgrounds of highlights so far.
    highlights: Vec<Color>,
}

impl Reduced<'_> {
    fn style(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    fn ground(&self, role: Role) -> Option<Color> {
        self.style(role).bg.or(self.style(Role::Page).bg)
    }

    /// Reduces the style of a role; the one that it is laid over is reduced already, or is itself.
    fn role(&mut self, role: Role) {
        let (own, over) = (self.style(role), role.over());
        let page = self.style(Role::Page);
        let itself = over as usize == role as usize;
        let letters = if itself { None } else { own.fg.is_none().then(|| self.style(over).fg.or(page.fg)).flatten() };
        let is_highlight = Role::HIGHLIGHTS.contains(&role);
        let mut style = own;
        style.bg = own.bg.map(|wanted| {
            let weight = if role == Role::Page { PAGE } else { BACKGROUNDS };
            self.nearest(wanted, weight, |color| {
                let mut fits: f64 = 1.0;
                if is_highlight || SELECTED.contains(&role) {
                    fits = fits.min(share(color, page.bg, STANDS_OUT));
                }
                if role != Role::Page && page.bg == Some(color) || is_highlight && self.highlights.contains(&color) {
                    fits = fits.min(0.5);
                }
                fits.min(share(color, letters, role.contrast()))
            })
        });
        let ground = style.bg.or_else(|| self.ground(over));
        style.fg = own.fg.map(|wanted| self.nearest(wanted, LETTERS, |color| share(color, ground, role.contrast())));
        if let Some(color) = style.bg.filter(|_| is_highlight) {
            self.highlights.push(color);
        }
        if let Some(slot) = self.roles.get_mut(role as usize) {
            *slot = style;
        }
    }

    /// Reduces the style of a speaker; `others` are those that have one.
    fn speaker(&self, own: Style, others: &[Style]) -> Style {
        let least = |roles: &[Role], color: Color, wanted: f64| {
            roles.iter().map(|role| share(color, self.ground(*role), wanted)).fold(1.0, f64::min)
        };
        let fg = own.fg.map(|wanted| {
            self.nearest(wanted, LETTERS, |color| {
                let is_new = if others.iter().any(|other| other.fg == Some(color)) { 0.9 } else { 1.0 };
                let on_page = share(color, self.style(Role::Page).bg, SPEAKER);
                let on_others =
                    least(&READ_ON, color, SPEAKER).min(least(&READ_ON_SELDOM, color, SPEAKER_ON_HIGHLIGHT));
                on_page.min(on_others).min(is_new)
            })
        });
        Style { fg, ..own }
    }

    /// Of the colours that fit best (`fits` is 1 for those that keep every promise, less for others), the
    /// one that is most like `wanted`. A colour that is not of 24 bits stays.
    fn nearest(&self, wanted: Color, weight: f64, fits: impl Fn(Color) -> f64) -> Color {
        let Color::Rgb(r, g, b) = wanted else { return wanted };
        let [l, a, b] = oklab([r, g, b]);
        let cost = |known: &Known| {
            let [known_l, known_a, known_b] = known.lab;
            let likeness = (known_l - l).powi(2) + weight * ((known_a - a).powi(2) + (known_b - b).powi(2));
            (1.0 - fits(known.color).min(1.0), likeness)
        };
        let costs = self.known.iter().map(|known| (cost(known), known.color));
        let least =
            |a: &((f64, f64), Color), b: &((f64, f64), Color)| a.0.0.total_cmp(&b.0.0).then(a.0.1.total_cmp(&b.0.1));
        costs.min_by(least).map_or(wanted, |(_, color)| color)
    }
}

/// How much of the `wanted` contrast there is between two colours; 1 if one of them is not known.
fn share(color: Color, other: Option<Color>, wanted: f64) -> f64 {
    other.and_then(|other| contrast(color, other)).map_or(1.0, |found| found / wanted)
}

/// The contrast of two colours, WCAG 2.2; `None` if one depends on the terminal's settings.
pub(super) fn contrast(a: Color, b: Color) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// Relative luminance, WCAG 2.2; `None` if it depends on the terminal's settings.
fn luminance(color: Color) -> Option<f64> {
    let [r, g, b] = parts(color)?.map(linear);
    Some(0.2126 * r + 0.7152 * g + 0.0722 * b)
}

/// Red, green and blue of a colour of 24 bits or one of the colours 16 to 255.
fn parts(color: Color) -> Option<[u8; 3]> {
    match color {
        Color::Rgb(r, g, b) => Some([r, g, b]),
        Color::Indexed(i @ 232..) => Some([gray_level(i - 232); 3]),
        Color::Indexed(i @ 16..) => Some([(i - 16) / 36, (i - 16) / 6 % 6, (i - 16) % 6].map(level)),
        _ => None,
    }
}

/// The light of a part of an sRGB colour, from 0 to 1.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// The colours 16 to 255.
fn all() -> Vec<Known> {
    let known = |i| {
        let color = Color::Indexed(i);
        Some(Known { color, lab: oklab(parts(color)?) })
    };
    (16..=255).filter_map(known).collect()
}

/// Lightness, and the axes from green to red and from blue to yellow, of an sRGB colour: OKLab.
fn oklab(rgb: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(linear);
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_measured_as_wcag_and_oklab_do() {
        assert!((contrast(Color::Indexed(16), Color::Rgb(255, 255, 255)).unwrap() - 21.0).abs() < 1e-9);
        assert_eq!(contrast(Color::Red, Color::Indexed(16)), None);
        assert_eq!(parts(Color::Indexed(110)), Some([135, 175, 215]));
        assert_eq!(parts(Color::Indexed(255)), Some([238; 3]));
        let [l, a, b] = oklab([255, 0, 0]);
        assert!((l - 0.628).abs() < 0.001 && (a - 0.2249).abs() < 0.001 && (b - 0.1258).abs() < 0.001);
    }
}
