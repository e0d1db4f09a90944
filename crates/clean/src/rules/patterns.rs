//! Rules for the words of a block: patterns in `assets/rules/`, each with a
//! name, a reason for the reader and an example that is its test. `build.rs` makes
//! values of the types here of them.

use std::sync::OnceLock;

use regex_lite::Regex;

use super::searched_text::SearchedText;

/// Where in a block of text a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The whole block.
    Block,
    /// The beginning of a block; the text after it stays.
    Start,
    /// The end of a block; the text before it stays.
    End,
    /// Anywhere in a block; the text around it stays.
    Within,
    /// The whole block, and everything after it is cut too. Applies only near
    /// the end of a text.
    Rest,
}

/// What is done with the words that a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// The words are cut and recorded as removed.
    Cut,
    /// The words are cut; the group `date` is the date of publication.
    Published,
    /// The words are cut; the group `date` is the date of the last change.
    Modified,
    /// The words become a byline; the group `names` holds the authors.
    Byline,
    /// The group `words` becomes a caption, the group `credit` its credit.
    Caption,
}

/// One rule: a row of the tables.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The name, unique among all rules, in lower case with hyphens:
    /// `read-more`.
    pub(crate) name: &'static str,
    /// Why the rule cuts, in words for the reader.
    pub(crate) reason: &'static str,
    /// Where in a block the rule looks.
    pub(crate) place: Place,
    /// What is done with the words it finds.
    pub(crate) act: Act,
    /// How many blocks from the start of a text the rule looks at; all if it
    /// is not given.
    pub(crate) first: Option<usize>,
    /// The largest block the rule looks at, in bytes.
    pub(crate) most: usize,
    /// Words in lower case. Each match of the pattern contains at least one of
    /// them, so a text without any needs no search.
    pub(crate) hints: &'static [&'static str],
    /// A regular expression for text that is trimmed.
    pattern: &'static str,
    /// A text that the rule acts on; a test checks that it does.
    #[cfg(test)]
    pub(crate) example: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

/// The largest block of a rule that gives none, in bytes.
const MOST: usize = 400;

impl Rule {
    /// Whether the rule could match: `text` has one of its hints.
    pub(crate) fn could_match(&self, text: &SearchedText) -> bool {
        self.hints.iter().any(|hint| text.has(hint))
    }

    /// The pattern, compiled at the first call; `None` if it is not valid.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                let pattern = match self.place {
                    Place::Block | Place::Rest => format!("^(?:{})$", self.pattern),
                    Place::Start => format!("^(?:{})", self.pattern),
                    Place::End => format!("(?:{})$", self.pattern),
                    Place::Within => self.pattern.to_owned(),
                };
                Regex::new(&format!("(?i){}", with_ranges(&pattern))).ok()
            })
            .as_ref()
    }
}

/// Character classes that the rules use and `regex-lite` lacks, as ranges.
/// Letters are those of the Latin, Greek and Cyrillic alphabets.
const CLASSES: [(&str, &str); 5] = [
    (r"\p{Lu}", "A-ZÀ-ÖØ-ÞĀ-ɏΆ-ΫЀ-Я"),
    (r"\p{L}", "A-Za-zÀ-ɏͰ-ӿ"),
    (r"\p{N}", "0-9"),
    (r"\w", "0-9A-Za-z_À-ɏͰ-ӿ"),
    (r"\s", r" \t\r\n\u{a0}\u{202f}"),
];

/// `pattern` with each of the [`CLASSES`] replaced by its ranges, in brackets
/// unless it is inside brackets already, and with both cases of letters that are not
/// ASCII.
fn with_ranges(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut in_brackets = false;
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        if let Some((class, ranges)) = CLASSES.iter().find(|(class, _)| rest.starts_with(class)) {
            let (open, close) = if in_brackets { ("", "") } else { ("[", "]") };
            out.extend([open, ranges, close]);
            rest = rest.get(class.len()..).unwrap_or("");
            continue;
        }
        let len = if c == '\\' { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { c.len_utf8() };
        in_brackets = (in_brackets || c == '[') && c != ']';
        let capital = c.to_uppercase().next().filter(|&capital| !c.is_ascii() && capital != c && !in_brackets);
        match capital {
            // `regex-lite` ignores the case of ASCII letters only.
            Some(capital) => out.extend(['[', c, capital, ']']),
            None => out.push_str(rest.get(..len).unwrap_or("")),
        }
        rest = rest.get(len..).unwrap_or("");
    }
    out
}

/// An appeal of several sentences, recognised by several of its phrases in one
/// block.
#[derive(Debug)]
pub(crate) struct Appeal {
    /// The name, unique among all rules.
    pub(crate) name: &'static str,
    /// Why the rule cuts, in words for the reader.
    pub(crate) reason: &'static str,
    /// How many different phrases one block must contain.
    pub(crate) least: usize,
    /// Phrases in lower case with straight apostrophes.
    pub(crate) phrases: &'static [&'static str],
    /// A text that the rule acts on; a test checks that it does.
    #[cfg(test)]
    pub(crate) example: &'static str,
}

impl Appeal {
    /// Whether `text` has enough of the phrases.
    pub(crate) fn is_in(&self, text: &SearchedText) -> bool {
        self.phrases.iter().filter(|phrase| text.has(phrase)).count() >= self.least
    }
}

/// All rules for words, in the order they are tried.
#[derive(Debug)]
pub(crate) struct Rules {
    /// Rules for blocks of text.
    pub(crate) rules: &'static [Rule],
    /// Appeals of several sentences.
    pub(crate) appeals: &'static [Appeal],
    /// Patterns of the credit at the end of a caption.
    pub(crate) credits: &'static [Rule],
}

/// The rules of the crate.
static BUNDLED: Rules = include!(concat!(env!("OUT_DIR"), "/word_rules.rs"));

impl Rules {
    /// The rules of the crate.
    pub(crate) fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// The rules that can match something in `text`.
    pub(crate) fn active_in<'l>(&'l self, text: &str) -> ActiveRules<'l> {
        if text.is_empty() {
            return ActiveRules { rules: Vec::new(), appeals: Vec::new(), credits: self.credits };
        }
        let searched = SearchedText::new(text);
        ActiveRules {
            rules: self.rules.iter().filter(|rule| rule.could_match(&searched)).collect(),
            appeals: self.appeals.iter().filter(|appeal| appeal.is_in(&searched)).collect(),
            credits: self.credits,
        }
    }
}

/// The rules that can match in one text.
#[derive(Debug)]
pub(crate) struct ActiveRules<'l> {
    /// Rules for blocks of text.
    pub(crate) rules: Vec<&'l Rule>,
    /// Appeals of several sentences.
    pub(crate) appeals: Vec<&'l Appeal>,
    credits: &'l [Rule],
}

impl<'l> ActiveRules<'l> {
    /// The words of a caption, and its credit if it has one. Both are slices of
    /// `caption`; the credit comes after the words.
    pub(crate) fn split_credit<'c>(&self, caption: &'c str) -> (&'c str, Option<&'c str>) {
        split_credit(self.credits, caption)
    }

    /// The rule that cuts the whole of `block`, if there is one.
    pub(crate) fn cutting_block(&self, block: &str) -> Option<&'l Rule> {
        self.matching(block, Place::Block)
    }

    /// The rule that cuts `block` and everything after it, if there is one.
    pub(crate) fn cutting_rest(&self, block: &str) -> Option<&'l Rule> {
        self.matching(block, Place::Rest)
    }

    /// The first rule for `place` that cuts `block`.
    fn matching(&self, block: &str, place: Place) -> Option<&'l Rule> {
        let fits = |rule: &&&Rule| rule.place == place && rule.act == Act::Cut && block.len() <= rule.most;
        let mut rules = self.rules.iter().filter(fits).peekable();
        // Most rules are for short blocks.
        rules.peek()?;
        let searched = SearchedText::new(block);
        let matches = |rule: &&Rule, text: &str| rule.regex().is_some_and(|re| re.is_match(text));
        let rule = rules.find(|rule| rule.could_match(&searched) && matches(rule, block)).copied()?;
        (place == Place::Rest || is_mostly(block, |sentence| matches(&rule, sentence))).then_some(rule)
    }
}

/// Whether a call is the purpose of a block that a rule matches. It is if the
/// block begins or ends with a sentence that is a call, if half of its
/// sentences are, or if only the block as a whole is. A single call in the
/// middle of a paragraph is not enough.
pub(crate) fn is_mostly(block: &str, is_call: impl Fn(&str) -> bool) -> bool {
    let sentences = block.split_inclusive(['.', '!', '?']).map(str::trim).filter(|s| s.len() > 2);
    let calls: Vec<bool> = sentences.map(is_call).collect();
    let count = calls.iter().filter(|call| **call).count();
    count == 0 || count * 2 >= calls.len() || calls.first() == Some(&true) || calls.last() == Some(&true)
}

/// The words of a caption and its credit, by the first of `credits` that
/// matches.
fn split_credit<'c>(credits: &[Rule], caption: &'c str) -> (&'c str, Option<&'c str>) {
    let caption = caption.trim();
    if caption.len() > 1500 {
        return (caption, None);
    }
    let searched = SearchedText::of_lower(caption.to_lowercase());
    for rule in credits.iter().filter(|rule| rule.could_match(&searched)) {
        let Some(found) = rule.regex().and_then(|re| re.captures(caption)) else { continue };
        let (Some(whole), Some(credit)) = (found.get(0), found.name("credit")) else { continue };
        // The mark that ends the sentence belongs to the caption, even if the
        // pattern matches it too.
        let ends = whole.as_str().len() - whole.as_str().trim_start_matches(['.', '!', '?', '”', '"', '’']).len();
        return (caption.get(..whole.start() + ends).unwrap_or("").trim_end(), Some(credit.as_str().trim()));
    }
    (caption, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::searched_text::plain_lower;

    #[test]
    fn every_file_is_read_and_every_pattern_compiles() {
        let rules = Rules::bundled();
        let has = |name| rules.rules.iter().chain(rules.credits).any(|rule| rule.name == name);
        assert!(["read-more", "scraped-date", "gallery-caption", "advert-in-languages"].into_iter().all(has));
        assert!(!rules.appeals.is_empty() && rules.credits.len() > 1);
        for rule in rules.rules.iter().chain(rules.credits) {
            assert!(rule.regex().is_some(), "{}", rule.name);
        }
    }

    #[test]
    fn clutter_is_known_in_other_languages() {
        let rules = Rules::bundled();
        for clutter in [
            "Auch interessant",
            "Kein Schiff mehr verpassen: Abonnieren Sie kostenlos die Hafen-Newsletter und bleiben Sie im Bilde.",
            "Zapraszamy też do subskrypcji tygodnika w naszym porcie.",
            "Bei Fragen und Anregungen zu diesem Artikel können Sie uns hier schreiben.",
            "Permalien https://courier.example/p/12",
            "Continua após a publicidade",
            "Continua depois da publicidade",
            "A lire aussi : La nuit des ponts",
            "Lire aussi |",
            "Sigue toda la información del puerto en Plaza",
            "Quer as notícias do porto? Clique aqui e entre no nosso canal do Plaza.",
            "📲 Participe do canal do Plaza no WhatsApp",
            "Siga o nosso canal",
            "Faça parte do nosso grupo no Telegram e receba as notícias do porto",
            "Lesen Sie auch: Die Nacht der Brücken",
            "Lire aussi :",
            "Publicité",
            "Para saber más",
            "Leggi anche",
            "Leia também: A noite das pontes",
            "Lees ook",
            "Czytaj więcej",
            "Читайте также:",
            "Реклама",
            "Bunlar da ilginizi çekebilir",
            "اقرأ أيضا:",
            "广告",
            "関連記事",
            "관련 기사",
            "Empfohlener redaktioneller Inhalt",
            "Externer Inhalt nicht verfügbar",
            "An dieser Stelle findest du einen ausgewählten, externen Inhalt, der den Artikel ergänzt.",
            "Mehr über den Hafen lesen Sie hier.",
            "Foto(s): © Northlight.com und Archiv der Zeitung (sofern kein Hinweis vorhanden)",
            "Ljósmynd/Northlight",
        ] {
            assert!(rules.active_in(clutter).cutting_block(clutter).is_some(), "{clutter}");
        }
        for text in [
            "Lesen Sie mehr Bücher, sagte die Ministerin, und das Land wird klüger.",
            "Auch interessant ist der Blick auf den Hafen.",
            "Lire aussi vite que possible est un sport.",
            "La publicité a changé le port.",
            "Реклама изменила порт.",
            "Foto und Film sind im Museum zu sehen.",
            "An dieser Stelle wird ein neuer Hafen gebaut.",
            "“O Orsten entra no nosso grupo e isso muda tudo para o time”, disse o técnico Bo Tully ontem.",
            "“Entre no nosso canal do WhatsApp”, disse o técnico Bo Tully ontem.",
            "O time entra no grupo dos quatro melhores do campeonato.",
            "A diferença entre o canal e o grupo do WhatsApp é pequena.",
            "Alle Schiffe finden Sie am Abend wieder im Hafen, sagte der Lotse der Zeitung.",
        ] {
            assert!(rules.active_in(text).cutting_block(text).is_none(), "{text}");
        }
    }

    #[test]
    fn hints_are_in_lower_case() {
        let rules = Rules::bundled();
        for rule in rules.rules.iter().chain(rules.credits) {
            assert!(!rule.hints.is_empty() && !rule.reason.is_empty(), "{}", rule.name);
            for hint in rule.hints {
                assert_eq!(*hint, plain_lower(hint), "{}", rule.name);
            }
        }
    }

    #[test]
    fn the_foot_of_a_mail_and_links_after_arrows_are_clutter() {
        let rules = Rules::bundled();
        for clutter in [
            ">> Read more: The night the bridges went",
            "You are receiving this email because you signed up at the pier.",
            "You received our newsletter because you live near the pier.",
            "You are getting our e-mail once a day.",
            "No longer want to receive these emails?",
            "Don’t want to receive these newsletters?",
            "View this email in your browser",
            "Read the email in your browser",
            "Open the newsletter on the web",
            "Update your e-mail preferences",
            "Manage preferences",
            "Unsubscribe | Update your preferences",
            "Click here to unsubscribe.",
            "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.",
            "Sie erhalten diesen Newsletter jeden Tag.",
            "Vous recevez ce message une fois par jour.",
            "Vous recevez cet e-mail une fois par jour.",
            "Vous recevez cette newsletter une fois par jour.",
            "Has recibido este correo porque vives cerca del puerto.",
            "Você está recebendo este e-mail porque mora perto do porto.",
        ] {
            assert!(rules.active_in(&clutter.to_lowercase()).cutting_block(clutter).is_some(), "{clutter}");
        }
        let sentence = "You are receiving this letter from a man who has never seen the sea.";
        assert!(rules.active_in(&sentence.to_lowercase()).cutting_block(sentence).is_none());
    }

    #[test]
    fn notices_on_the_browser_and_words_of_the_makers_are_clutter() {
        let rules = Rules::bundled();
        for clutter in [
            "You are using an outdated browser. Please upgrade it.",
            "Please use a modern browser to see the harbour.",
            "Your browser is no longer supported.",
            "Ihr Browser ist veraltet. Bitte nehmen Sie einen anderen.",
            "Dein Browser ist leider veraltet.",
            "Lade für ein besseres Erlebnis einen neueren Browser herunter.",
            "Votre navigateur n’est pas à jour.",
            "Su navegador no es compatible.",
            "Twoja przeglądarka jest przestarzała.",
            "$$HARBOUR-ADVERT$$",
            "Přejít před obsah vložený z jiného webu.",
            "Get the news of the pier straight to your phone with the Courier app.",
        ] {
            assert!(rules.active_in(&clutter.to_lowercase()).cutting_block(clutter).is_some(), "{clutter}");
        }
        for sentence in ["The browser is out of date by now, said the captain.", "A ticket costs $$ and a berth $$$."] {
            assert!(rules.active_in(&sentence.to_lowercase()).cutting_block(sentence).is_none(), "{sentence}");
        }
    }

    #[test]
    fn a_heading_above_a_note_on_the_author_may_end_in_a_colon() {
        let rules = Rules::bundled();
        for heading in
            ["About the author:", "Meet the writers :", "Über den Autor:", "À propos de l’auteur :", "Об авторе:"]
        {
            let rule = rules.active_in(&heading.to_lowercase()).cutting_rest(heading).map(|rule| rule.name);
            assert_eq!(rule, Some("about-the-writer"), "{heading}");
        }
    }

    #[test]
    fn sentences_that_only_look_like_a_call_stay() {
        for sentence in [
            "The general asked the company to follow him on foot through the marsh.",
            "She begged the crowd not to follow her, on a day like this.",
            "El informe fue publicado ayer por la comisión.",
            "The comments moderated nobody, the mayor said.",
            "They click here, and the lock clicks there.",
            "The transcript was produced by the clerk, and the judge has read it.",
            "This transcript is provided to both sides before the hearing, the court said.",
            "To get the app to run, she wrote all of it again.",
            "Bei Fragen und Anregungen hilft der Hafenmeister, der seit dreißig Jahren am Kai sitzt.",
            "„Abonnieren Sie doch den Newsletter“, sagte der Hafenmeister und ging.",
            "Zapraszamy do portu, powiedział burmistrz.",
            "A permalink leads to one post and not to the front page.",
            "3 minutes to read the letter were all that she had.",
            "Start quoting him and he leaves.",
            "More than one story is told about the pier.",
            "Share prices fell, and the tweet that started it is gone.",
            "He wrote about the Harbour Board for forty years.",
            "The newsletter was printed on the island until the flood.",
            "The story was followed abroad. Sign up to our newsletter here. The premier did not comment.",
            "He left at noon. Follow us on Twitter. She stayed.",
            "Sign up for the army was what the poster said, and thousands of young men did so.",
            "Subscribe to the theory or not, the professor said, the data show a clear trend.",
            "Copyright law must change, said the singer, whose songs were copied by a company.",
            "Reporting by the inspectors was late, the ministry said.",
            "This article was amended by parliament in 1998, the editors of the constitution say.",
            "Read more: that was the advice the teacher gave to every pupil.",
        ] {
            let rules = Rules::bundled();
            let active = rules.active_in(sentence);
            let cut = active.cutting_block(sentence).or_else(|| active.cutting_rest(sentence));
            assert!(cut.is_none(), "{sentence} is cut by {:?}", cut.map(|rule| rule.name));
        }
    }

    #[test]
    fn every_credit_rule_splits_its_example() {
        for rule in Rules::bundled().credits {
            let (words, credit) = split_credit(std::slice::from_ref(rule), rule.example);
            assert!(credit.is_some_and(|c| !c.is_empty()), "{} leaves {:?}", rule.name, rule.example);
            assert!(words.len() < rule.example.len());
        }
    }

    #[test]
    fn brackets_that_hold_no_credit_stay() {
        let bundled = Rules::bundled();
        let rules = bundled.active_in("");
        assert_eq!(rules.split_credit("The pier (built in 1902) at dusk"), ("The pier (built in 1902) at dusk", None));
        assert_eq!(rules.split_credit("The pier ( Pia Rosk )"), ("The pier", Some("Pia Rosk")));
    }
}
