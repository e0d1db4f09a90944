//! Which element holds the article.
//!
//! The scores are those of Arc90's Readability: each paragraph gives points to
//! the elements it stands in, fewer the further away. What the page says of
//! itself (microdata, `<article>`, the names CMSs give the body) is evidence
//! that has to agree with them.

use super::tree::{NodeId, Tree};
use crate::density::Survey;

/// Names that content systems give the element around an article's body.
const BODY_NAMES: &[&str] = &[
    "article-body",
    "articlebody",
    "article__body",
    "article_body",
    "article-content",
    "article__content",
    "article_content",
    "articlecontent",
    "article-text",
    "article__text",
    "articletext",
    "story-body",
    "storybody",
    "story__body",
    "story-content",
    "story-text",
    "entry-content",
    "entrycontent",
    "post-content",
    "post-body",
    "postcontent",
    "post__content",
    "post_content",
    "post-entry",
    "td-post-content",
    "content-body",
    "contentbody",
    "content__article-body",
    "body-content",
    "main-content-body",
    "news-content",
    "news-body",
    "newscontent",
    "rich-text",
    "richtext",
    "wysiwyg",
    "body-copy",
    "bodycopy",
    "body-text",
    "bodytext",
    "text-content",
    "page-content",
    "blog-content",
    "single-content",
    "caas-body",
    "zn-body-text",
    "field-name-body",
    "field--name-body",
    "mw-parser-output",
];

/// The element that holds the article's body; the document's `body` where
/// nothing better is found.
#[must_use]
pub fn find(tree: &Tree, survey: &Survey<'_>) -> NodeId {
    let score = scores(tree, survey);
    let body = survey.order().iter().copied().find(|&n| tree.name(n) == "body").unwrap_or(0);
    let at = |node: NodeId| score.get(node as usize).copied().unwrap_or(0.0) * (1.0 - survey.link_density(node));
    let Some(top) = survey.order().iter().copied().filter(|&n| at(n) > 0.0).max_by(|&a, &b| at(a).total_cmp(&at(b)))
    else {
        return body;
    };
    let kept = kept_running(tree, survey);
    let weight = |node: NodeId| kept.get(node as usize).copied().unwrap_or(0);
    let top = climb(tree, top, body, &weight);
    // The page's own word, where it agrees on most of the text.
    let stated = survey
        .order()
        .iter()
        .copied()
        .filter(|&n| !survey.gone[n as usize])
        .filter_map(|n| Some((n, statement(tree, n)?)));
    let best = stated
        .filter(|&(n, _)| weight(n) * 100 >= weight(top) * 70 && weight(n) > 0)
        .max_by_key(|&(n, strength)| (strength, weight(n)))
        .map(|(n, _)| n);
    match best {
        // It must not be an element far around the text that density found.
        Some(stated) if weight(stated) * 100 <= weight(top) * 140 || tree.ancestors(stated).any(|a| a == top) => stated,
        _ => top,
    }
}

/// How plainly the element says that it is the article's body.
fn statement(tree: &Tree, node: NodeId) -> Option<u8> {
    let microdata =
        tree.attribute(node, "itemprop").is_some_and(|p| p.split_ascii_whitespace().any(|w| w == "articleBody"));
    if microdata {
        return Some(3);
    }
    let names = [tree.attribute(node, "class"), tree.attribute(node, "id"), tree.attribute(node, "data-component")];
    let named = names.into_iter().flatten().flat_map(str::split_ascii_whitespace).take(60).any(|name| {
        let name = name.to_ascii_lowercase();
        BODY_NAMES.iter().any(|body| {
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

/// Points for each node.
fn scores(tree: &Tree, survey: &Survey<'_>) -> Vec<f32> {
    let mut score = vec![0.0_f32; tree.len()];
    for &node in survey.order() {
        let i = node as usize;
        let below: u32 = tree.children(node).map(|c| survey.running[c as usize]).sum();
        let own = survey.running[i].saturating_sub(below);
        if own == 0 || survey.gone[i] {
            continue;
        }
        let points = 1.0 + (own as f32 / 100.0).min(4.0);
        // Text that stands in a box itself, parted by line breaks, makes the
        // box the paragraph's parent.
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

/// Running text below each node that no rule cuts.
fn kept_running(tree: &Tree, survey: &Survey<'_>) -> Vec<u32> {
    let mut kept = vec![0_u32; tree.len()];
    for &node in survey.order().iter().rev() {
        let i = node as usize;
        let below: u32 = tree.children(node).map(|c| survey.running[c as usize]).sum();
        if !survey.gone[i] {
            kept[i] += survey.running[i].saturating_sub(below);
            if let Some(parent) = tree.parent(node) {
                kept[parent as usize] += kept[i];
            }
        }
    }
    kept
}

/// From `top` upwards as long as a parent brings much more running text: the
/// article is often cut into boxes by advertisements.
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
