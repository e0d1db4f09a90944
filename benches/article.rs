//! The time for cleaning and analyzing an article, and for saving a note. `cargo bench --bench article`

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use pullquote::folders::{SAMPLES, Sample};
use pullquote_article::Span;
use pullquote_article::text::Language;
use pullquote_article::{Article, ArticleBuilder, Format, Origin};
use pullquote_clean::{self as clean, Fetched, Options};
use pullquote_nlp::Model;
use pullquote_notes::{NewAnnotation, Notebook, Sentences, Stamp, store};

/// The bytes of a bundled sample.
fn fetched(name: &str) -> Fetched {
    Sample::named(name).expect("a bundled sample").fetched()
}

fn sample(name: &str) -> Article {
    clean::read(fetched(name), &Options::default()).expect("an article")
}

/// The scraped sample repeated to `bytes` bytes, as one raw text.
fn long(bytes: usize) -> Article {
    let text = sample("ceasefire").text().to_owned() + "\n\n";
    let text = text.repeat(bytes.div_ceil(text.len()));
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    ArticleBuilder::raw(text, origin)
}

fn clean(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("clean");
    for sample in SAMPLES {
        group.bench_function(BenchmarkId::from_parameter(sample.name), |bencher| {
            bencher.iter_batched(
                || fetched(sample.name),
                |fetched| clean::read(black_box(fetched), &Options::default()).expect("an article"),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

fn analyze(criterion: &mut Criterion) {
    let model = Model::bundled();
    let article = sample("ceasefire");
    criterion.bench_function("analyze/700 words", |bencher| {
        bencher.iter(|| pullquote_nlp::analyze(black_box(&article), &model));
    });
    criterion.bench_function("model", |bencher| bencher.iter(Model::bundled));
}

/// The time per word should be the same at 100 kB and at 10 MB.
fn analyze_long(criterion: &mut Criterion) {
    let model = Model::bundled();
    let mut group = criterion.benchmark_group("analyze/words");
    group.sample_size(10).warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_secs(1));
    for bytes in [100_000, 1_000_000, 10_000_000] {
        let article = long(bytes);
        group.throughput(Throughput::Elements(article.words() as u64));
        group.bench_function(BenchmarkId::from_parameter(bytes), |bencher| {
            bencher.iter(|| pullquote_nlp::analyze(black_box(&article), &model));
        });
    }
    group.finish();
}

/// Saving one note in a file of a thousand, with the flush to disk.
fn save(criterion: &mut Criterion) {
    let article = long(200_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("notes.toml");
    let mut notebook = Notebook::open(&article, path, Vec::new());
    let mut number = 0_usize;
    let mut add = |notebook: &mut Notebook| {
        let start = number * 97 % (article.text().len() - 100);
        let draft = NewAnnotation {
            span: Span::new(start, start + 60),
            note: format!("The note of number {number}, of the usual length of a remark."),
            tags: vec!["checked".to_owned()],
            ..NewAnnotation::default()
        };
        let stamp = Stamp { id: format!("01J{number:023}"), now: Timestamp::UNIX_EPOCH };
        number += 1;
        notebook.add(&article, Sentences::In(Language::english()), draft, stamp).expect("words to annotate");
    };
    let write = |notebook: &mut Notebook| {
        let snapshot = notebook.begin_save().expect("something to save");
        notebook.saved(&article, store::save(&snapshot).expect("a folder that can be written"));
    };
    for _ in 0..1000 {
        add(&mut notebook);
    }
    write(&mut notebook);
    let mut group = criterion.benchmark_group("save");
    group.sample_size(20);
    group.bench_function("one note among 1,000", |bencher| {
        bencher.iter_batched(
            || {
                let mut one_more = notebook.clone();
                add(&mut one_more);
                one_more
            },
            |mut notebook| write(&mut notebook),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, clean, analyze, analyze_long, save);
criterion_main!(benches);
