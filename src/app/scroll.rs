//! Scrolling: which action moves by how much, the same for the article, the
//! sidebar, the help and every page.

use super::action::Action;

/// A way to scroll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scroll {
    /// This many rows or entries down.
    Down(usize),
    /// This many rows or entries up.
    Up(usize),
    /// To the first row or entry.
    Top,
    /// To the last row or entry.
    Bottom,
}

impl Scroll {
    /// The scrolling that `action` asks for, done `times` times, where a page
    /// is `page` rows or entries; `None` for an action that does not scroll.
    pub(super) fn of(action: Action, times: usize, page: usize) -> Option<Self> {
        let half = (page / 2).max(1);
        Some(match action {
            Action::Down => Scroll::Down(times),
            Action::Up => Scroll::Up(times),
            Action::HalfDown => Scroll::Down(half.saturating_mul(times)),
            Action::HalfUp => Scroll::Up(half.saturating_mul(times)),
            Action::PageDown => Scroll::Down(page.saturating_mul(times)),
            Action::PageUp => Scroll::Up(page.saturating_mul(times)),
            Action::Top => Scroll::Top,
            Action::Bottom => Scroll::Bottom,
            _ => return None,
        })
    }

    /// Where the scrolling leads from row or entry `at`, if `last` is the last
    /// one there is.
    pub(super) fn from(self, at: usize, last: usize) -> usize {
        match self {
            Scroll::Down(by) => at.saturating_add(by),
            Scroll::Up(by) => at.saturating_sub(by),
            Scroll::Top => 0,
            Scroll::Bottom => last,
        }
        .min(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Group;

    #[test]
    fn actions_of_the_scroll_group_scroll_also_in_lists_and_pages_if_they_can() {
        for action in Action::ALL {
            // These move in the text only.
            let in_text = matches!(
                action,
                Action::NextParagraph
                    | Action::PreviousParagraph
                    | Action::NextSentence
                    | Action::PreviousSentence
                    | Action::ScrollDown
                    | Action::ScrollUp
            );
            let scrolls = action.group() == Group::Scroll && !in_text;
            assert_eq!(Scroll::of(*action, 1, 10).is_some(), scrolls, "{}", action.name());
        }
    }

    #[test]
    fn scrolling_stops_at_both_ends_and_always_moves() {
        let from = |action, at| Scroll::of(action, 2, 1).map(|scroll| scroll.from(at, 9));
        assert_eq!(from(Action::HalfDown, 3), Some(5), "half of a page of one row is one row");
        assert_eq!(from(Action::PageDown, 8), Some(9));
        assert_eq!(from(Action::Up, 1), Some(0));
        assert_eq!((from(Action::Top, 5), from(Action::Bottom, 5)), (Some(0), Some(9)));
        let far = Scroll::of(Action::PageDown, usize::MAX, 30).map(|scroll| scroll.from(3, 9));
        assert_eq!(far, Some(9));
    }
}
