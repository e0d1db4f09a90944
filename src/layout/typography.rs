//! How running text is set: where lines end, hyphens, spacing, hanging marks.

use super::hyphens::Hyphenation;

/// How running text is set. Code and tables are not running text: of all this, only the cell
/// for hanging marks moves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typography {
    /// Whether spaces are widened up to the right edge, where that leaves no holes.
    pub justified: bool,
    /// The hyphenation of long words at the ends of lines; `None` for none.
    pub hyphens: Option<Hyphenation>,
    /// Whether the first cell of the column is left to quotation marks at the beginning of a
    /// row, so that the words begin below each other.
    pub hanging: bool,
    /// The blank rows between two rows of a block.
    pub line_gap: u16,
    /// The blank rows between two paragraphs, without those between rows. With none, the first
    /// row of a paragraph after a paragraph is indented.
    pub paragraph_gap: u16,
}

impl Default for Typography {
    fn default() -> Self {
        Self { justified: false, hyphens: None, hanging: false, line_gap: 0, paragraph_gap: 1 }
    }
}
