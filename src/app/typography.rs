//! How the article is set: justified, hyphenated, with which spacing.

use super::{Action, App, Tone};
use crate::config::{LINE_SPACING, PARAGRAPH_SPACING};
use crate::layout::{Hyphenation, Typography};

impl App {
    /// How running text is set now. `hanging`: whether the column has a cell for hanging marks.
    pub(super) fn typography(&self, hanging: bool) -> Typography {
        let text = self.settings.text;
        Typography {
            justified: text.justified,
            hyphens: if text.hyphens { self.hyphenation() } else { None },
            hanging,
            line_gap: text.line_spacing.saturating_sub(1),
            paragraph_gap: text.paragraph_spacing,
        }
    }

    /// The hyphenation of the article's language: the detected one, or before that what the page
    /// says, or else English. `None` if there are no patterns for it.
    fn hyphenation(&self) -> Option<Hyphenation> {
        let detected = self.analysis().map(|analysis| analysis.language.code.as_str());
        let named = || self.article.meta().language.as_deref();
        Hyphenation::of(detected.or_else(named).unwrap_or("en"))
    }

    /// Changes one choice of how the article is set, and says which it is now.
    pub(super) fn change_typography(&mut self, action: Action) {
        let text = &mut self.settings.text;
        let said = match action {
            Action::Justified => {
                text.justified = !text.justified;
                if text.justified { "lines end at the same cell" } else { "the right edge is free" }.to_owned()
            }
            Action::Hyphens => {
                text.hyphens = !text.hyphens;
                match (text.hyphens, self.hyphenation()) {
                    (true, None) => "there are no hyphenation patterns for the language of this article".to_owned(),
                    (true, Some(_)) => "long words are hyphenated".to_owned(),
                    (false, _) => "words are not hyphenated".to_owned(),
                }
            }
            Action::LineSpacing => {
                let next = text.line_spacing + 1;
                text.line_spacing = if LINE_SPACING.contains(&next) { next } else { *LINE_SPACING.start() };
                format!("line-spacing = {}", text.line_spacing)
            }
            _ => {
                let next = text.paragraph_spacing + 1;
                let first = *PARAGRAPH_SPACING.start();
                text.paragraph_spacing = if PARAGRAPH_SPACING.contains(&next) { next } else { first };
                format!("paragraph-spacing = {}", text.paragraph_spacing)
            }
        };
        self.prepare_article_rows();
        self.scroll_to_cursor();
        self.say(Tone::Info, said);
    }
}
