//! The line in which speakers are typed: names separated by `;` or, if there is
//! none, by commas and by *and*.

use super::correct_entities::likeness;
use pullquote_article::text::fold::fold;
use pullquote_nlp::SPEAKER_SEPARATOR;

/// Separators between two names.
const BETWEEN: [&str; 3] = [",", " and ", " & "];

/// The names of a line, each once, in their order. `is_known` says whether a
/// name that contains a comma or *and* is one name.
pub(super) fn names(line: &str, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in line.split(SPEAKER_SEPARATOR).map(str::trim) {
        let several = !line.contains(SPEAKER_SEPARATOR) && !is_known(part);
        let pieces = if several { split_at_separators(part) } else { vec![part] };
        for name in pieces.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
            if !names.iter().any(|known| fold(known) == fold(name)) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn split_at_separators(line: &str) -> Vec<&str> {
    BETWEEN.iter().fold(vec![line], |pieces, between| pieces.into_iter().flat_map(|p| p.split(between)).collect())
}

/// The name that ends at the cursor, and the byte it begins at.
pub(super) fn name_before(line: &str, cursor: usize) -> (usize, &str) {
    let before = line.get(..cursor).unwrap_or("");
    let ends = before.rfind(SPEAKER_SEPARATOR).map(|at| at + SPEAKER_SEPARATOR.len_utf8());
    let ends = ends.or_else(|| BETWEEN.iter().filter_map(|b| before.rfind(b).map(|at| at + b.len())).max());
    let name = before.get(ends.unwrap_or(0)..).unwrap_or("");
    let start = before.len() - name.trim_start().len();
    (start, name.trim())
}

/// The names of `known` that `typed` may mean, the likeliest first, without the
/// name that it already is.
pub(super) fn like<'n>(known: &'n [String], typed: &str) -> impl Iterator<Item = &'n str> + use<'n> {
    let mut found: Vec<(usize, &str)> = known
        .iter()
        .filter(|name| fold(name) != fold(typed))
        .filter_map(|name| Some((likeness(name, typed)?, name.as_str())))
        .collect();
    found.sort_by_key(|(like, _)| *like);
    found.into_iter().map(|(_, name)| name)
}

/// The likeliest name of `known` in which a word begins with `typed`, if there
/// is one.
pub(super) fn begun<'n>(known: &'n [String], typed: &str) -> Option<&'n str> {
    like(known, typed).next().filter(|name| likeness(name, typed).is_some_and(|like| like <= 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_but_not_inside_a_known_one() {
        let split_at_separators = |line: &str| names(line, |name| name == "Reed, Hall and Sons");
        assert_eq!(split_at_separators("Ann Lee; Bo Ek"), ["Ann Lee", "Bo Ek"]);
        assert_eq!(split_at_separators("Ann Lee, Bo Ek and Cy"), ["Ann Lee", "Bo Ek", "Cy"]);
        assert_eq!(split_at_separators("Reed, Hall and Sons"), ["Reed, Hall and Sons"]);
        assert_eq!(split_at_separators("Reed, Hall and Sons; Bo Ek;"), ["Reed, Hall and Sons", "Bo Ek"]);
        assert_eq!(split_at_separators("Ann and ann"), ["Ann"]);
        assert!(split_at_separators(" ; ").is_empty());
    }

    #[test]
    fn the_name_at_the_cursor_begins_after_the_last_separator() {
        assert_eq!(name_before("Ann Lee", 7), (0, "Ann Lee"));
        assert_eq!(name_before("Ann Lee; bo", 11), (9, "bo"));
        assert_eq!(name_before("Ann Lee and bo", 14), (12, "bo"));
        assert_eq!(name_before("Ann Lee;", 8), (8, ""));
        assert_eq!(name_before("Ann", 99), (0, ""));
    }

    #[test]
    fn a_beginning_means_a_name_and_other_letters_do_not() {
        let known = ["Hedda Rask".to_owned(), "Rasmus Ek".to_owned()];
        assert_eq!(begun(&known, "ras"), Some("Rasmus Ek"));
        assert_eq!((begun(&known, "rask"), begun(&known, "ask")), (Some("Hedda Rask"), None));
        assert_eq!(like(&known, "hedda rask").count(), 0);
    }
}
