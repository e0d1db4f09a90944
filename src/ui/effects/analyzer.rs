//! The analysis of an article within the bounds that the settings give it.

use std::sync::Arc;

use crate::bounded;
use crate::bounded::{Bounds, BoundsError};
use pullquote_article::Article;
use pullquote_nlp::{Analysis, Corrections, Model};

/// What an analysis is made with.
#[derive(Debug, Clone, Copy)]
pub struct Analyzer {
    /// Loads the models; called for each analysis.
    pub model: fn() -> Model,
    /// What one analysis may take.
    pub bounds: Bounds,
}

impl Analyzer {
    /// The analysis of `article` with the corrections of a person.
    ///
    /// # Errors
    /// If it passes a bound, or panics. It then ends soon.
    pub(super) fn analyze(self, article: &Arc<Article>, corrections: Corrections) -> Result<Analysis, BoundsError> {
        let (article, model) = (Arc::clone(article), self.model);
        let work = move |stop: &_| pullquote_nlp::analyze_until(&article, &model(), &corrections, stop);
        // It has no result only if it was asked to stop, and then the bound is the error.
        Ok(bounded::run("the analysis of the article", self.bounds, work)?.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounded::STACK;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    #[test]
    fn an_analysis_that_passes_a_bound_is_an_error() {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let text = "“We close at dusk,” said Ida Holm. ".repeat(10_000);
        let article = Arc::new(ArticleBuilder::raw(text, origin));
        let bounds = Bounds { megabytes: 4000, seconds: 0, stack: STACK, advice: "do less" };
        let error = Analyzer { model: Model::bundled, bounds }.analyze(&article, Corrections::default()).unwrap_err();
        assert_eq!(error.to_string(), "the analysis of the article takes longer than 0 seconds; do less");
    }
}
