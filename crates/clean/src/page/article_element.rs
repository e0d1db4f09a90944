//! Which element of a page holds the article.
//!
//! The scores are those of Arc90's Readability (2009): each paragraph gives
//! points to the elements around it, fewer the further away they are. What the
//! page states (microdata, `<article>`, the names that content systems use)
//! counts only where it agrees with the scores.

use super::density::Density;
use crate::html::tree::{NodeId, Tree};
use crate::phrases::Phrases;

/// An element that lacks the first paragraph under the headline, and has less
/// than this percentage of the running text, is only a section of the article.
const SECTION: u32 = 50;
/// The percentage of the running text in the element that is taken instead.
const MOST: u32 = 80;

/// The percentage of its running text that an element around it has at most if it has hardly more.
const MORE: u32 = 140;

/// Characters of running text in an `<article>` that is the page's first one, at least.
const ARTICLE: u32 = 600;

/// The element that holds the article's text; the document's `body` if no other
/// is found. `names` are class names of such elements.
pub(super) fn find(tree: &Tree, density: &Density<'_>, names: &Phrases) -> NodeId {
    let score = scores(tree, density);
    let body = density.order().iter().copied().find(|&n| tree.name(n) == "body").unwrap_or(0);
    let at = |node: NodeId| score.get(node as usize).copied().unwrap_or(0.0) * (1.0 - density.link_density(node));
    let Some(top) = density.order().iter().copied().filter(|&n| at(n) > 0.0).max_by(|&a, &b| at(a).total_cmp(&at(b)))
    else {
        return body;
    };
    let kept = density.kept(tree);
    let weight = |node: NodeId| kept.get(node as usize).copied().unwrap_or(0);
    let top = climb(tree, top, body, &weight);
    // What the page states, where it agrees about most of the text.
    let stated = density
        .order()
        .iter()
        .copied()
        .filter(|&n| !density.excluded[n as usize])
        .filter_map(|n| Some((n, stated_strength(tree, n, names)?)));
    let best = stated
        .filter(|&(n, _)| weight(n) * 100 >= weight(top) * 70 && weight(n) > 0)
        .max_by_key(|&(n, strength)| (strength, weight(n)))
        .map(|(n, _)| n);
    let chosen = match best {
        // It must not be a much larger element around the one found by score.
        Some(stated) if weight(stated) * 100 <= weight(top) * 140 || tree.ancestors(stated).any(|a| a == top) => stated,
        _ => top,
    };
    if weight(chosen) * 100 < weight(0) * SECTION && !begins_in(chosen, tree, density, kept) {
        let holds_most = |&n: &NodeId| weight(n) * 100 >= weight(0) * MOST;
        return density.order().iter().copied().rfind(holds_most).unwrap_or(chosen);
    }
    let first = first_of_several(chosen, tree, density, &weight).unwrap_or(chosen);
    with_headline(first, tree, density, &weight).unwrap_or(first)
}

/// The element around `element` and the `<article>` before it that holds the only headline, where
/// a page writes each part of its article as one, if there is hardly more text in it.
fn with_headline(
    element: NodeId,
    tree: &Tree,
    density: &Density<'_>,
    weight: &impl Fn(NodeId) -> u32,
) -> Option<NodeId> {
    let mut headlines = density.order().iter().copied().filter(|&n| tree.name(n) == "h1");
    let (headline, None) = (headlines.next()?, headlines.next()) else { return None };
    let first = article_around(tree, headline)?;
    let second = if tree.name(element) == "article" { element } else { article_around(tree, element)? };
    let around = tree.parent(first).filter(|&around| first < second && tree.parent(second) == Some(around))?;
    (weight(around) * 100 <= weight(element) * MORE).then_some(around)
}

/// The smallest `<article>` around `node`.
pub(super) fn article_around(tree: &Tree, node: NodeId) -> Option<NodeId> {
    tree.ancestors(node).find(|&above| tree.name(above) == "article")
}

/// The first `<article>` in `element` if it holds an article and others come after it, each
/// with a first heading of its own, as on pages that load the next article below the first.
fn first_of_several(
    element: NodeId,
    tree: &Tree,
    density: &Density<'_>,
    weight: &impl Fn(NodeId) -> u32,
) -> Option<NodeId> {
    let headed = density.order().iter().copied().filter(|&n| tree.name(n) == "h1");
    let mut articles = headed.filter_map(|heading| {
        let article = article_around(tree, heading)?;
        tree.ancestors(article).any(|above| above == element).then_some(article)
    });
    let first = articles.next()?;
    let others = articles.any(|other| other != first && !tree.ancestors(other).any(|above| above == first));
    (others && weight(first) >= ARTICLE).then_some(first)
}

/// The lowest element with most of the page's running text, if `found` has less than
/// half as much.
pub(super) fn with_most_text(found: NodeId, tree: &Tree, density: &Density<'_>) -> Option<NodeId> {
    let kept = density.kept(tree);
    let weight = |node: NodeId| kept.get(node as usize).copied().unwrap_or(0);
    let holds_most = |&n: &NodeId| weight(n) * 100 >= weight(0) * MOST && weight(n) > 0;
    let densest = density.order().iter().copied().rfind(holds_most)?;
    (weight(found) * 100 < weight(densest) * SECTION).then_some(densest)
}

/// The percentage of the page's running text that is in `element`; 100 if the page
/// has none.
pub(super) fn share_of_text(element: NodeId, tree: &Tree, density: &Density<'_>) -> u32 {
    let kept = density.kept(tree);
    let weight = |node: NodeId| kept.get(node as usize).copied().unwrap_or(0);
    if weight(0) == 0 { 100 } else { weight(element).saturating_mul(100) / weight(0) }
}

/// Whether the first running text after the page's headline is in `element`.
/// The element found by score may be one section of several, or a box about the
/// author; `kept` is the running text in each node.
fn begins_in(element: NodeId, tree: &Tree, density: &Density<'_>, kept: &[u32]) -> bool {
    let weight = |node: NodeId| kept.get(node as usize).copied().unwrap_or(0);
    let headline = density.order().iter().position(|&n| tree.name(n) == "h1").unwrap_or(0);
    let first = density.order().iter().skip(headline).copied().find(|&n| {
        let below: u32 = tree.children(n).map(weight).sum();
        weight(n) > below
    });
    first.is_none_or(|first| first == element || tree.ancestors(first).any(|above| above == element))
}

/// How clearly the page states that the element holds the article's text: 3 for
/// microdata, 2 for one of `names`, 1 for `<article>`; `None` if it does not.
fn stated_strength(tree: &Tree, node: NodeId, names: &Phrases) -> Option<u8> {
    let microdata =
        tree.attribute(node, "itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|w| w == "articleBody"));
    if microdata {
        return Some(3);
    }
    let values = [tree.attribute(node, "class"), tree.attribute(node, "id"), tree.attribute(node, "data-component")];
    let classes = values.into_iter().flatten().flat_map(str::split_ascii_whitespace).take(60);
    let named = classes.filter(|name| names.is_in(name)).any(|name| {
        let name = name.to_ascii_lowercase();
        names.list().iter().any(|body| {
            name == *body
                || name.strip_prefix(body).is_some_and(|rest| rest.starts_with(['-', '_']))
                || name.strip_suffix(body).is_some_and(|rest| rest.ends_with(['-', '_']))
        })
    });
    if named && matches!(tree.name(node), "div" | "section" | "article" | "main" | "td" | "span") {
        return Some(2);
    }
    (tree.name(node) == "article" || tree.attribute(node, "role") == Some("article")).then_some(1)
}

/// The points of each node.
fn scores(tree: &Tree, density: &Density<'_>) -> Vec<f32> {
    let mut score = vec![0.0_f32; tree.len()];
    for &node in density.order() {
        let i = node as usize;
        let below: u32 = tree.children(node).map(|c| density.running[c as usize]).sum();
        let own = density.running[i].saturating_sub(below);
        if own == 0 || density.excluded[i] {
            continue;
        }
        let points = 1.0 + (own as f32 / 100.0).min(4.0);
        // Text directly in a box, its paragraphs separated by line breaks,
        // counts as if the box were the parent of the paragraphs.
        let start = if matches!(tree.name(node), "div" | "section" | "article" | "td" | "main" | "body") && own > 400 {
            Some(node)
        } else {
            tree.parent(node)
        };
        let mut share = 1.0;
        for (level, above) in
            start.into_iter().chain(start.into_iter().flat_map(|s| tree.ancestors(s))).take(5).enumerate()
        {
            score[above as usize] += points * share;
            share = match level {
                0 => 0.5,
                level => 1.0 / (level as f32 * 3.0),
            };
        }
    }
    score
}

/// The highest of the elements around `top` that holds much more running text
/// than the one below it. Advertisements often split an article into boxes.
fn climb(tree: &Tree, top: NodeId, body: NodeId, weight: &impl Fn(NodeId) -> u32) -> NodeId {
    let mut best = top;
    for above in tree.ancestors(top).take(6) {
        if above == body || above == 0 || tree.name(above) == "html" {
            break;
        }
        if weight(above) * 100 > weight(best) * 125 {
            best = above;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    const PARAGRAPHS: [&str; 4] = [
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.",
        "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.",
        "The port captain said that he had not seen such a queue since the winter when the lock gates froze.",
        "Ann Lee has written about ports and their people for the Courier since she was a clerk at the customs house.",
    ];

    #[test]
    fn sections_in_boxes_of_their_own_are_one_article() {
        let boxed = |p: &str| format!("<div class=slide><div><div><div><div><p>{p}</p></div></div></div></div></div>");
        let story: String = PARAGRAPHS[..3].iter().map(|p| boxed(p)).collect();
        let about = format!("<div><p>{0}</p><p>{0} And more.</p></div>", PARAGRAPHS[3]);
        let page = format!("<div id=page><h1>Pier</h1><div>{story}</div>{about}</div>");
        let article = crate::extract(&page, None);
        assert!(PARAGRAPHS[..3].iter().all(|p| article.text().contains(p)), "{}", article.text());
    }

    #[test]
    fn the_parts_of_an_article_may_be_articles() {
        let (list, steps) = ("<p>It takes 125 g of flour and an egg.</p>", PARAGRAPHS[..3].join("</p><p>"));
        let page = |last: &str| {
            let first = format!(
                "<article class=box><h1>Pier cake</h1><p>The best cake of the port</p></article><article class=box>{list}</article>"
            );
            crate::extract(&format!("<main>{first}<article class=box><p>{steps}</p></article>{last}</main>"), None)
        };
        assert!(page("").text().contains("125 g of flour"), "{}", page("").text());
    }

    #[test]
    fn the_article_that_is_loaded_below_is_another_one() {
        let story = |name: &str| -> String {
            PARAGRAPHS
                .iter()
                .map(|p| format!("<p>{name}: {p} Nobody in the town had expected it so late in the year.</p>"))
                .collect()
        };
        let one = |name: &str| format!("<article><h1>{name}</h1>{}</article>", story(name));
        let article = crate::extract(&format!("<main>{}<div>{}</div></main>", one("Pier"), one("Ferry")), None);
        assert!(article.text().contains("Pier: The harbour") && !article.text().contains("Ferry: The harbour"));
        let inside = format!(
            "<main><article><h1>Pier</h1>{}<article><h1>Ferry</h1>{}</article></article></main>",
            story("Pier"),
            story("Ferry")
        );
        assert!(crate::extract(&inside, None).text().contains("Ferry: The harbour"), "an article in the article");
    }
}
