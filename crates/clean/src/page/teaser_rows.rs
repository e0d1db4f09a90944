//! Rows of teasers below an article: elements of one kind, each with a headline that is a link
//! and with a date, or each an `<article>` of its own.
//!
//! They may hold much more text than the article, which may have two sentences.

use super::density::Density;
use super::row::{self, ROW};
use crate::html::tree::{NodeId, Tree};

/// Characters that one has at most.
const LONGEST: u32 = 420;
/// Characters of a headline, at least; shorter links are names of products and places.
const HEADLINE: u32 = 15;
/// Characters of running text between the page's headline and the row, at least.
const ABOVE: u32 = 60;
/// Characters of a text that is a date, at most.
const DATE: usize = 60;
/// Nodes of one that are looked at.
const INSIDE: usize = 120;

/// The teasers below the article, in the order of the page.
pub(super) fn find(tree: &Tree, density: &Density<'_>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut above = None;
    for &node in density.order() {
        let i = node as usize;
        if tree.name(node) == "h1" && density.links[i] * 2 <= density.text[i] {
            above.get_or_insert(0);
        }
        let Some(above) = &mut above else { continue };
        if density.excluded[i] {
            continue;
        }
        if *above >= ABOVE {
            found.extend(teasers_among(tree, density, node));
        }
        let below: u32 = tree.children(node).map(|child| density.running[child as usize]).sum();
        *above += density.running[i].saturating_sub(below);
    }
    found
}

/// The children of `node` that are teasers, if most of their kind are.
fn teasers_among(tree: &Tree, density: &Density<'_>, node: NodeId) -> Vec<NodeId> {
    let kind = row::of(tree, node, |child| !density.excluded[child as usize] && density.text[child as usize] > 0);
    let teasers: Vec<NodeId> = kind.iter().copied().filter(|&child| is_teaser(tree, density, child)).collect();
    if teasers.len() >= ROW && teasers.len() * 4 >= kind.len() * 3 { teasers } else { Vec::new() }
}

/// Whether `node` has one headline, which is a link, and is dated or an `<article>`.
fn is_teaser(tree: &Tree, density: &Density<'_>, node: NodeId) -> bool {
    if density.text[node as usize] > LONGEST {
        return false;
    }
    let mut headlines = 0;
    let mut dated = tree.name(node) == "article";
    for below in tree.descendants(node).skip(1).take(INSIDE) {
        let i = below as usize;
        match tree.name(below) {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                if density.text[i] < HEADLINE || density.links[i] * 10 < density.text[i] * 8 {
                    return false;
                }
                headlines += 1;
            }
            "h1" | "figcaption" | "blockquote" | "pre" | "table" => return false,
            "time" => dated = true,
            "" => dated |= tree.text(below).is_some_and(is_date),
            _ => {}
        }
    }
    dated && headlines == 1
}

/// Whether `text` is short and names a year in figures.
fn is_date(text: &str) -> bool {
    let text = text.trim();
    text.len() <= DATE
        && text
            .split(|c: char| !c.is_ascii_digit())
            .any(|figures| figures.len() == 4 && (figures.starts_with("19") || figures.starts_with("20")))
}

#[cfg(test)]
mod tests {
    /// The text of a page with a short article and five cards below it, each with these words
    /// after its headline.
    fn text(name: &str, date: &str, first: &str) -> String {
        let card = |n: usize| {
            format!(
                "<{name} class=card><h3><a href=/{n}>Why ferry number {n} is late</a></h3><p>The ferry was {n} hours late on Monday, and nobody in the harbour could say when it would come.</p>{date}</{name}>"
            )
        };
        let cards: String = (1..6).map(card).collect();
        crate::extract(&format!("<main><h1>Pier shut</h1><div>{first}</div><div>{cards}</div></main>"), None)
            .text()
            .to_owned()
    }

    const STORY: &str = "<p>The pier at Lindhaven was shut on Monday after a barge broke loose in the night.</p>";

    #[test]
    fn dated_cards_below_a_short_article_are_teasers() {
        for (name, date) in [("div", "<span>12 March 2026</span>"), ("li", "<time>Monday</time>"), ("article", "")] {
            assert_eq!(
                text(name, date, STORY),
                "Pier shut\n\nThe pier at Lindhaven was shut on Monday after a barge broke loose in the night.",
                "{name}"
            );
        }
    }

    #[test]
    fn sections_without_dates_and_lists_without_an_article_stay() {
        assert!(text("div", "", STORY).contains("3 hours late"));
        assert!(text("div", "<span>12 March 2026</span>", "").contains("3 hours late"));
    }
}
