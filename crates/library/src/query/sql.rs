//! A query as a condition of SQL.
//!
//! The condition uses the names `a` (articles), `q` (places of quotes) and `n` (notes). Values are parameters
//! and never part of the text.
//!
//! What the library alone knows about an article is asked for as a set of articles, and `reading` is not joined:
//! among 100,000 articles that takes a tenth of the time.

use std::borrow::Cow;

use rusqlite::types::Value;

use super::Query;
use super::expression::{Expression, Phrase, Term, Unit};
use super::fields::{Field, State};

/// A condition or a statement, and the values of its parameters, in order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Condition {
    /// The text, with a `?` for each value.
    pub(crate) text: String,
    /// The values.
    pub(crate) values: Vec<Value>,
}

/// The tables that a condition on a unit is about.
pub(crate) fn tables(unit: Unit) -> &'static str {
    match unit {
        Unit::Article => "articles a",
        Unit::Quote => "quote_places q JOIN articles a ON a.id = q.article",
        Unit::Note => "notes n JOIN articles a ON a.id = n.article",
    }
}

/// The condition that leaves out what is in the trash, unless the query asks for it.
pub(crate) fn not_in_trash(query: &Query) -> String {
    if query.asks_for_trash() { "TRUE".to_owned() } else { of_reading("NOT IN", "s.trashed IS NOT NULL") }
}

/// The statement that finds the numbers of the articles in the trash.
pub(crate) fn in_trash() -> Condition {
    Condition { text: known_of_reading("s.trashed IS NOT NULL"), values: Vec::new() }
}

/// The statement that finds the numbers of the articles of which `expression` holds, or with a quote or note of
/// which it does. A number can come more than once, and can be that of an article in the trash.
pub(crate) fn found_articles(expression: &Expression, unit: Unit) -> Condition {
    if let (Expression::Term(Term::Words(phrase)), Unit::Article) = (expression, unit) {
        return Condition {
            text: format!("{IN_TEXT} UNION ALL {IN_NOTES}"),
            values: [of_text(phrase), of_note(phrase)].map(Value::Text).into(),
        };
    }
    let condition = condition(expression, unit);
    let id = if unit == Unit::Article { "a.id" } else { "DISTINCT a.id" };
    Condition { text: format!("SELECT {id} FROM {} WHERE {}", tables(unit), condition.text), ..condition }
}

/// The articles with words in the headline or the text.
const IN_TEXT: &str = "SELECT rowid FROM article_index WHERE article_index MATCH ?";
/// The articles with a note that has words.
const IN_NOTES: &str = "SELECT article FROM notes WHERE id IN (SELECT rowid FROM note_index WHERE note_index MATCH ?)";

/// A phrase in the headline or the text, for the index of articles.
fn of_text(phrase: &Phrase) -> String {
    full_text("title text", phrase)
}

/// A phrase in a note, for the index of notes.
fn of_note(phrase: &Phrase) -> String {
    full_text("words note tags", phrase)
}

/// The condition that an article is, or is not, among those of which the library knows this.
fn of_reading(is: &str, known: &str) -> String {
    format!("a.id {is} ({})", known_of_reading(known))
}

/// The statement that finds the numbers of the articles of which the library knows this.
fn known_of_reading(known: &str) -> String {
    // In this order, each article is beside the one before: both tables are sorted by the identity.
    format!("SELECT t.id FROM reading s CROSS JOIN articles t ON t.identity = s.identity WHERE {known}")
}

/// The condition that `expression` puts on each article, quote or note.
pub(crate) fn condition(expression: &Expression, unit: Unit) -> Condition {
    let mut condition = Condition::default();
    condition.add(expression, unit);
    condition
}

/// A phrase as FTS5 reads it, for these columns of an index.
pub(crate) fn full_text(columns: &str, phrase: &Phrase) -> String {
    // Only letters, digits and marks are words; a quotation mark would end the phrase.
    let words = phrase.words.replace('"', " ");
    format!("{{{columns}}} : \"{words}\"{}", if phrase.open { "*" } else { "" })
}

/// The phrases, all of which have to be found in these columns.
pub(crate) fn all_of(columns: &str, phrases: &[&Phrase]) -> String {
    phrases.iter().map(|phrase| full_text(columns, phrase)).collect::<Vec<_>>().join(" AND ")
}

impl Condition {
    fn add(&mut self, expression: &Expression, unit: Unit) {
        match expression {
            Expression::All(parts) if parts.is_empty() => self.text.push_str("TRUE"),
            Expression::All(parts) => self.join(parts, " AND ", unit),
            Expression::Any(parts) => self.join(parts, " OR ", unit),
            Expression::Not(part) => {
                // What is unknown is not so.
                self.text.push_str("NOT coalesce(");
                self.add(part, unit);
                self.text.push_str(", FALSE)");
            }
            Expression::Term(term) => self.term(term, unit),
        }
    }

    fn join(&mut self, parts: &[Expression], between: &str, unit: Unit) {
        self.text.push('(');
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                self.text.push_str(between);
            }
            self.add(part, unit);
        }
        self.text.push(')');
    }

    fn term(&mut self, term: &Term, unit: Unit) {
        match term {
            Term::Words(phrase) => self.words(phrase, unit),
            Term::Field(field, phrase) => self.field(*field, phrase, unit),
            Term::Since(day) => self.with("substr(coalesce(a.published, a.added), 1, 10) >= ?", [day.clone()]),
            Term::Before(day) => self.with("substr(coalesce(a.published, a.added), 1, 10) < ?", [day.clone()]),
            Term::Is(state) => self.text.push_str(&state_condition(*state, unit)),
        }
    }

    fn with<const N: usize>(&mut self, text: &str, values: [String; N]) {
        self.text.push_str(text);
        self.values.extend(values.map(Value::Text));
    }

    fn words(&mut self, phrase: &Phrase, unit: Unit) {
        if unit == Unit::Note {
            self.with("n.id IN (SELECT rowid FROM note_index WHERE note_index MATCH ?)", [of_note(phrase)]);
            return;
        }
        let text = format!("(a.id IN ({IN_TEXT}) OR a.id IN ({IN_NOTES}))");
        self.with(&text, [of_text(phrase), of_note(phrase)]);
    }

    fn field(&mut self, field: Field, phrase: &Phrase, unit: Unit) {
        let of_quote = |column: &str| full_text(column, phrase);
        match field {
            Field::Said | Field::Speaker => {
                let column = if field == Field::Said { "words" } else { "speaker" };
                let found = "SELECT rowid FROM quote_index WHERE quote_index MATCH ?";
                let text = if unit == Unit::Quote {
                    format!("q.id IN ({found})")
                } else {
                    format!("a.id IN (SELECT article FROM quotes WHERE id IN ({found}))")
                };
                self.with(&text, [of_quote(column)]);
            }
            Field::Note => {
                let found = "SELECT rowid FROM note_index WHERE note_index MATCH ?";
                let text = if unit == Unit::Note {
                    format!("n.id IN ({found})")
                } else {
                    format!("a.id IN (SELECT article FROM notes WHERE id IN ({found}))")
                };
                self.with(&text, [full_text("words note", phrase)]);
            }
            Field::Person => self.entity("kind = 'person'", phrase),
            Field::Organization => self.entity("kind = 'organization'", phrase),
            Field::Place => self.entity("kind = 'place'", phrase),
            Field::Tag => self.tag(phrase, unit),
            Field::Title => self.article_words("title", phrase),
            Field::By => self.article_words("authors", phrase),
            Field::Site => {
                let [host, below] = host(phrase);
                // Most addresses need not be taken apart.
                let part = format!("%{}%", escaped(&host));
                self.text.push('(');
                self.article_words("site", phrase);
                self.with(
                    " OR (a.url LIKE ? ESCAPE '\\' AND (host(a.url) = ? OR host(a.url) LIKE ? ESCAPE '\\')))",
                    [part, host, below],
                );
            }
            Field::Language => {
                let code = phrase.words.to_lowercase();
                self.with(
                    "(lower(a.language) = ? OR lower(a.language) LIKE ? ESCAPE '\\')",
                    [code.clone(), format!("{}-%", escaped(&code))],
                );
            }
            Field::Feed => {
                let part = format!("%{}%", escaped(&phrase.words));
                let known = "s.feed IN (SELECT address FROM feeds WHERE address LIKE ? ESCAPE '\\' \
                     OR title LIKE ? ESCAPE '\\')";
                self.with(&of_reading("IN", known), [part.clone(), part]);
            }
            Field::Since | Field::Until | Field::Is => self.text.push_str("FALSE"),
        }
    }

    fn article_words(&mut self, column: &str, phrase: &Phrase) {
        self.with("a.id IN (SELECT rowid FROM article_index WHERE article_index MATCH ?)", [full_text(column, phrase)]);
    }

    fn entity(&mut self, kind: &str, phrase: &Phrase) {
        let text = format!(
            "a.id IN (SELECT article FROM entity_mentions WHERE name IN (SELECT id FROM entity_names \
             WHERE {kind} AND id IN (SELECT rowid FROM entity_index WHERE entity_index MATCH ?)))"
        );
        self.with(&text, [full_text("name", phrase)]);
    }

    /// A tag is compared as a whole, and a part of it before a slash.
    fn tag(&mut self, phrase: &Phrase, unit: Unit) {
        let tag = phrase.words.trim_start_matches('#').to_lowercase();
        let like = if phrase.open { format!("{}%", escaped(&tag)) } else { escaped(&tag) };
        let below = format!("{}/%", escaped(&tag));
        let of_article = "a.id IN (SELECT t.id FROM article_tags g JOIN articles t ON t.identity = g.identity \
             WHERE folded(g.tag) LIKE ? ESCAPE '\\' OR folded(g.tag) LIKE ? ESCAPE '\\')";
        let of_note = if unit == Unit::Note {
            "EXISTS (SELECT 1 FROM json_each(n.tags) j \
             WHERE folded(j.value) LIKE ? ESCAPE '\\' OR folded(j.value) LIKE ? ESCAPE '\\')"
        } else {
            "a.id IN (SELECT m.article FROM notes m, json_each(m.tags) j \
             WHERE folded(j.value) LIKE ? ESCAPE '\\' OR folded(j.value) LIKE ? ESCAPE '\\')"
        };
        let text = if unit == Unit::Note { of_note.to_owned() } else { format!("({of_article} OR {of_note})") };
        let (like, below) = (folded(&like), folded(&below));
        if unit == Unit::Note {
            self.with(&text, [like, below]);
        } else {
            self.with(&text, [like.clone(), below.clone(), like, below]);
        }
    }
}

/// The text with what LIKE gives a meaning escaped.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The text for comparing: lower case, without diacritics and accents.
pub(crate) fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The host as typed, and a pattern for the hosts below it.
fn host(phrase: &Phrase) -> [String; 2] {
    let host = phrase.words.to_lowercase();
    let host = host.trim_start_matches("www.").to_owned();
    let below = format!("%.{}", escaped(&host));
    [host, below]
}

/// The condition of a state.
fn state_condition(state: State, unit: Unit) -> Cow<'static, str> {
    let condition = match state {
        State::Unread => return of_reading("NOT IN", "s.read = 1").into(),
        State::Read => return of_reading("IN", "s.read = 1").into(),
        State::Starred => return of_reading("IN", "s.starred = 1").into(),
        State::Trashed => return of_reading("IN", "s.trashed IS NOT NULL").into(),
        State::Noted => "a.id IN (SELECT article FROM notes)",
        State::Unchecked if unit == Unit::Note => "n.checked = 'unchecked'",
        State::Unchecked => "a.id IN (SELECT article FROM notes WHERE checked = 'unchecked')",
        State::Orphaned if unit == Unit::Note => "n.place = 'orphaned'",
        State::Orphaned => "a.id IN (SELECT article FROM notes WHERE place = 'orphaned')",
        State::Indirect if unit == Unit::Quote => "q.kind = 'indirect'",
        State::Indirect => "a.id IN (SELECT article FROM quotes WHERE kind = 'indirect')",
    };
    condition.into()
}
