//! Elements that rules for names do not cut, or cut even inside a sentence.

use crate::html::tree::{NodeId, Tree};
use crate::rules::elements::Match;

/// The word for a list of comments in the table of rules.
const COMMENTS_LIST: &str = "commentlist";
/// How many elements around a word may be the program that it is in.
const IN_CODE: usize = 6;

/// Whether the names of the element say that only screen readers or a pointer
/// see it: `sr-only`, `visually-hidden`, `tooltip`.
pub(super) fn is_for_screen_readers(tree: &Tree, node: NodeId) -> bool {
    let names = tree.attribute(node, "class").unwrap_or_default().split_ascii_whitespace();
    let hides = |name: &str| {
        let name = name.to_ascii_lowercase().replace('_', "-");
        ["hidden", "is-hidden", "noprint", "u-hidden"].contains(&name.as_str())
            || ["assistive", "editsection", "screen-reader", "screenreader", "sr-only", "tooltip", "visually-hidden"]
                .iter()
                .any(|hidden| name.contains(hidden))
            || name.contains("visuallyhidden")
    };
    names.take(40).any(hides) || tree.attribute(node, "role") == Some("tooltip")
}

/// Whether the link `node` is in the middle of a sentence: words right before it, or a
/// small letter after it.
pub(super) fn is_word_of_sentence(tree: &Tree, node: NodeId) -> bool {
    let text = |found: Option<NodeId>| found.and_then(|n| tree.text(n)).map(str::trim).filter(|text| !text.is_empty());
    let before = text(tree.previous_sibling(node))
        .is_some_and(|text| text.ends_with(|c: char| c.is_alphanumeric() || ",(“„«".contains(c)));
    let after = text(tree.next_sibling(node)).is_some_and(|text| text.starts_with(char::is_lowercase));
    tree.name(node) == "a" && (before || after)
}

/// Whether the element holds the footnotes of the article, by its role or names.
pub(super) fn holds_footnotes(tree: &Tree, node: NodeId) -> bool {
    let names = ["class", "id", "role"].map(|key| tree.attribute(node, key).unwrap_or_default().to_ascii_lowercase());
    names.iter().any(|name| name.contains("footnote") || name.contains("endnotes"))
}

/// Whether the page's microdata states that `node` is the article; `percent` is
/// its share of the running text.
pub(super) fn is_stated_article(tree: &Tree, node: NodeId, percent: usize) -> bool {
    tree.attribute(node, "itemprop").is_some_and(|p| p == "articleBody" || p == "mainEntityOfPage") && percent > 10
}

/// Whether the element is the foot of the page, a column or a list of comments by its tag or by a
/// name that nothing else has, so that it may hold more text than an article that is short.
pub(super) fn is_beside(tree: &Tree, node: NodeId, found: &Match<'_>) -> bool {
    match found.words {
        Some(words) => words == [COMMENTS_LIST],
        None => matches!(tree.name(node), "footer" | "aside"),
    }
}

/// Whether a role of the whole page is wrongly given to a part of the article: the head or foot
/// of a page is in no `<main>` or `<article>`.
pub(super) fn is_part_of_article(tree: &Tree, node: NodeId, found: &Match<'_>) -> bool {
    let is_misused = || matches!(tree.attribute(node, "role"), Some("banner" | "contentinfo"));
    let is_inside = || tree.ancestors(node).any(|above| matches!(tree.name(above), "main" | "article"));
    found.words.is_none() && matches!(tree.name(node), "div" | "section" | "ul") && is_misused() && is_inside()
}

/// Whether the element is in a program, in which classes say what colour words have: `comment`.
pub(super) fn is_in_code(tree: &Tree, node: NodeId) -> bool {
    tree.ancestors(node).take(IN_CODE).any(|above| matches!(tree.name(above), "pre" | "code"))
}

#[cfg(test)]
mod tests {
    const STORY: &str =
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.";
    const SHIPS: &str =
        "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.";

    fn text(html: &str) -> String {
        crate::extract(html, None).text().to_owned()
    }

    #[test]
    fn classes_in_a_program_are_colours() {
        let code = "<pre><code><span class='token comment'># count the ships</span>\n<span class='token tag'>ships</span> --all <span class=sr-only>Copied</span></code></pre>";
        let found = text(&format!("<article><p>{STORY}</p>{code}<p>{SHIPS}</p></article>"));
        assert!(found.contains("# count the ships\nships --all") && !found.contains("Copied"), "{found}");
    }

    #[test]
    fn a_short_article_is_found_beside_a_long_foot_column_or_list_of_comments() {
        let lines = "<li>Lamps: 40, each with a glass of its own</li><li>Piles: 112, all of them oak</li>".repeat(6);
        let long: String = (1..9).map(|n| format!("<p>Number {n}: {SHIPS} So it was {n} years ago.</p>")).collect();
        for beside in [
            format!("<footer><div>{long}</div></footer>"),
            format!("<aside class=column><div>{long}</div></aside>"),
            format!("<ol class=commentlist>{}</ol>", long.replace("p>", "li>")),
        ] {
            let page = format!("<main><div><h1>Pier</h1><p>{STORY}</p><ul>{lines}</ul></div>{beside}</main>");
            let found = text(&page);
            assert!(found.contains(STORY) && found.contains("Lamps: 40") && !found.contains("Number 3"), "{found}");
        }
    }

    #[test]
    fn a_column_that_holds_the_headline_is_the_article() {
        let long: String = (1..9).map(|n| format!("<p>Number {n}: {SHIPS} So it was {n} years ago.</p>")).collect();
        assert!(text(&format!("<div><p>{STORY}</p></div><aside><h1>Pier</h1>{long}</aside>")).contains("Number 3"));
    }

    #[test]
    fn a_box_of_information_with_sentences_is_text() {
        let story = format!("<p>{STORY}</p>").repeat(2) + &format!("<p>{SHIPS}</p>").repeat(2);
        let page = |fact: &str| format!("<article>{story}{fact}<p>{STORY} Nobody was hurt.</p></article>");
        let told = "The pier of the town was built by hand in the summer of 1931, and it is longer than any other.";
        assert!(text(&page(&format!("<div class=paragraph--infobox><p>{told}</p></div>"))).contains(told));
        let table = "<table class=infobox><tr><td>Length</td><td>112 m</td></tr></table>";
        assert!(!text(&page(table)).contains("112 m"));
    }

    #[test]
    fn a_role_of_the_whole_page_is_believed_only_outside_of_the_article() {
        let points = "<h2>In short:</h2><ul><li>The pier has been shut since the storm.</li></ul>";
        let story = format!("<p>{STORY}</p><p>{SHIPS}</p>");
        let page = |open: &str| format!("<main><h1>Pier</h1><div>{story}{open}{points}</section></div></main>");
        assert!(text(&page("<section role=contentinfo>")).contains("has been shut since"));
        assert!(!text(&page("<section role=navigation>")).contains("has been shut since"));
    }

    #[test]
    fn the_heading_of_a_box_of_information_is_text() {
        let told = "The pier of the town was built by hand in the summer of 1931, and it is longer than any other.";
        let fact = format!("<div class=infobox><h3 class=infobox__title>On the pier</h3><p>{told}</p></div>");
        let found = text(&format!("<article><p>{STORY}</p><p>{SHIPS}</p>{fact}<p>{STORY} So it was.</p></article>"));
        assert!(found.contains("On the pier"), "{found}");
    }
}
