//! The JSON of `extract`. It is a public format: fields are added, never
//! renamed. Positions are Unicode code points in `text`.

use serde::Serialize;

use crate::cli::source::Opened;
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, Block, BlockKind, MarkKind, Notice, PutBack, Removed};
use pullquote_nlp::{Analysis, MentionKind, Model};

/// The name and version of the format.
const SCHEMA: &str = "pullquote/extract/1";

/// First code point and one past the last.
type CodePointRange = [usize; 2];

/// An article and its analysis. The order of the fields is the order of the
/// output.
#[derive(Debug, Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    source: SourceFields<'a>,
    title: Option<&'a str>,
    byline: &'a [String],
    site: Option<&'a str>,
    published: Option<&'a str>,
    modified: Option<&'a str>,
    section: Option<&'a str>,
    canonical_url: Option<&'a str>,
    language: Option<&'a str>,
    words: usize,
    text: &'a str,
    blocks: Vec<BlockFields>,
    removed: Vec<RemovedFields<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    put_back: Vec<PutBackFields<'a>>,
    quotes: Vec<QuoteFields<'a>>,
    entities: Vec<EntityFields<'a>>,
    quantities: Vec<QuantityFields>,
    /// Left out unless the page is less than its article.
    #[serde(skip_serializing_if = "Option::is_none")]
    wall: Option<WallFields>,
}

#[derive(Debug, Serialize)]
struct SourceFields<'a> {
    path: Option<String>,
    url: Option<&'a str>,
    format: &'static str,
    sha256: &'a str,
    /// For a kept copy of a page: when it was fetched; otherwise left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct WallFields {
    kind: &'static str,
    evidence: &'static str,
}

#[derive(Debug, Serialize)]
struct BlockFields {
    kind: &'static str,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// Whether the block is a standfirst.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    standfirst: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<CodePointRange>,
}

#[derive(Debug, Serialize)]
struct RemovedFields<'a> {
    text: &'a str,
    reason: &'a str,
    rule: &'a str,
    after_block: Option<usize>,
}

#[derive(Debug, Serialize)]
struct PutBackFields<'a> {
    block: usize,
    reason: &'a str,
}

#[derive(Debug, Serialize)]
struct QuoteFields<'a> {
    id: String,
    kind: &'static str,
    spans: Vec<CodePointRange>,
    text: String,
    speaker: Option<SpeakerFields<'a>>,
    cue: Option<CodePointRange>,
    confidence: f64,
    /// The parts of the confidence, which is their product.
    confidence_parts: PartFields,
    /// Other possible speakers, if any is likely enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateFields<'a>>,
}

/// How sure it is that the words of the mention attribute the quote, and that they mean
/// this speaker.
#[derive(Debug, Serialize)]
struct PartFields {
    mention: f64,
    identity: f64,
}

#[derive(Debug, Serialize)]
struct SpeakerFields<'a> {
    name: &'a str,
    entity: Option<String>,
    mention: Option<CodePointRange>,
    how: &'static str,
    /// Each joint speaker, where a person corrected the speaker to several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    together: Vec<VoiceFields<'a>>,
}

#[derive(Debug, Serialize)]
struct VoiceFields<'a> {
    name: &'a str,
    entity: Option<String>,
}

/// A percentage or a measure: `{"kind":"percent","value":"12.5 %",…}`.
#[derive(Debug, Serialize)]
struct QuantityFields {
    kind: &'static str,
    value: String,
    start: usize,
    end: usize,
}

#[derive(Debug, Serialize)]
struct CandidateFields<'a> {
    name: &'a str,
    entity: Option<String>,
    mention: Option<CodePointRange>,
    confidence: f64,
}

#[derive(Debug, Serialize)]
struct EntityFields<'a> {
    id: String,
    kind: &'static str,
    name: &'a str,
    role: Option<&'a str>,
    /// The value of a date or a sum of money in figures; left out for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    mentions: Vec<CodePointRange>,
    references: Vec<CodePointRange>,
}

impl<'a> Document<'a> {
    /// The document of one article and its analysis.
    pub(super) fn new(opened: &'a Opened, analysis: &'a Analysis, model: &Model) -> Self {
        let article = &opened.article;
        let text = article.text();
        let points = CodePoints::new(text);
        let (origin, meta) = (article.origin(), article.meta());
        Self {
            schema: SCHEMA,
            source: SourceFields {
                path: origin.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
                url: origin.url.as_deref(),
                format: origin.format.name(),
                sha256: &origin.sha256,
                kept: opened.kept.as_ref().map(|when| when.moment.as_str()),
            },
            title: meta.title.as_deref(),
            byline: &meta.byline,
            site: meta.site.as_deref(),
            published: meta.published.as_deref(),
            modified: meta.modified.as_deref(),
            section: meta.section.as_deref(),
            canonical_url: meta.canonical_url.as_deref(),
            language: meta.language.as_deref(),
            words: article.words(),
            text,
            blocks: article.blocks().iter().map(|block| block_fields(block, &points)).collect(),
            removed: article.removed().iter().map(removed_fields).collect(),
            put_back: article.put_back().iter().map(put_back_fields).collect(),
            quotes: analysis.quotes.iter().map(|quote| quote_fields(quote, text, &points)).collect(),
            entities: analysis.entities.iter().map(|entity| entity_fields(entity, analysis, &points)).collect(),
            quantities: quantities(article, analysis, model, &points),
            wall: article.notice().map(wall_fields),
        }
    }
}

fn wall_fields(notice: &Notice) -> WallFields {
    WallFields { kind: notice.wall.name(), evidence: notice.evidence }
}

fn quantities(article: &Article, analysis: &Analysis, model: &Model, points: &CodePoints<'_>) -> Vec<QuantityFields> {
    let found = pullquote_nlp::quantities(article, analysis, model);
    let fields = found.into_iter().map(|quantity| {
        let [start, end] = points.of_span(quantity.span);
        QuantityFields { kind: quantity.kind.name(), value: quantity.value, start, end }
    });
    fields.collect()
}

fn block_fields(block: &Block, points: &CodePoints<'_>) -> BlockFields {
    let [start, end] = points.of_span(block.span);
    let level = match block.kind {
        BlockKind::Heading(level) => Some(level),
        _ => None,
    };
    let credit = block.marks.iter().find(|mark| mark.kind == MarkKind::Credit).map(|mark| points.of_span(mark.span));
    let standfirst = block.kind == BlockKind::Standfirst;
    BlockFields { kind: block.kind.name(), start, end, level, standfirst, credit }
}

fn removed_fields(removed: &Removed) -> RemovedFields<'_> {
    let Removed { text, reason, rule, after_block } = removed;
    RemovedFields { text, reason, rule, after_block: *after_block }
}

fn put_back_fields(put_back: &PutBack) -> PutBackFields<'_> {
    PutBackFields { block: put_back.block, reason: &put_back.removed.reason }
}

/// Candidates less likely than this are not printed.
const LEAST_LIKELY: f32 = 0.1;

fn candidate_fields<'a>(candidate: &'a pullquote_nlp::Candidate, points: &CodePoints<'_>) -> CandidateFields<'a> {
    CandidateFields {
        name: &candidate.speaker.name,
        entity: candidate.speaker.entity.map(|id| id.to_string()),
        mention: candidate.speaker.mention.map(|span| points.of_span(span)),
        confidence: hundredths(candidate.confidence),
    }
}

fn voice_fields(voice: &pullquote_nlp::Voice) -> VoiceFields<'_> {
    VoiceFields { name: &voice.name, entity: voice.entity.map(|id| id.to_string()) }
}

/// The confidence rounded to two decimal places.
fn hundredths(confidence: f32) -> f64 {
    (f64::from(confidence) * 100.0).round() / 100.0
}

fn quote_fields<'a>(quote: &'a pullquote_nlp::Quote, text: &str, points: &CodePoints<'_>) -> QuoteFields<'a> {
    QuoteFields {
        id: quote.id.to_string(),
        kind: quote.kind.name(),
        spans: quote.spans.iter().map(|span| points.of_span(*span)).collect(),
        text: quote.words(text),
        speaker: quote.speaker.as_ref().map(|speaker| SpeakerFields {
            name: &speaker.name,
            entity: speaker.entity.map(|id| id.to_string()),
            mention: speaker.mention.map(|span| points.of_span(span)),
            how: speaker.how.name(),
            together: speaker.together.iter().map(voice_fields).collect(),
        }),
        cue: quote.cue.map(|span| points.of_span(span)),
        confidence: hundredths(quote.confidence),
        confidence_parts: PartFields {
            mention: hundredths(quote.confidence_parts.mention),
            identity: hundredths(quote.confidence_parts.identity),
        },
        candidates: quote
            .candidates
            .iter()
            .filter(|c| c.confidence >= LEAST_LIKELY)
            .map(|c| candidate_fields(c, points))
            .collect(),
    }
}

fn entity_fields<'a>(
    entity: &'a pullquote_nlp::Entity,
    analysis: &Analysis,
    points: &CodePoints<'_>,
) -> EntityFields<'a> {
    let places = |named: bool| {
        let mentions = entity.mentions.iter().filter_map(|i| analysis.mentions.get(*i));
        let wanted = mentions.filter(|mention| (mention.kind == MentionKind::Name) == named);
        wanted.map(|mention| points.of_span(mention.span)).collect()
    };
    EntityFields {
        id: entity.id.to_string(),
        kind: entity.kind.name(),
        name: &entity.name,
        role: entity.role.as_deref(),
        value: entity.value.clone(),
        mentions: places(true),
        references: places(false),
    }
}

/// The JSON line for a source that could not be read.
///
/// # Errors
/// Never: two strings can always be written as JSON.
pub(super) fn failure(source: &str, error: &str) -> anyhow::Result<String> {
    #[derive(Serialize)]
    struct Failure<'a> {
        source: &'a str,
        error: &'a str,
    }
    Ok(serde_json::to_string(&Failure { source, error })?)
}
