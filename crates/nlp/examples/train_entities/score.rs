//! The scores of a model that finds names.

use std::collections::HashMap;

use pullquote_nlp::train::names::{NamedArticle, find};
use pullquote_nlp::{EntityKind, Model};

/// The kinds that every corpus has.
const CORE: [EntityKind; 3] = [EntityKind::Person, EntityKind::Organization, EntityKind::Place];

/// Prints precision, recall, F1 and the number of names: of people, organizations and
/// places together, and of each kind that the annotators looked for. A name is right if
/// its words and its kind are those of the annotation. `without` is the name of a repair
/// that is left out.
pub(crate) fn print(title: &str, articles: &[NamedArticle], model: &Model, without: Option<&str>) {
    let mut counts: HashMap<EntityKind, [usize; 3]> = HashMap::new();
    for article in articles {
        let found = find(&article.text, model, without);
        for name in &found {
            counts.entry(name.1).or_default()[usize::from(!article.names.contains(name))] += 1;
        }
        for name in article.names.iter().filter(|name| !found.contains(name)) {
            counts.entry(name.1).or_default()[2] += 1;
        }
    }
    let line = |name: &str, kinds: &[EntityKind]| {
        let sum = |nth: usize| kinds.iter().filter_map(|kind| counts.get(kind)).map(|of| of[nth]).sum::<usize>();
        let [right, wrong, missed] = [0, 1, 2].map(sum);
        let (p, r) = (right as f64 / (right + wrong).max(1) as f64, right as f64 / (right + missed).max(1) as f64);
        println!("  {name:14} {p:7.4} {r:7.4} {:7.4} {:6}", 2.0 * p * r / (p + r).max(1e-9), right + missed);
    };
    println!("{title}: {} articles", articles.len());
    line("core", &CORE);
    let looked_for = |kind: &&EntityKind| articles.iter().any(|article| article.kinds.contains(kind));
    for kind in EntityKind::ALL.iter().filter(looked_for) {
        line(kind.name(), &[*kind]);
    }
}
