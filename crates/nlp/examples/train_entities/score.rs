//! How well a model finds names.

use std::collections::HashMap;

use pullquote_nlp::EntityKind;
use pullquote_nlp::lexicon::Lexicon;
use pullquote_nlp::names::document::agree;
use pullquote_nlp::names::label::Tagger;

use crate::corpus::Tagged;

/// Prints precision, recall, F1 and how many there are, by exact span and kind.
pub(crate) fn print(articles: &[Tagged], lexicon: &Lexicon<'_>, tagger: &Tagger<'_>, agreed: bool) {
    let mut counts: HashMap<EntityKind, [usize; 3]> = HashMap::new();
    for article in articles {
        let features = article.features(lexicon);
        let mut found = tagger.find(&article.text, &features);
        if agreed {
            agree(&article.text, &mut found, lexicon);
        }
        for name in &found {
            counts.entry(name.1).or_default()[usize::from(!article.gold.contains(name))] += 1;
        }
        for name in &article.gold {
            if !found.contains(name) {
                counts.entry(name.1).or_default()[2] += 1;
            }
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
    let line = |name: &str, [hit, wrong, missed]: [usize; 3]| {
        let (p, r) = (hit as f64 / (hit + wrong).max(1) as f64, hit as f64 / (hit + missed).max(1) as f64);
        println!("{name:14} {p:7.4} {r:7.4} {:7.4} {:6}", 2.0 * p * r / (p + r).max(1e-9), hit + missed);
    };
    line("core", sum(&core));
    line("all", sum(&EntityKind::ALL));
    for kind in EntityKind::ALL {
        line(kind.name(), sum(&[kind]));
    }
}
