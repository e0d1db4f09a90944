//! Putting articles and notes into the library.

use super::*;

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
fn an_article_that_is_still_read_is_there_at_once_and_never_in_place_of_what_was_read() {
    let folder = Folder::new();
    let mut library = folder.open();
    let unread = |record: ArticleRecord| ArticleRecord { content: None, ..record };
    library.put_if_new(&unread(harbour()), NOW).unwrap();
    assert_eq!(titles(&library, ""), ["On the harbour"]);
    assert!(!library.has_text(&harbour().identity).unwrap());
    assert_eq!(library.put(&[harbour()], NOW).unwrap(), [Put::Updated]);
    library.put_if_new(&unread(harbour()), NOW).unwrap();
    assert_eq!(titles(&library, "speaker:holt"), ["On the harbour"]);
    let of_file = |text: &str| ArticleRecord {
        identity: format!("hash of {text}"),
        source: "/texts/a.txt".to_owned(),
        path: Some("/texts/a.txt".to_owned()),
        url: None,
        ..article("file", text, &[])
    };
    library.put(&[of_file("The text of yesterday.")], NOW).unwrap();
    library.put_if_new(&unread(of_file("The text of today.")), NOW).unwrap();
    assert_eq!(titles(&library, ""), ["On the file", "On the harbour"]);
    assert_eq!(titles(&library, "yesterday"), ["On the file"]);
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
    library.set_tags("aaaa", &["kept".to_owned()]).unwrap();
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
fn the_words_of_quotes_in_a_long_text_are_stored_and_those_in_a_short_one_are_not() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let text: String = (0..4000).map(|n| format!("“Water number {n} is — cold,” said Ida Holm. ")).collect();
    let starts: Vec<usize> = text.chars().enumerate().filter(|(_, c)| *c == '“').map(|(at, _)| at + 1).collect();
    let quotes = starts.iter().enumerate().map(|(n, start)| {
        let words = format!("Water number {n} is — cold,");
        let end = start + words.chars().count();
        QuoteRecord { words, kind: "direct".to_owned(), start: *start, end, ..QuoteRecord::default() }
    });
    let mut long = article("water", &text, &[]);
    long.content.as_mut().unwrap().quotes = quotes.collect();
    library.put(&[long], NOW).unwrap();
    let stored = |title: &str| -> (usize, usize) {
        let count = "SELECT count(*), count(q.words) FROM quote_places q JOIN articles a ON a.id = q.article \
                     WHERE a.title = ?1";
        library.connection.query_row(count, [title], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    assert_eq!(stored("On the water"), (4000, 4000));
    assert_eq!(stored("On the harbour"), (2, 0));
    let hits = library.search(&query("said:\"number 3999\""), 10).unwrap();
    let (start, end) = hits[0].place.unwrap();
    let found: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(found, "Water number 3999 is — cold,");
}

#[test]
fn each_index_that_does_not_agree_with_its_table_is_named_and_made_again() {
    let folder = Folder::new();
    let mut library = filled(&folder);
    let file = notes_file(vec![note("harbour", "Call the pilot back", &["tide"])]);
    library.put_notes_file(&file, Some(&harbour()), NOW).unwrap();
    assert_eq!(library.faults().unwrap(), Vec::<String>::new());
    let broken = [
        ("article_index", "UPDATE texts SET text = text || ' unknown'"),
        ("quote_index", "UPDATE quote_places SET speaker = 'Somebody Else' WHERE speaker IS NOT NULL"),
        ("entity_index", "UPDATE entity_names SET name = name || ' Junior'"),
        ("note_index", "UPDATE notes SET note = 'Another one'"),
    ];
    for (index, change) in broken {
        Connection::open(folder.file()).unwrap().execute(change, []).unwrap();
        assert_eq!(library.faults().unwrap(), [format!("the index {index} does not agree with its table")]);
        library.rebuild_indexes().unwrap();
        assert_eq!(library.faults().unwrap(), Vec::<String>::new(), "{index}");
    }
}
