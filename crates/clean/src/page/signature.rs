//! The names that an article is signed with: in a line of their own before or after the
//! text.

use pullquote_article::{BlockKind, MarkKind};

use super::candidate_block::{CandidateBlock, is_running};
use crate::byline::{is_name, names, signed};
use crate::language::BylineWords;
use crate::rules::{ContextRule, Cut};

/// Characters that a signature has at most.
const LENGTH: usize = 60;
/// Words of the names after words of leave, at most.
const SIGNED: usize = 3;
/// How many blocks before the text and how many after it may be the signature.
const AWAY: usize = 2;

/// The names in one of the `blocks` right before or after the running text, or in its
/// last one, that begins like a byline or is a name set apart by its type.
pub(super) fn names_in(blocks: &[CandidateBlock<'_>], words: &BylineWords) -> Vec<String> {
    let Some(first) = blocks.iter().position(is_running) else { return Vec::new() };
    let last = blocks.iter().rposition(is_running).unwrap_or(first);
    let before = blocks.get(first.saturating_sub(AWAY)..first).unwrap_or(&[]);
    let after = blocks.iter().skip(last).take(AWAY + 1);
    let mut found =
        before.iter().chain(after).filter(|block| may_be_signature(block)).map(|block| in_block(block, words));
    found.find(|names| !names.is_empty()).unwrap_or_default()
}

/// Keeps the line with which an author takes leave: `Yours, Ann`, `– Ann`.
pub(super) fn keep_sign_offs(blocks: &mut [CandidateBlock<'_>], words: &BylineWords) {
    let Some(last) = blocks.iter().rposition(is_running) else { return };
    let is_cut = |b: &CandidateBlock<'_>| b.cut.is_some_and(|cut| cut.is(ContextRule::AfterTheText));
    let after = blocks.iter_mut().skip(last + 1).take(AWAY);
    for block in after.filter(|b| is_cut(b) && b.kind == BlockKind::Paragraph && b.linked == 0) {
        if is_sign_off(&block.folded(), words) {
            block.cut = None;
        }
    }
}

/// Whether the line is a name after words of leave or a dash.
fn is_sign_off(line: &str, words: &BylineWords) -> bool {
    let lower = line.to_lowercase();
    let after = |word: &&str| {
        let rest = lower.strip_prefix(*word).filter(|rest| rest.starts_with([' ', ',', '\n']))?;
        // In lower case, some letters have other lengths.
        line.get(line.len().checked_sub(rest.len())?..)
    };
    let dash = line.strip_prefix(['–', '—', '-', '~']).map(|rest| (rest, 1));
    let mut named = words.sign_offs.iter().filter_map(after).map(|rest| (rest, SIGNED)).chain(dash);
    named.any(|(rest, most)| {
        let names = rest.split([' ', ',', '\n']).filter(|word| !word.is_empty());
        let count = names.clone().count();
        (1..=most).contains(&count) && names.clone().all(|word| word.starts_with(char::is_uppercase))
    })
}

/// Whether the block is kept, or cut for its place or look or as a byline.
fn may_be_signature(block: &CandidateBlock<'_>) -> bool {
    let by_its_look = |cut: Cut<'_>| {
        cut.is(ContextRule::BeforeTheText) || cut.is(ContextRule::AfterTheText) || matches!(cut, Cut::Judged(_))
    };
    block.cut.is_none_or(|cut| by_its_look(cut) || cut.reason().starts_with("byline"))
}

/// The names that are all that the block has.
fn in_block(block: &CandidateBlock<'_>, words: &BylineWords) -> Vec<String> {
    let text = block.folded();
    if block.kind != BlockKind::Paragraph || text.chars().count() > LENGTH || text.ends_with(['.', '?', '!', ':']) {
        return Vec::new();
    }
    let after_by = signed(&text, words);
    if !after_by.is_empty() && after_by.iter().all(|name| is_name(name)) {
        return after_by;
    }
    let stressed = block.marks.iter().filter(|m| matches!(m.kind, MarkKind::Strong | MarkKind::Emphasis));
    let stressed: usize = stressed.map(|mark| mark.span.of(&block.text).trim().len()).max().unwrap_or(0);
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).replace('/', ",");
    let names = names(&bare, words);
    let is_set_apart = stressed * 10 >= block.text.trim().len() * 8 && block.linked == 0;
    // In scripts without capitals, any word may look like a name.
    if is_set_apart && names.iter().all(|name| is_name(name) && name.contains(' ')) { names } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    /// The authors of an article that `line` comes after, of a site that is named as its
    /// own author.
    fn authors(line: &str) -> Vec<String> {
        authors_instead_of("Courier", line)
    }

    /// The authors of an article that `line` comes after and that states `author`.
    fn authors_instead_of(author: &str, line: &str) -> Vec<String> {
        let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night.</p>";
        let head = format!(r#"<meta property="og:site_name" content="Courier"><meta name=author content="{author}">"#);
        let page = format!("{head}<h1>Harbour closed</h1><article>{}{line}</article>", story.repeat(4));
        crate::extract(&page, None).meta().byline.clone()
    }

    #[test]
    fn a_name_after_the_text_is_its_author() {
        for line in ["<p><b>Ann Lee</b></p>", "<p><em>By Ann Lee</em></p>", "<p>（责任编辑：安李）</p>"] {
            assert_eq!(authors(line).len(), 1, "{line}");
            assert_ne!(authors(line), ["Courier"], "{line}");
        }
        for line in ["<p>Ann Lee</p>", "<p><b>The harbour opened again.</b></p>", "<p><b>See also:</b></p>"] {
            assert_eq!(authors(line), ["Courier"], "{line}");
        }
        assert_eq!(authors("<p><b>Ann Lee/Ben Roe</b></p>"), ["Ann Lee", "Ben Roe"]);
    }

    #[test]
    fn a_name_after_the_text_is_preferred_to_an_office() {
        assert_eq!(authors_instead_of("Event Coordinator", "<p><em>By Ann Lee</em></p>"), ["Ann Lee"]);
        assert_eq!(authors_instead_of("Event Coordinator", "<p>Ann Lee</p>"), ["Event Coordinator"]);
        assert_eq!(authors_instead_of("Ben Roe", "<p><em>By Ann Lee</em></p>"), ["Ben Roe"]);
    }

    #[test]
    fn the_line_with_which_an_author_takes_leave_stays() {
        let ends_with = |line: &str| {
            let story = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night.</p>";
            let page = format!("<h1>Harbour closed</h1><article>{}<p>{line}</p></article>", story.repeat(4));
            crate::extract(&page, None).text().ends_with(line)
        };
        for line in ["xo Ann", "Best wishes, Ann Lee", "– Ann", "Eure Ann"] {
            assert!(ends_with(line), "{line}");
        }
        for line in ["Best of 2026", "– Ann Lee Photography Studio", "Yours", "x İİİİİİİİ"] {
            assert!(!ends_with(line), "{line}");
        }
    }
}
