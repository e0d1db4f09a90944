//! The `SOURCE` argument, and reading the article that it names.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use clap::ValueEnum;

use super::settings::ConfigFile;
use crate::bounded;
use crate::bounded::Bounds;
use crate::config::{CleanRule, Config};
use crate::folders;
use crate::folders::article_record::{FileState, ReadFrom};
use crate::folders::pages::KeepResult;
use crate::folders::{KeptPage, Pages, Places};
use crate::folders::{SAMPLES, Sample};
use pullquote_article::{Article, Format};
use pullquote_clean::{self as clean, ArticleSource, Fetched, Limits, Options, Progress};

/// The arguments that all commands share which open an article.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ReadingArgs {
    /// The input is already clean text: remove nothing
    #[arg(long)]
    pub(super) raw: bool,
    /// The format of the input; `auto` recognizes it from the name and the content
    #[arg(long, value_name = "FORMAT", default_value = "auto")]
    pub(super) input_format: InputFormat,
    /// Fetch the page again, even if a copy of it is kept
    #[arg(long, conflicts_with = "kept")]
    refresh: bool,
    /// Open the kept copy of the page, and fetch nothing
    #[arg(long)]
    kept: bool,
    /// How long to wait for a page or a file, 1 to 600; the defaults are in the settings, 20 for a
    /// page and 120 for a file if not set
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..=600))]
    timeout: Option<u16>,
    /// The largest page to fetch, in megabytes, 1 to 1000; the default is in the settings, 20 if
    /// not set
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    megabytes: Option<u16>,
    #[command(flatten)]
    pub(super) config: ConfigFile,
}

/// The values of `--input-format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InputFormat {
    /// Recognized from the name and the content
    Auto,
    /// Plain text
    Text,
    /// A web page
    Html,
    /// CommonMark
    Markdown,
}

/// Whether a page or its kept copy is opened if neither `--refresh` nor
/// `--kept` is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefer {
    /// The kept copy: the person has read it, and the notes are on it.
    Kept,
    /// The page on the web; the copy only if the fetch fails.
    Fresh,
}

/// A `SOURCE` argument: the name of a file, which need not be UTF-8, or an
/// address. It is displayed without the user name and the password of an
/// address.
#[derive(Clone)]
pub(super) struct SourceArgument {
    given: OsString,
    shown: String,
}

impl From<OsString> for SourceArgument {
    fn from(given: OsString) -> Self {
        let shown = clean::without_credentials(&given.to_string_lossy());
        Self { given, shown }
    }
}

impl From<&str> for SourceArgument {
    fn from(given: &str) -> Self {
        Self::from(OsString::from(given))
    }
}

impl fmt::Display for SourceArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for SourceArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, f)
    }
}

impl SourceArgument {
    /// The argument as it is displayed.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether it is standard input.
    pub(super) fn is_stdin(&self) -> bool {
        self.given == "-"
    }

    /// The name of a bundled sample, if it is one. A file may have a name that begins
    /// in the same way.
    pub(super) fn sample(&self) -> Option<&str> {
        let name = self.given.to_str()?.strip_prefix("sample:")?;
        let is_file = Sample::named(name).is_none() && Path::new(&self.given).exists();
        (!is_file).then_some(name)
    }

    /// Whether it is an `http` or `https` address.
    pub(super) fn is_web(&self) -> bool {
        self.given.to_str().is_some_and(clean::is_web_address)
    }

    /// The address as it was given, with a user name and a password.
    pub(super) fn full(&self) -> String {
        self.given.to_string_lossy().into_owned()
    }

    /// The path, if it is a file or a folder.
    pub(super) fn file(&self) -> Option<&Path> {
        let path = Path::new(&self.given);
        let is_other = self.is_stdin() || self.is_web() || self.sample().is_some();
        (!is_other && path.exists()).then_some(path)
    }

    /// Where an article of it is read from, for the library.
    pub(super) fn read_from(&self) -> ReadFrom {
        ReadFrom { file: self.file().and_then(FileState::of), asked: self.is_web().then(|| self.shown.clone()) }
    }

    /// The source that it names: `-` is standard input, `http://…`,
    /// `https://…` and `file://…` are addresses, `sample:NAME` is a bundled
    /// article, and everything else is a file.
    ///
    /// # Errors
    /// If there is no such sample; the message lists the samples.
    fn named(&self) -> anyhow::Result<ArticleSource> {
        if let Some(name) = self.sample() {
            let Some(sample) = Sample::named(name) else {
                let known: Vec<String> = SAMPLES.iter().map(|sample| format!("sample:{}", sample.name)).collect();
                anyhow::bail!("there is no sample “{name}”; there are {}", known.join(", "));
            };
            return Ok(ArticleSource::Bytes(sample.fetched()));
        }
        if self.is_stdin() {
            return Ok(ArticleSource::Stdin);
        }
        let path = PathBuf::from(&self.given);
        let address = self.given.to_str().filter(|given| {
            let scheme = given.split_once("://").map(|(scheme, _)| scheme).unwrap_or_default();
            !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric()) && !path.exists()
        });
        Ok(address.map_or_else(|| ArticleSource::File(path.clone()), |given| ArticleSource::Url(given.to_owned())))
    }
}

/// Opens the articles that `SOURCE` arguments name, with the options from the
/// other arguments and the settings.
#[derive(Debug, Clone)]
pub(super) struct Opener {
    options: Options,
    own: Vec<CleanRule>,
    pages: Option<Pages>,
    prefer: Prefer,
    refresh: bool,
    kept: bool,
    /// What reading an article may take, and its analysis.
    pub(super) bounds: Bounds,
}

/// An article and what the person should know about how it was read.
#[derive(Debug)]
pub(super) struct Opened {
    /// The article.
    pub(super) article: Article,
    /// For a kept copy, when it was fetched; otherwise `None`.
    pub(super) kept: Option<FetchTime>,
    /// What went wrong while reading, and whether the page is less than its
    /// article; clauses without full stops.
    pub(super) warnings: Vec<String>,
}

/// When a page was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FetchTime {
    /// `24 Nov 2026`.
    pub(super) day: String,
    /// RFC 3339 with an offset.
    pub(super) moment: String,
}

impl ReadingArgs {
    /// The arguments with this settings file and these seconds for a page, and no others.
    pub(super) fn with(config: ConfigFile, timeout: Option<u16>) -> Self {
        Self {
            raw: false,
            input_format: InputFormat::Auto,
            refresh: false,
            kept: false,
            timeout,
            megabytes: None,
            config,
        }
    }

    /// Whether it is recognized what a file is.
    pub(super) fn recognizes(&self) -> bool {
        !self.raw && self.input_format == InputFormat::Auto
    }

    /// An opener with these arguments and settings; pages are kept in the notes
    /// folder of `places`.
    pub(super) fn opener(&self, config: &Config, mut places: Places, prefer: Prefer) -> Opener {
        let format = match self.input_format {
            InputFormat::Auto => None,
            InputFormat::Text => Some(Format::Text),
            InputFormat::Html => Some(Format::Html),
            InputFormat::Markdown => Some(Format::Markdown),
        };
        let limits = Limits {
            bytes: self.megabytes.map_or(config.fetch.max_bytes, |n| u64::from(n) * 1_000_000),
            time: self.timeout.map_or(config.fetch.timeout, |n| Duration::from_secs(n.into())),
            ..Limits::default()
        };
        // `--notes FILE` does not change where pages are kept.
        places.argument = places.argument.filter(|argument| argument.is_dir());
        let pages = folders::notes_folder(&places).ok().map(|folder| Pages::of(&folder, config.fetch.keep_bytes));
        Opener {
            options: Options { raw: self.raw, format, limits },
            own: config.clean.clone(),
            pages,
            prefer,
            refresh: self.refresh,
            kept: self.kept,
            bounds: Bounds {
                megabytes: config.limits.megabytes.into(),
                seconds: self.timeout.unwrap_or(config.limits.seconds).into(),
                stack: bounded::STACK,
                advice: "give it more under [limits] in the settings, or make the article shorter",
            },
        }
    }
}

impl Opener {
    /// The same, but pages are only read from their kept copies.
    pub(super) fn without_web(self) -> Self {
        Self { kept: true, refresh: false, ..self }
    }

    /// What a fetch may take.
    pub(super) fn limits(&self) -> Limits {
        self.options.limits
    }

    /// Reads the article in HTML that another program saved of the page at `address`. The HTML becomes
    /// the kept copy of the page; if there is one already, that is read.
    ///
    /// # Errors
    /// When the HTML can't be read.
    pub(super) fn open_saved(&self, address: &str, html: Vec<u8>) -> anyhow::Result<Opened> {
        if let Some(kept) = self.pages.as_ref().and_then(|pages| pages.find(address)) {
            return self.copied(kept);
        }
        let fetched = Fetched {
            name: address.to_owned(),
            bytes: html,
            path: None,
            url: Some(address.to_owned()),
            content_type: Some("text/html; charset=utf-8".to_owned()),
        };
        let mut opened = self.bounded(fetched.clone(), address)?;
        opened.article = opened.article.fetched_at(Some(folders::moment::now()));
        if let Some(Err(error)) = self.pages.as_ref().map(|pages| pages.keep(address, &fetched, &opened.article)) {
            opened.warnings.push(format!("no copy of {address} could be kept: {error}"));
        }
        Ok(opened)
    }

    /// Whether pages are fetched even if a copy is kept.
    pub(super) fn is_refreshing(&self) -> bool {
        self.refresh
    }

    /// Reads the article that a `SOURCE` argument names. The person's own rules
    /// are applied, except with `--raw`.
    ///
    /// # Errors
    /// When the source can't be read; the sentence names it and says why.
    pub(super) fn open(&self, argument: &SourceArgument, progress: &Progress) -> anyhow::Result<Opened> {
        let mut opened = match argument.named()? {
            ArticleSource::Url(full) if clean::is_web_address(&full) => self.page(&full, progress)?,
            source => {
                let opener = self.clone();
                let read = move |_: &AtomicBool| {
                    opener.opened(clean::fetch(&source, &opener.options.limits, &Progress::default())?)
                };
                let name = if argument.is_stdin() { "standard input" } else { argument.shown() };
                bounded::run(&format!("reading {name}"), self.bounds, read)??
            }
        };
        opened.warnings.extend(opened.article.notice().map(pullquote_article::Notice::sentence));
        opened.warnings.extend(opened.article.doubt().map(pullquote_article::Doubt::sentence));
        Ok(opened)
    }

    /// Opens the page at `full`. A user name and a password in it are used for
    /// the fetch alone.
    fn page(&self, full: &str, progress: &Progress) -> anyhow::Result<Opened> {
        let address = clean::without_credentials(full);
        let address = address.as_str();
        let copy = || self.pages.as_ref().and_then(|pages| pages.find(address));
        if self.kept || (self.prefer == Prefer::Kept && !self.refresh) {
            match copy() {
                // A copy that is less than its article is fetched again.
                Some(kept) if self.kept || !kept.wall => return self.copied(kept),
                None if self.kept => {
                    anyhow::bail!("no copy of {address} is kept; leave out --kept to fetch it")
                }
                _ => {}
            }
        }
        let source = ArticleSource::Url(full.to_owned());
        let fetched = match clean::fetch(&source, &self.options.limits, progress) {
            Ok(fetched) => fetched,
            Err(error) => {
                let Some(kept) = copy().filter(|_| error.is_out_of_reach()) else { return Err(error.into()) };
                let mut opened = self.copied(kept)?;
                let day = opened.kept.as_ref().map(|when| when.day.as_str()).unwrap_or_default();
                opened.warnings.push(format!("this is the copy kept on {day}: {error}"));
                return Ok(opened);
            }
        };
        let mut opened = self.bounded(fetched.clone(), address)?;
        opened.article = opened.article.fetched_at(Some(folders::moment::now()));
        match self.pages.as_ref().map(|pages| pages.keep(address, &fetched, &opened.article)) {
            Some(Err(error)) => {
                opened.warnings.push(format!("no copy of {address} could be kept: {error}"));
            }
            Some(Ok(KeepResult::Earlier { day, page })) => opened.warnings.push(format!(
                "the copy kept on {day} stays, because this page has less text or different words: \
                 --kept opens the copy; delete {} to keep this page instead",
                page.display()
            )),
            _ => {}
        }
        Ok(opened)
    }

    fn copied(&self, kept: KeptPage) -> anyhow::Result<Opened> {
        let when = FetchTime { day: kept.day(), moment: kept.moment() };
        let address = kept.fetched.url.clone().unwrap_or_default();
        let opened = self.bounded(kept.fetched, &address)?;
        let article = opened.article.fetched_at(Some(when.moment.clone()));
        Ok(Opened { article, kept: Some(when), ..opened })
    }

    /// Reads the article of a page that was fetched from `address`, within the bounds.
    fn bounded(&self, fetched: Fetched, address: &str) -> anyhow::Result<Opened> {
        let opener = self.clone();
        bounded::run(&format!("reading {address}"), self.bounds, move |_| opener.opened(fetched))?
    }

    fn opened(&self, fetched: Fetched) -> anyhow::Result<Opened> {
        let article = clean::read(fetched, &self.options)?;
        let article = if self.options.raw { article } else { clean::apply_user_rules(article, &self.own) };
        Ok(Opened { article, kept: None, warnings: Vec::new() })
    }
}
