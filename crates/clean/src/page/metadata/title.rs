//! The headline in a stated title, which often names the site too.

use std::collections::HashSet;

use super::visible::Visible;
use crate::page::candidate_block::{letters, same_letters};

/// The percentage of the words of a title or heading, whichever is shorter, that
/// the other has if they are the same headline.
const NEAR: usize = 50;
/// Words of a heading that is the beginning of the title, at least.
const LEAST: usize = 3;

/// Words that a page shows before its headline in the same heading, at most: a kicker.
const KICKER: usize = 3;
/// Words of the name of a section, at most.
const SECTION: usize = 5;
/// Words of the name of a site, at most.
const SITE: usize = 3;

/// The title of the article: `in_json_ld`, else `in_tags`, else the document's own,
/// without the name of the `site`; or instead of it the heading that the page shows.
pub(super) fn choose(
    in_json_ld: Option<String>,
    in_tags: Option<String>,
    visible: &Visible<'_>,
    site: Option<&str>,
) -> Option<String> {
    let headings = &visible.headings;
    let is_headline_stated = in_json_ld.is_some();
    let stated = in_json_ld.or(in_tags);
    // A title that has nothing in common with the page is often that of a section.
    let document = visible.title.as_deref().map(|title| without_site(title, site, headings));
    let count = |text: &str| text.split_whitespace().count();
    let is_shorter = |title: &str, other: &str| count(title) <= SECTION && count(title) < count(other);
    let agrees = |title: &String| shown_heading(title, headings).is_some();
    let stated = match document {
        Some(document)
            if headings.contains(&document)
                && stated.as_ref().is_some_and(|title| !agrees(title) && is_shorter(title, &document)) =>
        {
            Some(document)
        }
        _ => stated.or_else(|| visible.headline()).or_else(|| visible.title.clone()),
    };
    let title = without_site(&stated?, site, headings);
    let is_part = |heading: &String| {
        is_headline_stated && is_start_of(heading, &title)
            || is_after_kicker(&title, heading) && visible.heading_parts.iter().any(|part| same_letters(part, &title))
    };
    Some(shown_heading(&title, headings).filter(|heading| !is_part(heading)).unwrap_or(title))
}

/// Whether `heading` is `title` with a few words before it.
fn is_after_kicker(title: &str, heading: &str) -> bool {
    let more = heading.split_whitespace().count().saturating_sub(title.split_whitespace().count());
    (1..=KICKER).contains(&more) && letters(heading).ends_with(&letters(title))
}

/// `title` without the section before it and the name of the site before or
/// after it. `site` is that name, `headings` the page's `<h1>` elements.
pub(super) fn without_site(title: &str, site: Option<&str>, headings: &[String]) -> String {
    let separators = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", "｜", ": "];
    // Whether the title consists of this heading and whole other pieces.
    let is_piece = |h: &&String| {
        let Some(at) = title.find(h.as_str()).filter(|_| h.chars().count() > 10 && title.len() > h.len()) else {
            return false;
        };
        let (before, after) = (title.get(..at).unwrap_or(""), title.get(at + h.len()..).unwrap_or(""));
        (before.is_empty() || separators.iter().any(|p| before.ends_with(p)))
            && (after.is_empty() || separators.iter().any(|p| after.starts_with(p)))
    };
    let count = |text: &str| text.split_whitespace().count();
    // A short last piece after a longer one is the name of the site.
    let is_site =
        |h: &&String| count(h) <= SITE && title.strip_suffix(h.as_str()).is_some_and(|before| count(before) > SITE + 2);
    if let Some(heading) = headings.iter().filter(is_piece).filter(|h| !is_site(h)).max_by_key(|h| h.len()) {
        return heading.clone();
    }
    let site = site.or_else(|| headings.iter().filter(is_piece).find(is_site).map(String::as_str));
    let names_site = |piece: &str| {
        site.is_some_and(|site| {
            let (piece, site) = (letters(piece), letters(site.trim_start_matches("www.")));
            piece.len() >= 3 && (piece.contains(&site) || site.contains(&piece))
        })
    };
    for separator in separators.iter().take(separators.len() - 1) {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && (names_site(tail) || (*separator == " | " && count(head) >= 4 && count(tail) <= 4))
        {
            return head.trim().to_owned();
        }
    }
    for separator in separators {
        if let Some((head, tail)) = title.split_once(separator)
            && names_site(head)
            && count(tail) >= 3
        {
            // “Courier » Archive » Pier opens again”
            return tail.rsplit(separator).next().unwrap_or(tail).trim().to_owned();
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
    fn a_heading_with_a_kicker_before_the_title_is_not_preferred() {
        assert!(is_after_kicker("The pier is open again", "Coast: The pier is open again"));
        assert!(!is_after_kicker("The pier is open again", "Two winters after the great storm the pier is open again"));
    }

    #[test]
    fn the_name_of_the_site_is_removed_from_the_title() {
        let site = ["Harbour notes".to_owned()];
        let title = "How the pier was opened again - Harbour notes";
        assert_eq!(without_site(title, None, &site), "How the pier was opened again");
        let archive = "Courier » Archive » The pier opens again";
        assert_eq!(without_site(archive, Some("Courier"), &[]), "The pier opens again");
        assert_eq!(without_site("Pier opens again - Courier", Some("The Courier"), &[]), "Pier opens again");
        assert_eq!(without_site("Pier opens - and closes", None, &[]), "Pier opens - and closes");
    }
}
