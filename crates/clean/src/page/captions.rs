//! Which elements of a page are captions of pictures.

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, ends_sentence, is_running};
use super::density::Density;
use crate::html::element::is_inline;
use crate::html::tree::{NodeId, Tree};
use crate::language::ElementNames;

/// Characters of the caption in a box with a picture, at least and at most.
const BOX: std::ops::RangeInclusive<u32> = 8..=250;
/// The same where a heading below the picture is a sentence of so many characters, which is no heading.
const WITH_HEADING: std::ops::RangeInclusive<u32> = 8..=600;
const HEADING: u32 = 100;
/// Characters beside such a heading, at most.
const CREDIT: u32 = 100;
/// Bytes of the text of a figure without a picture, at least.
const LEAST_FIGURE_TEXT: usize = 80;
/// Bytes of words in a sentence, at most.
const MOST_INLINE_CAPTION: usize = 40;
/// Bytes of a text beside a part of a line, at least, that is a sentence.
const LEAST_SENTENCE_BESIDE: usize = 80;
/// Bytes of a caption that is a sentence, at least.
const SENTENCE: usize = 40;
/// How many of them a page of pictures has, at least.
const GALLERY: usize = 10;
/// How many times as much they say as the text, at least.
const MUCH_MORE: usize = 2;
/// Nodes in a box with a picture that are looked at.
const NODES: usize = 60;

/// Whether the element's class calls it a caption or a picture's credit.
pub(super) fn is_caption(tree: &Tree, node: NodeId, names: &ElementNames) -> bool {
    tree.attribute(node, "class").is_some_and(|value| names.caption.is_in(value))
        && !matches!(tree.name(node), "body" | "main" | "article")
        && !is_in_sentence(tree, node)
}

/// Whether the element is a few words of a line, with a sentence beside it in the same paragraph: the
/// place and day at the beginning of a press release.
fn is_in_sentence(tree: &Tree, node: NodeId) -> bool {
    let length = |n: NodeId| tree.text(n).map_or(0, |text| text.trim().len());
    let beside = |around: NodeId| tree.children(around).take(NODES).any(|n| length(n) >= LEAST_SENTENCE_BESIDE);
    is_inline(tree.name(node))
        && tree.parent(node).is_some_and(|p| tree.name(p) == "p" && beside(p))
        && tree.all_text(node).len() <= MOST_INLINE_CAPTION
}

/// Makes the captions of a page of pictures its paragraphs, where they say much more than the text.
pub(super) fn read_as_text(blocks: &mut [CandidateBlock<'_>]) {
    let is_caption = |b: &CandidateBlock<'_>| b.cut.is_none() && b.kind == BlockKind::Caption;
    let is_sentence = |b: &CandidateBlock<'_>| b.text.trim().len() > SENTENCE && ends_sentence(b.text.trim());
    let length = |b: &CandidateBlock<'_>| b.text.trim().len();
    let captions: Vec<usize> = blocks.iter().filter(|b| is_caption(b) && is_sentence(b)).map(length).collect();
    let text: usize = blocks.iter().filter(|b| is_running(b)).map(length).sum();
    if captions.len() >= GALLERY && captions.iter().sum::<usize>() >= text * MUCH_MORE {
        blocks.iter_mut().filter(|b| is_caption(b) && is_sentence(b)).for_each(|b| b.kind = BlockKind::Paragraph);
    }
}

/// Whether the element holds a picture and after it only a few words.
pub(super) fn is_picture_box(tree: &Tree, node: NodeId, density: &Density<'_>, names: &ElementNames) -> bool {
    let characters = |node: NodeId| density.text.get(node as usize).copied().unwrap_or(0);
    let inline = density.inline.get(node as usize).copied().unwrap_or(true);
    if !matches!(tree.name(node), "div" | "span" | "center") || !WITH_HEADING.contains(&characters(node)) || inline {
        return false;
    }
    let around = tree.parent(node).map_or(0, characters);
    if around < characters(node) * 3 || density.link_density(node) > 0.5 {
        return false;
    }
    let (mut picture, mut words, mut sentence) = (false, false, 0);
    for below in tree.descendants(node).skip(1).take(NODES) {
        match tree.name(below) {
            "img" | "amp-img" if !is_photo(tree, below, names) => return false,
            "img" | "amp-img" => picture = !words,
            "" => words |= tree.text(below).is_some_and(|text| !text.trim().is_empty()),
            "div" | "p" | "noscript" | "script" | "style" => {}
            "button" | "input" | "label" => return false,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if picture && sentence == 0 && characters(below) >= HEADING => {
                if !ends_sentence(tree.all_text(below).trim()) {
                    return false;
                }
                sentence = characters(below);
            }
            name if is_inline(name) => {}
            _ => return false,
        }
    }
    picture && words && (BOX.contains(&characters(node)) || sentence > 0 && characters(node) <= sentence + CREDIT)
}

/// Whether the picture is a photograph and no smiley, icon or counter.
pub(super) fn is_photo(tree: &Tree, node: NodeId, names: &ElementNames) -> bool {
    let small = |name: &str| {
        let size = tree.attribute(node, name).and_then(|v| v.trim_end_matches("px").trim().parse::<u32>().ok());
        size.is_some_and(|size| size < 60)
    };
    let named = tree.attribute(node, "class").is_some_and(|class| {
        let class = class.to_ascii_lowercase();
        names.ornament.iter().any(|w| class.contains(w))
    });
    !small("width") && !small("height") && !named
}

/// Whether the text around the picture flows past it.
pub(super) fn is_aligned(tree: &Tree, node: NodeId) -> bool {
    let mut classes = tree.attribute(node, "class").unwrap_or("").split_ascii_whitespace();
    let align = tree.attribute(node, "align").unwrap_or("");
    classes.any(|class| matches!(class, "alignleft" | "alignright")) || matches!(align, "left" | "right")
}

/// Whether the figure holds a table, code or a quotation, or paragraphs and nothing to look at.
pub(super) fn holds_text(tree: &Tree, figure: NodeId) -> bool {
    let names = || tree.descendants(figure).skip(1).take(200).map(|n| tree.name(n));
    let is_shown = |name: &str| matches!(name, "" | "p" | "div" | "ul" | "ol" | "li") || is_inline(name);
    let is_picture = |name: &str| matches!(name, "img" | "picture" | "amp-img");
    names().any(|name| matches!(name, "table" | "pre" | "blockquote"))
        || names().all(|name| is_shown(name) && !is_picture(name))
            && names().any(|name| name == "p")
            && tree.all_text(figure).len() >= LEAST_FIGURE_TEXT
}

#[cfg(test)]
mod tests {
    use pullquote_article::BlockKind;

    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";

    /// The kind of the block that begins with “Barges” in an article with `inside`.
    fn kind(inside: &str) -> Option<BlockKind> {
        let article = crate::extract(&format!("<article>{STORY}{inside}{STORY}{STORY}{STORY}</article>"), None);
        let mut blocks = article.blocks().iter().filter(|b| b.span.of(article.text()).starts_with("Barges"));
        blocks.next().map(|b| b.kind)
    }

    #[test]
    fn a_few_words_below_a_picture_in_a_box_are_its_caption() {
        let boxed = "<div class=pic><a href=#><img src=a.jpg></a><p>Barges at Port Halden, 28 April 2026</p></div>";
        assert_eq!(kind(boxed), Some(BlockKind::Caption));
        let named = "<div><div><img src=a.jpg></div><span class=legend>Barges at Port Halden (Northlight)</span></div>";
        assert_eq!(kind(named), Some(BlockKind::Caption));
        let below =
            "<div class=pic><img src=a.jpg></div><p class=imagedescription>Barges at Port Halden. © Northlight</p>";
        assert_eq!(kind(below), Some(BlockKind::Caption));
    }

    #[test]
    fn text_before_a_picture_or_beside_an_icon_is_no_caption() {
        assert_eq!(kind("<div><p>Barges wait at the pier.</p><img src=a.jpg></div>"), Some(BlockKind::Paragraph));
        let icon = "<div><img width=16 src=a.png><p>Barges wait at the pier.</p></div>";
        assert_eq!(kind(icon), Some(BlockKind::Paragraph));
        let long = "Barges wait at the pier for a pilot who could bring them in. ".repeat(6);
        assert_eq!(kind(&format!("<div><img src=a.jpg><p>{long}</p></div>")), Some(BlockKind::Paragraph));
    }

    #[test]
    fn a_sentence_in_a_heading_below_a_picture_is_its_caption() {
        let long = "Barges wait beyond the mole of Lindhaven on Monday for a pilot who could bring them in, with the lamps of the port behind them and the weather turning once more, while the port captain, left, counts those that are still to come.";
        let boxed = |rest: &str| kind(&format!("<div><img src=a.jpg><h2>{long}</h2>{rest}</div>{}", STORY.repeat(9)));
        assert_eq!(boxed("<p>Photo: Pia Rosk, who has been at the pier</p>"), Some(BlockKind::Caption));
        assert_eq!(boxed(&format!("<p>{long}</p>")), Some(BlockKind::Heading(2)));
        let heading = "Barges wait at the pier for a pilot";
        assert_eq!(
            kind(&format!("<div><img src=a.jpg><h2>{heading}</h2><p>{long}</p></div>")),
            Some(BlockKind::Heading(2))
        );
    }

    #[test]
    fn text_that_flows_past_a_picture_is_no_caption() {
        let text =
            |class: &str| format!("<p><img class='{class}' src=a.jpg>Barges wait beyond the mole for a pilot.</p>");
        assert_eq!(kind(&text("alignright size-medium")), Some(BlockKind::Paragraph));
        assert_eq!(kind(&text("size-medium")), Some(BlockKind::Caption));
    }

    #[test]
    fn where_pictures_tell_the_story_their_captions_are_the_text() {
        let page = |count: usize, text: usize| {
            let slide = |n: usize| {
                format!(
                    "<figure><img src={n}.jpg><figcaption>Ship number {n} waits beyond the mole for its pilot.</figcaption></figure>"
                )
            };
            let slides: String = (0..count).map(slide).collect();
            let html = format!(
                "<article><p>These ships wait at Lindhaven, each for a reason of its own.</p>{}{slides}</article>",
                STORY.repeat(text)
            );
            let article = crate::extract(&html, None);
            article.blocks().iter().filter(|b| b.kind == BlockKind::Caption).count()
        };
        assert_eq!(page(12, 0), 0);
        assert_eq!(page(4, 0), 4);
        assert_eq!(page(12, 5), 12);
    }

    #[test]
    fn the_credits_of_a_page_of_pictures_are_no_text() {
        let slide = |n: usize| {
            format!(
                "<figure><img src={n}.jpg><figcaption><p>Ship number {n} waits beyond the mole for its pilot.</p><span class=credit>Pia Rosk {n}</span></figcaption></figure>"
            )
        };
        let slides: String = (0..12).map(slide).collect();
        let article = crate::extract(&format!("<article><h1>Ships</h1>{slides}</article>"), None);
        let text = |kind: BlockKind| article.blocks().iter().filter(|b| b.kind == kind).count();
        assert_eq!((text(BlockKind::Paragraph), text(BlockKind::Caption)), (12, 12));
    }

    #[test]
    fn the_place_of_a_press_release_is_no_caption() {
        let place = "<span class=legendSpanClass>PORT HALDEN</span>, March 3 /Wire/ -- ";
        let html = format!(
            "<article><p>{place}Northlight Paints has opened a new yard that is to build two ferries in each year.</p>{}</article>",
            STORY.repeat(3)
        );
        assert!(crate::extract(&html, None).text().starts_with("PORT HALDEN, March 3 /Wire/ -- Northlight"));
    }

    #[test]
    fn a_figure_without_a_picture_is_text() {
        let note = "Nobody may walk on the pier until the port office has counted and looked at all of its piles.";
        let figure = |inside: &str| format!("<figure class=callout>{inside}<div><p>{note}</p></div></figure>");
        let kind = |inside: &str| {
            let article =
                crate::extract(&format!("<article>{0}{1}{0}</article>", STORY.repeat(2), figure(inside)), None);
            article.blocks().iter().find(|b| b.span.of(article.text()) == note).map(|b| b.kind)
        };
        assert_eq!(kind("<div><span>!</span></div>"), Some(BlockKind::Paragraph));
        assert_eq!(kind("<img src=a.jpg>"), Some(BlockKind::Caption));
    }
}
