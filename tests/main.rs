//! The one integration test binary. Each module tests one area through the
//! public API or the real program.
#![allow(missing_docs)]

mod cli;
mod constructions;
mod hostile;
mod kept;
mod layers;
mod notes_file;
mod pages;
mod program;
mod quotes;
mod reader;
mod readme;
mod saved;
mod screen;
mod server;
mod terminal;
mod web;
mod weights;
