//! Rows of teasers below an article: elements of one kind, each with a headline that is a link
//! and with a date, or each an `<article>` of its own.
//!
//! They may hold much more text than the article, which may have two sentences.

use std::collections::HashSet;

use pullquote_article::text::date;

use super::article_element::article_around;
use super::density::Density;
use super::row::{self, ROW};
use crate::html::tree::{NodeId, Tree};

/// Characters that one has at most.
const LONGEST: u32 = 420;
/// Characters of one that also has a link to read on, at most.
const WITH_LINK: u32 = 700;
/// Characters of one that has no more than a line or two, at most.
const SHORT: u32 = 200;
/// How many times as much as the text above them those may say that are longer.
const MUCH_MORE: u32 = 3;
/// Characters of a headline, at least; shorter links are names of products and places.
const HEADLINE: u32 = 15;
/// Characters of running text between the page's headline and the row, at least.
const ABOVE: u32 = 60;
/// Bytes of a text that is a date, at most.
const DATE: usize = 60;
/// Nodes of one that are looked at.
const INSIDE: usize = 120;

/// The teasers below the article, in the order of the page.
pub(super) fn find(tree: &Tree, density: &Density<'_>) -> Vec<NodeId> {
    let own = own_path(tree);
    let mut found = Vec::new();
    let mut above = None;
    // The `<article>` around the headline: a row inside it is the posts of a live blog.
    let mut article = None;
    // Characters of running text in the teasers found so far.
    let mut taken = 0;
    for &node in density.order() {
        let i = node as usize;
        if above.is_none() && tree.name(node) == "h1" && density.links[i] * 2 <= density.text[i] {
            above = Some(0);
            article = article_around(tree, node);
        }
        let Some(above) = &mut above else { continue };
        if density.excluded[i] {
            continue;
        }
        if *above >= ABOVE {
            let row = teasers_among(tree, density, node, above.saturating_sub(taken), own);
            let is_apart = || article.is_none_or(|a| node != a && tree.ancestors(node).all(|around| around != a));
            if !row.is_empty() && is_apart() {
                taken += row.iter().map(|&teaser| density.running[teaser as usize]).sum::<u32>();
                found.extend(row);
            }
        }
        let below: u32 = tree.children(node).map(|child| density.running[child as usize]).sum();
        *above += density.running[i].saturating_sub(below);
    }
    found
}

/// The children of `node` that are teasers, if most of their kind are and they lead to different
/// pages. `above` is how many characters of running text come before them, and `own` the path of the page.
fn teasers_among(tree: &Tree, density: &Density<'_>, node: NodeId, above: u32, own: Option<&str>) -> Vec<NodeId> {
    let kind = row::of(tree, node, |child| !density.excluded[child as usize] && density.text[child as usize] > 0);
    let (mut teasers, mut pages) = (Vec::new(), HashSet::new());
    for &child in &kind {
        if let Some(page) = page_of_teaser(tree, density, child).filter(|page| !is_place_in(page, own)) {
            teasers.push(child);
            pages.insert(page);
        }
    }
    let sum = |of: &[u32]| teasers.iter().map(|&teaser| of[teaser as usize]).sum::<u32>();
    let is_short = teasers.iter().all(|&teaser| density.text[teaser as usize] <= SHORT);
    let is_row = pages.len() >= ROW && teasers.len() * 4 >= kind.len() * 3;
    if is_row && (is_short || sum(&density.running) <= above.saturating_mul(MUCH_MORE)) { teasers } else { Vec::new() }
}

/// Where the headline of `node` leads, if `node` is a teaser: it has one headline, which is a link
/// to another page, and is dated or an `<article>`.
fn page_of_teaser<'t>(tree: &'t Tree, density: &Density<'_>, node: NodeId) -> Option<&'t str> {
    let length = density.text[node as usize];
    if length > WITH_LINK {
        return None;
    }
    let (mut page, mut reads_on) = (None, false);
    let mut dated = tree.name(node) == "article";
    for below in tree.descendants(node).skip(1).take(INSIDE) {
        let i = below as usize;
        match tree.name(below) {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                if page.is_some() || density.text[i] < HEADLINE || density.links[i] * 10 < density.text[i] * 8 {
                    return None;
                }
                page = Some(page_of_headline(tree, below)?);
            }
            "h1" | "figcaption" | "blockquote" | "pre" | "table" => return None,
            "time" | "article" => dated = true,
            "a" => {
                let is_after_text = page.is_some() && density.text[i] > 0 && !is_in_heading(tree, below);
                reads_on |= is_after_text && tree.attribute(below, "href").map(str::trim) == page;
            }
            "" => dated |= tree.text(below).is_some_and(is_date),
            _ => {}
        }
    }
    page.filter(|_| dated && (length <= LONGEST || reads_on))
}

/// Whether a heading is right around the link.
fn is_in_heading(tree: &Tree, link: NodeId) -> bool {
    tree.ancestors(link).take(2).any(|around| matches!(tree.name(around), "h2" | "h3" | "h4" | "h5" | "h6"))
}

/// The path in the page's own address, if the page states it and it has no query.
fn own_path(tree: &Tree) -> Option<&str> {
    let mut head = tree.descendants(0).take_while(|&node| tree.name(node) != "body");
    let stated = head.find_map(|node| {
        let is_canonical = tree.name(node) == "link" && tree.attribute(node, "rel") == Some("canonical");
        let is_own = tree.name(node) == "meta" && tree.attribute(node, "property") == Some("og:url");
        tree.attribute(node, if is_own { "content" } else { "href" }).filter(|_| is_canonical || is_own)
    })?;
    path_of(stated.trim()).filter(|_| !stated.contains('?'))
}

/// The path in `address`, from the slash before it up to its query; `None` if it has no path.
fn path_of(address: &str) -> Option<&str> {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    let path = rest.get(rest.find('/')?..)?;
    path.split(['?', '#']).next().map(|path| path.trim_end_matches('/')).filter(|path| !path.is_empty())
}

/// Whether `address` leads to a post in the page with the path `own`: it has the same path and a query.
fn is_place_in(address: &str, own: Option<&str>) -> bool {
    address.starts_with('?') || (address.contains('?') && own.is_some() && path_of(address) == own)
}

/// Where the link in or around `headline` leads, if not to a place in a page, which may be this one.
fn page_of_headline(tree: &Tree, headline: NodeId) -> Option<&str> {
    let mut near = tree.descendants(headline).take(INSIDE).chain(tree.ancestors(headline).take(2));
    let page = near.find(|&node| tree.name(node) == "a").and_then(|link| tree.attribute(link, "href"))?.trim();
    (!page.is_empty() && !page.contains('#')).then_some(page)
}

/// Whether `text` is short and names a day in figures, and not only a year.
fn is_date(text: &str) -> bool {
    let text = text.trim();
    if text.len() > DATE {
        return false;
    }
    let figures = || text.split(|c: char| !c.is_ascii_digit()).filter(|figures| !figures.is_empty());
    let is_year = |figures: &str| figures.len() == 4 && (figures.starts_with("19") || figures.starts_with("20"));
    let short = figures().filter(|figures| figures.len() <= 2).count();
    figures().any(is_year) && (short >= 2 || short == 1 && date::normalise(text).is_some())
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

    #[test]
    fn posts_of_a_live_blog_are_text() {
        let post = |n: usize, to: &str| {
            format!(
                "<article><h3><a href='{to}'>Barge number {n} is adrift</a></h3><time>9:0{n}</time><p>Barge {n} was seen beyond the mole, where it drifts towards the lamps of the harbour, and no tug has found it so far.</p></article>"
            )
        };
        let page = |posts: String| format!("<main><h1>Pier shut</h1>{STORY}{posts}</main>");
        let canonical = "<link rel=canonical href='https://courier.example/live'>";
        let queries: String = (1..8).map(|n| post(n, &format!("/live?post={n}"))).collect();
        let found = crate::extract(&format!("{canonical}{}", page(queries)), None).text().to_owned();
        assert!((1..8).all(|n| found.contains(&format!("Barge {n} was seen"))), "{found}");
        for to in ["/live#p", "#p", "?post=", "/live"] {
            let posts: String =
                (1..8).map(|n| post(n, &if to == "/live" { to.to_owned() } else { format!("{to}{n}") })).collect();
            let found = crate::extract(&page(posts), None).text().to_owned();
            assert!((1..8).all(|n| found.contains(&format!("Barge {n} was seen"))), "{to}: {found}");
        }
        let posts: String = (1..8).map(|n| post(n, &format!("/live/{n}")).replace("article>", "div>")).collect();
        let inside = format!("<article><h1>Pier shut</h1>{STORY}<div>{posts}</div></article>");
        let found = crate::extract(&inside, None).text().to_owned();
        assert!((1..8).all(|n| found.contains(&format!("Barge {n} was seen"))), "{found}");
    }

    #[test]
    fn items_of_a_list_with_a_year_are_text() {
        for line in ["Lindhaven Press, 2011.", "Directed by Ann Lee (2013)"] {
            let found = text("div", &format!("<p>{line}</p>"), STORY);
            assert!((1..6).all(|n| found.contains(&format!("was {n} hours late"))), "{line}: {found}");
        }
    }

    #[test]
    fn long_items_that_say_much_more_than_the_article_are_text() {
        let more = "<p>The crew had to wait for a pilot beyond the mole until the wind was down, and then for the tide, which was late as well.</p><time>Monday</time>";
        assert!(text("article", more, STORY).contains("was 3 hours late"));
        assert!(!text("article", more, &STORY.replace("night", "long night ").repeat(4)).contains("was 3 hours late"));
    }

    #[test]
    fn longer_cards_with_a_link_to_read_on_are_teasers() {
        let card = |n: usize, link: &str| {
            let text = format!("The ferry was {n} hours late on Monday, and nobody in the harbour could say when. ");
            format!(
                "<article><h3><a href=/{n}>Why ferry number {n} is late</a></h3><p>{}</p>{link}</article>",
                text.repeat(6)
            )
        };
        let page = |link: &dyn Fn(usize) -> String| {
            let cards: String = (1..6).map(|n| card(n, &link(n))).collect();
            let story = STORY.replace("night", &"long night ".repeat(60));
            crate::extract(&format!("<main><h1>Pier shut</h1><div>{story}</div><div>{cards}</div></main>"), None)
                .text()
                .to_owned()
        };
        assert!(!page(&|n| format!("<a href=/{n}>Read more</a>")).contains("3 hours late"));
        assert!(page(&|_| "<a href=/map>The map</a>".to_owned()).contains("3 hours late"));
    }

    #[test]
    fn an_article_in_an_item_of_a_list_is_a_teaser() {
        let card = |n: usize| {
            format!(
                "<li><article><h3><a href=/{n}>Why ferry number {n} is late</a></h3><p>The ferry was {n} hours late on Monday, and nobody knew why.</p></article></li>"
            )
        };
        let cards: String = (1..4).map(card).collect();
        let found = crate::extract(
            &format!("<main><h1>Pier shut</h1><div>{}</div><ul>{cards}</ul></main>", STORY.repeat(3)),
            None,
        );
        assert!(!found.text().contains("3 hours late"), "{}", found.text());
    }

    #[test]
    fn a_date_has_more_than_a_year() {
        for date in ["12 May 2024", "2024-05-12", "May 12, 2024", "12.05.2024", "2024年5月12日"] {
            assert!(super::is_date(date), "{date}");
        }
        for other in ["2011", "Lindhaven Press, 2011.", "Seven boats of 2013", "(2013)"] {
            assert!(!super::is_date(other), "{other}");
        }
    }
}
