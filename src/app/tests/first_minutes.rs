//! The help, messages, the settings file, and the first steps.

use super::*;
use crate::app::help::HelpRow;

fn helps(app: &App) -> Vec<(String, &'static str)> {
    let rows = app.help().columns.concat().into_iter();
    rows.filter_map(|row| if let HelpRow::Keys { keys, name, .. } = row { Some((keys, name)) } else { None }).collect()
}

#[test]
fn letters_filter_the_help_which_says_the_names_for_the_settings() {
    let mut app = reader(140, 40);
    press(&mut app, "?");
    let all = helps(&app).len();
    assert!(helps(&app).iter().any(|(_, name)| *name == "next-quote"));
    press(&mut app, "n e x t space q u o");
    let found = helps(&app);
    assert!(found.len() < all && found.iter().any(|(keys, name)| keys == "J" && *name == "next-quote"), "{found:?}");
    press(&mut app, "ctrl-u z z z z");
    assert!(helps(&app).is_empty());
    press(&mut app, "esc");
    assert_eq!((helps(&app).len(), matches!(app.mode(), Mode::Help(_))), (all, true));
    press(&mut app, "esc");
    assert_eq!(app.mode(), &Mode::Read);
    press(&mut app, "? d o u b l e");
    let rows = app.help().columns.concat();
    assert!(rows.contains(&HelpRow::Heading("Mouse")), "{rows:?}");
}

#[test]
fn a_long_message_is_cut_with_the_key_that_shows_it_whole() {
    let mut app = reader(60, 20);
    let long = "one problem with a very long description that goes on and on\nand another one";
    app.update(Msg::Failed(long.to_owned()));
    let parts = app.status_parts();
    assert!(parts.iter().any(|part| part.click == Some(Action::Messages) && part.words == "gM"), "{parts:?}");
    assert!(parts.iter().all(|part| part.end() <= 60));
    press(&mut app, "g M");
    let page = app.page_over().unwrap();
    let shown: String = page.columns.concat().concat().iter().map(|piece| piece.text.as_str()).collect();
    assert!(shown.contains("and another one") && shown.contains("description"), "{shown}");
}

#[test]
fn the_key_of_the_help_stays_at_every_width() {
    for columns in [40, 60, 80, 100, 140] {
        let mut app = reader(columns, 20);
        for keys in ["esc", "J", "enter", "esc W", "esc v"] {
            press(&mut app, keys);
            if columns < 60 && app.message().is_some() {
                continue;
            }
            let parts = app.status_parts();
            assert!(parts.iter().any(|part| part.click == Some(Action::Help)), "{columns} {keys}: {parts:?}");
        }
    }
}

#[test]
fn changed_settings_are_taken_and_what_was_changed_by_hand_stays() {
    let mut app = reader(140, 40);
    press(&mut app, "- -");
    let own = app.settings().measure;
    let mut settings = Settings { scroll_bar: false, sidebar_cells: 50, ..Settings::default() };
    app.update(Msg::SettingsChanged(Box::new(settings.clone())));
    assert_eq!((app.settings().measure, app.areas().sidebar.width), (own, 48));
    (settings.measure, settings.usual.0) = (50, 50);
    app.update(Msg::SettingsChanged(Box::new(settings)));
    // One cell more for hanging quotation marks.
    assert_eq!(app.areas().column.width, 51);
    assert_eq!(app.own_view(), (None, None));
    press(&mut app, "+ g 3");
    assert_eq!(app.own_view(), (Some(54), Some(Tab::Notes)));
}

#[test]
fn six_steps_are_walked_by_doing_them_and_one_key_skips_them() {
    let mut app = reader(120, 40);
    app.update(Msg::FirstSteps);
    let step = |app: &App| app.first_step().map(|step| step.title);
    assert!(app.first_step().unwrap().words[0].starts_with("Pullquote shows"));
    for (number, keys) in (1..).zip(["j", "J", "enter", "H", "E", "?"]) {
        let title = step(&app).unwrap();
        assert!(title.starts_with(&format!("A sample · step {number} of 6")), "{title}");
        assert!(app.first_step().unwrap().words.iter().all(|words| !words.contains("{}")));
        press(&mut app, keys);
        // What a step opened is over it until it is closed.
        if app.mode() != &Mode::Read {
            assert_eq!(step(&app), None);
            press(&mut app, "esc");
        }
    }
    assert_eq!(step(&app), None);
    let mut app = reader(120, 40);
    app.update(Msg::FirstSteps);
    press(&mut app, "J");
    assert!(step(&app).unwrap().contains("step 1"), "only its own key does a step");
    press(&mut app, "esc");
    assert_eq!(step(&app), None);
    press(&mut app, "j");
    assert_eq!(step(&app), None);
}
