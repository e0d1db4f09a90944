//! Teasers: boxes that lead to other pages, recognised by how they are built
//! and not by their names. Links around whole blocks, rows of similar cards,
//! lists of headlines.

use super::density::Density;
use super::row::ROW;
use super::{row, teaser_rows};
use crate::html::element::{in_paragraph, is_inline};
use crate::html::tree::{NodeId, Tree};
use crate::rules::ElementRules;
use crate::rules::elements::RELATED;

/// Characters that a card has at most; a longer one is a section of the
/// article.
const CARD: u32 = 420;
/// The percentage of the page's running text that cards have at most; with more
/// they are the page itself.
const SHARE: usize = 45;

/// Cuts the teasers of the page.
pub(super) fn cut<'r>(density: &mut Density<'r>, tree: &Tree, rules: &'r ElementRules) {
    let rule = rules.by_name(RELATED);
    for node in find(tree, density) {
        density.cut_element(tree, node, rule);
    }
    for node in teaser_rows::find(tree, density) {
        density.cut_element(tree, node, rule);
    }
}

/// The elements that are teasers, in the order of the page.
fn find(tree: &Tree, density: &Density<'_>) -> Vec<NodeId> {
    let all = density.running.first().copied().unwrap_or(0).max(1) as usize;
    let mut found = Vec::new();
    for &node in density.order() {
        if density.excluded[node as usize] || tree.name(node).is_empty() {
            continue;
        }
        if tree.name(node) == "a" {
            let percent = density.running[node as usize] as usize * 100 / all;
            if percent <= 15 && is_card_link(tree, node) {
                found.push(node);
            }
            continue;
        }
        if tree.name(node) == "span" && density.inline[node as usize] {
            // Only the innermost element: the one around it also holds the word
            // that shows the box.
            if is_rollover(tree, density, node)
                && !tree.descendants(node).skip(1).take(100).any(|n| is_rollover(tree, density, n))
            {
                found.push(node);
            }
            continue;
        }
        let cards = cards(tree, density, node);
        let running: usize = cards.iter().map(|&c| density.running[c as usize] as usize).sum();
        if cards.len() >= ROW && running * 100 / all <= SHARE {
            found.extend(cards);
        }
    }
    found
}

/// Whether the link `node` surrounds a headline or blocks of text. A link
/// around a picture and its caption leads to the picture and is not a teaser.
fn is_card_link(tree: &Tree, node: NodeId) -> bool {
    let to = tree.attribute(node, "href").unwrap_or("");
    if to.is_empty() || to.starts_with('#') || to.starts_with("javascript:") || is_picture(to) || is_post(to) {
        return false;
    }
    if is_paid(tree, node) {
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

/// Whether the link leads to a shop that pays for it. Around a heading, it is the name of
/// the product that the text is about.
fn is_paid(tree: &Tree, node: NodeId) -> bool {
    let only_heading = || {
        let texts = tree.descendants(node).take(200).filter(|&n| tree.text(n).is_some_and(|t| !t.trim().is_empty()));
        let in_heading = |n: NodeId| tree.ancestors(n).take(6).any(|a| matches!(tree.name(a), "h2" | "h3" | "h4"));
        texts.into_iter().all(in_heading)
    };
    let rel = tree.attribute(node, "rel").unwrap_or("");
    rel.split_ascii_whitespace().any(|word| word == "sponsored") && only_heading()
}

/// Whether `node` is a box that the page shows over a word of a sentence:
/// several headlines, all of them links.
fn is_rollover(tree: &Tree, density: &Density<'_>, node: NodeId) -> bool {
    let (text, links) = (density.text[node as usize], density.links[node as usize]);
    if tree.name(node) != "span" || text < 60 || links * 10 < text * 7 || !in_paragraph(tree, node) {
        return false;
    }
    let headlines = tree
        .descendants(node)
        .take(100)
        .filter(|&n| tree.name(n) == "a" && tree.all_text(n).split_whitespace().count() >= 5);
    headlines.take(2).count() == 2
}

/// Whether `address` leads to a post of a social network, which pages quote as one
/// link around all of it: `/NAME/status/12`, `/profile/NAME/post/ab`, `/@NAME/12`.
fn is_post(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    match parts.as_slice() {
        [.., "status", id] => is_number(id),
        [.., "profile", _, "post", _] => true,
        [.., name, id] => name.starts_with('@') && is_number(id),
        _ => false,
    }
}

/// Whether `address` leads to a picture, by its ending.
fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or("").to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"].iter().any(|end| path.ends_with(end))
}

/// The children of `node` that are similar cards: of the same element and
/// class, each short, with a link and with a picture or headline.
fn cards(tree: &Tree, density: &Density<'_>, node: NodeId) -> Vec<NodeId> {
    let row = row::of(tree, node, |child| !density.excluded[child as usize] && !density.invisible[child as usize]);
    if row.is_empty() {
        return Vec::new();
    }
    let cards: Vec<NodeId> = row.iter().copied().filter(|&c| is_card(tree, density, c)).collect();
    // A section that looks like a card among others that do not is not a teaser.
    if cards.len() * 4 >= row.len() * 3 { cards } else { Vec::new() }
}

/// Whether `node` is a card: short, with a link and a picture or headline.
fn is_card(tree: &Tree, density: &Density<'_>, node: NodeId) -> bool {
    let i = node as usize;
    if density.text[i] == 0 || density.text[i] > CARD || density.links[i] * 100 < density.text[i] * 25 {
        return false;
    }
    let (mut headline, mut picture, mut links) = (false, false, 0);
    for below in tree.descendants(node).skip(1).take(200) {
        match tree.name(below) {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                headline |= density.links[below as usize] * 10 >= density.text[below as usize] * 8
            }
            "img" | "picture" | "amp-img" => picture = true,
            "a" if tree.attribute(below, "href").is_some_and(|to| !to.contains('#') && !is_picture(to)) => links += 1,
            "figcaption" | "blockquote" | "pre" => return false,
            _ => {}
        }
    }
    links > 0 && (headline || picture) && !is_inline(tree.name(node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    /// The texts of the teasers in a page.
    fn texts(html: &str) -> Vec<String> {
        let tree = Tree::parse(html);
        let rules = &Language::bundled().elements;
        let mut density = Density::new(&tree, rules);
        cut(&mut density, &tree, rules);
        let cut = density.order().iter().filter(|&&n| density.cut[n as usize].is_some_and(|r| r.name == "related"));
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
    fn links_around_a_picture_or_a_word_are_no_teasers() {
        let html = format!(
            "{STORY}<a href='/big.jpg'><div>The pier</div></a><p>The <a href='/port'>port</a> is shut.</p><figure><a href='/x'><div>Pier</div></a></figure>"
        );
        assert_eq!(texts(&html), [""; 0]);
    }

    #[test]
    fn a_post_that_is_one_link_is_no_teaser() {
        for to in
            ["https://x.example/ann/status/1", "https://b.example/profile/ann/post/3k", "https://m.example/@ann/12"]
        {
            let post =
                format!("<a href='{to}'><div>Ann Lee</div><p>The number of ferries has fallen by a third.</p></a>");
            assert_eq!(texts(&format!("{STORY}{post}")), [""; 0], "{to}");
        }
    }

    #[test]
    fn similar_cards_are_teasers() {
        let card =
            |n: u8| format!("<div class=card><a href='/{n}'><img src=a.png>Story number {n}</a> Two words</div>");
        let html = format!("{STORY}<div>{}{}{}</div>", card(1), card(2), card(3));
        assert_eq!(texts(&html).len(), 3);
        let html = format!("{STORY}<div>{}{}</div>", card(1), card(2));
        assert_eq!(texts(&html).len(), 0, "two are not a row");
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

    #[test]
    fn the_name_of_a_product_that_a_shop_pays_for_is_no_teaser() {
        let link =
            |rel: &str| format!("{STORY}<a rel='{rel}' href='https://shop.example/9'><h3>Lindhaven Kettle</h3></a>");
        assert_eq!(texts(&link("nofollow sponsored")), [""; 0]);
        assert_eq!(texts(&link("bookmark")), ["Lindhaven Kettle"]);
    }
}
