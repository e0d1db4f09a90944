//! The headline in a stated title, which often names the site too.

use std::collections::HashSet;

use super::authors::is_host;
use super::visible::Visible;
use crate::page::candidate_block::{letters, same_letters};

/// The percentage of the words of a title or heading, whichever is shorter, that
/// the other has if they are the same headline.
const NEAR: usize = 50;
/// The percentage of the words that a heading of a lower level has in common with the
/// title, if it is the headline.
const SAME: usize = 80;
/// Words of a heading that is the beginning of the title, at least.
const LEAST: usize = 3;

/// Words of the name of a section or a site, at most.
const SECTION: usize = 5;
/// Words of a heading that is a headline of its own, at least.
const SENTENCE: usize = 4;

/// What a page states as its title.
#[derive(Debug)]
pub(super) struct Stated {
    /// In JSON-LD.
    pub(super) in_json_ld: Option<String>,
    /// In `meta` elements, the most trusted first.
    pub(super) in_tags: Vec<String>,
    /// The letters of the last part of the page's address.
    pub(super) in_address: String,
}

/// The title of the article: what is `stated` in JSON-LD, else in tags, else the
/// document's own, without the name of the `site`; or instead of it the heading that the
/// page shows.
pub(super) fn choose(stated: Stated, visible: &Visible<'_>, site: &Site) -> Option<String> {
    let all: Vec<String> = stated.in_json_ld.iter().chain(&stated.in_tags).chain(&visible.title).cloned().collect();
    let in_address = stated.in_address.clone();
    let title = whole(stated, visible, site)?;
    // The heading that gave the page its address, unless the title is a part of it.
    let is_in_address = |heading: &&String| {
        let letters_of_heading = letters(heading);
        letters_of_heading == in_address && !letters_of_heading.contains(&letters(&title))
    };
    if let Some(heading) = visible.headings.first_level.iter().find(is_in_address).filter(|_| !in_address.is_empty()) {
        return Some(heading.clone());
    }
    let all: Vec<String> = all.iter().map(|stated| without_site(stated, site, &visible.headings.first_level)).collect();
    Some(as_written(title, &all, visible))
}

/// The letters of the last part of `address`, without the ending of a file.
pub(super) fn letters_in(address: Option<&str>) -> String {
    let path = address.and_then(|address| address.splitn(4, '/').nth(3)).and_then(|path| path.split(['?', '#']).next());
    let part = path.unwrap_or("").trim_end_matches('/').rsplit('/').next().unwrap_or("");
    letters(part.rsplit_once('.').map_or(part, |(name, _)| name))
}

/// `title`, or the one of those `stated` with the same letters if the page shows the title
/// in several pieces, with its punctuation in their style alone.
fn as_written(title: String, stated: &[String], visible: &Visible<'_>) -> String {
    let in_pieces = !visible.headings.parts.is_empty() && visible.headings.first_level.contains(&title);
    let written = stated.iter().find(|stated| in_pieces && same_letters(stated, &title));
    written.cloned().unwrap_or(title)
}

/// What is stated or shown as the title, without the name of the `site`.
fn whole(stated: Stated, visible: &Visible<'_>, site: &Site) -> Option<String> {
    let Stated { in_json_ld, in_tags, .. } = stated;
    let headings = &visible.headings.without_kickers(in_json_ld.iter().chain(&in_tags).chain(&visible.title));
    // Without a heading of the first level, another may be the headline.
    let lower = visible
        .headings
        .outline
        .iter()
        .map(|heading| &heading.text)
        .filter(|text| !visible.headings.of_site.contains(text));
    let lower: Vec<String> = lower.cloned().collect();
    let pieces = if headings.is_empty() { &lower } else { headings };
    let document = visible.title.as_deref().map(|title| without_site(title, site, pieces));
    let is_shown = |title: &String| headings.iter().any(|heading| same_letters(heading, title));
    let agrees = |title: &String| is_shown(title) || shown_heading(title, headings).is_some();
    // JSON-LD that only repeats the document's title says no more than a tag.
    let is_repeated = |title: &String| {
        let own = without_site(title, site, pieces);
        document.as_ref().is_some_and(|document| same_letters(document, &own))
    };
    let is_headline_stated = in_json_ld.as_ref().is_some_and(|title| !is_repeated(title));
    let in_tag = in_tags.first().cloned();
    let count = |text: &str| text.split_whitespace().count();
    // A title that has nothing in common with the page is often that of a section.
    let is_section = |title: &str, document: &str| count(title) <= SECTION && count(title) < count(document);
    let tags = in_tags.clone();
    let stated = in_json_ld.or(in_tag).map(|title| uncut(title, visible.title.as_deref()));
    let stated = match (&document, stated) {
        (Some(document), Some(title))
            if is_shown(document) && !agrees(&title) && (!is_headline_stated || is_section(&title, document)) =>
        {
            Some(document.clone())
        }
        (_, Some(title)) if !is_headline_stated && !agrees(&title) => {
            in_tags.into_iter().find(is_shown).or(Some(title))
        }
        (_, stated) => stated
            .or_else(|| visible.headings.longer_than(visible.title.as_deref().unwrap_or("")))
            .or_else(|| visible.title.clone()),
    };
    let title = without_site(&stated?, site, pieces);
    let is_part = |heading: &String| {
        is_headline_stated && is_start_of(heading, &title)
            || letters(&title).len() < letters(heading).len()
                && !tags.iter().any(|tag| same_letters(tag, heading))
                && visible.headings.parts.iter().any(|part| same_letters(part, &title))
    };
    if let Some(heading) = shown_heading(&title, headings) {
        return Some(if is_part(&heading) { title } else { heading });
    }
    if headings.is_empty()
        && let Some(heading) = lower
            .iter()
            .find(|heading| is_same_sentence(heading, &title) && !letters(heading).starts_with(&letters(&title)))
    {
        return Some(heading.clone());
    }
    // The end of the document's title is the name of the site.
    let is_end = |heading: &str| {
        let document = letters(visible.title.as_deref().unwrap_or(""));
        document.len() > letters(heading).len() && document.ends_with(&letters(heading))
    };
    let is_other = |heading: &&String| !is_headline_stated && !is_end(heading) && is_headline(heading, &title, site);
    let other = headings.first().filter(is_other);
    Some(other.cloned().unwrap_or(title))
}

/// `title`, or the `document`'s own if that goes on where a quotation mark ended the
/// attribute or the string that states the title.
fn uncut(title: String, document: Option<&str>) -> String {
    let goes_on = |document: &&str| {
        document.strip_prefix(title.trim_end()).is_some_and(|rest| rest.trim_start().starts_with('"'))
    };
    document.filter(goes_on).map_or_else(|| title.clone(), str::to_owned)
}

/// Whether most words of the two are the same.
fn is_same_sentence(a: &str, b: &str) -> bool {
    let (a, b) = (words_of(a), words_of(b));
    let longer = a.len().max(b.len());
    longer >= SENTENCE && a.intersection(&b).count() * 100 >= longer * SAME
}

/// Whether `heading`, the first of the page, may be its headline though the title that is
/// stated is another: it has the length of a sentence, or all its words are in the
/// `title`; and it does not name the `site`.
fn is_headline(heading: &str, title: &str, site: &Site) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let (shown, stated) = (words(heading), words(title));
    let is_within = shown.len() >= 2 && shown.iter().all(|word| stated.contains(word));
    (shown.len() >= SENTENCE || is_within) && !site.is_named_in(heading)
}

/// `title` without the section before it and the name of the site before or
/// after it. `headings` are the page's `<h1>` elements.
pub(super) fn without_site(title: &str, site: &Site, headings: &[String]) -> String {
    if headings.iter().any(|heading| same_letters(heading, title)) {
        return title.to_owned();
    }
    // Whether the title consists of this heading and whole other pieces.
    let is_piece = |h: &&String| {
        let Some(at) = title.find(h.as_str()).filter(|_| h.chars().count() > 10 && title.len() > h.len()) else {
            return false;
        };
        let (before, after) = (title.get(..at).unwrap_or(""), title.get(at + h.len()..).unwrap_or(""));
        (before.is_empty() || SEPARATORS.iter().any(|p| before.ends_with(p)))
            && (is_end_of_piece(after) || is_joined(h, after))
    };
    let count = |text: &str| text.split_whitespace().count();
    // A short last piece after a longer one is the name of the site.
    let is_site = |h: &&String| {
        let is_longer = |rest: &str| count(rest) > count(h) + 2;
        count(h) <= SECTION
            && (title.strip_suffix(h.as_str()).is_some_and(is_longer)
                // “Courier » Archive » Pier opens again” goes from the whole to its part.
                || title.strip_prefix(h.as_str()).is_some_and(|rest| rest.starts_with(" » ") && is_longer(rest)))
    };
    if let Some(heading) = headings.iter().filter(is_piece).filter(|h| !is_site(h)).max_by_key(|h| h.len()) {
        return heading.clone();
    }
    let heading = headings.iter().filter(is_piece).find(is_site).map(String::as_str);
    let shows = |piece: &str| {
        heading.is_some_and(|heading| is_name(heading, piece) && (site.name.is_none() || title.starts_with(heading)))
    };
    let names_site = |piece: &str| site.is(piece) || shows(piece);
    for separator in SEPARATORS.iter().take(SEPARATORS.len() - 1) {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && (names_site(tail) || (*separator == " | " && count(head) >= 4 && count(tail) <= 4))
        {
            return head.trim().to_owned();
        }
    }
    for separator in SEPARATORS {
        if let Some((head, tail)) = title.split_once(separator)
            && names_site(head)
            && (count(tail) >= 3 || is_host(head.trim_matches(|c: char| !c.is_alphanumeric())))
        {
            // “Courier » Archive » Pier opens again”
            return tail.rsplit(separator).next().unwrap_or(tail).trim().to_owned();
        }
    }
    if let Some((at, _)) = title.char_indices().rev().find(|&(_, c)| JOINTS.contains(&c))
        && let (Some(head), Some(tail)) = (title.get(..at), title.get(at..))
        && is_joined(head, tail)
        && names_site(tail)
    {
        return head.to_owned();
    }
    title.to_owned()
}

/// What is between the pieces of a title.
const SEPARATORS: [&str; 11] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " : ", "｜", ": "];
/// What is between them without spaces where the script has none.
const JOINTS: [char; 6] = ['-', '|', ':', '：', '_', '—'];

/// Whether a piece of a title ends before `rest`.
pub(super) fn is_end_of_piece(rest: &str) -> bool {
    rest.is_empty() || SEPARATORS.iter().any(|separator| rest.starts_with(separator))
}

/// Whether `after` begins with a separator without spaces, in a script that has none.
fn is_joined(before: &str, after: &str) -> bool {
    let has_no_case = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    let last = before.chars().rfind(|c| c.is_alphabetic());
    after.starts_with(JOINTS) && last.is_some_and(has_no_case)
}

/// The names by which a page's site is known.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// The name that the page states.
    pub(super) name: Option<String>,
    /// The parts of its host with at least [`LABEL`] letters, in lower case.
    labels: Vec<String>,
}

/// Letters of a part of a host that may be the name of a site, at least.
const LABEL: usize = 5;

impl Site {
    /// The site with the stated `name` and the `host` of its address.
    pub(super) fn new(name: Option<String>, host: Option<&str>) -> Self {
        let labels = host.unwrap_or("").split('.').rev().skip(1);
        let labels =
            labels.map(letters).filter(|label| label.len() >= LABEL && label != "blogspot" && label != "wordpress");
        Self { labels: labels.collect(), name: name.or_else(|| host.map(str::to_owned)) }
    }

    /// Whether `piece` of a title is a name of the site.
    fn is(&self, piece: &str) -> bool {
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let words = bare.split_whitespace().count();
        self.name.as_deref().is_some_and(|name| is_name(name, piece))
            || bare
                .split_whitespace()
                .last()
                .is_some_and(|word| word.contains('.') && is_host(word) && words <= SECTION)
            || words <= SECTION && self.labels.iter().any(|label| letters(bare).contains(label.as_str()))
    }

    /// Whether `text` has the name of the site in it.
    fn is_named_in(&self, text: &str) -> bool {
        let text = letters(text);
        let name = self.name.as_deref().map(|name| letters(name.trim_start_matches("www.")));
        name.into_iter().chain(self.labels.iter().cloned()).any(|name| name.len() >= 3 && text.contains(&name))
    }
}

/// Whether `piece` has the letters of the name of a `site`, or is a part of it.
fn is_name(site: &str, piece: &str) -> bool {
    let (piece, site) = (letters(piece), letters(site.trim_start_matches("www.")));
    piece.len() >= 3 && (piece.contains(&site) || site.contains(&piece))
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
    let stated = words_of(title);
    let shared = |heading: &String| {
        let shown = words_of(heading);
        let common = shown.intersection(&stated).count();
        let near = common >= 2 && shown.len() >= 3 && common * 100 >= shown.len().min(stated.len()) * NEAR;
        near.then_some(common)
    };
    let nearest = headings.iter().filter_map(|h| Some((shared(h)?, h)));
    nearest.rev().max_by_key(|&(common, _)| common).map(|(_, heading)| heading.clone())
}

/// The words of `text` in lower case.
fn words_of(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).flat_map(|word| parts_of_word(&word)).collect()
}

/// `word`, or pairs of its letters in a script without spaces between words.
fn parts_of_word(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let has_no_spaces = |c: &char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    if chars.len() > 2 && chars.iter().any(has_no_spaces) {
        return chars.windows(2).map(|pair| pair.iter().collect()).collect();
    }
    vec![word.to_owned()]
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

    fn named(name: &str) -> Site {
        Site::new(Some(name.to_owned()), None)
    }

    #[test]
    fn the_name_of_the_site_is_removed_from_the_title() {
        let site = ["Harbour notes".to_owned()];
        let title = "How the pier was opened again - Harbour notes";
        assert_eq!(without_site(title, &Site::default(), &site), "How the pier was opened again");
        let archive = "Courier » Archive » The pier opens again";
        assert_eq!(without_site(archive, &named("Courier"), &[]), "The pier opens again");
        assert_eq!(without_site("Pier opens again - Courier", &named("The Courier"), &[]), "Pier opens again");
        assert_eq!(without_site("Pier opens - and closes", &Site::default(), &[]), "Pier opens - and closes");
    }
}
