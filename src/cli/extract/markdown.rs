//! An article as CommonMark, with front matter for its title, authors, site,
//! date and source.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use pullquote_article::{Article, Block, BlockKind, ListMarker, Mark, MarkKind};

/// The whole article; ends with a line feed.
pub(super) fn of(article: &Article) -> String {
    let notes = note_numbers(article);
    let mut writer = Writer { article, out: front_matter(article), items: Vec::new(), notes };
    let mut before: Option<&Block> = None;
    for block in article.blocks() {
        // No blank line between items of one list: it would end the list.
        let both = |kind| block.kind == kind && before.is_some_and(|before| before.kind == kind);
        let continues = block.list.is_some_and(|place| place.marker == ListMarker::Continued);
        if !writer.out.is_empty() && (!both(BlockKind::ListItem) || continues) {
            writer.out.push('\n');
        }
        writer.block(block);
        writer.out.push('\n');
        before = Some(block);
    }
    writer.out
}

/// What is written of an article.
struct Writer<'a> {
    article: &'a Article,
    out: String,
    /// The column at which the words of the open item of each depth begin.
    items: Vec<usize>,
    /// The number of each footnote, by its name.
    notes: HashMap<&'a str, usize>,
}

impl Writer<'_> {
    /// Writes a block, with what its place in a list adds to it.
    fn block(&mut self, block: &Block) {
        // An item of a list in a quotation, or a quotation in an item: both are written as
        // an item in a quotation.
        let quoted = block.kind == BlockKind::Quote && block.list.is_some();
        let body = if quoted { self.marked(block) } else { self.body(block) };
        let note = block.names.iter().find_map(|name| self.notes.get(name.as_str()));
        if let Some(number) = note {
            self.items = vec![4];
            let _ = write!(self.out, "[^{number}]: {}", body.replace('\n', "\n    "));
            return;
        }
        let depth = match (block.list, block.kind) {
            (Some(place), _) => usize::from(place.depth),
            (None, BlockKind::ListItem) => 0,
            (None, _) => {
                self.items.clear();
                self.out.push_str(&body);
                return;
            }
        };
        self.items.truncate(depth + 1);
        let marker = match block.list.map(|place| place.marker) {
            Some(ListMarker::Continued) if self.items.len() == depth + 1 => String::new(),
            Some(ListMarker::Continued) if block.kind != BlockKind::ListItem => String::new(),
            // CommonMark has no letters and no numbers below 0.
            Some(ListMarker::Number(number, _)) if number >= 0 => format!("{number}. "),
            _ => "- ".to_owned(),
        };
        let around = depth.checked_sub(1).and_then(|depth| self.items.get(depth).or(self.items.last()));
        let edge = around.copied().unwrap_or(0);
        let column = if marker.is_empty() { self.items.last().copied().unwrap_or(0) } else { edge + marker.len() };
        let indent = " ".repeat(column - marker.len().min(column));
        let hanging = format!("\n{}", " ".repeat(column));
        let item = format!("{indent}{marker}{}", body.replace('\n', &hanging));
        self.out.push_str(&if quoted { format!("> {}", item.replace('\n', "\n> ")) } else { item });
        if !marker.is_empty() {
            self.items.truncate(depth);
            self.items.resize(depth + 1, column);
        }
    }

    /// A block without what its place in a list adds to it.
    fn body(&self, block: &Block) -> String {
        let text = self.article.text();
        let words = || self.marked(block);
        match block.kind {
            BlockKind::Title => format!("# {}", words()),
            BlockKind::Heading(level) => format!("{} {}", "#".repeat(usize::from(level.clamp(1, 6))), words()),
            BlockKind::Byline | BlockKind::Paragraph | BlockKind::ListItem => words(),
            BlockKind::Caption | BlockKind::Standfirst => format!("*{}*", words().replace('\n', "*\\\n*")),
            BlockKind::Quote => format!("> {}", words().replace('\n', "\n> ")),
            BlockKind::Rule => "* * *".to_owned(),
            BlockKind::Code => code(block.span.of(text)),
            BlockKind::Table => table(block, text),
        }
    }

    /// The words of a block with their marks; everything else is escaped.
    fn marked(&self, block: &Block) -> String {
        let text = self.article.text();
        let mut out = String::new();
        let mut at = block.span.start;
        let mut open: Vec<&Mark> = Vec::new();
        let marks = block.marks.iter().filter(|mark| !matches!(mark.kind, MarkKind::Credit | MarkKind::Head));
        for mark in marks {
            while let Some(last) = open.pop_if(|last| last.span.end <= mark.span.start) {
                out.push_str(&escaped(text.get(at..last.span.end).unwrap_or_default()));
                at = at.max(last.span.end);
                out.push_str(&closing(last));
            }
            // Markdown can't have marks that cross; the later one is left out.
            if open.last().is_some_and(|outer| outer.span.end < mark.span.end) {
                continue;
            }
            out.push_str(&escaped(text.get(at..mark.span.start).unwrap_or_default()));
            at = at.max(mark.span.start);
            let note = match &mark.kind {
                MarkKind::Footnote(name) => self.notes.get(name.as_str()),
                _ => None,
            };
            if mark.kind == MarkKind::Code {
                out.push_str(&code_span(mark.span.of(text)));
                at = mark.span.end;
            } else if let Some(number) = note {
                let _ = write!(out, "[^{number}]");
                at = mark.span.end;
            } else {
                out.push_str(opening(mark));
                open.push(mark);
            }
        }
        while let Some(last) = open.pop() {
            out.push_str(&escaped(text.get(at..last.span.end).unwrap_or_default()));
            at = at.max(last.span.end);
            out.push_str(&closing(last));
        }
        out.push_str(&escaped(text.get(at..block.span.end).unwrap_or_default()));
        protect_line_starts(&out)
    }
}

/// The number of each footnote that the article has the note of, from 1, in the order of
/// their marks; by name.
fn note_numbers(article: &Article) -> HashMap<&str, usize> {
    let blocks = article.blocks();
    let known: HashSet<&str> = blocks.iter().flat_map(|block| &block.names).map(String::as_str).collect();
    let mut numbers = HashMap::new();
    for mark in blocks.iter().flat_map(|block| &block.marks) {
        if let MarkKind::Footnote(name) = &mark.kind
            && known.contains(name.as_str())
        {
            let next = numbers.len() + 1;
            numbers.entry(name.as_str()).or_insert(next);
        }
    }
    numbers
}

fn front_matter(article: &Article) -> String {
    let meta = article.meta();
    let source = article.origin().url.as_ref().or(meta.canonical_url.as_ref());
    let byline = (!meta.byline.is_empty()).then(|| meta.byline.join(", "));
    let fields = [
        ("title", meta.title.as_ref()),
        ("author", byline.as_ref()),
        ("site", meta.site.as_ref()),
        ("date", meta.published.as_ref()),
        ("source", source),
    ];
    let mut out = String::new();
    for (key, value) in fields {
        if let Some(value) = value {
            // A JSON string is also a YAML string.
            let _ = writeln!(out, "{key}: {}", serde_json::Value::String(value.clone()));
        }
    }
    if out.is_empty() { out } else { format!("---\n{out}---\n") }
}

/// A code block. Its fence is longer than any run of backticks inside.
fn code(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{code}\n{fence}")
}

/// A table. The first row is the head, because CommonMark's table extension needs one.
fn table(block: &Block, text: &str) -> String {
    let table = block.span.of(text);
    let columns = |row: &str| row.split('\t').count();
    let most = table.lines().map(columns).max().unwrap_or(0);
    let mut out = String::new();
    for (i, row) in table.lines().enumerate() {
        let mut cells: Vec<String> = row.split('\t').map(|cell| escaped(cell.trim()).replace('|', "\\|")).collect();
        // Heads that begin with an empty cell begin with the second one, because no block
        // begins with white space.
        let is_head = block.marks.first().is_some_and(|m| m.kind == MarkKind::Head && m.span.start == block.span.start);
        if i == 0 && is_head && cells.len() + 1 == most {
            cells.insert(0, String::new());
        }
        cells.resize(most, String::new());
        if i > 0 {
            out.push('\n');
        }
        let _ = write!(out, "| {} |", cells.join(" | "));
        if i == 0 {
            let _ = write!(out, "\n|{}", " --- |".repeat(most));
        }
    }
    out
}

fn opening(mark: &Mark) -> &'static str {
    match mark.kind {
        MarkKind::Emphasis => "*",
        MarkKind::Strong => "**",
        MarkKind::Link(_) => "[",
        MarkKind::Struck => "~~",
        MarkKind::Code | MarkKind::Credit | MarkKind::Head | MarkKind::Footnote(_) => "",
    }
}

fn closing(mark: &Mark) -> String {
    match &mark.kind {
        MarkKind::Emphasis => "*".to_owned(),
        MarkKind::Strong => "**".to_owned(),
        MarkKind::Link(address) => {
            let address: String = address.chars().filter(|c| !c.is_control()).collect();
            format!("](<{}>)", address.replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C"))
        }
        MarkKind::Struck => "~~".to_owned(),
        MarkKind::Code | MarkKind::Credit | MarkKind::Head | MarkKind::Footnote(_) => String::new(),
    }
}

fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{code}{pad}{ticks}")
}

/// `words` with a backslash before every character that has a meaning inside a
/// line.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// `words` with a backslash at the start of lines that would otherwise be a
/// heading, a list or a rule.
fn protect_line_starts(words: &str) -> String {
    let lines = words.split('\n').map(|line| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let numbered = digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
        match line.chars().next() {
            Some('#' | '+' | '-' | '=' | '~' | '|' | ':') => format!("\\{line}"),
            Some(_) if numbered => {
                let (number, rest) = line.split_at(digits);
                format!("{number}\\{rest}")
            }
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
