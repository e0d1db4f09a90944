//! What an analysis finds, as plain data in the order of the text.

use pullquote_article::text::fold::fold;
use pullquote_article::text::span::Span;
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
    /// A day, month, year or period.
    Date,
    /// A sum of money.
    Money,
    /// A thing that is made and sold.
    Product,
    /// Another name: an event, a law, a work.
    Misc,
}

impl EntityKind {
    /// Every kind, in the order the reader groups them.
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

/// An entity of one [`Analysis`]: an index into [`Analysis::entities`],
/// written `e1`, `e2` … (from one) in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(pub usize);

impl std::fmt::Display for EntityId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "e{}", self.0 + 1)
    }
}

/// A quote of one [`Analysis`]: an index into [`Analysis::quotes`], written
/// `q1`, `q2` … (from one) in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QuoteId(pub usize);

impl std::fmt::Display for QuoteId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "q{}", self.0 + 1)
    }
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name: “Rubio”.
    Name,
    /// By a common noun: “the senator”.
    Nominal,
    /// By a pronoun: “he”.
    Pronoun,
}

/// Words that refer to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where they stand.
    pub span: Span,
    /// How they refer.
    pub kind: MentionKind,
    /// To whom or what.
    pub entity: EntityId,
}

/// A person or thing that the article names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its place in [`Analysis::entities`].
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// The fullest form of its name that the article gives.
    pub name: String,
    /// What the article says it is: `US secretary of state`.
    pub role: Option<String>,
    /// What a date or a sum of money says in figures, where all its mentions say
    /// the same: a day (`2025-11-24`), a month (`2025-11`), a week (`2025-W48`),
    /// a year (`2025`), or a currency and an amount (`EUR 2500000`, `$ 300`).
    pub value: Option<String>,
    /// Indices into [`Analysis::mentions`], in the order of the text.
    pub mentions: Vec<usize>,
}

/// How much of a quote stands between quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// Whole sentences or clauses between marks.
    Direct,
    /// Some words between marks inside a reporting sentence.
    Mixed,
    /// Reported without marks.
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

    /// `words` between quotation marks; as they are where they are the
    /// reporter's own.
    #[must_use]
    pub fn marked(self, words: &str) -> String {
        match self {
            QuoteKind::Direct | QuoteKind::Mixed => format!("“{words}”"),
            QuoteKind::Indirect => words.to_owned(),
        }
    }
}

/// How a speaker is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// By name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun.
    Pronoun,
    /// By no words: the speaker of the passage before goes on.
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

/// Whose words a quote is.
#[derive(Debug, Clone, PartialEq)]
pub struct Speaker {
    /// The fullest form of the name that the article gives, or the words it
    /// uses where nobody is named: `a senior official`.
    pub name: String,
    /// The entity, where the speaker is one.
    pub entity: Option<EntityId>,
    /// The words that attribute this quote; where the speaker is carried on,
    /// those that attributed the passage before.
    pub mention: Option<Span>,
    /// How the speaker is given.
    pub how: How,
    /// The name of the attribution rule that decided.
    pub rule: &'static str,
    /// Where a person said that several speak together, each of them; empty
    /// where one does. `name` then names all, and there is no one entity.
    pub together: Vec<Voice>,
}

impl Speaker {
    /// Whether the one of this name speaks, alone or with others; letters are
    /// compared without regard to case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = fold(name);
        fold(&self.name) == name || self.together.iter().any(|voice| fold(&voice.name) == name)
    }

    /// Whether this entity speaks, alone or with others.
    #[must_use]
    pub fn is(&self, entity: EntityId) -> bool {
        self.entity == Some(entity) || self.together.iter().any(|voice| voice.entity == Some(entity))
    }
}

/// One of several who speak together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The fullest form of the name that the article gives.
    pub name: String,
    /// The entity, where it is one.
    pub entity: Option<EntityId>,
}

/// Somebody else whose words a quote may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Who, and by which mention and rule.
    pub speaker: Speaker,
    /// The words that would report it.
    pub cue: Option<Span>,
    /// From 0 to 1: how likely it is.
    pub confidence: f32,
}

/// Something that somebody said.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Its place in [`Analysis::quotes`].
    pub id: QuoteId,
    /// How much of it stands between quotation marks.
    pub kind: QuoteKind,
    /// The words, without the marks; more than one span where an attribution
    /// or a paragraph break stands between. Never empty, in order, disjoint.
    pub spans: Vec<Span>,
    /// Whose words they are, if that could be told.
    pub speaker: Option<Speaker>,
    /// The words that report it: `said`, `according to`.
    pub cue: Option<Span>,
    /// From 0 to 1: how sure the attribution is; of those above 0.9, at least
    /// 0.95 are right. Nothing where there is no speaker, 1 where a person
    /// chose.
    pub confidence: f32,
    /// Who else may have said it, the likeliest first; nobody twice, and not
    /// the speaker. Where no speaker is sure enough to be given, the likeliest
    /// is the first here. Empty for indirect speech.
    pub candidates: Vec<Candidate>,
}

impl Quote {
    /// From the first byte of the first span to the last of the last.
    #[must_use]
    pub fn extent(&self) -> Span {
        match (self.spans.first(), self.spans.last()) {
            (Some(first), Some(last)) => first.union(*last),
            _ => Span::default(),
        }
    }

    /// The words, spans joined by ` … `.
    #[must_use]
    pub fn words(&self, text: &str) -> String {
        self.spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
    }

    /// The words as they are shown; see [`QuoteKind::marked`].
    #[must_use]
    pub fn shown(&self, text: &str) -> String {
        self.kind.marked(&self.words(text))
    }
}

/// What was found in an article; everything in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Analysis {
    /// Tokens of the whole text.
    pub tokens: Vec<Token>,
    /// Sentences, block by block.
    pub sentences: Vec<Span>,
    /// Mentions, ordered by start.
    pub mentions: Vec<Mention>,
    /// Entities, ordered by their first name.
    pub entities: Vec<Entity>,
    /// Quotes, ordered by start.
    pub quotes: Vec<Quote>,
}

impl Analysis {
    /// The entity, if the id belongs to this analysis.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0)
    }

    /// The quote, if the id belongs to this analysis.
    #[must_use]
    pub fn quote(&self, id: QuoteId) -> Option<&Quote> {
        self.quotes.get(id.0)
    }

    /// The sentence that holds byte `at`.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<Span> {
        let i = self.sentences.partition_point(|s| s.start <= at).checked_sub(1)?;
        self.sentences.get(i).copied().filter(|s| s.contains(at))
    }
}
