//! Stress tests of the notes file; each prints its results.
//!
//! `cargo run --release -p pullquote-notes --example notes_stress -- save 1000`
//! measures the time of one save in a file with that many notes.
//! `writers 1000` lets two processes write that many notes each to one file and
//! counts the notes at the end. `kill 200` kills a process that writes notes
//! that many times, and checks each time that every confirmed note is there.
//! `sync 300` writes that many notes into the file as a program does that
//! synchronises folders, without a lock and while another process saves, and
//! checks that every one of them is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pullquote_article::text::Language;
use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Origin, Span};
use pullquote_notes::NotesFile;
use pullquote_notes::{Annotation, NewAnnotation, Notebook, SaveRequest, Sentences, store};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |n: usize| arguments.get(n).and_then(|a| a.parse().ok()).unwrap_or(1000);
    match arguments.first().map(String::as_str) {
        Some("save") => save(number(1)),
        Some("writers") => writers(number(1)),
        Some("writer") => writer(&PathBuf::from(arguments.get(1).ok_or("which file?")?), number(2)),
        Some("kill") => kill(number(1)),
        Some("sync") => sync(number(1)),
        _ => Err("say: save N, writers N, kill N, or sync N".into()),
    }
}

fn article(words: usize) -> Article {
    let mut builder = ArticleBuilder::new();
    for n in 0..words.div_ceil(50) {
        let sentence: Vec<String> = (0..50).map(|w| format!("word{}", n * 50 + w)).collect();
        builder.block(BlockKind::Paragraph, &format!("{}.", sentence.join(" ")));
    }
    builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
}

fn notebook(article: &Article, path: &Path, notes: usize) -> Result<Notebook, Box<dyn std::error::Error>> {
    let mut annotations: Vec<Annotation> = Vec::new();
    let length = article.text().len();
    for n in 0..notes {
        let mut one = Notebook::open(article, path.to_owned(), Vec::new());
        let start = length * n / notes;
        let draft = NewAnnotation {
            span: Span::new(start, start + 60),
            note: format!("A note of two lines.\nThis is number {n}."),
            tags: vec!["one".to_owned(), "two".to_owned()],
            ..NewAnnotation::default()
        };
        one.add(article, Sentences::In(Language::english()), draft, store::stamp())?;
        annotations.extend(one.entries().iter().map(|e| e.annotation.clone()));
    }
    let mut all = Notebook::open(article, path.to_owned(), Vec::new());
    all.reread(article, annotations);
    Ok(all)
}

fn save(notes: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notes.toml");
    let article = article(5000);
    let full = notebook(&article, &path, notes)?;
    let annotations: Vec<Annotation> = full.entries().iter().map(|e| e.annotation.clone()).collect();
    let mut request = SaveRequest {
        path: path.clone(),
        header: pullquote_notes::Header::of(&article),
        base: Arc::default(),
        mine: Arc::new(annotations),
        base_corrections: Vec::new(),
        corrections: Vec::new(),
        remembered: BTreeMap::new(),
        slices: None,
    };
    request.base = store::save(&request)?.annotations;
    let (mut whole, mut parse, mut render, mut flush) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..20 {
        if let Some(one) = Arc::make_mut(&mut request.mine).get_mut(notes / 2) {
            one.note = format!("Changed {round} times.");
        }
        let begun = Instant::now();
        let saved = store::save(&request)?;
        (request.base, request.slices) = (saved.annotations, saved.slices);
        whole.push(begun.elapsed());
        let text = std::fs::read_to_string(&path)?;
        let begun = Instant::now();
        let document = NotesFile::parse(&text)?;
        parse.push(begun.elapsed());
        let begun = Instant::now();
        std::hint::black_box(document.to_string());
        render.push(begun.elapsed());
        let begun = Instant::now();
        let mut file = tempfile::NamedTempFile::new_in(&folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(folder.path().join("other"))?;
        std::fs::File::open(&folder)?.sync_all()?;
        flush.push(begun.elapsed());
    }
    println!(
        "{notes} notes, {} kB: save {:?}, of which flush {:?}; parse {:?}, render {:?} (medians of 20)",
        std::fs::metadata(&path)?.len() / 1000,
        median(&mut whole),
        median(&mut flush),
        median(&mut parse),
        median(&mut render),
    );
    Ok(())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn writers(notes: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notes.toml");
    let begun = Instant::now();
    let program = std::env::current_exe()?;
    let start = || {
        let mut command = Command::new(&program);
        command.arg("writer").arg(&path).arg(notes.to_string()).stdout(std::process::Stdio::null()).spawn()
    };
    let mut both = [start()?, start()?];
    for child in &mut both {
        child.wait()?;
    }
    let found = store::load(&path)?.annotations.len();
    println!("two writers, {notes} notes each: {found} of {} are there, after {:?}", notes * 2, begun.elapsed());
    if found == notes * 2 { Ok(()) } else { Err("notes were lost".into()) }
}

fn writer(path: &Path, notes: usize) -> Result<(), Box<dyn std::error::Error>> {
    let article = article(500);
    let mut notebook = Notebook::open(&article, path.to_owned(), store::load(path)?.annotations);
    for n in 0..notes {
        let start = article.text().len() * n / (notes + 20);
        let draft = NewAnnotation {
            span: Span::new(start, start + 30),
            note: format!("Note {n}."),
            ..NewAnnotation::default()
        };
        notebook.add(&article, Sentences::In(Language::english()), draft, store::stamp())?;
        if let Some(request) = notebook.begin_save() {
            notebook.saved(&article, store::save(&request)?);
            // From here on the note is confirmed to the process that kills this one.
            println!("{n}");
        }
    }
    Ok(())
}

/// Adds notes to the file as another device would: the whole file is replaced at
/// any moment, by what it held a moment ago and one note more. It keeps its own
/// notes, so if one is missing at the end, a save has overwritten it.
fn sync(notes: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notes.toml");
    let mut writer = Command::new(std::env::current_exe()?)
        .arg("writer")
        .arg(&path)
        .arg((notes * 4).to_string())
        .stdout(std::process::Stdio::null())
        .spawn()?;
    let note = |n: usize| format!("\n[[annotation]]\nid = \"elsewhere-{n}\"\nnote = \"Note {n} of another device.\"\n");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut lost = 0;
    for n in 0..notes {
        std::thread::sleep(Duration::from_micros(random.next() % 20_000));
        let mut text = std::fs::read_to_string(&path).unwrap_or_default();
        for before in 0..n {
            if !text.contains(&format!("\"elsewhere-{before}\"")) {
                lost += 1;
                text += &note(before);
            }
        }
        let other = folder.path().join("other");
        std::fs::write(&other, text + &note(n))?;
        std::fs::rename(&other, &path)?;
    }
    writer.kill()?;
    writer.wait()?;
    let found = store::load(&path)?.annotations;
    let missing = (0..notes).filter(|n| !found.iter().any(|a| a.id == format!("elsewhere-{n}"))).count();
    println!("{notes} notes of a program without a lock: {} were overwritten by a save", lost + missing);
    if lost + missing == 0 { Ok(()) } else { Err("notes were lost".into()) }
}

/// Marsaglia's xorshift: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// The most notes that a writer writes before it is killed.
const BEFORE_KILLED: usize = 400;

fn kill(rounds: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let program = std::env::current_exe()?;
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let (mut confirmed, mut lost, mut more, mut unread) = (0, 0, 0, 0);
    for round in 0..rounds {
        let path = folder.path().join(format!("{}.toml", round / 4));
        let before = store::load(&path)?.annotations.len();
        let mut child = Command::new(&program)
            .arg("writer")
            .arg(&path)
            .arg(BEFORE_KILLED.to_string())
            .stdout(std::process::Stdio::piped())
            .spawn()?;
        std::thread::sleep(Duration::from_micros(random.next() % 120_000));
        child.kill()?;
        let output = child.wait_with_output()?.stdout;
        // A line that was cut off by the kill confirms nothing.
        let here = output.iter().filter(|b| **b == b'\n').count();
        confirmed += here;
        match store::load(&path) {
            Ok(loaded) => {
                let found = loaded.annotations.len().saturating_sub(before);
                lost += here.saturating_sub(found);
                more += found.saturating_sub(here);
            }
            Err(error) => {
                unread += 1;
                println!("{error}");
            }
        }
    }
    println!(
        "killed {rounds} times: {confirmed} notes were confirmed, {lost} of them lost; {unread} files did not parse; \
         {more} were written and not confirmed yet"
    );
    if lost + unread == 0 { Ok(()) } else { Err("notes were lost".into()) }
}
