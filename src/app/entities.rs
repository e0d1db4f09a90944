//! Moving between the mentions of an entity.

use super::{App, Pick, Tone};
use pullquote_article::Span;
use pullquote_nlp::{Entity, EntityId, Mention, MentionKind};

impl App {
    /// The mentions that overlap `span`, in the order of the text.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let mentions = self.analysis().map_or(&[][..], |a| a.mentions.as_slice());
        let end = mentions.partition_point(|m| m.span.start < span.end);
        mentions.iter().take(end).filter(move |m| m.span.overlaps(span))
    }

    /// Picks a mention and its entity, and scrolls to it.
    pub(super) fn pick_mention(&mut self, index: usize) {
        let Some(mention) = self.analysis().and_then(|a| a.mentions.get(index)) else { return };
        let (span, entity) = (mention.span, mention.entity);
        self.entity = Some(entity);
        self.pick_at(Pick::Mention(index), span);
        self.sidebar.select_entity(entity);
    }

    /// The names that the article uses for an entity, each once.
    pub(super) fn names_of(&self, id: EntityId) -> Vec<&str> {
        let Some(analysis) = self.analysis() else { return Vec::new() };
        let mentions = analysis.entity(id).into_iter().flat_map(|entity| &entity.mentions);
        let named = mentions.filter_map(|i| analysis.mentions.get(*i)).filter(|m| m.kind == MentionKind::Name);
        let mut names: Vec<&str> = named.map(|mention| mention.span.of(self.article.text())).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The value of a date or a sum of money in figures, if its name does not
    /// already say it that way.
    pub(super) fn value_of(&self, entity: &Entity) -> Option<String> {
        let value = entity.value.as_ref()?;
        let says_it = *value == entity.name || value.replacen("$ ", "$", 1) == entity.name;
        (!says_it).then(|| value.clone())
    }

    /// The first mention of an entity.
    pub(super) fn first_mention(&self, id: EntityId) -> Option<Span> {
        let analysis = self.analysis()?;
        let first = analysis.entity(id)?.mentions.first()?;
        analysis.mentions.get(*first).map(|mention| mention.span)
    }

    /// The index of the mention with exactly this span.
    pub(super) fn mention_at(&self, span: Span) -> Option<usize> {
        let mentions = &self.analysis()?.mentions;
        let from = mentions.partition_point(|m| m.span.start < span.start);
        let here = mentions.iter().skip(from).take_while(|m| m.span.start == span.start);
        here.into_iter().position(|m| m.span == span).map(|i| from + i)
    }

    /// The entity for moving between mentions: the chosen one, the picked
    /// quote's speaker, or that of the first mention in the sentence with the
    /// cursor or on the screen.
    fn entity_here(&self) -> Option<EntityId> {
        let analysis = self.analysis()?;
        let speaker = || analysis.quote(self.quote()?)?.speaker.as_ref()?.entity;
        let here = || self.mentions_in(self.cursor_sentence()?).map(|m| m.entity).next();
        let first = || self.mentions_in(self.visible()).map(|m| m.entity).next();
        self.entity.or_else(speaker).or_else(here).or_else(first)
    }

    /// Picks the mention `times` after or before the picked one, or counted
    /// from the cursor.
    pub(super) fn walk_mentions(&mut self, times: usize, on: bool) {
        let Some(entity) = self.entity_here() else {
            self.say(Tone::Info, "no entity is selected");
            return;
        };
        let Some((mentions, name)) =
            self.analysis().and_then(|a| a.entity(entity)).map(|e| (e.mentions.clone(), e.name.clone()))
        else {
            return;
        };
        let picked = match &self.pick {
            Some(Pick::Mention(i)) => mentions.iter().position(|m| m == i),
            _ => None,
        };
        let last = mentions.len().saturating_sub(1);
        let target = match picked {
            Some(at) if on => at.saturating_add(times),
            Some(at) => at.saturating_sub(times),
            None => {
                let top = self.place();
                let start = |i: &usize| self.analysis().and_then(|a| a.mentions.get(*i)).map_or(0, |m| m.span.start);
                let at = mentions.partition_point(|i| start(i) < top);
                if on { at.saturating_add(times - 1) } else { at.saturating_sub(times) }
            }
        };
        if target > last || (picked == Some(0) && !on) {
            let end = if on { "last" } else { "first" };
            self.say(Tone::Info, format!("this is the {end} mention of {name}"));
        }
        if let Some(index) = mentions.get(target.min(last)) {
            self.leave_selecting();
            self.pick_mention(*index);
        }
    }

    /// The picked mention in words: `Ann Lee · mention 2/7`.
    pub(super) fn mention_words(&self, index: usize) -> String {
        let Some(analysis) = self.analysis() else { return String::new() };
        let entity = analysis.mentions.get(index).and_then(|m| analysis.entity(m.entity));
        entity.map_or_else(String::new, |entity| {
            let at = entity.mentions.iter().position(|m| *m == index).map_or(0, |i| i + 1);
            format!("{} · mention {at}/{}", entity.name, entity.mentions.len())
        })
    }
}
