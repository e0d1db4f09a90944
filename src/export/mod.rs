//! Annotations and quotes in other formats.
//!
//! [`EXPORTERS`] is the one table of formats; the command line, the reader
//! and the help are made from it. The same state always gives the same bytes.

mod csv;
mod fragment;
mod html;
pub mod json;
pub mod jsonld;
mod markdown;
mod org;
mod text;

use crate::article::Article;
use crate::nlp::{Analysis, Quote};
use crate::notes::{Annotation, Entry};
use crate::text::span::Span;

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The open article.
    pub article: &'a Article,
    /// What was found in it.
    pub analysis: &'a Analysis,
    /// Its annotations with their places, in the order of the text:
    /// [`crate::notes::Notebook::entries`].
    pub entries: &'a [Entry],
    /// What to write of it.
    pub options: Options,
}

/// What to write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Every extracted quote, beside the annotations.
    pub quotes: bool,
}

/// One format.
#[derive(Debug, Clone, Copy)]
pub struct Exporter {
    /// Its name on the command line.
    pub name: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// What it is for, in one line.
    pub help: &'static str,
    /// Writes it; the result ends with a line feed.
    pub write: fn(&Input<'_>) -> String,
}

/// Every format, the default first.
pub const EXPORTERS: &[Exporter] = &[
    Exporter {
        name: "markdown",
        extension: "md",
        help: "notes to read and link: front matter, quotes with speakers, tags (Obsidian, Logseq)",
        write: markdown::write,
    },
    Exporter {
        name: "json",
        extension: "json",
        help: "every field, for programs; reads back without loss",
        write: json::write,
    },
    Exporter {
        name: "csv",
        extension: "csv",
        help: "one row an annotation, for spreadsheets and Readwise",
        write: csv::write,
    },
    Exporter {
        name: "html",
        extension: "html",
        help: "one page that needs nothing else: the article, its highlights and the notes",
        write: html::write,
    },
    Exporter {
        name: "json-ld",
        extension: "jsonld",
        help: "the W3C's Web Annotation model, for other annotation tools; reads back without loss",
        write: jsonld::write,
    },
    Exporter { name: "org", extension: "org", help: "a heading an annotation, for Emacs", write: org::write },
    Exporter { name: "text", extension: "txt", help: "plain text, for mail", write: text::write },
];

/// The format of this name.
#[must_use]
pub fn exporter(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|e| e.name == name)
}

/// The check state of a quote of the analysis, taken from the annotation on
/// its words.
fn annotation_of<'a>(input: &Input<'a>, quote: &Quote) -> Option<&'a Annotation> {
    let extent: Span = quote.extent();
    input
        .entries
        .iter()
        .filter(|e| e.annotation.quote.is_some() || e.annotation.check.is_some())
        .find(|e| e.anchor.span().is_some_and(|s| s.overlaps(extent)))
        .map(|e| &e.annotation)
}

/// Where the article can be read: its address, or the file.
fn source(article: &Article) -> Option<String> {
    crate::notes::Header::of(article).source
}

/// White space as single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What an article is called: its title, else the name of its file.
fn title(article: &Article) -> String {
    let file = || article.origin().path.as_deref()?.file_name().map(|name| name.to_string_lossy().into_owned());
    article.meta().title.clone().or_else(file).unwrap_or_else(|| "Untitled".to_owned())
}

#[cfg(test)]
mod tests;
