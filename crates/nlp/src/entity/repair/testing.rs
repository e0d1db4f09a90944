//! What the tests of repairs share.

use std::sync::LazyLock;

use super::{Apply, Context};
use crate::analysis::EntityKind;
use crate::cue::CueLexicon;
use crate::entity::name::names_in;
use crate::language::Language;
use crate::lexicon::{Clusters, Lists, WordTables, lower_key, write_gazetteer};
use pullquote_article::text::token::tokenize;

/// The names of an English text after one repair, with their kinds. Before it, the text has `names`, each
/// after the one before; `listed` are the words of the gazetteer.
pub(super) fn repaired<'t>(
    apply: Apply,
    text: &'t str,
    names: &[(&str, EntityKind)],
    listed: &[(&str, Lists)],
) -> Vec<(&'t str, EntityKind)> {
    static CUES: LazyLock<CueLexicon> = LazyLock::new(|| CueLexicon::of(Language::english()));
    let gazetteer = write_gazetteer(listed.iter().map(|(word, lists)| (lower_key(word), *lists)).collect());
    let tables = WordTables::open(Clusters::write(&[], Vec::new()), gazetteer).expect("two tables");
    let mut names = names_in(text, names);
    apply(
        &Context { text, tokens: &tokenize(text), language: Language::english(), word_tables: &tables, cues: &CUES },
        &mut names,
    );
    names.into_iter().map(|name| (name.span.of(text), name.kind)).collect()
}

/// The words of the names that [`repaired`] returns.
pub(super) fn repaired_words<'t>(
    apply: Apply,
    text: &'t str,
    names: &[(&str, EntityKind)],
    listed: &[(&str, Lists)],
) -> Vec<&'t str> {
    repaired(apply, text, names, listed).into_iter().map(|(words, _)| words).collect()
}
