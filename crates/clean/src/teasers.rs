//! Boxes that send a reader to other pages, told by how they are built and
//! not by what they are called: links around whole blocks, rows of cards of
//! one make, lists of headlines.

use std::collections::HashMap;

use super::elements::{ElementRules, in_paragraph, is_inline};
use super::tree::{NodeId, Tree};
use crate::density::Survey;

/// Cards that have to stand in a row before they are teasers.
const ROW: usize = 3;
/// Characters above which a card is a section of the article.
const CARD: u32 = 420;
/// Percent of the page's running text above which cards are the page.
const SHARE: usize = 45;

/// The elements that are teasers, in the order of the page.
#[must_use]
pub fn find(tree: &Tree, survey: &Survey<'_>) -> Vec<NodeId> {
    let all = survey.running.first().copied().unwrap_or(0).max(1) as usize;
    let mut found = Vec::new();
    for &node in survey.order() {
        if survey.gone[node as usize] || tree.name(node).is_empty() {
            continue;
        }
        if tree.name(node) == "a" {
            let percent = survey.running[node as usize] as usize * 100 / all;
            if percent <= 15 && is_card_link(tree, node) {
                found.push(node);
            }
            continue;
        }
        if tree.name(node) == "span" && survey.inline[node as usize] {
            // The innermost: what stands around it is the word it hangs on.
            if is_rollover(tree, survey, node)
                && !tree.descendants(node).skip(1).take(100).any(|n| is_rollover(tree, survey, n))
            {
                found.push(node);
            }
            continue;
        }
        let cards = cards(tree, survey, node);
        let running: usize = cards.iter().map(|&c| survey.running[c as usize] as usize).sum();
        if cards.len() >= ROW && running * 100 / all <= SHARE {
            found.extend(cards);
        }
    }
    found
}

/// A link around a headline or around blocks of text. A link around a picture
/// and its caption leads to the picture.
fn is_card_link(tree: &Tree, node: NodeId) -> bool {
    let to = tree.attribute(node, "href").unwrap_or("");
    if to.is_empty() || to.starts_with('#') || to.starts_with("javascript:") || is_picture(to) {
        return false;
    }
    let mut blocks = false;
    for below in tree.descendants(node).skip(1).take(200) {
        match tree.name(below) {
            "figcaption" | "h1" => return false,
            "h2" | "h3" | "h4" | "h5" | "h6" | "article" | "li" => blocks = true,
            "p" | "div" | "section" => {
                blocks |= tree.children(below).any(|c| tree.text(c).is_some_and(|t| !t.trim().is_empty()));
            }
            _ => {}
        }
    }
    blocks && !tree.ancestors(node).take(4).any(|a| matches!(tree.name(a), "figure" | "h1" | "h2" | "h3"))
}

/// A box that a page shows over a word of a sentence: several headlines, all
/// of them links.
fn is_rollover(tree: &Tree, survey: &Survey<'_>, node: NodeId) -> bool {
    let (text, links) = (survey.text[node as usize], survey.links[node as usize]);
    if tree.name(node) != "span" || text < 60 || links * 10 < text * 7 || !in_paragraph(tree, node) {
        return false;
    }
    let headlines = tree
        .descendants(node)
        .take(100)
        .filter(|&n| tree.name(n) == "a" && tree.all_text(n).split_whitespace().count() >= 5);
    headlines.take(2).count() == 2
}

fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"].iter().any(|end| path.ends_with(end))
}

/// The children of `node` that are cards of one make: the same element and
/// class, each short, with a link of its own and a picture or headline.
fn cards(tree: &Tree, survey: &Survey<'_>, node: NodeId) -> Vec<NodeId> {
    let mut makes: HashMap<(&str, &str), Vec<NodeId>> = HashMap::new();
    for child in tree.children(node).take(400) {
        let name = tree.name(child);
        let makes_cards = matches!(name, "div" | "li" | "article" | "section");
        if makes_cards && !survey.gone[child as usize] && !survey.invisible[child as usize] {
            let class = tree.attribute(child, "class").and_then(|c| c.split_ascii_whitespace().next()).unwrap_or("");
            makes.entry((name, class)).or_default().push(child);
        }
    }
    let Some(row) = makes.into_values().max_by_key(|row| (row.len(), row.first().copied())) else {
        return Vec::new();
    };
    if row.len() < ROW {
        return Vec::new();
    }
    let cards: Vec<NodeId> = row.iter().copied().filter(|&c| is_card(tree, survey, c)).collect();
    // One section that looks like a card among others that don't is none.
    if cards.len() * 4 >= row.len() * 3 { cards } else { Vec::new() }
}

fn is_card(tree: &Tree, survey: &Survey<'_>, node: NodeId) -> bool {
    let i = node as usize;
    if survey.text[i] == 0 || survey.text[i] > CARD || survey.links[i] * 100 < survey.text[i] * 25 {
        return false;
    }
    let (mut headline, mut picture, mut links) = (false, false, 0);
    for below in tree.descendants(node).skip(1).take(200) {
        match tree.name(below) {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                headline |= survey.links[below as usize] * 10 >= survey.text[below as usize] * 8
            }
            "img" | "picture" | "amp-img" => picture = true,
            "a" if tree.attribute(below, "href").is_some_and(|to| !to.starts_with('#') && !is_picture(to)) => {
                links += 1
            }
            "figcaption" | "blockquote" | "pre" => return false,
            _ => {}
        }
    }
    links > 0 && (headline || picture) && !is_inline(tree.name(node))
}

/// Cuts the boxes that hold links to other articles, as their structure shows.
pub fn cut<'r>(survey: &mut Survey<'r>, tree: &Tree, rules: &'r ElementRules) {
    let rule = rules.called("related");
    for node in find(tree, survey) {
        survey.cut_below(tree, node, rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of what is cut for how it is built.
    fn texts(html: &str) -> Vec<String> {
        let tree = Tree::parse(html);
        let mut survey = Survey::new(&tree, ElementRules::bundled());
        cut(&mut survey, &tree, ElementRules::bundled());
        let cut = survey.order().iter().filter(|&&n| survey.cut[n as usize].is_some_and(|r| r.name == "related"));
        cut.map(|&n| tree.all_text(n).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the northern pier, the port office said.</p>";

    #[test]
    fn a_link_around_a_headline_is_a_teaser() {
        let html = format!(
            "{STORY}<a href='/b'><div class=x><h4>Barges wait outside</h4><p>A queue of forty ships</p></div></a>"
        );
        assert_eq!(texts(&html), ["Barges wait outside A queue of forty ships"]);
    }

    #[test]
    fn a_link_around_a_picture_and_a_word_in_a_sentence_are_none() {
        let html = format!(
            "{STORY}<a href='/big.jpg'><div>The pier</div></a><p>The <a href='/port'>port</a> is shut.</p><figure><a href='/x'><div>Pier</div></a></figure>"
        );
        assert_eq!(texts(&html), [""; 0]);
    }

    #[test]
    fn cards_of_one_make_are_teasers() {
        let card =
            |n: u8| format!("<div class=card><a href='/{n}'><img src=a.png>Story number {n}</a> Two words</div>");
        let html = format!("{STORY}<div>{}{}{}</div>", card(1), card(2), card(3));
        assert_eq!(texts(&html).len(), 3);
        let html = format!("{STORY}<div>{}{}</div>", card(1), card(2));
        assert_eq!(texts(&html).len(), 0, "two are no row");
    }

    #[test]
    fn the_sections_of_a_list_article_stay() {
        let section = |n: u8| {
            format!(
                "<div class=slide><h3>{n}. A place</h3><img src=a.png><p>The pier was built by hand in {n} summers, and whoever walks it at dusk sees the lamps of the other shore come up one after another.</p></div>"
            )
        };
        let html = format!("<div>{}{}{}</div>", section(1), section(2), section(3));
        assert_eq!(texts(&html), [""; 0]);
    }
}
