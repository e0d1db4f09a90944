//! Trains the two models in `assets/` that find names together, the linear one
//! and the networks beside it, and prints how well they do on articles that they
//! have not seen.
//!
//! ```text
//! cargo run --release --example train_entities -- ../shared/corpora
//! cargo run --release --example train_entities -- ../shared/corpora --keep-back
//! ```
//!
//! With `--keep-back` every fifth training article is kept back to be scored,
//! and nothing is written: so settings are chosen.

#[path = "train_entities/corpus.rs"]
mod corpus;
#[path = "train_entities/score.rs"]
mod score;
#[path = "train_entities/soften.rs"]
mod soften;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use ndarray::Array2;
use pullquote_nlp::lexicon::Lexicon;
use pullquote_nlp::names::label::Tagger;
use pullquote_nlp::names::network;
use pullquote_nlp::names::network::Committee;
use pullquote_nlp::names::tags::{self, TAGS};
use pullquote_nlp::names::transitions::{FORBIDDEN, Transitions};
use pullquote_nlp::names::weights::Weights;
use pullquote_nlp::train::crf;
use pullquote_nlp::train::lessons::{Course, Learned, Lesson};
use pullquote_nlp::train::network as learn_network;
use pullquote_nlp::train::network::Reading;
use sha2::{Digest as _, Sha256};

use corpus::Tagged;

/// Log2 of the number of buckets of the model file.
const BUCKET_BITS: u32 = 16;
/// Weights are rounded to multiples of this, and smaller ones than
/// [`LEAST_WEIGHT`] left out.
const UNIT: f32 = 0.045;
const LEAST_WEIGHT: f32 = 0.052;
/// The model is the mean of so many, trained side by side, that differ in the
/// order of the lessons and in the features that each goes without.
const MODELS: u64 = 6;

const COURSE: Course =
    Course { tags: TAGS, passes: 8, least: 2, dropped: 0.4, seed: 0x2545_f491_4f6c_dd1d, rate: 0.05, decay: 0.0003 };

/// So many networks are heard together, which differ in where their draws begin.
const NETWORKS: u64 = 2;

/// How a network is trained.
const NETWORK: learn_network::Course = learn_network::Course {
    rows: 20_000,
    passes: 12,
    batch: 3,
    rate: 0.003,
    warm: 100,
    decay: 0.01,
    dropped: 0.3,
    seed: 0x9e37_79b9_7f4a_7c15,
};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let corpora = PathBuf::from(arguments.next().context("usage: train_entities CORPORA [--keep-back]")?);
    let keep_back = arguments.next().is_some_and(|word| word == "--keep-back");
    let started = Instant::now();
    let clusters = std::fs::read("crates/nlp/assets/clusters.bin").context("reading crates/nlp/assets/clusters.bin")?;
    let gazetteer =
        std::fs::read("crates/nlp/assets/gazetteer.bin").context("reading crates/nlp/assets/gazetteer.bin")?;
    let lexicon = Lexicon::open(&clusters, &gazetteer)?;
    let articles = corpus::read(&corpora.join("entities/train"))?;
    let (kept, learn): (Vec<_>, Vec<_>) = articles.into_iter().enumerate().partition(|(i, _)| keep_back && i % 5 == 0);
    let [kept, learn] = [kept, learn].map(|part| part.into_iter().map(|(_, article)| article).collect::<Vec<Tagged>>());
    let bytes = learn_from(&learn, &lexicon);
    say("names.model", &bytes, started);
    let weights = Weights::open(&bytes)?;
    let finder = network::table::Finder { weights, rows: NETWORK.rows };
    let readings: Vec<_> = learn.iter().map(|article| article.reading(&lexicon, finder)).collect();
    let networks = committee(&soften::soften(readings, NETWORK));
    let networks = network::file::write(&networks);
    say("names.network", &networks, started);
    let tagger = Tagger::new(weights, network::file::open(&networks)?);
    if keep_back {
        for agreed in [false, true] {
            println!("kept back{}", if agreed { ", names agreed" } else { "" });
            score::print(&kept, &lexicon, &tagger, agreed);
        }
    } else {
        std::fs::write("crates/nlp/assets/names.model", &bytes).context("writing crates/nlp/assets/names.model")?;
        std::fs::write("crates/nlp/assets/names.network", &networks)
            .context("writing crates/nlp/assets/names.network")?;
    }
    let dev = corpus::read(&corpora.join("entities/dev"))?;
    for agreed in [false, true] {
        println!("development{}", if agreed { ", names agreed" } else { "" });
        score::print(&dev, &lexicon, &tagger, agreed);
    }
    Ok(())
}

/// Says how long a file is, its checksum, and when it was ready.
fn say(name: &str, bytes: &[u8], started: Instant) {
    let checksum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    eprintln!("{name}: {} bytes, {checksum}, {:?}", bytes.len(), started.elapsed());
}

/// Trains the networks that are heard together, side by side.
fn committee(readings: &[Reading]) -> Committee<Array2<f32>> {
    let networks = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..=NETWORKS)
            .map(|nth| {
                let course = learn_network::Course { seed: NETWORK.seed.wrapping_mul(2 * nth - 1), ..NETWORK };
                scope.spawn(move || learn_network::train(readings, course))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    Committee { networks }
}

/// Learns the linear model, as its file.
fn learn_from(articles: &[Tagged], lexicon: &Lexicon<'_>) -> Vec<u8> {
    let allowed = Transitions::new(TAGS, |a, b| if tags::may_follow(a, b) { 0.0 } else { FORBIDDEN });
    let lessons: Vec<Lesson> = articles.iter().flat_map(|article| article.lessons(lexicon)).collect();
    let models = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..=MODELS)
            .map(|nth| {
                let (lessons, allowed) = (&lessons, &allowed);
                let course = Course { seed: COURSE.seed.wrapping_mul(2 * nth - 1), ..COURSE };
                scope.spawn(move || crf::train(lessons, course, allowed))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect::<Vec<Learned>>()
    });
    let features = mean(models).features.into_iter().map(|(feature, weights)| {
        let weights = weights.into_iter().enumerate().filter(|(_, weight)| weight.abs() >= LEAST_WEIGHT);
        (feature, weights.map(|(tag, weight)| (tag as u8, weight)).collect())
    });
    Weights::write(TAGS as u32, BUCKET_BITS, UNIT, features.collect())
}

/// The mean of models that were trained on the same lessons.
fn mean(mut models: Vec<Learned>) -> Learned {
    let count = models.len() as f32;
    let mut mean = models.pop().unwrap_or(Learned { features: Vec::new() });
    for (i, (_, weights)) in mean.features.iter_mut().enumerate() {
        for (tag, weight) in weights.iter_mut().enumerate() {
            let others = models.iter().filter_map(|model| model.features.get(i)?.1.get(tag));
            *weight = (*weight + others.sum::<f32>()) / count;
        }
    }
    mean
}
