//! The command line, through the real program.

mod about;
mod annotate;
mod changes;
mod exports;
mod extract;
mod foreign_text;
mod import;
mod limits;
#[cfg(unix)]
mod only_files;
mod private;
