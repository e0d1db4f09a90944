//! Joins a name with its short form: one that the text gives beside it, as in “the Norsian Oarsmen’s
//! Guild (NOGU)” and “MI6, the Secret Intelligence Service, …”, and the last word of a newspaper’s name.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;

use super::name::Name;
use crate::analysis::EntityKind;
use crate::language::Language;

/// The most words between two names of one organization: “, also known as the”.
const MOST_BETWEEN: usize = 4;

/// Gives the short form of each name the group of the name. The short form need not be the initials of
/// the long one, but it must be in capitals, and both names must be of one kind.
pub(super) fn join(language: &Language, text: &str, names: &[Name], groups: &mut [usize]) {
    // For a group that was joined to another one, that one.
    let mut joined: HashMap<usize, usize> = HashMap::new();
    let mut join = |long: usize, short: usize, groups: &[usize]| {
        if let (Some(&long), Some(&short)) = (groups.get(long), groups.get(short)) {
            let (long, short) = (last_joined(&mut joined, long), last_joined(&mut joined, short));
            if long != short {
                joined.insert(short, long);
            }
        }
    };
    for (long, short) in newspapers(language, text, names) {
        join(long, short, groups);
    }
    for (i, pair) in names.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if first.kind != second.kind || first.kind == EntityKind::Person {
            continue;
        }
        let bracketed =
            is_short(second.span.of(text)) && is_long(first.span.of(text)) && is_bracketed(text, first, second);
        if !bracketed && !is_named_again(language, text, first, second) {
            continue;
        }
        join(i, i + 1, groups);
    }
    for group in groups {
        *group = last_joined(&mut joined, *group);
    }
}

/// The indexes of the long and the short name of each newspaper that is called by the last word of its
/// name: the Lindhaven Times is “the Times”. Of two such newspapers, the one that was named last is meant.
fn newspapers(language: &Language, text: &str, names: &[Name]) -> Vec<(usize, usize)> {
    let papers = &language.organizations.newspapers;
    let words =
        |name: &Name| name.span.of(text).rsplit_once(' ').map_or((false, name.span.of(text)), |(_, last)| (true, last));
    let named = || {
        let organizations = names.iter().enumerate().filter(|(_, name)| name.kind == EntityKind::Organization);
        organizations.map(|(i, name)| (i, words(name))).filter(|(_, (_, last))| papers.contains_any_case(last))
    };
    let mut long: HashMap<&str, usize> = HashMap::new();
    for (i, (_, last)) in named().filter(|(_, (is_long, _))| *is_long) {
        long.entry(last).or_insert(i);
    }
    let mut found = Vec::new();
    for (i, (is_long, last)) in named() {
        match long.get(last) {
            _ if is_long => _ = long.insert(last, i),
            Some(&long) => found.push((long, i)),
            None => {}
        }
    }
    found
}

/// The group that `group` was joined to, directly or through others. Shortens the
/// way to it for the next time.
fn last_joined(joined: &mut HashMap<usize, usize>, group: usize) -> usize {
    let mut last = group;
    while let Some(next) = joined.get(&last) {
        last = *next;
    }
    let mut at = group;
    while let Some(next) = joined.get_mut(&at).filter(|next| **next != last) {
        at = std::mem::replace(next, last);
    }
    last
}

/// Whether a name is a word in capitals, perhaps with a number: `MI6`.
fn is_short(name: &str) -> bool {
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let others = name.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '.');
    (2..=10).contains(&name.len()) && capitals >= 2 && others
}

/// Whether a name has several words.
fn is_long(name: &str) -> bool {
    name.contains(char::is_whitespace)
}

/// Whether the second name is in brackets after the first one.
fn is_bracketed(text: &str, first: &Name, second: &Name) -> bool {
    text.get(first.span.end..second.span.start).is_some_and(|gap| gap.trim_start() == "(")
        && text.get(second.span.end..).is_some_and(|rest| rest.starts_with(')'))
}

/// Whether the text says that a short and a long name of an organization are the same: only a comma and
/// words such as “also known as the” are between them, and the second one is set off. “MI6, the Home Office
/// and BP” is a list.
fn is_named_again(language: &Language, text: &str, first: &Name, second: &Name) -> bool {
    let (one, other) = (first.span.of(text), second.span.of(text));
    let different = is_short(one) && is_long(other) || is_long(one) && is_short(other);
    if !different || first.kind != EntityKind::Organization {
        return false;
    }
    let gap = text.get(first.span.end..second.span.start).unwrap_or_default();
    let Some(words) = gap.strip_prefix(", ") else { return false };
    let words: Vec<&str> = words.split_whitespace().collect();
    let known = words.iter().all(|word| language.naming.again.contains(word));
    if words.is_empty() || words.len() > MOST_BETWEEN || !known || gap.contains('\n') {
        return false;
    }
    let after = text.get(second.span.end..).unwrap_or_default();
    if words != ["the"] {
        return true;
    }
    // Without a word that says so, commas on both sides do, unless it is a list.
    let before = text.get(..first.span.start).unwrap_or_default().trim_end();
    let follows_a_name = before.ends_with(',') || before.ends_with("and");
    let next = after.trim_start_matches([',', ' ']).split_whitespace().next().unwrap_or_default();
    let goes_on = matches!(next, "and" | "or") || next.starts_with(char::is_uppercase);
    let ends = after.starts_with(['.', ';', ')', '”', '—', '–']);
    !follows_a_name && (ends || after.starts_with(',') && !goes_on)
}

#[cfg(test)]
mod tests {
    use crate::analysis::EntityKind;
    use crate::entity::name::names_in;
    use crate::entity::table::EntityTable;
    use crate::language::Language;
    use pullquote_article::text::token::tokenize;

    fn table(text: &str, names: &[(&str, EntityKind)]) -> EntityTable {
        let names = names_in(text, names);
        EntityTable::join(Language::english(), text, &tokenize(text), &names)
    }

    /// The organizations of a text, which are named in this order.
    fn joined(text: &str, names: &[&str]) -> Vec<String> {
        let names: Vec<_> = names.iter().map(|name| (*name, EntityKind::Organization)).collect();
        table(text, &names).finish().0.into_iter().map(|entity| entity.name).collect()
    }

    #[test]
    fn a_name_and_the_short_form_that_the_text_sets_beside_it_are_one() {
        let one = [
            "MI6, the Secret Intelligence Service, said no. ",
            "MI6, also known as the Secret Intelligence Service, said no. ",
            "She left MI6, the Secret Intelligence Service. ",
        ];
        for text in one {
            let text = format!("{text}Then MI6 spoke.");
            assert_eq!(joined(&text, &["MI6", "Secret Intelligence Service", "MI6"]), ["Secret Intelligence Service"]);
        }
        let text = "The Secret Intelligence Service, or MI6, said no.";
        assert_eq!(joined(text, &["Secret Intelligence Service", "MI6"]), ["Secret Intelligence Service"]);
    }

    #[test]
    fn a_newspaper_is_called_by_the_last_word_of_its_name() {
        let text = "The Times wrote so. The Lindhaven Times wrote so, as the Orsten Post did. The Post added.";
        let names = ["Times", "Lindhaven Times", "Orsten Post", "Post"];
        assert_eq!(joined(text, &names), ["Lindhaven Times", "Orsten Post"]);
    }

    #[test]
    fn the_names_of_a_list_stay_apart() {
        let lists = [
            ("MI6, the Home Office and BP said no.", 2),
            ("MI6, the Home Office, and others said no.", 2),
            ("The police, MI6, the Home Office, said no.", 2),
            ("MI6, the Home Office, Lindhaven Port and others said no.", 2),
        ];
        for (text, count) in lists {
            assert_eq!(joined(text, &["MI6", "Home Office"]).len(), count, "{text}");
        }
    }

    #[test]
    fn a_short_form_in_brackets_is_the_name_before() {
        let text = "The Guild of Norsian Oarsmen (GUNOR) met Lindhaven Port (LX) and GUNOR left; Ann Lee (AL) stayed.";
        let organization = ["Guild of Norsian Oarsmen", "GUNOR"].map(|name| (name, EntityKind::Organization));
        let names = [
            organization[0],
            organization[1],
            ("Lindhaven Port", EntityKind::Place),
            ("LX", EntityKind::Organization),
            organization[1],
            ("Ann Lee", EntityKind::Person),
            ("AL", EntityKind::Person),
        ];
        let (entities, _) = table(text, &names).finish();
        let found: Vec<(&str, usize)> = entities.iter().map(|e| (e.name.as_str(), e.mentions.len())).collect();
        let expected = [("Guild of Norsian Oarsmen", 3), ("Lindhaven Port", 1), ("LX", 1), ("Ann Lee", 1), ("AL", 1)];
        assert_eq!(found, expected);
    }
}
