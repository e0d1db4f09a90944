//! The palette, the keys after a prefix, jumps and marks.

use super::*;
use crate::app::palette::{Palette, PaletteChoice};

fn palette(app: &App) -> &Palette {
    let Mode::Palette(palette) = app.mode() else { panic!("{:?}", app.mode()) };
    palette
}

#[test]
fn the_palette_has_every_action_and_does_the_selected_one() {
    let mut app = reader(120, 20);
    press(&mut app, ":");
    for action in Action::ALL.iter().filter(|action| app_allows(**action)) {
        let row = palette(&app).rows.iter().find(|row| row.choice == PaletteChoice::Action(*action));
        let row = row.unwrap_or_else(|| panic!("{} is not there", action.name()));
        assert_eq!((row.kind.as_str(), row.keys.is_empty()), (action.name(), false));
    }
    press(&mut app, "n e x t - q u o t e enter");
    assert_eq!((app.mode(), app.quote()), (&Mode::Read, Some(QuoteId(0))));
    // It is done in the mode before.
    press(&mut app, "esc esc v ctrl-p");
    assert!(palette(&app).rows.iter().any(|row| row.choice == PaletteChoice::Action(Action::OtherEnd)));
    press(&mut app, "esc");
    assert!(matches!(app.mode(), Mode::Select(_)));
}

fn app_allows(action: Action) -> bool {
    action != Action::Palette && Mode::Read.allows(action)
}

#[test]
fn the_palette_finds_speakers_tags_and_headings() {
    let mut app = reader(120, 20);
    let effects = press(&mut app, "J t s e a enter");
    on_disk(&mut app, &effects);
    press(&mut app, ": b o space e k enter");
    assert_eq!((app.quote(), app.filter_label().as_str()), (Some(QuoteId(1)), "only Bo Ek"));
    press(&mut app, "O : # s e a enter");
    assert_eq!((app.tab(), app.entries().len(), app.filter()), (Tab::Notes, 1, "#sea"));
    press(&mut app, ": t h e space e n d");
    assert_eq!(palette(&app).rows[0].kind, "heading");
    press(&mut app, "enter");
    assert_eq!(app.cursor_sentence().unwrap().of(app.article().text()), "The end");
}

#[test]
fn the_palette_offers_themes_and_the_articles_that_were_read_before() {
    let mut app = reader(120, 20);
    assert_eq!(press(&mut app, ": s e p i a"), [Effect::ListArticles]);
    assert_eq!(press(&mut app, "enter"), [Effect::Theme(crate::config::ThemeChoice::Sepia)]);
    press(&mut app, ": down");
    let selected = |app: &App| palette(app).rows[palette(app).selected].choice.clone();
    let before = selected(&app);
    let articles = [("The old pier", "/texts/pier.html"), ("", "/texts/untitled.txt")];
    app.update(Msg::ArticlesListed(articles.map(|(title, source)| (title.to_owned(), source.to_owned())).to_vec()));
    assert_eq!(selected(&app), before, "what comes late moves nothing");
    let last = palette(&app).rows.last().unwrap();
    assert_eq!((last.words.as_str(), last.kind.as_str()), ("/texts/untitled.txt", "article"));
    press(&mut app, "o l d space p i e r");
    assert_eq!(press(&mut app, "enter"), [Effect::OpenBeside("/texts/pier.html".into())]);
    // Scrolling, which everybody knows, is below what is to be discovered.
    press(&mut app, ":");
    assert_ne!(palette(&app).rows[0].choice, PaletteChoice::Action(Action::Down));
}

#[test]
fn after_a_prefix_the_keys_that_may_follow_are_listed() {
    let mut app = reader(120, 20);
    assert!(app.following_keys().is_empty());
    press(&mut app, "]");
    let keys: Vec<String> = app.following_keys().into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a", "e", "r"]);
    press(&mut app, "esc");
    assert!(app.following_keys().is_empty());
}

#[test]
fn jumps_lead_back_and_forward_again() {
    let mut app = reader(60, 12);
    press(&mut app, "j j");
    let start = app.cursor();
    press(&mut app, "G");
    let end = app.cursor();
    press(&mut app, "ctrl-o");
    assert_eq!(app.cursor(), start);
    press(&mut app, "alt-o");
    assert_eq!(app.cursor(), end);
    press(&mut app, "alt-o");
    assert_eq!((app.cursor(), message(&app)), (end, "this is the last place"));
    press(&mut app, "ctrl-o 9 ctrl-o");
    assert_eq!((app.cursor(), message(&app)), (start, "this is where the first jump began"));
    // What is on the screen is no jump.
    press(&mut app, "G g g");
    press(&mut app, "] r ctrl-o");
    assert_eq!(app.cursor(), end);
}

#[test]
fn marks_are_set_and_found_by_a_letter() {
    let mut app = reader(60, 12);
    press(&mut app, "j j m a");
    assert_eq!(message(&app), "this place is mark a");
    let here = app.cursor();
    press(&mut app, "G ' b");
    assert_eq!(message(&app), "there is no mark b");
    press(&mut app, "' a");
    assert_eq!(app.cursor(), here);
    press(&mut app, "m esc j");
    assert_ne!(app.cursor(), here, "a key that is no letter sets nothing");
}

fn aside(app: &App) -> &str {
    app.prompt().map_or("", |prompt| prompt.aside.as_str())
}

#[test]
fn a_search_counts_while_typing_and_says_what_is_wrong_with_a_pattern() {
    let mut app = reader(80, 24);
    press(&mut app, "/ p i e r");
    assert_eq!(aside(&app), "1 of 4");
    press(&mut app, "ctrl-u s a i d space ( a n n | b o )");
    assert_eq!(aside(&app), "1 of 4, as a pattern");
    press(&mut app, "ctrl-u ( p i e r");
    assert_eq!(aside(&app), "0, and no pattern: unclosed group");
    press(&mut app, "enter");
    let said = message(&app);
    assert!(said.contains("unclosed group") && said.contains("plain words"), "{said}");
}

#[test]
fn earlier_searches_come_back_with_the_arrows() {
    let mut app = reader(80, 24);
    app.update(Msg::EarlierSearches(vec!["quay".into(), "tide".into()]));
    let effects = press(&mut app, "/ b o a t s enter");
    assert!(effects.contains(&Effect::KeepSearch("boats".into())), "{effects:?}");
    press(&mut app, "/ g u up");
    assert_eq!(app.prompt().unwrap().line.text(), "boats");
    press(&mut app, "up up up");
    assert_eq!(app.prompt().unwrap().line.text(), "quay");
    assert!(aside(&app).contains(" of "), "a line of the history is searched at once");
    press(&mut app, "down down down down");
    assert_eq!(app.prompt().unwrap().line.text(), "gu", "after the latest comes what was typed");
    press(&mut app, "esc /");
    assert_eq!(app.prompt().unwrap().line.text(), "");
}
