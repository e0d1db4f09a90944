//! The corpora that the model learns from.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pullquote_article::text::sentence::sentences;
use pullquote_article::text::span::Span;
use pullquote_article::text::token::tokenize;
use pullquote_article::{ArticleBuilder, Format, Origin};
use pullquote_nlp::EntityKind;
use pullquote_nlp::language::Language;
use pullquote_nlp::lexicon::Lexicon;
use pullquote_nlp::names::features::NameFeatures;
use pullquote_nlp::names::network::batch::Sheet;
use pullquote_nlp::names::network::table::Finder;
use pullquote_nlp::names::piece::pieces;
use pullquote_nlp::names::tags;
use pullquote_nlp::train::lessons::Lesson;
use pullquote_nlp::train::network::Reading;

/// An article with the names that people marked in it.
pub(crate) struct Tagged {
    pub(crate) text: String,
    /// Names and their kinds, in order.
    pub(crate) gold: Vec<(Span, EntityKind)>,
}

impl Tagged {
    /// What the model may know of the article.
    pub(crate) fn features<'t>(&'t self, lexicon: &Lexicon<'_>) -> NameFeatures<'t> {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw(self.text.clone(), origin);
        let tokens = tokenize(&self.text);
        let sentences: Vec<Span> =
            article.blocks().iter().flat_map(|b| sentences(&self.text, b.span, &tokens)).collect();
        NameFeatures::read(&self.text, pieces(&self.text, &tokens, &sentences), lexicon, &Language::english())
    }

    /// The article for a network to learn from.
    pub(crate) fn reading(&self, lexicon: &Lexicon<'_>, finder: Finder<'_>) -> Reading {
        let features = self.features(lexicon);
        let sheet = Sheet::new(&features, 0, features.pieces().len(), finder);
        let tags: Vec<u8> = self.lessons(lexicon).into_iter().flat_map(|lesson| lesson.tags).collect();
        let tags = sheet.pieces.iter().filter_map(|&piece| tags.get(piece).copied()).collect();
        Reading { sheet, tags, told: Vec::new() }
    }

    /// A lesson a sentence.
    pub(crate) fn lessons(&self, lexicon: &Lexicon<'_>) -> Vec<Lesson> {
        let features = self.features(lexicon);
        let mut lessons = Vec::new();
        for sentence in features.sentences() {
            let pieces = &features.pieces()[sentence.start..sentence.end];
            let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { continue };
            let whole = Span::new(first.span.start, last.span.end);
            let mut names: Vec<(Span, EntityKind)> = Vec::new();
            for &(gold, kind) in self.gold.iter().filter(|(gold, _)| whole.overlaps(*gold)) {
                let from = pieces.partition_point(|p| p.span.end <= gold.start);
                let to = pieces.partition_point(|p| p.span.start < gold.end);
                if from < to && names.last().is_none_or(|(n, _)| n.end <= from) {
                    names.push((Span::new(from, to), kind));
                }
            }
            lessons.push(Lesson {
                features: (sentence.start..sentence.end).map(|i| features.all(i)).collect(),
                tags: tags::tags_of(pieces.len(), &names),
            });
        }
        lessons
    }
}

/// Reads the articles of a folder: `NAME.tsv` beside `NAME.txt`.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Vec<Tagged>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
        .collect();
    paths.sort();
    let mut articles = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path.with_extension("txt"))
            .with_context(|| format!("reading {}", path.display()))?;
        let rows = std::fs::read_to_string(&path)?;
        match align(&rows, &text) {
            Some(gold) => articles.push(Tagged { text, gold }),
            None => articles.push(compose(&rows)),
        }
    }
    Ok(articles)
}

/// An article put together from its tokens alone, where they are not those of
/// its text: no space before a comma, and so on.
fn compose(rows: &str) -> Tagged {
    let mut text = String::new();
    let (mut glued, mut quoted, mut sentences) = (true, false, 0);
    for row in rows.lines() {
        let Some(token) = row.split('\t').next().filter(|_| row.contains('\t')) else {
            sentences += 1;
            text.push_str(if sentences % 4 == 0 { "\n\n" } else { " " });
            glued = true;
            continue;
        };
        let mark = token.len() == 1 && ".,;:!?%)]}'".contains(token);
        let closes = mark || matches!(token, "’" | "”" | "'s" | "’s" | "n't" | "n’t" | "..." | "…");
        if !(glued || closes || token == "\"" && quoted) {
            text.push(' ');
        }
        text.push_str(token);
        quoted ^= token == "\"";
        glued = matches!(token, "(" | "[" | "{" | "$" | "£" | "€" | "“" | "‘" | "#") || token == "\"" && quoted;
    }
    let gold = align(rows, &text).unwrap_or_default();
    Tagged { text, gold }
}

fn align(rows: &str, text: &str) -> Option<Vec<(Span, EntityKind)>> {
    let mut gold: Vec<(Span, EntityKind)> = Vec::new();
    let mut open: Option<EntityKind> = None;
    let mut at = 0;
    for row in rows.lines() {
        let Some((token, tag)) = row.rsplit_once('\t').map(|(t, g)| (t.split('\t').next().unwrap_or(t), g)) else {
            open = None;
            continue;
        };
        let start = at + text.get(at..)?.find(token).filter(|&gap| gap < 200)?;
        at = start + token.len();
        let kind = tag.get(2..).and_then(kind);
        match (tag.starts_with('I') && open == kind, kind) {
            (true, Some(_)) => gold.last_mut()?.0.end = at,
            (false, Some(kind)) => gold.push((Span::new(start, at), kind)),
            (_, None) => {}
        }
        open = kind;
    }
    Some(gold)
}

fn kind(tag: &str) -> Option<EntityKind> {
    Some(match tag {
        "Person" => EntityKind::Person,
        "Organization" => EntityKind::Organization,
        "Location" | "Facility" => EntityKind::Place,
        "NORP" => EntityKind::Group,
        "Misc" => EntityKind::Misc,
        "Date" => EntityKind::Date,
        "Money" => EntityKind::Money,
        "Product" => EntityKind::Product,
        _ => return None,
    })
}
