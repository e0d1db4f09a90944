//! What each action does: one arm for each action, in the order of the table.

use super::action::Action;
use super::areas::{MEASURE, SIDE_BY_SIDE, SIDEBAR_CELLS};
use super::mode::{FilteredHelp, Mode};
use super::scroll::Scroll;
use super::select::Step;
use super::sidebar::{Tab, TabDef};
use super::{App, Effect, Focus, Tone};

/// How many cells `-` and `+` change a width by.
const WIDTH_STEP: u16 = 4;

impl App {
    /// Does `action`, `count` times if a count makes sense for it; returns the
    /// effects.
    pub(super) fn perform(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        if self.follow_first_steps(action) {
            return Vec::new();
        }
        if matches!(self.mode, Mode::Help(_)) && self.help_action(action, count.unwrap_or(1)) {
            return Vec::new();
        }
        if matches!(self.mode, Mode::Changes(_) | Mode::Card(_) | Mode::Page(_))
            && self.page_action(action, count.unwrap_or(1))
        {
            return Vec::new();
        }
        if matches!(action, Action::Activate | Action::OpenSource)
            && self.mode == Mode::Read
            && let Some((span, _)) = self.selected_link()
        {
            return self.follow_link(span, action == Action::OpenSource);
        }
        if self.focus == Focus::Sidebar && self.mode == Mode::Read && self.sidebar_action(action, count.unwrap_or(1)) {
            return Vec::new();
        }
        let times = count.unwrap_or(1);
        match action {
            Action::Down | Action::Up | Action::HalfDown | Action::HalfUp | Action::PageDown | Action::PageUp => {
                self.scroll_article(action, times)
            }
            Action::ScrollDown => self.scroll(Scroll::Down(times)),
            Action::ScrollUp => self.scroll(Scroll::Up(times)),
            Action::Top => self.go_to_top(count),
            Action::Bottom => self.go_to_bottom(count),
            Action::NextParagraph => self.paragraphs(times, true),
            Action::PreviousParagraph => self.paragraphs(times, false),
            Action::NextSentence => self.move_by_sentences(times, true),
            Action::PreviousSentence => self.move_by_sentences(times, false),

            Action::NextQuote => self.walk_quotes(times, true),
            Action::PreviousQuote => self.walk_quotes(times, false),
            Action::SameSpeaker => self.same_speaker(times),
            Action::OtherSpeaker => self.choose_speaker(times),
            Action::NameSpeaker => self.ask_speakers(),
            Action::Why => self.show_why(),
            Action::BySpeaker => self.toggle_by_speaker(),
            Action::OnlySpeaker => self.toggle_only_speaker(),
            Action::Indirect => self.toggle_indirect(),
            Action::Check => self.choose_check(times),

            Action::Search => self.open_search(),
            Action::NextMatch => self.walk_matches(times, true),
            Action::PreviousMatch => self.walk_matches(times, false),
            Action::JumpBack => self.jump_through(times, true),
            Action::JumpForward => self.jump_through(times, false),
            Action::Hints => self.show_hints(),
            Action::PreviousArticle => return self.previous_article(),
            Action::SetMark | Action::GoToMark => self.wait_for_mark(action),
            Action::NextMention => self.walk_mentions(times, true),
            Action::PreviousMention => self.walk_mentions(times, false),
            Action::Kind => self.ask_kind(),
            Action::SameEntity => self.ask_same(),
            Action::NextAnnotation => self.walk_annotations(times, true),
            Action::PreviousAnnotation => self.walk_annotations(times, false),
            Action::NextCut => self.walk_cuts(times, true),
            Action::PreviousCut => self.walk_cuts(times, false),
            Action::Filter => self.open_filter(),

            Action::Select => self.toggle_select(),
            Action::Note => self.open_note(),
            Action::NoteInEditor => return self.open_editor(),
            Action::ContinueNote => self.continue_note(),
            Action::Tags => self.open_tags(),
            Action::Highlight => return self.highlight(),
            Action::NextColor => return self.next_color(times),
            Action::Delete => return self.delete(),
            Action::Undo => return self.undo(times),
            Action::Redo => return self.redo(times),
            Action::Review => self.open_review(None),

            Action::ToNextWord => self.grow(Step::NextWord, times),
            Action::ToPreviousWord => self.grow(Step::PreviousWord, times),
            Action::ToWordEnd => self.grow(Step::WordEnd, times),
            Action::ToNextSentence => self.grow(Step::NextSentence, times),
            Action::ToPreviousSentence => self.grow(Step::PreviousSentence, times),
            Action::ToNextParagraph => self.grow(Step::NextParagraph, times),
            Action::ToPreviousParagraph => self.grow(Step::PreviousParagraph, times),
            Action::ToNextCharacter => self.grow(Step::NextCharacter, times),
            Action::ToPreviousCharacter => self.grow(Step::PreviousCharacter, times),
            Action::SentenceDown => self.other_sentence(times, true),
            Action::SentenceUp => self.other_sentence(times, false),
            Action::OtherEnd => self.other_end(),

            Action::Copy => return self.copy(false),
            Action::CopyCited => return self.copy(true),
            Action::Export => self.open_export(),
            Action::OpenSource => return self.open_source(),

            // What only the library does; its screen has a state of its own.
            Action::OpenArticle
            | Action::FilterArticles
            | Action::AddAddress
            | Action::ReadOrUnread
            | Action::ReadAll
            | Action::Star
            | Action::ArticleTags
            | Action::Trash
            | Action::UndoInLibrary
            | Action::Sort
            | Action::SortReversed
            | Action::SaveSearch
            | Action::Sync => {}

            Action::NextPane | Action::PreviousPane => self.other_pane(),
            Action::Quotes | Action::Entities | Action::Notes | Action::Outline | Action::Links => {
                self.show_tab_of(action)
            }
            Action::Sidebar => self.toggle_sidebar(),
            Action::Narrower => self.change_width(times, false),
            Action::Wider => self.change_width(times, true),
            Action::Justified | Action::Hyphens | Action::LineSpacing | Action::ParagraphSpacing => {
                self.change_typography(action);
            }
            Action::MarginNotes => self.toggle_notes_shown(),
            Action::HighlightColors => self.open_highlights(),
            Action::EntityUnderlines => self.toggle_underlines(),
            Action::FocusMode => self.toggle_focus_mode(),
            Action::Autoscroll => self.start_scrolling(),
            Action::Zen => self.toggle_zen(),
            Action::NextTheme => return vec![Effect::NextTheme],
            Action::Picture => return self.show_picture_here(),
            Action::Removed => self.toggle_removed(),
            Action::Changes => return self.look_for_changes(),
            Action::About => self.open_about(),

            Action::Activate => return self.activate(),
            Action::Library => return vec![Effect::Library],
            Action::NextUnread => return vec![Effect::NextUnread],
            Action::Open => return self.ask_what_to_open(""),
            Action::NextOpenArticle => return self.go_to_open_article(times, true),
            Action::PreviousOpenArticle => return self.go_to_open_article(times, false),
            Action::Palette => return self.open_palette(),
            Action::Help => self.mode = Mode::Help(FilteredHelp::default()),
            Action::Messages => self.open_messages(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Cancel => self.cancel(),
            Action::Back => return self.back(),
            Action::Quit => return self.quit(),
        }
        Vec::new()
    }

    /// Scrolls or closes the help; returns whether `action` does one of these.
    fn help_action(&mut self, action: Action, times: usize) -> bool {
        let rows = usize::from(self.areas.screen.height).saturating_sub(7).max(1);
        let last = self.help().last_top;
        let Mode::Help(view) = &mut self.mode else { return false };
        if let Some(scroll) = Scroll::of(action, times, rows) {
            view.top = scroll.from(view.top, last);
            return true;
        }
        let closes = matches!(action, Action::Help | Action::Back | Action::Cancel);
        if closes {
            self.mode = Mode::Read;
        }
        closes
    }

    fn other_pane(&mut self) {
        self.leave_zen();
        self.focus = match self.focus {
            Focus::Sidebar => Focus::Article,
            Focus::Article => {
                self.settings.sidebar_shown = true;
                Focus::Sidebar
            }
        };
        self.mode = Mode::Read;
    }

    /// Shows the tab that belongs to `action` in the table of tabs.
    fn show_tab_of(&mut self, action: Action) {
        if let Some(def) = TabDef::of_action(action) {
            self.show_tab(def.tab);
        }
    }

    /// Shows a tab: beside the article where there is room, else in its place.
    pub(super) fn show_tab(&mut self, tab: Tab) {
        self.leave_zen();
        self.sidebar.set_tab(tab);
        if self.size.0 >= SIDE_BY_SIDE {
            self.settings.sidebar_shown = true;
        } else {
            self.focus = Focus::Sidebar;
        }
    }

    fn toggle_sidebar(&mut self) {
        if self.leave_zen() {
            self.settings.sidebar_shown = true;
            return;
        }
        if self.size.0 < SIDE_BY_SIDE {
            self.other_pane();
        } else {
            self.settings.sidebar_shown = !self.settings.sidebar_shown;
            self.focus = Focus::Article;
        }
    }

    fn change_width(&mut self, times: usize, wider: bool) {
        let by = WIDTH_STEP.saturating_mul(u16::try_from(times).unwrap_or(u16::MAX));
        let (width, range) = if self.focus == Focus::Sidebar && self.size.0 >= SIDE_BY_SIDE {
            (&mut self.settings.sidebar_cells, SIDEBAR_CELLS)
        } else {
            (&mut self.settings.measure, MEASURE)
        };
        // The change starts from the visible width, as a width beyond the
        // screen's has no effect.
        let seen = if self.focus == Focus::Article && !self.areas.column.is_empty() {
            self.areas.text_width()
        } else {
            *width
        };
        let from = (*width).min(seen.max(*range.start()));
        let to = if wider { from.saturating_add(by) } else { from.saturating_sub(by) };
        *width = to.clamp(*range.start(), *range.end());
        let width = *width;
        self.say(Tone::Info, format!("at most {width} columns"));
    }

    /// Closes what is open or clears what is marked, one thing at a time.
    fn cancel(&mut self) {
        if self.message.take().is_some() {
            return;
        }
        if let Some(id) = self.placing.take() {
            self.open_review(Some(&id));
        } else if self.mode != Mode::Read {
            self.mode = Mode::Read;
        } else if self.search.is_shown() {
            self.search.clear();
        } else if self.clear_filter() || self.clear_only() {
        } else if self.focus == Focus::Sidebar {
            self.focus = Focus::Article;
        } else if self.pick.is_some() || self.entity.is_some() {
            self.pick = None;
            self.entity = None;
        } else {
            self.leave_zen();
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        if self.mode != Mode::Read {
            self.mode = Mode::Read;
            return Vec::new();
        }
        if self.focus == Focus::Sidebar && self.size.0 < SIDE_BY_SIDE {
            self.focus = Focus::Article;
            return Vec::new();
        }
        self.quit()
    }
}
