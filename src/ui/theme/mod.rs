//! The colours and styles of everything on the screen.
//!
//! One table lists the [`Role`]s: what a role is for, what it is drawn on, and
//! the contrast it must have there. A theme is a TOML file in `assets/themes/`
//! that gives each role a style; `[colors]` in a person's settings changes
//! single roles. Nothing else in `ui` names a colour.

mod bundled;
pub mod depth;
mod indexed;
mod roles;
pub mod style;

pub use roles::Role;

use std::path::Path;

use ratatui::style::{Modifier, Style};

use crate::config::problem::did_you_mean;
use crate::config::read::Choice;
use crate::config::{Config, Entry, Problem, ThemeChoice};
use crate::ui::events::Background;
use bundled::{File, PLAIN, SIXTEEN, THEMES, theme_entries};
use depth::{Depth, Surroundings, at_depth};

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

#[cfg(test)]
mod tests;
