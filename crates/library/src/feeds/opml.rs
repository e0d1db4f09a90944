//! Lists of feeds in OPML, as every feed reader reads and writes them.

use opml::{Head, OPML, Outline};

use super::repair::{Element, Role, Rules, Step, repaired};
use crate::address::web_address;
use crate::plain;

/// A feed in a list of feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListedFeed {
    /// Its `http` or `https` address. A user name and a password stay in it, as
    /// the server may need them.
    pub address: String,
    /// Its title, safe for a terminal.
    pub title: Option<String>,
    /// The address of its site.
    pub home: Option<String>,
    /// The folder it is in; `Towns/Ports` for a folder in a folder.
    pub folder: Option<String>,
}

/// Why a list of feeds cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpmlError {
    /// It is not OPML.
    #[error("{name} is not a list of feeds in OPML")]
    NotOpml {
        /// The file.
        name: String,
    },
    /// It breaks off.
    #[error("{name} is damaged: {why}; export the list again")]
    Damaged {
        /// The file.
        name: String,
        /// Where, as a clause.
        why: String,
    },
}

/// The feeds in the OPML `bytes` of the file called `name`, in the order of the
/// list, without twins; and a sentence for each outline that has an address
/// which is not `http` or `https`. Common mistakes in the XML are corrected.
///
/// # Errors
/// If it is not OPML, or breaks off.
pub fn read_opml(name: &str, bytes: &[u8]) -> Result<(Vec<ListedFeed>, Vec<String>), OpmlError> {
    let text = pullquote_clean::decode(bytes, None);
    let not_opml = || OpmlError::NotOpml { name: name.to_owned() };
    let repaired = repaired(text.trim_start(), &mut OpmlRules);
    if repaired.xml.is_empty() {
        return Err(not_opml());
    }
    if let Some(why) = repaired.damage {
        return Err(OpmlError::Damaged { name: name.to_owned(), why });
    }
    let document = match OPML::from_str(&repaired.xml) {
        Ok(document) => document,
        // The list of a person who has no feeds.
        Err(opml::Error::BodyHasNoOutlines) => return Ok((Vec::new(), Vec::new())),
        Err(_) => return Err(not_opml()),
    };
    let mut found = Found::default();
    for outline in &document.body.outlines {
        found.collect(outline, &mut Vec::new());
    }
    Ok((found.feeds, found.skipped))
}

/// A list of feeds in OPML 2.0. Feeds of one folder are written together, in the
/// order in which the folders first occur; a feed without a folder comes first.
/// `None` if a text has a character that XML cannot have.
#[must_use]
pub fn write_opml(title: &str, feeds: &[ListedFeed]) -> Option<String> {
    let mut top: Vec<Outline> = Vec::new();
    let mut folders: Vec<Outline> = Vec::new();
    for feed in feeds {
        let mut place = feed.folder.as_deref().unwrap_or_default().split('/').map(str::trim).filter(|n| !n.is_empty());
        match place.next() {
            None => top.push(outline(feed)),
            Some(first) => {
                let mut inside = folder(&mut folders, first);
                for name in place.take(OPML_DEPTH) {
                    inside = folder(&mut inside.outlines, name);
                }
                inside.outlines.push(outline(feed));
            }
        }
    }
    top.append(&mut folders);
    let document = OPML {
        head: Some(Head { title: plain::line(title), ..Head::default() }),
        body: opml::Body { outlines: top },
        ..OPML::default()
    };
    let written = document.to_string().ok()?;
    Some(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{written}\n"))
}

/// How many folders may be in one another.
const OPML_DEPTH: usize = 20;

/// The outline of the folder called `name` among `outlines`, which is made if it
/// is not there.
fn folder<'o>(outlines: &'o mut Vec<Outline>, name: &str) -> &'o mut Outline {
    let known = outlines.iter().position(|outline| outline.xml_url.is_none() && outline.text == name);
    let at = known.unwrap_or_else(|| {
        outlines.push(Outline { text: name.to_owned(), title: Some(name.to_owned()), ..Outline::default() });
        outlines.len() - 1
    });
    &mut outlines[at]
}

/// The outline of a feed.
fn outline(feed: &ListedFeed) -> Outline {
    let title = feed.title.as_deref().and_then(plain::line);
    Outline {
        text: title.clone().unwrap_or_else(|| feed.address.clone()),
        title,
        r#type: Some("rss".to_owned()),
        xml_url: Some(feed.address.clone()),
        html_url: feed.home.clone(),
        ..Outline::default()
    }
}

/// What was found in a list.
#[derive(Default)]
struct Found {
    feeds: Vec<ListedFeed>,
    known: std::collections::HashSet<String>,
    skipped: Vec<String>,
}

impl Found {
    /// Collects the feeds of an outline inside `folders`.
    fn collect(&mut self, outline: &Outline, folders: &mut Vec<String>) {
        let name = outline.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&outline.text);
        let title = plain::line(name);
        if let Some(address) = &outline.xml_url {
            match feed_address(address) {
                Ok(address) => {
                    if self.known.insert(address.clone()) {
                        let home = outline.html_url.as_deref().and_then(|home| web_address(home).ok());
                        let title = title.clone().filter(|title| *title != address);
                        let folder = (!folders.is_empty()).then(|| folders.join("/"));
                        self.feeds.push(ListedFeed { address, title, home, folder });
                    }
                }
                Err(why) => self.skipped.push(format!("{}: {why}", title.as_deref().unwrap_or("a feed"))),
            }
        }
        // A feed may have outlines of its own; they are in no folder of its name.
        let is_folder = outline.xml_url.is_none();
        if is_folder {
            folders.push(title.unwrap_or_default().replace('/', " "));
        }
        for inner in &outline.outlines {
            self.collect(inner, folders);
        }
        if is_folder {
            folders.pop();
        }
    }
}

/// The address of a feed with its login. The scheme `feed:` that some programs
/// write means http.
fn feed_address(text: &str) -> Result<String, String> {
    let text = text.trim();
    let text = match text.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
        Some(rest) => rest.to_owned(),
        None => text.to_owned(),
    };
    web_address(&text)?;
    url::Url::parse(&text).map(String::from).map_err(|error| error.to_string())
}

/// Which elements of a list of feeds are read.
struct OpmlRules;

impl Rules for OpmlRules {
    fn step(&mut self, element: &Element<'_>, open: &[&str]) -> Step {
        let keys: &[&str] = match (element.name, open) {
            ("opml", []) => {
                let attributes = vec![("version".to_owned(), "2.0".to_owned())];
                return Step::Copy { name: "opml".to_owned(), attributes, role: Role::Other };
            }
            ("body", ["opml"]) => &[],
            ("outline", ["opml", "body", inside @ ..]) if inside.len() < OPML_DEPTH => {
                &["text", "title", "xmlUrl", "htmlUrl"]
            }
            ("outline", ["opml", "body", ..]) => return Step::Unwrap,
            _ => return Step::Skip,
        };
        // Some programs write the names of attributes in lower case.
        let attributes = keys.iter().filter_map(|key| {
            let found = element.attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
            Some(((*key).to_owned(), found.1.clone()))
        });
        Step::Copy { name: element.name.to_owned(), attributes: attributes.collect(), role: Role::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn feed(address: &str, title: Option<&str>, folder: Option<&str>) -> ListedFeed {
        ListedFeed {
            address: address.to_owned(),
            title: title.map(str::to_owned),
            home: None,
            folder: folder.map(str::to_owned),
        }
    }

    #[test]
    fn folders_and_mistakes_are_read() {
        let text = "\u{feff}<?xml version='1.0'?><opml><body>\
            <outline text='Towns'><outline text='Ports'>\
            <outline text='Pier & sea' xmlurl='https://ida:x@example.org/feed?a=1&b=2' htmlUrl='https://example.org'/></outline>\
            <outline text='' title='' xmlUrl='feed://example.com/rss'></outline>\
            <outline text='Again' xmlUrl='http://example.com/rss'/></outline>\
            <outline text='Old' xmlUrl='gopher://example.org/'/></body></opml>";
        let (feeds, skipped) = read_opml("a.opml", text.as_bytes()).unwrap();
        let mut first = feed("https://ida:x@example.org/feed?a=1&b=2", Some("Pier & sea"), Some("Towns/Ports"));
        first.home = Some("https://example.org/".to_owned());
        assert_eq!(feeds, [first, feed("http://example.com/rss", None, Some("Towns"))]);
        assert_eq!(skipped, ["Old: `gopher://example.org/` is not an http or https address"]);
    }

    #[test]
    fn what_is_not_opml_is_an_error_with_its_name() {
        for text in ["", "x", "<html><body>x", "<opml/>"] {
            let error = read_opml("a.opml", text.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), "a.opml is not a list of feeds in OPML", "{text}");
        }
        let cut =
            read_opml("a.opml", b"<opml><body><outline text='a' xmlUrl='https://example.org/'/>\n<outl").unwrap_err();
        assert_eq!(cut.to_string(), "a.opml is damaged: line 2 is not XML; export the list again");
    }

    #[test]
    fn a_list_without_feeds_is_written_and_read_again() {
        let written = write_opml("My feeds", &[]).unwrap();
        assert_eq!(read_opml("a.opml", written.as_bytes()), Ok((Vec::new(), Vec::new())));
    }

    #[test]
    fn outlines_nested_without_end_are_read() {
        let deep = "<outline text='a'>".repeat(300_000);
        let text = format!(
            "<opml><body>{deep}<outline xmlUrl='https://example.org/'/>{}</body></opml>",
            "</outline>".repeat(300_000)
        );
        let (feeds, _) = read_opml("a.opml", text.as_bytes()).unwrap();
        assert!(feeds.len() <= 1);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(titles in proptest::collection::vec("[a-z<&\"'é\\x1b ]{0,8}[a-z]", 1..6)) {
            let feeds: Vec<ListedFeed> = titles.iter().enumerate().map(|(at, title)| {
                let title = plain::line(title);
                let folder = (at % 3 > 0).then(|| if at % 3 == 1 { "Towns/Ports".to_owned() } else { "Sea & <sky>".to_owned() });
                ListedFeed { address: format!("https://example.org/{at}?a=1&b={at}"), title, home: None, folder }
            }).collect();
            let text = write_opml("My feeds", &feeds).unwrap();
            let (mut read, skipped) = read_opml("a.opml", text.as_bytes()).unwrap();
            read.sort_by(|a, b| a.address.cmp(&b.address));
            prop_assert_eq!((read, skipped), (feeds, Vec::new()));
        }
    }
}
