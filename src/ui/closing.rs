//! The end of the reader. Every way out goes through [`save_everything`]:
//! quitting, signals, a closed terminal, an error and a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

use super::effects;
use super::effects::EffectRunner;
use crate::app::{App, Effect, Msg};
use crate::printing;
use pullquote_notes::{SaveRequest, store};

/// How often a save is tried that fails.
const TRIES: usize = 2;

/// Takes the answers that are under way, and saves until nothing is left to be
/// saved. If saving fails, writes the notes to a rescue file. A note that is being
/// written becomes a draft. Returns what the person has to know, in sentences; none
/// if everything is saved.
pub fn save_everything(app: &mut App, runner: &mut EffectRunner, answers: &Receiver<Msg>) -> Vec<String> {
    // Saving may take long, and a second signal may come.
    write_draft(app, runner);
    let mut sentences = unless_it_panics("the notes could not be saved", || {
        let asked_for = take_answers(app, runner, answers);
        save_notes(app, runner, asked_for)
    });
    sentences.extend(unless_it_panics("the note being written could not be stored", || finish_drafts(app, runner)));
    sentences
}

/// The sentences of `work`, or one that begins with `what` if it panics.
fn unless_it_panics(what: &str, work: impl FnOnce() -> Vec<String>) -> Vec<String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| vec![format!("{what}: internal error (please report)")])
}

/// Has the note that is being written, if there is one, written to disk.
fn write_draft(app: &App, runner: &EffectRunner) {
    if let Some(draft) = app.unfinished() {
        runner.write_draft(Box::new(draft));
    }
}

/// Waits until the drafts are on disk. If the note that is being written cannot be
/// stored, its text is among the sentences.
fn finish_drafts(app: &App, runner: &EffectRunner) -> Vec<String> {
    write_draft(app, runner);
    let finished = runner.finish_drafts();
    let Some(draft) = app.unfinished() else { return Vec::new() };
    match finished {
        Ok(()) => vec!["the note you were writing comes back when you open this article again".to_owned()],
        Err(why) => {
            let head = format!("{why}; this is the note:");
            [head].into_iter().chain(draft.annotation.note.lines().map(str::to_owned)).collect()
        }
    }
}

/// Waits for the threads that write, and gives their answers to the
/// application. Returns the save that it asks for next.
fn take_answers(app: &mut App, runner: &mut EffectRunner, answers: &Receiver<Msg>) -> Option<Box<SaveRequest>> {
    runner.finish();
    let mut next = None;
    while let Ok(msg) = answers.try_recv() {
        next = save_among(runner, app.update(msg)).or(next);
    }
    next
}

/// The save among these effects. Those about drafts are done, the others are not
/// done any more.
fn save_among(runner: &EffectRunner, effects: Vec<Effect>) -> Option<Box<SaveRequest>> {
    let mut save = None;
    for effect in effects {
        match effect {
            Effect::Save(request) => save = Some(request),
            Effect::WriteDraft(draft) => runner.write_draft(draft),
            Effect::RemoveDraft(key) => runner.remove_draft(key),
            _ => {}
        }
    }
    save
}

fn save_notes(app: &mut App, runner: &EffectRunner, asked_for: Option<Box<SaveRequest>>) -> Vec<String> {
    let mut next = asked_for;
    let mut failures = 0;
    while let Some(request) = next.take().or_else(|| app.unsaved().map(Box::new)) {
        let result = effects::saved(&request);
        let error = result.as_ref().err().cloned();
        next = save_among(runner, app.update(Msg::Saved(result)));
        failures += usize::from(error.is_some());
        if let Some(why) = error.filter(|_| failures == TRIES) {
            return app.unsaved().map_or_else(Vec::new, |request| rescued(&request, &why));
        }
    }
    Vec::new()
}

/// Writes the rescue file; returns sentences that say why and where it is.
fn rescued(request: &SaveRequest, why: &str) -> Vec<String> {
    let beside = store::rescue_path(&request.path);
    match effects::rescue(request) {
        Ok(path) if path == beside => vec![
            why.to_owned(),
            format!(
                "the notes are in {}; the reader takes them from there when it opens this article again",
                path.display()
            ),
        ],
        Ok(path) => vec![
            why.to_owned(),
            format!("the notes are in {}; open the article with --notes and this file to see them", path.display()),
        ],
        Err(also) => {
            let text = store::text_of(request).unwrap_or_default();
            let head = format!("{also}; these are the notes:");
            [why.to_owned(), head].into_iter().chain(text.lines().map(str::to_owned)).collect()
        }
    }
}

/// Prints a sentence to standard error, after the terminal was given back.
pub fn report(sentence: &str) {
    printing::complain(sentence);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Settings;
    use crate::bounded::{Bounds, STACK};
    use crate::folders::Drafts;
    use crate::ui::effects::{Analyzer, ToLoop};
    use crate::ui::events::Waker;
    use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Origin};
    use pullquote_nlp::Model;
    use pullquote_notes::Notebook;
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    fn article() -> Arc<Article> {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, "Ash fell on the quay. The ferry left without its captain.");
        Arc::new(builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() }))
    }

    /// A reader with its notes in `path`, and what it needs to end.
    fn reader(path: &Path) -> (App, EffectRunner, Receiver<Msg>) {
        let (send, answers) = channel();
        let waker = Waker::default();
        let article = article();
        let mut app = App::new(Arc::clone(&article), Settings::default());
        app.update(Msg::Resize { columns: 80, rows: 24 });
        let loaded = store::load(path).unwrap();
        app.update(Msg::NotesLoaded(Box::new(Notebook::open(&article, path.to_owned(), loaded))));
        let bounds = Bounds { megabytes: 1000, seconds: 60, stack: STACK, advice: "" };
        let analyzer = Analyzer { model: Model::default, bounds };
        (app, EffectRunner::new(article, analyzer, path.to_owned(), ToLoop::new(send, waker)), answers)
    }

    /// Highlights the sentence at the top; returns the effects.
    fn highlight(app: &mut App) -> Vec<Effect> {
        app.update(Msg::Key("H".parse().unwrap()))
    }

    /// A reader with a highlight in `path` that could not be saved.
    fn reader_with_a_failed_save(path: &Path) -> (App, EffectRunner, Receiver<Msg>) {
        let (mut app, runner, events) = reader(path);
        highlight(&mut app);
        app.update(Msg::Saved(Err("not now".to_owned())));
        (app, runner, events)
    }

    #[test]
    fn what_changed_during_a_save_is_saved_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.toml");
        let (mut app, mut runner, events) = reader(&path);
        let Some(Effect::Save(first)) = highlight(&mut app).into_iter().next() else { panic!("no save") };
        // Its answer has not been taken when the second change is made.
        runner.to_loop().send.send(Msg::Saved(effects::saved(&first))).unwrap();
        app.update(Msg::Key("t".parse().unwrap()));
        app.update(Msg::Paste("later".to_owned()));
        assert_eq!(app.update(Msg::Key("enter".parse().unwrap())), [], "a save is under way");
        assert_eq!(save_everything(&mut app, &mut runner, &events), Vec::<String>::new());
        assert_eq!(store::load(&path).unwrap().annotations[0].tags, ["later"]);
    }

    #[test]
    fn notes_that_cannot_be_saved_are_in_a_rescue_file_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.toml");
        let (mut app, mut runner, events) = reader_with_a_failed_save(&path);
        std::fs::write(&path, "format = [").unwrap();
        let sentences = save_everything(&mut app, &mut runner, &events);
        assert!(sentences[0].contains("n.toml:1:"), "{sentences:?}");
        assert!(sentences[1].contains("n.toml.rescue"), "{sentences:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "format = [");
        let rescued = store::load(&store::rescue_path(&path)).unwrap();
        assert_eq!(rescued.annotations[0].exact(), "Ash fell on the quay.");
    }

    #[test]
    fn without_a_folder_the_notes_are_with_the_temporary_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone").join("n.toml");
        let (mut app, mut runner, events) = reader_with_a_failed_save(&path);
        std::fs::write(folder.path().join("gone"), "a file where the folder should be").unwrap();
        let sentences = save_everything(&mut app, &mut runner, &events);
        let rest = sentences[1].strip_prefix("the notes are in ").unwrap();
        let rescued = Path::new(rest.split(';').next().unwrap()).to_owned();
        assert_eq!(store::load(&rescued).unwrap().annotations.len(), 1);
        std::fs::remove_file(rescued).unwrap();
    }

    /// A reader in which a note is being written, with its drafts in `folder`.
    fn writer(folder: &Path) -> (App, EffectRunner, Receiver<Msg>) {
        let (mut app, runner, events) = reader(&folder.join("n.toml"));
        let mut runner = runner.with_drafts(Some(folder.join("drafts")));
        runner.start_drafts();
        app.update(Msg::Key("a".parse().unwrap()));
        app.update(Msg::DraftChanged("half a thought".to_owned()));
        (app, runner, events)
    }

    #[test]
    fn a_note_that_is_being_written_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        // The last change has not reached the thread, as after a panic.
        let (mut app, mut runner, events) = writer(folder.path());
        let sentences = save_everything(&mut app, &mut runner, &events);
        assert_eq!(sentences, ["the note you were writing comes back when you open this article again"]);
        drop(runner);
        let mut drafts = Drafts::of(folder.path().join("drafts"), &folder.path().join("n.toml"), article());
        let found = loop {
            // The thread gives up its locks a moment after the runner.
            let (found, errors) = drafts.find();
            assert!(errors.is_empty(), "{errors:?}");
            if !found.is_empty() {
                break found;
            }
            std::thread::yield_now();
        };
        assert_eq!(found[0].annotation.note, "half a thought");
        assert!(!folder.path().join("n.toml").exists(), "it is not saved as a note");
    }

    #[test]
    fn a_note_that_is_saved_at_the_end_leaves_no_draft() {
        let folder = tempfile::tempdir().unwrap();
        let (mut app, mut runner, events) = writer(folder.path());
        write_draft(&app, &runner);
        runner.finish_drafts().unwrap();
        app.update(Msg::Key("ctrl-s".parse().unwrap()));
        app.update(Msg::Saved(Err("not now".to_owned())));
        assert_eq!(save_everything(&mut app, &mut runner, &events), Vec::<String>::new());
        assert_eq!(store::load(&folder.path().join("n.toml")).unwrap().annotations[0].note, "half a thought");
        assert!(std::fs::read_dir(folder.path().join("drafts")).is_ok_and(|files| files.count() == 0));
    }

    #[test]
    fn a_note_that_cannot_be_stored_is_printed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("drafts"), "a file where the folder should be").unwrap();
        let (mut app, mut runner, events) = writer(folder.path());
        let sentences = save_everything(&mut app, &mut runner, &events);
        assert!(sentences[0].contains("cannot be stored") && sentences[0].contains("drafts"), "{sentences:?}");
        assert_eq!(sentences[1], "half a thought");
    }

    #[test]
    fn notes_that_a_person_chose_to_lose_are_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.toml");
        let (mut app, mut runner, events) = reader_with_a_failed_save(&path);
        app.update(Msg::Key("q".parse().unwrap()));
        assert_eq!(app.update(Msg::Key("l".parse().unwrap())), [Effect::Quit]);
        assert_eq!(save_everything(&mut app, &mut runner, &events), Vec::<String>::new());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
