//! Transcripts: texts with the name of a speaker before each line.

use std::collections::{HashMap, HashSet};

use super::marks::{Pair, Style};
use crate::language::Language;
use crate::passage::marks::lines;
use pullquote_article::Article;
use pullquote_article::Span;

/// The longest name before a colon, in characters: “SEN. BOB MARTIN (R-Ohio)”.
const LONGEST: usize = 48;

/// The most lines of one turn after the line with the name.
const LONGEST_TURN: usize = 3;

/// Of the lines from the first turn to the last, one of this many begins a turn at least;
/// names before fewer lines are headings, as “Tip: …”.
const LINES_A_TURN: usize = 3;

/// The names that begin the lines of an article, if it is a transcript.
pub(crate) struct Transcript {
    /// Whether any name in capitals counts.
    capitals: bool,
    /// Names that are not in capitals and count.
    names: HashSet<String>,
    /// The bytes at which the lines begin that continue a turn, and those of the lines that
    /// are continued.
    continued: HashSet<usize>,
    continuing: HashSet<usize>,
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
            && (others.values().any(|&count| count > 1)
                || others.keys().filter(|n| role(n)).count() > 1
                || others.keys().all(|n| n.contains(' ')) && capitals.is_empty())
            && sentences * 4 >= all * 3;
        let surnames: HashSet<&str> = others.keys().filter_map(|n| n.rsplit_once(' ')).map(|(_, last)| last).collect();
        let counts = |name: &&str| role(name) || name.contains(' ') || surnames.contains(name);
        let names: HashSet<String> = match in_turn {
            true => others.keys().copied().filter(counts).map(str::to_owned).collect(),
            false => HashSet::new(),
        };
        let mut found = Self {
            capitals: capitals.len() > 1,
            names: if names.len() > 1 { names } else { HashSet::new() },
            continued: HashSet::new(),
            continuing: HashSet::new(),
        };
        found.read_turns(article);
        found
    }

    /// Whether a line begins with a name that counts.
    fn begins_turn(&self, text: &str, line: Span) -> bool {
        opening(text, line).is_some_and(|name| {
            let words = name.of(text);
            self.capitals && in_capitals(words) || self.names.contains(words)
        })
    }

    /// Drops names before lines that do not follow each other, and finds the lines without
    /// a name that are between two turns: they continue the first.
    fn read_turns(&mut self, article: &Article) {
        let text = article.text();
        let all: Vec<Span> = article.blocks().iter().flat_map(|b| lines(text, b.span)).collect();
        let turns: Vec<usize> = (0..all.len()).filter(|&i| self.begins_turn(text, all[i])).collect();
        let [first, .., last] = turns.as_slice() else { return };
        if turns.len() * LINES_A_TURN < last - first + 1 {
            self.names.clear();
            return;
        }
        for pair in turns.windows(2) {
            let between = all.get(pair[0] + 1..pair[1]).unwrap_or_default();
            let spoken = |line: &Span| {
                let words = line.of(text);
                words.ends_with(['.', '?', '!', '…'])
                    && !words.starts_with(['(', '[', '*'])
                    && !words.contains(['“', '"', '”'])
            };
            if between.len() <= LONGEST_TURN && between.iter().all(spoken) {
                self.continued.extend(all.get(pair[0]..pair[1] - 1).into_iter().flatten().map(|line| line.start));
                self.continuing.extend(between.iter().map(|line| line.start));
            }
        }
    }

    /// The words of a line after the name, as if they were between marks.
    pub(crate) fn line(&self, text: &str, line: Span) -> Option<Pair> {
        let closed = !self.continued.contains(&line.start);
        if self.continuing.contains(&line.start) {
            let inner = line.trimmed(text);
            return Some(Pair { inner, outer: inner, style: Style::Label, closed });
        }
        let name = opening(text, line).filter(|_| self.begins_turn(text, line))?;
        let inner = Span::new(name.end + 1, line.end).trimmed(text);
        (!inner.is_empty()).then_some(Pair { inner, outer: inner, style: Style::Label, closed })
    }
}

/// The words before the colon at the beginning of a line.
fn opening(text: &str, line: Span) -> Option<Span> {
    let words = line.of(text);
    let colon = words.char_indices().take(LONGEST).find(|(_, c)| *c == ':').map(|(i, _)| i)?;
    let spaced = words.get(colon + 1..)?.starts_with(' ');
    (spaced && colon > 0).then(|| Span::new(line.start, line.start + colon))
}

/// Whether a name is in capitals, but for what is in brackets after it: “SEN. BOB MARTIN
/// (R-Ohio)”.
fn in_capitals(name: &str) -> bool {
    let name = name.split_once(" (").filter(|(_, party)| party.ends_with(')')).map_or(name, |(name, _)| name);
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
