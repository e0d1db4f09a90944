//! Cleans many pages and prints one line of JSON for each: what a scorer needs.
//!
//! ```sh
//! cargo run --release -p pullquote-clean --example pages -- LIST.tsv > outputs.jsonl
//! ```
//!
//! Each line of the list is an id, a tab, and the path of a page.

use std::time::Instant;

use pullquote_clean::{decode, extract};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = std::env::args().nth(1).ok_or("name a list: lines with an id, a tab and a path")?;
    let mut time = std::time::Duration::ZERO;
    let mut count = 0;
    for line in std::fs::read_to_string(list)?.lines() {
        let Some((id, path)) = line.split_once('\t') else { continue };
        let bytes = std::fs::read(path)?;
        let html = decode(&bytes, None);
        let start = Instant::now();
        let article = extract(&html, None);
        time += start.elapsed();
        count += 1;
        let blocks: Vec<_> = article
            .blocks()
            .iter()
            .map(|b| {
                let kind = format!("{:?}", b.kind).to_lowercase();
                let kind = kind.split('(').next().unwrap_or("").to_owned();
                (kind, b.span.of(article.text()).to_owned())
            })
            .collect();
        let removed: Vec<_> = article.removed().iter().map(|r| (r.rule.clone(), r.text.clone())).collect();
        let meta = article.meta();
        println!(
            "{}",
            serde_json::json!({"id": id, "blocks": blocks, "title": meta.title, "authors": meta.byline, "published": meta.published,
                "language": meta.language, "modified": meta.modified, "wall": article.notice().map(|n| format!("{:?}", n.wall)), "removed": removed,
                "doubt": article.doubt().map(|d| d.reason())})
        );
    }
    eprintln!("{count} pages, {:.2} ms each", time.as_secs_f64() * 1000.0 / f64::from(count.max(1)));
    Ok(())
}
