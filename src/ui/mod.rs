//! The terminal: events in, frames out.

pub mod handover;
pub mod overlay;
pub mod signals;
pub mod term;
pub mod theme;
