//! The Pullquote program: a terminal reader that strips the clutter from an
//! article, shows who said what beside the text, and saves notes.
//!
//! The work below the screen is done by four crates that know nothing of this
//! one: [`pullquote_article`] (an article as one text with its blocks),
//! [`pullquote_clean`] (bytes of a page to an article), [`pullquote_nlp`]
//! (entities, quotes and speakers) and [`pullquote_notes`] (notes that find
//! their place again, and the file they are saved in). The modules here are the
//! program's own and no public interface; they may change in any version.
//!
//! A module imports only from modules above it in this list, and a test
//! (`tests/layers.rs`) checks that:
//!
//! 1. [`layout`] wraps an article to a width; [`printing`] is standard output and
//!    standard error; [`json_text`] writes JSON; [`bounded`] limits the time and the
//!    memory of work.
//! 2. [`export`] writes notes in other formats; [`folders`] knows where notes,
//!    fetched pages and snapshots are; [`config`] reads the settings.
//! 3. [`import`] reads notes of other programs, and our own exports.
//! 4. [`app`] is the state of the reader and the one function that changes it.
//! 5. [`ui`] is the terminal: events in, frames out. Only this module uses
//!    ratatui and crossterm.
//! 6. [`cli`] has the arguments and the subcommands; `main.rs` only calls it.
//!
//! `ARCHITECTURE.md` at the top of the repository describes the whole
//! workspace.

pub mod app;
pub mod bounded;
pub mod cli;
pub mod config;
pub mod export;
pub mod folders;
pub mod import;
pub mod json_text;
pub mod layout;
pub mod printing;
pub mod ui;
