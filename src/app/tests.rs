//! Keys in, state out: no terminal, no files.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::article::{ArticleBuilder, BlockKind, Format, Meta, Origin};
use crate::config::{Entry as KeyLine, Place, Preset};
use crate::nlp::{self, Model, Quote, QuoteKind, Speaker};
use crate::notes::annotation::Check;

const SPEECHES: [(&str, &str); 4] = [
    ("Ann Lee", "We won the harbour."),
    ("Bo Ek", "Not yet, friends."),
    ("Ann Lee", "Then when?"),
    ("Bo Ek", "Soon enough."),
];

fn article(paragraphs: usize) -> Arc<Article> {
    let mut builder = ArticleBuilder::new();
    builder.meta(Meta { title: Some("The Harbour".into()), site: Some("The Pier".into()), ..Meta::default() });
    builder.block(BlockKind::Title, "The Harbour");
    for i in 0..paragraphs {
        match SPEECHES.get(i / 3).filter(|_| i % 3 == 1) {
            Some((name, words)) => builder.block(BlockKind::Paragraph, &format!("“{words}” said {name} on the pier.")),
            None => builder.block(
                BlockKind::Paragraph,
                "Gulls rose over the quay. The tide went out slowly, and nobody spoke of the boats that were lost.",
            ),
        };
    }
    builder.removed("Sign up now", "newsletter", "sign-up").block(BlockKind::Heading(2), "The end");
    let url = Some("https://pier.example/harbour".to_owned());
    Arc::new(builder.finish(Origin { path: None, url, format: Format::Html, sha256: String::new() }))
}

/// An analysis that says what the article above holds, whatever the finders
/// make of it.
fn analysis(article: &Article) -> Analysis {
    let mut analysis = Analysis {
        mentions: Vec::new(),
        entities: Vec::new(),
        quotes: Vec::new(),
        ..nlp::analyze(article, &Model::default())
    };
    for (i, (name, words)) in SPEECHES.iter().enumerate() {
        let Some(start) = article.text().find(words) else { continue };
        let speaker = Speaker { name: (*name).into(), entity: None, mention: None, how: nlp::How::Name, rule: "test" };
        let spans = vec![Span::new(start, start + words.len())];
        let id = QuoteId(i);
        analysis.quotes.push(Quote {
            id,
            kind: QuoteKind::Direct,
            spans,
            speaker: Some(speaker),
            cue: None,
            confidence: 1.0,
            candidates: Vec::new(),
        });
    }
    analysis
}

fn reader(columns: u16, rows: u16) -> App {
    let article = article(40);
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns, rows });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis(&article)) });
    app.update(Msg::NotesLoaded(Box::new(Notebook::open(&article, PathBuf::from("notes.toml"), Vec::new()))));
    app
}

/// Presses keys, as `config.toml` writes them, parted by blanks.
fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    keys.split(' ').flat_map(|key| app.update(Msg::Key(key.parse().expect(key)))).collect()
}

/// Answers a save as the disk would.
fn on_disk(app: &mut App, effects: &[Effect]) -> Vec<Effect> {
    let saves: Vec<_> =
        effects.iter().filter_map(|e| if let Effect::Save(s) = e { Some(s.mine.clone()) } else { None }).collect();
    let save = |annotations| crate::notes::notebook::Saved { annotations, ..Default::default() };
    saves.into_iter().flat_map(|mine| app.update(Msg::Saved(Ok(Box::new(save(mine)))))).collect()
}

fn message(app: &App) -> &str {
    app.message().map_or("", |m| m.text.as_str())
}

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
        ],
    );
    assert_eq!(map.keys_of(Action::NextQuote), ["x", "ctrl-n"]);
    let errors: Vec<(usize, String)> = errors.iter().map(|e| (e.place().line, e.to_string())).collect();
    assert_eq!(
        errors,
        [
            (2, "there is no action “nxt-quote”; did you mean “next-quote”?".to_owned()),
            (3, "there is no key “tap”; did you mean “tab”?".to_owned()),
            (4, "“g” for “undo” clashes with “gg”, which is bound to “top”".to_owned()),
        ]
    );
}

#[test]
fn walking_quotes_takes_both_panes_along() {
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
    assert_eq!(app.mode(), &Mode::Card(QuoteId(1)));
}

#[test]
fn a_digit_shows_its_tab_and_may_still_become_a_count() {
    let mut app = reader(120, 20);
    press(&mut app, "2");
    assert_eq!(app.tab(), Tab::Entities);
    press(&mut app, "j");
    assert_eq!(app.tab(), Tab::Entities, "a movement is one in the list that is seen");
    press(&mut app, "1 2 j");
    assert_eq!(app.tab(), Tab::Entities, "two digits are a count");
    press(&mut app, "3");
    app.update(Msg::Tick(Timestamp::from_second(60).unwrap()));
    press(&mut app, "j");
    assert_eq!(app.tab(), Tab::Notes);
}

#[test]
fn a_note_is_said_to_be_saved_when_it_is() {
    let mut app = reader(120, 20);
    press(&mut app, "J a");
    assert!(matches!(app.mode(), Mode::Edit(_)));
    app.update(Msg::DraftChanged("Ask her.".into()));
    let effects = press(&mut app, "ctrl-s");
    assert!(matches!(effects.as_slice(), [Effect::Save(_)]));
    assert_eq!((message(&app), app.status().keeping), ("", status::Keeping::Saving));
    on_disk(&mut app, &effects);
    assert_eq!((message(&app), app.status().keeping), ("note saved", status::Keeping::Saved));
    let entry = &app.notebook().unwrap().entries()[0];
    assert_eq!((entry.annotation.note.as_str(), entry.annotation.exact()), ("Ask her.", "We won the harbour."));
    assert_eq!(entry.annotation.quote.as_ref().unwrap().speaker.as_deref(), Some("Ann Lee"));
}

#[test]
fn what_cannot_be_saved_is_not_lost_without_a_word() {
    let mut app = reader(120, 20);
    press(&mut app, "J c");
    app.update(Msg::Saved(Err("notes.toml cannot be written: the folder is read-only".into())));
    assert_eq!(app.status().keeping, status::Keeping::Unsaved);
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
    for keys in ["J c", "J c c", "u"] {
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
    // Nothing typed: nothing is saved, and nothing there is to undo.
    assert_eq!(press(&mut app, "t enter"), []);
    let effects = press(&mut app, "t r i v e r enter");
    on_disk(&mut app, &effects);
    assert_eq!(tags(&app), ["two words", "sea", "river"]);
    press(&mut app, "J t w o r d tab");
    assert_eq!(app.prompt().unwrap().line.text(), "\"two words\"");
}

#[test]
fn selecting_begins_with_a_sentence_and_goes_by_words() {
    let mut app = reader(120, 20);
    press(&mut app, "} v");
    let words = |app: &App| app.selection().unwrap().of(app.article().text()).to_owned();
    assert_eq!(words(&app), "Gulls rose over the quay.");
    press(&mut app, "b b");
    assert_eq!(words(&app).trim(), "Gulls rose over");
    press(&mut app, "e e");
    assert_eq!(words(&app), "Gulls rose over the quay");
    press(&mut app, "}");
    assert!(words(&app).ends_with("boats that were lost."));
    press(&mut app, "j");
    assert!(words(&app).starts_with('“'), "{}", words(&app));
}

#[test]
fn a_phrase_is_found_across_a_soft_break() {
    let mut app = reader(40, 12);
    press(&mut app, "/");
    app.update(Msg::Paste("slowly, and nobody SPOKE".to_lowercase()));
    press(&mut app, "enter");
    assert!(app.matches().len() > 5);
    let first = app.pick().cloned();
    press(&mut app, "n N");
    assert_eq!(app.pick().cloned(), first);
}

#[test]
fn a_resize_keeps_the_reading_place() {
    let mut app = reader(120, 20);
    press(&mut app, "ctrl-d ctrl-d j j j");
    let place = app.visible().start;
    for (columns, rows) in [(40, 12), (80, 24), (33, 7), (200, 50), (120, 20)] {
        app.update(Msg::Resize { columns, rows });
        let seen = app.rows().iter().find(|r| r.is_article()).unwrap().span;
        assert!(app.visible().contains(place), "{seen:?} at {columns}×{rows}");
    }
    assert_eq!(app.visible().start, place);
}

#[test]
fn a_small_screen_shows_one_pane_at_a_time() {
    let mut app = reader(40, 12);
    assert!(app.areas().sidebar.is_empty());
    press(&mut app, "tab");
    assert!(app.areas().column.is_empty() && !app.side_rows().is_empty());
    press(&mut app, "j enter");
    assert_eq!((app.focus(), app.quote()), (Focus::Article, Some(QuoteId(1))));
}

#[test]
fn copies_and_the_source() {
    let mut app = reader(120, 20);
    assert_eq!(press(&mut app, "J y"), [Effect::Copy("We won the harbour.".into())]);
    assert_eq!(
        press(&mut app, "Y"),
        [Effect::Copy("“We won the harbour.” — Ann Lee, “The Harbour”, The Pier, https://pier.example/harbour".into())]
    );
    assert_eq!(press(&mut app, "o"), [Effect::OpenBrowser("https://pier.example/harbour".into())]);
    let effects = press(&mut app, "E enter");
    assert!(
        matches!(effects.as_slice(), [Effect::Export { path, overwrite: false, .. }] if path.ends_with("the-harbour.md"))
    );
}

#[test]
fn a_filter_narrows_the_entries_and_esc_shows_all() {
    let mut app = reader(120, 20);
    press(&mut app, "F b o space e");
    assert_eq!(app.entries().len(), 2);
    press(&mut app, "enter");
    assert_eq!((app.entries().len(), app.filter()), (2, "bo e"));
    press(&mut app, "esc");
    assert_eq!(app.entries().len(), 4);
}

#[test]
fn notes_that_could_not_be_read_are_never_written() {
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

/// A reader whose notes are kept in `folder`, as the program keeps them.
struct Kept {
    app: App,
    path: PathBuf,
}

impl Kept {
    fn open(folder: &std::path::Path) -> Self {
        Self::open_with(folder, Settings::default())
    }

    fn open_with(folder: &std::path::Path, settings: Settings) -> Self {
        let app = App::new(article(10), settings);
        let mut kept = Self { app, path: folder.join("notes.toml") };
        kept.app.update(Msg::Resize { columns: 120, rows: 40 });
        let start = kept.app.start();
        kept.act(start);
        kept
    }

    /// Does effects and what comes of them until nothing is left to do.
    fn act(&mut self, effects: Vec<Effect>) {
        let mut left = effects;
        while !left.is_empty() {
            let next = left.remove(0);
            left.extend(match next {
                Effect::Analyze { revision, article, corrections } => {
                    let analysis = Box::new(nlp::analyze_with(&article, &Model::bundled(), &corrections));
                    self.app.update(Msg::Analyzed { revision, analysis })
                }
                Effect::LoadNotes => {
                    let loaded = crate::notes::store::load(&self.path).unwrap();
                    let notebook = Notebook::open(self.app.article(), self.path.clone(), loaded);
                    self.app.update(Msg::NotesLoaded(Box::new(notebook)))
                }
                Effect::Save(snapshot) => {
                    let saved = crate::notes::store::save(&snapshot).map(Box::new).map_err(|e| e.to_string());
                    self.app.update(Msg::Saved(saved))
                }
                // There is no source here that it could be compared with.
                Effect::Compare => Vec::new(),
                other => panic!("{other:?}"),
            });
        }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let effects = press(&mut self.app, key);
            self.act(effects);
        }
        self
    }

    fn text(&self) -> &str {
        self.app.article().text()
    }
}

#[test]
fn a_passage_is_put_back_kept_and_taken_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    let cleaned = kept.text().to_owned();
    kept.press("} v H esc");
    kept.press("R ] r");
    assert_eq!(kept.app.pick(), Some(&Pick::Cut(0)));
    assert_eq!(kept.app.status().chosen, "cut 1/1 · newsletter");
    kept.press("a");
    assert_eq!(message(&kept.app), "this passage was cut; enter puts it back");
    let row = |app: &App| app.rows().iter().position(|row| app.is_picked_cut(row));
    let before = row(&kept.app);
    // Said when it is on disk, not before.
    let effects = press(&mut kept.app, "enter");
    assert_eq!((message(&kept.app), kept.app.status().keeping), ("", status::Keeping::Saving));
    kept.act(effects);
    assert_eq!(message(&kept.app), "put back · saved");
    assert!(kept.text().contains("Sign up now"));
    assert_eq!((row(&kept.app), before.is_some()), (before, true), "it stays where it was on the screen");
    assert_eq!(kept.app.cuts(), cuts::Cuts { cut: 1, put_back: 1 });
    assert!(kept.app.notebook().unwrap().entries()[0].anchor.span().is_some());
    // Its words can be annotated.
    kept.press("H");
    assert_eq!(kept.app.notebook().unwrap().entries().last().unwrap().annotation.exact(), "Sign up now");

    let mut again = Kept::open(folder.path());
    assert!(again.text().contains("Sign up now"), "it is remembered");
    let anchors: Vec<_> = again.app.notebook().unwrap().entries().iter().map(|e| e.anchor.clone()).collect();
    assert!(anchors.iter().all(|a| matches!(a, crate::notes::Anchor::Exact(_))), "{anchors:?}");
    again.press("] r");
    assert!(again.app.shows_removed());
    assert_eq!(again.app.status().chosen, "put back 1/1 · newsletter");
    again.press("enter");
    assert_eq!((message(&again.app), again.text()), ("taken out again · saved", cleaned.as_str()));
    again.press("u");
    assert_eq!(message(&again.app), "correction undone");
    assert!(again.text().contains("Sign up now"));
    again.press("ctrl-r");
    assert_eq!(again.text(), cleaned);
    assert_eq!(Kept::open(folder.path()).text(), cleaned);
}

#[test]
fn the_mouse_picks_a_passage_and_hiding_them_lets_go_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("R ] r esc esc");
    assert_eq!(kept.app.pick(), None);
    let at = kept.app.rows().iter().position(|r| matches!(r.source, crate::layout::Source::Removed(_))).unwrap();
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
    let mut kept = Kept::open(folder.path());
    let mut other = Kept::open(folder.path());
    kept.press("G");
    // The heading stands behind the passage.
    kept.press("/ e n d enter a");
    kept.app.update(Msg::DraftChanged("which end?".into()));
    other.press("] r enter");
    let loaded = crate::notes::store::load(&kept.path).unwrap();
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
    let mut kept = Kept::open(folder.path());
    kept.press("] r");
    let effects = press(&mut kept.app, "enter");
    let old = Analysis { sentences: vec![Span::new(0, 1)], ..Analysis::default() };
    kept.app.update(Msg::Analyzed { revision: 0, analysis: Box::new(old) });
    assert_eq!(kept.app.analysis(), None);
    kept.act(effects);
    assert!(kept.app.analysis().is_some_and(|a| a.sentences.len() > 1));
}

fn names(app: &App, kind: nlp::EntityKind) -> Vec<&str> {
    let entities = app.analysis().unwrap().entities.iter();
    entities.filter(|e| e.kind == kind).map(|e| e.name.as_str()).collect()
}

#[test]
fn a_wrong_kind_is_put_right_by_two_keys_kept_and_undone() {
    use nlp::EntityKind::{Person, Place};
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("T");
    assert!(message(&kept.app).starts_with("no entity is selected"), "{}", message(&kept.app));
    kept.press("2 F a n n enter T");
    let asked = kept.app.confirm().unwrap();
    assert_eq!((asked.title, asked.question.as_str()), ("Kind", "“Ann Lee” is listed as a person. What is it?"));
    kept.press("l");
    assert_eq!(message(&kept.app), "“Ann Lee” is a place · saved");
    assert_eq!(names(&kept.app, Place), ["Ann Lee"]);
    let selected = kept.app.selected_entry().and_then(|at| kept.app.entries().get(at)).cloned();
    let Some(sidebar::Entry::Entity(id)) = selected else { panic!("{selected:?}") };
    assert_eq!(kept.app.analysis().unwrap().entity(id).unwrap().name, "Ann Lee", "it stays selected");

    let mut again = Kept::open(folder.path());
    assert_eq!(names(&again.app, Place), ["Ann Lee"]);
    again.press("u");
    assert_eq!(message(&again.app), "there is nothing to undo");
    again.press("2 F a n n enter T f");
    assert_eq!(message(&again.app), "“Ann Lee” is what it was found to be · saved");
    assert!(names(&again.app, Person).contains(&"Ann Lee"));
    again.press("u");
    assert_eq!(names(&again.app, Place), ["Ann Lee"]);
    again.press("ctrl-r");
    assert!(names(&again.app, Place).is_empty());
}

#[test]
fn two_entities_are_made_one_by_a_name_that_is_half_typed_and_parted_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("2 F b o enter M");
    let offered = kept.app.prompt().unwrap().completions.clone();
    assert!(offered.contains(&"Ann Lee".to_owned()) && !offered.contains(&"Bo Ek".to_owned()), "{offered:?}");
    kept.press("a l e");
    assert_eq!(kept.app.prompt().unwrap().completions[0], "Ann Lee");
    kept.press("enter");
    assert_eq!(message(&kept.app), "“Bo Ek” is “Ann Lee” · saved");
    assert_eq!(names(&kept.app, nlp::EntityKind::Person), ["Ann Lee"]);
    let speakers = |app: &App| -> Vec<String> {
        app.analysis().unwrap().quotes.iter().filter_map(|q| Some(q.speaker.as_ref()?.name.clone())).collect()
    };
    assert!(speakers(&kept.app).iter().all(|name| name == "Ann Lee"), "{:?}", speakers(&kept.app));
    kept.press("u");
    assert!(speakers(&kept.app).contains(&"Bo Ek".to_owned()));
    kept.press("ctrl-r");

    let mut again = Kept::open(folder.path());
    assert_eq!(names(&again.app, nlp::EntityKind::Person), ["Ann Lee"]);
    again.press("2 F a n n enter M");
    assert_eq!(again.app.confirm().unwrap().question, "You said that “Bo Ek” is “Ann Lee”.");
    again.press("a");
    assert_eq!(message(&again.app), "apart again · saved");
    assert_eq!(names(&again.app, nlp::EntityKind::Person).len(), 2);
}

#[test]
fn a_strip_shows_where_an_entity_is_mentioned() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("2");
    let row = kept.app.side_rows().iter().find(|row| row.text == "Ann Lee").unwrap();
    let strip = row.aside.split(' ').next().unwrap();
    let width = usize::from(kept.app.areas().sidebar.width) / 3;
    assert_eq!(strip.chars().count(), width, "{strip}");
    let analysis = kept.app.analysis().unwrap();
    let mentions = &analysis.entities.iter().find(|e| e.name == "Ann Lee").unwrap().mentions;
    for mention in mentions {
        let at = analysis.mentions[*mention].span.start * width / kept.text().len();
        assert_ne!(strip.chars().nth(at), Some('·'), "{strip}");
    }
    assert!(strip.starts_with('·') || mentions.len() > width, "{strip}");
}

fn speaker(app: &App, quote: usize) -> Option<&str> {
    app.analysis().unwrap().quotes[quote].speaker.as_ref().map(|s| s.name.as_str())
}

#[test]
fn a_quote_is_given_to_others_in_turn_kept_and_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("S");
    assert_eq!(message(&kept.app), "no quote is selected; J selects the next one");
    kept.press("J S");
    assert_eq!((speaker(&kept.app, 0), message(&kept.app)), (Some("Bo Ek"), "speaker 2/3: Bo Ek · saved"));
    assert_eq!(kept.app.quote(), Some(QuoteId(0)), "it stays picked");
    assert_eq!(kept.app.speaker_number(QuoteId(0)), kept.app.speaker_number(QuoteId(1)), "one speaker, one colour");
    kept.press("S");
    assert_eq!((speaker(&kept.app, 0), message(&kept.app)), (None, "speaker 3/3: nobody · saved"));

    let mut again = Kept::open(folder.path());
    assert_eq!(speaker(&again.app, 0), None);
    again.press("J enter");
    assert_eq!(again.app.why(QuoteId(0)).unwrap().reasons, ["You said that nobody's words are these."]);
    again.press("S");
    assert_eq!(message(&again.app), "speaker 1/3: Ann Lee, as it was found · saved");
    assert!(again.app.notebook().unwrap().corrections().is_empty());
    again.press("u");
    assert_eq!(speaker(&again.app, 0), None);
    again.press("ctrl-r 2 S");
    assert_eq!((speaker(&again.app, 0), again.app.mode()), (None, &Mode::Card(QuoteId(0))));
}

#[test]
fn a_given_speaker_holds_while_a_passage_before_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("3 J S");
    assert_eq!(speaker(&kept.app, 2), Some("Bo Ek"));
    kept.press("esc ] r enter");
    assert!(kept.text().contains("Sign up now"));
    assert_eq!(speaker(&kept.app, 2), Some("Bo Ek"));
    kept.press("esc R g g 3 J S");
    assert_eq!(kept.app.notebook().unwrap().corrections().len(), 2, "one correction a quote, one a passage");
}

#[test]
fn quotes_are_listed_by_speaker_and_one_speakers_alone() {
    let mut app = reader(120, 40);
    press(&mut app, "B");
    let order = |app: &App| -> Vec<usize> {
        app.entries().iter().filter_map(|e| if let sidebar::Entry::Quote(id) = e { Some(id.0) } else { None }).collect()
    };
    assert_eq!(order(&app), [0, 2, 1, 3]);
    let headings: Vec<_> = app.side_rows().iter().filter(|r| r.kind == SideRowKind::Heading).collect();
    assert_eq!(
        headings.iter().map(|r| (r.text.as_str(), r.aside.as_str())).collect::<Vec<_>>(),
        [("Ann Lee", "2"), ("Bo Ek", "2")]
    );
    press(&mut app, "B J J O");
    assert_eq!((order(&app), app.narrowed().as_str()), (vec![1, 3], "only Bo Ek"));
    press(&mut app, "J");
    assert_eq!(app.quote(), Some(QuoteId(3)), "only what is listed is walked");
    // The first Esc closes the message.
    press(&mut app, "esc esc");
    assert_eq!((order(&app).len(), app.narrowed().as_str()), (4, ""));
    press(&mut app, "tab O");
    assert_eq!(app.narrowed(), "only Bo Ek");
    press(&mut app, "O");
    assert_eq!(app.narrowed(), "");
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
    unsure.quotes[0].confidence = 0.69;
    unsure.quotes[1].confidence = 0.7;
    let mut app = reader(140, 40);
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(unsure) });
    let names = |app: &App| -> Vec<String> {
        app.side_rows().iter().filter(|r| r.kind == SideRowKind::Name).map(|r| r.text.clone()).collect()
    };
    assert_eq!(names(&app)[..2], ["Ann Lee ?", "Bo Ek"]);
}

#[test]
fn enter_leads_from_the_text_to_the_card_to_the_reasons_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut kept = Kept::open(folder.path());
    kept.press("J enter enter");
    assert_eq!(kept.app.mode(), &Mode::Why(QuoteId(0)));
    let why = kept.app.why(QuoteId(0)).unwrap();
    let words = |span: Option<Span>| span.map(|s| s.of(kept.text()).to_owned());
    assert_eq!((words(why.mention).as_deref(), words(why.cue).as_deref()), (Some("Ann Lee"), Some("said")));
    assert_eq!(why.reasons[0], "“Ann Lee” is named beside these words.");
    assert!(why.reasons[1].starts_with("reported by “said” · rule "), "{:?}", why.reasons);
    kept.press("J");
    assert_eq!(kept.app.mode(), &Mode::Why(QuoteId(1)));
    kept.press("enter");
    assert_eq!(kept.app.mode(), &Mode::Card(QuoteId(1)));
    kept.press("W q");
    assert_eq!(kept.app.mode(), &Mode::Read);
}

/// What holds after every message.
fn check(app: &App) -> Result<(), TestCaseError> {
    let areas = app.areas();
    let text = app.article().text();
    prop_assert!(app.rows().len() <= usize::from(areas.column.height.max(areas.sidebar.height + 1).max(1)));
    prop_assert!(app.side_rows().len() <= usize::from(areas.sidebar.height));
    for row in app.side_rows() {
        let cells =
            crate::text::width::width(&row.text) + crate::text::width::width(&row.aside) + usize::from(row.indent);
        prop_assert!(cells <= usize::from(areas.sidebar.width).max(2), "{row:?}");
    }
    prop_assert!(!app.rows().is_empty(), "nothing is shown");
    for row in app.rows() {
        prop_assert!(row.runs.iter().all(|run| row.text(app.article()).get(run.span.start..run.span.end).is_some()));
    }
    if let Some(span) = app.selection() {
        prop_assert!(text.get(span.start..span.end).is_some());
    }
    if let Some(at) = app.selected_entry() {
        prop_assert!(at < app.entries().len());
        if !areas.sidebar.is_empty() {
            prop_assert!(!app.side_rows().is_empty());
        }
    }
    if let Some(Pick::Match(i)) = app.pick() {
        prop_assert!(*i < app.matches().len());
    }
    let _ = (app.status(), app.header());
    Ok(())
}

fn any_key() -> impl Strategy<Value = Msg> {
    let codes = prop_oneof![
        20 => proptest::sample::select("jkJK*c/nN][eravAtHdu wbe)(}{lhoyYE1234567890s-+R?qQFfgGxTMSWBOI".chars().collect::<Vec<_>>()).prop_map(KeyCode::Char),
        3 => proptest::sample::select(vec![KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::Backspace, KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::End, KeyCode::Home, KeyCode::PageDown]),
        1 => any::<char>().prop_map(KeyCode::Char),
    ];
    (codes, proptest::bool::weighted(0.1)).prop_map(|(code, ctrl)| Msg::Key(Key { ctrl, ..Key::new(code) }))
}

fn any_msg() -> impl Strategy<Value = Msg> {
    let kinds = vec![MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::WheelUp, MouseKind::WheelDown];
    prop_oneof![
        20 => any_key(),
        1 => (0u16..160, 0u16..50).prop_map(|(columns, rows)| Msg::Resize { columns, rows }),
        2 => (proptest::sample::select(kinds), 0u16..160, 0u16..50).prop_map(|(kind, x, y)| Msg::Mouse(Mouse { kind, x, y })),
        1 => "(?s).{0,12}".prop_map(Msg::DraftChanged),
        1 => "(?s).{0,12}".prop_map(Msg::Paste),
        1 => Just(()).prop_map(|()| Msg::Saved(Err("no".into()))),
        1 => (0i64..9_999).prop_map(|s| Msg::Tick(Timestamp::from_second(s).unwrap_or(Timestamp::UNIX_EPOCH))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 300, ..ProptestConfig::default() })]
    #[test]
    fn any_500_messages_leave_the_invariants(
        msgs in proptest::collection::vec(any_msg(), 500),
        columns in 0u16..160,
        rows in 0u16..50,
        saves: bool,
    ) {
        let mut app = reader(columns, rows);
        for msg in msgs {
            let effects = app.update(msg);
            check(&app)?;
            if saves {
                on_disk(&mut app, &effects);
                check(&app)?;
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
        matches!(&copied[..], [Effect::Copy(text)] if text.starts_with("We won the harbour. — Ann Lee")),
        "{copied:?}"
    );
    let copied = press(&mut app, "J Y");
    assert!(
        matches!(&copied[..], [Effect::Copy(text)] if text.starts_with("“Not yet, friends.” — Bo Ek")),
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
fn the_help_says_everything_on_a_small_screen_and_its_end_is_where_it_stops() {
    let mut app = reader(40, 12);
    let shown: String = app.help().columns.concat().iter().fold(String::new(), |mut all, row| {
        if let help::HelpRow::Keys { help, .. } = row {
            all.push_str(help.trim());
            all.push(' ');
        }
        all
    });
    for action in Action::ALL {
        assert!(shown.contains(action.help()), "{}", action.help());
    }
    press(&mut app, "? G");
    let Mode::Help(end) = app.mode().clone() else { panic!("no help") };
    press(&mut app, "k");
    let Mode::Help(above) = app.mode().clone() else { panic!("no help") };
    assert_eq!(end.top, app.help().last_top);
    assert_eq!(above.top + 1, end.top);
}

#[test]
fn notes_that_could_not_be_read_are_not_said_to_be_none() {
    let mut app = reader(140, 40);
    let broken = Notebook::unreadable(app.article(), PathBuf::from("notes.toml"), "line 3 is broken".into());
    app.update(Msg::NotesLoaded(Box::new(broken)));
    press(&mut app, "3");
    let said: Vec<_> = app.side_rows().iter().map(|r| r.text.as_str()).collect();
    assert!(said.join(" ").starts_with("The notes file cannot be read"), "{said:?}");
}

#[test]
fn the_next_match_of_words_that_are_not_there_says_so() {
    let mut app = reader(80, 24);
    press(&mut app, "n");
    assert_eq!(message(&app), "there is nothing to find; / searches");
    press(&mut app, "/ z z z enter n");
    assert_eq!(message(&app), "“zzz” is not in the text");
}
