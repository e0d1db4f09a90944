//! The authors, as metadata states them.

use super::line::line;
use crate::byline::{is_name, names};
use crate::language::BylineWords;

/// Characters that a name has at most.
const NAME: usize = 80;
/// Words that an office has at most.
const OFFICE: usize = 4;

/// The people in one statement of the authors: two and an agency for “By ANN
/// LEE and BEN ROE, Northlight”.
pub(super) fn people(stated: &str, words: &BylineWords) -> Vec<String> {
    let list = without_prefix(stated.trim(), words);
    let people = names(list, words).into_iter().filter_map(|name| person(&name, words));
    let mut people: Vec<String> = people.filter(|name| !is_office(name, words)).collect();
    drop_descriptions(&mut people);
    people
}

/// Removes what the first of `people` is or does, if that is a person: after it come others,
/// or that.
pub(super) fn drop_descriptions(people: &mut Vec<String>) {
    if people.first().is_some_and(|first| is_name(first)) {
        people.retain(|name| !is_description(name));
    }
}

/// Removes what a newsroom calls itself (“Staff”, “Redaktion”) if a person is among the
/// `people`, too.
pub(super) fn drop_staff(people: &mut Vec<String>, words: &BylineWords) {
    if people.iter().any(|name| is_name(name)) {
        people.retain(|name| !words.staff.contains(&name.to_lowercase().as_str()));
    }
}

/// `stated` without “By”, “Analysis by” and the like. A phrase must begin with
/// a capital letter and go on in lower case; a single word may be in any case.
fn without_prefix<'s>(stated: &'s str, words: &BylineWords) -> &'s str {
    let is_phrase_as_written = |start: &str, prefix: &str| {
        start.starts_with(|c: char| c.is_ascii_uppercase()) && start.get(1..) == prefix.get(1..)
    };
    if let Some((label, rest)) = stated.split_once(": ")
        && [&words.labels, &words.line_starts].iter().any(|list| list.contains(&label.to_lowercase().as_str()))
    {
        return rest;
    }
    let rest = words.prefixes.iter().find_map(|prefix| {
        let (start, rest) = stated.split_at_checked(prefix.len())?;
        let matches = start.eq_ignore_ascii_case(prefix);
        let matches = matches && (!prefix.contains(' ') || is_phrase_as_written(start, prefix));
        matches.then(|| rest.strip_prefix(' ')).flatten()
    });
    rest.unwrap_or(stated)
}

/// What is stated as the author in the first of two places if it is only an office, such
/// as “Community Editor”.
pub(super) fn offices(in_json_ld: &[String], in_tags: &[String], words: &BylineWords) -> Vec<String> {
    let stated = if in_json_ld.is_empty() { in_tags } else { in_json_ld };
    let is_short = |name: &String| name.split_whitespace().count() <= 4;
    stated
        .iter()
        .take(1)
        .filter_map(|name| person(name, words))
        .filter(is_short)
        .filter(|name| is_office(name, words))
        .collect()
}

/// Whether `text` is too long for a name and has words without capitals, or has figures:
/// what a person does, “Candidate Representative to the Committee”.
fn is_description(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.contains(' ')
        || text.split_whitespace().count() > 4
            && text.split_whitespace().any(|word| word.chars().count() > 3 && word.starts_with(char::is_lowercase))
        || text.split_whitespace().count() > 6
}

/// Whether a word of `name` is that of an office. A longer name may be a person's with the
/// office after it.
pub(super) fn is_office(name: &str, words: &BylineWords) -> bool {
    name.split_whitespace().count() <= OFFICE
        && name.split_whitespace().any(|word| words.offices.contains(&word.to_lowercase().as_str()))
}

/// Whether `name` has one of the `others` in it and more: “All articles by Ann Lee”.
pub(super) fn repeats(name: &str, others: &[String]) -> bool {
    others.iter().any(|other| {
        let rest = name.len() > other.len() + 2 && other.len() > 3;
        rest && (name.ends_with(&format!(" {other}")) || name.contains(&format!(" {other} ")))
    })
}

/// `name` as a clean line; `None` for a placeholder, an address, or text that
/// is longer than a name.
pub(super) fn person(name: &str, words: &BylineWords) -> Option<String> {
    let name = line(name)?;
    let is_placeholder = words.placeholders.contains(&name.to_lowercase().as_str());
    let is_label = words.line_starts.contains(&name.to_lowercase().trim_end_matches(':'));
    (!is_placeholder
        && !is_label
        && !name.starts_with('(')
        && name.chars().count() <= NAME
        && !name.contains("://")
        && !is_address(&name))
    .then_some(name)
}

/// Whether `name` is that of a host or of a field in a template: `example.org`.
pub(super) fn is_host(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let is_part = |part: &&str| part.len() >= 2 && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    parts.len() >= 2 && parts.iter().all(is_part)
}

/// Whether `name` is one by which a publishing system knows a person: `ann-lee`.
pub(super) fn is_user_name(name: &str) -> bool {
    let joins = |c: char| "-_.".contains(c);
    name.contains(joins) && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || joins(c))
}

/// Whether `name` is an address of e-mail.
fn is_address(name: &str) -> bool {
    name.contains('@') && name.contains('.') && !name.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn what_comes_before_the_names_is_left_out() {
        let words = &Language::bundled().bylines;
        for stated in ["By Ann Lee", "BY Ann Lee", "by Ann Lee", "Analysis by Ann Lee", "Ann Lee"] {
            assert_eq!(people(stated, words), ["Ann Lee"], "{stated}");
        }
        assert_eq!(people("Byron Lee", words), ["Byron Lee"]);
        assert_eq!(people("Ann Lee, Jr., Ben Roe, MD", words), ["Ann Lee, Jr.", "Ben Roe, MD"]);
        assert_eq!(people("ann.lee@example.org", words), [""; 0]);
        for stated in ["admin", "Written by", "(Image: Ann Lee)"] {
            assert_eq!(people(stated, words), [""; 0], "{stated}");
        }
        assert_eq!(people("Anna Bo und Ben Roe", words), ["Anna Bo", "Ben Roe"]);
        assert_eq!(people("Ann Lee, Member of the Board of the Harbour Trust", words), ["Ann Lee"]);
        assert_eq!(people("Articles by Ann Lee", words), ["Ann Lee"]);
    }
}
