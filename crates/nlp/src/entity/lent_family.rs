//! Given names alone that have the family name of somebody beside them: “Todd and Becca Lindgren”, “Mark Hale
//! and his wife, Karen”. Where the article says “Mr. Lindgren” and “Mrs Hale”, these are Todd and Karen.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashSet;

use super::bearers::Clue;
use super::name::Name;
use super::name_form::NameForm;
use super::titled::{Title, given_gender};
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::language::people::Gender;

/// How many names before “his wife, Karen” are searched for the name of her husband.
const MOST_BEFORE: usize = 4;

/// Adds the family name to the forms of such given names, and returns it for each name that has one now.
/// `forms`, `titles` and `clues` are those of the names.
pub(super) fn lend<'t>(
    language: &Language,
    text: &'t str,
    names: &[Name],
    forms: &mut [NameForm],
    (titles, clues): (&[Option<Title<'t>>], &[Clue]),
) -> Vec<Option<&'t str>> {
    let mut lent = vec![None; names.len()];
    let short = forms.iter().zip(titles).filter(|(form, _)| form.is_one_word());
    let called: HashSet<(String, Gender)> =
        short.filter_map(|(form, title)| Some((form.family()?.to_owned(), title.as_ref()?.gender))).collect();
    if called.is_empty() {
        return lent;
    }
    let given_of_others: HashSet<String> =
        forms.iter().filter_map(|form| Some(form.given_and_family()?.0.to_owned())).collect();
    let full = |at: usize| forms.get(at).and_then(NameForm::given_and_family).map(|(_, family)| family.to_owned());
    let mut found = Vec::new();
    for (at, ((name, form), clue)) in names.iter().zip(&*forms).zip(clues).enumerate() {
        let word = name.span.of(text);
        let free = form.family().is_some_and(|own| !given_of_others.contains(own));
        let titled = titles.get(at).is_some_and(Option::is_some);
        if name.kind != EntityKind::Person || !form.is_one_word() || !free || titled || begins_longer(text, *name) {
            continue;
        }
        let gap = |next: &Name| text.get(name.span.end..next.span.start);
        let joined = names.get(at + 1).and_then(gap).is_some_and(|gap| matches!(gap, " and " | " & "));
        let (lender, gender) = if joined && full(at + 1).is_some() {
            (Some(at + 1), given_gender(language, word))
        } else if clue.is_spouse() {
            let before = (at.saturating_sub(MOST_BEFORE)..at).rev().find(|&i| full(i).is_some());
            let one_line = |&i: &usize| {
                names.get(i).is_some_and(|n| text.get(n.span.end..name.span.start).is_some_and(|g| !g.contains('\n')))
            };
            (before.filter(one_line), clue.gender(language))
        } else {
            continue;
        };
        let Some((lender, gender)) = lender.zip(gender) else { continue };
        let Some(family) = full(lender).filter(|family| called.contains(&(family.clone(), gender))) else { continue };
        // A bearer with a name in full is the one who is called so.
        let other = forms.iter().any(|form| {
            form.given_and_family()
                .is_some_and(|(given, own)| own == family && given_gender(language, given) == Some(gender))
        });
        if !other && !found.iter().any(|(_, own, sex, _)| *own == family && *sex == gender) {
            let shown = names.get(lender).and_then(|n| n.span.of(text).split_whitespace().last());
            found.push((at, family, gender, shown));
        }
    }
    for (at, family, _, shown) in found {
        forms.iter_mut().skip(at).take(1).for_each(|form| form.add_family(&family));
        lent.iter_mut().skip(at).take(1).for_each(|slot| *slot = shown);
    }
    lent
}

/// Whether a word with a capital is directly before a name, so that it is the end of a longer one: “Prince
/// Harry”.
fn begins_longer(text: &str, name: Name) -> bool {
    let before = text.get(..name.span.start).unwrap_or_default();
    let word = before.strip_suffix(' ').and_then(|before| before.rsplit(char::is_whitespace).next());
    word.is_some_and(|word| word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic))
}
