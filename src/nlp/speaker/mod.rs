//! Whose words a quote is.
//!
//! [`source`] finds the phrases that may say so, [`candidate`] how each stands
//! to a quote, which [`rule`] names; [`rank`] weighs them by what [`train`]
//! learned, and [`confidence`] says how sure the choice is.

pub(crate) mod candidate;
pub(crate) mod confidence;
pub(crate) mod features;
pub(crate) mod grammar;
pub(crate) mod phrase;
pub(crate) mod rank;
pub mod rule;
pub(crate) mod scene;
pub(crate) mod source;
mod subject;
pub mod train;
pub mod weights;
