//! Reading without distraction, and the scroll bar.

use super::*;
use crate::app::scroll_bar::BarMark;
use jiff::SignedDuration;

#[test]
fn only_the_paragraph_with_the_cursor_is_lit() {
    let mut app = reader(80, 24);
    let dimmed = |app: &App| app.rows().iter().filter(|row| row.is_article() && app.is_dimmed(row)).count();
    assert_eq!(dimmed(&app), 0);
    press(&mut app, "g f }");
    let lit = |app: &App| app.rows().iter().filter(|row| row.is_article() && !app.is_dimmed(row)).count();
    assert!(dimmed(&app) > 5 && (1..4).contains(&lit(&app)), "{} {}", dimmed(&app), lit(&app));
    press(&mut app, "g f");
    assert_eq!(dimmed(&app), 0);
}

#[test]
fn nothing_but_the_text_is_on_the_screen_until_something_has_to_be_said() {
    let mut app = reader(140, 30);
    press(&mut app, "g z");
    assert!(!app.shows_header() && app.areas().sidebar.is_empty() && app.shows_status(), "the way back is said");
    press(&mut app, "j");
    assert!(!app.shows_status() && app.scroll_bar().is_none());
    press(&mut app, "/");
    assert!(app.shows_status());
    press(&mut app, "esc g z");
    assert!(app.shows_header() && !app.areas().sidebar.is_empty());
    press(&mut app, "g z j esc");
    assert!(app.shows_header());
    press(&mut app, "g z tab");
    assert!(app.shows_header() && app.focus() == Focus::Sidebar);
}

#[test]
fn the_article_scrolls_by_itself_until_a_key_stops_it() {
    let mut app = reader(80, 24);
    let mut now = Timestamp::UNIX_EPOCH;
    let mut wait = |app: &mut App, millis: i64| {
        now += SignedDuration::from_millis(millis);
        app.update(Msg::Tick(now));
        app.visible().start
    };
    assert!(app.until_next_row().is_none());
    press(&mut app, "g s");
    assert!(message(&app).starts_with("20 rows a minute"), "{}", message(&app));
    let top = wait(&mut app, 2900);
    let next = wait(&mut app, 200);
    assert!(next > top, "a row each three seconds");
    press(&mut app, "+");
    assert!(message(&app).starts_with("26 rows a minute"), "{}", message(&app));
    let before = app.cursor();
    assert_eq!(press(&mut app, "G"), []);
    assert_eq!((app.cursor(), message(&app)), (before, "stopped"), "the key that stops does nothing else");
    assert_eq!(wait(&mut app, 60_000), next);
    press(&mut app, "G g s");
    wait(&mut app, 5000);
    assert_eq!((app.until_next_row(), message(&app)), (None, "this is the end"));
}

/// What a look at everything finds, row by row.
#[test]
fn the_scroll_bar_has_the_marks_of_everything_that_begins_in_its_rows() {
    let mut app = reader(80, 24);
    let effects = press(&mut app, "J H J J J h");
    on_disk(&mut app, &effects);
    press(&mut app, "/ t h e enter");
    for keys in ["n", "esc", "I", "I R", "4 0 G"] {
        press(&mut app, keys);
        let bar = app.scroll_bar().unwrap();
        let (len, height) = (app.article().text().len(), bar.rows.len());
        let mut wanted: Vec<Option<BarMark>> = vec![None; height];
        let mut put = |at: usize, mark| {
            let row = &mut wanted[(at * height / len).min(height - 1)];
            *row = (*row).max(Some(mark));
        };
        for quote in app.analysis().unwrap().quotes.iter().filter(|quote| app.is_shown(quote)) {
            put(quote.extent().start, BarMark::Quote);
        }
        for passage in app.article().removed() {
            put(passage.after_block.map_or(0, |at| app.article().blocks()[at].span.end - 1), BarMark::Cut);
        }
        for entry in app.notebook().unwrap().entries() {
            put(entry.anchor.span().unwrap().start, BarMark::Note);
        }
        for found in app.matches() {
            put(found.start, BarMark::Match);
        }
        assert_eq!(bar.rows.iter().map(|(mark, _)| *mark).collect::<Vec<_>>(), wanted, "after {keys}");
    }
}

#[test]
fn the_scroll_bar_marks_quotes_cuts_notes_and_matches() {
    let mut app = reader(80, 24);
    let marks = |app: &App| -> Vec<BarMark> {
        app.scroll_bar().unwrap().rows.into_iter().filter_map(|(mark, _)| mark).collect()
    };
    assert!(marks(&app).contains(&BarMark::Quote) && marks(&app).contains(&BarMark::Cut));
    assert!(!marks(&app).contains(&BarMark::Note) && !marks(&app).contains(&BarMark::Match));
    press(&mut app, "J H / g u l l s enter");
    assert!(marks(&app).contains(&BarMark::Match));
    press(&mut app, "esc esc g g");
    assert!(marks(&app).contains(&BarMark::Note));
    let bar = app.scroll_bar().unwrap();
    assert!(bar.rows[0].1 && !bar.rows.last().unwrap().1, "the part on the screen");
    let area = app.areas();
    assert!(bar.area.x >= area.column.x + area.column.width);
    let last = Mouse { kind: MouseKind::Press, x: bar.area.x, y: bar.area.y + bar.area.height - 1 };
    app.update(Msg::Mouse(last));
    assert!(app.scroll_bar().unwrap().rows.last().unwrap().1, "a click goes there");
    let mut off = App::new(article(40), Settings { scroll_bar: false, ..Settings::default() });
    off.update(Msg::Resize { columns: 80, rows: 24 });
    assert!(off.scroll_bar().is_none());
    let mut short = App::new(article(1), Settings::default());
    short.update(Msg::Resize { columns: 80, rows: 24 });
    assert!(short.scroll_bar().is_none(), "all is on the screen");
}
