//! The tabs of the sidebar as one table, and what each of them lists.
//!
//! A new tab is a word of [`Tab`], a row of [`TABS`] and an action that shows
//! it; the compiler asks for all three.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::{SidebarEntry, Tab};
use crate::app::App;
use crate::app::action::{Action, Situation};
use pullquote_article::{BlockKind, Mark, MarkKind};
use pullquote_nlp::EntityKind;

/// A tab of the sidebar: what it is called, what shows it and what it lists.
#[derive(Debug)]
pub struct TabDef {
    /// Which tab.
    pub tab: Tab,
    /// Its label, in ASCII.
    pub title: &'static str,
    /// Its label where there is little room, in ASCII.
    pub short: &'static str,
    /// The action that shows it. The key and the help come from the table of
    /// actions.
    pub action: Action,
    /// What the status line shows keys for while its list has the focus.
    pub situation: Situation,
    /// Everything it lists, in the order of the list, before a filter.
    pub(super) entries: fn(&App) -> Vec<SidebarEntry>,
    /// What is shown in place of an empty list that no filter made empty.
    pub(super) empty: fn(&App) -> Cow<'static, str>,
}

/// Every tab, from left to right.
pub const TABS: [TabDef; Tab::ALL.len()] = [
    TabDef {
        tab: Tab::Quotes,
        title: "Quotes",
        short: "Qu",
        action: Action::Quotes,
        situation: Situation::QuoteList,
        entries: quotes,
        empty: no_quotes,
    },
    TabDef {
        tab: Tab::Entities,
        title: "Entities",
        short: "En",
        action: Action::Entities,
        situation: Situation::EntityList,
        entries: entities,
        empty: no_entities,
    },
    TabDef {
        tab: Tab::Notes,
        title: "Notes",
        short: "No",
        action: Action::Notes,
        situation: Situation::NoteList,
        entries: notes,
        empty: no_notes,
    },
    TabDef {
        tab: Tab::Outline,
        title: "Outline",
        short: "Ou",
        action: Action::Outline,
        situation: Situation::List,
        entries: outline,
        empty: no_outline,
    },
    TabDef {
        tab: Tab::Links,
        title: "Links",
        short: "Li",
        action: Action::Links,
        situation: Situation::LinkList,
        entries: links,
        empty: no_links,
    },
];

// The row of a tab is found by the tab's number.
const _: () = {
    let mut at = 0;
    while at < TABS.len() {
        assert!(TABS[at].tab as usize == at, "TABS is not in the order of Tab");
        at += 1;
    }
};

impl TabDef {
    /// The row of `tab`.
    #[must_use]
    pub fn of(tab: Tab) -> &'static TabDef {
        let rows: &'static [TabDef] = &TABS;
        &rows[tab as usize]
    }

    /// The row of the tab that `action` shows, if it shows one.
    #[must_use]
    pub fn of_action(action: Action) -> Option<&'static TabDef> {
        Tab::ALL.iter().map(|tab| TabDef::of(*tab)).find(|def| def.action == action)
    }
}

/// The quotes that are not hidden, in the order of the text or by speaker, and then the marked
/// words.
fn quotes(app: &App) -> Vec<SidebarEntry> {
    let Some(analysis) = app.analysis() else { return Vec::new() };
    let mut quotes: Vec<_> = analysis.quotes.iter().filter(|q| app.is_listed(q)).map(|q| q.id).collect();
    if app.settings.by_speaker {
        // Those without a speaker come last.
        quotes.sort_by_key(|id| (app.speaker_number(*id).unwrap_or(usize::MAX), *id));
    }
    // The other words between quotation marks come after all quotes.
    let marked = (0..analysis.marked.len()).map(SidebarEntry::Marked);
    quotes.into_iter().map(SidebarEntry::Quote).chain(marked).collect()
}

fn no_quotes(app: &App) -> Cow<'static, str> {
    match app.analysis() {
        None if app.not_analyzed.is_some() => "The article was not analyzed.",
        None => "Looking for quotes …",
        Some(_) if app.hides_quotes() => "Every quote is hidden.",
        Some(_) => "No quotes were found.",
    }
    .into()
}

/// The entities by kind and, within a kind, by how often they are mentioned.
fn entities(app: &App) -> Vec<SidebarEntry> {
    let Some(analysis) = app.analysis() else { return Vec::new() };
    let mut entities: Vec<_> = analysis.entities.iter().collect();
    let rank = |kind: EntityKind| EntityKind::ALL.iter().position(|k| *k == kind);
    entities.sort_by_key(|e| (rank(e.kind), Reverse(e.mentions.len()), e.id));
    entities.into_iter().map(|e| SidebarEntry::Entity(e.id)).collect()
}

fn no_entities(app: &App) -> Cow<'static, str> {
    match app.analysis() {
        None if app.not_analyzed.is_some() => "The article was not analyzed.",
        None => "Looking for names …",
        Some(_) => "No names were found.",
    }
    .into()
}

/// The annotations, in the order of the text.
fn notes(app: &App) -> Vec<SidebarEntry> {
    app.notes.entries().iter().map(|e| SidebarEntry::Note(e.annotation.id.clone())).collect()
}

fn no_notes(app: &App) -> Cow<'static, str> {
    match app.notebook() {
        None => "Reading the notes …".into(),
        Some(notebook) => match notebook.read_only() {
            Some(why) => format!("The notes file cannot be read, and stays as it is: {why}.").into(),
            None => "No notes yet.".into(),
        },
    }
}

/// The title and the headings, in the order of the text.
fn outline(app: &App) -> Vec<SidebarEntry> {
    let blocks = app.article.blocks().iter().enumerate();
    let listed = |kind| matches!(kind, BlockKind::Title | BlockKind::Heading(_));
    blocks.filter(|(_, b)| listed(b.kind)).map(|(i, _)| SidebarEntry::Block(i)).collect()
}

fn no_outline(_: &App) -> Cow<'static, str> {
    "This article has no headings.".into()
}

/// The links, in the order of the text.
fn links(app: &App) -> Vec<SidebarEntry> {
    let is_link = |mark: &Mark| matches!(mark.kind, MarkKind::Link(_));
    let blocks = app.article.blocks().iter().enumerate();
    let links = blocks.flat_map(|(i, block)| {
        let marks = block.marks.iter().enumerate().filter(move |(_, mark)| is_link(mark));
        marks.map(move |(at, _)| SidebarEntry::Link(i, at))
    });
    links.collect()
}

fn no_links(_: &App) -> Cow<'static, str> {
    "This article has no links.".into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Keymap;
    use crate::config::Preset;

    #[test]
    fn every_tab_has_an_action_of_its_own_with_its_number_in_a_key() {
        for (at, def) in TABS.iter().enumerate() {
            let shown = TabDef::of_action(def.action).map(|found| found.tab);
            assert_eq!(shown, Some(def.tab), "{} shares its action with another tab", def.title);
            for preset in Preset::ALL {
                let keys = Keymap::preset(*preset).keys_of(def.action);
                assert!(keys.contains(&format!("alt-{}", at + 1)), "{}: {keys:?} in {preset:?}", def.title);
            }
        }
    }

    #[test]
    fn labels_are_ascii_and_the_short_one_begins_the_long_one() {
        for def in &TABS {
            assert!(def.title.is_ascii() && def.title.starts_with(def.short), "{}: {}", def.title, def.short);
        }
    }
}
