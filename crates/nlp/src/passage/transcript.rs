//! Transcripts: texts with the name of a speaker before each line.

use std::collections::{HashMap, HashSet};

use super::label::{Label, family_name, in_capitals, is_noun_for_person, is_person, may_be_name};
use super::marks::{Pair, Style};
use crate::language::Language;
use crate::lexicon::given_names::GivenNames;
use pullquote_article::Span;

/// The most lines of one turn after the line with the name.
const LONGEST_TURN: usize = 3;

/// Of the lines from the first turn to the last, one of this many begins a turn at least;
/// names before fewer lines are headings, as “Tip: …”.
const LINES_A_TURN: usize = 3;

/// The names that begin the lines of an article, if it is a transcript.
pub(crate) struct Transcript<'a> {
    language: &'a Language,
    text: &'a str,
    /// The names that count.
    names: HashSet<&'a str>,
    /// The bytes at which the lines begin that continue a turn, and those of the lines that
    /// are continued.
    continued: HashSet<usize>,
    continuing: HashSet<usize>,
}

/// A line that begins with a label.
#[derive(Clone, Copy)]
struct LabelledLine<'a> {
    /// The number of the line in the article.
    number: usize,
    name: &'a str,
    /// Whether it ends as a sentence does.
    sentence: bool,
    /// Whether it ends with a question mark.
    asks: bool,
}

impl<'a> Transcript<'a> {
    /// Finds the names at the beginning of the lines `all` of an article’s `text`. There must be at
    /// least two: a single name is more often a note or a place.
    pub(crate) fn find(text: &'a str, all: &[Span], language: &'a Language) -> Self {
        let labelled = |(number, line): (usize, &Span)| {
            let name = Label::of(language, text, *line)?.name.of(text);
            let words = line.of(text).trim_end_matches(['”', '"', ')']);
            let sentence = words.ends_with(['.', '?', '!', '…', '—', '-']);
            Some(LabelledLine { number, name, sentence, asks: words.ends_with('?') })
        };
        let labelled: Vec<LabelledLine<'a>> = all.iter().enumerate().filter_map(labelled).collect();
        let (capitals, others): (Vec<_>, Vec<_>) = labelled.iter().partition(|l| in_capitals(l.name));
        let mut names = names_in_capitals(language, text, &capitals);
        let mixed = other_names(language, text, &others, capitals.is_empty());
        let sure: HashSet<&str> = names.iter().copied().filter(|name| is_person(language, name)).collect();
        names.extend(mixed);
        let roles = names.iter().all(|name| language.interview.roles.contains(name));
        if roles && is_list_of_questions(language, text, all, &labelled) {
            names.clear();
        }
        let mut found = Self { language, text, names, continued: HashSet::new(), continuing: HashSet::new() };
        found.read_turns(all, sure);
        found
    }

    /// Whether a line begins with a name that counts.
    fn begins_turn(&self, line: Span) -> bool {
        !self.names.is_empty()
            && Label::of(self.language, self.text, line).is_some_and(|l| self.names.contains(l.name.of(self.text)))
    }

    /// Drops names before lines that do not follow each other, except the `sure` ones, and finds
    /// the lines without a name that are between two turns: they continue the first.
    fn read_turns(&mut self, all: &[Span], sure: HashSet<&'a str>) {
        let text = self.text;
        let turns: Vec<usize> = (0..all.len()).filter(|&i| all.get(i).is_some_and(|l| self.begins_turn(*l))).collect();
        let [first, .., last] = turns.as_slice() else { return };
        if turns.len() * LINES_A_TURN < last - first + 1 {
            self.names = sure;
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
    pub(crate) fn turn_in(&self, line: Span) -> Option<Pair> {
        let closed = !self.continued.contains(&line.start);
        if self.continuing.contains(&line.start) {
            let inner = line.trimmed(self.text);
            return Some(Pair { inner, outer: inner, style: Style::Label, closed });
        }
        let label = Label::of(self.language, self.text, line).filter(|_| self.begins_turn(line))?;
        let inner = Span::new(label.end, line.end).trimmed(self.text);
        (!inner.is_empty()).then_some(Pair { inner, outer: inner, style: Style::Label, closed })
    }
}

/// The names among the labels in capitals. A label may be a topic instead, as in “TRADE WAR: The
/// duties rise.” Names show by themselves that they are of persons, come again, or are those of a
/// question and its answer.
fn names_in_capitals<'a>(language: &Language, text: &str, lines: &[LabelledLine<'a>]) -> HashSet<&'a str> {
    let mut turns: HashMap<&str, usize> = HashMap::new();
    for line in lines {
        *turns.entry(family_name(line.name)).or_default() += 1;
    }
    if turns.len() < 2 {
        return HashSet::new();
    }
    let sentences = lines.iter().filter(|line| line.sentence).count() * 4 >= lines.len() * 3;
    let again = |name: &str| sentences && turns.get(family_name(name)).is_some_and(|&count| count > 1);
    let answered = lines.windows(2).any(|pair| {
        matches!(pair, [a, b] if a.asks && !b.asks && b.number == a.number + 1 && family_name(a.name) != family_name(b.name))
    });
    let persons: HashSet<&str> =
        lines.iter().filter(|line| is_person(language, line.name)).map(|line| family_name(line.name)).collect();
    let exchange = answered || lines.iter().any(|line| again(line.name));
    if !exchange && persons.len() < 2 {
        return HashSet::new();
    }
    let labels: Vec<&str> = lines.iter().map(|line| line.name).collect();
    let words = lower_case_words(text, &labels);
    // “PROS” and “CONS” come again, too, but are words of the text.
    let topic = |name: &str| words.contains(&family_name(name).to_lowercase());
    let person = |name: &str| is_person(language, name) || is_noun_for_person(language, name) || numbered(name);
    let counts = |name: &&str| person(name) || exchange && !topic(name);
    labels.into_iter().filter(counts).collect()
}

/// The names among the labels that are not in capitals. They must alternate, before lines that
/// are sentences; “Price: 5 pounds” is no such line. Most of them must be those of persons:
/// “Cooling Test: …” is a heading. `alone` says that no label is in capitals.
fn other_names<'a>(language: &Language, text: &str, lines: &[LabelledLine<'a>], alone: bool) -> HashSet<&'a str> {
    let mut others: HashMap<&str, usize> = HashMap::new();
    let (mut sentences, mut all) = (0, 0);
    for line in lines.iter().filter(|line| may_be_name(line.name)) {
        *others.entry(line.name).or_default() += 1;
        all += 1;
        sentences += usize::from(line.sentence);
    }
    let role = |name: &&str| language.interview.roles.contains(name);
    let again = others.values().any(|&count| count > 1);
    let roles = others.keys().filter(|name| role(name)).count() > 1;
    let full_names = alone && others.keys().all(|name| name.contains(' '));
    let alternate = others.len() > 1 && (again || roles || full_names);
    if !alternate || sentences * 4 < all * 3 {
        return HashSet::new();
    }
    let full: Vec<&str> = others.keys().copied().filter(|name| name.contains(' ') && !role(name)).collect();
    let words = lower_case_words(text, &full);
    let persons = full.iter().filter(|name| names_person(language, name, &words)).count();
    let full = if persons * 2 > full.len() { full } else { Vec::new() };
    let surnames: HashSet<&str> = full.iter().copied().map(family_name).collect();
    let counts = |name: &&str| role(name) || full.contains(name) || surnames.contains(name);
    let names: HashSet<&str> = others.keys().copied().filter(counts).collect();
    if names.len() > 1 { names } else { HashSet::new() }
}

/// Whether “Q:” and “A:” are those of a list of questions that nobody was asked: its heading says so, or an
/// answer is in the line of its question.
fn is_list_of_questions(language: &Language, text: &str, all: &[Span], labelled: &[LabelledLine<'_>]) -> bool {
    let role = |name: &str| language.interview.roles.contains(name);
    let words = |line: &Span| line.of(text).trim_start_matches('#').trim().trim_end_matches(':').to_lowercase();
    let heading = |line: &Span| language.interview.faqs.contains(&words(line));
    let answered = |line: &LabelledLine<'_>| {
        let words = all.get(line.number).map_or("", |line| line.of(text));
        let answer = words.split_once("? ").and_then(|(_, answer)| answer.split_once(':'));
        answer.is_some_and(|(label, _)| role(label))
    };
    labelled.iter().filter(|line| role(line.name)).any(answered) || all.iter().any(heading)
}

/// Whether a label of several words is the name of a person or a noun for one: it begins with a
/// title or a given name, and a rare given name counts only if the text has none of the words in
/// lower case.
fn names_person(language: &Language, name: &str, lower: &HashSet<String>) -> bool {
    let first = name.split(' ').next().unwrap_or(name);
    let rare = || GivenNames::bundled().gender(first).is_some();
    let common = || name.split(' ').any(|word| lower.contains(&word.to_lowercase()));
    is_person(language, name) || is_noun_for_person(language, name) || numbered(name) || rare() && !common()
}

/// Whether a label ends with a number: “Speaker 2”.
fn numbered(label: &str) -> bool {
    family_name(label).chars().all(|c| c.is_ascii_digit())
}

/// The words of the labels that the text has in lower case somewhere.
fn lower_case_words(text: &str, labels: &[&str]) -> HashSet<String> {
    let wanted: HashSet<String> = labels.iter().flat_map(|label| label.split(' ')).map(str::to_lowercase).collect();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| wanted.contains(*word)).map(str::to_owned).collect()
}
