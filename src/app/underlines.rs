//! Whether the names of people, places and things are underlined in the text.

use super::{App, Tone};
use crate::config::NameUnderlines;
use pullquote_nlp::{Analysis, EntityKind, MentionKind};

/// The fewest names in a hundred words for which underlines help: a text with fewer is about
/// something else, and a few lines in it only disturb. The bundled essay has 1, the news have 4 and
/// more.
const HELPFUL: f64 = 2.0;

impl App {
    /// Whether names are underlined now.
    #[must_use]
    pub fn underlines_names(&self) -> bool {
        match self.settings.underlines {
            NameUnderlines::Always => true,
            NameUnderlines::Never => false,
            NameUnderlines::Auto => self.names_are_dense,
        }
    }

    /// Underlines names, or stops.
    pub(super) fn toggle_underlines(&mut self) {
        let on = !self.underlines_names();
        self.settings.underlines = if on { NameUnderlines::Always } else { NameUnderlines::Never };
        self.say(Tone::Info, if on { "names are underlined" } else { "names are not underlined" });
    }
}

/// Whether the article has so many names that underlines help.
pub(super) fn names_are_dense(analysis: &Analysis, words: usize) -> bool {
    let is_underlined = |kind: Option<EntityKind>| !matches!(kind, None | Some(EntityKind::Date | EntityKind::Money));
    let kind = |mention: &pullquote_nlp::Mention| analysis.entity(mention.entity).map(|entity| entity.kind);
    let names = analysis.mentions.iter().filter(|m| m.kind == MentionKind::Name && is_underlined(kind(m))).count();
    #[expect(clippy::cast_precision_loss, reason = "a share of the words of one text")]
    let share = 100.0 * names as f64 / words.max(1) as f64;
    share >= HELPFUL
}
