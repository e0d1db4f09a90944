//! Pull quotes: words of the text, repeated large.

use std::borrow::Cow;
use std::collections::HashSet;

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, letters};
use super::jsonld_text::words;
use crate::rules::ContextRule;

/// How many words in a row are compared.
const RUN: usize = 5;
/// Words that a quotation repeats at least.
const LEAST: usize = 7;
/// Words of a pull quote, at most.
const MOST: usize = 60;
/// Words after them that may name the speaker, at most.
const SPEAKER: usize = 14;

/// Cuts pull quotes that repeat words of the text: those that the page calls so, and
/// quotations. What is called a pull quote and repeats nothing becomes a quotation.
pub(super) fn cut(blocks: &mut [CandidateBlock<'_>]) {
    let may_be = |b: &CandidateBlock<'_>| b.cut.is_none() && (b.is_pull_quote || b.kind == BlockKind::Quote);
    if !blocks.iter().any(may_be) {
        return;
    }
    cut_named(blocks);
    let quotes = blocks.iter().enumerate().filter(|(_, b)| may_be(b)).map(|(at, b)| (at, words(&b.text)));
    let quotes: Vec<_> = quotes.filter(|(_, words)| (LEAST..=MOST).contains(&words.len())).collect();
    if quotes.is_empty() {
        return;
    }
    let text: Vec<_> = blocks.iter().filter(|b| b.cut.is_none() && !may_be(b)).map(|b| words(&b.text)).collect();
    // Only runs that begin with a word of a quotation may be in it.
    let known: HashSet<&str> = quotes.iter().flat_map(|(_, words)| words).map(|word| &**word).collect();
    let may_be_quoted = |run: &&[Cow<'_, str>]| run.first().is_some_and(|first| known.contains(&**first));
    let runs: HashSet<_> = text.iter().flat_map(|words| words.windows(RUN)).filter(may_be_quoted).collect();
    let repeat = |words: &[Cow<'_, str>]| {
        let repeated = words.windows(RUN).take_while(|run| runs.contains(run)).count() + RUN - 1;
        repeated >= LEAST && repeated + SPEAKER >= words.len() && repeated * 2 >= words.len()
    };
    let repeating: Vec<usize> = quotes.iter().filter(|(_, words)| repeat(words)).map(|(at, _)| *at).collect();
    for at in repeating {
        if let Some(block) = blocks.get_mut(at) {
            block.cut_by(ContextRule::PullQuote);
        }
    }
}

/// Cuts what is called a pull quote and repeats words of the text letter by letter.
fn cut_named(blocks: &mut [CandidateBlock<'_>]) {
    if blocks.iter().all(|b| !b.is_pull_quote) {
        return;
    }
    let text: String =
        blocks.iter().filter(|b| !b.is_pull_quote && b.cut.is_none()).map(|b| letters(&b.text)).collect();
    for block in blocks.iter_mut().filter(|b| b.is_pull_quote && b.cut.is_none()) {
        if text.contains(&letters(&block.text)) {
            block.cut_by(ContextRule::PullQuote);
        } else {
            block.kind = BlockKind::Quote;
        }
    }
}

#[cfg(test)]
mod tests {
    const SAID: &str = "We will take the players at their honour, so that all of them give everything to the end.";

    /// Whether a quotation stays in an article that has its words `again`.
    fn stays(quote: &str, again: &str) -> bool {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>";
        let html = format!(
            "<article>{story}<blockquote>{quote}</blockquote>{story}<p>She said: “{again}”</p>{story}</article>"
        );
        let article = crate::extract(&html, None);
        assert_eq!(article.removed().iter().any(|r| r.rule == "pull-quote"), article.text().matches(SAID).count() < 2);
        article.text().matches(SAID).count() == 2
    }

    #[test]
    fn a_quotation_that_the_text_repeats_is_a_pull_quote() {
        assert!(!stays(SAID, SAID));
        assert!(!stays(&format!("“{SAID}”<br>Ann Lee, coach"), SAID));
    }

    #[test]
    fn a_quotation_with_more_words_of_its_own_stays() {
        let more = " The club has its own ground, its own school and its own songs, and nobody will take them from us while I am here.";
        assert!(stays(&format!("{SAID}{more}"), SAID));
    }
}
