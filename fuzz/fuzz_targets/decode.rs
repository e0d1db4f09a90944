//! Any bytes to text; the first line is the header of the server.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote_clean::decode;

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
    let header = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let body = parts.next().unwrap_or_default();
    let _ = decode(body, Some(&header));
    let _ = decode(bytes, None);
});
