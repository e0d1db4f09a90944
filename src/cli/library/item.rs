//! One thing that is added to the library.

use std::path::Path;

use anyhow::Context;

use super::listed;
use super::reading::{ArticleReader, ReadItem};
use crate::cli::source::SourceArgument;
use pullquote_library::ListedArticle;
use pullquote_library::record::{ArticleRecord, OwnFacts};

/// One thing to add.
pub(super) enum Item {
    /// What a person named, or a file in a folder.
    Source(SourceArgument),
    /// An article in a list of another program.
    Listed {
        /// The article.
        article: Box<ListedArticle>,
        /// Whether a person named the list; otherwise it is in a folder.
        named: bool,
    },
}

impl Item {
    /// Its name for messages.
    pub(super) fn shown(&self) -> String {
        match self {
            Item::Source(source) => source.shown().to_owned(),
            Item::Listed { article, .. } => article.address.clone(),
        }
    }

    /// The article in a list of another program, if it is one.
    pub(super) fn listed(&self) -> Option<&ListedArticle> {
        match self {
            Item::Source(_) => None,
            Item::Listed { article, .. } => Some(article),
        }
    }

    /// The file, if it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Item::Source(source) => source.file(),
            Item::Listed { .. } => None,
        }
    }

    /// Its address, with a user name and a password; anything else than a web address for what is no page.
    pub(super) fn address(&self) -> String {
        match self {
            Item::Source(source) => source.full(),
            Item::Listed { article, .. } => article.address.clone(),
        }
    }

    /// The record of an article in a list that was not read.
    pub(super) fn link(&self) -> Option<ArticleRecord> {
        listed::link(self.listed()?)
    }

    /// What the library keeps of it as its own, with `tags` for all that is added.
    pub(super) fn facts(&self, tags: &[String]) -> OwnFacts {
        match self {
            Item::Source(_) => OwnFacts { tags: tags.to_vec(), ..OwnFacts::default() },
            Item::Listed { article, .. } => listed::facts(article, tags),
        }
    }

    /// Reads and analyzes it.
    ///
    /// # Errors
    /// If it can't be read; without its name.
    pub(super) fn read(&self, reader: &ArticleReader) -> anyhow::Result<ReadItem> {
        match self {
            Item::Source(source) => reader.read(source),
            Item::Listed { article: listed, .. } => {
                let read = match &listed.content {
                    Some(content) => {
                        let html = content.bytes().context("its text in the export cannot be read")?;
                        reader.read_saved(&listed.address, listed::page(listed, &html))?
                    }
                    None => reader.read(&SourceArgument::from(listed.address.as_str()))?,
                };
                Ok(ReadItem { record: listed::with_list(read.record, listed), ..read })
            }
        }
    }
}
