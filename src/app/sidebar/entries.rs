//! The lists of the sidebar, made from the analysis, the notes and the blocks.

use super::{Entry, SideRow, SideRowKind, Tab};
use crate::app::App;
use crate::article::BlockKind;
use crate::nlp::EntityKind;
use crate::notes::{Anchor, Check};
use crate::text::fold::fold;
use crate::text::graphemes::floor_boundary;
use crate::text::width::{fit, width};

/// Bytes of a text of which rows are made, at most: more than they can show.
const LOOKED_AT: usize = 600;

/// A list while it is made.
struct Listing<'a> {
    cells: usize,
    filter: String,
    entries: Vec<Entry>,
    rows: Vec<SideRow>,
    app: &'a App,
}

/// Entries and rows of a tab, of those that hold `filter`.
pub(super) fn list(app: &App, tab: Tab, filter: &str) -> (Vec<Entry>, Vec<SideRow>) {
    let cells = usize::from(app.side_cells());
    let mut listing = Listing { cells, filter: fold(filter), entries: Vec::new(), rows: Vec::new(), app };
    match tab {
        Tab::Quotes => listing.quotes(),
        Tab::Entities => listing.entities(),
        Tab::Notes => listing.notes(),
        Tab::Outline => listing.outline(),
    }
    if listing.entries.is_empty() {
        let why = if listing.filter.is_empty() { empty(app, tab) } else { "nothing holds these words" };
        listing.row(None, SideRowKind::Blank, 0, "");
        for line in wrapped(why, cells, 4) {
            listing.row(None, SideRowKind::Quiet, 0, &line);
        }
    }
    (listing.entries, listing.rows)
}

/// What stands in a list without entries.
fn empty(app: &App, tab: Tab) -> &'static str {
    match tab {
        Tab::Quotes if app.analysis().is_none() => "looking for quotes …",
        Tab::Quotes => "Nobody is quoted here.",
        Tab::Entities if app.analysis().is_none() => "looking for names …",
        Tab::Entities => "No names were found.",
        Tab::Notes if app.notebook().is_none() => "reading the notes …",
        Tab::Notes => "No notes yet. Select words with v, or walk to a quote with J, then write a note with a.",
        Tab::Outline => "This article has no headings.",
    }
}

impl Listing<'_> {
    fn row(&mut self, entry: Option<usize>, kind: SideRowKind, indent: u16, text: &str) {
        let room = self.cells.saturating_sub(usize::from(indent));
        let text = fit(text, room).into_owned();
        self.rows.push(SideRow { kind, text, right: String::new(), indent, selected: false, check: None, entry });
    }

    /// Writes something at the right end of the last row.
    fn right(&mut self, words: &str) {
        let cells = self.cells;
        if let Some(row) = self.rows.last_mut() {
            let room = cells.saturating_sub(usize::from(row.indent) + width(words) + 1);
            row.text = fit(&row.text, room).into_owned();
            row.right = words.to_owned();
        }
    }

    fn lines(&mut self, entry: usize, kind: SideRowKind, indent: u16, text: &str, most: usize) {
        let room = self.cells.saturating_sub(usize::from(indent));
        for line in wrapped(text, room, most) {
            self.row(Some(entry), kind, indent, &line);
        }
    }

    fn add(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    fn blank(&mut self) {
        if !self.rows.is_empty() {
            self.row(None, SideRowKind::Blank, 0, "");
        }
    }

    fn passes(&self, texts: &[&str]) -> bool {
        self.filter.is_empty() || texts.iter().any(|text| fold(text).contains(&self.filter))
    }

    fn quotes(&mut self) {
        let app = self.app;
        let Some(analysis) = app.analysis() else { return };
        for quote in &analysis.quotes {
            let name = quote.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
            let words = quote.words(app.article().text());
            if !self.passes(&[name, &words]) {
                continue;
            }
            self.blank();
            let entry = self.add(Entry::Quote(quote.id));
            self.row(Some(entry), SideRowKind::Speaker(app.speaker_number(quote.id)), 0, name);
            let check = app.check_of(quote.id).filter(|check| *check != Check::Unchecked);
            if check.is_some() {
                self.right(" ");
            }
            if let Some(row) = self.rows.last_mut() {
                row.check = check;
            }
            self.lines(entry, SideRowKind::Words, 0, &format!("“{words}”"), 3);
        }
    }

    fn entities(&mut self) {
        let app = self.app;
        let Some(analysis) = app.analysis() else { return };
        for kind in EntityKind::ALL {
            let mut of_kind: Vec<_> = analysis.entities.iter().filter(|e| e.kind == kind).collect();
            of_kind.sort_by_key(|e| (std::cmp::Reverse(e.mentions.len()), e.id));
            of_kind.retain(|e| self.passes(&[&e.name, e.role.as_deref().unwrap_or("")]));
            if of_kind.is_empty() {
                continue;
            }
            self.blank();
            self.row(None, SideRowKind::Heading, 0, heading(kind));
            for entity in of_kind {
                let entry = self.add(Entry::Entity(entity.id));
                self.row(Some(entry), SideRowKind::Name, 0, &entity.name);
                self.right(&entity.mentions.len().to_string());
                if let Some(role) = entity.role.as_deref().filter(|role| !role.is_empty()) {
                    self.row(Some(entry), SideRowKind::Quiet, 2, role);
                }
            }
        }
    }

    fn notes(&mut self) {
        let app = self.app;
        let Some(notebook) = app.notebook() else { return };
        for noted in notebook.entries() {
            let annotation = &noted.annotation;
            let tags = annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
            if !self.passes(&[annotation.exact(), &annotation.note, &tags]) {
                continue;
            }
            self.blank();
            let entry = self.add(Entry::Note(annotation.id.clone()));
            self.lines(entry, SideRowKind::Words, 0, annotation.exact(), 2);
            self.lines(entry, SideRowKind::Note, 2, &annotation.note, 3);
            self.lines(entry, SideRowKind::Tags, 2, &tags, 2);
            let place = match &noted.anchor {
                Anchor::Exact(_) => None,
                Anchor::Moved(..) => Some("moved: the text around has changed"),
                Anchor::Review(_) => Some("may stand in more than one place"),
                Anchor::Orphan => Some("these words are gone"),
            };
            if let Some(place) = place {
                self.row(Some(entry), SideRowKind::Quiet, 2, place);
            }
            if let Some(check) = annotation.check.filter(|check| *check != Check::Unchecked) {
                self.row(Some(entry), SideRowKind::Quiet, 2, check.name());
            }
        }
    }

    fn outline(&mut self) {
        let app = self.app;
        let article = app.article();
        for (index, block) in article.blocks().iter().enumerate() {
            let level = match block.kind {
                BlockKind::Title => 0,
                BlockKind::Heading(level) => u16::from(level.clamp(1, 6)) - 1,
                _ => continue,
            };
            let words = block.span.of(article.text());
            if !self.passes(&[words]) {
                continue;
            }
            let entry = self.add(Entry::Block(index));
            self.lines(entry, SideRowKind::Name, level * 2, words, 3);
        }
    }
}

/// The heading above the entities of a kind.
fn heading(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "People",
        EntityKind::Organization => "Organisations",
        EntityKind::Place => "Places",
        EntityKind::Group => "Groups",
        EntityKind::Product => "Products",
        EntityKind::Misc => "Other names",
        EntityKind::Date => "Dates",
        EntityKind::Money => "Money",
    }
}

/// `text` in lines between words, at most `most`, the last one ending in `…`
/// where something is left.
fn wrapped(text: &str, cells: usize, most: usize) -> Vec<String> {
    let cut = floor_boundary(text, LOOKED_AT);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.get(..cut).unwrap_or(text).split_whitespace() {
        if !line.is_empty() && width(&line) + 1 + width(word) > cells {
            lines.push(std::mem::take(&mut line));
            if lines.len() > most {
                break;
            }
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = fit(&format!("{last} …"), cells).into_owned();
        }
    }
    lines
}
