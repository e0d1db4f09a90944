//! The colours and styles of everything on the screen.
//!
//! One table lists the [`Role`]s: what a role is for, what it is drawn on, and
//! the contrast it must have there. A theme is a TOML file in `assets/themes/`
//! that gives each role a style; `[colors]` in a person's settings changes
//! single roles. Nothing else in `ui` names a colour.

pub mod depth;
mod indexed;
pub mod style;

use std::path::Path;

use ratatui::style::{Modifier, Style};

use crate::config::problem::did_you_mean;
use crate::config::read::Choice;
use crate::config::{Config, Entry, Place, Problem, ThemeChoice};
use crate::ui::events::Background;
use depth::{Depth, Surroundings, at_depth};

/// Builds [`Role`] from rows of
/// `Variant "name" over Role contrast, "what it is for"`.
macro_rules! roles {
    ($($variant:ident $name:literal over $over:ident $contrast:literal, $help:literal)*) => {
        /// What something on the screen is; decides its style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role { $(#[doc = $help] $variant,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Role] = &[$(Role::$variant),*];

            /// Its name in a theme.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name),* }
            }

            /// The role that gives the background if the style of this role has
            /// none.
            #[must_use]
            pub fn over(self) -> Role {
                match self { $(Role::$variant => Role::$over),* }
            }

            /// The least contrast between its letters and their background, as
            /// WCAG 2.2 measures it: 4.5 for text that is read, 3 for signs,
            /// 1.2 for lines.
            #[must_use]
            pub fn contrast(self) -> f64 {
                match self { $(Role::$variant => $contrast),* }
            }
        }
    };
}

roles! {
    Page "page" over Page 7.0, "the page, and words on it"
    Title "title" over Page 7.0, "the article's headline"
    Byline "byline" over Page 4.5, "who wrote it, where, when"
    Heading "heading" over Page 7.0, "a heading in the article"
    BlockQuote "block-quote" over Page 4.5, "a passage set off as a quotation"
    Caption "caption" over Page 4.5, "the words under a picture"
    Credit "credit" over Page 4.5, "who made a picture"
    Code "code" over Page 4.5, "code and tables"
    Rule "rule" over Page 1.2, "a thematic break, a list's marker"
    Link "link" over Page 4.5, "words that link somewhere"
    Emphasis "emphasis" over Page 4.5, "stressed words"
    Strong "strong" over Page 4.5, "strongly stressed words"
    Struck "struck" over Page 4.5, "words that the source strikes through"
    Hint "hint" over Page 4.5, "the letters that open a link, while links are chosen"
    Removed "removed" over Page 3.0, "what was cut from the page"
    RemovedSelected "removed-selected" over Page 4.5, "the passage that was cut and is selected"
    Entity "entity" over Page 4.5, "the name of a person, place or thing"
    EntitySelected "entity-selected" over Page 4.5, "a mention of the selected entity"
    NoSpeaker "no-speaker" over Page 4.5, "a quote without a known speaker"
    QuoteSelected "quote-selected" over Page 4.5, "the selected quote"
    Cue "cue" over Page 4.5, "the verb that reports the selected quote"
    WhyMention "why-mention" over Page 4.5, "the words that attribute a quote, while its evidence is shown"
    WhyCue "why-cue" over Page 4.5, "the verb that reports a quote, while its evidence is shown"
    CursorSentence "cursor-sentence" over Page 4.5, "the sentence with the cursor"
    CursorMark "cursor-mark" over Page 3.0, "the mark in the gutter beside the line with the cursor"
    Note "note" over Page 4.5, "annotated words, with a yellow highlight or none"
    HighlightGreen "highlight-green" over Page 4.5, "words with a green highlight"
    HighlightBlue "highlight-blue" over Page 4.5, "words with a blue highlight"
    HighlightPink "highlight-pink" over Page 4.5, "words with a pink highlight"
    HighlightPurple "highlight-purple" over Page 4.5, "words with a purple highlight"
    NoteSelected "note-selected" over Page 4.5, "the selected annotation's words"
    NoteMark "note-mark" over Page 3.0, "the mark in the gutter beside an annotation"
    Match "match" over Page 4.5, "words that the search found"
    MatchCurrent "match-current" over Page 4.5, "the match that the search is at"
    Selection "selection" over Page 4.5, "selected words"
    Bar "bar" over Page 4.5, "the title line and the status line"
    BarStrong "bar-strong" over Bar 4.5, "what matters on a bar: the title, what is selected"
    BarKey "bar-key" over Bar 4.5, "a key on the status line"
    Border "border" over Page 1.2, "lines between panes"
    BorderFocused "border-focused" over Page 3.0, "the line beside the pane that has the keys"
    Tab "tab" over Page 4.5, "a tab's name"
    TabActive "tab-active" over Page 4.5, "the name of the tab that is open"
    Side "side" over Page 4.5, "words in the sidebar"
    SideQuiet "side-quiet" over Page 4.5, "what matters less in the sidebar: roles, counts"
    SideHeading "side-heading" over Page 4.5, "a heading in the sidebar"
    SideSelected "side-selected" over Page 4.5, "the selected entry of the sidebar"
    TagName "tag" over Page 4.5, "a tag"
    Verified "verified" over Page 3.0, "a quote that was verified"
    Disputed "disputed" over Page 3.0, "a quote that is disputed"
    NeedsSource "needs-source" over Page 3.0, "a quote that has to be traced"
    Popup "popup" over Popup 7.0, "words in a popup"
    PopupQuiet "popup-quiet" over Popup 4.5, "what matters less in a popup"
    PopupTitle "popup-title" over Popup 4.5, "a popup's title and headings"
    PopupBorder "popup-border" over Popup 1.2, "the line around a popup"
    PopupKey "popup-key" over Popup 4.5, "a key in a popup"
    PopupSelected "popup-selected" over Popup 4.5, "the selected line of a popup"
    Cut "cut" over Popup 4.5, "words that were cut"
    Added "added" over Popup 4.5, "words that were added"
    Cursor "cursor" over Popup 4.5, "the cursor where text is edited"
    Good "good" over Bar 4.5, "a message that something was done"
    Bad "bad" over Bar 4.5, "a message that something went wrong"
}

impl Role {
    /// The roles of highlighted words, in the order of [`HIGHLIGHTS`](crate::app::highlights::HIGHLIGHTS).
    pub const HIGHLIGHTS: [Role; 5] =
        [Role::Note, Role::HighlightGreen, Role::HighlightBlue, Role::HighlightPink, Role::HighlightPurple];
}

/// A theme file that is compiled into the program.
struct File {
    name: &'static str,
    text: &'static str,
}

/// The theme file of this name.
macro_rules! theme_file {
    ($name:literal) => {
        File {
            name: concat!("assets/themes/", $name, ".toml"),
            text: include_str!(concat!("../../../assets/themes/", $name, ".toml")),
        }
    };
}

const DARK: File = theme_file!("dark");
const LIGHT: File = theme_file!("light");
const SIXTEEN: File = theme_file!("sixteen");
const PLAIN: File = theme_file!("plain");

/// The themes that a person can choose, in the order in which a key goes through them. They need
/// 256 colours or more, except for the last one.
const THEMES: &[(ThemeChoice, File)] = &[
    (ThemeChoice::Dark, DARK),
    (ThemeChoice::Light, LIGHT),
    (ThemeChoice::Sepia, theme_file!("sepia")),
    (ThemeChoice::ContrastDark, theme_file!("contrast-dark")),
    (ThemeChoice::ContrastLight, theme_file!("contrast-light")),
    (ThemeChoice::ColorBlind, theme_file!("color-blind")),
    (ThemeChoice::Lagoon, theme_file!("lagoon")),
    (ThemeChoice::Terminal, SIXTEEN),
];

/// A style for every role, and colours for speakers.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The style of each role, in the order of [`Role::ALL`].
    roles: Vec<Style>,
    speakers: Vec<Style>,
    /// Which of [`THEMES`] it is; `None` if there is no choice, because the terminal has few
    /// colours or none.
    choice: Option<ThemeChoice>,
    /// Whether it follows the background of the terminal: nobody chose one.
    follows: bool,
    /// What the person's settings change, and the colours of the terminal.
    own: (Vec<Entry>, Depth),
}

impl Theme {
    /// The theme for a person's settings and terminal, and the problems of
    /// `[colors]` in the settings file `file`.
    #[must_use]
    pub fn choose(config: &Config, surroundings: &Surroundings, file: &Path) -> (Self, Vec<Problem>) {
        let depth = surroundings.depth(config.palette);
        let wanted = match config.theme {
            ThemeChoice::Auto if surroundings.is_light() => ThemeChoice::Light,
            ThemeChoice::Auto => ThemeChoice::Dark,
            chosen => chosen,
        };
        let choice = matches!(depth, Depth::Full | Depth::Indexed).then_some(wanted);
        let (theme, problems) = Self::of(choice, (config.colors.clone(), depth), file);
        let follows = config.theme == ThemeChoice::Auto && choice.is_some();
        (Self { follows, ..theme }, problems)
    }

    /// The theme `choice`, or the one for few colours or none, with a person's changes, and the
    /// problems of these.
    fn of(choice: Option<ThemeChoice>, own: (Vec<Entry>, Depth), file: &Path) -> (Self, Vec<Problem>) {
        let (colors, depth) = &own;
        let found = choice.and_then(|choice| THEMES.iter().find(|(known, _)| *known == choice));
        let theme_file = match (found, depth) {
            (Some((_, theme_file)), _) => theme_file,
            (None, Depth::None) => &PLAIN,
            (None, _) => &SIXTEEN,
        };
        let mut theme = Self::bundled(theme_file);
        if *depth == Depth::Indexed {
            // A person's own colours are not judged.
            (theme.roles, theme.speakers) = indexed::reduced(&theme.roles, &theme.speakers);
        }
        let problems = theme.patch(colors, file);
        for style in theme.roles.iter_mut().chain(&mut theme.speakers) {
            *style = at_depth(*style, *depth);
        }
        theme.choice = choice;
        theme.own = own;
        (theme, problems)
    }

    /// The theme after this one, with the same changes; `None` if the terminal has too few
    /// colours for a choice.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        let at = THEMES.iter().position(|(known, _)| Some(*known) == self.choice)?;
        let (next, _) = THEMES.get((at + 1) % THEMES.len())?;
        // The problems of the settings were reported when the first theme was chosen.
        Some(Self::of(Some(*next), self.own.clone(), Path::new("")).0)
    }

    /// The theme `choice`, with the same changes; `None` if the terminal has too few colours for a choice.
    #[must_use]
    pub fn chosen(&self, choice: ThemeChoice) -> Option<Self> {
        self.choice.map(|_| Self::of(Some(choice), self.own.clone(), Path::new("")).0)
    }

    /// Whether it follows the background of the terminal: no theme was chosen, and the terminal has the
    /// colours for one.
    #[must_use]
    pub fn follows_background(&self) -> bool {
        self.follows
    }

    /// The theme for this background of the terminal, with the same changes; the same theme if a
    /// person chose it.
    #[must_use]
    pub fn on_background(&self, background: Background) -> Self {
        let wanted = match background {
            Background::Light => ThemeChoice::Light,
            Background::Dark => ThemeChoice::Dark,
        };
        if !self.follows || self.choice == Some(wanted) {
            return self.clone();
        }
        Self { follows: true, ..Self::of(Some(wanted), self.own.clone(), Path::new("")).0 }
    }

    /// Its name in the settings; `None` if the terminal has too few colours for a choice.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        ThemeChoice::WORDS.iter().find(|(_, choice)| Some(*choice) == self.choice).map(|(name, _)| *name)
    }

    /// Reads one of the program's own theme files. A test checks that each sets
    /// every role without a problem.
    fn bundled(file: &File) -> Self {
        let mut theme = Self {
            roles: vec![Style::new(); Role::ALL.len()],
            speakers: Vec::new(),
            choice: None,
            follows: false,
            own: (Vec::new(), Depth::Full),
        };
        theme.patch(&theme_entries(file), Path::new(file.name));
        theme
    }

    /// Changes the styles of roles; returns the problems. An entry with a
    /// problem changes nothing.
    fn patch(&mut self, entries: &[Entry], file: &Path) -> Vec<Problem> {
        let mut problems = Vec::new();
        for entry in entries {
            let mut styles = Vec::new();
            for (words, place) in &entry.values {
                match style::parse(words) {
                    Ok(style) => styles.push(style),
                    Err(error) => problems.push(Problem::new(file, *place, error.to_string())),
                }
            }
            if entry.name == "speakers" {
                if !styles.is_empty() {
                    self.speakers = styles;
                }
                continue;
            }
            let role = Role::ALL.iter().position(|role| role.name() == entry.name);
            match (role.and_then(|i| self.roles.get_mut(i)), styles.first()) {
                (Some(slot), Some(style)) => *slot = *style,
                (Some(_), None) => {}
                (None, _) => {
                    let hint = did_you_mean(&entry.name, Role::ALL.iter().map(|r| r.name()).chain(["speakers"]));
                    problems.push(Problem::new(file, entry.place, format!("there is no role “{}”{hint}", entry.name)));
                }
            }
        }
        problems
    }

    /// The style of a role, to be laid over the styles below it.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.roles.get(role as usize).copied().unwrap_or_default()
    }

    /// The style of speaker `n`, from 0. If there are more speakers than
    /// colours, colours repeat.
    #[must_use]
    pub fn speaker(&self, n: usize) -> Style {
        match self.speakers.len() {
            0 => Style::new(),
            len => self.speakers.get(n % len).copied().unwrap_or_default(),
        }
    }

    /// Whether the theme uses colours; without them, panes say in words what
    /// colours would show.
    #[must_use]
    pub fn has_colors(&self) -> bool {
        self.roles.iter().chain(&self.speakers).any(|s| s.fg.is_some() || s.bg.is_some())
    }

    /// A role's style reduced to the colour and the shape of its letters.
    #[must_use]
    pub fn letters(&self, role: Role) -> Style {
        Style { bg: None, ..self.style(role) }
    }

    /// `style` with bold letters.
    #[must_use]
    pub fn bold(style: Style) -> Style {
        style.add_modifier(Modifier::BOLD)
    }
}

/// The lines of a theme file in the form of settings.
fn theme_entries(file: &File) -> Vec<Entry> {
    let place = Place { line: 1, column: 1 };
    let table: toml::Table = file.text.parse().unwrap_or_default();
    table
        .into_iter()
        .map(|(name, value)| {
            let values = match value {
                toml::Value::String(words) => vec![words],
                toml::Value::Array(list) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
                _ => Vec::new(),
            };
            Entry { name, place, values: values.into_iter().map(|words| (words, place)).collect() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ratatui::style::Color;

    use super::*;

    /// The themes of colours of their own, which have a known contrast.
    fn colored() -> impl Iterator<Item = &'static File> {
        THEMES.iter().filter(|(choice, _)| *choice != ThemeChoice::Terminal).map(|(_, file)| file)
    }

    #[test]
    fn every_theme_sets_every_role_and_nothing_else() {
        for file in colored().chain([&SIXTEEN, &PLAIN]) {
            let entries = theme_entries(file);
            let problems = Theme::bundled(file).patch(&entries, Path::new(file.name));
            assert_eq!(problems, vec![]);
            let set: HashSet<_> = entries.iter().map(|e| e.name.as_str()).collect();
            let missing: Vec<_> = Role::ALL.iter().map(|r| r.name()).filter(|name| !set.contains(name)).collect();
            assert!(missing.is_empty(), "{} leaves out {missing:?}", file.name);
            assert!(set.contains("speakers"));
        }
    }

    /// The contrast of two colours that are known.
    fn contrast(a: Color, b: Color) -> f64 {
        indexed::contrast(a, b).unwrap_or_else(|| panic!("{a:?} or {b:?} has no known luminance"))
    }

    /// The themes of colours of their own, with their names, in full colours and in 256.
    fn at_both_depths() -> impl Iterator<Item = (String, Theme)> {
        let choices = THEMES.iter().filter(|(choice, _)| *choice != ThemeChoice::Terminal);
        choices.flat_map(|(choice, file)| {
            [Depth::Full, Depth::Indexed].map(|depth| {
                let (theme, problems) = Theme::of(Some(*choice), (Vec::new(), depth), Path::new(""));
                assert_eq!(problems, vec![]);
                (format!("{} in {depth:?}", file.name), theme)
            })
        })
    }

    #[test]
    fn letters_have_enough_contrast_with_their_background() {
        for (name, theme) in at_both_depths() {
            for role in Role::ALL {
                let over = theme.style(role.over());
                let style = over.patch(theme.style(*role));
                let found = contrast(style.fg.unwrap(), style.bg.unwrap());
                assert!(found >= role.contrast(), "{name}: {} has {found:.2}", role.name());
            }
        }
    }

    #[test]
    fn speakers_can_be_read_on_every_overlay() {
        let overlays = [
            Role::Page,
            Role::CursorSentence,
            Role::QuoteSelected,
            Role::Note,
            Role::HighlightGreen,
            Role::HighlightBlue,
            Role::HighlightPink,
            Role::HighlightPurple,
            Role::NoteSelected,
            Role::Selection,
            Role::SideSelected,
        ];
        let seldom = Role::HIGHLIGHTS[1..].iter().chain([&Role::NoteSelected]);
        for (name, theme) in at_both_depths() {
            let in_256 = matches!(theme.own.1, Depth::Indexed);
            for n in 0..theme.speakers.len() {
                for role in overlays {
                    let fg = theme.speaker(n).fg.unwrap();
                    let bg = theme.style(role).bg.or(theme.style(Role::Page).bg).unwrap();
                    let found = contrast(fg, bg);
                    let is_seldom = in_256 && seldom.clone().any(|other| *other == role);
                    let least = if is_seldom { indexed::SPEAKER_ON_HIGHLIGHT } else { indexed::SPEAKER };
                    assert!(found >= least, "{name}: speaker {n} on {} has {found:.2}", role.name());
                }
            }
        }
    }

    /// With the colours of xterm, on a background that the program does not know.
    #[test]
    fn speakers_in_sixteen_colours_can_be_read_on_black_and_on_white() {
        let theme = Theme::bundled(&SIXTEEN);
        for style in &theme.speakers {
            let letters = match style.fg.unwrap() {
                Color::Red => Color::Rgb(205, 0, 0),
                Color::Magenta => Color::Rgb(205, 0, 205),
                Color::LightBlue => Color::Rgb(92, 92, 255),
                other => panic!("{other:?} cannot be read on both"),
            };
            for ground in [Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255)] {
                let found = contrast(letters, ground);
                assert!(found >= 3.5, "{style:?} on {ground:?} has {found:.2}");
            }
        }
    }

    #[test]
    fn highlighted_words_stand_out_from_the_page() {
        for (name, theme) in at_both_depths() {
            let page = theme.style(Role::Page).bg.unwrap();
            for role in Role::HIGHLIGHTS.iter().chain(&indexed::SELECTED) {
                let found = contrast(theme.style(*role).bg.unwrap(), page);
                assert!(found >= indexed::STANDS_OUT, "{name}: {} has {found:.2}", role.name());
            }
        }
    }

    /// Besides their background, highlights have signs in the gutter. Where a theme has no colours, the
    /// shape of the letters differs.
    #[test]
    fn no_two_highlights_look_the_same() {
        let few = [&SIXTEEN, &PLAIN].map(|file| (file.name.to_owned(), Theme::bundled(file)));
        for (name, theme) in at_both_depths().chain(few) {
            let styles: HashSet<_> = Role::HIGHLIGHTS.iter().map(|role| format!("{:?}", theme.style(*role))).collect();
            assert_eq!(styles.len(), Role::HIGHLIGHTS.len(), "{name}");
        }
    }

    #[test]
    fn a_persons_own_colours_stay_in_256_colours() {
        let text = "theme = \"sepia\"\n[colors]\nbyline = \"#f0e0d0\"\n";
        let config = crate::config::read::read(text, Path::new("c.toml")).config;
        let surroundings = Surroundings { term: "xterm-256color".into(), ..Surroundings::default() };
        let (theme, _) = Theme::choose(&config, &surroundings, Path::new("c.toml"));
        // It is hard to read on the page, as the person wants it.
        assert_eq!(theme.style(Role::Byline).fg, Some(Color::Indexed(224)));
        // Paper is yellowish, not pink.
        assert_eq!(theme.style(Role::Page).bg, Some(Color::Indexed(230)));
    }

    #[test]
    fn a_key_goes_through_every_theme_and_keeps_what_a_person_changed() {
        let text = "theme = \"sepia\"\n[colors]\nbyline = \"#010203\"\n";
        let config = crate::config::read::read(text, Path::new("c.toml")).config;
        let surroundings = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
        let (first, _) = Theme::choose(&config, &surroundings, Path::new("c.toml"));
        assert!(!first.follows_background());
        let mut names = vec![first.name().unwrap()];
        let mut theme = first.clone();
        for _ in 1..THEMES.len() {
            theme = theme.next().unwrap();
            assert_eq!(style::write(theme.style(Role::Byline)), "#010203");
            names.push(theme.name().unwrap());
        }
        let words: HashSet<_> =
            ThemeChoice::WORDS.iter().map(|(word, _)| *word).filter(|word| *word != "auto").collect();
        assert_eq!((names.len(), names.iter().copied().collect::<HashSet<_>>()), (words.len(), words));
        assert_eq!(theme.next().unwrap(), first);
    }

    #[test]
    fn the_background_decides_until_a_person_does() {
        let full = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
        let config = crate::config::read::read("[colors]\nbyline = \"#010203\"\n", Path::new("c.toml")).config;
        let (dark, _) = Theme::choose(&config, &full, Path::new(""));
        let light = dark.on_background(Background::Light);
        assert_eq!((dark.name(), light.name()), (Some("dark"), Some("light")));
        assert_eq!(style::write(light.style(Role::Byline)), "#010203");
        assert_eq!(light.on_background(Background::Dark), dark);
        let chosen = dark.next().unwrap();
        assert_eq!(chosen.on_background(Background::Dark), chosen);
        let few = Surroundings { term: "linux".into(), ..Surroundings::default() };
        assert!(!Theme::choose(&Config::default(), &few, Path::new("")).0.follows_background());
    }

    #[test]
    fn settings_change_single_roles_and_say_what_they_do_not_know() {
        let text = "[colors]\ntitle = \"#ffffff blod\"\ntitel = \"red\"\nbyline = \"#010203 italic\"\n";
        let config = crate::config::read::read(text, Path::new("c.toml")).config;
        let surroundings = Surroundings { colorterm: "truecolor".into(), ..Surroundings::default() };
        let (theme, problems) = Theme::choose(&config, &surroundings, Path::new("c.toml"));
        let messages: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "c.toml:2:9: “blod” is neither a colour nor a style; did you mean “bold”?",
                "c.toml:3:1: there is no role “titel”; did you mean “title”?",
            ]
        );
        assert_eq!(style::write(theme.style(Role::Byline)), "#010203 italic");
        assert_eq!(theme.style(Role::Title), Theme::bundled(&DARK).style(Role::Title));
    }

    #[test]
    fn without_colours_no_style_has_one() {
        let surroundings = Surroundings { no_color: true, ..Surroundings::default() };
        let (theme, _) = Theme::choose(&Config::default(), &surroundings, Path::new(""));
        assert!(!theme.has_colors() && theme.next().is_none());
        let quote = theme.style(Role::QuoteSelected);
        assert!(!quote.add_modifier.is_empty(), "a selected quote can still be seen");
    }
}
