//! The fields of the query language, as a table.

/// A field of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Words of a quote.
    Said,
    /// The speaker of a quote.
    Speaker,
    /// A person in the article.
    Person,
    /// An organization in the article.
    Organization,
    /// A place in the article.
    Place,
    /// Words of a note.
    Note,
    /// A tag of the article or of a note.
    Tag,
    /// The site, or the host of the address.
    Site,
    /// An author.
    By,
    /// Words of the headline.
    Title,
    /// The language.
    Language,
    /// The feed that brought it.
    Feed,
    /// The first day.
    Since,
    /// The last day.
    Until,
    /// A state of the article, or of a quote.
    Is,
}

/// What the documentation and the messages say about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldRow {
    /// The field.
    pub field: Field,
    /// What is typed before the colon.
    pub name: &'static str,
    /// What it finds.
    pub finds: &'static str,
    /// A query that uses it.
    pub example: &'static str,
}

/// Every field.
pub const FIELDS: &[FieldRow] = &[
    row(Field::Said, "said", "quotes with these words", "said:\"water rights\""),
    row(Field::Speaker, "speaker", "quotes of a speaker", "speaker:\"Mara Holt\""),
    row(Field::Person, "person", "articles that name a person", "person:holt"),
    row(Field::Organization, "org", "articles that name an organization", "org:\"harbour board\""),
    row(Field::Place, "place", "articles that name a place", "place:Velmora"),
    row(Field::Note, "note", "notes with these words, also in the words they are on", "note:\"call back\""),
    row(Field::Tag, "tag", "articles and notes with this tag", "tag:drought"),
    row(Field::Site, "site", "articles of a site, by its name or address", "site:example.org"),
    row(Field::By, "by", "articles of an author", "by:lindqvist"),
    row(Field::Title, "title", "articles with these words in the headline", "title:harbour"),
    row(Field::Language, "lang", "articles in a language, by its code", "lang:de"),
    row(Field::Feed, "feed", "articles of a feed, by its address or title", "feed:example.org"),
    row(Field::Since, "since", "articles published (or, undated, added) on this day or later", "since:7d"),
    row(Field::Until, "until", "articles published (or, undated, added) on this day or earlier", "until:2025-11"),
    row(Field::Is, "is", "articles, or quotes, in a state", "is:unread"),
];

const fn row(field: Field, name: &'static str, finds: &'static str, example: &'static str) -> FieldRow {
    FieldRow { field, name, finds, example }
}

impl Field {
    /// The field with this name; case does not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.field)
    }

    /// What is typed before the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|row| row.field == self).map_or("", |row| row.name)
    }
}

/// A state that `is:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Starred.
    Starred,
    /// With notes.
    Noted,
    /// With a quote that was kept and not checked.
    Unchecked,
    /// With a note on words that are gone.
    Orphaned,
    /// Reported without quotation marks.
    Indirect,
    /// In the trash.
    Trashed,
}

/// What the documentation says about a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateRow {
    /// The state.
    pub state: State,
    /// What is typed after `is:`.
    pub name: &'static str,
    /// What it finds.
    pub finds: &'static str,
}

/// Every state.
pub const STATES: &[StateRow] = &[
    StateRow { state: State::Unread, name: "unread", finds: "articles that were not read" },
    StateRow { state: State::Read, name: "read", finds: "articles that were read" },
    StateRow { state: State::Starred, name: "starred", finds: "articles with a star" },
    StateRow { state: State::Noted, name: "noted", finds: "articles with notes" },
    StateRow { state: State::Unchecked, name: "unchecked", finds: "articles with a noted quote that is not checked" },
    StateRow { state: State::Orphaned, name: "orphaned", finds: "articles with a note on words that are gone" },
    StateRow { state: State::Indirect, name: "indirect", finds: "quotes reported without quotation marks" },
    StateRow { state: State::Trashed, name: "trashed", finds: "articles in the trash" },
];

impl State {
    /// The state with this name; case does not matter.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        STATES.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.state)
    }

    /// What is typed after `is:`.
    #[must_use]
    pub fn name(self) -> &'static str {
        STATES.iter().find(|row| row.state == self).map_or("", |row| row.name)
    }
}
