//! One page with everything in it: the article with its highlights, and the
//! notes beside them. No script, nothing loaded from elsewhere.

use std::fmt::Write;

use super::{Input, annotation_of, source};
use crate::article::{Block, BlockKind};
use crate::notes::{Anchor, Entry};
use crate::text::span::Span;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}
header p,aside,figcaption,.fact{font:.9rem/1.5 system-ui,sans-serif}
mark{background:#ffe58a;color:#111;scroll-margin-top:4rem}
aside{margin:0 0 1rem 1rem;padding:.1rem .8rem;border-left:3px solid #d8a800;white-space:pre-line}
blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #999}
.fact{color:#777}
";

pub(super) fn write(input: &Input<'_>) -> String {
    let meta = input.article.meta();
    let title = escaped(&super::title(input.article));
    let language = meta.language.as_deref().map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
    let mut out = format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n<main>\n",
        citation(input)
    );
    let text = input.article.text();
    for block in input.article.blocks().iter().filter(|b| !matches!(b.kind, BlockKind::Title | BlockKind::Byline)) {
        if block.kind == BlockKind::Rule {
            line(&mut out, "<hr>");
            continue;
        }
        let (open, close) = tags(block);
        let inner = highlighted(text, block.span, input.entries);
        line(&mut out, &format!("{open}{inner}{close}"));
        for entry in input.entries.iter().filter(|e| ends_in(e, block.span)) {
            note(&mut out, entry);
        }
    }
    out.push_str("</main>\n");
    homeless(&mut out, input);
    if input.options.quotes {
        quotes(&mut out, input);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn citation(input: &Input<'_>) -> String {
    let meta = input.article.meta();
    let mut parts = Vec::new();
    if !meta.byline.is_empty() {
        parts.push(format!("By {}", escaped(&meta.byline.join(", "))));
    }
    parts.extend(meta.site.as_deref().map(escaped));
    parts.extend(meta.published.as_deref().map(escaped));
    parts.extend(source(input.article).map(|source| {
        let shown = escaped(&source);
        if source.starts_with("https://") || source.starts_with("http://") {
            format!("<a href=\"{shown}\">{shown}</a>")
        } else {
            shown
        }
    }));
    parts.join(" · ")
}

fn tags(block: &Block) -> (String, String) {
    let name = match block.kind {
        // The page's own title is the first heading.
        BlockKind::Heading(level) => format!("h{}", level.clamp(2, 6)),
        BlockKind::Quote => "blockquote".to_owned(),
        BlockKind::Caption => "figcaption".to_owned(),
        BlockKind::Code | BlockKind::Table => "pre".to_owned(),
        BlockKind::ListItem => return ("<p>• ".to_owned(), "</p>".to_owned()),
        _ => "p".to_owned(),
    };
    (format!("<{name}>"), format!("</{name}>"))
}

/// The words of `block`, those with annotations marked. Where annotations
/// overlap, each stretch is marked once, for the first.
fn highlighted(text: &str, block: Span, entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut at = block.start;
    let mut spans: Vec<(Span, &str)> = entries
        .iter()
        .filter_map(|e| Some((e.anchor.span()?.intersection(block)?, e.annotation.id.as_str())))
        .collect();
    spans.sort_by_key(|(span, _)| (span.start, span.end));
    for (span, id) in spans {
        let start = span.start.max(at);
        if start < span.end {
            out.push_str(&escaped(Span::new(at, start).of(text)));
            let words = escaped(Span::new(start, span.end).of(text));
            // Writing to a String cannot fail.
            let _ = write!(out, "<mark data-note=\"{}\">{words}</mark>", escaped(id));
            at = span.end;
        }
    }
    out.push_str(&escaped(Span::new(at, block.end).of(text)));
    out
}

fn ends_in(entry: &Entry, block: Span) -> bool {
    entry.anchor.span().is_some_and(|s| s.end > block.start && s.end <= block.end)
}

fn note(out: &mut String, entry: &Entry) {
    let annotation = &entry.annotation;
    let speaker = annotation.quote.as_ref().and_then(|q| q.speaker.as_deref());
    let check = annotation.check.map(|c| c.name().replace('-', " "));
    let tags = annotation.tags.iter().map(|t| format!("#{t}")).collect::<Vec<_>>().join(" ");
    let facts = [speaker.map(str::to_owned), check, Some(tags).filter(|t| !t.is_empty())];
    let facts: Vec<String> = facts.into_iter().flatten().map(|fact| escaped(&fact)).collect();
    if annotation.note.trim().is_empty() && facts.is_empty() {
        return;
    }
    let facts =
        if facts.is_empty() { String::new() } else { format!("<span class=\"fact\">{}</span> ", facts.join(" · ")) };
    line(out, &format!("<aside id=\"{}\">{facts}{}</aside>", escaped(&annotation.id), escaped(annotation.note.trim())));
}

/// Notes without one place in the text: listed with their sentences.
fn homeless(out: &mut String, input: &Input<'_>) {
    let homeless: Vec<&Entry> = input.entries.iter().filter(|e| e.anchor.span().is_none()).collect();
    if homeless.is_empty() {
        return;
    }
    line(out, "<section>\n<h2>Notes without a place</h2>");
    for entry in homeless {
        let why = match entry.anchor {
            Anchor::Review(_) => "Its place in the text is not certain.",
            _ => "Its words are no longer in the text.",
        };
        let sentence = entry.annotation.target().map_or("", |t| t.sentence.as_str());
        line(out, &format!("<blockquote>{}</blockquote>\n<p class=\"fact\">{why}</p>", escaped(sentence)));
        note(out, entry);
    }
    line(out, "</section>");
}

fn quotes(out: &mut String, input: &Input<'_>) {
    line(out, "<section>\n<h2>Quotes</h2>");
    for quote in &input.analysis.quotes {
        let speaker = quote.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
        let check = annotation_of(input, quote).and_then(|a| a.check).map(|c| format!(" · {}", c.name()));
        let words = escaped(&quote.words(input.article.text()));
        let credit = format!("— {} ({}){}", escaped(speaker), quote.kind.name(), check.unwrap_or_default());
        line(out, &format!("<blockquote>{words}</blockquote>\n<p class=\"fact\">{credit}</p>"));
    }
    line(out, "</section>");
}

/// Safe between tags and between quotation marks; without control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' && c != '\t' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_word_of_a_note_becomes_markup() {
        assert_eq!(escaped("<script>\"&'\u{1b}"), "&lt;script&gt;&quot;&amp;&#39;");
    }
}
