//! Reading on screens of any size: reading position, search, selection,
//! copying.

use super::*;

#[test]
fn a_resize_keeps_the_reading_place() {
    let mut app = reader(120, 20);
    press(&mut app, "ctrl-d ctrl-d j j j");
    let place = app.visible().start;
    for (columns, rows) in [(40, 12), (80, 24), (33, 7), (200, 50), (120, 20)] {
        app.update(Msg::Resize { columns, rows });
        let seen = app.rows().iter().find(|r| r.is_article()).unwrap().span;
        assert!(app.visible().contains(place), "{seen:?} at {columns}×{rows}");
    }
    assert_eq!(app.visible().start, place);
}

#[test]
fn a_small_screen_shows_one_pane_at_a_time() {
    let mut app = reader(40, 12);
    assert!(app.areas().sidebar.is_empty());
    press(&mut app, "tab");
    assert!(app.areas().column.is_empty() && !app.side_rows().is_empty());
    press(&mut app, "j enter");
    assert_eq!((app.focus(), app.quote()), (Focus::Article, Some(QuoteId(1))));
}

#[test]
fn selecting_begins_with_a_sentence_and_goes_by_words() {
    let mut app = reader(120, 20);
    press(&mut app, "} v");
    let words = |app: &App| app.selection().unwrap().of(app.article().text()).to_owned();
    assert_eq!(words(&app), "Gulls rose over the quay.");
    press(&mut app, "b b");
    assert_eq!(words(&app).trim(), "Gulls rose over");
    press(&mut app, "e e");
    assert_eq!(words(&app), "Gulls rose over the quay");
    press(&mut app, "}");
    assert!(words(&app).ends_with("boats that were lost."));
    press(&mut app, "j");
    assert!(words(&app).starts_with('“'), "{}", words(&app));
}

#[test]
fn a_phrase_is_found_across_a_soft_break() {
    let mut app = reader(40, 12);
    press(&mut app, "/");
    app.update(Msg::Paste("slowly, and nobody SPOKE".to_lowercase()));
    press(&mut app, "enter");
    assert!(app.matches().len() > 5);
    let first = app.pick().cloned();
    press(&mut app, "n N");
    assert_eq!(app.pick().cloned(), first);
}

#[test]
fn the_next_match_of_words_that_are_not_there_says_so() {
    let mut app = reader(80, 24);
    press(&mut app, "n");
    assert_eq!(message(&app), "there is nothing to find; / searches");
    press(&mut app, "/ z z z enter n");
    assert_eq!(message(&app), "“zzz” is not in the text");
}

#[test]
fn copies_and_the_source() {
    let copied = |text: &str, what: &str| Effect::Copy { text: text.into(), what: what.into() };
    let mut app = reader(120, 20);
    assert_eq!(press(&mut app, "J y"), [copied("We won the harbour.", "4 words of Ann Lee")]);
    assert_eq!(
        press(&mut app, "Y"),
        [copied(
            "“We won the harbour.” — Ann Lee, “The Harbour”, The Pier, https://pier.example/harbour",
            "4 words of Ann Lee with their source"
        )]
    );
    assert_eq!(press(&mut app, "o"), [Effect::OpenBrowser("https://pier.example/harbour".into())]);
    let effects = press(&mut app, "E enter");
    assert!(
        matches!(effects.as_slice(), [Effect::Export { path, overwrite: false, .. }] if path.ends_with("the-harbour.md"))
    );
}

#[test]
fn a_filter_narrows_the_entries_and_esc_shows_all() {
    let mut app = reader(120, 20);
    press(&mut app, "F b o space e");
    assert_eq!(app.entries().len(), 2);
    press(&mut app, "enter");
    assert_eq!((app.entries().len(), app.filter()), (2, "bo e"));
    press(&mut app, "esc");
    assert_eq!(app.entries().len(), 4);
}
