//! Feeds, lists of other programs, several addresses of one article, and another library.

use super::*;

#[test]
fn the_librarys_own_rows_go_to_another_library_and_back() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    library.set_starred(&["https://example.org/harbour".to_owned()], true).unwrap();
    library.set_tags("https://example.org/harbour", &["sea".to_owned()]).unwrap();
    library.set_position("https://example.org/drought", 12, 0.5, NOW).unwrap();
    library.set_view("https://example.org/drought", Some(60), Some("notes")).unwrap();
    library.set_view("https://example.org/harbour", Some(50), None).unwrap();
    library.set_view("https://example.org/harbour", None, None).unwrap();
    library.save_search("Mine", Some("tag:sea")).unwrap();
    let mut lines = Vec::new();
    library.export(&mut lines).unwrap().unwrap();
    let other = Folder::new();
    let mut copy = other.open();
    let imported = copy.import(lines.as_slice()).unwrap();
    assert_eq!((imported.new, imported.known), (4, 0));
    assert_eq!(copy.import(lines.as_slice()).unwrap().known, 4);
    assert_eq!(titles(&copy, "is:starred tag:sea"), ["On the harbour"]);
    let reading = |name: &str| copy.reading(&format!("https://example.org/{name}")).unwrap().unwrap();
    let drought = reading("drought");
    assert_eq!((drought.position, drought.measure, drought.tab.as_deref()), (Some(12), Some(60), Some("notes")));
    assert_eq!(reading("harbour").measure, None);
    let mut again = Vec::new();
    copy.export(&mut again).unwrap().unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(lines).unwrap());
    let error = copy.import("{\"table\":\"nothing\"}".as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 1 is not a line of"), "{error}");
}

#[test]
fn feed_items_come_once_and_a_feed_can_move() {
    let folder = Folder::new();
    let mut library = folder.open();
    let feed = FeedRow { address: "https://example.org/feed".to_owned(), added: NOW.to_owned(), ..FeedRow::default() };
    let link = |name: &str| FeedItemRecord {
        id: name.to_owned(),
        article: ArticleRecord { content: None, summary: Some("About water.".to_owned()), ..article(name, "", &[]) },
    };
    let (is_new, articles) = library.add_feed(&feed, &[link("a"), link("b")], NOW).unwrap();
    assert_eq!((is_new, articles.len()), (true, 2));
    assert_eq!(library.add_feed(&feed, &[link("a")], NOW).unwrap(), (false, Vec::new()));
    assert_eq!(library.feeds().unwrap()[0].unread, 2);
    assert_eq!(titles(&library, "feed:example water"), ["On the a", "On the b"]);
    library.move_feed(&feed.address, "https://example.org/new").unwrap();
    assert_eq!(library.feeds().unwrap()[0].unread, 2);
    let moved = FeedRow { address: "https://example.org/new".to_owned(), ..feed };
    assert_eq!(library.update_feed(&moved, &[link("a"), link("c")], NOW).unwrap().map(|new| new.len()), Some(1));
    assert_eq!(library.unfetched(&moved.address).unwrap().len(), 3);
    assert!(library.remove_feed("https://example.org/new").unwrap());
    assert_eq!(library.update_feed(&moved, &[link("d")], NOW).unwrap(), None, "it was removed");
    assert_eq!(titles(&library, "").len(), 3);
}

/// A link of a feed, and the same article as it was read under the address that the page gives.
fn link_and_article() -> (ArticleRecord, ArticleRecord) {
    let (at, text) = ("https://feeds.example.org/1", "The gull is back. “It came by ship,” said Mara Holt.");
    let read = article("gull", text, &[("Mara Holt", "It came by ship,")]);
    let link = ArticleRecord {
        identity: at.to_owned(),
        source: at.to_owned(),
        url: Some(at.to_owned()),
        title: "The gull".to_owned(),
        ..ArticleRecord::default()
    };
    (link, ArticleRecord { asked: Some(at.to_owned()), source: at.to_owned(), ..read })
}

#[test]
fn a_link_becomes_the_article_that_its_address_leads_to() {
    let folder = Folder::new();
    let mut library = folder.open();
    let (link, read) = link_and_article();
    let feed = FeedRow { address: "https://example.org/feed".to_owned(), added: NOW.to_owned(), ..FeedRow::default() };
    let item = FeedItemRecord { id: "1".to_owned(), article: link.clone() };
    library.add_feed(&feed, std::slice::from_ref(&item), NOW).unwrap();
    library.set_starred(std::slice::from_ref(&link.identity), true).unwrap();
    library.set_tags(&link.identity, &["birds".to_owned()]).unwrap();
    library.put(std::slice::from_ref(&read), NOW).unwrap();
    assert_eq!(titles(&library, ""), ["On the gull"]);
    assert_eq!(titles(&library, "is:starred is:unread tag:birds feed:example ship"), ["On the gull"]);
    assert!(library.reading(&link.identity).unwrap().is_none());
    // Neither the feed, nor another one, nor a person brings the link again.
    let other = FeedRow { address: "https://example.org/other".to_owned(), ..feed.clone() };
    assert!(library.update_feed(&feed, std::slice::from_ref(&item), NOW).unwrap().unwrap().is_empty());
    assert!(library.add_feed(&other, &[item], NOW).unwrap().1.is_empty());
    assert_eq!(library.put(std::slice::from_ref(&link), NOW).unwrap(), [Put::Unchanged]);
    assert_eq!(library.identity_at(&link.identity).unwrap(), read.identity);
    assert_eq!(library.named(&link.identity).unwrap().unwrap().title, "On the gull");
    assert_eq!(titles(&library, ""), ["On the gull"]);
    assert!(library.faults().unwrap().is_empty());
}

#[test]
fn a_link_and_the_article_it_leads_to_become_one() {
    let folder = Folder::new();
    let mut library = folder.open();
    let (link, read) = link_and_article();
    library.put(&[ArticleRecord { asked: None, ..read.clone() }], NOW).unwrap();
    library.set_read(std::slice::from_ref(&read.identity), true).unwrap();
    library.set_tags(&read.identity, &["ports".to_owned()]).unwrap();
    library.put(std::slice::from_ref(&link), NOW).unwrap();
    library.set_starred(std::slice::from_ref(&link.identity), true).unwrap();
    library.set_tags(&link.identity, &["birds".to_owned(), "ports".to_owned()]).unwrap();
    let note = NotesFileRecord {
        path: "/notes/gull.toml".to_owned(),
        notes: vec![NoteRecord { annotation: "1".to_owned(), note: "ask her".to_owned(), ..NoteRecord::default() }],
        ..NotesFileRecord::default()
    };
    library.put_notes_file(&note, Some(&link), NOW).unwrap();
    assert_eq!(titles(&library, "").len(), 2);
    library.put(std::slice::from_ref(&read), NOW).unwrap();
    let state = library.reading(&read.identity).unwrap().unwrap();
    assert_eq!((state.read, state.starred, state.tags.join(" ")), (true, true, "birds ports".to_owned()));
    assert_eq!(titles(&library, "note:ask"), ["On the gull"]);
    assert_eq!(titles(&library, ""), ["On the gull"]);
    assert!(library.faults().unwrap().is_empty());
}

#[test]
fn an_address_that_leads_to_another_article_each_day_loses_none() {
    let folder = Folder::new();
    let mut library = folder.open();
    let (link, first) = link_and_article();
    let second = ArticleRecord { asked: first.asked.clone(), ..harbour() };
    library.put(&[link, first, second.clone()], NOW).unwrap();
    assert_eq!(titles(&library, ""), ["On the gull", "On the harbour"]);
    assert_eq!(library.identity_at("https://feeds.example.org/1").unwrap(), second.identity);
}

#[test]
fn what_another_program_knew_is_kept_and_what_a_person_did_stays() {
    let folder = Folder::new();
    let mut library = folder.open();
    let (link, _) = link_and_article();
    let facts = OwnFacts {
        tags: vec!["birds".to_owned()],
        added: Some("2020-01-02T03:04:05Z".to_owned()),
        read: Some(true),
        starred: true,
    };
    let brought = [(link.clone(), facts.clone())];
    let done = library.put_brought(&brought, NOW).unwrap();
    assert_eq!(done, [(Put::Added, link.identity.clone())]);
    assert_eq!(library.named(&link.identity).unwrap().unwrap().added, "2020-01-02T03:04:05Z");
    assert_eq!(titles(&library, "is:starred tag:birds -is:unread").len(), 1);
    library.set_read(std::slice::from_ref(&link.identity), false).unwrap();
    assert_eq!(library.put_brought(&brought, NOW).unwrap()[0].0, Put::Unchanged);
    assert_eq!(titles(&library, "is:unread").len(), 1);
    library.set_trashed(std::slice::from_ref(&link.identity), Some(NOW)).unwrap();
    library
        .add_facts(&[(link.identity.clone(), OwnFacts { tags: vec!["sea".to_owned()], ..OwnFacts::default() })])
        .unwrap();
    assert_eq!(titles(&library, "tag:sea tag:birds is:starred").len(), 1);
}
