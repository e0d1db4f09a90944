use super::*;
use crate::app::mode::PromptKind;

/// The rows of the screen that the card covers, and those of its quote.
fn card_and_quote(app: &App) -> (std::ops::Range<u16>, Vec<u16>) {
    let page = app.page_over().expect("a card");
    let (_, y) = page.corner.expect("a place");
    let quote = app.quote().and_then(|id| app.analysis()?.quote(id)).expect("a quote");
    let top = app.areas().column.y;
    let rows = app.rows().iter().zip(top..);
    let of_quote = rows.filter(|(row, _)| row.is_article() && quote.spans.iter().any(|span| span.overlaps(row.span)));
    (y..y + page.height, of_quote.map(|(_, y)| y).collect())
}

#[test]
fn a_card_never_covers_its_quote() {
    for (columns, rows) in [(140, 40), (100, 30), (80, 24), (40, 16)] {
        let mut app = reader(columns, rows);
        press(&mut app, "J enter enter");
        for quote in 0..SPEECHES.len() {
            let (card, of_quote) = card_and_quote(&app);
            assert!(!of_quote.is_empty(), "quote {quote} is not on the screen of {columns}×{rows}");
            assert!(of_quote.iter().all(|y| !card.contains(y)), "{card:?} {of_quote:?} at {columns}×{rows}");
            press(&mut app, "J");
        }
    }
}

#[test]
fn a_card_is_as_wide_as_the_column_or_as_a_narrow_screen() {
    let mut app = reader(80, 24);
    press(&mut app, "J enter enter");
    assert_eq!(app.page_over().map(|page| (page.corner.map(|(x, _)| x), page.width)), Some((Some(0), 80)));
    let mut app = reader(140, 40);
    press(&mut app, "J enter enter");
    let column = app.areas().column;
    let (x, width) = app.popup_columns();
    assert!(x + 2 == column.x && width == column.width + 4, "{x} {width} {column:?}");
    assert!(x + width < app.areas().divider.x);
}

#[test]
fn the_keys_of_the_notes_tab_act_on_its_selected_note() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("J H G g 3 tab");
    let situation = kept.app.status().hints.iter().map(|hint| hint.label).collect::<Vec<_>>();
    assert_eq!(situation, ["to the text", "edit", "tags", "delete", "filter", "article", "help"]);
    kept.press("t");
    let Mode::Prompt(prompt) = kept.app.mode() else { panic!("{:?}", kept.app.mode()) };
    assert!(matches!(&prompt.kind, PromptKind::Tags(mode::Target::Annotation(_))), "{:?}", prompt.kind);
    kept.press("esc");
    let rows = |kept: &SavedReader| kept.app.notebook().unwrap().entries().len();
    assert_eq!(rows(&kept), 1);
    kept.press("d d");
    assert_eq!(rows(&kept), 0);
}

#[test]
fn the_quotes_tab_marks_notes_and_tags() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("J a");
    kept.app.update(Msg::DraftChanged("look this up".into()));
    kept.press("ctrl-s t");
    kept.app.update(Msg::Paste("tide".into()));
    kept.press("enter");
    let asides: Vec<&str> =
        kept.app.side_rows().iter().filter(|row| row.kind == SideRowKind::Name).map(|row| row.aside.as_str()).collect();
    assert_eq!(asides[..2], ["✎ #", ""]);
}
