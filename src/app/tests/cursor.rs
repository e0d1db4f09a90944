//! The cursor: what moves it, what keys act on, and what the mouse selects.

use super::*;

/// The words of the sentence with the cursor.
fn sentence(app: &App) -> &str {
    app.cursor_sentence().unwrap().of(app.article().text())
}

/// Whether the row with the cursor is on the screen.
fn is_seen(app: &App) -> bool {
    app.rows().iter().any(|row| row.is_article() && row.span.contains(app.cursor()))
}

#[test]
fn the_cursor_goes_by_lines_sentences_and_paragraphs_and_stays_on_the_screen() {
    let mut app = reader(60, 12);
    assert_eq!(sentence(&app), "The Harbour");
    press(&mut app, "j");
    assert_eq!(sentence(&app), "Gulls rose over the quay.");
    press(&mut app, ")");
    assert!(sentence(&app).starts_with("The tide went out"));
    press(&mut app, "(");
    assert_eq!(sentence(&app), "Gulls rose over the quay.");
    press(&mut app, "}");
    assert_eq!(sentence(&app), "“We won the harbour.” said Ann Lee on the pier.");
    press(&mut app, "{ k");
    assert_eq!(sentence(&app), "The Harbour");
    for keys in
        ["ctrl-d", "ctrl-d", "pagedown", "ctrl-u", "ctrl-e ctrl-e ctrl-e ctrl-e", "5 0 j", "G", "ctrl-y", "9 k", "g g"]
    {
        press(&mut app, keys);
        assert!(is_seen(&app), "{keys}");
    }
    assert_eq!(app.cursor(), 0);
    press(&mut app, "G");
    assert_eq!(sentence(&app), "The end");
    press(&mut app, "4 0 g g");
    assert_eq!(app.article().block_at(app.cursor()), Some(39));
}

#[test]
fn the_end_of_a_paragraph_is_on_its_last_row() {
    let mut app = reader(60, 12);
    press(&mut app, "j v } esc");
    assert!(sentence(&app).starts_with("The tide went out"));
    let row = &app.rows()[app.cursor_row().unwrap()];
    assert!(row.span.of(app.article().text()).contains("lost."), "{row:?}");
}

#[test]
fn scrolling_a_line_takes_the_cursor_along_only_at_the_edge() {
    let mut app = reader(60, 12);
    press(&mut app, "j j j");
    let here = app.cursor();
    press(&mut app, "ctrl-e");
    assert_eq!(app.cursor(), here);
    press(&mut app, "9 ctrl-e");
    assert_ne!(app.cursor(), here);
    assert!(is_seen(&app));
}

#[test]
fn keys_act_on_the_sentence_with_the_cursor_and_say_on_what() {
    let mut app = reader(120, 20);
    let effects = press(&mut app, "j H");
    on_disk(&mut app, &effects);
    assert_eq!(message(&app), "highlighted: “Gulls rose over the quay.”");
    // Coming back, the same key removes it again.
    press(&mut app, "esc esc } {");
    let effects = press(&mut app, "d d");
    on_disk(&mut app, &effects);
    assert_eq!(message(&app), "deleted the annotation on “Gulls rose over the quay.”; u brings it back");
    press(&mut app, "} c");
    assert_eq!(app.confirm().unwrap().question, "Ann Lee “We won the harbour.”");
    let effects = press(&mut app, "v");
    on_disk(&mut app, &effects);
    assert_eq!(message(&app), "verified: Ann Lee “We won the harbour.”");
    app.update(Msg::Copied { what: "4 words of Ann Lee".into(), left: None });
    assert_eq!(message(&app), "copied 4 words of Ann Lee");
    let asked = app.update(Msg::Copied { what: "4 words".into(), left: Some("We won.".into()) });
    assert_eq!(
        (message(&app), asked),
        ("sent 4 words to the terminal", vec![Effect::CopyByTerminal("We won.".into())])
    );
}

#[test]
fn what_leaves_the_screen_is_not_acted_on() {
    let mut app = reader(120, 20);
    press(&mut app, "J");
    assert_eq!(app.quote(), Some(QuoteId(0)));
    press(&mut app, "G");
    assert_eq!(app.quote(), None);
    assert_eq!(press(&mut app, "c"), []);
    assert_eq!(message(&app), "there is no quote in this sentence; J goes to the next one");
    // What is picked in the focused list stays picked.
    press(&mut app, "g g J tab");
    let pane = app.areas().article_pane;
    for _ in 0..20 {
        app.update(Msg::Mouse(Mouse { kind: MouseKind::WheelDown, x: pane.x + 3, y: pane.y + 3 }));
    }
    assert_eq!(app.quote(), Some(QuoteId(0)));
}

#[test]
fn a_check_is_saved_once_when_it_is_chosen() {
    let mut app = reader(120, 20);
    assert_eq!(press(&mut app, "J c c c"), [], "choosing saves nothing");
    assert_eq!(app.confirm().unwrap().selected, Some((3, Action::Check)));
    let effects = press(&mut app, "enter");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]));
    on_disk(&mut app, &effects);
    assert_eq!(message(&app), "needs a source: Ann Lee “We won the harbour.”");
    assert_eq!(press(&mut app, "c esc"), []);
    assert_eq!(app.check_of(QuoteId(0)), Some(Check::NeedsSource));
}

#[test]
fn a_choice_is_about_its_quote_also_if_the_quotes_are_counted_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    let mut other = SavedReader::open(folder.path());
    kept.press("3 J c");
    other.press("] r enter");
    let loaded = pullquote_notes::store::load(&kept.path).unwrap();
    // The answer comes before the new analysis: there is no quote to check yet.
    kept.app.update(Msg::NotesReread(Box::new(loaded)));
    kept.press("v");
    assert_eq!(message(&kept.app), "these words are not a quote any more");
    assert!(kept.app.notebook().unwrap().entries().is_empty());
    // It comes after the analysis.
    let mut kept = SavedReader::open(folder.path());
    kept.press("3 J S");
    other.press("enter");
    let loaded = pullquote_notes::store::load(&kept.path).unwrap();
    let effects = kept.app.update(Msg::NotesReread(Box::new(loaded)));
    kept.act(effects);
    kept.press("enter");
    assert_eq!((speaker(&kept.app, 2), speaker(&kept.app, 0)), (Some("Bo Ek"), Some("Ann Lee")));
}

#[test]
fn undo_says_what_it_undid_and_goes_there() {
    let mut app = reader(120, 20);
    let effects = press(&mut app, "j t s e a enter");
    on_disk(&mut app, &effects);
    let effects = press(&mut app, "t space s u n enter");
    on_disk(&mut app, &effects);
    press(&mut app, "G");
    let effects = press(&mut app, "u");
    on_disk(&mut app, &effects);
    assert_eq!(message(&app), "undone: tags · “Gulls rose over the quay.”");
    assert_eq!(sentence(&app), "Gulls rose over the quay.");
    assert!(is_seen(&app));
}

/// The cell of the screen with a byte of the article.
fn cell_of(app: &App, at: usize) -> (u16, u16) {
    let (y, row) = app.rows().iter().enumerate().find(|(_, row)| row.is_article() && row.span.contains(at)).unwrap();
    let cell = crate::layout::locate::cell_of(row, app.article().text(), at).unwrap();
    (app.areas().column.x + cell, app.areas().column.y + u16::try_from(y).unwrap())
}

fn use_mouse(app: &mut App, kind: MouseKind, (x, y): (u16, u16)) {
    app.update(Msg::Mouse(Mouse { kind, x, y }));
}

fn selected(app: &App) -> &str {
    app.selection().map_or("", |span| span.of(app.article().text()))
}

#[test]
fn clicks_select_a_word_and_a_sentence_and_dragging_goes_on_by_them() {
    let mut app = reader(120, 20);
    let at = app.article().text().find("rose").unwrap();
    let here = cell_of(&app, at);
    use_mouse(&mut app, MouseKind::Press, here);
    assert_eq!((app.cursor(), selected(&app)), (at, ""));
    use_mouse(&mut app, MouseKind::Press, here);
    assert_eq!(selected(&app), "rose");
    let there = cell_of(&app, app.article().text().find("uay").unwrap());
    use_mouse(&mut app, MouseKind::Drag, there);
    assert_eq!(selected(&app), "rose over the quay", "whole words");
    use_mouse(&mut app, MouseKind::Release, there);
    use_mouse(&mut app, MouseKind::Press, here);
    assert_eq!(selected(&app), "Gulls rose over the quay.", "the third click soon after");
    app.update(Msg::Tick(Timestamp::from_second(60).unwrap()));
    use_mouse(&mut app, MouseKind::Press, here);
    assert_eq!(selected(&app), "", "a click much later is a first one");
}

#[test]
fn clicks_find_words_from_right_to_left_where_they_are_drawn() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, "“הנמל נסגר אתמול בצהריים”, אמר איתן, והמעבורת יצאה מאוחר מאוד. איש לא נפגע.");
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    let mut app = App::new(Arc::new(builder.finish(origin)), Settings::default());
    app.update(Msg::Resize { columns: 60, rows: 20 });
    let edge = app.areas().column.x + app.areas().column.width;
    let word = |app: &App, word: &str| cell_of(app, app.article().text().find(word).unwrap());
    for wanted in ["הנמל", "איתן", "מאוחר", "נפגע"] {
        let here = word(&app, wanted);
        use_mouse(&mut app, MouseKind::Press, here);
        use_mouse(&mut app, MouseKind::Press, here);
        assert_eq!(selected(&app), wanted);
        app.update(Msg::Tick(Timestamp::from_second(60 + i64::from(here.0) * 60).unwrap()));
    }
    // The last line is short: it ends at the right edge, and what is left of it belongs to its first letter.
    let row = app.rows().iter().rev().find(|row| row.is_article()).unwrap();
    let first = row.runs[0];
    assert!(first.cell > 5, "{row:?}");
    let last = crate::layout::locate::cells(row, app.article().text()).last().map(|cell| cell.cell + cell.width);
    assert_eq!(last.map(|cell| app.areas().column.x + cell), Some(edge));
    let y = cell_of(&app, first.span.start).1;
    let left = app.areas().column.x + 1;
    use_mouse(&mut app, MouseKind::Press, (left, y));
    assert_eq!(app.cursor(), first.span.start);
}

#[test]
fn dragging_over_a_margin_a_blank_row_or_the_sidebar_takes_whole_lines() {
    let mut app = reader(120, 20);
    let text = app.article().text().to_owned();
    let start = text.find("rose").unwrap();
    let from = cell_of(&app, start);
    use_mouse(&mut app, MouseKind::Press, from);
    use_mouse(&mut app, MouseKind::Drag, (119, from.1));
    let row_end = app.rows().iter().find(|row| row.span.contains(start)).unwrap().runs.last().unwrap().span.end;
    assert_eq!(app.selection().unwrap().end, row_end, "to the end of the line");
    let blank = app.rows().iter().position(|row| !row.is_article() && row.span.start > start).unwrap();
    let below = app.areas().column.y + u16::try_from(blank).unwrap();
    use_mouse(&mut app, MouseKind::Drag, (from.0, below));
    assert!(selected(&app).ends_with("boats that were lost."), "to the end of the paragraph: {}", selected(&app));
    use_mouse(&mut app, MouseKind::Drag, (0, from.1));
    assert!(selected(&app).starts_with("Gulls"), "to the beginning of the line");
}

#[test]
fn the_article_scrolls_while_the_mouse_is_held_at_its_edge() {
    let mut app = reader(120, 20);
    let from = cell_of(&app, app.article().text().find("rose").unwrap());
    use_mouse(&mut app, MouseKind::Press, from);
    assert!(!app.scrolls_by_itself());
    use_mouse(&mut app, MouseKind::Drag, (from.0, 18));
    assert!(app.scrolls_by_itself());
    let seen = app.visible().end;
    for second in 1..6 {
        app.update(Msg::Tick(Timestamp::from_second(second).unwrap()));
    }
    assert!(app.visible().end > seen && app.selection().unwrap().end > seen);
    use_mouse(&mut app, MouseKind::Release, (from.0, 18));
    assert!(!app.scrolls_by_itself());
}

#[test]
fn the_words_of_the_status_line_can_be_clicked() {
    let mut app = reader(140, 20);
    let find = |app: &App, words: &str| app.status_parts().into_iter().find(|part| part.words == words).unwrap();
    let row = app.areas().status.y;
    let cut = find(&app, "1 cut");
    use_mouse(&mut app, MouseKind::Press, (cut.x, row));
    assert!(app.shows_removed());
    app.update(Msg::Tick(Timestamp::from_second(60).unwrap()));
    let next = find(&app, "next quote");
    use_mouse(&mut app, MouseKind::Press, (next.end() - 1, row));
    assert_eq!(app.quote(), Some(QuoteId(0)));
}
