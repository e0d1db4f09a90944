//! The messages of the status line, to be read again and whole.

use std::collections::VecDeque;

use super::mode::{Mode, PageView, ShownPage};
use super::popup_page::{StyledLine, TextKind, flow, line, styled};
use super::status::Tone;
use super::{App, Message};

/// The most messages that are kept.
const KEPT: usize = 100;

/// The last messages, the latest last.
#[derive(Debug, Default)]
pub(super) struct EarlierMessages(VecDeque<(Tone, String)>);

impl EarlierMessages {
    /// Keeps a message, unless it is the same as the one before.
    pub(super) fn keep(&mut self, message: &Message) {
        if self.0.back().is_some_and(|(_, text)| *text == message.text) {
            return;
        }
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((message.tone, message.text.clone()));
    }
}

impl App {
    /// Opens the page with the last messages.
    pub(super) fn open_messages(&mut self) {
        self.mode = Mode::Page(PageView { shown: ShownPage::Messages, top: 0 });
    }

    /// The last messages, the latest first.
    pub(super) fn message_lines(&self, cells: usize) -> Vec<StyledLine> {
        let mut lines = Vec::new();
        for (tone, text) in self.earlier_messages.0.iter().rev() {
            if !lines.is_empty() {
                lines.push(Vec::new());
            }
            // A list of problems has one on each line.
            for (at, part) in text.lines().enumerate() {
                let (sign, kind) = match tone {
                    Tone::Error => ("! ", TextKind::Plain),
                    Tone::Info => ("· ", TextKind::Quiet),
                };
                lines.extend(flow(if at == 0 { sign } else { "  " }, &[styled(kind, part)], cells));
            }
        }
        if lines.is_empty() {
            lines.extend(line(TextKind::Quiet, "nothing was said yet", cells));
        }
        lines
    }
}
