//! From keys to actions: keymaps, counts, the help.

use super::*;
use crate::config::{Entry as KeyLine, Place, Preset};

#[test]
fn every_action_has_a_key_in_every_preset() {
    for preset in [Preset::Default, Preset::Vim, Preset::Less] {
        for (action, keys) in Keymap::preset(preset).table() {
            assert!(!keys.is_empty(), "{} has no key in {preset:?}", action.name());
            for keys in keys {
                let sequence = keymap::parse_sequence(&keys).unwrap();
                let context = keymap::Context::of(action);
                let map = Keymap::preset(preset);
                assert_eq!(map.lookup(context, &sequence), keymap::Lookup::Bound(action), "{keys}");
                for end in 1..sequence.len() {
                    assert_eq!(map.lookup(context, &sequence[..end]), keymap::Lookup::Prefix, "{keys}");
                }
            }
        }
    }
}

#[test]
fn a_persons_keys_take_the_place_of_the_defaults() {
    let place = |line| Place { line, column: 1 };
    let line = |n, name: &str, keys: &[&str]| KeyLine {
        name: name.into(),
        place: place(n),
        values: keys.iter().map(|k| ((*k).to_owned(), place(n))).collect(),
    };
    let (map, errors) = Keymap::with(
        Preset::Default,
        &[
            line(1, "next-quote", &["ctrl-n", "x"]),
            line(2, "nxt-quote", &["z"]),
            line(3, "help", &["tap"]),
            line(4, "undo", &["g"]),
        ],
    );
    assert_eq!(map.keys_of(Action::NextQuote), ["x", "ctrl-n"]);
    let errors: Vec<(usize, String)> = errors.iter().map(|e| (e.place().line, e.to_string())).collect();
    assert_eq!(
        errors,
        [
            (2, "there is no action “nxt-quote”; did you mean “next-quote”?".to_owned()),
            (3, "there is no key “tap”; did you mean “tab”?".to_owned()),
            (4, "“g” for “undo” clashes with “gg”, which is bound to “top”".to_owned()),
        ]
    );
}

#[test]
fn a_digit_shows_its_tab_and_may_still_become_a_count() {
    let mut app = reader(120, 20);
    press(&mut app, "2");
    assert_eq!(app.tab(), Tab::Entities);
    press(&mut app, "j");
    assert_eq!(app.tab(), Tab::Entities, "a movement is one in the list that is seen");
    press(&mut app, "1 2 j");
    assert_eq!(app.tab(), Tab::Entities, "two digits are a count");
    press(&mut app, "3");
    app.update(Msg::Tick(Timestamp::from_second(60).unwrap()));
    press(&mut app, "j");
    assert_eq!(app.tab(), Tab::Notes);
}

#[test]
fn the_help_says_everything_on_a_small_screen_and_its_end_is_where_it_stops() {
    let mut app = reader(40, 12);
    let shown: String = app.help().columns.concat().iter().fold(String::new(), |mut all, row| {
        if let help::HelpRow::Keys { help, .. } = row {
            all.push_str(help.trim());
            all.push(' ');
        }
        all
    });
    for action in Action::ALL {
        assert!(shown.contains(action.help()), "{}", action.help());
    }
    press(&mut app, "? G");
    let Mode::Help(end) = app.mode().clone() else { panic!("no help") };
    press(&mut app, "k");
    let Mode::Help(above) = app.mode().clone() else { panic!("no help") };
    assert_eq!(end.top, app.help().last_top);
    assert_eq!(above.top + 1, end.top);
}

#[test]
fn the_key_of_every_tab_shows_it() {
    for def in &TABS {
        let mut app = reader(120, 20);
        let key = app.keymap().hint(def.action);
        press(&mut app, &key);
        assert_eq!(app.tab(), def.tab, "{key} for {}", def.title);
    }
}

#[test]
fn the_status_line_shows_the_hints_of_each_list() {
    for def in &TABS {
        let mut app = reader(120, 20);
        let key = app.keymap().hint(def.action);
        press(&mut app, &format!("{key} tab"));
        let wanted: Vec<&str> = action::hints_in(def.situation).iter().map(|(.., label)| *label).collect();
        let shown: Vec<&str> = app.status().hints.iter().map(|hint| hint.label).collect();
        assert_eq!(shown, wanted, "{}", def.title);
    }
}
