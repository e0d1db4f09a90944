//! Whether the speaker of a quote is the right person, and not only the right words.
//!
//! The labels are in the file `identity.tsv` of a corpus: the name of the article, the
//! first code point of a quote and the one after its last, the class of its source, and
//! the full name of the speaker. `~` before the words says that the article does not name
//! the speaker; `A|B` takes either; rows with `?` are left out.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::Result;
use pullquote_article::text::units::CodePoints;
use pullquote_article::{Article, Span};
use pullquote_nlp::train::resolver::is_same_name;
use pullquote_nlp::{Analysis, QuoteKind, Speaker};

/// The least confidence of each row of the table, and of the row before it.
const STEPS: [f32; 7] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01];

/// The quotes of one kind of mention in each row: all, and those that are right.
type Counts = [(usize, usize); STEPS.len() - 1];

/// The labels of a corpus and the results so far.
pub(crate) struct Identities {
    labels: HashMap<String, Vec<(usize, usize, String)>>,
    /// By kind of mention: in each row how many quotes, and how many are right.
    counts: BTreeMap<&'static str, Counts>,
}

impl Identities {
    /// The labels of a corpus; none if it has no such file.
    pub(crate) fn read(corpus: &Path) -> Result<Self> {
        let mut labels: HashMap<String, Vec<(usize, usize, String)>> = HashMap::new();
        let rows = std::fs::read_to_string(corpus.join("identity.tsv")).unwrap_or_default();
        for row in rows.lines().map(|line| line.split('\t').collect::<Vec<_>>()) {
            let [article, start, end, _, name, ..] = row.as_slice() else { continue };
            if !name.starts_with('?') {
                let label = (start.parse()?, end.parse()?, (*name).to_owned());
                labels.entry((*article).to_owned()).or_default().push(label);
            }
        }
        Ok(Self { labels, counts: BTreeMap::new() })
    }

    /// Judges the quotes of an article that have a label and a speaker.
    pub(crate) fn judge(&mut self, article: &Article, analysis: &Analysis) {
        let stem = article.origin().path.as_ref().and_then(|p| p.file_stem()).unwrap_or_default();
        let Some(labels) = self.labels.get(stem.to_string_lossy().as_ref()) else { return };
        let points = CodePoints::new(article.text());
        for (start, end, name) in labels {
            let span = points.to_span(*start, *end);
            let covers = |s: &Span| s.intersection(span).is_some_and(|both| both.len() * 10 >= span.len() * 8);
            let marked = analysis.quotes.iter().filter(|q| q.kind != QuoteKind::Indirect);
            let Some(quote) = marked.clone().find(|q| q.spans.iter().any(covers)) else { continue };
            let Some(speaker) = &quote.speaker else { continue };
            let step = STEPS.iter().filter(|least| quote.confidence >= **least).count();
            let cells = self.counts.entry(speaker.how.name()).or_default();
            if let Some((all, good)) = step.checked_sub(1).and_then(|row| cells.get_mut(row)) {
                *all += 1;
                *good += usize::from(is_right(speaker, name));
            }
        }
    }

    /// Prints the share of quotes with the right speaker, by confidence and kind of mention.
    pub(crate) fn print(&self) {
        if self.counts.is_empty() {
            return;
        }
        println!("\nthe right person, by kind of mention: quotes, share");
        print!("{:12}", "confidence");
        self.counts.keys().for_each(|how| print!(" {how:>14}"));
        println!();
        for (row, bounds) in STEPS.windows(2).enumerate() {
            let [low, high] = bounds else { continue };
            print!("{:12}", format!("{low:.1} to {:.1}", high.min(1.0)));
            for cells in self.counts.values() {
                let (all, good) = cells.get(row).copied().unwrap_or_default();
                #[allow(clippy::cast_precision_loss)] // Counts are small.
                let share = good as f64 / all.max(1) as f64;
                print!(" {:>14}", format!("{all} {share:.3}"));
            }
            println!();
        }
    }
}

fn is_right(speaker: &Speaker, label: &str) -> bool {
    match label.strip_prefix('~') {
        Some(words) => {
            let own = |word: &str| words.to_lowercase().contains(&word.to_lowercase());
            speaker.entity.is_none() || speaker.name.split_whitespace().any(own)
        }
        None => label.split('|').any(|name| is_same_name(&speaker.name, name)),
    }
}
