//! Quotes: moving between them, lists, marks, evidence.

use super::*;

#[test]
fn moving_between_quotes_updates_both_panes() {
    let mut app = reader(120, 20);
    press(&mut app, "J J");
    assert_eq!(app.quote(), Some(QuoteId(1)));
    assert_eq!(app.selected_entry(), Some(1));
    let quote = app.analysis().unwrap().quotes[1].extent();
    assert!(app.visible().covers(quote));
    press(&mut app, "*");
    assert_eq!(app.quote(), Some(QuoteId(3)));
    press(&mut app, "2 K");
    assert_eq!((app.quote(), app.tab()), (Some(QuoteId(1)), Tab::Quotes));
    press(&mut app, "enter");
    assert_eq!(app.mode(), &Mode::Why(QuoteId(1)));
}

#[test]
fn quotes_are_listed_by_speaker_and_one_speakers_alone() {
    let mut app = reader(120, 40);
    press(&mut app, "B");
    let order = |app: &App| -> Vec<usize> {
        app.entries()
            .iter()
            .filter_map(|e| if let sidebar::SidebarEntry::Quote(id) = e { Some(id.0) } else { None })
            .collect()
    };
    assert_eq!(order(&app), [0, 2, 1, 3]);
    let headings: Vec<_> = app.side_rows().iter().filter(|r| r.kind == SideRowKind::Heading).collect();
    assert_eq!(
        headings.iter().map(|r| (r.text.as_str(), r.aside.as_str())).collect::<Vec<_>>(),
        [("Ann Lee", "2"), ("Bo Ek", "2")]
    );
    press(&mut app, "B J J O");
    assert_eq!((order(&app), app.filter_label().as_str()), (vec![1, 3], "only Bo Ek"));
    press(&mut app, "J");
    assert_eq!(app.quote(), Some(QuoteId(3)), "only what is listed is walked");
    // The first Esc closes the message.
    press(&mut app, "esc esc");
    assert_eq!((order(&app).len(), app.filter_label().as_str()), (4, ""));
    press(&mut app, "tab O");
    assert_eq!(app.filter_label(), "only Bo Ek");
    press(&mut app, "O");
    assert_eq!(app.filter_label(), "");
}

#[test]
fn a_quote_in_a_language_without_speakers_says_so() {
    let article = article(40);
    let mut german = analysis(&article);
    german.language.supported = false;
    german.language.name = "German".to_owned();
    german.quotes[0].speaker = None;
    let mut app = reader(120, 20);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(german) });
    assert_eq!(app.why(QuoteId(0)).unwrap().reasons, ["Speakers are not found in articles in German."]);
}

#[test]
fn reported_speech_is_a_class_of_its_own_that_can_be_switched_off() {
    let article = article(40);
    let mut reported = analysis(&article);
    reported.quotes[1].kind = QuoteKind::Indirect;
    let mut app = reader(140, 40);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(reported.clone()) });
    let rows: Vec<_> = app.side_rows().iter().filter(|r| r.kind == SideRowKind::Reported).collect();
    assert_eq!(rows[0].text, "Not yet, friends.");
    assert!(app.side_rows().iter().any(|r| r.text == "Bo Ek" && r.aside == "reported"));
    press(&mut app, "I");
    assert_eq!(message(&app), "reported speech is hidden: 1 passage");
    assert_eq!(app.entries().len(), 3);
    press(&mut app, "2 J");
    assert_eq!(app.quote(), Some(QuoteId(2)));
    press(&mut app, "I K");
    assert_eq!((app.entries().len(), app.quote()), (4, Some(QuoteId(1))));
    press(&mut app, "I");
    assert_eq!(app.quote(), None, "what is hidden is not picked");

    let mut config = crate::config::Config::default();
    config.sidebar.indirect = false;
    let mut app = App::new(article, Settings::of(&config, Keymap::default()));
    app.update(Msg::Resize { columns: 140, rows: 40 });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(reported) });
    assert_eq!(app.entries().len(), 3);
}

#[test]
fn an_unsure_speaker_gets_a_question_mark() {
    let article = article(40);
    let mut unsure = analysis(&article);
    unsure.quotes[0].confidence = 0.89;
    unsure.quotes[1].confidence = 0.9;
    let mut app = reader(140, 40);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(unsure) });
    let names = |app: &App| -> Vec<String> {
        app.side_rows().iter().filter(|r| r.kind == SideRowKind::Name).map(|r| r.text.clone()).collect()
    };
    assert_eq!(names(&app)[..2], ["Ann Lee ?", "Bo Ek"]);
}

#[test]
fn enter_leads_from_the_text_to_the_reasons_to_the_card_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("J enter");
    assert_eq!(kept.app.mode(), &Mode::Why(QuoteId(0)));
    let strip = kept.app.evidence_strip().unwrap();
    assert_eq!((strip.name.as_str(), strip.lines[0].as_str()), ("Ann Lee", "“Ann Lee” is named beside these words."));
    assert_eq!(strip.keys.iter().map(|(_, label)| *label).collect::<Vec<_>>()[..2], ["close", "card"]);
    let why = kept.app.why(QuoteId(0)).unwrap();
    let words = |span: Option<Span>| span.map(|s| s.of(kept.text()).to_owned());
    assert_eq!((words(why.mention).as_deref(), words(why.cue).as_deref()), (Some("Ann Lee"), Some("said")));
    assert_eq!(why.reasons[0], "“Ann Lee” is named beside these words.");
    assert!(why.reasons[1].starts_with("reported by “said” · "), "{:?}", why.reasons);
    kept.press("J");
    assert_eq!(kept.app.mode(), &Mode::Why(QuoteId(1)));
    kept.press("enter");
    assert_eq!(kept.app.mode(), &Mode::Card(CardView { quote: QuoteId(1), top: 0 }));
    kept.press("W q");
    assert_eq!(kept.app.mode(), &Mode::Read);
}

#[test]
fn the_strip_covers_neither_the_quote_nor_the_words_that_name_its_speaker() {
    for (columns, rows) in [(40, 12), (80, 24), (140, 40)] {
        let mut app = reader(columns, rows);
        for key in ["J enter", "J", "J", "K", "G enter", "g g enter", "9 j J enter"] {
            press(&mut app, key);
            let Some(strip) = app.evidence_strip() else { continue };
            let Mode::Why(id) = app.mode() else { panic!("{:?}", app.mode()) };
            let (quote, why) = (app.analysis().unwrap().quote(*id).unwrap(), app.why(*id).unwrap());
            let column = app.areas().column;
            for (row, y) in app.rows().iter().zip(column.y..column.y + column.height) {
                let is_about = quote.spans.iter().copied().chain(why.mention).any(|span| span.overlaps(row.span));
                let is_below = (strip.area.y..strip.area.y + strip.area.height).contains(&y);
                assert!(!(row.is_article() && is_about && is_below), "{columns}×{rows}, {key}: row {y}");
            }
        }
    }
}

#[test]
fn reported_speech_is_shown_and_cited_without_quotation_marks() {
    let article = article(40);
    let mut reported = analysis(&article);
    reported.quotes[0].kind = QuoteKind::Indirect;
    let mut app = reader(140, 40);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(reported) });
    let words: Vec<_> = app
        .side_rows()
        .iter()
        .filter(|r| matches!(r.kind, SideRowKind::Words | SideRowKind::Reported))
        .map(|r| r.text.clone())
        .collect();
    assert_eq!(words[..2], ["We won the harbour.", "“Not yet, friends.”"]);
    let copied = press(&mut app, "J Y");
    assert!(
        matches!(&copied[..], [Effect::Copy { text, .. }] if text.starts_with("We won the harbour. — Ann Lee")),
        "{copied:?}"
    );
    let copied = press(&mut app, "J Y");
    assert!(
        matches!(&copied[..], [Effect::Copy { text, .. }] if text.starts_with("“Not yet, friends.” — Bo Ek")),
        "{copied:?}"
    );
}

#[test]
fn a_quote_around_other_quotes_is_found_at_its_end() {
    let article = article(40);
    let mut nested = analysis(&article);
    let whole = nested.quotes[0].extent().union(nested.quotes[1].extent());
    let end = Span::new(whole.end, whole.end + 3);
    nested.quotes[0].spans = vec![Span::new(whole.start, end.end)];
    let mut app = reader(80, 24);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(nested) });
    let found = |span: Span| app.quotes_in(span).map(|q| q.id.0).collect::<Vec<_>>();
    assert_eq!(found(end), [0]);
    assert_eq!(found(whole), [0, 1]);
    assert!(found(Span::new(end.end, end.end + 9)).is_empty());
}

#[test]
fn a_quote_inside_another_comes_before_it_and_both_are_found() {
    let article = article(40);
    let mut nested = analysis(&article);
    let inner = nested.quotes[0].extent();
    nested.quotes[1].spans = vec![Span::new(inner.start.saturating_sub(2), inner.end + 3)];
    let outer = nested.quotes[1].extent();
    let mut app = reader(80, 24);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(nested) });
    let found = |span: Span| app.quotes_in(span).map(|q| q.id.0).collect::<Vec<_>>();
    assert_eq!(found(inner), [0, 1]);
    assert_eq!(found(Span::new(outer.start, inner.start)), [1]);
    assert_eq!(found(Span::new(inner.end + 1, outer.end)), [1]);
}

#[test]
fn the_settings_say_how_quotes_are_listed_at_first() {
    let mut config = crate::config::Config::default();
    config.sidebar.quotes = crate::config::QuoteOrder::BySpeaker;
    let article = article(40);
    let mut app = App::new(Arc::clone(&article), Settings::of(&config, Keymap::default()));
    app.update(Msg::Resize { columns: 120, rows: 40 });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis(&article)) });
    let headings = |app: &App| app.side_rows().iter().filter(|r| r.kind == SideRowKind::Heading).count();
    assert_eq!(headings(&app), 2);
    press(&mut app, "B");
    assert_eq!(headings(&app), 0);
}

#[test]
fn the_card_and_the_help_say_what_the_question_mark_is() {
    let article = article(40);
    let mut unsure = analysis(&article);
    unsure.quotes[0].confidence = 0.5;
    let mut app = reader(80, 24);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(unsure) });
    press(&mut app, "J enter enter");
    let said = |app: &App| -> String {
        let page = app.page_over().unwrap();
        page.columns.concat().concat().into_iter().map(|part| part.text + " ").collect()
    };
    assert!(said(&app).contains("“?”: this may well be wrong; S offers the others"), "{}", said(&app));
    press(&mut app, "J");
    assert!(!said(&app).contains("“?”"));
    let help = app.help().columns.concat();
    let sign = |row: &help::HelpRow| matches!(row, help::HelpRow::Keys { keys, help, .. } if keys == "?" && help.starts_with("after a speaker"));
    assert!(help.iter().any(sign));
}

#[test]
fn a_card_higher_than_the_screen_scrolls() {
    let mut app = reader(40, 12);
    press(&mut app, "J enter enter");
    let page = |app: &App| app.page_over().unwrap();
    let last = page(&app).last_top;
    assert!(last > 0 && page(&app).hints[0].1 == "scroll");
    press(&mut app, "j");
    assert_eq!(page(&app).top, 1);
    press(&mut app, "G");
    assert_eq!(page(&app).top, last);
    press(&mut app, "J");
    assert_eq!((page(&app).top, app.quote()), (0, Some(QuoteId(1))), "another card begins at its beginning");
}

#[test]
fn an_article_without_an_analysis_is_shown_and_says_why() {
    let article = article(40);
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns: 120, rows: 20 });
    press(&mut app, "J");
    assert_eq!(message(&app), "still looking for quotes");
    let stopped = |revision| Msg::NotAnalyzed { revision, why: "it takes too long; do less".to_owned() };
    app.update(stopped(7));
    assert_eq!(message(&app), "still looking for quotes", "nobody waits for that analysis any more");
    app.update(stopped(0));
    assert_eq!(message(&app), "no quotes and names: it takes too long; do less");
    assert!(app.side_rows().iter().any(|row| row.text == "The article was not analyzed."));
    press(&mut app, "esc J");
    assert_eq!(message(&app), "it takes too long; do less");
    assert!(press(&mut app, "q").contains(&Effect::Quit));
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis(&article)) });
    press(&mut app, "esc J");
    assert_eq!(app.quote(), Some(QuoteId(0)));
}
