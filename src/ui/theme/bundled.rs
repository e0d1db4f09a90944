//! The theme files that are compiled into the program.

use crate::config::{Entry, Place, ThemeChoice};

/// A theme file that is compiled into the program.
pub(super) struct File {
    /// Its path in the source.
    pub(super) name: &'static str,
    /// What is in it.
    pub(super) text: &'static str,
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

pub(super) const DARK: File = theme_file!("dark");
pub(super) const LIGHT: File = theme_file!("light");
pub(super) const SIXTEEN: File = theme_file!("sixteen");
pub(super) const PLAIN: File = theme_file!("plain");

/// The themes that a person can choose, in the order in which a key goes through them. They need
/// 256 colours or more, except for the last one.
pub(super) const THEMES: &[(ThemeChoice, File)] = &[
    (ThemeChoice::Dark, DARK),
    (ThemeChoice::Light, LIGHT),
    (ThemeChoice::Sepia, theme_file!("sepia")),
    (ThemeChoice::ContrastDark, theme_file!("contrast-dark")),
    (ThemeChoice::ContrastLight, theme_file!("contrast-light")),
    (ThemeChoice::ColorBlind, theme_file!("color-blind")),
    (ThemeChoice::Lagoon, theme_file!("lagoon")),
    (ThemeChoice::Terminal, SIXTEEN),
];

/// The lines of a theme file in the form of settings.
pub(super) fn theme_entries(file: &File) -> Vec<Entry> {
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
