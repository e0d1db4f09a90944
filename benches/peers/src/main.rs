//! Milliseconds a page: `peers CORPUS [ROUNDS]`. The best of the rounds counts
//! for each page and each extractor, which take turns, so that a busy machine
//! troubles all alike.

use std::io::Read;
use std::path::Path;
use std::time::Instant;

/// An extractor: its name, and how many bytes of text it finds in a page.
type Extractor = (&'static str, fn(&str) -> usize);

const EXTRACTORS: &[Extractor] = &[
    ("pullquote", |page| {
        let origin = pullquote::article::Origin {
            path: None,
            url: None,
            format: pullquote::article::Format::Html,
            sha256: String::new(),
        };
        pullquote::clean::page::clean(page, None).finish(origin).text().len()
    }),
    ("dom_smoothie", |page| {
        let article = dom_smoothie::Readability::new(page, None, None).and_then(|mut r| r.parse());
        article.map_or(0, |article| article.text_content.len())
    }),
    ("rs-trafilatura", |page| rs_trafilatura::extract(page).map_or(0, |found| found.content_text.len())),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let corpus = arguments.next().expect("a folder with html/*.html.gz");
    let rounds: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    let pages = pages(Path::new(&corpus));
    let bytes: usize = pages.iter().map(String::len).sum();
    println!("{} pages of {} kB on average, best of {rounds}", pages.len(), bytes / pages.len().max(1) / 1000);
    let mut best = vec![vec![f64::INFINITY; pages.len()]; EXTRACTORS.len()];
    for _ in 0..rounds {
        for (number, page) in pages.iter().enumerate() {
            for ((_, extract), best) in EXTRACTORS.iter().zip(&mut best) {
                let start = Instant::now();
                std::hint::black_box(extract(page));
                best[number] = best[number].min(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    let mean = |times: &[f64]| times.iter().sum::<f64>() / times.len().max(1) as f64;
    let ours = mean(&best[0]);
    for ((name, _), times) in EXTRACTORS.iter().zip(&mut best) {
        let mean = mean(times);
        times.sort_by(f64::total_cmp);
        println!("{name:24} mean {mean:7.2} ms  median {:7.2} ms  ours / its {:.2}", times[times.len() / 2], ours / mean);
    }
}

fn pages(corpus: &Path) -> Vec<String> {
    let folder = std::fs::read_dir(corpus.join("html")).expect("the corpus has a folder html");
    let mut paths: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    paths.iter().filter_map(read).collect()
}
