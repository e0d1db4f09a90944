//! Bylines: the line that says who wrote an article, and the names in it.

use crate::language::BylineWords;

/// The names in a list such as “Ann Lee, Ben Roe and Cy Poe in Geneva”, in
/// order; a place after the names is left out.
pub(crate) fn names(list: &str, words: &BylineWords) -> Vec<String> {
    let list = list.trim().trim_end_matches('.');
    let place = words.before_place.iter().filter_map(|word| list.find(&format!(" {word} "))).min();
    // “Center for Drug Research” is not a person in a place.
    let is_person = |at: &usize| list.get(..*at).is_some_and(|name| name.trim().contains(' '));
    let list = place.filter(is_person).map_or(list, |at| &list[..at]);
    let mut names: Vec<&str> = list.split([',', ';', '&', '|', '、', '，', '；']).collect();
    for and in &words.conjunctions {
        let and = format!(" {and} ");
        // “Ministry for Trade and Transport” is one name.
        let is_one = |name: &str| {
            let parts = name.rsplit_once(&and).filter(|(_, after)| !after.trim().contains(' '));
            parts.is_some_and(|(before, _)| words.before_place.iter().any(|word| before.contains(&format!(" {word} "))))
        };
        names = names
            .into_iter()
            .flat_map(|name| if is_one(name) { vec![name] } else { name.split(&and).collect() })
            .collect();
    }
    let names = names.into_iter().map(|name| without_conjunction(name.trim(), words));
    let names = names
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| name.contains(char::is_alphabetic) && name.len() <= 60);
    with_degrees(names)
}

/// Whether `text` looks like the name of a person: two to four words, those of
/// more than three letters with a capital, and no digits. In scripts without
/// capitals, two to eight letters.
pub(crate) fn is_name(text: &str) -> bool {
    let has_no_case = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    if text.chars().all(has_no_case) {
        return (2..=8).contains(&text.chars().count());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.starts_with(|c: char| c.is_alphabetic() || "'’".contains(c)))
        && words.iter().any(|word| word.chars().count() >= 3)
        && words.iter().all(|word| is_capital(word) || word.chars().count() <= 3)
        && words.iter().filter(|word| is_capital(word)).count() >= 2
        && text.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c))
}

/// `names` with each degree or “Jr.” joined to the name before it.
fn with_degrees(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for name in names {
        match joined.last_mut() {
            Some(last) if is_degree(&name) && last.contains(' ') => {
                last.push_str(", ");
                last.push_str(&name);
            }
            _ => joined.push(name),
        }
    }
    joined
}

/// Whether `word` is a degree (“MD”, “PhD”), or “Jr.” and the like.
fn is_degree(word: &str) -> bool {
    let bare: String = word.chars().filter(|c| *c != '.').collect();
    let capitals = bare.chars().filter(|c| c.is_ascii_uppercase()).count();
    matches!(bare.as_str(), "Jr" | "Sr") || (2..=5).contains(&bare.len()) && capitals >= 2 && !word.contains(' ')
}

/// `name` without an “and” before or after it, which a comma or a link leaves:
/// “Ann, and Ben”.
fn without_conjunction<'n>(name: &'n str, words: &BylineWords) -> &'n str {
    words
        .conjunctions
        .iter()
        .fold(name, |name, and| name.trim_start_matches(&format!("{and} ")).trim_end_matches(&format!(" {and}")))
}

/// The names in a line that begins like a byline (“By Ann Lee on 3 May”), at
/// most eight; none for any other line.
pub(crate) fn signed(text: &str, words: &BylineWords) -> Vec<String> {
    let text = text.trim_start_matches(['|', '(', '（', '[', '【', '/', '·', '•', '-', '–', '—', ' ']);
    let lower = text.to_lowercase();
    let labelled = |by: &&str| lower.strip_prefix(*by)?.trim_start().strip_prefix([':', '：']);
    let spaced = |by: &&str| lower.strip_prefix(*by).filter(|rest| rest.starts_with(' '));
    let starts = words.line_starts.iter().filter_map(|by| labelled(by).or_else(|| spaced(by)));
    // The longest that fits: “by” is the start of “by the staff of”.
    let Some(rest) = starts.chain(words.labels.iter().filter_map(labelled)).min_by_key(|rest| rest.len()) else {
        return Vec::new();
    };
    // In lower case, some letters have other lengths.
    let at = text.len().saturating_sub(rest.len());
    let list = if lower.len() == text.len() { text.get(at..).unwrap_or("") } else { "" };
    names_before_date(list, words)
}

/// The names that `list` begins with, at most eight: up to a date, an address or a
/// dash.
pub(crate) fn names_before_date(list: &str, words: &BylineWords) -> Vec<String> {
    let list = list.split(['|', '•', '·', '–', '—', '(', '（', '【', '/']).next().unwrap_or("");
    // After a comma, a word with a colon says what comes next: “Ann Lee, Date: 3 May”.
    let next = list.split_once([':', '：']).and_then(|(before, _)| before.rsplit_once([',', '，']));
    let list = next.map_or(list, |(names, _)| names);
    let list: Vec<&str> = list.split_whitespace().collect();
    let end = list.iter().skip(1).position(|word| begins_date(word, words)).map_or(list.len(), |at| at + 1);
    let mut list = list.get(..end).unwrap_or(&[]);
    if let [names @ .., last] = list
        && names.len() > 1
        && words.calendar.months().iter().any(|m| last.len() >= 3 && m.starts_with(&last.to_lowercase()))
    {
        list = names;
    }
    let list = list.join(" ");
    let list = list.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.');
    names(list, words).into_iter().filter(|name| !is_degree(name)).take(8).collect()
}

/// The names in a line that begins with a date and goes on like a byline
/// (“Posted on 3 May by Ann Lee”); none for any other line.
pub(crate) fn signed_after_date(text: &str, words: &BylineWords) -> Vec<String> {
    let digit = |c: char| c.is_ascii_digit();
    // Most lines have no date, and are not searched for words.
    if !text.contains(digit) {
        return Vec::new();
    }
    let colon = text.contains([':', '：']);
    let label = |(at, _)| {
        let (before, _) = text.split_at(at);
        words.labels.iter().filter_map(|label| before.strip_suffix(label)).map(str::len).min()
    };
    if let Some((before, byline)) =
        text.match_indices([':', '：']).filter(|_| colon).find_map(label).map(|at| text.split_at(at))
        && before.contains(digit)
    {
        return signed(byline, words);
    }
    let begins = |rest: &str, by: &str| rest.strip_prefix(by).is_some_and(|rest| rest.starts_with(' '));
    let spaces = text.match_indices(' ').map(|(at, _)| text.split_at(at));
    let found = spaces
        .map(|(before, rest)| (before, rest.trim_start_matches(' ')))
        .find(|(_, rest)| words.line_starts.iter().any(|by| begins(rest, by)));
    let Some((before, byline)) = found else { return Vec::new() };
    if before.contains(digit) { signed(byline, words) } else { Vec::new() }
}

/// Whether `word` ends the names of a byline: a date begins, or an address.
fn begins_date(word: &str, words: &BylineWords) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let may_be_month = bare.len() > 3 || (bare.len() == 3 && word.ends_with('.'));
    words.before_date.contains(&bare.as_str())
        || word.starts_with('@')
        || bare.contains(|c: char| c.is_ascii_digit())
        || words.calendar.weekday(&bare).is_some()
        || may_be_month && words.calendar.months().iter().any(|m| m.starts_with(&bare) && bare != "mar")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_place_after_the_names_is_left_out() {
        let words = &Language::bundled().bylines;
        assert_eq!(names("Ann Lee, Ben Roe, and Cy Poe in Geneva.", words), ["Ann Lee", "Ben Roe", "Cy Poe"]);
        assert_eq!(names("Ann Lee and Ben Roe for Northlight", words), ["Ann Lee", "Ben Roe"]);
        let office = "Center for Harbour Evaluation and Research";
        assert_eq!(names(office, words), [office]);
        assert_eq!(names("Ann Bo Lee and Ben", words), ["Ann Bo Lee", "Ben"]);
    }

    #[test]
    fn a_line_is_signed_if_it_begins_so() {
        let words = &Language::bundled().bylines;
        assert_eq!(signed("By Ann Lee on 3 May", words), ["Ann Lee"]);
        assert_eq!(signed("Von Ann Lee | Kiel", words), ["Ann Lee"]);
        assert_eq!(signed("| By Ann Lee", words), ["Ann Lee"]);
        assert_eq!(signed("（责任编辑：李安、王明 ）", words), ["李安", "王明"]);
        assert_eq!(signed("Interview: Ann Lee", words), ["Ann Lee"]);
        assert_eq!(signed("Interview mit Ann Lee", words), [""; 0]);
        assert_eq!(signed("Bye Ann Lee", words), [""; 0]);
        assert_eq!(signed("By Ann Lee, MD, Nov. 18", words), ["Ann Lee, MD"]);
        assert_eq!(signed_after_date("Posted on March 2, 2020 by Ann Lee", words), ["Ann Lee"]);
        assert_eq!(signed_after_date("Opened by Ann Lee", words), [""; 0]);
    }
}
