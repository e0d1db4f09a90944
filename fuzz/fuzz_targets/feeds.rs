//! Bytes as a feed and as a list of feeds: what is read has addresses of the web, and texts that are safe for a
//! terminal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote_article::text::sanitize;
use pullquote_library::feeds::{discover, parse, read_opml, write_opml};

fuzz_target!(|bytes: &[u8]| {
    let address = "https://example.org/feed";
    if let Ok(feed) = parse(bytes, None, address) {
        for item in &feed.items {
            assert!(item.address.starts_with("http"), "an item leads to {}", item.address);
            for text in [&item.title, &item.author, &item.summary].into_iter().flatten() {
                assert_eq!(sanitize::line(text), *text, "a text is not safe for a terminal");
            }
        }
    }
    if let Ok((feeds, _)) = read_opml("list", bytes)
        && let Some(text) = write_opml("List", &feeds)
    {
        let (again, _) = read_opml("list", text.as_bytes()).expect("what was written reads back");
        assert_eq!(again.len(), feeds.len(), "a feed was lost");
    }
    discover(&String::from_utf8_lossy(bytes), address);
});
