//! The article's text as the page states it in JSON-LD, held against what
//! was found: evidence for single blocks, and no source of the text itself.
//! Many pages state a summary, or the text with its picture captions.

use std::collections::HashSet;

use crate::candidate_block::Draft;
use pullquote_article::BlockKind;

/// Words in a row that are compared.
const RUN: usize = 5;
/// Words that a statement must have to be taken as the whole text.
const LEAST: usize = 120;
/// Percent of the words kept that must stand in the statement before it is
/// believed about the others.
const BELIEVED: usize = 80;

/// Cuts paragraphs that do not stand in `body` where nearly all others do,
/// and takes back those that stand in it.
pub fn hold_against(drafts: &mut [Draft], body: &str) {
    let words = words(body);
    if words.len() < LEAST {
        return;
    }
    let runs: HashSet<&[String]> = words.windows(RUN).collect();
    let shares: Vec<Option<(usize, usize)>> = drafts.iter().map(|draft| share(draft, &runs)).collect();
    let kept = || drafts.iter().zip(&shares).filter(|(d, _)| d.cut.is_none()).filter_map(|(_, share)| *share);
    let (found, all) = kept().fold((0, 0), |(found, all), (f, a)| (found + f, all + a));
    if all == 0 || found * 100 < all * BELIEVED {
        return;
    }
    for (draft, share) in drafts.iter_mut().zip(&shares) {
        let Some((found, all)) = *share else { continue };
        if draft.cut.is_none() && found == 0 && all >= RUN {
            draft.cut = Some(("not-stated".to_owned(), "not in the article’s text as the page states it".to_owned()));
        } else if found * 10 >= all * 8 && draft.cut.as_ref().is_some_and(|(rule, _)| SOFT.contains(&rule.as_str())) {
            draft.cut = None;
        }
    }
}

/// Rules that go by place and looks, and not by what a block says.
const SOFT: &[&str] = &["only-links", "before-the-text", "behind-the-text", "bare-heading"];

/// How many runs of words the block has, and how many of them are in `runs`;
/// `None` for blocks that statements leave out.
fn share(draft: &Draft, runs: &HashSet<&[String]>) -> Option<(usize, usize)> {
    if !matches!(draft.kind, BlockKind::Paragraph | BlockKind::ListItem) {
        return None;
    }
    let words = words(&draft.text);
    let all = words.windows(RUN).count();
    (all > 0).then(|| (words.windows(RUN).filter(|run| runs.contains(run)).count(), all))
}

fn words(text: &str) -> Vec<String> {
    let split = |c: char| !c.is_alphanumeric();
    text.split(split).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::page;

    fn outline(html: &str) -> Vec<String> {
        let article = page::clean(html, None).finish(pullquote_article::Origin {
            path: None,
            url: None,
            format: pullquote_article::Format::Html,
            sha256: String::new(),
        });
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
    fn a_paragraph_that_the_page_does_not_state_goes() {
        let shown = [STORY[0], STRAY, STORY[1], STORY[2]];
        assert_eq!(outline(&page_with(STORY, &shown)).len(), 3);
    }

    #[test]
    fn a_statement_of_a_part_is_not_believed() {
        let shown = [STORY[0], STRAY, STORY[1], STORY[2]];
        assert_eq!(outline(&page_with(&STORY[..1], &shown)).len(), 4, "too short");
        let doubled = [STORY[0], STORY[0], STORY[0]];
        assert_eq!(outline(&page_with(&doubled, &shown)).len(), 4, "most of the text is not in it");
    }
}
