//! The forms of a verb, by the rules of English; the verbs that do not follow
//! them are data.

use crate::language::{IrregularVerb, Language};

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum VerbForm {
    /// say
    Base,
    /// says
    Third,
    /// said; for regular verbs the participle, too
    Past,
    /// written, if it differs from the past
    Participle,
    /// saying
    Ing,
}

/// Every form of `lemma` (one word, lower case) with what it is.
pub(crate) fn forms(language: &Language, lemma: &str) -> Vec<(String, VerbForm)> {
    let doubles = language.verbs.doubled.contains(lemma);
    let mut found = vec![
        (lemma.to_owned(), VerbForm::Base),
        (format!("{}s", third_stem(lemma)), VerbForm::Third),
        (format!("{}ing", ing_stem(lemma, doubles)), VerbForm::Ing),
    ];
    match language.irregular_verb(lemma) {
        Some(IrregularVerb { past, participle }) => {
            found.push((past.to_owned(), VerbForm::Past));
            if participle != past {
                found.push((participle.to_owned(), VerbForm::Participle));
            }
        }
        None => found.push((format!("{}ed", past_stem(lemma, doubles)), VerbForm::Past)),
    }
    found
}

fn ends_in_consonant_y(lemma: &str) -> bool {
    lemma.strip_suffix('y').is_some_and(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

fn third_stem(lemma: &str) -> String {
    if ends_in_consonant_y(lemma) {
        return format!("{}ie", lemma.trim_end_matches('y'));
    }
    let hissing = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if hissing { "e" } else { "" })
}

/// The verb with its last consonant doubled, where that is so before an ending:
/// always if it `doubles`, and if it has one vowel and one consonant after it
/// (nag, trot).
fn doubled(lemma: &str, doubles: bool) -> String {
    let letters: Vec<char> = lemma.chars().collect();
    let is_vowel = |c: &char| "aeiou".contains(*c);
    let vowels = letters.iter().filter(|c| is_vowel(c)).count();
    let short =
        vowels == 1 && matches!(letters.as_slice(), [.., v, c] if is_vowel(v) && !is_vowel(c) && !"wxy".contains(*c));
    match letters.last() {
        Some(last) if short || doubles => format!("{lemma}{last}"),
        _ => lemma.to_owned(),
    }
}

fn ing_stem(lemma: &str, doubles: bool) -> String {
    match lemma.strip_suffix('e') {
        Some(stem) if !lemma.ends_with("ee") => stem.to_owned(),
        _ => doubled(lemma, doubles),
    }
}

fn past_stem(lemma: &str, doubles: bool) -> String {
    if ends_in_consonant_y(lemma) {
        return format!("{}i", lemma.trim_end_matches('y'));
    }
    match lemma.strip_suffix('e') {
        Some(stem) => stem.to_owned(),
        None => doubled(lemma, doubles),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lemma: &str) -> Vec<String> {
        forms(Language::english(), lemma).into_iter().map(|(form, _)| form).collect()
    }

    #[test]
    fn regular_and_irregular_verbs() {
        assert_eq!(all("say"), ["say", "says", "saying", "said"]);
        assert_eq!(all("write"), ["write", "writes", "writing", "wrote", "written"]);
        assert_eq!(all("reply"), ["reply", "replies", "replying", "replied"]);
        assert_eq!(all("quip"), ["quip", "quips", "quipping", "quipped"]);
        assert_eq!(all("admit"), ["admit", "admits", "admitting", "admitted"]);
        assert_eq!(all("agree"), ["agree", "agrees", "agreeing", "agreed"]);
        assert_eq!(all("shout"), ["shout", "shouts", "shouting", "shouted"]);
        assert_eq!(all("confess"), ["confess", "confesses", "confessing", "confessed"]);
    }
}
