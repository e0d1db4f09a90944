//! The one integration binary; each module tests one part of the program from outside.
#![allow(missing_docs)]

mod cli;
mod constructions;
mod documents;
#[cfg(unix)]
mod drafts;
#[cfg(unix)]
mod editor;
#[cfg(unix)]
mod editor_signals;
#[cfg(unix)]
mod ends;
mod feeds;
#[cfg(unix)]
mod half_keys;
mod hostile;
mod kept;
mod layers;
mod library;
mod library_screen;
mod links;
#[cfg(unix)]
mod note_writing;
mod notes_file;
mod pages;
mod payloads;
#[cfg(unix)]
mod pictures;
mod program;
mod quotes;
mod reader;
#[cfg(unix)]
mod reading;
mod reading_lists;
mod saved;
mod screen;
mod screenshots;
mod server;
mod terminal;
mod typography;
mod web;
