//! The table of formats.

use super::collector::Collector;
use super::error::ReadingListError;
use super::{addresses, bookmarks, instapaper, omnivore, pocket, pocket_html, raindrop, readwise_reader, wallabag};

/// A format of lists.
pub struct ListFormat {
    /// The name of the format for people: `Pocket`.
    pub name: &'static str,
    /// The kind of file, for the documents: `CSV`.
    pub file: &'static str,
    /// Whether a text is of this format.
    pub(super) recognises: fn(&str) -> bool,
    /// Reads the text of the file that the first argument names.
    pub(super) read: fn(&str, &str, &mut Collector) -> Result<(), ReadingListError>,
}

/// The name of the plain list.
const ADDRESSES: &str = "addresses";

/// Every format that can be read. The first one that recognises a text reads it,
/// so the plain list of addresses is the last.
pub const FORMATS: &[ListFormat] = &[
    ListFormat {
        name: "bookmarks",
        file: "HTML of a browser, Pinboard or Raindrop",
        recognises: bookmarks::recognises,
        read: bookmarks::read,
    },
    ListFormat { name: "feeds", file: "OPML", recognises: is_opml, read: refuse_feeds },
    ListFormat {
        name: "Pocket page",
        file: "HTML of Pocket or Instapaper",
        recognises: pocket_html::recognises,
        read: pocket_html::read,
    },
    ListFormat { name: "wallabag", file: "JSON", recognises: wallabag::recognises, read: wallabag::read },
    ListFormat {
        name: "Omnivore",
        file: "the export folder, or one JSON file of it",
        recognises: omnivore::recognises,
        read: omnivore::read,
    },
    ListFormat { name: "Pocket", file: "CSV", recognises: pocket::recognises, read: pocket::read },
    ListFormat { name: "Instapaper", file: "CSV", recognises: instapaper::recognises, read: instapaper::read },
    ListFormat { name: "Raindrop", file: "CSV", recognises: raindrop::recognises, read: raindrop::read },
    ListFormat {
        name: "Readwise Reader",
        file: "CSV",
        recognises: readwise_reader::recognises,
        read: readwise_reader::read,
    },
    ListFormat {
        name: ADDRESSES,
        file: "text or Markdown with one address a line",
        recognises: addresses::recognises,
        read: addresses::read,
    },
];

/// The format of `text`.
pub(super) fn recognise(text: &str) -> Option<&'static ListFormat> {
    FORMATS.iter().find(|format| (format.recognises)(text))
}

/// How many bytes at the beginning of a file [`may_be_list`] needs.
pub const HEAD: usize = 4096;

/// Whether a file that begins with `head` may be a list of another program; [`parse`](super::parse) says it
/// for certain. A plain list of addresses is not recognised here: in a folder with notes and
/// articles, many files have some addresses.
#[must_use]
pub fn may_be_list(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let is_json = text.trim_start().starts_with('[');
    is_json || FORMATS.iter().filter(|format| format.name != ADDRESSES).any(|format| (format.recognises)(text))
}

/// What can be read, for messages.
pub(super) fn names() -> String {
    let shown: Vec<String> = FORMATS
        .iter()
        .filter(|format| format.name != "feeds")
        .map(|format| format!("{} ({})", format.name, format.file))
        .collect();
    shown.join(", ")
}

/// Whether `text` is a list of feeds.
fn is_opml(text: &str) -> bool {
    head(text).trim_start().starts_with('<') && head(text).contains("<opml")
}

/// Refuses a list of feeds with the command that reads it.
fn refuse_feeds(name: &str, _: &str, _: &mut Collector) -> Result<(), ReadingListError> {
    Err(ReadingListError::Feeds { name: name.to_owned() })
}

/// The first part of `text`, enough to recognise its format.
pub(super) fn head(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}
