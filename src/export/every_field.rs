//! A test that no exporter drops a field of an annotation without a reason.
//!
//! Each field in turn gets a value that occurs nowhere else, and the export
//! must show that value. [`EXCEPTIONS`] says which fields an exporter leaves
//! out, and why. A new field of [`Annotation`] does not compile until
//! [`annotation_fields`] lists it, and the test then fails until [`marked`]
//! sets it.

use super::template::{Template, TemplateValues};
use super::{EXPORTERS, Input};
use jiff::Timestamp;
use pullquote_notes::samples::{annotation_fields, full_annotation};
use pullquote_notes::{Annotation, Check, Header, Motivation, Selector};

/// What an exporter leaves out: its name, the fields, and the reason.
const EXCEPTIONS: &[(&str, &[&str], &str)] = &[
    ("csv", LATER_SELECTORS, "a row has the place where the note was made; an import finds the later places again"),
    ("csv", &["selectors.end"], "it is the column Location plus the length of the column Highlight"),
    ("csv", &["selectors.text_sha256"], "the column Text SHA-256 has the hash of the article as it is"),
    ("csv", &["motivation"], "an import takes it from whether there is a note and whether there are tags"),
    ("html", LATER_SELECTORS, "the page marks the words where they are now"),
    ("html", POSITION, "the page marks the words themselves"),
    ("html", &["created"], "the section's comment has the time of the last change"),
    ("html", &["motivation"], "a reader sees whether there is a note and whether there are tags"),
    ("html", &["quote.kind"], "a reader sees it in the words; the list of quotes names it"),
    ("markdown", LATER_SELECTORS, "a section has the place where the note was made; an import finds the others again"),
    ("markdown", &["selectors.end"], "it is `start` in the section's comment plus the length of the words"),
    (
        "markdown",
        &["selectors.text_sha256"],
        "`start` is only written where it is the `text_sha256` of the front matter",
    ),
    ("org", LATER_SELECTORS, "an entry has the place where the note was made"),
    ("org", POSITION, "the entry quotes the words and their sentence; nothing reads Org exports back"),
    ("org", &["color"], "Org headings have no colour; nothing reads Org exports back"),
    ("org", &["motivation"], "a reader sees whether there is a note and whether there are tags"),
    ("org", &["quote.kind"], "a reader sees it in the words; the list of quotes names it"),
    ("bibtex", NOT_TAGS, "a bibliography is about the article; of the notes it takes the tags as keywords"),
    ("bibtex", LATER_SELECTORS, "a bibliography has no places of notes"),
    ("csl-json", NOT_TAGS, "a bibliography is about the article; of the notes it takes the tags as keywords"),
    ("csl-json", LATER_SELECTORS, "a bibliography has no places of notes"),
    ("text", LATER_SELECTORS, "a letter quotes the words as they were when the note was made"),
    ("text", POSITION, "a letter quotes the words and their sentence"),
    ("text", &["id", "created", "modified"], "a letter to a person: nothing reads it back or compares it"),
    ("text", &["color", "motivation", "quote.kind"], "a letter has no colours, and shows the rest by its words"),
    ("template", LATER_SELECTORS, "docs/templates.md offers the place where the note was made"),
    ("template", &["selectors.end"], "it is `start` plus the length of `words`"),
    ("template", &["selectors.text_sha256"], "`article.text_sha256` is the hash of the article as it is"),
];

/// Where the words are, in numbers.
const POSITION: &[&str] = &["selectors.start", "selectors.end", "selectors.text_sha256"];

/// All fields of the selectors after the first.
const LATER_SELECTORS: &[&str] = &[
    "later selectors.exact",
    "later selectors.prefix",
    "later selectors.suffix",
    "later selectors.sentence",
    "later selectors.start",
    "later selectors.end",
    "later selectors.text_sha256",
];

/// Every field but the tags and the later selectors.
const NOT_TAGS: &[&str] = &[
    "id",
    "selectors.exact",
    "selectors.prefix",
    "selectors.suffix",
    "selectors.sentence",
    "selectors.start",
    "selectors.end",
    "selectors.text_sha256",
    "motivation",
    "note",
    "color",
    "quote.speaker",
    "quote.kind",
    "check",
    "created",
    "modified",
];

/// Fields of the selectors after the first have this in front of their name.
const LATER: &str = "later ";

/// The full annotation with another value in `field`, and that value as text.
fn marked(field: &str) -> (Annotation, String) {
    let mut annotation = full_annotation();
    let mut mark = format!("zebra{}", field.replace([' ', '.', '_'], ""));
    let (selector, name) = match field.strip_prefix(LATER) {
        Some(name) => (annotation.selectors.get_mut(1), name),
        None => (annotation.selectors.get_mut(0), field),
    };
    let selector = selector.expect("a full annotation has two selectors");
    let number = 471_147;
    match name {
        "id" => annotation.id.clone_from(&mark),
        "selectors.exact" => selector.exact.clone_from(&mark),
        // With spaces around it, so that no exporter joins it to the words.
        "selectors.prefix" => selector.prefix = format!("{mark} "),
        "selectors.suffix" => selector.suffix = format!(" {mark}"),
        "selectors.sentence" => selector.sentence.push_str(&mark),
        "selectors.start" => (selector.start, mark) = (number, number.to_string()),
        "selectors.end" => (selector.end, mark) = (number, number.to_string()),
        "selectors.text_sha256" => selector.text_sha256.clone_from(&mark),
        "motivation" => (annotation.motivation, mark) = (Motivation::Bookmarking, "bookmarking".to_owned()),
        "note" => annotation.note.clone_from(&mark),
        "tags" => annotation.tags = vec![mark.clone()],
        "color" => annotation.color = Some(mark.clone()),
        "quote.speaker" => annotation.quote.as_mut().expect("a quote").speaker = Some(mark.clone()),
        "quote.kind" => annotation.quote.as_mut().expect("a quote").kind.clone_from(&mark),
        "check" => (annotation.check, mark) = (Some(Check::NeedsSource), Check::NeedsSource.name().to_owned()),
        "created" => (annotation.created, mark) = (day(), day().to_string()),
        "modified" => (annotation.modified, mark) = (day(), day().to_string()),
        other => panic!("set the field {other} here"),
    }
    (annotation, mark)
}

/// A moment that is in no sample.
fn day() -> Timestamp {
    Timestamp::from_second(1_500_000_000).unwrap()
}

/// The names of all fields, each once; those of the second selector with
/// [`LATER`] in front.
fn fields() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in annotation_fields(&full_annotation()) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let later: Vec<String> =
        names.iter().filter(|name| name.starts_with("selectors.")).map(|name| format!("{LATER}{name}")).collect();
    names.into_iter().chain(later).collect()
}

/// Letters and digits only, in lower case: each format escapes and spells the
/// rest in its own way.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// The text that every exporter writes of an article with this annotation
/// alone, with the exporter's name; after them a template that names all.
fn exports(annotation: &Annotation) -> Vec<(&'static str, String)> {
    let header = Header {
        title: Some("The harbour".to_owned()),
        source: Some("https://example.org/harbour-1".to_owned()),
        text_sha256: full_annotation().selectors.first().map(|s: &Selector| s.text_sha256.clone()).unwrap_or_default(),
        ..Header::default()
    };
    let annotations = [annotation.clone()];
    let input = Input::kept(&header, &annotations);
    let template =
        Template::parse("all.txt", "{{ annotations }}").unwrap().render(&TemplateValues::of(&input)).unwrap();
    let texts = EXPORTERS.iter().map(|exporter| (exporter.name, (exporter.write)(&input)));
    texts.chain([("template", template)]).collect()
}

#[test]
fn every_exporter_shows_every_field_or_says_why_not() {
    let mut wrong: Vec<String> = Vec::new();
    for field in fields() {
        let (annotation, mark) = marked(&field);
        assert_ne!(annotation, full_annotation(), "{field} was not changed");
        for (exporter, text) in exports(&annotation) {
            let shown = bare(&text).contains(&bare(&mark));
            let excepted = EXCEPTIONS.iter().any(|(name, fields, _)| *name == exporter && fields.contains(&&*field));
            if shown == excepted {
                let what = if shown { "is shown, though the exceptions say it is not" } else { "is not shown" };
                wrong.push(format!("{exporter}: {field} {what}"));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_exception_names_an_exporter_and_fields_that_exist() {
    for (exporter, excepted, reason) in EXCEPTIONS {
        assert!(EXPORTERS.iter().any(|e| e.name == *exporter) || *exporter == "template", "{exporter}");
        assert!(excepted.iter().all(|field| fields().iter().any(|known| known == field)), "{exporter}: {excepted:?}");
        assert!(!reason.is_empty(), "{exporter}");
    }
}
