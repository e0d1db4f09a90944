//! Trains the models from labelled articles, and writes the word tables.
//!
//! * [`names`] trains the two models that find names.
//! * [`attribution`] trains the model that finds the speaker of a quote.
//! * [`resolver`] trains the model that finds whom pronouns and noun phrases refer to.
//! * [`reported`] trains the model that judges reported clauses.
//! * [`speakers`] reads quotes whose speakers are known by name, for [`attribution`].
//! * [`speech`] trains the model that decides whether a passage is speech.
//! * [`word_tables`] writes the clusters, the gazetteer and the given names.
//!
//! Training is deterministic: the same articles give the same bytes. The examples
//! `train_entities`, `train_attribution`, `train_resolver`, `make_clusters`,
//! `make_gazetteer` and `make_given_names` are the commands that made the bundled files.

mod adagrad;
pub mod attribution;
mod crf;
mod logistic;
pub mod names;
mod network;
mod random;
pub mod reported;
pub mod resolver;
mod sentences;
mod soft_labels;
pub mod speakers;
pub mod speech;

pub use logistic::calibration;

/// The share of a part in a whole, from 0 to 1; 0 of nothing.
#[must_use]
#[allow(clippy::cast_precision_loss)] // Counts are small.
pub fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// How far a training has come: reported after each pass over all examples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What is being trained, in a few words.
    pub model: &'static str,
    /// The number of passes that are done.
    pub passes: usize,
    /// The sum of the losses of all examples in the last pass.
    pub loss: f32,
}

/// A function that a training calls with its [`Progress`]. Several models are
/// trained on threads of their own, so it may be called from any of them.
pub type Report<'r> = &'r (dyn Fn(Progress) + Sync);

/// The lists and clusters of words, and the files that hold them.
pub mod word_tables {
    pub use crate::lexicon::source::{NAME_FILES, NameFile, eponym, fingerprinted, keys, row_keys, rows};
    pub use crate::lexicon::{
        Clusters, FINGERPRINT, Lists, VALUES, WordTables, gazetteer_fingerprint, lower_key, remove_lists, word_key,
        write_gazetteer_of, write_shares,
    };
}
