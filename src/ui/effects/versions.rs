//! The other versions of an article: comparing with them, and reading the source again.

use std::sync::Arc;

use super::Analyzer;
use crate::app::changes::{RereadOutcome, SourceComparison};
use crate::folders::Snapshots;
use crate::folders::snapshots::revision_quote;
use pullquote_article::Article;
use pullquote_nlp::Corrections;
use pullquote_notes::{Changes, Revision};

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
pub(super) fn compared(versions: &OtherVersions, article: &Arc<Article>, analyzer: Analyzer) -> SourceComparison {
    let Some(snapshots) = &versions.snapshots else { return SourceComparison::default() };
    let now = Revision::of(article, Vec::new(), super::now());
    let known = snapshots.known(&now);
    let same = |edition: &&Revision| edition.fingerprint() == now.fingerprint();
    let newest = known.first().filter(same);
    // If the version is stored, its analysis is, too, and is not done again.
    let now = match newest {
        Some(kept) => kept.clone(),
        None => match edition(article, analyzer) {
            Ok(edition) => edition,
            Err(sentence) => return SourceComparison { failed: Some(sentence), ..SourceComparison::default() },
        },
    };
    let older = known.iter().find(|edition| edition.fingerprint() != now.fingerprint());
    let changes = older.map(|old| Changes::between(old, &now)).filter(|changes| !changes.is_empty());
    let failed = snapshots.keep(&now).err().map(|error| error.to_string());
    SourceComparison { changes: changes.map(Box::new), new: newest.is_none() && older.is_some(), failed }
}

/// Reads the source again and compares it with the `article` that is open.
pub(super) fn reread(versions: &OtherVersions, article: &Arc<Article>, analyzer: Analyzer) -> RereadOutcome {
    let Some(again) = &versions.again else { return RereadOutcome::Unnamed };
    let now = match again() {
        Ok(now) => Arc::new(now),
        Err(sentence) => return RereadOutcome::Failed(sentence),
    };
    let fingerprint = |article: &Article| Revision::of(article, Vec::new(), super::now()).fingerprint();
    if fingerprint(&now) == fingerprint(article) {
        return RereadOutcome::Same;
    }
    let changes = edition(article, analyzer)
        .and_then(|before| edition(&now, analyzer).map(|after| Changes::between(&before, &after)));
    match changes {
        Err(sentence) => RereadOutcome::Failed(sentence),
        Ok(changes) if changes.is_empty() => RereadOutcome::Same,
        Ok(changes) => RereadOutcome::Changed(Box::new(changes), now),
    }
}

/// A version of the article with the program's own analysis, as a correction by
/// a person is not a change of the source. An error is a sentence.
fn edition(article: &Arc<Article>, analyzer: Analyzer) -> Result<Revision, String> {
    let analysis = analyzer.analyze(article, Corrections::default()).map_err(|error| error.to_string())?;
    let said = analysis.quotes.iter().map(|quote| revision_quote(article, quote)).collect();
    Ok(Revision::of(article, said, super::now()))
}
