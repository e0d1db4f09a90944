//! Notes that are being written: drafts on disk, and what comes back from there.

use super::*;
use crate::folders::Draft;
use pullquote_notes::store::Loaded;
use pullquote_notes::{Anchor, Annotation};

fn type_note(app: &mut App, text: &str) -> Vec<Effect> {
    app.update(Msg::DraftChanged(text.into()))
}

/// The draft that was left by a reader in which `keys` opened a note.
fn left_behind(keys: &str, text: &str) -> Draft {
    let mut app = reader(120, 20);
    press(&mut app, keys);
    match type_note(&mut app, text).as_slice() {
        [Effect::WriteDraft(draft)] => draft.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

fn open_text(app: &App) -> &str {
    match app.mode() {
        Mode::Edit(draft) => &draft.text,
        other => panic!("{other:?}"),
    }
}

fn only_note(app: &App) -> &Annotation {
    match app.notebook().unwrap().entries() {
        [entry] => &entry.annotation,
        other => panic!("{other:?}"),
    }
}

/// A reader with a saved note on the first quote, and that note.
fn reader_with_note() -> (App, Annotation) {
    let mut app = reader(120, 20);
    press(&mut app, "J t r i v e r");
    let effects = press(&mut app, "enter");
    on_disk(&mut app, &effects);
    press(&mut app, "a");
    type_note(&mut app, "the note");
    let effects = press(&mut app, "ctrl-s");
    on_disk(&mut app, &effects);
    let note = only_note(&app).clone();
    (app, note)
}

#[test]
fn what_is_typed_is_a_draft_until_the_note_is_saved() {
    let mut app = reader(120, 20);
    press(&mut app, "J a");
    let effects = type_note(&mut app, "half");
    let [Effect::WriteDraft(draft)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!((draft.annotation.note.as_str(), draft.annotation.exact()), ("half", "We won the harbour."));
    assert_eq!(type_note(&mut app, "half"), [], "only the cursor moved");
    assert_eq!(type_note(&mut app, ""), [Effect::RemoveDraft(draft.key.clone())]);
    type_note(&mut app, "whole");
    assert_eq!(app.unfinished().unwrap().annotation.note, "whole");
    let effects = press(&mut app, "ctrl-s");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]), "it is not on disk yet: {effects:?}");
    assert_eq!(on_disk(&mut app, &effects), [Effect::RemoveDraft(draft.key.clone())]);
    assert_eq!((only_note(&app).id.as_str(), app.unfinished()), (draft.key.as_str(), None));
}

#[test]
fn a_dropped_note_leaves_no_draft() {
    let mut app = reader(120, 20);
    press(&mut app, "J a");
    type_note(&mut app, "half");
    press(&mut app, "esc");
    assert!(app.unfinished().is_some(), "the question is open");
    assert!(matches!(press(&mut app, "d").as_slice(), [Effect::RemoveDraft(_)]));
    assert_eq!((app.unfinished(), app.mode()), (None, &Mode::Read));
}

#[test]
fn a_draft_stays_until_a_save_succeeds() {
    let mut app = reader(120, 20);
    press(&mut app, "J a");
    type_note(&mut app, "half");
    press(&mut app, "ctrl-s");
    assert_eq!(app.update(Msg::Saved(Err("the disk is full".into()))), []);
    press(&mut app, "q");
    let effects = press(&mut app, "t");
    assert!(matches!(on_disk(&mut app, &effects).as_slice(), [Effect::RemoveDraft(_), Effect::Quit]));
}

#[test]
fn a_note_that_was_not_saved_comes_back() {
    let draft = left_behind("J J a", "half");
    let mut app = reader(120, 20);
    assert_eq!(app.update(Msg::DraftsFound(vec![draft.clone()])), []);
    assert_eq!(message(&app), "the note you were writing was not saved: gi continues it");
    assert_eq!(app.mode(), &Mode::Read, "nothing is opened unasked");
    press(&mut app, "g i");
    assert_eq!(open_text(&app), "half");
    let effects = press(&mut app, "ctrl-s");
    assert_eq!(on_disk(&mut app, &effects), [Effect::RemoveDraft(draft.key)]);
    assert_eq!((only_note(&app).note.as_str(), only_note(&app).exact()), ("half", "Not yet, friends."));
    press(&mut app, "g i");
    assert_eq!(message(&app), "there is no note that was not saved");
}

#[test]
fn the_key_for_a_note_continues_it_on_the_same_words_only() {
    let draft = left_behind("J J a", "half");
    let mut app = reader(120, 20);
    app.update(Msg::DraftsFound(vec![draft]));
    press(&mut app, "J a");
    assert_eq!(open_text(&app), "");
    press(&mut app, "esc J a");
    assert_eq!(open_text(&app), "half");
}

#[test]
fn several_notes_come_back_the_newest_first() {
    let (first, second) = (left_behind("J a", "first"), left_behind("J J a", "second"));
    let (first, second) = (Draft { key: "01A".into(), ..first }, Draft { key: "01B".into(), ..second });
    let mut app = reader(120, 20);
    app.update(Msg::DraftsFound(vec![second, first]));
    assert_eq!(message(&app), "2 notes you were writing were not saved: gi continues the last one");
    press(&mut app, "g i");
    assert_eq!(open_text(&app), "second");
    press(&mut app, "esc d g i");
    assert_eq!(open_text(&app), "first");
}

#[test]
fn a_changed_note_comes_back_beside_what_is_saved() {
    let (mut app, note) = reader_with_note();
    let changed = Annotation { note: "the note, and more".into(), ..note };
    app.update(Msg::DraftsFound(vec![Draft { key: "01KEY".into(), annotation: changed }]));
    press(&mut app, "g i");
    assert_eq!(open_text(&app), "the note, and more");
    press(&mut app, "esc d");
    assert_eq!(only_note(&app).note, "the note", "dropped");
}

#[test]
fn a_draft_of_a_saved_note_is_removed_silently() {
    let (mut app, note) = reader_with_note();
    let before = message(&app).to_owned();
    let draft = Draft { key: "01KEY".into(), annotation: note };
    assert_eq!(app.update(Msg::DraftsFound(vec![draft])), [Effect::RemoveDraft("01KEY".into())]);
    assert_eq!(message(&app), before);
}

#[test]
fn a_note_that_was_deleted_elsewhere_becomes_a_new_one() {
    for change in [true, false] {
        let (mut app, note) = reader_with_note();
        press(&mut app, "a");
        if change {
            type_note(&mut app, "the note, and more");
        }
        let header = app.notebook().unwrap().header().clone();
        app.update(Msg::NotesReread(Box::new(Loaded { header: Some(header), ..Loaded::default() })));
        assert_eq!(message(&app), "another program deleted this note; ctrl-s saves it as a new one");
        let effects = press(&mut app, "ctrl-s");
        on_disk(&mut app, &effects);
        assert_eq!(message(&app), "saved as a new note, as another program had deleted it: “We won the harbour.”");
        let new = only_note(&app);
        assert_eq!(new.note, if change { "the note, and more" } else { "the note" });
        assert_eq!((&new.selectors, &new.tags), (&note.selectors, &note.tags));
        assert_ne!(new.id, note.id);
    }
}

#[test]
fn a_note_on_words_that_are_gone_is_not_lost() {
    let mut draft = left_behind("J a", "half");
    draft.annotation.selectors[0].exact = "Words that this article never had, nor anything like them".into();
    draft.annotation.selectors[0].prefix.clear();
    draft.annotation.selectors[0].suffix.clear();
    draft.annotation.selectors[0].text_sha256 = "another text".into();
    let mut app = reader(120, 20);
    app.update(Msg::DraftsFound(vec![draft]));
    press(&mut app, "g i");
    let effects = press(&mut app, "ctrl-s");
    on_disk(&mut app, &effects);
    assert_eq!(only_note(&app).note, "half");
    assert_eq!(app.notebook().unwrap().entries()[0].anchor, Anchor::Orphan);
}

#[test]
fn an_editor_that_fails_leaves_the_draft_that_it_was_given() {
    let draft = left_behind("J a", "half");
    let mut app = reader(120, 20);
    app.update(Msg::DraftsFound(vec![draft]));
    let effects = press(&mut app, "J A");
    let [Effect::OpenEditor { draft, comment }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(draft.annotation.note, "half");
    assert!(comment.starts_with("# We won the harbour.\n# — Ann Lee\n# These lines"), "{comment}");
    let failed = EditorFailed { why: "the editor failed".into(), left: None };
    assert_eq!(app.update(Msg::EditorReturned(Err(failed))), []);
    press(&mut app, "a");
    assert_eq!(open_text(&app), "half");
}

#[test]
fn a_note_without_a_draft_leaves_none_if_the_editor_fails() {
    let mut app = reader(120, 20);
    let effects = press(&mut app, "J A");
    let [Effect::OpenEditor { draft, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let failed = EditorFailed { why: "the editor failed".into(), left: None };
    assert_eq!(app.update(Msg::EditorReturned(Err(failed))), [Effect::RemoveDraft(draft.key.clone())]);
    assert_eq!(app.unfinished(), None);
}

#[test]
fn what_an_editor_left_that_was_interrupted_is_a_draft() {
    let mut app = reader(120, 20);
    press(&mut app, "J A");
    let failed = EditorFailed { why: "the reader was asked to end".into(), left: Some("half".into()) };
    let effects = app.update(Msg::EditorReturned(Err(failed)));
    let [Effect::WriteDraft(draft)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(draft.annotation.note, "half");
    assert_eq!(app.unfinished().as_ref(), Some(&**draft));
}

#[test]
fn an_error_stays_beside_the_message_about_drafts() {
    let mut app = reader(120, 20);
    app.update(Msg::Failed("the page is a paywall".into()));
    app.update(Msg::DraftsFound(vec![left_behind("J a", "half")]));
    assert!(message(&app).ends_with("continues it; the page is a paywall"), "{}", message(&app));
}

#[test]
fn the_page_of_changes_does_not_close_a_note() {
    let mut app = reader(120, 20);
    press(&mut app, "r J a");
    type_note(&mut app, "half");
    let now = article(3);
    let changes = pullquote_notes::Changes::between(&revision(app.article()), &revision(&now));
    app.update(Msg::Reread(changes::RereadOutcome::Changed(Box::new(changes), now)));
    assert_eq!(open_text(&app), "half");
    assert_eq!(message(&app), "the source has changed: r shows more");
}

fn revision(article: &Article) -> pullquote_notes::Revision {
    pullquote_notes::Revision::of(article, Vec::new(), Timestamp::UNIX_EPOCH)
}
