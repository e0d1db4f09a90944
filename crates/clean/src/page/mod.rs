//! Web pages: which element holds the article, which of its blocks are
//! clutter, and what the page says about itself.

mod after_text;
mod anchors;
mod article_element;
mod block_rules;
mod blocks;
mod candidate_block;
mod captions;
mod density;
mod ending;
mod exceptions;
mod first_part;
mod head;
mod headings;
mod inline_text;
mod jsonld_text;
pub(crate) mod judge;
mod lines;
mod link_lists;
mod lists;
mod metadata;
mod panels;
mod paywall;
mod pictures;
mod pull_quotes;
mod row;
mod script_text;
mod script_values;
mod second_opinion;
mod sign_up_boxes;
mod signature;
mod stated_answers;
mod styles;
mod table_cells;
mod teaser_rows;
mod teasers;
mod unshown;

use pullquote_article::{ArticleBuilder, BlockKind, MarkKind, NewBlock};
use url::Url;

use self::blocks::{blocks_around, blocks_in};
use self::candidate_block::{CandidateBlock, same_letters};
use self::density::Density;
use self::head::Head;
use self::metadata::Metadata;
use crate::byline::is_name;
use crate::html::tree::{NodeId, Tree};
use crate::language::Language;
use crate::rules::ActiveRules;
use crate::spoken;

/// How many blocks above the article's element are judged.
const EDGE: usize = 40;

/// The article in the page `html`; `address` is where it was fetched from.
/// The words that are kept are those of the page, in the same order.
pub(crate) fn clean(html: &str, address: Option<&str>, language: &Language) -> ArticleBuilder {
    let tree = Tree::parse(html);
    let density = measured(&tree, language);
    let mut draft = Draft::new(&tree, &density, address, language);
    if let Some(judge) = &language.judge {
        draft.widen(language);
        judge::apply(&mut draft.blocks, &tree, draft.element, draft.metadata.title_and_summary(), judge);
        draft.narrow();
        headings::cut_bare(&mut draft.blocks);
    }
    let Draft { metadata, element, before, mut blocks, mut after, mut head, .. } = draft;
    stated_answers::restore(&mut blocks, &mut after, &metadata.answers);
    let unshown = unshown::read(&mut blocks, &tree, &metadata, language);
    let mut meta = metadata.meta.clone();
    let mut builder = ArticleBuilder::new();
    let title = meta.title.as_deref();
    // The headline above the text becomes the title, so it is not removed.
    let is_headline = |block: &CandidateBlock<'_>| {
        matches!(block.kind, BlockKind::Heading(_)) && title.is_some_and(|t| same_letters(t, &block.text))
    };
    before.iter().filter(|block| !is_headline(block)).for_each(|block| block.record_cut(&mut builder));
    if let Some(title) = &meta.title {
        builder.block(BlockKind::Title, title);
    }
    for (kind, block) in head.blocks() {
        builder.block(kind, &block.text);
    }
    if meta.byline.is_empty() || metadata.is_by_site {
        let signed = signature::names_in(&blocks, &language.bylines);
        meta.byline = if signed.is_empty() { meta.byline } else { signed };
    }
    let credits = language.rules.active_in("");
    let base = address.or(meta.canonical_url.as_deref()).and_then(|address| Url::parse(address).ok());
    for block in head.captions().iter_mut().chain(&mut blocks) {
        add(&mut builder, block, &credits, base.as_ref());
    }
    after.iter().for_each(|block| block.record_cut(&mut builder));
    if meta.byline.is_empty() {
        let names = head.authors(&language.bylines);
        meta.byline = if names.iter().all(|name| is_name(name)) { names } else { Vec::new() };
    }
    if meta.canonical_url.is_none() {
        meta.canonical_url = address.map(str::to_owned);
    }
    let notice = paywall::notice(&tree, builder.text(), language);
    let doubt = match (&notice, unshown) {
        (Some(_), _) => None,
        (None, Some(doubt)) => Some(doubt),
        (None, None) => second_opinion::doubt(builder.text(), element, &tree, &density, &metadata),
    };
    meta.language = spoken::of(meta.language, builder.text(), language);
    builder.meta(meta).notice(notice).doubt(doubt);
    builder
}

/// The measures of the page, with its teasers cut.
fn measured<'l>(tree: &Tree, language: &'l Language) -> Density<'l> {
    cut_teasers(Density::new(tree, &language.elements), tree, language)
}

/// The measures of the page after its teasers are cut.
fn cut_teasers<'l>(mut density: Density<'l>, tree: &Tree, language: &'l Language) -> Density<'l> {
    teasers::cut(&mut density, tree, &language.elements);
    sign_up_boxes::cut(&mut density, tree, &language.elements);
    density
}

/// The parts of a page, before it is an article.
#[derive(Debug)]
struct Draft<'l> {
    metadata: Metadata,
    /// The element that holds the article.
    element: NodeId,
    /// The blocks before that element; all are cut.
    before: Vec<CandidateBlock<'l>>,
    /// How many of the first blocks come before that element.
    edge: usize,
    /// The blocks in it.
    blocks: Vec<CandidateBlock<'l>>,
    /// The blocks after it; all are cut.
    after: Vec<CandidateBlock<'l>>,
    /// The standfirst, the byline and the captions above the text.
    head: Head<'l>,
}

impl<'l> Draft<'l> {
    /// The parts of the page from `address` as the rules see them.
    fn new(tree: &Tree, density: &Density<'l>, address: Option<&str>, language: &'l Language) -> Self {
        let metadata = metadata::read(tree, density, address, language);
        let found = article_element::find(tree, density, &language.names.article_body);
        let element = second_opinion::choose(found, tree, density, &language.names, &metadata);
        let mut blocks = blocks_in(element, tree, density, &language.names);
        captions::read_as_text(&mut blocks);
        let text: String = blocks.iter().filter(|b| b.cut.is_none()).flat_map(|b| [b.text.as_str(), "\n"]).collect();
        let title = metadata.meta.title.as_deref();
        block_rules::apply(&mut blocks, tree, &language.rules.active_in(&text), title, &metadata.meta.byline);
        signature::keep_sign_offs(&mut blocks, &language.bylines);
        if let Some(stated) = &metadata.body {
            jsonld_text::compare(&mut blocks, stated, metadata.description.as_deref());
        }
        let (mut before, after) = blocks_around(element, tree, density, &language.names);
        let head = Head::extract(&mut before, &mut blocks, &metadata, &language.bylines);
        Self { metadata, element, before, edge: 0, blocks, after, head }
    }

    /// Moves the last blocks between the headline and the article's element to its own.
    fn widen(&mut self, language: &'l Language) {
        let title = self.metadata.meta.title.as_deref();
        let headline = self.before.iter().rposition(|b| title.is_some_and(|t| same_letters(t, &b.text)));
        let from = headline.map_or(0, |at| at + 1).max(self.before.len().saturating_sub(EDGE));
        let mut edge = self.before.split_off(from);
        block_rules::name_notices(&mut edge, language);
        self.edge = edge.len();
        self.blocks.splice(0..0, edge);
    }

    /// Moves those of these blocks back that come before the first one that was restored.
    fn narrow(&mut self) {
        let restored = self.blocks.iter().take(self.edge).position(|b| b.cut.is_none());
        self.before.extend(self.blocks.drain(..restored.unwrap_or(self.edge)));
        self.edge = 0;
    }
}

/// Adds `block` to the article, or to its removed passages if it is cut.
/// Captions are split from their credits, and links made absolute by `base`.
fn add(builder: &mut ArticleBuilder, block: &mut CandidateBlock<'_>, credits: &ActiveRules<'_>, base: Option<&Url>) {
    pictures::add(builder, block, base);
    if block.cut.is_some() {
        block.record_cut(builder);
        return;
    }
    if block.kind == BlockKind::Caption {
        let (words, credit) = marked_credit(block).unwrap_or_else(|| credits.split_credit(&block.text));
        builder.caption(words, credit);
        return;
    }
    for mark in &mut block.marks {
        if let MarkKind::Link(to) = &mut mark.kind
            && let Some(absolute) = base.and_then(|base| base.join(to).ok())
        {
            *to = absolute.into();
        }
    }
    let CandidateBlock { kind, text, marks, list, names, .. } = block;
    builder.append(&NewBlock { kind: *kind, text, marks, list: *list, names });
}

/// A caption's words and the credit that the page itself marks, if nothing
/// comes after it.
fn marked_credit<'b>(block: &'b CandidateBlock<'_>) -> Option<(&'b str, Option<&'b str>)> {
    let mark = block.marks.iter().find(|m| m.kind == MarkKind::Credit)?;
    let ends = block.text.get(mark.span.end..).is_some_and(|rest| rest.trim().is_empty());
    if !ends {
        return None;
    }
    Some((block.text.get(..mark.span.start)?, Some(mark.span.of(&block.text))))
}
