//! The `SOURCE` argument, and how to read what it names.

use std::path::PathBuf;

use clap::ValueEnum;

use super::settings::ConfigFile;
use crate::article::{Article, Format};
use crate::clean;
use crate::config::{CleanRule, Config};
use crate::ingest::samples::SAMPLES;
use crate::ingest::{self, Limits, Options, Source};

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
/// `https://…` are addresses, `sample:NAME` is a bundled article, and
/// everything else is a file.
///
/// # Errors
/// Where there is no such sample; the message lists those there are.
pub(super) fn named(argument: &str) -> anyhow::Result<Source> {
    if let Some(name) = argument.strip_prefix("sample:") {
        let Some(sample) = SAMPLES.iter().find(|sample| sample.name == name) else {
            let known: Vec<String> = SAMPLES.iter().map(|sample| format!("sample:{}", sample.name)).collect();
            anyhow::bail!("there is no sample “{name}”; there are {}", known.join(", "));
        };
        return Ok(Source::Sample(sample.name));
    }
    let scheme = argument.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    Ok(match scheme.as_deref() {
        Some("http" | "https") => Source::Url(argument.to_owned()),
        _ if argument == "-" => Source::Stdin,
        _ => Source::File(PathBuf::from(argument)),
    })
}

/// The article that a `SOURCE` argument names, without what the person's own
/// rules cut.
///
/// # Errors
/// One sentence that names the source and says what is wrong with it.
pub(super) fn open(argument: &str, options: &Options, own: &[CleanRule]) -> anyhow::Result<Article> {
    let article = ingest::open(&named(argument)?, options)?;
    Ok(if options.raw { article } else { clean::own::cut(article, own) })
}
