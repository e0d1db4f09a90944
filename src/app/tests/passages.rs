//! Removed passages: putting them back and removing them again.

use super::*;

#[test]
fn a_passage_is_put_back_kept_and_taken_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    let cleaned = kept.text().to_owned();
    kept.press("} v H esc");
    kept.press("R ] r");
    assert_eq!(kept.app.pick(), Some(&Pick::Cut(0)));
    assert_eq!(kept.app.status().chosen, "cut 1/1 · newsletter");
    kept.press("a");
    assert_eq!(message(&kept.app), "this passage was cut; enter puts it back");
    let row = |app: &App| app.rows().iter().position(|row| app.is_picked_cut(row));
    let before = row(&kept.app);
    // The message appears when the change is on disk, not before.
    let effects = press(&mut kept.app, "enter");
    assert_eq!((message(&kept.app), kept.app.status().save_state), ("", status::SaveState::Saving));
    kept.act(effects);
    assert_eq!(message(&kept.app), "put back · saved");
    assert!(kept.text().contains("Sign up now"));
    assert_eq!((row(&kept.app), before.is_some()), (before, true), "it stays where it was on the screen");
    assert_eq!(kept.app.cuts(), removed::RemovedCount { cut: 1, put_back: 1 });
    assert!(kept.app.notebook().unwrap().entries()[0].anchor.span().is_some());
    // Its words can be annotated.
    kept.press("H");
    assert_eq!(kept.app.notebook().unwrap().entries().last().unwrap().annotation.exact(), "Sign up now");

    let mut again = SavedReader::open(folder.path());
    assert!(again.text().contains("Sign up now"), "it is remembered");
    let anchors: Vec<_> = again.app.notebook().unwrap().entries().iter().map(|e| e.anchor.clone()).collect();
    assert!(anchors.iter().all(|a| matches!(a, pullquote_notes::Anchor::Exact(_))), "{anchors:?}");
    again.press("] r");
    assert!(again.app.shows_removed());
    assert_eq!(again.app.status().chosen, "put back 1/1 · newsletter");
    again.press("enter");
    assert_eq!((message(&again.app), again.text()), ("taken out again · saved", cleaned.as_str()));
    again.press("u");
    assert_eq!(message(&again.app), "undone: correction");
    assert!(again.text().contains("Sign up now"));
    again.press("ctrl-r");
    assert_eq!(again.text(), cleaned);
    assert_eq!(SavedReader::open(folder.path()).text(), cleaned);
}

#[test]
fn the_mouse_picks_a_passage_and_hiding_them_lets_go_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("R ] r esc esc");
    assert_eq!(kept.app.pick(), None);
    let at = kept.app.rows().iter().position(|r| matches!(r.source, crate::layout::RowSource::Removed(_))).unwrap();
    let area = kept.app.areas().column;
    let y = area.y + u16::try_from(at).unwrap();
    kept.app.update(Msg::Mouse(Mouse { kind: MouseKind::Press, x: area.x + 2, y }));
    assert_eq!(kept.app.pick(), Some(&Pick::Cut(0)));
    kept.press("R");
    assert_eq!(kept.app.pick(), None);
}

#[test]
fn a_passage_put_back_elsewhere_keeps_a_half_written_note_on_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    let mut other = SavedReader::open(folder.path());
    kept.press("G");
    // The heading comes after the passage.
    kept.press("/ e n d enter a");
    kept.app.update(Msg::DraftChanged("which end?".into()));
    other.press("] r enter");
    let loaded = pullquote_notes::store::load(&kept.path).unwrap();
    let effects = kept.app.update(Msg::NotesReread(Box::new(loaded)));
    assert!(matches!(effects[..], [Effect::Analyze { .. }]));
    kept.act(effects);
    assert!(kept.text().contains("Sign up now"));
    kept.press("ctrl-s");
    let entry = &kept.app.notebook().unwrap().entries()[0];
    assert_eq!((entry.annotation.exact(), entry.annotation.note.as_str()), ("end", "which end?"));
    assert_eq!(entry.anchor.span().map(|s| s.of(kept.text())), Some("end"));
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = SavedReader::open(folder.path());
    kept.press("] r");
    let effects = press(&mut kept.app, "enter");
    let old = Analysis { sentences: vec![Span::new(0, 1)], ..Analysis::default() };
    kept.app.update(Msg::Analyzed { revision: 0, analysis: Box::new(old) });
    assert_eq!(kept.app.analysis(), None);
    kept.act(effects);
    assert!(kept.app.analysis().is_some_and(|a| a.sentences.len() > 1));
}
