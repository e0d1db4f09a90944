//! Names that are clear only from all their places in an article.
//!
//! Both functions take the possible names of the whole article, each with its
//! probability, its range in bytes and its kind.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::EntityKind;
use pullquote_article::Span;

/// The smallest probability of a name with the words and the kind of another name
/// in the article. Chosen on held-out training articles.
const SMALLEST_REPEAT: f32 = 0.2;

/// The smallest mean probability that words used several times are a name of some kind.
/// This and [`SMALLEST_KIND`] were chosen so that F1 on the development articles of all
/// corpora stays the same and more names are found.
const SMALLEST_NAME: f32 = 0.7;

/// The smallest mean probability of their likeliest kind.
const SMALLEST_KIND: f32 = 0.35;

/// A possible name: its probability, its range in the text and its kind.
type PossibleName = (f32, (Span, EntityKind));

/// Adds words that are surely a name, but of a kind that no sentence shows: an unknown
/// town that is used several times. They get the kind that is likeliest over all places.
pub(super) fn add_sure_words(text: &str, names: &mut Vec<(Span, EntityKind)>, possible: &[PossibleName]) {
    let mut words: HashMap<&str, (HashSet<usize>, HashMap<EntityKind, f32>)> = HashMap::new();
    for (probability, (span, kind)) in possible {
        let (places, kinds) = words.entry(span.of(text)).or_default();
        places.insert(span.start);
        *kinds.entry(*kind).or_default() += probability;
    }
    let likeliest = |(word, (places, kinds)): (_, (HashSet<usize>, HashMap<EntityKind, f32>))| {
        // Equal sums go to the kind that comes first, so that the result is always the same.
        let best = kinds.iter().max_by(|(a, x), (b, y)| x.total_cmp(y).then(b.cmp(a)))?;
        let count = places.len() as f32;
        let sure = places.len() > 1
            && kinds.values().sum::<f32>() >= SMALLEST_NAME * count
            && *best.1 >= SMALLEST_KIND * count;
        sure.then_some((word, *best.0))
    };
    let sure: HashMap<&str, EntityKind> = words.into_iter().filter_map(likeliest).collect();
    let found = possible.iter().map(|(_, name)| *name).filter(|(span, kind)| sure.get(span.of(text)) == Some(kind));
    add_disjoint(names, found);
}

/// Adds other mentions with the same text and kind as a name. Those with a higher
/// probability come first; one that overlaps a name is left out.
pub(super) fn add_repeats(text: &str, names: &mut Vec<(Span, EntityKind)>, mut others: Vec<PossibleName>) {
    let words_and_kind = |(name, kind): (Span, EntityKind)| (name.of(text).to_lowercase(), kind);
    let known: HashSet<(String, EntityKind)> = names.iter().map(|&name| words_and_kind(name)).collect();
    others.retain(|(probability, name)| *probability >= SMALLEST_REPEAT && known.contains(&words_and_kind(*name)));
    others.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    add_disjoint(names, others.into_iter().map(|(_, name)| name));
}

/// Adds names to `names`, which are disjoint and in order and stay so. A new name that
/// overlaps one that is there is left out.
fn add_disjoint(names: &mut Vec<(Span, EntityKind)>, new: impl Iterator<Item = (Span, EntityKind)>) {
    let mut by_end: BTreeMap<usize, (Span, EntityKind)> = names.drain(..).map(|name| (name.0.end, name)).collect();
    for name in new {
        // Of disjoint names, only the first that ends after the start can overlap.
        let next = by_end.range(name.0.start + 1..).next();
        if next.is_none_or(|(_, (other, _))| !other.overlaps(name.0)) {
            by_end.insert(name.0.end, name);
        }
    }
    names.extend(by_end.into_values());
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityKind::{Organization, Person, Place};

    #[test]
    fn words_that_are_surely_a_name_get_their_likeliest_kind() {
        let text = "Velsa Velsa Orsten Brill";
        let possible = [
            (0.4, (Span::new(0, 5), Place)),
            (0.4, (Span::new(0, 5), Person)),
            (0.5, (Span::new(6, 11), Place)),
            (0.3, (Span::new(6, 11), Organization)),
            (0.44, (Span::new(12, 18), Place)),
            (0.44, (Span::new(12, 18), Person)),
            (0.3, (Span::new(19, 24), Place)),
        ];
        let mut names = Vec::new();
        add_sure_words(text, &mut names, &possible);
        let expected = [(Span::new(0, 5), Place), (Span::new(6, 11), Place)];
        assert_eq!(names, expected, "Orsten and Brill are used once");
    }

    #[test]
    fn repeats_of_a_name_are_names_if_they_overlap_none() {
        let text = "Ada Okafor. ADA OKAFOR Okafor Orsted";
        let person = EntityKind::Person;
        let mut names = vec![(Span::new(0, 10), person), (Span::new(16, 22), EntityKind::Place)];
        let others = vec![
            (0.3, (Span::new(23, 29), person)),
            (0.4, (Span::new(12, 22), person)),
            (0.2, (Span::new(30, 36), person)),
        ];
        add_repeats(text, &mut names, others.clone());
        assert_eq!(names.len(), 2);
        let mut names = vec![(Span::new(0, 10), person)];
        add_repeats(text, &mut names, others);
        assert_eq!(names, [(Span::new(0, 10), person), (Span::new(12, 22), person)]);
    }

    #[test]
    fn less_probable_mentions_of_a_name_are_names() {
        let text = "Velsa velsa Velsa";
        let mut names = vec![(Span::new(0, 5), Place)];
        let others = vec![(0.25, (Span::new(6, 11), Place)), (0.3, (Span::new(12, 17), Person))];
        add_repeats(text, &mut names, others);
        assert_eq!(names, [(Span::new(0, 5), Place), (Span::new(6, 11), Place)]);
    }
}
