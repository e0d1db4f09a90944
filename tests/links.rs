//! Links and footnotes, with keys in a pseudo-terminal and a local server.

use crate::program::Home;
use crate::server::{Answer, Server};
use crate::terminal::Terminal;

const ENTER: &str = "\r";
const BACKSPACE: &str = "\x7f";
const CTRL_G: &str = "\x07";

const FIRST: &str = "The council of Maren voted on Tuesday to close the old ferry quay, after engineers had found \
                     cracks in three of its nine piers.";
const SECOND: &str = "The engineers had warned of the cracks in two earlier reports, one of which was never shown to \
                      the members of the council.";

/// A page with this headline and `inside` between two paragraphs.
fn page(title: &str, inside: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>{FIRST}</p>{inside}<p>{SECOND}</p></article></body></html>"
    )
}

fn quit(mut reader: Terminal) {
    reader.keys("q");
    let status = reader.wait_for_end();
    assert!(status.success() && reader.is_restored(), "{status:?}\n{}", reader.screen());
}

#[test]
fn a_link_opens_in_the_reader_and_backspace_leads_back() {
    let home = Home::new();
    let server = Server::of([
        ("/quay", Answer::html(&page("The quay will close", "<p>It follows <a href=/bus>a plan for a bus</a>.</p>"))),
        ("/bus", Answer::html(&page("A bus for Maren", "<p>It will have forty seats.</p>"))),
    ]);
    let mut reader = Terminal::start(&home, &[&server.url("/quay")], (100, 30));
    reader.wait_for("a plan for a bus");
    reader.wait_for("No quotes were found.");
    assert_eq!(server.asked(), 1, "a page is fetched only for a key");
    reader.keys("f");
    reader.wait_for("letters open");
    reader.keys("a");
    reader.wait_for("It will have forty seats.");
    assert_eq!(server.asked(), 2);
    reader.keys("H");
    reader.wait_for("highlighted");
    reader.keys(BACKSPACE);
    reader.wait_for("a plan for a bus");
    assert_eq!(server.asked(), 2, "the way back needs no network");
    quit(reader);
    let notes = home.notes_files().iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<String>();
    assert!(notes.contains("A bus for Maren"), "the note on the second article is saved: {notes}");
}

#[test]
fn a_link_that_cannot_be_opened_leaves_the_article_open() {
    let home = Home::new();
    let inside = "<p>It follows <a href=/bus>a plan</a> and <a href='mailto:a@b.example'>a letter</a>.</p>";
    let server = Server::of([("/quay", Answer::html(&page("The quay will close", inside)))]);
    let mut reader = Terminal::start(&home, &[&server.url("/quay")], (100, 30));
    reader.wait_for("No quotes were found.");
    reader.keys("fs");
    reader.wait_for("not the address of a web page");
    reader.keys("fa");
    reader.wait_for("404");
    reader.wait_for("It follows a plan");
    quit(reader);
}

#[test]
fn a_footnote_opens_over_the_text_and_the_page_about_the_article_too() {
    let home = Home::new();
    let inside = "<p>It was built in 1931.<sup><a href='#n1'>1</a></sup></p>\
                  <ol start=4><li>Close it.<ul><li>The north end first.</ul><li>Buy a bus.</ol>\
                  <ol><li id=n1>Some say in 1932.</ol>";
    let file = home.file("quay.html", page("The quay will close", inside));
    let mut reader = Terminal::start(&home, &[&file], (100, 30));
    reader.wait_for("No quotes were found.");
    let screen = reader.wait_for("4. Close it.");
    assert!(screen.contains("  • The north end first.") && screen.contains("5. Buy a bus."), "{screen}");
    reader.keys("fa");
    let screen = reader.wait_for("Footnote");
    assert!(screen.contains("1. Some say in 1932."), "{screen}");
    reader.keys(ENTER);
    reader.wait_until("the note without the popup", |screen| !screen.contains("Footnote"));
    reader.keys(CTRL_G);
    let about = ["About this article", "SHA-256 of the text", "quay.html"];
    reader.wait_until("the page about the article", |screen| about.iter().all(|words| screen.contains(words)));
    reader.keys("q");
    quit(reader);
}
