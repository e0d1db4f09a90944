//! Stress tests of the notes file; each prints its results.
//!
//! `cargo run --release -p pullquote-notes --example notes_stress -- save 1000`
//! measures the time of one save in a file with that many notes.
//! `writers 1000` lets two processes write that many notes each to one file and
//! counts the notes at the end. `kill 200` ends a process that writes notes that
//! many times, by five signals in turn, and checks each time that every confirmed
//! note is there. `sync 500` lets a process write that many notes while a sync tool,
//! which takes no lock, puts new versions of the file in its place, and checks that
//! every note of both is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
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

/// The most notes that a writer writes before it is killed.
const BEFORE_KILLED: usize = 400;

fn kill(rounds: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let program = std::env::current_exe()?;
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
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
        // Marsaglia's xorshift: the same moments in every run.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        std::thread::sleep(Duration::from_micros(seed % 120_000));
        let signal = SIGNALS[round % SIGNALS.len()];
        end(&mut child, signal)?;
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
        "ended {rounds} times by {}: {confirmed} notes were confirmed, {lost} of them lost; {unread} files did not parse; \
         {more} were written and not confirmed yet",
        SIGNALS.join(", ")
    );
    if lost + unread == 0 { Ok(()) } else { Err("notes were lost".into()) }
}

/// The signals that end a writer, in turn.
const SIGNALS: [&str; 5] = ["KILL", "TERM", "HUP", "INT", "QUIT"];

/// Ends a process by a signal; where there are no signals, kills it.
fn end(child: &mut Child, signal: &str) -> std::io::Result<()> {
    if cfg!(unix) {
        let sent = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status()?;
        if sent.success() {
            return Ok(());
        }
    }
    child.kill()
}

/// How long the sync tool waits before each version: a few saves.
const BETWEEN_VERSIONS: Duration = Duration::from_millis(40);

fn sync(notes: usize) -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("notes.toml");
    let article = article(500);
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .arg("writer")
        .arg(&path)
        .arg(notes.to_string())
        .stdout(std::process::Stdio::null())
        .spawn()?;
    let mut synced = Vec::new();
    while child.try_wait()?.is_none() {
        std::thread::sleep(BETWEEN_VERSIONS);
        synced.extend(put_new_version(&article, &path)?);
    }
    if !child.wait()?.success() {
        return Err("the writer failed".into());
    }
    let left = store::load(&path)?.annotations;
    let lost = synced.iter().filter(|id| !left.iter().any(|note| note.id == **id)).count();
    let own = left.len() - (synced.len() - lost);
    println!(
        "a sync tool put {} versions in the place of the file during {notes} saves: {lost} of its notes were lost; \
         {own} of the writer's {notes} notes are there, after {:?}",
        synced.len(),
        begun.elapsed()
    );
    if lost == 0 && own == notes { Ok(()) } else { Err("notes were lost".into()) }
}

/// Puts a version with one more note in the place of the file, without a lock.
/// Returns the id of the note; `None` if the file changed meanwhile, as a sync tool
/// does not replace a file that is newer than what it knows.
fn put_new_version(article: &Article, path: &Path) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(None) };
    let mut document = NotesFile::parse(&text)?;
    let stamp = store::stamp();
    let id = stamp.id.clone();
    let draft = NewAnnotation { span: Span::new(0, 30), note: "Synced.".to_owned(), ..NewAnnotation::default() };
    let new = Annotation::new(article, Sentences::In(Language::english()), draft, stamp)?;
    let all: Vec<Annotation> = document.annotations().iter().cloned().chain([new]).collect();
    document.set_annotations(&all, &BTreeMap::new());
    let version = path.with_extension("version");
    std::fs::write(&version, document.to_string())?;
    if std::fs::read_to_string(path)? != text {
        return Ok(None);
    }
    std::fs::rename(&version, path)?;
    Ok(Some(id))
}
