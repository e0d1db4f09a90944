//! How much of an article's true text an extractor finds, and how much else.

use std::collections::HashMap;

/// Words in a run that is compared.
const RUN: usize = 4;

/// Precision, recall and exactness of some pages.
#[derive(Debug, Default, Clone)]
pub struct Score {
    pages: f64,
    precision: f64,
    recall: f64,
    exact: f64,
}

impl Score {
    /// Adds one page: the text that was `found` and the `true_text`. Precision and recall
    /// are those of the runs of four words, each counted as often as it comes (as in
    /// Zyte's benchmark of article extraction, 2020).
    pub fn add(&mut self, found: &str, true_text: &str) {
        let (found, truth) = (words(found), words(true_text));
        let (in_found, in_truth) = (runs(&found), runs(&truth));
        let both: usize = in_found.iter().map(|(run, count)| *count.min(in_truth.get(run).unwrap_or(&0))).sum();
        let share = |counts: &HashMap<Vec<String>, usize>| both as f64 / counts.values().sum::<usize>().max(1) as f64;
        self.pages += 1.0;
        self.precision += share(&in_found);
        self.recall += share(&in_truth);
        self.exact += f64::from(u8::from(found == truth));
    }

    /// F1 of the mean precision and the mean recall, precision, recall, and the share
    /// of pages with exactly the true words.
    pub fn figures(&self) -> [f64; 4] {
        let [precision, recall, exact] = [self.precision, self.recall, self.exact].map(|sum| sum / self.pages.max(1.0));
        [2.0 * precision * recall / (precision + recall).max(1e-9), precision, recall, exact]
    }
}

/// The words of `text`; in scripts without spaces, each character is one.
fn words(text: &str) -> Vec<String> {
    let is_word = |c: char| ('\u{3040}'..='\u{9fff}').contains(&c) || ('\u{e00}'..='\u{eff}').contains(&c);
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')) {
        if !word.is_empty() && (is_word(c) || !c.is_alphanumeric() && c != '_') {
            words.push(std::mem::take(&mut word));
        }
        if is_word(c) {
            words.push(c.to_string());
        } else if c.is_alphanumeric() || c == '_' {
            word.push(c);
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// How often each run of [`RUN`] words comes; a shorter text is one run.
fn runs(words: &[String]) -> HashMap<Vec<String>, usize> {
    let mut counts = HashMap::new();
    for run in words.windows(RUN.min(words.len()).max(1)) {
        *counts.entry(run.to_vec()).or_default() += 1;
    }
    counts
}
