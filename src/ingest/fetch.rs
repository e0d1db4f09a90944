//! The one place of this layer that touches files, pipes and the network.

use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use super::{Fetched, IngestError, Limits, Source, samples};

/// How many redirects are followed.
const REDIRECTS: u32 = 10;
/// What servers are told about the program.
const AGENT: &str = concat!("Mozilla/5.0 (compatible; pullquote/", env!("CARGO_PKG_VERSION"), ")");

/// Reads what `source` names, within `limits`.
///
/// # Errors
/// Where the source is not there, cannot be read, or exceeds a limit.
pub fn fetch(source: &Source, limits: &Limits) -> Result<Fetched, IngestError> {
    match source {
        Source::File(path) => file(path, limits),
        Source::Stdin => {
            let name = "standard input".to_owned();
            let bytes = capped(io::stdin().lock(), &name, limits)?;
            Ok(Fetched { name, bytes, ..Fetched::default() })
        }
        Source::Url(address) => url(address, limits),
        Source::Sample(name) => samples::find(name),
    }
}

/// The time now, in whole seconds, with the zone's offset: RFC 3339.
pub(super) fn now() -> String {
    jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn file(path: &Path, limits: &Limits) -> Result<Fetched, IngestError> {
    let name = path.display().to_string();
    let fails = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => IngestError::NotFound { name: name.clone() },
        io::ErrorKind::IsADirectory => IngestError::Folder { name: name.clone() },
        _ => IngestError::Unreadable { name: name.clone(), source },
    };
    let handle = std::fs::File::open(path).map_err(fails)?;
    if handle.metadata().map_err(fails)?.is_dir() {
        return Err(IngestError::Folder { name });
    }
    let bytes = capped(handle, &name, limits)?;
    Ok(Fetched { name, bytes, path: Some(path.to_owned()), ..Fetched::default() })
}

/// Everything in `from`, or an error where that is more than the limit.
fn capped(from: impl Read, name: &str, limits: &Limits) -> Result<Vec<u8>, IngestError> {
    let mut bytes = Vec::new();
    from.take(limits.bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|source| IngestError::Unreadable { name: name.to_owned(), source })?;
    if bytes.len() as u64 > limits.bytes {
        return Err(IngestError::TooLarge { name: name.to_owned(), limit: limits.bytes });
    }
    Ok(bytes)
}

/// Fetches an `http`, `https` or `file` address. Redirects are followed,
/// gzip and brotli are undone; the byte limit counts what comes out of them,
/// so a small bomb is stopped too.
fn url(address: &str, limits: &Limits) -> Result<Fetched, IngestError> {
    let name = address.to_owned();
    let parsed =
        url::Url::parse(address).map_err(|e| IngestError::BadAddress { name: name.clone(), why: e.to_string() })?;
    match parsed.scheme() {
        "http" | "https" => {}
        "file" => {
            let path = parsed.to_file_path().map_err(|()| IngestError::NotFound { name: name.clone() })?;
            return file(&path, limits);
        }
        other => {
            let why = format!("`{other}` addresses cannot be read, only http and https");
            return Err(IngestError::BadAddress { name, why });
        }
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(limits.time))
        .timeout_connect(Some(limits.time.min(Duration::from_secs(10))))
        .max_redirects(REDIRECTS)
        .user_agent(AGENT)
        .accept("text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.5")
        .build()
        .into();
    let mut response = agent.get(parsed.as_str()).call().map_err(|e| refused(&name, &e, limits))?;
    let reached = ureq::ResponseExt::get_uri(&response).to_string();
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = response.body_mut().with_config().limit(u64::MAX).reader();
    let bytes = capped(body, &name, limits).map_err(|e| match e {
        IngestError::Unreadable { source, .. } => broken_off(&name, &source, limits),
        other => other,
    })?;
    Ok(Fetched { name, bytes, path: None, url: Some(reached), content_type })
}

/// The sentence for a request that got no usable answer.
fn refused(name: &str, error: &ureq::Error, limits: &Limits) -> IngestError {
    let name = name.to_owned();
    let why = match error {
        ureq::Error::StatusCode(status) => return IngestError::Status { name, status: *status },
        ureq::Error::Timeout(_) => return IngestError::Slow { name, limit: limits.time },
        ureq::Error::BadUri(why) => return IngestError::BadAddress { name, why: why.clone() },
        ureq::Error::HostNotFound => "there is no server of that name".to_owned(),
        ureq::Error::TooManyRedirects => format!("it redirects more than {REDIRECTS} times"),
        ureq::Error::Io(e) => return broken_off(&name, e, limits),
        other => other.to_string(),
    };
    IngestError::Unreachable { name, why }
}

/// The sentence for a connection that failed or ended too early.
fn broken_off(name: &str, error: &io::Error, limits: &Limits) -> IngestError {
    let name = name.to_owned();
    let inner = error.get_ref().and_then(|e| e.downcast_ref::<ureq::Error>());
    if error.kind() == io::ErrorKind::TimedOut || matches!(inner, Some(ureq::Error::Timeout(_))) {
        return IngestError::Slow { name, limit: limits.time };
    }
    let why = match error.kind() {
        io::ErrorKind::ConnectionRefused => "the server refuses the connection".to_owned(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            "the connection was cut before the page was whole".to_owned()
        }
        _ => error.to_string(),
    };
    IngestError::Unreachable { name, why }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &Source, limits: &Limits) -> String {
        fetch(source, limits).unwrap_err().to_string()
    }

    #[test]
    fn a_missing_file_and_a_folder_are_named() {
        let limits = Limits::default();
        assert!(message(&Source::File("no/such.txt".into()), &limits).contains("there is no file no/such.txt"));
        assert!(message(&Source::File("src".into()), &limits).contains("src is a folder"));
    }

    #[test]
    fn more_than_the_limit_is_refused() {
        let limits = Limits { bytes: 10, ..Limits::default() };
        assert!(message(&Source::File("Cargo.toml".into()), &limits).contains("larger than 10 bytes"));
    }

    #[test]
    fn only_addresses_of_the_web_are_fetched() {
        let limits = Limits::default();
        assert!(message(&Source::Url("ftp://example.org/a".into()), &limits).contains("`ftp` addresses"));
        assert!(message(&Source::Url("http://".into()), &limits).contains("cannot fetch http://"));
    }
}
