//! Decides whether a passage is speech: words that the article says somebody said or
//! wrote, and not a title, a name, a term, a label or a scare quote.
//!
//! [`signs`] collects what shows it: the passage itself, the words around it, the source
//! that attribution chose, and how the article uses quotation marks. [`features`] combines
//! these signs into the slots of one table of [`weights`], which is a logistic regression.
//! Its probability is calibrated on articles that it was not trained on.

pub(crate) mod features;
pub(crate) mod habits;
pub(crate) mod naming;
pub(crate) mod signs;
mod title;
pub(crate) mod weights;
