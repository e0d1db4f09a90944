//! Milliseconds a page, and scores: `peers CORPUS [ROUNDS]`. The best of the rounds counts
//! for each page and each extractor, which take turns, so that a busy machine troubles
//! all alike. The scores need `CORPUS/ground-truth.json`, an object with an object for
//! each page, its text in `articleBody`.

mod score;

use std::io::Read;
use std::path::Path;
use std::time::Instant;

use score::Score;

/// An extractor: its name, and the text that it finds in a page.
type Extractor = (&'static str, fn(&str) -> String);

const EXTRACTORS: &[Extractor] = &[
    ("pullquote", |page| body(&pullquote_clean::extract(page, None))),
    ("dom_smoothie", |page| {
        let article = dom_smoothie::Readability::new(page, None, None).and_then(|mut r| r.parse());
        article.map_or(String::new(), |article| article.text_content.to_string())
    }),
    ("rs-trafilatura", |page| rs_trafilatura::extract(page).map_or(String::new(), |found| found.content_text)),
];

/// The text of the article without its title, byline, standfirst and captions, which the
/// true texts leave out.
fn body(article: &pullquote_article::Article) -> String {
    use pullquote_article::BlockKind::{Byline, Caption, Standfirst, Title};
    let blocks = article.blocks().iter().filter(|b| !matches!(b.kind, Title | Byline | Standfirst | Caption));
    blocks.map(|b| b.span.of(article.text())).collect::<Vec<_>>().join("\n")
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let corpus = arguments.next().expect("a folder with html/*.html.gz");
    let rounds: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    let pages = pages(Path::new(&corpus));
    let bytes: usize = pages.iter().map(|(_, page)| page.len()).sum();
    println!("{} pages of {} kB on average, best of {rounds}", pages.len(), bytes / pages.len().max(1) / 1000);
    time(&pages, rounds);
    let truth = std::fs::read(Path::new(&corpus).join("ground-truth.json"));
    let truth = truth.ok().and_then(|json| serde_json::from_slice::<serde_json::Value>(&json).ok());
    match truth {
        Some(truth) => print_scores(&pages, &truth),
        None => println!("no scores: {corpus} has no ground-truth.json"),
    }
}

/// Prints the time that each extractor takes for a page.
fn time(pages: &[(String, String)], rounds: usize) {
    let mut best = vec![vec![f64::INFINITY; pages.len()]; EXTRACTORS.len()];
    for _ in 0..rounds {
        for (number, (_, page)) in pages.iter().enumerate() {
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

/// Prints the scores of each extractor on the pages that `truth` has a text for.
fn print_scores(pages: &[(String, String)], truth: &serde_json::Value) {
    for (name, extract) in EXTRACTORS {
        let mut score = Score::default();
        for (id, page) in pages {
            if let Some(text) = truth[id]["articleBody"].as_str() {
                score.add(&extract(page), text);
            }
        }
        let [f1, precision, recall, exact] = score.figures();
        println!("{name:24} F1 {f1:.4}  precision {precision:.4}  recall {recall:.4}  exact {exact:.3}");
    }
}

/// The pages of the corpus: the name of each file without its ending, and its text.
fn pages(corpus: &Path) -> Vec<(String, String)> {
    let folder = std::fs::read_dir(corpus.join("html")).expect("the corpus has a folder html");
    let mut paths: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut bytes).ok()?;
        let id = path.file_name()?.to_string_lossy().trim_end_matches(".html.gz").to_owned();
        Some((id, pullquote_clean::decode(&bytes, None)))
    };
    paths.iter().filter_map(read).collect()
}
