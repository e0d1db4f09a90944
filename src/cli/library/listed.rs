//! Articles in the lists of other programs: what is added of each.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use crate::folders::article_record::link_record;
use crate::import::importer;
use pullquote_article::files;
use pullquote_clean::decode;
use pullquote_library::reading_list::{ReadingListError, parse, parse_folder};
use pullquote_library::record::{ArticleRecord, OwnFacts};
use pullquote_library::store::is_export;
use pullquote_library::{ListedArticle, ReadingList};

/// The most bytes of a list that are read.
const LARGEST: u64 = 500_000_000;
/// Where a page says that it is HTML, in bytes from its beginning.
const HEAD: usize = 2_000;

/// What a file or folder has.
pub(super) enum InFile {
    /// Articles.
    Articles(ReadingList),
    /// The bytes of a list of feeds.
    Feeds(Vec<u8>),
    /// Something else, such as an article.
    Other,
}

/// Why a file with articles, feeds or notes can't be taken over.
#[derive(Debug, thiserror::Error)]
pub(super) enum InFileError {
    /// It is a list that can't be read.
    #[error(transparent)]
    List(#[from] ReadingListError),
    /// It has notes, and no articles.
    #[error("it has highlights or notes, not articles; `pullquote import {0}` takes them over")]
    Notes(String),
    /// It is what `library export` printed.
    #[error("it has what only a library knows; `pullquote library import {0}` takes it over")]
    Library(String),
}

/// What a file or folder has.
///
/// # Errors
/// If it is a list that can't be read, or has only notes.
pub(super) fn in_file(path: &Path) -> Result<InFile, InFileError> {
    if path.is_dir() {
        return match parse_folder(path) {
            Ok(list) => Ok(InFile::Articles(list)),
            Err(ReadingListError::Unknown { .. } | ReadingListError::NotUtf8 { .. }) => Ok(InFile::Other),
            Err(error) => Err(error.into()),
        };
    }
    // Why a file can't be read is said when it is read as an article.
    let Ok(bytes) = files::read(path, LARGEST) else { return Ok(InFile::Other) };
    let name = path.display().to_string();
    if std::str::from_utf8(&bytes).is_ok_and(is_export) {
        return Err(InFileError::Library(name));
    }
    match parse(&name, &bytes) {
        Ok(list) => Ok(InFile::Articles(list)),
        Err(ReadingListError::Feeds { .. }) => Ok(InFile::Feeds(bytes)),
        Err(ReadingListError::Unknown { .. }) if has_notes(&bytes) => Err(InFileError::Notes(name)),
        Err(ReadingListError::Unknown { .. } | ReadingListError::NotUtf8 { .. }) => Ok(InFile::Other),
        Err(error) => Err(error.into()),
    }
}

/// Whether these are notes, such as highlights of another program or an export of ours, and no article.
fn has_notes(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // The other formats look like articles that can be read.
    let formats = ["json", "json-ld", "hypothesis", "readwise"];
    formats.iter().filter_map(|name| importer(name)).any(|importer| (importer.fits)(text))
}

/// The articles of a list, each address once; one in several places has the tags of all of them.
pub(super) fn without_twins(articles: Vec<ListedArticle>) -> Vec<ListedArticle> {
    let mut once: Vec<ListedArticle> = Vec::with_capacity(articles.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for article in articles {
        let identity = link_record(&article.address).map_or_else(|| article.address.clone(), |link| link.identity);
        match places.get(&identity).and_then(|at| once.get_mut(*at)) {
            Some(first) => {
                first.starred |= article.starred;
                first.content = first.content.take().or(article.content);
                first
                    .notes
                    .extend(article.notes.into_iter().filter(|note| !first.notes.contains(note)).collect::<Vec<_>>());
                for tag in article.tags {
                    if !first.tags.contains(&tag) {
                        first.tags.push(tag);
                    }
                }
            }
            None => {
                places.insert(identity, once.len());
                once.push(article);
            }
        }
    }
    once
}

/// The record of a listed article that was not read; `None` if its address can't be one of an article.
pub(super) fn link(listed: &ListedArticle) -> Option<ArticleRecord> {
    Some(with_list(link_record(&listed.address)?, listed))
}

/// The record with what the list says where the page says nothing.
pub(super) fn with_list(record: ArticleRecord, listed: &ListedArticle) -> ArticleRecord {
    let title = if record.title.is_empty() { listed.title.clone().unwrap_or_default() } else { record.title };
    ArticleRecord {
        title,
        site: record.site.or_else(|| listed.site.clone()),
        authors: record.authors.or_else(|| listed.author.clone()),
        ..record
    }
}

/// What the library keeps of a listed article as its own, with `tags` for all of the list.
pub(super) fn facts(listed: &ListedArticle, tags: &[String]) -> OwnFacts {
    OwnFacts {
        tags: listed.tags.iter().chain(tags).cloned().collect(),
        added: listed.added.clone(),
        read: listed.read,
        starred: listed.starred,
    }
}

/// The page for the HTML that a list has of an article. Programs save only the part with the text;
/// then the page gets its title and author from the list.
pub(super) fn page(listed: &ListedArticle, html: &[u8]) -> Vec<u8> {
    let html = decode(html, Some("text/html; charset=utf-8"));
    let head: String = html.chars().take(HEAD).collect::<String>().to_ascii_lowercase();
    if head.contains("<html") || head.contains("<head") {
        return html.into_bytes();
    }
    let title = escaped(listed.title.as_deref().unwrap_or_default());
    let mut page = format!("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\n");
    for (name, value) in [("author", &listed.author), ("og:site_name", &listed.site)] {
        if let Some(value) = value {
            page.push_str(&format!("<meta name=\"{name}\" property=\"{name}\" content=\"{}\">\n", escaped(value)));
        }
    }
    let heading = if title.is_empty() { String::new() } else { format!("<h1>{title}</h1>\n") };
    page.push_str(&format!("</head><body><article>\n{heading}{html}\n</article></body></html>\n"));
    page.into_bytes()
}

/// `text` for HTML text and attributes.
fn escaped(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for (sign, name) in [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")] {
        if text.contains(sign) {
            text = Cow::Owned(text.replace(sign, name));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(address: &str, tags: &[&str]) -> ListedArticle {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        ListedArticle { address: address.to_owned(), tags, ..ListedArticle::default() }
    }

    #[test]
    fn an_address_in_two_folders_is_one_article_with_both_tags() {
        let twins = vec![
            listed("https://example.org/pier", &["sea"]),
            listed("https://example.org/gull", &[]),
            ListedArticle { starred: true, ..listed("https://example.org/pier?utm_source=x#top", &["sea", "ports"]) },
        ];
        let once = without_twins(twins);
        assert_eq!(once.len(), 2);
        assert_eq!((once[0].tags.join(" "), once[0].starred), ("sea ports".to_owned(), true));
    }

    #[test]
    fn a_part_of_a_page_gets_its_title_and_a_whole_page_stays() {
        let article = ListedArticle { title: Some("Sea & <land>".to_owned()), ..listed("https://example.org/a", &[]) };
        let page_of = |html: &str| String::from_utf8(page(&article, html.as_bytes())).unwrap();
        let made = page_of("<p>It is wet.</p>");
        assert!(made.contains("<title>Sea &amp; &lt;land&gt;</title>") && made.contains("<p>It is wet.</p>"), "{made}");
        let whole = "<html><head><title>T</title></head><body>x</body></html>";
        assert_eq!(page_of(whole), whole);
    }
}
