//! Which of several bearers of a family name is meant, by the words around the name.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::{HashMap, HashSet};

use super::name::Name;
use super::name_form::NameForm;
use super::role::role;
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::language::people::Gender;
use pullquote_article::text::token::{APOSTROPHES, Token};

/// How far after a name and its comma a noun for a relative is looked for, in tokens.
const LONGEST_APPOSITION: usize = 12;

/// How far before a name the comma after a noun for a relative is looked for, in tokens.
const LONGEST_DESCRIPTION: usize = 5;

/// The words around one name that show who is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clue {
    /// The titles and roles beside the name, in lower case: `mayor`.
    titles: Vec<String>,
    /// Whether one of them is directly before the name, with a capital. “Mrs” is none: it only shows the gender.
    titled: bool,
    /// The noun for a relative, in lower case, if the person is said to be somebody's: “his wife, Ann Holt”.
    kin: Option<String>,
}

impl Clue {
    /// Whether the person is said to be somebody's relative.
    pub(super) fn is_kin(&self) -> bool {
        self.kin.is_some()
    }

    /// Whether the person is said to be somebody's parent or child.
    pub(super) fn is_parent_or_child(&self) -> bool {
        let kin = self.kin.as_deref();
        kin.is_some_and(|kin| matches!(kin, "mother" | "father" | "mom" | "mum" | "dad" | "son" | "daughter"))
    }

    /// Whether the person is said to be somebody's husband or wife.
    pub(super) fn is_spouse(&self) -> bool {
        self.kin.as_deref().is_some_and(|kin| matches!(kin, "husband" | "wife" | "widow" | "widower"))
    }

    /// The gender that the noun for a relative shows.
    pub(super) fn gender(&self, language: &Language) -> Option<Gender> {
        language.people.gender_of_noun(self.kin.as_deref()?)
    }
}

/// The clues beside each name.
pub(super) fn clues(language: &Language, text: &str, tokens: &[Token], names: &[Name]) -> Vec<Clue> {
    names.iter().map(|name| clue(language, text, tokens, *name)).collect()
}

fn clue(language: &Language, text: &str, tokens: &[Token], name: Name) -> Clue {
    if name.kind != EntityKind::Person {
        return Clue::default();
    }
    let first = tokens.partition_point(|t| t.span.start < name.span.start);
    let end = tokens.partition_point(|t| t.span.start < name.span.end);
    let word = |i: usize| tokens.get(i).map_or("", |t| t.span.of(text));
    let before = first.checked_sub(1).map_or("", word);
    let polite = |title: &str| language.people.is_honorific(&title.to_lowercase().replace('.', ""));
    let title = office(language, before).filter(|_| before.starts_with(char::is_uppercase));
    let titled = title.is_some() && language.people.gender_of_title(before).is_none_or(|_| !polite(before));
    let role = role(language, text, tokens, name.span);
    let roles = role.iter().flat_map(|span| span.of(text).split_whitespace());
    let titles = title.into_iter().chain(roles.filter_map(|word| office(language, word))).collect();
    let is_kin = |i: usize| language.people.words.kin.contains_any_case(word(i));
    // “Ann Holt, the outspoken wife of Bo Holt,”
    let apposed = (end + 1..end + LONGEST_APPOSITION).take_while(|&i| word(i) != "," && !word(i).is_empty());
    // “Ann Holt, the boy's mother,”
    let owned = |i: usize| i < end + 7 && (i.saturating_sub(2)..i).any(|k| word(k).starts_with(APOSTROPHES));
    let near = |i: usize| i < end + 4 || word(i + 1) == "of" || owned(i);
    let after =
        Some(apposed).filter(|_| word(end) == ",").and_then(|all| all.into_iter().find(|&i| is_kin(i) && near(i)));
    // In “the wife of Bo Holt” he is not the relative.
    let before = || (first.saturating_sub(3)..first).rev().find(|&i| is_kin(i) && word(i + 1) != "of");
    // “her husband, the potter Bo Holt,”
    let described = || {
        let words = (first.saturating_sub(LONGEST_DESCRIPTION)..first).rev();
        let comma =
            words.into_iter().find(|&i| !word(i).starts_with(char::is_alphabetic)).filter(|&i| word(i) == ",")?;
        comma.checked_sub(1).filter(|&i| is_kin(i))
    };
    Clue { titles, titled, kin: after.or_else(before).or_else(described).map(|i| word(i).to_lowercase()) }
}

/// The noun for a title or role: `senator` for “Sen.”.
fn office(language: &Language, word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let stem = lower.trim_end_matches('.');
    let people = &language.people;
    let noun = people.nouns_of_title(&format!("{stem}.")).next();
    noun.map(str::to_owned).or_else(|| people.is_role(stem).then(|| stem.to_owned()))
}

/// The bearers of the names of an article, as far as it has been read.
pub(super) struct Bearers<'c> {
    clues: &'c [Clue],
    /// For each bearer with a full name, the titles beside it anywhere in the article.
    titles: HashMap<usize, HashSet<&'c str>>,
    /// The bearers who are said to be relatives.
    kin: HashSet<usize>,
    /// For each bearer, how often the full name occurs.
    counts: HashMap<usize, usize>,
    /// The bearers who are named by the family name and a title alone.
    short: HashSet<usize>,
    /// For each bearer, the last name that was given to it.
    recent: HashMap<usize, usize>,
}

impl<'c> Bearers<'c> {
    /// `names` are the form of each name and the bearers that it may be of; a full name has
    /// one.
    pub(super) fn new<'h>(clues: &'c [Clue], names: impl Iterator<Item = (&'h NameForm, &'h [usize], usize)>) -> Self {
        let mut titles: HashMap<usize, HashSet<&str>> = HashMap::new();
        let (mut kin, mut counts, mut short) = (HashSet::new(), HashMap::new(), HashSet::new());
        for ((form, heads, own), clue) in names.zip(clues) {
            let [head] = heads else { continue };
            if form.is_one_word() {
                if *head == own {
                    short.insert(own);
                }
                continue;
            }
            titles.entry(*head).or_default().extend(clue.titles.iter().map(String::as_str));
            *counts.entry(*head).or_default() += 1;
            if clue.is_kin() {
                kin.insert(*head);
            }
        }
        Self { clues, titles, kin, counts, short, recent: HashMap::new() }
    }

    /// The bearer of the name `at`, which may be any of `heads`. `own` is the bearer that
    /// it would be as a name of its own.
    pub(super) fn choose(&mut self, at: usize, form: &NameForm, heads: &[usize], own: usize) -> usize {
        let chosen = self.decide(at, form, heads, own);
        self.recent.insert(chosen, at);
        chosen
    }

    fn decide(&self, at: usize, form: &NameForm, heads: &[usize], own: usize) -> usize {
        let short = form.family().is_some() && form.is_one_word() && !heads.contains(&own);
        let latest = |heads: &[usize]| {
            let seen = heads.iter().copied().filter(|head| self.recent.contains_key(head));
            seen.max_by_key(|head| self.recent.get(head).copied()).or_else(|| heads.first().copied())
        };
        let Some(clue) = self.clues.get(at).filter(|_| short) else { return latest(heads).unwrap_or(own) };
        let has_title = |head: &usize| {
            self.titles.get(head).is_some_and(|titles| clue.titles.iter().any(|t| titles.contains(t.as_str())))
        };
        let with_title: Vec<usize> = heads.iter().copied().filter(|head| clue.titled && has_title(head)).collect();
        if !with_title.is_empty() {
            return latest(&with_title).unwrap_or(own);
        }
        let plain: Vec<usize> = heads.iter().copied().filter(|head| !self.kin.contains(head)).collect();
        // “Mayor Holt” is not her husband, who is named in full.
        if plain.is_empty() && (clue.titled || self.recent.contains_key(&own)) {
            return own;
        }
        let plain = if plain.is_empty() { heads } else { &plain };
        let seen: Vec<usize> = plain.iter().copied().filter(|head| self.recent.contains_key(head)).collect();
        // Mr Hall and Susan Hall: the one who was named last.
        if seen.len() < 2 || seen.iter().any(|head| self.short.contains(head)) {
            return latest(plain).unwrap_or(own);
        }
        self.preferred(&seen).or_else(|| latest(&seen)).unwrap_or(own)
    }

    /// Of several bearers, the one whom the article names in full most often, if that is
    /// clear.
    fn preferred(&self, seen: &[usize]) -> Option<usize> {
        let count = |head: &usize| self.counts.get(head).copied().unwrap_or(0);
        let most = seen.iter().copied().max_by_key(|head| count(head))?;
        let next = seen.iter().filter(|head| **head != most).map(count).max().unwrap_or(0);
        (count(&most) >= 2 * next).then_some(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::EntityTable;
    use crate::entity::name::names_in;
    use pullquote_article::text::token::tokenize;

    fn entities(text: &str, names: &[&str]) -> Vec<(String, usize)> {
        let names: Vec<_> = names.iter().map(|name| (*name, EntityKind::Person)).collect();
        let names = names_in(text, &names);
        let table = EntityTable::join(Language::english(), text, &tokenize(text), &names);
        table.finish().0.into_iter().map(|e| (e.name, e.mentions.len())).collect()
    }

    #[test]
    fn a_husband_who_is_described_is_named_in_full() {
        let text = "Ida Holt paints. Her husband, the potter Bo Holt, died. Holt looks at the jars.";
        let found = entities(text, &["Ida Holt", "Bo Holt", "Holt"]);
        assert_eq!(found, [("Ida Holt".to_owned(), 2), ("Bo Holt".to_owned(), 1)]);
    }

    #[test]
    fn a_title_picks_the_bearer_who_has_it() {
        let text = "Mayor Ann Holt met Dr. Bo Holt. Bo Holt left. Mayor Holt stayed.";
        let found = entities(text, &["Ann Holt", "Bo Holt", "Bo Holt", "Holt"]);
        assert_eq!(found, [("Ann Holt".to_owned(), 2), ("Bo Holt".to_owned(), 2)]);
        let text = "Ann Holt, the mayor, met Bo Holt. Mayor Holt left.";
        assert_eq!(entities(text, &["Ann Holt", "Bo Holt", "Holt"])[0].1, 2);
    }

    #[test]
    fn a_title_is_not_that_of_the_wife() {
        let text = "Ann Holt, the outspoken and active wife of Bo Holt, spoke. Justice Holt listened.";
        let found = entities(text, &["Ann Holt", "Bo Holt", "Holt"]);
        assert_eq!(found, [("Ann Holt".to_owned(), 1), ("Bo Holt".to_owned(), 2)]);
    }

    #[test]
    fn a_mayor_is_not_her_husband() {
        let text = "Mayor Holt came with her husband, Bo Holt. Holt spoke.";
        assert_eq!(entities(text, &["Holt", "Bo Holt", "Holt"]), [("Holt".to_owned(), 2), ("Bo Holt".to_owned(), 1)]);
        let text = "Ann Holt came with her husband, Bo Holt. Holt spoke.";
        assert_eq!(entities(text, &["Ann Holt", "Bo Holt", "Holt"])[0].1, 2);
    }
}
