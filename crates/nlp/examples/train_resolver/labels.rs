//! The labels that the resolver learns from, all relative to one folder:
//!
//! * `quotes/nominal`: news articles with the files `text/NAME.txt`, attributions in
//!   standoff format (`attributions/NAME_ANNOTATOR.ann`), and `identity.tsv`: the article,
//!   the range of a quote in code points, the class of its source, and the full name of the
//!   speaker. `~` before the words says that the article does not name the speaker, `?`
//!   that it is arguable; `A|B` takes either.
//! * `quotes/train`: news articles without labels. A pronoun of which the gender leaves one
//!   person is an example.
//! * `lang/en.jsonl`: articles of all kinds with the speaker of every quote.
//! * `more/coref/gum`: texts with all pronouns and noun phrases of named people and
//!   organizations.
//! * `more/coref/gap`: paragraphs with one pronoun and two names each, of which one or none
//!   is meant (Webster et al. 2018).

use std::path::Path;

use anyhow::{Context, Result};
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, ArticleBuilder, Format, Origin, Span};
use pullquote_nlp::train::resolver::{KnownMention, KnownReferent, ResolverArticle};
use pullquote_nlp::{How, Model, QuoteKind, analyze};
use serde::Deserialize;

/// The articles with labels, and the name of the corpus of each.
pub(crate) fn read(corpora: &Path, model: &Model) -> Result<(Vec<ResolverArticle>, Vec<&'static str>)> {
    let mut articles = Vec::new();
    let mut corpus_of = Vec::new();
    let mut add = |name: &'static str, more: Vec<ResolverArticle>| {
        corpus_of.extend(more.iter().map(|_| name));
        articles.extend(more);
    };
    add("nominal", nominal(&corpora.join("quotes/nominal"))?);
    add("news", news(&corpora.join("quotes/train/text"))?);
    add("lang", language(&corpora.join("lang/en.jsonl"), model)?);
    for part in ["train", "dev"] {
        add("gum", gum(&corpora.join(format!("more/coref/gum/{part}.jsonl")))?);
        add("gap", gap(&corpora.join(format!("more/coref/gap/{part}.jsonl")))?);
    }
    Ok((articles, corpus_of))
}

fn article(text: String) -> Article {
    ArticleBuilder::raw(text, Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
}

/// Articles without labels, in the order of their names.
fn news(folder: &Path) -> Result<Vec<ResolverArticle>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<_> = entries.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    paths.sort();
    let labelled = |path| {
        let article = article(std::fs::read_to_string(path)?);
        Ok(ResolverArticle { article, known: Vec::new(), by_gender: true, calibrates: false, weight: 0.3 })
    };
    paths.iter().map(labelled).collect()
}

/// The lines of a JSON file, one value each.
fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// What a label of a speaker says; `None` where it is arguable.
fn referent(label: &str) -> Option<KnownReferent> {
    match label.strip_prefix('~') {
        Some(_) => Some(KnownReferent::Unnamed),
        None if label.starts_with('?') => None,
        None => Some(KnownReferent::Named(label.split('|').map(str::to_owned).collect())),
    }
}

fn nominal(corpus: &Path) -> Result<Vec<ResolverArticle>> {
    let labels = std::fs::read_to_string(corpus.join("identity.tsv"))?;
    let mut found: Vec<(String, ResolverArticle)> = Vec::new();
    for row in labels.lines().map(|line| line.split('\t').collect::<Vec<_>>()) {
        let [name, start, end, _, who, ..] = row.as_slice() else { continue };
        if found.last().is_none_or(|(last, _)| last != name) {
            let text = std::fs::read_to_string(corpus.join(format!("text/{name}.txt")))?;
            let labelled = ResolverArticle {
                article: article(text),
                known: Vec::new(),
                by_gender: false,
                calibrates: true,
                weight: 3.0,
            };
            found.push(((*name).to_owned(), labelled));
        }
        let Some((_, labelled)) = found.last_mut() else { continue };
        let points = CodePoints::new(labelled.article.text());
        let quote = points.to_span(start.parse()?, end.parse()?);
        let (Some(source), Some(referent)) = (source(corpus, name, labelled.article.text(), quote)?, referent(who))
        else {
            continue;
        };
        labelled.known.push(KnownMention { span: source, referent });
    }
    Ok(found.into_iter().map(|(_, labelled)| labelled).collect())
}

/// The first words of the annotated source of a quote.
fn source(corpus: &Path, name: &str, text: &str, quote: Span) -> Result<Option<Span>> {
    let folder = corpus.join("attributions");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
    paths.sort_by_key(std::fs::DirEntry::path);
    let stem = format!("{name}_");
    let Some(entry) = paths.iter().find(|e| e.file_name().to_string_lossy().starts_with(&stem)) else {
        return Ok(None);
    };
    let standoff = std::fs::read_to_string(entry.path())?;
    let points = CodePoints::new(text);
    let spans = |id: &str| -> Vec<Span> {
        let line = standoff.lines().find(|l| l.split('\t').next() == Some(id));
        let place = line.and_then(|l| l.split('\t').nth(1)).and_then(|p| p.split_once(' ')).map_or("", |p| p.1);
        let range = |r: &str| {
            let (start, end) = r.split_once(' ')?;
            Some(points.to_span(start.parse().ok()?, end.parse().ok()?))
        };
        place.split(';').filter_map(range).collect()
    };
    for event in standoff.lines().filter(|l| l.starts_with('E')) {
        let roles = event.split_once('\t').map_or("", |(_, roles)| roles);
        let of = |role: &str| -> Vec<Span> {
            let parts = roles.split_whitespace().filter_map(|p| p.split_once(':'));
            parts.filter(|(name, _)| name.starts_with(role)).flat_map(|(_, id)| spans(id)).collect()
        };
        let covered: usize = of("Content").iter().filter_map(|s| s.intersection(quote)).map(Span::len).sum();
        if covered * 10 >= quote.len() * 8 {
            return Ok(of("Source").first().copied());
        }
    }
    Ok(None)
}

#[derive(Deserialize)]
struct LanguageItem {
    text: String,
    quotes: Vec<LanguageQuote>,
}

#[derive(Deserialize)]
struct LanguageQuote {
    spans: Vec<(usize, usize)>,
    speaker: Option<String>,
    alias: Option<Vec<String>>,
}

/// The labels give the speaker of a quote, not the words that attribute it, so those that
/// the program finds are taken where it is sure of them.
fn language(path: &Path, model: &Model) -> Result<Vec<ResolverArticle>> {
    let mut found = Vec::new();
    for item in lines::<LanguageItem>(path)? {
        let article = article(item.text);
        let points = CodePoints::new(article.text());
        let analysis = analyze(&article, model);
        let mut known: Vec<KnownMention> = Vec::new();
        for label in &item.quotes {
            let Some(speaker) = &label.speaker else { continue };
            let Some(span) = label.spans.first().map(|(start, end)| points.to_span(*start, *end)) else { continue };
            let quotes = analysis.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect);
            let quote =
                quotes.filter(|q| q.confidence_parts.mention >= 0.8).find(|q| q.spans.iter().any(|s| s.overlaps(span)));
            let Some(given) =
                quote.and_then(|q| q.speaker.as_ref()).filter(|s| s.entity.is_none() || s.how != How::Name)
            else {
                continue;
            };
            let (Some(mention), Some(mut referent)) = (given.mention, referent(speaker)) else { continue };
            if let KnownReferent::Named(names) = &mut referent {
                names.extend(label.alias.iter().flatten().cloned());
            }
            if !known.iter().any(|k| k.span == mention) {
                known.push(KnownMention { span: mention, referent });
            }
        }
        found.push(ResolverArticle { article, known, by_gender: false, calibrates: true, weight: 3.0 });
    }
    Ok(found)
}

#[derive(Deserialize)]
struct GumItem {
    text: String,
    mentions: Vec<(usize, usize, String, String, String, usize, String)>,
}

/// The pronouns of which the corpus gives all, so that one that it leaves out is of nobody
/// with a name.
const LISTED: [&str; 14] = [
    "he",
    "she",
    "him",
    "her",
    "his",
    "hers",
    "himself",
    "herself",
    "they",
    "them",
    "their",
    "it",
    "its",
    "themselves",
];

fn gum(path: &Path) -> Result<Vec<ResolverArticle>> {
    let mut found = Vec::new();
    for item in lines::<GumItem>(path)? {
        let article = article(item.text);
        let text = article.text();
        let points = CodePoints::new(text);
        let mut known = Vec::new();
        let mut covered: Vec<Span> = Vec::new();
        for (start, end, class, _, names, head, _) in &item.mentions {
            let span = points.to_span(*start, *end);
            let third = LISTED.iter().any(|word| span.of(text).eq_ignore_ascii_case(word));
            if class == "pronoun" {
                covered.push(span);
            }
            if class == "name" || class == "pronoun" && !third {
                continue;
            }
            let names = names.split('|').map(str::to_owned).collect();
            let span = if class == "pronoun" { span } else { points.to_span(*head, *head + 1) };
            known.push(KnownMention { span, referent: KnownReferent::Named(names) });
        }
        let mut at = 0;
        for word in text.split(|c: char| !c.is_alphabetic()) {
            let span = Span::new(at, at + word.len());
            at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
            let listed = LISTED.iter().any(|pronoun| word.eq_ignore_ascii_case(pronoun));
            if listed && !covered.iter().any(|c| c.overlaps(span)) {
                known.push(KnownMention { span, referent: KnownReferent::Unnamed });
            }
        }
        found.push(ResolverArticle { article, known, by_gender: false, calibrates: false, weight: 1.0 });
    }
    Ok(found)
}

#[derive(Deserialize)]
struct GapItem {
    text: String,
    pronoun: (usize, usize),
    a: (usize, usize, bool),
    b: (usize, usize, bool),
}

fn gap(path: &Path) -> Result<Vec<ResolverArticle>> {
    let mut found = Vec::new();
    for item in lines::<GapItem>(path)? {
        let article = article(item.text);
        let points = CodePoints::new(article.text());
        let names = [item.a, item.b].map(|(start, end, meant)| (points.to_span(start, end), meant));
        let span = points.to_span(item.pronoun.0, item.pronoun.1);
        let meant: Vec<Span> = names.iter().filter(|(_, meant)| *meant).map(|(span, _)| *span).collect();
        let referent = if meant.is_empty() {
            KnownReferent::NotAt(names.iter().map(|(span, _)| *span).collect())
        } else {
            KnownReferent::At(meant)
        };
        let known = vec![KnownMention { span, referent }];
        found.push(ResolverArticle { article, known, by_gender: false, calibrates: false, weight: 0.7 });
    }
    Ok(found)
}
