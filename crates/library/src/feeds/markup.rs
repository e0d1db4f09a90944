//! Which elements of a feed are read, and the names that the reader of feeds
//! expects for them: prefixes of all kinds, old versions and wrong namespaces
//! become the usual ones.

use super::repair::{Element, Role, Rules, Step};

/// What a feed is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Rss,
    /// RSS 0.90 and 1.0, where the items are outside of the channel.
    Rdf,
    Atom,
}

/// The vocabularies that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vocabulary {
    /// The one of the document itself.
    Own,
    Atom,
    Content,
    DublinCore,
    Other,
}

const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RSS_1: &str = "http://purl.org/rss/1.0/";

/// How many prefixes are known at once.
const PREFIXES: usize = 64;

/// The rules for feeds.
#[derive(Default)]
pub(super) struct FeedMarkup {
    /// `None` before the root, and if the root is not that of a feed.
    language: Option<Language>,
    /// The prefixes that are declared.
    prefixes: Vec<(String, Vocabulary)>,
    /// How many items there may be.
    most_items: usize,
    items: usize,
    /// How many items are left out because there are too many.
    pub(super) left_out: usize,
}

impl FeedMarkup {
    /// Rules that copy at most `most_items` items.
    pub(super) fn new(most_items: usize) -> Self {
        Self { most_items, ..Self::default() }
    }

    /// Whether the root is that of a feed.
    pub(super) fn is_feed(&self) -> bool {
        self.language.is_some()
    }

    /// The vocabulary of an element and its name without the prefix.
    fn resolve<'e>(&self, name: &'e str) -> (Vocabulary, &'e str) {
        let Some((prefix, local)) = name.split_once(':') else { return (Vocabulary::Own, name) };
        let declared = self.prefixes.iter().rev().find(|(known, _)| known == prefix);
        (declared.map_or(Vocabulary::Other, |(_, vocabulary)| *vocabulary), local)
    }

    /// Remembers the prefixes that an element declares. They are valid for the
    /// rest of the document: feeds do not use a prefix in two ways.
    fn declare(&mut self, element: &Element<'_>) {
        for (key, value) in &element.attributes {
            if let Some(prefix) = key.strip_prefix("xmlns:")
                && self.prefixes.len() < PREFIXES
            {
                self.prefixes.push((prefix.to_owned(), vocabulary(value)));
            }
        }
    }

    /// The root of a feed with the usual declarations.
    fn root(&mut self, element: &Element<'_>) -> Step {
        let local = element.name.rsplit(':').next().unwrap_or_default();
        let (language, name, own): (_, _, &[(&str, &str)]) = match local {
            "rss" => (Language::Rss, "rss", &[("version", "2.0")]),
            "RDF" => (Language::Rdf, "rdf:RDF", &[("xmlns:rdf", RDF), ("xmlns", RSS_1)]),
            "feed" => (Language::Atom, "feed", &[("xmlns", ATOM)]),
            _ => return Step::Skip,
        };
        self.language = Some(language);
        let shared = [("xmlns:atom", ATOM), ("xmlns:content", CONTENT), ("xmlns:dc", DUBLIN_CORE)];
        let mut attributes: Vec<(String, String)> =
            own.iter().chain(&shared).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        attributes.extend(base(element));
        Step::Copy { name: name.to_owned(), attributes, role: Role::Other }
    }

    /// An item: copied, or counted if there are too many.
    fn item(&mut self, name: &str, element: &Element<'_>) -> Step {
        if self.items == self.most_items {
            self.left_out += 1;
            return Step::Skip;
        }
        self.items += 1;
        Step::Copy { name: name.to_owned(), attributes: base(element).into_iter().collect(), role: Role::Item }
    }
}

impl Rules for FeedMarkup {
    fn step(&mut self, element: &Element<'_>, open: &[&str]) -> Step {
        self.declare(element);
        let Some(language) = self.language.filter(|_| !open.is_empty()) else {
            return if self.language.is_none() { self.root(element) } else { Step::Skip };
        };
        let (vocabulary, local) = self.resolve(element.name);
        let parent = open.last().copied().unwrap_or_default();
        match (language, vocabulary) {
            (Language::Atom, Vocabulary::Own | Vocabulary::Atom) => {
                if local == "entry" && open.len() == 1 {
                    self.item(local, element)
                } else {
                    atom(local, element, open)
                }
            }
            (Language::Atom, _) | (_, Vocabulary::Other) => Step::Skip,
            (_, Vocabulary::Own) if local == "item" && matches!(parent, "channel" | "rdf:RDF" | "rss") => {
                self.item(local, element)
            }
            (_, Vocabulary::Own) => rss(local, element),
            (_, Vocabulary::Atom) => copied(&format!("atom:{local}"), element, Role::Other),
            (_, Vocabulary::Content) => copied(&format!("content:{local}"), element, Role::Other),
            (_, Vocabulary::DublinCore) => {
                let role = if local == "creator" { Role::Person } else { Role::Other };
                copied(&format!("dc:{local}"), element, role)
            }
        }
    }
}

/// The vocabulary of a namespace.
fn vocabulary(namespace: &str) -> Vocabulary {
    match namespace {
        ATOM | "http://purl.org/atom/ns#" => Vocabulary::Atom,
        CONTENT => Vocabulary::Content,
        DUBLIN_CORE => Vocabulary::DublinCore,
        RSS_1 | "http://my.netscape.com/rdf/simple/0.9/" | "http://www.w3.org/1999/xhtml" => Vocabulary::Own,
        _ => Vocabulary::Other,
    }
}

/// An element of RSS. Left out is what holds nothing that is read, such as
/// attached files, and people who are not the author.
fn rss(local: &str, element: &Element<'_>) -> Step {
    match local {
        "managingEditor" | "webMaster" | "enclosure" | "image" | "textInput" | "textinput" | "cloud" | "category" => {
            Step::Skip
        }
        "author" => copied(local, element, Role::Person),
        _ => copied(local, element, Role::Other),
    }
}

/// An element of Atom inside the elements `open`.
fn atom(local: &str, element: &Element<'_>, open: &[&str]) -> Step {
    let is_in_text = open.iter().any(|name| matches!(*name, "content" | "summary" | "title" | "subtitle" | "rights"));
    if is_in_text {
        return copied(local, element, Role::Other);
    }
    match local {
        "contributor" | "generator" | "icon" | "logo" | "category" | "source" => Step::Skip,
        // Content elsewhere, or not text.
        "content" if element.attribute("src").is_some() => Step::Skip,
        "content" | "summary" | "title" | "subtitle" | "rights" => {
            let kind = match element.attribute("type").map(str::to_ascii_lowercase).as_deref() {
                None | Some("text" | "text/plain") => "text",
                Some("xhtml" | "application/xhtml+xml") => "xhtml",
                Some("html" | "text/html") => "html",
                Some(_) if local == "content" => return Step::Skip,
                Some(_) => "text",
            };
            let mut attributes = vec![("type".to_owned(), kind.to_owned())];
            attributes.extend(base(element));
            Step::Copy { name: local.to_owned(), attributes, role: Role::Other }
        }
        // The names of Atom 0.3.
        "issued" => copied("published", element, Role::Other),
        "modified" => copied("updated", element, Role::Other),
        _ => copied(local, element, Role::Other),
    }
}

/// The element with a new name and those of its attributes that have no prefix.
fn copied(name: &str, element: &Element<'_>, role: Role) -> Step {
    let own = element.attributes.iter().filter(|(key, _)| !key.contains(':') && *key != "xmlns");
    let mut attributes: Vec<(String, String)> = own.map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    attributes.extend(base(element));
    Step::Copy { name: name.to_owned(), attributes, role }
}

/// The attribute with the address that relative links begin at, if it is right.
fn base(element: &Element<'_>) -> Option<(String, String)> {
    let value = element.attribute("xml:base")?;
    let is_right = matches!(url::Url::parse(value), Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase));
    is_right.then(|| ("xml:base".to_owned(), value.to_owned()))
}
