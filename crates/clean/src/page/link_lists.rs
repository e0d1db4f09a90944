//! Lists of links to other articles, and boxes of which everything but the heading was
//! cut.

use pullquote_article::{BlockKind, MarkKind};

use super::candidate_block::{CandidateBlock, is_link};
use crate::html::tree::{NodeId, Tree};
use crate::rules::ContextRule;

/// How many elements around a heading are searched for the box that it heads.
const LEVELS: usize = 8;
/// How many elements around a block of the box are searched for it.
const DEEP: usize = 16;
/// How many elements around a node are searched for its cell, and around that for the table.
const NEAR_CELL: usize = 4;
/// How many nodes of a form are looked at.
const IN_FORM: usize = 200;
/// How many blocks before and after a heading are looked at.
const NEAR: usize = 24;
/// How the names of rules begin that cut what leads away from the article. Headings of
/// products also stand alone, with their prices and links cut.
const AWAY: [&str; 8] =
    ["cookie", "embed-consent", "follow", "link-list", "newsletter", "read-more", "repeated", "subscribe"];
/// The rules that cut links to other articles.
const TEASERS: [&str; 4] = ["link-list", "only-links", "read-more-link", "related"];
/// Characters of a line with a date, at most.
const DATE: usize = 40;
/// Items that a list of links has at least.
const ITEMS: usize = 2;
/// Of so many items of a list, less than one is a link if links are part of its text.
const MIXED: usize = 2;
/// Letters of a headline on average, at least; shorter links are names of things.
const HEADLINE: usize = 25;

/// How words end that break off.
const BROKEN: [&str; 4] = ["...", "…", "[…]", "[...]"];

/// Keeps items that are links in lists and tables of which most items are more: a name among
/// the ingredients of a dish.
pub(super) fn keep_mixed(blocks: &mut [CandidateBlock<'_>], tree: &Tree) {
    let is_link = |b: &CandidateBlock<'_>| b.cut.is_some_and(|cut| cut.is(ContextRule::OnlyLinks));
    if !blocks.iter().any(is_link) {
        return;
    }
    let list = |b: &CandidateBlock<'_>| match b.kind {
        BlockKind::ListItem => (b.around != 0).then_some(b.around),
        BlockKind::Paragraph => table_around(tree, b.node),
        _ => None,
    };
    let mut at = 0;
    while at < blocks.len() {
        let around = blocks.get(at).and_then(list);
        let count = blocks.iter().skip(at).take_while(|b| around.is_some() && list(b) == around).count();
        let links = blocks.iter().skip(at).take(count).filter(|b| is_link(b)).count();
        if links > 0 && links * MIXED < count {
            blocks.iter_mut().skip(at).take(count).filter(|b| is_link(b)).for_each(|b| b.cut = None);
        }
        at += count.max(1);
    }
}

/// The table of which the node is in a cell, if it is near.
fn table_around(tree: &Tree, node: NodeId) -> Option<NodeId> {
    let cell = tree.ancestors(node).take(NEAR_CELL).find(|&above| matches!(tree.name(above), "td" | "th"))?;
    tree.ancestors(cell).take(NEAR_CELL).find(|&above| tree.name(above) == "table")
}

/// Cuts lists of which each item is a link with the length of a headline, perhaps after a
/// few words in bold or before the first words of the article that it leads to.
pub(super) fn cut(blocks: &mut [CandidateBlock<'_>]) {
    let mut at = 0;
    while at < blocks.len() {
        let around = blocks.get(at).map_or(0, |b| b.around);
        let same = |b: &&CandidateBlock<'_>| b.kind == BlockKind::ListItem && b.around == around;
        let items: Vec<&CandidateBlock<'_>> = blocks.iter().skip(at).take_while(same).collect();
        let count = items.len();
        let letters: usize = items.iter().map(|b| b.text.trim().chars().count()).sum();
        let is_list = around != 0
            && count >= ITEMS
            && letters >= count * HEADLINE
            && (items.iter().all(|b| is_teaser(b)) || items.iter().all(|b| is_excerpt(b)));
        if is_list {
            let may_cut = |b: &&mut CandidateBlock<'_>| b.cut.is_none_or(|cut| cut.is(ContextRule::OnlyLinks));
            for block in blocks.iter_mut().skip(at).take(count).filter(may_cut) {
                block.cut_by(ContextRule::LinkList);
            }
        }
        at += count.max(1);
    }
}

/// Cuts lines with a date that are in one box with a link to another article, if nothing else is in it.
pub(super) fn cut_dates_of_teasers(blocks: &mut [CandidateBlock<'_>], tree: &Tree) {
    let is_date = |b: &CandidateBlock<'_>| {
        b.cut.is_none()
            && b.timed
            && b.kind == BlockKind::Paragraph
            && b.text.trim().chars().count() <= DATE
            && b.text.contains(|c: char| c.is_ascii_digit())
    };
    let leads_away = |b: &CandidateBlock<'_>| b.cut.is_some_and(|cut| TEASERS.contains(&cut.name()));
    for at in 0..blocks.len() {
        let Some(date) = blocks.get(at).filter(|b| is_date(b)) else { continue };
        let box_of_both = tree.ancestors(date.node).take(LEVELS).find_map(|around| {
            let within = |b: &&CandidateBlock<'_>| tree.ancestors(b.node).take(DEEP).any(|above| above == around);
            let after = blocks.iter().skip(at + 1).take(NEAR).take_while(within);
            let before = blocks.iter().take(at).rev().take(NEAR).take_while(within);
            let mut others = before.chain(after).peekable();
            others.peek()?;
            Some(others.all(|b| b.cut.is_some() && leads_away(b)))
        });
        if box_of_both == Some(true)
            && let Some(date) = blocks.get_mut(at)
        {
            date.cut_by(ContextRule::LinkList);
        }
    }
}

/// Cuts the headings of boxes in which every other block was cut.
pub(super) fn cut_headings_of_boxes(blocks: &mut [CandidateBlock<'_>], tree: &Tree) {
    let is_heading = |b: &CandidateBlock<'_>| b.cut.is_none() && matches!(b.kind, BlockKind::Heading(2..));
    for at in 0..blocks.len() {
        let Some(heading) = blocks.get(at).filter(|b| is_heading(b)) else { continue };
        let is_alone = tree.ancestors(heading.node).take(LEVELS).find_map(|around| {
            let within = |b: &&CandidateBlock<'_>| tree.ancestors(b.node).take(DEEP).any(|above| above == around);
            let after = blocks.iter().skip(at + 1).take(NEAR).take_while(within);
            let before = blocks.iter().take(at).rev().take(NEAR).take_while(within);
            let mut others = before.chain(after).peekable();
            others.peek()?;
            let mut leads_away = false;
            let all = others.all(|b| {
                leads_away |= b.cut.is_some_and(|cut| AWAY.iter().any(|name| cut.name().starts_with(name)));
                b.cut.is_some()
            });
            Some(all && leads_away)
        });
        if is_alone == Some(true)
            && let Some(heading) = blocks.get_mut(at)
        {
            heading.cut_by(ContextRule::BareHeading);
        }
    }
}

/// Cuts headings right above a form to write a comment.
pub(super) fn cut_headings_of_forms(blocks: &mut [CandidateBlock<'_>], tree: &Tree) {
    let is_form = |b: &CandidateBlock<'_>| {
        tree.name(b.node) == "form" && tree.descendants(b.node).take(IN_FORM).any(|n| tree.name(n) == "textarea")
    };
    for at in 1..blocks.len() {
        if blocks.get(at).is_some_and(|b| b.cut.is_some() && is_form(b))
            && let Some(heading) = blocks.get_mut(at - 1)
            && heading.cut.is_none()
            && matches!(heading.kind, BlockKind::Heading(_))
        {
            heading.cut_by(ContextRule::BareHeading);
        }
    }
}

/// Whether the item is one link, perhaps after words in bold, and no sentence.
fn is_teaser(block: &CandidateBlock<'_>) -> bool {
    let length = block.text.trim().len();
    let strong = block.marks.iter().filter(|m| m.kind == MarkKind::Strong);
    let bold: usize = strong.map(|m| m.span.end.saturating_sub(m.span.start)).sum();
    let links = block.marks.iter().filter(|m| is_link(&m.kind)).count();
    links == 1
        && !block.text.trim().ends_with(['.', ':', ';', '。'])
        && block.linked * 2 >= length
        && (block.linked + bold) * 10 >= length * 9
}

/// Whether the item is a link with the length of a headline and then words that break off.
fn is_excerpt(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim_end();
    let start = block.text.len() - block.text.trim_start().len();
    let first = block.marks.iter().filter(|m| is_link(&m.kind)).min_by_key(|m| m.span.start);
    let is_headline = first.is_some_and(|link| link.span.start <= start && link.span.of(text).len() >= HEADLINE);
    let rest = first.and_then(|link| text.get(link.span.end..)).unwrap_or("");
    is_headline && rest.trim().len() >= HEADLINE && BROKEN.iter().any(|end| rest.ends_with(end))
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p><p>Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.</p>";

    fn article(inside: &str) -> pullquote_article::Article {
        crate::extract(&format!("<article>{STORY}{inside}{STORY}</article>"), None)
    }

    #[test]
    fn lists_of_headlines_are_links_to_other_articles() {
        let list = "<ul><li><b>Ports: </b><a href=/a>The night the bridges went</a></li>\
             <li><b>Storms: </b><a href=/b>Where the barges come from</a></li></ul>";
        let article = article(list);
        assert!(!article.text().contains("bridges"), "{}", article.text());
        assert_eq!(article.removed().iter().filter(|r| r.rule == "link-list").count(), 2);
    }

    #[test]
    fn lists_of_headlines_with_words_that_break_off_lead_to_other_articles() {
        let item = |rest: &str| {
            format!(
                "<li><a href=/a>The night that the bridges went</a><br><small>Nobody in the town had seen such a flood{rest}</small></li>"
            )
        };
        assert!(!article(&format!("<ul>{}</ul>", item("...").repeat(2))).text().contains("bridges"));
        assert!(article(&format!("<ul>{}</ul>", item(".").repeat(2))).text().contains("bridges"));
    }

    #[test]
    fn lists_that_say_something_of_their_links_stay() {
        let list = "<ul><li><a href=/a>The old pier</a>, built in 1931 by hand</li><li><a href=/b>The mole</a>, of granite</li></ul>";
        assert!(article(list).text().contains("The old pier, built in 1931"));
    }

    #[test]
    fn the_date_of_a_link_to_another_article_goes_with_it() {
        let rule = |rest: &str| {
            let link = "<a href=/b><h3>The night that the bridges went</h3></a>";
            let date = "<div><span><time>23. 12. 2024 13:31</time></span></div>";
            let article = article(&format!("<div><div>{link}{date}{rest}</div></div>"));
            article.removed().iter().find(|r| r.text.contains("13:31")).map(|r| r.rule.clone())
        };
        assert_eq!(rule("").as_deref(), Some("link-list"));
        assert_ne!(rule("<p>So it was told at the harbour office.</p>").as_deref(), Some("link-list"));
    }

    #[test]
    fn the_heading_of_a_notice_goes_with_it() {
        let notice = "<div><h3>More from outside</h3><p>We need your consent to show what is here, and cookies for it.</p></div>";
        let text = article(&format!("{notice}<h3>The pier</h3><p>It was built in 1931.</p>")).text().to_owned();
        assert!(!text.contains("More from outside") && text.contains("The pier\n"), "{text}");
    }

    #[test]
    fn the_heading_of_a_form_for_comments_goes_with_it() {
        let form = |field: &str| format!("<h2>Say your words</h2><form><p>Name {field}</p></form>");
        let page = |field: &str| article(&format!("{}<h3>The pier</h3><p>It was built in 1931.</p>", form(field)));
        assert!(!page("<textarea></textarea>").text().contains("Say your words"));
        assert!(page("<input name=port>").text().contains("Say your words"));
    }

    #[test]
    fn a_link_among_the_items_of_a_list_stays() {
        let list = |last: &str| {
            format!(
                "<ul><li>200 g of flour</li><li>two eggs and butter</li><li><a href=/a>Lindhaven vanilla sugar</a></li>{last}</ul>"
            )
        };
        assert!(article(&list("")).text().contains("vanilla sugar"));
        let row = |amount: &str, name: &str| format!("<tr><td><div>{amount}</div></td><td><div>{name}</div></td></tr>");
        let name = "<a href=/a>Lindhaven vanilla sugar</a>";
        let table = row("200 g", "flour") + &row("2", "eggs") + &row("1 bag", name);
        assert!(article(&format!("<table>{table}</table>")).text().contains("vanilla sugar"), "in a table");
        let more = "<li><a href=/b>The mole</a></li><li><a href=/c>The pier of the town</a></li>";
        assert!(!article(&list(more)).text().contains("vanilla sugar"));
    }
}
