//! Kept copies of pages, and waiting for a page in the reader.

use std::time::Duration;

use crate::program::Home;
use crate::server::{Answer, Server};
use crate::terminal::Terminal;

const WIDE: (u16, u16) = (120, 32);

fn page(said: &str) -> String {
    format!(
        "<!doctype html><title>The ferry</title><article><h1>The ferry</h1><p>“{said},” said Ida Holm of the harbour \
         board on Tuesday.</p><p>Nobody else on the board would speak about the ferry or about its captain.</p></article>"
    )
}

#[test]
fn a_page_that_is_gone_is_opened_from_its_copy_with_a_message() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", Answer::html(&page("It sank twice")))]);
    let url = server.url("/ferry-1");
    let first = home.run(&["extract", &url]).json();
    assert_eq!(first["source"].get("kept"), None);
    server.answer("/ferry-1", Answer::status("410 Gone", "", ""));
    for server in [Some(server), None] {
        let ran = home.run(&["extract", &url]);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(ran.err.contains("this is the copy kept on") && ran.err.lines().count() == 1, "{ran:?}");
        let again: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!((&again["text"], &again["source"]["url"]), (&first["text"], &first["source"]["url"]));
        assert!(again["source"]["kept"].as_str().unwrap().contains('T'));
        drop(server);
    }
    home.run(&["extract", &format!("{url}0")]).fails_with(&["cannot fetch"]);
}

#[test]
fn a_copy_is_not_replaced_by_a_page_that_is_not_the_article() {
    let home = Home::new();
    let told: Vec<String> = ["captain", "harbour board", "insurer", "divers' company", "youngest passenger"]
        .iter()
        .map(|who| format!("<p>The {who} remembers the evening differently, and has never told the newspaper why.</p>"))
        .collect();
    let whole = page("It sank twice").replace("</article>", &format!("{}</article>", told.concat()));
    let server = Server::of([("/ferry-1", Answer::html(&whole))]);
    let url = server.url("/ferry-1");
    home.run(&["extract", &url]).json();
    let consent = "<title>Before you go on</title><p>We and our 90 partners use cookies to keep information on your \
                   device.</p><button>Accept all</button><button>Reject all</button>";
    let moved = "<title>Oh dear</title><h1>Oh dear</h1><p>What you wanted cannot be found on this website.</p>";
    for less in [consent, moved, "<title>Courier</title><div id=app>Loading…</div><script src=/a.js></script>"] {
        server.answer("/ferry-1", Answer::html(less));
        let ran = home.run(&["extract", &url]);
        assert!(!ran.out.contains("sank"), "what is opened is what came: {ran:?}");
        // A page without words is an error and is not kept.
        assert!(ran.status != 0 || ran.err.contains("stays, because this page has less"), "{ran:?}");
        assert!(home.run(&["extract", "--kept", "--format", "text", &url]).out.contains("youngest passenger"));
    }
}

#[test]
fn kept_copies_open_without_the_network_and_refresh_fetches_again() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", Answer::html(&page("It sank twice")))]);
    let url = server.url("/ferry-1");
    home.run(&["extract", "--kept", &url]).fails_with(&["no copy of", &url]);
    assert_eq!(server.asked(), 0);
    assert_eq!(home.run(&["annotate", &url, "--exact", "It sank twice", "--tag", "count"]).status, 0);
    assert_eq!(server.asked(), 1);
    server.answer("/ferry-1", Answer::html(&page("It never sank")));
    // The note is on the copy, so the copy opens.
    assert!(home.run(&["notes", &url]).out.contains("“It sank twice”\n"));
    assert!(home.run(&["extract", "--kept", "--format", "text", &url]).out.contains("It sank twice"));
    assert_eq!(server.asked(), 1, "nothing was fetched");
    assert!(home.run(&["notes", "--refresh", &url]).out.contains("no longer in the text"));
    assert!(home.run(&["extract", "--kept", "--format", "text", &url]).out.contains("It never sank"));
    assert_eq!(server.asked(), 2);
    assert_eq!(home.run(&["extract", "--kept", "--refresh", &url]).status, 2);
}

#[test]
fn a_copy_is_a_page_file_and_a_file_with_facts_beside_the_notes() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", Answer::html(&page("It sank twice")))]);
    home.run(&["extract", &server.url("/ferry-1")]).json();
    let mut files: Vec<_> = std::fs::read_dir(home.notes().join("pages")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let [html, toml] = files.as_slice() else { panic!("two files: {files:?}") };
    assert_eq!(std::fs::read_to_string(html).unwrap(), page("It sank twice"));
    assert!(html.file_name().unwrap().to_str().unwrap().starts_with("the-ferry-"));
    let known: toml::Table = std::fs::read_to_string(toml).unwrap().parse().unwrap();
    assert_eq!(known["url"].as_str(), Some(server.url("/ferry-1").as_str()));
    assert_eq!(known["content_type"].as_str(), Some("text/html; charset=utf-8"));
    assert_eq!(known["sha256"].as_str().map(str::len), Some(64));
    assert!(known["fetched"].as_str().unwrap().ends_with("+00:00"), "{known:?}");
    let none = home.file("none.toml", "[fetch]\nkeep = 0\n");
    std::fs::remove_dir_all(home.notes()).unwrap();
    home.run(&["extract", "--config", &none, &server.url("/ferry-1")]).json();
    assert!(!home.notes().exists(), "nothing is kept");
}

#[test]
fn the_reader_says_that_it_shows_a_copy() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", Answer::html(&page("It sank twice")))]);
    let url = server.url("/ferry-1");
    let quit = |mut reader: Terminal| {
        reader.keys("q");
        assert!(reader.wait_for_end().success());
        assert!(reader.is_restored());
    };
    let reader = Terminal::start(&home, &[&url], WIDE);
    let screen = reader.wait_for("It sank twice");
    assert!(!screen.contains("kept copy"), "{screen}");
    quit(reader);
    drop(server);
    let reader = Terminal::start(&home, &[&url], WIDE);
    let screen = reader.wait_for("kept copy of");
    assert!(screen.contains("It sank twice") && screen.contains("--refresh"), "{screen}");
    quit(reader);
    let reader = Terminal::start(&home, &["--refresh", &url], WIDE);
    let screen = reader.wait_for("cannot fetch");
    assert!(screen.contains("It sank twice"), "{screen}");
    quit(reader);
}

#[test]
fn the_reader_says_that_a_page_is_a_paywall() {
    let home = Home::new();
    let gate = page("It sank twice").replace("</article>", "</article><div>Log in to continue reading.</div>");
    let server = Server::of([("/ferry-1", Answer::html(&gate))]);
    let mut reader = Terminal::start(&home, &[&server.url("/ferry-1")], WIDE);
    reader.wait_for("this page is a paywall");
    reader.keys("q");
    assert!(reader.wait_for_end().success());
}

/// A page that takes much longer than any of these tests.
fn endless() -> Answer {
    Answer::html(&page("It sank twice").repeat(4)).slowly(20, Duration::from_millis(100))
}

#[test]
fn a_long_fetch_is_shown_and_escape_cancels_it() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", endless())]);
    for key in ["\x1b", "\x03"] {
        let mut reader = Terminal::start(&home, &[&server.url("/ferry-1")], WIDE);
        reader.wait_for("Fetching 127.0.0.1 …");
        reader.wait_for("(Esc cancels)");
        reader.keys(key);
        let status = reader.wait_for_end();
        assert_eq!(status.exit_code(), 130);
        let screen = reader.screen();
        assert!(screen.contains("you cancelled the fetch") && !screen.contains("Fetching"), "{screen}");
        assert!(reader.is_restored());
    }
}

#[cfg(unix)]
#[test]
fn a_cancelled_fetch_leaves_the_terminal_to_the_shell() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", endless())]);
    let line = format!(
        "\"$PULLQUOTE\" '{}'; echo status $?; stty -a | tr ' ;' '\\n\\n' | grep icanon",
        server.url("/ferry-1")
    );
    let mut shell = Terminal::shell(&home, &line, WIDE);
    shell.wait_for("Fetching");
    shell.keys("\x1b");
    shell.wait_for_end();
    let screen = shell.screen();
    assert!(screen.contains("status 130\nicanon"), "{screen}");
}

#[test]
fn the_line_of_a_long_fetch_is_gone_when_the_reader_closes() {
    let home = Home::new();
    let slow = Answer::html(&page("It sank twice")).slowly(60, Duration::from_millis(120));
    let server = Server::of([("/ferry-1", slow)]);
    let mut reader = Terminal::start(&home, &[&server.url("/ferry-1")], WIDE);
    reader.wait_for("It sank twice");
    assert!(reader.written().contains("Fetching"), "the line was shown");
    reader.keys("q");
    assert!(reader.wait_for_end().success());
    assert!(!reader.screen().contains("Fetching"), "{}", reader.screen());
}

#[cfg(unix)]
#[test]
fn a_killed_fetch_gives_the_terminal_back() {
    let home = Home::new();
    let server = Server::of([("/ferry-1", endless())]);
    let mut reader = Terminal::start(&home, &[&server.url("/ferry-1")], WIDE);
    reader.wait_for("Fetching");
    reader.signal("TERM");
    reader.wait_for_end();
    assert!(!reader.screen().contains("Fetching"), "{}", reader.screen());
}
