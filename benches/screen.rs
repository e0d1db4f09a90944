//! The time from a key to the drawn frame, in an article and in a book, and the time for wrapping, beside the crate
//! textwrap: `even lines` breaks a paragraph so that its lines are even, `first fit` fills line after line.
//! `cargo bench --bench screen`

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pullquote::app::{App, Key, Keymap, Msg, Settings};
use pullquote::config::Config;
use pullquote::folders::Sample;
use pullquote::layout::{Layout, RowPosition};
use pullquote::ui;
use pullquote::ui::theme::Theme;
use pullquote::ui::theme::depth::Surroundings;
use pullquote_article::{Article, ArticleBuilder, Format, Origin};
use pullquote_clean::{self as clean, Options};
use pullquote_nlp::Model;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use textwrap::WrapAlgorithm;

const SIZE: (u16, u16) = (100, 30);

/// The scraped sample repeated to `words` words.
fn article(words: usize) -> Article {
    let sample = clean::read(Sample::named("ceasefire").expect("a bundled sample").fetched(), &Options::default())
        .expect("a bundled sample");
    let text = (sample.text().to_owned() + "\n\n").repeat(words.div_ceil(sample.words()));
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    ArticleBuilder::raw(text, origin)
}

/// A reader of `words` words, analyzed, in the middle of the text.
fn reader(words: usize) -> App {
    let article = article(words);
    let analysis = pullquote_nlp::analyze(&article, &Model::bundled());
    let mut app = App::new(Arc::new(article), Settings::of(&Config::default(), Keymap::default()));
    app.update(Msg::Resize { columns: SIZE.0, rows: SIZE.1 });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(analysis) });
    for key in ["5", "0", "G"] {
        app.update(Msg::Key(key.parse().expect("a key")));
    }
    app
}

fn key_to_frame(criterion: &mut Criterion) {
    let (theme, _) = Theme::choose(&Config::default(), &Surroundings::default(), Path::new("config.toml"));
    for words in [1_000, 1_000_000] {
        let mut app = reader(words);
        let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a screen in memory");
        let mut group = criterion.benchmark_group(format!("key to frame/{words} words"));
        group.sample_size(20);
        for (name, there, back) in [("line", "j", "k"), ("page", "space", "b"), ("quote", "J", "K")] {
            let keys: [Key; 2] = [there, back].map(|key| key.parse().expect("a key"));
            let mut turn = 0;
            group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
                bencher.iter(|| {
                    turn += 1;
                    black_box(app.update(Msg::Key(keys[turn % 2])));
                    terminal.draw(|frame| ui::draw(&app, &theme, None, frame)).expect("a frame");
                });
            });
        }
        group.finish();
    }
}

/// The cells of a line.
const CELLS: u16 = 72;

fn wrap(criterion: &mut Criterion) {
    for words in [1_000, 100_000] {
        let article = article(words);
        let mut group = criterion.benchmark_group(format!("wrap/{words} words"));
        group.bench_function("pullquote, even lines", |bencher| {
            bencher.iter(|| {
                let mut layout = Layout::new(black_box(&article), CELLS, false);
                layout.rows_from(&article, RowPosition::default(), usize::MAX / 2).len()
            });
        });
        // The peer is given the paragraphs, as it knows no article.
        let paragraphs: Vec<&str> = article.blocks().iter().map(|block| block.span.of(article.text())).collect();
        for (name, algorithm) in [
            ("textwrap, even lines", WrapAlgorithm::new_optimal_fit()),
            ("textwrap, first fit", WrapAlgorithm::FirstFit),
        ] {
            let options = textwrap::Options::new(usize::from(CELLS)).wrap_algorithm(algorithm);
            group.bench_function(name, |bencher| {
                bencher.iter(|| {
                    let lines = |paragraph: &&str| textwrap::wrap(paragraph, &options).len();
                    black_box(&paragraphs).iter().map(lines).sum::<usize>()
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, key_to_frame, wrap);
criterion_main!(benches);
