//! Footnotes of Markdown: the number of each.

/// The labels of footnotes, in the order in which they are first met.
#[derive(Debug, Default)]
pub(super) struct Notes {
    labels: Vec<String>,
}

impl Notes {
    /// The number of the footnote with this label, from 1.
    pub(super) fn number(&mut self, label: &str) -> u32 {
        let known = self.labels.iter().position(|known| known == label);
        let at = known.unwrap_or_else(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// The name of the block of the footnote with this label. Headings have no such names.
pub(super) fn name(label: &str) -> String {
    format!("fn:{label}")
}

/// A number in raised figures.
pub(super) fn raised(number: u32) -> String {
    const FIGURES: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().chars().filter_map(|c| FIGURES.get(c.to_digit(10)? as usize)).collect()
}
