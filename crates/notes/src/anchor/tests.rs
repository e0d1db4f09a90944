use super::*;
use crate::Sentences;
use proptest::prelude::*;
use pullquote_article::text::Language;
use pullquote_article::{ArticleBuilder, BlockKind, Format, Origin};

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for paragraph in text.split("\n\n") {
        builder.block(BlockKind::Paragraph, paragraph);
    }
    builder.finish(Origin { path: None, url: None, format: Format::Text, sha256: String::new() })
}

const TEXT: &str = "The council met on Tuesday evening to talk about the old harbour. “We close at dusk, and nobody will \
    talk us out of it,” said Ann Lee, who has kept the harbour for twenty years.\n\nNobody had told the ferry crews, \
    who came at night and found the chain across the water. One of them, Per Ek, called it “a bad joke” and turned \
    back.\n\nThe council will meet again in March. Until then the chain stays, the mayor's office said, and so does \
    the quarrel about the chain.";

fn select(words: &str) -> Selector {
    let article = article(TEXT);
    let start = article.text().find(words).unwrap();
    Selector::make(&article, Span::new(start, start + words.len()), Sentences::In(Language::english()))
}

/// The anchor of the words in another text, and the words there.
fn anchored(selector: &Selector, text: &str) -> (Anchor, String) {
    let article = article(text);
    let anchor = Anchorer::new(&article).anchor(std::slice::from_ref(selector));
    let words = anchor.span().map_or("", |s| s.of(article.text())).to_owned();
    (anchor, words)
}

const QUOTE: &str = "We close at dusk, and nobody will talk us out of it";

#[test]
fn the_same_text_gives_the_same_span() {
    assert!(matches!(anchored(&select(QUOTE), TEXT), (Anchor::Exact(_), words) if words == QUOTE));
    assert!(matches!(anchored(&select("chain"), TEXT), (Anchor::Exact(_), words) if words == "chain"));
}

#[test]
fn marks_dashes_case_and_spaces_make_no_difference() {
    let other = TEXT.replace(['“', '”'], "\"").replace(", and", ",\u{a0}and").replace("dusk", "DUSK");
    let (anchor, words) = anchored(&select(QUOTE), &other);
    assert!(matches!(anchor, Anchor::Exact(_)), "{anchor:?}");
    assert_eq!(words, "We close at DUSK, and nobody will talk us out of it");
}

#[test]
fn words_that_moved_are_followed() {
    let other = format!("A new first paragraph is here.\n\n{TEXT}");
    for exact in [QUOTE, "a bad joke", "the ferry crews"] {
        let (anchor, words) = anchored(&select(exact), &other);
        assert!(matches!(anchor, Anchor::Moved(_, score) if score > 0.7), "{exact}: {anchor:?}");
        assert_eq!(words, exact);
    }
}

#[test]
fn of_the_same_words_the_place_with_the_same_surroundings_is_chosen() {
    let selector = select("the chain stays");
    let other = TEXT.replace(
        "The council met on Tuesday",
        "They say the chain stays as it is, and the chain stays up. The council met on Tuesday",
    );
    let (_, words) = anchored(&selector, &other);
    assert_eq!(words, "the chain stays");
    let (anchor, _) = anchored(&selector, &other);
    let at = article(&other).text().rfind("the chain stays").unwrap();
    assert_eq!(anchor.span().map(|s| s.start), Some(at));
}

#[test]
fn words_changed_a_little_are_found_whole() {
    for (from, to) in [("will talk", "wil tallk"), ("talk us", "argue us"), ("at dusk, and", "at dusk and")] {
        let (anchor, words) = anchored(&select(QUOTE), &TEXT.replace(from, to));
        assert!(matches!(anchor, Anchor::Moved(_, score) if score < 1.0), "{to}: {anchor:?}");
        assert_eq!(words, QUOTE.replace(from, to));
    }
}

#[test]
fn few_words_without_their_surroundings_attach_nowhere() {
    let other = "Somebody made a bad joke at the party, and all of the guests went home early.";
    assert_eq!(anchored(&select("a bad joke"), other).0, Anchor::Orphan);
    assert_eq!(anchored(&select("the ferry crews"), "The ferry crews went on strike.").0, Anchor::Orphan);
}

#[test]
fn other_words_between_the_old_surroundings_are_for_review() {
    let other = TEXT.replace("a bad joke", "the worst idea of the year");
    let (anchor, _) = anchored(&select("a bad joke"), &other);
    let Anchor::Review(spans) = anchor else { panic!("{anchor:?}") };
    assert!(spans[0].of(article(&other).text()).contains("the worst idea of the year"));
}

#[test]
fn words_that_are_gone_are_an_orphan() {
    let cut = TEXT.split("\n\n").skip(1).collect::<Vec<_>>().join("\n\n");
    assert_eq!(anchored(&select(QUOTE), &cut).0, Anchor::Orphan);
    assert_eq!(anchored(&select(QUOTE), "").0, Anchor::Orphan);
    assert_eq!(anchored(&Selector::default(), TEXT).0, Anchor::Orphan);
}

#[test]
fn of_two_places_alike_the_one_nearer_by_far_is_chosen_or_both_are_for_review() {
    let selector = select("and found the chain across the water");
    let near = format!("Something short.\n\n{TEXT}\n\n{TEXT}");
    let at = article(&near).text().find(&selector.exact).unwrap();
    assert_eq!(anchored(&selector, &near).0.span().map(|s| s.start), Some(at));
    let far = format!("{}\n\n{TEXT}\n\n{TEXT}", "More words than before are in here. ".repeat(10));
    let (anchor, _) = anchored(&selector, &far);
    assert!(matches!(&anchor, Anchor::Review(spans) if spans.len() == 2), "{anchor:?}");
}

/// A text with a paragraph before and after.
fn framed(paragraph: &str) -> String {
    let before = "The storm came on Sunday night, and it did not stop until the next evening.";
    let after = "The county has asked the army for help, and the army has sent two boats.";
    format!("{before}\n\n{paragraph}\n\n{after}")
}

/// The anchor, in the text with `new`, of `words` that were marked in the text
/// with `old`, and the words there.
fn edited(old: &str, words: &str, new: &str) -> (Anchor, String) {
    let was = article(&framed(old));
    let start = was.text().find(words).unwrap();
    let selector = Selector::make(&was, Span::new(start, start + words.len()), Sentences::In(Language::english()));
    anchored(&selector, &framed(new))
}

#[test]
fn another_number_name_or_negation_is_for_review() {
    for (old, new) in [
        (
            "The county said that 120 boats had been lost in it.",
            "The county said that 1,200 boats had been lost in it.",
        ),
        ("The county said that 120 boats had been lost in it.", "The county said that 210 boats had been lost in it."),
        ("The county said that ten boats had been lost in it.", "The county said that nine boats had been lost in it."),
        ("It was Ida Brekke who closed the quay that night.", "It was Per Brekke who closed the quay that night."),
        ("We did not know of the cracks in the old quay.", "We did know of the cracks in the old quay."),
        ("We could see the cracks in the old quay there.", "We couldn't see the cracks in the old quay there."),
    ] {
        let (anchor, _) = edited(old, old.trim_end_matches('.'), new);
        let Anchor::Review(spans) = &anchor else { panic!("{new}: {anchor:?}") };
        let now = article(&framed(new));
        assert_eq!(spans[0].of(now.text()).trim_end_matches('.'), new.trim_end_matches('.'));
    }
}

#[test]
fn a_negation_right_beside_the_words_counts() {
    let words = "know of the cracks when we opened the old quay";
    let (anchor, _) = edited(&format!("We did not {words}."), words, &format!("We did {words}."));
    assert!(matches!(anchor, Anchor::Review(_)), "{anchor:?}");
}

#[test]
fn no_place_begins_or_ends_inside_a_number() {
    for new in ["The loss was 1,20 boats in the old harbour.", "The loss was 3-20 boats in the old harbour."] {
        let (anchor, _) = edited("The loss was 20 boats in the old harbour.", "20 boats in the old harbour", new);
        let Anchor::Review(spans) = &anchor else { panic!("{new}: {anchor:?}") };
        let now = article(&framed(new));
        assert!(spans.iter().all(|span| !span.of(now.text()).starts_with("20")), "{spans:?}");
    }
}

#[test]
fn the_same_words_in_other_surroundings_are_for_review() {
    let words = "We will not comment on this matter,";
    let was =
        format!("“{words}” said the county.\n\nThe army came.\n\n“{words}” said the police.\n\nMore rain will come.");
    let was = article(&was);
    let start = was.text().find(words).unwrap();
    let selector = Selector::make(&was, Span::new(start, start + words.len()), Sentences::In(Language::english()));
    let now = format!("The army came in the night.\n\n“{words}” said the police.\n\nMore rain will come.");
    let (anchor, _) = anchored(&selector, &now);
    assert!(matches!(anchor, Anchor::Review(_)), "{anchor:?}");
}

#[test]
fn words_without_any_context_attach_where_they_are_the_same() {
    let bare = Selector { exact: QUOTE.to_owned(), ..Selector::default() };
    assert!(matches!(anchored(&bare, TEXT), (Anchor::Moved(..), words) if words == QUOTE));
    let (anchor, _) = anchored(&bare, &TEXT.replace("talk us", "argue us"));
    assert!(matches!(anchor, Anchor::Review(_)), "{anchor:?}");
}

#[test]
fn the_newest_place_that_holds_counts() {
    let other = format!("A new first paragraph is here.\n\n{TEXT}");
    let moved = article(&other);
    let start = moved.text().find("a bad joke").unwrap();
    let found = Selector::make(&moved, Span::new(start, start + 10), Sentences::In(Language::english()));
    let anchor = Anchorer::new(&moved).anchor(&[select("a bad joke"), found]);
    assert_eq!(anchor, Anchor::Exact(Span::new(start, start + 10)));
}

proptest! {
    /// Make → edit elsewhere → the same words, or a clear word that they
    /// can't be found; never other words.
    #[test]
    fn an_annotation_never_goes_to_other_words(
        from in 0usize..400, length in 1usize..120,
        at in 0usize..400, cut in 0usize..60, put in "([a-zA-Z ,.“”\n]{0,40}|(?s).{0,12})",
    ) {
        let old = article(TEXT);
        let text = old.text();
        let boundary = |at: usize| pullquote_article::text::span::floor_boundary(text, at);
        let span = Span::new(boundary(from), boundary(from + length));
        let edit = Span::new(boundary(at), boundary(at + cut));
        prop_assume!(!span.of(text).trim().is_empty());
        prop_assume!(!edit.overlaps(span) && (edit.start <= span.start || edit.start >= span.end));
        let selector = Selector::make(&old, span, Sentences::In(Language::english()));
        let edited = format!("{}{put}{}", &text[..edit.start], &text[edit.end..]);
        let new = ArticleBuilder::raw(edited.clone(), old.origin().clone());
        let shift = if edit.end <= span.start { put.len() as isize - edit.len() as isize } else { 0 };
        let moved = |at: usize| at.saturating_add_signed(shift);
        // FoldedChars put right beside the words make another word of one of them.
        let joined = |text: &str, start: usize, end: usize| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            [letter(text[..start].chars().next_back()), letter(text[end..].chars().next())]
        };
        prop_assume!(joined(text, span.start, span.end) == joined(&edited, moved(span.start), moved(span.end)));
        let anchor = Anchorer::new(&new).anchor(std::slice::from_ref(&selector));
        if let Some(place) = anchor.span() {
            prop_assert_eq!(fold(place.of(&edited)), fold(&selector.exact), "{:?}", anchor);
        }
        if let Anchor::Review(spans) = &anchor {
            prop_assert!(spans.iter().all(|s| !s.of(&edited).is_empty()));
        }
    }

    /// Whatever is edited in the marked words: they never go to words with
    /// another number, name or negation.
    #[test]
    fn an_annotation_never_goes_to_other_facts(
        subject in 0usize..4, said in 0usize..3, number in 0usize..5,
        new_subject in 0usize..4, new_said in 0usize..3, new_number in 0usize..5,
        verb in "(lost|sunk|found)", twin in any::<bool>(), gone in any::<bool>(),
    ) {
        const NAMES: [&str; 4] = ["Ida Holm", "Per Ek", "Team Alpha", "the county"];
        const SAID: [&str; 3] = ["said that it had seen", "said that it had not seen", "said that it never saw"];
        const NUMBERS: [&str; 5] = ["20", "120", "1,200", "twelve", "1.20"];
        let statement = |subject: usize, said: usize, number: usize, verb: &str| {
            format!("On that day {} {} {} boats {verb} in the old harbour", NAMES[subject], SAID[said], NUMBERS[number])
        };
        let old = statement(subject, said, number, "lost");
        let was = article(&framed(&format!("{old}.")));
        let start = was.text().find(&old).unwrap();
        let selector = Selector::make(&was, Span::new(start, start + old.len()), Sentences::In(Language::english()));
        let new = statement(new_subject, new_said, new_number, &verb);
        let other = statement((new_subject + 1) % 4, new_said, new_number, &verb);
        let paragraphs = [(!gone).then_some(new), twin.then_some(other)];
        let now: Vec<String> = paragraphs.into_iter().flatten().map(|words| format!("{words}.")).collect();
        let (anchor, words) = anchored(&selector, &framed(&now.join("\n\n")));
        if anchor.span().is_some() {
            let facts = |text: &str| -> Vec<&str> {
                let all = NAMES.iter().chain(&SAID).chain(&NUMBERS);
                all.filter(|fact| format!(" {text} ").contains(&format!(" {fact} "))).copied().collect()
            };
            prop_assert_eq!(facts(&words), facts(&old), "{:?}", words);
        }
    }

    #[test]
    fn no_selector_and_no_text_panic(text in "(?s).{0,200}", exact in "(?s).{0,80}", prefix in "(?s).{0,40}", suffix in "(?s).{0,40}", start in 0usize..300, end in 0usize..300) {
        let article = article(&text);
        let selector = Selector { exact, prefix, suffix, start, end, ..Selector::default() };
        let anchor = Anchorer::new(&article).anchor(&[selector]);
        if let Some(span) = anchor.span() {
            prop_assert!(article.text().get(span.start..span.end).is_some_and(|w| !w.is_empty()));
        }
    }
}
