use super::*;
use crate::app::key::KeyCode;
use jiff::civil::date;
use pullquote_library::store::SortColumn;

fn row(id: i64) -> ArticleRow {
    ArticleRow {
        id,
        identity: format!("identity {id}"),
        source: format!("/texts/{id}.txt"),
        title: format!("Article {id}"),
        added: "2026-11-20T10:00:00Z".to_owned(),
        ..ArticleRow::default()
    }
}

/// A screen of 100 × 30 cells with as many articles; all their rows were read.
fn screen(articles: i64) -> LibraryScreen {
    let mut screen = LibraryScreen::new(Keymap::default(), date(2026, 11, 29), true);
    screen.update(LibraryMsg::Resize { columns: 100, rows: 30 });
    assert_eq!(screen.start().len(), 2);
    screen.update(LibraryMsg::Listed { revision: 1, ids: (1..=articles).collect() });
    screen.update(LibraryMsg::Rows((1..=articles).map(row).collect()));
    screen
}

fn press(screen: &mut LibraryScreen, keys: &str) -> Vec<LibraryEffect> {
    keys.chars().flat_map(|c| screen.update(LibraryMsg::Key(Key::char(c)))).collect()
}

fn key(screen: &mut LibraryScreen, code: KeyCode) -> Vec<LibraryEffect> {
    screen.update(LibraryMsg::Key(Key::new(code)))
}

/// The effects that are no reading of what comes into view.
fn asked(effects: Vec<LibraryEffect>) -> Vec<LibraryEffect> {
    let reads = |effect: &LibraryEffect| matches!(effect, LibraryEffect::ReadPreview(_) | LibraryEffect::ReadRows(_));
    effects.into_iter().filter(|effect| !reads(effect)).collect()
}

fn queries(effects: &[LibraryEffect]) -> Vec<Query> {
    let query = |effect: &LibraryEffect| match effect {
        LibraryEffect::List { query, .. } => Some(query.clone()),
        _ => None,
    };
    effects.iter().filter_map(query).collect()
}

#[test]
fn keys_move_the_selection_and_the_list_scrolls_with_it() {
    let mut screen = screen(100);
    press(&mut screen, "jj");
    assert_eq!(screen.selected_id(), Some(3));
    press(&mut screen, "40j");
    assert_eq!(screen.selected_id(), Some(43));
    let shown: Vec<bool> = screen.shown_rows().map(|(_, selected)| selected).collect();
    assert!(shown.last().is_some_and(|last| *last), "the selected article is on the last row");
    press(&mut screen, "G");
    assert_eq!(screen.selected_id(), Some(100));
    press(&mut screen, "gg");
    assert_eq!((screen.selected_id(), screen.top), (Some(1), 0));
    press(&mut screen, "k");
    assert_eq!(screen.selected_id(), Some(1));
}

#[test]
fn only_the_rows_in_view_are_asked_for() {
    let mut screen = screen(0);
    screen.update(LibraryMsg::Listed { revision: 1, ids: (1..=100_000).collect() });
    let effects = press(&mut screen, "G");
    let Some(LibraryEffect::ReadRows(ids)) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(ids.len(), usize::from(screen.list_rows()));
    assert_eq!(ids.last(), Some(&100_000));
}

#[test]
fn enter_opens_and_the_sample_is_offered_while_the_library_is_empty() {
    let mut screen = screen(3);
    press(&mut screen, "j");
    let opened = |row: ArticleRow, typed: &str| {
        let typed = Query::parse_typed(typed, date(2026, 11, 29)).unwrap();
        LibraryEffect::Open { row: Box::new(row), query: Query::everything().and(typed) }
    };
    assert_eq!(asked(key(&mut screen, KeyCode::Enter)), [opened(row(2), "")]);
    press(&mut screen, "/speaker:holt");
    key(&mut screen, KeyCode::Enter);
    assert_eq!(asked(key(&mut screen, KeyCode::Enter)), [opened(row(1), "speaker:holt")]);
    let mut empty = self::screen(0);
    assert!(empty.is_empty());
    assert_eq!(asked(key(&mut empty, KeyCode::Enter)), [LibraryEffect::OpenSample]);
}

#[test]
fn a_query_is_answered_while_it_is_typed_and_esc_takes_it_back() {
    let mut screen = screen(3);
    let effects = press(&mut screen, "/har");
    let typed = queries(&effects);
    assert_eq!(typed.len(), 3, "one for each letter");
    let whole = Query::everything().and(Query::parse_typed("har", date(2026, 11, 29)).unwrap());
    assert_eq!(typed.last(), Some(&whole));
    key(&mut screen, KeyCode::Esc);
    assert_eq!(screen.filter(), "");
    press(&mut screen, "/is:unred");
    assert!(screen.filter_problem().is_some_and(|problem| problem.contains("is:unread")));
    key(&mut screen, KeyCode::Enter);
    assert!(screen.message().is_some_and(|(_, is_error)| is_error));
}

#[test]
fn answers_to_earlier_queries_are_dropped() {
    let mut screen = screen(3);
    press(&mut screen, "/a");
    screen.update(LibraryMsg::Listed { revision: 1, ids: vec![9] });
    assert_eq!(screen.articles(), 3);
    screen.update(LibraryMsg::Listed { revision: 2, ids: vec![2] });
    assert_eq!(screen.selected_id(), Some(2));
}

#[test]
fn each_change_says_what_it_did_and_can_be_undone() {
    let mut screen = screen(3);
    let changes = [
        ("m", LibraryEffect::SetRead(vec!["identity 1".to_owned()], true), "read: Article 1"),
        ("*", LibraryEffect::SetStarred("identity 1".to_owned(), true), "star: Article 1"),
        ("d", LibraryEffect::SetTrashed("identity 1".to_owned(), true), "in the trash: Article 1"),
    ];
    for (keys, effect, said) in changes {
        assert_eq!(asked(press(&mut screen, keys)), [effect]);
        assert_eq!(screen.message(), Some((said, false)));
    }
    assert_eq!(asked(press(&mut screen, "u")), [LibraryEffect::SetTrashed("identity 1".to_owned(), false)]);
    assert_eq!(screen.message(), Some(("undone: Article 1", false)));
    assert_eq!(asked(press(&mut screen, "u")), [LibraryEffect::SetStarred("identity 1".to_owned(), false)]);
    assert_eq!(asked(press(&mut screen, "u")), [LibraryEffect::SetRead(vec!["identity 1".to_owned()], false)]);
    assert!(asked(press(&mut screen, "u")).is_empty());
}

#[test]
fn tags_are_edited_in_a_line() {
    let mut screen = screen(1);
    screen.update(LibraryMsg::Rows(vec![ArticleRow { tags: vec!["open water".to_owned()], ..row(1) }]));
    press(&mut screen, "t");
    assert_eq!(screen.line().map(|line| line.field.text()), Some("\"open water\" "));
    press(&mut screen, "pier");
    let tags = vec!["open water".to_owned(), "pier".to_owned()];
    assert_eq!(asked(key(&mut screen, KeyCode::Enter)), [LibraryEffect::SetTags("identity 1".to_owned(), tags)]);
}

#[test]
fn the_lists_at_the_left_show_their_articles() {
    let mut screen = screen(3);
    let view = |name: &str, query: &str| View { name: name.to_owned(), query: query.to_owned(), articles: 1 };
    screen.update(LibraryMsg::Views(vec![view("All", ""), view("Unread", "is:unread")]));
    key(&mut screen, KeyCode::Tab);
    let effects = press(&mut screen, "j");
    let unread = Query::parse("is:unread", date(2026, 11, 29)).unwrap().and(Query::everything());
    assert_eq!(queries(&effects), [unread]);
    assert_eq!(screen.view_name(), "Unread");
    key(&mut screen, KeyCode::Enter);
    assert!(!screen.views_have_keys());
    assert_eq!(screen.whole_query(), "is:unread");
    press(&mut screen, "/pier OR wall");
    assert_eq!(screen.whole_query(), "is:unread (pier OR wall)", "the saved search finds what is shown");
    key(&mut screen, KeyCode::Esc);
    press(&mut screen, "s");
    press(&mut screen, "Mine");
    assert_eq!(
        asked(key(&mut screen, KeyCode::Enter)),
        [LibraryEffect::SaveSearch("Mine".to_owned(), Some("is:unread".to_owned()))]
    );
}

#[test]
fn a_key_sorts_by_each_column_and_the_selection_stays_on_its_article() {
    let mut screen = screen(3);
    press(&mut screen, "j");
    let mut seen = Vec::new();
    for _ in SortColumn::ALL {
        press(&mut screen, "S");
        seen.push(screen.sort().column);
    }
    assert_eq!(seen.len(), SortColumn::ALL.len());
    assert_eq!(screen.sort().column, SortColumn::Added);
    let revision = screen.revision;
    screen.update(LibraryMsg::Listed { revision, ids: vec![3, 1, 2] });
    assert_eq!(screen.selected_id(), Some(2));
}

#[test]
fn the_palette_finds_actions_and_lists_by_their_names() {
    let mut screen = screen(3);
    let view = |name: &str, query: &str| View { name: name.to_owned(), query: query.to_owned(), articles: 1 };
    screen.update(LibraryMsg::Views(vec![view("All", ""), view("Orphaned notes", "is:orphaned")]));
    press(&mut screen, ":orphan");
    let effects = key(&mut screen, KeyCode::Enter);
    assert_eq!((queries(&effects).len(), screen.view_name()), (1, "Orphaned notes"));
    press(&mut screen, ":give a star");
    assert_eq!(asked(key(&mut screen, KeyCode::Enter)).len(), 1);
    press(&mut screen, ":star");
    key(&mut screen, KeyCode::Esc);
    assert!(screen.palette().is_none());
}

#[test]
fn the_library_goes_back_to_the_article_and_ends() {
    let mut screen = screen(3);
    assert_eq!(asked(press(&mut screen, "L")), [LibraryEffect::Back]);
    assert_eq!(asked(press(&mut screen, "q")), [LibraryEffect::Quit]);
    press(&mut screen, "?");
    assert!(screen.help().is_some());
    assert!(asked(press(&mut screen, "q")).is_empty(), "the first q closes the help");
    assert!(screen.help().is_none());
}

#[test]
fn columns_are_given_up_where_there_is_no_room_and_the_title_never() {
    for cells in 1..200 {
        let (title, columns) = columns_for(cells, |_| false);
        let used: u16 = columns.iter().map(|column| column.cells + 2).sum();
        assert!(title + used + 3 <= cells.max(3), "{cells}");
        assert!(columns.is_empty() || title >= 30);
    }
    assert_eq!(columns_for(200, |_| false).1.len(), 8);
}

#[test]
fn every_key_at_every_moment_leaves_the_state_whole() {
    let mut screen = screen(50);
    let keys: Vec<char> = ('!'..='~').collect();
    let mut seed = 7_u64;
    for step in 0..4000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let at = usize::try_from(seed >> 33).unwrap() % keys.len();
        let code = match step % 11 {
            0 => KeyCode::Esc,
            5 => KeyCode::Enter,
            _ => KeyCode::Char(keys[at]),
        };
        key(&mut screen, code);
        assert!(screen.ids.is_empty() || screen.selected < screen.ids.len());
        assert!(screen.top <= screen.selected);
    }
}

#[test]
fn a_column_that_no_article_fills_makes_room_for_others() {
    let mut screen = screen(3);
    let shown = |screen: &LibraryScreen| -> Vec<SortColumn> {
        screen.columns(90).1.into_iter().map(|column| column.column).collect()
    };
    let before = shown(&screen);
    assert!(!before.contains(&SortColumn::Site) && before.contains(&SortColumn::Length), "{before:?}");
    screen.update(LibraryMsg::Rows(vec![ArticleRow { site: Some("The Pier".to_owned()), ..row(2) }]));
    let after = shown(&screen);
    assert!(after.contains(&SortColumn::Site) && !after.contains(&SortColumn::Length), "{after:?}");
}

#[test]
fn all_articles_of_the_list_are_read_at_once_and_unread_again() {
    let mut screen = screen(3);
    let effects = asked(press(&mut screen, "A"));
    assert_eq!(effects, [LibraryEffect::ReadAll(screen.query().0)]);
    let unread = vec!["identity 1".to_owned(), "identity 2".to_owned()];
    screen.update(LibraryMsg::AllRead(unread.clone()));
    assert_eq!(screen.message(), Some(("read: 2 articles; u takes it back", false)));
    assert_eq!(asked(press(&mut screen, "u")), [LibraryEffect::SetRead(unread, false)]);
    assert_eq!(screen.message(), Some(("undone: 2 articles", false)));
    screen.update(LibraryMsg::AllRead(Vec::new()));
    assert_eq!(screen.message(), Some(("all articles of this list are read", false)));
}
