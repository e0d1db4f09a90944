//! Reading a corpus of articles with annotated attributions: a folder with the files
//! `text/NAME.txt` and `attributions/NAME_ANNOTATOR.ann`. The latter are in the standoff
//! format of the annotation tool brat, with offsets in code points.
//!
//! And articles with labelled passages: a file with one JSON object for each article, with
//! `id`, `text`, `quotes` (each with `spans`) and `not` (spans). Spans are ranges of code
//! points without the marks: those in `quotes` are speech, those in `not` are not. A quote may
//! have a `speaker`, a full name, and other names as `alias`; `~` before the words says that the
//! article does not name the speaker.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use pullquote_article::Span;
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, ArticleBuilder, Format, Origin};
use pullquote_nlp::train::attribution::Gold;
use pullquote_nlp::train::speakers::KnownSpeaker;
use pullquote_nlp::train::speech::LabelledArticle;
use serde::Deserialize;

/// The articles of a corpus with their attributions, in the order of their names. Of
/// several annotators of an article, the first counts.
pub(crate) fn read(corpus: &Path) -> Result<Vec<(Article, Vec<Gold>)>> {
    let mut annotations: HashMap<String, PathBuf> = HashMap::new();
    for path in sorted(&corpus.join("attributions"))? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = stem.rsplit_once('_').map_or(stem.as_str(), |(name, _)| name).to_owned();
        annotations.entry(name).or_insert(path);
    }
    let mut articles = Vec::new();
    for path in sorted(&corpus.join("text"))? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(annotation) = annotations.get(&name) else { continue };
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let standoff = std::fs::read_to_string(annotation)?;
        let gold = gold(&text, &standoff);
        let origin = Origin { path: Some(path), url: None, format: Format::Text, sha256: String::new() };
        articles.push((ArticleBuilder::raw(text, origin), gold));
    }
    Ok(articles)
}

/// The files of a folder, sorted by name.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// The attributions of an annotation file, as ranges of the text in bytes.
fn gold(text: &str, standoff: &str) -> Vec<Gold> {
    let points = CodePoints::new(text);
    let mut spans: HashMap<&str, Vec<Span>> = HashMap::new();
    for line in standoff.lines().filter(|line| line.starts_with('T')) {
        let mut fields = line.split('\t');
        let (Some(id), Some(place)) = (fields.next(), fields.next()) else { continue };
        let Some((_, ranges)) = place.split_once(' ') else { continue };
        let ranges = ranges.split(';').filter_map(|range| {
            let (start, end) = range.split_once(' ')?;
            Some(points.to_span(start.parse().ok()?, end.parse().ok()?))
        });
        spans.insert(id, ranges.collect());
    }
    let events = standoff.lines().filter(|line| line.starts_with('E')).filter_map(|line| line.split_once('\t'));
    events
        .map(|(_, roles)| {
            let mut gold = Gold::default();
            for (role, id) in roles.split_whitespace().filter_map(|part| part.split_once(':')) {
                let found = spans.get(id).into_iter().flatten().copied();
                match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
                    "Source" => gold.source.extend(found),
                    "Content" => gold.content.extend(found),
                    _ => {}
                }
            }
            gold
        })
        .collect()
}

/// One line of a file of articles with labelled passages.
#[derive(Deserialize)]
struct LabelledLine {
    id: String,
    text: String,
    quotes: Vec<LabelledQuote>,
    not: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct LabelledQuote {
    spans: Vec<[usize; 2]>,
    speaker: Option<String>,
    alias: Option<Vec<String>>,
}

/// The articles of a file with labelled passages, in its order.
#[allow(dead_code)] // Not every example reads them.
pub(crate) fn read_labelled(file: &Path) -> Result<Vec<LabelledArticle>> {
    let lines = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let read = |line: &str| -> Result<LabelledArticle> {
        let LabelledLine { id, text, quotes, not } = serde_json::from_str(line)?;
        let points = CodePoints::new(&text);
        let spans = |all: &[[usize; 2]]| all.iter().map(|[from, to]| points.to_span(*from, *to)).collect();
        let speakers = speakers(&quotes, &points);
        let speech = quotes.iter().flat_map(|quote| quote.spans.iter().copied()).collect::<Vec<_>>();
        let (speech, other) = (spans(&speech), spans(&not));
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let site = site_of(&id).to_owned();
        Ok(LabelledArticle { article: ArticleBuilder::raw(text, origin), site, speech, other, speakers })
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

/// The quotes of an article with a known speaker. One that nobody is said to have said is left
/// out.
fn speakers(quotes: &[LabelledQuote], points: &CodePoints) -> Vec<KnownSpeaker> {
    let mut known = Vec::new();
    for quote in quotes {
        let Some(speaker) = &quote.speaker else { continue };
        let words = speaker.trim_start_matches('~');
        let names: Vec<String> = quote.alias.iter().flatten().cloned().chain([words.to_owned()]).collect();
        let spans = quote.spans.iter().map(|[from, to]| points.to_span(*from, *to));
        let named = words.len() == speaker.len();
        known.extend(spans.map(|span| KnownSpeaker { span, names: names.clone(), named }));
    }
    known
}

/// The site of an article: the name in its id without the source before it and the number
/// or day after it, as far as the id has one.
fn site_of(id: &str) -> &str {
    let name = id.rsplit('-').next().unwrap_or(id);
    match name.split('_').next() {
        Some(site) if site.starts_with(|c: char| c.is_alphabetic()) => site,
        _ => id,
    }
}
