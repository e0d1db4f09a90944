//! The palette: every action by its name, and the speakers, tags and headings of the article,
//! found by typing some of their letters.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::action::{Action, Group};
use super::key::{Key, KeyCode};
use super::mode::Mode;
use super::sidebar::{SidebarEntry, Tab};
use super::text_field::TextField;
use super::{App, Effect, Focus};
use crate::config::ThemeChoice;
use crate::config::read::Choice;
use pullquote_article::BlockKind;
use pullquote_nlp::QuoteId;

/// What a row of the palette does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaletteChoice {
    /// Does this action.
    Action(Action),
    /// Goes to the first quote of the speaker with this name, and lists only their quotes.
    Speaker(String),
    /// Lists the notes with this tag.
    Tag(String),
    /// Goes to the block of this index, a heading.
    Heading(usize),
    /// In the library, shows the list with this name.
    View(String),
    /// Opens this beside the article.
    Open(String),
    /// Uses this theme.
    Theme(ThemeChoice),
}

/// What follows from a key in the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PaletteAnswer {
    /// The palette stays open.
    Stay,
    /// The palette closes, and nothing is done.
    Close,
    /// The selected row is done; `None` if no row matches.
    Take(Option<PaletteChoice>),
}

/// A row of the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteRow {
    /// What it is, in words.
    pub words: String,
    /// For an action its name in the settings, else what kind of thing it is.
    pub kind: String,
    /// The keys of an action; empty for other rows.
    pub keys: String,
    /// What it does.
    pub choice: PaletteChoice,
}

/// The open palette.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// What is typed.
    pub line: TextField,
    /// The rows that match it, the best first.
    pub rows: Vec<PaletteRow>,
    /// The index of the selected row.
    pub selected: usize,
    /// Every row.
    all: Vec<PaletteRow>,
    /// The mode before; an action is done in it.
    before: Box<Mode>,
}

impl Palette {
    /// A palette of these rows with nothing typed; `before` is the mode before it.
    pub(super) fn new(all: Vec<PaletteRow>, before: Mode) -> Self {
        let mut palette =
            Self { line: TextField::default(), rows: Vec::new(), selected: 0, all, before: Box::new(before) };
        palette.find();
        palette
    }

    /// Adds rows at the end; what is selected stays selected.
    fn add(&mut self, rows: impl IntoIterator<Item = PaletteRow>) {
        let selected = self.rows.get(self.selected).map(|row| row.choice.clone());
        self.all.extend(rows);
        self.find();
        self.selected = self.rows.iter().position(|row| Some(&row.choice) == selected.as_ref()).unwrap_or(0);
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key) -> PaletteAnswer {
        let last = self.rows.len().saturating_sub(1);
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => return PaletteAnswer::Close,
            (KeyCode::Enter, _) => {
                return PaletteAnswer::Take(self.rows.get(self.selected).map(|row| row.choice.clone()));
            }
            (KeyCode::Down, _) | (KeyCode::Char('n'), true) => self.selected = (self.selected + 1).min(last),
            (KeyCode::Tab, _) if !key.shift => self.selected = (self.selected + 1).min(last),
            (KeyCode::Up | KeyCode::Tab, _) | (KeyCode::Char('p'), true) => {
                self.selected = self.selected.saturating_sub(1);
            }
            (KeyCode::PageDown, _) => self.selected = (self.selected + 10).min(last),
            (KeyCode::PageUp, _) => self.selected = self.selected.saturating_sub(10),
            _ => {
                if self.line.key(key) {
                    self.find();
                }
            }
        }
        PaletteAnswer::Stay
    }

    /// Inserts pasted text into its line.
    pub(super) fn paste(&mut self, text: &str) {
        self.line.insert(text);
        self.find();
    }

    /// Finds the rows that match what is typed.
    fn find(&mut self) {
        self.rows = matching(&self.all, self.line.text());
        // `open` with a name after it, as on the command line.
        let named = self.line.text().strip_prefix("open ").map(str::trim).filter(|name| !name.is_empty());
        let can_open = self.all.iter().any(|row| row.choice == PaletteChoice::Action(Action::Open));
        if let Some(name) = named.filter(|_| can_open) {
            self.rows.push(PaletteRow {
                words: format!("open “{name}”"),
                kind: Action::Open.name().to_owned(),
                keys: String::new(),
                choice: PaletteChoice::Open(name.to_owned()),
            });
        }
        self.selected = 0;
    }
}

/// The rows that have the letters of each word of `typed`, in this order but not necessarily
/// side by side; the best first, all of them if nothing is typed.
fn matching(rows: &[PaletteRow], typed: &str) -> Vec<PaletteRow> {
    let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut letters = Vec::new();
    let mut score = |row: &PaletteRow| {
        let line = format!("{} {}", row.words, row.kind);
        pattern.score(Utf32Str::new(&line, &mut letters), &mut matcher)
    };
    let mut found: Vec<_> = rows.iter().filter_map(|row| Some((score(row)?, row))).collect();
    // The action that is called just so comes first; of equally good rows, the one with fewer words that
    // were not asked for.
    let typed = typed.trim();
    if !typed.is_empty() {
        found.sort_by_key(|(score, row)| (row.kind != typed, std::cmp::Reverse(*score), row.words.len()));
    }
    found.into_iter().map(|(_, row)| row.clone()).collect()
}

/// A row for each theme.
pub(super) fn theme_rows() -> impl Iterator<Item = PaletteRow> {
    let themes = ThemeChoice::WORDS.iter().filter(|(_, theme)| *theme != ThemeChoice::Auto);
    themes.map(|(name, theme)| PaletteRow {
        words: format!("the colours “{name}”"),
        kind: "theme".to_owned(),
        keys: String::new(),
        choice: PaletteChoice::Theme(*theme),
    })
}

impl App {
    /// Opens the palette, and asks for the articles that were read before.
    pub(super) fn open_palette(&mut self) -> Vec<Effect> {
        let before = match &self.mode {
            Mode::Select(_) | Mode::Card(_) | Mode::Why(_) => self.mode.clone(),
            _ => Mode::Read,
        };
        let all = self.palette_rows(&before);
        self.mode = Mode::Palette(Palette::new(all, before));
        vec![Effect::ListArticles]
    }

    /// Adds the articles that were read before, by title and what opens them, to the open palette.
    pub(super) fn articles_listed(&mut self, articles: Vec<(String, String)>) {
        let Mode::Palette(palette) = &mut self.mode else { return };
        palette.add(articles.into_iter().map(|(title, source)| PaletteRow {
            words: if title.is_empty() { source.clone() } else { title },
            kind: "article".to_owned(),
            keys: String::new(),
            choice: PaletteChoice::Open(source),
        }));
    }

    /// Every row: the actions that `mode` allows, speakers, tags, headings, themes. What everybody
    /// knows, scrolling, comes last of the actions.
    fn palette_rows(&self, mode: &Mode) -> Vec<PaletteRow> {
        let is_allowed = |action: &&Action| mode.allows(**action) && **action != Action::Palette;
        let (scroll, others): (Vec<&Action>, Vec<&Action>) =
            Action::ALL.iter().filter(is_allowed).partition(|action| action.group() == Group::Scroll);
        let mut rows: Vec<PaletteRow> = others
            .into_iter()
            .chain(scroll)
            .map(|action| PaletteRow {
                words: action.help().to_owned(),
                kind: action.name().to_owned(),
                keys: self.keymap().hint(*action),
                choice: PaletteChoice::Action(*action),
            })
            .collect();
        let row = |words: String, kind: &str, choice| PaletteRow {
            words,
            kind: kind.to_owned(),
            keys: String::new(),
            choice,
        };
        let names = self.first_quotes().into_iter().map(|(name, _)| name);
        rows.extend(names.map(|name| row(name.clone(), "speaker", PaletteChoice::Speaker(name))));
        let tags = self.notebook().map(|notebook| notebook.tags()).unwrap_or_default();
        rows.extend(tags.into_iter().map(|tag| row(format!("#{tag}"), "tag", PaletteChoice::Tag(tag.to_owned()))));
        let blocks = self.article.blocks().iter().enumerate();
        let headings = blocks.filter(|(_, block)| matches!(block.kind, BlockKind::Title | BlockKind::Heading(_)));
        rows.extend(headings.map(|(i, block)| {
            row(block.span.of(self.article.text()).to_owned(), "heading", PaletteChoice::Heading(i))
        }));
        rows.extend(theme_rows());
        rows
    }

    /// The name of each speaker, with the first quote.
    fn first_quotes(&self) -> Vec<(String, QuoteId)> {
        let quotes = self.analysis().map_or(&[][..], |analysis| analysis.quotes.as_slice());
        let mut first: Vec<(usize, String, QuoteId)> = Vec::new();
        for quote in quotes.iter().filter(|quote| self.is_shown(quote)) {
            if let (Some(number), Some(speaker)) = (self.speaker_number(quote.id), &quote.speaker)
                && first.iter().all(|(known, ..)| *known != number)
            {
                first.push((number, speaker.name.clone(), quote.id));
            }
        }
        first.into_iter().map(|(_, name, id)| (name, id)).collect()
    }

    /// Handles a key while the palette is open.
    pub(super) fn palette_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Palette(palette) = &mut self.mode else { return Vec::new() };
        match palette.key(key) {
            PaletteAnswer::Stay => Vec::new(),
            PaletteAnswer::Close => {
                self.mode = (*palette.before).clone();
                Vec::new()
            }
            PaletteAnswer::Take(choice) => {
                self.mode = (*palette.before).clone();
                choice.map(|choice| self.take_palette_row(choice)).unwrap_or_default()
            }
        }
    }

    /// Inserts pasted text into the line of the palette.
    pub(super) fn palette_paste(&mut self, text: &str) {
        if let Mode::Palette(palette) = &mut self.mode {
            palette.paste(text);
        }
    }

    /// Does what a row does.
    fn take_palette_row(&mut self, choice: PaletteChoice) -> Vec<Effect> {
        match choice {
            PaletteChoice::Action(action) => return self.perform_anywhere(action, None),
            PaletteChoice::Open(name) => {
                self.mode = Mode::Read;
                return self.open_beside(&name);
            }
            PaletteChoice::Theme(theme) => return vec![Effect::Theme(theme)],
            // Only the library has lists.
            PaletteChoice::View(_) => {}
            PaletteChoice::Speaker(name) => {
                self.mode = Mode::Read;
                self.focus = Focus::Article;
                self.clear_only();
                // The quotes have other numbers if the article was analyzed again meanwhile.
                if let Some((_, id)) = self.first_quotes().into_iter().find(|(known, _)| *known == name) {
                    self.pick_quote(id);
                    self.toggle_only_speaker();
                }
            }
            PaletteChoice::Tag(tag) => {
                self.mode = Mode::Read;
                self.filter_tab(Tab::Notes, &format!("#{tag}"));
            }
            PaletteChoice::Heading(block) => {
                self.mode = Mode::Read;
                self.focus = Focus::Article;
                self.go_to(&SidebarEntry::Block(block));
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(words: &str, kind: &str) -> PaletteRow {
        let choice = PaletteChoice::Tag(words.to_owned());
        PaletteRow { words: words.to_owned(), kind: kind.to_owned(), keys: String::new(), choice }
    }

    #[test]
    fn letters_of_words_and_names_find_a_row_and_the_best_is_first() {
        let rows = [row("a narrower column", "narrower"), row("write a note", "note"), row("Núria Oller", "speaker")];
        let found = |typed: &str| -> Vec<String> { matching(&rows, typed).into_iter().map(|row| row.words).collect() };
        assert_eq!(found("note")[0], "write a note");
        assert_eq!(found("nuria"), ["Núria Oller"]);
        assert_eq!(found("nar col"), ["a narrower column"]);
        assert_eq!(found("").len(), 3);
        assert!(found("zzz").is_empty());
    }
}
