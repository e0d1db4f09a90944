//! Whose words a quote is.
//!
//! [`source`] finds the phrases that may say so, [`candidate`] how each stands
//! to a quote, which [`rule`] names; [`rank`] weighs them, their [`features`]
//! one by one and their [`facts`] by a [`network`], as [`train`] learned, and
//! [`confidence`] says how sure the choice is.
//!
//! `ABLATION.md` beside this file has what each idea brought.

pub(crate) mod candidate;
pub(crate) mod confidence;
pub(crate) mod features;
pub(crate) mod network;
pub(crate) mod network_inputs;
pub(crate) mod rank;
pub(crate) mod rule;
pub(crate) mod weights;
