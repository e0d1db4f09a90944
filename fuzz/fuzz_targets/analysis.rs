//! The analysis of an article made of any bytes, within a time and a memory that
//! are linear in the length of its text.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use cpu_time::ThreadTime;
use libfuzzer_sys::fuzz_target;
use peak_alloc::PeakAlloc;
use pullquote_article::{Article, Format, Span};
use pullquote_clean::{Fetched, Options, read};
use pullquote_nlp::{Analysis, Model, analyze};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

static MODEL: LazyLock<Model> = LazyLock::new(Model::bundled);

/// The time of the processor for any article, and for each byte of its text: about
/// three times what ordinary articles take in this build.
const TIME: Duration = Duration::from_millis(500);
const TIME_PER_BYTE: Duration = Duration::from_micros(100);

/// The bytes of memory for any article, and for each byte of its text: about five
/// times what ordinary articles take.
const MEMORY: usize = 20_000_000;
const MEMORY_PER_BYTE: usize = 10_000;

/// The length of a repeated input. What grows with the square of the length passes
/// the bounds at this size.
const LONG: usize = 30_000;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let formats = [Format::Text, Format::Html, Format::Markdown, Format::Text];
    let format = formats[usize::from(first % 4)];
    // One input of eight is repeated, because a short one takes little time whatever
    // the analysis does with it.
    let long = first / 4 % 8 == 0 && !rest.is_empty();
    let bytes = if long { rest.iter().copied().cycle().take(LONG).collect() } else { rest.to_vec() };
    let fetched = Fetched { name: "fuzz".to_owned(), bytes, ..Fetched::default() };
    // Raw text keeps what cleaning would remove.
    let options = Options { format: Some(format), raw: first % 4 == 3, ..Options::default() };
    let Ok(article) = read(fetched, &options) else { return };
    let model = &*MODEL;
    ALLOCATED.reset_peak_usage();
    let (before, begun) = (ALLOCATED.current_usage(), ThreadTime::now());
    let analysis = analyze(&article, model);
    let (time, memory) = (begun.elapsed(), ALLOCATED.peak_usage().saturating_sub(before));
    check(&article, &analysis);
    let length = article.text().len();
    let most = TIME + TIME_PER_BYTE * u32::try_from(length).expect("a short text");
    assert!(time <= most, "{length} bytes took {time:?}");
    assert!(memory <= MEMORY + MEMORY_PER_BYTE * length, "{length} bytes took {memory} bytes of memory");
});

/// What holds of an analysis, whatever the article is.
fn check(article: &Article, analysis: &Analysis) {
    let text = article.text();
    let words = |span: Span| text.get(span.start..span.end).expect("a span on character boundaries");
    for span in analysis.sentences.iter().copied().chain(analysis.mentions.iter().map(|mention| mention.span)) {
        assert!(!words(span).is_empty(), "an empty sentence or mention");
    }
    for mention in &analysis.mentions {
        assert!(analysis.entity(mention.entity).is_some(), "a mention of no entity");
    }
    for entity in &analysis.entities {
        assert!(!entity.name.is_empty(), "an entity without a name");
        assert!(entity.mentions.iter().all(|&mention| mention < analysis.mentions.len()), "no such mention");
        for fact in &entity.facts {
            words(fact.span);
        }
    }
    for quote in &analysis.quotes {
        assert!(!quote.spans.is_empty(), "a quote without words");
        assert!((0.0..=1.0).contains(&quote.confidence), "a confidence of {}", quote.confidence);
        let speakers = quote.candidates.iter().map(|candidate| &candidate.speaker).chain(&quote.speaker);
        for speaker in speakers {
            assert!(speaker.entity.is_none_or(|id| analysis.entity(id).is_some()), "a speaker who is no entity");
            speaker.mention.map(words);
        }
        for span in quote.spans.iter().copied().chain(quote.cue) {
            words(span);
        }
    }
    for marked in &analysis.marked {
        words(marked.span);
    }
}
