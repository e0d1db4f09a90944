//! Prompts at the bottom of the screen: their keys and completions.

use super::key::{Key, KeyCode};
use super::mode::{Mode, Prompt, PromptKind};
use super::text_field::TextField;
use super::{App, Effect, speaker_line, tag_line};

/// The most completions that are offered.
const OFFERED: usize = 8;

impl App {
    pub(super) fn prompt_key(&mut self, key: Key) -> Vec<Effect> {
        let Mode::Prompt(prompt) = &mut self.mode else { return Vec::new() };
        let empty = prompt.line.text().is_empty();
        match (key.code, key.ctrl) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'g'), true) => self.leave_prompt(),
            (KeyCode::Backspace, _) if empty && prompt.kind == PromptKind::Search => self.leave_prompt(),
            (KeyCode::Enter, _) => return self.commit_prompt(),
            (KeyCode::Up | KeyCode::Down, _) if prompt.kind == PromptKind::Search => {
                self.search_again(key.code == KeyCode::Up);
            }
            (KeyCode::Char('p' | 'n'), true) if prompt.kind == PromptKind::Search => {
                self.search_again(key.code == KeyCode::Char('p'));
            }
            (KeyCode::Tab, _) | (KeyCode::Char('n'), true) => self.complete(!key.shift),
            (KeyCode::Char('p'), true) => self.complete(false),
            _ => {
                if prompt.line.key(key) {
                    self.prompt_changed();
                    return self.look_for_sources();
                }
            }
        }
        Vec::new()
    }

    /// Asks for what can be opened and is like the line, if the prompt is for that.
    pub(super) fn look_for_sources(&self) -> Vec<Effect> {
        let prompt = self.prompt().filter(|prompt| prompt.kind == PromptKind::Open);
        prompt.map(|prompt| Effect::FindSources(prompt.line.text().to_owned())).into_iter().collect()
    }

    fn leave_prompt(&mut self) {
        if let Mode::Prompt(prompt) = std::mem::replace(&mut self.mode, Mode::Read)
            && prompt.kind == PromptKind::Search
        {
            self.search_left();
        }
    }

    fn commit_prompt(&mut self) -> Vec<Effect> {
        let Mode::Prompt(prompt) = std::mem::replace(&mut self.mode, Mode::Read) else { return Vec::new() };
        let text = prompt.line.text().trim().to_owned();
        match prompt.kind {
            PromptKind::Search => self.search_for(prompt.line.text()),
            PromptKind::Open => self.open_beside(&text),
            PromptKind::Tags(target) => self.commit_tags(&target, &text),
            PromptKind::Export if text.is_empty() => Vec::new(),
            PromptKind::Export => self.export_to(text.into(), false),
            PromptKind::NotesFile if text.is_empty() => Vec::new(),
            PromptKind::NotesFile => self.move_notes(&text),
            PromptKind::SameEntity(_) if text.is_empty() => Vec::new(),
            PromptKind::SameEntity(ref name) => match self.entity_typed(name, &text, prompt.completions.first()) {
                Some(same_as) => self.join(name, same_as),
                None => {
                    let refused = format!("No other name in this article is like “{text}”.");
                    self.mode = Mode::Prompt(Prompt { refused: Some(refused), ..prompt });
                    Vec::new()
                }
            },
            PromptKind::Speakers { quote, known } => self.give_to_typed(&quote, &known, &text),
        }
    }

    /// Updates what depends on the typed line: the completions, and the matches
    /// of a search.
    pub(super) fn prompt_changed(&mut self) {
        let Mode::Prompt(prompt) = &self.mode else { return };
        let completions = match prompt.kind {
            PromptKind::Tags(_) => {
                let word = tag_line::word_before(prompt.line.text(), prompt.line.cursor()).1;
                self.tags_like(word, prompt.line.text())
            }
            PromptKind::SameEntity(ref name) => self.entities_like(name, prompt.line.text().trim(), OFFERED),
            PromptKind::Speakers { ref known, .. } => {
                let typed = speaker_line::name_before(prompt.line.text(), prompt.line.cursor()).1;
                speaker_line::like(known, typed).take(OFFERED).map(str::to_owned).collect()
            }
            // Until the answer for the new line comes, what is offered and still fits stays.
            PromptKind::Open => {
                let typed = prompt.line.text().to_lowercase();
                let fits = |path: &&String| {
                    let path = path.to_lowercase();
                    path.starts_with(&typed) || path.rsplit('/').next().is_some_and(|name| name.contains(&typed))
                };
                prompt.completions.iter().filter(fits).cloned().collect()
            }
            _ => Vec::new(),
        };
        let searched = (prompt.kind == PromptKind::Search).then(|| prompt.line.text().to_owned());
        if let Mode::Prompt(prompt) = &mut self.mode {
            prompt.completions = completions;
            prompt.chosen = None;
            prompt.refused = None;
            prompt.aside.clear();
        }
        if let Some(words) = searched {
            self.search_while_typing(&words);
        }
    }

    /// Tags used in this or another article that contain `word` and are not in
    /// the line yet; those that begin with it come first.
    fn tags_like(&self, word: &str, line: &str) -> Vec<String> {
        let word = word.to_lowercase();
        let held = tag_line::tags(line);
        let is_held = |tag: &str| held.iter().any(|held| held == tag);
        let here = self.notebook().map(|n| n.tags()).unwrap_or_default();
        let mut known: Vec<&str> = here.into_iter().chain(self.settings.tags.iter().map(String::as_str)).collect();
        known.retain(|tag| tag.to_lowercase().contains(&word) && (!is_held(tag) || *tag == word));
        known.sort_by_key(|tag| (!tag.to_lowercase().starts_with(&word), *tag));
        known.dedup();
        known.retain(|tag| *tag != word || word.is_empty());
        known.into_iter().take(OFFERED).map(str::to_owned).collect()
    }

    /// Replaces the word at the cursor by the next or the previous completion.
    fn complete(&mut self, on: bool) {
        let Mode::Prompt(prompt) = &mut self.mode else { return };
        let len = prompt.completions.len();
        if len == 0 {
            return;
        }
        let next = match prompt.chosen {
            None if on => 0,
            None => len - 1,
            Some(at) if on => (at + 1) % len,
            Some(at) => (at + len - 1) % len,
        };
        if let Some(tag) = prompt.completions.get(next).cloned() {
            match prompt.kind {
                PromptKind::Open => prompt.line = TextField::new(&tag),
                PromptKind::SameEntity(_) => prompt.line.replace_back_to(0, &tag),
                PromptKind::Speakers { .. } => {
                    let from = speaker_line::name_before(prompt.line.text(), prompt.line.cursor()).0;
                    prompt.line.replace_back_to(from, &tag);
                }
                _ => {
                    let from = tag_line::word_before(prompt.line.text(), prompt.line.cursor()).0;
                    prompt.line.replace_back_to(from, &tag_line::written(&tag));
                }
            }
            prompt.chosen = Some(next);
        }
    }
}
