//! Omnivore's `metadata_0_to_20.json`, and its highlights in Markdown.

use serde_json::Value;

use super::collector::Collector;
use super::error::ReadingListError;
use super::{ListedArticle, ListedNote, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    text.trim_start().starts_with('[') && text.contains("\"savedAt\"") && text.contains("\"slug\"")
}

/// Reads one metadata file, without the texts and highlights beside it.
pub(super) fn read(name: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    for (at, entry) in entries(name, text)?.iter().enumerate() {
        let address = field(entry, "url").unwrap_or_default();
        collector.add(format_args!("entry {}", at + 1), address, article(entry));
    }
    Ok(())
}

/// The entries of a metadata file.
pub(super) fn entries(name: &str, text: &str) -> Result<Vec<Value>, ReadingListError> {
    serde_json::from_str(text).map_err(|error| ReadingListError::json(name, &error))
}

/// What the metadata say about an article; its address is left empty.
pub(super) fn article(entry: &Value) -> ListedArticle {
    let labels = entry.get("labels").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    ListedArticle {
        title: field(entry, "title").and_then(plain::line),
        tags: fields::tags(labels.iter().filter_map(Value::as_str)),
        added: field(entry, "savedAt").and_then(fields::time),
        read: field(entry, "state").map(|state| state.eq_ignore_ascii_case("archived")),
        author: field(entry, "author").and_then(plain::line),
        ..ListedArticle::default()
    }
}

/// The text in the field `key`.
pub(super) fn field<'v>(entry: &'v Value, key: &str) -> Option<&'v str> {
    entry.get(key).and_then(Value::as_str)
}

/// The highlights in a file of highlights. Each is a block quote; paragraphs
/// after it are its note, except one of labels such as `#sea #ports`.
pub(super) fn highlights(markdown: &str) -> Vec<ListedNote> {
    let mut notes: Vec<ListedNote> = Vec::new();
    for paragraph in markdown.replace("\r\n", "\n").split("\n\n") {
        // The program writes `>` before the first line only.
        let quoted = paragraph.trim_start().strip_prefix('>');
        if let Some(words) = quoted {
            let unmarked: Vec<&str> =
                words.lines().map(|line| line.trim_start_matches(['>', ' ']).trim_end()).collect();
            if let Some(words) = plain::paragraphs(&unmarked.join("\n")) {
                notes.push(ListedNote { words: Some(words), note: String::new() });
            }
        } else if let Some(text) = plain::paragraphs(paragraph)
            && !text.split_whitespace().all(|word| word.starts_with('#') && word.len() > 1)
        {
            match notes.last_mut() {
                Some(last) if last.note.is_empty() => last.note = text,
                Some(last) => last.note.push_str(&format!("\n\n{text}")),
                None => notes.push(ListedNote { words: None, note: text }),
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_have_their_notes() {
        let markdown = "> The pier opens. \n\n#sea #ports\n\nAsk the mayor.\n\nTwice.\n\n> We waited. \n\n> ";
        let shown: Vec<(Option<String>, String)> =
            highlights(markdown).into_iter().map(|note| (note.words, note.note)).collect();
        assert_eq!(
            shown,
            [
                (Some("The pier opens.".to_owned()), "Ask the mayor.\n\nTwice.".to_owned()),
                (Some("We waited.".to_owned()), String::new()),
            ]
        );
    }
}
