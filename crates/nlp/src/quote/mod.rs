//! Quotes: passages of speech with their speakers, and clauses that report speech without marks.
//!
//! [`find`] goes through the steps in order; what it needs for each is in a file of its own:
//!
//! 1. [`article_scene`] lays the article out: [`crate::cue`] finds the words of speech,
//!    [`crate::passage`] the words between marks, and [`crate::scene`] the phrases that may name
//!    a speaker and the groups of passages that are one quote.
//! 2. [`crate::coref`] finds whom pronouns and nouns mean.
//! 3. For each group, [`crate::attribution`] ranks the sources that may name its speaker, and
//!    [`crate::speech`] says how probably it is speech; [`passage_quote`] makes the quote.
//! 4. [`crate::reported`] finds clauses without marks, and [`nested`] the quotes inside quotes.
//!
//! [`identity`] says which entity a source means and how probably ([`namesake`]: one of several with a
//! family name), [`speaker`] makes the speaker of it, with [`labels`] of transcripts and speakers who
//! speak [`together`]. [`unattributed`] is for languages without grammar here.

pub(crate) mod article_scene;
mod identity;
mod labels;
mod namesake;
mod nested;
mod passage_quote;
mod speaker;
#[cfg(test)]
mod tests;
mod together;
pub(crate) mod unattributed;
#[cfg(test)]
mod who_tests;

use crate::analysis::{ConfidenceParts, MarkedWords, Mention, Quote, QuoteId, QuoteKind};
use crate::attribution::byline::is_sentence;
use crate::attribution::candidate::Choice;
use crate::attribution::rank::{QuoteCandidates, speakers};
use crate::attribution::rule::Rule;
use crate::coref;
use crate::entity::EntityTable;
use crate::model::Model;
use crate::passage::Passage;
use crate::passage::marks::Style;
use crate::reported::{Reported, reported};
use crate::scene::Scene;
use crate::scene::group::Group;
use crate::scene::source::Source;
use crate::speech;
use crate::speech::habits::Habits;
use crate::speech::naming::{follows, is_surely_name};
use crate::speech::signs::Signs;
use article_scene::ArticleScene;
use identity::EntityLookup;
use labels::{Families, Labels};
use namesake::FirstNames;
use passage_quote::passage_quote;
use pullquote_article::Article;
use pullquote_article::text::token::Token;
use speaker::as_speaker;

/// The least probability of speech that makes a passage a quote; chosen by
/// cross-validation over the sites and articles that the probability was trained on.
const LEAST_SPEECH: f32 = 0.35;

/// The probability of speech that is given for a passage that is surely a name or a title.
const NAME: f32 = 0.05;

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
    let article_scene = ArticleScene::new(article, tokens, table, model);
    go_on()?;
    let scene = &article_scene.scene;
    let references = coref::resolve(scene, &article_scene.sources, table, &model.resolver);
    for r in &references {
        if let Some(entity) = r.referent.entity() {
            table.add(Mention { span: r.span, kind: r.kind, entity });
        }
    }
    let lookup = EntityLookup {
        references: &references,
        table,
        certainty: &model.resolver.certainty,
        labels: Labels::of(model.language, scene.text, &article_scene.sources),
        families: Families::of(table.entities()),
        first_names: FirstNames::of(scene),
    };
    let mut judge = SpeechJudge { scene, model, habits: Habits::of(scene), last_name: None };
    let mut quotes: Vec<Quote> = Vec::new();
    let mut marked: Vec<MarkedWords> = Vec::new();
    let mut previous: Option<&Source> = None;
    for group in &article_scene.groups {
        go_on()?;
        let Some(ballot) = QuoteCandidates::new(scene, &article_scene.sources, group, previous) else { continue };
        let choices = ballot.ranked(&model.attribution, previous);
        let choice = choices.first();
        let Some(speech) = judge.probability(&ballot, group, choice) else { continue };
        if speech < LEAST_SPEECH {
            let passages = group.passages.iter().filter_map(|&p| scene.passages.get(p));
            marked.extend(passages.map(|p| MarkedWords { span: p.span, speech }));
            continue;
        }
        previous = choice.map(|c| c.candidate.source).or(previous);
        quotes.extend(passage_quote(scene, group, &speakers(scene, group, &choices), speech, &lookup));
    }
    quotes.extend(indirect_quotes(&article_scene, model, &quotes, &lookup));
    let inside = nested::find(scene, &quotes, model, &lookup);
    quotes.extend(inside);
    quotes.sort_by_key(|q| (q.extent().end, std::cmp::Reverse(q.extent().start)));
    for (i, quote) in quotes.iter_mut().enumerate() {
        quote.id = QuoteId(i);
    }
    Some(Found { quotes, marked })
}

/// Judges whether passages are speech, one group after the other.
struct SpeechJudge<'a> {
    scene: &'a Scene<'a>,
    model: &'a Model,
    habits: Habits,
    /// The last passage that is surely a name or a title, and not a quote.
    last_name: Option<&'a Passage>,
}

impl SpeechJudge<'_> {
    /// The probability that a group of passages is speech. `choice` is its likeliest source. Lines of a
    /// transcript, block quotes, and sentences with a line for their author are speech.
    fn probability(&mut self, ballot: &QuoteCandidates<'_>, group: &Group, choice: Option<&Choice<'_>>) -> Option<f32> {
        let first = group.passages.first().and_then(|&p| self.scene.passages.get(p))?;
        let unmarked = matches!(first.style, Style::Label | Style::SetOff)
            || choice.is_some_and(|c| c.candidate.rule == Rule::Transcript)
            || choice.is_some_and(|c| c.candidate.is_author) && is_sentence(self.scene, first);
        let is_name =
            is_surely_name(self.scene, first, self.last_name.is_some_and(|name| follows(self.scene, first, name)));
        let signs = Signs::of(self.scene, &self.habits, (&ballot.setting, group), choice).filter(|_| !unmarked);
        let speech = match signs {
            Some(_) if is_name => NAME,
            Some(signs) => speech::probability(&self.model.judges.speech, &signs, first.span.of(self.scene.text)),
            None => 1.0,
        };
        if is_name && speech < LEAST_SPEECH {
            self.last_name = Some(first);
        }
        Some(speech)
    }
}

/// The reported clauses that are not quoted, too: a clause that is also quoted is given
/// once, with its marks.
fn indirect_quotes(
    article_scene: &ArticleScene<'_>,
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
    let all = reported(&article_scene.scene, &article_scene.sources, &model.judges.reported).into_iter();
    all.filter(|r| !quoted(r)).map(|r| indirect_quote(&article_scene.scene, r, lookup)).collect()
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
