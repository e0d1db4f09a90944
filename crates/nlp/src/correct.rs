//! What a person says an article's analysis got wrong.
//!
//! Corrections name things by the words of the article, never by an id, so
//! that they hold when the analysis changes. [`super::analyze_with`] applies
//! them; where the article has no such name, a correction changes nothing.

use std::collections::HashMap;

use super::entity::EntityTable;
use crate::analysis::{Candidate, Entity, EntityId, EntityKind, How, Quote, Speaker, Voice};
use crate::entity::name::Name;
use crate::language::Language;
use crate::value::Calendar;
use pullquote_article::text::fold::fold;
use pullquote_article::text::token::Token;

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
    /// The quote's words, as [`crate::analysis::Quote::words`] gives them.
    pub words: String,
    /// Where the quote began, in bytes; of several with the same words, the
    /// nearest is meant.
    pub at: usize,
    /// The speaker's name, or `None` where nobody is quoted. The names of
    /// several who speak together are parted by [`TOGETHER`].
    pub speaker: Option<String>,
}

impl Corrections {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.merges.is_empty() && self.speakers.is_empty()
    }

    /// Joins `names` into entities as [`EntityTable::join`] does, parts dates
    /// that are not the same day, and applies the kinds and merges. Names are compared without regard to case,
    /// white space and the shape of quotation marks.
    #[must_use]
    pub(crate) fn join(
        &self,
        text: &str,
        tokens: &[Token],
        mut names: Vec<Name>,
        calendar: &Calendar<'_>,
    ) -> EntityTable {
        let corrected = self.set_kinds(calendar.language(), text, tokens, &mut names);
        let mut table = EntityTable::join(calendar.language(), text, tokens, &names);
        for (one, other) in corrected {
            let entity = |at: usize, table: &EntityTable| table.mentions().get(at).map(|mention| mention.entity);
            if let (Some(one), Some(other)) = (entity(one, &table), entity(other, &table)) {
                table.merge(other, one);
            }
        }
        table.split_dates(text, calendar);
        for (same, target) in &self.merges {
            if let (Some(same), Some(target)) = (find(&table, text, same), find(&table, text, target)) {
                table.merge(same, target);
            }
        }
        table
    }

    /// Gives the quotes the speakers that a person chose. The mention and the
    /// cue are those of the candidate of that name, where there is one.
    pub fn choose_speakers(&self, text: &str, entities: &[Entity], quotes: &mut [Quote]) {
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
    ///
    /// Returns pairs of names, by their place in `names`, that were one entity
    /// and stay one: what shortens a person's name does not shorten a place's.
    fn set_kinds(&self, language: &Language, text: &str, tokens: &[Token], names: &mut [Name]) -> Vec<(usize, usize)> {
        let kinds: HashMap<String, EntityKind> = self.kinds.iter().map(|(name, kind)| (fold(name), *kind)).collect();
        if kinds.is_empty() {
            return Vec::new();
        }
        let table = EntityTable::join(language, text, tokens, names);
        let mut bearers: HashMap<EntityId, usize> = HashMap::new();
        let mut one = Vec::new();
        for (i, (name, mention)) in names.iter_mut().zip(table.mentions()).enumerate() {
            let whole = table.entities().get(mention.entity.0).filter(|e| kinds.contains_key(&fold(&e.name)));
            let entity = whole.and_then(|e| kinds.get(&fold(&e.name)));
            let own = kinds.get(&fold(name.span.of(text)));
            let Some(kind) = own.or(entity) else { continue };
            name.kind = *kind;
            if let Some(whole) = whole.filter(|_| Some(kind) == entity) {
                // The name that the entity has is the one the others join.
                if fold(name.span.of(text)) == fold(&whole.name) {
                    bearers.entry(whole.id).or_insert(i);
                }
                one.push((whole.id, i));
            }
        }
        let pairs = one.into_iter().filter_map(|(entity, i)| Some((*bearers.get(&entity)?, i)));
        pairs.filter(|(bearer, i)| bearer != i).collect()
    }
}

/// The rule of a speaker that a person chose.
pub const CHOSEN: &str = "chosen";

/// Parts the names of several who speak together, as a library parts authors:
/// no name holds it.
pub const TOGETHER: char = ';';

/// The names in a choice of speakers: one, or several that speak together.
pub fn names_in(choice: &str) -> impl Iterator<Item = &str> {
    choice.split(TOGETHER).map(str::trim).filter(|name| !name.is_empty())
}

/// Names as a sentence lists them: `Ann Lee, Bo Ek and Cy Dow`.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Makes `choice` the speaker of the quote; who was it before stays a
/// candidate.
fn choose(quote: &mut Quote, choice: Option<&str>, entities: &[Entity]) {
    let before = quote.speaker.take();
    let was = before.map(|speaker| Candidate { speaker, cue: quote.cue.take(), confidence: quote.confidence });
    quote.candidates.splice(0..0, was);
    quote.confidence = 0.0;
    let names: Vec<&str> = choice.into_iter().flat_map(names_in).collect();
    let voices: Vec<Voice> = names.iter().map(|name| voice(name, &quote.candidates, entities)).collect();
    let Some(first) = voices.first() else { return };
    // Nobody who speaks is a candidate, too. The first of them who was one
    // tells by which words.
    let found = quote.candidates.iter().find(|c| voices.iter().any(|v| c.speaker.is_called(&v.name))).cloned();
    quote.candidates.retain(|c| !voices.iter().any(|v| c.speaker.is_called(&v.name)));
    let alone = voices.len() == 1;
    let names: Vec<&str> = voices.iter().map(|voice| voice.name.as_str()).collect();
    let (given, cue) = found.map_or((None, None), |c| (Some(c.speaker), c.cue));
    quote.confidence = 1.0;
    quote.cue = cue;
    quote.speaker = Some(Speaker {
        name: listed(&names),
        entity: first.entity.filter(|_| alone),
        mention: given.as_ref().and_then(|speaker| speaker.mention),
        how: given.map_or(How::Name, |speaker| speaker.how),
        rule: CHOSEN,
        together: if alone { Vec::new() } else { voices },
    });
}

/// Whom a name means: a candidate, else an entity, else somebody of whom the
/// article says nothing.
fn voice(name: &str, candidates: &[Candidate], entities: &[Entity]) -> Voice {
    let folded = fold(name);
    let candidate = candidates.iter().map(|c| &c.speaker).find(|speaker| fold(&speaker.name) == folded);
    if let Some(speaker) = candidate {
        return Voice { name: speaker.name.clone(), entity: speaker.entity };
    }
    let named = entities.iter().find(|e| fold(&e.name) == folded);
    Voice { name: named.map_or_else(|| name.to_owned(), |e| e.name.clone()), entity: named.map(|e| e.id) }
}

/// The entity of that name or, where none has it, the first that is called so
/// anywhere.
fn find(table: &EntityTable, text: &str, name: &str) -> Option<EntityId> {
    let name = fold(name);
    let named = table.entities().iter().find(|e| fold(&e.name) == name).map(|e| e.id);
    named.or_else(|| table.mentions().iter().find(|m| fold(m.span.of(text)) == name).map(|m| m.entity))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze_with;
    use crate::model::Model;
    use pullquote_article::text::span::Span;
    use pullquote_article::text::token::tokenize;
    use pullquote_article::{ArticleBuilder, Format, Origin};

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
        let (entities, _) = corrections
            .join(TEXT, &tokenize(TEXT), names.to_vec(), &Calendar::new(&Language::english(), &[], None))
            .finish();
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
    fn an_entity_whose_kind_is_put_right_keeps_its_names() {
        let text = "Ada Okafor, A. Okafor and Okafor met Bo Ek.";
        let names = ["Ada Okafor", "A. Okafor", "Okafor", "Bo Ek"].map(|words| {
            let start = if words == "Okafor" { text.rfind(words) } else { text.find(words) };
            let start = start.expect("the name stands in the text");
            Name { span: Span::new(start, start + words.len()), kind: EntityKind::Person }
        });
        let kinds = vec![("Ada Okafor".to_owned(), EntityKind::Group)];
        let corrections = Corrections { kinds, ..Corrections::default() };
        let table =
            corrections.join(text, &tokenize(text), names.to_vec(), &Calendar::new(&Language::english(), &[], None));
        let found: Vec<_> = table.finish().0.into_iter().map(|e| (e.kind, e.name, e.mentions.len())).collect();
        assert_eq!(found, [entity(EntityKind::Group, "Ada Okafor", 3), entity(EntityKind::Person, "Bo Ek", 1)]);
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
    fn several_who_speak_together_are_named_as_a_sentence_names_them() {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let text = "Ada Okafor met Peter Hall and Bo Ek. “It is late now,” Okafor and Hall said.";
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let told = |names: &str| {
            let speaker = Some(names.to_owned());
            let choice = SpeakerChoice { words: "It is late now,".to_owned(), at: 0, speaker };
            let corrections = Corrections { speakers: vec![choice], ..Corrections::default() };
            analyze_with(&article, &Model::bundled(), &corrections).quotes[0].clone()
        };
        let both = told("ada okafor; Peter Hall");
        let speaker = both.speaker.expect("somebody speaks");
        assert_eq!((speaker.name.as_str(), speaker.entity), ("Ada Okafor and Peter Hall", None));
        assert!(speaker.together.iter().all(|voice| voice.entity.is_some()));
        assert!(speaker.is_called("peter hall") && !speaker.is_called("Bo Ek"));
        assert_eq!(both.cue.map(|cue| cue.of(text)), Some("said"), "one of them was found with it");
        let voices = ["Ada Okafor", "Peter Hall"];
        assert!(both.candidates.iter().all(|c| !voices.contains(&c.speaker.name.as_str())));
        let crowd = told("Ada Okafor; Peter Hall; a gull").speaker.map(|s| s.name);
        assert_eq!(crowd.as_deref(), Some("Ada Okafor, Peter Hall and a gull"));
        let one = told("Ada Okafor;").speaker.expect("somebody speaks");
        assert!(one.together.is_empty() && one.entity.is_some());
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
