//! Headings: one that ends the article, those with nothing under them, and those that are the text.

use std::cell::OnceCell;
use std::collections::HashSet;

use pullquote_article::BlockKind;

use super::block_rules::{LITTLE, is_link};
use super::candidate_block::{CandidateBlock, is_running};
use crate::rules::{ActiveRules, ContextRule, Cut};

/// The rule for lines that ask for comments, which also matches their heading.
const COMMENT_CALL: &str = "comment-call";
/// The rule for the heading of the comments.
const COMMENTS_HEADING: &str = "comments-heading";
/// The rule for headings above links to other articles.
const RELATED_HEADING: &str = "related-heading";
/// Bytes of a source with what it says, at least, and how many there are, at least.
const SOURCE: usize = 80;
const SOURCES: usize = 3;
/// Words of a heading that is a sentence, at least.
const STATEMENT: usize = 8;
/// How many of them there are at least where they are the text.
const STATEMENTS: usize = 3;
/// Bytes of a heading that ends the article, at most.
const END_HEADING: usize = 120;
/// Levels of headings.
const LEVELS: usize = 6;

/// Cuts a heading that ends the article and everything after it, if at least
/// 60 percent of the running text come before it. If the rule already matches a
/// heading before that, such headings are a part of the article.
///
/// The heading of the comments, which may be longer than the article, does so earlier as well, if
/// no other part of the article has a heading after it.
pub(super) fn cut_after_end<'l>(blocks: &mut [CandidateBlock<'l>], rules: &ActiveRules<'l>) {
    let running = |b: &CandidateBlock<'_>| if is_running(b) { b.text.len() } else { 0 };
    let all: usize = blocks.iter().map(running).sum();
    let mut before = 0;
    // The names of the rules that match the blocks up to `seen`.
    let (mut names, mut seen) = (HashSet::new(), 0);
    let last_part = OnceCell::new();
    let found = blocks.iter().enumerate().find_map(|(at, block)| {
        let has_most = before * 10 >= all * 6;
        let heads = matches!(block.kind, BlockKind::Heading(_)) && before >= LITTLE;
        before += running(block);
        let is_open = match block.cut {
            None => has_most || heads,
            Some(Cut::Pattern(rule)) => heads && rule.name == COMMENT_CALL,
            Some(_) => false,
        };
        let rule = is_open.then(|| rules.cutting_rest(&block.folded())).flatten()?;
        if !has_most {
            let parts: &[usize; LEVELS] = last_part.get_or_init(|| last_part_headings(blocks, rules));
            let has_part_after = parts.iter().take(level(block)).any(|&part| part > at);
            if rule.name != COMMENTS_HEADING || has_part_after {
                return None;
            }
        }
        let is_heading = |b: &&CandidateBlock<'_>| b.cut.is_none() && b.text.len() <= END_HEADING;
        let passed = blocks.iter().take(at).skip(seen).filter(is_heading);
        names.extend(passed.filter_map(|b| rules.cutting_rest(&b.folded())).map(|rule| rule.name));
        seen = at;
        if rule.name == RELATED_HEADING && is_above_sources(blocks, at) {
            return None;
        }
        (!names.contains(&rule.name)).then_some((at, rule))
    });
    let Some((at, rule)) = found else { return };
    for block in blocks.iter_mut().skip(at).filter(|b| b.cut.is_none()) {
        block.cut = Some(Cut::Pattern(rule));
    }
}

/// Whether what comes after the block at `at` says something of several links, so that it is a list of
/// sources: most of it is no link.
fn is_above_sources(blocks: &[CandidateBlock<'_>], at: usize) -> bool {
    let is_text = |b: &&CandidateBlock<'_>| matches!(b.kind, BlockKind::Paragraph | BlockKind::ListItem);
    let after = || blocks.iter().skip(at + 1).filter(|b| b.cut.is_none()).filter(is_text);
    let length = |b: &CandidateBlock<'_>| b.text.trim().len();
    let says = |b: &&CandidateBlock<'_>| b.links() > 0 && b.linked * 2 < length(b) && length(b) >= SOURCE;
    let (all, linked) = after().fold((0, 0), |(all, linked), b| (all + length(b), linked + b.linked));
    linked * 2 < all && after().filter(says).take(SOURCES).count() == SOURCES
}

/// Where the last heading of each level is that is neither cut nor ends an article, 0 without one.
fn last_part_headings(blocks: &[CandidateBlock<'_>], rules: &ActiveRules<'_>) -> [usize; LEVELS] {
    let mut last = [0; LEVELS];
    for (at, block) in blocks.iter().enumerate().filter(|(_, b)| b.cut.is_none()) {
        if let Some(last) = level(block).checked_sub(1).and_then(|level| last.get_mut(level))
            && rules.cutting_rest(&block.folded()).is_none()
        {
            *last = at;
        }
    }
    last
}

/// The level of a heading, from 1; 0 for other blocks.
fn level(block: &CandidateBlock<'_>) -> usize {
    if let BlockKind::Heading(level) = block.kind { usize::from(level) } else { 0 }
}

/// Whether several headings are sentences, so that they are the text: numbered ones, or any where nothing
/// else is running text.
pub(super) fn are_text(blocks: &[CandidateBlock<'_>]) -> bool {
    let numbered = |b: &CandidateBlock<'_>| b.text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let is_told = |all: bool| {
        let statements = blocks.iter().filter(|b| is_statement(b) && (all || numbered(b)));
        statements.take(STATEMENTS).count() == STATEMENTS
    };
    is_told(false) || (!blocks.iter().any(is_running) && is_told(true))
}

/// Whether the block is a heading that is a sentence.
pub(super) fn is_statement(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim();
    block.cut.is_none()
        && matches!(block.kind, BlockKind::Heading(2..))
        && text.ends_with('.')
        && text.split_whitespace().count() >= STATEMENT
        && !is_link(block)
}

/// Cuts headings with nothing under them, because all of it was cut.
pub(super) fn cut_bare(blocks: &mut [CandidateBlock<'_>]) {
    let in_headings = are_text(blocks);
    let mut bare = true;
    for block in blocks.iter_mut().rev() {
        bare = bare && !(in_headings && is_statement(block));
        let heading = matches!(block.kind, BlockKind::Heading(_));
        if block.cut.is_none() && heading && bare {
            block.cut_by(ContextRule::BareHeading);
        }
        bare = bare && block.cut.is_some();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_of_sources_after_the_text_is_no_list_of_links_to_other_articles() {
        let ships: String = (1..9)
            .map(|n| {
                format!(
                    "<p>Ship number {n} waits beyond the mole of Lindhaven for its pilot, as it has for {n} days.</p>"
                )
            })
            .collect();
        let page = |say: &str| {
            let list: String =
                (1..5).map(|n| format!("<li><a href=/{n}>The lamps of the mole, part {n}</a>{say}</li>")).collect();
            let html =
                format!("<article><h1>Pier</h1>{ships}<h3>More from the Harbour Board</h3><ul>{list}</ul></article>");
            crate::extract(&html, None).text().to_owned()
        };
        let say = " tells how each of them was built, by whom, and what the oil for it has cost the town since then.";
        assert!(page(say).contains("lamps of the mole, part 4"));
        assert!(!page("").contains("lamps of the mole, part 4"));
    }
}
