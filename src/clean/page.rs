//! A web page judged: where the article stands, which of its blocks are
//! clutter, what the page says about itself.

use super::blocks::{Draft, Head, OUTSIDE, around, drafts};
use super::elements::ElementRules;
use super::metadata;
use super::root;
use super::rules::{Awake, Rules};
use super::survey::Survey;
use super::tree::Tree;
use crate::article::{ArticleBuilder, BlockKind};

/// The article in the page `html`. `address` is where it was fetched from.
/// Every word that is kept stands in the page, in the same order.
#[must_use]
pub fn clean(html: &str, address: Option<&str>) -> ArticleBuilder {
    let tree = Tree::parse(html);
    let survey = Survey::new(&tree, ElementRules::bundled());
    let (mut meta, _statement) = metadata::read(&tree);
    let root = root::find(&tree, &survey);
    let mut drafts = drafts(&tree, &survey, root);
    let whole: String = drafts.iter().filter(|d| d.cut.is_none()).flat_map(|d| [d.text.as_str(), "\n"]).collect();
    judge(&mut drafts, &Rules::bundled().awake(&whole), meta.title.as_deref());
    let mut builder = ArticleBuilder::new();
    let (mut before, behind) = around(&tree, &survey, root);
    let title = meta.title.as_deref();
    let standfirst = standfirst(&mut before, &mut drafts, title);
    if let Some(lead) = under_headline(&before, title, Head::Lead)
        .filter(|&at| before.get(at).is_some_and(|d| d.text.trim().len() > 60))
    {
        let lead = before.remove(lead);
        drafts.insert(0, Draft { cut: None, ..lead });
    }
    // The headline above the text is the title block, and not removed.
    let headline = |d: &&Draft| !(matches!(d.kind, BlockKind::Heading(_)) && title.is_some_and(|t| same(t, &d.text)));
    let byline = byline(&mut before, &mut drafts, &meta.byline);
    before.iter().filter(headline).for_each(|d| removed(&mut builder, d));
    if let Some(title) = &meta.title {
        builder.block(BlockKind::Title, title);
    }
    if let Some(standfirst) = standfirst {
        builder.block_with(BlockKind::Title, &standfirst.text, &[]);
    }
    if let Some(byline) = byline {
        builder.block(BlockKind::Byline, &byline.text);
    }
    let awake = Rules::bundled().awake("");
    for draft in &mut drafts {
        emit(&mut builder, draft, &awake, address);
    }
    behind.iter().for_each(|d| removed(&mut builder, d));
    if meta.canonical_url.is_none() {
        meta.canonical_url = address.map(str::to_owned);
    }
    builder.meta(meta);
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
        let marked = draft.marks.iter().find(|m| m.kind == crate::article::MarkKind::Credit);
        let marked = marked.filter(|m| draft.text.get(m.span.end..).is_some_and(|rest| rest.trim().is_empty()));
        let marked = marked.and_then(|m| Some((draft.text.get(..m.span.start)?, Some(m.span.of(&draft.text)))));
        let (words, credit) = marked.unwrap_or_else(|| awake.part_credit(&draft.text));
        builder.caption(words, credit);
        return;
    }
    let base = address.and_then(|a| url::Url::parse(a).ok());
    for mark in &mut draft.marks {
        if let crate::article::MarkKind::Link(to) = &mut mark.kind
            && let Some(absolute) = base.as_ref().and_then(|b| b.join(to).ok())
        {
            *to = absolute.into();
        }
    }
    builder.block_with(draft.kind, &draft.text, &draft.marks);
}

/// Takes the standfirst out of what stands above the article or at its
/// beginning: a sentence or two under the headline, called so by the page.
fn standfirst(before: &mut Vec<Draft>, drafts: &mut Vec<Draft>, title: Option<&str>) -> Option<Draft> {
    if let Some(at) = under_headline(before, title, Head::Standfirst) {
        return Some(before.remove(at));
    }
    let first = drafts.iter().position(|d| is_running(d) && d.head != Some(Head::Standfirst))?;
    let at = drafts.iter().take(first).position(|d| {
        let called = d.head == Some(Head::Standfirst) || (matches!(d.kind, BlockKind::Heading(_)) && is_sentence(d));
        called && d.cut.as_ref().is_none_or(|(rule, _)| rule == "before-the-text") && is_standfirst(d)
    })?;
    Some(drafts.remove(at))
}

/// Takes out the line above the text that says who wrote it, by the names
/// that the page's metadata has.
fn byline(before: &mut Vec<Draft>, drafts: &mut Vec<Draft>, names: &[String]) -> Option<Draft> {
    let signs = |d: &Draft| {
        let text = d.text.trim();
        d.cut.is_some()
            && text.chars().count() <= BYLINE
            && text.lines().filter(|line| !line.trim().is_empty()).count() <= 2
            && names.iter().any(|name| letters(text).contains(&letters(name)))
            && (text.to_lowercase().starts_with("by ") || names.iter().any(|name| same(name, text)))
    };
    let first = drafts.iter().position(|d| is_running(d)).unwrap_or(0);
    if let Some(at) = drafts.iter().take(first).position(signs) {
        return Some(drafts.remove(at));
    }
    let at = before.iter().rposition(signs)?;
    Some(before.remove(at))
}

/// Characters above which a line is no byline.
const BYLINE: usize = 120;

/// Where in `before` a block that the page calls `wanted` stands, close under
/// the headline.
fn under_headline(before: &[Draft], title: Option<&str>, wanted: Head) -> Option<usize> {
    let above = before.iter().rposition(|d| title.is_some_and(|t| same(t, &d.text)))?;
    let mut near = before.iter().enumerate().skip(above + 1).take(6);
    near.find(|(_, d)| d.head == Some(wanted) && is_outside(d) && is_standfirst(d)).map(|(at, _)| at)
}

/// Whether nothing speaks against it but where it stands.
fn is_outside(draft: &Draft) -> bool {
    draft.cut.as_ref().is_some_and(|(rule, _)| rule == OUTSIDE)
}

fn is_standfirst(draft: &Draft) -> bool {
    let text = draft.text.trim();
    (20..=700).contains(&text.len()) && draft.linked * 2 < text.len()
}

/// A heading that is a sentence and no question.
fn is_sentence(draft: &Draft) -> bool {
    let text = draft.text.trim();
    text.split_whitespace().count() > 8 && text.trim_end_matches(['”', '"', '’']).ends_with(['.', '!'])
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

fn is_running(draft: &Draft) -> bool {
    let text = draft.text.trim();
    draft.cut.is_none()
        && matches!(draft.kind, BlockKind::Paragraph | BlockKind::Quote)
        && (text.len() > 80 || (text.len() > 25 && ends_sentence(text)))
        && draft.linked * 2 < text.len()
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '*'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', ';', '؟', '।'])
}

fn same(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// Letters and digits in lower case, for comparing.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn set(draft: &mut Draft, rule: &str, reason: &str) {
    draft.cut = Some((rule.to_owned(), reason.to_owned()));
}
