//! CommonMark, with tables and front matter.

mod notes;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use self::notes::Notes;

use pullquote_article::Span;
use pullquote_article::text::date;
use pullquote_article::{
    ArticleBuilder, BlockKind, ListMarker, ListPlace, Mark, MarkKind, Meta, NewBlock, NewPicture, NumberStyle,
};

use crate::byline::names;
use crate::language::Language;
use crate::rules::{ContextRule, Cut};
use crate::spoken;

/// The character that the builder takes for a line break in running text.
const LINE_BREAK: char = '\u{2028}';

/// The article in `text`. Its title is that of the front matter, or a heading of
/// level 1 at the start; a heading that repeats the title is not shown again.
pub(super) fn read(text: &str, language: &Language) -> ArticleBuilder {
    let (mut meta, body) = match front_matter(text) {
        Some((fields, body)) => (meta_of(&fields, language), body),
        None => (Meta::default(), text),
    };
    let mut walk = Walk::new(meta.title.clone());
    for event in
        Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES)
    {
        walk.event(event);
    }
    walk.flush();
    meta.title = walk.title;
    let mut builder = walk.builder;
    meta.language = spoken::of(meta.language, builder.text(), language);
    builder.meta(meta);
    builder
}

/// The fields of the front matter at the start of `text`, with keys in lower
/// case, and the text after it; `None` if there is none. Front matter is YAML
/// between `---` or TOML between `+++`; of both only lists and plain lines
/// `key: value` and `key = value` are read.
pub(super) fn front_matter(text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let rest = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let fence = ["---", "+++"].into_iter().find(|f| rest.lines().next().is_some_and(|l| l.trim_end() == *f))?;
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        if number == 0 {
            continue;
        }
        if line == fence || (fence == "---" && line == "...") {
            return (!fields.is_empty()).then_some((fields, rest.get(at..).unwrap_or("")));
        }
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let (_, value) = fields.last_mut()?;
            if !value.is_empty() {
                value.push(';');
            }
            value.push_str(unquoted(item));
        } else if let Some((key, value)) = line.split_once(if fence == "---" { ':' } else { '=' }) {
            fields.push((key.trim().to_lowercase(), unquoted(value).to_owned()));
        } else if !line.trim().is_empty() && !line.starts_with([' ', '#']) {
            // This is a rule above plain text, and no front matter.
            return None;
        }
    }
    None
}

/// `value` without the brackets and quotation marks around it.
fn unquoted(value: &str) -> &str {
    let value = value.trim().trim_start_matches('[').trim_end_matches(']').trim();
    ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value)
}

/// The metadata in the fields of front matter.
fn meta_of(fields: &[(String, String)], language: &Language) -> Meta {
    let find = |keys: &[&str]| {
        let value = keys.iter().find_map(|key| fields.iter().find(|(k, _)| k == key)).map(|(_, v)| v);
        value.map(|v| v.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|v| !v.is_empty())
    };
    let keys = &language.front_matter;
    let byline = find(&keys.author).map(|list| names(&list.replace(['"', '\''], ""), &language.bylines));
    Meta {
        title: find(&keys.title),
        byline: byline.unwrap_or_default(),
        site: find(&keys.site),
        published: find(&keys.published).and_then(|d| date::normalise(&d)),
        modified: find(&keys.modified).and_then(|d| date::normalise(&d)),
        language: find(&keys.language),
        canonical_url: find(&keys.address).filter(|u| u.starts_with("http")),
        section: find(&keys.section),
    }
}

/// A walk over the parser's events that builds the article.
struct Walk {
    builder: ArticleBuilder,
    title: Option<String>,
    /// The text of the current block.
    text: String,
    marks: Vec<Mark>,
    /// The open inline elements: start in `text`, and kind.
    open: Vec<(usize, MarkKind)>,
    /// The level of the open heading.
    heading: Option<u8>,
    /// How many quotations are open.
    quotes: usize,
    /// The number of the next item of each open list; `None` for a list with bullets.
    lists: Vec<Option<u64>>,
    /// The place of each open list item, or footnote, and of its next block.
    items: Vec<ListPlace>,
    notes: Notes,
    /// The names by which links lead to the current block.
    names: Vec<String>,
    code: bool,
    table: bool,
    /// Whether the row of a table is its head.
    head: bool,
    image: bool,
    /// Whether the paragraph holds only a picture.
    picture: bool,
    /// The addresses of the pictures in the current block.
    pictures: Vec<String>,
}

impl Walk {
    /// A walk that has not started, with the title of the front matter.
    fn new(title: Option<String>) -> Self {
        let mut builder = ArticleBuilder::new();
        if let Some(title) = &title {
            builder.block(BlockKind::Title, title);
        }
        Self {
            builder,
            title,
            text: String::new(),
            marks: Vec::new(),
            open: Vec::new(),
            heading: None,
            quotes: 0,
            lists: Vec::new(),
            items: Vec::new(),
            notes: Notes::default(),
            names: Vec::new(),
            code: false,
            table: false,
            head: false,
            image: false,
            picture: false,
            pictures: Vec::new(),
        }
    }

    /// Reads one event.
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => {
                self.picture &= self.image || words.trim().is_empty();
                self.text.push_str(&words);
            }
            Event::Code(words) => {
                self.picture = false;
                let start = self.text.len();
                self.text.push_str(&words);
                self.marks.push(Mark { span: Span::new(start, self.text.len()), kind: MarkKind::Code });
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push(if self.table { ' ' } else { LINE_BREAK }),
            Event::Rule => {
                self.flush();
                self.builder.block(BlockKind::Rule, "* * *");
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                if !html.trim().is_empty() {
                    Cut::Context(ContextRule::MarkdownHtml).record(&mut self.builder, &html);
                }
            }
            Event::FootnoteReference(label) => {
                self.picture = false;
                let start = self.text.len();
                self.text.push_str(&notes::raised(self.notes.number(&label)));
                let kind = MarkKind::Footnote(notes::name(&label));
                self.marks.push(Mark { span: Span::new(start, self.text.len()), kind });
            }
            Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Reads the start of an element.
    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.flush();
                self.picture = true;
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level_of(level));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code = true;
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                let number = self.notes.number(&label);
                self.names.push(notes::name(&label));
                self.items.push(ListPlace { depth: 0, marker: numbered(u64::from(number)) });
            }
            Tag::Item => {
                self.flush();
                let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        numbered(*number - 1)
                    }
                    _ => ListMarker::Bullet,
                };
                self.items.push(ListPlace { depth, marker });
            }
            Tag::TableHead => self.head = true,
            Tag::TableCell if self.head => self.open.push((self.text.len(), MarkKind::Head)),
            Tag::Table(_) => {
                self.flush();
                self.table = true;
            }
            Tag::Emphasis => self.open.push((self.text.len(), MarkKind::Emphasis)),
            Tag::Strong => self.open.push((self.text.len(), MarkKind::Strong)),
            Tag::Strikethrough => self.open.push((self.text.len(), MarkKind::Struck)),
            Tag::Link { dest_url, .. } => self.open.push((self.text.len(), MarkKind::Link(dest_url.to_string()))),
            Tag::Image { dest_url, .. } => {
                self.image = true;
                self.pictures.push(dest_url.to_string());
            }
            _ => {}
        }
    }

    /// Reads the end of an element.
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph if self.lists.is_empty() || self.quotes > 0 => self.flush(),
            TagEnd::Paragraph => self.text.push(' '),
            TagEnd::Heading(_) => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.items.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.code = false;
            }
            TagEnd::Item => {
                self.flush();
                self.items.pop();
            }
            TagEnd::TableCell => {
                if self.head {
                    self.close();
                }
                self.text.push('\t');
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.head = false;
                let length = self.text.trim_end_matches('\t').len();
                self.text.truncate(length);
                self.text.push('\n');
            }
            TagEnd::Table => {
                self.flush();
                self.table = false;
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.close(),
            TagEnd::Image => self.image = false,
            _ => {}
        }
    }

    /// Ends the innermost inline element.
    fn close(&mut self) {
        if let Some((start, kind)) = self.open.pop() {
            self.marks.push(Mark { span: Span::new(start, self.text.len()), kind });
        }
    }

    /// Ends the current block.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let marks = std::mem::take(&mut self.marks);
        // Inline elements always end before their block does.
        self.open.clear();
        let heading = self.heading.take();
        let picture = std::mem::take(&mut self.picture);
        // Their words are part of the text, and so not said again.
        for written in self.pictures.drain(..) {
            self.builder.picture(&NewPicture { address: written.clone(), written, ..NewPicture::default() });
        }
        if text.trim().is_empty() {
            return;
        }
        let kind = match heading {
            Some(1) if self.title.as_deref().is_some_and(|title| title.trim() == text.trim()) => return,
            Some(1) if self.title.is_none() && self.builder.is_empty() => {
                self.title = Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
                BlockKind::Title
            }
            Some(level) => BlockKind::Heading(level),
            None if self.code => BlockKind::Code,
            None if self.table => BlockKind::Table,
            None if self.quotes > 0 => BlockKind::Quote,
            None if !self.lists.is_empty() => BlockKind::ListItem,
            None if picture => BlockKind::Caption,
            None => BlockKind::Paragraph,
        };
        let plain = !matches!(kind, BlockKind::Code | BlockKind::Table | BlockKind::Caption);
        let list = self.items.last_mut().filter(|_| plain).map(|place| {
            let here = *place;
            place.marker = ListMarker::Continued;
            here
        });
        let names = std::mem::take(&mut self.names);
        self.builder.append(&NewBlock { kind, text: &text, marks: &marks, list, names: &names });
    }
}

/// The number of an item or a note; a bullet if it is too large.
fn numbered(number: u64) -> ListMarker {
    i32::try_from(number).map_or(ListMarker::Bullet, |number| ListMarker::Number(number, NumberStyle::Decimal))
}

/// The level of a heading as a number, from 1.
fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pullquote_article::{Article, Format, Origin};

    fn article(text: &str) -> Article {
        let origin = Origin { path: None, url: None, format: Format::Markdown, sha256: String::new() };
        read(text, Language::bundled()).finish(origin)
    }

    fn outline(text: &str) -> Vec<String> {
        let article = article(text);
        article.blocks().iter().map(|b| format!("{}: {}", b.kind.name(), b.span.of(article.text()))).collect()
    }

    #[test]
    fn front_matter_becomes_metadata_and_is_not_shown() {
        let article = article(
            "---\ntitle: \"The pier\"\nauthor: [Ann Lee, Ben Roe]\ndate: 2026-01-09\nlang: en\n---\n\n# The pier\n\nText.\n",
        );
        assert_eq!(article.text(), "The pier\n\nText.");
        assert_eq!(article.meta().title.as_deref(), Some("The pier"));
        assert_eq!(article.meta().byline, ["Ann Lee", "Ben Roe"]);
        assert_eq!(article.meta().published.as_deref(), Some("2026-01-09"));
    }

    #[test]
    fn a_break_at_the_start_is_no_front_matter() {
        assert_eq!(
            outline("---\nA sentence.\n---\nAnother."),
            ["rule: * * *", "heading: A sentence.", "paragraph: Another."]
        );
    }

    #[test]
    fn every_kind_of_block_is_recognised() {
        let text = "# Pier\n\nOne *two* [three](https://a.example/).\n\n## Tide\n\n> Said\n> so.\n\n- first\n- second\n  - inner\n\n```\nlet x;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n![A pier at dusk](pier.jpg)\n";
        assert_eq!(
            outline(text),
            [
                "title: Pier",
                "paragraph: One two three.",
                "heading: Tide",
                "quote: Said so.",
                "list-item: first",
                "list-item: second",
                "list-item: inner",
                "code: let x;",
                "table: a\tb\n1\t2",
                "rule: * * *",
                "caption: A pier at dusk",
            ]
        );
        let article = article(text);
        let marks: Vec<_> =
            article.blocks()[1].marks.iter().map(|m| (m.span.of(article.text()), m.kind.clone())).collect();
        assert_eq!(marks, [("two", MarkKind::Emphasis), ("three", MarkKind::Link("https://a.example/".into()))]);
    }

    #[test]
    fn lists_keep_their_numbers_and_their_depth() {
        let article = article("3. close\n4. sell\n   - north\n\n     again\n   - south\n\n> 1. said\n");
        let shown: Vec<String> = article
            .blocks()
            .iter()
            .map(|b| format!("{}{}{}", b.list_depth(), b.list_marker(), b.span.of(article.text())))
            .collect();
        assert_eq!(shown, ["03.close", "04.sell", "1•north", "1again", "1•south", "01.said"]);
    }

    #[test]
    fn the_marks_of_footnotes_lead_to_their_notes() {
        let article = article(
            "Built in 1931[^oak] of oak[^2].\n\n[^2]: From the north.\n\n[^oak]: Or in 1932.\n\n    Perhaps.\n",
        );
        assert_eq!(article.text(), "Built in 1931¹ of oak².\n\nFrom the north.\n\nOr in 1932.\n\nPerhaps.");
        let marks = article.blocks()[0].marks.iter();
        let notes: Vec<_> = marks
            .map(|m| match &m.kind {
                MarkKind::Footnote(name) => (m.span.of(article.text()), article.block_named(name)),
                kind => panic!("{kind:?}"),
            })
            .collect();
        assert_eq!(notes, [("¹", Some(2)), ("²", Some(1))]);
        assert_eq!(article.blocks().iter().map(|b| b.list_marker()).collect::<Vec<_>>(), ["", "2.", "1.", ""]);
    }

    #[test]
    fn struck_words_heads_of_tables_and_line_breaks_are_kept() {
        let article = article("~~May~~ June\\\nor July\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
        assert_eq!(article.text(), "May June\nor July\n\na\tb\n1\t2");
        let marks = article.blocks().iter().flat_map(|b| &b.marks);
        let marks: Vec<_> = marks.map(|m| (m.span.of(article.text()), m.kind.clone())).collect();
        assert_eq!(marks, [("May", MarkKind::Struck), ("a", MarkKind::Head), ("b", MarkKind::Head)]);
    }

    proptest! {
        #[test]
        fn no_text_causes_a_panic(text in "(?s).{0,200}", marked in "[-#*_>`|\\[\\]()<a\n :!]{0,120}") {
            article(&text);
            article(&marked);
            article(&format!("---\n{marked}\n---\n{text}"));
        }
    }
}
