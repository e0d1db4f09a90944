//! Trains the models in `assets/` and prints how well they do.
//!
//! ```text
//! cargo run --release --example train_entities -- ../shared/corpora
//! ```

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use pullquote::article::{ArticleBuilder, Format, Origin};
use pullquote::nlp::EntityKind;
use pullquote::nlp::lexicon::Lexicon;
use pullquote::nlp::tagger::label;
use pullquote::nlp::tagger::names::NameFeatures;
use pullquote::nlp::tagger::piece::pieces;
use pullquote::nlp::tagger::train::{Course, Lesson, train};
use pullquote::nlp::tagger::viterbi::{FORBIDDEN, Transitions};
use pullquote::nlp::tagger::weights::Weights;
use pullquote::text::sentence::sentences;
use pullquote::text::span::Span;
use pullquote::text::token::tokenize;

/// Log2 of the number of buckets of the model file.
const BUCKET_BITS: u32 = 16;
/// Weights are rounded to multiples of this.
const UNIT: f32 = 0.3;

fn main() -> anyhow::Result<()> {
    let corpora = PathBuf::from(std::env::args().nth(1).context("usage: train_entities CORPORA")?);
    let started = Instant::now();
    let clusters = std::fs::read("assets/clusters.bin")?;
    let gazetteer = std::fs::read("assets/gazetteer.bin")?;
    let lexicon = Lexicon::open(&clusters, &gazetteer)?;
    let learn = read(&corpora.join("entities/train"))?;
    let mut lessons = Vec::new();
    let mut cut = 0;
    for article in &learn {
        lessons.extend(article.lessons(&lexicon, &mut cut));
    }
    eprintln!(
        "{} articles, {} sentences, {cut} names cut a piece, {:?}",
        learn.len(),
        lessons.len(),
        started.elapsed()
    );
    let course = Course { tags: label::TAGS, passes: 16, least: 2, dropped: 0.3, margin: 0.0 };
    let allowed = Transitions::new(label::TAGS, |a, b| if label::may_follow(a, b) { 0.0 } else { FORBIDDEN });
    let learned = train(&lessons, course, &allowed);
    eprintln!("{} features, {:?}", learned.features.len(), started.elapsed());
    let features = learned
        .features
        .into_iter()
        .map(|(feature, weights)| (feature, weights.into_iter().enumerate().map(|(tag, w)| (tag as u8, w)).collect()))
        .collect();
    let bytes = Weights::write(label::TAGS as u32, BUCKET_BITS, UNIT, features);
    std::fs::write("assets/names.model", &bytes).context("writing assets/names.model")?;
    eprintln!("{} bytes", bytes.len());
    let weights = Weights::open(&bytes)?;
    let transitions = weights.transitions(label::may_follow);
    score(&read(&corpora.join("entities/dev"))?, &lexicon, &weights, &transitions);
    eprintln!("{:?}", started.elapsed());
    Ok(())
}

struct Tagged {
    text: String,
    gold: Vec<(Span, EntityKind)>,
}

impl Tagged {
    fn features<'t>(&'t self, lexicon: &Lexicon<'_>) -> NameFeatures<'t> {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw(self.text.clone(), origin);
        let tokens = tokenize(&self.text);
        let sentences: Vec<Span> =
            article.blocks().iter().flat_map(|b| sentences(&self.text, b.span, &tokens)).collect();
        NameFeatures::read(&self.text, pieces(&self.text, &tokens, &sentences), lexicon)
    }

    fn lessons(&self, lexicon: &Lexicon<'_>, cut: &mut usize) -> Vec<Lesson> {
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
                let exact = pieces.get(from).is_some_and(|p| p.span.start == gold.start)
                    && to > from
                    && pieces.get(to - 1).is_some_and(|p| p.span.end == gold.end);
                if !exact {
                    *cut += 1;
                }
                if from < to && names.last().is_none_or(|(n, _)| n.end <= from) {
                    names.push((Span::new(from, to), kind));
                }
            }
            lessons.push(Lesson {
                features: (sentence.start..sentence.end).map(|i| features.all(i)).collect(),
                tags: label::tags_of(pieces.len(), &names),
            });
        }
        lessons
    }
}

fn score(articles: &[Tagged], lexicon: &Lexicon<'_>, weights: &Weights<'_>, transitions: &Transitions) {
    let mut counts: HashMap<EntityKind, [usize; 3]> = HashMap::new();
    for article in articles {
        let features = article.features(lexicon);
        let found = label::find(&features, weights, transitions);
        for name in &found {
            counts.entry(name.1).or_default()[usize::from(!article.gold.contains(name))] += 1;
        }
        for name in &article.gold {
            if !found.contains(name) {
                counts.entry(name.1).or_default()[2] += 1;
            }
        }
    }
    let core = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];
    let sum = |kinds: &[EntityKind]| {
        let mut all = [0; 3];
        for kind in kinds {
            for (a, b) in all.iter_mut().zip(counts.get(kind).copied().unwrap_or_default()) {
                *a += b;
            }
        }
        all
    };
    let line = |name: &str, [hit, wrong, missed]: [usize; 3]| {
        let (p, r) = (hit as f64 / (hit + wrong).max(1) as f64, hit as f64 / (hit + missed).max(1) as f64);
        println!("{name:14} {p:7.4} {r:7.4} {:7.4} {:6}", 2.0 * p * r / (p + r).max(1e-9), hit + missed);
    };
    line("core", sum(&core));
    line("all", sum(&EntityKind::ALL));
    for kind in EntityKind::ALL {
        line(kind.name(), sum(&[kind]));
    }
}

/// Reads the articles of a folder: `NAME.tsv` beside `NAME.txt`.
fn read(folder: &Path) -> anyhow::Result<Vec<Tagged>> {
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
            None => eprintln!("{}: tokens are not those of the text", path.display()),
        }
    }
    Ok(articles)
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
