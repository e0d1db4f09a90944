//! Articles that a page does not show by itself: in elements that a script shows, in those for readers
//! without scripts, or only in data for its scripts.

use pullquote_article::Doubt;

use super::blocks::blocks_in;
use super::candidate_block::{CandidateBlock, is_running};
use super::density::Density;
use super::metadata::Metadata;
use super::{article_element, block_rules, cut_teasers, measured, script_text};
use crate::html::tree::Tree;
use crate::language::Language;
use crate::rules::ContextRule;

/// Bytes of running text with which a page shows its article, at least.
const SHOWN: usize = 600;
/// Bytes of running text up to which a page shows hardly any.
const HARDLY_SHOWN: usize = 200;

/// Where a page has an article that it does not show by itself.
struct Unshown<'l> {
    blocks: Vec<CandidateBlock<'l>>,
    doubt: Doubt,
}

impl<'l> Unshown<'l> {
    /// The article in what the page hides.
    fn hidden(tree: &Tree, language: &'l Language) -> Self {
        let density = cut_teasers(Density::with_hidden(tree, &language.elements), tree, language);
        let element = article_element::find(tree, &density, &language.names.article_body);
        Self { blocks: blocks_in(element, tree, &density, &language.names), doubt: Doubt::Hidden }
    }

    /// The article in `tree`, which was made of the data for the page's scripts.
    fn in_scripts(tree: &Tree, language: &'l Language) -> Self {
        let density = measured(tree, language);
        Self { blocks: blocks_in(0, tree, &density, &language.names), doubt: Doubt::FromScripts }
    }

    /// Takes these in place of `blocks`, which the page shows, if they are much more and of the same page.
    /// Returns why they may not be the article.
    fn replace(
        mut self,
        blocks: &mut Vec<CandidateBlock<'l>>,
        tree: &Tree,
        metadata: &Metadata,
        language: &'l Language,
    ) -> Option<Doubt> {
        let text: String = self.blocks.iter().flat_map(|b| [b.text.as_str(), "\n"]).collect();
        let (title, authors) = (metadata.meta.title.as_deref(), metadata.meta.byline.as_slice());
        block_rules::apply(&mut self.blocks, tree, &language.rules.active_in(&text), title, authors);
        let (running, shown) = (running_bytes(&self.blocks), running_bytes(blocks));
        let first = blocks.iter().find(|b| is_running(b)).map(|b| b.text.as_str());
        let description = metadata.description.as_deref();
        let least = if self.doubt == Doubt::Hidden { SHOWN } else { 1 };
        if running < least.max(shown * 4) || !script_text::is_of_page(&text, first, description, title) {
            return None;
        }
        for block in blocks.iter_mut().filter(|b| b.cut.is_none()) {
            block.cut_by(ContextRule::OutsideTheArticle);
        }
        blocks.append(&mut self.blocks);
        Some(self.doubt)
    }
}

/// Takes the text that the page hides or has in data for its scripts, if `blocks` have hardly any and
/// that has much more. Returns why it may not be the article.
pub(super) fn read<'l>(
    blocks: &mut Vec<CandidateBlock<'l>>,
    tree: &Tree,
    metadata: &Metadata,
    language: &'l Language,
) -> Option<Doubt> {
    let shown = running_bytes(blocks);
    if shown > SHOWN {
        return None;
    }
    // Measuring a page again takes time.
    let hidden = (shown <= HARDLY_SHOWN).then(|| Unshown::hidden(tree, language));
    hidden.and_then(|hidden| hidden.replace(blocks, tree, metadata, language)).or_else(|| {
        let inside = Tree::parse(&script_text::html(tree, metadata.body.as_deref(), metadata.meta.title.as_deref())?);
        Unshown::in_scripts(&inside, language).replace(blocks, &inside, metadata, language)
    })
}

/// Bytes of running text that is not cut.
fn running_bytes(blocks: &[CandidateBlock<'_>]) -> usize {
    blocks.iter().filter(|b| is_running(b)).map(|b| b.text.trim().len()).sum()
}

#[cfg(test)]
mod tests {
    const STORY: [&str; 6] = [
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier.",
        "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again.",
        "The port captain said that he had not seen such a queue since the winter when the lock gates froze.",
        "Nobody was hurt, but the crane on the northern quay leans towards the water and will have to be taken down.",
        "The council will meet on Thursday to decide who pays for the repair, which may take until the spring.",
        "Fishermen from the lower town have offered to tow the smaller boats to the old basin, where there is room.",
    ];

    /// The text and the name of the doubt of a page about this harbour.
    fn read(body: &str) -> (String, Option<&'static str>) {
        let menu = "<nav><a href=/a>News</a> <a href=/b>Sport</a></nav>";
        let article = crate::extract(&format!("<title>Harbour at Lindhaven closed</title>{menu}{body}"), None);
        (article.text().to_owned(), article.doubt().map(|doubt| doubt.name()))
    }

    fn story() -> String {
        STORY.map(|p| format!("<p>{p}</p>")).concat()
    }

    #[test]
    fn an_article_that_the_page_hides_is_read_where_it_shows_none() {
        for open in ["main hidden", "div style='display:none'", "noscript", "canvas"] {
            let close = open.split(' ').next().unwrap_or_default();
            let page = format!("<h1>Harbour at Lindhaven closed</h1><{open}>{}</{close}><p>Loading</p>", story());
            let (text, doubt) = read(&page);
            assert!(STORY.iter().all(|p| text.contains(p)), "{open}: {text}");
            assert_eq!(doubt, Some("hidden"), "{open}");
        }
    }

    #[test]
    fn what_is_hidden_beside_an_article_or_is_of_another_page_stays_hidden() {
        let rules = story().replace("harbour at Lindhaven", "use of these pages");
        let shown = format!("<article>{}</article><div hidden>{}</div>", story(), rules.repeat(9));
        assert!(!read(&shown).0.contains("use of these pages"));
        assert!(!read(&format!("<p>Loading</p><div hidden>{rules}</div>")).0.contains("use of these pages"));
    }
}
