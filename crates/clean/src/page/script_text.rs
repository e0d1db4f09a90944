//! The text of an article that a page has only in data for its scripts: JSON in a
//! `<script>`, or in what one assigns to a variable or hands to a function.
//!
//! No framework is known by name. Among the lists and texts in the data, the one
//! with the most running text is taken. It is read only where the page itself shows
//! hardly any.

use serde_json::Value;

use super::candidate_block::letters;
use super::script_values::{in_pieces, in_text, values};
use crate::html::tree::Tree;

/// Bytes of a text that may be a paragraph, at least.
const PARAGRAPH: usize = 60;
/// Bytes of running text in an article, at least.
const ARTICLE: usize = 500;
/// Bytes of scripts that are read, at most.
const MOST: usize = 4_000_000;
/// Letters at the beginning of a paragraph that are looked for in the text.
const BEGINNING: usize = 40;
/// How deep in the item of a list a paragraph may be.
const DEPTH: usize = 3;
/// The attributes in which pages have data for scripts.
const ATTRIBUTES: [&str; 3] = ["data-page", "data-props", "data-react-props"];
/// Letters of a title by which an object is known to be the page's article, at least.
const TITLE: usize = 8;
/// Levels below an object with the page's title at which its text is, at most.
const TITLED: usize = 3;
/// How often a text in JSON may be JSON again.
const AGAIN: usize = 2;
/// Bytes at the beginning of a text that say whether it is running text.
const START: usize = 400;

/// The article's text as HTML; `stated` is what JSON-LD states as the text, and `title` that of the page.
/// `None` if the page has no data with as much text as an article.
pub(super) fn html(tree: &Tree, stated: Option<&str>, title: Option<&str>) -> Option<String> {
    let stated = stated.filter(|text| text.len() >= ARTICLE).map(|text| vec![text.to_owned()]);
    let found = stated.or_else(|| {
        let title = title.map(letters).filter(|title| title.chars().count() >= TITLE).unwrap_or_default();
        let best = in_scripts(tree, &title)?;
        let best = if best.is_titled { best } else { in_attributes(tree, &title).unwrap_or(best) };
        (best.bytes >= ARTICLE).then_some(best.paragraphs)
    })?;
    Some(found.iter().map(|text| as_html(text)).collect())
}

/// The text in the scripts of the page; `None` if they are too long.
fn in_scripts(tree: &Tree, title: &str) -> Option<Found> {
    let mut best = Found::default();
    let (mut left, mut pieces) = (MOST, String::new());
    for script in tree.descendants(0).filter(|&n| tree.name(n) == "script") {
        let text: String = tree.children(script).filter_map(|c| tree.text(c)).collect();
        left = left.checked_sub(text.len())?;
        let kind = tree.attribute(script, "type").unwrap_or("").to_ascii_lowercase();
        if !kind.contains("ld+json") {
            values(&text, &mut pieces).iter().for_each(|value| best.search(value, title, Depth::default()));
        }
    }
    in_pieces(&pieces).iter().for_each(|value| best.search(value, title, Depth::default()));
    Some(best)
}

/// The text in attributes that hold data for scripts, if the object that it is in has the page's title. There
/// may be other articles in them.
fn in_attributes(tree: &Tree, title: &str) -> Option<Found> {
    let mut best = Found::default();
    let mut left = MOST;
    for node in tree.descendants(0) {
        for data in ATTRIBUTES.iter().filter_map(|name| tree.attribute(node, name)) {
            left = left.checked_sub(data.len())?;
            if let Some(value) = in_text(data) {
                best.search(&value, title, Depth::default());
            }
        }
    }
    best.is_titled.then_some(best)
}

/// Whether a `text` from scripts is that of the page: it has the beginning of the
/// `shown` paragraph, if there is one, or else of the page's `description`, or most
/// of the long words of its `title`.
pub(super) fn is_of_page(text: &str, shown: Option<&str>, description: Option<&str>, title: Option<&str>) -> bool {
    let all = letters(text);
    let has_start = |part: &str| {
        let start: String = letters(part).chars().take(BEGINNING).collect();
        !start.is_empty() && all.contains(&start)
    };
    if let Some(shown) = shown {
        return has_start(shown);
    }
    let is_long = |word: &&str| word.chars().count() >= 4;
    let long: Vec<String> = title.unwrap_or("").split_whitespace().filter(is_long).map(letters).collect();
    let found = long.iter().filter(|word| all.contains(word.as_str())).count();
    description.is_some_and(has_start) || !long.is_empty() && found * 2 > long.len()
}

/// `text` as HTML: as it is if it has tags, otherwise each of its lines as a
/// paragraph.
fn as_html(text: &str) -> String {
    if text.contains("</") || text.contains("<br") {
        return format!("<div>{text}</div>");
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("<p>{}</p>", line.replace('<', "&lt;"))).collect()
}

/// The list or text with the most running text so far. One that is in an object with the page's title is
/// better than any that is not.
#[derive(Default)]
struct Found {
    paragraphs: Vec<String>,
    bytes: usize,
    is_titled: bool,
}

/// How deep the search is.
#[derive(Clone, Copy)]
struct Depth {
    /// How often a text may still be JSON again.
    again: usize,
    /// How many levels further down a text is still that of an object with the page's title.
    titled: usize,
}

impl Default for Depth {
    fn default() -> Self {
        Self { again: AGAIN, titled: 0 }
    }
}

impl Found {
    /// Searches `value` and everything in it for the text of the page with the letters `title`. The parser
    /// limits the depth of a value.
    fn search(&mut self, value: &Value, title: &str, depth: Depth) {
        let below = Depth { titled: depth.titled.saturating_sub(1), ..depth };
        match value {
            Value::String(text) => match in_text(text).filter(|_| depth.again > 0) {
                Some(inside) => self.search(&inside, title, Depth { again: depth.again - 1, ..below }),
                None if is_running(text) => self.offer(vec![text.clone()], depth.titled > 0),
                None => {}
            },
            Value::Array(items) => {
                let mut paragraphs = Vec::new();
                items.iter().for_each(|item| collect(item, DEPTH, &mut paragraphs));
                self.offer(paragraphs, depth.titled > 0);
                items.iter().for_each(|item| self.search(item, title, below));
            }
            Value::Object(fields) => {
                let is_title = |value: &Value| {
                    let text = value.as_str().filter(|text| !title.is_empty() && text.len() <= title.len() * 2);
                    text.is_some_and(|text| letters(text) == title)
                };
                let below = if fields.values().any(is_title) { Depth { titled: TITLED, ..depth } } else { below };
                fields.values().for_each(|field| self.search(field, title, below));
            }
            _ => {}
        }
    }

    /// Takes `paragraphs` if they are better than those found so far.
    fn offer(&mut self, paragraphs: Vec<String>, is_titled: bool) {
        let bytes = paragraphs.iter().map(String::len).sum();
        let is_titled = is_titled && bytes >= ARTICLE;
        if (is_titled, bytes) > (self.is_titled, self.bytes) {
            *self = Self { paragraphs, bytes, is_titled };
        }
    }
}

/// Adds the running text in one item of a list: the item itself, or its longest
/// field.
fn collect(item: &Value, depth: usize, paragraphs: &mut Vec<String>) {
    match item {
        Value::String(text) if is_running(text) => paragraphs.push(text.clone()),
        Value::Object(fields) if depth > 0 => {
            let mut inside = Vec::new();
            fields.values().for_each(|field| collect(field, depth - 1, &mut inside));
            paragraphs.extend(inside.into_iter().max_by_key(String::len));
        }
        _ => {}
    }
}

/// Whether `text` may be a paragraph or several, also as HTML: long, with spaces or in a script
/// without them, and neither code nor an address.
fn is_running(text: &str) -> bool {
    let text = text.trim();
    let start = without_tags(text);
    let spaces = start.matches(' ').count() * 15 >= start.len();
    let wide = start.chars().take(100).filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count() > 30;
    text.len() >= PARAGRAPH && (spaces || wide) && !text.starts_with(['{', '[']) && !text.contains("function")
}

/// The first bytes of `text` that are in no tag.
fn without_tags(text: &str) -> String {
    let mut start = String::new();
    let mut rest = text;
    while start.len() < START && !rest.is_empty() {
        let (words, tag) = rest.split_once('<').unwrap_or((rest, ""));
        start.extend(words.chars().take(START));
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    start
}

#[cfg(test)]
mod tests {
    const STORY: [&str; 4] = [
        "The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and struck the pier, the port office said on the radio.",
        "Forty ships waited beyond the mole for a pilot who could bring them in before the weather turned again, and for the tugs from the next port.",
        "The port captain said that he had not seen such a queue since the winter when the lock gates froze, which was in the year that he was born.",
        "The council will decide on Tuesday whether the tugs may be hired at twice the price, or whether the ships have to wait for better weather.",
    ];

    /// The text and the name of the doubt of a page with `script` and nothing else.
    fn read(script: &str) -> (String, Option<&'static str>) {
        let page = format!("<title>Pier</title><h1>Pier</h1><div id=root></div>{script}");
        let article = crate::extract(&page, None);
        (article.text().to_owned(), article.doubt().map(|doubt| doubt.name()))
    }

    #[test]
    fn the_text_is_found_in_data_for_scripts() {
        let items: Vec<String> =
            STORY.iter().map(|p| format!(r#"{{"type":"text","content":"{p}","id":"x1"}}"#)).collect();
        let list = format!(r#"{{"props":{{"meta":["a","b"],"body":[{}]}}}}"#, items.join(","));
        let html = format!(r#"{{"html":"<p>{}<\/p>"}}"#, STORY.join(r"<\/p><p>"));
        let stated = format!(r#"{{"@type":"NewsArticle","articleBody":"{}"}}"#, STORY.join(r"\n\n"));
        for script in [
            format!("<script type='application/json'>{list}</script>"),
            format!("<script>window.a=1; window.state = {list}; go()</script>"),
            format!("<script id=data type='application/json'>{html}</script>"),
            format!("<script type='application/ld+json'>{stated}</script>"),
        ] {
            let (text, doubt) = read(&script);
            assert!(text.ends_with(&STORY.join("\n\n")), "{script}: {text}");
            assert_eq!(doubt, Some("from-scripts"));
        }
    }

    #[test]
    fn the_text_is_found_in_data_that_a_script_hands_to_a_function() {
        let picture = "<div class=picture><img src='https://courier.example/media/2026/01/29/8d23917b-5557-4ac1-9300-3786dc34a55a-pier-in-the-storm-of-january-2026-seen-from-the-mole-at-night.jpg'></div>";
        let html = format!("{picture}<p>{}</p>", STORY.join("</p><p>")).replace('<', "\\u003c");
        let data = format!(r#"{{"state":{{"code":"S3","story":{{"id":7,"html":"{html}"}}}}}}"#);
        let again = data.replace('\\', r"\\").replace('"', "\\\"");
        let story = STORY.map(|p| format!("<p>{p}</p>")).concat();
        let (first, last) = story.split_at(300);
        let push = |text: &str| format!(r#"<script>go.push([1,"{text}"])</script>"#);
        for script in [
            format!("<script>(go.data=go.data||[]).push({data})</script>"),
            format!("<script>go=JSON.parse(\"{again}\")</script>"),
            format!("<script>go=JSON.parse('{}')</script>", data.replace('\\', r"\\").replace('\'', r"\'")),
            push(&format!("2:I[7,[],1]\\n3:{again}\\n")),
            push(&format!("2:{{}}\\n3:T{:x},", story.len())) + &push(first) + &push(&format!("{last}4:{{}}\\n")),
        ] {
            let (text, doubt) = read(&script);
            assert!(text.ends_with(&STORY.join("\n\n")), "{script}: {text}");
            assert_eq!(doubt, Some("from-scripts"));
        }
    }

    #[test]
    fn the_text_of_the_object_with_the_title_is_taken() {
        let other = STORY.map(|p| format!("{p} The lamps of the mole were lit.")).join("\", \"");
        let data = format!(
            r#"{{"next":{{"title":"Lamps","steps":["{other}"]}},"project":{{"title":"Harbour closed","steps":["{}"]}}}}"#,
            STORY.join("\", \"")
        );
        let escaped = data.replace('"', "&quot;");
        for page in [format!("<div data-react-props=\"{escaped}\"></div>"), format!("<script>go({data})</script>")] {
            let article = crate::extract(&format!("<title>Harbour closed</title><h1>Harbour closed</h1>{page}"), None);
            assert!(article.text().ends_with(&STORY.join("\n\n")), "{page}: {}", article.text());
            assert_eq!(article.doubt().map(|doubt| doubt.name()), Some("from-scripts"));
        }
        // Without the title, an attribute may hold any other page.
        let page =
            format!("<title>Harbour open</title><h1>Harbour open</h1><div data-react-props=\"{escaped}\"></div>");
        assert!(!crate::extract(&page, None).text().contains(STORY[0]));
    }

    #[test]
    fn a_text_of_another_page_is_not_taken() {
        let script = format!("<script type='application/json'>[\"{}\"]</script>", STORY.join("\", \""));
        let shown = "<p>The ferry to Skoll sails again from Monday, twice on each day of the week.</p>";
        let text =
            |page: &str| crate::extract(&format!("<title>Ferry sails</title>{page}{script}"), None).text().to_owned();
        assert!(!text(shown).contains(STORY[0]));
        assert!(!text("<div></div>").contains(STORY[0]));
    }

    #[test]
    fn a_page_that_shows_its_text_is_read_as_it_is_shown() {
        let story = STORY.map(|p| format!("<p>{p}</p>")).concat();
        let other = STORY.map(|p| p.to_uppercase()).join("\", \"");
        let page = format!("<article>{story}</article><script type='application/json'>[\"{other}\"]</script>");
        let article = crate::extract(&page, None);
        assert_eq!((article.text(), article.doubt()), (STORY.join("\n\n").as_str(), None));
    }
}
