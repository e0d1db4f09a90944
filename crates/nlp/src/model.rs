//! Everything the analysis was trained on or looks up.

use crate::attribution::weights::Weights;
use crate::cue::CueLexicon;
use crate::language::Language;
use crate::names;

/// Everything the analysis was trained on or looks up: read-only, made once,
/// shared by threads.
#[derive(Debug)]
pub struct Model {
    /// Verbs and phrases of speech.
    pub(crate) cues: CueLexicon,
    /// Lists of words.
    pub(crate) language: Language,
    /// Weights of the attribution of quotes.
    pub(crate) attribution: Weights,
    /// What finds names.
    pub(crate) names: names::NameModel,
}

impl Default for Model {
    fn default() -> Self {
        Self::bundled()
    }
}

impl Model {
    /// The model that is part of the library.
    #[must_use]
    pub fn bundled() -> Self {
        let language = Language::english();
        let cues = CueLexicon::of(&language);
        Self { cues, language, attribution: Weights::default(), names: names::NameModel::default() }
    }

    /// The same model with other weights for the attribution of quotes.
    #[must_use]
    pub fn with_attribution(mut self, weights: Weights) -> Self {
        self.attribution = weights;
        self
    }
}
