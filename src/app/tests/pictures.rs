use super::*;
use crate::app::pictures::PictureState;
use pullquote_article::NewPicture;

/// A reader of an article with two pictures, the first one with a caption.
fn with_pictures(settings: Settings) -> App {
    let mut builder = ArticleBuilder::new();
    let picture = |name: &str| NewPicture {
        address: format!("https://pier.example/{name}.jpg"),
        alt: format!("The {name}"),
        ..NewPicture::default()
    };
    builder.block(BlockKind::Title, "The Harbour").picture(&picture("quay"));
    builder.block(BlockKind::Caption, "The quay at night");
    for _ in 0..12 {
        builder.block(BlockKind::Paragraph, "Gulls rose over the quay. The tide went out slowly.");
    }
    builder.picture(&picture("mole")).block(BlockKind::Paragraph, "Nobody came.");
    let origin = Origin { path: None, url: None, format: Format::Html, sha256: String::new() };
    let mut app = App::new(Arc::new(builder.finish(origin)), settings);
    app.update(Msg::Resize { columns: 80, rows: 24 });
    app
}

/// The address and the room of the picture that the effects ask for.
fn asked(effects: &[Effect]) -> Option<(&str, (u16, u16))> {
    effects.iter().find_map(|effect| match effect {
        Effect::ShowPicture { picture, columns, rows } => Some((picture.address.as_str(), (*columns, *rows))),
        _ => None,
    })
}

#[test]
fn a_picture_has_a_line_above_its_caption_that_is_no_text() {
    let app = with_pictures(Settings::default());
    let lines: Vec<&str> = app.rows().iter().take(5).map(|row| row.span.of(row.text(app.article()))).collect();
    assert_eq!(lines, ["The Harbour", "", "Picture: The quay", "The quay at night", ""]);
    assert!(!app.article().text().contains("Picture"));
}

#[test]
fn a_key_fetches_the_picture_and_another_one_closes_it() {
    let mut app = with_pictures(Settings::default());
    let effects = press(&mut app, "i");
    assert_eq!(asked(&effects), Some(("https://pier.example/quay.jpg", (76, 21))));
    let (.., title) = app.open_picture().expect("a picture");
    assert_eq!(title, "The quay at night");
    let ready = |app: &mut App, name: &str, result| {
        app.update(Msg::PictureReady { address: format!("https://pier.example/{name}.jpg"), result });
        app.open_picture().map(|(_, view, _)| view.state.clone())
    };
    assert_eq!(ready(&mut app, "mole", Ok((1, 1))), Some(PictureState::Coming), "another picture came");
    assert_eq!(ready(&mut app, "quay", Ok((30, 9))), Some(PictureState::Ready { columns: 30, rows: 9 }));
    assert_eq!(press(&mut app, "q"), [Effect::Redraw]);
    assert_eq!((app.mode(), app.open_picture()), (&Mode::Read, None));
    assert_eq!(ready(&mut app, "quay", Err("late".into())), None);
}

#[test]
fn the_next_picture_comes_and_keys_act_after_the_last() {
    let mut app = with_pictures(Settings::default());
    press(&mut app, "i");
    assert_eq!(asked(&press(&mut app, "i")), Some(("https://pier.example/mole.jpg", (76, 21))));
    assert_eq!(asked(&press(&mut app, "i")), None);
    assert_eq!(message(&app), "this was the last picture");
    press(&mut app, "i");
    assert!(matches!(app.mode(), Mode::Picture(_)), "it is on the screen");
    let effects = app.update(Msg::Resize { columns: 40, rows: 12 });
    assert_eq!(asked(&effects), Some(("https://pier.example/mole.jpg", (36, 9))));
    press(&mut app, "?");
    assert!(matches!(app.mode(), Mode::Help(_)));
}

#[test]
fn without_a_picture_on_the_screen_or_with_pictures_off_nothing_is_fetched() {
    let mut app = with_pictures(Settings::default());
    press(&mut app, "5 ctrl-e");
    assert_eq!(press(&mut app, "i"), []);
    assert_eq!(message(&app), "no picture is on the screen; the article has 2");
    let mut app = with_pictures(Settings { pictures: false, ..Settings::default() });
    assert_eq!(press(&mut app, "i"), []);
    assert!(message(&app).starts_with("pictures are off"));
}

#[test]
fn a_click_on_its_line_shows_the_picture() {
    let mut app = with_pictures(Settings::default());
    let y = app.areas().column.y + 2;
    let x = app.areas().column.x + 4;
    assert!(asked(&app.update(Msg::Mouse(Mouse { kind: MouseKind::Press, x, y }))).is_some());
    assert_eq!(app.update(Msg::Mouse(Mouse { kind: MouseKind::Press, x, y })), [Effect::Redraw]);
}
