//! The terminal: events in, frames out.

pub mod overlay;
pub mod term;
pub mod theme;
