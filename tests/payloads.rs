//! The list of hostile texts in `payloads.json`, by what they attack. Programs
//! that read the exports are tried with the same list (`benches/consumers.py`).

use std::collections::BTreeMap;

/// Every text that attacks `target`: `terminal`, `bibtex`, `org`, `emacs`,
/// `markdown`, `spreadsheet` or `data`.
pub(crate) fn against(target: &str) -> Vec<String> {
    every().remove(target).expect("a kind of payload")
}

/// All texts, by their target.
pub(crate) fn every() -> BTreeMap<String, Vec<String>> {
    serde_json::from_str(include_str!("payloads.json")).expect("a list of payloads")
}

/// The first character of `text` that a terminal may obey: a control character
/// other than a line feed or a tab, or one that is invisible or turns text
/// around.
pub(crate) fn dangerous(text: &str) -> Option<char> {
    let invisible = |c: char| matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}');
    text.chars().find(|&c| (c.is_control() && !matches!(c, '\n' | '\t')) || invisible(c))
}
