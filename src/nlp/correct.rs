//! What a person says an article's analysis got wrong.
//!
//! Corrections name things by the words of the article, never by an id, so
//! that they hold when the analysis changes. [`super::analyze_with`] applies
//! them; where the article has no such name, a correction changes nothing.

use std::collections::HashMap;

use super::entity::{EntityTable, Name};
use super::{Candidate, Entity, EntityKind, How, Quote, Speaker};
use crate::text::fold::fold;
use crate::text::token::Token;

/// A person's corrections to one article's analysis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// An entity's name, or one spelling of it, and what it is.
    pub kinds: Vec<(String, EntityKind)>,
    /// An entity's name, and the name of the entity that it is the same as.
    /// The joined entity takes the second's kind and name.
    pub merges: Vec<(String, String)>,
    /// Whose words a quote is.
    pub speakers: Vec<SpeakerChoice>,
}

/// A person's choice of a quote's speaker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakerChoice {
    /// The quote's words, as [`super::Quote::words`] gives them.
    pub words: String,
    /// Where the quote began, in bytes; of several with the same words, the
    /// nearest is meant.
    pub at: usize,
    /// The speaker's name, or `None` where nobody is quoted.
    pub speaker: Option<String>,
}

impl Corrections {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.merges.is_empty() && self.speakers.is_empty()
    }

    /// Joins `names` into entities as [`EntityTable::join`] does, with the
    /// kinds and merges applied. Names are compared without regard to case,
    /// white space and the shape of quotation marks.
    #[must_use]
    pub fn join(&self, text: &str, tokens: &[Token], mut names: Vec<Name>) -> EntityTable {
        if self.is_empty() {
            return EntityTable::join(text, tokens, &names);
        }
        self.set_kinds(text, tokens, &mut names);
        let mut table = EntityTable::join(text, tokens, &names);
        for (same, target) in &self.merges {
            if let (Some(same), Some(target)) = (find(&table, text, same), find(&table, text, target)) {
                table.merge(same, target);
            }
        }
        table
    }

    /// Gives the quotes the speakers that a person chose. The mention and the
    /// cue are those of the candidate of that name, where there is one.
    pub(crate) fn choose_speakers(&self, text: &str, entities: &[Entity], quotes: &mut [Quote]) {
        for choice in &self.speakers {
            let words = fold(&choice.words);
            let same = quotes.iter_mut().filter(|q| fold(&q.words(text)) == words);
            let nearest = same.min_by_key(|q| q.extent().start.abs_diff(choice.at));
            let Some(quote) = nearest else { continue };
            choose(quote, choice.speaker.as_deref(), entities);
        }
    }

    /// Sets the kinds before names are joined: a name that turns out to be a
    /// person's may then be a form of another person's. A correction for an
    /// entity's name holds for every name of that entity, and one for another
    /// spelling for that spelling alone, which is the narrower and wins.
    fn set_kinds(&self, text: &str, tokens: &[Token], names: &mut [Name]) {
        let kinds: HashMap<String, EntityKind> = self.kinds.iter().map(|(name, kind)| (fold(name), *kind)).collect();
        if kinds.is_empty() {
            return;
        }
        let table = EntityTable::join(text, tokens, names);
        for (name, mention) in names.iter_mut().zip(table.mentions()) {
            let entity = table.entities().get(mention.entity.0).and_then(|e| kinds.get(&fold(&e.name)));
            if let Some(kind) = kinds.get(&fold(name.span.of(text))).or(entity) {
                name.kind = *kind;
            }
        }
    }
}

/// The rule of a speaker that a person chose.
pub const CHOSEN: &str = "chosen";

/// Makes `name` the speaker of the quote; who was it before stays a candidate.
fn choose(quote: &mut Quote, name: Option<&str>, entities: &[Entity]) {
    let before = quote.speaker.take();
    let was = before.map(|speaker| Candidate { speaker, cue: quote.cue.take(), confidence: quote.confidence });
    quote.candidates.splice(0..0, was);
    quote.confidence = if name.is_some() { 1.0 } else { 0.0 };
    let Some(name) = name else { return };
    let folded = fold(name);
    let place = quote.candidates.iter().position(|c| fold(&c.speaker.name) == folded);
    let found = place.map(|i| quote.candidates.remove(i));
    let named = entities.iter().find(|e| fold(&e.name) == folded);
    let (speaker, cue) = found.map_or((None, None), |c| (Some(c.speaker), c.cue));
    let speaker = speaker.unwrap_or_else(|| Speaker {
        name: named.map_or_else(|| name.trim().to_owned(), |e| e.name.clone()),
        entity: named.map(|e| e.id),
        mention: None,
        how: How::Name,
        rule: CHOSEN,
    });
    quote.speaker = Some(Speaker { rule: CHOSEN, ..speaker });
    quote.cue = cue;
}

/// The entity of that name or, where none has it, the first that is called so
/// anywhere.
fn find(table: &EntityTable, text: &str, name: &str) -> Option<super::EntityId> {
    let name = fold(name);
    let named = table.entities().iter().find(|e| fold(&e.name) == name).map(|e| e.id);
    named.or_else(|| table.mentions().iter().find(|m| fold(m.span.of(text)) == name).map(|m| m.entity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleBuilder, Format, Origin};
    use crate::nlp::{Model, analyze_with};
    use crate::text::span::Span;
    use crate::text::token::tokenize;

    const TEXT: &str = "Nordlys met Ada Okafor. Okafor left; the Water Board and NWX stayed. Okafor wept.";

    fn joined(corrections: &Corrections) -> Vec<(EntityKind, String, usize)> {
        let mut at = 0;
        let names = [
            ("Nordlys", EntityKind::Person),
            ("Ada Okafor", EntityKind::Place),
            ("Okafor", EntityKind::Person),
            ("Water Board", EntityKind::Organization),
            ("NWX", EntityKind::Place),
            ("Okafor", EntityKind::Person),
        ];
        let names = names.map(|(words, kind)| {
            let start = at + TEXT[at..].find(words).expect("the name stands in the text");
            at = start + words.len();
            Name { span: Span::new(start, at), kind }
        });
        let (entities, _) = corrections.join(TEXT, &tokenize(TEXT), names.to_vec()).finish();
        assert!(entities.iter().enumerate().all(|(i, e)| e.id.0 == i));
        entities.into_iter().map(|e| (e.kind, e.name, e.mentions.len())).collect()
    }

    fn entity(kind: EntityKind, name: &str, mentions: usize) -> (EntityKind, String, usize) {
        (kind, name.to_owned(), mentions)
    }

    #[test]
    fn a_corrected_kind_holds_and_its_name_joins_others() {
        let kinds = vec![
            ("nordlys".to_owned(), EntityKind::Organization),
            ("Ada  Okafor".to_owned(), EntityKind::Person),
            ("Nobody".to_owned(), EntityKind::Person),
        ];
        let found = joined(&Corrections { kinds, ..Corrections::default() });
        assert_eq!(found[0], entity(EntityKind::Organization, "Nordlys", 1));
        assert_eq!(found[1], entity(EntityKind::Person, "Ada Okafor", 3));
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn a_person_chooses_the_speaker_of_the_nearest_quote_of_these_words() {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let text = "Ada Okafor met Peter Hall. “It is late now,” said Ada Okafor.\n\n“It is late now,” Hall said.";
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let second = text.rfind("It is").unwrap_or(0);
        let pick = |speaker: Option<&str>| {
            let choice =
                SpeakerChoice { words: "It is late now,".to_owned(), at: second, speaker: speaker.map(str::to_owned) };
            let corrections = Corrections { speakers: vec![choice], ..Corrections::default() };
            let quotes = analyze_with(&article, &Model::bundled(), &corrections).quotes;
            assert_eq!(quotes[0].speaker.as_ref().map(|s| s.name.as_str()), Some("Ada Okafor"));
            assert!(quotes[0].candidates.iter().all(|c| c.speaker.name != "Ada Okafor"));
            quotes[1].clone()
        };
        let chosen = pick(Some("ada okafor"));
        assert_eq!(chosen.speaker.as_ref().map(|s| (s.name.as_str(), s.rule)), Some(("Ada Okafor", CHOSEN)));
        assert!(chosen.speaker.is_some_and(|s| s.entity.is_some()));
        assert_eq!(chosen.candidates[0].speaker.name, "Peter Hall");
        let nobody = pick(None);
        assert_eq!((nobody.speaker, nobody.confidence), (None, 0.0));
        let stranger = pick(Some("Mr. Nobody"));
        assert_eq!(stranger.speaker.map(|s| (s.name, s.entity)), Some(("Mr. Nobody".to_owned(), None)));
    }

    #[test]
    fn a_merged_entity_takes_the_targets_kind_and_name() {
        let merges = vec![
            ("Ada Okafor".to_owned(), "Okafor".to_owned()),
            ("NWX".to_owned(), "water board".to_owned()),
            ("NWX".to_owned(), "Water Board".to_owned()),
            ("NWX".to_owned(), "nobody".to_owned()),
        ];
        let found = joined(&Corrections { merges, ..Corrections::default() });
        assert_eq!(
            found,
            [
                entity(EntityKind::Person, "Nordlys", 1),
                entity(EntityKind::Person, "Okafor", 3),
                entity(EntityKind::Organization, "Water Board", 2),
            ]
        );
    }
}
