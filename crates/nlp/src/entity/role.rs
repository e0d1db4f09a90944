//! What an article says a person is, in its own words.
//!
//! These rules are English grammar; see [`crate::language`].

use crate::analysis::{Entity, EntityKind, Mention, MentionKind};
use crate::language::Language;
use pullquote_article::Span;
use pullquote_article::text::token::{APOSTROPHES, Token, TokenKind};

/// The longest role, in tokens.
const LONGEST: usize = 14;

/// What the words around the person's name at `name` say the person is: “US
/// president ⟦Donald Trump⟧”, “⟦Andriy Yermak⟧, Zelensky’s chief of staff,”. The
/// span leaves out articles and titles like “Sir”.
pub(super) fn role(language: &Language, text: &str, tokens: &[Token], name: Span) -> Option<Span> {
    let first = tokens.partition_point(|t| t.span.start < name.start);
    let after = tokens.partition_point(|t| t.span.start < name.end);
    let words = Words { language, text, tokens };
    words.before(first, after).or_else(|| words.after(after))
}

/// Completes roles of one word, and missing roles, with what a person is called
/// elsewhere: “president ⟦Ada Okafor⟧” becomes “Norsian president” where the
/// article later says “the Norsian president”, and a person it introduces as “a
/// former head of the port” gets that role.
pub(crate) fn complete(language: &Language, text: &str, entities: &mut [Entity], mentions: &[Mention]) {
    for entity in entities.iter_mut().filter(|e| e.kind == EntityKind::Person) {
        let role = entity.role.as_deref();
        if role.is_some_and(|role| role.contains(char::is_whitespace)) {
            continue;
        }
        let called = entity.mentions.iter().filter_map(|&i| mentions.get(i)).filter(|m| m.kind == MentionKind::Nominal);
        let fuller = called.map(|m| m.span.of(text).split_whitespace().collect::<Vec<_>>()).find(|words| {
            let [article, described @ ..] = words.as_slice() else { return false };
            let ends = |role: &str| described.last().is_some_and(|last| last.eq_ignore_ascii_case(role));
            let is_role = |word: &&str| language.people.is_role(&word.to_lowercase());
            let fits = match article.to_lowercase().as_str() {
                // Without a known role, “the prime minister” may
                // be a wrong guess.
                "the" => role.is_some_and(ends),
                "a" | "an" => role.is_none() && described.iter().any(is_role),
                _ => false,
            };
            fits && described.len() > 1
        });
        if let Some(words) = fuller {
            entity.role = Some(words.get(1..).unwrap_or(&[]).join(" "));
        }
    }
}

struct Words<'t> {
    language: &'t Language,
    text: &'t str,
    tokens: &'t [Token],
}

impl Words<'_> {
    fn lower(&self, i: usize) -> Option<String> {
        self.tokens.get(i).map(|t| t.span.of(self.text).to_lowercase().trim_end_matches('.').to_owned())
    }

    fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.kind == TokenKind::Word)
    }

    fn is_role(&self, i: usize) -> bool {
        let Some(word) = self.lower(i) else { return false };
        let one = word.rsplit('-').next().unwrap_or(&word);
        self.language.people.is_role(&word) || self.language.people.is_role(one)
    }

    /// Whether there is nothing but white space, and no line break, between
    /// token `i` and the next.
    fn touches_next(&self, i: usize) -> bool {
        match (self.tokens.get(i), self.tokens.get(i + 1)) {
            (Some(a), Some(b)) => !self.text.get(a.span.end..b.span.start).unwrap_or("\n").contains('\n'),
            _ => false,
        }
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let (first, last) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        (from < to).then(|| Span::new(first.span.start, last.span.end))
    }

    /// Whether a mark follows token `after`. If none does, the words before
    /// the name and a comma are a clause: “Asked by the mayor, Ada Okafor
    /// left”.
    fn is_closed(&self, after: usize) -> bool {
        self.tokens.get(after).is_none_or(|t| t.kind == TokenKind::Mark)
    }

    /// The description right before token `name`; the name ends before token
    /// `after`.
    fn before(&self, name: usize, after: usize) -> Option<Span> {
        let mut end = name;
        while let Some(i) = end.checked_sub(1)
            && self.lower(i).is_some_and(|w| self.language.people.is_honorific(&w))
            && self.touches_next(i)
        {
            end = i;
        }
        // “the Norsian premier, Ada Okafor,”
        if let Some(comma) = end.checked_sub(1)
            && self.lower(comma).as_deref() == Some(",")
        {
            return self.set_off(comma).filter(|_| self.is_closed(after));
        }
        let head = self.head(end)?;
        self.span(self.modifiers(head), end)
    }

    /// The role word before token `end`, alone or with “of State” and the
    /// like after it.
    fn head(&self, end: usize) -> Option<usize> {
        let last = end.checked_sub(1).filter(|&i| self.is_word(i) && self.touches_next(i))?;
        if self.is_role(last) {
            return Some(last);
        }
        let words = &self.language.descriptions;
        let (mut i, mut small) = (last, false);
        for _ in 0..5 {
            let word = self.lower(i)?;
            if matches!(word.as_str(), "of" | "for" | "to") {
                // “The secretary of state”, but not “told the minister to resign”.
                return i.checked_sub(1).filter(|&head| self.is_role(head) && (word != "to" || !small));
            }
            let capital = self.tokens.get(i)?.span.of(self.text).starts_with(char::is_uppercase);
            if !(self.is_word(i) || word == "-")
                || !capital && words.not_before.contains(&word) && !words.joins.contains(&word)
            {
                return None;
            }
            small |= !capital && !words.joins.contains(&word) && word != "-";
            i = i.checked_sub(1)?;
        }
        None
    }

    /// The first of the words that go with the role word `head`.
    fn modifiers(&self, head: usize) -> usize {
        let mut from = head;
        for _ in 0..6 {
            let Some(i) = from.checked_sub(1).filter(|&i| self.is_word(i) && self.touches_next(i)) else { break };
            let Some(word) = self.lower(i) else { break };
            let capital = self.tokens.get(i).is_some_and(|t| t.span.of(self.text).starts_with(char::is_uppercase));
            let verb = !capital
                && (word.ends_with("ed") && word != "retired"
                    || word.ends_with("ly")
                    || word.ends_with("ing") && word != "acting");
            if self.language.descriptions.not_before.contains(&word) || verb {
                break;
            }
            from = i;
        }
        // A clitic cut from its word does not begin a description.
        while from < head && self.lower(from).is_some_and(|w| w.starts_with(APOSTROPHES)) {
            from += 1;
        }
        from
    }

    /// The description before token `comma`, after which a name follows. It
    /// must begin with an article, so that a list is not taken for one.
    fn set_off(&self, comma: usize) -> Option<Span> {
        let head = self.head(comma)?;
        let from = self.modifiers(head);
        let article = from.checked_sub(1).and_then(|i| self.lower(i))?;
        self.language.descriptions.begins_before.contains(&article).then(|| self.span(from, comma))?
    }

    /// The description between the comma at token `comma` and the next mark.
    fn after(&self, comma: usize) -> Option<Span> {
        if self.lower(comma).as_deref() != Some(",") {
            return None;
        }
        let words = &self.language.descriptions;
        let mut from = comma + 1;
        // “Ada Okafor, 54, a farmer from Norsia, …”
        if self.tokens.get(from)?.kind == TokenKind::Number && self.lower(from + 1).as_deref() == Some(",") {
            from += 2;
        }
        if words.not_after.contains(&self.lower(from)?) {
            return None;
        }
        if words.begins_after.contains(&self.lower(from)?) {
            from += 1;
        }
        let mut to = from;
        let mut head = false;
        let mut linked = false;
        while self.tokens.get(to)?.kind != TokenKind::Mark || self.lower(to).as_deref() == Some("&") {
            let word = self.lower(to)?;
            if words.ends.contains(&word) {
                break;
            }
            if to - from >= LONGEST || self.language.verbs.finite.contains(&word) || !self.touches_next(to) {
                return None;
            }
            linked |= words.links.contains(&word);
            head |= !linked && self.is_role(to);
            to += 1;
        }
        let closed = matches!(self.lower(to)?.as_str(), "," | "" | "." | ";" | ")" | "—" | "–" | "”" | "who" | "and");
        (head && closed).then(|| self.span(from, to))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::EntityId;
    use pullquote_article::text::token::tokenize;

    fn of(text: &str, name: &str) -> Option<String> {
        let start = text.find(name).expect("the name is in the text");
        role(Language::english(), text, &tokenize(text), Span::new(start, start + name.len()))
            .map(|s| s.of(text).to_owned())
    }

    #[test]
    fn a_title_before_the_name() {
        assert_eq!(of("Then Norsian president Ada Okafor spoke.", "Ada Okafor").as_deref(), Some("Norsian president"));
        assert_eq!(of("On Monday the US president Ada Okafor spoke.", "Ada Okafor").as_deref(), Some("US president"));
        assert_eq!(of("It said Secretary of State Bo Tully left.", "Bo Tully").as_deref(), Some("Secretary of State"));
        assert_eq!(of("They met former MI6 chief Sir Bo Tully.", "Bo Tully").as_deref(), Some("former MI6 chief"));
        let text = "Then the US secretary of state Bo Tully spoke.";
        assert_eq!(of(text, "Bo Tully").as_deref(), Some("US secretary of state"));
        assert_eq!(of("Then came Prime Minister Bo Tully.", "Bo Tully").as_deref(), Some("Prime Minister"));
        assert_eq!(of("We asked Bo Tully.", "Bo Tully"), None);
        assert_eq!(of("It hurt Mr Tully.", "Tully"), None);
    }

    #[test]
    fn a_role_of_one_word_is_completed_by_a_nominal() {
        let text = "Later president Ada Okafor spoke. The Norsian president left, and the premier.";
        let span = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len())).expect("it is in the text");
        let entity = EntityId(0);
        let mention = |words, kind| Mention { span: span(words), kind, entity };
        let mentions = [
            mention("Ada Okafor", MentionKind::Name),
            mention("The Norsian president", MentionKind::Nominal),
            mention("the premier", MentionKind::Nominal),
        ];
        let (id, kind, name) = (entity, EntityKind::Person, "Ada Okafor".to_owned());
        let mut entities = [Entity {
            id,
            kind,
            name,
            role: Some("president".to_owned()),
            facts: Vec::new(),
            value: None,
            mentions: vec![0, 2, 1],
        }];
        complete(Language::english(), text, &mut entities, &mentions);
        assert_eq!(entities[0].role.as_deref(), Some("Norsian president"));
    }

    #[test]
    fn a_person_without_a_role_gets_that_of_a_nominal() {
        let text = "A former head of the port spoke, and the port minister. Ada Okafor left.";
        let entity = EntityId(0);
        let mention = |words: &str, kind| {
            let at = text.find(words).expect("it is in the text");
            Mention { span: Span::new(at, at + words.len()), kind, entity }
        };
        let mentions = [
            mention("the port minister", MentionKind::Nominal),
            mention("A former head of the port", MentionKind::Nominal),
            mention("Ada Okafor", MentionKind::Name),
        ];
        let (id, kind, name) = (entity, EntityKind::Person, "Ada Okafor".to_owned());
        let mut entities =
            [Entity { id, kind, name, role: None, facts: Vec::new(), value: None, mentions: vec![0, 1, 2] }];
        complete(Language::english(), text, &mut entities, &mentions);
        assert_eq!(entities[0].role.as_deref(), Some("former head of the port"));
    }

    #[test]
    fn a_description_set_off_by_commas() {
        let text = "Bo Tully, Okafor’s chief of staff, said so.";
        assert_eq!(of(text, "Bo Tully").as_deref(), Some("Okafor’s chief of staff"));
        let text = "Bo Tully, 54, a farmer from Norsia, said so.";
        assert_eq!(of(text, "Bo Tully").as_deref(), Some("farmer from Norsia"));
        let text = "The Norsian premier, Bo Tully, said so.";
        assert_eq!(of(text, "Bo Tully").as_deref(), Some("Norsian premier"));
        let text = "The US secretary of state, Bo Tully, said so.";
        assert_eq!(of(text, "Bo Tully").as_deref(), Some("US secretary of state"));
        let text = "She met the minister for rivers and lakes, Bo Tully.";
        assert_eq!(of(text, "Bo Tully").as_deref(), Some("minister for rivers and lakes"));
    }

    #[test]
    fn a_list_or_a_clause_is_no_description() {
        assert_eq!(of("Bo Tully, the minister said, had left.", "Bo Tully"), None);
        assert_eq!(of("Ann Lee, Bo Tully, Ada Okafor and others left.", "Bo Tully"), None);
        assert_eq!(of("Bo Tully, speaking as minister, left.", "Bo Tully"), None);
        assert_eq!(of("After they asked the mayor, Bo Tully left.", "Bo Tully"), None);
        assert_eq!(of("He told the minister to resign, Bo Tully, too, heard.", "Bo Tully"), None);
    }
}
