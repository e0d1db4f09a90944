use std::path::PathBuf;
use std::sync::Arc;

use super::*;
use crate::app::{Msg, Settings};
use pullquote_article::text::Language;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Origin};
use pullquote_notes::Annotation;
use pullquote_notes::{NewAnnotation, Notebook, Saved, Sentences, Stamp};

const OLD: &str = "The ferry crews came at night and found a chain across the water. “We close at dusk, and nobody will \
                   talk us out of it,” said Ann Lee, who has kept the harbour for twenty years. Per Ek turned back at \
                   once and said nothing more to anybody that night.";

fn article(text: &str) -> Arc<Article> {
    let mut builder = ArticleBuilder::new();
    for paragraph in text.split("\n\n") {
        builder.block(BlockKind::Paragraph, paragraph);
    }
    Arc::new(builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() }))
}

fn notes(words: &[&str]) -> Vec<Annotation> {
    let article = article(OLD);
    let mut notebook = Notebook::open(&article, PathBuf::from("n.toml"), Vec::new());
    for (i, words) in words.iter().enumerate() {
        let start = article.text().find(words).expect("the words");
        let draft = NewAnnotation {
            span: Span::new(start, start + words.len()),
            note: format!("note {i}"),
            ..NewAnnotation::default()
        };
        let now = jiff::Timestamp::from_second(1_764_000_000).unwrap();
        notebook
            .add(&article, Sentences::In(Language::english()), draft, Stamp { id: format!("{i:026}"), now })
            .unwrap();
    }
    notebook.entries().iter().map(|e| e.annotation.clone()).collect()
}

/// A reader of `text` with notes made on these words of [`OLD`].
fn reader(text: &str, words: &[&str]) -> App {
    let article = article(text);
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns: 80, rows: 24 });
    let notebook = Notebook::open(&article, PathBuf::from("n.toml"), notes(words));
    app.update(Msg::NotesLoaded(Box::new(notebook)));
    app
}

fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let effects: Vec<Effect> = keys.split(' ').flat_map(|key| app.update(Msg::Key(key.parse().expect(key)))).collect();
    let saves: Vec<_> =
        effects.iter().filter_map(|e| if let Effect::Save(s) = e { Some(s.clone()) } else { None }).collect();
    for save in saves {
        let saved = Saved { annotations: save.mine.clone(), corrections: save.corrections.clone(), ..Saved::default() };
        app.update(Msg::Saved(Ok(Box::new(saved))));
    }
    effects
}

fn unsure(app: &App) -> String {
    app.notebook().unwrap().unsure().to_string()
}

const CREWS: &str = "The ferry crews came at night";
const DUSK: &str = "We close at dusk, and nobody will talk us out of it";

#[test]
fn a_moved_note_is_marked_until_it_is_confirmed() {
    let mut app = reader(&format!("A new beginning.\n\n{OLD}"), &[CREWS, DUSK]);
    assert_eq!(unsure(&app), "2 moved");
    assert_eq!(app.status().unsure.total(), 2);
    let first = app.notebook().unwrap().entries()[0].annotation.selectors[0].clone();
    let effects = press(&mut app, "V enter");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]), "a decision is saved at once");
    assert_eq!(unsure(&app), "1 moved");
    let entry = &app.notebook().unwrap().entries()[0];
    assert_eq!(entry.annotation.selectors.len(), 2);
    assert_eq!(entry.annotation.selectors[0], first, "the first selector is never rewritten");
    // The next note is shown; undo takes the decision back and shows its note.
    assert!(matches!(&app.mode, Mode::Review(r) if r.id.ends_with('1')), "{:?}", app.mode);
    press(&mut app, "u");
    assert_eq!(unsure(&app), "2 moved");
    assert!(matches!(&app.mode, Mode::Review(r) if r.id.ends_with('0')), "{:?}", app.mode);
    press(&mut app, "A");
    assert_eq!((unsure(&app).as_str(), &app.mode), ("", &Mode::Read));
    press(&mut app, "u");
    assert_eq!(unsure(&app), "2 moved", "all of them were one step");
}

#[test]
fn a_place_that_was_refused_is_not_offered_again() {
    let changed = OLD.replace("nobody will talk us out of it", "no one is going to argue us into anything else");
    let mut app = reader(&changed, &[DUSK]);
    assert_eq!(unsure(&app), "1 to review");
    press(&mut app, "V x");
    assert_eq!((unsure(&app).as_str(), &app.mode), ("", &Mode::Read));
    let refused = app.notebook().unwrap().corrections().to_vec();
    assert_eq!(refused.len(), 2, "not there, and no place at all: {refused:?}");
    // The place stays refused after reopening and after an edit elsewhere.
    let loaded =
        pullquote_notes::store::Loaded { annotations: notes(&[DUSK]), corrections: refused, ..Default::default() };
    for text in [changed.clone(), format!("A new beginning.\n\n{changed}")] {
        let notebook = Notebook::open(&article(&text), PathBuf::from("n.toml"), loaded.clone());
        assert_eq!(notebook.unsure().to_string(), "", "{text}");
        assert_eq!(notebook.entries()[0].anchor, Anchor::Orphan, "{text}");
    }
    press(&mut app, "u");
    assert_eq!(unsure(&app), "1 to review");
    press(&mut app, "ctrl-r");
    assert_eq!(unsure(&app), "");
}

#[test]
fn notes_whose_words_are_gone_are_shown_and_once_seen_not_asked_about_again() {
    const OTHER: &str = "The market square was paved again in spring, and the stalls came back to it.";
    let mut app = reader(OTHER, &[CREWS, DUSK]);
    assert_eq!(unsure(&app), "2 without a place");
    press(&mut app, "V");
    let Mode::Review(review) = app.mode.clone() else { panic!("{:?}", app.mode) };
    let page = app.review_page(&review).unwrap();
    let shown: String = page.columns.iter().flatten().flatten().map(|part| part.text.as_str()).collect();
    assert!(shown.contains("chain across the water"), "with its sentence: {shown}");
    let effects = press(&mut app, "o");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]), "kept on disk");
    assert_eq!(unsure(&app), "1 without a place");
    press(&mut app, "enter");
    assert_eq!((unsure(&app).as_str(), &app.mode), ("", &Mode::Read));
    assert_eq!(app.notebook().unwrap().entries().len(), 2, "both are listed still");
    // The notes file is read again with what was saved, for a text that has the
    // words elsewhere.
    let corrections = app.notebook().unwrap().corrections().to_vec();
    let loaded =
        pullquote_notes::store::Loaded { annotations: notes(&[CREWS, DUSK]), corrections, ..Default::default() };
    for (text, counted) in [(OTHER.replace("again", "late"), ""), (format!("Well.\n\n{OLD}"), "2 moved")] {
        let notebook = Notebook::open(&article(&text), PathBuf::from("n.toml"), loaded.clone());
        assert_eq!(notebook.unsure().to_string(), counted, "{text}");
    }
    // Each can be opened again from the Notes tab, and undo asks again.
    press(&mut app, "g 3 enter");
    assert!(matches!(app.mode, Mode::Review(_)));
    press(&mut app, "esc u");
    assert_eq!(unsure(&app), "1 without a place");
    press(&mut app, "u ctrl-r");
    assert_eq!(unsure(&app), "1 without a place");
}

#[test]
fn a_note_that_got_a_place_again_is_asked_about_when_it_loses_it() {
    let moved = article(&format!("Well.\n\n{OLD}"));
    let other = article("The market square was paved again in spring.");
    let now = jiff::Timestamp::from_second(1_764_000_100).unwrap();
    let mut notebook = Notebook::open(&other, PathBuf::from("n.toml"), notes(&[CREWS]));
    let id = notebook.entries()[0].annotation.id.clone();
    assert!(notebook.keep_without_place(&other, &id, now).unwrap());
    notebook.anchor_in(&moved);
    let span = notebook.entries()[0].anchor.span().unwrap();
    assert!(notebook.confirm(&moved, Sentences::In(Language::english()), &id, span, now).unwrap());
    notebook.anchor_in(&other);
    assert_eq!(notebook.unsure().to_string(), "1 without a place");
    notebook.undo(&other);
    assert_eq!(notebook.unsure().to_string(), "");
}

#[test]
fn a_note_on_the_whole_article_has_no_place_to_lose() {
    let article = article(OLD);
    let mut whole = notes(&[CREWS]);
    whole[0].selectors.clear();
    let notebook = Notebook::open(&article, PathBuf::from("n.toml"), whole);
    assert!(notebook.unsure().is_none());
}

#[test]
fn a_note_may_be_kept_without_a_place_and_nothing_else_is_decided() {
    let twice = format!("{OLD}\n\n{OLD}");
    let mut app = reader(&format!("{} {twice}", "More words than before are here.".repeat(20)), &[CREWS]);
    assert_eq!(unsure(&app), "1 to review");
    press(&mut app, "V tab");
    assert!(matches!(&app.mode, Mode::Review(r) if r.place == 1), "the other place");
    press(&mut app, "n esc");
    assert_eq!(unsure(&app), "1 to review", "looking decides nothing");
    press(&mut app, "V o");
    assert_eq!(unsure(&app), "");
    assert_eq!(app.notebook().unwrap().entries().len(), 1, "it is listed still");
    press(&mut app, "u");
    assert_eq!(unsure(&app), "1 to review", "one step");
}

#[test]
fn enter_in_the_notes_tab_asks_where_a_note_belongs() {
    let mut app = reader(&format!("A new beginning.\n\n{OLD}"), &[CREWS]);
    press(&mut app, "g 3 enter");
    assert!(matches!(app.mode, Mode::Review(_)));
    press(&mut app, "enter");
    assert_eq!(app.mode, Mode::Read);
    press(&mut app, "g 3 enter");
    assert_eq!(app.mode, Mode::Read, "a note in its place is simply shown");
    press(&mut app, "V");
    assert!(app.message().unwrap().text.contains("every note"));
}

#[test]
fn the_changed_source_is_opened_with_its_notes_without_leaving() {
    use crate::app::changes::RereadOutcome;
    use pullquote_notes::{Changes, Revision};
    let mut app = reader(OLD, &[CREWS]);
    let new = article(&format!("A new beginning of many words.\n\n{OLD}"));
    let edition = |article: &Article| Revision::of(article, Vec::new(), jiff::Timestamp::UNIX_EPOCH);
    let changes = Changes::between(&edition(app.article()), &edition(&new));
    app.update(Msg::Reread(RereadOutcome::Changed(Box::new(changes), Arc::clone(&new))));
    let Mode::Changes(view) = app.mode else { panic!("{:?}", app.mode) };
    let hints: Vec<&str> = app.changes_page(view).hints.iter().map(|(_, does)| *does).collect();
    assert_eq!(hints[0], "open it as it is now");
    let effects = press(&mut app, "enter");
    let [
        Effect::Opened(opened),
        Effect::Analyze { revision, .. },
        Effect::LoadNotes,
        Effect::ListTags,
        Effect::LoadSearches,
    ] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!((opened.text(), app.article().text(), &app.mode), (new.text(), new.text(), &Mode::Read));
    // An analysis of the article before comes too late.
    assert_eq!(*revision, 1);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::default() });
    assert!(app.analysis().is_none());
    app.update(Msg::NotesLoaded(Box::new(Notebook::open(&new, PathBuf::from("n.toml"), notes(&[CREWS])))));
    assert_eq!(unsure(&app), "1 moved");
    // What is not saved yet is saved first.
    app.update(Msg::Reread(RereadOutcome::Changed(
        Box::new(Changes::between(&edition(&new), &edition(&article(OLD)))),
        article(OLD),
    )));
    app.update(Msg::Key("esc".parse().unwrap()));
    press(&mut app, "V");
    let save = app.update(Msg::Key("enter".parse().unwrap()));
    assert!(matches!(save.as_slice(), [Effect::Save(_)]));
    app.mode = Mode::Changes(view);
    assert_eq!(app.update(Msg::Key("enter".parse().unwrap())).len(), 0);
    assert_eq!(app.article().text(), new.text());
}

#[test]
fn a_person_can_show_where_a_note_belongs() {
    let mut app = reader("The market square was paved again in spring. The stalls came back to it.", &[CREWS]);
    press(&mut app, "V v");
    let selected = |app: &App| app.selection().unwrap().of(app.article.text()).to_owned();
    assert_eq!(selected(&app), "The market square was paved again in spring.");
    press(&mut app, "esc");
    assert!(matches!(app.mode, Mode::Review(_)), "back to the note");
    press(&mut app, "v j b");
    assert_eq!(selected(&app).trim(), "The stalls came back to");
    let effects = press(&mut app, "enter");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]));
    assert_eq!((unsure(&app).as_str(), &app.mode), ("", &Mode::Read));
    let entry = &app.notebook().unwrap().entries()[0];
    assert_eq!(entry.anchor.span().unwrap().of(app.article.text()), "The stalls came back to");
    assert_eq!(entry.annotation.exact(), CREWS, "the first selector is never rewritten");
}

#[test]
fn the_review_says_how_many_words_are_still_there() {
    let changed = OLD.replace("nobody will talk us out of it", "no one is going to argue us into anything else");
    let mut app = reader(&changed, &[DUSK]);
    press(&mut app, "V");
    let Mode::Review(review) = app.mode.clone() else { panic!("{:?}", app.mode) };
    let page = app.review_page(&review).unwrap();
    let shown: String = page.columns.iter().flatten().flatten().map(|part| part.text.as_str()).collect();
    assert!(shown.contains(" of the 12 words are still there"), "{shown}");
}
