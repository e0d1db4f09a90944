use std::collections::HashSet;

use proptest::prelude::*;

use super::find_words::WordFinder;
use super::*;
use crate::export::{EXPORTERS, Input, Options, csv, exporter};
use pullquote_article::Span;
use pullquote_article::text::Language;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Meta, Origin};
use pullquote_nlp::{Analysis, Model};
use pullquote_notes::NotesFile;
use pullquote_notes::samples::{any_annotation, full_annotation};
use pullquote_notes::{Anchor, Check, Motivation, NewAnnotation, Notebook, QuotedSpeech, Selectors, Sentences, Stamp};

const URL: &str = "https://example.org/harbour-closes-1";

fn article() -> Article {
    let mut builder = ArticleBuilder::new();
    builder
        .meta(Meta { title: Some("The harbour closes".to_owned()), ..Meta::default() })
        .block(BlockKind::Title, "The harbour closes")
        .block(BlockKind::Paragraph, "“We close at dusk,” said Ann Lee. “We always have.”")
        .block(BlockKind::Paragraph, "Nobody had told the ferry crews, who came at night.");
    builder.finish(Origin { path: None, url: Some(URL.to_owned()), format: Format::Html, sha256: "00".repeat(32) })
}

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + second).unwrap()
}

fn notes(article: &Article) -> Vec<Annotation> {
    let mut notebook = Notebook::open(article, "notes.toml".into(), Vec::new());
    for (n, words, note, tags) in [
        (1, "We close at dusk,", "Call them.\n- who decides?", &["harbour law", "call"][..]),
        (2, "ferry crews", "", &[]),
    ] {
        let start = article.text().find(words).unwrap();
        let draft = NewAnnotation {
            span: Span::new(start, start + words.len()),
            note: note.to_owned(),
            tags: tags.iter().map(|t| (*t).to_owned()).collect(),
            quote: (n == 1).then(|| QuotedSpeech { speaker: Some("Ann Lee".to_owned()), kind: "direct".to_owned() }),
            check: (n == 1).then_some(Check::Verified),
            ..NewAnnotation::default()
        };
        let stamp = Stamp { id: format!("01NOTE{n:020}"), now: moment(n) };
        notebook.add(article, Sentences::In(Language::english()), draft, stamp).unwrap();
    }
    notebook.entries().iter().map(|e| e.annotation.clone()).collect()
}

fn exported(format: &str, article: &Article, annotations: &[Annotation]) -> String {
    let notebook = Notebook::open(article, "notes.toml".into(), annotations.to_vec());
    let none = Analysis::default();
    (exporter(format).unwrap().write)(&Input::open(article, &none, notebook.entries(), Options::default()))
}

fn whats(plan: &Plan) -> Vec<OutcomeKind> {
    plan.outcomes.iter().map(|outcome| outcome.kind).collect()
}

fn only(text: &str) -> Batch {
    let mut batches = read(text).unwrap();
    assert_eq!(batches.len(), 1);
    batches.remove(0)
}

#[test]
fn the_format_of_every_readable_export_is_recognized() {
    let article = article();
    for format in EXPORTERS {
        let text = exported(format.name, &article, &notes(&article));
        let fits: Vec<&str> = IMPORTERS.iter().filter(|i| (i.fits)(&text)).map(|i| i.name).collect();
        let expected: &[&str] = match format.name {
            "csv" => &["readwise"],
            name if importer(name).is_some() => &[name],
            _ => &[],
        };
        assert_eq!(fits, expected, "{}", format.name);
    }
    let names: HashSet<&str> = IMPORTERS.iter().map(|i| i.name).collect();
    assert_eq!(names.len(), IMPORTERS.len());
    assert!(read("nothing of the kind").unwrap_err().to_string().contains("readwise, markdown"));
}

#[test]
fn an_edited_markdown_file_changes_notes_and_tags() {
    let article = article();
    let here = notes(&article);
    let text = exported("markdown", &article, &here);
    assert_eq!(whats(&plan(&here, &only(&text), None, moment(9))), [OutcomeKind::Unchanged, OutcomeKind::Unchanged]);
    let edited = text.replace("Call them.\n", "Call *her*.\n").replace("#harbour-law #call", "#harbour-law #boats");
    let done = plan(&here, &only(&edited), None, moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Merged, OutcomeKind::Unchanged]);
    let first = &done.annotations[0];
    assert_eq!((first.note.as_str(), first.modified), ("Call *her*.\n- who decides?", moment(9)));
    assert_eq!(first.tags, ["harbour law", "boats"]);
    assert_eq!((&first.selectors, &first.quote, first.check), (&here[0].selectors, &here[0].quote, here[0].check));
    let again = plan(&done.annotations, &only(&edited), None, moment(10));
    assert_eq!((again.annotations.as_slice(), again.changes()), (done.annotations.as_slice(), false));
}

#[test]
fn a_note_changed_on_both_sides_keeps_both_texts() {
    let article = article();
    let mut here = notes(&article);
    let edited = exported("markdown", &article, &here).replace("Call them.", "Written in the vault.");
    here[0].note = "Written in the reader.".to_owned();
    here[0].modified = moment(5);
    let done = plan(&here, &only(&edited), None, moment(9));
    assert_eq!(whats(&done)[0], OutcomeKind::Conflict);
    let note = &done.annotations[0].note;
    assert!(note.contains("Written in the reader.") && note.contains("Written in the vault."), "{note}");
    assert!(!plan(&done.annotations, &only(&edited), None, moment(10)).changes());
}

#[test]
fn a_note_removed_from_a_file_is_reported_and_stays() {
    let article = article();
    let here = notes(&article);
    let text = exported("markdown", &article, &here[..1]);
    let done = plan(&here, &only(&text), None, moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Unchanged, OutcomeKind::Missing]);
    assert_eq!(done.annotations, here);
    // Deleted here: it is added again only if somebody edited it.
    let whole = exported("markdown", &article, &here);
    assert_eq!(whats(&plan(&here[1..], &only(&whole), None, moment(9))), [OutcomeKind::Gone, OutcomeKind::Unchanged]);
    let edited = whole.replace("Call them.", "Still mine.");
    let analysis = pullquote_nlp::analyze(&article, &Model::bundled());
    let place = WordFinder::new(&article, &analysis);
    let done = plan(&here[1..], &only(&edited), Some(&place), moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Added, OutcomeKind::Unchanged]);
    assert_eq!(done.annotations[1].selectors, here[0].selectors);
}

const HYPOTHESIS: &str = r#"{"total": 3, "rows": [
 {"id": "aB-1_x", "created": "2024-03-01T10:00:00.123456+00:00", "updated": "2024-03-02T11:00:00.5+00:00",
  "user": "acct:ida@hypothes.is", "uri": "https://example.org/harbour-closes-1?utm_source=mail", "text": "Really?",
  "tags": ["sea", "law"], "document": {"title": ["The harbour closes"]},
  "target": [{"source": "https://example.org/harbour-closes-1", "selector": [
    {"type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]", "startOffset": 1, "endOffset": 9},
    {"type": "TextPositionSelector", "start": 431, "end": 447},
    {"type": "TextQuoteSelector", "exact": "We close at dusk", "prefix": "The harbour closes\n\n“", "suffix": ",” said Ann Lee"}]}]},
 {"id": "page", "created": "2024-03-01T10:00:00+00:00", "updated": "2024-03-01T10:00:00+00:00",
  "uri": "https://example.org/harbour-closes-1?utm_source=mail", "text": "On the whole page.", "tags": [],
  "target": [{"source": "https://example.org/harbour-closes-1"}]},
 {"id": "reply", "references": ["aB-1_x"], "created": "2024-03-01T10:00:00+00:00",
  "uri": "https://example.org/harbour-closes-1?utm_source=mail", "text": "Yes.", "tags": [], "target": []}
]}"#;

#[test]
fn hypothesis_annotations_are_placed_and_a_second_import_changes_nothing() {
    let article = article();
    let analysis = pullquote_nlp::analyze(&article, &Model::bundled());
    let batch = only(HYPOTHESIS);
    assert_eq!(batch.header.identity().url(), Some(URL), "without tracking");
    assert_eq!(batch.header.title.as_deref(), Some("The harbour closes"));
    assert!(batch.skipped.len() == 1 && batch.skipped[0].contains("reply"), "{:?}", batch.skipped);
    let place = WordFinder::new(&article, &analysis);
    let done = plan(&[], &batch, Some(&place), moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Added, OutcomeKind::Added]);
    let first = &done.annotations[0];
    assert_eq!((first.id.as_str(), first.note.as_str(), first.tags.len()), ("hypothesis-aB-1_x", "Really?", 2));
    assert_eq!(first.created.to_string(), "2024-03-01T10:00:00Z");
    assert_eq!(first.selectors.len(), 2, "the one it came with, and where it is here");
    assert_eq!(first.selectors[1].text_sha256, article.text_sha256());
    assert_eq!(first.quote.as_ref().and_then(|q| q.speaker.as_deref()), Some("Ann Lee"));
    let text = exported("text", &article, &done.annotations[..1]);
    assert!(text.contains("said Ann Lee."), "it came without its sentence, which is known now: {text}");
    for place in [Some(&place), None] {
        let again = plan(&done.annotations, &batch, place, moment(99));
        assert_eq!((again.annotations.as_slice(), again.changes()), (done.annotations.as_slice(), false));
    }
}

#[test]
fn naming_the_article_later_places_notes_imported_without_it() {
    let article = article();
    let analysis = pullquote_nlp::analyze(&article, &Model::bundled());
    let place = WordFinder::new(&article, &analysis);
    let batch = only(HYPOTHESIS);
    let blind = plan(&[], &batch, None, moment(9)).annotations;
    assert_eq!((blind[0].selectors.len(), &blind[0].quote), (1, &None));
    let done = plan(&blind, &batch, Some(&place), moment(10));
    assert_eq!(whats(&done), [OutcomeKind::Merged, OutcomeKind::Unchanged], "nothing in it contradicts");
    assert_eq!(done.annotations[0].quote.as_ref().and_then(|q| q.speaker.as_deref()), Some("Ann Lee"));
    assert_eq!(done.annotations[0].selectors.len(), 2);
}

#[test]
fn a_backup_with_more_fields_is_merged_and_a_different_one_is_a_conflict() {
    let article = article();
    let full = notes(&article);
    let mut here = full.clone();
    (here[0].note, here[0].check) = (String::new(), None);
    here[0].motivation = Motivation::Tagging;
    let done = plan(&here, &only(&exported("json-ld", &article, &full)), None, moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Merged, OutcomeKind::Unchanged]);
    assert_eq!(
        (done.annotations[0].check, done.annotations[0].motivation),
        (Some(Check::Verified), Motivation::Commenting)
    );
    here[0].note = "Something else.".to_owned();
    let done = plan(&here, &only(&exported("json-ld", &article, &full)), None, moment(9));
    assert_eq!(whats(&done)[0], OutcomeKind::Conflict);
    assert!(done.annotations[0].note.contains("Something else.") && done.annotations[0].note.contains("Call them."));
}

#[test]
fn a_readwise_table_gives_one_batch_per_book() {
    let table = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n\
                 \"We close at dusk, they said\",Harbours,\"Ida Holm, Per Ek\",,\"Which, \"\"they\"\"?\",yellow,\"sea, law\",page,12,2020-07-25 17:14:11+00:00,\n\
                 '=1+1 is two,Sums,,,,,,page,3,,\n";
    let batches = read(table).unwrap();
    assert_eq!(batches.len(), 2);
    assert_eq!(batches[0].header.byline, ["Ida Holm", "Per Ek"]);
    let done = plan(&[], &batches[0], None, moment(9));
    let one = &done.annotations[0];
    assert_eq!((one.note.as_str(), one.color.as_deref()), ("Which, \"they\"?", Some("yellow")));
    assert_eq!((one.tags.join("|").as_str(), one.created.to_string().as_str()), ("sea|law", "2020-07-25T17:14:11Z"));
    assert!(!plan(&done.annotations, &batches[0], None, moment(99)).changes());
    let sums = plan(&[], &batches[1], None, moment(9));
    assert_eq!((sums.annotations[0].exact(), sums.annotations[0].created), ("=1+1 is two", moment(9)), "no date: now");
    assert!(!plan(&sums.annotations, &batches[1], None, moment(99)).changes());
    assert_ne!(batches[0].header.identity(), batches[1].header.identity());
}

#[test]
fn an_unedited_csv_export_changes_nothing() {
    let article = article();
    let here = notes(&article);
    let done = plan(&here, &only(&exported("csv", &article, &here)), None, moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Unchanged, OutcomeKind::Unchanged]);
}

#[test]
fn an_edited_csv_export_changes_only_what_was_edited() {
    let article = article();
    let here = notes(&article);
    let table = exported("csv", &article, &here);
    let edited = table.replace("Call them.", "Call *her*.").replace("harbour law, call", "boats, harbour law");
    let edited = edited.replace("\"verified\"", "\"disputed\"");
    let done = plan(&here, &only(&edited), None, moment(9));
    assert_eq!(whats(&done), [OutcomeKind::Merged, OutcomeKind::Unchanged], "no conflict: one side alone changed it");
    let first = &done.annotations[0];
    assert_eq!((first.note.as_str(), first.check), ("Call *her*.\n- who decides?", Some(Check::Disputed)));
    assert_eq!(first.tags, ["harbour law", "boats"]);
    // The notes were changed since, so the table is old.
    let mut since = here.clone();
    (since[0].note, since[0].modified) = ("Changed here.".to_owned(), moment(5));
    assert_eq!(whats(&plan(&since, &only(&table), None, moment(9))), [OutcomeKind::Unchanged, OutcomeKind::Unchanged]);
    let both = plan(&since, &only(&edited), None, moment(9));
    assert_eq!(whats(&both), [OutcomeKind::Conflict, OutcomeKind::Unchanged]);
    assert!(both.annotations[0].note.contains("Changed here.") && both.annotations[0].note.contains("Call *her*."));
}

/// Columns of our CSV export that an import does not need.
const NOT_IMPORTED: [&str; 2] = ["State", "Link"];

#[test]
fn every_column_of_our_csv_export_is_imported_or_listed_as_not() {
    let text = |text: &str| Some(text.to_owned());
    let header = Header {
        title: text("The harbour closes"),
        byline: vec!["Ida Holm".to_owned()],
        site: text("The Quay"),
        source: text(URL),
        published: text("2025-11-24"),
        fetched: text("2025-11-24T18:00:00+01:00"),
        source_sha256: text(&"01".repeat(32)),
        text_sha256: "ab".repeat(32),
    };
    let annotations = [full_annotation()];
    let table = (exporter("csv").unwrap().write)(&Input::kept(&header, &annotations));
    let (names, rows) = table.split_once('\n').unwrap();
    let imported = readwise::read(&table).unwrap();
    for column in csv::COLUMNS {
        let names = names.split(',').map(|name| if name == column.name { "Unknown" } else { name });
        let without = format!("{}\n{rows}", names.collect::<Vec<_>>().join(","));
        let same = readwise::read(&without).is_ok_and(|batches| batches == imported);
        assert_eq!(same, NOT_IMPORTED.contains(&column.name), "column {}", column.name);
    }
}

#[test]
fn the_output_of_notes_json_is_imported_like_an_export() {
    let article = article();
    let here = notes(&article);
    let printed = exported("json", &article, &here).replace("pullquote/export/1", "pullquote/notes/1");
    assert_eq!(plan(&[], &only(&printed), None, moment(9)).annotations, here);
    let other = "{\"schema\": \"pullquote/extract/1\"}";
    assert!(read(other).unwrap_err().to_string().contains("pullquote/extract/1"));
}

proptest! {
    #[test]
    fn json_ld_json_and_toml_lose_nothing(annotations in prop::collection::vec(any_annotation(), 1..5)) {
        let article = article();
        let mut sorted = annotations;
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        sorted.dedup_by(|a, b| a.id == b.id);
        let mut document = NotesFile::new(Header::of(&article));
        document.set_annotations(&sorted, &BTreeMap::new());
        let toml = document.to_string();
        for text in [exported("json", &article, &sorted), exported("json-ld", &article, &sorted), toml] {
            let batch = only(&text);
            prop_assert_eq!(&batch.header, &Header::of(&article));
            let mut first = plan(&[], &batch, None, moment(9));
            let again = plan(&first.annotations, &batch, None, moment(99));
            prop_assert!(!again.changes());
            first.annotations.sort_by(|a, b| a.id.cmp(&b.id));
            prop_assert_eq!(&first.annotations, &sorted);
        }
    }

    #[test]
    fn an_unedited_markdown_export_changes_nothing(
        annotations in prop::collection::vec(any_annotation(), 1..4),
        tidy in any::<bool>(),
    ) {
        let article = article();
        let mut here = annotations;
        here.dedup_by(|a, b| a.id == b.id);
        if tidy {
            here.iter_mut().for_each(|a| a.note = a.note.replace('\r', ""));
        }
        for batch in read(&exported("markdown", &article, &here)).unwrap() {
            prop_assert!(!plan(&here, &batch, None, moment(9)).changes());
        }
    }

    #[test]
    fn notes_and_tags_are_read_from_markdown_as_they_were_written(
        mut annotations in prop::collection::vec(any_annotation(), 1..3),
        odd in "(?s)(notes|-->| |\n|.){0,3}",
        note in "(a|b  |\n|\n\n|- Tags: #x|- Sentence: y|<!-- pq a -->|<!-- /pq a b -->|\\^pq-a|> q|# h|é){0,8}",
    ) {
        let article = article();
        annotations.dedup_by(|a, b| a.id == b.id);
        annotations[0].note = note;
        annotations[0].id = format!("{odd}{}", annotations[0].id);
        let text = exported("markdown", &article, &annotations);
        let read = crate::export::markdown::read(&text);
        let one = read.iter().find(|edited| edited.id == annotations[0].id).unwrap();
        prop_assert_eq!(one.note.as_str(), annotations[0].note.trim());
        let tags: Vec<String> =
            annotations[0].tags.iter().map(|t| crate::export::markdown::tag(t)).filter(|t| !t.is_empty()).collect();
        let read = one.tags.iter().map(|t| crate::export::markdown::tag(t)).filter(|t| !t.is_empty());
        prop_assert_eq!(read.collect::<Vec<_>>(), tags);
        prop_assert!(!one.edited);
    }

    #[test]
    fn a_markdown_export_restores_all_notes_where_there_are_none(
        annotations in prop::collection::vec(any_annotation(), 1..4),
        words in "(— |dusk|verified| · |_a_|\\[|\\\\|”|\n\n| ){1,6}x",
        speaker in prop::option::of("[A-Z](—|é| · |_|unknown|\\*){0,4}x"),
        tags in prop::collection::vec("[a-c#!\\- é0-9]{1,6}", 0..4),
    ) {
        let article = article();
        let mut here = annotations;
        here.sort_by(|a, b| a.id.cmp(&b.id));
        here.dedup_by(|a, b| a.id == b.id);
        for annotation in &mut here {
            let quote = annotation.quote.take();
            let speaker = speaker.as_deref().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
            annotation.quote = quote.map(|quote| QuotedSpeech { speaker, ..quote });
            annotation.tags.clone_from(&tags);
            annotation.note = annotation.note.replace('\r', "").trim().to_owned();
            for selector in &mut annotation.selectors {
                selector.exact.clone_from(&words);
            }
        }
        let batch = only(&exported("markdown", &article, &here));
        prop_assert_eq!(&batch.header, &Header::of(&article));
        let mut made = plan(&[], &batch, None, moment(9)).annotations;
        prop_assert_eq!(made.len(), here.len());
        made.sort_by(|a, b| a.id.cmp(&b.id));
        for (made, was) in made.iter().zip(&here) {
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(flat(made.exact()), flat(was.exact()));
            let rest = Annotation { selectors: Selectors::default(), ..made.clone() };
            let mut wanted = Annotation { selectors: Selectors::default(), ..was.clone() };
            // No tag twice, and none that Markdown would spell like another.
            wanted.tags.retain(|t| made.tags.contains(t));
            prop_assert_eq!(wanted.tags.len(), was.tags.len());
            prop_assert_eq!(rest, wanted);
        }
    }

    #[test]
    fn notes_restored_from_markdown_are_in_their_old_places(at in 0..40_usize, length in 1..60_usize) {
        let article = article();
        let text = article.text();
        let from = pullquote_article::text::graphemes::ceil_boundary(text, at);
        let to = pullquote_article::text::graphemes::ceil_boundary(text, from + length);
        let span = Span::new(from, to).trimmed(text);
        prop_assume!(!span.is_empty() && !span.of(text).contains('\n'));
        let mut notebook = Notebook::open(&article, "n.toml".into(), Vec::new());
        let now = moment(1);
        notebook.add(&article, Sentences::In(Language::english()), NewAnnotation { span, ..NewAnnotation::default() }, Stamp { id: "A".to_owned(), now }).unwrap();
        let here: Vec<Annotation> = notebook.entries().iter().map(|e| e.annotation.clone()).collect();
        let made = plan(&[], &only(&exported("markdown", &article, &here)), None, moment(9)).annotations;
        let again = Notebook::open(&article, "n.toml".into(), made);
        prop_assert_eq!(&again.entries()[0].anchor, &Anchor::Exact(span));
    }

    #[test]
    fn importing_an_edited_export_twice_is_the_same_as_once(
        mut annotations in prop::collection::vec(any_annotation(), 1..4),
        notes in prop::collection::vec("[a-c\n -]{0,12}", 4),
    ) {
        let article = article();
        annotations.dedup_by(|a, b| a.id == b.id);
        let theirs = exported("json-ld", &article, &annotations);
        for (annotation, note) in annotations.iter_mut().zip(notes) {
            annotation.note = note;
            annotation.modified = annotation.modified.max(moment(3));
        }
        let batch = only(&theirs);
        let once = plan(&annotations, &batch, None, moment(9));
        prop_assert!(!plan(&once.annotations, &batch, None, moment(10)).changes());
    }

    #[test]
    fn no_file_makes_reading_panic(
        text in "(?s)([{\\[]\"(rows|uri|target|selector|id|@context|items)\": ?[\\[{\"]|Highlight,Note\n|<!-- pq a b -->\n|\\^pq-|- Tags: |<!-- /pq a x -->|.){0,30}",
    ) {
        let _ = read(&text);
        for importer in IMPORTERS {
            let _ = (importer.read)(&text);
        }
    }
}
