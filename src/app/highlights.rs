//! The colours of highlights: their names, their signs, and the key that goes through them.

use super::mode::{Mode, PageView, ShownPage, Target};
use super::popup_page::{StyledLine, TextKind, flow, styled};
use super::{App, Effect};
use crate::config::HIGHLIGHT_COLORS;
use pullquote_notes::Annotation;

/// A colour that words can be highlighted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// Its name in notes files and exports.
    pub name: &'static str,
    /// The sign in the gutter beside words in this colour, one cell: colours are told apart by
    /// more than their colour.
    pub sign: &'static str,
}

/// The colours, in the order in which a key goes through them. Annotations without a colour, or
/// with one that is not here, look like the first one.
pub const HIGHLIGHTS: [Highlight; 5] = [
    Highlight { name: HIGHLIGHT_COLORS[0], sign: "▎" },
    Highlight { name: HIGHLIGHT_COLORS[1], sign: "◆" },
    Highlight { name: HIGHLIGHT_COLORS[2], sign: "●" },
    Highlight { name: HIGHLIGHT_COLORS[3], sign: "▲" },
    Highlight { name: HIGHLIGHT_COLORS[4], sign: "■" },
];

/// The index in [`HIGHLIGHTS`] of the colour that the words of an annotation are drawn in.
#[must_use]
pub fn highlight_of(annotation: &Annotation) -> usize {
    let name = annotation.color.as_deref().unwrap_or("");
    HIGHLIGHTS.iter().position(|highlight| highlight.name.eq_ignore_ascii_case(name)).unwrap_or(0)
}

impl App {
    /// Gives the words that keys act on the colour that is `times` after theirs; words without a
    /// highlight get the first one.
    pub(super) fn next_color(&mut self, times: usize) -> Vec<Effect> {
        let Some(target) = self.writable_target() else { return Vec::new() };
        let now = self.annotation(&target).map(highlight_of);
        let next = now.map_or(times.saturating_sub(1), |now| now.saturating_add(times)) % HIGHLIGHTS.len();
        let Some(highlight) = HIGHLIGHTS.get(next) else { return Vec::new() };
        let meaning = self.settings.highlight_names.get(next).filter(|name| !name.is_empty());
        let meaning = meaning.map_or_else(String::new, |name| format!(" ({name})"));
        let done = format!("{} {}{meaning}: {}", highlight.sign, highlight.name, self.named_target(&target));
        let kept = match &target {
            Target::Annotation(_) => self.change(&target, "highlight", |a| a.color = Some(highlight.name.to_owned())),
            // The first colour is that of annotations without one.
            _ => self.add(&target, |new| new.color = (next > 0).then(|| highlight.name.to_owned())),
        };
        self.finish(kept, &done)
    }

    /// Opens the page with the colours of highlights.
    pub(super) fn open_highlights(&mut self) {
        self.mode = Mode::Page(PageView { shown: ShownPage::Highlights, top: 0 });
    }

    /// The colours of highlights, a line for each: sign, name, what the person uses it for, and how
    /// many annotations of the article have it.
    pub(super) fn highlight_lines(&self, cells: usize) -> Vec<StyledLine> {
        let mut counts = [0_usize; HIGHLIGHTS.len()];
        for entry in self.notes.entries() {
            if let Some(count) = counts.get_mut(highlight_of(&entry.annotation)) {
                *count += 1;
            }
        }
        let names = self.settings.highlight_names.iter().map(String::as_str);
        let rows = HIGHLIGHTS.iter().enumerate().zip(names).zip(counts);
        rows.flat_map(|(((number, highlight), meaning), count)| {
            let pieces = [
                styled(TextKind::Highlight(number), format!(" {:<8}", highlight.name)),
                styled(TextKind::Plain, if meaning.is_empty() { String::new() } else { format!(" {meaning}") }),
                styled(TextKind::Quiet, format!(" {count}")),
            ];
            flow(&format!("{} ", highlight.sign), &pieces, cells)
        })
        .collect()
    }
}
