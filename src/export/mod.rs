//! Annotations and quotes in other formats.
//!
//! [`EXPORTERS`] is the one table of formats; the command line, the reader
//! and the help are made from it. The same state always gives the same bytes.
//! [`sections`] keeps exported sections apart from what a person wrote
//! in the same file.

mod bibliography;
pub mod citation;
pub mod csv;
mod file_variables;
mod fragment;
mod html;
pub mod input;
pub mod json;
pub mod jsonld;
pub mod markdown;
mod org;
mod org_text;
pub mod sections;
pub mod template;
mod text;
mod together;

pub use citation::Citation;
pub use input::{Filter, Input, Item, Open, Options};
pub use sections::{Terms, Updated};
pub use together::Together;

/// One format.
#[derive(Debug, Clone, Copy)]
pub struct Exporter {
    /// Its name on the command line.
    pub name: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// What the format is for, in one line.
    pub help: &'static str,
    /// Writes the export; the result ends with a line feed.
    pub write: fn(&Input<'_>) -> String,
    /// How several articles are put into one file.
    pub together: Together,
    /// How an existing file is updated; `None` where it can only be replaced.
    pub update: Option<Update>,
}

/// How a format updates an existing file: the exported sections are written
/// again, and what a person wrote stays.
#[derive(Debug, Clone, Copy)]
pub struct Update {
    /// Takes the text of a file and a fresh export: whether the file is an
    /// earlier export of the same articles.
    pub is_earlier: fn(&str, &str) -> bool,
    /// Takes the text of a file and a fresh export: the updated text.
    pub refresh: fn(&str, &str, Terms) -> Updated,
    /// Writes several articles for one file or a daily note that may also
    /// hold other text.
    pub several: Option<fn(&[Input<'_>]) -> String>,
    /// Whether a text holds a section that [`Self::several`] wrote.
    pub holds_several: Option<fn(&str) -> bool>,
}

impl Update {
    /// Whether `text`, with any kind of line ends, is an earlier export of the
    /// articles that `fresh` was made of.
    #[must_use]
    pub fn knows(&self, text: &str, fresh: &str) -> bool {
        (self.is_earlier)(&text.replace("\r\n", "\n"), fresh)
    }

    /// `text` updated with `fresh`. A file with CR LF at the end of every line
    /// keeps these line ends.
    #[must_use]
    pub fn apply(&self, text: &str, fresh: &str, terms: Terms) -> Updated {
        let feeds = text.matches('\n').count();
        if feeds == 0 || text.matches("\r\n").count() < feeds {
            return (self.refresh)(text, fresh, terms);
        }
        let mut updated = (self.refresh)(&text.replace("\r\n", "\n"), fresh, terms);
        updated.text = updated.text.replace('\n', "\r\n");
        updated
    }
}

/// Every format, the default first.
pub const EXPORTERS: &[Exporter] = &[
    Exporter {
        name: "markdown",
        extension: "md",
        help: "notes to read and link: front matter, quotes with speakers, tags, block ids (Obsidian, Logseq)",
        write: markdown::write,
        together: Together::Appended,
        update: Some(Update {
            is_earlier: markdown::is_earlier,
            refresh: markdown::refresh,
            several: Some(markdown::write_several),
            holds_several: Some(|text| sections::holds_several(text, sections::HTML)),
        }),
    },
    Exporter {
        name: "json",
        extension: "json",
        help: "every field, for programs; reads back without loss",
        write: json::write,
        together: Together::Array,
        update: None,
    },
    Exporter {
        name: "csv",
        extension: "csv",
        help: "one row an annotation, for spreadsheets and Readwise",
        write: csv::write,
        together: Together::Table,
        update: None,
    },
    Exporter {
        name: "html",
        extension: "html",
        help: "one page that needs nothing else: the article, its highlights and the notes",
        write: html::write,
        together: Together::Never,
        update: Some(Update {
            is_earlier: html::is_earlier,
            refresh: html::refresh,
            several: None,
            holds_several: None,
        }),
    },
    Exporter {
        name: "json-ld",
        extension: "jsonld",
        help: "the W3C's Web Annotation model, for other annotation tools; reads back without loss",
        write: jsonld::write,
        together: Together::Array,
        update: None,
    },
    Exporter {
        name: "org",
        extension: "org",
        help: "a heading an annotation, for Emacs",
        write: org::write,
        together: Together::Appended,
        update: Some(Update {
            is_earlier: org::is_earlier,
            refresh: org::refresh,
            several: Some(org::write_several),
            holds_several: Some(|text| sections::holds_several(text, sections::ORG)),
        }),
    },
    Exporter {
        name: "bibtex",
        extension: "bib",
        help: "the article for a bibliography (BibLaTeX)",
        write: bibliography::bibtex,
        together: Together::Appended,
        update: None,
    },
    Exporter {
        name: "csl-json",
        extension: "csl.json",
        help: "the article for Zotero, Pandoc and other citation processors",
        write: bibliography::csl,
        together: Together::Array,
        update: None,
    },
    Exporter {
        name: "text",
        extension: "txt",
        help: "plain text, for mail",
        write: text::write,
        together: Together::Appended,
        update: None,
    },
];

/// The format with this name, such as `markdown`.
#[must_use]
pub fn exporter(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().find(|e| e.name == name)
}

/// The format that a file name asks for by its extension. Where several
/// extensions fit, the longest counts: `a.csl.json` is CSL-JSON, not JSON.
#[must_use]
pub fn exporter_of(file: &str) -> Option<&'static Exporter> {
    let name = file.to_lowercase();
    let fits = |e: &&Exporter| name.ends_with(&format!(".{}", e.extension));
    EXPORTERS.iter().filter(fits).max_by_key(|e| e.extension.len())
}

/// `text` with every run of white space as one space, and none at the ends.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod every_field;
#[cfg(test)]
mod tests;
