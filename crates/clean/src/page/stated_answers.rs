//! Questions and answers that a page states in JSON-LD (`FAQPage`). Where it shows them, they are a
//! part of its text: a rule that removed them for their place is wrong.

use std::borrow::Cow;
use std::collections::HashSet;

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, is_running, letters};
use super::jsonld_text::words;
use crate::rules::{ContextRule, Cut};

/// How many words in a row are compared.
const RUN: usize = 5;
/// The percentage of a block's runs of words that are in the stated texts, at least.
const SHARE: usize = 80;

/// Restores the `blocks` that are among the `stated` questions and answers, and moves those `after` the
/// article's element to its own, with the heading above them.
pub(super) fn restore<'l>(
    blocks: &mut Vec<CandidateBlock<'l>>,
    after: &mut Vec<CandidateBlock<'l>>,
    stated: &[String],
) {
    if stated.is_empty() {
        return;
    }
    let texts: Vec<Vec<Cow<'_, str>>> = stated.iter().map(|text| words(text)).collect();
    let stated = Stated {
        whole: stated.iter().map(|text| letters(text)).collect(),
        runs: texts.iter().flat_map(|words| words.windows(RUN)).collect(),
    };
    let mut kept: HashSet<String> =
        blocks.iter().filter(|block| block.cut.is_none()).map(|block| letters(&block.text)).collect();
    for block in blocks.iter_mut().filter(|block| block.cut.is_some_and(is_by_place)) {
        if stated.has(block) && kept.insert(letters(&block.text)) {
            block.cut = None;
        }
    }
    let mut may_move: Vec<bool> = after.iter().map(|block| block.cut.is_some_and(is_by_place)).collect();
    for (block, may_move) in after.iter().zip(&mut may_move) {
        *may_move = *may_move && stated.has(block) && kept.insert(letters(&block.text));
    }
    let Some(first) = may_move.iter().position(|&moves| moves) else { return };
    if let Some(above) = first.checked_sub(1)
        && after.get(above).is_some_and(|b| matches!(b.kind, BlockKind::Heading(_)) && b.cut.is_some_and(is_by_place))
        && let Some(moves) = may_move.get_mut(above)
    {
        *moves = true;
    }
    for (block, _) in after.iter_mut().zip(&may_move).filter(|(_, moves)| **moves) {
        block.cut = None;
    }
    // Questions without an answer are links to it.
    if after.iter().any(is_running) {
        let end = may_move.iter().rposition(|&moves| moves).map_or(0, |last| last + 1);
        blocks.extend(after.drain(..end));
    } else {
        after
            .iter_mut()
            .filter(|block| block.cut.is_none())
            .for_each(|block| block.cut_by(ContextRule::OutsideTheArticle));
    }
}

/// What is stated.
struct Stated<'s> {
    /// The letters of each text.
    whole: HashSet<String>,
    /// All runs of words.
    runs: HashSet<&'s [Cow<'s, str>]>,
}

impl Stated<'_> {
    /// Whether the block is in one of the texts, or is one of them.
    fn has(&self, block: &CandidateBlock<'_>) -> bool {
        let words = words(&block.text);
        let all = words.windows(RUN).count();
        let found = words.windows(RUN).filter(|run| self.runs.contains(run)).count();
        all > 0 && found * 100 >= all * SHARE || self.whole.contains(&letters(&block.text))
    }
}

/// Whether a block was removed for its place, its look or what the page states of it, and not for its words
/// or its element.
fn is_by_place(cut: Cut<'_>) -> bool {
    match cut {
        Cut::Judged(_) => true,
        Cut::Context(rule) => rule.is_weak() || matches!(rule, ContextRule::NotStated | ContextRule::OutsideTheArticle),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>\
        <p>Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.</p>\
        <p>The port captain said that he had not seen such a queue since the winter when the lock gates froze.</p>";
    const QUESTION: &str = "When does the harbour open?";
    const ANSWER: &str = "It opens on Friday at six, if the wind has turned by then and the anchor is found.";

    fn page(stated: &str, faq: &str) -> String {
        let faq_page = format!(
            r#"{{"@type":"FAQPage","mainEntity":[{{"@type":"Question","name":"{QUESTION}","acceptedAnswer":{{"@type":"Answer","text":"{stated}"}}}}]}}"#
        );
        format!(
            "<script type='application/ld+json'>{faq_page}</script><main><div><h1>Pier shut</h1><div>{}</div></div><div class=faq>{faq}</div>\
             <div class=more><h3>Other ports</h3><p>Read how the port of Velmora got its new crane.</p></div></main>",
            STORY.repeat(2)
        )
    }

    fn text(html: &str) -> String {
        crate::extract(html, None).text().to_owned()
    }

    #[test]
    fn stated_answers_outside_of_the_article_are_text() {
        let faq = format!("<h2>Questions</h2><h3>{QUESTION}</h3><p>{ANSWER}</p>");
        let found = text(&page(ANSWER, &faq));
        assert!(found.ends_with(&format!("Questions\n\n{QUESTION}\n\n{ANSWER}")), "{found}");
        assert!(!text(&page("No.", &faq)).contains(ANSWER), "the page states another answer");
    }

    #[test]
    fn a_stated_question_without_its_answer_is_a_link() {
        let found = text(&page(ANSWER, &format!("<h2>Questions</h2><h3>{QUESTION}</h3>")));
        assert!(!found.contains(QUESTION), "{found}");
    }
}
