//! Plain text, for mail and for reading.

use super::file_variables::{INVISIBLE, disarmed};
use super::{Input, Item, one_line};
use pullquote_article::text::sanitize;

/// The longest line, in characters.
const WIDTH: usize = 72;

pub(super) fn write(input: &Input<'_>) -> String {
    let citation = &input.citation;
    let mut out = String::new();
    filled(&mut out, "", &citation.title);
    let by = (!citation.byline.is_empty()).then(|| format!("by {}", citation.byline.join(", ")));
    let read = citation.fetched.as_ref().map(|time| format!("read {time}"));
    let facts = [by, citation.site.clone(), citation.published.clone(), citation.source().map(str::to_owned), read];
    for fact in facts.into_iter().flatten() {
        filled(&mut out, "", &fact);
    }
    filled(&mut out, "", &format!("SHA-256 of the text: {}", citation.text_sha256));
    for item in &input.items {
        annotation(&mut out, item);
    }
    if input.options.quotes {
        out.push_str("\nQUOTES\n");
        for found in input.quotes() {
            let speaker = found.speaker.unwrap_or("speaker unknown");
            out.push('\n');
            filled(&mut out, "    ", &format!("“{}”", found.words));
            filled(&mut out, "    ", &format!("— {speaker} ({}{})", found.quote.kind.name(), found.checked(", ")));
        }
    }
    out
}

fn annotation(out: &mut String, item: &Item<'_>) {
    let annotation = item.annotation;
    out.push('\n');
    let bare = one_line(annotation.exact()).trim_matches(['“', '”', '"']).to_owned();
    let words = if annotation.is_on_whole() { "On the whole article".to_owned() } else { format!("“{bare}”") };
    filled(out, "    ", &words);
    let speaker = annotation.quote.as_ref().map(|q| q.speaker.clone().unwrap_or("speaker unknown".to_owned()));
    let check = annotation.check.map(|c| c.name().to_owned());
    let credit: Vec<String> = speaker.into_iter().chain(check).collect();
    if !credit.is_empty() {
        filled(out, "    ", &format!("— {}", credit.join(", ")));
    }
    for line in annotation.note.trim().lines() {
        filled(out, "", line);
    }
    if !item.sentence().is_empty() && item.sentence().trim_matches(['“', '”', '"']) != bare {
        filled(out, "", &format!("Sentence: {}", item.sentence()));
    }
    if !annotation.tags.is_empty() {
        filled(out, "", &format!("Tags: {}", annotation.tags.join(", ")));
    }
    if let Some(state) = item.state_sentence() {
        filled(out, "", &format!("({state})"));
    }
    if let Some(link) = &item.link {
        filled(out, "", link);
    }
}

/// Appends `text` in lines of at most [`WIDTH`] characters, each after
/// `indent`. A longer word gets a line of its own. Control characters are left
/// out, and the marks of file variables are broken.
fn filled(out: &mut String, indent: &str, text: &str) {
    let text: String = one_line(text).chars().filter(|c| sanitize::is_safe(*c)).collect();
    let text = disarmed(&text, INVISIBLE);
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
