//! Several open articles, and what can be opened beside one.

use super::*;
use crate::app::open_articles::PlaceAmongOpen;
use crate::app::palette::PaletteChoice;

#[test]
fn the_keys_for_the_next_article_say_when_there_is_none_and_wait_for_a_save() {
    let mut app = reader(120, 20);
    assert_eq!(press(&mut app, "g t"), []);
    assert!(message(&app).starts_with("no other article is open; go"), "{}", message(&app));
    app.update(Msg::ArticleIs(Some(PlaceAmongOpen { number: 2, of: 3 })));
    assert_eq!(app.header().number, "2/3");
    assert_eq!(press(&mut app, "g t"), [Effect::GoToArticle { forward: true, times: 1 }]);
    assert_eq!(press(&mut app, "2 g T"), [Effect::GoToArticle { forward: false, times: 2 }]);
    let saves = press(&mut app, "J H");
    assert_eq!(press(&mut app, "g t"), []);
    assert!(message(&app).contains("not saved yet"), "{}", message(&app));
    on_disk(&mut app, &saves);
    assert_eq!(press(&mut app, "g t"), [Effect::GoToArticle { forward: true, times: 1 }]);
}

#[test]
fn an_article_that_is_shown_again_keeps_its_place_search_and_undo() {
    let mut app = reader(120, 20);
    let saves = press(&mut app, "J H");
    on_disk(&mut app, &saves);
    press(&mut app, "/ g u l l s enter n n");
    let (at, matches) = (app.cursor(), app.matches().len());
    app.update(Msg::ArticleIs(Some(PlaceAmongOpen { number: 1, of: 2 })));
    assert_eq!(app.resume(), [], "nothing is read or analyzed again");
    assert_eq!((app.cursor(), app.matches().len()), (at, matches));
    press(&mut app, "esc u");
    assert!(app.notebook().unwrap().entries().is_empty());
}

#[test]
fn what_to_open_is_completed_and_a_name_can_follow_in_the_palette() {
    let mut app = reader(120, 20);
    assert_eq!(press(&mut app, "g o"), [Effect::FindSources(String::new())]);
    assert_eq!(press(&mut app, "q"), [Effect::FindSources("q".into())]);
    // What was looked for before the last letter is not offered.
    app.update(Msg::SourcesFound { typed: String::new(), found: vec!["old.txt".into()] });
    app.update(Msg::SourcesFound { typed: "q".into(), found: vec!["quay.txt".into(), "quiet/".into()] });
    assert_eq!(press(&mut app, "tab enter"), [Effect::OpenBeside("quay.txt".into())]);
    press(&mut app, "g o");
    app.update(Msg::SourcesFound { typed: String::new(), found: vec!["bus.txt".into(), "quay.txt".into()] });
    // Tab completes even before the answer for the last letter.
    assert_eq!(press(&mut app, "Q u tab enter").last(), Some(&Effect::OpenBeside("quay.txt".into())));
    press(&mut app, ": o p e n enter");
    assert_eq!(app.prompt().map(|prompt| prompt.label()), Some("Open: "));
    press(&mut app, "esc : o p e n space b . t x t");
    let Mode::Palette(palette) = app.mode() else { panic!("{:?}", app.mode()) };
    assert_eq!(palette.rows.last().map(|row| row.choice.clone()), Some(PaletteChoice::Open("b.txt".into())));
    let more = palette.rows.len() - 1;
    press(&mut app, &vec!["down"; more.max(1)].join(" "));
    assert_eq!(press(&mut app, "enter"), [Effect::OpenBeside("b.txt".into())]);
}
