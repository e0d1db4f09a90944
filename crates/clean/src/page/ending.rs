//! What comes after the last words of the article: notes about the author.

use pullquote_article::BlockKind;

use super::candidate_block::{CandidateBlock, is_running, letters};
use crate::rules::ContextRule;

/// How many blocks at the end may be notes.
const LAST: usize = 4;
/// Bytes of a note at most.
const LENGTH: usize = 900;
/// Bytes of running text that the article has at least before them.
const BEFORE: usize = 600;
/// Letters before the author's name in a note, at most.
const TITLE: usize = 70;
/// Letters of a first name that a note begins with in place of the whole name, at least.
const FIRST_NAME: usize = 3;
/// Words after which a note says what an author is or does.
const VERBS: [&str; 12] = ["is", "was", "are", "has", "writes", "covers", "joined", "ist", "est", "es", "è", "é"];

/// Cuts the last blocks if they say who one of `authors` is.
pub(super) fn cut(blocks: &mut [CandidateBlock<'_>], authors: &[String]) {
    let mut running: usize = blocks.iter().filter(|b| is_running(b)).map(|b| b.text.trim().len()).sum();
    let left = |b: &CandidateBlock<'_>| b.cut.is_none() && b.kind != BlockKind::Caption;
    let ends: Vec<usize> = (0..blocks.len()).rev().filter(|&at| blocks.get(at).is_some_and(left)).take(LAST).collect();
    // The note may go on after its first paragraph.
    let mut note = 0;
    for (count, &at) in ends.iter().enumerate() {
        let Some(block) = blocks.get(at) else { return };
        let length = block.text.trim().len();
        let may_be = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_)) && length <= LENGTH;
        if !may_be || running < BEFORE + length {
            break;
        }
        running -= length;
        if is_about(&block.folded(), authors) {
            note = count + 1;
        }
    }
    for &at in ends.iter().take(note) {
        if let Some(block) = blocks.get_mut(at) {
            block.cut_by(ContextRule::AboutAuthor);
        }
    }
}

/// Whether the text begins with the name of one of `authors`, or their first name, and says what they
/// are.
fn is_about(text: &str, authors: &[String]) -> bool {
    authors.iter().any(|name| {
        let Some((first, _)) = name.split_once(' ') else { return false };
        let whole = text.find(name.as_str()).filter(|&at| at <= TITLE).map(|at| at + name.len());
        let is_first_name = first.chars().count() >= FIRST_NAME && first.contains(char::is_lowercase);
        let short = (is_first_name && text.starts_with(first)).then_some(first.len());
        let Some(end) = whole.or(short) else { return false };
        let after = text.get(end..).unwrap_or("");
        if !after.starts_with([' ', ',']) {
            return false;
        }
        let mut words = after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6);
        letters(name).chars().count() >= 5 && words.any(|word| VERBS.contains(&word))
    })
}

#[cfg(test)]
mod tests {
    /// The rule that cuts `note` at the end of an article by Ann Lee.
    fn rule(note: &str) -> Option<String> {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.</p>".repeat(3);
        let more: String = (1..20)
            .map(|n| {
                format!(
                    "<p>Ship number {n} waited beyond the mole for a pilot who could bring it in before the storm.</p>"
                )
            })
            .collect();
        let html = format!("<meta name=author content='Ann Lee'><article>{story}{more}<p>{note}</p></article>");
        let article = crate::extract(&html, None);
        article.removed().iter().find(|r| r.text.contains("Lee")).map(|r| r.rule.clone())
    }

    #[test]
    fn a_note_on_who_the_author_is_is_cut() {
        assert_eq!(rule("Ann Lee is a writer and lives in Lindhaven.").as_deref(), Some("about-the-author"));
        assert_eq!(rule("Our writer Ann Lee has reported on ports since 1999.").as_deref(), Some("about-the-author"));
    }

    #[test]
    fn a_note_may_begin_with_the_first_name_and_go_on() {
        assert_eq!(rule("Ann is a writer. Ms. Lee lives in Lindhaven.").as_deref(), Some("about-the-author"));
        let more = "When she is not at the quay, she sails.";
        assert_eq!(rule(&format!("Ann Lee is a writer.</p><p>{more}")).as_deref(), Some("about-the-author"));
        let html = rule(&format!("{more}</p><p>Nobody was hurt, Lee says."));
        assert_eq!(html, None);
    }

    #[test]
    fn what_the_author_says_or_does_in_the_text_stays() {
        assert_eq!(rule("Ann Lee: This is the end of our talk, thank you all."), None);
        assert_eq!(rule("Nobody was hurt, as the port said when Ann Lee asked it for a number."), None);
    }

    #[test]
    fn a_note_after_a_short_article_is_cut() {
        let story: String = (1..8)
            .map(|n| format!("<p>Ship number {n} waited {n} days beyond the mole for a pilot who could bring it in before the storm.</p>"))
            .collect();
        let note = "<p><em>Ann Lee is a retired pilot and the author of two books about the river.</em></p>";
        let html = format!("<meta name=author content='Ann Lee'><article>{story}{note}</article>");
        let article = crate::extract(&html, None);
        assert!(article.removed().iter().any(|r| r.rule == "about-the-author"), "{}", article.text());
    }
}
