//! `pullquote library export` and `import`: what the library alone holds, for another machine.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::{Value, json};

use super::LibraryArgs;
use crate::cli::output;
use crate::printing;
use pullquote_article::files;

/// The most bytes of an export that are read.
const LARGEST: u64 = 1_000_000_000;

/// Print what only the library knows, as lines of JSON
///
/// That is what you have read, stars, tags, places, feeds, saved searches and the trash. Everything else is in
/// your notes, files and kept pages.
#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print the lines as one JSON array
    #[arg(long)]
    json: bool,
}

/// Take in what `library export` printed
///
/// What this library knows already stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    library: LibraryArgs,
    /// Print what was done, as JSON
    #[arg(long)]
    json: bool,
    /// The file that was exported; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `export`.
///
/// # Errors
/// When the library can't be read, or standard output can't be written.
pub(super) fn export(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let open = args.library.open(false)?;
    let mut lines = Vec::new();
    open.library.export(&mut lines)??;
    lines.flush()?;
    let text = String::from_utf8_lossy(&lines);
    if args.json {
        let lines: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
        let array = Value::from(lines?);
        output::print_json(&array)?;
    } else {
        printing::print(&text)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs `import`.
///
/// # Errors
/// When the file can't be read or is no export, or the library can't be written; then nothing is
/// taken in.
pub(super) fn import(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let mut open = args.library.open(false)?;
    let name = args.file.display().to_string();
    let imported = if args.file.as_os_str() == "-" {
        open.library.import(std::io::stdin().lock())
    } else {
        let bytes = files::read(&args.file, LARGEST).with_context(|| format!("cannot read {name}"))?;
        open.library.import(bytes.as_slice())
    };
    let imported = imported.with_context(|| format!("cannot import {name}"))?;
    if args.json {
        output::print_json(&json!({ "new": imported.new, "known": imported.known }))?;
    } else {
        printing::print(&format!("{} new, {} known already.", imported.new, imported.known))?;
    }
    Ok(ExitCode::SUCCESS)
}
