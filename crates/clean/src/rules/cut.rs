//! Why a passage was cut: the rule, from one of the tables or from code.

use std::borrow::Cow;

use pullquote_article::ArticleBuilder;

use super::context::ContextRule;
use super::elements::ElementRule;
use super::patterns::{Appeal, Rule};

/// The rule that cuts a passage. It lives as long as the rules' tables.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cut<'l> {
    /// A rule for the words of a block.
    Pattern(&'l Rule),
    /// An appeal of several sentences.
    Appeal(&'l Appeal),
    /// A rule for elements of a page.
    Element(&'l ElementRule),
    /// A rule in code.
    Context(ContextRule),
    /// The learned judge of blocks, with the probability of furniture in percent.
    Judged(u8),
}

/// The name of the learned judge among the rules.
const JUDGED: &str = "judged";

impl<'l> Cut<'l> {
    /// The rule's name.
    pub(crate) fn name(self) -> &'l str {
        match self {
            Cut::Pattern(rule) => rule.name,
            Cut::Appeal(appeal) => appeal.name,
            Cut::Element(rule) => rule.name,
            Cut::Context(rule) => rule.name(),
            Cut::Judged(_) => JUDGED,
        }
    }

    /// Why the rule cuts, in words for the reader.
    pub(crate) fn reason(self) -> Cow<'l, str> {
        match self {
            Cut::Pattern(rule) => rule.reason.into(),
            Cut::Appeal(appeal) => appeal.reason.into(),
            Cut::Element(rule) => rule.reason.into(),
            Cut::Context(rule) => rule.reason().into(),
            Cut::Judged(percent) => format!("judged furniture, {percent} %").into(),
        }
    }

    /// Whether it is this rule in code.
    pub(crate) fn is(self, wanted: ContextRule) -> bool {
        matches!(self, Cut::Context(rule) if rule == wanted)
    }

    /// Adds `text` to the removed passages of the article.
    pub(crate) fn record(self, builder: &mut ArticleBuilder, text: &str) {
        builder.removed(text, &self.reason(), self.name());
    }
}
