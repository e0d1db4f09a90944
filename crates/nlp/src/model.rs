//! The model: everything that was learned before an article is read.

use std::borrow::Cow;

use crate::attribution::weights::{Weights, WeightsError};
use crate::cue::CueLexicon;
use crate::language::Language;
use crate::lexicon::{FileBytes, TableError, WordTables};
use crate::logistic::{LogisticError, LogisticWeights};
use crate::names;
use crate::names::NameModel;
use crate::names::linear_model::{LinearModel, ModelFileError};
use crate::names::tagger::Tagger;
use crate::names::tags::TAGS;
use crate::resolver::weights::{ResolverError, ResolverWeights};
use crate::{reported, speech};

/// Everything that was learned before an article is read: word tables, trained
/// weights, verbs of speech. It is read-only, so threads can share one.
#[derive(Debug)]
pub struct Model {
    /// Verbs and phrases of speech.
    pub(crate) cues: CueLexicon,
    /// The lists of words of the language.
    pub(crate) language: &'static Language,
    /// The weights of the model that finds the speaker of a quote.
    pub(crate) attribution: Weights,
    /// The weights of the models that decide what is speech.
    pub(crate) judges: Judges,
    /// The model that finds names.
    pub(crate) names: NameModel,
    /// The weights of the model that finds whom pronouns and noun phrases refer to.
    pub(crate) resolver: ResolverWeights,
}

/// The weights of the models that decide what is speech.
#[derive(Debug)]
pub(crate) struct Judges {
    /// Those for passages between marks.
    pub(crate) speech: LogisticWeights,
    /// Those for reported clauses.
    pub(crate) reported: LogisticWeights,
}

/// The bytes of the files that a [`Model`] is made from. Each is read in place, so
/// the model keeps them.
///
/// The files of this library are in the folder `assets` of its source. Files of one
/// training belong together: `names` and `network` rely on the word tables they
/// were trained with, and `network` relies on `names`.
#[derive(Debug, Clone)]
pub struct ModelFiles {
    /// `clusters.bin`: clusters of words that are used alike.
    pub clusters: Cow<'static, [u8]>,
    /// `gazetteer.bin`: lists of names and of kinds of words.
    pub gazetteer: Cow<'static, [u8]>,
    /// `names.model`: the conditional random field that finds names.
    pub names: Cow<'static, [u8]>,
    /// `names.network`: the networks that find names.
    pub network: Cow<'static, [u8]>,
    /// `attribution.weights`: the model that finds the speaker of a quote.
    pub attribution: Cow<'static, [u8]>,
    /// `resolver.weights`: the model that finds whom pronouns and noun phrases refer to.
    pub resolver: Cow<'static, [u8]>,
    /// `speech.weights`: the model that decides whether a passage is speech.
    pub speech: Cow<'static, [u8]>,
    /// `reported.weights`: the model that judges reported clauses.
    pub reported: Cow<'static, [u8]>,
}

/// Why [`ModelFiles`] do not make a [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// `clusters` or `gazetteer` is not a whole word table.
    #[error("The files “clusters” and “gazetteer” cannot be used. {0}")]
    WordTables(#[source] TableError),
    /// `names` is not a whole model file.
    #[error("The file “names” cannot be used. {0}")]
    Names(#[source] ModelFileError),
    /// `names` was trained for another set of tags.
    #[error("The file “names” cannot be used. It has {found} tags, but this library has {TAGS}. Train it again.")]
    Tags {
        /// The number of tags of the file.
        found: usize,
    },
    /// `network` is not a whole model file.
    #[error("The file “network” cannot be used. {0}")]
    Network(#[source] ModelFileError),
    /// `attribution` is not a file of weights that this library can use.
    #[error("The file “attribution” cannot be used. {0}")]
    Attribution(#[source] WeightsError),
    /// `resolver` is not a file of weights that this library can use.
    #[error("The file “resolver” cannot be used. {0}")]
    Resolver(#[source] ResolverError),
    /// `speech` is not a file of weights that this library can use.
    #[error("The file “speech” cannot be used. {0}")]
    Speech(#[source] LogisticError),
    /// `reported` is not a file of weights that this library can use.
    #[error("The file “reported” cannot be used. {0}")]
    Reported(#[source] LogisticError),
}

#[cfg(feature = "bundled")]
impl ModelFiles {
    /// The files that are embedded in the library.
    #[must_use]
    pub fn bundled() -> Self {
        Self {
            clusters: Cow::Borrowed(include_bytes!("../assets/clusters.bin")),
            gazetteer: Cow::Borrowed(include_bytes!("../assets/gazetteer.bin")),
            names: Cow::Borrowed(include_bytes!("../assets/names.model")),
            network: Cow::Borrowed(include_bytes!("../assets/names.network")),
            attribution: Cow::Borrowed(include_bytes!("../assets/attribution.weights")),
            resolver: Cow::Borrowed(include_bytes!("../assets/resolver.weights")),
            speech: Cow::Borrowed(include_bytes!("../assets/speech.weights")),
            reported: Cow::Borrowed(include_bytes!("../assets/reported.weights")),
        }
    }
}

impl Model {
    /// The model that is embedded in the library.
    ///
    /// Making it takes about a millisecond, because its files are read in place.
    /// Make it once and share it.
    #[cfg(feature = "bundled")]
    #[must_use]
    pub fn bundled() -> Self {
        // A test opens each embedded file, so this never takes the second way.
        Self::from_files(ModelFiles::bundled()).unwrap_or_else(|_| {
            let names = NameModel {
                word_tables: WordTables::default(),
                tagger: Tagger::new(LinearModel::default(), names::network::TaggingEnsemble::default()),
            };
            let judges = Judges {
                speech: LogisticWeights::untrained(speech::WEIGHTS),
                reported: LogisticWeights::untrained(reported::WEIGHTS),
            };
            Self::new(names, Weights::untrained(), judges, ResolverWeights::default())
        })
    }

    /// The model that is embedded in the library, for training: where its weights for
    /// attribution or speech were trained with other features, it has untrained ones.
    ///
    /// # Errors
    /// [`ModelError`] if a file of the model for names or of the word tables does not fit.
    #[cfg(all(feature = "bundled", feature = "train"))]
    pub fn for_training() -> Result<Self, ModelError> {
        let files = ModelFiles::bundled();
        let attribution =
            Weights::from_bytes(&files.attribution.clone().into()).unwrap_or_else(|_| Weights::untrained());
        let judge = |of, bytes: &Cow<'static, [u8]>| {
            let read = LogisticWeights::from_bytes(of, &bytes.clone().into());
            read.unwrap_or_else(|_| LogisticWeights::untrained(of))
        };
        let judges = Judges {
            speech: judge(speech::WEIGHTS, &files.speech),
            reported: judge(reported::WEIGHTS, &files.reported),
        };
        let resolver = ResolverWeights::from_bytes(&files.resolver).unwrap_or_default();
        Ok(Self::new(Self::names_of(files)?, attribution, judges, resolver))
    }

    /// The model of these files.
    ///
    /// # Errors
    /// [`ModelError`] if a file is damaged or is another kind of file.
    pub fn from_files(files: ModelFiles) -> Result<Self, ModelError> {
        let bytes = |file: &Cow<'static, [u8]>| FileBytes::from(file.clone());
        let attribution = Weights::from_bytes(&bytes(&files.attribution)).map_err(ModelError::Attribution)?;
        let judge = |of, file| LogisticWeights::from_bytes(of, &bytes(file));
        let judges = Judges {
            speech: judge(speech::WEIGHTS, &files.speech).map_err(ModelError::Speech)?,
            reported: judge(reported::WEIGHTS, &files.reported).map_err(ModelError::Reported)?,
        };
        let resolver = ResolverWeights::from_bytes(&files.resolver).map_err(ModelError::Resolver)?;
        Ok(Self::new(Self::names_of(files)?, attribution, judges, resolver))
    }

    /// The model for names of these files.
    fn names_of(files: ModelFiles) -> Result<NameModel, ModelError> {
        let word_tables =
            WordTables::from_files(&files.clusters.into(), &files.gazetteer.into()).map_err(ModelError::WordTables)?;
        let linear = LinearModel::open(&files.names.into()).map_err(ModelError::Names)?;
        if linear.tags() != TAGS {
            return Err(ModelError::Tags { found: linear.tags() });
        }
        let networks = names::network::file::open(&files.network.into()).map_err(ModelError::Network)?;
        Ok(NameModel { word_tables, tagger: Tagger::new(linear, networks) })
    }

    fn new(names: NameModel, attribution: Weights, judges: Judges, resolver: ResolverWeights) -> Self {
        let language = Language::english();
        let cues = CueLexicon::of(language);
        Self { cues, language, attribution, judges, resolver, names }
    }

    /// The same model with other weights for the speakers of quotes.
    #[cfg(feature = "train")]
    #[must_use]
    pub fn with_attribution(mut self, weights: Weights) -> Self {
        self.attribution = weights;
        self
    }
}

#[cfg(feature = "bundled")]
impl Default for Model {
    /// The model that is embedded in the library: [`Model::bundled`].
    fn default() -> Self {
        Self::bundled()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_files_make_a_model_and_so_do_copies_of_them() {
        assert!(Model::from_files(ModelFiles::bundled()).is_ok());
        let files = ModelFiles::bundled();
        let owned = |file: Cow<'static, [u8]>| Cow::Owned(file.into_owned());
        let copies = ModelFiles {
            clusters: owned(files.clusters),
            gazetteer: owned(files.gazetteer),
            names: owned(files.names),
            network: owned(files.network),
            attribution: owned(files.attribution),
            speech: owned(files.speech),
            reported: owned(files.reported),
            resolver: owned(files.resolver),
        };
        let model = Model::from_files(copies).expect("a model");
        let text = "Ada Okafor flew to Geneva.";
        let tokens = pullquote_article::text::token::tokenize(text);
        let sentence = pullquote_article::Span::new(0, text.len());
        let found = model.names.find(model.language, text, &tokens, &[sentence]);
        assert_eq!(found, Model::bundled().names.find(model.language, text, &tokens, &[sentence]));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn the_error_names_the_file_and_says_what_to_do() {
        let damaged: [(&str, ModelFiles); 8] = [
            ("gazetteer", ModelFiles { gazetteer: Cow::Borrowed(b"none"), ..ModelFiles::bundled() }),
            ("clusters", ModelFiles { clusters: Cow::Borrowed(&[1; 20_000]), ..ModelFiles::bundled() }),
            ("names", ModelFiles { names: Cow::Borrowed(b"PQL3 and no more"), ..ModelFiles::bundled() }),
            ("network", ModelFiles { network: ModelFiles::bundled().names, ..ModelFiles::bundled() }),
            ("resolver", ModelFiles { resolver: Cow::Borrowed(b"PQRW and no more"), ..ModelFiles::bundled() }),
            ("attribution", ModelFiles { attribution: Cow::Borrowed(b"PQAW and no more"), ..ModelFiles::bundled() }),
            ("speech", ModelFiles { speech: Cow::Borrowed(b"PQSW and no more"), ..ModelFiles::bundled() }),
            ("reported", ModelFiles { reported: Cow::Borrowed(b"PQRS and no more"), ..ModelFiles::bundled() }),
        ];
        for (file, files) in damaged {
            let message = Model::from_files(files).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(message.contains(&format!("“{file}”")) && message.contains("again"), "{file}: {message}");
        }
    }

    /// The scores in `assets/SOURCES.md` were measured with the files that have the
    /// checksums given there. Whoever makes another file writes down both.
    #[test]
    fn the_bundled_files_are_those_with_the_recorded_scores() {
        use sha2::{Digest as _, Sha256};
        let sources = include_str!("../../../assets/SOURCES.md");
        let bundled = ModelFiles::bundled();
        let files = [
            ("clusters.bin", bundled.clusters),
            ("gazetteer.bin", bundled.gazetteer),
            ("names.model", bundled.names),
            ("names.network", bundled.network),
            ("speech.weights", bundled.speech),
            ("reported.weights", bundled.reported),
        ];
        for (name, bytes) in &files {
            let checksum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert!(sources.contains(&format!("| `{name}` | `{checksum}` |")), "{name} is {checksum}");
        }
        assert!(files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= 6_500_000);
    }
}
