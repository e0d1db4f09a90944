//! Reading corpora of articles with annotated names.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use pullquote_article::Span;
use pullquote_nlp::EntityKind::{self, Date, Group, Misc, Money, Organization, Person, Place, Product};
use pullquote_nlp::train::names::NamedArticle;

/// A corpus of the training.
pub(crate) struct Corpus {
    /// Its folder, which has the folders `train` and `dev`.
    pub(crate) folder: &'static str,
    /// How much an article of it counts in the training; 0 for a corpus that is only
    /// scored.
    pub(crate) weight: f32,
    /// The kinds of names that its annotators looked for, as far as they are ours.
    pub(crate) kinds: &'static [EntityKind],
}

/// People, organizations and places, which every corpus has.
const CORE: &[EntityKind] = &[Person, Organization, Place];

/// All corpora. The weights were chosen on the development parts of the other corpora.
pub(crate) const CORPORA: [Corpus; 8] = [
    Corpus {
        folder: "entities",
        weight: 1.0,
        kinds: &[Person, Organization, Place, Group, Misc, Date, Money, Product],
    },
    Corpus { folder: "more/entities/crossner-politics", weight: 0.45, kinds: CORE },
    Corpus { folder: "more/entities/crossner-other", weight: 0.45, kinds: CORE },
    Corpus { folder: "more/entities/wikigold", weight: 0.6, kinds: CORE },
    Corpus { folder: "more/entities/gum-names", weight: 0.4, kinds: CORE },
    Corpus { folder: "more/entities/uner-ewt", weight: 0.45, kinds: CORE },
    Corpus { folder: "more/entities/ieer", weight: 0.5, kinds: &[Person, Organization, Place, Money] },
    Corpus { folder: "more/entities/conllpp2020", weight: 0.0, kinds: CORE },
];

impl Corpus {
    /// Reads the articles of a part, `train` or `dev`, in the order of their names.
    /// `root` is the folder that has the folders of all corpora. Each article is a file
    /// `NAME.tsv`, and in some corpora a file `NAME.txt` with its text.
    pub(crate) fn read(&self, root: &Path, part: &str) -> anyhow::Result<Vec<NamedArticle>> {
        let folder = root.join(self.folder).join(part);
        let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
            .with_context(|| format!("reading {}", folder.display()))?
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
            .collect();
        paths.sort();
        paths.iter().map(|path| self.article(path)).collect()
    }

    fn article(&self, path: &Path) -> anyhow::Result<NamedArticle> {
        let rows = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let text = std::fs::read_to_string(path.with_extension("txt")).ok();
        let aligned = text.and_then(|text| Some((align(&rows, &text)?, text)));
        let (names, text) = aligned.unwrap_or_else(|| {
            let text = compose(&rows);
            (align(&rows, &text).unwrap_or_default(), text)
        });
        let looked_for = |kind: Option<EntityKind>| kind.filter(|kind| self.kinds.contains(kind));
        Ok(NamedArticle {
            text,
            unknown: names.iter().filter(|(_, kind)| looked_for(*kind).is_none()).map(|(span, _)| *span).collect(),
            names: names.into_iter().filter_map(|(span, kind)| Some((span, looked_for(kind)?))).collect(),
            kinds: self.kinds.to_vec(),
            weight: self.weight,
        })
    }
}

/// Builds the text of an article from its tokens, if they are not those of its text
/// file: with no space before a comma, and so on.
fn compose(rows: &str) -> String {
    let mut text = String::new();
    let (mut glued, mut quoted, mut sentences) = (true, false, 0);
    for row in rows.lines() {
        let Some(token) = row.split('\t').next().filter(|_| row.contains('\t')) else {
            sentences += 1;
            text.push_str(if sentences % 4 == 0 { "\n\n" } else { " " });
            (glued, quoted) = (true, false);
            continue;
        };
        let mark = token.len() == 1 && ".,;:!?%)]}'".contains(token);
        let closes = mark || matches!(token, "’" | "”" | "'s" | "’s" | "n't" | "n’t" | "..." | "…");
        if !(glued || closes || token == "\"" && quoted) {
            text.push(' ');
        }
        text.push_str(token);
        quoted ^= token == "\"";
        glued = matches!(token, "(" | "[" | "{" | "$" | "£" | "€" | "“" | "‘" | "#") || token == "\"" && quoted;
    }
    text
}

/// The names in the tags of some tokens, as ranges of the text that has these tokens,
/// each with its kind if that is one of ours; `None` if the text has other tokens. A row
/// has a token and its tag. A third column, for a name within a name, is not read.
fn align(rows: &str, text: &str) -> Option<Vec<(Span, Option<EntityKind>)>> {
    let mut names: Vec<(Span, Option<EntityKind>)> = Vec::new();
    let mut open: Option<&str> = None;
    let mut at = 0;
    for row in rows.lines() {
        let mut columns = row.split('\t');
        let (Some(token), Some(tag)) = (columns.next(), columns.next()) else {
            open = None;
            continue;
        };
        let start = at + text.get(at..)?.find(token).filter(|&gap| gap < 200)?;
        at = start + token.len();
        let kind = tag.split_once('-').map(|(_, kind)| kind);
        match (kind, names.last_mut()) {
            (Some(_), Some(last)) if open == kind && !tag.starts_with('B') => last.0.end = at,
            (Some(name), _) => names.push((Span::new(start, at), kind_of(name))),
            (None, _) => {}
        }
        open = kind;
    }
    Some(names)
}

/// The kind of entity that a label means; `None` for a label that is not one of our kinds.
fn kind_of(label: &str) -> Option<EntityKind> {
    Some(match label.to_lowercase().as_str() {
        "person" => Person,
        "organization" => Organization,
        "place" | "location" | "facility" => Place,
        "norp" => Group,
        "misc" => Misc,
        "date" => Date,
        "money" => Money,
        "product" => Product,
        _ => return None,
    })
}
