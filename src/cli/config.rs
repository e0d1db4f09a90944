//! `pullquote config`: the settings file, its defaults, and its problems.

use std::process::ExitCode;

use anyhow::Context;
use serde_json::{Value, json};

use super::{output, settings};
use crate::config::DEFAULT_FILE;
use crate::printing;
use crate::ui::run::prepare;

/// Print where the settings file is, its defaults, or what is wrong in it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pullquote config                                  # the file in use
  pullquote config --default > \"$(pullquote config)\"  # start from every default
  pullquote config --check                          # problems, with line and column
  pullquote config --json | jq -r .path")]
pub(super) struct Args {
    /// Print the commented default file
    #[arg(long, conflicts_with = "check")]
    default: bool,
    /// Say what is wrong in the settings file
    #[arg(long)]
    check: bool,
    /// Print the file in use and what is wrong in it, as JSON
    #[arg(long, conflicts_with = "default")]
    json: bool,
    #[command(flatten)]
    file: settings::ConfigFile,
}

/// Runs the subcommand; with `--check` the status is 1 where the file has a
/// problem.
///
/// # Errors
/// When the file can't be read, or the system names no folder for it.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.default {
        printing::print(DEFAULT_FILE)?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = args.file.path().context("the system names no folder for settings; name a file with --config FILE")?;
    if !args.check && !args.json {
        printing::print(&path.display().to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let loaded = args.file.load()?;
    // Only the reader knows the names of keys and colours.
    let (_, _, of_reader) = prepare(&loaded.config, &path);
    let mut problems: Vec<_> = loaded.problems.into_iter().chain(of_reader).collect();
    problems.sort_by_key(|problem| problem.place);
    if args.json {
        let listed = problems.iter().map(|problem| {
            json!({
                "file": problem.file.display().to_string(),
                "line": problem.place.line,
                "column": problem.place.column,
                "message": problem.message,
            })
        });
        let listed: Vec<Value> = listed.collect();
        let failed = args.check && !listed.is_empty();
        output::print_json(&json!({
            "schema": "pullquote/config/1",
            "path": path.display().to_string(),
            "found": loaded.found,
            "problems": listed,
        }))?;
        return Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    if !problems.is_empty() {
        printing::remark(&settings::listed(&problems));
        return Ok(ExitCode::FAILURE);
    }
    let state =
        if loaded.found { "nothing is wrong" } else { "the file does not exist; every setting has its default" };
    printing::print(&format!("{}: {state}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}
