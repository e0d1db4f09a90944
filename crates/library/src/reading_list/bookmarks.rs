//! The bookmarks file that Netscape invented and every browser exports. Folders
//! are nested lists with a heading:
//!
//! ```html
//! <!DOCTYPE NETSCAPE-Bookmark-file-1>
//! <DL><p>
//!   <DT><H3>Ports</H3>
//!   <DL><p>
//!     <DT><A HREF="https://example.org/pier" ADD_DATE="1700000000" TAGS="sea">The pier</A>
//!     <DD>Opens in spring.
//!   </DL><p>
//! </DL>
//! ```

use pullquote_clean::{HtmlTag, HtmlToken, html_tokens};

use super::collector::Collector;
use super::error::ReadingListError;
use super::formats::head;
use super::{ListedArticle, ListedNote, fields};
use crate::plain;

/// How many folders above a bookmark become tags at most.
const MOST_FOLDERS: usize = 20;

pub(super) fn recognises(text: &str) -> bool {
    head(text).to_ascii_lowercase().contains("<!doctype netscape-bookmark-file-1")
}

pub(super) fn read(_: &str, text: &str, collector: &mut Collector) -> Result<(), ReadingListError> {
    let mut reader =
        Reader { collector, folders: Vec::new(), heading: None, open: None, collecting: Collecting::Nothing };
    html_tokens(text, |line, token| reader.token(line, token));
    reader.finish_bookmark();
    Ok(())
}

/// What the text at this place belongs to.
#[derive(PartialEq)]
enum Collecting {
    Nothing,
    /// The name of the next folder.
    Heading,
    /// The title of the open bookmark.
    Title,
    /// The description of the open bookmark.
    Description,
}

/// A bookmark that was begun.
struct Bookmark {
    line: u64,
    address: String,
    title: String,
    description: String,
    article: ListedArticle,
}

struct Reader<'c> {
    collector: &'c mut Collector,
    /// The folders that are open, the outermost first; `None` for one that is
    /// part of the browser, such as the toolbar.
    folders: Vec<Option<String>>,
    /// The heading before the next list, with whether a person made the folder.
    heading: Option<(String, bool)>,
    open: Option<Bookmark>,
    collecting: Collecting,
}

impl Reader<'_> {
    fn token(&mut self, line: u64, token: HtmlToken<'_>) {
        match token {
            HtmlToken::Start(tag) => self.start(line, tag),
            HtmlToken::End(name) => match name {
                "h3" | "a" => self.collecting = Collecting::Nothing,
                "dl" => {
                    self.finish_bookmark();
                    self.folders.pop();
                }
                _ => {}
            },
            HtmlToken::Text(text) => match (&self.collecting, &mut self.open, &mut self.heading) {
                (Collecting::Heading, _, Some((heading, _))) => heading.push_str(text),
                (Collecting::Title, Some(open), _) => open.title.push_str(text),
                (Collecting::Description, Some(open), _) => open.description.push_str(text),
                _ => {}
            },
        }
    }

    fn start(&mut self, line: u64, tag: HtmlTag<'_>) {
        match tag.name() {
            "h3" => {
                self.finish_bookmark();
                let is_of_browser = tag.attribute("personal_toolbar_folder").is_some()
                    || tag.attribute("unfiled_bookmarks_folder").is_some();
                self.heading = Some((String::new(), !is_of_browser));
                self.collecting = Collecting::Heading;
            }
            "dl" => {
                self.finish_bookmark();
                let heading = self.heading.take().filter(|(_, is_of_person)| *is_of_person);
                self.folders.push(heading.map(|(name, _)| name));
            }
            "a" => {
                self.finish_bookmark();
                self.open = Some(self.bookmark(line, tag));
                self.collecting = Collecting::Title;
            }
            "dd" => self.collecting = Collecting::Description,
            "dt" => self.collecting = Collecting::Nothing,
            _ => {}
        }
    }

    /// The bookmark that a link begins.
    fn bookmark(&self, line: u64, tag: HtmlTag<'_>) -> Bookmark {
        let written = tag.attribute("tags").unwrap_or_default();
        let outer = self.folders.len().saturating_sub(MOST_FOLDERS);
        let folders = self.folders.iter().skip(outer).flatten().map(String::as_str);
        let article = ListedArticle {
            tags: fields::tags(folders.chain(written.split(','))),
            added: tag.attribute("add_date").and_then(fields::time),
            // Pinboard and its like write this.
            read: match tag.attribute("toread") {
                Some("1") => Some(false),
                Some("0") => Some(true),
                _ => None,
            },
            ..ListedArticle::default()
        };
        let address = tag.attribute("href").unwrap_or_default().to_owned();
        Bookmark { line, address, title: String::new(), description: String::new(), article }
    }

    /// Adds the bookmark that was begun, if there is one.
    fn finish_bookmark(&mut self) {
        self.collecting = Collecting::Nothing;
        let Some(open) = self.open.take() else { return };
        let note = plain::paragraphs(&open.description).map(|note| ListedNote { words: None, note });
        let article =
            ListedArticle { title: plain::line(&open.title), notes: note.into_iter().collect(), ..open.article };
        self.collector.add(format_args!("line {}", open.line), &open.address, article);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_nested_a_hundred_thousand_times_take_little_time() {
        let deep = "<DT><H3>a</H3><DL><p><DT><A HREF=https://example.org/>x</A>".repeat(100_000);
        let mut collector = Collector::default();
        read("deep.html", &deep, &mut collector).unwrap();
        assert_eq!(collector.articles.len(), 100_000);
    }
}
