//! The forms of an English verb.

/// Which form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said; of regular verbs the participle too
    Past,
    /// written, where it differs from the past
    Participle,
    /// saying
    Ing,
}

/// Verbs whose past is not regular: lemma, past, participle.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("say", "said", "said"),
    ("tell", "told", "told"),
    ("retell", "retold", "retold"),
    ("foretell", "foretold", "foretold"),
    ("write", "wrote", "written"),
    ("read", "read", "read"),
    ("speak", "spoke", "spoken"),
    ("think", "thought", "thought"),
    ("feel", "felt", "felt"),
    ("hold", "held", "held"),
    ("go", "went", "gone"),
    ("put", "put", "put"),
    ("shoot", "shot", "shot"),
    ("hit", "hit", "hit"),
    ("come", "came", "come"),
    ("swear", "swore", "sworn"),
    ("forecast", "forecast", "forecast"),
    ("foresee", "foresaw", "foreseen"),
    ("find", "found", "found"),
    ("hear", "heard", "heard"),
    ("see", "saw", "seen"),
    ("know", "knew", "known"),
    ("show", "showed", "shown"),
    ("understand", "understood", "understood"),
    ("mean", "meant", "meant"),
    ("sing", "sang", "sung"),
    ("lay", "laid", "laid"),
    ("set", "set", "set"),
    ("bring", "brought", "brought"),
    ("take", "took", "taken"),
    ("tear", "tore", "torn"),
    ("rip", "ripped", "ripped"),
    ("rebut", "rebutted", "rebutted"),
    ("broadcast", "broadcast", "broadcast"),
    ("sit", "sat", "sat"),
    ("begin", "began", "begun"),
    ("lead", "led", "led"),
    ("cast", "cast", "cast"),
    ("beseech", "besought", "besought"),
    ("spell", "spelled", "spelt"),
    ("learn", "learned", "learnt"),
    ("let", "let", "let"),
    ("cut", "cut", "cut"),
    ("break", "broke", "broken"),
    ("forbid", "forbade", "forbidden"),
    ("spit", "spat", "spat"),
    ("weep", "wept", "wept"),
];

/// Verbs whose last consonant is doubled though their last vowel is not the
/// only one.
const DOUBLED: &[&str] = &["admit", "submit", "quip", "quiz", "infer", "refer", "commit", "rebut", "chat", "allot"];

/// Every form of `lemma` (one word, lower case) with what it is.
pub(crate) fn forms(lemma: &str) -> Vec<(String, Form)> {
    let mut found = vec![
        (lemma.to_owned(), Form::Base),
        (format!("{}s", third_stem(lemma)), Form::Third),
        (format!("{}ing", ing_stem(lemma)), Form::Ing),
    ];
    match IRREGULAR.iter().find(|(verb, ..)| *verb == lemma) {
        Some((_, past, participle)) => {
            found.push(((*past).to_owned(), Form::Past));
            if participle != past {
                found.push(((*participle).to_owned(), Form::Participle));
            }
        }
        None => found.push((format!("{}ed", past_stem(lemma)), Form::Past)),
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

/// A short verb of one vowel and one consonant doubles it: quip, nag, trot.
fn doubled(lemma: &str) -> String {
    let letters: Vec<char> = lemma.chars().collect();
    let is_vowel = |c: &char| "aeiou".contains(*c);
    let vowels = letters.iter().filter(|c| is_vowel(c)).count();
    let short =
        vowels == 1 && matches!(letters.as_slice(), [.., v, c] if is_vowel(v) && !is_vowel(c) && !"wxy".contains(*c));
    match letters.last() {
        Some(last) if short || DOUBLED.contains(&lemma) => format!("{lemma}{last}"),
        _ => lemma.to_owned(),
    }
}

fn ing_stem(lemma: &str) -> String {
    match lemma.strip_suffix('e') {
        Some(stem) if !lemma.ends_with("ee") => stem.to_owned(),
        _ => doubled(lemma),
    }
}

fn past_stem(lemma: &str) -> String {
    if ends_in_consonant_y(lemma) {
        return format!("{}i", lemma.trim_end_matches('y'));
    }
    match lemma.strip_suffix('e') {
        Some(stem) => stem.to_owned(),
        None => doubled(lemma),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(lemma: &str) -> Vec<String> {
        forms(lemma).into_iter().map(|(form, _)| form).collect()
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
