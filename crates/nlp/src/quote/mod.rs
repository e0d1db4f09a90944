//! Quotes: passages of speech with their speakers.
//!
//! [`crate::passage`] finds the words between marks, [`crate::scene`] groups the
//! passages that are one quote, and [`crate::attribution`] decides who speaks
//! them.

mod labels;
mod nested;
#[cfg(test)]
mod tests;
pub(crate) mod text_model;
mod together;
pub(crate) mod unattributed;

use crate::analysis::{
    Candidate, ConfidenceParts, EntityId, EntityKind, How, MarkedWords, Mention, Quote, QuoteId, QuoteKind, Speaker,
    Voice,
};
use crate::attribution::byline::is_sentence;
use crate::attribution::candidate::Choice;
use crate::attribution::rank::{QuoteCandidates, speakers};
use crate::attribution::rule::Rule;
use crate::coref;
use crate::coref::{Answer, Reference, Referent, reference_at};
use crate::correct::join_names;
use crate::entity::EntityTable;
use crate::model::Model;
use crate::passage::Passage;
use crate::passage::marks::Style;
use crate::reported::{Reported, reported};
use crate::resolver::certainty::{Certainty, NameStatus};
use crate::scene::Scene;
use crate::scene::group::Group;
use crate::scene::source::{Link, Source};
use crate::speech;
use crate::speech::habits::Habits;
use crate::speech::naming::{follows, is_surely_name};
use crate::speech::signs::Signs;
use labels::{Families, Labels};
use pullquote_article::Article;
use pullquote_article::Span;
use pullquote_article::text::token::Token;
use text_model::TextModel;

/// The least probability of speech that makes a passage a quote; chosen by
/// cross-validation over the sites and articles that the probability was trained on.
const LEAST_SPEECH: f32 = 0.35;

/// The probability of speech that is given for a passage that is surely a name or a title.
const NAME: f32 = 0.05;

/// The least confidence of a speaker that is given, which is the probability of speech times
/// that of the attribution; a less sure one stays a candidate.
const LEAST_SURE: f32 = 0.4;

/// The likeliest mention decides if its speaker has this confidence. If not, another speaker
/// with several mentions may have more in sum.
const LEAST_ALONE: f32 = 0.5;

/// The most candidates that a quote lists.
const MOST_CANDIDATES: usize = 4;

/// The highest probability that “Q” or “Host” before a line says who speaks: lists of questions
/// begin so, too. Set by hand, below what is shown as sure.
const MOST_OF_ROLE: f32 = 0.6;

/// The highest probability that a family name means one of its bearers if the text has named another
/// of them since: “Travis sang. “I was late,” Ek said”, after Donna Ek and Travis Ek. Set by hand,
/// below what is shown as sure.
const MOST_OF_OTHER_LAST: f32 = 0.85;

/// How many names before a family name are searched for its bearers.
const MOST_NAMES: usize = 200;

/// The most sources that are considered for a list of candidates.
const LOOKED_AT: usize = 12;

/// What the passages of an article are.
pub(crate) struct Found {
    /// The quotes with their speakers, in the order of the text.
    pub(crate) quotes: Vec<Quote>,
    /// The words between marks that are not quotes, in the order of the text.
    pub(crate) marked: Vec<MarkedWords>,
}

/// Finds the quotes of an article and their speakers, and the other words between
/// quotation marks. Pronouns and nominals that are resolved are added to `table`.
/// `None` as soon as `go_on` returns `None`.
pub(crate) fn find(
    article: &Article,
    tokens: &[Token],
    table: &mut EntityTable,
    model: &Model,
    go_on: &dyn Fn() -> Option<()>,
) -> Option<Found> {
    let text_model = TextModel::new(article, tokens, table, model);
    go_on()?;
    let scene = &text_model.scene;
    let references = coref::resolve(scene, &text_model.sources, table, &model.resolver);
    for r in &references {
        if let Some(entity) = r.referent.entity() {
            table.add(Mention { span: r.span, kind: r.kind, entity });
        }
    }
    let habits = Habits::of(scene);
    let mut quotes: Vec<Quote> = Vec::new();
    let mut marked: Vec<MarkedWords> = Vec::new();
    let mut previous: Option<&Source> = None;
    // The last passage that is surely a name or a title.
    let mut named: Option<&Passage> = None;
    let lookup = EntityLookup {
        references: &references,
        table,
        certainty: &model.resolver.certainty,
        labels: Labels::of(model.language, scene.text, &text_model.sources),
        families: Families::of(table.entities()),
    };
    for group in &text_model.groups {
        go_on()?;
        let Some(ballot) = QuoteCandidates::new(scene, &text_model.sources, group, previous) else { continue };
        let choices = ballot.ranked(&model.attribution, previous);
        let choice = choices.first();
        let Some(first) = group.passages.first().and_then(|&p| scene.passages.get(p)) else { continue };
        let unmarked = matches!(first.style, Style::Label | Style::SetOff)
            || choice.is_some_and(|c| c.candidate.rule == Rule::Transcript)
            || choice.is_some_and(|c| c.candidate.is_author) && is_sentence(scene, first);
        let signs = Signs::of(scene, &habits, (&ballot.setting, group), choice).filter(|_| !unmarked);
        let is_name = is_surely_name(scene, first, named.is_some_and(|named| follows(scene, first, named)));
        let speech = match signs {
            Some(_) if is_name => NAME,
            Some(signs) => speech::probability(&model.judges.speech, &signs, first.span.of(scene.text)),
            None => 1.0,
        };
        if speech < LEAST_SPEECH {
            named = Some(first).filter(|_| is_name).or(named);
            let passages = group.passages.iter().filter_map(|&p| scene.passages.get(p));
            marked.extend(passages.map(|p| MarkedWords { span: p.span, speech }));
            continue;
        }
        previous = choice.map(|c| c.candidate.source).or(previous);
        quotes.extend(quote(scene, group, &speakers(scene, group, &choices), speech, &lookup));
    }
    quotes.extend(indirect_quotes(&text_model, model, &quotes, &lookup));
    let inside = nested::find(scene, &quotes, model, &lookup);
    quotes.extend(inside);
    quotes.sort_by_key(|q| (q.extent().end, std::cmp::Reverse(q.extent().start)));
    for (i, quote) in quotes.iter_mut().enumerate() {
        quote.id = QuoteId(i);
    }
    Some(Found { quotes, marked })
}

/// The reported clauses that are not quoted, too: a clause that is also quoted is given
/// once, with its marks.
fn indirect_quotes(
    text_model: &TextModel<'_>,
    model: &Model,
    quotes: &[Quote],
    lookup: &EntityLookup<'_>,
) -> Vec<Quote> {
    let quoted = |reported: &Reported<'_>| {
        let extent = |q: &Quote| reported.spans.iter().any(|s| q.spans.iter().any(|t| t.overlaps(*s)));
        let start = reported.spans.first().map_or(0, |s| s.start);
        let from = quotes.partition_point(|q| q.extent().end <= start);
        quotes.get(from..quotes.len().min(from + 4)).is_some_and(|near| near.iter().any(extent))
    };
    let all = reported(&text_model.scene, &text_model.sources, &model.judges.reported).into_iter();
    all.filter(|r| !quoted(r)).map(|r| indirect_quote(&text_model.scene, r, lookup)).collect()
}

fn quote(
    scene: &Scene<'_>,
    group: &Group,
    choices: &[Choice<'_>],
    speech: f32,
    lookup: &EntityLookup<'_>,
) -> Option<Quote> {
    let passages: Vec<_> = group.passages.iter().filter_map(|&p| scene.passages.get(p)).collect();
    let first = *passages.first()?;
    let spans: Vec<Span> = passages.iter().map(|p| p.span).collect();
    let words: usize = spans.iter().map(|s| s.of(scene.text).split_whitespace().count()).sum();
    let whole = first.outer.start == scene.paragraphs.get(first.para)?.span.start;
    let kind = if whole || words >= 3 && first.span.of(scene.text).starts_with(char::is_uppercase) {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    };
    let mut all = attributions(scene, choices, lookup);
    // Every mention of the speaker counts, whichever of them attributes the quote.
    let (mention, identity) = all.first().map_or((0.0, 0.0), |best| {
        let identity = best.identity.max(f32::MIN_POSITIVE);
        ((best.candidate.confidence / identity).min(1.0), identity)
    });
    let sure = speech * mention >= LEAST_SURE && !all.is_empty();
    let best = if sure { Some(all.remove(0).candidate) } else { None };
    let all = all.into_iter().take(MOST_CANDIDATES).map(|Attribution { candidate, .. }| candidate);
    let all = all.map(|c| Candidate { confidence: c.confidence * speech, ..c }).collect();
    let parts = best.as_ref().map_or(ConfidenceParts::NONE, |_| ConfidenceParts { speech, mention, identity });
    let (speaker, cue) = best.map_or((None, None), |c| (Some(c.speaker), c.cue));
    let (confidence, confidence_parts) = (parts.least(), parts);
    Some(Quote { id: QuoteId(0), kind, spans, speaker, cue, confidence, confidence_parts, candidates: all })
}

/// A possible speaker of a quote.
struct Attribution {
    candidate: Candidate,
    /// The probability that the words of the mention mean this speaker.
    identity: f32,
}

/// The choices as speakers: each person once, the likeliest first. The confidence of a
/// speaker is the sum over all mentions.
fn attributions(scene: &Scene<'_>, choices: &[Choice<'_>], lookup: &EntityLookup<'_>) -> Vec<Attribution> {
    let mut found: Vec<Attribution> = Vec::new();
    let left = choices.first().map_or(0.0, |best| 1.0 - best.probability).max(1e-6);
    let doubt = choices.first().map_or(0.0, |best| 1.0 - best.confidence);
    for (i, choice) in choices.iter().take(LOOKED_AT).enumerate() {
        let speaker = speaker(scene, choice, lookup);
        let known = |other: &Speaker| match (other.entity, speaker.entity) {
            (Some(a), Some(b)) => a == b,
            _ => other.name.eq_ignore_ascii_case(&speaker.name),
        };
        // The others share the probability that the likeliest leaves. One that is right by its place
        // leaves them less than the ranker gave them.
        let mention = if i == 0 { choice.confidence } else { doubt * (choice.probability / left).min(1.0) };
        let identity = lookup.identity(scene, choice.candidate.source).probability;
        let confidence = mention * identity;
        if let Some(same) = found.iter_mut().find(|found| known(&found.candidate.speaker)) {
            // The probability of a choice is that of all choices with its source.
            let counted = choices.iter().take(i).any(|other| other.candidate.same_source(&choice.candidate));
            same.candidate.confidence += if counted { 0.0 } else { confidence };
            continue;
        }
        let cue = cue_of(choices, choice).and_then(|c| scene.cues.get(c)).map(|c| scene.span(c.first, c.end));
        found.push(Attribution { candidate: Candidate { speaker, cue, confidence }, identity });
    }
    if found.first().is_some_and(|best| best.candidate.confidence < LEAST_ALONE) {
        found.sort_by(|a, b| b.candidate.confidence.total_cmp(&a.candidate.confidence));
    }
    found
}

/// The cue of a choice: the nearest to the quote, if its source has several. In
/// “Lee was quoted as saying” it is “saying”.
fn cue_of(choices: &[Choice<'_>], choice: &Choice<'_>) -> Option<usize> {
    let own = choice.candidate;
    let cued = choices.iter().map(|c| c.candidate).filter(|c| {
        c.source.span == own.source.span && c.side == own.side && c.source.cue.is_some() && c.stops == own.stops
    });
    let nearest = cued.min_by_key(|c| c.tokens).filter(|_| own.source.cue.is_some() && own.paragraphs == 0);
    nearest.and_then(|c| c.source.cue)
}

fn indirect_quote(scene: &Scene<'_>, reported: Reported<'_>, lookup: &EntityLookup<'_>) -> Quote {
    let Reported { spans, source, cue, rule, confidence } = reported;
    let speaker = Some(as_speaker(scene, source, lookup, source.how, rule));
    let identity = lookup.identity(scene, source).probability;
    let parts = ConfidenceParts { speech: 1.0, mention: confidence, identity };
    Quote {
        id: QuoteId(0),
        kind: QuoteKind::Indirect,
        spans,
        speaker,
        cue: Some(cue),
        confidence: parts.least(),
        confidence_parts: parts,
        candidates: Vec::new(),
    }
}

/// The entities of the text and the words that refer to them.
struct EntityLookup<'a> {
    references: &'a [Reference],
    table: &'a EntityTable,
    certainty: &'a Certainty,
    labels: Labels<'a>,
    families: Families,
}

impl EntityLookup<'_> {
    /// The entity that a source names or refers to, and the probability that this is
    /// right.
    fn identity(&self, scene: &Scene<'_>, source: &Source) -> Answer {
        if source.link == Link::Label {
            let label = source.span.of(scene.text);
            let person = || self.labels.person(label, &self.families, self.table.entities());
            let entity = source.entity.or_else(|| person().map(|e| e.id));
            let sure = entity.map_or(self.certainty.of_name(NameStatus::Plain), |e| self.sure(scene, e, source.span));
            let role = entity.is_none() && scene.language.interview.roles.contains(label);
            let most = if role { MOST_OF_ROLE } else { 1.0 };
            return Answer { entity, probability: sure.min(most) };
        }
        if let Some(entity) = source.entity {
            return Answer { entity: Some(entity), probability: self.sure(scene, entity, source.span) };
        }
        let span = source.stands_for.unwrap_or(source.span);
        let reference = reference_at(self.references, span);
        let named = scene.names_in(&source.tokens).find(|n| n.span == span).map(|n| n.entity);
        match (reference, named) {
            (Some(r), _) => Answer { entity: r.referent.entity(), probability: r.probability },
            (None, Some(entity)) => Answer { entity: Some(entity), probability: self.sure(scene, entity, span) },
            (None, None) => Answer { entity: None, probability: self.certainty.of_name(NameStatus::Odd) },
        }
    }

    /// The name of a body that belongs to a person: “Ann Lee’s campaign” for “her campaign”.
    fn own_body(&self, scene: &Scene<'_>, source: &Source) -> Option<String> {
        let Referent::Body(body) = reference_at(self.references, source.span)?.referent else { return None };
        let owner = self.table.entities().get(body.owner.0)?;
        Some(format!("{}’s {}", owner.name, body.noun.of(scene.text)))
    }

    /// The words for the document that a pronoun means: “The letter” for “it”.
    fn document(&self, scene: &Scene<'_>, source: &Source) -> Option<String> {
        let Referent::Document(words) = reference_at(self.references, source.span)?.referent else { return None };
        Some(one_line(words.of(scene.text)))
    }

    /// The probability that the name at this span means this entity.
    fn sure(&self, scene: &Scene<'_>, entity: EntityId, span: Span) -> f32 {
        let words = span.of(scene.text);
        let status = self.status(entity, words);
        let other_last = || {
            let bearers = self.families.bearers(words);
            let before = scene.names.partition_point(|n| n.span.start < span.start);
            let names = scene.names.get(..before).unwrap_or_default().iter().rev().take(MOST_NAMES);
            names.map(|n| n.entity).find(|e| bearers.contains(e)).is_some_and(|last| last != entity)
        };
        let most = if status == NameStatus::Shared && other_last() { MOST_OF_OTHER_LAST } else { 1.0 };
        self.certainty.of_name(status).min(most)
    }

    /// What kind of name of this entity the words are.
    fn status(&self, entity: EntityId, words: &str) -> NameStatus {
        let entities = self.table.entities();
        let Some(own) = entities.get(entity.0) else { return NameStatus::Odd };
        if !matches!(own.kind, EntityKind::Person | EntityKind::Organization) {
            return NameStatus::Odd;
        }
        let short = own.kind == EntityKind::Person && !words.contains(char::is_whitespace);
        let shared = || self.families.bearers(words).iter().any(|bearer| *bearer != entity);
        match short {
            true if shared() => NameStatus::Shared,
            // “Hollingsworh” for Ann Hollingsworth
            true if !own.name.split(' ').any(|own| own.eq_ignore_ascii_case(words)) => NameStatus::Odd,
            _ => NameStatus::Plain,
        }
    }
}

fn speaker(scene: &Scene<'_>, choice: &Choice<'_>, lookup: &EntityLookup<'_>) -> Speaker {
    let source = choice.candidate.source;
    let carried = choice.again && choice.candidate.paragraphs > 0;
    let (how, rule) = if carried { (How::Carried, Rule::Carried) } else { (source.how, choice.candidate.rule) };
    as_speaker(scene, source, lookup, how, rule.name())
}

/// A source as a speaker, under the fullest name that the article gives.
fn as_speaker(scene: &Scene<'_>, source: &Source, lookup: &EntityLookup<'_>, how: How, rule: &'static str) -> Speaker {
    let entity = lookup.identity(scene, source).entity;
    let named = entity.and_then(|e| lookup.table.entities().get(e.0)).map(|e| e.name.clone());
    let label = || lookup.labels.longest(source.span.of(scene.text)).filter(|_| source.link == Link::Label);
    let named = named.or_else(|| label().map(str::to_owned)).or_else(|| lookup.own_body(scene, source));
    let named = named.or_else(|| lookup.document(scene, source));
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
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
