//! The other versions of an article: comparing with them, and reading the source again.

use std::sync::Arc;

use crate::app::changes::{RereadOutcome, SourceComparison};
use crate::library::Snapshots;
use pullquote_article::Article;
use pullquote_nlp::Model;
use pullquote_notes::{Changes, Revision, RevisionQuote};

/// A function that reads an article's source again; an error is a sentence.
pub type Reread = Arc<dyn Fn() -> Result<Article, String> + Send + Sync>;

/// The other versions of an article: its source, which can be read again, and
/// the stored ones.
#[derive(Clone, Default)]
pub struct OtherVersions {
    /// Reads the source again; `None` if that is impossible.
    pub again: Option<Reread>,
    /// Stored versions of the article.
    pub snapshots: Option<Snapshots>,
}

impl std::fmt::Debug for OtherVersions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OtherVersions")
            .field("again", &self.again.is_some())
            .field("snapshots", &self.snapshots)
            .finish()
    }
}

/// Compares an article with its stored versions, and stores this version.
pub(super) fn compared(versions: &OtherVersions, article: &Article, model: fn() -> Model) -> SourceComparison {
    let Some(snapshots) = &versions.snapshots else { return SourceComparison::default() };
    let now = Revision::of(article, Vec::new(), super::now());
    let known = snapshots.known(&now);
    let same = |edition: &&Revision| edition.fingerprint() == now.fingerprint();
    let newest = known.first().filter(same);
    // If the version is stored, its analysis is, too, and is not done again.
    let now = match newest {
        Some(kept) => kept.clone(),
        None => edition(article, model),
    };
    let older = known.iter().find(|edition| edition.fingerprint() != now.fingerprint());
    let changes = older.map(|old| Changes::between(old, &now)).filter(|changes| !changes.is_empty());
    let failed = snapshots.keep(&now).err().map(|error| error.to_string());
    SourceComparison { changes: changes.map(Box::new), new: newest.is_none() && older.is_some(), failed }
}

/// Reads the source again and compares it with the `article` that is open.
pub(super) fn reread(versions: &OtherVersions, article: &Article, model: fn() -> Model) -> RereadOutcome {
    let Some(again) = &versions.again else { return RereadOutcome::Unnamed };
    let now = match again() {
        Ok(now) => now,
        Err(sentence) => return RereadOutcome::Failed(sentence),
    };
    let fingerprint = |article: &Article| Revision::of(article, Vec::new(), super::now()).fingerprint();
    if fingerprint(&now) == fingerprint(article) {
        return RereadOutcome::Same;
    }
    let changes = Changes::between(&edition(article, model), &edition(&now, model));
    if changes.is_empty() { RereadOutcome::Same } else { RereadOutcome::Changed(Box::new(changes), Arc::new(now)) }
}

/// A version of the article with the program's own analysis, as a correction by
/// a person is not a change of the source.
fn edition(article: &Article, model: fn() -> Model) -> Revision {
    let analysis = pullquote_nlp::analyze(article, &model());
    let speaker = |quote: &pullquote_nlp::Quote| quote.speaker.as_ref().map(|speaker| speaker.name.clone());
    let quotes = analysis.quotes.iter();
    let said =
        quotes.map(|quote| RevisionQuote { words: quote.words(article.text()), speaker: speaker(quote) }).collect();
    Revision::of(article, said, super::now())
}
