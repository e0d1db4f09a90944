//! The library as a person sees it. Accept a changed snapshot only after reading it.

use jiff::civil::date;
use pullquote::app::Keymap;
use pullquote::app::key::{Key, KeyCode};
use pullquote::app::library::{LibraryMsg, LibraryScreen};
use pullquote::config::{Config, PaletteChoice, ThemeChoice};
use pullquote::ui;
use pullquote::ui::theme::Theme;
use pullquote::ui::theme::depth::Surroundings;
use pullquote_library::store::{ArticleRow, View};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::screen::shown;

fn row(id: i64, title: &str) -> ArticleRow {
    ArticleRow {
        id,
        identity: format!("identity {id}"),
        source: format!("/home/me/texts/{id}.html"),
        title: title.to_owned(),
        site: Some("The Pier".to_owned()),
        authors: Some("Maren Tolle; Ivo Brandt".to_owned()),
        published: Some(format!("2026-11-{:02}", 29 - id)),
        added: "2026-11-29T10:00:00+01:00".to_owned(),
        words: 640 + usize::try_from(id).unwrap() * 11,
        quotes: usize::try_from(id).unwrap() * 3,
        notes: usize::from(id == 2) * 4,
        read: id > 3,
        starred: id == 2,
        progress: (id > 3).then_some(0.4),
        tags: if id == 1 { vec!["harbour".to_owned(), "to do".to_owned()] } else { Vec::new() },
        ..ArticleRow::default()
    }
}

fn screen(size: (u16, u16)) -> LibraryScreen {
    let mut screen = LibraryScreen::new(Keymap::default(), date(2026, 11, 29), true);
    screen.update(LibraryMsg::Resize { columns: size.0, rows: size.1 });
    let _ = screen.start();
    let view = |name: &str, query: &str, articles| View { name: name.to_owned(), query: query.to_owned(), articles };
    screen.update(LibraryMsg::Views(vec![
        view("All", "", 6),
        view("Unread", "is:unread", 3),
        view("Starred", "is:starred", 1),
        view("With notes", "is:noted", 1),
        view("Trash", "is:trashed", 0),
        view("#harbour", "tag:\"harbour\"", 1),
        view("The Pier, all news", "feed:\"https://pier.example/feed\"", 12),
    ]));
    let titles = [
        "Harbour wall at Orsten will be raised by two metres",
        "“Nobody asked where we are to land our catch”: the fishermen of Orsten answer the council, and the council answers",
        "",
        "港の壁が高くなる – ein Bericht",
        "Ferry",
        "Who pays",
    ];
    let rows: Vec<ArticleRow> = titles.iter().zip(1..).map(|(title, id)| row(id, title)).collect();
    screen.update(LibraryMsg::Listed { revision: 1, ids: rows.iter().map(|row| row.id).collect() });
    screen.update(LibraryMsg::Rows(rows));
    screen.update(LibraryMsg::Preview {
        id: 1,
        text: "The council of Orsten voted on Tuesday to raise the harbour wall by two metres, after a winter in which the \
               old town was flooded four times.\n\n“We have counted the sandbags for the last time,” mayor Hedda Rask told \
               the council."
            .to_owned(),
        speakers: vec![("Hedda Rask".to_owned(), 2), ("Tomas Brill".to_owned(), 1)],
    });
    screen
}

fn drawn(screen: &LibraryScreen) -> String {
    let config = Config { theme: ThemeChoice::Dark, palette: PaletteChoice::Full, ..Config::default() };
    let (theme, problems) = Theme::choose(&config, &Surroundings::default(), "config.toml".as_ref());
    assert!(problems.is_empty());
    let (columns, rows) = screen.size();
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| ui::library::draw(screen, &theme, frame.buffer_mut())).unwrap();
    shown(terminal.backend().buffer())
}

fn press(screen: &mut LibraryScreen, keys: &str) {
    for c in keys.chars() {
        screen.update(LibraryMsg::Key(if c == '\t' { Key::new(KeyCode::Tab) } else { Key::char(c) }));
    }
}

#[test]
fn every_size() {
    for (columns, rows) in [(140, 40), (80, 24), (40, 12)] {
        insta::assert_snapshot!(format!("{columns}x{rows}_library"), drawn(&screen((columns, rows))));
    }
}

#[test]
fn a_query_with_a_mistake_and_the_lists_on_a_narrow_screen() {
    let mut typed = screen((80, 24));
    press(&mut typed, "/harbour is:unred");
    insta::assert_snapshot!("80x24_library_query", drawn(&typed));
    let mut lists = screen((40, 12));
    press(&mut lists, "\t");
    insta::assert_snapshot!("40x12_library_lists", drawn(&lists));
    let mut help = screen((80, 24));
    press(&mut help, "?");
    insta::assert_snapshot!("80x24_library_help", drawn(&help));
}

#[test]
fn an_empty_library_says_what_to_do() {
    let mut empty = LibraryScreen::new(Keymap::default(), date(2026, 11, 29), false);
    empty.update(LibraryMsg::Resize { columns: 80, rows: 24 });
    let _ = empty.start();
    empty.update(LibraryMsg::Listed { revision: 1, ids: Vec::new() });
    insta::assert_snapshot!("80x24_library_empty", drawn(&empty));
}
