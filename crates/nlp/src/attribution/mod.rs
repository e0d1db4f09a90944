//! Finds the most probable source of each quote.
//!
//! [`candidate`] collects the possible sources of a quote and how each is related to
//! it, which [`rule`] names; a name below or after the words is a [`byline`], and
//! [`report_within`] finds reports inside reports. [`rank`] scores them: a table of weights for hashed [`features`] ([`hashing`]), and networks ([`network`]) over the [`network_inputs`]. Both combine the
//! [`values`] of the quote and the candidate. [`confidence`] turns the probability of the
//! best one into a calibrated confidence.
//!
//! [`weights`] is the file of the trained weights. [`codes`] and [`fingerprint`] make
//! sure that it fits the features of this version.

pub(crate) mod byline;
pub(crate) mod candidate;
pub(crate) mod codes;
pub(crate) mod confidence;
#[cfg(any(test, feature = "train"))]
mod cue_record;
pub(crate) mod features;
mod fingerprint;
pub(crate) mod hashing;
pub(crate) mod network;
pub(crate) mod network_inputs;
pub(crate) mod rank;
mod report_within;
pub(crate) mod rule;
pub(crate) mod values;
pub(crate) mod weights;
