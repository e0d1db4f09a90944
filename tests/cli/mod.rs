//! The command line, through the real program.

mod about;
mod annotate;
mod exports;
mod extract;
mod import;
