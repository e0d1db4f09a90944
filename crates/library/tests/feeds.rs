//! Feeds from a local server that misbehaves in every way that servers do.

#![cfg(feature = "web")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use pullquote_clean::Limits;
use pullquote_library::feeds::{
    Answer, FeedBytes, FeedOutcome, FeedRequest, FeedResult, FeedState, RetryAfter, Server, SyncOptions, WebServer,
    parse, sync,
};

const RSS: &str = "<?xml version='1.0'?><rss version='2.0'><channel><title>The Courier</title>\
    <item><title>The pier</title><link>/pier</link></item></channel></rss>";

/// What a server sends for a path: everything after the connection is made.
type Script = fn(&str, &mut TcpStream) -> std::io::Result<()>;

/// A server on this machine, and the requests it got.
struct Local {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Local {
    fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&seen);
                std::thread::spawn(move || answer(stream, script, &seen));
            }
        });
        Self { address, requests }
    }

    fn ask(&self, path: &str) -> Answer {
        self.ask_with(path, None, None)
    }

    fn ask_with(&self, path: &str, etag: Option<&str>, last_modified: Option<&str>) -> Answer {
        // Much longer than a loaded machine needs.
        Self::ask_within(60, &FeedRequest { address: &format!("{}{path}", self.address), etag, last_modified })
    }

    fn ask_within(seconds: u64, request: &FeedRequest<'_>) -> Answer {
        let limits = Limits { bytes: 3_000_000, time: Duration::from_secs(seconds), ..Limits::default() };
        WebServer::new(limits).ask(request)
    }

    fn feed(&self, path: &str) -> FeedBytes {
        match self.ask(path) {
            Answer::Feed(feed) => feed,
            other => panic!("{path}: {other:?}"),
        }
    }

    fn failure(&self, path: &str) -> String {
        match self.ask(path) {
            Answer::Failed(why) => why,
            other => panic!("{path}: {other:?}"),
        }
    }
}

/// Reads one request and sends what the script wants.
fn answer(mut stream: TcpStream, script: Script, seen: &Mutex<Vec<String>>) {
    let mut request = String::new();
    let mut lines = BufReader::new(stream.try_clone().unwrap());
    while lines.read_line(&mut request).is_ok_and(|read| read > 2) {}
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(request);
    // The client may hang up early.
    let _ = script(&path, &mut stream);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.read(&mut [0; 1]);
}

/// Sends a whole answer.
fn send(stream: &mut TcpStream, head: &str, body: &[u8]) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len())?;
    stream.write_all(body)
}

fn misbehave(path: &str, stream: &mut TcpStream) -> std::io::Result<()> {
    match path {
        "/rss" => {
            send(stream, "200 OK\r\nETag: \"one\"\r\nLast-Modified: Mon, 24 Nov 2025 10:00:00 GMT", RSS.as_bytes())
        }
        "/moved" => send(stream, "301 Moved\r\nLocation: /moved-again", b""),
        "/moved-again" => send(stream, "308 Moved\r\nLocation: /found", b""),
        "/found" => send(stream, "302 Found\r\nLocation: /rss", b""),
        "/first-found" => send(stream, "302 Found\r\nLocation: /moved-again", b""),
        "/moved-to-nothing" => send(stream, "301 Moved\r\nLocation: /no", b""),
        "/moved-to-a-file" => send(stream, "301 Moved\r\nLocation: file:///etc/passwd", b""),
        "/loop" => send(stream, "301 Moved\r\nLocation: /loop", b""),
        "/gone" => send(stream, "410 Gone", b"gone"),
        "/busy" => send(stream, "429 Too Many\r\nRetry-After: 120", b""),
        "/repair" => send(stream, "503 Repair\r\nRetry-After: Mon, 24 Nov 2025 11:00:00 GMT", b""),
        "/down" => send(stream, "503 Down", b""),
        "/endless" => {
            write!(stream, "HTTP/1.1 200 OK\r\n\r\n{RSS}")?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        }
        "/half" => write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{RSS}"),
        "/bomb" => {
            let mut packed = GzEncoder::new(Vec::new(), Compression::best());
            packed.write_all(&vec![b' '; 50_000_000])?;
            send(stream, "200 OK\r\nContent-Encoding: gzip", &packed.finish()?)
        }
        "/silent" => {
            std::thread::sleep(Duration::from_secs(6));
            Ok(())
        }
        "/drip" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        "/page" => send(stream, "200 OK\r\nContent-Type: text/html", b"<!doctype html><title>No feed</title>"),
        "/wrong-charset" => {
            let text = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>L'\u{e9}t\u{e9}</title></channel></rss>";
            let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
            send(stream, "200 OK\r\nContent-Type: text/xml; charset=utf-8", &latin)
        }
        "/many" => {
            let items: String =
                (0..100_000).map(|i| format!("<item><link>https://x.example/{i}</link></item>")).collect();
            send(stream, "200 OK", format!("<rss version='2.0'><channel>{items}</channel></rss>").as_bytes())
        }
        _ => send(stream, "404 Not Found", b"no"),
    }
}

#[test]
fn a_feed_is_sent_with_what_to_ask_the_next_time() {
    let local = Local::start(misbehave);
    let feed = local.feed("/rss");
    assert_eq!((feed.etag.as_deref(), feed.moved_to.as_deref()), (Some("\"one\""), None));
    assert_eq!(feed.last_modified.as_deref(), Some("Mon, 24 Nov 2025 10:00:00 GMT"));
    let read = parse(&feed.bytes, feed.content_type.as_deref(), &feed.address).unwrap();
    assert_eq!(read.items[0].address, format!("{}/pier", local.address));
}

#[test]
fn a_request_is_conditional_and_304_means_unchanged() {
    let local = Local::start(|_, stream| send(stream, "304 Not Modified", b""));
    let answer = local.ask_with("/rss", Some("\"one\""), Some("Mon, 24 Nov 2025 10:00:00 GMT"));
    assert_eq!(answer, Answer::NotModified { moved_to: None });
    let request = local.requests.lock().unwrap()[0].to_lowercase();
    assert!(request.contains("\r\nif-none-match: \"one\"\r\n"), "{request}");
    assert!(request.contains("\r\nif-modified-since: mon, 24 nov 2025 10:00:00 gmt\r\n"), "{request}");
    assert!(request.contains("pullquote/") && request.contains("application/atom+xml"), "{request}");
    // What a damaged library may hold is not sent.
    local.ask_with("/rss", Some("a\r\nX-Evil: 1"), Some(""));
    let request = local.requests.lock().unwrap()[1].to_lowercase();
    assert!(!request.contains("evil") && !request.contains("if-modified"), "{request}");
}

#[test]
fn only_permanent_redirects_change_the_address() {
    let local = Local::start(misbehave);
    let moved = local.feed("/moved");
    assert_eq!(moved.moved_to, Some(format!("{}/found", local.address)));
    assert_eq!(moved.address, format!("{}/rss", local.address));
    assert_eq!(local.feed("/found").moved_to, None);
    assert_eq!(local.feed("/first-found").moved_to, None);
    assert_eq!(local.failure("/moved-to-nothing"), "the server answered 404, there is no such feed");
    assert_eq!(local.failure("/moved-to-a-file"), "it redirects to what is not an http or https address");
    assert_eq!(local.failure("/loop"), "it redirects more than 10 times");
}

#[test]
fn servers_that_say_no_are_understood() {
    let local = Local::start(misbehave);
    assert_eq!(local.ask("/gone"), Answer::Gone);
    assert_eq!(local.ask("/busy"), Answer::Later { retry_after: Some(RetryAfter::Seconds(120)) });
    let eleven: Timestamp = "2025-11-24T11:00:00Z".parse().unwrap();
    assert_eq!(local.ask("/repair"), Answer::Later { retry_after: Some(RetryAfter::At(eleven)) });
    assert_eq!(local.ask("/down"), Answer::Later { retry_after: None });
}

#[test]
fn bodies_without_end_or_with_half_of_it_are_failures() {
    let local = Local::start(misbehave);
    assert_eq!(local.failure("/endless"), "it is larger than 3 MB");
    assert_eq!(local.failure("/bomb"), "it is larger than 3 MB");
    assert_eq!(local.failure("/half"), "the connection was cut before the whole page arrived");
    for path in ["/silent", "/drip"] {
        let address = format!("{}{path}", local.address);
        let answer = Local::ask_within(2, &FeedRequest { address: &address, etag: None, last_modified: None });
        assert!(matches!(&answer, Answer::Failed(why) if why == "it took longer than 2 s"), "{path}: {answer:?}");
    }
}

#[test]
fn a_server_that_is_not_there_is_a_failure() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let ask = |address: &str| WebServer::default().ask(&FeedRequest { address, etag: None, last_modified: None });
    assert_eq!(ask(&format!("http://{closed}/")), Answer::Failed("the server refuses the connection".to_owned()));
    assert_eq!(ask("file:///etc/passwd"), Answer::Failed("its address is not an http or https address".to_owned()));
}

#[test]
fn a_login_is_sent_to_its_host_and_is_in_no_address() {
    let local = Local::start(misbehave);
    let address = local.address.replace("http://", "http://ida:secret@");
    let ask = WebServer::default().ask(&FeedRequest {
        address: &format!("{address}/found"),
        etag: None,
        last_modified: None,
    });
    let Answer::Feed(feed) = ask else { panic!("{ask:?}") };
    assert!(!feed.address.contains("secret"));
    let requests = local.requests.lock().unwrap();
    assert!(requests.len() == 2 && requests.iter().all(|r| r.to_lowercase().contains("authorization: basic")));
    assert!(requests.iter().all(|request| !request.contains("secret")));
}

/// Everything at once: what is broken hurts nothing else, and the host is asked
/// for one thing at a time.
#[test]
fn all_of_it_is_synced_at_once() {
    let local = Local::start(misbehave);
    let other = Local::start(misbehave);
    let paths = ["/page", "/wrong-charset", "/many", "/moved", "/gone", "/half", "/rss"];
    let state = |address: String| FeedState { address, ..FeedState::default() };
    let mut feeds: Vec<FeedState> = paths.iter().map(|path| state(format!("{}{path}", local.address))).collect();
    feeds.extend(["/busy", "/rss"].map(|path| state(format!("{}{path}", other.address))));
    let limits = Limits { bytes: 20_000_000, time: Duration::from_secs(5), ..Limits::default() };
    let how = SyncOptions { now: "2025-11-24T10:00:00Z".parse().unwrap(), workers: 4, stop: &AtomicBool::new(false) };
    let mut outcomes: Vec<FeedOutcome> = Vec::new();
    sync(feeds, &WebServer::new(limits), how, |outcome| outcomes.push(outcome));

    let result = |host: &Local, path: &str| {
        let address = format!("{}{path}", host.address);
        outcomes.iter().find(|outcome| outcome.address == address).unwrap_or_else(|| panic!("{path}"))
    };
    let changed = |path: &str| match &result(&local, path).result {
        FeedResult::Changed { feed, .. } => feed.clone(),
        other => panic!("{path}: {other:?}"),
    };
    assert!(matches!(&result(&local, "/page").result, FeedResult::Failed(why) if why.starts_with("it is a web page")));
    assert_eq!(changed("/wrong-charset").title.as_deref(), Some("L'été"));
    assert_eq!((changed("/many").items.len(), changed("/many").left_out), (2_000, 98_000));
    assert_eq!(result(&local, "/moved").moved_to, Some(format!("{}/found", local.address)));
    assert_eq!(result(&local, "/gone").result, FeedResult::Gone);
    assert!(matches!(result(&local, "/half").result, FeedResult::Failed(_)));
    assert_eq!(changed("/rss").items.len(), 1);
    let until = "2025-11-24T10:02:00Z".parse().unwrap();
    assert_eq!(result(&other, "/busy").result, FeedResult::Later { until });
    assert_eq!(result(&other, "/rss").result, FeedResult::Later { until });
    assert_eq!(outcomes.len(), 9);
}
