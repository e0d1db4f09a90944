//! One name prepared for comparison with others.
//!
//! These rules are English grammar; see [`crate::language`].

use std::hash::{Hash, Hasher};

use crate::analysis::EntityKind;
use crate::language::Language;
use crate::language::people::Gender;
use pullquote_article::text::fold::without_marks;

/// The least bytes of a family name that may be misspelt: shorter names are often as near to each other.
const LEAST_MISSPELT: usize = 6;

/// A name prepared for comparison: in lower case, without full stops, diacritics,
/// an Arabic or English article, titles and the ending of a company’s name.
#[derive(Debug, Clone)]
pub(super) struct NameForm {
    kind: EntityKind,
    parts: Vec<String>,
    /// Whether all letters are capitals, two to six of them.
    acronym: bool,
    /// Whether the first word is initials without spaces: “J.F.”.
    initialled: bool,
    /// The gender of the person, where titles show that the article has a man
    /// and a woman of this name.
    gender: Option<Gender>,
    /// The word after the family name, in lower case: `jr`.
    suffix: Option<String>,
    /// Whether the suffix distinguishes the person from another one of that name.
    namesake: bool,
    /// Whether the text introduces somebody else with this title and family name.
    introduced: bool,
}

impl PartialEq for NameForm {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.parts == other.parts
            && self.gender == other.gender
            && self.introduced == other.introduced
            && self.namesake_suffix() == other.namesake_suffix()
    }
}

impl Eq for NameForm {}

impl Hash for NameForm {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, &self.parts, self.gender, self.introduced, self.namesake_suffix()).hash(state);
    }
}

impl NameForm {
    /// Prepares the words of a name.
    pub(super) fn new(language: &Language, kind: EntityKind, words: &str) -> Self {
        let mut parts = parts(language, kind, words);
        let suffix = remove_titles_and_ends(language, kind, &mut parts);
        use_common_name(language, kind, &mut parts);
        Self {
            kind,
            parts,
            acronym: is_acronym(words),
            initialled: kind == EntityKind::Person && begins_with_initials(words),
            gender: None,
            suffix,
            namesake: false,
            introduced: false,
        }
    }

    /// The first word and the family name of a person's full name; `None` for other names.
    pub(super) fn given_and_family(&self) -> Option<(&str, &str)> {
        match self.parts.as_slice() {
            [given, .., family] if self.kind == EntityKind::Person => Some((given, family)),
            _ => None,
        }
    }

    /// The word after a person's family name, in lower case without full stops: `jr`.
    pub(super) fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }

    /// From now on the name is of somebody else than the name without its suffix.
    pub(super) fn mark_as_namesake(&mut self) {
        self.namesake = true;
    }

    /// The suffix, if it distinguishes the person from another one of that name.
    fn namesake_suffix(&self) -> Option<&str> {
        self.suffix().filter(|_| self.namesake)
    }

    /// Sets the gender of the person, where that is known, and whether the text introduces somebody else with this
    /// title and family name.
    pub(super) fn set_gender(&mut self, gender: Option<Gender>, introduced: bool) {
        self.gender = gender;
        self.introduced = introduced;
    }

    /// From now on, a person's given name alone has this family name.
    pub(super) fn add_family(&mut self, family: &str) {
        self.parts.push(family.to_owned());
    }

    /// The words of “Orsten Harbour Police Department” without the department, which
    /// [`Self::new`] has put first.
    fn without_department(&self, language: &Language) -> Option<&[String]> {
        let (first, rest) = self.parts.split_first()?;
        let (of, rest) = rest.split_first()?;
        (of == "of" && language.organizations.departments.contains(first)).then_some(rest)
    }

    /// The family name, if it is a person’s name.
    pub(super) fn family(&self) -> Option<&str> {
        self.parts.last().map(String::as_str).filter(|_| self.kind == EntityKind::Person)
    }

    /// Whether it has one word.
    pub(super) fn is_one_word(&self) -> bool {
        self.parts.len() == 1
    }

    /// The first letters of the words that an acronym does not leave out.
    fn initials(&self, language: &Language) -> String {
        self.parts
            .iter()
            .filter(|w| !language.particles.no_initial.contains(w))
            .filter_map(|w| w.chars().next())
            .collect()
    }

    /// Whether `self` is a short form of `full`, both names of people: its
    /// last words, its first word, or its first and last word without the
    /// words between or with a given name cut to an initial.
    fn shortens_person(&self, language: &Language, full: &NameForm) -> bool {
        if self.gender.is_some_and(|own| full.gender.is_some_and(|other| own != other)) {
            return false;
        }
        // “Miss Hall, their daughter,” is nobody of the name who was known before.
        if self.introduced && !full.introduced {
            return false;
        }
        // “Hall Sr.” is not Bo Hall Jr.
        if self.suffix.is_some() && full.namesake && self.suffix != full.suffix {
            return false;
        }
        // “Hall” may be either of father and son, “Bo Hall” only the one named without a suffix.
        let (own, other) = (self.namesake_suffix(), full.namesake_suffix());
        if own != other && (own.is_some() || self.parts.len() > 1) {
            return false;
        }
        // “Hall” is the Mr or Mrs Hall who was named last.
        if self.parts.len() == 1 && self.parts == full.parts {
            return self.gender.is_none() && full.gender.is_some();
        }
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else { return false };
        let (Some(full_first), Some(full_last)) = (full.parts.first(), full.parts.last()) else { return false };
        let one_family = last == full_last;
        match self.parts.len() {
            // “Ann” and “Tully”, and the handle “anntully”.
            1 if full.parts.len() > 1 => first == full_first || one_family || *first == full.parts.concat(),
            1 => false,
            // “Joe Tully” and “J. Tully” are Joseph R. Tully, and “J.R. Tully” is.
            2 if one_family && may_be_one_given_name(language, first, full_first) => true,
            2 if one_family && self.initialled && *first == full.initials_before_last() => true,
            own if own < full.parts.len() => {
                full.parts.ends_with(&self.parts) || one_family && may_be_one_given_name(language, first, full_first)
            }
            _ => false,
        }
    }

    /// The first letters of all words but the last.
    fn initials_before_last(&self) -> String {
        let given = self.parts.get(..self.parts.len().saturating_sub(1)).unwrap_or_default();
        given.iter().filter_map(|word| word.chars().next()).collect()
    }

    /// The kind of thing that it names.
    pub(super) fn kind(&self) -> EntityKind {
        self.kind
    }

    /// How many words it has.
    pub(super) fn word_count(&self) -> usize {
        self.parts.len()
    }

    /// A form with a higher value may be a full form of one with a lower value.
    pub(super) fn fullness(&self) -> (usize, bool) {
        (self.parts.len(), self.gender.is_some())
    }

    /// Whether it is the name of an organization and no acronym.
    pub(super) fn is_spelt_organization(&self) -> bool {
        self.kind == EntityKind::Organization && !self.acronym
    }

    /// Whether it is another spelling of the family name of a person with a full name: “Hollingsworh” for
    /// Ann Hollingsworth.
    pub(super) fn misspells_family_of(&self, full: &NameForm) -> bool {
        let own = self.parts.first().filter(|_| self.kind == EntityKind::Person && self.is_one_word());
        let family = full.family().filter(|_| full.parts.len() > 1);
        own.zip(family).is_some_and(|(own, family)| own.len() >= LEAST_MISSPELT && is_misspelt(own, family))
    }

    /// The keys by which short forms find it.
    pub(super) fn keys(&self, language: &Language) -> Vec<String> {
        let mut keys = Vec::new();
        match self.kind {
            EntityKind::Person => {
                keys.extend(self.parts.last().map(|w| format!("last {w}")));
                if self.parts.len() > 1 {
                    keys.extend(self.parts.first().map(|w| format!("first {w}")));
                    keys.push(format!("handle {}", self.parts.concat()));
                }
            }
            EntityKind::Organization if self.parts.len() > 1 => {
                keys.extend(self.parts.first().map(|w| format!("first {w}")));
                let named = self.without_department(language).filter(|rest| rest.len() > 1);
                keys.extend(named.and_then(<[String]>::first).map(|w| format!("first {w}")));
                let initials = self.initials(language);
                let all: String = self.parts.iter().filter_map(|w| w.chars().next()).collect();
                if all != initials {
                    keys.push(format!("initials {all}"));
                }
                keys.push(format!("initials {initials}"));
            }
            EntityKind::Group => keys.push(self.parts.join(" ")),
            _ => {}
        }
        keys
    }

    /// The keys by which it looks for fuller forms, the likeliest first.
    pub(super) fn keys_of_fuller(&self, language: &Language) -> Vec<String> {
        match (self.kind, self.parts.as_slice()) {
            (EntityKind::Person, [word]) => {
                vec![format!("last {word}"), format!("first {word}"), format!("handle {word}")]
            }
            (EntityKind::Person, [.., last]) => vec![format!("last {last}")],
            (EntityKind::Organization, [word]) if self.acronym => {
                vec![format!("initials {word}"), format!("first {word}")]
            }
            (EntityKind::Organization, [word]) if !language.organizations.shared_first.contains(word) => {
                vec![format!("first {word}")]
            }
            (EntityKind::Organization, [first, _, ..]) => vec![format!("first {first}")],
            (EntityKind::Group, parts) => {
                parts.join(" ").strip_suffix('s').map(|one| vec![one.to_owned()]).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it may be a short form of `full`, which has one of its keys.
    pub(super) fn shortens(&self, language: &Language, full: &NameForm) -> bool {
        match self.kind {
            EntityKind::Person => self.shortens_person(language, full),
            EntityKind::Organization => {
                // “United Nations” is not short for the Security Council of the United Nations.
                let named = full.without_department(language) == Some(&self.parts);
                self.parts.len() < full.parts.len() && (self.parts.len() == 1 || named)
            }
            EntityKind::Group => true,
            _ => false,
        }
    }
}

/// The words of a name in lower case, without marks around them, full stops, diacritics, the
/// possessive and an Arabic article. A handle has its letters only.
fn parts(language: &Language, kind: EntityKind, words: &str) -> Vec<String> {
    let handle = kind == EntityKind::Person && words.starts_with('@');
    let part = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).replace('.', "").replace(['’', '‘'], "'");
        let lower = word.to_lowercase();
        let plain = plain(lower.strip_suffix("'s").unwrap_or(&lower));
        let rest = language.particles.articles.iter().find_map(|the| plain.strip_prefix(the)).map(str::to_owned);
        rest.unwrap_or(plain)
    };
    let mut parts: Vec<String> = words.split_whitespace().map(part).filter(|part| !part.is_empty()).collect();
    if handle {
        parts.iter_mut().for_each(|part| *part = part.replace(|c: char| !c.is_alphabetic(), ""));
    }
    parts
}

/// Removes a person's title, an English article, and the ending of a company's name. Removes and
/// returns the word after a person's family name: `jr`.
fn remove_titles_and_ends(language: &Language, kind: EntityKind, parts: &mut Vec<String>) -> Option<String> {
    let first = parts.first().map_or("", String::as_str);
    let last = parts.last().map_or("", String::as_str);
    let (leading, trailing) = match kind {
        EntityKind::Person => (language.people.is_dropped_title(first), language.people.words.suffixes.contains(last)),
        EntityKind::Organization => (first == "the", language.organizations.dropped_ends.contains(last)),
        _ => (first == "the", false),
    };
    if leading && parts.len() > 1 {
        parts.remove(0);
    }
    let end = if trailing && parts.len() > 1 { parts.pop() } else { None };
    end.filter(|_| kind == EntityKind::Person)
}

/// Gives a country, a state or a department the name that all its names have in common: `usa` is
/// the United States, “the Justice Department” the Department of Justice.
fn use_common_name(language: &Language, kind: EntityKind, parts: &mut Vec<String>) {
    let joined = parts.join(" ");
    let alias = match kind {
        EntityKind::Place => language.place_alias(&joined).or_else(|| language.state_of(&joined)),
        EntityKind::Organization => language.place_alias(&joined),
        _ => None,
    };
    if let Some(name) = alias {
        *parts = name.split(' ').map(str::to_owned).collect();
    }
    let is_department = |last: &String| language.organizations.departments.contains(last);
    if kind == EntityKind::Organization && parts.len() > 1 && parts.last().is_some_and(is_department) {
        parts.rotate_right(1);
        parts.insert(1, "of".to_owned());
    }
}

/// Whether a name is one word of two to six letters, all of them capitals.
fn is_acronym(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && !words.contains(char::is_whitespace)
        && words.chars().all(|c| c.is_uppercase() || c == '.')
}

/// Whether the first word of a name is initials without spaces: “J.F. Tully”, “JF Tully”.
fn begins_with_initials(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    let capitals = first.len() < 4 && first.chars().all(char::is_uppercase) && words.contains(char::is_lowercase);
    capitals || first.matches('.').count() > 1
}

/// A word in lower case without diacritics: `Erdoğan` is also spelt `Erdogan`.
fn plain(lower: &str) -> String {
    if lower.is_ascii() {
        return lower.to_owned();
    }
    without_marks(lower)
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            _ => c,
        })
        .collect()
}

/// Whether two given names may be one person’s: they are equal, one is the
/// initial of the other, or one is short for the other.
fn may_be_one_given_name(language: &Language, short: &str, full: &str) -> bool {
    short == full
        || (short.chars().count() == 1 && full.starts_with(short))
        || (full.chars().count() == 1 && short.starts_with(full))
        || language.people.is_nickname(short, full)
}

/// Whether two family names in lower case differ by one letter, which is not the first, and not an “s”
/// at the end: that is a family.
fn is_misspelt(one: &str, other: &str) -> bool {
    let family = one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one);
    one.chars().next() == other.chars().next() && !family && strsim::osa_distance(one, other) == 1
}
