//! Names by rules: runs of capitalised words, their kind by the words in and
//! around them.

use super::Name;
use crate::nlp::EntityKind;
use crate::text::span::Span;
use crate::text::token::{Token, TokenKind};

const TITLES: &[&str] = &[
    "Mr",
    "Mr.",
    "Mrs",
    "Mrs.",
    "Ms",
    "Ms.",
    "Dr",
    "Dr.",
    "Sir",
    "Lord",
    "Lady",
    "President",
    "Senator",
    "Sen.",
    "Rep.",
    "Gov.",
    "Governor",
    "Secretary",
    "Minister",
    "Chancellor",
    "Judge",
    "Justice",
    "General",
    "Gen.",
    "Pope",
    "Chairman",
    "Mayor",
    "Professor",
    "Prof.",
    "Captain",
    "Prime",
    "Foreign",
    "Chief",
];
const ORGANIZATION_WORDS: &[&str] = &[
    "Party",
    "Ministry",
    "University",
    "Council",
    "Committee",
    "Department",
    "Bank",
    "Inc.",
    "Ltd",
    "Corp.",
    "Company",
    "Union",
    "Agency",
    "Court",
    "Senate",
    "Congress",
    "Parliament",
    "House",
    "Office",
    "Institute",
    "Association",
    "News",
    "Times",
    "Post",
    "Service",
    "Commission",
    "Police",
    "Army",
    "Foundation",
    "Kremlin",
    "Center",
    "Centre",
];
const PLACES: &[&str] = &[
    "Afghanistan",
    "Africa",
    "America",
    "Australia",
    "Austria",
    "Belarus",
    "Belgium",
    "Berlin",
    "Brazil",
    "Britain",
    "California",
    "Canada",
    "Chicago",
    "China",
    "Crimea",
    "Cuba",
    "Egypt",
    "England",
    "Europe",
    "Florida",
    "France",
    "Geneva",
    "Germany",
    "Greece",
    "India",
    "Iowa",
    "Iran",
    "Iraq",
    "Ireland",
    "Israel",
    "Italy",
    "Japan",
    "Kyiv",
    "London",
    "Mexico",
    "Moscow",
    "New York",
    "Nigeria",
    "Ohio",
    "Pakistan",
    "Paris",
    "Poland",
    "Russia",
    "Scotland",
    "Spain",
    "Sweden",
    "Switzerland",
    "Syria",
    "Texas",
    "Turkey",
    "U.K.",
    "U.S.",
    "UK",
    "US",
    "Ukraine",
    "United Kingdom",
    "United States",
    "Wales",
    "Washington",
];
const DEMONYM_ENDINGS: &[&str] = &["ian", "ish", "ese", "ans", "ians", "ican", "raeli", "raqi", "ocrats", "licans"];

/// The names in `text`, in order.
pub(super) fn names(text: &str, tokens: &[Token], sentences: &[Span]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for sentence in sentences {
        let from = tokens.partition_point(|t| t.span.start < sentence.start);
        let to = tokens.partition_point(|t| t.span.end <= sentence.end);
        let tokens = tokens.get(from..to).unwrap_or(&[]);
        let mut i = 0;
        while i < tokens.len() {
            let end = run_end(text, tokens, i);
            if let Some(run) = tokens.get(i..end).filter(|run| !run.is_empty()) {
                names.extend(name(text, run, i == 0));
            }
            i = end.max(i + 1);
        }
    }
    names
}

fn run_end(text: &str, tokens: &[Token], from: usize) -> usize {
    let capitalised = |t: &Token| t.kind == TokenKind::Word && t.span.of(text).starts_with(char::is_uppercase);
    let length = tokens.iter().skip(from).take_while(|t| capitalised(t)).count();
    from + length
}

fn name(text: &str, run: &[Token], opens_sentence: bool) -> Option<Name> {
    let titled = run.iter().take_while(|t| TITLES.contains(&t.span.of(text))).count();
    let rest = run.get(titled..)?;
    let (first, last) = (rest.first()?, rest.last()?);
    let span = Span::new(first.span.start, last.span.end);
    let words = span.of(text);
    let kind = if PLACES.contains(&words) {
        EntityKind::Place
    } else if rest.iter().any(|t| ORGANIZATION_WORDS.contains(&t.span.of(text))) {
        EntityKind::Organization
    } else if rest.len() == 1 && DEMONYM_ENDINGS.iter().any(|e| words.ends_with(e)) {
        EntityKind::Group
    } else if rest.len() == 1 && words.chars().all(|c| c.is_uppercase() || c == '.') && words.len() > 2 {
        EntityKind::Organization
    } else if opens_sentence && rest.len() == 1 {
        return None;
    } else if titled > 0 || rest.len() < 4 {
        EntityKind::Person
    } else {
        EntityKind::Misc
    };
    (words.chars().count() > 1).then_some(Name { span, kind })
}
