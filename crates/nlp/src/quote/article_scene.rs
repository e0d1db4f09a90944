//! The steps before attribution that do not depend on weights.

use crate::analysis::{EntityKind, MentionKind};
use crate::cue;
use crate::entity::EntityTable;
use crate::model::Model;
use crate::passage::credits::credits;
use crate::passage::passages;
use crate::scene::group::{Group, groups};
use crate::scene::source::{Source, sources};
use crate::scene::{NameAt, Parts, Scene};
use pullquote_article::text::token::Token;
use pullquote_article::{Article, Span};

/// An article laid out for attribution: all that is found out about it without weights.
pub(crate) struct ArticleScene<'a> {
    /// The text with its names, cues and passages, token by token.
    pub(crate) scene: Scene<'a>,
    /// For each paragraph, the phrases that may name a speaker.
    pub(crate) sources: Vec<Vec<Source>>,
    /// The passages that are one quote.
    pub(crate) groups: Vec<Group>,
}

impl<'a> ArticleScene<'a> {
    pub(crate) fn new(article: &'a Article, tokens: &'a [Token], table: &EntityTable, model: &'a Model) -> Self {
        let text = article.text();
        let kind = |id: crate::analysis::EntityId| table.entities().get(id.0).map(|e| e.kind);
        let credits = credits(model.language, article, tokens);
        let in_credit = |span: Span| credits.iter().any(|credit| credit.contains(span.start));
        let names = table
            .mentions()
            .iter()
            .filter(|m| m.kind == MentionKind::Name)
            .filter_map(|m| Some(NameAt { span: m.span, entity: m.entity, kind: kind(m.entity)? }))
            .filter(|n| !matches!(n.kind, EntityKind::Date | EntityKind::Money) && !in_credit(n.span))
            .collect();
        let cues = cue::find(&model.cues, model.language, text, tokens);
        let (paragraphs, passages) = passages(article, tokens, model.language);
        let parts = Parts { paragraphs, passages, names, cues };
        let scene = Scene::new(model.language, text, tokens, parts);
        let sources: Vec<Vec<Source>> = scene.paragraphs.iter().map(|p| sources(&scene, p.tokens.clone())).collect();
        let groups = groups(&scene, &sources);
        Self { scene, sources, groups }
    }
}
