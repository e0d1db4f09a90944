//! What became of the sources of `library add`, and saying it.

use std::process::ExitCode;

use anyhow::bail;
use serde_json::json;

use super::listed_notes::ListedNotesReport;
use crate::cli::output;
use crate::printing;

/// What became of the sources.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// How many articles are new.
    pub(super) added: usize,
    /// How many have another text or other facts now.
    pub(super) updated: usize,
    /// How many the library had.
    pub(super) known: usize,
    /// How many feeds are new.
    pub(super) feeds: usize,
    /// The sources that failed.
    pub(super) failed: Vec<Failure>,
    /// Entries of lists that are left out, with their place.
    pub(super) skipped: Vec<String>,
    /// The lists in folders with pages that were not fetched.
    pub(super) not_fetched: Vec<String>,
    /// The highlights and notes in lists.
    pub(super) notes: ListedNotesReport,
    /// The words of all articles that were read.
    pub(super) words: usize,
    /// Whether a person stopped it.
    pub(super) stopped: bool,
}

/// A source that failed.
#[derive(Debug)]
pub(super) struct Failure {
    /// The source.
    pub(super) source: String,
    /// Why, as a sentence without the source.
    pub(super) why: String,
    /// Whether its address was added all the same.
    pub(super) is_linked: bool,
}

impl Failure {
    /// A source that was not added at all.
    pub(super) fn new(source: impl Into<String>, why: impl Into<String>) -> Self {
        Self { source: source.into(), why: why.into(), is_linked: false }
    }
}

impl Report {
    /// Prints it, as JSON if `as_json`; the status is 1 if a source failed, and 130 if a person stopped it.
    ///
    /// # Errors
    /// When a source failed and it is not printed as JSON, or when it can't be printed.
    pub(super) fn say(&self, as_json: bool) -> anyhow::Result<ExitCode> {
        if as_json {
            self.print_json()?;
        } else {
            self.print()?;
        }
        match (self.stopped, self.failed.len()) {
            (true, _) => Ok(ExitCode::from(130)),
            (false, 0) => Ok(ExitCode::SUCCESS),
            (false, _) if as_json => Ok(ExitCode::FAILURE),
            (false, failed) => bail!("{failed} of the sources could not be added"),
        }
    }

    fn print_json(&self) -> anyhow::Result<()> {
        let failed: Vec<_> = self.failed.iter().map(|f| json!({ "source": f.source, "error": f.why })).collect();
        let ListedNotesReport { added, known, waiting, not_found } = &self.notes;
        output::print_json(&json!({
            "added": self.added, "updated": self.updated, "known": self.known, "feeds": self.feeds,
            "words": self.words, "failed": failed, "skipped": self.skipped, "not_fetched": self.not_fetched,
            "notes": { "added": added, "known": known, "waiting": waiting, "not_found": not_found },
            "stopped": self.stopped,
        }))?;
        Ok(())
    }

    fn print(&self) -> anyhow::Result<()> {
        let mut parts = vec![format!("{} added", self.added)];
        let feeds = if self.feeds == 1 { "feed added" } else { "feeds added" };
        let notes = if self.notes.added == 1 { "note taken over" } else { "notes taken over" };
        let others =
            [(self.updated, "updated"), (self.known, "known already"), (self.feeds, feeds), (self.notes.added, notes)];
        parts.extend(others.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")));
        printing::print(&format!("{}.", parts.join(", ")))?;
        for entry in &self.skipped {
            printing::complain(&format!("{entry}; left out"));
        }
        for list in &self.not_fetched {
            let how = "name the list itself to fetch them";
            printing::complain(&format!("{list} is a list in a folder: its pages were added as addresses; {how}"));
        }
        if self.notes.waiting > 0 {
            let noun = if self.notes.waiting == 1 { "highlight has" } else { "highlights have" };
            let rest = "no place yet: the text of the article comes when you open it";
            printing::complain(&format!("{} {noun} {rest}", self.notes.waiting));
        }
        for words in &self.notes.not_found {
            printing::complain(&format!("{words} has no certain place in the text; the note is saved without one"));
        }
        for Failure { source, why, is_linked } in &self.failed {
            let done = if *is_linked { "was added without its text" } else { "was not added" };
            printing::complain(&format!("{source} {done}: {why}"));
        }
        if self.feeds > 0 {
            printing::complain("`pullquote feeds sync` brings the articles of the feeds");
        }
        if self.stopped {
            printing::complain("stopped; run it again to go on");
        }
        Ok(())
    }
}
