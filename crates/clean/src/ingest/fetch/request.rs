//! One request to a server, with its answer as it is: no redirect is followed,
//! and no status is an error. For what needs to know how a server answers, such
//! as feeds.

use std::time::Duration;

use super::progress::Progress;
use super::web::{AGENT, ENCODINGS, login, read_body, request_error};
use crate::ingest::credentials::without_credentials;
use crate::ingest::error::IngestError;
use crate::ingest::source::Limits;

/// A request for what is at an address.
#[derive(Debug, Clone, Copy)]
pub struct WebRequest<'r> {
    /// An `http` or `https` address. A user name and a password in it are sent
    /// to its server as a login, and are in no message.
    pub address: &'r str,
    /// The media types that are wanted, as the value of the header `Accept`.
    pub accept: &'r str,
    /// More headers: names and values.
    pub headers: &'r [(&'r str, &'r str)],
}

/// The answer of a server to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAnswer {
    /// The HTTP status code, such as 200, 301 or 410.
    pub status: u16,
    /// The body, decompressed; empty if the status is not from 200 to 299.
    pub bytes: Vec<u8>,
    /// The headers that are text: the name in lower case, and the value.
    headers: Vec<(String, String)>,
}

impl WebAnswer {
    /// The value of the first header called `name` (lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Asks the server once. No redirect is followed; only a body with a status from
/// 200 to 299 is read, and only within the limits, counted after decompression.
///
/// # Errors
/// [`IngestError::BadAddress`], [`IngestError::Unreachable`],
/// [`IngestError::Slow`], [`IngestError::PageTooLarge`].
pub fn request_once(request: &WebRequest<'_>, limits: &Limits) -> Result<WebAnswer, IngestError> {
    let name = without_credentials(request.address);
    let parsed = url::Url::parse(request.address)
        .map_err(|e| IngestError::BadAddress { name: name.clone(), why: e.to_string() })?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(limits.time))
        .timeout_connect(Some(limits.time.min(Duration::from_secs(10))))
        .max_redirects(0)
        .http_status_as_error(false)
        .user_agent(AGENT)
        .accept(request.accept)
        .accept_encoding(ENCODINGS)
        .build()
        .into();
    let mut ask = agent.get(without_credentials(parsed.as_str()));
    if let Some(login) = login(&parsed) {
        ask = ask.header("Authorization", login);
    }
    for (key, value) in request.headers {
        ask = ask.header(*key, *value);
    }
    let mut response = ask.call().map_err(|e| request_error(&name, &e, limits))?;
    let status = response.status().as_u16();
    let text = |value: &ureq::http::HeaderValue| value.to_str().ok().map(str::to_owned);
    let headers =
        response.headers().iter().filter_map(|(key, value)| Some((key.as_str().to_owned(), text(value)?))).collect();
    let bytes = if response.status().is_success() {
        read_body(&mut response, &name, limits, &Progress::default())?
    } else {
        Vec::new()
    };
    Ok(WebAnswer { status, bytes, headers })
}
