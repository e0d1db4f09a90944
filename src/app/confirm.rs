//! Answers to questions, and quitting.

use super::action::Action;
use super::key::{Key, KeyCode};
use super::keymap::{Context, Lookup};
use super::mode::{Answer, Choice, Confirm, Mode, NoteDraft, Prompt, PromptKind};
use super::{App, Effect, Tone};

impl App {
    /// Handles a key that the text area of a note does not take.
    pub(super) fn edit_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Edit(draft) = &self.mode else { return Vec::new() };
        let draft = draft.clone();
        if key == Key::ctrl('s') {
            return self.commit_note(draft);
        }
        if key == Key::new(KeyCode::Esc) || key == Key::ctrl('c') {
            self.leave_draft(draft);
        }
        Vec::new()
    }

    fn leave_draft(&mut self, draft: NoteDraft) {
        if !draft.is_changed() {
            self.mode = Mode::Read;
            return;
        }
        let save = Choice::SaveDraft(Box::new(draft));
        self.ask(
            "The note has changed.".to_owned(),
            vec![
                Answer { key: 's', label: "save it".into(), choice: save },
                Answer { key: 'e', label: "keep editing".into(), choice: Choice::GoBack },
                Answer { key: 'd', label: "drop the changes".into(), choice: Choice::DropDraft },
            ],
        );
    }

    pub(super) fn ask(&mut self, question: String, answers: Vec<Answer>) {
        self.ask_about("Before you go on", question, answers);
    }

    pub(super) fn ask_about(&mut self, title: &'static str, question: String, answers: Vec<Answer>) {
        let before = Box::new(std::mem::replace(&mut self.mode, Mode::Read));
        self.mode = Mode::Confirm(Confirm { title, question, answers, selected: None, before });
    }

    /// Offers `answers`, of which `selected` is taken by Enter; the keys of `action` select the
    /// next one.
    pub(super) fn offer(
        &mut self,
        (title, action): (&'static str, Action),
        question: String,
        (answers, selected): (Vec<Answer>, usize),
    ) {
        self.ask_about(title, question, answers);
        if let Mode::Confirm(confirm) = &mut self.mode {
            confirm.selected = Some((selected, action));
        }
    }

    pub(super) fn confirm_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Confirm(confirm) = &self.mode else { return Vec::new() };
        if key == Key::new(KeyCode::Esc) {
            self.mode = (*confirm.before).clone();
            return Vec::new();
        }
        let typed = key.typed().map(|c| c.to_ascii_lowercase());
        match confirm.answers.iter().position(|a| Some(a.key) == typed) {
            Some(given) => self.give_answer(given),
            None => self.select_answer(key),
        }
    }

    /// Gives the answer with this index.
    fn give_answer(&mut self, index: usize) -> Vec<Effect> {
        let Mode::Confirm(confirm) = &self.mode else { return Vec::new() };
        let Some(choice) = confirm.answers.get(index).map(|answer| answer.choice.clone()) else { return Vec::new() };
        self.mode = (*confirm.before).clone();
        self.choose(choice)
    }

    /// Handles a key that selects an answer or gives the selected one.
    fn select_answer(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Confirm(Confirm { selected: Some((at, action)), answers, .. }) = &mut self.mode else {
            return Vec::new();
        };
        let count = answers.len().max(1);
        let lookup = self.settings.keymap.lookup(Context::Read, &[key]);
        match (key.code, lookup) {
            (KeyCode::Enter, _) => {
                let at = *at;
                return self.give_answer(at);
            }
            (_, Lookup::Bound(Action::Up)) | (KeyCode::Up, _) => *at = (*at + count - 1) % count,
            (_, Lookup::Bound(Action::Down)) | (KeyCode::Down | KeyCode::Tab, _) => *at = (*at + 1) % count,
            (_, Lookup::Bound(bound)) if bound == *action => *at = (*at + 1) % count,
            _ => {}
        }
        Vec::new()
    }

    fn choose(&mut self, choice: Choice) -> Vec<Effect> {
        match choice {
            Choice::GoBack => Vec::new(),
            Choice::SaveDraft(draft) => self.commit_note(*draft),
            Choice::DropDraft => self.drop_draft(),
            Choice::SaveAndQuit => self.quit_when_saved(),
            Choice::SaveElsewhere => {
                let path = self.notebook().map(|n| n.path().display().to_string()).unwrap_or_default();
                self.mode = Mode::Prompt(Prompt::new(PromptKind::NotesFile, &path));
                Vec::new()
            }
            Choice::QuitUnsaved => {
                self.notes.given_up = true;
                let mut effects = self.discard_saved();
                effects.push(Effect::Quit);
                effects
            }
            Choice::Overwrite(path) => self.export_to(path, true),
            Choice::Kind(name, kind) => self.set_kind(name, kind),
            Choice::Check(quote, check) => self.set_check(&quote, check),
            Choice::Speaker(quote, name, as_found) => self.give_to(&quote, name, as_found),
            Choice::SameAs(name) => {
                self.open_same(name);
                Vec::new()
            }
            Choice::Separate(names) => self.separate_entities(&names),
        }
    }

    /// Quits; asks first if something is not saved.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        match self.notebook() {
            Some(notebook) if notebook.is_saving() => {
                self.quitting = true;
                self.say(Tone::Info, "quitting as soon as the notes are saved");
                Vec::new()
            }
            Some(notebook) if notebook.is_dirty() => {
                self.ask_about_unsaved();
                Vec::new()
            }
            _ => vec![Effect::Quit],
        }
    }

    fn quit_when_saved(&mut self) -> Vec<Effect> {
        self.quitting = true;
        let effects = self.save("");
        if effects.is_empty() && !self.notebook().is_some_and(|n| n.is_saving()) {
            return vec![Effect::Quit];
        }
        effects
    }

    pub(super) fn ask_about_unsaved(&mut self) {
        let why = self.notes.error.clone().unwrap_or_default();
        // An open question is closed: it can be answered again later.
        if let Mode::Confirm(confirm) = &self.mode {
            self.mode = (*confirm.before).clone();
        }
        self.ask(
            format!("Notes are not saved. {why}").trim_end().to_owned(),
            vec![
                Answer { key: 't', label: "try again".into(), choice: Choice::SaveAndQuit },
                Answer { key: 'o', label: "another file".into(), choice: Choice::SaveElsewhere },
                Answer { key: 'b', label: "back".into(), choice: Choice::GoBack },
                Answer { key: 'l', label: "lose them and quit".into(), choice: Choice::QuitUnsaved },
            ],
        );
    }
}
