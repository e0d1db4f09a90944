//! The `SOURCE` argument, and how to read what it names.

use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;

use super::settings::ConfigFile;
use crate::article::{Article, ArticleBuilder, Format, Origin, fingerprint};
use crate::config::Config;
use crate::ingest::{Limits, Options, Source};

/// What the arguments that open an article have in common.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Reading {
    /// The input is clean text already: remove nothing
    #[arg(long)]
    pub(super) raw: bool,
    /// What the input is; `auto` tells it from the name and the content
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(super) input_format: InputFormat,
    #[command(flatten)]
    pub(super) config: ConfigFile,
}

/// The values of `--input-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    /// Told from the name and the content
    Auto,
    /// Plain text
    Text,
    /// A web page
    Html,
    /// CommonMark
    Markdown,
}

impl Reading {
    /// The same for [`crate::ingest`], with the limits of the settings.
    pub(super) fn options(&self, config: &Config) -> Options {
        let format = match self.input_format {
            InputFormat::Auto => None,
            InputFormat::Text => Some(Format::Text),
            InputFormat::Html => Some(Format::Html),
            InputFormat::Markdown => Some(Format::Markdown),
        };
        let limits = Limits { bytes: config.fetch.max_bytes, time: config.fetch.timeout };
        Options { raw: self.raw, format, limits }
    }
}

/// What a `SOURCE` argument names: `-` is standard input, `http://…` and
/// `https://…` are addresses, everything else is a file.
pub(super) fn named(argument: &str) -> Source {
    let scheme = argument.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") => Source::Url(argument.to_owned()),
        _ if argument == "-" => Source::Stdin,
        _ => Source::File(PathBuf::from(argument)),
    }
}

/// Reads the source.
///
/// # Errors
/// One sentence that names the source and says what is wrong with it.
pub(super) fn open(source: &Source, options: &Options) -> anyhow::Result<Article> {
    let (path, bytes) = match source {
        Source::File(path) => {
            (Some(path.clone()), std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)
        }
        Source::Stdin => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
            (None, bytes)
        }
        Source::Url(_) | Source::Sample(_) => anyhow::bail!("only files and standard input can be read"),
    };
    let format = options.format.unwrap_or(Format::Text);
    let origin = Origin { path, url: None, format, sha256: fingerprint::sha256_hex(&bytes) };
    Ok(ArticleBuilder::raw(String::from_utf8_lossy(&bytes).into_owned(), origin))
}
