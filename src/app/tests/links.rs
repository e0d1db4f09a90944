//! Links, the marks of footnotes, and the page about the article.

use super::*;
use crate::app::links::Hints;
use crate::app::mode::{PageView, ShownPage};
use pullquote_article::{ListMarker, ListPlace, Mark, MarkKind, NewBlock, NumberStyle};

/// A reader of an article with links, a footnote and its note, on a screen of this size.
fn linked(columns: u16, rows: u16) -> App {
    let text = "The quay was built in 1931.¹ The report says so, as does the law, and see below.";
    let mark = |words: &str, kind| {
        let start = text.find(words).unwrap();
        Mark { span: Span::new(start, start + words.len()), kind }
    };
    let link = |address: &str| MarkKind::Link(address.to_owned());
    let marks = [
        mark("¹", MarkKind::Footnote("fn1".into())),
        mark("The report", link("https://pier.example/report")),
        mark("law", link("javascript:alert(1)")),
        mark("below", link("https://pier.example/harbour#end")),
    ];
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, "The Harbour");
    builder.block_with(BlockKind::Paragraph, text, &marks);
    for _ in 0..30 {
        builder.block(BlockKind::Paragraph, "Gulls rose over the quay. Nobody spoke of the boats that were lost.");
    }
    let note = |marker| Some(ListPlace { depth: 0, marker });
    let number = note(ListMarker::Number(1, NumberStyle::Decimal));
    let (kind, names) = (BlockKind::ListItem, ["fn1".to_owned()]);
    builder.append(&NewBlock { kind, text: "Or in 1932.", marks: &[], list: number, names: &names });
    let list = note(ListMarker::Continued);
    builder.append(&NewBlock { kind, text: "Nobody knows.", marks: &[], list, names: &[] });
    let (kind, names) = (BlockKind::Heading(2), ["end".to_owned()]);
    builder.append(&NewBlock { kind, text: "The end", marks: &[], list: None, names: &names });
    let url = Some("https://pier.example/harbour".to_owned());
    let origin = Origin { path: None, url, format: Format::Html, sha256: "ab".repeat(32) };
    let article = Arc::new(builder.finish(origin));
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns, rows });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis(&article)) });
    app.update(Msg::NotesLoaded(Box::new(Notebook::open(&article, PathBuf::from("notes.toml"), Vec::new()))));
    app
}

fn hints(app: &App) -> &Hints {
    let Mode::Hints(hints) = app.mode() else { panic!("{:?}", app.mode()) };
    hints
}

/// The letters of the hint over these words.
fn letters_of(app: &App, words: &str) -> String {
    let text = app.article().text();
    let hint = hints(app).all.iter().find(|hint| hint.span.of(text) == words);
    hint.unwrap_or_else(|| panic!("no hint over {words:?}")).letters.clone()
}

/// Opens the hints and presses the one over these words; `capital` as a capital.
fn follow(app: &mut App, words: &str, capital: bool) -> Vec<Effect> {
    press(app, "f");
    let letters = letters_of(app, words);
    press(app, &if capital { letters.to_uppercase() } else { letters })
}

fn said(app: &App) -> &str {
    app.message().map_or("", |message| message.text.as_str())
}

#[test]
fn a_hint_opens_a_page_in_the_reader_and_a_capital_in_the_browser() {
    let mut app = linked(120, 20);
    let address = "https://pier.example/report".to_owned();
    let opened = follow(&mut app, "The report", false);
    assert_eq!(opened, [Effect::OpenPage { address: address.clone(), from: 0 }]);
    assert_eq!(app.mode(), &Mode::Read);
    assert_eq!(follow(&mut app, "The report", true), [Effect::OpenBrowser(address)]);
}

#[test]
fn what_is_not_of_the_web_is_never_opened() {
    let mut app = linked(120, 20);
    for capital in [false, true] {
        assert_eq!(follow(&mut app, "law", capital), []);
        assert!(said(&app).contains("javascript:alert(1)"), "{}", said(&app));
    }
}

#[test]
fn a_link_inside_the_article_is_a_jump_that_leads_back() {
    let mut app = linked(120, 20);
    assert_eq!(follow(&mut app, "below", false), []);
    assert_eq!(app.cursor_sentence().unwrap().of(app.article().text()), "The end");
    press(&mut app, "ctrl-o");
    assert_eq!(app.cursor(), 0);
}

#[test]
fn hints_are_over_the_first_cell_of_each_link_and_other_keys_leave_them() {
    let mut app = linked(120, 20);
    press(&mut app, "f");
    let text = app.article().text();
    let over: Vec<&str> = hints(&app).all.iter().map(|hint| hint.span.of(text)).collect();
    assert_eq!(over, ["¹", "The report", "law", "below"]);
    assert!(hints(&app).all.iter().all(|hint| hint.letters.len() == 1 && hint.place.0 < app.rows().len()));
    press(&mut app, "esc");
    assert_eq!(app.mode(), &Mode::Read);
    press(&mut app, "f 9");
    assert_eq!(app.mode(), &Mode::Read);
    app.update(Msg::Resize { columns: 120, rows: 20 });
    press(&mut app, "G f");
    assert_eq!((app.mode(), said(&app)), (&Mode::Read, "there is no link on the screen"));
}

#[test]
fn a_footnote_opens_where_its_mark_is_and_enter_goes_to_it() {
    let mut app = linked(120, 20);
    press(&mut app, "j enter");
    let wanted = Mode::Page(PageView { shown: ShownPage::Notes(vec![32]), top: 0 });
    assert_eq!(app.mode(), &wanted);
    let page = app.page_over().unwrap();
    let lines: Vec<String> = page.columns[0].iter().map(|l| l.iter().map(|p| p.text.as_str()).collect()).collect();
    assert_eq!(lines, ["1. Or in 1932.", "", "Nobody knows."]);
    press(&mut app, "q");
    assert_eq!((app.mode(), app.cursor()), (&Mode::Read, "The Harbour\n\n".len()));
    follow(&mut app, "¹", false);
    assert_eq!(app.mode(), &wanted);
    press(&mut app, "enter");
    assert_eq!(app.cursor_sentence().unwrap().of(app.article().text()), "Or in 1932.");
    press(&mut app, "ctrl-o");
    assert_eq!(app.cursor(), "The Harbour\n\n".len());
}

#[test]
fn a_key_that_a_page_has_no_use_for_closes_it_and_acts() {
    let mut app = linked(120, 20);
    press(&mut app, "ctrl-g");
    assert!(matches!(app.mode(), Mode::Page(_)));
    press(&mut app, "v");
    assert!(matches!(app.mode(), Mode::Select(_)));
}

#[test]
fn the_links_tab_lists_where_words_lead_and_opens_them() {
    let mut app = linked(120, 20);
    press(&mut app, "g 5 tab");
    let rows: Vec<String> = app.side_rows().iter().map(|r| format!("{} {}", r.text, r.aside)).collect();
    assert_eq!(rows[..2], ["The report 1", "pier.example/report "]);
    assert_eq!(rows[5], "in this article ");
    let address = "https://pier.example/report".to_owned();
    assert_eq!(press(&mut app, "o"), [Effect::OpenBrowser(address.clone())]);
    assert!(matches!(&press(&mut app, "enter")[..], [Effect::OpenPage { address: opened, .. }] if *opened == address));
    press(&mut app, "j j enter");
    assert_eq!((app.focus(), app.cursor_sentence().unwrap().of(app.article().text())), (Focus::Article, "The end"));
    // A click shows the words and opens nothing.
    press(&mut app, "g g");
    let list = app.areas().sidebar;
    let click = Mouse { kind: MouseKind::Press, x: list.x, y: list.y };
    assert_eq!(app.update(Msg::Mouse(click)), []);
    assert_eq!(app.shown_link().map(|span| span.of(app.article().text())), Some("The report"));
}

#[test]
fn the_way_back_is_there_only_after_a_link() {
    let mut app = linked(120, 20);
    assert_eq!(press(&mut app, "backspace"), []);
    assert_eq!(said(&app), "no link led to this article");
    app.settings.previous = Some("The Pier".to_owned());
    assert_eq!(press(&mut app, "backspace"), [Effect::PreviousPage]);
    press(&mut app, "ctrl-o");
    assert!(said(&app).contains("“The Pier”"), "{}", said(&app));
}

#[test]
fn nothing_is_left_while_notes_are_not_saved() {
    let mut app = linked(120, 20);
    assert!(matches!(press(&mut app, "H")[..], [Effect::Save(_)]));
    assert_eq!(follow(&mut app, "The report", false), []);
    assert!(said(&app).contains("not saved yet"), "{}", said(&app));
}

#[test]
fn the_page_about_the_article_has_every_fact_at_any_width() {
    for columns in [140, 80, 40, 20] {
        let mut app = linked(columns, 40);
        press(&mut app, "ctrl-g");
        let page = app.page_over().unwrap();
        let text: String = page.columns[0].iter().flatten().map(|p| p.text.trim()).collect::<Vec<_>>().join(" ");
        let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        for fact in ["https://pier.example/harbour", "SHA-256ofthetext", app.article().text_sha256(), "Links3", "abab"]
        {
            assert!(letters.contains(fact), "{fact} at {columns}: {text}");
        }
    }
}
