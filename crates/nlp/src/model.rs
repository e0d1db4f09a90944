//! Everything the analysis was trained on or looks up.

use crate::attribution::weights::Weights;
use crate::lexicon::people::People;
use crate::{cue, names};

/// Everything the analysis was trained on or looks up: read-only, made once,
/// shared by threads.
#[derive(Debug, Default)]
pub struct Model {
    /// Verbs and phrases of speech.
    pub(crate) cues: cue::Lexicon,
    /// Given names and nouns for people.
    pub(crate) people: People,
    /// Weights of the attribution of quotes.
    pub(crate) attribution: Weights,
    /// What finds names.
    pub(crate) names: names::NameModel,
}

impl Model {
    /// The model that is part of the program.
    #[must_use]
    pub fn bundled() -> Self {
        Self::default()
    }

    /// The same model with other weights for the attribution of quotes.
    #[must_use]
    pub fn with_attribution(mut self, weights: Weights) -> Self {
        self.attribution = weights;
        self
    }

    /// The same model with other verbs and phrases of speech.
    #[must_use]
    pub fn with_cues(mut self, cues: cue::Lexicon) -> Self {
        self.cues = cues;
        self
    }
}
