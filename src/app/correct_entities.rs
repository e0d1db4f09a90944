//! Correcting entities: the kind of an entity, and which two are the same.

use super::mode::{Answer, Choice, Mode, Prompt, PromptKind};
use super::{Action, App, Effect, Focus, Tab, Tone};
use crate::folders::analysis_with_corrections;
use pullquote_article::text::fold::fold;
use pullquote_nlp::{Entity, EntityKind};
use pullquote_notes::{Fix, Subject};

/// The key of each kind in the question, and the name of the kind there.
const KINDS: [(char, &str, EntityKind); 8] = [
    ('p', "a person", EntityKind::Person),
    ('o', "an organisation", EntityKind::Organization),
    ('l', "a place", EntityKind::Place),
    ('g', "a group of people", EntityKind::Group),
    ('t', "a product", EntityKind::Product),
    ('n', "another name", EntityKind::Misc),
    ('d', "a date", EntityKind::Date),
    ('m', "a sum of money", EntityKind::Money),
];

fn called(kind: EntityKind) -> &'static str {
    KINDS.iter().find(|(_, _, known)| *known == kind).map_or("", |(_, label, _)| label)
}

impl App {
    /// The entity that a correction would be about: the selected entry of the
    /// tab, or the one with mentions highlighted in the text. If there is none,
    /// shows a message and returns `None`.
    fn entity_to_correct(&mut self) -> Option<&Entity> {
        let listed = self.focus == Focus::Sidebar && self.sidebar.tab() == Tab::Entities;
        let id = if listed { self.sidebar.listed_entity() } else { self.entity };
        if id.and_then(|id| self.analysis()?.entity(id)).is_none() {
            let key = self.keymap().hint(Action::NextMention);
            self.say(Tone::Info, format!("no entity is selected; choose one in the Entities tab, or with {key}"));
            return None;
        }
        self.analysis()?.entity(id?)
    }

    /// Asks which kind the entity has; one key answers.
    pub(super) fn ask_kind(&mut self) {
        if !self.may_change_notes() {
            return;
        }
        let Some(entity) = self.entity_to_correct() else { return };
        let name = entity.name.clone();
        let question = format!("“{name}” is listed as {}. What is it?", called(entity.kind));
        let answer = |(key, label, kind): (char, &'static str, EntityKind)| Answer {
            key,
            label: label.into(),
            choice: Choice::Kind(name.clone(), Some(kind)),
        };
        let mut answers: Vec<Answer> = KINDS.into_iter().map(answer).collect();
        let subject = Subject::EntityKind { name: name.clone() };
        if self.notebook().is_some_and(|notebook| notebook.correction(&subject).is_some()) {
            answers.push(Answer { key: 'f', label: "as found".into(), choice: Choice::Kind(name, None) });
        }
        self.ask_about("Kind", question, answers);
    }

    pub(super) fn set_kind(&mut self, name: String, kind: Option<EntityKind>) -> Vec<Effect> {
        let now = self.now;
        let done = match kind {
            Some(kind) => format!("“{name}” is {} · saved", called(kind)),
            None => format!("“{name}” has the kind that was found · saved"),
        };
        let kept = self.with_notebook(|notebook| match kind {
            Some(kind) => notebook.correct(Fix::EntityKind { name, kind: kind.name().to_owned() }, now),
            None => notebook.withdraw(&Subject::EntityKind { name }),
        });
        self.finish(kept, &done)
    }

    /// Asks which other entity this one is. If a person merged entities into
    /// this one, first asks whether to separate them again.
    pub(super) fn ask_same(&mut self) {
        if !self.may_change_notes() {
            return;
        }
        let Some(entity) = self.entity_to_correct() else { return };
        let name = entity.name.clone();
        let joined = self.joined_to(&name);
        if joined.is_empty() {
            self.open_same(name);
            return;
        }
        let listed = joined.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        self.ask_about(
            "The same",
            format!("You said that {listed} is “{name}”."),
            vec![
                Answer { key: 'm', label: "and this is another one, too".into(), choice: Choice::SameAs(name) },
                Answer { key: 'a', label: "they are apart after all".into(), choice: Choice::Separate(joined) },
            ],
        );
    }

    /// The names that a person merged into the entity of this name.
    fn joined_to(&self, name: &str) -> Vec<String> {
        let name = fold(name);
        let corrections = self.notebook().map_or(&[][..], |notebook| notebook.corrections());
        let joined = corrections.iter().filter_map(|correction| match &correction.fix {
            Fix::SameEntity { name: joined, same_as } if fold(same_as) == name => Some(joined.clone()),
            _ => None,
        });
        joined.collect()
    }

    pub(super) fn open_same(&mut self, name: String) {
        self.mode = Mode::Prompt(Prompt::new(PromptKind::SameEntity(name), ""));
        self.prompt_changed();
    }

    /// The names of other entities than `but` that `typed` may mean, the
    /// likeliest first, at most `most`.
    pub(super) fn entities_like(&self, but: &str, typed: &str, most: usize) -> Vec<String> {
        let entities = self.analysis().map_or(&[][..], |analysis| analysis.entities.as_slice());
        let kind = entities.iter().find(|entity| entity.name == but).map(|entity| entity.kind);
        let mut found: Vec<_> = entities
            .iter()
            .filter(|entity| entity.name != but)
            .filter_map(|entity| Some((likeness(&entity.name, typed)?, entity)))
            .collect();
        found.sort_by_key(|(like, e)| (*like, Some(e.kind) != kind, std::cmp::Reverse(e.mentions.len())));
        found.into_iter().take(most).map(|(_, entity)| entity.name.clone()).collect()
    }

    /// The name of the entity that was typed, if it is another than `name`;
    /// otherwise the first completion that was offered.
    pub(super) fn entity_typed(&self, name: &str, typed: &str, offered: Option<&String>) -> Option<String> {
        let typed = self.analysis().and_then(|analysis| {
            let id = analysis_with_corrections::entity_named(&self.article, analysis, typed)?;
            analysis.entity(id).map(|entity| entity.name.clone()).filter(|found| found != name)
        });
        typed.or_else(|| offered.cloned())
    }

    /// Corrects that the entity `name` is the same as the one called `same_as`.
    pub(super) fn join(&mut self, name: &str, same_as: String) -> Vec<Effect> {
        let done = format!("“{name}” is “{same_as}” · saved");
        let now = self.now;
        let fix = Fix::SameEntity { name: name.to_owned(), same_as };
        let kept = self.with_notebook(|notebook| notebook.correct(fix, now));
        self.finish(kept, &done)
    }

    /// Undoes the merging of these names into another entity.
    pub(super) fn separate_entities(&mut self, names: &[String]) -> Vec<Effect> {
        let kept = self.with_notebook(|notebook| {
            let mut separated = false;
            for name in names {
                separated |= notebook.withdraw(&Subject::SameEntity { name: name.clone() })?;
            }
            Ok(separated)
        });
        self.finish(kept, "apart again · saved")
    }
}

/// How well `typed` fits a name, 0 being the best: 0 if the name begins with
/// it, 1 if a word of it does, 2 if it contains it, 3 if it contains its
/// letters in this order; `None` if it does not fit.
pub(super) fn likeness(name: &str, typed: &str) -> Option<usize> {
    let (name, typed) = (fold(name), fold(typed));
    if name.starts_with(&typed) {
        return Some(0);
    }
    match name.find(&typed) {
        Some(at) if name.get(..at).is_some_and(|before| before.ends_with(' ')) => Some(1),
        Some(_) => Some(2),
        None => {
            let mut letters = name.chars();
            typed.chars().filter(|c| *c != ' ').all(|wanted| letters.any(|c| c == wanted)).then_some(3)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[test]
    fn the_beginning_of_a_name_fits_best_and_its_letters_in_order_least() {
        let like = |typed| likeness("Hedda Rask", typed);
        assert_eq!(
            [like(""), like("hed"), like("ra"), like("ask"), like("hrk"), like("krh")],
            [Some(0), Some(0), Some(1), Some(2), Some(3), None]
        );
    }
}
