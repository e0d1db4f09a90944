//! A learned judge of short blocks: teasers, notes, calls, bylines of tweets and the
//! like between the paragraphs of an article and after them.
//!
//! The rules in code and in tables come first. What they leave is described by some
//! facts, by the words of its elements' names and by its own words, and a model says how
//! probable it is that a block is furniture. So it is with what a rule removed for its place
//! or its look alone, and with running text right above the article's element: what is hardly
//! furniture is restored. `training/train_judge.py` makes the model.

mod facts;
mod model;
mod surroundings;
mod tokens;

use std::collections::HashSet;

use pullquote_article::BlockKind;

use self::facts::PageBlocks;
pub(crate) use self::model::Judge;
use self::tokens::ElementWords;
use super::candidate_block::{CandidateBlock, is_running, letters, looks_running};
use super::exceptions::holds_footnotes;
use crate::html::tree::{NodeId, Tree};
use crate::rules::{ContextRule, Cut};

/// Characters that a block has at most, if it is judged. What is longer is text.
const LONGEST: usize = 250;
/// Characters of running text with which a page has furniture beside it, at least.
const LITTLE: usize = 400;
/// Blocks of running text that such a page has, at least.
const BLOCKS: usize = 3;
/// How many elements around a block may hold the footnotes.
const AROUND: usize = 8;
/// The probability of furniture from which a block is cut, in percent. Chosen on five groups of
/// sites, each judged by a model of the other four.
const FURNITURE: f32 = 60.0;
/// The rules that go by the place and the look of a block, and the probability of furniture up to
/// which a block that one removed is restored, in percent. Chosen in the same way; the model of the
/// crate has learned the order of the rules.
const RESTORED: [(ContextRule, f32); 5] = [
    (ContextRule::BeforeTheText, 30.0),
    (ContextRule::AfterTheText, 50.0),
    (ContextRule::OnlyLinks, 20.0),
    (ContextRule::BareHeading, 20.0),
    (ContextRule::OutsideTheArticle, OUTSIDE),
];
/// The same for what is above the article's element.
const OUTSIDE: f32 = 50.0;

/// Cuts the `blocks` of the article's `element` that `judge` finds to be furniture, and restores
/// those that it finds to be text. `stated` is the page's title and its summary, as far as it has any.
pub(super) fn apply(
    blocks: &mut [CandidateBlock<'_>],
    tree: &Tree,
    element: NodeId,
    stated: [Option<&str>; 2],
    judge: &Judge,
) {
    if blocks.iter().filter(|block| is_running(block)).take(BLOCKS).count() < BLOCKS {
        return;
    }
    let page = PageBlocks::new(blocks, tree, element, stated);
    let mut names = ElementWords::default();
    let judged: Vec<(usize, f32)> = page.candidates().map(|at| (at, page.judgement(at, judge, &mut names))).collect();
    let outside = judged.iter().filter(|(_, percent)| *percent <= OUTSIDE).map(|&(at, _)| at);
    let again = said_again(blocks, outside);
    for (at, percent) in judged {
        let Some(block) = blocks.get_mut(at) else { continue };
        match removed_by(block) {
            None if percent >= FURNITURE && !is_footnote(tree, block) => block.cut = Some(Cut::Judged(percent as u8)),
            Some((rule, _))
                if RESTORED.iter().any(|&(other, most)| other == rule && percent <= most)
                    && !again.contains(&at)
                    && (rule != ContextRule::BeforeTheText || block.text.contains(char::is_alphabetic)) =>
            {
                block.cut = None;
            }
            _ => {}
        }
    }
}

/// Those of `places` at which a block outside of the article has the words of one in it.
fn said_again(blocks: &[CandidateBlock<'_>], places: impl Iterator<Item = usize>) -> Vec<usize> {
    let is_outside = |b: &&CandidateBlock<'_>| b.cut.is_some_and(|cut| cut.is(ContextRule::OutsideTheArticle));
    let words = |at: usize| blocks.get(at).filter(is_outside).map(|block| (at, letters(&block.text)));
    let outside: Vec<(usize, String)> = places.filter_map(words).collect();
    if outside.is_empty() {
        return Vec::new();
    }
    let inside: HashSet<String> = blocks.iter().filter(|b| is_running(b)).map(|b| letters(&b.text)).collect();
    outside.into_iter().filter(|(_, words)| inside.contains(words)).map(|(at, _)| at).collect()
}

/// Whether an element around the block holds the footnotes of the article.
fn is_footnote(tree: &Tree, block: &CandidateBlock<'_>) -> bool {
    tree.ancestors(block.node).take(AROUND).any(|node| holds_footnotes(tree, node))
}

/// The rule that removed the block for its place or its look, and its number from 1.
fn removed_by(block: &CandidateBlock<'_>) -> Option<(ContextRule, usize)> {
    let cut = block.cut?;
    let number = RESTORED.iter().position(|&(rule, _)| cut.is(rule))?;
    RESTORED.get(number).map(|&(rule, _)| (rule, number + 1))
}

/// Whether the block may be judged at all, by its kind and length.
fn may_be_judged(block: &CandidateBlock<'_>, characters: usize) -> bool {
    let by_length = || match removed_by(block) {
        Some((ContextRule::OutsideTheArticle, _)) => looks_running(block),
        removed => (removed.is_some() || block.cut.is_none()) && characters <= LONGEST,
    };
    !matches!(block.kind, BlockKind::Caption | BlockKind::Table | BlockKind::Code) && by_length()
}

/// What the judge is trained on.
#[cfg(feature = "train")]
pub(crate) mod examples {
    use super::*;
    use crate::language::Language;
    use crate::page::{Draft, measured};

    /// A block that the rules leave and the judge judges.
    #[derive(Debug, Clone)]
    pub struct JudgedBlock {
        /// The text, with white space as in the page.
        pub text: String,
        /// The facts, in the order of the model.
        pub facts: Vec<f32>,
        /// The slots of the words in the names of its elements.
        pub names: Vec<u32>,
        /// The slots of its words.
        pub words: Vec<u32>,
        /// Whether a rule removed it for its place or its look.
        pub removed: bool,
    }

    /// The blocks of the web page `html` that the judge judges, in their order.
    #[must_use]
    pub fn judged_blocks(html: &str) -> Vec<JudgedBlock> {
        let language = Language::bundled();
        let tree = Tree::parse(html);
        let density = measured(&tree, language);
        let mut draft = Draft::new(&tree, &density, None, language);
        draft.widen(language);
        let page = PageBlocks::new(&draft.blocks, &tree, draft.element, draft.metadata.title_and_summary());
        let mut seen = ElementWords::default();
        let described = page.candidates().map(|at| {
            let (facts, names, words) = page.description(at, &mut seen);
            let text = draft.blocks.get(at).map_or(String::new(), |block| block.text.clone());
            JudgedBlock { text, facts: facts.to_vec(), names, words, removed: !page.is_kept(at) }
        });
        described.collect()
    }

    /// The fingerprint of the format, which is in the file of the model.
    #[must_use]
    pub fn fingerprint() -> u64 {
        super::model::fingerprint()
    }
}

#[cfg(test)]
mod tests {
    use pullquote_article::Article;

    use super::*;
    use crate::language::Language;

    const STORY: [&str; 4] = [
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.",
        "Forty ships waited beyond the mole of Lindhaven for a pilot who could bring them in before the night.",
        "The port captain of Lindhaven said that he had not seen such a queue since the lock gates froze.",
        "Nobody in Lindhaven remembers a storm that came so early in the autumn, and nobody was ready for it.",
    ];

    /// The article of a page with `inside` between its paragraphs.
    fn article(inside: &str) -> Article {
        let story = |town: &str| -> String {
            STORY.iter().map(|p| format!("<p>{}</p>", p.replace("Lindhaven", town))).collect()
        };
        let (first, last) = (story("Lindhaven"), story("Norhaven"));
        crate::extract(&format!("<article><h1>Pier</h1>{first}{inside}{last}</article>"), None)
    }

    #[test]
    fn furniture_that_no_rule_knows_is_judged_and_its_probability_given() {
        let list = "<h4>Latest posts by Ann Lee <span>(<a href=/ann>see all</a>)</span></h4>";
        let article = article(&format!("<div class=abh_box><div class=abh_tab>{list}</div></div>"));
        let judged = article.removed().iter().find(|passage| passage.rule == "judged");
        let judged = judged.map(|passage| (passage.text.as_str(), passage.reason.starts_with("judged furniture, ")));
        assert_eq!(judged, Some(("Latest posts by Ann Lee (see all)", true)));
    }

    /// The second paragraph above the text of a page.
    const ABOVE: &str = "The first ship of the week came to Lindhaven on Tuesday with grain for the mill, and its crew was glad to see the lamps of the port again.";

    /// A page with two paragraphs above its text, which ends with `last`.
    fn page_with_paragraphs_above(last: &str) -> String {
        let first = "The harbour was closed on Monday after a barge broke loose in the night, and nobody knows when it will be open again.";
        let story = |town: &str| STORY.map(|p| format!("<p>{}</p>", p.replace("Lind", town))).concat();
        let body = ["Lind", "Nor", "Sud"].map(story).concat();
        format!(
            "<title>Pier</title><main><h1>Pier</h1><div class=post><p>{first}</p><p>{ABOVE}</p><div class=article-body>{body}{last}</div></div></main>"
        )
    }

    #[test]
    fn paragraphs_above_the_text_are_restored() {
        let article = crate::extract(&page_with_paragraphs_above(""), None);
        assert!(article.text().contains(ABOVE), "{:?}", article.removed());
    }

    #[test]
    fn a_paragraph_above_the_text_that_is_in_it_again_is_not_restored() {
        let html = page_with_paragraphs_above(&format!("<p>{ABOVE}</p>"));
        assert_eq!(crate::extract(&html, None).text().matches(ABOVE).count(), 1);
    }

    #[test]
    fn a_line_after_the_text_that_is_like_it_is_restored() {
        let html = |last: &str| {
            let story: String = STORY.iter().map(|p| format!("<p>{p}</p>")).collect();
            format!("<article><h1>Pier</h1>{story}{}{last}</article>", story.replace("Lindhaven", "Norhaven"))
        };
        let text = |last: &str| crate::extract(&html(last), None).text().to_owned();
        let times = "<p>Monday: 8 to 12, Tuesday: 8 to 16</p><p>Wednesday: 9 to 12, Thursday: closed</p>";
        assert!(text(times).contains("Wednesday: 9 to 12"), "{}", text(times));
    }

    #[test]
    fn footnotes_are_not_judged() {
        let story: String = STORY.iter().map(|p| format!("<p>{p}</p>")).collect();
        let back = "<a href='#fnref:1' class=reversefootnote role=doc-backlink>&#8617;</a>";
        let note = "The lamps were counted by the harbour master in 1999, and again in 2011.";
        let notes = format!("<ol><li id='fn:1' role=doc-endnote><p>{note} {back}</p></li></ol>");
        let more = story.replace("Lindhaven", "Norhaven");
        let html = format!("<article><h1>Pier</h1>{story}{more}<div class=footnotes>{notes}</div></article>");
        assert!(crate::extract(&html, None).text().contains(note));
    }

    #[test]
    fn a_page_with_one_sentence_keeps_it() {
        let sentence = "The last sentence of the page is here and has enough words to be one.";
        let html = format!("{}<p>{sentence}</p>", "<".repeat(100_000));
        assert!(crate::extract(&html, None).text().contains(sentence));
    }

    #[test]
    fn short_sentences_of_the_text_stay() {
        for text in ["Nobody was hurt.", "“We wait,” she said.", "Then the tugs came.", "It will take three days."]
        {
            assert!(article(&format!("<p>{text}</p>")).text().contains(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_in_an_element_like_those_around_the_text_is_not_judged() {
        let language = Language::bundled();
        let part = |text: &str, class: &str| format!("<section><div class={class}><p>{text}</p></div></section>");
        let is_judged = |class: &str| {
            let story: String = STORY.iter().map(|p| part(p, "part")).collect();
            let inside = part("“We wait,” the statement read.", class);
            let tree = Tree::parse(&format!("<article><h1>Pier</h1>{story}{inside}{story}</article>"));
            let density = crate::page::measured(&tree, language);
            let draft = crate::page::Draft::new(&tree, &density, None, language);
            let page = PageBlocks::new(&draft.blocks, &tree, draft.element, draft.metadata.title_and_summary());
            page.candidates().any(|at| draft.blocks.get(at).is_some_and(|b| b.text.contains("We wait")))
        };
        assert!(!is_judged("part") && is_judged("box"));
    }

    #[test]
    fn the_model_fits_the_facts_and_the_words_that_it_was_trained_with() {
        assert_eq!(facts::NAMES.lines().filter(|line| !line.starts_with('#')).count(), facts::FACTS);
        assert!(Language::bundled().judge.is_some(), "train the model again with training/train_judge.py");
        // Other hashes need a new model, too, and another version of its file.
        assert_eq!(tokens::word_slots(&tokens::words("Read more").hashes, false, None), SLOTS);
    }

    /// The slots of the words “Read more”.
    const SLOTS: [u32; 8] = [233, 12596, 17375, 21414, 23281, 23869, 24178, 29838];
}
