//! The one integration binary; each module is a part of the house seen whole.
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
