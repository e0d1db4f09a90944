use std::fs;

use super::schema::{copy_of, migrate, version};
use super::*;
use crate::query::Query;
use crate::record::{
    ArticleRecord, Content, EntityRecord, NotePlace, NoteRecord, NotesFileRecord, OwnFacts, QuoteRecord,
};
use crate::search::HitKind;
use jiff::civil::date;

const NOW: &str = "2026-11-29T14:00:00Z";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("state").join("library.sqlite")
    }

    fn open(&self) -> Library {
        Library::open(&self.file(), "stamp").unwrap().library
    }
}

fn query(text: &str) -> Query {
    Query::parse(text, date(2026, 11, 29)).unwrap()
}

/// An article with one quote by each speaker: the words after the name.
fn article(name: &str, text: &str, quotes: &[(&str, &str)]) -> ArticleRecord {
    let place = |words: &str| {
        let at = text.find(words).unwrap();
        let start = text[..at].chars().count();
        (start, start + words.chars().count())
    };
    let quotes: Vec<QuoteRecord> = quotes
        .iter()
        .map(|(speaker, words)| QuoteRecord {
            speaker: Some((*speaker).to_owned()),
            words: (*words).to_owned(),
            kind: "direct".to_owned(),
            start: place(words).0,
            end: place(words).1,
            confidence: 0.9,
        })
        .collect();
    let entities = quotes
        .iter()
        .filter_map(|quote| quote.speaker.clone())
        .map(|name| EntityRecord { kind: "person".to_owned(), name, role: None, mentions: 2 })
        .collect();
    ArticleRecord {
        identity: format!("https://example.org/{name}"),
        source: format!("https://example.org/{name}"),
        url: Some(format!("https://www.example.org/{name}")),
        title: format!("On the {name}"),
        site: Some("The Example".to_owned()),
        authors: Some("Åsa Lindqvist".to_owned()),
        published: Some("2026-11-20".to_owned()),
        language: Some("en".to_owned()),
        content: Some(Content {
            text: text.to_owned(),
            text_sha256: format!("hash of {text}"),
            words: text.split_whitespace().count(),
            quotes,
            entities,
            ..Content::default()
        }),
        ..ArticleRecord::default()
    }
}

fn harbour() -> ArticleRecord {
    article(
        "harbour",
        "The harbour is closed. “We had no choice,” said Mara Holt. The café near the pier stays open. “The pier is \
         safe,” said Ivo Brandt.",
        &[("Mara Holt", "We had no choice,"), ("Ivo Brandt", "The pier is safe,")],
    )
}

fn drought() -> ArticleRecord {
    let mut record = article(
        "drought",
        "No rain fell. “There is no water,” said Ivo Brandt.",
        &[("Ivo Brandt", "There is no water,")],
    );
    record.published = Some("2025-03-01".to_owned());
    record
}

fn filled(folder: &Folder) -> Library {
    let mut library = folder.open();
    library.put(&[harbour(), drought()], NOW).unwrap();
    library
}

fn titles(library: &Library, text: &str) -> Vec<String> {
    let mut titles: Vec<String> =
        library.list(&query(text), Sort::default(), None).unwrap().into_iter().map(|row| row.title).collect();
    titles.sort();
    titles
}

#[test]
fn the_file_and_its_folder_are_made_for_this_person_alone() {
    let folder = Folder::new();
    let opened = Library::open(&folder.file(), "stamp").unwrap();
    assert!(opened.made && opened.set_aside.is_none() && opened.library.is_writable());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.file()).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(folder.file().parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    }
    drop(opened);
    assert!(!Library::open(&folder.file(), "stamp").unwrap().made);
}

#[test]
fn what_is_put_twice_is_there_once_and_a_change_replaces_it() {
    let folder = Folder::new();
    let mut library = folder.open();
    assert_eq!(library.put(&[harbour(), drought()], NOW).unwrap(), [Put::Added, Put::Added]);
    assert_eq!(library.put(&[harbour()], NOW).unwrap(), [Put::Unchanged]);
    let changed = article("harbour", "The harbour is open again.", &[]);
    assert_eq!(library.put(&[changed], NOW).unwrap(), [Put::Updated]);
    assert_eq!(titles(&library, ""), ["On the drought", "On the harbour"]);
    // Nothing of the old text is left in the indexes.
    assert!(titles(&library, "closed").is_empty());
    assert!(library.search(&query("speaker:holt"), 10).unwrap().is_empty());
    assert_eq!(titles(&library, "again"), ["On the harbour"]);
    library.rebuild_indexes().unwrap();
    assert_eq!(titles(&library, "again"), ["On the harbour"]);
}

#[test]
fn a_corrected_speaker_is_a_change() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let mut corrected = harbour();
    corrected.content.as_mut().unwrap().quotes[0].speaker = Some("Ada Okafor".to_owned());
    assert_eq!(library.put(&[corrected], NOW).unwrap(), [Put::Updated]);
    assert_eq!(titles(&library, "speaker:okafor"), ["On the harbour"]);
    assert!(titles(&library, "speaker:holt").is_empty());
}

#[test]
fn a_file_with_another_text_stays_one_article_and_keeps_its_star() {
    let folder = Folder::new();
    let mut library = folder.open();
    let of_file = |identity: &str, text: &str| ArticleRecord {
        identity: identity.to_owned(),
        source: "/texts/a.txt".to_owned(),
        path: Some("/texts/a.txt".to_owned()),
        url: None,
        ..article("file", text, &[])
    };
    library.put(&[of_file("aaaa", "One text.")], NOW).unwrap();
    library.set_starred(&["aaaa".to_owned()], true).unwrap();
    library.add_tags("aaaa", &["kept".to_owned()]).unwrap();
    assert_eq!(library.put(&[of_file("bbbb", "Another text.")], NOW).unwrap(), [Put::Updated]);
    let state = library.reading("bbbb").unwrap().unwrap();
    assert!(state.starred && state.tags == ["kept"]);
    assert!(library.reading("aaaa").unwrap().is_none());
    assert_eq!(library.count(&query("")).unwrap(), 1);
}

#[test]
fn a_link_never_replaces_what_was_read() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let link = ArticleRecord { content: None, title: "Another title".to_owned(), ..harbour() };
    assert_eq!(library.put(&[link], NOW).unwrap(), [Put::Unchanged]);
    assert_eq!(titles(&library, "closed"), ["On the harbour"]);
}

#[test]
fn words_fields_and_states_find_articles() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let one = |text: &str| titles(&library, text);
    assert_eq!(one("HARBOUR closed"), ["On the harbour"]);
    assert_eq!(one("cafe"), ["On the harbour"]);
    assert_eq!(one("\"no choice\""), ["On the harbour"]);
    assert!(one("\"choice no\"").is_empty());
    assert_eq!(one("harb*"), ["On the harbour"]);
    assert_eq!(one("harbour OR rain"), ["On the drought", "On the harbour"]);
    assert_eq!(one("-harbour"), ["On the drought"]);
    assert_eq!(one("speaker:brandt"), ["On the drought", "On the harbour"]);
    assert_eq!(one("speaker:brandt said:water"), ["On the drought"]);
    assert!(one("speaker:holt said:water").is_empty());
    assert_eq!(one("-speaker:holt"), ["On the drought"]);
    assert_eq!(one("person:holt"), ["On the harbour"]);
    assert!(one("org:holt").is_empty());
    assert_eq!(one("by:asa site:example.org title:drought"), ["On the drought"]);
    assert_eq!(one("since:2026"), ["On the harbour"]);
    assert_eq!(one("until:2025-03"), ["On the drought"]);
    assert_eq!(one("lang:en").len(), 2);
    assert_eq!(one("is:unread").len(), 2);
    library.set_read(&["https://example.org/harbour".to_owned()], true).unwrap();
    assert_eq!(titles(&library, "is:unread"), ["On the drought"]);
    assert_eq!(titles(&library, "NOT is:unread"), ["On the harbour"]);
}

#[test]
fn a_search_says_where_the_words_are_and_who_said_them() {
    let folder = Folder::new();
    let library = filled(&folder);
    let text = harbour().content.unwrap().text;
    let hits = library.search(&query("no choice"), 10).unwrap();
    let [hit] = hits.as_slice() else { panic!("{hits:?}") };
    assert_eq!((hit.kind, hit.speaker.as_deref()), (HitKind::Quote, Some("Mara Holt")));
    let (start, end) = hit.place.unwrap();
    let found: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(found, "no choice");
    let marked: Vec<&str> = hit.marks.iter().map(|&(from, to)| &hit.snippet[from..to]).collect();
    assert_eq!(marked, ["no", "choice"]);
    let hits = library.search(&query("café"), 10).unwrap();
    assert_eq!((hits[0].kind, hits[0].speaker.as_deref()), (HitKind::Text, None));
    let hits = library.search(&query("speaker:brandt"), 10).unwrap();
    let spoken: Vec<&str> = hits.iter().map(|hit| hit.snippet.as_str()).collect();
    assert_eq!(spoken, ["The pier is safe,", "There is no water,"], "the newest first");
    let hits = library.search(&query("said:pier"), 10).unwrap();
    assert_eq!(hits.len(), 1);
    assert!(hits[0].score > 0.0);
}

fn notes_file(notes: Vec<NoteRecord>) -> NotesFileRecord {
    NotesFileRecord {
        path: "/notes/a.toml".to_owned(),
        modified: 1,
        size: 2,
        sha256: "x".to_owned(),
        problem: None,
        notes,
    }
}

fn note(words: &str, note: &str, tags: &[&str]) -> NoteRecord {
    NoteRecord {
        annotation: "01A".to_owned(),
        words: words.to_owned(),
        note: note.to_owned(),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        checked: Some("unchecked".to_owned()),
        place: NotePlace::At(4, 11),
        made: NOW.to_owned(),
        ..NoteRecord::default()
    }
}

#[test]
fn notes_are_found_by_their_words_and_tags_and_go_with_their_file() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let file = notes_file(vec![note("harbour", "Call the pilot back", &["to do", "sea/ports"])]);
    library.put_notes_file(&file, Some(&harbour()), NOW).unwrap();
    for text in ["pilot", "note:pilot", "tag:\"To do\"", "tag:sea", "is:noted", "is:unchecked"] {
        assert_eq!(titles(&library, text), ["On the harbour"], "{text}");
    }
    let hits = library.search(&query("pilot"), 10).unwrap();
    let note = hits.iter().find(|hit| hit.kind == HitKind::Note).unwrap();
    assert_eq!((note.place, note.snippet.as_str()), (Some((4, 11)), "harbour — Call the pilot back"));
    library.put_notes_file(&notes_file(vec![note_without_words()]), Some(&harbour()), NOW).unwrap();
    assert!(titles(&library, "pilot").is_empty());
    library.forget_notes_file("/notes/a.toml").unwrap();
    assert!(titles(&library, "is:noted").is_empty());
    assert!(library.notes_files().unwrap().is_empty());
}

fn note_without_words() -> NoteRecord {
    NoteRecord { place: NotePlace::Orphaned, ..note("", "nothing", &[]) }
}

#[test]
fn a_notes_file_that_cannot_be_read_keeps_the_notes_read_before() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    library.put_notes_file(&notes_file(vec![note("harbour", "pilot", &[])]), Some(&harbour()), NOW).unwrap();
    let broken = NotesFileRecord { problem: Some("line 3 is wrong".to_owned()), ..notes_file(Vec::new()) };
    library.put_notes_file(&broken, None, NOW).unwrap();
    assert_eq!(titles(&library, "pilot"), ["On the harbour"]);
    assert_eq!(library.notes_files().unwrap()[0].problem.as_deref(), Some("line 3 is wrong"));
}

#[test]
fn the_trash_hides_articles_until_it_is_emptied() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let harbour = ["https://example.org/harbour".to_owned()];
    library.set_trashed(&harbour, Some(NOW)).unwrap();
    assert_eq!(titles(&library, ""), ["On the drought"]);
    assert!(library.search(&query("closed"), 10).unwrap().is_empty());
    assert_eq!(titles(&library, "is:trashed"), ["On the harbour"]);
    library.set_trashed(&harbour, None).unwrap();
    assert_eq!(titles(&library, "").len(), 2);
    library.set_trashed(&harbour, Some(NOW)).unwrap();
    assert_eq!(library.empty_trash().unwrap(), 1);
    assert!(titles(&library, "is:trashed").is_empty() && titles(&library, "closed").is_empty());
}

#[test]
fn lists_are_sorted_by_every_column_in_both_orders() {
    let folder = Folder::new();
    let library = filled(&folder);
    for column in SortColumn::ALL {
        let there = library.ids(&query(""), Sort { column, reversed: false }, None).unwrap();
        let mut back = library.ids(&query(""), Sort { column, reversed: true }, None).unwrap();
        back.reverse();
        assert_eq!(there, back, "{}", column.name());
        assert_eq!(SortColumn::named(column.name()), Some(column));
    }
    let by_title = library.list(&query(""), Sort { column: SortColumn::Title, reversed: false }, Some(1)).unwrap();
    assert_eq!(by_title[0].title, "On the drought");
    assert_eq!((by_title[0].quotes, by_title[0].words), (1, 10));
}

#[test]
fn a_damaged_file_is_set_aside_and_what_can_be_read_is_saved() {
    let folder = Folder::new();
    let library = filled(&folder);
    library.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(library);
    let mut bytes = fs::read(folder.file()).unwrap();
    bytes[..16].copy_from_slice(b"no database here");
    fs::write(folder.file(), &bytes).unwrap();
    let opened = Library::open(&folder.file(), "stamp").unwrap();
    let aside = opened.set_aside.unwrap();
    assert_eq!(aside.file_name().unwrap(), "library.damaged-stamp.sqlite");
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    assert_eq!(opened.library.count(&query("")).unwrap(), 0);
    // With its first bytes in order again, the library's own rows can be read.
    bytes[..16].copy_from_slice(b"SQLite format 3\0");
    fs::write(&aside, &bytes).unwrap();
    let mut library = opened.library;
    assert_eq!(library.salvage(&aside).unwrap(), 2);
    assert_eq!(titles(&library, "title:harbour"), ["On the harbour"]);
}

#[test]
fn an_empty_file_becomes_a_library_and_those_of_others_are_left_alone() {
    let folder = Folder::new();
    fs::create_dir_all(folder.file().parent().unwrap()).unwrap();
    fs::write(folder.file(), b"").unwrap();
    assert_eq!(folder.open().count(&query("")).unwrap(), 0);
    let other = folder.0.path().join("other.sqlite");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE things (a)").unwrap();
    let error = Library::open(&other, "stamp").unwrap_err();
    assert!(matches!(error, LibraryFileError::Foreign { .. }), "{error}");
}

#[test]
fn a_newer_library_is_left_as_it_is() {
    let folder = Folder::new();
    folder.open().connection.pragma_update(None, "user_version", 99).unwrap();
    let error = Library::open(&folder.file(), "stamp").unwrap_err().to_string();
    assert!(error.contains("made by a newer Pullquote (its version is 99"), "{error}");
}

#[test]
fn an_older_file_is_copied_and_brought_to_the_newest_version() {
    let folder = Folder::new();
    let path = folder.0.path().join("old.sqlite");
    let mut connection = Connection::open(&path).unwrap();
    let first = "CREATE TABLE a (x); INSERT INTO a VALUES (1);";
    migrate(&mut connection, &path, &[first]).unwrap();
    migrate(&mut connection, &path, &[first, "ALTER TABLE a ADD COLUMN y"]).unwrap();
    assert_eq!(version(&connection, &path, 2).unwrap(), 2);
    let copy = Connection::open(copy_of(&path, 1)).unwrap();
    assert_eq!(version(&copy, &path, 2).unwrap(), 1);
    let x: i64 = copy.query_row("SELECT x FROM a", [], |row| row.get(0)).unwrap();
    assert_eq!(x, 1);
}

#[cfg(unix)]
#[test]
fn a_file_that_can_only_be_read_is_searched_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let library = filled(&folder);
    library.connection.execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    drop(library);
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().write(true).open(folder.file()).is_ok() {
        eprintln!("skipped: this user can write every file");
        return;
    }
    let mut library = folder.open();
    assert_eq!(titles(&library, "harbour"), ["On the harbour"]);
    let error = library.set_read(&["a".to_owned()], true).unwrap_err();
    assert!(matches!(error, LibraryFileError::ReadOnly { .. }), "{error}");
}

#[test]
fn two_processes_put_at_once_and_nothing_is_lost() {
    let folder = Folder::new();
    drop(folder.open());
    let path = &folder.file();
    std::thread::scope(|scope| {
        for writer in 0..2 {
            scope.spawn(move || {
                let mut library = Library::open(path, "stamp").unwrap().library;
                for n in 0..40 {
                    let text = format!("Text {n} of writer {writer}.");
                    library.put(&[article(&format!("{writer}-{n}"), &text, &[])], NOW).unwrap();
                }
            });
        }
    });
    assert_eq!(folder.open().count(&query("writer")).unwrap(), 80);
}

#[test]
fn the_librarys_own_rows_go_to_another_library_and_back() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    library.set_starred(&["https://example.org/harbour".to_owned()], true).unwrap();
    library.add_tags("https://example.org/harbour", &["sea".to_owned()]).unwrap();
    library.set_position("https://example.org/drought", 12, 0.5, NOW).unwrap();
    library.save_search("Mine", Some("tag:sea")).unwrap();
    let mut lines = Vec::new();
    library.export(&mut lines).unwrap().unwrap();
    let other = Folder::new();
    let mut copy = other.open();
    let imported = copy.import(lines.as_slice()).unwrap();
    assert_eq!((imported.new, imported.known), (4, 0));
    assert_eq!(copy.import(lines.as_slice()).unwrap().known, 4);
    assert_eq!(titles(&copy, "is:starred tag:sea"), ["On the harbour"]);
    assert_eq!(copy.reading("https://example.org/drought").unwrap().unwrap().position, Some(12));
    let mut again = Vec::new();
    copy.export(&mut again).unwrap().unwrap();
    assert_eq!(String::from_utf8(again).unwrap(), String::from_utf8(lines).unwrap());
    let error = copy.import("{\"table\":\"nothing\"}".as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 1 is not a line of"), "{error}");
}

#[test]
fn the_lists_have_states_tags_feeds_and_saved_searches_with_their_numbers() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    library.add_tags("https://example.org/harbour", &["sea".to_owned()]).unwrap();
    library.save_search("Mine", Some("speaker:brandt since:2026")).unwrap();
    library.set_read(&["https://example.org/harbour".to_owned()], true).unwrap();
    let views = library.views(date(2026, 11, 29)).unwrap();
    let shown: Vec<(&str, usize)> = views.iter().map(|view| (view.name.as_str(), view.articles)).collect();
    let expected = [
        ("All", 2),
        ("Unread", 1),
        ("Starred", 0),
        ("With notes", 0),
        ("With unchecked quotes", 0),
        ("Orphaned notes", 0),
        ("Trash", 0),
        ("#sea", 1),
        ("Mine", 1),
    ];
    assert_eq!(shown, expected);
    for view in &views {
        assert_eq!(library.count(&query(&view.query)).unwrap(), view.articles, "{}", view.name);
    }
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

#[test]
fn words_of_a_query_are_never_read_as_sql_or_as_the_language_of_the_index() {
    let folder = Folder::new();
    let library = filled(&folder);
    for text in [
        "x'); DROP TABLE articles; --",
        "a\\\"b",
        "NEAR/2",
        "title:^a",
        "tag:%",
        "by:_",
        "said:*a",
        "{a}:b",
        "+a",
        "a+b",
    ] {
        if let Ok(query) = Query::parse(text, date(2026, 11, 29)) {
            library.search(&query, 10).unwrap();
            assert!(library.count(&query).unwrap() < 2, "{text}");
        }
    }
    assert_eq!(library.count(&query("")).unwrap(), 2);
}
