//! The head of an article: what a page shows between the headline and the
//! text. A standfirst, a byline, a first paragraph set apart, captions.

use pullquote_article::{BlockKind, MarkKind};

use super::candidate_block::{CandidateBlock, HeadPart, ends_sentence, is_running, letters, same_letters};
use super::metadata::Metadata;
use crate::byline::signed;
use crate::language::BylineWords;
use crate::rules::ContextRule;

/// Characters that a byline has at most.
const BYLINE: usize = 120;

/// The head of an article without its title.
#[derive(Debug, Default)]
pub(super) struct Head<'l> {
    standfirst: Option<CandidateBlock<'l>>,
    byline: Option<CandidateBlock<'l>>,
    captions: Vec<CandidateBlock<'l>>,
}

impl<'l> Head<'l> {
    /// Removes the head from the blocks `before` the article's element and from
    /// the `blocks` in it. A lead paragraph before the element becomes the first
    /// of `blocks`. `metadata` is what the page states.
    pub(super) fn extract(
        before: &mut Vec<CandidateBlock<'l>>,
        blocks: &mut Vec<CandidateBlock<'l>>,
        metadata: &Metadata,
        words: &BylineWords,
    ) -> Self {
        let title = metadata.meta.title.as_deref();
        let authors = &metadata.meta.byline;
        let summary = metadata.description.as_deref();
        let standfirst = standfirst(before, blocks, title, summary);
        let lead = under_headline(before, title, HeadPart::Lead).filter(|&at| before.get(at).is_some_and(is_long));
        if let Some(at) = lead {
            let lead = before.remove(at);
            blocks.insert(0, CandidateBlock { cut: None, ..lead });
        }
        // A lead that is set apart from the text and repeats the page's summary is a
        // standfirst, too.
        let standfirst = standfirst.or_else(|| {
            let stated = summary.and_then(|summary| stated_summary(blocks, summary));
            let heading = lead.filter(|_| blocks.first().is_some_and(|b| matches!(b.kind, BlockKind::Heading(_))));
            stated.or(heading.map(|_| 0)).map(|at| blocks.remove(at))
        });
        let byline = byline(before, blocks, authors, words);
        Self { standfirst, byline, captions: captions(before, title) }
    }

    /// The captions of the pictures above the text.
    pub(super) fn captions(&mut self) -> &mut [CandidateBlock<'l>] {
        &mut self.captions
    }

    /// The authors that the byline names.
    pub(super) fn authors(&self, words: &BylineWords) -> Vec<String> {
        self.byline.as_ref().map(|block| signed(block.text.trim(), words)).unwrap_or_default()
    }

    /// The standfirst and the byline, as far as there are any.
    pub(super) fn blocks(&self) -> impl Iterator<Item = (BlockKind, &CandidateBlock<'l>)> {
        let standfirst = self.standfirst.iter().map(|block| (BlockKind::Standfirst, block));
        standfirst.chain(self.byline.iter().map(|block| (BlockKind::Byline, block)))
    }
}

/// Removes from `before` the captions of pictures between the headline and the
/// article's element, and returns them.
fn captions<'l>(before: &mut Vec<CandidateBlock<'l>>, title: Option<&str>) -> Vec<CandidateBlock<'l>> {
    let Some(headline) = headline_in(before, title) else { return Vec::new() };
    let is_caption = |b: &CandidateBlock<'_>| b.kind == BlockKind::Caption && is_outside(b) && b.text.len() <= CAPTION;
    let (mut kept, mut captions) = (Vec::with_capacity(before.len()), Vec::new());
    for (at, block) in before.drain(..).enumerate() {
        if at > headline && captions.len() < PICTURES && is_caption(&block) {
            captions.push(CandidateBlock { cut: None, ..block });
        } else {
            kept.push(block);
        }
    }
    *before = kept;
    captions
}

/// Characters of a line that is no sentence, at most.
const LINE: usize = 60;
/// Letters and digits of the page's summary with which a standfirst begins.
const BEGINNING: usize = 40;
/// Bytes of the name of a place before it, at most.
const PLACE: usize = 24;
/// How many blocks below the headline may hold the standfirst.
const NEAR: usize = 8;
/// Words of a second headline, at least.
const SUBTITLE: usize = 12;
/// Bytes that a caption above the text has at most.
const CAPTION: usize = 800;
/// How many captions above the text are kept at most.
const PICTURES: usize = 3;

/// Whether `name` looks like a person's: two to five words, at least two of
/// them with a capital letter.
fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (2..=5).contains(&words) && name.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count() >= 2
}

/// Whether the block is long enough for a lead paragraph.
fn is_long(block: &CandidateBlock<'_>) -> bool {
    block.text.trim().len() > 60
}

/// Removes the standfirst from the blocks before the article's element or from
/// the first ones in it, and returns it: a sentence or two under the headline,
/// in an element named for it or in a heading.
fn standfirst<'l>(
    before: &mut Vec<CandidateBlock<'l>>,
    blocks: &mut Vec<CandidateBlock<'l>>,
    title: Option<&str>,
    summary: Option<&str>,
) -> Option<CandidateBlock<'l>> {
    if let Some(at) = under_headline(before, title, HeadPart::Standfirst) {
        return Some(before.remove(at));
    }
    let stated = |b: &CandidateBlock<'_>| {
        summary.is_some_and(|summary| same_letters(&b.text, summary) || begins_as(&b.text, summary))
    };
    if let Some(at) = before.iter().position(|b| is_outside(b) && may_be_standfirst(b) && stated(b)) {
        return Some(before.remove(at));
    }
    if let Some(at) = summary.and_then(|summary| stated_summary(blocks, summary)) {
        return Some(blocks.remove(at));
    }
    let first = blocks.iter().position(|b| is_running(b) && b.head_part != Some(HeadPart::Standfirst))?;
    // What a page says in its summary is no caption, though it is in a figure.
    let is_caption = |b: &CandidateBlock<'_>| b.kind == BlockKind::Caption && b.cut.is_none();
    if let Some(at) = blocks.iter().take(first).position(|b| is_caption(b) && stated(b)) {
        return Some(blocks.remove(at));
    }
    let at = blocks.iter().take(first).position(|b| {
        let named = b.head_part == Some(HeadPart::Standfirst);
        let heading =
            matches!(b.kind, BlockKind::Heading(_)) && (is_statement(b) || b.head_part.is_some()) || is_subtitle(b);
        (named || heading) && b.cut.is_none_or(|cut| cut.is(ContextRule::BeforeTheText)) && may_be_standfirst(b)
    })?;
    Some(blocks.remove(at))
}

/// Whether `text` begins with the first words of the page's `summary`, perhaps after the name of
/// a place (`Lindhaven. The pier …`).
fn begins_as(text: &str, summary: &str) -> bool {
    let start = beginning(summary);
    let is_start = |text: &str| beginning(text) == start;
    let after_place = text.trim_start().split_once(". ").filter(|(place, _)| place.len() <= PLACE);
    start.chars().count() == BEGINNING && (is_start(text) || after_place.is_some_and(|(_, rest)| is_start(rest)))
}

/// The first letters and digits of `text` in lower case.
fn beginning(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(BEGINNING).collect()
}

/// The index of the first block of `blocks` that is not cut, if it has the words of the
/// page's `summary` and is set apart from the text: in an element of its own, in bold
/// or as a heading.
fn stated_summary(blocks: &[CandidateBlock<'_>], summary: &str) -> Option<usize> {
    let mut left = blocks.iter().enumerate().filter(|(_, b)| b.cut.is_none() && b.kind != BlockKind::Caption);
    let (at, first) = left.next()?;
    let next = left.map(|(_, block)| block).find(|block| is_running(block))?;
    let may_be = matches!(first.kind, BlockKind::Paragraph | BlockKind::Heading(2..)) && may_be_standfirst(first);
    let length = first.text.trim().len();
    let strong = first.marks.iter().filter(|m| m.kind == MarkKind::Strong).map(|m| m.span.of(&first.text).len());
    let is_bold = strong.sum::<usize>() * 10 >= length * 9 && !is_bold_too(next);
    let is_apart = first.around != next.around || first.kind != next.kind || is_bold;
    (may_be && is_apart && same_letters(&first.text, summary)).then_some(at)
}

/// Whether some words of the block are in bold.
fn is_bold_too(block: &CandidateBlock<'_>) -> bool {
    block.marks.iter().any(|m| m.kind == MarkKind::Strong)
}

/// Removes the byline from the blocks above the text and returns it: a line
/// that is cut and names one of `authors`, or anybody if there are none.
fn byline<'l>(
    before: &mut Vec<CandidateBlock<'l>>,
    blocks: &mut Vec<CandidateBlock<'l>>,
    authors: &[String],
    words: &BylineWords,
) -> Option<CandidateBlock<'l>> {
    let is_byline = |b: &CandidateBlock<'_>| {
        let text = b.text.trim();
        b.cut.is_some()
            && text.chars().count() <= BYLINE
            && text.lines().filter(|line| !line.trim().is_empty()).count() <= 2
            && match authors {
                [] => signed(text, words).iter().any(|name| is_name(name)),
                authors => {
                    authors.iter().any(|name| letters(text).contains(&letters(name)))
                        && (!signed(text, words).is_empty() || authors.iter().any(|name| same_letters(name, text)))
                }
            }
    };
    let first = blocks.iter().position(is_running).unwrap_or(0);
    if let Some(at) = blocks.iter().take(first).position(is_byline) {
        return Some(blocks.remove(at));
    }
    let at = before.iter().rposition(is_byline)?;
    Some(before.remove(at))
}

/// The index in `before` of the last block that repeats the headline.
fn headline_in(before: &[CandidateBlock<'_>], title: Option<&str>) -> Option<usize> {
    before.iter().rposition(|b| title.is_some_and(|t| same_letters(t, &b.text)))
}

/// The index in `before` of a block that the page names `wanted`, at most six
/// blocks below the headline.
fn under_headline(before: &[CandidateBlock<'_>], title: Option<&str>, wanted: HeadPart) -> Option<usize> {
    let Some(headline) = headline_in(before, title) else {
        // Where the page shows other words than it states, the name alone decides, right above
        // the text.
        let last = before.len().saturating_sub(NEAR);
        let is_named =
            |b: &CandidateBlock<'_>| b.head_part == Some(HeadPart::Standfirst) && ends_sentence(b.text.trim());
        return before
            .iter()
            .rposition(|b| wanted == HeadPart::Standfirst && is_named(b) && is_outside(b) && may_be_standfirst(b))
            .filter(|&at| at >= last);
    };
    let mut near = before.iter().enumerate().skip(headline + 1).take(6);
    let named = near.find(|(_, b)| b.head_part == Some(wanted) && is_outside(b) && may_be_standfirst(b));
    named.map(|(at, _)| at).or_else(|| {
        // A sentence below the headline needs no name, if only lines that are no text are
        // between them.
        let mut near = before.iter().enumerate().skip(headline + 1).take(NEAR);
        let (at, next) = near.find(|(_, b)| is_outside(b) && !is_line(b))?;
        let is_sentence = next.kind == BlockKind::Paragraph && next.linked == 0 && is_statement(next);
        (wanted == HeadPart::Standfirst && is_sentence && may_be_standfirst(next)).then_some(at)
    })
}

/// Whether the block is cut only because of its place outside the article.
fn is_outside(block: &CandidateBlock<'_>) -> bool {
    block.cut.is_some_and(|cut| cut.is(ContextRule::OutsideTheArticle))
}

/// Whether the block is a short line without the end of a sentence: a date, a section.
fn is_line(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim();
    text.chars().count() <= LINE && !ends_sentence(text)
}

/// Whether the block has the length of a standfirst and is not mostly links.
fn may_be_standfirst(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim();
    (20..=700).contains(&text.len()) && block.linked * 2 < text.len()
}

/// Whether the block is a heading of the second level that is too long for that of a
/// section, and no question.
fn is_subtitle(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim();
    block.kind == BlockKind::Heading(2) && text.split_whitespace().count() >= SUBTITLE && !text.ends_with('?')
}

/// Whether the block is a sentence of more than eight words and no question.
fn is_statement(block: &CandidateBlock<'_>) -> bool {
    let text = block.text.trim();
    text.split_whitespace().count() > 8 && text.trim_end_matches(['”', '"', '’']).ends_with(['.', '!'])
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p><p>Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.</p>";
    const SUMMARY: &str = "The port of Lindhaven has been shut since the night, and nobody knows when it will open.";

    /// The standfirst of a page.
    fn standfirst(html: &str) -> Option<String> {
        let article = crate::extract(html, None);
        let block = article.blocks().iter().find(|b| b.kind == pullquote_article::BlockKind::Standfirst)?;
        Some(block.span.of(article.text()).to_owned())
    }

    #[test]
    fn lines_between_the_headline_and_the_standfirst_are_passed_over() {
        let html = format!(
            "<title>Pier</title><h1>Pier</h1><div>Ports</div><div>2 March 2026</div><div><p>{SUMMARY}</p></div><div class=article-body>{STORY}{STORY}</div>"
        );
        assert_eq!(standfirst(&html).as_deref(), Some(SUMMARY));
    }

    #[test]
    fn a_caption_that_begins_as_the_summary_is_a_standfirst() {
        let longer = format!("{SUMMARY} The port captain said so at noon.");
        let page = |caption: &str| {
            let figure = format!("<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>");
            format!("<meta name=description content='{SUMMARY}'><article><h1>Pier</h1>{figure}{STORY}{STORY}</article>")
        };
        assert_eq!(standfirst(&page(&longer)).as_deref(), Some(longer.as_str()));
        assert_eq!(standfirst(&page("The port of Lindhaven in the night of the storm, seen from the mole.")), None);
    }

    #[test]
    fn what_begins_as_the_summary_is_a_standfirst_though_it_goes_on_or_names_a_place() {
        let page = |text: &str| {
            let head = format!("<div><h1>Pier</h1><div>Ports</div><div>More of it</div><p>{text}</p></div>");
            format!(
                "<meta name=description content='{SUMMARY}'><main>{head}<div class=article-body>{STORY}{STORY}</div></main>"
            )
        };
        for text in [format!("{SUMMARY} Was it the barge?"), format!("Lindhaven. {SUMMARY} Was it the barge?")] {
            assert_eq!(standfirst(&page(&text)).as_deref(), Some(text.as_str()));
        }
        assert_eq!(
            standfirst(&page("Does the port of Lindhaven pay too little for its tugs and pilots, and why?")),
            None
        );
    }

    #[test]
    fn a_long_second_headline_is_a_standfirst() {
        let second = "Forty ships wait outside while the port looks for the anchor that a barge lost in the night";
        let page =
            |second: &str| format!("<title>Pier</title><article><h1>Pier</h1><h2>{second}</h2>{STORY}</article>");
        assert_eq!(standfirst(&page(second)).as_deref(), Some(second));
        assert_eq!(standfirst(&page("What we know of the night")), None);
    }

    #[test]
    fn a_standfirst_needs_no_headline_that_the_page_states() {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>".repeat(4);
        let page = |class: &str| {
            let head =
                format!("<div>What the town must know</div><p class='{class}'>How long may the harbour stay shut?</p>");
            let html =
                format!("<title>Pier</title><main><div>{head}</div><div class=article-body>{story}</div></main>");
            let article = crate::extract(&html, None);
            article.blocks().iter().any(|block| block.kind == pullquote_article::BlockKind::Standfirst)
        };
        assert!(page("article-excerpt") && !page("line"));
    }
}
