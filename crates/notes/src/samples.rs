//! Annotations and corrections of any shape, for property tests.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{Annotation, Check, Correction, Matter, Motivation, QuotedSpeech, Selector};

/// Any text: line ends, quotes, backslashes and control characters among it.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "(?s).{0,40}",
        "[\"'\\\\\r\n\t=`# \u{7f}-\u{a0}🙂é”]{0,20}",
        Just("\"\"\"".to_owned()),
        Just("a\r\nb\\".to_owned())
    ]
}

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

/// Any annotation, with one selector or more.
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
            selectors,
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

/// Few names and words, so that subjects meet.
pub fn any_correction() -> impl Strategy<Value = Correction> {
    let few = || prop_oneof![Just("Lee".to_owned()), Just("a\n\"\"\"b".to_owned()), any_text().prop_map(|t| t + "x")];
    let matter = prop_oneof![
        (few(), prop::option::of(any_text())).prop_map(|(words, rule)| Matter::PutBack { words, rule }),
        (few(), few()).prop_map(|(name, kind)| Matter::EntityKind { name, kind }),
        (few(), few()).prop_map(|(name, same_as)| Matter::SameEntity { name, same_as }),
        (few(), 0usize..3, prop::option::of(few())).prop_map(|(quote, start, speaker)| Matter::Speaker {
            quote,
            start,
            speaker
        }),
        ("[0-9A-Z]{26}", few(), any_text(), any_text()).prop_map(|(note, words, before, after)| Matter::NotHere {
            note,
            words,
            before,
            after
        }),
        few().prop_map(|note| Matter::NoPlace { note }),
    ];
    (matter, 0i64..5).prop_map(|(matter, created)| Correction {
        created: Timestamp::from_second(1_764_000_000 + created).unwrap(),
        matter,
    })
}
