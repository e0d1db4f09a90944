//! How the article is set, and notes beside and below its lines.

use super::*;
use crate::config::NotesShown;
use crate::layout::{RowSource, locate};

/// The text of the visible rows as they are drawn, without blank rows.
fn drawn(app: &App) -> Vec<String> {
    let row = |row: &Row| {
        let mut line = String::new();
        for cell in locate::cells(row, row.text(app.article())) {
            line += &" ".repeat(usize::from(cell.cell).saturating_sub(pullquote_article::text::width::width(&line)));
            line += &cell.shown;
        }
        if row.hyphen { line + "-" } else { line }
    };
    app.rows().iter().map(row).filter(|line| !line.is_empty()).collect()
}

#[test]
fn justified_lines_end_at_the_same_cell_and_keep_the_words_of_a_selection() {
    let mut app = reader(80, 24);
    press(&mut app, "g j");
    assert_eq!(message(&app), "lines end at the same cell");
    let shown = drawn(&app);
    assert!(shown.iter().any(|line| line.trim().contains("  ")), "{shown:?}");
    press(&mut app, "} } v");
    let words = app.selection().unwrap().of(app.article().text()).to_owned();
    let copied = press(&mut app, "y");
    assert!(matches!(&copied[..], [Effect::Copy { text, .. }] if *text == words && !text.contains("  ")), "{copied:?}");
    press(&mut app, "g j");
    assert_eq!(message(&app), "the right edge is free");
}

#[test]
fn hyphens_are_drawn_and_never_copied_or_searched() {
    let mut builder = ArticleBuilder::new();
    let text =
        "Administrators of harbours described extraordinary circumstances without exaggeration yesterday evening.";
    builder.block(BlockKind::Paragraph, text);
    let article =
        Arc::new(builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() }));
    let mut app = App::new(article, Settings::default());
    app.update(Msg::Resize { columns: 26, rows: 24 });
    press(&mut app, "g h");
    assert_eq!(message(&app), "long words are hyphenated");
    assert!(drawn(&app).iter().any(|line| line.ends_with('-')), "{:?}", drawn(&app));
    press(&mut app, "v");
    assert!(matches!(&press(&mut app, "y")[..], [Effect::Copy { text: copied, .. }] if copied == text));
    press(&mut app, "/");
    app.update(Msg::Paste("extraordinary".to_owned()));
    press(&mut app, "enter");
    assert_eq!(app.matches().len(), 1);
}

#[test]
fn spacing_keeps_the_reading_place_and_the_cursor_goes_over_blank_rows() {
    let mut app = reader(80, 24);
    press(&mut app, "ctrl-d ctrl-d j j");
    let place = app.cursor();
    for keys in ["g l", "g p", "g l", "g l", "g p", "g p", "g p"] {
        press(&mut app, keys);
        assert!(app.visible().contains(place), "{} after {keys}", app.cursor());
    }
    press(&mut app, "g l");
    assert_eq!(message(&app), "line-spacing = 2");
    let before = app.cursor();
    press(&mut app, "j");
    assert!(app.cursor() > before && app.cursor_row().is_some_and(|row| app.rows()[row].is_article()));
}

#[test]
fn a_quotation_mark_hangs_where_there_is_room() {
    let begin = |columns| {
        let app = reader(columns, 40);
        let row = app.rows().iter().find(|row| row.span.of(row.text(app.article())).starts_with("“We")).unwrap();
        (row.runs[0].cell, app.areas().hanging)
    };
    assert_eq!((begin(80), begin(40)), ((0, true), (0, false)));
    let app = reader(80, 40);
    let other = app.rows().iter().find(|row| row.span.of(row.text(app.article())).starts_with("Gulls")).unwrap();
    assert_eq!(other.runs[0].cell, 1);
}

#[test]
fn a_width_that_was_chosen_is_remembered_and_the_usual_one_is_not() {
    let mut app = reader(120, 30);
    assert_eq!(app.own_view().0, None);
    press(&mut app, "-");
    assert_eq!(app.own_view().0, Some(68));
    press(&mut app, "+");
    assert_eq!(app.own_view().0, None);
}

/// A reader with one note, of two tags and some words, on its first paragraph.
fn with_note(columns: u16) -> App {
    let mut app = reader(columns, 24);
    press(&mut app, "} v a");
    app.update(Msg::Paste("Who counted the boats?".to_owned()));
    let effects = app.update(Msg::DraftChanged("Who counted the boats?".to_owned()));
    on_disk(&mut app, &effects);
    let effects = press(&mut app, "ctrl-s");
    on_disk(&mut app, &effects);
    assert_eq!(app.notebook().unwrap().entries().len(), 1);
    app
}

#[test]
fn a_note_is_beside_its_line_on_a_wide_screen() {
    let app = with_note(140);
    let notes = app.margin_notes();
    assert_eq!(notes.len(), 1);
    assert!(app.rows()[notes[0].row].span.overlaps(app.notebook().unwrap().entries()[0].anchor.span().unwrap()));
    assert_eq!((notes[0].row, notes[0].note.join(" ").as_str()), (notes[0].top, "Who counted the boats?"));
    let mut app = app;
    let margin = app.areas().margin;
    assert!(margin.x >= app.areas().column.x + app.areas().column.width);
    press(&mut app, "esc g g");
    let y = margin.y + u16::try_from(app.margin_notes()[0].top).unwrap();
    app.update(Msg::Mouse(Mouse { kind: MouseKind::Press, x: margin.x, y }));
    assert!(matches!(app.pick(), Some(Pick::Annotation(_))));
    press(&mut app, "g m");
    assert!(app.areas().margin.is_empty() && app.margin_notes().is_empty());
    assert_eq!((message(&app), app.settings().notes_shown), ("notes and tags are hidden", NotesShown::Hidden));
}

#[test]
fn a_note_opens_below_its_line_on_a_narrow_screen_with_a_key() {
    let mut app = with_note(80);
    let below = |app: &App| app.rows().iter().filter(|row| matches!(row.source, RowSource::Note(_))).count();
    assert!(app.margin_notes().is_empty() && below(&app) == 0, "the page is calm until a key asks for more");
    press(&mut app, "g m");
    assert_eq!(message(&app), "notes and tags are below their lines");
    let at = app.rows().iter().position(|row| matches!(row.source, RowSource::Note(_))).unwrap();
    assert_eq!(app.rows()[at].marker.trim(), "╰ Who counted the boats?");
    let place = app.notebook().unwrap().entries()[0].anchor.span().unwrap();
    assert!(app.rows()[at - 1].span.contains(place.end - 1));
    press(&mut app, "esc");
    let column = app.areas().column;
    let y = column.y + u16::try_from(at).unwrap();
    app.update(Msg::Mouse(Mouse { kind: MouseKind::Press, x: column.x + 4, y }));
    assert!(matches!(app.pick(), Some(Pick::Annotation(_))));
    press(&mut app, "g m");
    assert_eq!(below(&app), 0);
}
