//! Feeds: the commands and the key in the library's screen, against a local server.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::program::{Home, Ran, wait};
use crate::server::{Answer, Server};

const RSS: &str = "Content-Type: application/rss+xml\r\n";

/// A feed with an item for each path.
fn feed(title: &str, paths: &[&str]) -> String {
    let mut items = String::new();
    for path in paths {
        let _ = write!(
            items,
            "<item><title>On {path}</title><link>{path}</link><guid isPermaLink=\"false\">{path}</guid>\
             <description>About the harbour.</description><pubDate>Mon, 24 Nov 2025 09:30:00 GMT</pubDate></item>"
        );
    }
    format!("<rss version=\"2.0\"><channel><title>{title}</title><link>/</link>{items}</channel></rss>")
}

fn sent(title: &str, paths: &[&str]) -> Answer {
    Answer::page(RSS, feed(title, paths))
}

/// The page of an article that says that its address is `canonical`.
fn page(canonical: &str) -> Answer {
    let text = "The wall at Orsten will be raised before the winter storms come back to the coast. \
                “It is made of stone,” said Hedda Rask, the mayor of the town, on Monday. The work begins in \
                spring, and the ferry will go on from the old quay until it is done.";
    Answer::html(&format!(
        "<html><head><title>The wall is raised</title><link rel=\"canonical\" href=\"{canonical}\"></head>\
         <body><article><h1>The wall is raised</h1><p>{text}</p>\
         <p>Nobody on the quay has seen the plans so far, and the harbour office was closed on Monday.</p></article></body></html>"
    ))
}

/// The JSON of a run, whatever its status is.
fn value(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

fn json(home: &Home, arguments: &[&str]) -> Value {
    value(&home.run(arguments))
}

fn rows(home: &Home, query: &str) -> Vec<Value> {
    json(home, &["library", "list", "--json", query]).as_array().expect("an array").clone()
}

fn feeds(home: &Home) -> Vec<Value> {
    json(home, &["feeds", "list", "--json"]).as_array().expect("an array").clone()
}

#[test]
fn the_feed_of_a_page_is_found_and_its_items_are_unread() {
    let server = Server::of([("/feed.xml", sent("The Courier", &["/pier-1", "/gull-2"]))]);
    server.answer(
        "/",
        Answer::html(
            "<html><head><link rel=alternate type=application/rss+xml href=/comments.xml title=Comments>\
             <link rel=alternate type=application/rss+xml href=/feed.xml></head></html>",
        ),
    );
    let home = Home::new();
    let ran = home.run(&["feeds", "add", "--folder", "Ports", &server.url("/")]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "The Courier: added, 2 new articles.\n"), "{ran:?}");
    assert!(ran.err.contains(&format!("also names {} (Comments)", server.url("/comments.xml"))), "{ran:?}");
    let listed = feeds(&home);
    assert_eq!(listed[0]["address"], server.url("/feed.xml"));
    assert_eq!((&listed[0]["unread"], listed[0]["folder"].as_str()), (&2.into(), Some("Ports")));
    let unread = rows(&home, "is:unread harbour");
    assert_eq!(unread.len(), 2);
    assert_eq!((unread[0]["site"].as_str(), unread[0]["words"].as_u64()), (Some("The Courier"), Some(0)));
    assert!(unread[0]["published"].as_str().is_some_and(|day| day.starts_with("2025-11-24")));
    let again = json(&home, &["feeds", "add", "--json", &server.url("/feed.xml")]);
    assert_eq!((&again["feeds"][0]["new"], &again["feeds"][0]["articles"]), (&false.into(), &0.into()));
}

#[test]
fn an_address_without_a_feed_is_an_error_that_says_why() {
    let server = Server::of([("/page", Answer::html("<html><body>Hello</body></html>"))]);
    let home = Home::new();
    let ran = home.run(&["feeds", "add", &server.url("/page"), &server.url("/none")]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{ran:?}");
    assert!(ran.err.contains("it is a web page that names no feed"), "{ran:?}");
    assert!(ran.err.contains("the server answered 404"), "{ran:?}");
    home.run(&["feeds", "remove", "nothing"]).fails_with(&["there is no feed “nothing”", "feeds list"]);
}

#[test]
fn only_new_items_come_and_an_unchanged_feed_sends_nothing() {
    let tagged = format!("{RSS}ETag: \"one\"\r\n");
    let server = Server::of([("/feed.xml", Answer::page(&tagged, feed("The Courier", &["/pier-1"])))]);
    let home = Home::new();
    home.run(&["feeds", "add", &server.url("/feed.xml")]);
    let article = rows(&home, "")[0]["source"].as_str().expect("an address").to_owned();
    home.run(&["library", "remove", &article]);
    home.run(&["library", "remove", "--empty-trash"]);
    server.answer("/feed.xml", Answer::status("304 Not Modified", "", ""));
    let report = json(&home, &["feeds", "sync", "--json"]);
    assert_eq!((&report["asked"], &report["unchanged"], &report["new"]), (&1.into(), &1.into(), &0.into()));
    assert!(server.requests().last().is_some_and(|r| r.to_lowercase().contains("if-none-match: \"one\"")));
    server.answer("/feed.xml", sent("The Courier", &["/gull-2", "/pier-1"]));
    let report = json(&home, &["feeds", "sync", "--json"]);
    assert_eq!(report["new"], 1, "what was deleted does not come again: {report}");
    assert_eq!(rows(&home, "is:unread")[0]["title"], "On /gull-2");
}

#[test]
fn a_feed_that_moves_is_followed_and_one_that_is_gone_is_left_alone() {
    let server = Server::of([("/old.xml", sent("Old", &["/pier-1"])), ("/gone.xml", sent("Gone", &["/gull-2"]))]);
    let home = Home::new();
    home.run(&["feeds", "add", &server.url("/old.xml"), &server.url("/gone.xml")]);
    server.answer("/old.xml", Answer::status("301 Moved Permanently", "Location: /new.xml\r\n", ""));
    server.answer("/new.xml", sent("Old", &["/pier-1", "/wall-3"]));
    server.answer("/gone.xml", Answer::status("410 Gone", "", ""));
    let ran = home.run(&["feeds", "sync", "--json"]);
    let report = value(&ran);
    assert_eq!((ran.status, &report["new"]), (1, &1.into()), "{ran:?}");
    assert_eq!(report["moved"][0]["to"], server.url("/new.xml"));
    assert!(report["failed"][0]["error"].as_str().is_some_and(|why| why.contains("gone for ever")), "{report}");
    let listed = feeds(&home);
    let of = |path: &str| listed.iter().find(|feed| feed["address"] == server.url(path)).expect("a feed");
    assert_eq!((of("/new.xml")["unread"].as_u64(), listed.len()), (Some(2), 2));
    assert_eq!(of("/gone.xml")["stopped"], true);
    let asked = server.asked();
    assert_eq!(json(&home, &["feeds", "sync", "--json"])["asked"], 1);
    assert_eq!(server.asked(), asked + 1, "neither the old address nor the feed that is gone is asked");
    home.run(&["feeds", "remove", "gone"]);
    assert_eq!((feeds(&home).len(), rows(&home, "").len()), (1, 3), "its articles stay");
}

#[test]
fn a_broken_feed_says_why_and_hurts_no_other() {
    let server = Server::of([("/good.xml", sent("Good", &[])), ("/bad.xml", sent("Bad", &[]))]);
    server.answer("/busy.xml", sent("Busy", &[]));
    let home = Home::new();
    for path in ["/good.xml", "/bad.xml", "/busy.xml"] {
        home.run(&["feeds", "add", &server.url(path)]);
    }
    server.answer("/good.xml", sent("Good", &["/pier-1"]));
    server.answer("/bad.xml", Answer::page(RSS, "<html>Sorry</html>"));
    server.answer("/busy.xml", Answer::status("503 Service Unavailable", "Retry-After: 3000\r\n", ""));
    let ran = home.run(&["feeds", "sync", "Good", "Bad"]);
    assert_eq!((ran.status, ran.out.as_str()), (1, "1 new in 2 feeds, 0 unchanged.\n"), "{ran:?}");
    assert!(ran.err.contains("pullquote: Bad: "), "{ran:?}");
    let problem =
        |title: &str| feeds(&home).into_iter().find(|feed| feed["title"] == title).expect(title)["problem"].clone();
    assert!(problem("Bad").is_string() && problem("Good").is_null());
    let report = json(&home, &["feeds", "sync", "--json", "Busy"]);
    assert_eq!((report["waiting"].as_array().map(Vec::len), &report["asked"]), (Some(1), &1.into()), "{report}");
    let asked = server.asked();
    let ran = home.run(&["feeds", "sync", "Busy"]);
    assert!(server.asked() == asked && ran.err.contains("Busy wants to be asked after"), "{ran:?}");
    server.answer("/bad.xml", sent("Bad", &["/gull-2"]));
    home.run(&["feeds", "sync", "Bad"]);
    assert!(problem("Bad").is_null());
}

#[test]
fn a_full_sync_reads_the_new_articles_under_their_own_addresses() {
    let server = Server::of([("/feed.xml", sent("The Courier", &["/item?n=1", "/gone-2"]))]);
    server.answer("/item?n=1", page(&server.url("/2026/the-wall-is-raised")));
    let home = Home::new();
    home.run(&["feeds", "add", &server.url("/feed.xml")]);
    let first = rows(&home, "title:item")[0]["source"].as_str().expect("an address").to_owned();
    let ran = home.run(&["feeds", "sync", "--full", "--json"]);
    let report = value(&ran);
    assert_eq!((ran.status, &report["fetched"]), (1, &1.into()), "{ran:?}");
    assert!(report["not_fetched"][0]["source"].as_str().is_some_and(|source| source.ends_with("/gone-2")), "{report}");
    let read = rows(&home, "wall is:unread feed:feed.xml");
    assert_eq!((read.len(), rows(&home, "").len()), (1, 2), "neither lost nor doubled: {read:?}");
    assert_eq!(read[0]["url"], server.url("/2026/the-wall-is-raised"));
    assert_eq!(json(&home, &["search", "--json", "speaker:rask"]).as_array().map(Vec::len), Some(1));
    // Neither a person nor the feed adds the other address again, and the kept copy is opened.
    let asked = server.asked();
    assert_eq!(json(&home, &["library", "add", "--json", &first])["known"], 1);
    home.run(&["library", "add", "--no-fetch", &first]);
    let shown = home.run(&["library", "show", &first]);
    assert!(shown.out.contains("The wall is raised"), "{shown:?}");
    assert_eq!((server.asked(), rows(&home, "").len()), (asked, 2));
    assert_eq!(json(&home, &["library", "rebuild", "--json"])["read"], 1);
    assert_eq!(rows(&home, "").len(), 2);
}

#[test]
fn feeds_are_taken_from_another_reader_and_given_to_one() {
    let home = Home::new();
    let list = home.file(
        "list.opml",
        "<opml version=\"2.0\"><body><outline text=\"Ports\"><outline text=\"The Courier\" \
         xmlUrl=\"https://example.org/feed\"/></outline><outline text=\"A trick\" xmlUrl=\"javascript:x\"/></body></opml>",
    );
    let report = json(&home, &["feeds", "import", "--json", &list]);
    assert_eq!((&report["added"], report["skipped"].as_array().map(Vec::len)), (&1.into(), Some(1)), "{report}");
    assert!(home.run(&["feeds", "import", &list]).out.contains("0 added, 1 known already"));
    assert_eq!(feeds(&home)[0]["folder"], "Ports");
    let out = home.path().join("out.opml").to_str().expect("an UTF-8 path").to_owned();
    assert_eq!(json(&home, &["feeds", "export", "--json", &out])["feeds"], 1);
    home.run(&["feeds", "export", &out]).fails_with(&["out.opml exists", "--force"]);
    let other = Home::new();
    other.run(&["feeds", "import", &out]);
    assert_eq!(feeds(&other)[0]["title"], "The Courier");
    let text = home.run(&["feeds", "export"]).out;
    assert_eq!(text, fs::read_to_string(&out).expect("the file"));
    let added = home.run(&["library", "add", &list]);
    assert!(added.status == 0 && added.out.contains("0 added, 1 known already"), "{added:?}");
    home.run(&["feeds", "import", &home.file("no.opml", "hello")]).fails_with(&["is not a list of feeds in OPML"]);
}

#[test]
fn the_program_is_killed_while_it_asks_and_no_feed_is_half_saved() {
    let paths: Vec<String> = (0..40).map(|n| format!("/article-{n}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let names: Vec<String> = (0..6).map(|n| format!("/{n}.xml")).collect();
    let server = Server::of([]);
    let home = Home::new();
    for name in &names {
        server.answer(name, sent(name, &[]));
        home.run(&["feeds", "add", &server.url(name)]);
        let items: Vec<String> = paths.iter().map(|path| format!("{path}?in={name}")).collect();
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        server.answer(name, sent(name, &items).slowly(2000, Duration::from_millis(5)));
    }
    for pause in [40, 120, 300] {
        let mut child = home.command().args(["feeds", "sync"]).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().expect("it is killed");
        wait(&mut child);
        for feed in feeds(&home) {
            assert!([0, 40].contains(&feed["unread"].as_u64().expect("a number")), "{feed}");
        }
    }
    home.run(&["feeds", "sync"]);
    assert_eq!(rows(&home, "is:unread").len(), 240);
    assert_eq!(json(&home, &["library", "check", "--json"])["differences"], Value::Array(vec![]));
}

#[test]
fn two_processes_add_and_ask_at_once() {
    let server = Server::of([("/a.xml", sent("A", &["/pier-1", "/gull-2"])), ("/b.xml", sent("B", &["/wall-3"]))]);
    let home = Home::new();
    let run_both = |first: &[&str], second: &[&str]| {
        let start = |arguments: &[&str]| home.command().args(arguments).spawn().expect("the program starts");
        let (mut first, mut second) = (start(first), start(second));
        assert!(wait(&mut first).success() && wait(&mut second).success());
    };
    let (a, b) = (server.url("/a.xml"), server.url("/b.xml"));
    run_both(&["feeds", "add", &a, &b], &["feeds", "add", &b, &a]);
    assert_eq!((feeds(&home).len(), rows(&home, "is:unread").len()), (2, 3));
    server.answer("/a.xml", sent("A", &["/pier-1", "/gull-2", "/ship-4"]));
    run_both(&["feeds", "sync"], &["feeds", "sync"]);
    assert_eq!(rows(&home, "is:unread").len(), 4);
}

#[cfg(unix)]
#[test]
fn an_item_that_is_opened_in_the_screen_keeps_its_star_and_its_feed() {
    use crate::terminal::Terminal;
    let server = Server::of([("/feed.xml", sent("The Courier", &[]))]);
    server.answer("/item?n=1", page(&server.url("/2026/the-wall-is-raised")));
    let home = Home::new();
    home.run(&["feeds", "add", &server.url("/feed.xml")]);
    server.answer("/feed.xml", sent("The Courier", &["/item?n=1"]));
    let mut program = Terminal::start(&home, &[], (110, 30));
    program.wait_for("Your library is empty");
    program.keys("r");
    program.wait_for("1 new article in 1 feed");
    program.wait_for("On /item");
    program.keys("*");
    program.wait_for("★");
    program.keys("\r");
    program.wait_for("It is made of stone");
    program.wait_for(" checked ");
    home.wait_for_article("speaker:rask");
    program.keys("L");
    program.wait_for("Starred");
    program.wait_for("1 article");
    program.keys("q");
    assert!(program.wait_for_end().success());
    let all = rows(&home, "");
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((&all[0]["starred"], &all[0]["read"]), (&true.into(), &true.into()), "{all:?}");
    assert_eq!(rows(&home, "feed:feed.xml speaker:rask").len(), 1);
}
