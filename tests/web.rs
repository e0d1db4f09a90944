//! Fetches pages with the real program from a test server.

use std::io::Read;
use std::time::Duration;

use flate2::Compression;
use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};

use crate::program::Home;
use crate::server::{Answer, Server};

/// A page with the article `SAID` between a navigation and a footer.
fn page() -> String {
    format!(
        "<!doctype html><html lang=en><head><title>The pier opens again</title></head><body>\
         <nav><a href=/a>Home</a><a href=/b>Town</a></nav><article><h1>The pier opens again</h1><p>{SAID}</p>\
         <p>{MORE}</p></article><footer>Imprint</footer></body></html>"
    )
}

const SAID: &str = "“We waited two winters for this,” Ann Lee said on Monday, when the café’s door was unlocked.";
const MORE: &str =
    "The harbour board had closed the pier after the storm, and nobody knew who would pay for its repair.";

fn text(home: &Home, arguments: &[&str]) -> String {
    let ran = home.run(&[&["extract"], arguments].concat());
    ran.json()["text"].as_str().unwrap_or_default().to_owned()
}

fn coded(encoding: &str, body: &[u8]) -> Answer {
    Answer::page(&format!("Content-Type: text/html; charset=utf-8\r\nContent-Encoding: {encoding}\r\n"), body)
}

fn all(mut from: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).expect("bytes in memory");
    bytes
}

/// `bytes` as a brotli stream that stores them as they are (RFC 7932, 9.2): a
/// window of 16 bits, one stored block, an empty last one.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len() - 1).expect("a short page");
    assert!(length < 1 << 16, "one block holds no more");
    let head = length << 4 | 1 << 20;
    [&head.to_le_bytes()[..3], bytes, &[3]].concat()
}

#[test]
fn redirects_are_followed_and_the_last_address_is_that_of_the_page() {
    let home = Home::new();
    let server = Server::of([("/new/pier-1", Answer::html(&page()))]);
    server.answer("/", Answer::redirect("/old"));
    server.answer("/old", Answer::redirect(&server.url("/new/pier-1")));
    let document = home.run(&["extract", &server.url("/")]).json();
    assert_eq!(document["source"]["url"], server.url("/new/pier-1"));
    assert!(document["text"].as_str().unwrap().contains(SAID));
}

#[test]
fn endless_redirects_are_an_error() {
    let home = Home::new();
    let server = Server::of([("/a", Answer::redirect("/b")), ("/b", Answer::redirect("/a"))]);
    home.run(&["extract", &server.url("/a")]).fails_with(&[&server.url("/a"), "redirects more than 10 times"]);
    assert!(server.asked() <= 11, "{} requests", server.asked());
    let away = Server::of([("/", Answer::redirect("file:///etc/hostname"))]);
    home.run(&["extract", &away.url("/")]).fails_with(&["cannot fetch"]);
}

#[test]
fn every_content_encoding_is_decoded() {
    let home = Home::new();
    let page = page();
    let bytes = page.as_bytes();
    let best = Compression::best();
    for (name, answer) in [
        ("gzip", coded("gzip", &all(GzEncoder::new(bytes, best)))),
        ("x-gzip", coded("x-gzip", &all(GzEncoder::new(bytes, best)))),
        ("zlib", coded("deflate", &all(ZlibEncoder::new(bytes, best)))),
        ("bare deflate", coded("Deflate", &all(DeflateEncoder::new(bytes, best)))),
        ("brotli", coded("br", &brotli(bytes))),
        ("identity", coded("identity", bytes)),
    ] {
        let server = Server::of([("/", answer)]);
        let ran = home.run(&["extract", &server.url("/")]);
        assert!(ran.out.contains("door was unlocked."), "{name}: {ran:?}");
    }
    for (encoding, words) in [("gzip", "damaged"), ("br", "damaged"), ("deflate", "damaged"), ("zstd", "`zstd`")] {
        let server = Server::of([("/", coded(encoding, b"this is not what the label says"))]);
        home.run(&["extract", &server.url("/")]).fails_with(&["cannot fetch", words]);
    }
}

#[test]
fn a_compressed_bomb_is_stopped_at_the_limit() {
    let home = Home::new();
    let zeros = || std::io::repeat(b' ').take(40_000_000);
    for (encoding, body) in [
        ("gzip", all(GzEncoder::new(zeros(), Compression::fast()))),
        ("deflate", all(ZlibEncoder::new(zeros(), Compression::fast()))),
    ] {
        let server = Server::of([("/", coded(encoding, &body))]);
        home.run(&["extract", &server.url("/")]).fails_with(&["larger than 20 MB", "--megabytes"]);
        home.run(&["extract", "--megabytes", "1", &server.url("/")]).fails_with(&["larger than 1 MB"]);
    }
    let settings = home.file("small.toml", "[fetch]\nmegabytes = 2\n");
    let server = Server::of([("/", Answer::html(&"<p>word word</p>".repeat(200_000)))]);
    home.run(&["extract", "--config", &settings, &server.url("/")]).fails_with(&["larger than 2 MB"]);
}

#[test]
fn a_slow_server_is_an_error_at_the_time_limit() {
    let home = Home::new();
    let trickle = Answer::html(&page()).slowly(1, Duration::from_millis(40));
    let silent = Answer::bytes(Vec::new()).slowly(1, Duration::ZERO);
    let late = Answer::bytes("HTTP/1.1 200 OK\r\n\r\n").slowly(1, Duration::from_millis(500));
    let squeezed = coded("gzip", &all(GzEncoder::new(page().as_bytes(), Compression::best())));
    let server = Server::of([
        ("/trickle", trickle),
        ("/late", late),
        ("/silent", silent),
        ("/squeezed", squeezed.slowly(1, Duration::from_millis(40))),
    ]);
    for path in ["/trickle", "/late", "/squeezed"] {
        let ran = home.run(&["extract", "--timeout", "1", &server.url(path)]);
        ran.fails_with(&[&server.url(path), "longer than 1 s", "--timeout"]);
    }
    let settings = home.file("quick.toml", "[fetch]\ntimeout = 1\n");
    home.run(&["extract", "--config", &settings, &server.url("/trickle")]).fails_with(&["longer than 1 s"]);
    home.run(&["extract", &server.url("/silent")]).fails_with(&["cut before the whole page arrived"]);
}

#[test]
fn a_wrong_content_length_is_an_error_or_ends_the_page() {
    let home = Home::new();
    let page = page();
    let stated = |length: usize| {
        Answer::bytes(format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\r\n{page}"))
    };
    let server = Server::of([("/long", stated(page.len() * 2)), ("/short", stated(page.find(MORE).unwrap()))]);
    home.run(&["extract", &server.url("/long")]).fails_with(&["cut before the whole page arrived"]);
    let text = text(&home, &[&server.url("/short")]);
    assert!(text.contains("“We waited two winters") && !text.contains(MORE), "{text}");
}

#[test]
fn a_connection_that_is_cut_is_an_error() {
    let home = Home::new();
    let squeezed = all(GzEncoder::new(page().as_bytes(), Compression::best()));
    let cut = &squeezed[..squeezed.len() / 2];
    let server = Server::of([
        ("/chunks", Answer::bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n<p>The pier opens")),
        ("/head", Answer::bytes("HTTP/1.1 200 OK\r\nContent-Ty")),
        ("/gzip", Answer::bytes([b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", cut].concat())),
        ("/noise", Answer::bytes("\0\x01\x02 no HTTP at all\r\n\r\n")),
    ]);
    for path in ["/chunks", "/head", "/gzip"] {
        let ran = home.run(&["extract", &server.url(path)]);
        ran.fails_with(&[&server.url(path), "the connection was cut before the whole page arrived"]);
    }
    home.run(&["extract", &server.url("/noise")]).fails_with(&["cannot fetch"]);
}

#[test]
fn an_error_status_is_reported_with_its_meaning() {
    let home = Home::new();
    let server = Server::of([
        ("/broken", Answer::status("500 Internal Server Error", "", page())),
        ("/login", Answer::status("401 Unauthorized", "", page())),
        ("/gone", Answer::status("410 Gone", "", page())),
    ]);
    for (path, words) in [
        ("/none", "404 (there is no such page)"),
        ("/broken", "500 (the server has a fault)"),
        ("/login", "401 (it asks for a login)"),
        ("/gone", "410 (the page is gone)"),
    ] {
        home.run(&["extract", &server.url(path)]).fails_with(&[&server.url(path), words]);
    }
}

#[test]
fn a_wrong_charset_label_changes_no_letter() {
    let home = Home::new();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(SAID);
    let old = [b"<meta charset=windows-1252><p>".as_slice(), &latin].concat();
    let server = Server::of([
        ("/utf8", Answer::page("Content-Type: text/html; charset=ISO-8859-1\r\n", page())),
        ("/latin", Answer::page("Content-Type: text/html; charset=utf-8\r\n", old)),
        ("/unknown", Answer::page("Content-Type: text/html; charset=klingon\r\n", page())),
        ("/none", Answer::page("", page())),
    ]);
    for path in ["/utf8", "/latin", "/unknown", "/none"] {
        assert!(text(&home, &[&server.url(path)]).contains(SAID), "{path}");
    }
}

#[test]
fn file_addresses_are_read_from_the_disk() {
    let home = Home::new();
    let file = home.file("The pier é.html", page());
    let address = url::Url::from_file_path(&file).unwrap();
    assert!(address.as_str().contains("The%20pier"), "{address}");
    let document = home.run(&["extract", address.as_str()]).json();
    assert!(document["text"].as_str().unwrap().contains(SAID));
    assert_eq!((document["source"]["path"].as_str(), document["source"]["url"].as_str()), (Some(file.as_str()), None));
    home.run(&["extract", "file:///no/such/page.html"]).fails_with(&["/no/such/page.html"]);
    home.run(&["extract", "gopher://example.org/"]).fails_with(&["`gopher` addresses", "http"]);
}

#[test]
fn a_page_with_a_paywall_gives_a_warning() {
    let home = Home::new();
    let paid = page().replace(
        "<head>",
        "<head><script type=application/ld+json>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script>",
    );
    let server = Server::of([
        ("/paid", Answer::html(&paid)),
        ("/app", Answer::html("<title>Courier</title><div id=root></div><script src=/app.js></script>")),
    ]);
    let ran = home.run(&["extract", &server.url("/paid")]);
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("this page is a paywall") && ran.err.lines().count() == 1, "{ran:?}");
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(document["wall"]["kind"], "paywall");
    assert!(document["text"].as_str().unwrap().contains(SAID));
    let ran = home.run(&["extract", &server.url("/app")]);
    assert!(ran.err.contains("made of scripts"), "{ran:?}");
}
