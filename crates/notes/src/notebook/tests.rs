use jiff::Timestamp;
use pullquote_article::text::Language;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Origin, Span};

use crate::*;

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for paragraph in text.split("\n\n") {
        builder.block(BlockKind::Paragraph, paragraph);
    }
    builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
}

const TEXT: &str = "“We close at dusk,” said Ann Lee, who keeps the harbour.\n\nNobody had told the ferry crews.";

fn draft(article: &Article, words: &str, note: &str) -> NewAnnotation {
    let start = article.text().find(words).unwrap();
    NewAnnotation { span: Span::new(start, start + words.len()), note: note.to_owned(), ..NewAnnotation::default() }
}

fn in_english() -> Sentences<'static> {
    Sentences::In(Language::english())
}

fn stamp(n: i64) -> Stamp {
    Stamp { id: format!("{n:026}"), now: Timestamp::from_second(1_764_000_000 + n).unwrap() }
}

fn time(n: i64) -> Timestamp {
    stamp(n).now
}

fn notes(notebook: &Notebook) -> Vec<&str> {
    notebook.entries().iter().map(|e| e.annotation.note.as_str()).collect()
}

#[test]
fn notes_are_listed_in_the_order_of_the_text_and_found_by_place() {
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, "a.toml".into(), Vec::new());
    notebook.add(&article, in_english(), draft(&article, "ferry", "second\0"), stamp(1)).unwrap();
    let id = notebook.add(&article, in_english(), draft(&article, "close at dusk", "first"), stamp(2)).unwrap();
    assert_eq!(notes(&notebook), ["first", "second"]);
    let at = article.text().find("dusk").unwrap();
    assert_eq!(notebook.at(at).iter().map(|e| e.annotation.id.as_str()).collect::<Vec<_>>(), [id]);
    assert!(notebook.at(0).is_empty());
    assert_eq!(
        notebook.add(
            &article,
            in_english(),
            NewAnnotation { span: Span::new(2, 2), ..NewAnnotation::default() },
            stamp(3)
        ),
        Err(NotebookError::Empty)
    );
}

#[test]
fn tags_are_tidied_and_the_motivation_follows_what_is_there() {
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, "a.toml".into(), Vec::new());
    let id = notebook.add(&article, in_english(), draft(&article, "ferry", ""), stamp(1)).unwrap();
    let motivation = |notebook: &Notebook| notebook.get(&id).unwrap().annotation.motivation;
    assert_eq!(motivation(&notebook), Motivation::Highlighting);
    let tags = |a: &mut Annotation| a.tags = ["#boats ", "boats", " ", "a b"].map(str::to_owned).to_vec();
    assert_eq!(notebook.edit(&id, "tags", time(2), tags), Ok(true));
    assert_eq!(notebook.edit(&id, "tags", time(3), tags), Ok(false));
    assert_eq!(motivation(&notebook), Motivation::Tagging);
    assert_eq!(notebook.tags().into_iter().collect::<Vec<_>>(), ["a b", "boats"]);
    assert_eq!(notebook.get(&id).unwrap().annotation.modified, time(2));
    notebook.edit(&id, "note", time(4), |a| a.note = "Ask.".to_owned()).unwrap();
    assert_eq!(motivation(&notebook), Motivation::Commenting);
}

#[test]
fn every_step_is_undone_and_done_again() {
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, "a.toml".into(), Vec::new());
    let mut states = vec![notebook.entries().to_vec()];
    let id = notebook.add(&article, in_english(), draft(&article, "ferry", "a"), stamp(1)).unwrap();
    states.push(notebook.entries().to_vec());
    notebook.edit(&id, "tags", time(2), |a| a.tags.push("t".to_owned())).unwrap();
    states.push(notebook.entries().to_vec());
    notebook.edit(&id, "check", time(3), |a| a.check = Some(Check::Verified)).unwrap();
    states.push(notebook.entries().to_vec());
    notebook.delete(&id).unwrap();
    states.push(notebook.entries().to_vec());
    for _ in 0..2 {
        for (state, name) in states.iter().rev().skip(1).zip(["delete", "check", "tags", "add"]) {
            assert_eq!(notebook.undo(&article).unwrap().name, name);
            assert_eq!(notebook.entries(), state);
        }
        assert!(notebook.undo(&article).is_none());
        for state in states.iter().skip(1) {
            notebook.redo(&article).unwrap();
            assert_eq!(notebook.entries(), state);
        }
        assert!(notebook.redo(&article).is_none());
    }
    notebook.undo(&article).unwrap();
    notebook.edit(&id, "note", time(5), |a| a.note = "b".to_owned()).unwrap();
    assert!(notebook.redo(&article).is_none(), "a new step leaves nothing to do again");
}

#[test]
fn a_save_takes_in_what_others_wrote_and_undo_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let article = article(TEXT);
    let open = || Notebook::open(&article, path.clone(), store::load(&path).unwrap().annotations);
    let save = |notebook: &mut Notebook| {
        let request = notebook.begin_save().unwrap();
        notebook.saved(&article, store::save(&request).unwrap());
    };
    let mut one = open();
    let id = one.add(&article, in_english(), draft(&article, "ferry", "a"), stamp(1)).unwrap();
    save(&mut one);
    let mut two = open();
    one.edit(&id, "note", time(2), |a| a.note = "a, more".to_owned()).unwrap();
    two.edit(&id, "tags", time(3), |a| a.tags.push("t".to_owned())).unwrap();
    two.add(&article, in_english(), draft(&article, "dusk", "by two"), stamp(4)).unwrap();
    save(&mut two);
    save(&mut one);
    assert!(!one.is_dirty() && one.begin_save().is_none());
    assert_eq!(notes(&one), ["by two", "a, more"]);
    assert_eq!(one.get(&id).unwrap().annotation.tags, ["t"]);
    one.undo(&article).unwrap();
    assert_eq!(notes(&one), ["by two", "a"]);
    assert_eq!(one.get(&id).unwrap().annotation.tags, ["t"]);
    save(&mut one);
    assert_eq!(open().entries(), one.entries());
}

#[test]
fn what_is_changed_during_a_save_is_saved_next_and_a_failed_save_stays_dirty() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, path.clone(), Vec::new());
    let id = notebook.add(&article, in_english(), draft(&article, "ferry", "a"), stamp(1)).unwrap();
    let request = notebook.begin_save().unwrap();
    notebook.edit(&id, "note", time(2), |a| a.note = "b".to_owned()).unwrap();
    assert!(notebook.begin_save().is_none(), "one save at a time");
    notebook.saved(&article, store::save(&request).unwrap());
    assert!(notebook.is_dirty());
    let request = notebook.begin_save().unwrap();
    notebook.save_failed();
    assert!(notebook.is_dirty());
    notebook.delete(&id).unwrap();
    notebook.move_to(folder.path().join("b.toml"));
    notebook.undo(&article).unwrap();
    let elsewhere = notebook.begin_save().unwrap();
    notebook.saved(&article, store::save(&elsewhere).unwrap());
    assert_eq!(store::load(&folder.path().join("b.toml")).unwrap().annotations[0].note, "b");
    store::save(&request).unwrap();
    assert_eq!(store::load(&path).unwrap().annotations[0].note, "b");
}

#[test]
fn an_unreadable_file_makes_the_notes_read_only() {
    let article = article(TEXT);
    let mut notebook = Notebook::unreadable(&article, "a.toml".into(), "a.toml:3:4: no".to_owned());
    let refused = notebook.add(&article, in_english(), draft(&article, "ferry", "a"), stamp(1)).unwrap_err();
    assert!(refused.to_string().contains("a.toml:3:4"));
    assert!(!notebook.is_dirty() && notebook.begin_save().is_none());
    notebook.move_to("b.toml".into());
    notebook.add(&article, in_english(), draft(&article, "ferry", "a"), stamp(1)).unwrap();
    assert!(notebook.begin_save().is_some());
}

#[test]
fn a_confirmed_place_is_added_and_the_first_stays() {
    let old = article(TEXT);
    let mut notebook = Notebook::open(&old, "a.toml".into(), Vec::new());
    let id = notebook.add(&old, in_english(), draft(&old, "Nobody had told the ferry crews", "a"), stamp(1)).unwrap();
    let annotations: Vec<Annotation> = notebook.entries().iter().map(|e| e.annotation.clone()).collect();
    let new = article(&format!("Something new is here.\n\n{TEXT}"));
    let mut notebook = Notebook::open(&new, "a.toml".into(), annotations.clone());
    let Anchor::Moved(span, _) = notebook.get(&id).unwrap().anchor else { panic!("not moved") };
    assert_eq!(notebook.confirm(&new, in_english(), &id, span, time(2)), Ok(true));
    let entry = notebook.get(&id).unwrap();
    assert_eq!(entry.anchor, Anchor::Exact(span));
    assert_eq!(entry.annotation.selectors[0], annotations[0].selectors[0]);
    notebook.undo(&new).unwrap();
    assert_eq!(notebook.get(&id).unwrap().anchor, Anchor::Moved(span, 1.0));
}

#[test]
fn a_note_kept_without_a_place_is_not_asked_about_when_the_text_beside_it_changes() {
    let page = |noon: &str| {
        format!(
            "The board met in the customs house. Fishermen {noon} since noon. “They had promised us one crane, and we wait for it.”"
        )
    };
    let old = article(&page("waited").replace("had promised us one crane", "promised us the crane"));
    let mut notebook = Notebook::open(&old, "a.toml".into(), Vec::new());
    let words = "They promised us the crane, and we wait for it";
    let id = notebook.add(&old, in_english(), draft(&old, words, "a"), stamp(1)).unwrap();
    let annotations: Vec<Annotation> = notebook.entries().iter().map(|e| e.annotation.clone()).collect();
    let new = article(&page("waited"));
    let mut notebook = Notebook::open(&new, "a.toml".into(), annotations);
    assert!(!matches!(notebook.get(&id).unwrap().anchor, Anchor::Exact(_) | Anchor::Orphan));
    assert_eq!(notebook.keep_without_place(&new, &id, time(2)), Ok(true));
    let later = article(&page("had long been"));
    notebook.anchor_again(&later, &[&id]);
    assert_eq!(notebook.get(&id).unwrap().anchor, Anchor::Orphan);
    assert!(notebook.unsure().is_none());
}

fn kind(name: &str, kind: &str) -> Fix {
    Fix::EntityKind { name: name.to_owned(), kind: kind.to_owned() }
}

fn fixes(notebook: &Notebook) -> Vec<Fix> {
    notebook.corrections().iter().map(|c| c.fix.clone()).collect()
}

#[test]
fn corrections_are_steps_among_the_others() {
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, "a.toml".into(), Vec::new());
    assert_eq!(notebook.correct(kind("Ann Lee", " place\n"), time(5)), Ok(true));
    assert_eq!(notebook.correct(kind("Ann Lee", "place"), time(6)), Ok(false));
    assert_eq!(notebook.correct(kind("Ann Lee", ""), time(6)), Err(NotebookError::Blank));
    assert!(notebook.is_dirty());
    notebook.add(&article, in_english(), draft(&article, "ferry", "a"), stamp(7)).unwrap();
    // A clock that was put back makes no correction older than the one before.
    assert_eq!(notebook.correct(kind("Ann Lee", "person"), time(1)), Ok(true));
    assert_eq!(notebook.corrections()[0].created, time(5));
    let subject = notebook.corrections()[0].subject();
    assert_eq!(notebook.withdraw(&subject), Ok(true));
    assert_eq!(notebook.withdraw(&subject), Ok(false));
    assert!(notebook.corrections().is_empty());
    let (place, person) = (vec![kind("Ann Lee", "place")], vec![kind("Ann Lee", "person")]);
    for _ in 0..2 {
        for (name, corrections, notes_left) in
            [("correction", &person, 1), ("correction", &place, 1), ("add", &place, 0), ("correction", &vec![], 0)]
        {
            let step = notebook.undo(&article).unwrap();
            assert_eq!((step.name, step.corrections.is_empty()), (name, name == "add"));
            assert_eq!((&fixes(&notebook), notes(&notebook).len()), (corrections, notes_left));
        }
        assert!(notebook.undo(&article).is_none());
        for (corrections, notes_left) in [(&place, 0), (&place, 1), (&person, 1), (&vec![], 1)] {
            notebook.redo(&article).unwrap();
            assert_eq!((&fixes(&notebook), notes(&notebook).len()), (corrections, notes_left));
        }
        assert!(notebook.redo(&article).is_none());
    }
    let mut unreadable = Notebook::unreadable(&article, "a.toml".into(), "a.toml:3:4: no".to_owned());
    assert!(matches!(unreadable.correct(kind("Ann Lee", "place"), time(1)), Err(NotebookError::ReadOnly(_))));
    assert!(matches!(unreadable.withdraw(&subject), Err(NotebookError::ReadOnly(_))));
}

#[test]
fn two_notebooks_lose_no_correction_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let article = article(TEXT);
    let open = || Notebook::open(&article, path.clone(), store::load(&path).unwrap());
    let save = |notebook: &mut Notebook| {
        let request = notebook.begin_save().unwrap();
        notebook.saved(&article, store::save(&request).unwrap());
    };
    let (mut one, mut two) = (open(), open());
    one.correct(kind("Ann Lee", "place"), time(1)).unwrap();
    save(&mut one);
    two.correct(kind("Dusk", "misc"), time(2)).unwrap();
    two.add(&article, in_english(), draft(&article, "ferry", "by two"), stamp(3)).unwrap();
    save(&mut two);
    // A correction made while a save is under way is in the next save.
    one.correct(kind("Ann Lee", "person"), time(4)).unwrap();
    let request = one.begin_save().unwrap();
    let said = Fix::Speaker { quote: "We close at dusk,".to_owned(), start: 1, speaker: None };
    one.correct(said.clone(), time(5)).unwrap();
    one.withdraw(&kind("Ann Lee", "").subject()).unwrap();
    one.saved(&article, store::save(&request).unwrap());
    assert!(one.is_dirty());
    assert_eq!(fixes(&one), [kind("Dusk", "misc"), said.clone()]);
    one.undo(&article).unwrap();
    save(&mut one);
    let expected = vec![kind("Ann Lee", "person"), kind("Dusk", "misc"), said];
    assert_eq!(fixes(&one), expected);
    assert_eq!(notes(&one), ["by two"]);
    two.reread(&article, store::load(&path).unwrap());
    assert!(!two.is_dirty());
    assert_eq!(fixes(&two), expected);
    // Undoing takes back its own correction alone, and what was corrected
    // elsewhere since stays.
    two.correct(kind("Ann Lee", "group"), time(6)).unwrap();
    save(&mut two);
    one.reread(&article, store::load(&path).unwrap());
    one.undo(&article).unwrap();
    one.undo(&article).unwrap();
    assert_eq!(fixes(&one), [kind("Ann Lee", "group"), kind("Dusk", "misc")]);
    save(&mut one);
    assert_eq!(open().corrections(), one.corrections());
    // An annotation's save keeps them, the text of their tables too.
    let tables = |text: &str| text.split_once("[[annotation]]").unwrap().0.to_owned();
    let before = tables(&std::fs::read_to_string(&path).unwrap());
    let id = one.entries()[0].annotation.id.clone();
    one.edit(&id, "note", time(7), |a| a.note = "more".to_owned()).unwrap();
    save(&mut one);
    assert_eq!(tables(&std::fs::read_to_string(&path).unwrap()), before);
    assert_eq!(open().corrections(), one.corrections());
    // In another file, nothing is left of it here.
    let elsewhere = folder.path().join("b.toml");
    std::fs::write(&elsewhere, "format = 1\n").unwrap();
    let kept = one.corrections().to_vec();
    one.move_to(elsewhere.clone());
    save(&mut one);
    assert_eq!(store::load(&elsewhere).unwrap().corrections, kept);
    assert_eq!(one.corrections(), kept);
}

#[test]
fn what_an_editor_writes_over_comes_back_with_undo() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    let article = article(TEXT);
    let mut mine = Notebook::open(&article, path.clone(), Vec::new());
    let add = |notebook: &mut Notebook, note: &str, n: i64| {
        notebook.add(&article, in_english(), draft(&article, "ferry", note), stamp(n)).unwrap();
        let request = notebook.begin_save().unwrap();
        notebook.saved(&article, store::save(&request).unwrap())
    };
    add(&mut mine, "first", 1);
    // An editor has the file open from here on.
    let open = std::fs::read_to_string(&path).unwrap();
    add(&mut mine, "second", 2);
    std::fs::write(&path, open.replace("first", "first, by hand")).unwrap();
    assert_eq!(mine.reread(&article, store::load(&path).unwrap()), 1);
    assert_eq!(notes(&mine), ["first, by hand"]);
    mine.undo(&article).unwrap();
    assert_eq!(notes(&mine), ["first, by hand", "second"]);
    let request = mine.begin_save().unwrap();
    mine.saved(&article, store::save(&request).unwrap());
    assert_eq!(store::load(&path).unwrap().annotations.len(), 2);
    // The same if a save finds it.
    std::fs::write(&path, &open).unwrap();
    assert_eq!(add(&mut mine, "third", 3), 1);
    assert_eq!(notes(&mine).len(), 2);
    mine.undo(&article).unwrap();
    assert_eq!(notes(&mine).len(), 3);
}

#[test]
fn annotations_that_overlap_a_span_are_those_of_a_look_at_all() {
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, "a.toml".into(), Vec::new());
    let words =
        ["Ann Lee", "at dusk", "at dusk,” said Ann Lee, who", "ferry", "crews", "had told the ferry crews", "harbour"];
    let ids: Vec<String> = (1..)
        .zip(words)
        .map(|(n, words)| notebook.add(&article, in_english(), draft(&article, words, "x"), stamp(n)).unwrap())
        .collect();
    let check = |notebook: &Notebook| {
        for start in 0..article.text().len() {
            for end in start..=article.text().len() {
                let span = Span::new(start, end);
                let placed = notebook.entries().iter().filter_map(|e| Some((e, e.anchor.span()?)));
                let all: Vec<_> = placed.filter(|(_, place)| place.overlaps(span)).collect();
                assert_eq!(notebook.overlapping(span).collect::<Vec<_>>(), all, "{span:?}");
            }
        }
    };
    check(&notebook);
    notebook.delete(&ids[2]).unwrap();
    check(&notebook);
    notebook.undo(&article);
    check(&notebook);
}

#[test]
fn what_can_be_undone_is_restored_for_notes_that_are_as_they_were() {
    let article = article(TEXT);
    let mut notebook = Notebook::open(&article, "n.toml".into(), Vec::new());
    let id = notebook.add(&article, in_english(), draft(&article, "ferry", ""), stamp(1)).unwrap();
    notebook.edit(&id, "note", time(2), |a| a.note = "Ask \"her\".".to_owned()).unwrap();
    notebook.edit(&id, "tags", time(3), |a| a.tags.push("t".to_owned())).unwrap();
    notebook.correct(Fix::EntityKind { name: "Lee".to_owned(), kind: "person".to_owned() }, time(4)).unwrap();
    notebook.undo(&article).unwrap();
    let text = notebook.history_text().unwrap();
    let annotations: Vec<Annotation> = notebook.entries().iter().map(|e| e.annotation.clone()).collect();

    let mut again = Notebook::open(&article, "n.toml".into(), annotations.clone());
    assert!(again.history_text().is_none() && again.undo(&article).is_none());
    assert!(again.restore_history(&text));
    assert_eq!(again.redo(&article).unwrap().name, "correction");
    assert_eq!(again.corrections().len(), 1);
    assert_eq!(again.undo(&article).unwrap().name, "correction");
    assert_eq!(again.undo(&article).unwrap().name, "tags");
    assert_eq!(again.undo(&article).unwrap().name, "note");
    assert_eq!(again.get(&id).unwrap().annotation.note, "");
    assert_eq!(again.undo(&article).unwrap().name, "add");
    assert!(again.entries().is_empty() && again.undo(&article).is_none());

    let mut changed = annotations;
    changed[0].note = "Somebody else.".to_owned();
    let mut other = Notebook::open(&article, "n.toml".into(), changed);
    assert!(!other.restore_history(&text) && other.undo(&article).is_none());
    assert!(!other.restore_history("no history = ") && !other.restore_history("[[done]]\nname = 1"));
}
