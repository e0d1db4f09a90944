//! An article as CommonMark, with front matter for its title, authors, site,
//! date and source.

use std::fmt::Write;

use pullquote_article::{Article, Block, BlockKind, Mark, MarkKind};

/// The whole article; ends with a line feed.
pub(super) fn of(article: &Article) -> String {
    let mut out = front_matter(article);
    let mut before: Option<BlockKind> = None;
    for block in article.blocks() {
        // No blank line between items of one list: it would end the list.
        let tight = before == Some(BlockKind::ListItem) && block.kind == BlockKind::ListItem;
        if !out.is_empty() && !tight {
            out.push('\n');
        }
        push_block(&mut out, article.text(), block);
        out.push('\n');
        before = Some(block.kind);
    }
    out
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

fn push_block(out: &mut String, text: &str, block: &Block) {
    let words = || marked(text, block);
    match block.kind {
        BlockKind::Title => out.push_str(&format!("# {}", words())),
        BlockKind::Heading(level) => {
            out.push_str(&format!("{} {}", "#".repeat(usize::from(level.clamp(1, 6))), words()));
        }
        BlockKind::Byline | BlockKind::Paragraph => out.push_str(&words()),
        BlockKind::Caption | BlockKind::Standfirst => out.push_str(&format!("*{}*", words().replace('\n', "*\\\n*"))),
        BlockKind::Quote => out.push_str(&format!("> {}", words().replace('\n', "\n> "))),
        BlockKind::ListItem => out.push_str(&format!("- {}", words().replace('\n', "\n  "))),
        BlockKind::Rule => out.push_str("* * *"),
        BlockKind::Code => push_code(out, block.span.of(text)),
        BlockKind::Table => push_table(out, block.span.of(text)),
    }
}

/// Appends a code block. Its fence is longer than any run of backticks inside.
fn push_code(out: &mut String, code: &str) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = write!(out, "{fence}\n{code}\n{fence}");
}

/// Appends a table. The first row is the head, because CommonMark's table
/// extension needs one.
fn push_table(out: &mut String, table: &str) {
    for (i, row) in table.lines().enumerate() {
        let cells: Vec<String> = row.split('\t').map(|cell| escaped(cell).replace('|', "\\|")).collect();
        if i > 0 {
            out.push('\n');
        }
        let _ = write!(out, "| {} |", cells.join(" | "));
        if i == 0 {
            let _ = write!(out, "\n|{}", " --- |".repeat(cells.len()));
        }
    }
}

/// The words of a block with their marks; everything else is escaped.
fn marked(text: &str, block: &Block) -> String {
    let mut out = String::new();
    let mut at = block.span.start;
    let mut open: Vec<&Mark> = Vec::new();
    let marks: Vec<&Mark> = block.marks.iter().filter(|mark| mark.kind != MarkKind::Credit).collect();
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
        if mark.kind == MarkKind::Code {
            out.push_str(&code_span(mark.span.of(text)));
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

fn opening(mark: &Mark) -> &'static str {
    match mark.kind {
        MarkKind::Emphasis => "*",
        MarkKind::Strong => "**",
        MarkKind::Link(_) => "[",
        MarkKind::Code | MarkKind::Credit => "",
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
        MarkKind::Code | MarkKind::Credit => String::new(),
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
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&') {
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
