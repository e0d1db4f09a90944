//! The article's text as JSON-LD states it, compared with the blocks that were
//! found. It is evidence about single blocks and never the text itself: many
//! pages state a summary, or the text mixed with captions.

use std::borrow::Cow;
use std::collections::HashSet;

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, HeadPart, letters};
use crate::html::tree::NodeId;
use crate::rules::{ContextRule, Cut};

/// How many words in a row are compared.
const RUN: usize = 5;
/// Words that a stated text has at least, if it is the whole text.
const LEAST: usize = 120;
/// The percentage of the kept words that must be in the stated text before it
/// decides about the rest.
const AGREEMENT: usize = 80;
/// Bytes of a paragraph beside stated text that is removed for not being stated, at most. Some pages
/// state their text without the first paragraph of each part.
const BESIDE: usize = 250;
/// Letters and digits with which a standfirst begins like the page's summary.
const BEGINNING: usize = 40;

/// If nearly all of the kept words are in the `stated` text: cuts paragraphs
/// that are not in it, and keeps those in it that only a weak rule cut. What comes
/// before the stated text stays if it is called a standfirst or begins like the page's `summary`.
pub(super) fn compare(blocks: &mut [CandidateBlock<'_>], stated: &str, summary: Option<&str>) {
    let words = words(stated);
    if words.len() < LEAST {
        return;
    }
    let runs: HashSet<&[Cow<'_, str>]> = words.windows(RUN).collect();
    let shares: Vec<Option<(usize, usize)>> = blocks.iter().map(|block| share(block, &runs)).collect();
    let kept = || blocks.iter().zip(&shares).filter(|(d, _)| d.cut.is_none()).filter_map(|(_, share)| *share);
    let (found, all) = kept().fold((0, 0), |(found, all), (f, a)| (found + f, all + a));
    if all == 0 || found * 100 < all * AGREEMENT {
        return;
    }
    let beginning = |text: &str| -> String { letters(text).chars().take(BEGINNING).collect() };
    let summary = summary.map(beginning).filter(|text| text.chars().count() == BEGINNING);
    let is_summary = |block: &CandidateBlock<'_>| {
        block.head_part == Some(HeadPart::Standfirst)
            || summary.as_ref().is_some_and(|summary| beginning(&block.text) == *summary)
    };
    // The elements around the stated paragraphs.
    let is_stated = |share: &Option<(usize, usize)>| share.is_some_and(|(found, all)| found * 10 >= all * 8);
    let stated = blocks.iter().zip(&shares).filter(|(block, share)| block.around != 0 && is_stated(share));
    let parts: HashSet<NodeId> = stated.map(|(block, _)| block.around).collect();
    let mut begun = false;
    for (block, share) in blocks.iter_mut().zip(&shares) {
        let Some((found, all)) = *share else { continue };
        begun |= found > 0;
        let is_text = block.text.trim().len() > BESIDE && parts.contains(&block.around);
        if block.cut.is_none() && found == 0 && all >= RUN && !is_text && (begun || !is_summary(block)) {
            block.cut_by(ContextRule::NotStated);
        } else if found * 10 >= all * 8 && matches!(block.cut, Some(Cut::Context(rule)) if rule.is_weak()) {
            block.cut = None;
        }
    }
}

/// How many of the block's runs of words are in `runs`, and how many it has;
/// `None` for kinds of blocks that stated texts leave out.
fn share(block: &CandidateBlock<'_>, runs: &HashSet<&[Cow<'_, str>]>) -> Option<(usize, usize)> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem) {
        return None;
    }
    let words = words(&block.text);
    let all = words.windows(RUN).count();
    (all > 0).then(|| (words.windows(RUN).filter(|run| runs.contains(run)).count(), all))
}

/// The words of `text` in lower case.
pub(super) fn words(text: &str) -> Vec<Cow<'_, str>> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(lower).collect()
}

/// `word` in lower case, in which most words are.
fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if is_lower { word.into() } else { word.to_lowercase().into() }
}

#[cfg(test)]
mod tests {
    fn outline(html: &str) -> Vec<String> {
        let article = crate::extract(html, None);
        article.blocks().iter().map(|b| b.span.of(article.text()).chars().take(24).collect()).collect()
    }

    fn page_with(stated: &[&str], shown: &[&str]) -> String {
        let body = stated.join(" ");
        let shown: String = shown.iter().map(|p| format!("<p>{p}</p>")).collect();
        format!(
            r#"<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{body}"}}</script><article>{shown}</article>"#
        )
    }

    const STORY: &[&str] = &[
        "The harbour at Lindhaven stayed shut for a third day while divers looked for the anchor that a barge lost in the storm, and forty ships waited beyond the mole for a pilot who could bring them in by night.",
        "Nobody had seen a queue like it since the winter when the lock gates froze, said the port captain, who has kept the log of every ship since he was a boy and reads from it aloud to whoever asks him.",
        "The council will decide on Tuesday whether the tugs from the next port may be hired at twice the price, or whether the ships have to wait for the weather to turn, as they did in every year before.",
    ];
    const STRAY: &str = "Our weekend magazine takes you along the coast road with twelve walks, nine inns and a map to fold, at every kiosk.";

    #[test]
    fn a_paragraph_that_the_page_does_not_state_is_cut() {
        let shown = [STORY[0], STRAY, STORY[1], STORY[2]];
        assert_eq!(outline(&page_with(STORY, &shown)).len(), 3);
    }

    #[test]
    fn a_text_that_is_stated_only_in_part_decides_nothing() {
        let shown = [STORY[0], STRAY, STORY[1], STORY[2]];
        assert_eq!(outline(&page_with(&STORY[..1], &shown)).len(), 4, "too short");
        let doubled = [STORY[0], STORY[0], STORY[0]];
        assert_eq!(outline(&page_with(&doubled, &shown)).len(), 4, "most of the text is not in it");
    }

    #[test]
    fn a_long_paragraph_beside_the_stated_ones_is_text() {
        let first = "Lighthousekeepers remembered. ".repeat(9);
        let first = first.trim();
        let shown = outline(&page_with(STORY, &[first, STORY[0], STORY[1], STORY[2]]));
        assert_eq!(shown.len(), 4, "{shown:?}");
        let boxed = page_with(STORY, &[STORY[0], STORY[1], STORY[2]])
            .replace("</article>", &format!("<div><p>{first}</p></div></article>"));
        assert_eq!(outline(&boxed).len(), 3, "in a box");
    }

    #[test]
    fn a_standfirst_that_the_page_does_not_state_stays() {
        let summary = "No ship has come in since the storm, and nobody knows when the way will be free again.";
        let page = page_with(STORY, &[summary, STORY[0], STORY[1], STORY[2]]);
        let described = format!("<meta name=description content='{summary}'>{page}");
        assert_eq!((outline(&described).len(), outline(&page).len()), (4, 3));
    }
}
