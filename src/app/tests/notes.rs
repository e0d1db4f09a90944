//! Notes, tags and check states: saving, undo, and that nothing is lost.

use super::*;

#[test]
fn a_note_is_reported_as_saved_when_it_is_on_disk() {
    let mut app = reader(120, 20);
    press(&mut app, "J a");
    assert!(matches!(app.mode(), Mode::Edit(_)));
    app.update(Msg::DraftChanged("Ask her.".into()));
    let effects = press(&mut app, "ctrl-s");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]));
    assert_eq!((message(&app), app.status().save_state), ("", status::SaveState::Saving));
    on_disk(&mut app, &effects);
    assert_eq!(
        (message(&app), app.status().save_state),
        ("note saved: “We won the harbour.”", status::SaveState::Saved)
    );
    let entry = &app.notebook().unwrap().entries()[0];
    assert_eq!((entry.annotation.note.as_str(), entry.annotation.exact()), ("Ask her.", "We won the harbour."));
    assert_eq!(entry.annotation.quote.as_ref().unwrap().speaker.as_deref(), Some("Ann Lee"));
}

#[test]
fn unsaved_notes_are_not_lost_without_a_question() {
    let mut app = reader(120, 20);
    press(&mut app, "J c v");
    app.update(Msg::Saved(Err("notes.toml cannot be written: the folder is read-only".into())));
    assert_eq!(app.status().save_state, status::SaveState::Unsaved);
    app.update(Msg::Tick(Timestamp::from_second(9_999).unwrap()));
    assert!(message(&app).contains("read-only"), "the message stays");
    assert_eq!(press(&mut app, "q"), []);
    assert!(app.confirm().is_some_and(|c| c.question.contains("read-only")));
    press(&mut app, "o");
    press(&mut app, "ctrl-u");
    app.update(Msg::Paste("/tmp/other.toml".into()));
    let effects = press(&mut app, "enter");
    let [Effect::Save(snapshot)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(snapshot.path, PathBuf::from("/tmp/other.toml"));
    on_disk(&mut app, &effects);
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn checks_are_counted_and_undone() {
    let mut app = reader(120, 20);
    for keys in ["J c v", "J c v c c enter", "u"] {
        let effects = press(&mut app, keys);
        on_disk(&mut app, &effects);
        while let [Effect::Save(_)] = on_disk(&mut app, &effects).as_slice() {}
    }
    assert_eq!(app.check_of(QuoteId(0)), Some(Check::Verified));
    assert_eq!(app.check_of(QuoteId(1)), Some(Check::Verified), "one step was undone");
    assert_eq!(app.checked(), Some((2, 4)));
}

#[test]
fn a_note_that_changed_is_asked_about() {
    let mut app = reader(120, 20);
    press(&mut app, "J a");
    app.update(Msg::DraftChanged("half".into()));
    press(&mut app, "esc");
    assert!(app.confirm().is_some());
    press(&mut app, "esc");
    assert!(matches!(app.mode(), Mode::Edit(draft) if draft.text == "half"));
    press(&mut app, "esc d");
    assert_eq!(app.mode(), &Mode::Read);
    assert!(app.notebook().unwrap().entries().is_empty());
}

#[test]
fn tags_are_completed_from_those_in_use() {
    let mut app = reader(120, 20);
    press(&mut app, "J t r i v e r");
    let effects = press(&mut app, "enter");
    on_disk(&mut app, &effects);
    press(&mut app, "J t r tab");
    assert_eq!(app.prompt().unwrap().line.text(), "river");
    let effects = press(&mut app, "enter");
    on_disk(&mut app, &effects);
    assert_eq!(app.notebook().unwrap().entries()[1].annotation.tags, ["river"]);
}

#[test]
fn tags_that_hold_blanks_survive_their_line() {
    let mut app = reader(120, 20);
    let open = press(&mut app, "J t");
    assert_eq!(open, []);
    app.update(Msg::Paste("\"two words\" sea".into()));
    let effects = press(&mut app, "enter");
    on_disk(&mut app, &effects);
    let tags = |app: &App| app.notebook().unwrap().entries()[0].annotation.tags.clone();
    assert_eq!(tags(&app), ["two words", "sea"]);
    // If nothing is typed, nothing is saved and there is nothing to undo.
    assert_eq!(press(&mut app, "t enter"), []);
    let effects = press(&mut app, "t r i v e r enter");
    on_disk(&mut app, &effects);
    assert_eq!(tags(&app), ["two words", "sea", "river"]);
    press(&mut app, "J t w o r d tab");
    assert_eq!(app.prompt().unwrap().line.text(), "\"two words\"");
}

#[test]
fn unreadable_notes_are_never_written() {
    let mut app = reader(120, 20);
    let article = Arc::clone(app.article());
    let notebook = Notebook::unreadable(&article, PathBuf::from("n.toml"), "n.toml:3:1: what is this".into());
    app.update(Msg::NotesLoaded(Box::new(notebook)));
    assert!(message(&app).contains("n.toml:3:1"));
    for keys in ["J a", "c", "H", "t", "dd", "u"] {
        let effects: Vec<Effect> = keys
            .split(' ')
            .flat_map(|k| match k {
                "dd" => press(&mut app, "d d"),
                k => press(&mut app, k),
            })
            .collect();
        assert_eq!((effects, app.mode()), (Vec::new(), &Mode::Read), "{keys}");
    }
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn unreadable_notes_are_not_reported_as_no_notes() {
    let mut app = reader(140, 40);
    let broken = Notebook::unreadable(app.article(), PathBuf::from("notes.toml"), "line 3 is broken".into());
    app.update(Msg::NotesLoaded(Box::new(broken)));
    press(&mut app, "g 3");
    let said: Vec<_> = app.side_rows().iter().map(|r| r.text.as_str()).collect();
    assert!(said.join(" ").starts_with("The notes file cannot be read"), "{said:?}");
}
