//! A small list of every format, of the shape that its program writes; and lists
//! that are damaged or hostile.

use std::path::Path;

use proptest::prelude::*;
use pullquote_library::reading_list::{
    FORMATS, ListedArticle, ListedContent, ListedNote, ReadingList, ReadingListError, parse, parse_folder,
};

/// When most of the entries were saved.
const SAVED: &str = "2023-11-14T22:13:20Z";

fn fixture(name: &str) -> ReadingList {
    parse(name, &std::fs::read(folder().join(name)).unwrap()).unwrap()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn paths(list: &ReadingList) -> Vec<&str> {
    list.articles.iter().map(|article| article.address.rsplit('/').next().unwrap()).collect()
}

fn marked(words: &str, note: &str) -> ListedNote {
    ListedNote { words: Some(words.to_owned()), note: note.to_owned() }
}

#[test]
fn bookmarks_of_a_browser() {
    let list = fixture("bookmarks.html");
    assert_eq!(list.format, "bookmarks");
    assert_eq!(
        list.articles[0],
        ListedArticle {
            address: "https://example.org/pier?a=1&b=2".to_owned(),
            title: Some("The pier & the sea".to_owned()),
            tags: vec!["sea".to_owned(), "ports".to_owned()],
            added: Some(SAVED.to_owned()),
            notes: vec![ListedNote { words: None, note: "Opens in spring.".to_owned() }],
            ..ListedArticle::default()
        }
    );
    assert_eq!(list.articles[1].tags, ["Towns", "Harbours"]);
    assert_eq!((list.articles[2].title.as_deref(), list.articles[2].read), (None, Some(false)));
    assert_eq!(
        list.skipped,
        [
            "line 17: `javascript:alert(1)` is not an http or https address",
            "line 22: `place:sort=8` is not an http or https address"
        ]
    );
}

#[test]
fn pockets_csv() {
    let list = fixture("pocket.csv");
    assert_eq!((list.format, paths(&list)), ("Pocket", vec!["pier", "harbour", "gull"]));
    let [pier, harbour, gull] = list.articles.as_slice() else { panic!("{list:?}") };
    assert_eq!((pier.title.as_deref(), pier.read), (Some("The pier, again"), Some(true)));
    assert_eq!((pier.tags.as_slice(), pier.added.as_deref()), (["sea".into(), "ports".into()].as_slice(), Some(SAVED)));
    assert_eq!((harbour.title.as_deref(), harbour.read, harbour.tags.len()), (None, Some(false), 0));
    assert_eq!(gull.title.as_deref(), Some("The \"Gull\" on two lines"));
    assert_eq!(list.skipped, ["line 4: `data:text/html,<b>x</b>` is not an http or https address"]);
}

#[test]
fn pockets_older_page() {
    let list = fixture("ril_export.html");
    assert_eq!((list.format, paths(&list)), ("Pocket page", vec!["pier", "harbour", "gull"]));
    assert_eq!(list.articles.iter().map(|a| a.read).collect::<Vec<_>>(), [Some(false), Some(false), Some(true)]);
    assert_eq!(list.articles[0].tags, ["sea", "ports"]);
    assert_eq!(list.articles[0].added.as_deref(), Some("2014-05-13T16:53:20Z"));
    assert_eq!((list.articles[1].title.as_deref(), list.articles[2].title.as_deref()), (None, Some("The gull")));
    assert_eq!(list.skipped.len(), 1);
}

#[test]
fn instapapers_csv() {
    let list = fixture("instapaper.csv");
    assert_eq!((list.format, paths(&list)), ("Instapaper", vec!["pier", "harbour", "gull", "town"]));
    let [pier, harbour, gull, town] = list.articles.as_slice() else { panic!("{list:?}") };
    assert_eq!((pier.read, pier.tags.as_slice()), (Some(false), ["sea".into(), "ports".into()].as_slice()));
    assert_eq!(pier.notes, [marked("It opens in spring, they say.", "")]);
    assert_eq!((harbour.read, harbour.starred, gull.read, gull.starred), (Some(true), false, None, true));
    assert_eq!((town.tags.as_slice(), town.read), (["Walks".into()].as_slice(), None));
}

#[test]
fn raindrops_csv() {
    let list = fixture("raindrop.csv");
    assert_eq!((list.format, paths(&list)), ("Raindrop", vec!["pier", "harbour"]));
    let [pier, harbour] = list.articles.as_slice() else { panic!("{list:?}") };
    assert_eq!(pier.tags, ["Towns", "Harbours", "sea", "ports"]);
    assert_eq!((pier.added.as_deref(), pier.starred, harbour.starred), (Some(SAVED), true, false));
    assert_eq!(
        pier.notes,
        [
            ListedNote { words: None, note: "Ask the mayor.\nTwice.".to_owned() },
            marked("It opens in spring", "When?"),
            marked("Nobody disagreed", "")
        ]
    );
    assert!(harbour.tags.is_empty());
}

#[test]
fn readwise_readers_csv() {
    let list = fixture("readwise_reader.csv");
    assert_eq!((list.format, paths(&list)), ("Readwise Reader", vec!["pier", "harbour"]));
    assert_eq!(list.articles[0].tags, ["sea", "the mayor's"]);
    assert_eq!((list.articles[0].added.as_deref(), list.articles[0].read), (Some(SAVED), Some(false)));
    assert_eq!(list.articles[1].read, Some(true));
    assert_eq!(list.skipped, ["line 4: `mailto:reader-forwarded-email/abc` is not an http or https address"]);
}

#[test]
fn wallabags_json() {
    let list = fixture("wallabag.json");
    assert_eq!((list.format, paths(&list)), ("wallabag", vec!["pier", "gull"]));
    let [pier, gull] = list.articles.as_slice() else { panic!("{list:?}") };
    assert_eq!(pier.title.as_deref(), Some("The pier & the sea"));
    assert_eq!((pier.added.as_deref(), pier.read, pier.starred), (Some(SAVED), Some(true), false));
    assert_eq!((pier.author.as_deref(), pier.site.as_deref()), (Some("Ann Lee, Ben Roe"), Some("example.org")));
    assert_eq!(pier.notes, [marked("opens in spring", "When?")]);
    let html = "<p>The pier opens in spring, the mayor said.</p>".to_owned();
    assert_eq!(pier.content, Some(ListedContent::Html(html)));
    assert_eq!((gull.read, gull.starred, gull.content.as_ref()), (Some(false), true, None));
    assert_eq!(gull.tags, ["birds"]);
    assert_eq!(list.skipped, ["entry 3: `data:text/plain,x` is not an http or https address"]);
}

#[test]
fn omnivores_folder() {
    let list = parse_folder(&folder().join("omnivore")).unwrap();
    assert_eq!((list.format, paths(&list)), ("Omnivore", vec!["pier", "harbour"]));
    let [pier, harbour] = list.articles.as_slice() else { panic!("{list:?}") };
    assert_eq!((pier.title.as_deref(), pier.author.as_deref()), (Some("The pier"), Some("Ann Lee")));
    assert_eq!((pier.added.as_deref(), pier.read), (Some(SAVED), Some(true)));
    assert_eq!(pier.tags, ["sea", "ports"]);
    assert_eq!(pier.notes, [marked("opens in spring", "When?"), marked("the mayor said", "")]);
    let html = pier.content.as_ref().unwrap().bytes().unwrap().into_owned();
    assert!(String::from_utf8(html).unwrap().contains("<p>The pier opens in spring"));
    // Its slug would lead out of the folder.
    assert_eq!((harbour.read, harbour.content.as_ref(), harbour.notes.len()), (Some(false), None, 0));
    assert_eq!(list.skipped.len(), 1);
    assert!(
        list.skipped[0].ends_with("metadata_2_to_3.json, entry 1: `file:///tmp/a.pdf` is not an http or https address")
    );

    let alone = fixture("omnivore/metadata_0_to_2.json");
    assert_eq!((alone.format, alone.articles.len()), ("Omnivore", 2));
}

#[test]
fn a_plain_list_of_addresses() {
    let list = fixture("addresses.md");
    assert_eq!((list.format, paths(&list)), ("addresses", vec!["pier", "harbour", "gull"]));
    let titles: Vec<_> = list.articles.iter().map(|article| article.title.as_deref()).collect();
    assert_eq!(titles, [Some("The pier"), None, Some("The gull")]);
    assert_eq!(list.articles[1].read, Some(true));
    assert_eq!(list.skipped.len(), 1);
}

#[test]
fn every_format_but_the_refused_one_is_tested_above() {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    assert_eq!(
        names,
        [
            "bookmarks",
            "feeds",
            "Pocket page",
            "wallabag",
            "Omnivore",
            "Pocket",
            "Instapaper",
            "Raindrop",
            "Readwise Reader",
            "addresses"
        ]
    );
}

fn message(name: &str, bytes: &[u8]) -> String {
    parse(name, bytes).unwrap_err().to_string()
}

#[test]
fn a_list_of_feeds_is_refused_with_the_command_that_reads_it() {
    let error = message("feeds.opml", &std::fs::read(folder().join("feeds.opml")).unwrap());
    assert!(error.contains("`pullquote feeds import feeds.opml`"), "{error}");
}

#[test]
fn an_error_names_the_file_and_the_line() {
    assert!(message("a.csv", b"title,url,time_added,tags\nx\n\xff").starts_with("a.csv:3: the file is not UTF-8"));
    let unclosed = b"title,url,time_added,tags\na,https://example.org/,1,\n\"b,https://example.org/,1,\n";
    assert!(message("a.csv", unclosed).starts_with("a.csv:3: a quotation mark in this line is not closed"));
    let cut = b"[{\"is_archived\": 1, \"url\": \"https://example.org/\",\n\"title\": \"The";
    assert!(message("a.json", cut).starts_with("a.json:2: the file ends too early"));
    let wrong = b"[{\"is_archived\": 1, \"url\": \"x\"},\n\n}]";
    assert!(message("a.json", wrong).starts_with("a.json:3: this is not the JSON"));
}

#[test]
fn what_is_not_a_list_is_refused_with_what_can_be_read() {
    for bytes in [&b""[..], b"The pier opens in spring.", b"<html><title>A page</title>", b"{}", b"[]", b"a,b\n1,2\n"] {
        let error = message("a.txt", bytes);
        assert!(error.starts_with("a.txt is not a list of articles; what can be read: bookmarks (HTML"), "{error}");
    }
    let error = parse_folder(&folder()).unwrap_err();
    assert!(matches!(error, ReadingListError::Unknown { .. }), "{error}");
    assert!(parse_folder(Path::new("no/such")).unwrap_err().to_string().starts_with("cannot read no/such"));
}

#[test]
fn nothing_unsafe_reaches_a_terminal() {
    let csv = "title,url,time_added,tags,status\n\u{1b}]0;x\u{7},https://example.org/\u{1b}[2J,1,\u{9b}31m,\n";
    let list = parse("a.csv", csv.as_bytes()).unwrap();
    let article = &list.articles[0];
    let texts = [article.address.as_str(), article.title.as_deref().unwrap(), &article.tags[0]];
    assert!(texts.iter().all(|text| !text.chars().any(char::is_control)), "{texts:?}");
}

#[test]
fn fifty_megabytes_are_read_in_seconds() {
    let row = "A title,https://example.org/a,1700000000,sea|ports,unread\n";
    let mut csv = "title,url,time_added,tags,status\n".to_owned();
    // A build without optimization is many times slower.
    let bytes = if cfg!(debug_assertions) { 5_000_000 } else { 50_000_000 };
    csv.push_str(&row.repeat(bytes / row.len()));
    let list = parse("large.csv", csv.as_bytes()).unwrap();
    assert_eq!(list.articles.len(), bytes / row.len());
    for hostile in
        ["<!DOCTYPE NETSCAPE-Bookmark-file-1>", "[\"savedAt\"\"slug\"", "<opml", "https://", "\"", "<dl>", "["]
    {
        let _ = parse("hostile", hostile.repeat(bytes / 10 / hostile.len()).as_bytes());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0_usize..2000) {
        let _ = parse("any", &bytes);
        for name in ["bookmarks.html", "pocket.csv", "ril_export.html", "raindrop.csv", "wallabag.json", "addresses.md"] {
            let mut whole = std::fs::read(folder().join(name)).unwrap();
            whole.truncate(cut);
            let _ = parse(name, &whole);
            whole.extend_from_slice(&bytes);
            let _ = parse(name, &whole);
        }
    }
}
