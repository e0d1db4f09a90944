//! Nicknames within a name: Dwayne “The Gull” Pemberton is one person.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;
use pullquote_article::Span;

/// Marks around a nickname.
const MARKS: [(char, char); 5] = [('“', '”'), ('"', '"'), ('‘', '’'), ('\'', '\''), ('(', ')')];
/// The longest nickname is shorter than this, in characters.
const LONGEST: usize = 40;

/// Joins two names with a nickname between them to one.
pub(super) fn join_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let text = context.text;
    let mut at = 0;
    while let Some(first) = names.get(at).copied() {
        at += 1;
        let person = first.kind == EntityKind::Person;
        let Some(family) = nickname(text, first.span.end).filter(|_| person) else { continue };
        // The nickname may have been found as a name, too.
        let inside = names.iter().skip(at).take(3).take_while(|name| name.span.start < family).count();
        let last = names.get(at + inside).filter(|name| name.span.start == family);
        let (whole, more) = match last {
            Some(last) if last.kind == EntityKind::Person => (last.span.end, 1),
            Some(_) => continue,
            // The family name may be unknown: William “Billy” Moen.
            None => {
                match family_name(text, family).filter(|_| !text.get(..family).is_some_and(|t| t.ends_with(") "))) {
                    Some(end) => (end, 0),
                    None => continue,
                }
            }
        };
        let whole = Span::new(first.span.start, whole);
        names.drain(at..at + inside + more);
        if let Some(name) = names.get_mut(at - 1) {
            name.span = whole;
        }
    }
}

/// The byte after the word with a capital that begins at byte `at`. An apostrophe belongs to it
/// before another capital: “O’Neil”.
fn family_name(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let mut letters = rest.char_indices().peekable();
    let mut length = rest.len();
    while let Some((i, c)) = letters.next() {
        let capital = letters.peek().is_some_and(|(_, next)| next.is_uppercase());
        if !(c.is_alphabetic() || c == '-' || matches!(c, '’' | '\'') && capital) {
            length = i;
            break;
        }
    }
    let word = rest.get(..length)?;
    let lower = word.chars().skip(1).any(char::is_lowercase);
    (word.starts_with(char::is_uppercase) && lower).then_some(at + length)
}

/// The byte after a nickname that begins at byte `at`.
fn nickname(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix(' ')?;
    let (open, close) = MARKS.into_iter().find(|(open, _)| rest.starts_with(*open))?;
    let inner = rest.get(open.len_utf8()..)?;
    let (length, _) = inner.char_indices().take(LONGEST).find(|(_, c)| *c == close)?;
    let words = inner.get(..length)?;
    // Lists have names like “Ann Lee (50) Bo Ek”.
    let is_name =
        words.starts_with(char::is_uppercase) && words.chars().all(|c| c.is_alphabetic() || " .-’'".contains(c));
    let after = inner.get(length + close.len_utf8()..)?.strip_prefix(' ')?;
    is_name.then(|| text.len() - after.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::{Misc, Person, Place};

    fn joined<'t>(text: &'t str, names: &[(&str, EntityKind)]) -> Vec<&'t str> {
        repaired_words(join_names, text, names, &[])
    }

    #[test]
    fn a_nickname_between_a_given_and_a_family_name_is_part_of_the_name() {
        let text = "Dwayne “The Gull” Pemberton met Joe 'Red' Hall.";
        let names = [("Dwayne", Person), ("Gull", Misc), ("Pemberton", Person), ("Joe", Person), ("Hall", Person)];
        assert_eq!(joined(text, &names), ["Dwayne “The Gull” Pemberton", "Joe 'Red' Hall"]);
    }

    #[test]
    fn a_family_name_that_is_no_known_name_is_part_of_the_name() {
        let text = "William \"Billy\" O’Moen’s boat and Ann “Why” asked.";
        assert_eq!(joined(text, &[("William", Person), ("Ann", Person)]), ["William \"Billy\" O’Moen", "Ann"]);
    }

    #[test]
    fn words_in_brackets_or_marks_between_other_names_are_none() {
        let text = "Ann (50) Bo Ek called “Harbour” Orsten “the end” Lee";
        let names = [("Ann", Person), ("Bo Ek", Person), ("Orsten", Place), ("Lee", Person)];
        assert_eq!(joined(text, &names).len(), 4);
    }
}
