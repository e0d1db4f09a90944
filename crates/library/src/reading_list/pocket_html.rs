//! The page that Pocket exported for years (`ril_export.html`) and Instapaper's
//! page of the same shape: a heading for each state, and a list of links.

use pullquote_clean::{HtmlToken, html_tokens};

use super::collector::Collector;
use super::error::ReadingListError;
use super::formats::head;
use super::{ListedArticle, fields};
use crate::plain;

pub(super) fn recognises(text: &str) -> bool {
    let start = head(text).to_ascii_lowercase();
    let is_page = start.trim_start().starts_with('<');
    is_page
        && (start.contains("<title>pocket export")
            || start.contains("<title>instapaper: export")
            || (start.contains("<h1>unread</h1>") && start.contains("time_added=")))
}

/// What the text at this place belongs to.
enum Collecting {
    Nothing,
    Heading(String),
    Link { line: u64, address: String, title: String, article: Box<ListedArticle> },
}

pub(super) fn read(_: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    let mut heading = String::new();
    let mut collecting = Collecting::Nothing;
    html_tokens(text, |line, token| match token {
        HtmlToken::Start(tag) if tag.name() == "h1" => collecting = Collecting::Heading(String::new()),
        HtmlToken::Start(tag) if tag.name() == "a" => {
            let written = tag.attribute("tags").unwrap_or_default();
            let article = Box::new(ListedArticle {
                tags: fields::tags(written.split(',')),
                added: tag.attribute("time_added").and_then(fields::time),
                ..ListedArticle::default()
            });
            let address = tag.attribute("href").unwrap_or_default().to_owned();
            collecting = Collecting::Link { line, address, title: String::new(), article };
        }
        HtmlToken::Text(text) => match &mut collecting {
            Collecting::Heading(words) | Collecting::Link { title: words, .. } => words.push_str(text),
            Collecting::Nothing => {}
        },
        HtmlToken::End("h1" | "a") => match std::mem::replace(&mut collecting, Collecting::Nothing) {
            Collecting::Heading(words) => heading = plain::line(&words).unwrap_or_default(),
            Collecting::Link { line, address, title, article } => {
                let title = plain::line(&title).filter(|title| *title != address);
                let article = in_section(&heading, ListedArticle { title, ..*article });
                collector.add(format_args!("line {line}"), &address, article);
            }
            Collecting::Nothing => {}
        },
        _ => {}
    });
    Ok(())
}

/// The article with what the heading of its section means. A heading that is no
/// state is a folder that a person made.
fn in_section(heading: &str, article: ListedArticle) -> ListedArticle {
    match heading {
        "" => article,
        "Unread" => ListedArticle { read: Some(false), ..article },
        "Read Archive" | "Archive" => ListedArticle { read: Some(true), ..article },
        "Starred" | "Liked" => ListedArticle { starred: true, ..article },
        folder => {
            let tags = fields::tags(std::iter::once(folder).chain(article.tags.iter().map(String::as_str)));
            ListedArticle { tags, ..article }
        }
    }
}
