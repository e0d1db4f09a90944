//! The scores of a model that finds names.

use std::collections::HashMap;

use pullquote_nlp::train::names::{NamedArticle, find};
use pullquote_nlp::{EntityKind, Model};

/// Prints precision, recall, F1 and the number of names, overall and by kind. A name
/// is right if its words and its kind are those of the annotation. The scores are
/// printed twice: for each sentence by itself, and with the kinds of names unified.
pub(crate) fn print(title: &str, articles: &[NamedArticle], model: &Model) {
    for unify in [false, true] {
        println!("{title}{}", if unify { ", kinds unified" } else { "" });
        print_once(articles, model, unify);
    }
}

fn print_once(articles: &[NamedArticle], model: &Model, unify: bool) {
    let mut counts: HashMap<EntityKind, [usize; 3]> = HashMap::new();
    for article in articles {
        let found = find(&article.text, model, unify);
        for name in &found {
            counts.entry(name.1).or_default()[usize::from(!article.names.contains(name))] += 1;
        }
        for name in article.names.iter().filter(|name| !found.contains(name)) {
            counts.entry(name.1).or_default()[2] += 1;
        }
    }
    let core = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];
    let sum = |kinds: &[EntityKind]| {
        let mut all = [0; 3];
        for kind in kinds {
            for (a, b) in all.iter_mut().zip(counts.get(kind).copied().unwrap_or_default()) {
                *a += b;
            }
        }
        all
    };
    let line = |name: &str, [right, wrong, missed]: [usize; 3]| {
        let (p, r) = (right as f64 / (right + wrong).max(1) as f64, right as f64 / (right + missed).max(1) as f64);
        println!("{name:14} {p:7.4} {r:7.4} {:7.4} {:6}", 2.0 * p * r / (p + r).max(1e-9), right + missed);
    };
    line("core", sum(&core));
    line("all", sum(&EntityKind::ALL));
    for kind in EntityKind::ALL {
        line(kind.name(), sum(&[kind]));
    }
}
