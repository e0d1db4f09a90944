//! Plain text, for mail and for reading.

use super::{Input, annotation_of, one_line, source, title};
use crate::notes::{Anchor, Annotation};

/// Columns that lines are filled to, in characters.
const WIDTH: usize = 72;

pub(super) fn write(input: &Input<'_>) -> String {
    let meta = input.article.meta();
    let mut out = String::new();
    filled(&mut out, "", &title(input.article));
    let by = (!meta.byline.is_empty()).then(|| format!("by {}", meta.byline.join(", ")));
    let facts: Vec<String> =
        by.into_iter().chain(meta.site.clone()).chain(meta.published.clone()).chain(source(input.article)).collect();
    for fact in facts {
        filled(&mut out, "", &fact);
    }
    for entry in input.entries {
        annotation(&mut out, &entry.annotation, &entry.anchor);
    }
    if input.options.quotes {
        out.push_str("\nQUOTES\n");
        for quote in &input.analysis.quotes {
            let speaker = quote.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
            let check = annotation_of(input, quote).and_then(|a| a.check).map(|c| format!(", {}", c.name()));
            out.push('\n');
            filled(&mut out, "    ", &format!("“{}”", quote.words(input.article.text())));
            filled(&mut out, "    ", &format!("— {speaker} ({}{})", quote.kind.name(), check.unwrap_or_default()));
        }
    }
    out
}

fn annotation(out: &mut String, annotation: &Annotation, anchor: &Anchor) {
    out.push('\n');
    filled(out, "    ", &format!("“{}”", annotation.exact()));
    let speaker = annotation.quote.as_ref().map(|q| q.speaker.clone().unwrap_or("speaker unknown".to_owned()));
    let check = annotation.check.map(|c| c.name().to_owned());
    let credit: Vec<String> = speaker.into_iter().chain(check).collect();
    if !credit.is_empty() {
        filled(out, "    ", &format!("— {}", credit.join(", ")));
    }
    for line in annotation.note.trim().lines() {
        filled(out, "", line);
    }
    if !annotation.tags.is_empty() {
        filled(out, "", &format!("Tags: {}", annotation.tags.join(", ")));
    }
    match anchor {
        Anchor::Exact(_) | Anchor::Moved(..) => {}
        Anchor::Review(_) => filled(out, "", "(Its place in the text is not certain.)"),
        Anchor::Orphan => filled(out, "", "(Its words are no longer in the text.)"),
    }
}

/// `text` in lines of at most [`WIDTH`] characters, each behind `indent`;
/// longer words stand alone. Nothing in it but what can be printed.
fn filled(out: &mut String, indent: &str, text: &str) {
    let text: String = one_line(text).chars().filter(|c| !c.is_control()).collect();
    let mut length = 0;
    for word in text.split(' ') {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > WIDTH {
            out.push('\n');
            length = 0;
        }
        if length == 0 {
            out.push_str(indent);
            length = indent.len();
        } else {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += letters;
    }
    out.push('\n');
}
