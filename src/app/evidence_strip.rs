//! The strip with the evidence for a quote's speaker: what it says and where it is. It is at the edge of
//! the article where it covers neither the quote nor the words that name the speaker.

use super::action::Situation;
use super::action::hints_in;
use super::evidence::Evidence;
use super::{App, Area, Mode};
use crate::layout::plain;
use pullquote_article::Span;
use pullquote_article::text::width::width;
use pullquote_nlp::{Quote, QuoteId};

/// The most lines of a reason.
const REASON: usize = 4;
/// The cells at the left and at the right of the words.
const MARGIN: u16 = 2;
/// The rows of the article that the strip leaves, at least.
const LEFT_FREE: u16 = 3;

/// The strip as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceStrip {
    /// Where it is on the screen.
    pub area: Area,
    /// The speaker's name, for the first row.
    pub name: String,
    /// Useful keys and what they do, for the right end of the first row, as many as fit there.
    pub keys: Vec<(String, &'static str)>,
    /// The other rows.
    pub lines: Vec<String>,
}

impl App {
    /// The strip, if it is open.
    #[must_use]
    pub fn evidence_strip(&self) -> Option<EvidenceStrip> {
        let Mode::Why(id) = self.mode else { return None };
        let (why, quote) = (self.why(id)?, self.analysis()?.quote(id)?);
        let pane = self.areas().article_pane;
        let name = quote.speaker.as_ref().map_or("Speaker unknown", |speaker| speaker.name.as_str()).to_owned();
        let lines = self.strip_lines(&why);
        let height = strip_height(&lines, pane);
        let y = if self.covers_less_above(quote, &why, height) { pane.y } else { pane.y + pane.height - height };
        let keys = self.strip_keys(usize::from(pane.width.saturating_sub(3 * MARGIN)).saturating_sub(width(&name)));
        Some(EvidenceStrip { area: Area { y, height, ..pane }, name, keys, lines })
    }

    /// The reasons in lines of the strip's width.
    fn strip_lines(&self, why: &Evidence) -> Vec<String> {
        let cells = self.areas().article_pane.width.saturating_sub(2 * MARGIN);
        why.reasons.iter().flat_map(|reason| plain(reason, usize::from(cells), REASON)).collect()
    }

    /// The keys for the strip that fit into `room` cells.
    fn strip_keys(&self, mut room: usize) -> Vec<(String, &'static str)> {
        let all = hints_in(Situation::Why).into_iter().map(|(_, action, label)| (self.keymap().hint(action), label));
        let fits = |(keys, label): &(String, &'static str)| {
            let needed = width(keys) + 1 + width(label) + 2;
            let fits = needed <= room;
            room = room.saturating_sub(needed);
            fits
        };
        all.filter(|(keys, _)| !keys.is_empty()).take_while(fits).collect()
    }

    /// Whether a strip of `height` rows covers less of what it is about at the top of the article than at
    /// the bottom.
    fn covers_less_above(&self, quote: &Quote, why: &Evidence, height: u16) -> bool {
        let pane = self.areas().article_pane;
        let (near, far) = (near(quote, why), why.named);
        let height = usize::from(height);
        let covered = |from: usize| {
            let rows = || self.rows().iter().skip(from).take(height).filter(|row| row.is_article());
            let of_near = rows().filter(|row| near.iter().any(|span| span.overlaps(row.span))).count();
            (of_near, rows().filter(|row| far.is_some_and(|span| span.overlaps(row.span))).count())
        };
        covered(0) < covered(usize::from(pane.height).saturating_sub(height))
    }

    /// Scrolls if needed, so that the strip for a quote covers none of its words and none of those that
    /// name its speaker.
    pub(super) fn make_room_for_strip(&mut self, id: QuoteId) {
        let Some((why, quote)) = self.why(id).zip(self.analysis().and_then(|analysis| analysis.quote(id))) else {
            return;
        };
        let near = near(quote, &why);
        let height = strip_height(&self.strip_lines(&why), self.areas().article_pane);
        self.make_room(&near, height);
    }
}

/// The rows of a strip with these lines.
fn strip_height(lines: &[String], pane: Area) -> u16 {
    let wanted = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
    wanted.min(pane.height.saturating_sub(LEFT_FREE).max(1)).min(pane.height)
}

/// The words of a quote and those that name its speaker there.
fn near(quote: &Quote, why: &Evidence) -> Vec<Span> {
    quote.spans.iter().copied().chain(why.mention).chain(why.cue).collect()
}
