use super::expression::{Expression, Phrase, Term, Unit};
use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 29);

fn parsed(text: &str) -> Expression {
    Query::parse(text, TODAY).unwrap().expression
}

fn error(text: &str) -> String {
    Query::parse(text, TODAY).unwrap_err().to_string()
}

fn words(words: &str) -> Expression {
    Expression::Term(Term::Words(Phrase { words: words.to_owned(), open: false }))
}

fn field(field: Field, words: &str) -> Expression {
    Expression::Term(Term::Field(field, Phrase { words: words.to_owned(), open: false }))
}

#[test]
fn words_phrases_and_fields_are_joined_by_and() {
    assert_eq!(
        parsed("harbour \"water rights\" speaker:holt"),
        Expression::All(vec![words("harbour"), words("water rights"), field(Field::Speaker, "holt")])
    );
    assert_eq!(
        parsed("said:“not now” AND harbour"),
        Expression::All(vec![field(Field::Said, "not now"), words("harbour")])
    );
    assert_eq!(parsed(""), Expression::All(Vec::new()));
}

#[test]
fn or_binds_weaker_than_and_and_parentheses_group() {
    assert_eq!(parsed("a b OR c"), Expression::Any(vec![Expression::All(vec![words("a"), words("b")]), words("c")]));
    assert_eq!(parsed("a (b OR c)"), Expression::All(vec![words("a"), Expression::Any(vec![words("b"), words("c")])]));
    assert_eq!(
        parsed("speaker:(holt OR lee)"),
        Expression::Any(vec![field(Field::Speaker, "holt"), field(Field::Speaker, "lee")])
    );
}

#[test]
fn a_hyphen_before_a_word_and_not_are_the_same() {
    let without = Expression::All(vec![words("a"), Expression::Not(Box::new(words("b")))]);
    assert_eq!(parsed("a -b"), without);
    assert_eq!(parsed("a NOT b"), without);
    assert_eq!(parsed("well-known"), words("well-known"));
    assert_eq!(parsed("-(a b)"), Expression::Not(Box::new(Expression::All(vec![words("a"), words("b")]))));
}

#[test]
fn dates_are_days_months_years_and_times_before_today() {
    let since = |text: &str| match parsed(text) {
        Expression::Term(Term::Since(day) | Term::Before(day)) => day,
        other => panic!("{other:?}"),
    };
    assert_eq!(since("since:2025-11-24"), "2025-11-24");
    assert_eq!(since("since:7d"), "2026-11-22");
    assert_eq!(since("since:1m"), "2026-10-29");
    assert_eq!(since("since:yesterday"), "2026-11-28");
    assert_eq!(since("until:2025-11"), "2025-12-01");
    assert_eq!(since("until:2025"), "2026-01-01");
    assert_eq!(since("until:today"), "2026-11-30");
    assert_eq!(since("until:2025-12-31"), "2026-01-01");
}

#[test]
fn mistakes_are_said_with_their_column_and_what_would_be_right() {
    assert_eq!(error("harbour speeker:holt"), "column 9: there is no field “speeker”; did you mean “speaker:”?");
    assert!(error("colour:red").contains("the fields are said, speaker, person"), "{}", error("colour:red"));
    assert_eq!(error("is:unred"), "column 4: there is no state “unred”; did you mean “is:unread”?");
    assert!(error("since:soon").starts_with("column 7: “soon” is not a date; write 2025-11-24"));
    assert!(error("since:2025-02-30").contains("is not a date"));
    assert_eq!(error("said:\"never closed"), "column 6: this quotation mark is not closed");
    assert!(error("(a OR b").starts_with("column 1: this “(” is not closed"));
    assert!(error("a )").starts_with("column 3: this “)” closes nothing"));
    assert!(error("a OR").starts_with("column 3: “OR” needs something"));
    assert!(error("a NOT").starts_with("column 3: “NOT” needs something"));
    assert_eq!(
        error("speaker: holt"),
        "column 9: “speaker:” needs something after the colon, without a space: speaker:\"Mara Holt\""
    );
    assert!(error("…").contains("a letter or a digit"));
    assert!(error(&"(".repeat(5000)).contains("nested more than 50 deep"));
}

#[test]
fn a_query_finds_quotes_or_notes_only_if_it_must() {
    let unit = |text: &str| parsed(text).unit();
    assert_eq!(unit("harbour tag:x"), Unit::Article);
    assert_eq!(unit("harbour speaker:holt note:check"), Unit::Quote);
    assert_eq!(unit("note:check harbour"), Unit::Note);
    assert_eq!(unit("harbour -speaker:holt"), Unit::Article);
    assert_eq!(unit("speaker:holt OR harbour"), Unit::Article);
}

#[test]
fn while_typing_the_last_word_is_open() {
    let open = |text: &str| match Query::parse_typed(text, TODAY).unwrap().expression {
        Expression::Term(Term::Words(phrase)) => phrase.open,
        other => panic!("{other:?}"),
    };
    assert!(open("harb"));
    assert!(!open("harb "));
    assert!(open("harb*"));
    let typed = |text: &str| Query::parse_typed(text, TODAY).unwrap();
    assert!(typed("h").is_empty(), "one letter is not asked for yet");
    assert_eq!(typed("harbour p"), typed("harbour "));
    assert_ne!(typed("vitamin c "), typed("vitamin "), "it is a word when a space follows");
    assert!(!typed("港").is_empty() && !typed("title:h").is_empty() && !typed("NOT h").is_empty());
}

#[test]
fn every_field_has_an_example_that_is_a_query() {
    for row in FIELDS {
        assert!(Query::parse(row.example, TODAY).is_ok(), "{}", row.example);
        assert_eq!(Field::named(row.name), Some(row.field));
    }
    for row in STATES {
        assert!(Query::parse(&format!("is:{}", row.name), TODAY).is_ok(), "{}", row.name);
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic_and_a_column_is_inside(text in "[a-c:\"“”()* OR-]{0,40}|\\PC{0,40}") {
        if let Err(error) = Query::parse(&text, TODAY) {
            prop_assert!(error.column >= 1 && error.column <= text.chars().count() + 1);
        }
    }
}
