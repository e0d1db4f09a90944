//! Measures how well notes find their place again in articles that changed.
//!
//! `cargo run --release -p pullquote-notes --example anchoring -- FOLDER [STRIDE]`
//! reads every STRIDE-th `.txt` file of FOLDER (articles with one paragraph on
//! each line), makes notes of several lengths in each, edits the article in the
//! ways that pages change, and anchors the notes again. For each edit it prints
//! how many are right, wrong, for review and orphans; with `SHOW` in the
//! environment, also which are wrong. With `--dump FILE` at the end it writes
//! every case with its outcome, one JSON object on each line, for
//! `benches/hypothesis.mjs`, which runs another algorithm on the same cases.

use std::collections::BTreeMap;
use std::io::Write;

use pullquote_article::text::Language;
use pullquote_article::text::fold::fold;
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, ArticleBuilder, Format, Origin, Span};
use pullquote_notes::{Anchor, Anchorer, Selector, Sentences};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("say which folder of .txt articles")?;
    let stride = arguments.get(1).and_then(|n| n.parse().ok()).unwrap_or(1);
    let dump = arguments.iter().position(|a| a == "--dump").and_then(|at| arguments.get(at + 1));
    let mut dump = dump.map(std::fs::File::create).transpose()?.map(std::io::BufWriter::new);
    let mut files: Vec<_> = std::fs::read_dir(folder)?.flatten().map(|e| e.path()).collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .filter(|f| f.extension().is_some_and(|e| e == "txt"))
        .step_by(stride)
        .filter_map(|f| std::fs::read_to_string(f).ok())
        .map(|text| text.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n\n"))
        .filter(|text| text.len() > 1500)
        .collect();
    let mut tally: BTreeMap<(&str, &str), Counts> = BTreeMap::new();
    let mut sums: BTreeMap<&str, Counts> = BTreeMap::new();
    for (n, text) in texts.iter().enumerate() {
        let other = &texts[(n + 1) % texts.len()];
        measure(text, other, n as u64, &mut |case: &Case<'_>| {
            tally.entry((case.edit, case.length)).or_default().count(case.outcome);
            sums.entry(case.fate).or_default().count(case.outcome);
            match &mut dump {
                Some(file) => writeln!(file, "{}", case.json()),
                None => Ok(()),
            }
        })?;
    }
    if let Some(file) = &mut dump {
        file.flush()?;
    }
    println!("{} articles", texts.len());
    println!("{:<26}{:<10}{:>7}{:>9}{:>9}{:>9}{:>9}", "edit", "length", "notes", "right", "wrong", "review", "orphan");
    for ((edit, length), counts) in &tally {
        println!("{edit:<26}{length:<10}{}", counts.row());
    }
    for (what, counts) in &sums {
        println!("{what:<36}{}", counts.row());
    }
    Ok(())
}

/// Edits after which the words are nowhere in the text.
const GONE: [&str; 2] = ["paragraph cut", "unrelated article"];

#[derive(Default)]
struct Counts {
    right: u32,
    wrong: u32,
    review: u32,
    orphan: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Right,
    Wrong,
    Review,
    Orphan,
}

impl Counts {
    fn count(&mut self, result: Outcome) {
        match result {
            Outcome::Right => self.right += 1,
            Outcome::Wrong => self.wrong += 1,
            Outcome::Review => self.review += 1,
            Outcome::Orphan => self.orphan += 1,
        }
    }

    fn row(&self) -> String {
        let all = self.right + self.wrong + self.review + self.orphan;
        let share = |n: u32| format!("{:>8.2}%", f64::from(n) * 100.0 / f64::from(all.max(1)));
        format!("{all:>7}{}{}{}{}", share(self.right), share(self.wrong), share(self.review), share(self.orphan))
    }
}

/// Numbers that look random and are the same every time (Marsaglia's
/// xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

fn article(text: &str) -> Article {
    let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
    ArticleBuilder::raw(text.to_owned(), origin)
}

/// A note's words in the original, as a span on word boundaries.
fn pick(text: &str, dice: &mut Dice, words: usize) -> Option<Span> {
    let paragraphs: Vec<&str> = text.split("\n\n").filter(|p| p.split(' ').count() > words + 2).collect();
    let paragraph = *paragraphs.get(dice.below(paragraphs.len()))?;
    let begins: Vec<usize> = std::iter::once(0).chain(paragraph.match_indices(' ').map(|(i, _)| i + 1)).collect();
    let first = dice.below(begins.len().checked_sub(words)?);
    let start = *begins.get(first)?;
    let end = begins.get(first + words).map_or(paragraph.len(), |i| i - 1);
    let at = paragraph.as_ptr() as usize - text.as_ptr() as usize;
    Some(Span::new(at + start, at + end).trimmed(text)).filter(|s| !s.is_empty())
}

/// A text and the span of the note's words in it; `None` if they are gone.
type Edited = (String, Option<Span>);

fn replace(text: &str, at: Span, with: &str, note: Span) -> Edited {
    let new = format!("{}{with}{}", &text[..at.start], &text[at.end..]);
    let shift = |b: usize| if b >= at.end { b + with.len() - at.len() } else { b.min(at.start + with.len()) };
    (new, Some(Span::new(shift(note.start), shift(note.end))))
}

/// One note in one edited article, and what became of it.
struct Case<'a> {
    edit: &'static str,
    length: &'static str,
    fate: &'static str,
    old: &'a str,
    note: Span,
    new: &'a str,
    place: Option<Span>,
    outcome: Outcome,
}

impl Case<'_> {
    /// Positions are code points.
    fn json(&self) -> serde_json::Value {
        let points = |text: &str, span: Span| CodePoints::new(text).of_span(span);
        let outcome = match self.outcome {
            Outcome::Right => "right",
            Outcome::Wrong => "wrong",
            Outcome::Review => "review",
            Outcome::Orphan => "orphan",
        };
        serde_json::json!({
            "edit": self.edit, "length": self.length, "fate": self.fate, "outcome": outcome,
            "old": self.old, "note": points(self.old, self.note),
            "new": self.new, "place": self.place.map(|place| points(self.new, place)),
        })
    }
}

fn measure(
    text: &str,
    other: &str,
    seed: u64,
    each: &mut dyn FnMut(&Case<'_>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let original = article(text);
    let mut dice = Dice(seed * 7919 + 12345);
    for (length, words) in [("2 words", 2), ("5 words", 5), ("12 words", 12), ("30 words", 30)] {
        for _ in 0..3 {
            let Some(note) = pick(text, &mut dice, words) else { continue };
            let selector = Selector::make(&original, note, Sentences::In(Language::english()));
            for (edit, (new, place)) in edits(text, other, note, &mut dice) {
                let new = article(&new);
                let anchor = Anchorer::new(&new).anchor(std::slice::from_ref(&selector));
                let fate = match place.map(|place| fold(place.of(new.text())) == fold(&selector.exact)) {
                    Some(true) => "the words survive",
                    Some(false) => "some words changed",
                    None => "the words are gone",
                };
                let result = match (&anchor, place) {
                    (Anchor::Orphan, _) => Outcome::Orphan,
                    (Anchor::Review(_), _) => Outcome::Review,
                    (anchor, Some(place)) if is_right(new.text(), anchor, place) => Outcome::Right,
                    _ => Outcome::Wrong,
                };
                let new_text = new.text();
                each(&Case { edit, length, fate, old: text, note, new: new_text, place, outcome: result })?;
                if result == Outcome::Wrong && std::env::var_os("SHOW").is_some() {
                    let got = anchor.span().map_or("", |s| s.of(new.text()));
                    let want = place.map_or("nowhere", |s| s.of(new.text()));
                    println!("{edit}: {:?} went to {got:?}, not {want:?}", selector.exact);
                }
            }
        }
    }
    Ok(())
}

/// Whether an anchor covers the place but for a few letters at either end.
fn is_right(text: &str, anchor: &Anchor, place: Span) -> bool {
    let Some(span) = anchor.span() else { return false };
    let shared = span.intersection(place).map_or(0, |s| s.len());
    fold(span.of(text)) == fold(place.of(text)) && shared > 0 || shared * 10 >= place.union(span).len() * 8
}

fn edits(text: &str, other: &str, note: Span, dice: &mut Dice) -> Vec<(&'static str, Edited)> {
    let paragraph_start = text[..note.start].rfind("\n\n").map_or(0, |i| i + 2);
    let paragraph_end = text[note.end..].find("\n\n").map_or(text.len(), |i| note.end + i);
    let paragraph = Span::new(paragraph_start, paragraph_end);
    let strange: Vec<&str> = other.split("\n\n").collect();
    let some = strange[dice.below(strange.len())];
    let mut edits = vec![
        ("unchanged elsewhere", replace(text, Span::new(text.len(), text.len()), "\n\nA last line.", note)),
        ("paragraphs before", replace(text, Span::new(0, 0), &format!("{}\n\n{some}\n\n", strange[0]), note)),
        (
            "paragraph right before",
            replace(text, Span::new(paragraph.start, paragraph.start), &format!("{some}\n\n"), note),
        ),
        ("paragraph cut", (format!("{}{}", &text[..paragraph.start], &text[paragraph.end..]), None)),
        ("unrelated article", (other.to_owned(), None)),
        ("moved to the end", moved(text, paragraph, note)),
        ("near twin before", twin(text, paragraph, note, dice)),
        ("quotes, dashes, spaces", retyped(text, note)),
        ("another extractor", extracted(text, note, dice)),
        ("typo in every 60 letters", typos(text, note, dice, 60)),
        ("typo in every 25 letters", typos(text, note, dice, 25)),
    ];
    if note.of(text).split(' ').count() >= 5 {
        edits.push(("a word of it changed", word_changed(text, note, dice)));
    }
    // Words that were cut may be in another paragraph, too.
    edits.retain(|(name, (new, _))| !GONE.contains(name) || !fold(new).contains(&fold(note.of(text))));
    edits
}

fn moved(text: &str, paragraph: Span, note: Span) -> Edited {
    let rest = format!("{}{}", &text[..paragraph.start], text[paragraph.end..].trim_start());
    let start = rest.len() + 2 + note.start - paragraph.start;
    (format!("{rest}\n\n{}", paragraph.of(text)), Some(Span::new(start, start + note.len())))
}

/// The paragraph again, before itself, with every fourth word another.
fn twin(text: &str, paragraph: Span, note: Span, dice: &mut Dice) -> Edited {
    let from = dice.below(4);
    let twin: Vec<&str> = paragraph
        .of(text)
        .split(' ')
        .enumerate()
        .map(|(i, word)| if i % 4 == from { "elsewhere" } else { word })
        .collect();
    replace(text, Span::new(paragraph.start, paragraph.start), &format!("{}\n\n", twin.join(" ")), note)
}

/// Applies `change` to every character and keeps track of the note.
fn changed(text: &str, note: Span, mut change: impl FnMut(usize, char, &mut String)) -> Edited {
    let mut new = String::with_capacity(text.len());
    let (mut start, mut end) = (0, 0);
    for (i, c) in text.char_indices() {
        if i == note.start {
            start = new.len();
        }
        change(i, c, &mut new);
        if i + c.len_utf8() == note.end {
            end = new.len();
        }
    }
    (new, Some(Span::new(start, end)))
}

fn retyped(text: &str, note: Span) -> Edited {
    changed(text, note, |_, c, out| match c {
        '“' | '”' => out.push('"'),
        '‘' | '’' => out.push('\''),
        '"' => out.push('“'),
        '\'' => out.push('’'),
        '–' | '—' => out.push('-'),
        '-' => out.push('‑'),
        ' ' => out.push('\u{a0}'),
        c => out.push(c),
    })
}

/// What another program makes of a page: hyphens, spaces and captions.
fn extracted(text: &str, note: Span, dice: &mut Dice) -> Edited {
    changed(text, note, |i, c, out| {
        let inside = note.start <= i && i < note.end;
        match c {
            '\n' if text[i..].starts_with("\n\n") && dice.below(3) == 0 => out.push_str("\nRelated: more on this\n"),
            ' ' if !inside && dice.below(30) == 0 => out.push_str(" [1] "),
            ' ' if dice.below(8) == 0 => out.push_str("  "),
            c => out.push(c),
        }
    })
}

fn typos(text: &str, note: Span, dice: &mut Dice, every: usize) -> Edited {
    changed(text, note, |_, c, out| {
        if !c.is_alphabetic() || dice.below(every) > 0 {
            out.push(c);
            return;
        }
        match dice.below(3) {
            0 => {}
            1 => out.extend([c, c]),
            _ => out.push('x'),
        }
    })
}

fn word_changed(text: &str, note: Span, dice: &mut Dice) -> Edited {
    let words: Vec<&str> = note.of(text).split(' ').collect();
    let chosen = dice.below(words.len());
    let new: Vec<&str> = words.iter().enumerate().map(|(i, w)| if i == chosen { "perhaps" } else { *w }).collect();
    let new = new.join(" ");
    let (edited, _) = replace(text, note, &new, note);
    (edited, Some(Span::new(note.start, note.start + new.len())))
}
