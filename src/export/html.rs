//! One page with everything in it: the article with its highlights, and the
//! notes beside them. No script, nothing loaded from elsewhere.

use std::collections::HashSet;

use super::sections::{self, Terms, Updated};
use super::{Input, Item};
use crate::article::{Article, Block, BlockKind};
use crate::text::span::Span;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}
header p,aside,figcaption,.fact{font:.9rem/1.5 system-ui,sans-serif}
mark{background:#ffe58a;color:#111;scroll-margin-top:4rem}
mark:target,aside:target{outline:2px solid #d8a800}
aside{margin:0 0 1rem 1rem;padding:.1rem .8rem;border-left:3px solid #d8a800;white-space:pre-line}
aside a{text-decoration:none}
blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #999}
.fact{color:#777;overflow-wrap:anywhere}
@media print{aside{break-inside:avoid}}
";

/// What a page may load and run: nothing but its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(super) fn write(input: &Input<'_>) -> String {
    let page = page(input);
    let seal = sections::seal(&page);
    format!("{page}<!-- pq page {seal} -->\n")
}

/// `fresh`, if nobody changed `text` since it was written; else `text`.
pub(super) fn refresh(text: &str, fresh: &str, terms: Terms) -> Updated {
    if terms.force || text == fresh || is_untouched(text) {
        return Updated { text: fresh.to_owned(), ..Updated::default() };
    }
    Updated { text: text.to_owned(), kept: vec!["page".to_owned()], ..Updated::default() }
}

/// See [`super::Update::is_earlier`]: a page of ours with the same title.
pub(super) fn is_earlier(text: &str, fresh: &str) -> bool {
    let title = |text: &str| text.lines().find(|line| line.starts_with("<title>")).map(|line| line.trim().to_owned());
    text.contains("\n<!-- pq page ") && title(text).is_some() && title(text) == title(fresh)
}

fn is_untouched(text: &str) -> bool {
    let Some((page, mark)) = text.rsplit_once("<!-- pq page ") else { return false };
    mark.trim_end().strip_suffix(" -->").is_some_and(|seal| seal == sections::seal(page))
}

fn page(input: &Input<'_>) -> String {
    let citation = &input.citation;
    let title = escaped(&citation.title);
    let language = citation.language.as_deref().map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
    let mut out = format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n",
        cited(input)
    );
    match input.open {
        Some(open) => {
            marked_article(&mut out, open.article, &input.items);
            homeless(&mut out, input);
        }
        None => {
            line(&mut out, "<main>");
            input.items.iter().for_each(|item| alone(&mut out, item));
            line(&mut out, "</main>");
        }
    }
    if input.options.quotes {
        quotes(&mut out, input);
    }
    line(&mut out, &format!("<footer>\n{}</footer>\n</body>\n</html>", hashes(input)));
    out
}

/// The article with its highlights, each note behind the block it ends in.
fn marked_article(out: &mut String, article: &Article, items: &[Item<'_>]) {
    line(out, "<main>");
    let mut named = HashSet::new();
    let shown = |block: &&Block| !matches!(block.kind, BlockKind::Title | BlockKind::Byline);
    for block in article.blocks().iter().filter(shown) {
        if block.kind == BlockKind::Rule {
            line(out, "<hr>");
            continue;
        }
        let (open, close) = tags(block);
        let inner = highlighted(article.text(), block.span, items, &mut named);
        line(out, &format!("{open}{inner}{close}"));
        for item in items.iter().filter(|item| ends_in(item, block.span)) {
            note(out, item);
        }
    }
    // Notes on the headline or the byline, which stand above.
    let hidden = article.blocks().iter().filter(|block| !shown(block));
    for block in hidden {
        for item in items.iter().filter(|item| ends_in(item, block.span)) {
            alone(out, item);
        }
    }
    line(out, "</main>");
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn cited(input: &Input<'_>) -> String {
    let citation = &input.citation;
    let mut parts = Vec::new();
    if !citation.byline.is_empty() {
        parts.push(format!("By {}", escaped(&citation.byline.join(", "))));
    }
    parts.extend(citation.site.as_deref().map(escaped));
    parts.extend(citation.published.as_deref().map(escaped));
    parts.extend(citation.source().map(|source| match &citation.url {
        Some(url) => format!("<a href=\"{0}\">{0}</a>", escaped(url)),
        None => escaped(source),
    }));
    parts.extend(citation.fetched.as_deref().map(|time| format!("read {}", escaped(time))));
    parts.join(" · ")
}

fn hashes(input: &Input<'_>) -> String {
    let of_source = input.citation.source_sha256.as_ref().map(|hash| ("source", hash));
    of_source
        .into_iter()
        .chain([("text", &input.citation.text_sha256)])
        .map(|(what, hash)| format!("<p class=\"fact\">SHA-256 of the {what}: {}</p>\n", escaped(hash)))
        .collect()
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

/// The words of `block`, those with annotations marked; each stretch names
/// every annotation on it. `named` are the annotations whose first stretch
/// has its id already.
fn highlighted(text: &str, block: Span, items: &[Item<'_>], named: &mut HashSet<String>) -> String {
    let marks: Vec<(Span, &str)> =
        items.iter().filter_map(|i| Some((i.span()?.intersection(block)?, i.annotation.id.as_str()))).collect();
    let mut edges: Vec<usize> = marks.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    edges.extend([block.start, block.end]);
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
        let stretch = Span::new(*start, *end);
        let words = escaped(stretch.of(text));
        let ids: Vec<&str> = marks.iter().filter(|(span, _)| span.overlaps(stretch)).map(|(_, id)| *id).collect();
        if ids.is_empty() {
            out.push_str(&words);
            continue;
        }
        let new = ids.iter().find(|id| named.insert((**id).to_owned()));
        let id = new.map(|id| format!(" id=\"words-{}\"", escaped(id))).unwrap_or_default();
        out.push_str(&format!("<mark{id} data-note=\"{}\">{words}</mark>", escaped(&ids.join(" "))));
    }
    out
}

fn ends_in(item: &Item<'_>, block: Span) -> bool {
    item.span().is_some_and(|s| s.end > block.start && s.end <= block.end)
}

/// The note beside the words: who said them, what was found out and written,
/// and the way to the words on the web.
fn note(out: &mut String, item: &Item<'_>) {
    let annotation = item.annotation;
    let speaker = annotation.quote.as_ref().and_then(|q| q.speaker.as_deref());
    let check = annotation.check.map(|c| c.name().replace('-', " "));
    let tags = annotation.tags.iter().map(|t| format!("#{t}")).collect::<Vec<_>>().join(" ");
    let moved = item.state().filter(|state| *state == "moved").map(|_| "moved in the text".to_owned());
    let facts = [speaker.map(str::to_owned), check, Some(tags).filter(|t| !t.is_empty()), moved];
    let mut facts: Vec<String> = facts.into_iter().flatten().map(|fact| escaped(&fact)).collect();
    facts.extend(item.link.as_ref().map(|link| format!("<a href=\"{}\">on the web</a>", escaped(link))));
    if annotation.note.trim().is_empty() && facts.is_empty() {
        return;
    }
    let facts =
        if facts.is_empty() { String::new() } else { format!("<span class=\"fact\">{}</span> ", facts.join(" · ")) };
    line(out, &format!("<aside id=\"{}\">{facts}{}</aside>", escaped(&annotation.id), escaped(annotation.note.trim())));
}

/// A note without the article: its words, and the sentence around.
fn alone(out: &mut String, item: &Item<'_>) {
    let words = item.annotation.exact();
    line(out, &format!("<blockquote><mark>{}</mark></blockquote>", escaped(words)));
    if !item.sentence().is_empty() && item.sentence() != words {
        line(out, &format!("<p class=\"fact\">{}</p>", escaped(item.sentence())));
    }
    note(out, item);
}

/// Notes without one place in the text: listed with their sentences.
fn homeless(out: &mut String, input: &Input<'_>) {
    let homeless: Vec<&Item<'_>> = input.items.iter().filter(|item| item.span().is_none()).collect();
    if homeless.is_empty() {
        return;
    }
    line(out, "<section>\n<h2>Notes without a place</h2>");
    for item in homeless {
        line(out, &format!("<p class=\"fact\">{}</p>", item.state_told().unwrap_or_default()));
        alone(out, item);
    }
    line(out, "</section>");
}

fn quotes(out: &mut String, input: &Input<'_>) {
    line(out, "<section>\n<h2>Quotes</h2>");
    for found in input.quotes() {
        let speaker = found.speaker.unwrap_or("speaker unknown");
        let credit = format!("— {} ({}){}", escaped(speaker), found.quote.kind.name(), found.checked(" · "));
        line(out, &format!("<blockquote>{}</blockquote>\n<p class=\"fact\">{credit}</p>", escaped(&found.words)));
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
