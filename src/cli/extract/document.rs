//! The JSON of `extract`. It is a public format: fields are added, never
//! renamed. Positions are Unicode code points in `text`.

use std::collections::HashMap;

use serde::Serialize;

use crate::cli::source::Opened;
use crate::json_text;
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, Block, BlockKind, Doubt, Mark, MarkKind, Notice, Picture, PutBack, Removed};
use pullquote_nlp::{Analysis, MarkedWords, MentionKind, Model};

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
    /// The tag of the page, if its language is that of the text; or else the code of the
    /// language of the text.
    language: &'a str,
    analysis: AnalysisFields<'a>,
    words: usize,
    text: &'a str,
    blocks: Vec<BlockFields>,
    /// The words that link somewhere, with addresses as in the source, made absolute if the
    /// address of the page is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<LinkFields<'a>>,
    /// The marks of footnotes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    footnotes: Vec<FootnoteFields<'a>>,
    /// The words that the source strikes through.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    struck: Vec<CodePointRange>,
    /// The pictures. They are no part of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<PictureFields<'a>>,
    removed: Vec<RemovedFields<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    put_back: Vec<PutBackFields<'a>>,
    quotes: Vec<QuoteFields<'a>>,
    /// The words between quotation marks that are not quotes.
    marked: Vec<MarkedFields<'a>>,
    entities: Vec<EntityFields<'a>>,
    quantities: Vec<QuantityFields>,
    /// Left out unless the page is less than its article.
    #[serde(skip_serializing_if = "Option::is_none")]
    wall: Option<WallFields>,
    /// Left out unless the page may hold more of the article than was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtFields>,
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

/// How the text was analyzed.
#[derive(Debug, Serialize)]
struct AnalysisFields<'a> {
    /// The English name of the language.
    language: &'a str,
    /// Whether speakers can be found in this language.
    supported: bool,
}

/// A picture; its caption is the block after it, if that is a caption.
#[derive(Debug, Serialize)]
struct PictureFields<'a> {
    address: &'a str,
    /// What the source says about it in place of the picture, unless its caption says the same.
    #[serde(skip_serializing_if = "str::is_empty")]
    alt: &'a str,
    /// Pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    width: Option<u32>,
    /// Pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    height: Option<u32>,
    /// The index of the block before it; left out before the first block.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_block: Option<usize>,
}

fn picture_fields(picture: &Picture) -> PictureFields<'_> {
    let Picture { alt, width, height, after_block, .. } = picture;
    PictureFields { address: picture.shown_address(), alt, width: *width, height: *height, after_block: *after_block }
}

#[derive(Debug, Serialize)]
struct MarkedFields<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    /// The probability that they are speech after all.
    speech: f64,
}

#[derive(Debug, Serialize)]
struct WallFields {
    kind: &'static str,
    evidence: &'static str,
}

#[derive(Debug, Serialize)]
struct DoubtFields {
    kind: &'static str,
    reason: String,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<ListFields>,
}

/// The place of a block in a list: `{"depth":0,"marker":"4."}`.
#[derive(Debug, Serialize)]
struct ListFields {
    /// How many lists are around its list.
    depth: usize,
    /// Its bullet or number; left out for a block that has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    marker: String,
}

#[derive(Debug, Serialize)]
struct LinkFields<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    address: &'a str,
}

#[derive(Debug, Serialize)]
struct FootnoteFields<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    /// The index of the block that is the note; `null` if the article does not have it.
    block: Option<usize>,
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
    /// The parts of the confidence, which is the least of them.
    confidence_parts: PartFields,
    /// Other possible speakers, if any is likely enough.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateFields<'a>>,
}

/// How sure it is that the words are speech, that those of the mention attribute them, and that they mean
/// this speaker.
#[derive(Debug, Serialize)]
struct PartFields {
    speech: f64,
    mention: f64,
    identity: f64,
}

#[derive(Debug, Serialize)]
struct SpeakerFields<'a> {
    name: &'a str,
    entity: Option<String>,
    mention: Option<CodePointRange>,
    how: &'static str,
    /// Each joint speaker, if there are several.
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
    /// What the article says about a person, and where; left out if that is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactFields<'a>>,
    /// The value of a date or a sum of money in figures; left out for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    mentions: Vec<CodePointRange>,
    references: Vec<CodePointRange>,
}

#[derive(Debug, Serialize)]
struct FactFields<'a> {
    kind: &'static str,
    text: &'a str,
    span: CodePointRange,
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
            language: language_tag(meta.language.as_deref(), &analysis.language.code),
            analysis: AnalysisFields { language: &analysis.language.name, supported: analysis.language.supported },
            words: article.words(),
            text,
            blocks: article.blocks().iter().map(|block| block_fields(block, &points)).collect(),
            links: links(article, &points),
            footnotes: footnotes(article, &points),
            struck: marks(article).filter(|m| m.kind == MarkKind::Struck).map(|m| points.of_span(m.span)).collect(),
            pictures: article.pictures().iter().map(picture_fields).collect(),
            removed: article.removed().iter().map(removed_fields).collect(),
            put_back: article.put_back().iter().map(put_back_fields).collect(),
            quotes: analysis.quotes.iter().map(|quote| quote_fields(quote, text, &points)).collect(),
            marked: analysis.marked.iter().map(|marked| marked_fields(marked, text, &points)).collect(),
            entities: analysis.entities.iter().map(|entity| entity_fields(entity, analysis, text, &points)).collect(),
            quantities: quantities(article, analysis, model, &points),
            wall: article.notice().map(wall_fields),
            doubt: article.doubt().map(doubt_fields),
        }
    }
}

/// The tag of the page (`en-GB`) if it is of the language with this code; or else the code.
fn language_tag<'a>(tag: Option<&'a str>, code: &'a str) -> &'a str {
    let of_code = |tag: &&str| tag.split(['-', '_']).next().is_some_and(|base| base.eq_ignore_ascii_case(code));
    tag.filter(of_code).unwrap_or(code)
}

fn marked_fields<'a>(marked: &MarkedWords, text: &'a str, points: &CodePoints<'_>) -> MarkedFields<'a> {
    let [start, end] = points.of_span(marked.span);
    MarkedFields { text: marked.span.of(text), start, end, speech: hundredths(marked.speech) }
}

fn wall_fields(notice: &Notice) -> WallFields {
    WallFields { kind: notice.wall.name(), evidence: notice.evidence }
}

fn doubt_fields(doubt: &Doubt) -> DoubtFields {
    DoubtFields { kind: doubt.name(), reason: doubt.reason() }
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
    let listed = block.list.is_some() || block.kind == BlockKind::ListItem;
    let list = listed.then(|| ListFields { depth: block.list_depth(), marker: block.list_marker() });
    BlockFields { kind: block.kind.name(), start, end, level, standfirst, credit, list }
}

/// The marks of all blocks, in the order of the text.
fn marks(article: &Article) -> impl Iterator<Item = &Mark> {
    article.blocks().iter().flat_map(|block| &block.marks)
}

fn links<'a>(article: &'a Article, points: &CodePoints<'_>) -> Vec<LinkFields<'a>> {
    let fields = marks(article).filter_map(|mark| {
        let MarkKind::Link(address) = &mark.kind else { return None };
        let [start, end] = points.of_span(mark.span);
        Some(LinkFields { text: mark.span.of(article.text()), start, end, address })
    });
    fields.collect()
}

fn footnotes<'a>(article: &'a Article, points: &CodePoints<'_>) -> Vec<FootnoteFields<'a>> {
    let blocks = article.blocks().iter().enumerate().rev();
    // Of two blocks with one name, the first counts.
    let named: HashMap<&str, usize> =
        blocks.flat_map(|(i, block)| block.names.iter().map(move |name| (name.as_str(), i))).collect();
    let fields = marks(article).filter_map(|mark| {
        let MarkKind::Footnote(name) = &mark.kind else { return None };
        let [start, end] = points.of_span(mark.span);
        let block = named.get(name.as_str()).copied();
        Some(FootnoteFields { text: mark.span.of(article.text()), start, end, block })
    });
    fields.collect()
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
            speech: hundredths(quote.confidence_parts.speech),
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
    text: &'a str,
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
        facts: entity
            .facts
            .iter()
            .map(|fact| FactFields {
                kind: fact.kind.name(),
                text: fact.span.of(text),
                span: points.of_span(fact.span),
            })
            .collect(),
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
    Ok(json_text::compact(&Failure { source, error })?)
}
