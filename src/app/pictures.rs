//! The pictures of the article: which one a key means, and what is known about the one that is
//! shown. `ui` fetches it, decodes it and draws it over the article.

use super::mode::Mode;
use super::{Action, App, Effect, Tone};
use crate::layout::{RowPosition, RowSource};
use pullquote_article::{BlockKind, Picture};

/// A picture that is shown over the article, or that is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureView {
    /// Its index in [`pullquote_article::Article::pictures`].
    pub picture: usize,
    /// How far it is.
    pub state: PictureState,
}

/// How far a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureState {
    /// It is fetched or decoded.
    Coming,
    /// It can be drawn in this many columns and rows.
    Ready {
        /// Columns.
        columns: u16,
        /// Rows.
        rows: u16,
    },
    /// It cannot be shown; a sentence that says why.
    Failed(String),
}

impl App {
    /// Shows the picture that is nearest to the cursor on the screen.
    pub(super) fn show_picture_here(&mut self) -> Vec<Effect> {
        let cursor = self.reading.cursor_row.unwrap_or(0);
        let pictures = self.rows().iter().enumerate().filter_map(|(at, row)| match row.source {
            RowSource::Picture(picture) => Some((at.abs_diff(cursor), picture)),
            _ => None,
        });
        match pictures.min() {
            Some((_, picture)) => self.show_picture(picture),
            None => {
                let words = match self.article.pictures().len() {
                    0 => "this article has no pictures".to_owned(),
                    1 => "no picture is on the screen; the article has one".to_owned(),
                    count => format!("no picture is on the screen; the article has {count}"),
                };
                self.say(Tone::Info, words);
                Vec::new()
            }
        }
    }

    /// The picture that the row `row` of the article's pane is the line of.
    pub(super) fn picture_on_row(&self, row: u16) -> Option<usize> {
        match self.rows().get(usize::from(row))?.source {
            RowSource::Picture(picture) => Some(picture),
            _ => None,
        }
    }

    /// Opens a picture over the article and asks for it, unless pictures are off.
    pub(super) fn show_picture(&mut self, picture: usize) -> Vec<Effect> {
        if !self.settings.pictures {
            self.say(Tone::Info, "pictures are off; `pictures` in the settings shows them");
            return Vec::new();
        }
        if picture >= self.article.pictures().len() {
            return Vec::new();
        }
        self.mode = Mode::Picture(PictureView { picture, state: PictureState::Coming });
        self.ask_for_picture()
    }

    /// Asks for the picture that is open, in the size of the screen.
    pub(super) fn ask_for_picture(&mut self) -> Vec<Effect> {
        let (columns, rows) = self.picture_room();
        let Mode::Picture(view) = &mut self.mode else { return Vec::new() };
        view.state = PictureState::Coming;
        let Some(picture) = self.article.pictures().get(view.picture).cloned() else { return Vec::new() };
        vec![Effect::ShowPicture { picture: Box::new(picture), columns, rows }]
    }

    /// The columns and rows that a picture may take: the screen without the status line and the frame.
    fn picture_room(&self) -> (u16, u16) {
        (self.size.0.saturating_sub(4).max(1), self.size.1.saturating_sub(3).max(1))
    }

    /// Takes a picture that is ready to be drawn, or the reason why there is none. `address` is that
    /// of the picture.
    pub(super) fn picture_ready(&mut self, address: &str, result: Result<(u16, u16), String>) {
        let Mode::Picture(view) = &mut self.mode else { return };
        if self.article.pictures().get(view.picture).is_some_and(|picture| picture.address == address) {
            view.state = match result {
                Ok((columns, rows)) => PictureState::Ready { columns, rows },
                Err(why) => PictureState::Failed(why),
            };
        }
    }

    /// Does `action` while a picture is open: the key for pictures shows the next one, and every other
    /// key closes it; one that is not for closing then does what it always does.
    pub(super) fn picture_action(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let Mode::Picture(view) = &self.mode else { return Vec::new() };
        if action == Action::Redraw {
            return vec![Effect::Redraw];
        }
        let next = view.picture + 1;
        self.mode = Mode::Read;
        // What the terminal drew over the cells goes only with all of them.
        let mut effects = vec![Effect::Redraw];
        match action {
            Action::Picture if next < self.article.pictures().len() => {
                self.reveal_picture(next);
                effects.extend(self.show_picture(next));
            }
            Action::Picture => self.say(Tone::Info, "this was the last picture"),
            Action::Back | Action::Cancel | Action::Activate => {}
            _ => effects.extend(self.perform_anywhere(action, count)),
        }
        effects
    }

    /// Scrolls if needed, so that the line of a picture is visible.
    fn reveal_picture(&mut self, picture: usize) {
        let rows = self.reading.layout.rows_of(&self.article, RowSource::Picture(picture));
        if let Some((first, last)) = rows {
            self.reveal_rows(first, last);
            let below = self.reading.layout.byte_of(&self.article, RowPosition { row: last.row + 1, ..last });
            self.put_cursor(below);
        }
    }

    /// The picture that is open, with what is known about it and its title: its caption, or else the
    /// words that are in its place, or else its number.
    #[must_use]
    pub fn open_picture(&self) -> Option<(&Picture, &PictureView, String)> {
        let Mode::Picture(view) = self.mode() else { return None };
        let picture = self.article.pictures().get(view.picture)?;
        let below = self.article.blocks().get(picture.after_block.map_or(0, |at| at + 1));
        let caption = below.filter(|block| block.kind == BlockKind::Caption).map(|block| block.span);
        let caption = caption.map(|span| span.of(self.article.text()).split('\n').next().unwrap_or("").to_owned());
        let alt = Some(picture.alt.clone()).filter(|alt| !alt.is_empty());
        let number = || format!("Picture {} of {}", view.picture + 1, self.article.pictures().len());
        Some((picture, view, caption.or(alt).unwrap_or_else(number)))
    }
}
