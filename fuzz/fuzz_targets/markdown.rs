//! CommonMark made of any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote_article::Format;

#[path = "article.rs"]
mod article;

fuzz_target!(|bytes: &[u8]| article::check(bytes, Some(Format::Markdown)));
