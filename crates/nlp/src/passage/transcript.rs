//! Transcripts: texts with the name of a speaker before each line.

use std::collections::{HashMap, HashSet};

use super::marks::{Pair, Style};
use crate::language::Language;
use crate::passage::marks::lines;
use pullquote_article::Article;
use pullquote_article::Span;

/// The longest name before a colon, in characters.
const LONGEST: usize = 40;

/// The names that begin the lines of an article, if it is a transcript.
pub(crate) struct Transcript {
    /// Whether any name in capitals counts.
    capitals: bool,
    /// Names that are not in capitals and count.
    names: HashSet<String>,
}

impl Transcript {
    /// Finds the names. There must be at least two: a single name is more
    /// often a note or a place. Names that are not in capitals must
    /// alternate, before lines that are sentences; “Price: 5 pounds” is no
    /// such line.
    pub(crate) fn find(article: &Article, language: &Language) -> Self {
        let text = article.text();
        let mut capitals: HashSet<&str> = HashSet::new();
        let mut others: HashMap<&str, usize> = HashMap::new();
        let (mut sentences, mut all) = (0, 0);
        for line in article.blocks().iter().flat_map(|b| lines(text, b.span)) {
            let Some(name) = opening(text, line) else { continue };
            let words = name.of(text);
            if in_capitals(words) {
                capitals.insert(words);
            } else if is_person(words) {
                *others.entry(words).or_default() += 1;
                all += 1;
                let ends = line.of(text).trim_end_matches(['”', '"', ')']);
                sentences += usize::from(ends.ends_with(['.', '?', '!', '…', '—', '-']));
            }
        }
        let role = |name: &&str| language.interview_roles.contains(name);
        let in_turn = others.len() > 1
            && (others.values().any(|&count| count > 1) || others.keys().filter(|n| role(n)).count() > 1)
            && sentences * 4 >= all * 3;
        let surnames: HashSet<&str> = others.keys().filter_map(|n| n.rsplit_once(' ')).map(|(_, last)| last).collect();
        let counts = |name: &&str| role(name) || name.contains(' ') || surnames.contains(name);
        let names: HashSet<String> = match in_turn {
            true => others.keys().copied().filter(counts).map(str::to_owned).collect(),
            false => HashSet::new(),
        };
        Self { capitals: capitals.len() > 1, names: if names.len() > 1 { names } else { HashSet::new() } }
    }

    /// The words of a line after the name, as if they were between marks.
    pub(crate) fn line(&self, text: &str, line: Span) -> Option<Pair> {
        let name = opening(text, line)?;
        let words = name.of(text);
        let counts = self.capitals && in_capitals(words) || self.names.contains(words);
        let inner = Span::new(name.end + 1, line.end).trimmed(text);
        let outer = inner;
        (counts && !inner.is_empty()).then_some(Pair { inner, outer, style: Style::Label, closed: true })
    }
}

/// The words before the colon at the beginning of a line.
fn opening(text: &str, line: Span) -> Option<Span> {
    let words = line.of(text);
    let colon = words.char_indices().take(LONGEST).find(|(_, c)| *c == ':').map(|(i, _)| i)?;
    let spaced = words.get(colon + 1..)?.starts_with(' ');
    (spaced && colon > 0).then(|| Span::new(line.start, line.start + colon))
}

fn in_capitals(name: &str) -> bool {
    name.chars().filter(|c| c.is_uppercase()).count() > 1
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
}

/// Whether words may be the name of a person or a role in an interview: four at
/// most, each with a capital.
fn is_person(name: &str) -> bool {
    let capital = |w: &str| {
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    name.split(' ').count() <= 4 && name.split(' ').all(capital)
}
