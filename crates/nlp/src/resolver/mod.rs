//! The learned half of coreference: ranks the entities that a pronoun or noun phrase may
//! refer to, with “nobody whom the article names” as one of them.
//!
//! [`crate::coref`] collects the candidates and their facts; this module has the format
//! and the arithmetic of the model. A candidate's score is a linear sum over its facts,
//! with other weights for each class of mention, plus an ensemble of small networks
//! (“wide and deep”: Cheng et al. 2016). The softmax of the scores is calibrated by a
//! curve, so that of a hundred references with a probability of 0.9 about ninety are right.

pub(crate) mod certainty;
pub(crate) mod facts;
pub(crate) mod weights;
