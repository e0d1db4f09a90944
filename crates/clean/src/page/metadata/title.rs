//! The headline in a stated title, which often names the site too.

use std::collections::HashSet;

use crate::page::candidate_block::letters;

/// The percentage of the words of a title or heading, whichever is shorter, that
/// the other has if they are the same headline.
const NEAR: usize = 50;
/// Words of a heading that is the beginning of the title, at least.
const LEAST: usize = 3;

/// `title` without the section before it and the name of the site before or
/// after it. `site` is that name, `headings` the page's `<h1>` elements.
pub(super) fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    let separators = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", ": "];
    // Whether the title consists of this heading and whole other pieces.
    let is_piece = |h: &&String| {
        let Some(at) = title.find(h.as_str()).filter(|_| h.chars().count() > 10 && title.len() > h.len()) else {
            return false;
        };
        let (before, after) = (title.get(..at).unwrap_or(""), title.get(at + h.len()..).unwrap_or(""));
        (before.is_empty() || separators.iter().any(|p| before.ends_with(p)))
            && (after.is_empty() || separators.iter().any(|p| after.starts_with(p)))
    };
    if let Some(heading) = headings.iter().find(is_piece) {
        return heading.clone();
    }
    let names_site = |piece: &str| {
        site.is_some_and(|site| {
            let (piece, site) = (letters(piece), letters(site.trim_start_matches("www.")));
            piece.len() >= 3 && (piece.contains(&site) || site.contains(&piece))
        })
    };
    for separator in separators.iter().take(separators.len() - 1) {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && (names_site(tail)
                || (*separator == " | "
                    && head.split_whitespace().count() >= 4
                    && tail.split_whitespace().count() <= 4))
        {
            return head.trim().to_owned();
        }
    }
    for separator in separators {
        if let Some((head, tail)) = title.split_once(separator)
            && names_site(head)
            && tail.split_whitespace().count() >= 3
        {
            return tail.trim().to_owned();
        }
    }
    title.to_owned()
}

/// Whether `title` begins with the words of `heading` and goes on in the same
/// sentence, so that the page shows a part of it only.
pub(super) fn is_start_of(heading: &str, title: &str) -> bool {
    let words = |text: &str| -> Vec<(usize, String)> {
        let ends = text.split_inclusive(|c: char| !c.is_alphanumeric()).scan(0, |at, piece| {
            *at += piece.len();
            Some((*at, piece.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase()))
        });
        ends.filter(|(_, word)| !word.is_empty()).collect()
    };
    let (shown, stated) = (words(heading), words(title));
    let same = shown.iter().zip(&stated).all(|((_, a), (_, b))| a == b);
    // After a dash or a bracket comes the name of the site or of a series.
    let end = shown.len().checked_sub(1).and_then(|last| stated.get(last)).map_or(0, |(end, _)| *end);
    let rest = title.get(end..).unwrap_or("").trim_start();
    shown.len() >= LEAST
        && stated.len() > shown.len()
        && same
        && rest.starts_with(|c: char| c.is_alphanumeric() || c == '&')
}

/// The heading that the page shows for `title`: the one of `headings` that has
/// most of its words in common with it. Pages often state a title for search
/// engines and show another. `None` if no heading is near.
pub(super) fn shown_heading(title: &str, headings: &[String]) -> Option<String> {
    let words = |text: &str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let stated = words(title);
    let shared = |heading: &String| {
        let shown = words(heading);
        let common = shown.intersection(&stated).count();
        let near = common >= 2 && shown.len() >= 3 && common * 100 >= shown.len().min(stated.len()) * NEAR;
        near.then_some(common)
    };
    let nearest = headings.iter().filter_map(|h| Some((shared(h)?, h)));
    nearest.rev().max_by_key(|&(common, _)| common).map(|(_, heading)| heading.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_that_the_page_shows_is_the_title() {
        let headings = ["The Courier".to_owned(), "How the pier was opened again".to_owned()];
        let title = "Pier opened again: all you need to know";
        assert_eq!(shown_heading(title, &headings), Some(headings[1].clone()));
        assert_eq!(shown_heading("Ships wait outside the port", &headings), None);
    }

    #[test]
    fn a_heading_that_is_only_the_start_of_the_title_is_not_preferred() {
        assert!(is_start_of("Ferry quay to close", "Ferry ‘quay’ to close & more"));
        assert!(!is_start_of("Ferry quay to close", "The ferry quay is to close"));
        assert!(!is_start_of("Ferry quay", "Ferry quay closed"));
        assert!(!is_start_of("Ferry quay to close", "Ferry quay to close (Courier)"));
    }

    #[test]
    fn the_name_of_the_site_is_removed_from_the_title() {
        assert_eq!(without_site("Pier opens again - Courier", Some("The Courier"), &[]), "Pier opens again");
        assert_eq!(without_site("Pier opens - and closes", None, &[]), "Pier opens - and closes");
    }
}
