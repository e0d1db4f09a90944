//! Articles of the library as JSON and as lines.

use serde_json::{Value, json};

use pullquote_article::text::sanitize;
use pullquote_article::text::width::{fit, width};
use pullquote_library::store::ArticleRow;

/// What identifies an article in JSON: its title, what opens it, when it was published, and its path or
/// address.
pub(crate) fn article_fields(row: &ArticleRow) -> Value {
    json!({
        "title": row.title,
        "source": row.source,
        "published": row.published,
        "path": row.path,
        "url": row.url,
    })
}

/// Everything about an article as JSON.
pub(super) fn row_json(row: &ArticleRow) -> Value {
    let authors: Vec<&str> = row.authors.as_deref().unwrap_or_default().split("; ").filter(|a| !a.is_empty()).collect();
    json!({
        "title": row.title,
        "source": row.source,
        "path": row.path,
        "url": row.url,
        "site": row.site,
        "authors": authors,
        "published": row.published,
        "added": row.added,
        "language": row.language,
        "words": row.words,
        "quotes": row.quotes,
        "notes": row.notes,
        "read": row.read,
        "starred": row.starred,
        "progress": row.progress,
        "trashed": row.trashed,
        "tags": row.tags,
    })
}

/// An article on one line of `cells`: its state, day, title, site, and the numbers of quotes and notes.
pub(super) fn row_line(row: &ArticleRow, cells: usize) -> String {
    let state = match (row.trashed, row.starred, row.read) {
        (true, ..) => '×',
        (_, true, _) => '★',
        (_, _, false) => '●',
        _ => ' ',
    };
    let day: String = row.published.as_deref().unwrap_or(&row.added).chars().take(10).collect();
    let title = if row.title.is_empty() { &row.source } else { &row.title };
    let counts = format!("{:>4}” {:>3}✎", row.quotes, row.notes);
    let site = row.site.clone().unwrap_or_default();
    let right = format!("  {}  {counts}", padded(&site, 18));
    let room = cells.saturating_sub(width(&right) + 13).max(10);
    let title = padded(&sanitize::line(title), room);
    format!("{state} {day:<10} {title}{}", sanitize::line(&right)).trim_end().to_owned()
}

/// `text` cut or filled to `cells`.
fn padded(text: &str, cells: usize) -> String {
    let text = fit(text, cells);
    let missing = cells.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(missing))
}
