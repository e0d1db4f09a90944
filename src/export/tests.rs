use std::collections::HashSet;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use pullquote_article::Span;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Meta, Origin};
use pullquote_nlp::{Analysis, Quote};
use pullquote_nlp::{How, QuoteId, QuoteKind, Speaker};
use pullquote_notes::samples::any_annotation;
use pullquote_notes::{
    Anchor, Check, Header, NewAnnotation, Notebook, PlacedAnnotation, QuotedSpeech, Sentences, Stamp,
};

fn article() -> Article {
    let mut builder = ArticleBuilder::new();
    builder
        .meta(Meta {
            title: Some("The harbour \"closes\" at dusk".to_owned()),
            byline: vec!["Ida Holm".to_owned(), "Per Ek".to_owned()],
            site: Some("The Quay".to_owned()),
            published: Some("2025-11-24".to_owned()),
            ..Meta::default()
        })
        .block(BlockKind::Title, "The harbour \"closes\" at dusk")
        .block(BlockKind::Paragraph, "“We close at dusk,” said Ann Lee. “=Always* have.”")
        .block(BlockKind::Paragraph, "Nobody had told the *ferry* crews, who came at night.");
    builder.finish(Origin {
        path: None,
        url: Some("https://example.org/harbour-closes-1".to_owned()),
        format: Format::Html,
        sha256: "00".repeat(32),
    })
}

fn span(article: &Article, words: &str) -> Span {
    let start = article.text().find(words).unwrap();
    Span::new(start, start + words.len())
}

fn analysis(article: &Article) -> Analysis {
    let speaker = Speaker {
        name: "Ann Lee".to_owned(),
        entity: None,
        mention: Some(span(article, "Ann Lee")),
        how: How::Name,
        rule: "after",
        together: Vec::new(),
    };
    let quote = |n: usize, words: &str, speaker: Option<Speaker>| Quote {
        id: QuoteId(n),
        kind: QuoteKind::Direct,
        spans: vec![span(article, words)],
        speaker,
        cue: None,
        confidence: 0.9,
        confidence_parts: pullquote_nlp::ConfidenceParts { speech: 1.0, mention: 0.9, identity: 1.0 },
        candidates: Vec::new(),
    };
    Analysis {
        sentences: vec![
            span(article, "“We close at dusk,” said Ann Lee."),
            span(article, "“=Always* have.”"),
            span(article, "Nobody had told the *ferry* crews, who came at night."),
        ],
        quotes: vec![quote(0, "We close at dusk,", Some(speaker)), quote(1, "=Always* have.", None)],
        ..Analysis::default()
    }
}

fn notebook(article: &Article, analysis: &Analysis) -> Notebook {
    let mut notebook = Notebook::open(article, "notes.toml".into(), Vec::new());
    let stamp =
        |n: i64| Stamp { id: format!("01NOTE{n:020}"), now: Timestamp::from_second(1_764_000_000 + n).unwrap() };
    let drafts = [
        NewAnnotation {
            span: span(article, "We close at dusk,"),
            note: "Call the harbour office.\n- who decides?\n".to_owned(),
            tags: vec!["harbour law".to_owned(), "#call".to_owned()],
            quote: Some(QuotedSpeech { speaker: Some("Ann Lee".to_owned()), kind: "direct".to_owned() }),
            check: Some(Check::Verified),
            ..NewAnnotation::default()
        },
        NewAnnotation {
            span: span(article, "the *ferry* crews"),
            color: Some("yellow".to_owned()),
            ..NewAnnotation::default()
        },
    ];
    for (n, draft) in (1..).zip(drafts) {
        notebook.add(article, Sentences::Known(&analysis.sentences), draft, stamp(n)).unwrap();
    }
    notebook
}

/// Calls `then` with an article, its quotes and two notes.
pub(super) fn with_input<T>(then: impl FnOnce(&Input<'_>) -> T) -> T {
    let article = article();
    let analysis = analysis(&article);
    let notebook = notebook(&article, &analysis);
    then(&Input::open(&article, &analysis, notebook.entries(), Options { quotes: true }))
}

fn exported(name: &str, quotes: bool) -> String {
    let article = article();
    let analysis = analysis(&article);
    let notebook = notebook(&article, &analysis);
    let input = Input::open(&article, &analysis, notebook.entries(), Options { quotes });
    (exporter(name).unwrap().write)(&input)
}

/// An article and a note in which every text is `payload`.
fn of_payload(payload: &str) -> (Header, pullquote_notes::Annotation) {
    let text = || Some(payload.to_owned());
    let header = Header {
        title: text(),
        byline: vec![payload.to_owned()],
        site: text(),
        source: Some(format!("https://example.org/{payload}")),
        published: text(),
        fetched: text(),
        text_sha256: "ab".repeat(32),
        ..Header::default()
    };
    let mut annotation = pullquote_notes::samples::full_annotation();
    for selector in &mut annotation.selectors {
        (selector.exact, selector.sentence) = (payload.to_owned(), format!("A {payload} b."));
    }
    annotation.note = format!("before\n{payload}\nafter");
    annotation.tags = vec![payload.to_owned()];
    annotation.quote = Some(QuotedSpeech { speaker: text(), kind: "direct".to_owned() });
    (header, annotation)
}

/// What the format writes for an article and a note of every payload.
fn of_payloads(format: &str) -> Vec<(String, String)> {
    let list = include_str!("../../tests/payloads.json");
    let list: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_str(list).unwrap();
    let payloads: Vec<String> = list.into_values().flatten().collect();
    assert!(payloads.len() > 150);
    let write = exporter(format).unwrap().write;
    let written = |payload: String| {
        let (header, annotation) = of_payload(&payload);
        let text = write(&Input::kept(&header, &[annotation]));
        (payload, text)
    };
    payloads.into_iter().map(written).collect()
}

#[test]
fn no_text_of_others_sets_variables_of_an_editor() {
    for format in EXPORTERS {
        for (payload, text) in of_payloads(format.name) {
            let list = text.to_ascii_lowercase().contains("local variables:");
            // In these, a text is on one line, and a list needs several.
            let one_line = ["json", "json-ld", "csl-json", "bibtex"].contains(&format.name);
            assert!(one_line || format.name == "markdown" || !list, "{}: {payload:?}\n{text}", format.name);
            if format.name == "markdown" {
                let body = text.split("\n---\n").nth(1).unwrap_or_default();
                let shown: Vec<&str> = body.lines().filter(|line| !line.starts_with("<!-- pq ")).collect();
                assert!(!shown.join("\n").to_ascii_lowercase().contains("local variables:"), "{payload:?}\n{text}");
            }
            assert!(!text.lines().next().unwrap_or_default().contains("-*-"), "{}: {payload:?}\n{text}", format.name);
        }
    }
}

#[test]
fn no_text_of_others_does_anything_in_org() {
    let marks = [
        "[[",
        "{{{",
        "src_sh{",
        "src_emacs-lisp{",
        "src_sh[",
        "call_x(",
        "call_x[",
        "elisp:(",
        "shell:id",
        "file:/",
        "%%(",
        "<<",
        "@@",
        "\\input",
        "\\begin",
        "\nclock:",
    ];
    let ours = ["#+title:", "#+author:", "#+date:", "#+site:", "#+source_sha256:", "#+text_sha256:", "#+fetched:"];
    for (payload, text) in of_payloads("org") {
        // In an address the same characters are encoded.
        let lines: Vec<&str> =
            text.lines().filter(|line| !line.starts_with("#+source:") && !line.starts_with(":LINK:")).collect();
        for mark in marks {
            assert!(!lines.join("\n").to_ascii_lowercase().contains(mark), "{mark:?} of {payload:?}\n{text}");
        }
        assert_eq!(lines.iter().filter(|line| line.starts_with('*')).count(), 1, "{payload:?}\n{text}");
        let keywords = lines.iter().filter(|line| line.trim_start().starts_with("#+"));
        let foreign: Vec<_> = keywords.filter(|line| !ours.iter().any(|key| line.starts_with(key))).collect();
        assert_eq!(foreign, [&"#+begin_quote", &"#+end_quote"], "{payload:?}\n{text}");
    }
}

#[test]
fn every_bibliography_entry_has_pairs_of_braces() {
    for (payload, text) in of_payloads("bibtex") {
        let braces: Vec<i32> = text.chars().map(|c| i32::from(c == '{') - i32::from(c == '}')).collect();
        let depths = braces.iter().scan(0, |depth, brace| {
            *depth += brace;
            Some(*depth)
        });
        let depths: Vec<i32> = depths.skip_while(|depth| *depth == 0).collect();
        let end = depths.iter().position(|depth| *depth == 0);
        assert_eq!(end.map(|at| at + 2), Some(depths.len()), "only the last brace ends it: {payload:?}\n{text}");
        assert_eq!(text.matches("\n  ").count() + 2, text.lines().count(), "one line a field: {text}");
        let key = text.split(['{', ',']).nth(1).unwrap_or_default();
        assert!(key.starts_with(|c: char| c.is_ascii_lowercase()), "{key:?} of {payload:?}");
    }
}

#[test]
fn the_note_of_every_payload_comes_back() {
    for format in ["markdown", "csv", "json", "json-ld"] {
        for (payload, text) in of_payloads(format) {
            let note = match format {
                "markdown" => markdown::read(&text).remove(0).note,
                "csv" => {
                    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
                    let row = reader.records().next().unwrap().unwrap();
                    csv::unguarded(row.get(4).unwrap())
                }
                "json" => json::read(&text).unwrap().1.remove(0).note,
                _ => jsonld::read(&text).unwrap().1.remove(0).note,
            };
            // Markdown has its own ends of lines.
            let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(plain(&note), plain(&of_payload(&payload).1.note), "{format}: {payload:?}\n{text}");
        }
    }
}

#[test]
fn each_format_writes_its_snapshot() {
    for exporter in EXPORTERS {
        insta::assert_snapshot!(exporter.name, exported(exporter.name, true));
    }
}

#[test]
fn names_and_extensions_are_unique_and_every_export_ends_with_a_line_feed() {
    let names: HashSet<&str> = EXPORTERS.iter().map(|e| e.name).collect();
    assert_eq!(names.len(), EXPORTERS.len());
    for exporter in EXPORTERS {
        let text = exported(exporter.name, false);
        assert!(text.ends_with('\n') && !exporter.help.is_empty() && !exporter.extension.starts_with('.'));
        let of_the_article = matches!(exporter.name, "bibtex" | "csl-json");
        let longer = text.len() < exported(exporter.name, true).len();
        assert!(longer != of_the_article, "{}: a quote nobody asked for", exporter.name);
    }
}

#[test]
fn a_file_with_the_line_ends_of_windows_keeps_them() {
    for exporter in EXPORTERS {
        let Some(update) = exporter.update else { continue };
        let fresh = exported(exporter.name, true);
        let there = format!("{}\r\nMine.\r\n", exported(exporter.name, false).replace('\n', "\r\n"));
        let updated = update.apply(&there, &fresh, Terms { force: false, complete: true, within: None });
        assert!(!updated.text.replace("\r\n", "").contains('\n'), "{}", exporter.name);
        assert!(updated.text.contains("\r\nMine.\r\n") && updated.kept.is_empty(), "{}", exporter.name);
        assert!(updated.text.contains("Quotes"), "{}", exporter.name);
    }
}

#[test]
fn updating_an_unedited_file_gives_the_fresh_export() {
    for exporter in EXPORTERS {
        let Some(update) = exporter.update else { continue };
        let (with, without) = (exported(exporter.name, true), exported(exporter.name, false));
        let terms = Terms { force: false, complete: true, within: None };
        for (there, fresh) in [(&with, &without), (&without, &with), (&with, &with)] {
            let updated = update.apply(there, fresh, terms);
            assert_eq!((&updated.text, updated.kept.len()), (fresh, 0), "{}", exporter.name);
        }
    }
}

#[test]
fn no_cell_of_an_exported_table_is_a_formula() {
    let mut reader = ::csv::Reader::from_reader(std::io::Cursor::new(exported("csv", true)));
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().flatten().all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@'])));
    assert_eq!(&rows[2][0], "'=Always* have.");
}

#[test]
fn reading_something_else_is_an_error_that_names_the_place() {
    let message = |text: &str| json::read(text).unwrap_err().to_string();
    assert!(message("{\n \"schema\": ]").contains("line 2 column"));
    assert!(message("{\"schema\": \"other/1\"}").contains("other/1"));
    assert!(jsonld::read(&exported("json", false)).is_err());
    let export = exported("json", false).replace("\"verified\"", "\"sworn\"");
    assert!(message(&export).contains("“sworn” is not a check"));
}

proptest! {
    #[test]
    fn json_and_json_ld_give_every_note_back(annotations in prop::collection::vec(any_annotation(), 0..5)) {
        let article = article();
        let analysis = Analysis::default();
        let entries: Vec<PlacedAnnotation> = annotations
            .iter()
            .map(|a| PlacedAnnotation { annotation: a.clone(), anchor: Anchor::Orphan, at: 0 })
            .collect();
        let input = Input::open(&article, &analysis, &entries, Options::default());
        let header = Header::of(&article);
        prop_assert_eq!(json::read(&json::write(&input)).unwrap(), (header.clone(), annotations.clone()));
        prop_assert_eq!(jsonld::read(&jsonld::write(&input)).unwrap(), (header, annotations));
        for exporter in EXPORTERS {
            prop_assert_eq!((exporter.write)(&input), (exporter.write)(&input));
        }
    }
}
