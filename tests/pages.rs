//! Cleans the pages and scraped texts in `tests/pages/`. The snapshots have
//! every block, every removed passage with its rule and reason, and the
//! metadata.

use std::fmt::Write;

use pullquote_article::{Article, BlockKind};
use pullquote_clean::{Fetched, Options, read};

/// The article's metadata and blocks, with removed passages in their places.
fn outline(article: &Article) -> String {
    let meta = article.meta();
    let mut out = format!(
        "title: {:?}\nbyline: {:?}\nsite: {:?}  section: {:?}  language: {:?}\npublished: {:?}  modified: {:?}\naddress: {:?}\n\n",
        meta.title,
        meta.byline,
        meta.site,
        meta.section,
        meta.language,
        meta.published,
        meta.modified,
        meta.canonical_url
    );
    let cut = |out: &mut String, after: Option<usize>| {
        for removed in article.removed().iter().filter(|r| r.after_block == after) {
            let text = removed.text.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "    - [{}: {}] {text}", removed.rule, removed.reason).unwrap();
        }
    };
    let pictures = |out: &mut String, after: Option<usize>| {
        for picture in article.pictures().iter().filter(|picture| picture.after_block == after) {
            writeln!(out, "    [{} <{}>]", picture.line, picture.address).unwrap();
        }
    };
    cut(&mut out, None);
    pictures(&mut out, None);
    for (i, block) in article.blocks().iter().enumerate() {
        let text = block.span.of(article.text()).replace('\n', " ⏎ ").replace('\t', " ⇥ ");
        let kind = if block.kind == BlockKind::Standfirst { "standfirst" } else { block.kind.name() };
        writeln!(out, "{kind}: {text}").unwrap();
        cut(&mut out, Some(i));
        pictures(&mut out, Some(i));
    }
    out
}

#[test]
fn every_page_is_cleaned_as_in_its_snapshot() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let fetched = Fetched { name: name.clone(), bytes, path: Some(path), ..Fetched::default() };
        insta::assert_snapshot!(name, outline(&read(fetched, &Options::default()).unwrap()));
    }
}

/// No word of a page is lost: each is in the text or in a removed passage.
#[test]
fn every_word_of_a_scraped_text_is_kept_or_listed_as_removed() {
    let bytes = include_bytes!("pages/wire.txt");
    let article = read(Fetched { bytes: bytes.to_vec(), ..Fetched::default() }, &Options::default()).unwrap();
    let mut all: String = article.text().to_owned();
    article.removed().iter().for_each(|r| all.extend([" ", &r.text]));
    for word in std::str::from_utf8(bytes).unwrap().split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)) {
        assert!(all.contains(word), "{word} is lost");
    }
}

/// The samples of the program, in the same way.
#[test]
fn every_sample_is_cleaned_as_in_its_snapshot() {
    for sample in pullquote::folders::SAMPLES {
        let fetched = Fetched {
            name: sample.file.to_owned(),
            bytes: sample.bytes.to_vec(),
            path: Some(sample.file.into()),
            ..Fetched::default()
        };
        insta::assert_snapshot!(sample.name, outline(&read(fetched, &Options::default()).unwrap()));
    }
}

/// Browsers draw quotation marks around `<q>` elements; the text has them, too.
#[test]
fn quoted_elements_have_quotation_marks() {
    let page = "<html><body><article><p>Ada Okafor said: <q>Ben told me <q>no</q> twice.</q> Then she left the \
        harbour of Lindhaven in the rain, and nobody saw her again for a week or more.</p><p><q>“It is over,”</q> \
        said Ben Strand, who has kept the light at the end of the quay for more than thirty years.</p></article>";
    let fetched = Fetched { name: "a.html".to_owned(), bytes: page.as_bytes().to_vec(), ..Fetched::default() };
    let article = read(fetched, &Options::default()).unwrap();
    assert!(article.text().contains("said: “Ben told me ‘no’ twice.” Then"), "{}", article.text());
    assert!(article.text().contains("“It is over,” said Ben"), "{}", article.text());
}
