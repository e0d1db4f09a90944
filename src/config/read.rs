//! Parses a settings file. Reading goes on after a problem, so that every
//! problem is reported, not only the first.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::did_you_mean;
use super::{CleanRule, CleanTest, Config, Entry, HIGHLIGHT_COLORS, LINE_SPACING, PARAGRAPH_SPACING, Place, Problem};

/// A setting that is one of a few words.
pub trait Choice: Copy + 'static {
    /// Each word of the setting with its value.
    const WORDS: &'static [(&'static str, Self)];

    /// The value of a word.
    #[must_use]
    fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

/// The result of reading a settings file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadSettings {
    /// The settings: those of the file, and defaults for all others. A setting
    /// with a problem has its default.
    pub config: Config,
    /// The problems, in the order of the file.
    pub problems: Vec<Problem>,
    /// The settings that the file does not have, as `section.name`.
    pub unset: Vec<String>,
}

/// Reads the text of a settings file; `file` is its name in the problems. Text
/// that is not TOML gives the defaults and one problem.
#[must_use]
pub fn read(text: &str, file: &Path) -> ReadSettings {
    let mut config = Config::default();
    let mut notes = Findings { text, file, problems: Vec::new(), unset: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => read_all(Section::new("", table.get_ref(), &mut notes), &mut config),
        Err(error) => {
            let at = error.span().map_or(0, |s| s.start);
            notes.problem(at, format!("this is not TOML: {}", error.message()));
        }
    }
    notes.problems.sort_by_key(|p| p.place);
    ReadSettings { config, problems: notes.problems, unset: notes.unset }
}

/// Reads every setting; this is the only list of their names.
fn read_all(mut top: Section<'_, '_>, config: &mut Config) {
    top.number("measure", 20..=200, |n| config.measure = n);
    top.choice("theme", &mut config.theme);
    top.choice("palette", &mut config.palette);
    top.choice("keymap", &mut config.keymap);
    top.flag("mouse", &mut config.mouse);
    top.choice("pictures", &mut config.pictures);
    top.flag("scroll-bar", &mut config.scroll_bar);
    top.section("text", |s| {
        s.flag("justified", &mut config.text.justified);
        s.flag("hyphens", &mut config.text.hyphens);
        s.flag("hanging-quotes", &mut config.text.hanging_quotes);
        s.number("line-spacing", LINE_SPACING, |n| config.text.line_spacing = n);
        s.choice("underline-names", &mut config.underline_names);
        s.number("paragraph-spacing", PARAGRAPH_SPACING, |n| config.text.paragraph_spacing = n);
    });
    top.section("sidebar", |s| {
        s.flag("show", &mut config.sidebar.show);
        s.number("width", 20..=100, |n| config.sidebar.width = n);
        s.choice("tab", &mut config.sidebar.tab);
        s.choice("quotes", &mut config.sidebar.quotes);
        s.flag("indirect", &mut config.sidebar.indirect);
    });
    top.section("notes", |s| {
        s.string("folder", |folder| config.notes.folder = (!folder.is_empty()).then(|| PathBuf::from(folder)));
        s.choice("shown", &mut config.notes.shown);
    });
    top.section("highlights", |s| {
        for (name, to) in HIGHLIGHT_COLORS.into_iter().zip(&mut config.highlights) {
            s.string(name, |meaning| meaning.trim().clone_into(to));
        }
    });
    top.section("library", |s| {
        s.string("file", |file| config.library.file = (!file.is_empty()).then(|| PathBuf::from(file)));
        s.flag("add-opened", &mut config.library.add_opened);
    });
    top.section("fetch", |s| {
        s.number("timeout", 1..=600, |n| config.fetch.timeout = Duration::from_secs(n.into()));
        s.number("megabytes", 1..=1000, |n| config.fetch.max_bytes = u64::from(n) * 1_000_000);
        s.number("keep", 0..=60_000, |n| config.fetch.keep_bytes = u64::from(n) * 1_000_000);
    });
    top.section("limits", |s| {
        s.number("megabytes", 50..=60_000, |n| config.limits.megabytes = n);
        s.number("seconds", 1..=3600, |n| config.limits.seconds = n);
    });
    top.entries("keys", &mut config.keys);
    top.entries("colors", &mut config.colors);
    top.clean_rules("clean", &mut config.clean);
    top.finish();
}

/// The problems and missing settings found so far.
struct Findings<'t> {
    text: &'t str,
    file: &'t Path,
    problems: Vec<Problem>,
    unset: Vec<String>,
}

impl Findings<'_> {
    fn problem(&mut self, at: usize, message: impl Into<String>) {
        self.problems.push(Problem::new(self.file, Place::of(self.text, at), message));
    }
}

/// A table of the file, and the names that were looked up in it.
struct Section<'s, 't> {
    name: &'s str,
    table: &'s DeTable<'s>,
    asked: Vec<&'static str>,
    notes: &'s mut Findings<'t>,
}

impl<'s, 't> Section<'s, 't> {
    fn new(name: &'s str, table: &'s DeTable<'s>, notes: &'s mut Findings<'t>) -> Self {
        Self { name, table, asked: Vec::new(), notes }
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn find(&mut self, key: &'static str) -> Option<&'s Spanned<DeValue<'s>>> {
        self.asked.push(key);
        self.table.iter().find(|(k, _)| k.get_ref() == key).map(|(_, v)| v)
    }

    /// The value of a setting; where the file does not have it, it is listed as
    /// unset.
    fn value(&mut self, key: &'static str) -> Option<&'s Spanned<DeValue<'s>>> {
        let value = self.find(key);
        if value.is_none() {
            let path = self.path(key);
            self.notes.unset.push(path);
        }
        value
    }

    /// Reports that a setting should have been `wanted`.
    fn refuse(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let path = self.path(key);
        self.notes.problem(value.span().start, format!("“{path}” has to be {wanted}, not {}", shown(value.get_ref())));
    }

    fn number(&mut self, key: &'static str, range: RangeInclusive<u16>, set: impl FnOnce(u16)) {
        let Some(value) = self.value(key) else { return };
        match whole_number(value.get_ref()).filter(|n| range.contains(n)) {
            Some(n) => set(n),
            None => {
                let wanted = format!("a whole number from {} to {}", range.start(), range.end());
                self.refuse(key, value, &wanted);
            }
        }
    }

    fn flag(&mut self, key: &'static str, to: &mut bool) {
        let Some(value) = self.value(key) else { return };
        match value.get_ref() {
            DeValue::Boolean(b) => *to = *b,
            _ => self.refuse(key, value, "true or false"),
        }
    }

    fn string(&mut self, key: &'static str, set: impl FnOnce(&str)) {
        let Some(value) = self.value(key) else { return };
        match value.get_ref() {
            DeValue::String(s) => set(s),
            _ => self.refuse(key, value, "a string"),
        }
    }

    fn choice<C: Choice>(&mut self, key: &'static str, to: &mut C) {
        let Some(value) = self.value(key) else { return };
        let word = match value.get_ref() {
            DeValue::String(s) => s.as_ref(),
            _ => "",
        };
        match C::WORDS.iter().find(|(name, _)| *name == word) {
            Some((_, choice)) => *to = *choice,
            None => {
                let names: Vec<_> = C::WORDS.iter().map(|(name, _)| format!("\"{name}\"")).collect();
                self.refuse(key, value, &format!("one of {}", names.join(", ")));
            }
        }
    }

    fn section(&mut self, key: &'static str, read: impl FnOnce(&mut Section<'_, '_>)) {
        let empty = DeTable::new();
        let table = match self.find(key).map(|v| (v, v.get_ref())) {
            Some((_, DeValue::Table(table))) => table,
            Some((value, _)) => return self.refuse(key, value, "a section"),
            None => &empty,
        };
        let mut section = Section { name: key, table, asked: Vec::new(), notes: &mut *self.notes };
        read(&mut section);
        section.finish();
    }

    /// Reads a section with names that only another layer knows; each has one
    /// string or a list of strings.
    fn entries(&mut self, key: &'static str, to: &mut Vec<Entry>) {
        let table = match self.find(key).map(|v| (v, v.get_ref())) {
            Some((_, DeValue::Table(table))) => table,
            Some((value, _)) => return self.refuse(key, value, "a section"),
            None => return,
        };
        for (name, value) in table.iter() {
            let items = match value.get_ref() {
                DeValue::Array(items) => items.iter().collect(),
                _ => vec![value],
            };
            let mut entry = Entry {
                name: name.get_ref().to_string(),
                place: Place::of(self.notes.text, name.span().start),
                values: Vec::new(),
            };
            for item in items {
                match item.get_ref() {
                    DeValue::String(s) => {
                        entry.values.push((s.to_string(), Place::of(self.notes.text, item.span().start)));
                    }
                    _ => self.refuse(&format!("{key}.{name}", name = name.get_ref()), item, "a string"),
                }
            }
            to.push(entry);
        }
        to.sort_by_key(|entry| entry.place);
    }

    fn clean_rules(&mut self, key: &'static str, to: &mut Vec<CleanRule>) {
        let items = match self.find(key).map(|v| (v, v.get_ref())) {
            Some((_, DeValue::Array(items))) => items,
            Some((value, _)) => return self.refuse(key, value, "a list of rules, each under [[clean]]"),
            None => return,
        };
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => {
                    let mut section = Section::new(key, table, self.notes);
                    to.extend(section.clean_rule(item.span().start));
                    section.finish();
                }
                _ => self.refuse(key, item, "a rule under [[clean]]"),
            }
        }
    }

    /// Reads one cleaning rule; `None` and a problem unless it has a name, a
    /// reason and exactly one test.
    fn clean_rule(&mut self, at: usize) -> Option<CleanRule> {
        let name = self.words("name");
        let reason = self.words("reason");
        let tests = [
            self.words("is").map(CleanTest::Is),
            self.words("begins").map(CleanTest::Begins),
            self.words("ends").map(CleanTest::Ends),
            self.words("holds").map(CleanTest::Holds),
        ];
        let mut tests: Vec<_> = tests.into_iter().flatten().collect();
        let (Some(name), Some(reason), Some(test), true) = (name, reason, tests.pop(), tests.is_empty()) else {
            let wanted =
                "a cleaning rule needs a name, a reason and exactly one of is, begins, ends, holds; none may be empty";
            self.notes.problem(at, wanted);
            return None;
        };
        Some(CleanRule { name, reason, test })
    }

    /// The trimmed string with this name; `None` where it is missing or empty.
    fn words(&mut self, key: &'static str) -> Option<String> {
        match self.find(key)?.get_ref() {
            DeValue::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
            _ => None,
        }
    }

    /// Reports the names in the table that no setting has.
    fn finish(&mut self) {
        for (key, _) in self.table.iter() {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                let path = self.path(name);
                let hint = did_you_mean(name, self.asked.iter().copied());
                self.notes.problem(key.span().start, format!("there is no setting “{path}”{hint}"));
            }
        }
    }
}

fn whole_number(value: &DeValue<'_>) -> Option<u16> {
    match value {
        DeValue::Integer(n) => u16::from_str_radix(n.as_str(), n.radix()).ok(),
        _ => None,
    }
}

/// A value as it is shown in a message.
fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(s) => format!("\"{}\"", s.chars().take(40).collect::<String>().escape_debug()),
        DeValue::Integer(n) => n.as_str().to_owned(),
        DeValue::Float(n) => n.as_str().to_owned(),
        DeValue::Boolean(b) => b.to_string(),
        DeValue::Datetime(d) => d.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a section".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DEFAULT_FILE, PaletteChoice, Preset};
    use super::*;

    fn reading(text: &str) -> ReadSettings {
        read(text, Path::new("config.toml"))
    }

    fn complaints(text: &str) -> Vec<String> {
        reading(text).problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_default_file_has_every_setting_with_its_default() {
        let reading = reading(DEFAULT_FILE);
        assert_eq!(reading.problems, vec![]);
        assert_eq!(reading.unset, Vec::<String>::new());
        assert_eq!(reading.config, Config::default());
    }

    #[test]
    fn an_empty_file_gives_the_defaults() {
        let reading = reading("");
        assert_eq!((reading.config, reading.problems), (Config::default(), vec![]));
        assert!(reading.unset.contains(&"sidebar.width".to_owned()));
    }

    #[test]
    fn a_setting_in_the_file_replaces_the_default() {
        let config = reading("measure = 0x40\npalette = \"16\"\nkeymap = \"vim\"\n[notes]\nfolder = \"/n\"\n").config;
        assert_eq!(config.measure, 64);
        assert_eq!(config.palette, PaletteChoice::Sixteen);
        assert_eq!(config.keymap, Preset::Vim);
        assert_eq!(config.notes.folder, Some(PathBuf::from("/n")));
        assert!(config.mouse);
    }

    #[test]
    fn an_unknown_name_is_reported_with_its_place_and_the_nearest_name() {
        assert_eq!(
            complaints("mouse = true\n[sidebar]\n  widht = 30\n"),
            ["config.toml:3:3: there is no setting “sidebar.widht”; did you mean “width”?"]
        );
    }

    #[test]
    fn every_problem_is_reported_and_the_default_stays() {
        let text = "measure = 5\ntheme = \"drak\"\nmouse = \"yes\"\nnotes = 3\n";
        assert_eq!(
            complaints(text),
            [
                "config.toml:1:11: “measure” has to be a whole number from 20 to 200, not 5",
                "config.toml:2:9: “theme” has to be one of \"auto\", \"dark\", \"light\", \"sepia\", \"contrast-dark\", \"contrast-light\", \"color-blind\", \"lagoon\", \"terminal\", not \"drak\"",
                "config.toml:3:9: “mouse” has to be true or false, not \"yes\"",
                "config.toml:4:9: “notes” has to be a section, not 3",
            ]
        );
        assert_eq!(reading(text).config, Config::default());
    }

    #[test]
    fn text_that_is_not_toml_is_one_problem_with_its_place() {
        let problems = complaints("measure = 72\ntheme = dark\n");
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("config.toml:2:9: this is not TOML: "), "{problems:?}");
    }

    #[test]
    fn keys_are_kept_as_written_in_the_order_of_the_file() {
        let config = reading("[keys]\nquit = \"Q\"\nnext-quote = [\"J\", \"ctrl-n\"]\n").config;
        let names: Vec<_> = config.keys.iter().map(|e| (e.name.as_str(), e.place.line)).collect();
        assert_eq!(names, [("quit", 2), ("next-quote", 3)]);
        assert_eq!(config.keys[1].values[1], ("ctrl-n".to_owned(), Place { line: 3, column: 20 }));
    }

    #[test]
    fn a_cleaning_rule_needs_a_name_a_reason_and_one_test() {
        let good = "[[clean]]\nname = \"puzzle\"\nreason = \"advertisement\"\nbegins = \"Play today\"\n";
        let config = reading(good).config;
        assert_eq!(config.clean[0].test, CleanTest::Begins("Play today".to_owned()));
        assert_eq!(complaints("[[clean]]\nname = \"x\"\nis = \"a\"\nends = \"b\"\nreason = \"r\"\n").len(), 1);
        assert_eq!(complaints("[[clean]]\nname = \"x\"\nreason = \"r\"\nstarts = \"b\"\n").len(), 2);
    }
}
