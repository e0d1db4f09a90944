//! Bytes as a list of another program: its articles have addresses of the web, and titles and tags that are
//! safe for a terminal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote_article::text::sanitize;
use pullquote_library::reading_list::parse;

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = parse("list", bytes) else { return };
    for article in &list.articles {
        assert!(article.address.starts_with("http"), "an article leads to {}", article.address);
        for text in article.title.iter().chain(&article.tags) {
            assert_eq!(sanitize::line(text), *text, "a text is not safe for a terminal");
        }
    }
});
