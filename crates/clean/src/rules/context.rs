//! The rules that look at more than one block or element, and so cannot be
//! rows of the tables in `assets/rules/`.

/// A cleaning rule in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContextRule {
    /// A block that repeats the headline.
    HeadlineAgain,
    /// A short block that consists of links.
    OnlyLinks,
    /// A list of which each item is a link.
    LinkList,
    /// A pull quote: words of the text, repeated large.
    PullQuote,
    /// A short line above the first paragraph of running text.
    BeforeTheText,
    /// A heading or a short line after the last paragraph of running text.
    AfterTheText,
    /// What the page says of its author after the text.
    AboutAuthor,
    /// A heading with no text under it.
    BareHeading,
    /// Text outside the element that holds the article.
    OutsideTheArticle,
    /// A paragraph that is not in the article's text as JSON-LD states it.
    NotStated,
    /// A block with the words of an earlier one.
    Repeated,
    /// HTML inside Markdown.
    MarkdownHtml,
}

impl ContextRule {
    /// Every rule in code.
    #[cfg(test)]
    pub(crate) const ALL: [ContextRule; 12] = [
        ContextRule::HeadlineAgain,
        ContextRule::OnlyLinks,
        ContextRule::LinkList,
        ContextRule::PullQuote,
        ContextRule::BeforeTheText,
        ContextRule::AfterTheText,
        ContextRule::AboutAuthor,
        ContextRule::BareHeading,
        ContextRule::OutsideTheArticle,
        ContextRule::NotStated,
        ContextRule::Repeated,
        ContextRule::MarkdownHtml,
    ];

    /// The table: each rule's name, its reason for the reader, and the file
    /// that uses it. Names are part of the output and stay as they are.
    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::HeadlineAgain => ("headline-again", "the headline again", "page/block_rules.rs, scraped.rs"),
            Self::OnlyLinks => ("only-links", "links to other pages", "page/block_rules.rs"),
            Self::LinkList => ("link-list", "links to other articles", "page/link_lists.rs, page/block_rules.rs"),
            Self::PullQuote => ("pull-quote", "words of the text again", "page/pull_quotes.rs"),
            Self::BeforeTheText => ("before-the-text", "line above the article", "page/block_rules.rs"),
            Self::AfterTheText => ("behind-the-text", "line below the article", "page/after_text.rs"),
            Self::AboutAuthor => ("about-the-author", "about the author", "page/ending.rs"),
            Self::BareHeading => ("bare-heading", "heading of what was cut", "page/headings.rs, page/link_lists.rs"),
            Self::OutsideTheArticle => {
                ("outside-the-article", "outside the article", "page/blocks.rs, page/unshown.rs")
            }
            Self::NotStated => ("not-stated", "not in the article’s text as the page states it", "page/jsonld_text.rs"),
            Self::Repeated => ("repeated", "the same words again", "page/block_rules.rs"),
            Self::MarkdownHtml => ("markdown-html", "HTML in Markdown", "ingest/markdown.rs"),
        }
    }

    /// The name, as it appears in an article's list of removed passages.
    pub(crate) const fn name(self) -> &'static str {
        self.row().0
    }

    /// Why the rule cuts, in words for the reader.
    pub(crate) const fn reason(self) -> &'static str {
        self.row().1
    }

    /// Whether the rule goes by the place and the look of a block, and not by
    /// what it says. Better evidence overrules it.
    pub(crate) const fn is_weak(self) -> bool {
        matches!(self, Self::OnlyLinks | Self::BeforeTheText | Self::AfterTheText | Self::BareHeading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sources;

    #[test]
    fn every_rule_is_used_where_its_row_says() {
        for rule in ContextRule::ALL {
            let variant = format!("ContextRule::{rule:?}");
            let users: Vec<String> = sources()
                .into_iter()
                .filter(|(file, code)| file != "rules/context.rs" && code.contains(&variant))
                .map(|(file, _)| file)
                .collect();
            for file in rule.row().2.split(", ") {
                assert!(users.iter().any(|user| user == file), "{variant} is not used in {file} but in {users:?}");
            }
            assert!(!rule.reason().is_empty());
        }
    }
}
