//! Laws, treaties, wars, prizes and other events: “Clean Harbours Act”, “Orsten Accords”.
//! The model often takes only a part of such a name, as a place or an organization.

use std::ops::Range;

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, is_free};
use crate::lexicon::Lists;
use pullquote_article::Span;

/// The most words of a name that a list has.
const MOST_LISTED: usize = 6;
/// The most small words between two words with a capital: “Prize for the Arts”.
const MOST_SMALL: usize = 2;

/// Makes each run of capitalized words that ends with a word for an event one name, and
/// adds the events and products of several words that the lists have, where there is no
/// name yet.
pub(super) fn join_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let words = words(context.text);
    let heads = (0..words.len()).filter_map(|head| ending_at(context, &words, head, names));
    let events: Vec<Name> = heads.map(|span| Name { span, kind: EntityKind::Misc }).collect();
    put(names, events);
    let mut listed: Vec<Name> = Vec::new();
    let mut next = 0;
    for first in 0..words.len() {
        if first < next {
            continue;
        }
        if let Some((name, words)) = listed_at(context, &words, first, names) {
            listed.push(name);
            next = first + words;
        }
    }
    put(names, listed);
}

/// Puts `new` into `names`, in place of the names that they overlap.
fn put(names: &mut Vec<Name>, new: Vec<Name>) {
    if new.is_empty() {
        return;
    }
    names.retain(|name| is_free(&new, name.span));
    names.extend(new);
    names.sort_by_key(|name| name.span.start);
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

/// The name that ends with the word `head`, if that is a word for an event after another
/// word with a capital. A year right after it belongs to the name.
fn ending_at(context: &Context<'_>, words: &[Span], head: usize, names: &[Name]) -> Option<Span> {
    let text = context.text;
    let last = words.get(head)?;
    let word = last.of(text);
    if !is_capital(word) || !context.language.events.events.contains(&word.to_lowercase() as &str) {
        return None;
    }
    let of_another_kind = |name: &&Name| matches!(name.kind, EntityKind::Person | EntityKind::Date | EntityKind::Money);
    if names.iter().filter(of_another_kind).any(|name| name.span.overlaps(*last)) {
        return None;
    }
    let first = first_word(context, words, head, names);
    let next_is_capital =
        words.get(head + 1).is_some_and(|next| spaced(text, *last, *next) && is_capital(next.of(text)));
    if first == head || next_is_capital && !is_number(words.get(head + 1)?.of(text)) {
        return None;
    }
    let number = words.get(head + 1).filter(|next| spaced(text, *last, **next) && is_number(next.of(text)));
    Some(Span::new(words.get(first)?.start, number.unwrap_or(last).end))
}

/// The index of the first word of the name that ends with the word `head`.
fn first_word(context: &Context<'_>, words: &[Span], head: usize, names: &[Name]) -> usize {
    let text = context.text;
    let in_person = |word: Span| names.iter().any(|name| name.kind == EntityKind::Person && name.span.overlaps(word));
    let is_event = |word: &str| context.language.events.events.contains(&word.to_lowercase() as &str);
    let mut first = head;
    while let Some(before) = word_before(context, words, first, head) {
        let Some(word) = words.get(before).filter(|word| !in_person(**word)) else { break };
        let possessive = before + 1 == head && word.of(text).contains(['\'', '’']);
        // “the Orsten Summit and the Linden Prize” are two.
        let another = before + 1 < first && is_event(word.of(text));
        if possessive || another {
            break;
        }
        first = before;
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
        let lists = context.lexicon.lists(&span.of(text).to_lowercase());
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

/// Whether a word begins with a capital or a digit.
fn is_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// Whether a word is a year or a Roman numeral: “2022”, “II”.
fn is_number(word: &str) -> bool {
    let year = word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit());
    year || word.len() < 5 && word.bytes().all(|b| b"IVX".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::name::names_in;
    use crate::language::Language;
    use crate::lexicon::{Clusters, WordTables, lower_key, write_gazetteer};
    use EntityKind::{Misc, Organization, Person, Place, Product};

    fn repaired(text: &str, names: &[(&str, EntityKind)]) -> Vec<(String, EntityKind)> {
        let mut names = names_in(text, names);
        let listed = [("long night", Lists::EVENT), ("gull 200", Lists::PRODUCT), ("last ferry", Lists::EVENT)];
        let gazetteer = write_gazetteer(listed.map(|(name, lists)| (lower_key(name), lists)).to_vec());
        let lexicon = WordTables::open(Clusters::write(&[], Vec::new()), gazetteer).expect("two tables");
        join_names(&Context { text, language: Language::english(), lexicon: &lexicon }, &mut names);
        names.iter().map(|name| (name.span.of(text).to_owned(), name.kind)).collect()
    }

    #[test]
    fn a_run_that_ends_with_a_word_for_an_event_is_one_name() {
        let text = "The Bank of Orsten Act 2016 came after World War II. The Norsia-Velland Summit and \
            the Linden Prize are old.";
        let names = [("Bank of Orsten", Organization), ("Norsia", Place), ("Linden Prize", Organization)];
        let expected = ["Bank of Orsten Act 2016", "World War II", "Norsia-Velland Summit", "Linden Prize"];
        assert_eq!(repaired(text, &names), expected.map(|name| (name.to_owned(), Misc)));
    }

    #[test]
    fn a_person_a_single_word_and_a_longer_name_are_no_event() {
        let text = "An Act by Ida Holm Prize, Cup of Orsten, the Ministry of War and the Orsten War Museum.";
        let names = [("Ida Holm Prize", Person), ("Orsten", Place), ("Orsten War Museum", Organization)];
        let expected = names.map(|(name, kind)| (name.to_owned(), kind));
        assert_eq!(repaired(text, &names), expected);
    }

    #[test]
    fn a_listed_event_or_product_is_a_name_where_there_is_none() {
        let text = "They saw the Long Night in a Gull 200 from the Last Ferry Museum.";
        let found = repaired(text, &[("Last Ferry Museum", Organization)]);
        let expected = [("Long Night", Misc), ("Gull 200", Product), ("Last Ferry Museum", Organization)];
        assert_eq!(found, expected.map(|(name, kind)| (name.to_owned(), kind)));
    }
}
