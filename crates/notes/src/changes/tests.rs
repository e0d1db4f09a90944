use super::*;
use crate::revision::RevisionQuote;
use proptest::prelude::*;

const TEXT: [&str; 5] = [
    "The council of Orsten voted on Tuesday to raise the harbour wall by two metres.",
    "“We count stones,” mayor Hedda Rask told the council.",
    "Who pays",
    "Tomas Brill, who speaks for the fishermen, asked where the boats are to land.",
    "The district of Westmark pays the rest, its office said in a letter.",
];

fn revision(paragraphs: &[&str]) -> Revision {
    Revision {
        taken: Timestamp::from_second(1_764_000_000).unwrap(),
        source: Some("harbour.html".to_owned()),
        sha256: String::new(),
        title: Some("A wall for Orsten".to_owned()),
        byline: vec!["Maren Tolle".to_owned()],
        published: Some("2026-02-17".to_owned()),
        modified: None,
        text: paragraphs.join("\n\n"),
        quotes: vec![RevisionQuote { words: "We count stones,".to_owned(), speaker: Some("Hedda Rask".to_owned()) }],
    }
}

/// The fate of each passage with the first words it has.
fn lines(changes: &Changes) -> Vec<String> {
    let words = |p: &PassageChange| p.after.clone().or(p.before.clone()).unwrap_or_default();
    let first = |text: &str| text.split(' ').take(2).collect::<Vec<_>>().join(" ");
    changes.passages.iter().map(|p| format!("{} {}", p.fate.name(), first(&words(p)))).collect()
}

#[test]
fn nothing_is_told_of_what_is_as_it_was() {
    let changes = Changes::between(&revision(&TEXT), &revision(&TEXT));
    assert!(changes.is_empty() && changes.in_short().is_empty());
}

#[test]
fn passages_are_added_cut_reworded_and_moved() {
    let new = [
        "An editor's note is here since Friday.",
        "The council of Orsten voted on Monday to raise the harbour wall by three metres.",
        TEXT[2],
        TEXT[3],
        TEXT[1],
        "Nobody asked the gulls.",
    ];
    let changes = Changes::between(&revision(&TEXT), &revision(&new));
    assert_eq!(
        lines(&changes),
        ["added An editor's", "reworded The council", "cut The district", "moved “We count", "added Nobody asked"]
    );
    assert_eq!(changes.in_short(), "2 added, 1 cut, 1 reworded, 1 moved");
}

#[test]
fn long_paragraphs_in_another_order_take_little_time() {
    let long = |n: usize, end: &str| format!("{n} {}{end}", format!("word{} of the quay ", n % 40).repeat(150));
    let paragraphs: Vec<String> = (0..1900).map(|n| long(n, "end")).collect();
    let old: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    let moved: Vec<&str> = old.iter().rev().copied().collect();
    let begun = cpu_time::ThreadTime::now();
    let changes = Changes::between(&revision(&old), &revision(&moved));
    assert!(changes.passages.iter().all(|passage| passage.fate == Fate::Moved), "{}", changes.in_short());
    // There are too many to find out which is which.
    let others: Vec<String> = (0..1900).rev().map(|n| long(n, "start")).collect();
    let other: Vec<&str> = others.iter().map(String::as_str).collect();
    assert_eq!(Changes::between(&revision(&old), &revision(&other)).in_short(), "1900 added, 1900 cut");
    // It took minutes to compare every word of every pair.
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[test]
fn what_the_source_says_about_itself_is_compared() {
    let old = revision(&TEXT);
    let mut new = revision(&TEXT);
    new.title = Some("A wall, or two, for Orsten".to_owned());
    new.published = Some("2026-02-19".to_owned());
    new.quotes[0].speaker = Some("Tomas Brill".to_owned());
    let changes = Changes::between(&old, &new);
    assert_eq!(changes.in_short(), "1 re-attributed, retitled, redated");
    assert_eq!(changes.reattributed[0].before.as_deref(), Some("Hedda Rask"));
    assert_eq!(changes.reattributed[0].after.as_deref(), Some("Tomas Brill"));
    // A fuller name is the same person's.
    new.quotes[0].speaker = Some("Mayor Hedda Rask".to_owned());
    assert!(Changes::between(&old, &new).reattributed.is_empty());
    new.quotes[0].speaker = None;
    assert_eq!(Changes::between(&old, &new).reattributed.len(), 1);
}

proptest! {
    #[test]
    fn every_paragraph_is_told_once(
        old in prop::collection::vec(prop::sample::select(TEXT.to_vec()), 0..7),
        new in prop::collection::vec(prop::sample::select(TEXT.to_vec()), 0..7),
    ) {
        let changes = Changes::between(&revision(&old), &revision(&new));
        // The old paragraphs, without those cut and with those added, are the new.
        let mut words: Vec<&str> = old.clone();
        for passage in &changes.passages {
            if let Some(before) = &passage.before {
                let at = words.iter().position(|w| w == before);
                prop_assert!(at.is_some());
                words.remove(at.unwrap());
            }
        }
        words.extend(changes.passages.iter().filter_map(|p| p.after.as_deref()));
        let mut new = new;
        words.sort_unstable();
        new.sort_unstable();
        prop_assert_eq!(words, new);
    }
}
