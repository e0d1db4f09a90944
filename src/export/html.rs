//! One page with everything in it: the article with its highlights, and the
//! notes beside them. No script, nothing loaded from elsewhere. Each paragraph
//! and each note is a section, so that a person may write between them.

use std::collections::{HashMap, HashSet};

use super::sections;
use super::sections::{HOMELESS, HTML, Section, Standing, Terms, Updated, section_id};
use super::{Input, Item};
use pullquote_article::text::span::Span;
use pullquote_article::{Article, Block, BlockKind};

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
    let citation = &input.citation;
    let title = escaped(&citation.title);
    let language = citation.language.as_deref().map(|l| format!(" lang=\"{}\"", escaped(l))).unwrap_or_default();
    let head = format!(
        "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n"
    );
    let header = format!("<header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n", cited(input));
    let mut within = vec![ours("article", header)];
    match input.open {
        Some(open) => within.extend(marked_article(open.article, &input.items)),
        None => within.extend(input.items.iter().map(|item| of_item(item, &section_id(&item.annotation.id), alone))),
    }
    // Where new paragraphs go that stand at the end.
    within.push(ours("end", String::new()));
    let mut behind = homeless(input);
    if input.options.quotes {
        behind.push(ours("quotes", quotes(input)));
    }
    behind.push(ours("hashes", format!("<footer>\n{}</footer>\n", hashes(input))));
    format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n{}</head>\n<body>\n<main>\n{}</main>\n\n{}</body>\n</html>\n",
        sections::fresh(&[ours("head", head)], HTML),
        sections::fresh(&within, HTML),
        sections::fresh(&behind, HTML)
    )
}

/// `text`, a page that a person may have written in, brought up to date with
/// `fresh`. Sections stand in the order of the article, also those that moved
/// in it; what an export doesn't hold goes, because the page shows one state.
pub(super) fn refresh(text: &str, fresh: &str, terms: Terms) -> Updated {
    let next = sections::read(fresh, HTML);
    let there = sections::standing(text, HTML);
    if !there.iter().any(|section| section.edited) && skeleton(text, &there) == skeleton(fresh, &[]) {
        return Updated { text: fresh.to_owned(), ..Updated::default() };
    }
    let text = sections::without_misplaced(text, &next, HTML);
    // What is new stands within the page, also where all of ours was taken
    // out of it.
    let end = text.rfind("</body>").unwrap_or(text.len());
    let (page, rest) = text.split_at_checked(end).unwrap_or((&text, ""));
    let mut updated = sections::update(page, &next, HTML, Terms { complete: true, ..terms });
    updated.text.push_str(rest);
    updated
}

/// What is not ours in a page, without white space and without the language,
/// which may have changed; of one that is all ours where `there` is empty.
fn skeleton(text: &str, there: &[Standing<'_>]) -> String {
    let owned = sections::standing(text, HTML);
    let there = if there.is_empty() { owned.as_slice() } else { there };
    let mut rest = text.to_owned();
    for section in there {
        rest = rest.replacen(section.whole, "", 1);
    }
    let lines = rest.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| if line.starts_with("<html") { "<html>" } else { line }).collect()
}

/// See [`super::Update::is_earlier`].
pub(super) fn is_earlier(text: &str, fresh: &str) -> bool {
    sections::is_earlier(text, fresh, HTML)
}

fn ours(id: &str, text: String) -> Section {
    Section { id: id.to_owned(), stamp: String::new(), text }
}

/// A section of one annotation, under the name `id`.
fn of_item(item: &Item<'_>, id: &str, write: fn(&mut String, &Item<'_>)) -> Section {
    let mut text = String::new();
    write(&mut text, item);
    Section { id: id.to_owned(), stamp: item.annotation.modified.to_string(), text }
}

/// The article with its highlights, a section a paragraph, each note behind
/// the one it ends in.
fn marked_article(article: &Article, items: &[Item<'_>]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let (mut named, mut met) = (HashSet::new(), HashMap::new());
    let shown = |block: &&Block| !matches!(block.kind, BlockKind::Title | BlockKind::Byline);
    for block in article.blocks().iter().filter(shown) {
        let words = block.span.of(article.text());
        let again: &mut usize = met.entry(words).or_default();
        *again += 1;
        // Known by its words, so that it stays itself where others come and go.
        let hash = sections::seal(words);
        let id = if *again > 1 { format!("block-{hash}-{again}") } else { format!("block-{hash}") };
        if block.kind == BlockKind::Rule {
            sections.push(ours(&id, "<hr>\n".to_owned()));
            continue;
        }
        let (open, close) = tags(block);
        let inner = highlighted(article.text(), block.span, items, &mut named);
        sections.push(ours(&id, format!("{open}{inner}{close}\n")));
        let here = items.iter().filter(|item| ends_in(item, block.span));
        sections.extend(here.map(|item| of_item(item, &section_id(&item.annotation.id), note)));
    }
    // Notes on the headline or the byline, which stand above.
    let hidden = article.blocks().iter().filter(|block| !shown(block));
    for block in hidden {
        let here = items.iter().filter(|item| ends_in(item, block.span));
        sections.extend(here.map(|item| of_item(item, &section_id(&item.annotation.id), alone)));
    }
    sections.retain(|section| section.stamp.is_empty() || !section.text.is_empty());
    sections
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
    if item.annotation.is_on_whole() {
        line(out, "<p class=\"fact\">On the whole article</p>");
    } else {
        line(out, &format!("<blockquote><mark>{}</mark></blockquote>", escaped(words)));
    }
    if !item.sentence().is_empty() && item.sentence() != words {
        line(out, &format!("<p class=\"fact\">{}</p>", escaped(item.sentence())));
    }
    note(out, item);
}

/// Notes without one place in the text: listed with their sentences.
fn homeless(input: &Input<'_>) -> Vec<Section> {
    let homeless = input.items.iter().filter(|item| item.anchor.is_some() && item.span().is_none());
    let listed = homeless.map(|item| {
        let id = format!("{HOMELESS}{}", section_id(&item.annotation.id));
        of_item(item, &id, |out, item| {
            if let Some(told) = item.state_told() {
                line(out, &format!("<p class=\"fact\">{told}</p>"));
            }
            alone(out, item);
        })
    });
    let listed: Vec<Section> = listed.collect();
    let heading = (!listed.is_empty()).then(|| ours("homeless", "<h2>Notes without a place</h2>\n".to_owned()));
    heading.into_iter().chain(listed).collect()
}

fn quotes(input: &Input<'_>) -> String {
    let mut out = "<section>\n<h2>Quotes</h2>\n".to_owned();
    for found in input.quotes() {
        let speaker = found.speaker.unwrap_or("speaker unknown");
        let credit = format!("— {} ({}){}", escaped(speaker), found.quote.kind.name(), found.checked(" · "));
        line(&mut out, &format!("<blockquote>{}</blockquote>\n<p class=\"fact\">{credit}</p>", escaped(&found.words)));
    }
    line(&mut out, "</section>");
    out
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
