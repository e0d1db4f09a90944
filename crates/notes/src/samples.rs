//! Sample annotations and corrections for tests (feature `proptest`).
//!
//! The functions named `any_…` are strategies of the crate [`mod@proptest`]: they make random
//! values of every shape, for properties that must hold for all notes.
//! [`full_annotation`] and [`full_corrections`] are fixed values with every
//! field set, for tests which demand that merging, saving or exporting keeps
//! every field. [`plain_annotation`] has a note and nothing else.
//! [`annotation_fields`] lists the fields with their values.
//!
//! ```
//! use pullquote_notes::samples::{annotation_fields, full_annotation};
//!
//! let fields = annotation_fields(&full_annotation());
//! assert!(fields.contains(&("note", "Ask the harbour master.".to_owned())));
//! assert!(fields.contains(&("quote.speaker", "Ida Holm".to_owned())));
//! ```

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Annotation, Check, Correction, Fix, Motivation, QuotedSpeech, Selector};

/// An annotation with every field set: a quote with its speaker, a note, two
/// tags, a colour, a check, and two selectors (the one it was made with and a
/// later one for another version of the text). No two fields have the same
/// value, so that a test can see which one is missing. The words of the first
/// selector are code points 8 to 36 of `It was: We close the harbour at dusk,
/// then.`; its `text_sha256` is `ab` 32 times.
///
/// The struct literals name every field, so a new field does not compile
/// until it is set here.
#[must_use]
pub fn full_annotation() -> Annotation {
    Annotation {
        id: "01JDQ5TA1J5M6N7P8Q9R0S1T2V".to_owned(),
        selectors: vec![
            Selector {
                exact: "We close the harbour at dusk".to_owned(),
                prefix: "It was: ".to_owned(),
                suffix: ", then.".to_owned(),
                sentence: "It was: We close the harbour at dusk, then.".to_owned(),
                start: 8,
                end: 36,
                text_sha256: "ab".repeat(32),
            },
            Selector {
                exact: "We close the port at dusk".to_owned(),
                prefix: "Later: ".to_owned(),
                suffix: ", now.".to_owned(),
                sentence: "Later: We close the port at dusk, now.".to_owned(),
                start: 107,
                end: 132,
                text_sha256: "cd".repeat(32),
            },
        ]
        .into(),
        motivation: Motivation::Commenting,
        note: "Ask the harbour master.".to_owned(),
        tags: vec!["harbours".to_owned(), "opening-hours".to_owned()],
        color: Some("green".to_owned()),
        quote: Some(QuotedSpeech { speaker: Some("Ida Holm".to_owned()), kind: "mixed".to_owned() }),
        check: Some(Check::Disputed),
        created: second(1_764_000_001),
        modified: second(1_764_000_602),
    }
}

/// An annotation with this id and note, made at this second since 1970, on the
/// code points 0 to 5 of a text, which are `words`; no other field is set.
#[must_use]
pub fn plain_annotation(id: &str, note: &str, made: i64) -> Annotation {
    Annotation {
        id: id.to_owned(),
        selectors: vec![Selector { exact: "words".to_owned(), end: 5, ..Selector::default() }].into(),
        motivation: Motivation::Commenting,
        note: note.to_owned(),
        tags: Vec::new(),
        color: None,
        quote: None,
        check: None,
        created: second(made),
        modified: second(made),
    }
}

/// The fields of `annotation`, each with its value as text: names and dates
/// as the notes file writes them, numbers in figures. A list gives one row
/// per item. Fields inside another have its name in front: `quote.speaker`,
/// `selectors.prefix`. Fields that are not set give no row.
///
/// The patterns name every field, so a new field does not compile until it
/// is listed here.
#[must_use]
pub fn annotation_fields(annotation: &Annotation) -> Vec<(&'static str, String)> {
    let Annotation { id, selectors, motivation, note, tags, color, quote, check, created, modified } = annotation;
    let mut fields = vec![("id", id.clone())];
    for selector in selectors {
        let Selector { exact, prefix, suffix, sentence, start, end, text_sha256 } = selector;
        fields.extend([
            ("selectors.exact", exact.clone()),
            ("selectors.prefix", prefix.clone()),
            ("selectors.suffix", suffix.clone()),
            ("selectors.sentence", sentence.clone()),
            ("selectors.start", start.to_string()),
            ("selectors.end", end.to_string()),
            ("selectors.text_sha256", text_sha256.clone()),
        ]);
    }
    fields.push(("motivation", motivation.name().to_owned()));
    fields.push(("note", note.clone()));
    fields.extend(tags.iter().map(|tag| ("tags", tag.clone())));
    fields.extend(color.iter().map(|color| ("color", color.clone())));
    if let Some(QuotedSpeech { speaker, kind }) = quote {
        fields.extend(speaker.iter().map(|speaker| ("quote.speaker", speaker.clone())));
        fields.push(("quote.kind", kind.clone()));
    }
    fields.extend(check.iter().map(|check| ("check", check.name().to_owned())));
    fields.push(("created", created.to_string()));
    fields.push(("modified", modified.to_string()));
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

/// One correction of every kind, each with every field set and about a
/// subject of its own, in the order of the variants of [`Fix`].
#[must_use]
pub fn full_corrections() -> Vec<Correction> {
    let text = str::to_owned;
    let mut next = Some(Fix::PutBack { words: text("Read more about the quay"), rule: Some(text("read-more")) });
    let mut corrections = Vec::new();
    while let Some(fix) = next {
        // Without a wildcard: a new variant does not compile until it is made here.
        next = match &fix {
            Fix::PutBack { .. } => Some(Fix::EntityKind { name: text("Tarn"), kind: text("place") }),
            Fix::EntityKind { .. } => Some(Fix::SameEntity { name: text("Holm"), same_as: text("Ida Holm") }),
            Fix::SameEntity { .. } => {
                Some(Fix::Speaker { quote: text("We close at dusk"), start: 31, speaker: Some(text("Per Lund")) })
            }
            Fix::Speaker { .. } => Some(Fix::NotHere {
                note: text("01JDQ5TA1J5M6N7P8Q9R0S1T2V"),
                words: text("We close the port"),
                before: text("Later: "),
                after: text(" at dusk"),
            }),
            Fix::NotHere { .. } => Some(Fix::NoPlace { note: text("01JDQ5TA1J000000000000002W") }),
            Fix::NoPlace { .. } => None,
        };
        let created = second(1_764_001_000 + i64::try_from(corrections.len()).unwrap_or(0));
        corrections.push(Correction { created, fix });
    }
    corrections
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Any text, often with line ends, quotes, backslashes or control characters.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,40}",
        "[\"'\\\\\r\n\t=`# \u{7f}-\u{a0}🙂é”]{0,20}",
        Just("\"\"\"".to_owned()),
        Just("a\r\nb\\".to_owned())
    ]
}

/// Any selector; its positions are at most 2^40 and its hash is 64 hex digits.
fn any_selector() -> impl Strategy<Value = Selector> {
    (any_text(), any_text(), any_text(), any_text(), 0usize..1 << 40, 0usize..1 << 40, "[0-9a-f]{64}").prop_map(
        |(exact, prefix, suffix, sentence, start, end, text_sha256)| Selector {
            exact,
            prefix,
            suffix,
            sentence,
            start,
            end,
            text_sha256,
        },
    )
}

/// Any annotation, with no selector up to three, made between the years 68 and
/// 8307.
pub fn any_annotation() -> impl Strategy<Value = Annotation> {
    let motivation = prop::sample::select(vec![
        Motivation::Highlighting,
        Motivation::Commenting,
        Motivation::Tagging,
        Motivation::Bookmarking,
    ]);
    let quote = prop::option::of((prop::option::of(any_text()), any_text()))
        .prop_map(|q| q.map(|(speaker, kind)| QuotedSpeech { speaker, kind }));
    (
        "[0-9A-Z]{26}",
        prop::collection::vec(any_selector(), 0..4),
        motivation,
        any_text(),
        prop::collection::vec(any_text(), 0..4),
        prop::option::of(any_text()),
        quote,
        prop::option::of(prop::sample::select(Check::ALL.to_vec())),
        (-60_000_000_000_i64..200_000_000_000, 0i64..4_000_000_000),
    )
        .prop_map(|(id, selectors, motivation, note, tags, color, quote, check, (created, later))| Annotation {
            id,
            selectors: selectors.into(),
            motivation,
            note,
            tags,
            color,
            quote,
            check,
            created: Timestamp::from_second(created).unwrap(),
            modified: Timestamp::from_second(created + later).unwrap(),
        })
}

/// Any correction. Names and words are drawn from few, so that several
/// corrections are often about the same subject.
pub fn any_correction() -> impl Strategy<Value = Correction> {
    let few = || prop_oneof![Just("Lee".to_owned()), Just("a\n\"\"\"b".to_owned()), any_text().prop_map(|t| t + "x")];
    let fix = prop_oneof![
        (few(), prop::option::of(any_text())).prop_map(|(words, rule)| Fix::PutBack { words, rule }),
        (few(), few()).prop_map(|(name, kind)| Fix::EntityKind { name, kind }),
        (few(), few()).prop_map(|(name, same_as)| Fix::SameEntity { name, same_as }),
        (few(), 0usize..3, prop::option::of(few())).prop_map(|(quote, start, speaker)| Fix::Speaker {
            quote,
            start,
            speaker
        }),
        ("[0-9A-Z]{26}", few(), any_text(), any_text()).prop_map(|(note, words, before, after)| Fix::NotHere {
            note,
            words,
            before,
            after
        }),
        few().prop_map(|note| Fix::NoPlace { note }),
    ];
    (fix, 0i64..5).prop_map(|(fix, created)| Correction {
        created: Timestamp::from_second(1_764_000_000 + created).unwrap(),
        fix,
    })
}

#[cfg(test)]
mod tests;
