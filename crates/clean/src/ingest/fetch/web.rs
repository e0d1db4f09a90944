//! Pages from the web, within limits of time and size.

use std::error::Error;
use std::io::{self, Cursor, Read};
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use percent_encoding::percent_decode_str;
use ureq::Body;
use ureq::config::RedirectAuthHeaders;
use ureq::http::Response;

use super::limited::{Stopped, read_limited};
use super::progress::Progress;
use crate::ingest::credentials::without_credentials;
use crate::ingest::error::IngestError;
use crate::ingest::source::{Fetched, Limits};

/// How many redirects are followed.
const REDIRECTS: u32 = 10;
/// The name of the program in requests.
pub(super) const AGENT: &str = concat!("Mozilla/5.0 (compatible; pullquote/", env!("CARGO_PKG_VERSION"), ")");

/// The compressions that [`read_body`] undoes.
pub(super) const ENCODINGS: &str = "gzip, br, deflate";

/// Fetches the page at `parsed`, which messages call `name`. A user name and a
/// password in the address are sent to its server only. Follows
/// redirects and decompresses gzip, brotli and deflate. The limit counts bytes
/// after decompression, so that a small file that grows huge is stopped too.
pub(super) fn get(name: &str, parsed: &url::Url, limits: &Limits, progress: &Progress) -> Result<Fetched, IngestError> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(limits.time))
        .timeout_connect(Some(limits.time.min(Duration::from_secs(10))))
        .max_redirects(REDIRECTS)
        .redirect_auth_headers(RedirectAuthHeaders::SameHost)
        .user_agent(AGENT)
        .accept("text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.5")
        .accept_encoding(ENCODINGS)
        .build()
        .into();
    let mut request = agent.get(without_credentials(parsed.as_str()));
    if let Some(login) = login(parsed) {
        request = request.header("Authorization", login);
    }
    let mut response = request.call().map_err(|e| request_error(name, &e, limits))?;
    let url = Some(ureq::ResponseExt::get_uri(&response).to_string());
    let content_type = header(&response, "content-type");
    let bytes = read_body(&mut response, name, limits, progress)?;
    Ok(Fetched { name: name.to_owned(), bytes, path: None, url, content_type })
}

/// The value of a header of the answer, if it is text.
fn header(response: &Response<Body>, key: &str) -> Option<String> {
    response.headers().get(key).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// The body of the answer, decompressed, within the limits.
pub(super) fn read_body(
    response: &mut Response<Body>,
    name: &str,
    limits: &Limits,
    progress: &Progress,
) -> Result<Vec<u8>, IngestError> {
    // The header is gone if the client has decompressed the body already.
    let encoding = header(response, "content-encoding").unwrap_or_default().trim().to_ascii_lowercase();
    progress.expect(response.body().content_length().unwrap_or(0));
    let body = response.body_mut().with_config().limit(u64::MAX).reader();
    let read = match encoding.as_str() {
        "" | "identity" => read_limited(body, limits.bytes, progress),
        // The old name of gzip, which ureq does not know.
        "x-gzip" => read_limited(MultiGzDecoder::new(body), limits.bytes, progress),
        "deflate" => {
            inflated(body).map_err(Stopped::Failed).and_then(|body| read_limited(body, limits.bytes, progress))
        }
        other => {
            let shown: String = other.chars().filter(|c| !c.is_control()).take(40).collect();
            let why = format!("the page is compressed as `{shown}`, which this program cannot read");
            return Err(IngestError::Unreachable { name: name.to_owned(), why });
        }
    };
    read.map_err(|stopped| match stopped {
        Stopped::Limit(limit) => IngestError::PageTooLarge { name: name.to_owned(), limit },
        Stopped::Failed(error) => connection_error(name, &error, limits),
    })
}

/// The value of the header that logs in with the user name and the password of
/// the address (RFC 7617); `None` if it has neither.
pub(super) fn login(address: &url::Url) -> Option<String> {
    let (user, password) = (address.username(), address.password().unwrap_or_default());
    if user.is_empty() && password.is_empty() {
        return None;
    }
    let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let both = [decoded(user), decoded(password)].join(&b':');
    Some(format!("Basic {}", BASE64_STANDARD.encode(both)))
}

/// Decompresses `deflate`: zlib's format, as RFC 9110 says, or the bare format
/// that many servers send under the same name.
fn inflated<'r>(mut body: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    let mut start = Vec::new();
    body.by_ref().take(2).read_to_end(&mut start)?;
    // RFC 1950, 2.2: the low bits name the method, the two bytes divide by 31.
    let zlib = matches!(start.as_slice(), &[method, flags]
        if method & 0x0f == 8 && (u16::from(method) << 8 | u16::from(flags)).is_multiple_of(31));
    let whole = Cursor::new(start).chain(body);
    Ok(if zlib { Box::new(ZlibDecoder::new(whole)) } else { Box::new(DeflateDecoder::new(whole)) })
}

/// The error for a request that got no usable answer.
pub(super) fn request_error(name: &str, error: &ureq::Error, limits: &Limits) -> IngestError {
    let name = name.to_owned();
    let why = match error {
        ureq::Error::StatusCode(status) => return IngestError::Status { name, status: *status },
        ureq::Error::Timeout(_) => return IngestError::Slow { name, limit: limits.time },
        ureq::Error::BadUri(why) => return IngestError::BadAddress { name, why: why.clone() },
        ureq::Error::HostNotFound => "there is no server of that name".to_owned(),
        ureq::Error::TooManyRedirects => format!("it redirects more than {REDIRECTS} times"),
        ureq::Error::Io(e) => return connection_error(&name, e, limits),
        other => other.to_string(),
    };
    IngestError::Unreachable { name, why }
}

/// The error for a connection that failed or ended too early. The cause may be
/// inside the error of a decompressor.
fn connection_error(name: &str, error: &io::Error, limits: &Limits) -> IngestError {
    let name = name.to_owned();
    let mut kind = error.kind();
    let mut decoding = None;
    let mut inner = error.get_ref().map(|e| e as &(dyn Error + 'static));
    // ureq's errors do not name their source, so it is taken out by hand.
    for _ in 0..8 {
        let Some(cause) = inner else { break };
        inner = match (cause.downcast_ref::<ureq::Error>(), cause.downcast_ref::<io::Error>()) {
            (Some(ureq::Error::Timeout(_)), _) => return IngestError::Slow { name, limit: limits.time },
            (Some(ureq::Error::Decompress(what, e)), _) => {
                decoding = Some(*what);
                kind = e.kind();
                e.get_ref().map(|e| e as &(dyn Error + 'static))
            }
            (Some(ureq::Error::Io(e)), _) | (None, Some(e)) => {
                kind = e.kind();
                e.get_ref().map(|e| e as &(dyn Error + 'static))
            }
            _ => cause.source(),
        };
    }
    let why = match kind {
        io::ErrorKind::TimedOut => return IngestError::Slow { name, limit: limits.time },
        io::ErrorKind::ConnectionRefused => "the server refuses the connection".to_owned(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            "the connection was cut before the whole page arrived".to_owned()
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            format!("the page arrived damaged: it is not the {} that the server states", decoding.unwrap_or("data"))
        }
        _ => error.to_string(),
    };
    IngestError::Unreachable { name, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::read::{DeflateEncoder, ZlibEncoder};

    fn undone(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        inflated(bytes)?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn both_formats_called_deflate_are_undone() {
        let page = "<p>The pier opens at nine.</p>".repeat(50);
        let (mut zlib, mut bare) = (Vec::new(), Vec::new());
        ZlibEncoder::new(page.as_bytes(), Compression::best()).read_to_end(&mut zlib).unwrap();
        DeflateEncoder::new(page.as_bytes(), Compression::best()).read_to_end(&mut bare).unwrap();
        assert_eq!(undone(&zlib).unwrap(), page);
        assert_eq!(undone(&bare).unwrap(), page);
        assert!(undone(&zlib[..zlib.len() / 2]).is_err());
        assert_eq!(undone(b"").unwrap_or_default(), "");
    }
}
