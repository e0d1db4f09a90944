//! Learns the models from labelled articles.

pub mod adagrad;
pub mod attribution;
pub mod crf;
pub mod lessons;
pub mod network;
