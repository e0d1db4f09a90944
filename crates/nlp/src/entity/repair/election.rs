//! Elections and referendums with their year: “1983 United Kingdom general election” is
//! one name and no place.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::{Name, put_in_place};
use crate::language::Language;
use pullquote_article::Span;

/// The most words between the name of the place and the word for the vote.
const MOST_KINDS: usize = 3;

/// The most words with a capital between a year and the words for a vote.
const MOST_CAPITALS: usize = 5;

/// Joins a year, the name of a place or a people, and the words for a vote to one name.
/// Names within it are removed. The place need not be a name already: the model may leave the
/// whole vote out, because it is neither a place nor an organization.
pub(super) fn join_names(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    let mut votes: Vec<Name> = names
        .iter()
        .filter(|name| !matches!(name.kind, EntityKind::Person | EntityKind::Money))
        .filter_map(|name| Some(Span::new(year_before(text, name.span.start)?, vote_after(text, language, *name)?)))
        .map(|span| Name { span, kind: EntityKind::Misc })
        .collect();
    votes.extend(votes_without_names(text, language, names));
    votes.sort_by_key(|vote| vote.span.start);
    votes.dedup_by(|next, vote| next.span.overlaps(vote.span));
    put_in_place(names, votes);
}

/// The votes that are a year, words with a capital, and the words for a vote, without a person
/// among them.
fn votes_without_names(text: &str, language: &Language, names: &[Name]) -> Vec<Name> {
    let years = text.match_indices(['1', '2']).map(|(at, _)| at);
    let years = years.filter(|at| text.get(*at..at + 4).is_some_and(is_year));
    let begins = |at: &usize| !text.get(..*at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    let vote = |at: usize| {
        let place = Name { span: Span::new(at, capitals_after(text, at + 4)?), kind: EntityKind::Misc };
        let span = Span::new(at, vote_after(text, language, place)?);
        let from = names.partition_point(|name| name.span.end <= span.start);
        let mut inside = names.iter().skip(from).take_while(|name| name.span.start < span.end);
        inside.all(|name| name.kind != EntityKind::Person).then_some(Name { span, ..place })
    };
    years.filter(begins).filter_map(vote).collect()
}

/// The byte after the words with a capital that follow byte `at`, if there is at least one.
fn capitals_after(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    for _ in 0..MOST_CAPITALS {
        let Some(rest) = text.get(end..).and_then(|rest| rest.strip_prefix(' ')) else { break };
        if !rest.starts_with(char::is_uppercase) {
            break;
        }
        end += 1 + rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
    }
    (end > at).then_some(end)
}

/// The first byte of the name if it begins with a year, or of the year right before it.
fn year_before(text: &str, name: usize) -> Option<usize> {
    if text.get(name..name + 4).is_some_and(is_year) {
        return Some(name);
    }
    let before = text.get(..name)?.strip_suffix(' ')?;
    let start = before.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    before.get(start..).filter(|word| is_year(word)).map(|_| start)
}

/// Whether a word is a year: “1983”.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.starts_with(['1', '2']) && word.bytes().all(|b| b.is_ascii_digit())
}

/// The byte after the words for a vote that follow a name, or that end it.
fn vote_after(text: &str, language: &Language, name: Name) -> Option<usize> {
    let events = &language.events;
    let last = name.span.of(text).rsplit(' ').next().unwrap_or_default();
    if events.votes.contains(last) {
        return Some(name.span.end);
    }
    let mut end = name.span.end;
    for _ in 0..=MOST_KINDS {
        let rest = text.get(end..)?.strip_prefix(' ')?;
        let length = rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
        let word = rest.get(..length)?;
        end += 1 + length;
        if events.votes.contains(word) {
            return Some(end);
        }
        if !events.vote_kinds.contains(word) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired;
    use EntityKind::{Date, Group, Misc, Person, Place};

    #[test]
    fn an_election_with_its_year_is_one_name() {
        let text = "The 1983 Norsia general election and the 2011 Velland-Orsten state elections. \
            The Norsian election of 2011. In 2011 Norsia voted. The 1990 Norsian snap presidential primary.";
        let names = [
            ("1983", Date),
            ("Norsia", Place),
            ("Velland-Orsten", Place),
            ("Norsian", Group),
            ("2011", Date),
            ("2011", Date),
            ("Norsia", Place),
            ("1990 Norsian", Misc),
        ];
        let found = repaired(join_names, text, &names, &[]);
        let expected = [
            ("1983 Norsia general election", Misc),
            ("2011 Velland-Orsten state elections", Misc),
            ("Norsian", Group),
            ("2011", Date),
            ("2011", Date),
            ("Norsia", Place),
            ("1990 Norsian snap presidential primary", Misc),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn the_place_need_not_be_a_name_but_no_person_is_swallowed() {
        let text = "The 1983 United Norsia general election came before the 1990 Ida Holm election.";
        let found = repaired(join_names, text, &[("1983", Date), ("Ida Holm", Person)], &[]);
        assert_eq!(found, [("1983 United Norsia general election", Misc), ("Ida Holm", Person)]);
    }

    #[test]
    fn a_person_before_an_election_stays_a_person() {
        let text = "In 1983 Tully general election posters were rare.";
        assert_eq!(repaired(join_names, text, &[("Tully", Person)], &[]), [("Tully", Person)]);
    }
}
