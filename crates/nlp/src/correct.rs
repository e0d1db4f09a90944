//! Corrections that a person makes to an analysis.
//!
//! Corrections refer to things by the words of the article, never by an id, so they
//! remain valid when the analysis changes. [`analyze_with`](crate::analyze_with)
//! applies them. A correction of a name that the article does not have changes
//! nothing.

use std::collections::HashMap;

use crate::analysis::{Candidate, ConfidenceParts, Entity, EntityId, EntityKind, How, Quote, Speaker, Voice};
use crate::entity::{EntityTable, Name};
use crate::language::Language;
use crate::value::Calendar;
use pullquote_article::text::fold::fold;
use pullquote_article::text::token::Token;

/// The corrections that a person makes to the analysis of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Changes of kind: the name of an entity, or one spelling of it, and its kind.
    pub kinds: Vec<(String, EntityKind)>,
    /// Merges of two entities: the name of the one that disappears, and the name of
    /// the one that takes its mentions and keeps its kind and name.
    pub merges: Vec<(String, String)>,
    /// The speakers that a person chose for quotes.
    pub speakers: Vec<SpeakerChoice>,
}

/// The choice of a speaker for one quote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakerChoice {
    /// The words of the quote, as [`Quote::words`] gives them.
    pub words: String,
    /// The byte at which the quote began. Of several quotes with the same words, the
    /// nearest is meant.
    pub at: usize,
    /// The name of the speaker; `None` if the quote has no speaker. The names of joint
    /// speakers are separated by [`SPEAKER_SEPARATOR`].
    pub speaker: Option<String>,
}

impl Corrections {
    /// True if there are no corrections.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.merges.is_empty() && self.speakers.is_empty()
    }

    /// Joins `names` into entities as [`EntityTable::join`] does, separates dates that
    /// are not the same day, and applies the changes of kind and the merges. Case,
    /// white space and the shape of quotation marks do not matter.
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
        for (full, other) in corrected {
            let entity = |at: usize, table: &EntityTable| table.mentions().get(at).map(|mention| mention.entity);
            if let (Some(full), Some(other)) = (entity(full, &table), entity(other, &table)) {
                table.merge(other, full);
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

    /// Gives the quotes of an analysis of `text` the speakers that a person chose. The
    /// `entities` are those of the same analysis. The mention and the cue are
    /// those of the candidate with that name, if there is one.
    pub fn choose_speakers(&self, text: &str, entities: &[Entity], quotes: &mut [Quote]) {
        for choice in &self.speakers {
            let words = fold(&choice.words);
            let same = quotes.iter_mut().filter(|q| fold(&q.words(text)) == words);
            let nearest = same.min_by_key(|q| q.extent().start.abs_diff(choice.at));
            let Some(quote) = nearest else { continue };
            choose(quote, choice.speaker.as_deref(), entities);
        }
    }

    /// Sets the kinds before names are joined, so that a name that becomes a person's
    /// can be joined with other forms of that person's name. A correction of an
    /// entity's name applies to every name of that entity. A correction of one
    /// spelling applies to that spelling only, and takes precedence.
    ///
    /// Returns pairs of names, as indices into `names`, that were one entity and must
    /// stay one. They would separate otherwise, because the rules for short forms
    /// differ between kinds.
    fn set_kinds(&self, language: &Language, text: &str, tokens: &[Token], names: &mut [Name]) -> Vec<(usize, usize)> {
        let kinds: HashMap<String, EntityKind> = self.kinds.iter().map(|(name, kind)| (fold(name), *kind)).collect();
        if kinds.is_empty() {
            return Vec::new();
        }
        let table = EntityTable::join(language, text, tokens, names);
        let mut full_names: HashMap<EntityId, usize> = HashMap::new();
        let mut corrected = Vec::new();
        for (i, (name, mention)) in names.iter_mut().zip(table.mentions()).enumerate() {
            let whole = table.entities().get(mention.entity.0).filter(|e| kinds.contains_key(&fold(&e.name)));
            let entity = whole.and_then(|e| kinds.get(&fold(&e.name)));
            let own = kinds.get(&fold(name.span.of(text)));
            let Some(kind) = own.or(entity) else { continue };
            name.kind = *kind;
            if let Some(whole) = whole.filter(|_| Some(kind) == entity) {
                // The others join the name that the entity goes by.
                if fold(name.span.of(text)) == fold(&whole.name) {
                    full_names.entry(whole.id).or_insert(i);
                }
                corrected.push((whole.id, i));
            }
        }
        let pairs = corrected.into_iter().filter_map(|(entity, i)| Some((*full_names.get(&entity)?, i)));
        pairs.filter(|(full, i)| full != i).collect()
    }
}

/// The name of the rule of a speaker that a person chose: see [`Speaker::rule`].
pub const CHOSEN_RULE: &str = "chosen";

/// The character between the names of joint speakers in a
/// [`SpeakerChoice`]: `Smith; Jones`. No name contains it.
pub const SPEAKER_SEPARATOR: char = ';';

/// Splits the names in a choice of speakers at [`SPEAKER_SEPARATOR`], without the white space
/// around them.
pub fn split_speakers(choice: &str) -> impl Iterator<Item = &str> {
    choice.split(SPEAKER_SEPARATOR).map(str::trim).filter(|name| !name.is_empty())
}

/// Joins names as a sentence lists them: `Ann Lee, Bo Ek and Cy Dow`.
#[must_use]
pub fn join_names(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Makes `choice` the speaker of the quote. The speaker before becomes a candidate.
fn choose(quote: &mut Quote, choice: Option<&str>, entities: &[Entity]) {
    let before = quote.speaker.take();
    let was = before.map(|speaker| Candidate { speaker, cue: quote.cue.take(), confidence: quote.confidence });
    quote.candidates.splice(0..0, was);
    quote.confidence = 0.0;
    quote.confidence_parts = ConfidenceParts::NONE;
    let names: Vec<&str> = choice.into_iter().flat_map(split_speakers).collect();
    let voices: Vec<Voice> = names.iter().map(|name| voice(name, &quote.candidates, entities)).collect();
    let Some(first) = voices.first() else { return };
    // A speaker is not a candidate as well. The mention and the cue are those of the
    // first candidate that is now a speaker.
    let found = quote.candidates.iter().find(|c| voices.iter().any(|v| c.speaker.is_called(&v.name))).cloned();
    quote.candidates.retain(|c| !voices.iter().any(|v| c.speaker.is_called(&v.name)));
    let alone = voices.len() == 1;
    let names: Vec<&str> = voices.iter().map(|voice| voice.name.as_str()).collect();
    let (candidate, cue) = found.map_or((None, None), |c| (Some(c.speaker), c.cue));
    quote.confidence = 1.0;
    quote.confidence_parts = ConfidenceParts::CHOSEN;
    quote.cue = cue;
    quote.speaker = Some(Speaker {
        name: join_names(&names),
        entity: first.entity.filter(|_| alone),
        mention: candidate.as_ref().and_then(|speaker| speaker.mention),
        how: candidate.map_or(How::Name, |speaker| speaker.how),
        rule: CHOSEN_RULE,
        together: if alone { Vec::new() } else { voices },
    });
}

/// The speaker that a name means: a candidate, or else an entity, or else a person
/// that the article does not mention.
fn voice(name: &str, candidates: &[Candidate], entities: &[Entity]) -> Voice {
    let folded = fold(name);
    let candidate = candidates.iter().map(|c| &c.speaker).find(|speaker| fold(&speaker.name) == folded);
    if let Some(speaker) = candidate {
        return Voice { name: speaker.name.clone(), entity: speaker.entity };
    }
    let named = entities.iter().find(|e| fold(&e.name) == folded);
    Voice { name: named.map_or_else(|| name.to_owned(), |e| e.name.clone()), entity: named.map(|e| e.id) }
}

/// The entity with this name; if there is none, the entity of the first mention with
/// these words.
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
    use pullquote_article::Span;
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
            let start = at + TEXT[at..].find(words).expect("the name is in the text");
            at = start + words.len();
            Name { span: Span::new(start, at), kind }
        });
        let (entities, _) = corrections
            .join(TEXT, &tokenize(TEXT), names.to_vec(), &Calendar::new(Language::english(), &[], None))
            .finish();
        assert!(entities.iter().enumerate().all(|(i, e)| e.id.0 == i));
        entities.into_iter().map(|e| (e.kind, e.name, e.mentions.len())).collect()
    }

    fn entity(kind: EntityKind, name: &str, mentions: usize) -> (EntityKind, String, usize) {
        (kind, name.to_owned(), mentions)
    }

    #[test]
    fn a_corrected_kind_is_kept_and_its_name_joins_others() {
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
    fn an_entity_with_a_corrected_kind_keeps_its_names() {
        let text = "Ada Okafor, A. Okafor and Okafor met Bo Ek.";
        let names = ["Ada Okafor", "A. Okafor", "Okafor", "Bo Ek"].map(|words| {
            let start = if words == "Okafor" { text.rfind(words) } else { text.find(words) };
            let start = start.expect("the name is in the text");
            Name { span: Span::new(start, start + words.len()), kind: EntityKind::Person }
        });
        let kinds = vec![("Ada Okafor".to_owned(), EntityKind::Group)];
        let corrections = Corrections { kinds, ..Corrections::default() };
        let table =
            corrections.join(text, &tokenize(text), names.to_vec(), &Calendar::new(Language::english(), &[], None));
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
        assert_eq!(chosen.speaker.as_ref().map(|s| (s.name.as_str(), s.rule)), Some(("Ada Okafor", CHOSEN_RULE)));
        assert!(chosen.speaker.is_some_and(|s| s.entity.is_some()));
        assert_eq!(chosen.candidates[0].speaker.name, "Peter Hall");
        let nobody = pick(None);
        assert_eq!((nobody.speaker, nobody.confidence), (None, 0.0));
        let stranger = pick(Some("Mr. Nobody"));
        assert_eq!(stranger.speaker.map(|s| (s.name, s.entity)), Some(("Mr. Nobody".to_owned(), None)));
    }

    #[test]
    fn joint_speakers_are_listed_as_in_a_sentence() {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let text = "Ada Okafor met Peter Hall and Bo Ek. “It is late now,” Okafor and Hall said.";
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let chosen = |names: &str| {
            let speaker = Some(names.to_owned());
            let choice = SpeakerChoice { words: "It is late now,".to_owned(), at: 0, speaker };
            let corrections = Corrections { speakers: vec![choice], ..Corrections::default() };
            analyze_with(&article, &Model::bundled(), &corrections).quotes[0].clone()
        };
        let both = chosen("ada okafor; Peter Hall");
        let speaker = both.speaker.expect("somebody speaks");
        assert_eq!((speaker.name.as_str(), speaker.entity), ("Ada Okafor and Peter Hall", None));
        assert!(speaker.together.iter().all(|voice| voice.entity.is_some()));
        assert!(speaker.is_called("peter hall") && !speaker.is_called("Bo Ek"));
        assert_eq!(both.cue.map(|cue| cue.of(text)), Some("said"), "one of them was found with it");
        let voices = ["Ada Okafor", "Peter Hall"];
        assert!(both.candidates.iter().all(|c| !voices.contains(&c.speaker.name.as_str())));
        let crowd = chosen("Ada Okafor; Peter Hall; a gull").speaker.map(|s| s.name);
        assert_eq!(crowd.as_deref(), Some("Ada Okafor, Peter Hall and a gull"));
        let one = chosen("Ada Okafor;").speaker.expect("somebody speaks");
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
