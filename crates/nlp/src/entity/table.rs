//! The entities of an article, while their mentions are being collected.

use std::collections::HashMap;

use super::bearers::clues;
use super::lent_family::lend;
use super::role::role;
use super::titled::{titled, titles};
use crate::analysis::{Entity, EntityId, EntityKind, Mention, MentionKind};
use crate::entity::name::Name;
use crate::entity::name_form::NameForm;
use crate::entity::name_groups::group_numbers;
use crate::language::Language;
use crate::value::Calendar;
use pullquote_article::text::token::Token;

/// The entities of one article and their mentions so far.
///
/// Entities are in the order of their first name. Finishing the table does not
/// change their ids; joining or splitting entities does.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EntityTable {
    entities: Vec<Entity>,
    mentions: Vec<Mention>,
}

impl EntityTable {
    /// Joins `names`, which are sorted by position, into entities. Each
    /// person or thing is one entity, with the fullest name that the article
    /// gives it.
    #[must_use]
    pub(crate) fn join(language: &Language, text: &str, tokens: &[Token], names: &[Name]) -> Self {
        let mut forms: Vec<NameForm> = names.iter().map(|n| NameForm::new(language, n.kind, n.span.of(text))).collect();
        let clues = clues(language, text, tokens, names);
        let titles = titles(language, text, names);
        let lent = lend(language, text, names, &mut forms, (&titles, &clues));
        let titled = titled(language, (text, names), &forms, &titles, &clues);
        super::namesakes::mark(text, names, &mut forms);
        for (form, titled) in forms.iter_mut().zip(&titled) {
            form.set_gender(titled.map(|t| t.gender), titled.is_some_and(|t| t.introduced));
        }
        let mut groups = group_numbers(language, &forms, &clues);
        super::short_form::join(language, text, names, &mut groups);
        let mut table = Self::default();
        let mut ids: Vec<Option<EntityId>> = vec![None; groups.iter().max().map_or(0, |g| g + 1)];
        // For each entity, the words without a title that gave it its
        // name.
        let mut named: Vec<&str> = Vec::new();
        for ((name, &group), titled) in names.iter().zip(&groups).zip(&titled) {
            let Some(slot) = ids.get_mut(group) else { continue };
            let words = name.span.of(text);
            let id = *slot.get_or_insert_with(|| table.open(name.kind, words));
            if id.0 == named.len() {
                named.push("");
            }
            if let (Some(entity), Some(named)) = (table.entities.get_mut(id.0), named.get_mut(id.0))
                && (named.is_empty() || fullness(words) > fullness(named))
            {
                *named = words;
                // The title shows which of the two it is.
                let title = titled.and_then(|titled| titled.title).filter(|_| !words.contains(char::is_whitespace));
                entity.name = title.map_or_else(|| shown(words), |title| format!("{title} {}", shown(words)));
            }
            if name.kind == EntityKind::Person {
                let role = role(language, text, tokens, name.span).map(|span| shown(span.of(text)));
                table.note_role(id, role);
            }
            table.mentions.push(Mention { span: name.span, kind: MentionKind::Name, entity: id });
        }
        for ((name, &group), family) in names.iter().zip(&groups).zip(&lent) {
            let entity = ids.get(group).copied().flatten().and_then(|id| table.entities.get_mut(id.0));
            if let Some((entity, family)) = entity.zip(*family)
                && [name.span.of(text), family].contains(&entity.name.rsplit(' ').next().unwrap_or_default())
            {
                entity.name = format!("{} {family}", name.span.of(text));
            }
        }
        table
    }

    /// Stores the description of a person: the first of more than one word, otherwise
    /// the first.
    fn note_role(&mut self, id: EntityId, role: Option<String>) {
        let Some(entity) = self.entities.get_mut(id.0) else { return };
        if entity.role.as_ref().is_some_and(|role| role.contains(' ')) {
            return;
        }
        if let Some(role) = role.filter(|role| entity.role.is_none() || role.contains(' ')) {
            entity.role = Some(role);
        }
    }

    fn open(&mut self, kind: EntityKind, name: &str) -> EntityId {
        let id = EntityId(self.entities.len());
        self.entities.push(Entity {
            id,
            kind,
            name: shown(name),
            role: None,
            facts: Vec::new(),
            value: None,
            mentions: Vec::new(),
        });
        id
    }

    /// Makes two entities one, with the kind, name and role of `target`.
    /// Earlier ids from the table are no longer valid. Nothing happens if
    /// both are one already.
    pub(crate) fn merge(&mut self, same: EntityId, target: EntityId) {
        let (kept, dropped) = (same.min(target), same.max(target));
        if kept == dropped || dropped.0 >= self.entities.len() {
            return;
        }
        let gone = self.entities.remove(dropped.0);
        if let Some(entity) = self.entities.get_mut(kept.0) {
            // The role of the other name need not be true of this
            // one.
            let target = if target == kept { entity.clone() } else { gone };
            *entity = Entity { id: kept, ..target };
        }
        for (i, entity) in self.entities.iter_mut().enumerate().skip(dropped.0) {
            entity.id = EntityId(i);
        }
        for mention in &mut self.mentions {
            if mention.entity == dropped {
                mention.entity = kept;
            } else if mention.entity > dropped {
                mention.entity = EntityId(mention.entity.0.saturating_sub(1));
            }
        }
    }

    /// Splits a date where the `calendar` says that its names mean different
    /// days: last Friday and next Friday are two entities. Earlier ids from
    /// the table are no longer valid.
    pub(crate) fn split_dates(&mut self, text: &str, calendar: &Calendar<'_>) {
        let kind = |entities: &[Entity], id: EntityId| entities.get(id.0).map(|entity| entity.kind);
        let mut ids: HashMap<(EntityId, Option<String>), EntityId> = HashMap::new();
        let mut split: Vec<Entity> = Vec::with_capacity(self.entities.len());
        for mention in &mut self.mentions {
            let dated = kind(&self.entities, mention.entity) == Some(EntityKind::Date);
            let said = dated.then(|| calendar.value(text, EntityKind::Date, mention.span)).flatten();
            let Some(whole) = self.entities.get(mention.entity.0) else { continue };
            mention.entity = *ids.entry((mention.entity, said)).or_insert_with(|| {
                let id = EntityId(split.len());
                split.push(Entity { id, ..whole.clone() });
                id
            });
        }
        self.entities = split;
    }

    /// The entities, in the order of their first name. Their `mentions` stay
    /// empty until [`Self::finish`].
    #[must_use]
    pub(crate) fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The mentions so far: the names in the order of the text, then those
    /// that were added.
    #[must_use]
    pub(crate) fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// Adds a mention at any place of the text. An empty mention, or one of
    /// an entity that the table does not have, is left out.
    pub(crate) fn add(&mut self, mention: Mention) {
        if mention.entity.0 < self.entities.len() && !mention.span.is_empty() {
            self.mentions.push(mention);
        }
    }

    /// Finishes the table: entities and mentions in the order of the text,
    /// each entity with the indices of its mentions.
    #[must_use]
    pub(crate) fn finish(self) -> (Vec<Entity>, Vec<Mention>) {
        let Self { mut entities, mut mentions } = self;
        mentions.sort_by_key(|m| (m.span.start, m.span.end));
        mentions.dedup();
        for (i, mention) in mentions.iter().enumerate() {
            if let Some(entity) = entities.get_mut(mention.entity.0) {
                entity.mentions.push(i);
            }
        }
        (entities, mentions)
    }
}

/// How much a form of a name says: how many words it has, then whether it has
/// small letters.
fn fullness(name: &str) -> (usize, bool) {
    (name.split_whitespace().count(), name.contains(char::is_lowercase))
}

/// A name as readers see it: white space becomes single spaces.
fn shown(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use pullquote_article::Span;
    use pullquote_article::text::token::tokenize;

    fn table(text: &str, names: &[(&str, EntityKind)]) -> EntityTable {
        let names = names_in(text, names);
        EntityTable::join(Language::english(), text, &tokenize(text), &names)
    }

    #[test]
    fn a_husband_and_his_wife_are_two() {
        let text = "Mrs Hall met Mr. Hall. Hall left. “Mrs. Hall and Susan Hall stayed; so did Mr Ek and Ek.";
        let names = ["Hall", "Hall", "Hall", "Hall", "Susan Hall", "Ek", "Ek"].map(|name| (name, EntityKind::Person));
        let (entities, _) = table(text, &names).finish();
        let found: Vec<(&str, usize)> = entities.iter().map(|e| (e.name.as_str(), e.mentions.len())).collect();
        assert_eq!(found, [("Susan Hall", 3), ("Mr. Hall", 2), ("Ek", 2)]);
    }

    #[test]
    fn last_friday_and_next_friday_are_two() {
        let text = "Rain fell on Friday and Ann Lee left. On Friday she will sail. It rained on Friday, too.";
        let names = [("Friday", EntityKind::Date), ("Ann Lee", EntityKind::Person), ("Friday", EntityKind::Date)];
        let mut table = table(text, &[&names[..], &[("Friday", EntityKind::Date)]].concat());
        let all = pullquote_article::text::sentence::sentences(
            text,
            Span::new(0, text.len()),
            &tokenize(text),
            Language::english().text,
        );
        table.split_dates(text, &Calendar::new(Language::english(), &all, Some("2025-11-26")));
        let (entities, _) = table.finish();
        let found: Vec<_> = entities.iter().map(|e| (e.id.0, e.name.as_str(), e.mentions.clone())).collect();
        assert_eq!(found, [(0, "Friday", vec![0, 3]), (1, "Ann Lee", vec![1]), (2, "Friday", vec![2])]);
    }

    #[test]
    fn the_role_of_a_merged_name_is_not_kept() {
        for (same, target, name, role) in [(0, 1, "Bo Ek", None), (1, 0, "Ann Lee", Some("harbour master"))] {
            let names = [("Ann Lee", EntityKind::Person), ("Bo Ek", EntityKind::Person)];
            let mut table = table("Ann Lee met Bo Ek.", &names);
            table.entities[0].role = Some("harbour master".to_owned());
            table.merge(EntityId(same), EntityId(target));
            let found: Vec<_> = table.entities().iter().map(|e| (e.name.as_str(), e.role.as_deref())).collect();
            assert_eq!(found, [(name, role)]);
        }
    }

    #[test]
    fn a_pronoun_added_later_is_in_order_and_ids_stay_valid() {
        let text = "He waited. Ann Lee spoke to Bo. Lee left.";
        let mut table =
            table(text, &[("Ann Lee", EntityKind::Person), ("Bo", EntityKind::Person), ("Lee", EntityKind::Person)]);
        let bo = table.mentions().iter().find(|m| m.span.of(text) == "Bo").map(|m| m.entity).expect("Bo is a mention");
        table.add(Mention { span: Span::new(0, 2), kind: MentionKind::Pronoun, entity: bo });
        table.add(Mention { span: Span::new(0, 2), kind: MentionKind::Pronoun, entity: EntityId(99) });
        let (entities, mentions) = table.finish();
        assert_eq!(entities.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["Ann Lee", "Bo"]);
        assert_eq!(mentions.iter().map(|m| m.span.of(text)).collect::<Vec<_>>(), ["He", "Ann Lee", "Bo", "Lee"]);
        assert_eq!(entities[0].mentions, [1, 3]);
        assert_eq!(entities[bo.0].mentions, [0, 2]);
    }
}
