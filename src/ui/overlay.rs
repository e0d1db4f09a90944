//! Styles laid over the words of the article.
//!
//! The same words can be emphasized, a name, within a quote, annotated, found
//! by the search, and selected. Each of these is a [`Span`] with a style; they
//! are added from the least to the most important.

use ratatui::style::Style;

use pullquote_article::Span;

/// Styled spans; later ones cover earlier ones.
#[derive(Debug, Clone, Default)]
pub struct Overlays {
    layers: Vec<(Span, Style)>,
    /// The visible bytes; spans outside are not kept.
    view: Span,
}

impl Overlays {
    /// No styles yet, for the visible bytes `view`.
    #[must_use]
    pub fn new(view: Span) -> Self {
        Self { layers: Vec::new(), view }
    }

    /// The visible bytes.
    #[must_use]
    pub fn view(&self) -> Span {
        self.view
    }

    /// Adds a style on top of the others.
    pub fn lay(&mut self, span: Span, style: Style) {
        if span.start < self.view.end && self.view.start < span.end {
            self.layers.push((span, style));
        }
    }

    /// The pieces of `span`, in order and without gaps, each with its style on
    /// top of `base`. Pieces begin and end only where an added span does, so
    /// they never split a character unless one of those does.
    #[must_use]
    pub fn pieces(&self, span: Span, base: Style) -> Vec<(Span, Style)> {
        let here: Vec<_> = self.layers.iter().filter(|(s, _)| s.start < span.end && span.start < s.end).collect();
        let mut cuts: Vec<usize> = here
            .iter()
            .flat_map(|(s, _)| [s.start, s.end])
            .filter(|at| (span.start..span.end).contains(at))
            .chain([span.start, span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts.iter()
            .zip(cuts.iter().skip(1))
            .map(|(&start, &end)| {
                let over = here.iter().filter(|(s, _)| s.start <= start && end <= s.end);
                (Span::new(start, end), over.fold(base, |style, (_, on)| style.patch(*on)))
            })
            .collect()
    }
}

/// The items of `sorted` that touch `view`. They must be ordered by the start
/// of what `span_of` returns, and none may be longer than `reach` bytes.
pub fn touching<T>(sorted: &[T], view: Span, reach: usize, span_of: impl Fn(&T) -> Span) -> &[T] {
    let from = sorted.partition_point(|item| span_of(item).start < view.start.saturating_sub(reach));
    let to = sorted.partition_point(|item| span_of(item).start < view.end);
    sorted.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};

    use super::*;

    fn fg(color: Color) -> Style {
        Style::new().fg(color)
    }

    #[test]
    fn later_styles_lie_on_top_and_pieces_have_no_gaps() {
        let mut overlays = Overlays::new(Span::new(0, 100));
        overlays.lay(Span::new(2, 8), fg(Color::Blue));
        overlays.lay(Span::new(5, 20), Style::new().add_modifier(Modifier::UNDERLINED));
        overlays.lay(Span::new(6, 7), fg(Color::Red));
        let pieces = overlays.pieces(Span::new(0, 10), Style::new());
        let spans: Vec<_> = pieces.iter().map(|(s, _)| (s.start, s.end)).collect();
        assert_eq!(spans, [(0, 2), (2, 5), (5, 6), (6, 7), (7, 8), (8, 10)]);
        assert_eq!(pieces[3].1, fg(Color::Red).add_modifier(Modifier::UNDERLINED));
        assert_eq!(pieces[4].1, fg(Color::Blue).add_modifier(Modifier::UNDERLINED));
        assert_eq!(pieces[0].1, Style::new());
    }

    #[test]
    fn spans_off_the_screen_are_not_kept() {
        let mut overlays = Overlays::new(Span::new(10, 20));
        overlays.lay(Span::new(0, 10), fg(Color::Blue));
        overlays.lay(Span::new(20, 30), fg(Color::Blue));
        assert!(overlays.layers.is_empty());
    }

    #[test]
    fn only_the_items_near_the_screen_are_looked_at() {
        let spans: Vec<_> = (0..1000).map(|i| Span::new(i * 10, i * 10 + 5)).collect();
        let found = touching(&spans, Span::new(5000, 5020), 5, |s| *s);
        assert_eq!(found, &spans[500..502]);
    }
}
