//! Reading a corpus of articles with annotated names.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pullquote_article::Span;
use pullquote_nlp::EntityKind;
use pullquote_nlp::train::names::NamedArticle;

/// Reads the articles of a folder, in the order of their names. Each is a pair of files
/// `NAME.txt` and `NAME.tsv`.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Vec<NamedArticle>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
        .collect();
    paths.sort();
    let mut articles = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(path.with_extension("txt"))
            .with_context(|| format!("reading {}", path.display()))?;
        let rows = std::fs::read_to_string(&path)?;
        match align(&rows, &text) {
            Some(names) => articles.push(NamedArticle { text, names }),
            None => articles.push(compose(&rows)),
        }
    }
    Ok(articles)
}

/// Builds the text of an article from its tokens, if they are not those of its text
/// file: with no space before a comma, and so on.
fn compose(rows: &str) -> NamedArticle {
    let mut text = String::new();
    let (mut glued, mut quoted, mut sentences) = (true, false, 0);
    for row in rows.lines() {
        let Some(token) = row.split('\t').next().filter(|_| row.contains('\t')) else {
            sentences += 1;
            text.push_str(if sentences % 4 == 0 { "\n\n" } else { " " });
            glued = true;
            continue;
        };
        let mark = token.len() == 1 && ".,;:!?%)]}'".contains(token);
        let closes = mark || matches!(token, "’" | "”" | "'s" | "’s" | "n't" | "n’t" | "..." | "…");
        if !(glued || closes || token == "\"" && quoted) {
            text.push(' ');
        }
        text.push_str(token);
        quoted ^= token == "\"";
        glued = matches!(token, "(" | "[" | "{" | "$" | "£" | "€" | "“" | "‘" | "#") || token == "\"" && quoted;
    }
    let names = align(rows, &text).unwrap_or_default();
    NamedArticle { text, names }
}

/// The names in the tags of some tokens, as ranges of the text that has these tokens;
/// `None` if the text has other tokens.
fn align(rows: &str, text: &str) -> Option<Vec<(Span, EntityKind)>> {
    let mut names: Vec<(Span, EntityKind)> = Vec::new();
    let mut open: Option<EntityKind> = None;
    let mut at = 0;
    for row in rows.lines() {
        let Some((token, tag)) = row.rsplit_once('\t').map(|(t, g)| (t.split('\t').next().unwrap_or(t), g)) else {
            open = None;
            continue;
        };
        let start = at + text.get(at..)?.find(token).filter(|&gap| gap < 200)?;
        at = start + token.len();
        let kind = tag.get(2..).and_then(kind);
        match (tag.starts_with('I') && open == kind, kind) {
            (true, Some(_)) => names.last_mut()?.0.end = at,
            (false, Some(kind)) => names.push((Span::new(start, at), kind)),
            (_, None) => {}
        }
        open = kind;
    }
    Some(names)
}

/// The kind of entity that a tag means; `None` for a tag that means no name.
fn kind(tag: &str) -> Option<EntityKind> {
    Some(match tag {
        "Person" => EntityKind::Person,
        "Organization" => EntityKind::Organization,
        "Location" | "Facility" => EntityKind::Place,
        "NORP" => EntityKind::Group,
        "Misc" => EntityKind::Misc,
        "Date" => EntityKind::Date,
        "Money" => EntityKind::Money,
        "Product" => EntityKind::Product,
        _ => return None,
    })
}
