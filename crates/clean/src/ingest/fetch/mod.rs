//! Fetching: the only place of this crate that touches files, pipes and the
//! network.

mod limited;
pub(crate) mod progress;
#[cfg(feature = "web")]
pub(crate) mod request;
#[cfg(feature = "web")]
mod web;

pub use progress::Progress;

use std::io;
use std::path::Path;

use pullquote_article::files;

use self::limited::read_limited;
use super::credentials::without_credentials;
use super::error::IngestError;
use super::source::{ArticleSource, Fetched, Limits};

/// The bytes that `source` names, read within `limits`; `progress` counts them
/// as they arrive.
///
/// # Errors
/// Where the source does not exist, cannot be read, or exceeds a limit.
pub fn fetch(source: &ArticleSource, limits: &Limits, progress: &Progress) -> Result<Fetched, IngestError> {
    match source {
        ArticleSource::File(path) => file(path, limits, progress),
        ArticleSource::Stdin => {
            let name = "standard input".to_owned();
            let bytes =
                read_limited(io::stdin().lock(), limits.file_bytes, progress).map_err(|e| e.into_error(&name))?;
            Ok(Fetched { name, bytes, ..Fetched::default() })
        }
        ArticleSource::Url(address) => url(address, limits, progress),
        ArticleSource::Bytes(fetched) => Ok(fetched.clone()),
    }
}

/// Reads a file.
fn file(path: &Path, limits: &Limits, progress: &Progress) -> Result<Fetched, IngestError> {
    let name = path.display().to_string();
    let fails = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => IngestError::NotFound { name: name.clone() },
        io::ErrorKind::IsADirectory => IngestError::Folder { name: name.clone() },
        _ if files::is_of_another_kind(&source) => IngestError::NotAFile { name: name.clone(), why: source },
        _ => IngestError::Unreadable { name: name.clone(), source },
    };
    let handle = files::open(path).map_err(fails)?;
    let bytes = read_limited(handle, limits.file_bytes, progress).map_err(|e| e.into_error(&name))?;
    Ok(Fetched { name, bytes, path: Some(path.to_owned()), ..Fetched::default() })
}

/// Reads an `http`, `https` or `file` address.
fn url(address: &str, limits: &Limits, progress: &Progress) -> Result<Fetched, IngestError> {
    let name = without_credentials(address);
    let parsed =
        url::Url::parse(address).map_err(|e| IngestError::BadAddress { name: name.clone(), why: e.to_string() })?;
    match parsed.scheme() {
        #[cfg(feature = "web")]
        "http" | "https" => web::get(&name, &parsed, limits, progress),
        #[cfg(not(feature = "web"))]
        "http" | "https" => Err(IngestError::NoWeb { name }),
        "file" => {
            let path = parsed.to_file_path().map_err(|()| IngestError::NotFound { name })?;
            file(&path, limits, progress)
        }
        other => {
            let why = format!("`{other}` addresses cannot be read, only http, https and file");
            Err(IngestError::BadAddress { name, why })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &ArticleSource, limits: &Limits) -> String {
        fetch(source, limits, &Progress::default()).unwrap_err().to_string()
    }

    #[test]
    fn the_error_names_a_missing_file_and_a_folder() {
        let limits = Limits::default();
        assert!(message(&ArticleSource::File("no/such.txt".into()), &limits).contains("there is no file no/such.txt"));
        assert!(message(&ArticleSource::File("src".into()), &limits).contains("src is a folder"));
    }

    #[test]
    fn more_than_the_limit_is_refused() {
        let limits = Limits { file_bytes: 10, ..Limits::default() };
        assert!(message(&ArticleSource::File("Cargo.toml".into()), &limits).contains("larger than 10 bytes"));
    }

    #[test]
    fn only_addresses_of_the_web_are_fetched() {
        let limits = Limits::default();
        assert!(message(&ArticleSource::Url("ftp://example.org/a".into()), &limits).contains("`ftp` addresses"));
        assert!(message(&ArticleSource::Url("http://".into()), &limits).contains("cannot fetch http://"));
    }

    #[cfg(not(feature = "web"))]
    #[test]
    fn without_the_feature_an_address_is_an_error_that_names_it() {
        let message = message(&ArticleSource::Url("https://example.org/a".into()), &Limits::default());
        assert!(message.contains("https://example.org/a") && message.contains("`web` feature"), "{message}");
    }
}
