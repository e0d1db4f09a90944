//! A web archive, and whatever else any bytes are taken for.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "article.rs"]
mod article;

fuzz_target!(|bytes: &[u8]| {
    article::check(bytes, None);
    let head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n";
    article::check(&[head, bytes].concat(), None);
});
