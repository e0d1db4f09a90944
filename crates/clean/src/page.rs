//! A web page judged: where the article stands, which of its blocks are
//! clutter, what the page says about itself.

use super::blocks::{around, drafts};
use super::elements::ElementRules;
use super::head::Head;
use super::metadata;
use super::root;
use super::rules::{Awake, Rules};
use super::teasers;
use super::tree::Tree;
use crate::candidate_block::{Draft, ends_sentence, is_running, letters, same};
use crate::density::Survey;
use crate::jsonld_text;
use crate::paywall;
use pullquote_article::{ArticleBuilder, BlockKind};

/// The article in the page `html`. `address` is where it was fetched from.
/// Every word that is kept stands in the page, in the same order.
#[must_use]
pub fn clean(html: &str, address: Option<&str>) -> ArticleBuilder {
    let tree = Tree::parse(html);
    let mut survey = Survey::new(&tree, ElementRules::bundled());
    teasers::cut(&mut survey, &tree, ElementRules::bundled());
    let (mut meta, statement) = metadata::read(&tree, &survey);
    let root = root::find(&tree, &survey);
    let mut drafts = drafts(&tree, &survey, root);
    let whole: String = drafts.iter().filter(|d| d.cut.is_none()).flat_map(|d| [d.text.as_str(), "\n"]).collect();
    judge(&mut drafts, &Rules::bundled().awake(&whole), meta.title.as_deref());
    if let Some(body) = &statement.body {
        jsonld_text::hold_against(&mut drafts, body);
    }
    let mut builder = ArticleBuilder::new();
    let (mut before, behind) = around(&tree, &survey, root);
    let title = meta.title.as_deref();
    let mut head = Head::take(&mut before, &mut drafts, title, &meta.byline);
    // The headline above the text is the title block, and not removed.
    let headline = |d: &&Draft| !(matches!(d.kind, BlockKind::Heading(_)) && title.is_some_and(|t| same(t, &d.text)));
    before.iter().filter(headline).for_each(|d| removed(&mut builder, d));
    if let Some(title) = &meta.title {
        builder.block(BlockKind::Title, title);
    }
    for (kind, draft) in head.blocks() {
        builder.block(kind, &draft.text);
    }
    let awake = Rules::bundled().awake("");
    for draft in head.captions().iter_mut().chain(&mut drafts) {
        emit(&mut builder, draft, &awake, address);
    }
    behind.iter().for_each(|d| removed(&mut builder, d));
    if meta.byline.is_empty() {
        meta.byline = head.names();
    }
    if meta.canonical_url.is_none() {
        meta.canonical_url = address.map(str::to_owned);
    }
    let notice = paywall::notice(&tree, builder.text());
    builder.meta(meta).notice(notice);
    builder
}

/// Remembers a block that is cut.
fn removed(builder: &mut ArticleBuilder, draft: &Draft) {
    if let Some((rule, reason)) = &draft.cut {
        builder.removed(&draft.text, reason, rule);
    }
}

fn emit(builder: &mut ArticleBuilder, draft: &mut Draft, awake: &Awake<'_>, address: Option<&str>) {
    if draft.cut.is_some() {
        removed(builder, draft);
        return;
    }
    if draft.kind == BlockKind::Caption {
        // The page's own mark, if nothing but the credit stands behind it.
        let marked = draft.marks.iter().find(|m| m.kind == pullquote_article::MarkKind::Credit);
        let marked = marked.filter(|m| draft.text.get(m.span.end..).is_some_and(|rest| rest.trim().is_empty()));
        let marked = marked.and_then(|m| Some((draft.text.get(..m.span.start)?, Some(m.span.of(&draft.text)))));
        let (words, credit) = marked.unwrap_or_else(|| awake.part_credit(&draft.text));
        builder.caption(words, credit);
        return;
    }
    let base = address.and_then(|a| url::Url::parse(a).ok());
    for mark in &mut draft.marks {
        if let pullquote_article::MarkKind::Link(to) = &mut mark.kind
            && let Some(absolute) = base.as_ref().and_then(|b| b.join(to).ok())
        {
            *to = absolute.into();
        }
    }
    builder.block_with(draft.kind, &draft.text, &draft.marks);
}

/// Decides on each block, in the light of those around it.
fn judge(drafts: &mut [Draft], awake: &Awake<'_>, title: Option<&str>) {
    for draft in drafts.iter_mut().filter(|d| d.cut.is_none()) {
        let text = draft.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let heading = matches!(draft.kind, BlockKind::Heading(_));
        let length = text.chars().count();
        let linked = draft.linked * 10 >= draft.text.trim().len() * 8;
        let links = draft.linked * 10 >= draft.text.trim().len() * 6 && draft.links() >= 3 && length < 600;
        if heading && title.is_some_and(|t| same(t, &text)) {
            set(draft, "headline-again", "the headline again");
        } else if let Some(rule) = awake.whole(&text) {
            let (name, reason) = (rule.name.clone(), rule.reason.clone());
            set(draft, &name, &reason);
        } else if heading || draft.kind == BlockKind::Caption || ends_sentence(&text) {
        } else if (linked && length < 160) || links {
            set(draft, "only-links", "links to other pages");
        }
    }
    repeated(drafts);
    rest(drafts, awake);
    lead(drafts);
    tail(drafts);
}

/// Pull quotes whose words stand in the text as well.
fn repeated(drafts: &mut [Draft]) {
    if drafts.iter().all(|d| !d.pulled) {
        return;
    }
    let body: String = drafts.iter().filter(|d| !d.pulled && d.cut.is_none()).map(|d| letters(&d.text)).collect();
    for draft in drafts.iter_mut().filter(|d| d.pulled && d.cut.is_none()) {
        if body.contains(&letters(&draft.text)) {
            set(draft, "pull-quote", "words of the text again");
        } else {
            draft.kind = BlockKind::Quote;
        }
    }
}

/// Everything behind a heading that ends the article, in its last part.
fn rest(drafts: &mut [Draft], awake: &Awake<'_>) {
    let weight = |d: &Draft| if is_running(d) { d.text.len() } else { 0 };
    let all: usize = drafts.iter().map(weight).sum();
    let mut before = 0;
    let found = drafts.iter().enumerate().find_map(|(at, draft)| {
        let ends = draft.cut.is_none() && before * 10 >= all * 6;
        before += weight(draft);
        let text = draft.text.split_whitespace().collect::<Vec<_>>().join(" ");
        ends.then(|| awake.rest(&text)).flatten().map(|rule| (at, rule))
    });
    let Some((at, rule)) = found else { return };
    for draft in drafts.iter_mut().skip(at).filter(|d| d.cut.is_none()) {
        set(draft, &rule.name, &rule.reason);
    }
}

/// Short lines before the first running text: dates, sections, counters.
fn lead(drafts: &mut [Draft]) {
    let first = drafts.iter().position(is_running);
    for draft in drafts.iter_mut().take(first.unwrap_or(0)).filter(|d| d.cut.is_none()) {
        let words = draft.text.split_whitespace().count();
        let kept = matches!(draft.kind, BlockKind::Caption | BlockKind::Quote)
            || ends_sentence(draft.text.trim())
            || words > 12;
        if !kept || draft.kind == BlockKind::Heading(1) {
            set(draft, "before-the-text", "line above the article");
        }
    }
}

/// Headings, links and short lines behind the last running text.
fn tail(drafts: &mut [Draft]) {
    let last = drafts.iter().rposition(|d| {
        is_running(d)
            || (d.cut.is_none()
                && matches!(d.kind, BlockKind::ListItem | BlockKind::Quote | BlockKind::Table | BlockKind::Code))
    });
    for draft in drafts.iter_mut().skip(last.map_or(0, |l| l + 1)).filter(|d| d.cut.is_none()) {
        if matches!(draft.kind, BlockKind::Heading(_))
            || (draft.kind == BlockKind::Paragraph && !ends_sentence(draft.text.trim()))
        {
            set(draft, "behind-the-text", "line below the article");
        }
    }
    // A heading whose text was cut heads nothing.
    let mut bare = true;
    for draft in drafts.iter_mut().rev() {
        let heading = matches!(draft.kind, BlockKind::Heading(_));
        if draft.cut.is_none() && heading && bare {
            set(draft, "bare-heading", "heading of what was cut");
        }
        bare = if draft.cut.is_some() { bare } else { false };
    }
}

fn set(draft: &mut Draft, rule: &str, reason: &str) {
    draft.cut = Some((rule.to_owned(), reason.to_owned()));
}
