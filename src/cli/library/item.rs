//! One thing that is added to the library.

use std::path::Path;

use anyhow::Context;

use super::listed;
use super::reading::ArticleReader;
use crate::cli::source::SourceArgument;
use pullquote_library::ListedArticle;
use pullquote_library::record::{ArticleRecord, OwnFacts};

/// One thing to add.
pub(super) enum Item {
    /// What a person named, or a file in a folder.
    Source(SourceArgument),
    /// An article in a list of another program.
    Listed(Box<ListedArticle>),
}

impl Item {
    /// Its name for messages.
    pub(super) fn shown(&self) -> String {
        match self {
            Item::Source(source) => source.shown().to_owned(),
            Item::Listed(listed) => listed.address.clone(),
        }
    }

    /// The file, if it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Item::Source(source) => source.file(),
            Item::Listed(_) => None,
        }
    }

    /// Its address, with a user name and a password; anything else than a web address for what is no page.
    pub(super) fn address(&self) -> String {
        match self {
            Item::Source(source) => source.full(),
            Item::Listed(listed) => listed.address.clone(),
        }
    }

    /// The record of an article in a list that was not read.
    pub(super) fn link(&self) -> Option<ArticleRecord> {
        match self {
            Item::Source(_) => None,
            Item::Listed(listed) => listed::link(listed),
        }
    }

    /// What the library keeps of it as its own, with `tags` for all that is added.
    pub(super) fn facts(&self, tags: &[String]) -> OwnFacts {
        match self {
            Item::Source(_) => OwnFacts { tags: tags.to_vec(), ..OwnFacts::default() },
            Item::Listed(listed) => listed::facts(listed, tags),
        }
    }

    /// Reads and analyzes it.
    ///
    /// # Errors
    /// If it can't be read; without its name.
    pub(super) fn read(&self, reader: &ArticleReader) -> anyhow::Result<ArticleRecord> {
        match self {
            Item::Source(source) => reader.read(source),
            Item::Listed(listed) => {
                let record = match &listed.content {
                    Some(content) => {
                        let html = content.bytes().context("its text in the export cannot be read")?;
                        reader.read_saved(&listed.address, listed::page(listed, &html))?
                    }
                    None => reader.read(&SourceArgument::from(listed.address.as_str()))?,
                };
                Ok(listed::with_list(record, listed))
            }
        }
    }
}
