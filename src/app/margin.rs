//! Notes and tags beside the lines that they are on, or below them on a screen without room.

use super::areas::Areas;
use super::{App, Pick, Tone};
use crate::config::NotesShown;
use crate::layout::{Inset, plain};
use pullquote_article::text::width::width;
use pullquote_notes::{Annotation, PlacedAnnotation};

/// The most lines of a note beside the text, and of the one that is picked.
const LINES: (usize, usize) = (6, 16);
/// The most lines of a note below its line.
const LINES_BELOW: usize = 12;
/// The cells before a note that is below its line: a corner and a space.
const CORNER: &str = "╰ ";

/// A note that is shown beside the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarginNote {
    /// The id of its annotation.
    pub id: String,
    /// The row of the column with the first of its words that are visible, from the top.
    pub row: usize,
    /// The row of its own first line, from the top of the column; not above `row`.
    pub top: usize,
    /// The lines of the note.
    pub note: Vec<String>,
    /// The lines with its tags, each with `#`, below the note.
    pub tags: Vec<String>,
    /// Whether its annotation is picked.
    pub picked: bool,
}

impl MarginNote {
    /// The number of its lines.
    #[must_use]
    pub fn height(&self) -> usize {
        self.note.len() + self.tags.len()
    }
}

/// Where notes are shown with the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotesPlace {
    /// Beside their lines.
    Beside,
    /// Below their lines.
    Below,
    /// Nowhere; the gutter has marks for them.
    Nowhere,
}

/// Whether an annotation has something to be read.
pub(super) fn has_words(annotation: &Annotation) -> bool {
    !annotation.note.trim().is_empty() || !annotation.tags.is_empty()
}

/// The tags of an annotation as one line.
fn tag_words(annotation: &Annotation) -> String {
    annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")
}

impl App {
    /// Where notes are shown now.
    fn notes_place(&self) -> NotesPlace {
        match self.settings.notes_shown {
            NotesShown::Hidden => NotesPlace::Nowhere,
            _ if !self.areas_for_reading().margin.is_empty() => NotesPlace::Beside,
            NotesShown::Open => NotesPlace::Below,
            NotesShown::Beside => NotesPlace::Nowhere,
        }
    }

    /// The areas of the screen while the article has the focus.
    pub(super) fn areas_for_reading(&self) -> Areas {
        Areas::of(self.areas_input(false))
    }

    /// Whether notes ask for a margin: some have words, and they are not hidden.
    pub(super) fn wants_margin(&self) -> bool {
        self.notes.with_words > 0 && self.settings.notes_shown != NotesShown::Hidden
    }

    /// Shows the notes with the text, or hides them.
    pub(super) fn toggle_notes_shown(&mut self) {
        let shown = self.notes_place() != NotesPlace::Nowhere;
        self.settings.notes_shown = if shown { NotesShown::Hidden } else { NotesShown::Open };
        let said = match self.notes_place() {
            _ if self.notes.with_words == 0 => "there are no notes and no tags to show yet",
            NotesPlace::Beside => "notes and tags are beside their lines",
            NotesPlace::Below => "notes and tags are below their lines",
            NotesPlace::Nowhere => "notes and tags are hidden",
        };
        self.say(Tone::Info, said);
    }

    /// The notes that are shown beside the visible rows, in the order of the text. Where two
    /// would cover each other, the second one is lower; what is below the last row is left out.
    #[must_use]
    pub fn margin_notes(&self) -> Vec<MarginNote> {
        let margin = self.areas().margin;
        let mut notes: Vec<MarginNote> = Vec::new();
        if margin.is_empty() {
            return notes;
        }
        let mut free = 0;
        for (entry, place) in self.annotations_in(self.visible()) {
            let on_row = |row: &crate::layout::Row| row.is_article() && row.span.overlaps(place);
            let Some(row) = self.rows().iter().position(on_row) else { continue };
            let Some(note) = self.margin_note(entry, (row, free), margin.width) else { continue };
            if note.top >= usize::from(margin.height) {
                break;
            }
            // A blank row keeps two notes apart.
            free = note.top + note.height() + 1;
            notes.push(note);
        }
        notes
    }

    /// The note of an annotation with words on `row`, on this row or else the first `free` one.
    fn margin_note(&self, entry: &PlacedAnnotation, (row, free): (usize, usize), cells: u16) -> Option<MarginNote> {
        let annotation = &entry.annotation;
        if !has_words(annotation) {
            return None;
        }
        let picked = matches!(&self.pick, Some(Pick::Annotation(id)) if *id == annotation.id);
        let most = if picked { LINES.1 } else { LINES.0 };
        let wrap = |text: &str| if text.is_empty() { Vec::new() } else { plain(text, usize::from(cells), most) };
        let (note, tags) = (wrap(annotation.note.trim()), wrap(&tag_words(annotation)));
        Some(MarginNote { id: annotation.id.clone(), row, top: row.max(free), note, tags, picked })
    }

    /// Picks the annotation of the note that is beside `row` of the column.
    pub(super) fn click_margin(&mut self, row: u16) {
        let row = usize::from(row);
        let covers = |note: &MarginNote| (note.top..note.top + note.height()).contains(&row);
        if let Some(note) = self.margin_notes().into_iter().find(covers) {
            self.pick_annotation(&note.id);
        }
    }

    /// Gives the layout the notes that are shown below their lines. They are wrapped again only
    /// when a note or the width changes. Returns whether the layout changed.
    pub(super) fn place_notes_below(&mut self) -> bool {
        let cells = self.areas_for_reading().text_width();
        let below = self.notes_place() == NotesPlace::Below && cells > 0;
        let wanted = if below { Some((self.notes.generation, cells)) } else { None };
        if wanted == self.reading.notes_below {
            return false;
        }
        self.reading.notes_below = wanted;
        let insets = if below { self.insets(cells) } else { Vec::new() };
        self.reading.layout.set_insets(insets)
    }

    /// The notes below the lines of a column with `cells` for text.
    fn insets(&self, cells: u16) -> Vec<Inset> {
        let room = usize::from(cells).saturating_sub(width(CORNER)).max(1);
        let entries = self.notes.entries().iter().enumerate();
        let mut insets: Vec<Inset> = entries
            .filter(|(_, entry)| has_words(&entry.annotation))
            .filter_map(|(number, entry)| {
                let place = entry.anchor.span()?;
                let annotation = &entry.annotation;
                let mut lines = Vec::new();
                for text in [annotation.note.trim(), tag_words(annotation).as_str()] {
                    if !text.is_empty() {
                        lines.extend(plain(text, room, LINES_BELOW));
                    }
                }
                let lines = lines.into_iter().enumerate().map(|(n, line)| {
                    let before = if n == 0 { CORNER } else { "  " };
                    format!("{before}{line}")
                });
                Some(Inset { at: place.end.saturating_sub(1).max(place.start), number, lines: lines.collect() })
            })
            .collect();
        insets.sort_by_key(|inset| (inset.at, inset.number));
        insets
    }

    /// Picks the annotation of this number, if there is one; returns whether there is.
    pub(super) fn click_inset(&mut self, number: usize) -> bool {
        let id = self.notes.entries().get(number).map(|entry| entry.annotation.id.clone());
        if let Some(id) = &id {
            self.pick_annotation(id);
        }
        id.is_some()
    }
}
