//! The rows of the sidebar's entries, made only for what is visible.

use std::borrow::Cow;

use super::{App, SidebarEntry, TabDef};
use crate::app::links::Destination;
use crate::app::speakers::{is_unsure, shown_speaker};
use crate::layout::plain;
use pullquote_article::BlockKind;
use pullquote_article::text::width::{fit, width};
use pullquote_nlp::{Entity, EntityKind, How, Quote, QuoteId, QuoteKind};
use pullquote_notes::PlacedAnnotation as Note;
use pullquote_notes::{Anchor, Check};

/// The most rows that are shown of a quote's or a note's words.
const WORDS: usize = 3;

/// What a row of the sidebar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SideRowKind {
    /// The name of a group of entries.
    Heading,
    /// Who or what the entry is: a speaker, a name, a heading of the article.
    Name,
    /// Words of the article.
    Words,
    /// Reported speech: words of the article without quotation marks.
    Reported,
    /// A note that the person wrote.
    Note,
    /// Tags.
    Tags,
    /// Something less important: a role, the state of a note's anchor.
    Detail,
    /// An empty row.
    Blank,
    /// A sentence shown in place of an empty list.
    Empty,
}

/// A row of the sidebar. Its texts contain nothing that a terminal would not
/// print, and together fit its width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideRow {
    /// What the row is.
    pub kind: SideRowKind,
    /// The number of cells left free at the left edge.
    pub indent: u16,
    /// The text at the left.
    pub text: String,
    /// The text at the right edge: a check mark, a count.
    pub aside: String,
    /// The index of its entry in [`App::entries`], if it belongs to one.
    pub entry: Option<usize>,
    /// Whether its entry is the selected one.
    pub selected: bool,
    /// Whether its entry is picked in the article.
    pub picked: bool,
    /// The number of the speaker, if the row belongs to a quote; see
    /// [`App::speaker_number`].
    pub speaker: Option<usize>,
    /// The check state, if the row belongs to a quote or a note that has one.
    pub check: Option<Check>,
    /// The kind of the entity, if the row belongs to one.
    pub entity: Option<EntityKind>,
}

impl SideRow {
    fn new(kind: SideRowKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            indent: 0,
            text: text.into(),
            aside: String::new(),
            entry: None,
            selected: false,
            picked: false,
            speaker: None,
            check: None,
            entity: None,
        }
    }

    /// A row with `text` on the left and `aside` on the right, together at most
    /// `cells` cells wide.
    fn split(kind: SideRowKind, text: &str, aside: &str, cells: usize) -> Self {
        let aside = fit(aside, cells);
        let room = cells.saturating_sub(width(&aside) + usize::from(!aside.is_empty()));
        Self { aside: aside.into_owned(), ..Self::new(kind, fit(text, room)) }
    }
}

/// The sign of a check state; empty for a quote that nobody checked.
#[must_use]
pub fn sign(check: Check) -> &'static str {
    match check {
        Check::Unchecked => "",
        Check::Verified => "✓",
        Check::Disputed => "✗",
        Check::NeedsSource => "!",
    }
}

impl App {
    /// Prepares the visible rows of the sidebar.
    pub(in crate::app) fn prepare_sidebar_rows(&mut self) {
        let area = self.areas.sidebar;
        let (height, cells) = (usize::from(area.height), usize::from(area.width));
        if area.is_empty() {
            self.sidebar.rows.clear();
            return;
        }
        let list = self.sidebar.list();
        if list.entries.is_empty() {
            let words = plain(&self.empty_words(), cells, usize::MAX);
            self.sidebar.rows = words.into_iter().take(height).map(|l| SideRow::new(SideRowKind::Empty, l)).collect();
            return;
        }
        let (selected, mut top) = (list.selected.min(list.entries.len() - 1), list.top);
        if self.sidebar.follow {
            top = self.top_showing(selected, top, height, cells);
        }
        let rows = self.side_rows_from(top, height, cells);
        let tab = self.sidebar.tab;
        self.sidebar.list_mut(tab).top = top;
        self.sidebar.follow = false;
        self.sidebar.rows = rows;
    }

    /// The scroll position nearest to `top` at which the entry `selected` is
    /// fully visible in `height` rows.
    fn top_showing(&self, selected: usize, top: (usize, usize), height: usize, cells: usize) -> (usize, usize) {
        if selected <= top.0 {
            return (selected, 0);
        }
        let mut above = 0;
        for at in (top.0..=selected).rev() {
            above += self.entry_rows(at, cells).len();
            if above > height {
                // The visible rows end with the selected entry.
                let skip = above - height;
                return if at == selected { (at, 0) } else { (at, skip) };
            }
        }
        let skipped = top.1.min(above.saturating_sub(1));
        (top.0, skipped)
    }

    fn side_rows_from(&self, top: (usize, usize), height: usize, cells: usize) -> Vec<SideRow> {
        let mut rows = Vec::with_capacity(height);
        let mut skip = top.1;
        let mut at = top.0;
        while rows.len() < height && at < self.sidebar.list().entries.len() {
            let entry = self.entry_rows(at, cells);
            rows.extend(entry.into_iter().skip(skip).take(height - rows.len()));
            (at, skip) = (at + 1, 0);
        }
        rows
    }

    /// Scrolls the sidebar without moving the selection.
    pub(in crate::app) fn scroll_sidebar(&mut self, by: usize, down: bool) {
        let cells = usize::from(self.areas.sidebar.width);
        let height = usize::from(self.areas.sidebar.height);
        let len = self.sidebar.list().entries.len();
        let (mut at, mut row) = self.sidebar.list().top;
        for _ in 0..by {
            if down {
                let below = self.side_rows_from((at, row), height + 1, cells).len();
                if below <= height {
                    break;
                }
                row += 1;
                if row >= self.entry_rows(at, cells).len() && at + 1 < len {
                    (at, row) = (at + 1, 0);
                }
            } else if row > 0 {
                row -= 1;
            } else if at > 0 {
                at -= 1;
                row = self.entry_rows(at, cells).len().saturating_sub(1);
            }
        }
        let tab = self.sidebar.tab;
        self.sidebar.list_mut(tab).top = (at, row);
    }

    /// What is shown in place of an empty list.
    fn empty_words(&self) -> Cow<'static, str> {
        if self.filter().is_empty() {
            (TabDef::of(self.sidebar.tab).empty)(self)
        } else {
            "No entry contains these words.".into()
        }
    }

    /// The rows of the entry `at`. The first entry of a group also has the
    /// group's heading, and a long entry ends with a blank row.
    fn entry_rows(&self, at: usize, cells: usize) -> Vec<SideRow> {
        let entries = &self.sidebar.list().entries;
        let Some(entry) = entries.get(at) else { return Vec::new() };
        let before = at.checked_sub(1).and_then(|i| entries.get(i));
        let mut rows = match entry {
            SidebarEntry::Quote(id) => {
                self.analysis().and_then(|a| a.quote(*id)).map_or_else(Vec::new, |q| self.quote_rows(q, cells))
            }
            SidebarEntry::Entity(id) => self.entity_rows(*id, cells),
            SidebarEntry::Note(id) => {
                self.notebook().and_then(|n| n.get(id)).map_or_else(Vec::new, |e| self.note_rows(e, cells))
            }
            SidebarEntry::Block(i) => self.outline_rows(*i, cells),
            SidebarEntry::Marked(i) => self.marked_rows(*i, cells),
            SidebarEntry::Link(block, mark) => self.link_rows((*block, *mark), at + 1, cells),
        };
        let (selected, picked) = (self.selected_entry() == Some(at), self.is_picked(entry));
        for row in &mut rows {
            row.entry = Some(at);
            row.selected = selected && row.kind != SideRowKind::Blank;
            row.picked = picked;
        }
        if let Some(heading) = self.heading_above(entry, before, cells) {
            // A quote ends with a blank row, an entity does not.
            let gap = at > 0 && matches!(entry, SidebarEntry::Entity(_));
            if gap {
                rows.insert(0, SideRow::new(SideRowKind::Blank, ""));
            }
            // A click on the heading leads to the first entry below.
            rows.insert(usize::from(gap), SideRow { entry: Some(at), ..heading });
        }
        rows
    }

    fn heading_above(&self, entry: &SidebarEntry, before: Option<&SidebarEntry>, cells: usize) -> Option<SideRow> {
        if let SidebarEntry::Quote(id) = entry {
            return self.speaker_heading(*id, before, cells);
        }
        if let SidebarEntry::Marked(_) = entry {
            let first = !matches!(before, Some(SidebarEntry::Marked(_)));
            return first.then(|| SideRow::new(SideRowKind::Heading, fit("Marked words, not quotes", cells)));
        }
        let kind = |e: &SidebarEntry| match e {
            SidebarEntry::Entity(id) => self.analysis()?.entity(*id).map(|e| e.kind),
            _ => None,
        };
        let here = kind(entry)?;
        (before.and_then(kind) != Some(here)).then(|| SideRow::new(SideRowKind::Heading, fit(plural(here), cells)))
    }

    /// The heading above the first quote of a speaker: the name, and how many
    /// quotes there are.
    fn speaker_heading(&self, id: QuoteId, before: Option<&SidebarEntry>, cells: usize) -> Option<SideRow> {
        if !self.settings.by_speaker {
            return None;
        }
        let number = self.speaker_number(id);
        if matches!(before, Some(SidebarEntry::Quote(before)) if self.speaker_number(*before) == number) {
            return None;
        }
        let speaker = self.analysis()?.quote(id)?.speaker.as_ref();
        let entries = &self.sidebar.list().entries;
        let theirs = |e: &&SidebarEntry| matches!(e, SidebarEntry::Quote(id) if self.speaker_number(*id) == number);
        let count = entries.iter().filter(theirs).count().to_string();
        let name = speaker.map_or("Speaker unknown", |speaker| speaker.name.as_str());
        Some(SideRow { speaker: number, ..SideRow::split(SideRowKind::Heading, name, &count, cells) })
    }

    fn quote_rows(&self, quote: &Quote, cells: usize) -> Vec<SideRow> {
        let check = self.check_of(quote.id);
        let carried = quote.speaker.as_ref().is_some_and(|s| s.how == How::Carried);
        let unsure = if is_unsure(quote) { "?" } else { "" };
        let reported = quote.kind == QuoteKind::Indirect;
        let signs = joined([self.written_signs(quote).as_str(), check.map_or("", sign)]);
        let aside = [if reported { "reported" } else { "" }, signs.as_str()];
        let words = quote.shown(self.article.text());
        let kind = if reported { SideRowKind::Reported } else { SideRowKind::Words };
        let mut rows = if self.settings.by_speaker {
            // The name is in the heading; the signs are beside the first line
            // of the words.
            let mut rows = indented(kind, &words, cells.saturating_sub(2), WORDS);
            let aside = joined([unsure, aside[1]]);
            if let Some(first) = rows.first_mut() {
                first.aside = aside;
            }
            rows
        } else {
            let goes_on = if carried { "(goes on)" } else { "" };
            let aside = joined(aside);
            let taken = [goes_on, &aside].into_iter().filter(|s| !s.is_empty()).map(|s| width(s) + 1).sum();
            let room = cells.saturating_sub(taken);
            let name = self.analysis().map_or_else(String::new, |a| shown_speaker(quote, a, self.article.text(), room));
            let mut rows = vec![SideRow::split(SideRowKind::Name, &joined([&name, goes_on]), &aside, cells)];
            rows.extend(indented(kind, &words, cells, WORDS));
            rows
        };
        rows.push(SideRow::new(SideRowKind::Blank, ""));
        let speaker = self.speaker_number(quote.id);
        for row in &mut rows {
            row.speaker = speaker;
            row.check = check;
        }
        rows
    }

    /// The signs for what a person wrote on words of a quote: `✎` for a note, `#` for tags.
    fn written_signs(&self, quote: &Quote) -> String {
        let (mut note, mut tags) = (false, false);
        for (entry, _) in self.annotations_in(quote.extent()) {
            note |= !entry.annotation.note.is_empty();
            tags |= !entry.annotation.tags.is_empty();
        }
        joined([if note { "✎" } else { "" }, if tags { "#" } else { "" }])
    }

    fn entity_rows(&self, id: pullquote_nlp::EntityId, cells: usize) -> Vec<SideRow> {
        let Some(entity) = self.analysis().and_then(|a| a.entity(id)) else { return Vec::new() };
        let strip = self.strip(entity, strip_cells(cells));
        let aside = format!("{strip} {:>3}", entity.mentions.len());
        let mut rows = vec![SideRow::split(SideRowKind::Name, &entity.name, aside.trim_start(), cells)];
        if let Some(said) = entity.role.clone().or_else(|| self.value_of(entity)) {
            rows.extend(indented(SideRowKind::Detail, &said, cells, 1));
        }
        for row in &mut rows {
            row.entity = Some(entity.kind);
        }
        rows
    }

    /// A strip of bars that shows where in the article an entity is mentioned,
    /// `cells` cells wide: the higher the bar, the more mentions in that
    /// section.
    fn strip(&self, entity: &Entity, cells: usize) -> String {
        const BARS: [char; 5] = ['·', '▂', '▄', '▆', '█'];
        let mut sections = vec![0_usize; cells];
        let mentions = self.analysis().map_or(&[][..], |a| a.mentions.as_slice());
        let length = self.article.text().len().max(1);
        for mention in entity.mentions.iter().filter_map(|i| mentions.get(*i)) {
            // This cannot overflow: there are few sections, and a text is far
            // too short.
            if let Some(section) = sections.get_mut(mention.span.start.saturating_mul(cells) / length) {
                *section += 1;
            }
        }
        sections.into_iter().map(|n| BARS.get(n).or(BARS.last()).copied().unwrap_or(' ')).collect()
    }

    fn note_rows(&self, note: &Note, cells: usize) -> Vec<SideRow> {
        let annotation = &note.annotation;
        let aside = annotation.check.map_or("", sign);
        let speaker = annotation.quote.as_ref().and_then(|q| q.speaker.as_deref());
        let reported = annotation.quote.as_ref().is_some_and(|q| q.kind == QuoteKind::Indirect.name());
        let kind = if reported { QuoteKind::Indirect } else { QuoteKind::Direct };
        let whole = annotation.is_on_whole();
        let words = if whole { "on the whole article".to_owned() } else { kind.marked(annotation.exact()) };
        let mut rows = match speaker {
            Some(name) => {
                let mut rows = vec![SideRow::split(SideRowKind::Name, name, aside, cells)];
                rows.extend(indented(SideRowKind::Words, &words, cells, 1));
                rows
            }
            None => vec![SideRow::split(SideRowKind::Words, &words, aside, cells)],
        };
        let place = match &note.anchor {
            _ if whole => String::new(),
            Anchor::Exact(_) => String::new(),
            Anchor::Moved(..) => match note.anchor.changed_words(&annotation.selectors, self.article.text()) {
                Some(now) => format!("its words have changed; now: “{now}”"),
                None => "moved, not confirmed".to_owned(),
            },
            Anchor::Review(places) if places.len() == 1 => "another place is possible".to_owned(),
            Anchor::Review(places) => format!("{} places are possible", places.len()),
            Anchor::Orphan if self.notebook().is_some_and(|n| n.is_kept_without_place(&annotation.id)) => {
                "kept without a place".to_owned()
            }
            Anchor::Orphan => "these words are gone".to_owned(),
        };
        rows.extend(indented(SideRowKind::Detail, &place, cells, 1));
        let sentence = annotation.target().map_or("", |s| s.sentence.as_str());
        if matches!(note.anchor, Anchor::Orphan) && sentence != annotation.exact() {
            rows.extend(indented(SideRowKind::Detail, sentence, cells, WORDS));
        }
        rows.extend(indented(SideRowKind::Note, &annotation.note, cells, WORDS));
        let tags: Vec<String> = annotation.tags.iter().map(|t| format!("#{t}")).collect();
        rows.extend(indented(SideRowKind::Tags, &tags.join(" "), cells, 2));
        rows.push(SideRow::new(SideRowKind::Blank, ""));
        for row in &mut rows {
            row.check = annotation.check;
        }
        rows
    }

    fn marked_rows(&self, index: usize, cells: usize) -> Vec<SideRow> {
        let words = self.marked_words(index).map_or("", |marked| marked.span.of(self.article.text()));
        indented(SideRowKind::Words, &format!("“{words}”"), cells, 1)
    }

    /// The number and the words of a link, and where it leads.
    fn link_rows(&self, (block, mark): (usize, usize), number: usize, cells: usize) -> Vec<SideRow> {
        let Some((span, address)) = self.link_at(block, mark) else { return Vec::new() };
        let words = span.of(self.article.text());
        let mut rows = vec![SideRow::split(SideRowKind::Name, words, &number.to_string(), cells)];
        let place = match self.destination_of(address) {
            Destination::Block(_) => "in this article".to_owned(),
            _ => address.trim_start_matches("https://").trim_start_matches("http://").to_owned(),
        };
        rows.extend(indented(SideRowKind::Detail, &place, cells, 1));
        rows
    }

    fn outline_rows(&self, block: usize, cells: usize) -> Vec<SideRow> {
        let Some(block) = self.article.blocks().get(block) else { return Vec::new() };
        let level = match block.kind {
            BlockKind::Heading(level) => usize::from(level.saturating_sub(1)),
            _ => 0,
        };
        let indent = (2 * level).min(cells / 2);
        let lines = plain(block.span.of(self.article.text()), cells - indent, 2);
        let indent = u16::try_from(indent).unwrap_or(0);
        lines.into_iter().map(|line| SideRow { indent, ..SideRow::new(SideRowKind::Name, line) }).collect()
    }
}

/// The width of the strip in a list of this width, in cells; 0 if names need
/// all of it.
fn strip_cells(cells: usize) -> usize {
    if cells < 26 { 0 } else { (cells / 3).min(24) }
}

/// `text` in at most `most` rows, two cells from the edge; no rows if it is
/// empty.
fn indented(kind: SideRowKind, text: &str, cells: usize, most: usize) -> Vec<SideRow> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let indent = if cells > 10 { 2 } else { 0 };
    let lines = plain(text, cells - indent, most);
    let indent = u16::try_from(indent).unwrap_or(0);
    lines.into_iter().map(|line| SideRow { indent, ..SideRow::new(kind, line) }).collect()
}

/// The non-empty strings of `words`, separated by spaces.
fn joined<const N: usize>(words: [&str; N]) -> String {
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn plural(kind: EntityKind) -> &'static str {
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
