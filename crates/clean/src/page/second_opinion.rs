//! A second opinion on which element holds the article, and the doubt that remains.
//!
//! [`article_element::find`] goes by the scores of paragraphs and what the page calls
//! its elements. The second opinion is plain density: the lowest element with most of
//! the page's running text. Where the two differ much, what the page states about
//! the text decides.

use pullquote_article::Doubt;

use super::article_element;
use super::blocks::blocks_in;
use super::candidate_block::{letters, same_letters};
use super::density::Density;
use super::metadata::Metadata;
use crate::html::tree::{NodeId, Tree};
use crate::language::ElementNames;

/// Words of a stated text that counts as the article's, at least.
const STATED: usize = 120;
/// Letters at the beginning of a description that are looked for in the text.
const BEGINNING: usize = 40;
/// The percentage of the stated words below which the text found is too little.
const LESS: usize = 50;
/// The percentage of the page's running text below which most of it is outside of
/// the element found.
const OUTSIDE: u32 = 25;
/// Letters and digits of a text that is hardly any, at most.
const HARDLY_ANY: usize = 250;
/// Characters of text on a page that shows much, at least.
const MUCH: u32 = 4000;

/// The element that holds the article: `found`, or the one that density gives if
/// only that one has what the page states.
pub(super) fn choose(
    found: NodeId,
    tree: &Tree,
    density: &Density<'_>,
    names: &ElementNames,
    metadata: &Metadata,
) -> NodeId {
    let Some(denser) = article_element::with_most_text(found, tree, density) else { return found };
    let text = |element: NodeId| -> String {
        let blocks = blocks_in(element, tree, density, names);
        blocks.iter().filter(|block| block.cut.is_none()).map(|block| letters(&block.text)).collect()
    };
    let (first, second) = (text(found), text(denser));
    let stated = [metadata.body.as_deref(), metadata.description.as_deref()];
    let has = |text: &str| {
        stated.into_iter().flatten().find_map(|stated| {
            let start: String = letters(stated).chars().take(BEGINNING).collect();
            (start.chars().count() == BEGINNING).then(|| text.contains(&start))
        })
    };
    if has(&first) == Some(false) && has(&second) == Some(true) { denser } else { found }
}

/// Why the page may hold more of its article than `text`, which was found in
/// `element`.
pub(super) fn doubt(
    text: &str,
    element: NodeId,
    tree: &Tree,
    density: &Density<'_>,
    metadata: &Metadata,
) -> Option<Doubt> {
    let found = word_count(text);
    let body = metadata.body.as_deref().map(word_count);
    let stated = body.max(metadata.word_count).filter(|&stated| stated >= STATED);
    if let Some(stated) = stated.filter(|stated| found * 100 < stated * LESS) {
        return Some(Doubt::FewerWords { found, stated });
    }
    if text.chars().filter(|c| c.is_alphanumeric()).take(HARDLY_ANY).count() < HARDLY_ANY
        && density.text.first().is_some_and(|&all| all >= MUCH)
    {
        return Some(Doubt::HardlyAny);
    }
    let title = metadata.meta.title.as_deref().unwrap_or("");
    if !title.is_empty() && same_letters(text, title) {
        return Some(Doubt::NoText);
    }
    let share = article_element::share_of_text(element, tree, density);
    (share < OUTSIDE).then_some(Doubt::MostOutside)
}

/// How many words `text` has; in scripts without spaces, each character is one.
fn word_count(text: &str) -> usize {
    let is_word = |c: char| ('\u{3040}'..='\u{9fff}').contains(&c);
    text.split_whitespace().map(|word| word.chars().filter(|&c| is_word(c)).count().max(1)).sum()
}

#[cfg(test)]
mod tests {
    const STORY: &str = "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier, and forty ships waited beyond the mole for a pilot.";

    /// The name of the doubt that a page leaves.
    fn doubt(html: &str) -> Option<&'static str> {
        crate::extract(html, None).doubt().map(|doubt| doubt.name())
    }

    #[test]
    fn a_page_that_states_more_words_leaves_a_doubt() {
        let page = |count: usize| {
            format!(
                r#"<script type="application/ld+json">{{"@type":"NewsArticle","wordCount":{count}}}</script><article><p>{STORY}</p></article>"#
            )
        };
        assert_eq!(doubt(&page(600)), Some("fewer-words"));
        assert_eq!(doubt(&page(40)), None);
    }

    #[test]
    fn a_page_of_which_only_the_headline_was_found_leaves_a_doubt() {
        let page = |text: &str| format!("<h1>Pier shut</h1><div data-text='{STORY}'>{text}</div>");
        let notice = "<p>Your browser is out of date. Please use another one.</p>";
        assert_eq!(doubt(&page(notice)), Some("no-text"));
        assert_eq!(doubt(&page("<p>The pier is shut today.</p>")), None);
    }

    #[test]
    fn a_page_of_which_hardly_any_was_found_leaves_a_doubt() {
        let links = "<li><a href=/x>Ships and ports of the week</a></li>".repeat(300);
        assert_eq!(doubt(&format!("<h1>Pier</h1><p>The pier is shut today.</p><ul>{links}</ul>")), Some("hardly-any"));
        assert_eq!(doubt("<h1>Pier</h1><p>The pier is shut today.</p>"), None);
    }
}
