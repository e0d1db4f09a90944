//! Rules that a user adds: passages to cut from every article, besides those
//! that the crate's own rules cut.

use pullquote_article::Span;
use pullquote_article::text::fold::fold;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Mark, NewBlock};

/// A cleaning rule that a user adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanRule {
    /// The name, as it appears in the article's list of removed passages.
    pub name: String,
    /// Why the rule cuts, in words for the reader.
    pub reason: String,
    /// Which paragraphs the rule cuts.
    pub test: CleanTest,
}

/// Which paragraphs a user's rule cuts. Case and the shape of quotation marks
/// make no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CleanTest {
    /// A paragraph of exactly these words.
    Is(String),
    /// A paragraph that begins with these words.
    Begins(String),
    /// A paragraph that ends with these words.
    Ends(String),
    /// A paragraph that contains these words.
    Holds(String),
}

impl CleanTest {
    /// Whether it matches a block; `folded` is the block's text, folded.
    fn cuts(&self, folded: &str) -> bool {
        match self {
            CleanTest::Is(words) => folded == fold(words),
            CleanTest::Begins(words) => folded.starts_with(&fold(words)),
            CleanTest::Ends(words) => folded.ends_with(&fold(words)),
            CleanTest::Holds(words) => folded.contains(&fold(words)),
        }
    }
}

/// Returns `article` without the blocks that `rules` cut. The blocks are added
/// to its removed passages, in their place. The headline always stays.
#[must_use]
pub fn apply_user_rules(article: Article, rules: &[CleanRule]) -> Article {
    if rules.is_empty() {
        return article;
    }
    let text = article.text();
    let rule_for = |span: Span| {
        let folded = fold(span.of(text));
        rules.iter().find(|rule| rule.test.cuts(&folded))
    };
    let cuts: Vec<Option<&CleanRule>> = article
        .blocks()
        .iter()
        .map(|block| if block.kind == BlockKind::Title { None } else { rule_for(block.span) })
        .collect();
    if cuts.iter().all(Option::is_none) {
        return article;
    }
    let mut builder = ArticleBuilder::new();
    builder.meta(article.meta().clone());
    let mut removed = article.removed().iter().peekable();
    for (i, (block, cut)) in article.blocks().iter().zip(cuts).enumerate() {
        while let Some(earlier) = removed.next_if(|r| r.after_block.is_none_or(|after| after < i)) {
            builder.removed(&earlier.text, &earlier.reason, &earlier.rule);
        }
        let words = block.span.of(text);
        if let Some(rule) = cut {
            builder.removed(words, &rule.reason, &rule.name);
            continue;
        }
        let local = |at: usize| at.saturating_sub(block.span.start);
        let marks: Vec<Mark> = block
            .marks
            .iter()
            .map(|m| Mark { span: Span::new(local(m.span.start), local(m.span.end)), kind: m.kind.clone() })
            .collect();
        let (list, names) = (block.list, block.names.as_slice());
        builder.append(&NewBlock { kind: block.kind, text: words, marks: &marks, list, names });
    }
    for later in removed {
        builder.removed(&later.text, &later.reason, &later.rule);
    }
    builder.notice(article.notice().cloned()).doubt(article.doubt().cloned());
    builder.finish(article.origin().clone()).fetched_at(article.fetched().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_article::{Format, MarkKind, Origin};

    #[test]
    fn a_users_rule_cuts_a_paragraph_and_earlier_removals_keep_their_place() {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "The pier is shut.").removed("Read more", "call to read on", "read-more");
        builder.block(BlockKind::Paragraph, "Play TODAY’S puzzle, it is free");
        let bold = Mark { span: Span::new(0, 2), kind: MarkKind::Strong };
        builder.block_with(BlockKind::Paragraph, "It opens in May.", std::slice::from_ref(&bold));
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let test = CleanTest::Begins("play today's puzzle".to_owned());
        let rule = CleanRule { name: "puzzle".to_owned(), reason: "advertisement".to_owned(), test };
        let article = apply_user_rules(builder.finish(origin), &[rule]);
        assert_eq!(article.text(), "The pier is shut.\n\nIt opens in May.");
        assert_eq!(article.blocks()[1].marks[0].span.of(article.text()), "It");
        let removed: Vec<_> = article.removed().iter().map(|r| (r.rule.as_str(), r.after_block)).collect();
        assert_eq!(removed, [("read-more", Some(0)), ("puzzle", Some(0))]);
    }
}
