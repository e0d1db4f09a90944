//! The speaker that a source is, under the fullest name that the article gives.

use super::identity::EntityLookup;
use super::together;
use crate::analysis::{How, Speaker, Voice};
use crate::attribution::candidate::Choice;
use crate::attribution::rule::Rule;
use crate::correct::join_names;
use crate::scene::Scene;
use crate::scene::source::{Link, Source};

/// The speaker of a choice. If the speaker of the quote before goes on speaking in another paragraph, no
/// words attribute this one.
pub(super) fn speaker(scene: &Scene<'_>, choice: &Choice<'_>, lookup: &EntityLookup<'_>) -> Speaker {
    let source = choice.candidate.source;
    let carried = choice.again && choice.candidate.paragraphs > 0;
    let (how, rule) = if carried { (How::Carried, Rule::Carried) } else { (source.how, choice.candidate.rule) };
    as_speaker(scene, source, lookup, how, rule.name())
}

/// A source as a speaker, under the fullest name that the article gives.
pub(super) fn as_speaker(
    scene: &Scene<'_>,
    source: &Source,
    lookup: &EntityLookup<'_>,
    how: How,
    rule: &'static str,
) -> Speaker {
    let entity = lookup.identity(scene, source).entity;
    let named = entity.and_then(|e| lookup.table.entities().get(e.0)).map(|e| e.name.clone());
    let label = || lookup.labels.longest(source.span.of(scene.text)).filter(|_| source.link == Link::Label);
    let named = named.or_else(|| label().map(str::to_owned)).or_else(|| lookup.own_body(scene, source));
    let named = named.or_else(|| lookup.words(scene, source));
    let name = named.unwrap_or_else(|| one_line(source.stands_for.unwrap_or(source.span).of(scene.text)));
    let voices: Vec<Voice> = together::speakers(scene, source)
        .into_iter()
        .filter_map(|name| {
            let entity = lookup.table.entities().get(name.entity.0)?;
            Some(Voice { name: entity.name.clone(), entity: Some(entity.id) })
        })
        .collect();
    let mention = Some(source.span);
    if voices.len() < 2 {
        return Speaker { name, entity, mention, how, rule, together: Vec::new() };
    }
    let name = join_names(&voices.iter().map(|voice| voice.name.as_str()).collect::<Vec<_>>());
    Speaker { name, entity: None, mention, how, rule, together: voices }
}

/// Words with one space between each two.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
