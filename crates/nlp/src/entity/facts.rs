//! What an article says about a person, with the place that says it: roles, nationality
//! and party.
//!
//! These rules are English grammar; see [`crate::language`].

use super::role::role;
use crate::analysis::{Entity, EntityKind, Fact, FactKind, Mention, MentionKind};
use crate::language::Language;
use pullquote_article::Span;
use pullquote_article::text::fold::fold;
use pullquote_article::text::token::Token;

/// The most facts about one person.
const MOST: usize = 12;

/// Fills the facts of every person. `mentions` are in the order of the text, and the
/// entities know their mentions. Each role, nationality and party is given once, where the
/// text says it first.
pub(crate) fn complete(
    language: &Language,
    text: &str,
    tokens: &[Token],
    entities: &mut [Entity],
    mentions: &[Mention],
) {
    let groups: Vec<(Span, EntityKind)> = mentions
        .iter()
        .filter(|mention| mention.kind == MentionKind::Name)
        .filter_map(|mention| Some((mention.span, entities.get(mention.entity.0)?.kind)))
        .filter(|(_, kind)| matches!(kind, EntityKind::Group | EntityKind::Organization))
        .collect();
    let reader = Reader { language, text, tokens, groups };
    for person in entities.iter_mut().filter(|entity| entity.kind == EntityKind::Person) {
        let names = person.mentions.iter().filter_map(|&i| mentions.get(i));
        for name in names.filter(|mention| mention.kind == MentionKind::Name) {
            for fact in reader.around(name.span) {
                let known =
                    |other: &Fact| other.kind == fact.kind && fold(other.span.of(text)) == fold(fact.span.of(text));
                if person.facts.len() < MOST && !person.facts.iter().any(known) {
                    person.facts.push(fact);
                }
            }
        }
        person.facts.sort_by_key(|fact| fact.span.start);
    }
}

struct Reader<'a> {
    language: &'a Language,
    text: &'a str,
    tokens: &'a [Token],
    /// The names of groups and organizations, in the order of the text.
    groups: Vec<(Span, EntityKind)>,
}

impl Reader<'_> {
    /// What the words around a person's name say about the person.
    fn around(&self, name: Span) -> Vec<Fact> {
        let role = role(self.language, self.text, self.tokens, name);
        let mut facts: Vec<Fact> = role.map(|span| Fact { kind: FactKind::Role, span }).into_iter().collect();
        facts.extend(self.letter(name).map(|span| Fact { kind: FactKind::Party, span }));
        let described = role.unwrap_or(name);
        let from = self.groups.partition_point(|(group, _)| group.end <= described.start);
        // “the Norsian ⟦Ada Okafor⟧”: the name right before, too.
        let before = from
            .checked_sub(1)
            .and_then(|at| self.groups.get(at))
            .filter(|(group, _)| self.text.get(group.end..described.start) == Some(" "));
        let inside = self.groups.iter().skip(from).take_while(|(group, _)| group.end <= described.end);
        for &(span, kind) in before.into_iter().chain(inside) {
            facts.extend(self.membership(span, kind).map(|kind| Fact { kind, span }));
        }
        facts
    }

    /// What the name of a group or an organization in the description of a person says.
    fn membership(&self, group: Span, kind: EntityKind) -> Option<FactKind> {
        let words = &self.language.groups;
        let name = group.of(self.text).to_lowercase();
        let one = name.strip_suffix('s').unwrap_or(&name);
        if words.parties.contains(&name) || words.parties.contains(one) || name.ends_with(" party") {
            return Some(FactKind::Party);
        }
        let nationality = kind == EntityKind::Group && !words.faiths.contains(&name) && !words.faiths.contains(one);
        nationality.then_some(FactKind::Nationality)
    }

    /// The party in “(R-Ky.)” or “, R-Ky.,” after a name, as letters and the state.
    fn letter(&self, name: Span) -> Option<Span> {
        let rest = self.text.get(name.end..)?;
        let inner = rest.strip_prefix(" (").or_else(|| rest.strip_prefix(", "))?;
        // Only a few characters are read, so that the time does not depend on the rest.
        let (letter, state) = inner.split_at(inner.find(|c: char| !c.is_uppercase())?);
        let state = state.strip_prefix(['-', '–'])?;
        let length = state.split([')', ',', ' ', ';']).next().map_or(0, str::len);
        let fits = self.language.groups.party_letters.contains(&letter.to_lowercase())
            && state.starts_with(char::is_uppercase)
            && (2..=6).contains(&length);
        let start = self.text.len() - inner.len();
        fits.then(|| Span::new(start, self.text.len() - state.len() + length))
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::FactKind::{self, Nationality, Party, Role};
    use crate::model::Model;
    use pullquote_article::{ArticleBuilder, Format, Origin};

    /// The facts about the person with this name.
    fn facts(text: &str, name: &str) -> Vec<(FactKind, String)> {
        let origin = Origin { path: None, url: None, format: Format::Text, sha256: String::new() };
        let article = ArticleBuilder::raw(text.to_owned(), origin);
        let analysis = crate::analyze(&article, &Model::bundled());
        let person = analysis.entities.iter().find(|entity| entity.name == name).expect("the person is found");
        person.facts.iter().map(|fact| (fact.kind, fact.span.of(text).to_owned())).collect()
    }

    fn fact(kind: FactKind, words: &str) -> (FactKind, String) {
        (kind, words.to_owned())
    }

    #[test]
    fn roles_nationality_and_party_have_the_words_that_say_them() {
        let text = "French farmer Anna Keller met Senator Paul Hartmann (R-Ohio) in Paris. \
            Keller, a member of the Labour Party, left. Senator Hartmann stayed.";
        assert_eq!(
            facts(text, "Anna Keller"),
            [
                fact(Role, "French farmer"),
                fact(Nationality, "French"),
                fact(Role, "member of the Labour Party"),
                fact(Party, "Labour Party"),
            ]
        );
        assert_eq!(facts(text, "Paul Hartmann"), [fact(Role, "Senator"), fact(Party, "R-Ohio")]);
    }

    #[test]
    fn a_faith_is_neither() {
        let text = "The Catholic bishop Paul Hartmann spoke to Anna Keller.";
        assert!(facts(text, "Paul Hartmann").iter().all(|(kind, _)| *kind == Role));
        assert!(facts(text, "Anna Keller").is_empty());
    }
}
