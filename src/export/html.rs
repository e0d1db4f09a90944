//! One HTML page with the article, its highlights, and each note after its
//! paragraph. The page has no script and loads nothing. Each paragraph and each
//! note is a section, so that a person can write between them.

use std::collections::{HashMap, HashSet};

use super::file_variables;
use super::sections;
use super::sections::{FoundSection, HTML, Section, Terms, UNPLACED, Updated, section_id};
use super::{Input, Item};
use pullquote_article::Span;
use pullquote_article::{Article, Block, BlockKind};
use pullquote_notes::Annotation;

const STYLE: &str = "\
:root{color-scheme:light dark}
body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}
header p,aside,figcaption,.fact{font:.9rem/1.5 system-ui,sans-serif}
mark{background:#ffe58a;color:#111;scroll-margin-top:4rem}
mark[data-color=green]{background:#b5ecb0}
mark[data-color=blue]{background:#b9d9ff}
mark[data-color=pink]{background:#ffc7db}
mark[data-color=purple]{background:#dccbff}
mark:target,aside:target{outline:2px solid #d8a800}
aside{margin:0 0 1rem 1rem;padding:.1rem .8rem;border-left:3px solid #d8a800;white-space:pre-line}
aside a{text-decoration:none}
blockquote{margin:1rem 0;padding-left:1rem;border-left:3px solid #999}
.fact{color:#777;overflow-wrap:anywhere}
@media print{aside{break-inside:avoid}}
";

/// The content security policy of the page: only its own style.
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
    // The place for new paragraphs at the end.
    within.push(ours("end", String::new()));
    let mut after = unplaced(input);
    if input.options.quotes {
        after.push(ours("quotes", quotes(input)));
    }
    after.push(ours("hashes", format!("<footer>\n{}</footer>\n", hashes(input))));
    format!(
        "<!DOCTYPE html>\n<html{language}>\n<head>\n{}</head>\n<body>\n<main>\n{}</main>\n\n{}</body>\n</html>\n",
        sections::fresh(&[ours("head", head)], HTML),
        sections::fresh(&within, HTML),
        sections::fresh(&after, HTML)
    )
}

/// Updates `text`, a page that a person may have edited, with `fresh`. The
/// sections get the order of the article. Unchanged sections that are not in
/// `fresh` are removed, because the page shows one version of the article.
pub(super) fn refresh(text: &str, fresh: &str, terms: Terms) -> Updated {
    let next = sections::read(fresh, HTML);
    let there = sections::find(text, HTML);
    if !there.iter().any(|section| section.edited) && skeleton(text, &there) == skeleton(fresh, &[]) {
        return Updated { text: fresh.to_owned(), ..Updated::default() };
    }
    let text = sections::without_misplaced(text, &next, HTML);
    // New sections go inside the page, also where a person removed all sections.
    let end = text.rfind("</body>").unwrap_or(text.len());
    let (page, rest) = text.split_at_checked(end).unwrap_or((&text, ""));
    let mut updated = sections::update(page, &next, HTML, Terms { complete: true, ..terms });
    updated.text.push_str(rest);
    updated
}

/// The lines of a page outside of the sections `there`, trimmed and joined,
/// without the language, which can change. Where `there` is empty, outside of
/// all sections of the page.
fn skeleton(text: &str, there: &[FoundSection<'_>]) -> String {
    let owned = sections::find(text, HTML);
    let there = if there.is_empty() { owned.as_slice() } else { there };
    let mut rest = text.to_owned();
    for section in there {
        rest = rest.replacen(section.whole, "", 1);
    }
    let lines = rest.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| if line.starts_with("<html") { "<html>" } else { line }).collect()
}

/// Whether `text` is an earlier export of what `fresh` is an export of; see
/// [`super::Update::is_earlier`].
pub(super) fn is_earlier(text: &str, fresh: &str) -> bool {
    sections::is_earlier(text, fresh, HTML)
}

fn ours(id: &str, text: String) -> Section {
    Section { id: id.to_owned(), stamp: String::new(), text }
}

/// The section of one annotation, with the id `id`.
fn of_item(item: &Item<'_>, id: &str, write: fn(&mut String, &Item<'_>)) -> Section {
    let mut text = String::new();
    write(&mut text, item);
    Section { id: id.to_owned(), stamp: item.annotation.modified.to_string(), text }
}

/// The article with its highlights, one section per block. Each note comes
/// after the block in which its words end.
fn marked_article(article: &Article, items: &[Item<'_>]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let (mut named, mut met) = (HashSet::new(), HashMap::new());
    let shown = |block: &&Block| !matches!(block.kind, BlockKind::Title | BlockKind::Byline);
    for block in article.blocks().iter().filter(shown) {
        let words = block.span.of(article.text());
        let again: &mut usize = met.entry(words).or_default();
        *again += 1;
        // The id depends on the words alone, so that it stays the same when other
        // blocks are added or removed.
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
    // Notes on the headline or the byline, which are not among the blocks here.
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
        BlockKind::ListItem => {
            let marker = block.list_marker();
            let gap = if marker.is_empty() { "" } else { " " };
            return (format!("<p>{marker}{gap}"), "</p>".to_owned());
        }
        _ => "p".to_owned(),
    };
    (format!("<{name}>"), format!("</{name}>"))
}

/// The words of `block`, with a `mark` element around those with annotations.
/// Each element lists all annotations on its words. `named` has the annotations
/// that already have an element with their id.
fn highlighted(text: &str, block: Span, items: &[Item<'_>], named: &mut HashSet<String>) -> String {
    let marks: Vec<(Span, &Annotation)> =
        items.iter().filter_map(|i| Some((i.span()?.intersection(block)?, i.annotation))).collect();
    let mut edges: Vec<usize> = marks.iter().flat_map(|(span, _)| [span.start, span.end]).collect();
    edges.extend([block.start, block.end]);
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::new();
    for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
        let stretch = Span::new(*start, *end);
        let words = escaped(stretch.of(text));
        let here = || marks.iter().filter(|(span, _)| span.overlaps(stretch)).map(|(_, annotation)| *annotation);
        let ids: Vec<&str> = here().map(|annotation| annotation.id.as_str()).collect();
        if ids.is_empty() {
            out.push_str(&words);
            continue;
        }
        let new = ids.iter().find(|id| named.insert((**id).to_owned()));
        let id = new.map(|id| format!(" id=\"words-{}\"", escaped(id))).unwrap_or_default();
        let color = here().find_map(|annotation| annotation.color.as_deref());
        let color = color_attribute(color);
        out.push_str(&format!("<mark{id}{color} data-note=\"{}\">{words}</mark>", escaped(&ids.join(" "))));
    }
    out
}

/// The attribute with the colour of a highlight, by which the style of the page colours it.
fn color_attribute(color: Option<&str>) -> String {
    color.map(|color| format!(" data-color=\"{}\"", escaped(color))).unwrap_or_default()
}

fn ends_in(item: &Item<'_>, block: Span) -> bool {
    item.span().is_some_and(|s| s.end > block.start && s.end <= block.end)
}

/// Appends the note on some words: speaker, check, tags, text, and the link to
/// the words on the web.
fn note(out: &mut String, item: &Item<'_>) {
    let annotation = item.annotation;
    let speaker = annotation.quote.as_ref().and_then(|q| q.speaker.as_deref());
    let check = annotation.check.map(|c| c.name().replace('-', " "));
    let tags = annotation.tags.iter().map(|t| format!("#{t}")).collect::<Vec<_>>().join(" ");
    let moved = item.state().filter(|state| *state == "moved").map(|_| match item.changed_words {
        Some(now) => format!("its words have changed; now: “{}”", super::one_line(now)),
        None => "moved in the text".to_owned(),
    });
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

/// Appends a note with its words and their sentence, for a place without the
/// article.
fn alone(out: &mut String, item: &Item<'_>) {
    let words = item.annotation.exact();
    if item.annotation.is_on_whole() {
        line(out, "<p class=\"fact\">On the whole article</p>");
    } else {
        line(
            out,
            &format!(
                "<blockquote><mark{}>{}</mark></blockquote>",
                color_attribute(item.annotation.color.as_deref()),
                escaped(words)
            ),
        );
    }
    if !item.sentence().is_empty() && item.sentence() != words {
        line(out, &format!("<p class=\"fact\">{}</p>", escaped(item.sentence())));
    }
    note(out, item);
}

/// The notes that have no place or several possible places in the text, under a
/// heading, with their sentences.
fn unplaced(input: &Input<'_>) -> Vec<Section> {
    let unplaced = input.items.iter().filter(|item| item.anchor.is_some() && item.span().is_none());
    let listed = unplaced.map(|item| {
        let id = format!("{UNPLACED}{}", section_id(&item.annotation.id));
        of_item(item, &id, |out, item| {
            if let Some(state) = item.state_sentence() {
                line(out, &format!("<p class=\"fact\">{}</p>", escaped(&state)));
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

/// `text` escaped for HTML text and attributes, without control characters and
/// without a list of file variables.
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
    file_variables::without_list(&out, "&#8203;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_note_never_becomes_markup() {
        assert_eq!(escaped("<script>\"&'\u{1b}"), "&lt;script&gt;&quot;&amp;&#39;");
    }
}
