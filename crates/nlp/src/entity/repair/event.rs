//! Laws, treaties, wars, prizes and other events: “Clean Harbours Act”, “Orsten Accords”.
//! The model often takes only a part of such a name, as a place or an organization.

use std::ops::Range;

use super::Context;
use super::election::is_year;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, is_free, name_at, put_in_place};
use crate::lexicon::Lists;
use pullquote_article::Span;
use pullquote_article::text::token::APOSTROPHES;

/// The most words of a name that a list has.
const MOST_LISTED: usize = 6;
/// The most small words between two words with a capital: “Prize for the Arts”.
const MOST_SMALL: usize = 2;

/// Makes each run of capitalized words that ends with a word for an event one name, and each
/// that begins with one and goes on with “of”: “Treaty of Orsten”. Adds the events and products
/// of several words that the lists have, where there is no name yet.
pub(super) fn join_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let words = words(context.text);
    let mut events: Vec<Name> = Vec::new();
    let mut free = 0;
    for head in 0..words.len() {
        if let Some(found) = ending_at(context, &words, free..head, names) {
            free = found.end;
            let (Some(first), Some(last)) = (words.get(found.start), words.get(found.end - 1)) else { continue };
            events.push(Name { span: Span::new(first.start, last.end), kind: EntityKind::Misc });
        }
    }
    put_in_place(names, events);
    let begun = disjoint(&words, |first| beginning_at(context, &words, first, names));
    put_in_place(names, begun);
    let listed = disjoint(&words, |first| listed_at(context, &words, first, names));
    put_in_place(names, listed);
}

/// The names that `name_at` finds, from left to right and without overlaps. It is given the index
/// of a word and returns the name that begins there, with the number of its words.
fn disjoint(words: &[Span], name_at: impl Fn(usize) -> Option<(Name, usize)>) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = name_at(at);
        at += found.map_or(1, |(_, count)| count);
        names.extend(found.map(|(name, _)| name));
    }
    names
}

/// The words of the text: letters and digits, with the marks within a word.
fn words(text: &str) -> Vec<Span> {
    let mut words: Vec<Span> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '&'), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The most words after the first of a name that begins with a word for an event.
const MOST_AFTER: usize = 5;

/// The name that begins with the word `head`, if that is a word for an event with a capital,
/// joined to words with a capital; and the number of its words.
fn beginning_at(context: &Context<'_>, words: &[Span], head: usize, names: &[Name]) -> Option<(Name, usize)> {
    let text = context.text;
    let events = &context.language.events;
    let first = words.get(head)?.of(text);
    if !is_capital(first) || !events.begins.contains(&first.to_lowercase() as &str) {
        return None;
    }
    let mut last = None;
    for at in head + 1..=head + MOST_AFTER {
        let (before, word) = (words.get(at - 1)?, words.get(at));
        let Some(word) = word.filter(|word| spaced(text, *before, **word)) else { break };
        let kind = name_at(names, *word).map(|name| name.kind);
        if matches!(kind, Some(EntityKind::Person | EntityKind::Misc | EntityKind::Date)) {
            break;
        }
        let shown = word.of(text);
        // After the first word comes “of” or another small word.
        if is_capital(shown) && at > head + 1 {
            last = Some(at);
        } else if is_capital(shown) || !events.joins.contains(shown) || events.splits.contains(shown) {
            break;
        }
    }
    let last = last?;
    let span = Span::new(words.get(head)?.start, words.get(last)?.end);
    Some((Name { span, kind: EntityKind::Misc }, last + 1 - head))
}

/// The words of the name that ends with the word `before.end`, if that is a word for an
/// event after another word with a capital. A year right after it belongs to the name.
/// `before` are the words that may belong to the name: those after the last event, so that
/// no word is looked at twice in a long run of events.
fn ending_at(context: &Context<'_>, words: &[Span], before: Range<usize>, names: &[Name]) -> Option<Range<usize>> {
    let text = context.text;
    let head = before.end;
    let last = words.get(head)?;
    if !is_event(context, last.of(text)) {
        return None;
    }
    let kind = name_at(names, *last).map(|name| name.kind);
    if matches!(kind, Some(EntityKind::Person | EntityKind::Date | EntityKind::Money)) {
        return None;
    }
    let next = words.get(head + 1).filter(|next| spaced(text, *last, **next)).map(|next| next.of(text));
    let number = next.is_some_and(is_number);
    if next.is_some_and(is_capital) && !number {
        return None;
    }
    let first = first_word(context, words, before, names);
    (first < head).then_some(first..head + 1 + usize::from(number))
}

/// The index of the first word of the name that ends with the word `before.end`, among the
/// words `before`.
fn first_word(context: &Context<'_>, words: &[Span], before: Range<usize>, names: &[Name]) -> usize {
    let text = context.text;
    let head = before.end;
    let in_person = |word: Span| name_at(names, word).is_some_and(|name| name.kind == EntityKind::Person);
    let mut first = head;
    while let Some(at) = word_before(context, words, first, head).filter(|at| *at >= before.start) {
        let Some(word) = words.get(at).filter(|word| !in_person(**word)) else { break };
        let possessive = at + 1 == head && word.of(text).contains(APOSTROPHES);
        // “the Orsten Summit and the Linden Prize” are two.
        let another = at + 1 < first && is_event(context, word.of(text));
        if possessive || another {
            break;
        }
        first = at;
    }
    // A word like “The” or “In” has its capital from the beginning of the sentence.
    let is_small = |at: usize| {
        let lower = words.get(at).map(|word| word.of(text).to_lowercase()).unwrap_or_default();
        context.language.word_class(&lower).is_some()
    };
    while first < head && is_small(first) {
        first += 1;
    }
    first
}

/// The index of the word with a capital before `first` in the same name. Small words
/// may be between, except before the last word `head`.
fn word_before(context: &Context<'_>, words: &[Span], first: usize, head: usize) -> Option<usize> {
    let text = context.text;
    let mut at = first;
    let mut after = "";
    for small in 0..=MOST_SMALL {
        let before = at.checked_sub(1)?;
        if !spaced(text, *words.get(before)?, *words.get(at)?) {
            return None;
        }
        let word = words.get(before)?.of(text);
        if is_capital(word) {
            return Some(before);
        }
        if small == MOST_SMALL || first == head || !context.language.events.joins.contains(word) {
            return None;
        }
        // “the Treaty of Orsten and the Second Norsian War” are two.
        let events = &context.language.events;
        if events.splits.contains(word) && events.articles.contains(after) {
            return None;
        }
        after = word;
        at = before;
    }
    None
}

/// The name of several words that the lists of events and products have at the word
/// `first`, and the number of its words, if no name is there.
fn listed_at(context: &Context<'_>, words: &[Span], first: usize, names: &[Name]) -> Option<(Name, usize)> {
    let text = context.text;
    let start = words.get(first)?.start;
    if !is_capital(words.get(first)?.of(text)) {
        return None;
    }
    let ends: Range<usize> = first + 1..(first + MOST_LISTED).min(words.len());
    ends.rev().find_map(|last| {
        let word = words.get(last)?;
        let span = Span::new(start, word.end);
        if !is_capital(word.of(text)) || !is_free(names, span) {
            return None;
        }
        let lists = context.word_tables.lists(&span.of(text).to_lowercase());
        let kind = if lists.meets(Lists::EVENT) {
            EntityKind::Misc
        } else if lists.meets(Lists::PRODUCT) {
            EntityKind::Product
        } else {
            return None;
        };
        let only = lists.0 & !(Lists::EVENT.0 | Lists::PRODUCT.0) == 0;
        only.then_some((Name { span, kind }, last + 1 - first))
    })
}

/// Whether one space is between two words.
fn spaced(text: &str, first: Span, second: Span) -> bool {
    text.get(first.end..second.start) == Some(" ")
}

/// Whether a word is one for an event, with a capital.
fn is_event(context: &Context<'_>, word: &str) -> bool {
    is_capital(word) && context.language.events.events.contains(&word.to_lowercase() as &str)
}

/// Whether a word begins with a capital or a digit.
fn is_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a word is a year or a Roman numeral: “2022”, “II”.
fn is_number(word: &str) -> bool {
    is_year(word) || word.len() < 5 && word.bytes().all(|b| b"IVX".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing;
    use EntityKind::{Misc, Organization, Person, Place, Product};

    fn repaired<'t>(text: &'t str, names: &[(&str, EntityKind)]) -> Vec<(&'t str, EntityKind)> {
        let listed = [("long night", Lists::EVENT), ("gull 200", Lists::PRODUCT), ("last ferry", Lists::EVENT)];
        testing::repaired(join_names, text, names, &listed)
    }

    #[test]
    fn a_run_that_ends_with_a_word_for_an_event_is_one_name() {
        let text = "The Bank of Orsten Act 2016 came after World War II. The Norsia-Velland Summit and \
            the Linden Prize are old.";
        let names = [("Bank of Orsten", Organization), ("Norsia", Place), ("Linden Prize", Organization)];
        let expected = ["Bank of Orsten Act 2016", "World War II", "Norsia-Velland Summit", "Linden Prize"];
        assert_eq!(repaired(text, &names), expected.map(|name| (name, Misc)));
    }

    #[test]
    fn a_name_that_begins_with_a_word_for_an_event_goes_on_after_of() {
        let text = "The Treaty of Orsten and the Second Norsian War; the Convention on the Law of Rivers. \
            The Siege. A Treaty with Ida Holm. The Battle of Linden Bridge began.";
        let names = [("Orsten", Place), ("Ida Holm", Person), ("Linden", Place)];
        let expected = [
            ("Treaty of Orsten", Misc),
            ("Second Norsian War", Misc),
            ("Convention on the Law of Rivers", Misc),
            ("Ida Holm", Person),
            ("Battle of Linden Bridge", Misc),
        ];
        assert_eq!(repaired(text, &names), expected);
    }

    #[test]
    fn events_right_after_each_other_are_disjoint() {
        let text = "The Orsten War II Peace Treaty and Linden Cup 2022 Orsten Cup 2022 Orsten Cup.";
        let expected = ["Orsten War II", "Peace Treaty", "Linden Cup 2022", "Orsten Cup 2022", "Orsten Cup"];
        assert_eq!(repaired(text, &[]), expected.map(|name| (name, Misc)));
    }

    #[test]
    fn a_person_a_single_word_and_a_longer_name_are_no_event() {
        let text = "An Act by Ida Holm Prize, Cup of Orsten, the Ministry of War and the Orsten War Museum.";
        let names = [("Ida Holm Prize", Person), ("Orsten", Place), ("Orsten War Museum", Organization)];
        assert_eq!(repaired(text, &names), names);
    }

    #[test]
    fn a_listed_event_or_product_is_a_name_where_there_is_none() {
        let text = "They saw the Long Night in a Gull 200 from the Last Ferry Museum.";
        let found = repaired(text, &[("Last Ferry Museum", Organization)]);
        let expected = [("Long Night", Misc), ("Gull 200", Product), ("Last Ferry Museum", Organization)];
        assert_eq!(found, expected);
    }
}
