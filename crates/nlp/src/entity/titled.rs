//! Titles and given names that distinguish people with one family name: Mr Hale is not Carol Hale.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;

use super::bearers::Clue;
use super::name::Name;
use super::name_form::NameForm;
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::language::people::Gender;
use crate::lexicon::given_names::GivenNames;

/// How many words after a name its pronoun is looked for.
const WORDS_TO_PRONOUN: usize = 24;

/// Evidence that distinguishes two people with the same family name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Titled<'t> {
    /// The gender of the person.
    pub(super) gender: Gender,
    /// The title before the name, if that shows it.
    pub(super) title: Option<&'t str>,
    /// Whether the text introduces somebody with this title and family name: “Miss Hale, their daughter,”.
    pub(super) introduced: bool,
}

/// A title with a gender.
#[derive(Debug, Clone, Copy)]
pub(super) struct Title<'t> {
    /// The title as the text has it.
    words: &'t str,
    /// The gender of who has it.
    pub(super) gender: Gender,
}

/// What is known about the people with one family name.
#[derive(Debug, Default)]
struct Family<'t> {
    /// Whether a name of a man and of a woman is among them.
    men: bool,
    women: bool,
    /// Whether a title with a gender is before one of the names.
    titled: bool,
    /// The titles of those whom the text introduces as a parent or child.
    introduced: Vec<&'t str>,
}

/// For each name, the gender of the person, if the article has a title before a family name, and a man
/// and a woman or somebody's parent or child with it; otherwise nothing. The slices have one for each name.
pub(super) fn titled<'t>(
    language: &Language,
    (text, names): (&str, &[Name]),
    forms: &[NameForm],
    titles: &[Option<Title<'t>>],
    clues: &[Clue],
) -> Vec<Option<Titled<'t>>> {
    let full = genders_of_full_names(language, (text, names), forms, clues, titles);
    let gender =
        |form: &NameForm, title: Option<Title<'_>>| title.map(|t| t.gender).or_else(|| full.get(form).copied());
    let mut families: HashMap<&str, Family<'_>> = HashMap::new();
    for ((form, &title), clue) in forms.iter().zip(titles).zip(clues) {
        let Some((family, gender)) = form.family().zip(gender(form, title)) else { continue };
        let known = families.entry(family).or_default();
        known.men |= gender == Gender::Male;
        known.women |= gender == Gender::Female;
        known.titled |= title.is_some();
        let introduced = title.filter(|_| clue.is_parent_or_child() && form.is_one_word());
        known.introduced.extend(introduced.map(|title| title.words));
    }
    for (form, _) in forms.iter().zip(clues).filter(|(form, clue)| clue.is_parent_or_child() && !form.is_one_word()) {
        // Somebody's child with a name in full may be the one who is called so.
        if let Some(known) = form.family().and_then(|family| families.get_mut(family)) {
            known.introduced.clear();
        }
    }
    families.retain(|_, known| known.titled && known.men && known.women || !known.introduced.is_empty());
    let found = forms.iter().zip(titles).map(|(form, &title)| {
        let family = families.get(form.family()?)?;
        let shown = title.map(|title| title.words);
        let introduced = form.is_one_word() && shown.is_some_and(|title| family.introduced.contains(&title));
        Some(Titled { gender: gender(form, title)?, title: shown, introduced })
    });
    found.collect()
}

/// The titles with a gender that the names of people begin with or come after.
pub(super) fn titles<'t>(language: &Language, text: &'t str, names: &[Name]) -> Vec<Option<Title<'t>>> {
    let title = |name: &Name| {
        let with_gender = |words: &'t str| Some(Title { words, gender: language.people.gender_of_title(words)? });
        // The name model sometimes takes the title into the name.
        let first = name.span.of(text).split_once(' ').map(|(first, _)| first);
        first.and_then(with_gender).or_else(|| {
            let before = text.get(..name.span.start)?.trim_end_matches(' ');
            with_gender(before.rsplit(|c: char| !c.is_alphabetic() && c != '.').next()?)
        })
    };
    names.iter().map(|name| title(name).filter(|_| name.kind == EntityKind::Person)).collect()
}

/// The gender that a given name is given to, if hardly anybody of the other gender has it.
pub(super) fn given_gender(language: &Language, name: &str) -> Option<Gender> {
    let mut letters = name.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    language.people.gender_of_given_name(&capital).or_else(|| GivenNames::bundled().usual_gender(name))
}

/// The gender that a given name hints at, if the next pronoun in its line has that gender, too.
fn hinted_gender(language: &Language, text: &str, name: Name, given: &str) -> Option<Gender> {
    let hint = GivenNames::bundled().gender(given)?.gender;
    let line = text.get(name.span.end..)?.split('\n').next()?;
    let words = line.split(|c: char| !c.is_alphabetic()).take(WORDS_TO_PRONOUN);
    let next = words.map(str::to_lowercase).find_map(|word| language.people.gender_of_pronoun(&word));
    next.filter(|next| *next == hint)
}

/// The gender of each full name: that of a title before it, or else the one that hardly anybody with the given
/// name does not have, or else of a noun for a relative: “his wife, Ann Holt”.
fn genders_of_full_names<'f>(
    language: &Language,
    (text, names): (&str, &[Name]),
    forms: &'f [NameForm],
    clues: &[Clue],
    titles: &[Option<Title<'_>>],
) -> HashMap<&'f NameForm, Gender> {
    let mut found: HashMap<&NameForm, (u8, Gender)> = HashMap::new();
    for (((form, title), clue), name) in forms.iter().zip(titles).zip(clues).zip(names) {
        let Some((given, _)) = form.given_and_family() else { continue };
        let by_title = title.map(|title| (3, title.gender));
        let by_given = || given_gender(language, given).map(|gender| (2, gender));
        let by_relation = || clue.gender(language).map(|gender| (1, gender));
        let by_hint = || hinted_gender(language, text, *name, given).map(|gender| (1, gender));
        if let Some((weight, gender)) = by_title.or_else(by_given).or_else(by_relation).or_else(by_hint) {
            let known = found.entry(form).or_insert((weight, gender));
            if weight > known.0 {
                *known = (weight, gender);
            }
        }
    }
    found.into_iter().map(|(form, (_, gender))| (form, gender)).collect()
}
