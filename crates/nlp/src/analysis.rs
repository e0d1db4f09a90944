//! The result of an analysis, as plain data in the order of the text.

use crate::language::detect::ArticleLanguage;
use pullquote_article::Span;
use pullquote_article::text::fold::fold;
use pullquote_article::text::token::Token;

/// What kind of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A person.
    Person,
    /// A company, agency, party, club, team or government body.
    Organization,
    /// A country, city, region, mountain, building.
    Place,
    /// People of one nationality, religion or party.
    Group,
    /// A day, a month, a year or a period.
    Date,
    /// A sum of money.
    Money,
    /// A product.
    Product,
    /// Any other name, such as that of an event, a law or a work.
    Misc,
}

impl EntityKind {
    /// Every kind, in the order in which the reader shows them.
    pub const ALL: [EntityKind; 8] = [
        EntityKind::Person,
        EntityKind::Organization,
        EntityKind::Place,
        EntityKind::Group,
        EntityKind::Product,
        EntityKind::Misc,
        EntityKind::Date,
        EntityKind::Money,
    ];

    /// The name used in JSON: `person`, `organization` and so on.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
            EntityKind::Place => "place",
            EntityKind::Group => "group",
            EntityKind::Date => "date",
            EntityKind::Money => "money",
            EntityKind::Product => "product",
            EntityKind::Misc => "misc",
        }
    }
}

/// An entity of one [`Analysis`]: its index in [`Analysis::entities`]. It is shown
/// counting from 1, as `e1`, `e2` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

impl std::fmt::Display for EntityId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "e{}", self.0 + 1)
    }
}

/// A quote of one [`Analysis`]: its index in [`Analysis::quotes`]. It is shown
/// counting from 1, as `q1`, `q2` and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuoteId(pub usize);

impl std::fmt::Display for QuoteId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "q{}", self.0 + 1)
    }
}

/// How a mention refers to its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name: “Rubio”.
    Name,
    /// By a common noun: “the senator”.
    Nominal,
    /// By a pronoun: “he”.
    Pronoun,
}

/// Words of the article that refer to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The range of the words in the text, in bytes.
    pub span: Span,
    /// How the words refer to the entity.
    pub kind: MentionKind,
    /// The entity that they refer to.
    pub entity: EntityId,
}

/// A person or thing that the article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its index in [`Analysis::entities`].
    pub id: EntityId,
    /// Its kind.
    pub kind: EntityKind,
    /// The longest form of its name in the article.
    pub name: String,
    /// What the article says about its function: `US secretary of state`. `None` if
    /// the article says nothing.
    pub role: Option<String>,
    /// Everything that the article says a person is, in the order of the text. Empty for
    /// other kinds.
    pub facts: Vec<Fact>,
    /// What a date or a sum of money says in figures, where all its mentions say the
    /// same: a day (`2025-11-24`), a month (`2025-11`), a week (`2025-W48`), a year
    /// (`2025`), or a currency and an amount (`EUR 2500000`, `$ 300`).
    pub value: Option<String>,
    /// Its mentions, as indices into [`Analysis::mentions`], in the order of the text.
    pub mentions: Vec<usize>,
}

/// What a [`Fact`] says about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// What the person does or is: “US secretary of state”.
    Role,
    /// The people that the person belongs to: “Norwegian”.
    Nationality,
    /// The party of the person: “Republican”, “R-Ky.”.
    Party,
}

impl FactKind {
    /// The name used in JSON: `role`, `nationality`, `party`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FactKind::Role => "role",
            FactKind::Nationality => "nationality",
            FactKind::Party => "party",
        }
    }
}

/// What the article says about a person, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What it says.
    pub kind: FactKind,
    /// The words that say it, as a range of the text in bytes.
    pub span: Span,
}

/// How much of a quote is between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Whole sentences or clauses between quotation marks.
    Direct,
    /// Some words between quotation marks, inside a sentence that reports them.
    Mixed,
    /// Reported speech, without quotation marks.
    Indirect,
}

impl QuoteKind {
    /// The name used in JSON: `direct`, `mixed`, `indirect`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
        }
    }

    /// `words` between quotation marks if they are the speaker's, and without if they
    /// are the reporter's.
    #[must_use]
    pub fn marked(self, words: &str) -> String {
        match self {
            QuoteKind::Direct | QuoteKind::Mixed => format!("“{words}”"),
            QuoteKind::Indirect => words.to_owned(),
        }
    }
}

/// How the article gives the speaker of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// By a name: “Okafor said”.
    Name,
    /// By a common noun: “the senator said”.
    Nominal,
    /// By a pronoun: “she said”.
    Pronoun,
    /// By no words: the speaker of the quote before goes on speaking.
    Carried,
}

impl How {
    /// The name used in JSON: `name`, `nominal`, `pronoun`, `carried`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            How::Name => "name",
            How::Nominal => "nominal",
            How::Pronoun => "pronoun",
            How::Carried => "carried",
        }
    }
}

/// The speaker of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Speaker {
    /// The longest form of the speaker's name in the article, or the words of the
    /// article for a speaker without a name: `a senior official`.
    pub name: String,
    /// The entity, if the speaker is one.
    pub entity: Option<EntityId>,
    /// The words for the speaker that attribute this quote, as a range of the text in
    /// bytes. If `how` is [`How::Carried`], those that attribute the quote before.
    pub mention: Option<Span>,
    /// How the article gives the speaker.
    pub how: How,
    /// The name of the attribution rule that fits the speaker and the quote.
    pub rule: &'static str,
    /// Each of several joint speakers: “Lee and Holt said”; empty if there is one. If there
    /// are several, `name` lists all of them and `entity` is `None`.
    pub together: Vec<Voice>,
}

impl Speaker {
    /// True if the person with this name speaks, alone or with others. Case, white
    /// space and the shape of quotation marks do not matter.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = fold(name);
        fold(&self.name) == name || self.together.iter().any(|voice| fold(&voice.name) == name)
    }

    /// True if this entity speaks, alone or with others.
    #[must_use]
    pub fn is(&self, entity: EntityId) -> bool {
        self.entity == Some(entity) || self.together.iter().any(|voice| voice.entity == Some(entity))
    }
}

/// One of several joint speakers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The longest form of the name in the article.
    pub name: String,
    /// The entity, if the speaker is one.
    pub entity: Option<EntityId>,
}

/// The parts of a confidence, each from 0 to 1. The least of them is the confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConfidenceParts {
    /// The probability that the words are speech, and not a title, a term or a name.
    pub speech: f32,
    /// The probability that the words of the speaker's mention attribute the quote.
    pub mention: f32,
    /// The probability that these words mean the speaker who is given: that “she” is this
    /// entity, or, if there is no entity, that the article does not name whom they mean.
    pub identity: f32,
}

impl ConfidenceParts {
    /// The parts of a confidence without a speaker.
    pub(crate) const NONE: Self = Self { speech: 0.0, mention: 0.0, identity: 0.0 };
    /// The parts of the confidence in what a person chose.
    pub(crate) const CHOSEN: Self = Self { speech: 1.0, mention: 1.0, identity: 1.0 };

    /// The confidence: the least of the parts. Their doubts are about the same odd passages, so
    /// their product would be less sure than the share of articles kept back that is right
    /// (`docs/ablation-attribution.md`).
    #[must_use]
    pub fn least(self) -> f32 {
        self.speech.min(self.mention).min(self.identity)
    }
}

/// Another possible speaker of a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The speaker, with the mention and the rule that suggest it.
    pub speaker: Speaker,
    /// The words that would report the quote, as a range of the text in bytes.
    pub cue: Option<Span>,
    /// The probability that this is the speaker, from 0 to 1.
    pub confidence: f32,
}

/// A quote: words that the article says somebody said.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Its index in [`Analysis::quotes`].
    pub id: QuoteId,
    /// How much of it is between quotation marks.
    pub kind: QuoteKind,
    /// The words without the marks, as ranges of the text in bytes. There is one for
    /// each part if an attribution or a paragraph break interrupts the quote. Never
    /// empty, in order, disjoint.
    pub spans: Vec<Span>,
    /// The speaker; `None` if no candidate is probable enough.
    pub speaker: Option<Speaker>,
    /// The words that report it, such as `said` or `according to`, as a range of the
    /// text in bytes.
    pub cue: Option<Span>,
    /// The confidence that the speaker is right, from 0 to 1: the least of its parts. 0
    /// without a speaker, 1 if a person chose the speaker.
    pub confidence: f32,
    /// The parts of the confidence.
    pub confidence_parts: ConfidenceParts,
    /// The other possible speakers, the most probable first. Each appears once. If
    /// `speaker` is `None`, the best candidate is the first one here. Empty for
    /// indirect speech.
    pub candidates: Vec<Candidate>,
}

impl Quote {
    /// The range from the beginning of the first span to the end of the last, in
    /// bytes.
    #[must_use]
    pub fn extent(&self) -> Span {
        match (self.spans.first(), self.spans.last()) {
            (Some(first), Some(last)) => first.union(*last),
            _ => Span::default(),
        }
    }

    /// The words of all spans, joined by ` … `. `text` is that of the article.
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        self.spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
    }

    /// The words of all spans, joined by ` … `, between quotation marks if they are the
    /// speaker's. `text` is that of the article.
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        self.kind.marked(&self.words(text))
    }
}

/// Words between quotation marks that nobody is said to have said: a title, a name, a term,
/// a label or a scare quote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkedWords {
    /// The words without the marks, as a range of the text in bytes.
    pub span: Span,
    /// The probability, from 0 to 1, that they are speech after all; calibrated on articles
    /// of many kinds.
    pub speech: f32,
}

/// The result of [`analyze`](crate::analyze), all of it in the order of the text. A quote inside
/// another quote comes before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// The language of the article. If it is not supported, no quote has a speaker.
    pub language: ArticleLanguage,
    /// The tokens of the text.
    pub tokens: Vec<Token>,
    /// The sentences, as ranges of the text in bytes. None crosses a block.
    pub sentences: Vec<Span>,
    /// The mentions of entities, ordered by their start.
    pub mentions: Vec<Mention>,
    /// The entities, ordered by their first mention by name.
    pub entities: Vec<Entity>,
    /// The quotes, ordered by their start.
    pub quotes: Vec<Quote>,
    /// The words between quotation marks that are not quotes, ordered by their start.
    pub marked: Vec<MarkedWords>,
}

impl Analysis {
    /// The entity with this id; `None` if the id is from another analysis and too
    /// large.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0)
    }

    /// The quote with this id; `None` if the id is from another analysis and too
    /// large.
    #[must_use]
    pub fn quote(&self, id: QuoteId) -> Option<&Quote> {
        self.quotes.get(id.0)
    }

    /// The sentence that contains byte `at` of the text.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<Span> {
        let i = self.sentences.partition_point(|s| s.start <= at).checked_sub(1)?;
        self.sentences.get(i).copied().filter(|s| s.contains(at))
    }
}
