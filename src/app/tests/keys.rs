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
            line(5, "notes", &["3"]),
        ],
    );
    assert_eq!(map.keys_of(Action::NextQuote), ["x", "ctrl-n"]);
    let errors: Vec<(usize, String)> = errors.iter().map(|e| (e.place().line, e.to_string())).collect();
    assert_eq!(
        errors,
        [
            (2, "there is no action “nxt-quote”; did you mean “next-quote”?".to_owned()),
            (3, "there is no key “tap”; did you mean “tab”?".to_owned()),
            (4, "“g” for “undo” clashes with “g1”, which is bound to “quotes”".to_owned()),
            (5, "“3” for “notes” begins with a digit, which is a count".to_owned()),
        ]
    );
}

#[test]
fn digits_are_counts_and_nothing_else() {
    let mut app = reader(120, 20);
    press(&mut app, "3 J");
    assert_eq!((app.quote(), app.tab()), (Some(QuoteId(2)), Tab::Quotes));
    press(&mut app, "g 2");
    assert_eq!(app.tab(), Tab::Entities);
    press(&mut app, "alt-3");
    assert_eq!(app.tab(), Tab::Notes);
    let mut app = reader(120, 20);
    press(&mut app, "1 2 j");
    let twelve = app.cursor();
    let mut app = reader(120, 20);
    press(&mut app, "j j j j j j j j j j j j");
    assert_eq!(app.cursor(), twelve);
}

#[test]
fn a_key_that_the_open_card_or_page_does_not_know_closes_it_and_acts() {
    let mut app = reader(120, 20);
    press(&mut app, "J enter g 2");
    assert_eq!((app.mode(), app.tab()), (&Mode::Read, Tab::Entities));
    press(&mut app, "? ctrl-g");
    assert!(matches!(app.mode(), Mode::Page(_)));
    press(&mut app, "esc J");
    assert_eq!((app.mode(), app.quote()), (&Mode::Read, Some(QuoteId(1))));
    press(&mut app, "W o");
    assert_eq!(app.mode(), &Mode::Read);
}

#[test]
fn the_help_says_everything_on_a_small_screen_and_its_end_is_where_it_stops() {
    let mut app = reader(40, 12);
    let shown = |help: help::Help| {
        help.columns.concat().iter().fold(String::new(), |mut all, row| {
            if let help::HelpRow::Keys { help, .. } = row {
                all.push_str(help.trim());
                all.push(' ');
            }
            all
        })
    };
    let (of_reader, of_library) = (shown(app.help()), shown(help::Help::of_library(app.keymap(), (40, 12))));
    for action in Action::ALL {
        let library = action.modes().contains(&action::KeyMode::Library);
        assert!(!library || of_library.contains(action.help()), "{}", action.help());
        assert_eq!(of_reader.contains(action.help()), action.group() != Group::Library, "{}", action.help());
    }
    press(&mut app, "? end");
    let Mode::Help(end) = app.mode().clone() else { panic!("no help") };
    press(&mut app, "up");
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
