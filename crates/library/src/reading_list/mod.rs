//! Lists of articles that people bring from other programs: bookmarks of a
//! browser, and the exports of programs that save articles for later.
//!
//! [`parse`] recognises the format by the content, [`parse_folder`] reads an
//! export that is a folder. Neither uses the network.
//!
//! ```
//! use pullquote_library::reading_list::parse;
//!
//! let csv = "title,url,time_added,tags,status\n\
//!            The pier,https://example.org/pier,1700000000,ports|sea,unread\n\
//!            A trick,javascript:alert(1),1700000000,,unread\n";
//! let list = parse("pocket.csv", csv.as_bytes())?;
//!
//! assert_eq!(list.format, "Pocket");
//! assert_eq!(list.articles[0].tags, ["ports", "sea"]);
//! assert_eq!(list.skipped, ["line 3: `javascript:alert(1)` is not an http or https address"]);
//! # Ok::<(), pullquote_library::reading_list::ReadingListError>(())
//! ```

mod addresses;
mod bookmarks;
mod collector;
mod error;
mod fields;
mod folder;
mod formats;
mod instapaper;
mod omnivore;
mod pocket;
mod pocket_html;
mod raindrop;
mod readwise_reader;
mod table;
mod wallabag;

use std::path::PathBuf;

pub use error::ReadingListError;
pub use folder::parse_folder;
pub use formats::{FORMATS, HEAD, ListFormat, may_be_list};

/// The articles of one list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadingList {
    /// The name of the format: one of those in [`FORMATS`].
    pub format: &'static str,
    /// The articles in the order of the list. An address may occur twice.
    pub articles: Vec<ListedArticle>,
    /// Entries that were left out, one sentence each, with their place and what
    /// is wrong: ``line 3: `javascript:…` is not an http or https address``.
    pub skipped: Vec<String>,
}

/// An article in a list of another program. All texts are safe for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListedArticle {
    /// The `http` or `https` address, without user name and password.
    pub address: String,
    /// The title, if the list has one.
    pub title: Option<String>,
    /// The tags; for bookmarks the folders too, the outermost first. None occurs
    /// twice.
    pub tags: Vec<String>,
    /// When it was saved, in RFC 3339 in UTC: `2025-11-24T10:30:00Z`.
    pub added: Option<String>,
    /// Whether it was read or archived; `None` if the list does not say.
    pub read: Option<bool>,
    /// Whether it was starred or marked as a favourite.
    pub starred: bool,
    /// The name of the site.
    pub site: Option<String>,
    /// The author or authors.
    pub author: Option<String>,
    /// The article itself, if the list has it.
    pub content: Option<ListedContent>,
    /// Highlights and notes.
    pub notes: Vec<ListedNote>,
}

/// The text of an article in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedContent {
    /// HTML that another program made of the page. It is not cleaned or made
    /// safe.
    Html(String),
    /// A file with such HTML. It exists, but was not read.
    HtmlFile(PathBuf),
}

/// A highlight or a note of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedNote {
    /// The words of the article that are marked; `None` if the note is on the
    /// whole article. They may differ from the article in white space.
    pub words: Option<String>,
    /// What the person wrote; empty if the words are only marked.
    pub note: String,
}

/// The articles in the list `bytes`, in any format of [`FORMATS`], recognised by
/// the content. `name` is the name of the file, for messages. The bytes are
/// UTF-8, with or without a byte order mark.
///
/// # Errors
/// [`ReadingListError::Unknown`] if it is not such a list;
/// [`ReadingListError::Feeds`] if it is a list of feeds;
/// [`ReadingListError::NotUtf8`] and [`ReadingListError::Damaged`] with the line.
pub fn parse(name: &str, bytes: &[u8]) -> Result<ReadingList, ReadingListError> {
    let text = text_of(name, bytes)?;
    let Some(format) = formats::recognise(text) else {
        return Err(ReadingListError::Unknown { name: name.to_owned() });
    };
    let mut collector = collector::Collector::default();
    (format.read)(name, text, &mut collector)?;
    Ok(ReadingList { format: format.name, articles: collector.articles, skipped: collector.skipped })
}

/// The text of a file, without a byte order mark.
fn text_of<'b>(name: &str, bytes: &'b [u8]) -> Result<&'b str, ReadingListError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            Err(ReadingListError::NotUtf8 { name: name.to_owned(), line })
        }
    }
}
