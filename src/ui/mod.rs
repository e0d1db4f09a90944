//! The terminal: events in, frames out.
